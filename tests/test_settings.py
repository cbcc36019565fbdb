"""The environment is read in one place, and everything wrong with it is said at once."""

import re
from dataclasses import FrozenInstanceError, fields
from itertools import pairwise
from pathlib import Path

import pytest

from settings import Rate, Settings, SettingsError, has_token, read_environment

TOKEN = "made.up.token"
ENV_EXAMPLE = Path(__file__).parents[1] / ".env.example"


def test_an_unset_environment_with_a_token_gives_the_defaults() -> None:
    assert Settings.from_env({"DISCORD_TOKEN": TOKEN}) == Settings(token=TOKEN)


def test_every_variable_is_read() -> None:
    settings = Settings.from_env(
        {
            "DISCORD_TOKEN": f" {TOKEN}\n",
            "DISCORD_API_URL": "http://127.0.0.1:8137/api/v10/",
            "CORPUS_DIR": "/srv/articles",
            "DATA_DIR": "/var/lib/bot",
            "HOME_GUILD_ID": "123456789012345678",
            "MODERATOR_ROLE_IDS": "123456789012345671, 123456789012345672",
            "ANSWER_CHANNEL_IDS": "123456789012345673",
            "DEFAULT_LANGUAGE": "EN",
            "MEMBER_COOLDOWN": "3/10",
            "CHANNEL_COOLDOWN": "7 / 20",
            "LOG_LEVEL": "debug",
            "PLAYGROUND_PORT": "0",
        }
    )
    assert settings == Settings(
        token=TOKEN,
        api_url="http://127.0.0.1:8137/api/v10",
        corpus_dir=Path("/srv/articles"),
        data_dir=Path("/var/lib/bot"),
        home_guild_id=123456789012345678,
        moderator_role_ids=frozenset({123456789012345671, 123456789012345672}),
        answer_channel_ids=frozenset({123456789012345673}),
        default_language="en",
        member_cooldown=Rate(3, 10),
        channel_cooldown=Rate(7, 20),
        log_level="DEBUG",
        playground_port=0,
    )


def test_an_empty_variable_counts_as_unset() -> None:
    assert Settings.from_env({"DISCORD_TOKEN": TOKEN, "HOME_GUILD_ID": "", "LOG_LEVEL": "  "}) == Settings(token=TOKEN)


def test_all_problems_are_named_at_once_one_line_each() -> None:
    malformed = {
        "DISCORD_API_URL": "discord.com",
        "HOME_GUILD_ID": "my server",
        "MODERATOR_ROLE_IDS": "123456789012345671;@mods",
        "ANSWER_CHANNEL_IDS": "#questions",
        "DEFAULT_LANGUAGE": "fr",
        "MEMBER_COOLDOWN": "often",
        "CHANNEL_COOLDOWN": "0/60",
        "LOG_LEVEL": "LOUD",
        "PLAYGROUND_PORT": "99999",
    }
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(malformed)
    assert [problem.split()[0] for problem in caught.value.problems] == ["DISCORD_TOKEN", *malformed]
    assert not any("\n" in problem for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DISCORD_API_URL", "http://[::1/api"),
        ("DISCORD_API_URL", "http://127.0.0.1:99999/api"),
        ("DISCORD_API_URL", "ftp://127.0.0.1/api"),
        ("DISCORD_API_URL", "http://a..b/api"),
        ("DISCORD_API_URL", f"http://{'a' * 64}.org/api"),
        ("DISCORD_API_URL", "http://user:secret@127.0.0.1/api"),
        ("DISCORD_API_URL", "http://127.0.0.1/api?v=10"),
        ("CORPUS_DIR", "corpus\0"),
        ("DATA_DIR", "\0"),
        ("MEMBER_COOLDOWN", f"{10**30}/30"),
        ("CHANNEL_COOLDOWN", f"5/{10**30}"),
        ("PLAYGROUND_PORT", "٣"),
        ("PLAYGROUND_PORT", "1" * 5000),
    ],
)
def test_what_would_only_fail_later_is_named_at_the_start(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({"DISCORD_TOKEN": TOKEN, name: value})
    (problem,) = caught.value.problems
    assert problem.startswith(f"{name} is no")
    assert repr(value) in problem


@pytest.mark.parametrize(
    "digits", ["１２３４５６７８９０１２３４５", "1" * 14, "9" * 20, "1" * 21, "-12345678901234567"]
)
def test_an_id_is_fifteen_to_twenty_ascii_digits(digits: str) -> None:
    with pytest.raises(SettingsError, match="HOME_GUILD_ID"):
        Settings.from_env({"DISCORD_TOKEN": TOKEN, "HOME_GUILD_ID": digits})


def test_a_list_of_no_ids_is_named() -> None:
    with pytest.raises(SettingsError, match="MODERATOR_ROLE_IDS holds no id"):
        Settings.from_env({"DISCORD_TOKEN": TOKEN, "MODERATOR_ROLE_IDS": ", ,"})


@pytest.mark.parametrize("token", ["Bot made.up.token", "made.up\u200b", "„made.up“", "made.up\x7f"])
def test_a_malformed_token_is_named_without_its_value(token: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({"DISCORD_TOKEN": token})
    assert "DISCORD_TOKEN" in str(caught.value)
    assert "made.up" not in str(caught.value)


def test_the_playground_needs_no_token() -> None:
    assert Settings.from_env({}, needs_token=False).token is None


def test_the_token_is_never_in_the_representation() -> None:
    assert TOKEN not in repr(Settings(token=TOKEN))


def test_settings_are_frozen_and_slotted() -> None:
    settings = Settings()
    assert not hasattr(settings, "__dict__")
    with pytest.raises(FrozenInstanceError):
        settings.log_level = "DEBUG"  # type: ignore[misc]  # the assignment is what is refused


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("DISCORD_TOKEN=from-file\nLOG_LEVEL=DEBUG\n", encoding="utf-8")
    monkeypatch.setenv("DISCORD_TOKEN", "from-environment")
    monkeypatch.delenv("LOG_LEVEL", raising=False)
    env = read_environment(dotenv)
    assert (env["DISCORD_TOKEN"], env["LOG_LEVEL"]) == ("from-environment", "DEBUG")


def test_an_empty_variable_hides_nothing_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("DISCORD_TOKEN=from-file\n", encoding="utf-8")
    monkeypatch.setenv("DISCORD_TOKEN", " ")
    assert read_environment(dotenv)["DISCORD_TOKEN"] == "from-file"


def test_without_a_file_the_environment_is_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    (tmp_path / "folder").mkdir()
    for dotenv in (tmp_path / "missing", tmp_path / "folder"):
        assert read_environment(dotenv)["DISCORD_TOKEN"] == TOKEN


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    dotenv = tmp_path / ".env"
    dotenv.write_text(f"DISCORD_TOKEN={TOKEN}\n", encoding="utf-8-sig")
    assert read_environment(dotenv)["DISCORD_TOKEN"] == TOKEN


def test_a_file_that_can_not_be_read_is_one_line(tmp_path: Path) -> None:
    wide, looping = tmp_path / "wide", tmp_path / "looping"
    wide.write_text("DISCORD_TOKEN=x", encoding="utf-16")
    looping.symlink_to(looping)
    for dotenv, reason in ((wide, "UTF-8"), (looping, "can't be read")):
        with pytest.raises(SettingsError, match=reason) as caught:
            read_environment(dotenv)
        assert len(caught.value.problems) == 1
        assert has_token(dotenv)  # so that `make run` starts what says it, not the playground


@pytest.mark.parametrize("line", ["DISCORD_TOKEN: abc", "DISCORD_TOKEN='abc", 'DISCORD_TOKEN="abc'])
def test_a_line_that_can_not_be_read_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / ".env").write_text(f"# mine\n\nLOG_LEVEL=INFO\n\n{line}\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_environment(tmp_path / ".env")
    (problem,) = caught.value.problems
    assert problem.startswith(f"{tmp_path / '.env'}:5 can't be read")
    assert has_token(tmp_path / ".env")


@pytest.mark.parametrize(("text", "expected"), [("", False), ("DISCORD_TOKEN=' '", False), ("DISCORD_TOKEN=x", True)])
def test_a_blank_token_is_no_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, *, expected: bool
) -> None:
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    (tmp_path / ".env").write_text(text, encoding="utf-8")
    assert has_token(tmp_path / ".env") is expected


def test_the_example_names_every_variable_with_its_default_and_a_comment() -> None:
    lines = ENV_EXAMPLE.read_text(encoding="utf-8").splitlines()
    commented = {
        line.split("=")[0]: line.split("=", 1)[1]
        for before, line in pairwise(lines)
        if re.match(r"[A-Z_]+=", line) and before.startswith("# ")
    }
    names = {field.name.upper() for field in fields(Settings)} - {"TOKEN", "API_URL"} | {
        "DISCORD_TOKEN",
        "DISCORD_API_URL",
    }
    assert set(commented) == names
    assert Settings.from_env(commented, needs_token=False) == Settings()

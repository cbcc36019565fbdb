"""How the commands stand in Discord: each in one scope, in each language, registered only when they changed."""

import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import SummitBot
from playground.server import Playground
from tests.conftest import StartBot

Json = dict[str, Any]


def registered(discord: Playground) -> list[tuple[str, list[str]]]:
    """The scope and the commands' names of each registration so far."""
    return [
        ("guild" if "/guilds/" in entry.path else "global", sorted(command["name"] for command in entry.request))
        for entry in discord.record.requests("PUT", "/commands")
    ]


def global_commands(discord: Playground) -> dict[str, Json]:
    entry = next(entry for entry in discord.record.requests("PUT", "/commands") if "/guilds/" not in entry.path)
    return {command["name"]: command for command in entry.request}


@pytest.mark.usefixtures("bot")
async def test_each_command_is_in_exactly_one_scope(discord: Playground) -> None:
    assert registered(discord) == [
        ("global", ["Ask the article", "ask", "help", "sources", "summary"]),
        ("guild", ["corpus"]),
    ]


async def test_unchanged_commands_are_not_registered_again(discord: Playground, start_bot: StartBot) -> None:
    await (await start_bot()).close()
    discord.record.clear()
    await (await start_bot()).close()
    assert registered(discord) == []


async def test_changed_commands_are_registered_again(discord: Playground, start_bot: StartBot) -> None:
    await (await start_bot()).close()
    discord.record.clear()
    await start_bot(moderator_role_ids=frozenset({1}))  # other default permissions
    assert registered(discord) == [("guild", ["corpus"])]


async def test_another_home_removes_the_old_ones(discord: Playground, start_bot: StartBot) -> None:
    world = discord.world
    abroad = world.add_guild("Abroad", world.admin)
    await (await start_bot(home_guild_id=world.guild.id)).close()
    discord.record.clear()
    await start_bot(home_guild_id=abroad.id)
    changes = {entry.path.split("/")[4]: entry.request for entry in discord.record.requests("PUT", "/commands")}
    assert changes[str(world.guild.id)] == []
    assert [command["name"] for command in changes[str(abroad.id)]] == ["corpus"]


@pytest.mark.parametrize(("is_deleted", "status"), [(False, 403), (True, 404)], ids=["left", "deleted"])
async def test_a_home_the_bot_has_left_or_that_was_deleted_is_no_error(
    discord: Playground, start_bot: StartBot, caplog: pytest.LogCaptureFixture, *, is_deleted: bool, status: int
) -> None:
    world = discord.world
    abroad = world.add_guild("Abroad", world.admin)
    await (await start_bot(home_guild_id=abroad.id)).close()
    world.remove_bot(abroad)
    if is_deleted:
        del world.guilds[abroad.id]
    await start_bot(home_guild_id=world.guild.id)
    assert [entry.status for entry in discord.record.requests("PUT", f"/guilds/{abroad.id}/")] == [200, status]
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_home_the_bot_is_not_in_is_named_and_the_rest_works(
    discord: Playground, start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    await start_bot(home_guild_id=123456789012345678)
    assert "123456789012345678" in caplog.text
    assert ("global", ["Ask the article", "ask", "help", "sources", "summary"]) in registered(discord)


@pytest.mark.parametrize("content", ["{", "[]", '{"a": 1}', "", '{"a": {"abc": "x"}}', "[" * 100_000])
async def test_a_damaged_record_only_registers_again(
    discord: Playground, start_bot: StartBot, tmp_path: Path, content: str
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "commands.json").write_text(content, encoding="utf-8")
    await start_bot()
    assert len(registered(discord)) == 2
    assert len(json.loads((tmp_path / "data" / "commands.json").read_text(encoding="utf-8"))) >= 1


async def test_a_damaged_scope_only_registers_again(discord: Playground, start_bot: StartBot, tmp_path: Path) -> None:
    record = tmp_path / "data" / "commands.json"
    await (await start_bot()).close()
    (application,) = json.loads(record.read_text(encoding="utf-8"))
    record.write_text(json.dumps({application: {"abc": "x"}}), encoding="utf-8")
    discord.record.clear()
    await start_bot()
    assert len(registered(discord)) == 2


async def test_each_application_has_a_record_of_its_own(
    discord: Playground, start_bot: StartBot, tmp_path: Path
) -> None:
    record = tmp_path / "data" / "commands.json"
    await (await start_bot()).close()
    (scopes,) = json.loads(record.read_text(encoding="utf-8")).values()
    record.write_text(json.dumps({"another": scopes}), encoding="utf-8")
    discord.record.clear()
    await start_bot()
    assert len(registered(discord)) == 2
    assert json.loads(record.read_text(encoding="utf-8"))["another"] == scopes


async def test_what_could_not_be_registered_is_tried_again_at_the_next_start(
    discord: Playground, start_bot: StartBot
) -> None:
    discord.faults.limit_next("PUT", "/applications/[0-9]+/commands", retry_after=100)
    await (await start_bot()).close()
    discord.record.clear()
    await (await start_bot()).close()
    assert [scope for scope, _ in registered(discord)] == ["global"]
    discord.record.clear()
    await start_bot()
    assert registered(discord) == []


async def test_what_could_not_be_removed_is_named_and_tried_again_at_the_next_start(
    discord: Playground, start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    world = discord.world
    abroad = world.add_guild("Abroad", world.admin)
    await (await start_bot(home_guild_id=abroad.id)).close()
    discord.faults.limit_next("PUT", f"/guilds/{abroad.id}/commands", retry_after=100)
    await (await start_bot(home_guild_id=world.guild.id)).close()
    assert f"could not be removed from guild {abroad.id}" in caplog.text
    discord.record.clear()
    await start_bot(home_guild_id=world.guild.id)
    assert registered(discord) == [("guild", [])]


@pytest.mark.parametrize("error", [aiohttp.ServerDisconnectedError(), OSError("reset")], ids=["closed", "reset"])
async def test_a_connection_lost_while_registering_keeps_no_bot_from_starting(
    discord: Playground,
    start_bot: StartBot,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("discord.http.HTTPClient.bulk_upsert_global_commands", fail)
    await start_bot()
    assert "could not be registered globally" in caplog.text
    assert [scope for scope, _ in registered(discord)] == ["guild"]


async def test_a_rate_limit_on_one_scope_keeps_no_other_from_being_registered(
    discord: Playground, start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    discord.faults.limit_next("PUT", "/applications/[0-9]+/commands", retry_after=100)
    await start_bot()
    assert "could not be registered globally" in caplog.text
    assert [scope for scope, _ in registered(discord)] != ["global"]
    assert "Traceback" not in caplog.text


async def test_an_unwritable_folder_is_a_warning(
    discord: Playground, start_bot: StartBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "data").write_text("a file where the folder should be", encoding="utf-8")
    await start_bot()
    assert len(registered(discord)) == 2
    assert "can't be written" in caplog.text


@pytest.mark.usefixtures("bot")
async def test_names_descriptions_and_options_are_localised(discord: Playground) -> None:
    ask = global_commands(discord)["ask"]
    for element in (ask, *ask["options"]):
        for words in ("name_localizations", "description_localizations"):
            assert element[words].keys() == {"de", "en-GB", "en-US"}
    assert ask["name_localizations"]["de"] == "frage"
    assert [option["name_localizations"]["de"] for option in ask["options"]] == ["frage", "privat"]
    assert global_commands(discord)["Ask the article"]["name_localizations"]["de"] == "Im Artikel nachschlagen"


@pytest.mark.usefixtures("bot")
async def test_the_default_words_are_the_english_ones(discord: Playground) -> None:
    for command in global_commands(discord).values():
        for element in (command, *command.get("options", ())):
            assert element["name"] == element["name_localizations"]["en-US"]
            if element.get("description"):
                assert element["description"] == element["description_localizations"]["en-US"]


@pytest.mark.usefixtures("bot")
async def test_commands_are_for_guild_installs_and_for_guilds_and_direct_messages(discord: Playground) -> None:
    for command in global_commands(discord).values():
        assert command["integration_types"] == [0]
        assert command["contexts"] == [0, 1]


@pytest.mark.usefixtures("bot")
async def test_corpus_is_shown_to_those_who_manage_messages(discord: Playground) -> None:
    corpus = next(entry.request[0] for entry in discord.record.requests("PUT", "/commands") if "/guilds/" in entry.path)
    assert corpus["default_member_permissions"] == 1 << 13


async def test_with_moderator_roles_it_has_no_default_permissions(discord: Playground, start_bot: StartBot) -> None:
    await start_bot(moderator_role_ids=frozenset({1}))
    corpus = next(entry.request[0] for entry in discord.record.requests("PUT", "/commands") if "/guilds/" in entry.path)
    assert corpus["default_member_permissions"] is None


async def test_the_playground_is_always_registered_with(
    discord: Playground, bot: SummitBot, start_bot: StartBot
) -> None:
    await bot.close()
    discord.record.clear()
    await start_bot(registers_always=True)
    assert len(registered(discord)) == 2


async def test_a_new_session_registers_nothing_again(discord: Playground, start_bot: StartBot) -> None:
    bot = await start_bot(registers_always=True)
    discord.record.clear()
    ready = bot.wait_for("ready", timeout=10)
    discord.faults.invalid_session(resumable=False)
    await ready
    await discord.settle()
    assert len(discord.record.frames("READY")) == 1
    assert registered(discord) == []

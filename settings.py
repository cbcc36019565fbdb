"""What an operator sets, in the environment or `.env`. Nothing else in the project reads either."""

import io
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from dotenv import dotenv_values
from dotenv.parser import parse_stream

LANGUAGES = ("de", "en")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_HIGHEST_PORT = 65535
_HIGHEST_ID = 2**63 - 1

T = TypeVar("T")


class SettingsError(Exception):
    """Variables that can't be used: all of them at once, one line each. `corpus_dir` is None if it can't be told."""

    def __init__(self, problems: tuple[str, ...], corpus_dir: Path | None = None) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
        self.corpus_dir = corpus_dir


@dataclass(frozen=True, slots=True)
class Rate:
    """At most so many questions within any so many seconds."""

    questions: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Settings:
    """One field a variable. `token` is None only for the playground."""

    token: str | None = field(default=None, repr=False)
    api_url: str | None = None
    corpus_dir: Path = Path("corpus")
    data_dir: Path = Path("data")
    home_guild_id: int | None = None
    moderator_role_ids: frozenset[int] = frozenset()
    answer_channel_ids: frozenset[int] = frozenset()
    default_language: str = "de"
    member_cooldown: Rate = Rate(5, 30)
    channel_cooldown: Rate = Rate(20, 60)
    log_level: str = "INFO"
    playground_port: int = 8137

    @classmethod
    def from_env(cls, env: Mapping[str, str], *, needs_token: bool = True) -> "Settings":
        """Read every variable; an empty one counts as unset.

        Raises:
            SettingsError: naming everything that can't be used.
        """
        variables = _Variables(env)
        default = cls()
        settings = cls(
            token=variables.read("DISCORD_TOKEN", _token, None),
            api_url=variables.read("DISCORD_API_URL", _url, default.api_url),
            corpus_dir=variables.read("CORPUS_DIR", _folder, default.corpus_dir),
            data_dir=variables.read("DATA_DIR", _folder, default.data_dir),
            home_guild_id=variables.read("HOME_GUILD_ID", _id, default.home_guild_id),
            moderator_role_ids=variables.read("MODERATOR_ROLE_IDS", _ids, default.moderator_role_ids),
            answer_channel_ids=variables.read("ANSWER_CHANNEL_IDS", _ids, default.answer_channel_ids),
            default_language=variables.read(
                "DEFAULT_LANGUAGE", _one_of(LANGUAGES, str.lower), default.default_language
            ),
            member_cooldown=variables.read("MEMBER_COOLDOWN", _rate, default.member_cooldown),
            channel_cooldown=variables.read("CHANNEL_COOLDOWN", _rate, default.channel_cooldown),
            log_level=variables.read("LOG_LEVEL", _one_of(LOG_LEVELS, str.upper), default.log_level),
            playground_port=variables.read("PLAYGROUND_PORT", _port, default.playground_port),
        )
        if needs_token and "DISCORD_TOKEN" not in variables.seen:
            variables.problems.insert(
                0, "DISCORD_TOKEN is not set: put it into .env, or try the bot without one: python bot.py --playground"
            )
        if variables.problems:
            raise SettingsError(tuple(variables.problems), settings.corpus_dir)
        return settings


def read_environment(dotenv: Path = Path(".env")) -> dict[str, str]:
    """The environment over what `.env` says; an empty variable hides nothing.

    Raises:
        SettingsError: if there is a file that can't be read.
    """
    try:
        text = dotenv.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, IsADirectoryError):  # some call their virtual environment .env
        text = ""
    except UnicodeDecodeError:
        raise SettingsError((f"{dotenv} is not UTF-8: save it as UTF-8",)) from None
    except OSError as error:
        raise SettingsError((f"{dotenv} can't be read ({error.strerror}): let the bot's user read it",)) from None
    unread = [binding.original for binding in parse_stream(io.StringIO(text)) if binding.error]
    if unread:
        lines = (one.line + len(one.string) - len(one.string.lstrip("\n")) for one in unread)
        advice = "can't be read: write NAME=value, and close quotation marks"
        raise SettingsError(tuple(f"{dotenv}:{line} {advice}" for line in lines))
    values = dotenv_values(stream=io.StringIO(text))
    given = {name: value for name, value in os.environ.items() if value.strip()}
    return {name: value for name, value in values.items() if value is not None} | given


def has_token(dotenv: Path = Path(".env")) -> bool:
    """Whether there is a bot token to connect to Discord with, well-formed or not; so, too, if `.env` can't be read."""
    try:
        return bool(read_environment(dotenv).get("DISCORD_TOKEN", "").strip())
    except SettingsError:  # the start will say it
        return True


class _Variables:
    """Reads variables one by one and collects what is wrong with them."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self.seen: set[str] = set()
        self.problems: list[str] = []

    def read(self, name: str, parse: Callable[[str], T], default: T) -> T:
        value = self._env.get(name, "").strip()
        if not value:
            return default
        self.seen.add(name)
        try:
            return parse(value)
        except ValueError as error:
            self.problems.append(f"{name} {error}")
            return default


def _token(value: str) -> str:
    if not re.fullmatch("[!-~]+", value):  # the value stays out of the message
        raise ValueError("holds white space or signs that no token has: copy the token alone, without the word Bot")
    return value


def _url(value: str) -> str:
    problem = f"is no web address like https://discord.com/api/v10: {value!r}"
    try:
        parts = urlsplit(value)
        is_plain = not (parts.username or parts.password or parts.query or parts.fragment or re.search(r"\s", value))
        host = (parts.hostname or "").encode("idna")
        is_address = parts.scheme in {"http", "https"} and host and parts.port != 0 and is_plain
    except ValueError:  # brackets, a port or a name that are none
        raise ValueError(problem) from None
    if not is_address:
        raise ValueError(problem)
    return value.rstrip("/")


def _folder(value: str) -> Path:
    if "\0" in value:
        raise ValueError(f"is no folder's name: {value!r}")
    return Path(value)


def _id(value: str) -> int:
    if not re.fullmatch(r"[0-9]{15,20}", value) or int(value) > _HIGHEST_ID:
        raise ValueError(f"is no Discord id (15 to 20 digits; Developer Mode copies it): {value!r}")
    return int(value)


def _ids(value: str) -> frozenset[int]:
    ids = frozenset(_id(part) for part in re.split(r"[,\s]+", value) if part)
    if not ids:
        raise ValueError(f"holds no id: {value!r}")
    return ids


def _rate(value: str) -> Rate:
    match = re.fullmatch(r"([1-9][0-9]{0,5})\s*/\s*([1-9][0-9]{0,5})", value)
    if not match:
        raise ValueError(f"is not QUESTIONS/SECONDS like 5/30, each at most 999999: {value!r}")
    return Rate(int(match[1]), int(match[2]))


def _port(value: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", value) or int(value) > _HIGHEST_PORT:
        raise ValueError(f"is no port from 0 to {_HIGHEST_PORT}: {value!r}")
    return int(value)


def _one_of(choices: tuple[str, ...], fold: Callable[[str], str]) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if fold(value) not in choices:
            raise ValueError(f"is none of {', '.join(choices)}: {value!r}")
        return fold(value)

    return parse

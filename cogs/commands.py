"""The commands as Discord knows them: their words in each language, and registering them when they change."""

import hashlib
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import aiohttp
import discord
from discord import app_commands

from ui import texts

_log = logging.getLogger(__name__)

_LANGUAGES = {
    discord.Locale.german: "de",
    discord.Locale.british_english: "en",
    discord.Locale.american_english: "en",  # the default's own locale too, or Discord would show en-US readers en-GB's
}
_DEFAULT_LANGUAGE = "en"
_MENU = "menu"

Tree: TypeAlias = app_commands.CommandTree[Any]  # whichever client
AnyCommand: TypeAlias = app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu
Registered: TypeAlias = dict[str, str]  # a hash of its commands by scope: "global" or a guild's id


def _key(command: AnyCommand) -> str:
    name = _MENU if isinstance(command, app_commands.ContextMenu) else command.qualified_name.replace(" ", ".")
    return f"commands.{name}"


def describe(command: AnyCommand) -> None:
    """Gives a command, its options and its subcommands the descriptions of the default language."""
    if isinstance(command, app_commands.ContextMenu):
        return
    command.description = texts.text(_DEFAULT_LANGUAGE, f"{_key(command)}.description")
    if isinstance(command, app_commands.Group):
        for child in command.commands:
            describe(child)
        return
    options = {
        option.name: app_commands.locale_str(
            texts.text(_DEFAULT_LANGUAGE, f"{_key(command)}.{option.name}.description")
        )
        for option in command.parameters
    }
    app_commands.describe(**options)(command)


class Translator(app_commands.Translator):
    """Names and descriptions from the bot's texts. What a command is called in code is its default name."""

    async def translate(
        self,
        string: app_commands.locale_str,  # noqa: ARG002 - the place tells which text it is
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        language = _LANGUAGES.get(locale)
        if language is None:
            return None
        where = app_commands.TranslationContextLocation
        data = context.data
        if isinstance(data, app_commands.Parameter):
            key = f"{_key(data.command)}.{data.name}"
        elif isinstance(data, app_commands.Command | app_commands.Group | app_commands.ContextMenu):
            key = _key(data)
        else:
            return None
        is_name = context.location in {where.command_name, where.group_name, where.parameter_name}
        return texts.text(language, f"{key}.{'name' if is_name else 'description'}")


class Registration:
    """Registers commands with Discord where they differ from what was registered last.

    What that was is kept in a file by application and API address. `file` is None where nothing is to be kept: every
    scope is registered then.
    """

    def __init__(self, tree: Tree, file: Path | None) -> None:
        self._tree = tree
        self._file = file

    async def sync(self, application: str, guild_id: int | None) -> int:
        """Registers the global commands and a guild's, removes those of guilds before it.

        Returns:
            How many commands were registered anew.
        """
        known = self._read()
        before = known.get(application, {})
        wanted = ["global"] if guild_id is None else ["global", str(guild_id)]
        now: Registered = {}
        count = 0
        for scope in dict.fromkeys([*wanted, *before]):
            commands = list(self._commands(scope)) if scope in wanted else []
            digest = await self._digest(commands)
            if before.get(scope) != digest:
                if not await self._register(scope, len(commands)):
                    now |= {scope: before[scope]} if scope in before else {}  # the next start tries again
                    continue
                count += len(commands)
            if scope in wanted:
                now[scope] = digest
        if known.get(application) != now:
            known[application] = now
            self._write(known)
        return count

    async def _register(self, scope: str, count: int) -> bool:
        """Whether Discord has them now: a guild that the bot has left has none."""
        try:
            await self._tree.sync(guild=_guild(scope))
        except (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError) as error:
            if not count and isinstance(error, discord.Forbidden | discord.NotFound):
                return True
            if count:
                place = "globally" if scope == "global" else f"in guild {scope} (HOME_GUILD_ID; is the bot in it?)"
                _log.error("The commands could not be registered %s: %s", place, error)
            else:
                _log.error("The commands could not be removed from guild %s; the next start tries: %s", scope, error)
            return False
        return True

    def _commands(self, scope: str) -> Iterator[AnyCommand]:
        yield from self._tree.get_commands(guild=_guild(scope))

    async def _digest(self, commands: list[AnyCommand]) -> str:
        translator = self._tree.translator
        assert translator is not None  # noqa: S101 - set before the first sync
        payload = [await command.get_translated_payload(self._tree, translator) for command in commands]
        return hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()

    def _read(self) -> dict[str, Registered]:
        if self._file is None:
            return {}
        try:
            known = json.loads(self._file.read_text(encoding="utf-8"))
            return {
                str(name): {scope: str(it) for scope, it in scopes.items() if scope == "global" or scope.isdecimal()}
                for name, scopes in known.items()
            }
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, AttributeError, RecursionError) as error:
            _log.warning("%s can't be read, so all commands are registered again: %s", self._file, error)
            return {}

    def _write(self, known: dict[str, Registered]) -> None:
        if self._file is None:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            unfinished = self._file.with_suffix(".new")
            unfinished.write_text(json.dumps(known, indent=1), encoding="utf-8")
            unfinished.replace(self._file)
        except OSError as error:
            _log.warning("%s can't be written, so the next start registers all commands again: %s", self._file, error)


def _guild(scope: str) -> discord.Object | None:
    return None if scope == "global" else discord.Object(int(scope))

"""A typed slash command: `/summary section: Symbole sentences: 3`, `/corpus reload`, `/ask Wo war das?`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from playground.command_bodies import OptionType
from playground.commands import CHAT_INPUT, CommandStore, Value, names
from playground.model import Channel, Command, Json, User


@dataclass(frozen=True, slots=True)
class Typed:
    """The command's name with its subcommands, the options' values, and whose suggestions are asked for."""

    name: str
    options: dict[str, Value]
    focused: str | None = None


def parse(commands: CommandStore, member: User, channel: Channel, line: str) -> Typed:
    """Values end where the next option's name begins; text without a name belongs to the first option.

    `section: Sy?` asks for suggestions where the option has any. Raises PlaygroundError for an unknown command.
    """
    first, _, rest = line.removeprefix("/").partition(" ")
    command = commands.find(member, channel, first, CHAT_INPUT)
    path, entry, rest = [command.name], command.body, rest.strip()
    while nested := _subcommand(entry, rest, member.locale):
        entry, rest = nested
        path.append(entry["name"])
    known = {name: option for option in entry.get("options") or () for name in names(option, member.locale)}
    options: dict[str, Value] = {}
    for name, value in _named(known, rest):
        options[name] = value
        if known.get(name, {}).get("autocomplete") and value.endswith("?"):
            options[name] = value[:-1]
            return Typed(" ".join(path), options, name)
    return Typed(" ".join(path), options)


def written(command: Command) -> list[str]:
    """How a slash command is typed, with each of its subcommands; nothing for a menu."""
    if command.type != CHAT_INPUT:
        return []
    return [" ".join(("/" + command.name, *path)) for path in _paths(command.body)]


def _paths(entry: Json) -> Iterator[tuple[str, ...]]:
    nested = [option for option in entry.get("options") or () if option["type"] <= OptionType.GROUP]
    if not nested:
        yield ()
    for option in nested:
        yield from ((option["name"], *path) for path in _paths(option))


def _subcommand(entry: Json, rest: str, locale: str) -> tuple[Json, str] | None:
    word, _, after = rest.partition(" ")
    for option in entry.get("options") or ():
        if option["type"] <= OptionType.GROUP and word in names(option, locale):
            return option, after.strip()
    return None


def _named(known: dict[str, Json], text: str) -> list[tuple[str, str]]:
    if not text:
        return []
    if not known:
        return [("?", text)]  # the command refuses it by name
    pattern = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    parts = re.split(rf"(?:^|(?<=\s))({pattern}):", text)
    found = [(parts[index], parts[index + 1].strip()) for index in range(1, len(parts), 2)]
    unnamed = parts[0].strip()
    return [(next(iter(known)), unnamed), *found] if unnamed else found

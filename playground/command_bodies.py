"""Judges application commands as Discord does when they are registered."""

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Any

from playground.errors import FormErrors
from playground.model import Json

Path = Sequence[str | int]

NAME = 32
DESCRIPTION = 100
OPTIONS = 25
CHOICES = 25
CHOICE = 100
TEXT = 6000  # of a string option's minimum and maximum length
TOTAL = 8000  # characters of one command, the longest localisation of each text
COUNTS = {1: 100, 2: 15, 3: 15}  # commands of a type in one scope
LOCALES = frozenset((
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR",
    "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko",
))  # fmt: skip
_CHAT_NAME = re.compile(r"[-_'\w]{1,32}")


class OptionType(IntEnum):
    SUBCOMMAND = 1
    GROUP = 2
    STRING = 3
    INTEGER = 4
    BOOLEAN = 5
    USER = 6
    CHANNEL = 7
    ROLE = 8
    MENTIONABLE = 9
    NUMBER = 10
    ATTACHMENT = 11


_SUGGESTING = (OptionType.STRING, OptionType.INTEGER, OptionType.NUMBER)
_NESTING = (OptionType.SUBCOMMAND, OptionType.GROUP)


def check_commands(errors: FormErrors, commands: Sequence[Json]) -> None:
    """All commands of one scope."""
    seen: set[tuple[int, str]] = set()
    counts = dict.fromkeys(COUNTS, 0)
    for index, command in enumerate(commands):
        check_command(errors, command, (index,))
        kind, name = command.get("type") or 1, str(command.get("name"))
        if (kind, name) in seen:
            message = "Application command names must be unique"
            errors.add((index, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
        seen.add((kind, name))
        if kind not in COUNTS:
            continue
        counts[kind] += 1
        if counts[kind] == COUNTS[kind] + 1:
            message = "Maximum number of application commands reached"
            errors.add((index,), "APPLICATION_COMMANDS_MAX_REACHED", message)


def check_command(errors: FormErrors, command: Json, path: Path = ()) -> None:
    kind = command.get("type") or 1
    if kind not in COUNTS:
        errors.not_one_of((*path, "type"), tuple(COUNTS))
        return
    _check_texts(errors, command, path, chat=kind == 1)
    if kind == 1:
        _check_options(errors, command.get("options"), (*path, "options"), depth=0)
    elif command.get("description"):
        message = "Context menu commands cannot have description"
        errors.add((*path, "description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID", message)
    for name, allowed in (("contexts", (0, 1, 2)), ("integration_types", (0, 1))):
        for index, value in enumerate(command.get(name) or ()):
            if value not in allowed:
                errors.not_one_of((*path, name, index), allowed)
    if sum(_sizes(command)) > TOTAL:
        message = f"Command exceeds maximum size ({TOTAL})"
        errors.add(path, "APPLICATION_COMMAND_TOO_LARGE", message)


def _check_texts(errors: FormErrors, entry: Json, path: Path, *, chat: bool) -> None:
    """Name and description with their localisations."""
    _check_name(errors, entry.get("name"), (*path, "name"), chat=chat)
    if chat:
        _check_description(errors, entry.get("description"), (*path, "description"))
    for key in ("name", "description"):
        for locale, text in (entry.get(f"{key}_localizations") or {}).items():
            where = (*path, f"{key}_localizations", locale)
            if locale not in LOCALES:
                errors.not_one_of(where, sorted(LOCALES))
            elif key == "name":
                _check_name(errors, text, where, chat=chat)
            else:
                _check_description(errors, text, where)


def _check_name(errors: FormErrors, name: Any, path: Path, *, chat: bool) -> None:
    if not isinstance(name, str) or not name:
        errors.required(path)
    elif len(name) > NAME:
        errors.bad_length(path, 1, NAME)
    elif chat and (not _CHAT_NAME.fullmatch(name) or name != name.lower()):
        errors.add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _check_description(errors: FormErrors, text: Any, path: Path) -> None:
    if not isinstance(text, str) or not text:
        errors.required(path)
    elif len(text) > DESCRIPTION:
        errors.bad_length(path, 1, DESCRIPTION)


def _check_options(errors: FormErrors, options: Any, path: Path, *, depth: int) -> None:
    if options is None:
        return
    if not isinstance(options, list):
        errors.wrong_type(path, "list")
        return
    if len(options) > OPTIONS:
        errors.too_long(path, OPTIONS)
    names: set[str] = set()
    optional_seen = False
    for index, option in enumerate(options):
        where = (*path, index)
        if option.get("type") not in tuple(OptionType):
            errors.not_one_of((*where, "type"), tuple(int(kind) for kind in OptionType))
            continue
        _check_texts(errors, option, where, chat=True)
        if option.get("name") in names:
            message = "Option names must be unique"
            errors.add((*where, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", message)
        names.add(option.get("name", ""))
        if option.get("required") and optional_seen:
            message = "Required options must be placed before non-required options"
            errors.add(where, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        optional_seen = optional_seen or not option.get("required")
        _check_option(errors, option, where, depth=depth)


def _check_option(errors: FormErrors, option: Json, path: Path, *, depth: int) -> None:
    kind = option["type"]
    if kind in _NESTING:
        if depth >= (2 if kind == OptionType.SUBCOMMAND else 1):
            message = "Sub-command option type is only valid at the top levels"
            errors.add((*path, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
        _check_options(errors, option.get("options"), (*path, "options"), depth=depth + 1)
        return
    choices = option.get("choices") or []
    if len(choices) > CHOICES:
        errors.too_long((*path, "choices"), CHOICES)
    check_choices(errors, choices, (*path, "choices"))
    if option.get("autocomplete") and (choices or kind not in _SUGGESTING):
        message = "Autocomplete is not possible with choices or this type"
        errors.add((*path, "autocomplete"), "APPLICATION_COMMAND_AUTOCOMPLETE_INVALID", message)
    for bound in ("min_length", "max_length"):
        if not 0 <= (option.get(bound) or 0) <= TEXT:
            errors.add((*path, bound), "NUMBER_TYPE_MAX", f"int value should be less than or equal to {TEXT}.")


def check_choices(errors: FormErrors, choices: Sequence[Json], path: Path) -> None:
    """Of an option, or suggested by an autocompletion."""
    for index, choice in enumerate(choices):
        if not 1 <= len(choice.get("name") or "") <= CHOICE:
            errors.bad_length((*path, index, "name"), 1, CHOICE)
        value = choice.get("value")
        if value is None:
            errors.required((*path, index, "value"))
        elif isinstance(value, str) and len(value) > CHOICE:
            errors.too_long((*path, index, "value"), CHOICE)


def _sizes(entry: Json) -> Iterator[int]:
    for key in ("name", "description"):
        texts = [entry.get(key) or "", *(entry.get(f"{key}_localizations") or {}).values()]
        yield max(len(str(text)) for text in texts)
    for choice in entry.get("choices") or ():
        yield len(str(choice.get("name") or "")) + len(str(choice.get("value") or ""))
    for option in entry.get("options") or ():
        yield from _sizes(option)

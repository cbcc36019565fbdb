"""Judges application commands as Discord does when they are registered."""

import re
from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from playground.forms import FormErrors, Path
from playground.model import Json

NAME = 32
DESCRIPTION = 100
OPTIONS = 25
CHOICES = 25
CHOICE = 100
TEXT = 6000  # of a string option's minimum and maximum length
_PERMISSIONS = (1 << 54) - 1
TOTAL = 8000  # characters of one command, the longest localisation of each text
COUNTS = {1: 100, 2: 15, 3: 15}  # commands of a type in one scope
LOCALES = (
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR",
    "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko",
)  # fmt: skip
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
        if kind not in tuple(COUNTS):  # said above
            continue
        if (kind, name) in seen:
            message = "Application command names must be unique"
            errors.add((index, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
        seen.add((kind, name))
        counts[kind] += 1
        if counts[kind] == COUNTS[kind] + 1:
            message = "Maximum number of application commands reached"
            errors.add((index,), "APPLICATION_COMMANDS_MAX_REACHED", message)


def check_command(errors: FormErrors, command: Json, path: Path = ()) -> None:
    kind = command.get("type") or 1
    if not errors.one_of((*path, "type"), kind, tuple(COUNTS)):
        return
    size = _check_texts(errors, command, path, chat=kind == 1)
    if kind == 1:
        size += _check_options(errors, command.get("options"), (*path, "options"), depth=0)
    elif command.get("description"):
        message = "Context menu commands cannot have description"
        errors.add((*path, "description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID", message)
    for name, allowed in (("contexts", (0, 1, 2)), ("integration_types", (0, 1))):
        for index, value in enumerate(errors.listing((*path, name), command.get(name), len(allowed))):
            errors.one_of((*path, name, index), value, allowed)
    errors.integer((*path, "default_member_permissions"), command.get("default_member_permissions"), 0, _PERMISSIONS)
    if size > TOTAL:
        errors.add(path, "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({TOTAL})")


def _check_texts(errors: FormErrors, entry: Json, path: Path, *, chat: bool) -> int:
    """Name and description with their localisations. Returns the characters of the longest of each."""
    size = 0
    for key in ("name", "description") if chat else ("name",):
        texts = [((*path, key), entry.get(key))]
        localizations = errors.mapping((*path, f"{key}_localizations"), entry.get(f"{key}_localizations"))
        for locale, text in localizations.items():
            where = (*path, f"{key}_localizations", locale)
            if errors.one_of(where, locale, LOCALES):
                texts.append((where, text))
        size += max(_check_text(errors, text, where, name=key == "name", chat=chat) for where, text in texts)
    return size


def _check_text(errors: FormErrors, value: Any, path: Path, *, name: bool, chat: bool) -> int:
    if value in (None, ""):
        errors.required(path)
        return 0
    text = errors.text(path, value, NAME if name else DESCRIPTION, 1) or ""
    if name and chat and len(text) <= NAME and (not _CHAT_NAME.fullmatch(text) or text != text.lower()):
        errors.add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    return len(text)


def _check_options(errors: FormErrors, value: Any, path: Path, *, depth: int) -> int:
    """Returns their characters."""
    names: set[str] = set()
    optional_seen = False
    size = 0
    for where, option in errors.objects(path, value, OPTIONS):
        if not errors.one_of((*where, "type"), option.get("type"), tuple(int(kind) for kind in OptionType)):
            continue
        size += _check_texts(errors, option, where, chat=True)
        name = str(option.get("name"))
        if name in names:
            message = "Option names must be unique"
            errors.add((*where, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", message)
        names.add(name)
        if option.get("required") and optional_seen:
            message = "Required options must be placed before non-required options"
            errors.add(where, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        optional_seen = optional_seen or not option.get("required")
        size += _check_option(errors, option, where, depth=depth)
    return size


def _check_option(errors: FormErrors, option: Json, path: Path, *, depth: int) -> int:
    kind = option["type"]
    if kind in _NESTING:
        if depth >= (2 if kind == OptionType.SUBCOMMAND else 1):
            message = "Sub-command option type is only valid at the top levels"
            errors.add((*path, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
            return 0
        return _check_options(errors, option.get("options"), (*path, "options"), depth=depth + 1)
    size = check_choices(errors, option.get("choices"), (*path, "choices"))
    if option.get("autocomplete") and (option.get("choices") or kind not in _SUGGESTING):
        message = "Autocomplete is not possible with choices or this type"
        errors.add((*path, "autocomplete"), "APPLICATION_COMMAND_AUTOCOMPLETE_INVALID", message)
    for bound in ("min_length", "max_length"):
        errors.integer((*path, bound), option.get(bound), 0, TEXT)
    for bound in ("min_value", "max_value"):
        if not isinstance(option.get(bound), int | float | None):
            errors.add((*path, bound), "NUMBER_TYPE_COERCE", "Value is not a number.")
    return size


def check_choices(errors: FormErrors, value: Any, path: Path) -> int:
    """Of an option, or suggested by an autocompletion. Returns their characters."""
    size = 0
    for where, choice in errors.objects(path, value, CHOICES):
        name = errors.text((*where, "name"), choice.get("name", ""), CHOICE, 1)
        chosen = choice.get("value")
        if chosen is None:
            errors.required((*where, "value"))
        elif not isinstance(chosen, int | float):
            errors.text((*where, "value"), chosen, CHOICE)
        errors.mapping((*where, "name_localizations"), choice.get("name_localizations"))
        size += len(name or "") + len(str(chosen))
    return size

"""Judges action rows, buttons and selects, and gives them the ids that Discord's replies have."""

from collections.abc import Sequence
from enum import IntEnum
from itertools import count
from typing import Any

from playground.forms import FormErrors, Path
from playground.model import Json

ROWS = 5
IN_A_ROW = 5
LABEL = 80
CUSTOM_ID = 100
LINK = 512
SELECT_OPTIONS = 25
OPTION_TEXT = 100
PLACEHOLDER = 150
_SCHEMES = ("http", "https", "discord")


class ComponentType(IntEnum):
    ACTION_ROW = 1
    BUTTON = 2
    STRING_SELECT = 3


SELECTS = (3, 5, 6, 7, 8)
LINK_STYLE = 5
STYLES = (1, 2, 3, 4, LINK_STYLE)


def check_components(errors: FormErrors, value: Any, path: Path) -> None:
    """The classic layout: at most five rows of five buttons or one select each."""
    seen: set[str] = set()
    if value == []:
        return
    for where, row in errors.objects(path, value, ROWS, 1):
        if not errors.one_of((*where, "type"), row.get("type"), (int(ComponentType.ACTION_ROW),)):
            continue
        if row.get("components") is None:
            errors.required((*where, "components"))
        parts = list(errors.objects((*where, "components"), row.get("components"), IN_A_ROW, 1))
        for place, part in parts:
            _check_part(errors, part, place, seen)
        if len(parts) > 1 and any(part.get("type") in SELECTS for _, part in parts):
            message = "The specified component exceeds the maximum width"
            errors.add((*where, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message)


def _check_part(errors: FormErrors, part: Json, path: Path, seen: set[str]) -> None:
    if not errors.one_of((*path, "type"), part.get("type"), (int(ComponentType.BUTTON), *SELECTS)):
        return
    if part["type"] == ComponentType.BUTTON:
        _check_button(errors, part, path)
    else:
        _check_select(errors, part, path)
    custom_id = errors.text((*path, "custom_id"), part.get("custom_id"), CUSTOM_ID, 1)
    if custom_id in seen:
        message = "Component custom id cannot be duplicated"
        errors.add((*path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", message)
    elif custom_id is not None:
        seen.add(custom_id)


def _check_button(errors: FormErrors, button: Json, path: Path) -> None:
    if not errors.one_of((*path, "style"), button.get("style"), STYLES):
        return
    if button["style"] == LINK_STYLE:
        _check_link(errors, button, path)
    elif button.get("custom_id") is None:
        errors.required((*path, "custom_id"))
    label = errors.text((*path, "label"), button.get("label"), LABEL)
    emoji = errors.mapping((*path, "emoji"), button.get("emoji"))
    if not label and not emoji:
        errors.add(path, "BUTTON_COMPONENT_INVALID", "A button must have a label or an emoji")
    if emoji and not emoji.get("id") and str(emoji.get("name") or "").isascii():
        errors.add((*path, "emoji", "name"), "COMPONENT_INVALID_EMOJI", "Invalid emoji")


def _check_link(errors: FormErrors, button: Json, path: Path) -> None:
    url = errors.text((*path, "url"), button.get("url"), LINK)
    if not url:
        errors.required((*path, "url"))
    elif url.partition(":")[0].lower() not in _SCHEMES:
        message = f"Scheme {url.partition(':')[0]!r} is not supported. Scheme must be one of {_SCHEMES}."
        errors.add((*path, "url"), "URL_TYPE_INVALID_SCHEME", message)
    if button.get("custom_id") is not None:
        message = "A custom id and url cannot both be specified"
        errors.add((*path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_AND_URL", message)


def _check_select(errors: FormErrors, select: Json, path: Path) -> None:
    if select.get("custom_id") is None:
        errors.required((*path, "custom_id"))
    errors.text((*path, "placeholder"), select.get("placeholder"), PLACEHOLDER)
    if select["type"] != ComponentType.STRING_SELECT:
        return
    values: set[str] = set()
    for where, option in errors.objects((*path, "options"), select.get("options") or [], SELECT_OPTIONS, 1):
        for name in ("label", "value"):
            errors.text((*where, name), option.get(name, ""), OPTION_TEXT, 1)
        errors.text((*where, "description"), option.get("description"), OPTION_TEXT)
        value = str(option.get("value"))
        if value in values:
            message = "The specified option value is already used"
            errors.add((*where, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message)
        values.add(value)


def numbered(rows: Sequence[Json]) -> tuple[Json, ...]:
    """Copies in which every component has an id, counted in reading order where the bot gave none."""
    ids = count(1)
    numbered_rows = []
    for row in rows:
        row_id = row.get("id") or next(ids)
        parts = [
            {"id": next(ids)} | {key: value for key, value in part.items() if value is not None}
            for part in row["components"]
        ]
        numbered_rows.append({"type": row["type"], "id": row_id, "components": parts})
    return tuple(numbered_rows)

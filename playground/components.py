"""Judges action rows, buttons and selects, and gives them the ids that Discord's replies have."""

from collections.abc import Sequence
from enum import IntEnum
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from playground.errors import FormErrors
from playground.model import Json

Path = Sequence[str | int]

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


def check_components(errors: FormErrors, rows: Any, path: Path) -> None:
    """The classic layout: at most five rows of five buttons or one select each."""
    if rows is None:
        return
    if not isinstance(rows, list):
        errors.wrong_type(path, "list")
        return
    if len(rows) > ROWS:
        errors.bad_length(path, 1, ROWS)
    seen: set[str] = set()
    for index, row in enumerate(rows):
        where = (*path, index)
        if not isinstance(row, dict) or row.get("type") != ComponentType.ACTION_ROW:
            errors.not_one_of((*where, "type"), (int(ComponentType.ACTION_ROW),))
            continue
        parts = row.get("components")
        if not isinstance(parts, list) or not 1 <= len(parts) <= IN_A_ROW:
            errors.bad_length((*where, "components"), 1, IN_A_ROW)
            continue
        for position, part in enumerate(parts):
            _check_part(errors, part, (*where, "components", position), seen)
        if len(parts) > 1 and any(part.get("type") in SELECTS for part in parts):
            message = "The specified component exceeds the maximum width"
            errors.add((*where, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message)


def _check_part(errors: FormErrors, part: Json, path: Path, seen: set[str]) -> None:
    kind = part.get("type")
    if kind == ComponentType.BUTTON:
        _check_button(errors, part, path)
    elif kind in SELECTS:
        _check_select(errors, part, path)
    else:
        errors.not_one_of((*path, "type"), (int(ComponentType.BUTTON), *SELECTS))
        return
    custom_id = part.get("custom_id")
    if custom_id is None:
        return
    if not isinstance(custom_id, str) or not 1 <= len(custom_id) <= CUSTOM_ID:
        errors.bad_length((*path, "custom_id"), 1, CUSTOM_ID)
    elif custom_id in seen:
        errors.add((*path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
    else:
        seen.add(custom_id)


def _check_button(errors: FormErrors, button: Json, path: Path) -> None:
    style = button.get("style")
    if style not in STYLES:
        errors.not_one_of((*path, "style"), STYLES)
    elif style == LINK_STYLE:
        _check_link(errors, button, path)
    elif button.get("custom_id") is None:
        errors.required((*path, "custom_id"))
    label, emoji = button.get("label"), button.get("emoji")
    if label is not None and len(label) > LABEL:
        errors.too_long((*path, "label"), LABEL)
    if not label and not emoji:
        errors.add(path, "BUTTON_COMPONENT_INVALID", "A button must have a label or an emoji")
    if emoji and not emoji.get("id") and str(emoji.get("name") or "").isascii():
        errors.add((*path, "emoji", "name"), "COMPONENT_INVALID_EMOJI", "Invalid emoji")


def _check_link(errors: FormErrors, button: Json, path: Path) -> None:
    url = button.get("url")
    if not url:
        errors.required((*path, "url"))
    elif len(url) > LINK:
        errors.too_long((*path, "url"), LINK)
    elif urlsplit(url).scheme not in _SCHEMES:
        message = f"Scheme {urlsplit(url).scheme!r} is not supported. Scheme must be one of {_SCHEMES}."
        errors.add((*path, "url"), "URL_TYPE_INVALID_SCHEME", message)
    if button.get("custom_id") is not None:
        message = "A custom id and url cannot both be specified"
        errors.add((*path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_AND_URL", message)


def _check_select(errors: FormErrors, select: Json, path: Path) -> None:
    if select.get("custom_id") is None:
        errors.required((*path, "custom_id"))
    if len(select.get("placeholder") or "") > PLACEHOLDER:
        errors.too_long((*path, "placeholder"), PLACEHOLDER)
    if select["type"] != ComponentType.STRING_SELECT:
        return
    options = select.get("options") or []
    if not 1 <= len(options) <= SELECT_OPTIONS:
        errors.bad_length((*path, "options"), 1, SELECT_OPTIONS)
    values: set[str] = set()
    for index, option in enumerate(options):
        where = (*path, "options", index)
        for name in ("label", "value"):
            if not 1 <= len(option.get(name) or "") <= OPTION_TEXT:
                errors.bad_length((*where, name), 1, OPTION_TEXT)
        if len(option.get("description") or "") > OPTION_TEXT:
            errors.too_long((*where, "description"), OPTION_TEXT)
        if option.get("value") in values:
            message = "The specified option value is already used"
            errors.add((*where, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message)
        values.add(option.get("value", ""))


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

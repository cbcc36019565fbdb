"""Every sentence of the bot, by language and key: the files locale/*.toml.

A text may name values in braces; values go in as they are, so escape what others wrote. A table with `one` and
`other` is a plural: the value `count` chooses.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

LANGUAGES = ("de", "en")

Table: TypeAlias = Mapping[str, "str | Table"]

_LOCALE = Path(__file__).parent / "locale"


def text(language: str, key: str, /, **values: str | int) -> str:
    """The text under a dotted key such as "answer.unsure". Raises KeyError for an unknown key or language."""
    entry: str | Table = _load(language)
    for part in key.split("."):
        if isinstance(entry, str):
            raise KeyError(key)
        entry = entry[part]
    if not isinstance(entry, str):
        entry = entry["one" if values["count"] == 1 else "other"]
    if not isinstance(entry, str):
        raise KeyError(key)
    return entry.format_map(values)


def language_of(locale: str, default: str) -> str:
    """The language of a Discord locale such as "de" or "en-GB", or the default where the bot doesn't speak it."""
    language = locale.partition("-")[0]
    return language if language in LANGUAGES else default


def enumeration(language: str, items: Iterable[str]) -> str:
    """Such as "a, b and c"; at least one item."""
    *others, last = items
    return text(language, "list.last", others=", ".join(others), last=last) if others else last


@cache
def _load(language: str) -> Table:
    if language not in LANGUAGES:
        raise KeyError(language)
    return tomllib.loads((_LOCALE / f"{language}.toml").read_text(encoding="utf-8"))

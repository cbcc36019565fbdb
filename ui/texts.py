"""Every sentence of the bot, by language and key: the files locale/*.toml.

A text may name values in braces; values go in as they are, so escape what others wrote. A table with `one` and
`other` is a plural: the value `count` chooses.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

LANGUAGES = ("de", "en")

Table: TypeAlias = Mapping[str, "str | Table"]

_LOCALE = Path(__file__).parent / "locale"


def text(language: str, key: str, /, **values: str | int) -> str:
    """The text under a dotted key such as "answer.unsure". Raises KeyError for an unknown key or language."""
    texts = _load(language)
    template = texts.get(key)
    if template is None:
        template = texts[f"{key}.{'one' if values['count'] == 1 else 'other'}"]
    return template.format_map(values)


def language_of(locale: str, default: str) -> str:
    """The language of a Discord locale such as "de" or "en-GB", or the default where the bot doesn't speak it."""
    language = locale.partition("-")[0]
    return language if language in LANGUAGES else default


def enumeration(language: str, items: Iterable[str]) -> str:
    """Such as "a, b and c"; at least one item."""
    *others, last = items
    return text(language, "list.last", others=", ".join(others), last=last) if others else last


@cache
def _load(language: str) -> Mapping[str, str]:
    """By dotted key, a plural's two under `key.one` and `key.other`."""
    if language not in LANGUAGES:
        raise KeyError(language)
    return dict(_flatten(tomllib.loads((_LOCALE / f"{language}.toml").read_text(encoding="utf-8"))))


def _flatten(table: Table, path: str = "") -> Iterator[tuple[str, str]]:
    for name, entry in table.items():
        if isinstance(entry, str):
            yield f"{path}{name}", entry
        else:
            yield from _flatten(entry, f"{path}{name}.")

"""Discord's limits, and the cuts that keep text inside them.

Discord does not say what it counts as a character. UTF-16 code units are never fewer than code points, so what fits
by them fits by either.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import accumulate

CONTENT = 2000
BUTTONS = 25
BUTTONS_IN_A_ROW = 5
BUTTON_LABEL = 80
CUSTOM_ID = 100
COMMAND_NAME = 32
COMMAND_DESCRIPTION = 100
CHOICES = 25
CHOICE = 100
QUESTION = 500
"""The bot's own: so much of a question is searched."""

ELLIPSIS = "…"

_ZERO_WIDTH_JOINER = "\u200d"
_REGIONAL_INDICATORS = range(0x1F1E6, 0x1F200)
_EMOJI_MODIFIERS = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_HANGUL_VOWELS_AND_FINALS = range(0x1160, 0x1200)


def length(text: str) -> int:
    """In UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, room: int, measure: Callable[[str], int] = length) -> str:
    """The longest beginning that measures at most `room`, cut after a word where it has one, else after a character.

    A character is what a reader takes for one: a letter with its marks, an emoji with its modifiers.
    `measure` must not shrink when text is added.
    """
    if measure(text) <= room:
        return text
    low, high = 0, min(len(text), max(room, 0))
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle]) <= room:
            low = middle
        else:
            high = middle - 1
    return text[: _word_boundary(text, low) or _character_boundary(text, low)]


def shorten(text: str, room: int, measure: Callable[[str], int] = length) -> str:
    """The text, or as much of it as fits with an ellipsis after it."""
    if measure(text) <= room:
        return text
    return cut(text, room - length(ELLIPSIS), measure).rstrip() + ELLIPSIS


def fit(lines: list[str], room: int, more: Callable[[int], str]) -> list[str]:
    """As many of the first lines as fit, each with its line break, and `more(n)` where n of them didn't."""
    sizes = list(accumulate((length(line) + 1 for line in lines), initial=0))
    if sizes[-1] <= room:
        return lines
    for kept in range(len(lines) - 1, -1, -1):
        last = more(len(lines) - kept)
        if sizes[kept] + length(last) + 1 <= room:
            return [*lines[:kept], last]
    return []


def _word_boundary(text: str, end: int) -> int:
    while end and not text[end].isspace():
        end -= 1
    return len(text[:end].rstrip())


def _character_boundary(text: str, end: int) -> int:
    while end and _joins(text, end):
        end -= 1
    return end


def _joins(text: str, index: int) -> bool:
    """Whether the character at `index` belongs to what stands before it."""
    before, after = text[index - 1], text[index]
    point = ord(after)
    return (
        unicodedata.category(after).startswith("M")
        or _ZERO_WIDTH_JOINER in (before, after)
        or point in _EMOJI_MODIFIERS
        or point in _TAGS
        or point in _HANGUL_VOWELS_AND_FINALS
        or (point in _REGIONAL_INDICATORS and _flags_before(text, index) % 2 == 1)
        or (before == "\r" and after == "\n")
    )


def _flags_before(text: str, index: int) -> int:
    start = index
    while start and ord(text[start - 1]) in _REGIONAL_INDICATORS:
        start -= 1
    return index - start

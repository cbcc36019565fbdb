"""What is said around a question: a greeting, what leads up to it, thanks. The phrases are data: languages/*.toml."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import TypeAlias

from retrieval.analysis import Analyzer, Phrases, analyzers, composed, word_spans, words

_CACHED_WORDS = 1 << 12  # bounded: members may type anything

_Phrase: TypeAlias = tuple[Analyzer, tuple[str, ...]]  # as that language normalises it


def _phrases_with(phrases_of: Callable[[Analyzer], Phrases]) -> Callable[[str], Sequence[_Phrase]]:
    """Finds those of any language that begin with a word as it is typed, longer ones first."""

    @lru_cache(_CACHED_WORDS)
    def find(word: str) -> Sequence[_Phrase]:
        readers = analyzers().values()
        found = [
            (reader, phrase) for reader in readers for phrase in phrases_of(reader).get(reader.normalise(word), ())
        ]
        return sorted(found, key=lambda each: len(each[1]), reverse=True)

    return find


_openings = _phrases_with(attrgetter("openings"))
_closings = _phrases_with(attrgetter("closings"))
_lead_ups = _phrases_with(attrgetter("lead_ups"))


def without_frame(text: str) -> str:
    """A message without the phrases of any language that it begins and ends with, unless it has nothing else."""
    typed = words(text)
    first, last = _framed(typed, _openings), len(typed) - _framed(typed[::-1], _closings)
    if first >= last or last - first == len(typed):
        return text
    text = composed(text)
    spans = word_spans(text)
    return text[spans[first][0] : spans[last][0] if last < len(spans) else len(text)]


def addresses_someone(text: str) -> bool:
    """Whether a message says "you" in what it asks, other than to lead up to it."""
    typed = words(without_frame(text))
    return any(reader.addresses_bot([*map(reader.normalise, typed)]) for reader in analyzers().values())


def after_lead_up(text: str) -> str | None:
    """What follows "could you tell me" and the like, if that stands in the text."""
    typed = words(text)
    for place in range(len(typed)):
        last = place + _longest(typed[place:], _lead_ups)
        if place < last < len(typed):
            text = composed(text)
            return text[word_spans(text)[last][0] :]
    return None


def _framed(typed: Sequence[str], phrases_with: Callable[[str], Sequence[_Phrase]]) -> int:
    """How many words are phrases one after the other, from the first."""
    length = 0
    while length < len(typed) and (more := _longest(typed[length:], phrases_with)):
        length += more
    return length


def _longest(typed: Sequence[str], phrases_with: Callable[[str], Sequence[_Phrase]]) -> int:
    """How many words the longest phrase has that they begin with."""
    for reader, phrase in phrases_with(typed[0]):
        if len(phrase) <= len(typed) and all(map(str.__eq__, phrase, map(reader.normalise, typed))):
            return len(phrase)
    return 0

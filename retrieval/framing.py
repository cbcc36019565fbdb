"""What is said around a question: a greeting, what leads up to it, thanks. The phrases are data: languages/*.toml."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.analysis import Analyzer, Phrases, analyzers, composed, word_spans, words


def without_frame(text: str) -> str:
    """A message without the phrases of any language that it begins and ends with, unless it has nothing else."""
    typed, readers = words(text), analyzers().values()
    first = _framed(typed, [(reader, reader.openings) for reader in readers])
    last = len(typed) - _framed(typed[::-1], [(reader, reader.closings) for reader in readers])
    if first >= last or last - first == len(typed):
        return text
    text = composed(text)
    spans = word_spans(text)
    return text[spans[first][0] : spans[last][0] if last < len(spans) else len(text)]


def addresses_someone(text: str) -> bool:
    """Whether a message says "you" in what it asks, other than to lead up to it."""
    typed = words(without_frame(text))
    return any(reader.addresses_bot([*map(reader.normalise, typed)]) for reader in analyzers().values())


def after_lead_up(text: str, reader: Analyzer) -> str | None:
    """What follows "could you tell me" and the like, if that stands in the text."""
    typed = words(text)
    for place in range(len(typed)):
        last = place + _longest(typed[place:], reader.lead_ups, reader)
        if place < last < len(typed):
            text = composed(text)
            return text[word_spans(text)[last][0] :]
    return None


def _framed(typed: Sequence[str], phrases: Sequence[tuple[Analyzer, Phrases]]) -> int:
    """How many words are phrases one after the other, from the first."""
    length = 0
    while length < len(typed):
        more = max(_longest(typed[length:], of_reader, reader) for reader, of_reader in phrases)
        if not more:
            break
        length += more
    return length


def _longest(typed: Sequence[str], phrases: Phrases, reader: Analyzer) -> int:
    """How many words the longest phrase has that they begin with."""
    for phrase in phrases.get(reader.normalise(typed[0]), ()):
        if len(phrase) <= len(typed) and all(map(str.__eq__, phrase, map(reader.normalise, typed))):
            return len(phrase)
    return 0

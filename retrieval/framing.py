"""What is said around a question: a greeting, what leads up to it, thanks. The phrases are data: languages/*.toml."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.analysis import Analyzer, Phrases, analyzers, composed, word_spans


def without_frame(text: str) -> str:
    """A message without the phrases of any language that it begins and ends with, unless it has nothing else."""
    text = composed(text)
    spans = word_spans(text)
    rest = [text[start:end] for start, end in spans]
    first, readers = 0, tuple(analyzers().values())
    while rest and (length := max(_opening(rest, reader) for reader in readers)):
        rest = rest[length:]
        first += length
    while rest and (length := max(_closing(rest, reader) for reader in readers)):
        rest = rest[:-length]
    if not rest:
        return text
    last = first + len(rest)
    return text[spans[first][0] : spans[last][0] if last < len(spans) else len(text)]


def after_lead_up(text: str, reader: Analyzer) -> str | None:
    """What follows "could you tell me" and the like, if that stands in the text."""
    text = composed(text)
    spans = word_spans(text)
    typed = [text[start:end] for start, end in spans]
    for place in range(len(typed)):
        last = place + _longest(typed[place:], reader.lead_ups, reader)
        if place < last < len(typed):
            return text[spans[last][0] :]
    return None


def _opening(typed: Sequence[str], reader: Analyzer) -> int:
    """How many words of a phrase stand first."""
    return _longest(typed, reader.openings, reader) or _longest(typed, reader.lead_ups, reader)


def _closing(typed: Sequence[str], reader: Analyzer) -> int:
    """How many words of a phrase stand last."""
    return _longest(typed[::-1], reader.closings, reader)


def _longest(typed: Sequence[str], phrases: Phrases, reader: Analyzer) -> int:
    for phrase in phrases.get(reader.normalise(typed[0]), ()):
        if all(map(str.__eq__, phrase, map(reader.normalise, typed))) and len(phrase) <= len(typed):
            return len(phrase)
    return 0

"""Paragraph → sentences: the boundaries are sentencex's but for German ordinals, the spans are ours."""

from __future__ import annotations

import re

import sentencex  # type: ignore[import-untyped]  # it ships no types

from retrieval.model import Sentence

# „im 19. Jahrhundert", „im 18. und 19. Jahrhundert": what a German ordinal follows.
_GERMAN_ORDINAL = re.compile(
    r"\b(?:de[rmns]|das|die|[ai]m|ins|ans|vo[mr]|zu[mr]|beim|seit|bis|und|oder|(?:k?ein|sein|ihr)(?:e[rmns]?)?)"
    r"\s+\d{1,3}\.\s*$",
    re.IGNORECASE,
)
# What begins a sentence of its own after it: „Es endete am 15. Danach …".
_GERMAN_OPENING = re.compile(
    r"(?:Er|Sie|Es|Wir|Ich|Man|Der|Die|Das|Den|Dem|Ein|Eine|Da|Dann|Danach|Dort|Damit|Dabei|Doch|Aber|Und|Oder|So|Nun|Nach"
    r"|Seit|Im|Am|In|An|Auf|Bei|Mit|Vor|Von|Zu|Als|Wer|Was|Wie|Wo|Wann|Warum|Wenn|Weil|Auch|Nicht|Kein|Keine)\b"
)
_LONGEST = 20_000  # characters; beyond them sentencex can take seconds, and no paragraph is that long


def split_sentences(text: str, language: str) -> tuple[Sentence, ...]:
    """Contiguous spans in order, without the white space around them; at least one for a text that isn't blank.

    A piece without a letter („1.", „…") is no sentence of its own and stays with its neighbour.
    """
    pieces = sentencex.segment(language, text) if len(text) <= _LONGEST else [text]
    if "".join(pieces) != text:  # the spans are counted from the pieces, so they must be the text itself
        pieces = [text]
    spans: list[tuple[int, int]] = []
    start = end = 0
    for piece in pieces:
        end += len(piece)
        is_whole = language != "de" or end == len(text) or not _ends_in_ordinal(piece, text[end:])
        if any(map(str.isalpha, piece)) and is_whole:
            spans.append((start, end))
            start = end
    if start < end:
        first = spans.pop()[0] if spans else 0
        spans.append((first, end))
    return tuple(_trimmed(text, *span) for span in spans if text[slice(*span)].strip())


def _ends_in_ordinal(piece: str, rest: str) -> bool:
    return _GERMAN_ORDINAL.search(piece) is not None and _GERMAN_OPENING.match(rest) is None


def _trimmed(text: str, start: int, end: int) -> Sentence:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    trimmed = piece.strip()
    return Sentence(start, start + len(trimmed), trimmed)

"""Paragraph → sentences: the boundaries are sentencex's but for German ordinals, the spans are ours."""

from __future__ import annotations

import re

import sentencex  # type: ignore[import-untyped]  # it ships no types

from retrieval.model import Sentence

# „im 19. Jahrhundert", „im 18. und 19. Jahrhundert": what a German ordinal follows.
_GERMAN_ORDINAL = re.compile(
    r"\b(?:de[rmns]|da?s|die|[ai]m|ins|ans|vo[mr]|zu[mr]|beim|seit|bis|und|oder|(?:k?ein|sein|ihr)(?:e[rmns]?)?)"
    r"\s+\d{1,3}\.\s*$",
    re.IGNORECASE,
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
        goes_on = language == "de" and end < len(text) and _GERMAN_ORDINAL.search(piece)
        if any(map(str.isalpha, piece)) and not goes_on:
            spans.append((start, end))
            start = end
    if start < end:
        first = spans.pop()[0] if spans else 0
        spans.append((first, end))
    return tuple(_trimmed(text, *span) for span in spans if text[slice(*span)].strip())


def _trimmed(text: str, start: int, end: int) -> Sentence:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    trimmed = piece.strip()
    return Sentence(start, start + len(trimmed), trimmed)

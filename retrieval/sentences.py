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
_SPACE = re.compile(r"\s")
_ANY_LANGUAGE = "en"  # where a question's can't be told
_MOST_QUESTIONS = 3  # of one message
_SHORTEST_QUESTION = 3  # words of one among other sentences
_MARKS = ".!?"  # without one in its midst a text is one sentence
_LONGEST = 20_000  # characters; beyond them sentencex can take seconds, and no paragraph is that long


def split_sentences(text: str, language: str) -> tuple[Sentence, ...]:
    """Contiguous spans in order, without the white space around them; at least one for a text that isn't blank.

    A piece without a letter („1.", „…") is no sentence of its own and stays with its neighbour.
    """
    plain = _SPACE.sub(" ", text)  # sentencex may panic at others
    pieces = sentencex.segment(language, plain) if len(text) <= _LONGEST else [plain]
    if "".join(pieces) != plain:  # the spans are counted from the pieces, so they must be the text itself
        pieces = [plain]
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


def single_questions(text: str, language: str | None) -> tuple[str, ...]:
    """The first few sentences with a question mark of a text that says more than one; of any other none.

    A fragment („Ein Flugzeug?") asks nothing by itself.
    """
    text = " ".join(text.encode("utf-8", "ignore").decode("utf-8").split())  # sentencex takes no lone surrogates
    if not any(mark in text[:-1] for mark in _MARKS):
        return ()
    *with_mark, _rest = text.split("?")
    asked = [f"{each.strip()}?" for each in with_mark if any(map(str.isalnum, each))][:_MOST_QUESTIONS]
    questions = (split_sentences(each, language or _ANY_LANGUAGE)[-1].text for each in asked)
    return tuple(each for each in questions if each != text and len(each.split()) >= _SHORTEST_QUESTION)


def _ends_in_ordinal(piece: str, rest: str) -> bool:
    return _GERMAN_ORDINAL.search(piece) is not None and _GERMAN_OPENING.match(rest) is None


def _trimmed(text: str, start: int, end: int) -> Sentence:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    trimmed = piece.strip()
    return Sentence(start, start + len(trimmed), trimmed)

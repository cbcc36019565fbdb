"""As much of a paragraph as fits, word for word, around the sentence that answers best."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from retrieval.model import Passage, Sentence, TranslatedText
from ui.escape import block_quote, bold, escape
from ui.limits import cut, length

_LEFT_OUT = escape("[…]")
_RECENT = 256  # rendered parts that are kept: the same passages are quoted again and again


class Excerpt(NamedTuple):
    """A block quote and the contiguous parts of the text that it shows."""

    markdown: str
    pieces: tuple[str, ...]


def excerpt(source: Passage | TranslatedText, best: Sentence | None, room: int, *, alone: bool = False) -> Excerpt:
    """The paragraph as a block quote of at most `room` with its best sentence bold, cut at sentences if need be.

    What is left out on either side is marked […]. `alone` shows the best sentence without what surrounds it, not bold.
    Only a sentence that is too long by itself is cut at a word.
    """
    text = source.text
    if alone and best is not None:
        view = _View(text, best.start, best.start)
        start, end = best.start, best.end
    else:
        view = _View(text, best.start, best.end) if best is not None else _View(text, 0, 0)
        if len(text) <= room and length(whole := view.render(0, len(text))) <= room:
            return Excerpt(whole, (text,) if text else ())
        start, end = _window(view, source.sentences, best, room)
    return _cut_at_word(view, start, end, room)


def shortened(sentence: str, room: int) -> Excerpt:
    """A sentence for itself as a block quote of at most `room`, cut at a word if need be."""
    return _cut_at_word(_View(sentence, 0, 0), 0, len(sentence), room)


class _View(NamedTuple):
    """A text of which the part from `bold_start` to `bold_end` is bold wherever it is shown."""

    text: str
    bold_start: int
    bold_end: int

    def render(self, start: int, end: int) -> str:
        bold_start = min(max(start, self.bold_start), end)
        bold_end = min(max(bold_start, self.bold_end), end)
        return _render(self.text, start, bold_start, bold_end, end)


@lru_cache(_RECENT)
def _render(text: str, start: int, bold_start: int, bold_end: int, end: int) -> str:
    shown = escape(text[start:bold_start]) + bold(text[bold_start:bold_end]) + escape(text[bold_end:end])
    before = f"{_LEFT_OUT} " if start > 0 else ""
    after = f" {_LEFT_OUT}" if end < len(text) else ""
    return block_quote(before + shown + after)


def _cut_at_word(view: _View, start: int, end: int, room: int) -> Excerpt:
    part = view.text[start:end]
    if length(view.render(start, end)) > room:
        part = cut(part, room, lambda beginning: length(view.render(start, start + len(beginning))))
    return Excerpt(view.render(start, start + len(part)), (part,) if part else ())


def _window(view: _View, sentences: tuple[Sentence, ...], best: Sentence | None, room: int) -> tuple[int, int]:
    """The best sentence's place, grown by whole sentences after and before it in turn while they fit."""
    first = best or (sentences[0] if sentences else Sentence(0, len(view.text), view.text))
    start, end = first.start, first.end
    earlier = [sentence.start for sentence in sentences if sentence.start < start]
    later = [sentence.end for sentence in reversed(sentences) if sentence.end > end]
    while earlier or later:
        if later:
            if length(view.render(start, later[-1])) <= room:
                end = later.pop()
            else:
                later.clear()
        if earlier:
            if length(view.render(earlier[-1], end)) <= room:
                start = earlier.pop()
            else:
                earlier.clear()
    return start, end

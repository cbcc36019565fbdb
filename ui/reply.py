"""What a member will see, before anything of Discord's: text, buttons, and the quotes to check before it is sent."""

from __future__ import annotations

from typing import NamedTuple

from retrieval.model import Passage


class Button(NamedTuple):
    label: str
    custom_id: str
    emoji: str | None = None
    disabled: bool = False


class Quote(NamedTuple):
    """Which parts of a passage, or with `translated` of its translation, a reply shows as they stand there."""

    passage: Passage
    pieces: tuple[str, ...]
    translated: bool = False


class Reply(NamedTuple):
    content: str
    buttons: tuple[Button, ...] = ()
    quotes: tuple[Quote, ...] = ()


class QuoteError(Exception):
    """A reply would quote what its passage doesn't say."""

    def __init__(self, quote: Quote, piece: str) -> None:
        super().__init__(f"{quote.passage.id}: the reply quotes what is not in the passage")
        self.quote = quote
        self.piece = piece


def check_quotes(reply: Reply) -> None:
    """Raises QuoteError unless every quoted piece is a contiguous part of its passage's text: the last gate."""
    for quote in reply.quotes:
        source = quote.passage.translation if quote.translated else quote.passage
        for piece in quote.pieces:
            if not piece or source is None or piece not in source.text:
                raise QuoteError(quote, piece)

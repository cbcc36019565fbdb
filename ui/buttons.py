"""The buttons under replies."""

from __future__ import annotations

from collections.abc import Iterable

from retrieval.model import Passage
from ui.custom_id import MAX_DIGESTS, CustomId, Kind, build
from ui.reply import Button
from ui.texts import text


def neighbours(passage: Passage, *, language: str, asker_id: int, walking: bool) -> tuple[Button, ...]:
    """Before and after, disabled at the article's ends; `walking` shows the neighbour in place of this message."""
    before, after = (Kind.WALK_BEFORE, Kind.WALK_AFTER) if walking else (Kind.BEFORE, Kind.AFTER)
    return (
        Button(
            text(language, "button.before"),
            build(CustomId(before, (passage.digest,), asker_id)),
            disabled=passage.number <= 1,
        ),
        Button(
            text(language, "button.after"),
            build(CustomId(after, (passage.digest,), asker_id)),
            disabled=passage.number >= passage.article.passage_count,
        ),
    )


def others(passages: Iterable[Passage], *, language: str, asker_id: int) -> tuple[Button, ...]:
    """One button for the next hits, none without any."""
    digests = tuple(dict.fromkeys(passage.digest for passage in passages))[:MAX_DIGESTS]
    if not digests:
        return ()
    return (Button(text(language, "button.others"), build(CustomId(Kind.OTHERS, digests, asker_id))),)


def why(passage: Passage, *, language: str, asker_id: int) -> Button:
    return Button(text(language, "button.why"), build(CustomId(Kind.WHY, (passage.digest,), asker_id)))


def nearest(passage: Passage, label: str, *, asker_id: int) -> Button:
    return Button(label, build(CustomId(Kind.NEAREST, (passage.digest,), asker_id)))


def delete(*, language: str, asker_id: int) -> Button:
    return Button(text(language, "button.delete"), build(CustomId(Kind.DELETE, (), asker_id)), emoji="🗑️")

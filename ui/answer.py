"""Replies to a question: the quoted paragraph, its neighbours, the next hits, and why it was found."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.model import Answer, Explanation, Hit, Match, Passage, Verdict
from ui import buttons, limits
from ui.card import render_card
from ui.custom_id import MAX_DIGESTS
from ui.escape import field
from ui.limits import length, shorten
from ui.question import question_line
from ui.quote import quote_block, source_line
from ui.reply import Button, Quote, Reply
from ui.texts import enumeration, text

_NAMED_WORDS = 5
_WORD = 40
_TITLE = 55  # on a button
_OTHER = 480  # room for the sentence of another hit and its translation, so that three or four fit


def render_answer(
    answer: Answer,
    *,
    language: str,
    asker_id: int,
    shown_question: str | None = None,
    ephemeral: bool = False,
) -> Reply:
    """The reply to a question, in the language of the one who reads it.

    `shown_question` stands above the answer where the question itself can't be seen. An ephemeral reply has no
    button to delete it.
    """
    head = [line] if (line := question_line(shown_question or "", language)) else []
    tail = () if ephemeral else (buttons.delete(language=language, asker_id=asker_id),)
    if answer.verdict is Verdict.ARTICLE and answer.article is not None:
        card = render_card(answer.article, answer.lead, language=language, room=_room_under(head))
        return Reply("\n".join([*head, card.content]), (*card.buttons, *tail), card.quotes)
    if answer.verdict is Verdict.NONE or not answer.hits:
        return _render_none(answer, head, tail, language=language, asker_id=asker_id)
    if answer.verdict is Verdict.UNSURE:
        head.append(text(language, "answer.unsure"))
    best = answer.hits[0]
    block = quote_block(best, language=language, room=_room_under(head))
    row = (
        *buttons.neighbours(best.passage, language=language, asker_id=asker_id, walking=False),
        *buttons.others(_others(answer.hits), language=language, asker_id=asker_id),
        buttons.why(best.passage, language=language, asker_id=asker_id),
    )
    return Reply("\n".join([*head, block.markdown]), (*row, *tail), block.quotes)


def render_passage(shown: Hit | Passage, *, language: str, asker_id: int) -> Reply:
    """One paragraph for itself, with buttons that walk on from it in place."""
    passage = shown.passage if isinstance(shown, Hit) else shown
    block = quote_block(shown, language=language, room=limits.CONTENT)
    return Reply(
        block.markdown,
        buttons.neighbours(passage, language=language, asker_id=asker_id, walking=True),
        block.quotes,
    )


def render_others(hits: Sequence[Hit], *, language: str, asker_id: int) -> Reply:
    """The best sentence of each hit with its source line, and a button that shows the whole paragraph.

    An empty line keeps one hit's translation and the next one's quote apart.
    """
    if not hits:
        return Reply(text(language, "others.none"))
    parts = [text(language, "others.title")]
    shown: list[Button] = []
    quotes: list[Quote] = []
    different: dict[str, Hit] = {}  # a text that stands twice would make the same button twice
    for hit in hits:
        different.setdefault(hit.passage.digest, hit)
    articles = {hit.passage.article.slug for hit in hits}
    for hit in tuple(different.values())[:MAX_DIGESTS]:
        room = limits.CONTENT - sum(length(part) + 2 for part in parts)
        source = source_line(hit.passage, language)
        block = quote_block(hit, language=language, room=min(room, length(source) + _OTHER), source=source, alone=True)
        if not block.quotes or length(block.markdown) > room:
            break
        parts.append(block.markdown)
        quotes.extend(block.quotes)
        label = _label(hit.passage, language, with_title=len(articles) > 1)
        shown.append(buttons.nearest(hit.passage, label, asker_id=asker_id))
    return Reply("\n\n".join(parts), tuple(shown), tuple(quotes))


def render_why(explanation: Explanation, passage: Passage, *, language: str) -> Reply:
    """Which of the question's words met which of the passage's, and where; the corpus version."""
    version = text(language, "why.version", version=field(explanation.version))
    if not explanation.matches:
        return Reply(f"{text(language, 'why.none')}\n{version}")
    title = text(language, "why.title", number=passage.number, count=passage.article.passage_count)
    lines = limits.fit(
        [f"- {_pair(match, language)}" for match in explanation.matches],
        limits.CONTENT - length(title) - length(version) - 1,
        lambda count: text(language, "why.more", count=count),
    )
    return Reply("\n".join([title, *lines, version]))


def _render_none(answer: Answer, head: list[str], tail: tuple[Button, ...], *, language: str, asker_id: int) -> Reply:
    unknown = answer.unknown_words
    if unknown:
        words = [_word(word, language) for word in unknown[:_NAMED_WORDS]]
        if len(unknown) > _NAMED_WORDS:
            words.append(text(language, "list.more", count=len(unknown) - _NAMED_WORDS))
        said = text(language, "answer.none_unknown", count=len(unknown), words=enumeration(language, words))
    else:
        said = text(language, "answer.none_known")
    if not answer.hits:
        return Reply("\n".join([*head, said]), tail)
    nearest = buttons.nearest(answer.hits[0].passage, text(language, "button.nearest"), asker_id=asker_id)
    return Reply("\n".join([*head, f"{said} {text(language, 'answer.none_hint')}"]), (nearest, *tail))


def _label(passage: Passage, language: str, *, with_title: bool) -> str:
    if not with_title:
        return text(language, "button.passage", number=passage.number)
    title = shorten(" ".join(passage.article.title.split()), _TITLE)
    return text(language, "button.passage_of", number=passage.number, title=title)


def _room_under(lines: Sequence[str]) -> int:
    return limits.CONTENT - sum(length(line) + 1 for line in lines)


def _others(hits: Sequence[Hit]) -> list[Passage]:
    best = hits[0].passage
    return [hit.passage for hit in hits[1:] if hit.passage.digest != best.digest]


def _pair(match: Match, language: str) -> str:
    place = text(language, f"why.via.{match.via}")
    words = ", ".join(_word(word, language) for word in match.passage_words[:_NAMED_WORDS])
    return text(
        language,
        "why.line",
        word=_word(match.question_word, language),
        place=text(language, "why.words", place=place, words=words) if words else place,
    )


def _word(word: str, language: str) -> str:
    return text(language, "quote.word", word=field(shorten(word, _WORD)))

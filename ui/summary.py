"""A summary: an article's own sentences in their order, each with its paragraph's number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from retrieval.model import Hit, Summary, SummarySentence
from ui import buttons, limits
from ui.escape import block_quote, escape, field, isolate
from ui.limits import length, shorten
from ui.quote import article_line, quote_block, translation_for, translation_line
from ui.reply import Button, Quote, Reply
from ui.texts import text

_TOPIC = 100


def render_summary(summary: Summary, *, language: str, topic: str | None = None, asker_id: int | None = None) -> Reply:
    """Sentences, source line and, for a reader of the translation's language, the sentences' translations.

    With `asker_id` it has the button to delete it. Sentences that don't fit are left out, and the reader is told how
    many; every section keeps a sentence as long as another has two.
    """
    tail = () if asker_id is None else (buttons.delete(language=language, asker_id=asker_id),)
    if not summary.sentences:
        return Reply(text(language, "summary.no_sentence"), tail)
    shown = list(summary.sentences)
    while len(shown) > 1 and length(_compose(summary, shown, language, topic)) > limits.CONTENT:
        del shown[_least_missed(shown)]
    content = _compose(summary, shown, language, topic)
    if length(content) > limits.CONTENT:
        return _render_one(summary, shown[0], language, topic, tail)
    return Reply(content, tail, tuple(quote for sentence in shown for quote in _quotes(sentence, language)))


def _compose(summary: Summary, shown: Sequence[SummarySentence], language: str, topic: str | None) -> str:
    lines = [_title(summary, len(shown), language, topic)]
    for item in shown:
        lines.append(block_quote(escape(item.sentence.text)))
        lines.append(f"-# {isolate(text(language, 'summary.paragraph', number=item.passage.number))}")
    if left_out := len(summary.sentences) - len(shown):
        lines.append(text(language, "summary.left_out", count=left_out))
    lines.append(article_line(summary.article, language))
    translated = [item.translated.text for item in shown if item.translated and translation_for(item.passage, language)]
    if translated:
        lines.append(translation_line(summary.article, language))
        lines.extend(block_quote(escape(sentence)) for sentence in translated)
    return "\n".join(lines)


def _render_one(
    summary: Summary, item: SummarySentence, language: str, topic: str | None, tail: tuple[Button, ...]
) -> Reply:
    """The only sentence left, which is too long for a message by itself."""
    lines = [_title(summary, 1, language, topic)]
    if left_out := len(summary.sentences) - 1:
        lines.append(text(language, "summary.left_out", count=left_out))
    room = limits.CONTENT - sum(length(line) + 1 for line in lines)
    block = quote_block(
        Hit(item.passage, 0.0, item.sentence, item.translated), language=language, room=room, alone=True
    )
    return Reply("\n".join([*lines, block.markdown]), tail, block.quotes)


def _title(summary: Summary, count: int, language: str, topic: str | None) -> str:
    if topic is None:
        return text(language, "summary.title", count=count)
    word = text(language, "quote.word", word=field(shorten(topic, _TOPIC)))
    return text(language, "summary.off_topic" if summary.is_off_topic else "summary.topic", count=count, topic=word)


def _quotes(item: SummarySentence, language: str) -> tuple[Quote, ...]:
    original = Quote(item.passage, (item.sentence.text,))
    if item.translated is None or translation_for(item.passage, language) is None:
        return (original,)
    return (original, Quote(item.passage, (item.translated.text,), translated=True))


def _least_missed(shown: Sequence[SummarySentence]) -> int:
    """The last sentence of the section that is shown most: without it every section shown is still there."""
    often = Counter(item.passage.heading for item in shown)
    return max(range(len(shown)), key=lambda index: (often[shown[index].passage.heading], index))

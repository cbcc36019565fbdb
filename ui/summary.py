"""A summary: an article's own sentences in their order, each with its paragraph's number."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from retrieval.model import Summary, SummarySentence
from ui import buttons, limits
from ui.escape import field, isolate
from ui.excerpt import shortened
from ui.limits import length, shorten
from ui.quote import article_line, translation_for, translation_line
from ui.reply import Quote, Reply
from ui.texts import text

Within: TypeAlias = Literal["anywhere", "article", "section"]

_TOPIC = 100
_ROOMS = (400, 200)  # for a sentence where not all fit: seldom less than it has, and what still says something


def render_summary(
    summary: Summary,
    *,
    language: str,
    topic: str | None = None,
    within: Within = "anywhere",
    asker_id: int | None = None,
) -> Reply:
    """Sentences, source line and, for a reader of the translation's language, the sentences' translations.

    `within` is where the topic was looked for; with `asker_id` it has the button to delete it. Sentences that don't fit
    are left out, and the reader is told how many: very long ones are shortened then, others only for a section that
    would be missing.
    """
    tail = () if asker_id is None else (buttons.delete(language=language, asker_id=asker_id),)
    if not summary.sentences:
        return Reply(text(language, "summary.no_sentence"), tail)
    draft = _Draft(summary, language, topic, within)
    shown, room = summary.sentences, limits.CONTENT
    if draft.size(shown, room) > limits.CONTENT:
        shown = max(map(draft.fitting, _ROOMS), key=_sections) or summary.sentences[:1]
        rooms = range(limits.CONTENT + 1)
        room = bisect_right(rooms, limits.CONTENT, key=lambda room: draft.size(shown, room)) - 1
    return draft.compose(shown, room)._replace(buttons=tail)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A summary's message before it is settled which sentences it shows, and how much `room` each may take."""

    summary: Summary
    language: str
    topic: str | None
    within: Within

    def fitting(self, room: int) -> tuple[SummarySentence, ...]:
        """Those that fit, in the article's order."""
        sentences = self.summary.sentences
        shown: list[int] = []
        for place in _most_missed_first(sentences):
            more = sorted([*shown, place])
            if self.size([sentences[place] for place in more], room) <= limits.CONTENT:
                shown = more
        return tuple(sentences[place] for place in shown)

    def size(self, shown: Sequence[SummarySentence], room: int) -> int:
        return length(self.compose(shown, room).content)

    def compose(self, shown: Sequence[SummarySentence], room: int) -> Reply:
        summary, language = self.summary, self.language
        lines = [self._title(len(shown))]
        quotes: list[Quote] = []
        translations: list[str] = []
        for item in shown:
            original = shortened(item.sentence.text, room)
            lines.append(original.markdown)
            lines.append(f"-# {isolate(text(language, 'summary.paragraph', number=item.passage.number))}")
            quotes.append(Quote(item.passage, original.pieces))
            if item.translated and translation_for(item.passage, language):
                translated = shortened(item.translated.text, room)
                translations.append(translated.markdown)
                quotes.append(Quote(item.passage, translated.pieces, translated=True))
        if left_out := len(summary.sentences) - len(shown):
            lines.append(text(language, "summary.left_out", count=left_out))
        lines.append(article_line(summary.article, language))
        if translations:
            lines += [translation_line(summary.article, language), *translations]
        return Reply("\n".join(lines), (), tuple(quotes))

    def _title(self, count: int) -> str:
        if self.topic is None:
            return text(self.language, "summary.title", count=count)
        key = f"summary.off_topic.{self.within}" if self.summary.is_off_topic else "summary.topic"
        word = text(self.language, "quote.word", word=field(shorten(self.topic, _TOPIC)))
        return text(self.language, key, count=count, topic=word)


def _sections(sentences: Sequence[SummarySentence]) -> int:
    return len({item.passage.heading for item in sentences})


def _most_missed_first(sentences: Sequence[SummarySentence]) -> list[int]:
    """Their places: the first sentence of every section, then the second of every section, and so on."""
    before: Counter[str] = Counter()
    ranked: list[tuple[int, int]] = []
    for place, item in enumerate(sentences):
        ranked.append((before[item.passage.heading], place))
        before[item.passage.heading] += 1
    return [place for _, place in sorted(ranked)]

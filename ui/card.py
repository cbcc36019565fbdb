"""Articles as cards: what is known of them, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.model import Article, Hit, Section
from ui import limits
from ui.escape import address, escape, field, isolate
from ui.limits import length, shorten
from ui.quote import quote_block
from ui.reply import Reply
from ui.texts import text

_SECTIONS = 700
_HEADING = 120
_SHORTEST_QUOTE = 250


def render_card(article: Article, lead: Hit | None, *, language: str, room: int = limits.CONTENT) -> Reply:
    """One article with its lead's best sentence as a quote; `room` is what the message has left."""
    card = _card(article, language)
    if lead is None:
        return Reply(card)
    room -= length(card) + 1
    source = isolate(text(language, "source.lead", author=field(article.author), number=lead.passage.number))
    if room < length(source) + _SHORTEST_QUOTE:
        return Reply(card)
    block = quote_block(lead, language=language, room=room, source=source, alone=True)
    return Reply(f"{card}\n{block.markdown}", (), block.quotes)


def render_sources(articles: Sequence[Article], *, language: str) -> Reply:
    """As many articles as fit, and how many more there are."""
    title = text(language, "sources.title")
    cards = limits.fit(
        [_card(article, language) for article in articles],
        limits.CONTENT - length(title),
        lambda count: text(language, "sources.more", count=count),
    )
    return Reply("\n".join([title, *cards]))


def _card(article: Article, language: str) -> str:
    facts = [text(language, "card.author", author=field(article.author))]
    if article.published:
        facts.append(text(language, "card.published", published=field(article.published)))
    facts.append(text(language, "card.paragraphs", count=article.passage_count))
    lines = [f"**{field(article.title)}**", " · ".join(facts)]
    if sections := _sections(article, language):
        lines.append(text(language, "card.sections", sections=sections))
    if article.translation:
        lines.append(
            text(
                language,
                "card.translation",
                language=text(language, f"language.{article.translation.language}"),
                translator=field(article.translation.translator),
            )
        )
    if article.url and (place := address(article.url)):
        lines.append(place)
    return "\n".join(lines)


def _sections(article: Article, language: str) -> str:
    """The headings with their paragraphs, as many as fit, an ellipsis for the rest."""
    shown: list[str] = []
    room = _SECTIONS
    for section in article.sections:
        if not section.heading:
            continue
        line = _section(section, language)
        room -= length(line) + 3
        if room < 0:
            shown.append(limits.ELLIPSIS)
            break
        shown.append(line)
    return " · ".join(shown)


def _section(section: Section, language: str) -> str:
    key = "card.section_one" if section.first == section.last else "card.section_some"
    heading = field(shorten(section.heading, _HEADING, lambda part: length(escape(part))))
    return text(language, key, heading=heading, first=section.first, last=section.last)

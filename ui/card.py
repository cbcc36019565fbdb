"""Articles as cards: what is known of them, and what isn't."""

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
_DATE = 40
_MORE = 60  # the line that says how many more there are
_SHORTEST_QUOTE = 250


def render_card(article: Article, lead: Hit | None, *, language: str, room: int = limits.CONTENT) -> Reply:
    """One article with its lead's best sentence as a quote; `room` is what the message has left."""
    card = _card(article, language, room)
    if (missing := _missing(article, language)) and length(card) + 1 + length(missing) <= room:
        card += f"\n{missing}"
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
    room = limits.CONTENT - length(title) - _MORE
    cards = limits.fit(
        [f"\n{_card(article, language, room)}" for article in articles],
        limits.CONTENT - length(title),
        lambda count: text(language, "sources.more", count=count),
    )
    return Reply("\n".join([title, *cards]))


def _card(article: Article, language: str, room: int) -> str:
    """Title, author and what else is known, less what doesn't fit."""
    facts = [text(language, "card.author", author=field(article.author))]
    if article.published:
        facts.append(text(language, "card.published", published=field(shorten(article.published, _DATE))))
    facts.append(text(language, "card.paragraphs", count=article.passage_count))
    card = f"**{field(article.title)}**\n{' · '.join(facts)}"
    place = address(article.url) if article.url else ""
    for line in (place, _sections(article, language), _translation(article, language)):
        if line and length(card) + 1 + length(line) <= room:
            card += f"\n{line}"
    return card


def _missing(article: Article, language: str) -> str:
    """What a reader may have asked for, and nobody has told."""
    if article.published and article.url:
        return ""
    what = "address" if article.published else "date" if article.url else "date_and_address"
    return text(language, f"card.missing.{what}")


def _translation(article: Article, language: str) -> str:
    translation = article.translation
    if translation is None:
        return ""
    return text(
        language,
        "card.translation",
        language=text(language, f"language.{translation.language}"),
        title=field(translation.title),
        translator=field(translation.translator),
    )


def _sections(article: Article, language: str) -> str:
    """The headings with their paragraphs, as many as fit, an ellipsis for the rest.

    A reader of the translation's language gets the translated headings, marked as such.
    """
    translation = article.translation
    translated = translation is not None and translation.language == language != article.language
    headings = translation.headings if translation and translated else [part.heading for part in article.sections]
    shown: list[str] = []
    room = _SECTIONS
    for section, heading in zip(article.sections, headings, strict=False):
        if not heading:
            continue
        line = _section(section, heading, language)
        room -= length(line) + 3
        if room < 0:
            shown.append(limits.ELLIPSIS)
            break
        shown.append(line)
    if not shown:
        return ""
    return text(language, "card.sections_translated" if translated else "card.sections", sections=" · ".join(shown))


def _section(section: Section, heading: str, language: str) -> str:
    key = "card.section_one" if section.first == section.last else "card.section_some"
    shown = field(shorten(heading, _HEADING, lambda part: length(escape(part))))
    return text(language, key, heading=shown, first=section.first, last=section.last)

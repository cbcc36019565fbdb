"""/summary: an article's own sentences, with its articles and sections offered while one types."""

import asyncio
from collections.abc import Iterable, Sequence

from discord import app_commands
from discord.ext import commands

from cogs.cooldowns import Cooldowns
from cogs.counting import count_question
from cogs.languages import personal_language
from cogs.questions import words
from cogs.sending import Interaction, respond
from cogs.triggers import question_text
from retrieval.errors import UnknownArticleError, UnknownSectionError
from retrieval.model import Article
from retrieval.retriever import Retriever
from ui import limits, texts
from ui.summary import Within, render_summary

_TITLE = 50  # beside a section's heading

Choices = list[app_commands.Choice[str]]


class Summary(commands.Cog):
    def __init__(
        self,
        retriever: Retriever,
        cooldowns: Cooldowns,
        *,
        moderator_role_ids: frozenset[int],
        default_language: str,
    ) -> None:
        self._retriever = retriever
        self._cooldowns = cooldowns
        self._moderator_role_ids = moderator_role_ids
        self._default_language = default_language

    @app_commands.command()
    async def summary(
        self,
        interaction: Interaction,
        article: str | None = None,
        section: str | None = None,
        topic: app_commands.Range[str, 1, limits.QUESTION] | None = None,
        sentences: app_commands.Range[int, 1, 10] = 3,
    ) -> None:
        articles = self._retriever.corpus.articles
        slug = heading = None
        if article and article.strip():
            articles = (_find_article(articles, article),)
            slug = articles[0].slug
        if section and section.strip():
            slug, heading = _find_section(articles, section)
        cleaned = question_text(topic or "")
        about = cleaned if words(cleaned) else None
        count_question(interaction, self._cooldowns, self._moderator_role_ids)
        summary = await asyncio.to_thread(
            self._retriever.summary, article=slug, section=heading, topic=about, sentences=sentences
        )
        language = summary.language or personal_language(interaction, self._default_language)
        within: Within = "section" if heading else "article" if slug else "anywhere"
        reply = render_summary(summary, language=language, topic=about, within=within, asker_id=interaction.user.id)
        await respond(interaction, reply, ephemeral=False)

    @summary.autocomplete("article")
    async def _offer_articles(self, interaction: Interaction, typed: str) -> Choices:
        language = personal_language(interaction, self._default_language)
        articles = self._retriever.corpus.articles
        offers = (
            (_title(article, language), article.slug, {_title(article, other) for other in texts.LANGUAGES})
            for article in articles
        )
        return _choices(typed, offers)

    @summary.autocomplete("section")
    async def _offer_sections(self, interaction: Interaction, typed: str) -> Choices:
        language = personal_language(interaction, self._default_language)
        articles = self._retriever.corpus.articles
        if (chosen := interaction.namespace.article) and chosen.strip():
            try:
                articles = (_find_article(articles, chosen),)
            except UnknownArticleError:
                return []
        offers = {  # a heading that stands twice in its article is offered once
            (article.slug, shown): (
                _in_article(shown, _title(article, language)) if len(articles) > 1 else shown,
                f"{article.slug}#{shown}",
                {shown, *others},
            )
            for article in articles
            for shown, *others in zip(
                _headings(article, language), *(_headings(article, other) for other in texts.LANGUAGES), strict=True
            )
        }
        return _choices(typed, offers.values())


def _find_article(articles: Iterable[Article], typed: str) -> Article:
    """By slug, or by the title in either language. Raises UnknownArticleError."""
    for article in articles:
        if _is_one_of(typed, [article.slug, *(_title(article, language) for language in texts.LANGUAGES)]):
            return article
    raise UnknownArticleError(typed)


def _find_section(articles: Sequence[Article], typed: str) -> tuple[str, str]:
    """The article's slug and its own heading, for one in either language, or as it is offered: `slug#heading`.

    Raises UnknownSectionError.
    """
    for article in articles:
        own = _headings(article, article.language)
        for language in texts.LANGUAGES:
            for heading, shown in zip(own, _headings(article, language), strict=True):
                if _is_one_of(typed, [shown, f"{article.slug}#{shown}"]):
                    return article.slug, heading
    raise UnknownSectionError(articles[0].slug, typed)


def _title(article: Article, language: str) -> str:
    translation = article.translation
    return translation.title if translation and translation.language == language else article.title


def _in_article(heading: str, title: str) -> str:
    """A choice's name that tells apart what several articles call the same."""
    which = f" ({limits.shorten(title, _TITLE)})"
    return limits.shorten(heading, limits.CHOICE - limits.length(which)) + which


def _headings(article: Article, language: str) -> list[str]:
    """In the reader's language where there is a translation."""
    sections, translation = article.sections, article.translation
    if translation and translation.language == language:
        return [shown for section, shown in zip(sections, translation.headings, strict=True) if section.heading]
    return [section.heading for section in sections if section.heading]


def _choices(typed: str, offers: Iterable[tuple[str, str, Iterable[str]]]) -> Choices:
    """Those of whose names in any language one contains what was typed, as many and as long as Discord takes. Each has
    a name, a value, and all its names.
    """
    wanted = typed.strip().casefold()
    return [
        app_commands.Choice(name=limits.shorten(name, limits.CHOICE), value=limits.cut(value, limits.CHOICE))
        for name, value, names in offers
        if any(wanted in each.casefold() for each in names)
    ][: limits.CHOICES]


def _is_one_of(typed: str, names: Iterable[str]) -> bool:
    """Also where a choice was too long and has been cut."""
    wanted = typed.strip().casefold()
    return any(wanted in {name.casefold(), limits.cut(name, limits.CHOICE).casefold()} for name in names)

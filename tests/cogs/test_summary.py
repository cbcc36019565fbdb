"""/summary and what it offers while one types."""

from pathlib import Path

import pytest

from bot import SummitBot
from playground.server import Playground
from retrieval.retriever import Retriever
from tests.conftest import StartBot
from ui import limits, notices, texts

pytestmark = pytest.mark.usefixtures("bot")

SLUG = "gipfel-alaska-2025"


async def test_a_summary_quotes_the_articles_sentences(discord: Playground) -> None:
    world = discord.world
    response = await (await discord.command(world.mia, world.general, "summary", {"sentences": 4})).response()
    assert not response.ephemeral
    assert response.content.startswith(texts.text("de", "summary.title", count=4))
    assert "Andreas M. Brucker" in response.content
    assert texts.text("de", "summary.paragraph", number=1) in response.content


async def test_an_english_reader_gets_the_translation_too(discord: Playground) -> None:
    world = discord.world
    response = await (await discord.command(world.ben, world.general, "summary")).response()
    assert "Translated into English" in response.content


async def test_a_summary_on_a_topic_is_in_the_topics_language(discord: Playground) -> None:
    world = discord.world
    options = {"topic": "the reaction of the Ukrainian president"}
    response = await (await discord.command(world.mia, world.general, "summary", options)).response()
    assert "paragraph" in response.content


async def test_an_option_without_a_word_counts_as_not_given(discord: Playground) -> None:
    world = discord.world
    options = {"article": " ", "section": " ", "topic": f" {world.ben.mention} "}
    response = await (await discord.command(world.mia, world.general, "summary", options)).response()
    assert response.content.startswith(texts.text("de", "summary.title", count=3))
    choices = await discord.autocomplete(world.mia, world.general, "summary", options, "section")
    assert choices


async def test_a_topic_is_cleaned_as_a_question_is(discord: Playground) -> None:
    world = discord.world
    options = {"topic": f"{world.ben.mention}: NATO"}
    response = await (await discord.command(world.mia, world.general, "summary", options)).response()
    assert response.content.startswith(texts.text("de", "summary.topic.other", count=3, topic="„NATO“"))


async def test_where_there_is_nothing_on_a_topic_is_said(discord: Playground, retriever: Retriever) -> None:
    world = discord.world
    section = retriever.corpus.article(SLUG).sections[1].heading
    for options, where in (({}, "anywhere"), ({"article": SLUG}, "article"), ({"section": section}, "section")):
        asked = {"topic": "Apfelkuchen", **options}
        response = await (await discord.command(world.mia, world.general, "summary", asked)).response()
        said = texts.text("de", f"summary.off_topic.{where}", count=3, topic="„Apfelkuchen“")
        assert response.content.startswith(said)


async def test_a_section_is_found_by_its_heading_in_either_language(discord: Playground, retriever: Retriever) -> None:
    world = discord.world
    article = retriever.corpus.article(SLUG)
    assert article.translation is not None
    own = article.sections[1].heading
    translated = article.translation.headings[1]
    contents = []
    for heading in (own, translated.upper()):
        options = {"article": article.title, "section": heading}
        response = await (await discord.command(world.mod, world.general, "summary", options)).response()
        contents.append(response.content)
    assert contents[0] == contents[1]
    assert texts.text("de", "summary.title", count=3) in contents[0]


async def test_an_unknown_article_or_section_is_refused(discord: Playground) -> None:
    world = discord.world
    for options, refusal in (
        ({"article": "<@1>"}, notices.unknown_article("<@1>", language="de")),
        ({"section": "Wetter"}, "Einen Abschnitt „Wetter“ gibt es hier nicht."),  # no article is named
        ({"article": SLUG, "section": "Wetter"}, "Einen Abschnitt „Wetter“ gibt es hier nicht."),
    ):
        response = await (await discord.command(world.mia, world.general, "summary", options)).response()
        assert response.ephemeral
        assert response.content == refusal


async def test_articles_are_offered_by_title(discord: Playground, retriever: Retriever) -> None:
    world = discord.world
    article = retriever.corpus.article(SLUG)
    assert article.translation is not None
    for member, title in ((world.mia, article.title), (world.ben, article.translation.title)):
        choices = await discord.autocomplete(member, world.general, "summary", {"article": title[:8]}, "article")
        assert [(choice.name, choice.value) for choice in choices] == [(title, SLUG)]


async def test_sections_are_offered_in_the_readers_language(discord: Playground, retriever: Retriever) -> None:
    world = discord.world
    article = retriever.corpus.article(SLUG)
    assert article.translation is not None
    german = [section.heading for section in article.sections if section.heading]
    english = [heading for heading in article.translation.headings if heading]
    for member, headings in ((world.mia, german), (world.ben, english)):
        choices = await discord.autocomplete(member, world.general, "summary", {"section": ""}, "section")
        assert [choice.name for choice in choices] == headings


@pytest.fixture
def two_articles(tmp_path: Path) -> Retriever:
    """Each has a section "Fazit" and twice one called "Anhang"; "beta" has a long title."""
    for slug, title in (("alpha", "Alpha"), ("beta", "Beta " * 20)):
        head = f"---\ntitle: {title}\nauthor: Eva Beispiel\nlanguage: de\n---\n\nDas ist der Anfang von {slug}.\n\n"
        sections = f"## Fazit\n\nDas ist das Fazit von {slug}.\n\n## Anhang\n\nEins.\n\n## Anhang\n\nZwei.\n"
        (tmp_path / f"{slug}.md").write_text(head + sections, encoding="utf-8")
    return Retriever.load(tmp_path)


async def test_sections_of_several_articles_are_told_apart_and_reach_their_article(
    discord: Playground, start_bot: StartBot, bot: SummitBot, two_articles: Retriever
) -> None:
    await bot.close()  # another takes its place
    await start_bot(two_articles)
    world = discord.world
    choices = await discord.autocomplete(world.mia, world.general, "summary", {"section": ""}, "section")
    title = limits.shorten("Beta " * 20, 50)
    assert [choice.name for choice in choices] == [
        "Fazit (Alpha)",
        "Anhang (Alpha)",
        f"Fazit ({title})",
        f"Anhang ({title})",
    ]
    for choice, slug in ((choices[0], "alpha"), (choices[2], "beta")):
        options = {"section": choice.value}
        response = await (await discord.command(world.mia, world.general, "summary", options)).response()
        assert f"Das ist das Fazit von {slug}." in response.content
    options = {"article": "beta", "section": "fazit"}
    (choice,) = await discord.autocomplete(world.mia, world.general, "summary", options, "section")
    assert choice.name == "Fazit"


async def test_what_is_typed_may_be_in_either_language(discord: Playground, retriever: Retriever) -> None:
    world = discord.world
    article = retriever.corpus.article(SLUG)
    assert article.translation is not None
    german, english = article.sections[-1].heading, article.translation.headings[-1]
    for member, typed, shown in ((world.mia, english, german), (world.ben, german, english)):
        choices = await discord.autocomplete(member, world.general, "summary", {"section": typed[:12]}, "section")
        assert shown in [choice.name for choice in choices]


async def test_what_is_typed_narrows_the_offers(discord: Playground, retriever: Retriever) -> None:
    world = discord.world
    heading = retriever.corpus.article(SLUG).sections[-1].heading
    options = {"article": SLUG, "section": heading[3:9].upper()}
    choices = await discord.autocomplete(world.mia, world.general, "summary", options, "section")
    assert heading in [choice.name for choice in choices]
    options = {"article": "unknown", "section": ""}
    assert await discord.autocomplete(world.mia, world.general, "summary", options, "section") == ()

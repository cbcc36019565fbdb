"""/ask and the message menu: who sees the answer, in which language, with which question above it."""

import pytest

from bot import SummitBot
from playground.permissions import Permission
from playground.server import Playground
from retrieval.retriever import Retriever
from settings import Rate
from tests.conftest import StartBot
from ui import limits, notices, texts
from ui.custom_id import Kind, parse
from ui.question import question_of

QUESTION = "Wo fand das Treffen statt?"
AUTHOR = "Andreas M. Brucker"
MENU = "Ask the article"

pytestmark = pytest.mark.usefixtures("bot")


def kinds(buttons: tuple[object, ...]) -> list[Kind]:
    return [parse(button.custom_id).kind for button in buttons]  # type: ignore[attr-defined]  # the playground's Button


async def test_a_public_answer_shows_its_question(discord: Playground) -> None:
    world = discord.world
    response = await (await discord.command(world.mia, world.general, "ask", {"question": QUESTION})).response()
    assert not response.ephemeral
    assert question_of(response.content) == QUESTION
    assert AUTHOR in response.content
    assert Kind.DELETE in kinds(response.buttons)


async def test_a_question_is_shown_escaped_and_pings_nobody(discord: Playground) -> None:
    world = discord.world
    hostile = f"**Wo** fand das Treffen statt? @everyone {QUESTION} `#`"
    response = await (await discord.command(world.mia, world.general, "ask", {"question": hostile})).response()
    assert question_of(response.content) == hostile
    assert r"\*\*Wo\*\*" in response.content
    request = discord.record.requests("POST", "/callback")[-1].request
    assert request["data"]["allowed_mentions"] == {"parse": []}


async def test_a_private_answer_is_seen_by_the_asker_alone(discord: Playground) -> None:
    world = discord.world
    interaction = await discord.command(world.mia, world.general, "ask", {"question": QUESTION, "private": True})
    response = await interaction.response()
    assert response.ephemeral
    assert AUTHOR in response.content
    assert Kind.DELETE not in kinds(response.buttons)


async def test_a_no_is_seen_by_the_asker_alone(discord: Playground) -> None:
    world = discord.world
    interaction = await discord.command(world.mia, world.general, "ask", {"question": "Zwetschgenkuchen?"})
    response = await interaction.response()
    assert response.ephemeral
    assert "Zwetschgenkuchen" in response.content


async def test_a_public_answer_is_in_the_questions_language_a_private_one_in_the_readers(discord: Playground) -> None:
    world = discord.world
    public = await (await discord.command(world.ben, world.general, "ask", {"question": QUESTION})).response()
    assert "Absatz" in public.content
    interaction = await discord.command(world.ben, world.general, "ask", {"question": QUESTION, "private": True})
    assert "paragraph" in (await interaction.response()).content


async def test_ask_works_by_its_german_name_and_in_direct_messages(discord: Playground) -> None:
    mia = discord.world.mia
    response = await (await discord.command(mia, discord.dm(mia), "frage", {"frage": QUESTION})).response()
    assert AUTHOR in response.content


async def test_ask_answers_where_the_bot_may_not_write(discord: Playground) -> None:
    world = discord.world
    world.set_overwrite(world.general, world.bot_role, deny=Permission.SEND_MESSAGES | Permission.VIEW_CHANNEL)
    response = await (await discord.command(world.mia, world.general, "ask", {"question": QUESTION})).response()
    assert AUTHOR in response.content


async def test_a_question_has_at_most_500_characters(discord: Playground) -> None:
    offered = discord.commands.find(discord.world.mia, discord.world.general, "ask", 1).body
    question = next(option for option in offered["options"] if option["name"] == "question")
    assert (question["min_length"], question["max_length"]) == (1, limits.QUESTION)


async def test_a_command_answers_at_once(discord: Playground) -> None:
    world = discord.world
    discord.record.clear()
    await (await discord.command(world.mia, world.general, "ask", {"question": QUESTION})).response()
    await discord.settle()
    assert [entry.request["type"] for entry in discord.record.requests("POST", "/callback")] == [4]


async def test_the_menu_looks_a_message_up_for_the_asker_alone(discord: Playground) -> None:
    world = discord.world
    said = await discord.say(world.ben, world.general, f"{world.mia.mention} {QUESTION}")
    response = await (await discord.menu(world.mia, said, MENU)).response()
    assert response.ephemeral
    assert AUTHOR in response.content
    assert question_of(response.content) == QUESTION


async def test_the_menu_looks_a_forum_post_up_with_its_title(discord: Playground) -> None:
    world = discord.world
    post = await discord.open_forum_post(world.ben, world.forum, QUESTION, "Weiß das jemand?")
    starter = world.message(post.id, post.id)
    assert starter is not None
    response = await (await discord.menu(world.mia, starter, MENU)).response()
    assert AUTHOR in response.content
    assert question_of(response.content) == f"{QUESTION} Weiß das jemand?"


async def test_the_menu_on_a_message_without_text_says_so(discord: Playground) -> None:
    world = discord.world
    said = await discord.say(world.ben, world.general, world.mia.mention)
    response = await (await discord.menu(world.mia, said, MENU)).response()
    assert response.ephemeral
    assert response.content == texts.text("de", "notice.no_text")


async def test_a_question_without_words_is_asked_for(discord: Playground) -> None:
    world = discord.world
    for question in (world.ben.mention, "***"):
        response = await (await discord.command(world.mia, world.general, "ask", {"question": question})).response()
        assert response.ephemeral
        assert response.content == texts.text("de", "notice.empty_question")


async def test_who_asks_nothing_gets_the_short_help_alone(discord: Playground) -> None:
    world = discord.world
    said = await discord.say(world.ben, world.general, "Danke!")
    for interaction in (
        await discord.command(world.mia, world.general, "ask", {"question": "hilfe"}),
        await discord.command(world.mia, world.general, "ask", {"question": "Hallo!"}),
        await discord.menu(world.mia, said, MENU),
    ):
        response = await interaction.response()
        assert response.ephemeral
        assert response.content == notices.short_help(world.bot.mention, language="de")
    direct = await discord.command(world.mia, discord.dm(world.mia), "ask", {"question": "help"})
    assert (await direct.response()).content == notices.short_help(None, language="de")


async def test_commands_are_told_to_wait_each_time(discord: Playground, bot: SummitBot, start_bot: StartBot) -> None:
    await bot.close()
    await start_bot(member_cooldown=Rate(1, 30))
    world = discord.world
    await (await discord.command(world.mia, world.general, "ask", {"question": QUESTION})).response()
    for name, options in (("ask", {"question": QUESTION}), ("summary", {})):
        response = await (await discord.command(world.mia, world.general, name, options)).response()
        assert response.ephemeral
        assert response.content == texts.text("de", "cooldown.member", count=30)


async def test_help_says_how_to_ask_and_what_is_stored(discord: Playground) -> None:
    world = discord.world
    response = await (await discord.command(world.ben, world.general, "help")).response()
    assert response.ephemeral
    assert "What is stored" in response.content
    assert world.bot.mention in response.content


async def test_sources_shows_the_articles(discord: Playground, retriever: Retriever) -> None:
    world = discord.world
    response = await (await discord.command(world.mia, world.general, "quellen")).response()
    assert response.ephemeral
    article = retriever.corpus.articles[0]
    assert article.title in response.content.replace("\\", "")
    assert article.author in response.content

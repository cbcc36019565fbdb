"""An edited question edits its answer, a deleted one deletes it."""

import asyncio

import pytest

from bot import SummitBot
from playground.model import Message
from playground.server import Playground
from tests.conftest import Clock, StartBot
from ui import texts

QUESTION = "Wo fand das Treffen statt?"
OTHER_QUESTION = "Wie reagierte Selenskyj?"

pytestmark = pytest.mark.usefixtures("bot")


@pytest.fixture
async def with_an_answer_channel(discord: Playground, start_bot: StartBot, bot: SummitBot) -> None:
    """Another bot in the first one's place, which may read all messages."""
    await bot.close()
    await start_bot(answer_channel_ids=frozenset({discord.world.questions.id}))


async def ask(discord: Playground, content: str | None = None) -> tuple[Message, Message]:
    world = discord.world
    asked = await discord.say(world.mia, world.general, content or f"{world.bot.mention} {QUESTION}")
    return asked, await discord.reply_to(asked)


async def test_an_edited_question_edits_its_answer(discord: Playground) -> None:
    asked, answer = await ask(discord)
    await discord.edit(asked, f"{discord.world.bot.mention} {OTHER_QUESTION}")
    edited = await discord.next_edit(answer)
    assert edited.content != answer.content
    assert "Andreas M. Brucker" in edited.content
    assert edited.buttons
    assert discord.record.requests("PATCH", "/messages/")[-1].request["allowed_mentions"] == {"parse": []}


async def test_a_question_that_is_edited_while_its_answer_is_sent_edits_it_then(discord: Playground) -> None:
    world = discord.world
    discord.faults.delay_next("POST", "/messages", 0.3)
    asked = await discord.say(world.mia, world.general, f"{world.bot.mention} {QUESTION}")
    answer = await discord.reply_to(asked)
    await discord.edit(asked, f"{world.bot.mention} {OTHER_QUESTION}")
    assert "Absatz 4" in (await discord.next_edit(answer)).content


async def test_a_question_added_to_an_empty_mention_is_answered_in_place(discord: Playground) -> None:
    mention = discord.world.bot.mention
    asked, help_text = await ask(discord, mention)
    await discord.edit(asked, f"{mention} {QUESTION}")
    assert "Andreas M. Brucker" in (await discord.next_edit(help_text)).content


async def follow_up(discord: Playground, first: str, then: str) -> tuple[Message, Message]:
    """The second question, and its answer."""
    world = discord.world
    _, answer = await ask(discord, f"{world.bot.mention} {first}")
    asked = await discord.say(world.mia, world.general, then, reply_to=answer)
    return asked, await discord.reply_to(asked)


async def test_an_edited_follow_up_edits_its_answer(discord: Playground) -> None:
    asked, answer = await follow_up(discord, "Wie reagierte Selenskyj auf das Treffen?", "Und die USA?")
    assert "Absatz 6" in answer.content
    await discord.edit(asked, "Und die NATO?")
    assert "Absatz 5" in (await discord.next_edit(answer)).content


async def test_a_follow_up_that_discord_withholds_when_edited_keeps_its_answer(discord: Playground) -> None:
    asked, answer = await follow_up(discord, QUESTION, "Und wann?")
    await discord.edit(asked, "Und wer?", keeps_ping=False)
    await ask(discord)
    assert discord.current(answer) == answer


@pytest.mark.usefixtures("with_an_answer_channel")
async def test_an_edited_follow_up_that_can_be_read_is_still_meant_for_the_bot(discord: Playground) -> None:
    asked, answer = await follow_up(discord, "Wie reagierte Selenskyj auf das Treffen?", "Und die USA?")
    await discord.edit(asked, "Und die NATO?", keeps_ping=False)
    assert "Absatz 5" in (await discord.next_edit(answer)).content
    await discord.edit(asked, "Danke!", keeps_ping=False)
    await discord.gone(answer)


async def test_a_question_edited_to_none_takes_its_answer_along(discord: Playground) -> None:
    asked, answer = await ask(discord)
    await discord.edit(asked, f"danke {discord.world.bot.mention}")
    await discord.gone(answer)


async def test_a_question_that_drops_the_mention_takes_its_answer_along(discord: Playground) -> None:
    asked, answer = await ask(discord)
    await discord.edit(asked, QUESTION)
    await discord.gone(answer)


async def test_a_links_preview_changes_nothing(discord: Playground) -> None:
    asked, _ = await ask(discord)
    await discord.unfurl(asked)
    await discord.settle()
    assert not discord.record.requests("PATCH", "/messages/")
    await discord.edit(asked, f"{discord.world.bot.mention} {OTHER_QUESTION}")
    await discord.settle()
    await discord.unfurl(asked)
    await discord.settle()
    assert len(discord.record.requests("PATCH", "/messages/")) == 1


async def test_a_deleted_question_deletes_its_answer(discord: Playground) -> None:
    asked, answer = await ask(discord)
    await discord.delete(asked)
    await discord.gone(answer)


async def test_questions_deleted_together_delete_their_answers(discord: Playground) -> None:
    first, first_answer = await ask(discord)
    second, second_answer = await ask(discord)
    await discord.delete(first, second)
    await discord.gone(first_answer)
    await discord.gone(second_answer)


async def test_an_answer_that_cannot_be_deleted_keeps_no_other_from_it(discord: Playground) -> None:
    first, first_answer = await ask(discord)
    second, second_answer = await ask(discord)
    discord.faults.limit_next("DELETE", "/messages/", retry_after=60)  # longer than the bot waits
    await discord.delete(first, second)
    one_is_gone = [asyncio.ensure_future(discord.gone(answer)) for answer in (first_answer, second_answer)]
    done, others = await asyncio.wait(one_is_gone, return_when=asyncio.FIRST_COMPLETED)
    assert [task.exception() for task in done] == [None]
    for task in others:
        task.cancel()


async def test_a_question_deleted_while_it_is_answered_leaves_no_answer(discord: Playground) -> None:
    world = discord.world
    discord.faults.delay_next("POST", "/messages", 0.05)
    asked = await discord.say(world.mia, world.general, f"{world.bot.mention} {QUESTION}")
    answer = await discord.reply_to(asked)
    await discord.delete(asked)
    await discord.gone(answer)


async def test_an_answer_that_is_gone_already_is_no_error(
    discord: Playground, caplog: pytest.LogCaptureFixture
) -> None:
    asked, answer = await ask(discord)
    await discord.delete(answer)
    await discord.delete(asked)
    await discord.settle()
    assert not [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}]


async def test_after_an_hour_nothing_changes(discord: Playground, clock: Clock) -> None:
    asked, _ = await ask(discord)
    clock.now += 3601
    await discord.edit(asked, f"{discord.world.bot.mention} {OTHER_QUESTION}")
    await discord.delete(asked)
    await discord.settle()
    assert not discord.record.requests("PATCH", "/messages/")
    assert not discord.record.requests("DELETE", "/messages/")


async def test_edits_count_as_questions_and_one_too_many_takes_the_answer_away_in_silence(discord: Playground) -> None:
    asked, answer = await ask(discord)
    for number in range(4):
        await discord.edit(asked, f"{discord.world.bot.mention} {OTHER_QUESTION} {number}")
        await discord.settle()
    assert len(discord.record.requests("PATCH", "/messages/")) == 4
    await discord.edit(asked, f"{discord.world.bot.mention} {QUESTION}")
    await discord.gone(answer)
    assert await discord.quiet(discord.world.general, after=answer)


@pytest.mark.usefixtures("with_an_answer_channel")
async def test_in_an_answer_channel_an_edit_without_an_answer_takes_it_away(discord: Playground) -> None:
    world = discord.world
    asked = await discord.say(world.mia, world.questions, QUESTION)
    answer = await discord.reply_to(asked)
    await discord.edit(asked, "Wie backt man Zwetschgenkuchen?")
    await discord.gone(answer)


@pytest.mark.usefixtures("with_an_answer_channel")
async def test_a_question_that_had_no_answer_gets_one_when_it_is_edited_to_have_one(discord: Playground) -> None:
    world = discord.world
    asked = await discord.say(world.mia, world.questions, "Wie backt man Zwetschgenkuchen?")
    assert await discord.quiet(world.questions, after=asked)
    await discord.edit(asked, QUESTION)
    answer = await discord.reply_to(asked)
    assert "Andreas M. Brucker" in answer.content
    await discord.delete(asked)
    await discord.gone(answer)


async def test_the_answer_to_an_edited_question_is_in_its_language(discord: Playground) -> None:
    asked, answer = await ask(discord)
    await discord.edit(asked, f"{discord.world.bot.mention} What is the recipe for plum cake?")
    edited = await discord.next_edit(answer)
    assert texts.text("en", "answer.none_hint") in edited.content

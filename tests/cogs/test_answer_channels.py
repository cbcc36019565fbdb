"""Where ANSWER_CHANNEL_IDS says so, questions are answered without a mention: only sure answers, only questions."""

import pytest

from bot import SummitBot
from playground.model import Channel, Message
from playground.server import Playground
from settings import Rate
from tests.conftest import StartBot

QUESTION = "Wo fand das Treffen statt?"
AUTHOR = "Andreas M. Brucker"


@pytest.fixture(autouse=True)
async def answering_bot(discord: Playground, start_bot: StartBot) -> SummitBot:
    world = discord.world
    return await start_bot(answer_channel_ids=frozenset({world.questions.id, world.forum.id, world.thread.id}))


async def is_left_alone(discord: Playground, said: Message, channel: Channel) -> bool:
    await discord.quiet(channel, after=said)
    return not discord.record.requests("POST", "/messages")


async def test_a_question_is_answered(discord: Playground) -> None:
    asked = await discord.say(discord.world.mia, discord.world.questions, QUESTION)
    assert AUTHOR in (await discord.reply_to(asked)).content


async def test_elsewhere_it_is_not(discord: Playground) -> None:
    said = await discord.say(discord.world.mia, discord.world.general, QUESTION)
    assert await is_left_alone(discord, said, discord.world.general)


async def test_a_thread_may_be_an_answer_channel(discord: Playground) -> None:
    asked = await discord.say(discord.world.mia, discord.world.thread, QUESTION)
    assert AUTHOR in (await discord.reply_to(asked)).content


async def test_so_are_the_threads_of_an_answer_channel(discord: Playground) -> None:
    world = discord.world
    thread = await discord.open_thread(world.mia, world.questions, "Gespräch")
    asked = await discord.say(world.mia, thread, QUESTION)
    assert AUTHOR in (await discord.reply_to(asked)).content


async def test_in_a_forum_the_post_is_answered_by_title_and_text(discord: Playground) -> None:
    world = discord.world
    post = await discord.open_forum_post(world.mia, world.forum, "Wo fand das Treffen", "statt? Ich finde es nicht.")
    starter = world.message(post.id, post.id)
    assert starter is not None
    assert AUTHOR in (await discord.reply_to(starter)).content


async def test_in_a_forum_only_the_post_itself_is_answered(discord: Playground) -> None:
    world = discord.world
    post = await discord.open_forum_post(world.mia, world.forum, "Vorstellung", "Ich bin neu hier.")
    said = await discord.say(world.ben, post, QUESTION)
    assert await is_left_alone(discord, said, post)


@pytest.mark.parametrize("content", ["Das Treffen fand in Anchorage statt.", "danke", "Selenskyj Treffen"])
async def test_what_does_not_look_like_a_question_is_left_alone(discord: Playground, content: str) -> None:
    said = await discord.say(discord.world.mia, discord.world.questions, content)
    assert await is_left_alone(discord, said, discord.world.questions)


async def test_without_a_sure_answer_it_keeps_silent(discord: Playground) -> None:
    said = await discord.say(discord.world.mia, discord.world.questions, "Wie backt man Zwetschgenkuchen?")
    assert await is_left_alone(discord, said, discord.world.questions)


@pytest.mark.parametrize("content", ["wie gehts?", "Wer kommt auch?", "was kannst du?", "how does this work?"])
async def test_small_talk_is_left_alone(discord: Playground, content: str) -> None:
    said = await discord.say(discord.world.mia, discord.world.questions, content)
    assert await is_left_alone(discord, said, discord.world.questions)


async def test_messages_to_someone_else_are_left_alone(discord: Playground) -> None:
    world = discord.world
    bens = await discord.say(world.ben, world.questions, "Ich war dabei.")
    await discord.say(world.mia, world.questions, QUESTION, reply_to=bens, ping=False)
    await discord.say(world.mia, world.questions, f"@everyone {QUESTION}".replace("@everyone", world.ben.mention))
    said = await discord.say(world.admin, world.questions, f"@everyone {QUESTION}")
    assert await is_left_alone(discord, said, world.questions)


async def test_a_quiet_reply_to_the_bot_asks_on(discord: Playground) -> None:
    world = discord.world
    asked = await discord.say(world.mia, world.questions, QUESTION)
    answer = await discord.reply_to(asked)
    follow_up = await discord.say(world.mia, world.questions, "Wer nahm daran teil?", reply_to=answer, ping=False)
    assert AUTHOR in (await discord.reply_to(follow_up)).content


async def test_a_mention_there_is_answered_even_without_an_answer(discord: Playground) -> None:
    world = discord.world
    asked = await discord.say(world.mia, world.questions, f"{world.bot.mention} Wie backt man Zwetschgenkuchen?")
    assert "Zwetschgenkuchen" in (await discord.reply_to(asked)).content


async def test_its_cooldown_is_silent(discord: Playground, answering_bot: SummitBot, start_bot: StartBot) -> None:
    await answering_bot.close()
    world = discord.world
    await start_bot(answer_channel_ids=frozenset({world.questions.id}), member_cooldown=Rate(1, 30))
    first = await discord.say(world.mia, world.questions, QUESTION)
    await discord.reply_to(first)
    second = await discord.say(world.mia, world.questions, QUESTION)
    assert await discord.quiet(world.questions, after=second)
    asked = await discord.say(world.mia, world.general, f"{world.bot.mention} {QUESTION}")
    assert "Sekunde" in (await discord.reply_to(asked)).content


async def test_what_it_says_nothing_to_does_not_count(
    discord: Playground, answering_bot: SummitBot, start_bot: StartBot
) -> None:
    await answering_bot.close()
    world = discord.world
    await start_bot(answer_channel_ids=frozenset({world.questions.id}), member_cooldown=Rate(1, 30))
    for _ in range(2):
        await discord.say(world.mia, world.questions, "Wer hat heute Lust auf Kino?")
    asked = await discord.say(world.mia, world.general, f"{world.bot.mention} {QUESTION}")
    assert AUTHOR in (await discord.reply_to(asked)).content


async def test_only_answer_channels_ask_for_the_privileged_intent(
    answering_bot: SummitBot, start_bot: StartBot
) -> None:
    assert answering_bot.intents.message_content
    plain = await start_bot()
    assert not plain.intents.message_content


async def test_a_reply_to_somebody_else_follows_up_no_question(discord: Playground) -> None:
    world = discord.world
    first = await discord.say(world.mia, world.general, "Was sagte Trump?")
    bens = await discord.say(world.ben, world.general, "Keine Ahnung", reply_to=first)
    asked = await discord.say(world.mia, world.general, f"{world.bot.mention} Putin?", reply_to=bens)
    assert "Absatz 8 von 10" in (await discord.reply_to(asked)).content  # not what Putin said


@pytest.mark.parametrize("content", ["How long did it take you?", "Wo hast du Trump getroffen?"])
async def test_what_a_member_asks_another_is_left_alone(discord: Playground, content: str) -> None:
    said = await discord.say(discord.world.mia, discord.world.questions, content)
    assert await is_left_alone(discord, said, discord.world.questions)


async def test_you_in_what_leads_up_to_a_question_addresses_nobody(discord: Playground) -> None:
    asked = await discord.say(discord.world.mia, discord.world.questions, "Could you tell me where they met?")
    assert AUTHOR in (await discord.reply_to(asked)).content

"""Members ask in messages and the bot answers: real sockets, the real corpus, each rule of who is answered how."""

import re
from dataclasses import replace
from typing import Any

import pytest

from bot import SummitBot
from playground import payloads
from playground.model import Message, MessageType
from playground.permissions import Permission
from playground.server import Playground
from settings import Rate
from tests.conftest import Clock, StartBot
from ui import texts
from ui.custom_id import Kind, parse

QUESTION = "Wo fand das Treffen statt?"
AUTHOR = "Andreas M. Brucker"
NOON = "2025-08-15T12:00:00+00:00"
EMPTY = {"type": 0, "content": "", "embeds": [], "attachments": []}

pytestmark = pytest.mark.usefixtures("bot")


async def ask(discord: Playground, question: str = QUESTION) -> tuple[Message, Message]:
    """Mia's question by mention, and the answer."""
    world = discord.world
    asked = await discord.say(world.mia, world.general, f"{world.bot.mention} {question}")
    return asked, await discord.reply_to(asked)


async def test_a_mention_is_answered_with_a_quote_and_its_author(discord: Playground) -> None:
    _, answer = await ask(discord)
    assert answer.content.startswith("> ")
    assert re.search(rf"— {AUTHOR}, .*Absatz \d+ von 10", answer.content)


async def test_an_answer_is_plain_text_that_pings_nobody(discord: Playground) -> None:
    asked, _ = await ask(discord)
    request = discord.record.requests("POST", "/messages")[-1].request
    assert request["allowed_mentions"] == {"parse": []}
    assert request["flags"] == 1 << 2  # no embeds
    assert request["message_reference"]["message_id"] == asked.id
    assert not request.get("embeds")


async def test_an_answer_costs_one_request(discord: Playground) -> None:
    discord.record.clear()
    await ask(discord)
    await discord.settle()
    assert [(entry.method, entry.path.split("/")[-1]) for entry in discord.record.requests()] == [("POST", "messages")]


@pytest.mark.parametrize("where", ["before", "within", "after"])
async def test_the_mention_may_stand_anywhere(discord: Playground, where: str) -> None:
    world, bot = discord.world, discord.world.bot.mention
    content = {
        "before": f"{bot} {QUESTION}",
        "within": f"Wo fand {bot} das Treffen statt?",
        "after": f"{QUESTION} {bot}",
    }
    asked = await discord.say(world.mia, world.general, content[where])
    assert AUTHOR in (await discord.reply_to(asked)).content


async def test_a_mention_in_a_thread_is_answered_there(discord: Playground) -> None:
    world = discord.world
    asked = await discord.say(world.mia, world.thread, f"{world.bot.mention} {QUESTION}")
    assert (await discord.reply_to(asked)).channel_id == world.thread.id


async def test_a_direct_message_is_a_question(discord: Playground) -> None:
    mia = discord.world.mia
    asked = await discord.say(mia, discord.dm(mia), QUESTION)
    assert AUTHOR in (await discord.reply_to(asked)).content


async def test_an_english_question_gets_english_words_and_the_marked_translation(discord: Playground) -> None:
    _, answer = await ask(discord, "Where did the meeting take place?")
    assert "paragraph" in answer.content
    assert "Translated into English" in answer.content
    assert [button.label for button in answer.buttons][:2] == ["◀ before", "after ▶"]


async def test_a_question_in_no_language_gets_the_guilds(discord: Playground) -> None:
    world = discord.world
    guild = world.add_guild("Abroad", world.ben, "en-GB")
    world.join(guild, world.mia)
    channel = world.add_channel(guild, "general")
    asked = await discord.say(world.mia, channel, f"{world.bot.mention} Trump Putin")
    assert "paragraph" in (await discord.reply_to(asked)).content


async def test_without_an_answer_the_unknown_words_are_named_and_the_nearest_passage_is_offered(
    discord: Playground,
) -> None:
    _, answer = await ask(discord, "Wie backt man Zwetschgenkuchen?")
    assert "Zwetschgenkuchen" in answer.content
    assert "> " not in answer.content
    assert Kind.NEAREST in [parse(button.custom_id or "").kind for button in answer.buttons]


async def test_everybody_here_and_roles_are_left_alone(discord: Playground) -> None:
    world = discord.world
    other = world.add_role(world.guild, "Everyone else", mentionable=True)
    last = None
    for mention in ("@everyone", "@here", other.mention):
        last = await discord.say(world.admin, world.general, f"{mention} {QUESTION}")
    assert await discord.quiet(world.general, after=last)
    assert not discord.record.requests("POST", "/messages")


async def test_bots_webhooks_and_system_messages_are_left_alone(discord: Playground) -> None:
    world = discord.world
    other_bot = world.add_user("Other", bot=True)
    world.join(world.guild, other_bot)
    text = f"{world.bot.mention} {QUESTION}"
    await discord.say(other_bot, world.general, text)
    await discord.say(world.mia, world.general, text, webhook=True)
    await discord.say(world.mia, world.general, text, kind=MessageType.PINNED)
    await discord.settle()
    assert not discord.record.requests("POST", "/messages")


async def test_the_bot_does_not_answer_itself(discord: Playground) -> None:
    _, answer = await ask(discord)
    assert await discord.quiet(discord.world.general, after=answer)


@pytest.mark.parametrize("content", ["danke {bot}", "frag mal {bot}", "{bot} 👍"])
async def test_a_mention_that_is_no_question_is_left_alone(discord: Playground, content: str) -> None:
    world = discord.world
    said = await discord.say(world.mia, world.general, content.format(bot=world.bot.mention))
    assert await discord.quiet(world.general, after=said)


@pytest.mark.parametrize("content", ["hilfe", "Was kannst du?", "hey, wer bist du?"])
async def test_who_asks_what_it_can_do_gets_the_short_help(discord: Playground, content: str) -> None:
    world = discord.world
    said = await discord.say(world.mia, world.general, f"{world.bot.mention} {content}")
    assert (await discord.reply_to(said)).content == texts.text("de", "help.short", bot=world.bot.mention)


async def test_in_a_direct_message_the_short_help_asks_for_no_mention(discord: Playground) -> None:
    world = discord.world
    said = await discord.say(world.mia, world.direct_messages(world.mia), "what can you do?")
    assert (await discord.reply_to(said)).content == texts.text("en", "help.short_direct", bot="")


async def test_a_link_is_no_part_of_the_question(discord: Playground) -> None:
    world = discord.world
    said = await discord.say(
        world.mia, world.general, f"{world.bot.mention} https://example.org/a/1?b=c Wo fand das Treffen statt?"
    )
    assert "Anchorage" in (await discord.reply_to(said)).content


async def test_an_empty_mention_gets_the_short_help(discord: Playground) -> None:
    world = discord.world
    said = await discord.say(world.mia, world.general, world.bot.mention)
    assert (await discord.reply_to(said)).content == texts.text("de", "help.short", bot=world.bot.mention)


async def test_the_bots_role_gets_the_hint(discord: Playground) -> None:
    world = discord.world
    said = await discord.say(world.admin, world.general, f"{world.bot_role.mention} {QUESTION}")
    assert (await discord.reply_to(said)).content == texts.text("de", "notice.role_mentioned")


async def test_at_most_500_characters_are_searched(discord: Playground) -> None:
    _, answer = await ask(discord, "x" * 600 + " " + QUESTION)
    assert AUTHOR not in answer.content


async def test_a_pinging_reply_asks_on_with_the_earlier_question(discord: Playground) -> None:
    world = discord.world
    _, answer = await ask(discord, "Wie reagierte Selenskyj auf das Treffen?")
    follow_up = await discord.say(world.mia, world.general, "Und die USA?", reply_to=answer)
    assert "Absatz 6 von 10" in (await discord.reply_to(follow_up)).content
    assert [entry.method for entry in discord.record.requests("GET", "/messages/")] == ["GET"]


async def test_a_follow_up_of_a_public_ask_needs_a_mention_and_reads_its_question_line(discord: Playground) -> None:
    world = discord.world
    interaction = await discord.command(world.mia, world.general, "ask", {"question": QUESTION})
    answer = (await interaction.response()).message
    assert answer is not None
    withheld = await discord.say(world.mia, world.general, "Und Putin?", reply_to=answer)
    assert (await discord.reply_to(withheld)).content == texts.text("de", "notice.mention_to_read")
    asked = await discord.say(world.mia, world.general, f"{world.bot.mention} Und Putin?", reply_to=answer)
    assert AUTHOR in (await discord.reply_to(asked)).content


@pytest.mark.parametrize(
    "brought",
    [
        {"attachments": [{"id": "1", "filename": "a.png", "size": 1, "url": "a.png", "proxy_url": "a.png"}]},
        {"sticker_items": [{"id": "1", "name": "Hallo", "format_type": 1}]},
        {"poll": {"question": {"text": "Wer?"}, "answers": [], "expiry": NOON}},
        {"message_snapshots": [{"message": EMPTY | {"timestamp": NOON, "edited_timestamp": None}}]},
    ],
    ids=["attachment", "sticker", "poll", "forwarded message"],
)
async def test_a_reply_without_text_that_brings_something_else_is_left_alone(
    discord: Playground, monkeypatch: pytest.MonkeyPatch, brought: dict[str, Any]
) -> None:
    world = discord.world
    _, answer = await ask(discord)
    payload = payloads.message
    monkeypatch.setattr(payloads, "message", lambda *found, **how: payload(*found, **how) | brought)
    said = await discord.say(world.mia, world.general, "", reply_to=answer)
    assert await discord.quiet(world.general, after=said)


async def test_a_follow_up_is_answered_though_the_earlier_question_is_gone(discord: Playground) -> None:
    world = discord.world
    interaction = await discord.command(world.mia, world.general, "ask", {"question": QUESTION})
    answer = (await interaction.response()).message
    assert answer is not None
    asked, by_mention = await ask(discord)
    discord.world.histories[world.general.id].remove(asked.id)  # the bot doesn't hear of it
    follow_up = await discord.say(world.mia, world.general, "Und Putin bei dem Treffen?", reply_to=by_mention)
    assert AUTHOR in (await discord.reply_to(follow_up)).content


async def test_a_reply_without_its_ping_or_to_someone_else_is_left_alone(discord: Playground) -> None:
    world = discord.world
    _, answer = await ask(discord)
    bens = await discord.say(world.ben, world.general, "Interessant.")
    await discord.say(world.mia, world.general, "Und Putin?", reply_to=answer, ping=False)
    said = await discord.say(world.mia, world.general, "Und Putin?", reply_to=bens)
    assert await discord.quiet(world.general, after=said)


async def test_a_question_that_is_gone_gets_no_answer(discord: Playground, caplog: pytest.LogCaptureFixture) -> None:
    world = discord.world
    discord.faults.delay_next("POST", "/messages", 0.01)
    asked = await discord.say(world.mia, world.general, f"{world.bot.mention} {QUESTION}")
    world.histories[world.general.id].remove(asked.id)
    assert await discord.quiet(world.general, after=asked)
    assert [entry.status for entry in discord.record.requests("POST", "/messages")] == [400]
    assert not [record for record in caplog.records if record.levelname in {"ERROR", "CRITICAL"}]


async def test_a_missing_permission_is_named_in_the_log(discord: Playground, caplog: pytest.LogCaptureFixture) -> None:
    world = discord.world
    world.set_overwrite(world.general, world.bot_role, deny=Permission.SEND_MESSAGES)
    asked = await discord.say(world.mia, world.general, f"{world.bot.mention} {QUESTION}")
    assert await discord.quiet(world.general, after=asked)
    assert f"No answer in channel {world.general.id}: the bot lacks send_messages" in caplog.text


async def test_in_a_thread_its_own_permission_counts(discord: Playground, caplog: pytest.LogCaptureFixture) -> None:
    world = discord.world
    world.set_overwrite(world.general, world.bot_role, deny=Permission.SEND_MESSAGES_IN_THREADS)
    await discord.say(world.mia, world.thread, f"{world.bot.mention} {QUESTION}")
    await discord.settle()
    assert "lacks send_messages_in_threads" in caplog.text


async def test_without_the_history_it_answers_without_replying(
    discord: Playground, caplog: pytest.LogCaptureFixture
) -> None:
    world = discord.world
    world.set_overwrite(world.general, world.bot_role, deny=Permission.READ_MESSAGE_HISTORY)
    asked = await discord.say(world.mia, world.general, f"{world.bot.mention} {QUESTION}")
    answer = await discord.next_message(world.general, after=asked)
    assert AUTHOR in answer.content
    assert answer.reference is None
    assert "read_message_history" in caplog.text


async def test_a_locked_thread_is_a_line_in_the_log(discord: Playground, caplog: pytest.LogCaptureFixture) -> None:
    world = discord.world
    thread = world.update_channel(replace(world.thread, locked=True))
    asked = await discord.say(world.mod, thread, f"{world.bot.mention} {QUESTION}")
    assert await discord.quiet(thread, after=asked)
    assert f"No answer in channel {thread.id}" in caplog.text


async def test_a_member_is_told_to_wait_once_an_episode(discord: Playground, clock: Clock) -> None:
    world = discord.world
    for _ in range(5):
        await ask(discord)
    _, told = await ask(discord)
    assert told.content == texts.text("de", "cooldown.member", count=30)
    silent = await discord.say(world.mia, world.general, f"{world.bot.mention} {QUESTION}")
    assert await discord.quiet(world.general, after=silent)
    clock.now += 30
    _, answer = await ask(discord)
    assert AUTHOR in answer.content


async def test_the_channels_cooldown_does_not_hold_for_moderators(
    discord: Playground, start_bot: StartBot, bot: SummitBot
) -> None:
    await bot.close()  # another with a smaller limit takes its place
    await start_bot(channel_cooldown=Rate(1, 60))
    world = discord.world
    await ask(discord)
    _, told = await ask(discord)
    assert told.content == texts.text("de", "cooldown.channel", count=60)
    asked = await discord.say(world.mod, world.general, f"{world.bot.mention} {QUESTION}")
    assert AUTHOR in (await discord.reply_to(asked)).content

"""Whose text a bot without the Message Content intent gets to read."""

from collections.abc import Awaitable, Callable

import discord
import pytest

from playground.model import Message
from playground.server import Playground
from tests.playground.bot import running
from tests.playground.commands import add_commands

Case = Callable[[Playground], Awaitable[Message]]


async def _plain(playground: Playground) -> Message:
    return await playground.say(playground.world.mia, playground.world.general, "Wo war es?")


async def _mention(playground: Playground) -> Message:
    world = playground.world
    return await playground.say(world.mia, world.general, f"Wo war es, {world.bot.mention}?")


async def _mention_in_code(playground: Playground) -> Message:
    world = playground.world
    return await playground.say(world.mia, world.general, f"`{world.bot.mention}` Wo war es?")


async def _role(playground: Playground) -> Message:
    world = playground.world
    return await playground.say(world.admin, world.general, f"{world.bot_role.mention} Wo war es?")


async def _everyone(playground: Playground) -> Message:
    return await playground.say(playground.world.admin, playground.world.general, "@everyone Wo war es?")


async def _direct(playground: Playground) -> Message:
    return await playground.say(playground.world.mia, playground.dm(playground.world.mia), "Wo war es?")


async def _reply(playground: Playground, *, ping: bool, text: str = "Und wann?") -> Message:
    asked = await _mention(playground)
    answer = await playground.reply_to(asked)
    return await playground.say(playground.world.mia, playground.world.general, text, answer, ping=ping)


async def _pinging_reply(playground: Playground) -> Message:
    return await _reply(playground, ping=True)


async def _silent_reply(playground: Playground) -> Message:
    return await _reply(playground, ping=False)


async def _reply_to_a_command(playground: Playground, text: str = "Und wann?") -> Message:
    world = playground.world
    interaction = await playground.command(world.mia, world.general, "echo", {"text": "hallo"})
    answer = (await interaction.response()).message
    return await playground.say(world.mia, world.general, text, answer)


async def _mentioning_reply_to_a_command(playground: Playground) -> Message:
    return await _reply_to_a_command(playground, f"{playground.world.bot.mention} Und wann?")


async def _edit_without_the_mention(playground: Playground) -> Message:
    return await playground.edit(await _mention(playground), "Wo war es?")


@pytest.mark.parametrize(
    ("case", "readable"),
    [
        (_plain, False),
        (_mention, True),
        (_mention_in_code, False),
        (_role, False),
        (_everyone, False),
        (_direct, True),
        (_pinging_reply, True),
        (_silent_reply, False),
        (_reply_to_a_command, False),
        (_mentioning_reply_to_a_command, True),
        (_edit_without_the_mention, False),
    ],
)
@pytest.mark.parametrize("intent", [False, True], ids=["without", "with"])
async def test_content_comes_without_the_intent_only_where_the_bot_is_meant(
    playground: Playground, case: Case, *, readable: bool, intent: bool
) -> None:
    world = playground.world
    intents = discord.Intents.default()
    intents.message_content = intent
    async with running(playground, intents, add_commands):
        message = await case(playground)
        await playground.settle()
        frames = playground.record.frames("MESSAGE_CREATE") + playground.record.frames("MESSAGE_UPDATE")
        heard = [frame for frame in frames if frame["id"] == str(message.id)][-1]
        assert heard["content"] == (message.content if readable or intent else "")
        assert heard["author"]["id"] == str(message.author.id)
        mentioned = {user["id"] for user in heard["mentions"]}
        assert (str(world.bot.id) in mentioned) is (world.bot in message.mentions)


async def test_rest_withholds_what_the_gateway_withholds(playground: Playground) -> None:
    world = playground.world
    async with running(playground) as bot:
        channel = bot.get_partial_messageable(world.general.id)
        plain, meant = await _plain(playground), await _mention(playground)
        assert (await channel.fetch_message(plain.id)).content == ""
        assert (await channel.fetch_message(meant.id)).content == meant.content


async def test_a_referenced_message_is_withheld_too(playground: Playground) -> None:
    world = playground.world
    async with running(playground):
        plain = await _plain(playground)
        reply = await playground.say(world.ben, world.general, f"{world.bot.mention} Sag du es", plain)
        await playground.settle()
        frame = next(f for f in playground.record.frames("MESSAGE_CREATE") if f["id"] == str(reply.id))
        assert frame["content"] == reply.content
        assert frame["referenced_message"]["content"] == ""

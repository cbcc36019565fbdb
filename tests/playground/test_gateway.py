"""The gateway as discord.py uses it: sessions, intents, and what outlives a dropped socket."""

import asyncio
import json

import aiohttp
import discord
import pytest

from playground.intents import Intent
from playground.server import REFUSED_TOKEN, Playground
from tests.playground.bot import running


async def test_a_message_that_mentions_the_bot_is_answered(playground: Playground) -> None:
    world = playground.world
    async with running(playground):
        question = await playground.say(world.mia, world.general, f"{world.bot.mention} hallo")
        reply = await playground.reply_to(question)
        assert reply.content == f"Echo: {world.bot.mention} hallo"


async def test_the_bot_knows_guild_channels_threads_and_its_own_roles(playground: Playground) -> None:
    world = playground.world
    async with running(playground) as bot:
        await bot.wait_until_ready()
        guild = bot.get_guild(world.guild.id)
        assert guild is not None
        assert [channel.name for channel in guild.channels] == ["allgemein", "fragen", "forum"]
        assert [thread.name for thread in guild.threads] == ["Gespräch"]
        assert guild.preferred_locale is discord.Locale.german
        assert guild.self_role is not None
        assert guild.self_role.id == world.bot_role.id


async def test_members_come_only_with_their_intent(playground: Playground) -> None:
    async with running(playground) as bot:
        await bot.wait_until_ready()
        assert [member.name for member in bot.get_all_members()] == ["Gipfelbot".lower()]
    intents = discord.Intents.default()
    intents.members = True
    async with running(playground, intents) as bot:
        await bot.wait_until_ready()
        assert len(list(bot.get_all_members())) == 5


async def test_what_was_missed_is_replayed_after_a_dropped_socket(playground: Playground) -> None:
    world = playground.world
    async with running(playground) as bot:
        await playground.settle()
        playground.faults.drop_sockets()
        await world.until(lambda: not playground.gateway.live, 5, "drop")
        question = await playground.say(world.mia, world.general, f"{world.bot.mention} noch da?")
        await playground.reply_to(question)
        assert "RESUMED" in bot.events
        assert bot.events.count("READY") == 1
        assert [message.id for message in bot.heard] == [question.id]


async def test_settling_outlives_a_dropped_socket(playground: Playground) -> None:
    world = playground.world
    async with running(playground) as bot:
        await playground.settle()
        waiting = asyncio.create_task(playground.settle())
        await asyncio.sleep(0)  # the barrier is on its way
        playground.faults.drop_sockets()
        await playground.say(world.mia, world.general, f"{world.bot.mention} hallo")
        await waiting
        assert "RESUMED" in bot.events


async def test_joining_and_leaving_a_guild_is_heard(playground: Playground) -> None:
    world = playground.world
    joined: list[str] = []
    async with running(playground) as bot:

        async def on_guild_join(guild: discord.Guild) -> None:
            joined.append(guild.name)

        bot.event(on_guild_join)
        await bot.wait_until_ready()
        abroad = world.add_guild("Abroad", world.admin)
        await playground.settle()
        assert (joined, len(bot.guilds)) == (["Abroad"], 2)
        world.remove_bot(abroad)
        await playground.settle()
        assert [guild.name for guild in bot.guilds] == ["Playground"]


async def test_the_reconnect_opcode_resumes(playground: Playground) -> None:
    async with running(playground) as bot:
        await playground.settle()
        playground.faults.reconnect()
        await playground.world.until(lambda: playground.record.frames("RESUMED"), 5, "resume")
        await playground.settle()
        assert bot.events.count("READY") == 1


@pytest.mark.parametrize(("resumable", "readies"), [(True, 1), (False, 2)])
async def test_an_invalid_session_begins_anew_unless_it_is_resumable(
    playground: Playground, *, resumable: bool, readies: int
) -> None:
    world = playground.world
    async with running(playground) as bot:
        await playground.settle()
        playground.faults.invalid_session(resumable=resumable)
        await world.until(lambda: not playground.gateway.live, 5, "drop")
        await playground.connected()
        question = await playground.say(world.mia, world.general, f"{world.bot.mention} hallo")
        await playground.reply_to(question)
        assert bot.events.count("READY") == readies


async def test_a_refused_token_closes_with_4004_and_401(playground: Playground) -> None:
    async with aiohttp.ClientSession() as http, http.ws_connect(f"{playground.gateway.url}?v=10") as socket:
        await socket.receive_json()
        await socket.send_json({"op": 2, "d": {"token": REFUSED_TOKEN, "intents": 0, "properties": {}}})
        assert (await socket.receive()).data == 4004
    playground.token = REFUSED_TOKEN
    with pytest.raises(discord.LoginFailure):
        async with running(playground):
            pass


async def test_a_close_waits_for_its_answer_before_the_connection_goes(playground: Playground) -> None:
    host = playground.url.removeprefix("http://")
    reader, writer = await asyncio.open_connection(*host.split(":"))
    writer.write(
        f"GET /gateway?v=9 HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
    )
    await reader.readuntil(b"\r\n\r\n")
    assert await reader.readexactly(4) == b"\x88\x02" + (4012).to_bytes(2)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(reader.read(), 0.1)
    writer.write(b"\x88\x82\0\0\0\0" + (4012).to_bytes(2))
    await reader.read()  # to the end of the connection
    writer.close()


async def test_a_refused_intent_closes_with_4014(playground: Playground) -> None:
    playground.faults.refuse_intents(Intent.MESSAGE_CONTENT)
    intents = discord.Intents.default()
    intents.message_content = True
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with running(playground, intents):
            pass
    async with running(playground):
        pass  # without the intent it is welcome


async def _closing(playground: Playground, sent: object, query: str = "?v=10") -> int:
    """The code with which the gateway closes on that payload."""
    async with aiohttp.ClientSession() as http, http.ws_connect(playground.gateway.url + query) as socket:
        await socket.send_str(sent if isinstance(sent, str) else json.dumps(sent))
        while (message := await socket.receive()).type is aiohttp.WSMsgType.TEXT:
            pass
        return int(message.data)


async def test_nonsense_closes_with_the_codes_that_say_so(playground: Playground) -> None:
    identify = {"token": "x", "properties": {}}
    assert await _closing(playground, "{") == 4002
    assert await _closing(playground, {"op": 2, "d": identify | {"intents": 0, "pad": "x" * 4096}}) == 4002
    assert await _closing(playground, {"op": 8, "d": {}}) == 4003
    assert await _closing(playground, {"op": 2, "d": identify | {"intents": 1 << 40}}) == 4013
    assert await _closing(playground, {"op": 1, "d": None}, "?v=9") == 4012


async def test_without_compression_frames_are_plain_text(playground: Playground) -> None:
    async with aiohttp.ClientSession() as http, http.ws_connect(f"{playground.gateway.url}?v=10") as socket:
        assert (await socket.receive_json())["op"] == 10
        await socket.send_json({"op": 2, "d": {"token": "x", "intents": 512, "properties": {}}})
        assert (await socket.receive_json())["t"] == "READY"
        await socket.send_json({"op": 1, "d": 1})
        assert (await socket.receive_json())["op"] == 11


async def test_an_unknown_session_can_not_be_resumed(playground: Playground) -> None:
    async with aiohttp.ClientSession() as http, http.ws_connect(f"{playground.gateway.url}?v=10") as socket:
        await socket.receive_json()
        await socket.send_json({"op": 6, "d": {"token": "x", "session_id": "none", "seq": 1}})
        answer = await socket.receive_json()
        assert (answer["op"], answer["d"]) == (9, False)


async def test_an_intent_that_was_not_asked_for_brings_no_events(playground: Playground) -> None:
    world = playground.world
    async with running(playground, discord.Intents(guilds=True, dm_messages=True)) as bot:
        await playground.say(world.mia, world.general, f"{world.bot.mention} im Kanal")
        direct = await playground.say(world.mia, playground.dm(world.mia), "direkt")
        await playground.settle()
        assert [message.id for message in bot.heard] == [direct.id]


async def test_edits_deletions_and_threads_arrive(playground: Playground) -> None:
    world = playground.world
    async with running(playground) as bot:
        message = await playground.say(world.mia, world.general, "Hallo")
        other = await playground.say(world.mia, world.general, "Hallo?")
        third = await playground.say(world.mia, world.general, "Hallo!?")
        await playground.edit(message, "Hallo!")
        await playground.unfurl(message)
        await playground.delete(message)
        await playground.delete(other, third)
        await playground.open_thread(world.mia, world.general, "Faden")
        await playground.settle()
        names = [name for name in bot.events if name.startswith(("MESSAGE", "THREAD"))]
        assert names == [
            *["MESSAGE_CREATE"] * 3,
            *["MESSAGE_UPDATE"] * 2,
            "MESSAGE_DELETE",
            "MESSAGE_DELETE_BULK",
            "THREAD_CREATE",
        ]
        edit, preview = playground.record.frames("MESSAGE_UPDATE")
        assert edit["edited_timestamp"] is not None
        assert preview["edited_timestamp"] == edit["edited_timestamp"]


async def test_a_forum_post_is_a_new_thread_and_its_starter_has_the_threads_id(playground: Playground) -> None:
    world = playground.world
    async with running(playground) as bot:
        thread = await playground.open_forum_post(world.mia, world.forum, "Wo?", f"{world.bot.mention} Wo war es?")
        await playground.next_message(thread)
        created, starter = playground.record.frames("THREAD_CREATE")[0], bot.heard[0]
        assert (created["newly_created"], created["parent_id"]) == (True, str(world.forum.id))
        assert starter.id == starter.channel.id == thread.id
        assert isinstance(starter.channel, discord.Thread)


async def test_two_bots_can_follow_one_another_on_the_same_playground(playground: Playground) -> None:
    world = playground.world
    for _ in range(2):
        async with running(playground) as bot:
            question = await playground.say(world.mia, world.general, f"{world.bot.mention} hallo")
            await playground.reply_to(question)
            assert len(bot.heard) == 1


async def test_quiet_waits_for_a_slow_handler(playground: Playground) -> None:
    world = playground.world

    async def late(message: discord.Message) -> None:
        await asyncio.sleep(0.05)
        await message.channel.send("doch")

    async with running(playground) as bot:
        silent = await playground.say(world.mia, world.general, "niemand gemeint")
        assert await playground.quiet(world.general, after=silent)
        bot.answer = late
        said = await playground.say(world.mia, world.general, "und jetzt")
        assert not await playground.quiet(world.general, after=said)

"""The server itself: who may reach it, faults, and the record."""

import aiohttp
import discord
import pytest

from playground.record import Entry, Exchange
from playground.server import REFUSED_TOKEN, Playground
from tests.playground.bot import running
from tests.playground.conftest import Rest


async def test_a_port_that_is_taken_gives_way_to_a_free_one() -> None:
    async with Playground(port=0) as first:
        taken = int(first.url.rsplit(":", 1)[1])
        async with Playground(port=taken) as second:
            assert second.url != first.url


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
@pytest.mark.parametrize("path", ["/gateway", "/api/v10/users/@me"])
async def test_other_pages_can_not_drive_it(playground: Playground, headers: dict[str, str], path: str) -> None:
    authorized = headers | {"Authorization": "Bot x"}
    async with aiohttp.ClientSession() as http, http.get(playground.url + path, headers=authorized) as response:
        assert response.status == 403


async def test_it_listens_on_loopback_only(playground: Playground) -> None:
    assert playground.url.startswith("http://127.0.0.1:")


@pytest.mark.parametrize("authorization", [None, "Bot ", f"Bot {REFUSED_TOKEN}", "Bearer x"])
async def test_a_bad_token_is_unauthorized(playground: Playground, authorization: str | None) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    async with (
        aiohttp.ClientSession() as http,
        http.get(playground.api_url + "/users/@me", headers=headers) as response,
    ):
        assert (response.status, (await response.json())["code"]) == (401, 0)


@pytest.mark.parametrize("for_all", [False, True], ids=["bucket", "global"])
async def test_discordpy_waits_out_a_rate_limit(playground: Playground, *, for_all: bool) -> None:
    world = playground.world
    async with running(playground):
        playground.faults.limit_next("POST", "/messages$", retry_after=0.02, for_all=for_all)
        question = await playground.say(world.mia, world.general, f"{world.bot.mention} hallo")
        await playground.reply_to(question)
        limited, sent = playground.record.requests("POST", "/messages")
        assert (limited.status, limited.reply["global"], sent.status) == (429, for_all, 200)
        assert sent.at - limited.at >= 0.02


async def test_discordpy_retries_after_500_and_a_nonce_keeps_it_single(playground: Playground) -> None:
    world = playground.world

    async def answer(message: discord.Message) -> None:
        route = discord.http.Route("POST", "/channels/{channel_id}/messages", channel_id=message.channel.id)
        body = {"content": "einmal", "nonce": str(message.id), "enforce_nonce": True}
        await message._state.http.request(route, json=body)

    async with running(playground) as bot:
        bot.answer = answer
        playground.faults.fail_next("POST", "/messages$", 500, carried_out=True)
        question = await playground.say(world.mia, world.general, f"{world.bot.mention} hallo")
        await playground.settle()
        assert [request.status for request in playground.record.requests("POST", "/messages")] == [500, 200]
        said = [message.content for message in world.histories[world.general.id].since(question.id)]
        assert said == ["einmal"]


async def test_a_503_is_not_carried_out(playground: Playground, rest: Rest) -> None:
    path = f"/channels/{playground.world.general.id}/messages"
    playground.faults.fail_next("POST", "/messages$", 503)
    assert (await rest("POST", path, {"content": "x"}))[0] == 503
    assert (await rest("GET", path))[1] == []


async def test_an_answer_can_be_late(playground: Playground, rest: Rest) -> None:
    playground.faults.delay_next("GET", "/users/@me", 0.05)
    status, _ = await rest("GET", "/users/@me")
    assert status == 200
    assert playground.record.requests("GET", "/users/@me")[0].seconds >= 0.05


async def test_the_record_holds_frames_and_requests_in_order(playground: Playground) -> None:
    world = playground.world
    heard: list[Entry] = []
    stop = playground.record.listen(heard.append)
    async with running(playground):
        question = await playground.say(world.mia, world.general, f"{world.bot.mention} hallo")
        await playground.reply_to(question)
        await playground.settle()
    stop()
    entries = list(playground.record)
    assert entries == heard
    names = [
        f"{entry.method} {entry.status}" if isinstance(entry, Exchange) else entry.payload.get("t") for entry in entries
    ]
    assert names[0] == "GET 200"
    events = [name for name in names[names.index("READY") :] if name]
    assert events == ["READY", "GUILD_CREATE", "MESSAGE_CREATE", "MESSAGE_CREATE", "POST 200"]


async def test_a_bot_sees_rate_limit_headers_so_that_its_requests_are_not_serialised(playground: Playground) -> None:
    async with (
        aiohttp.ClientSession(headers={"Authorization": "Bot x"}) as http,
        http.get(playground.api_url + "/users/@me") as response,
    ):
        assert int(response.headers["X-RateLimit-Remaining"]) > 100
        assert response.headers["Via"]
        assert response.headers["Content-Type"] == "application/json"

"""What the page's server gives, and to whom: no browser needed."""

import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio

from playground.server import Playground

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/main.js", "/style.css", "/icon.svg", "/shortcodes.json"])
async def test_files_come_under_a_strict_policy(discord: Playground, session: aiohttp.ClientSession, path: str) -> None:
    async with session.get(discord.url + path) as response:
        policy = response.headers["Content-Security-Policy"]
        assert response.status == 200
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/page.py", "/../server.py", "/%2e%2e/server.py", "/nothing.js", "/socket.html"])
async def test_nothing_but_the_pages_files_is_given(
    discord: Playground, session: aiohttp.ClientSession, path: str
) -> None:
    async with session.get(discord.url + path) as response:
        assert response.status == 404


@pytest.mark.parametrize("path", ["/", "/main.js", "/socket"])
@pytest.mark.parametrize("header", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Origin": "null"}])
async def test_other_pages_are_refused(
    discord: Playground, session: aiohttp.ClientSession, path: str, header: dict[str, str]
) -> None:
    async with session.get(discord.url + path, headers=header) as response:
        assert response.status == 403


async def test_another_page_opens_no_socket(discord: Playground, session: aiohttp.ClientSession) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await session.ws_connect(f"{discord.url}/socket", origin="http://evil.example")


async def test_what_a_members_client_would_not_do_is_answered_with_its_reason(
    discord: Playground, session: aiohttp.ClientSession
) -> None:
    world = discord.world
    message = await discord.say(world.ben, world.general, "Hello")
    place = {"as": str(world.mia.id), "channel": str(world.general.id), "message": str(message.id)}
    refused: dict[str, dict[str, object]] = {
        "edit": {"do": "edit", **place, "content": "Bye"},
        "delete": {"do": "delete", **place},
        "empty": {"do": "say", **place, "content": "  "},
        "long": {"do": "say", **place, "content": "a" * 2001},
        "forum": {"do": "say", **place, "channel": str(world.forum.id), "content": "a"},
        "press": {"do": "press", **place, "custom_id": "none"},
        "unknown": {"do": "fly", **place},
        "unreadable": {"do": "say", **place, "as": "nobody", "content": "a"},
        "incomplete": {"do": "say"},
        "no text": {"do": "say", **place, "content": 5},
        "no number": {"do": "say", **place, "as": float("inf"), "content": "a"},
        "no name": {"do": "command", **place, "name": 5, "options": {}},
        "the bot": {"do": "say", **place, "as": str(world.bot.id), "content": "a"},
    }
    async with session.ws_connect(f"{discord.url}/socket", origin=discord.url) as socket:
        assert (await socket.receive_json())["type"] == "hello"
        for number, (name, request) in enumerate(refused.items()):
            await socket.send_str(json.dumps(request | {"id": number}))
            reply = await socket.receive_json(timeout=5)
            assert reply["to"] == number, name
            assert reply["error"], name
        for unreadable in ("no JSON", "[]", "[" * 50_000):
            await socket.send_str(unreadable)
            assert (await socket.receive_json(timeout=5))["to"] is None
    assert [found.content for found in world.histories[world.general.id]] == ["Hello"]


async def test_half_a_character_does_not_reach_the_wire(discord: Playground, session: aiohttp.ClientSession) -> None:
    world = discord.world
    request = {"id": 1, "do": "say", "as": str(world.mia.id), "channel": str(world.general.id), "content": "a\ud83d b"}
    async with session.ws_connect(f"{discord.url}/socket", origin=discord.url) as socket:
        await socket.receive_json()
        await socket.send_str(json.dumps(request))
        assert (await socket.receive_json(timeout=5))["message"]["content"] == "a? b"

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from playground.server import Playground
from tests.playground import openapi

Rest = Callable[..., Awaitable[tuple[int, Any]]]  # (method, path, body=None) -> (status, JSON)


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    """Where Discord's OpenAPI document is at hand, everything that went over the wire is held to it."""
    async with Playground(port=0) as embedded:
        yield embedded
    judge = openapi.document()
    if judge is not None:
        assert not list(judge.problems(embedded.record))


@pytest.fixture
async def rest(playground: Playground) -> AsyncIterator[Rest]:
    """Requests with the bot's token, without discord.py in between."""
    headers = {"Authorization": f"Bot {playground.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:

        async def request(method: str, path: str, body: Any = None) -> tuple[int, Any]:
            async with session.request(method, playground.api_url + path, json=body) as response:
                return response.status, await response.json() if response.status != 204 else None

        yield request

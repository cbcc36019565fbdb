"""A small bot on discord.py that the playground is tested with."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from playground.server import Playground

OnMessage = Callable[[discord.Message], Awaitable[None]]


class Echo(discord.AutoShardedClient):
    """Answers every message that it can read with its text; what it hears is kept in `heard`."""

    def __init__(self, playground: Playground, intents: discord.Intents) -> None:
        super().__init__(intents=intents, guild_ready_timeout=0.01, allowed_mentions=discord.AllowedMentions.none())
        self.tree = app_commands.CommandTree(self)
        self.playground = playground
        self.heard: list[discord.Message] = []
        self.answer: OnMessage | None = None
        self.events: list[str] = []

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Discord's five seconds between two identifies are not the playground's."""

    async def setup_hook(self) -> None:
        url = (await self.http.get_bot_gateway())[1]
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)

    async def on_message(self, message: discord.Message) -> None:
        if message.author == self.user:
            return
        self.heard.append(message)
        if self.answer is not None:
            await self.answer(message)
        elif message.content:
            await message.reply(f"Echo: {message.content}")

    async def on_resumed(self) -> None:
        self.events.append("resumed")

    async def on_socket_event_type(self, name: str) -> None:
        self.events.append(name)


@asynccontextmanager
async def running(
    playground: Playground,
    intents: discord.Intents | None = None,
    prepare: Callable[[Echo], Awaitable[None]] | None = None,
) -> AsyncIterator[Echo]:
    """The bot, connected; `prepare` runs after the login, e.g. to sync commands."""
    Route.BASE = playground.api_url
    bot = Echo(playground, intents or discord.Intents.default())
    async with bot:
        await bot.login(playground.token)
        if prepare is not None:
            await prepare(bot)
        task = asyncio.create_task(bot.connect())
        try:
            await first(playground.connected(), task)
            yield bot
        finally:
            await bot.close()
            with suppress(asyncio.CancelledError):
                await task


async def first(connected: Awaitable[bool], connecting: asyncio.Task[None]) -> None:
    """Waits for the connection; what connecting raises is raised."""
    waiting = asyncio.ensure_future(connected)
    await asyncio.wait({waiting, connecting}, return_when=asyncio.FIRST_COMPLETED)
    if connecting.done():
        waiting.cancel()
        connecting.result()
    await waiting

"""The real bot, connected over real sockets to the embedded Discord, answering from the real corpus."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot import SummitBot
from playground.server import Playground
from retrieval.retriever import Retriever
from settings import Settings
from tests.playground import openapi

CORPUS = Path(__file__).parents[1] / "corpus"


def copy_texts(folder: Path) -> Path:
    """The shipped corpus without its lists of questions, which take most of the time to load, in a new folder."""
    lists = shutil.ignore_patterns("*.questions.md", "*.unanswered.md")
    return Path(shutil.copytree(CORPUS, folder, ignore=lists))


class QuickBot(SummitBot):
    """Without the waiting that only Discord itself needs."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Nothing: Discord wants five seconds between two identifies."""


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


StartBot = Callable[..., Awaitable[SummitBot]]


@pytest.fixture(scope="session")
def loaded_retriever() -> Retriever:
    return Retriever.load(CORPUS)


@pytest.fixture
def retriever(loaded_retriever: Retriever) -> Retriever:
    """On the shipped corpus. A test that reloads loads its own."""
    return loaded_retriever


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def discord() -> AsyncIterator[Playground]:
    """What the bot sends is judged by Discord's own description of its API, where DISCORD_OPENAPI names it."""
    async with Playground(port=0) as playground:
        yield playground
        judge = openapi.document()
        assert judge is None or list(judge.problems(playground.record.requests())) == []


@pytest.fixture
def settings(discord: Playground, tmp_path: Path) -> Settings:
    return Settings(token=discord.token, api_url=discord.api_url, data_dir=tmp_path / "data")


@asynccontextmanager
async def connected(bot: SummitBot, discord: Playground) -> AsyncIterator[SummitBot]:
    """The bot while it is connected and has registered its commands."""
    async with bot:
        await bot.login(discord.token)
        connection = asyncio.create_task(bot.connect())
        started = asyncio.create_task(bot.has_started.wait())
        try:
            await asyncio.wait({connection, started}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
            if connection.done():
                await connection
            assert started.done(), "the bot did not start"
            yield bot
        finally:
            started.cancel()
            await bot.close()
            await asyncio.gather(connection, return_exceptions=True)


@pytest.fixture
async def start_bot(
    discord: Playground, settings: Settings, retriever: Retriever, clock: Clock
) -> AsyncIterator[StartBot]:
    """Starts a bot with some settings changed; it is closed after the test."""
    async with AsyncExitStack() as stack:

        async def start(
            own_retriever: Retriever | None = None, *, registers_always: bool = False, **changes: object
        ) -> SummitBot:
            changed = replace(settings, **changes)  # type: ignore[arg-type]  # the test names Settings' fields
            bot = QuickBot(
                changed,
                own_retriever or retriever,
                reads_messages=bool(changed.answer_channel_ids),
                registers_always=registers_always,
                clock=clock,
                guild_ready_timeout=0.01,
            )
            return await stack.enter_async_context(connected(bot, discord))

        yield start


@pytest.fixture
async def bot(start_bot: StartBot) -> SummitBot:
    return await start_bot()

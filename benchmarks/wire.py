"""From a message on the wire to the reply on the wire: the bot beside itself sending the same replies from a constant.

What differs is the search and the rendering.

Both run in processes of their own, connected over sockets to embedded Discords in this one, and are asked by turns, so
that whatever else the machine does meets both. Each question comes from another member and channel in rotation, as few
from each as no cooldown acts on.

    python -m benchmarks.wire [--questions 1000] [--in-flight 8]
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import cycle
from pathlib import Path

import discord
from rich.console import Console
from rich.table import Table

from bot import SummitBot
from cogs.cooldowns import Cooldowns
from cogs.failures import Failures
from cogs.messages import Messages
from cogs.questions import is_worth_a_search
from cogs.recent import RecentAnswers
from cogs.triggers import Decision, question_text
from playground.model import Channel, User
from playground.record import Entry, Exchange, Frame
from playground.server import Playground
from retrieval.retriever import Retriever
from settings import Settings, read_environment
from ui.answer import render_answer
from ui.reply import Reply

ROOT = Path(__file__).parents[1]
QUESTIONS = ROOT / "tests" / "data" / "gipfel-alaska-2025.questions.jsonl"
CONSTANT = "--constant"
_EACH = 4  # questions from each member, and members in each channel: below 5 and 20
_WARM_UP = 50
_PATIENCE = 30.0
_SLICE = 50  # questions to one bot before it is the other's turn, where several are in flight


def read_questions() -> list[str]:
    """Those that are searched: small talk isn't."""
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    return list(filter(is_worth_a_search, questions))


class ConstantMessages(Messages):
    """Reads, decides, counts and sends as ever; but the reply to every question was rendered before it is asked."""

    def prepare(self, retriever: Retriever) -> None:
        self._replies: dict[str, Reply] = {}
        for question in map(question_text, read_questions()):
            answer = retriever.answer(question)
            self._replies[question] = render_answer(answer, language=answer.language or "de", asker_id=10**18)

    async def _reply(self, _message: discord.Message, decision: Decision) -> Reply | None:
        return self._replies[decision.question]


class ConstantBot(SummitBot):
    async def setup_hook(self) -> None:
        await super().setup_hook()
        await self.remove_cog(Messages.__name__)
        settings = Settings()
        messages = ConstantMessages(
            self,
            self._retriever,
            Cooldowns(settings.member_cooldown, settings.channel_cooldown, time.monotonic),
            RecentAnswers(time.monotonic),
            Failures(settings.default_language),
            answer_channel_ids=frozenset(),
            moderator_role_ids=frozenset(),
            default_language=settings.default_language,
        )
        messages.prepare(self._retriever)
        await self.add_cog(messages)


async def run_constant() -> None:
    settings = Settings.from_env(read_environment())
    await ConstantBot(settings, Retriever.load(settings.corpus_dir), reads_messages=False).connect_until_closed()


class Side:
    """A bot's process, its Discord, and the members who ask it in rotation."""

    def __init__(self, name: str, playground: Playground, questions: list[str], total: int) -> None:
        self.name = name
        self.latencies: list[float] = []
        self.rates: list[float] = []
        self._playground = playground
        self._questions = cycle(questions)
        self._askers = _members(playground, total)
        self._sent: dict[int, float] = {}
        self._waiting: dict[int, asyncio.Future[float]] = {}
        playground.record.listen(self._hear)

    async def ask(self) -> float:
        """Seconds from the message's frame to the arrival of the request with its reply."""
        member, channel = next(self._askers)
        mention = self._playground.world.bot.mention
        asked = await self._playground.say(member, channel, f"{mention} {next(self._questions)}")
        replied = self._waiting[asked.id] = asyncio.get_running_loop().create_future()
        return await asyncio.wait_for(replied, _PATIENCE)

    async def ask_many(self, count: int, in_flight: int) -> float:
        """Questions answered a second."""
        left = iter(range(count))

        async def work() -> None:
            for _ in left:
                await self.ask()

        began = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(in_flight)))
        return count / (time.perf_counter() - began)

    def _hear(self, entry: Entry) -> None:
        match entry:
            case Frame(from_bot=False, payload={"t": "MESSAGE_CREATE", "d": {"id": message_id}}):
                self._sent[int(message_id)] = entry.at
            case Exchange(method="POST", request={"message_reference": {"message_id": message_id}}):
                replied = self._waiting.pop(int(message_id))
                replied.set_result(entry.at - self._sent.pop(int(message_id)))


def _members(playground: Playground, total: int) -> Iterator[tuple[User, Channel]]:
    """As many members and channels as it takes that no cooldown acts on so many questions."""
    world = playground.world
    pairs = []
    for number in range(-(-total // _EACH)):
        if number % _EACH == 0:
            channel = world.add_channel(world.guild, f"channel-{number}")
        member = world.add_user(f"Member {number}")
        world.join(world.guild, member)
        pairs.append((member, channel))
    return cycle(pairs)


@asynccontextmanager
async def serving(name: str, arguments: list[str], questions: list[str], total: int) -> AsyncIterator[Side]:
    async with Playground(port=0) as playground:
        with tempfile.TemporaryDirectory() as data:
            side = Side(name, playground, questions, total)
            env = dict(os.environ, DISCORD_TOKEN=playground.token, DISCORD_API_URL=playground.api_url, DATA_DIR=data)
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *arguments,
                cwd=ROOT,
                env=env | {"LOG_LEVEL": "WARNING"},
                stdin=asyncio.subprocess.DEVNULL,
            )
            try:
                await playground.connected(_PATIENCE)
                await playground.world.until(
                    lambda: playground.record.requests("PUT", "/commands") or None, _PATIENCE, "registered commands"
                )
                yield side
            finally:
                process.terminate()
                await process.wait()


async def measure(count: int, in_flight: int) -> tuple[Side, Side]:
    questions = read_questions()
    total = _WARM_UP + 2 * count
    async with (
        serving("the bot", ["bot.py"], questions, total) as bot,
        serving("from a constant", ["-m", "benchmarks.wire", CONSTANT], questions, total) as constant,
    ):
        sides = (bot, constant)
        for side in sides:
            await side.ask_many(_WARM_UP, in_flight)
        for _ in range(count):
            for side in sides:
                side.latencies.append(await side.ask())
        for _ in range(max(1, count // _SLICE)):
            for side in sides:
                side.rates.append(await side.ask_many(_SLICE, in_flight))
    return sides


def report(bot: Side, constant: Side, in_flight: int) -> Table:
    table = Table(title="message on the wire → reply on the wire")
    for column in ("", "median, 1 at a time", "95 %", f"answers/s, {in_flight} in flight"):
        table.add_column(column, justify="right" if column else "left")
    figures = []
    for side in (bot, constant):
        median, late = statistics.median(side.latencies), statistics.quantiles(side.latencies, n=20)[-1]
        rate = statistics.harmonic_mean(side.rates)
        figures.append((median, late, rate))
        table.add_row(side.name, f"{median * 1000:.2f} ms", f"{late * 1000:.2f} ms", f"{rate:.0f}")
    ratios = [ours / theirs for ours, theirs in zip(*figures, strict=True)]
    table.add_row("ratio", *(f"{ratio:.2f}" for ratio in ratios), end_section=True)
    table.add_row("aim", "≤ 1.40", "", "≥ .70")
    return table


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.wire", description=__doc__)
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--in-flight", type=int, default=8)
    parser.add_argument(CONSTANT, action="store_true", help="be the bot that answers from a constant")
    options = parser.parse_args()
    if options.constant:
        asyncio.run(run_constant())
        return
    bot, constant = asyncio.run(measure(options.questions, options.in_flight))
    Console().print(report(bot, constant, options.in_flight))


if __name__ == "__main__":
    main()

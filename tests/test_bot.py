"""The process: what it says when it starts, reloads and ends, and what it does when it can't start."""

import asyncio
import logging
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot import SecretFormatter
from playground.server import Playground
from retrieval.retriever import Retriever
from tests.conftest import CORPUS, copy_texts

ROOT = Path(__file__).parents[1]
QUESTION = "Wo fand das Treffen statt?"
AUTHOR = "Andreas M. Brucker"
SECRET = "made.up.secret"
PATIENCE = 20.0


class Running:
    """A bot in its own process, its standard error line by line."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.lines: list[str] = []

    async def line(self, wanted: Callable[[str], bool]) -> str:
        assert self.process.stderr is not None
        async with asyncio.timeout(PATIENCE):
            while line := (await self.process.stderr.readline()).decode():
                self.lines.append(line.rstrip("\n"))
                if wanted(line):
                    return self.lines[-1]
        raise AssertionError("\n".join(self.lines))

    async def end(self) -> int:
        _, stderr = await asyncio.wait_for(self.process.communicate(), PATIENCE)
        self.lines += stderr.decode().splitlines()
        assert self.process.returncode is not None
        return self.process.returncode


@asynccontextmanager
async def started(
    env: dict[str, str], *arguments: str, stdin: int | None = asyncio.subprocess.DEVNULL
) -> AsyncIterator[Running]:
    clean = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "SYSTEMROOT"}}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "bot.py"),
        *arguments,
        cwd=ROOT,
        env=clean | env,
        stdin=stdin,
        stdout=PIPE,
        stderr=PIPE,
    )
    try:
        yield Running(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@pytest.fixture
def env(discord: Playground, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return {
        "DISCORD_TOKEN": SECRET,
        "DISCORD_API_URL": discord.api_url,
        "CORPUS_DIR": str(copy_texts(tmp_path_factory.mktemp("texts") / "corpus")),
        "DATA_DIR": str(tmp_path / "data"),
    }


async def test_it_starts_answers_reloads_and_ends_and_its_log_never_holds_the_token(
    discord: Playground, env: dict[str, str], retriever: Retriever
) -> None:
    async with started(env | {"LOG_LEVEL": "DEBUG", "CORPUS_DIR": str(CORPUS)}) as running:
        start = await running.line(lambda line: "is ready" in line)
        assert "Gipfelbot" in start
        assert "1 guilds" in start
        assert f"corpus {retriever.version} with {retriever.corpus.passage_count} passages" in start
        assert "6 commands registered" in start
        assert f"client_id={discord.world.bot.id}" in start
        assert "permissions=274877975552" in start  # view, send, send in threads, read the history: no more

        world = discord.world
        asked = await discord.say(world.mia, world.general, f"{world.bot.mention} {QUESTION}")
        assert AUTHOR in (await discord.reply_to(asked)).content

        told = time.monotonic()
        running.process.send_signal(signal.SIGTERM)
        assert await running.end() == 0
        assert time.monotonic() - told < 2
    assert not any(SECRET in line for line in running.lines)
    assert not any("Traceback" in line for line in running.lines)


async def test_a_hangup_reloads_once_it_is_ready_and_the_log_names_what_changed_and_every_problem(
    env: dict[str, str],
) -> None:
    corpus = Path(env["CORPUS_DIR"])
    pasted = "Titel\nVon Erika Muster\nDas ist der Absatz."
    (corpus / "early.txt").write_text(pasted, encoding="utf-8")
    async with started(env) as running:
        await running.line(lambda line: "early.txt" in line)  # it has loaded, no more
        running.process.send_signal(signal.SIGHUP)
        await running.line(lambda line: "is ready" in line)
        (corpus / "synonyms.de.txt").write_text("a,,b\n", encoding="utf-8")
        (corpus / "new.txt").write_text(pasted, encoding="utf-8")
        running.process.send_signal(signal.SIGHUP)
        await running.line(lambda line: "WARNING" in line and "synonyms.de.txt:1:" in line)
        assert "articles +1 −0 ~0, passages +1 −0 ~0" in await running.line(lambda line: "Corpus reloaded" in line)

        (corpus / "broken.md").write_text("Nur Text.", encoding="utf-8")
        running.process.send_signal(signal.SIGHUP)
        await running.line(lambda line: "ERROR" in line and "broken.md:1:" in line)
        await running.line(lambda line: "ERROR" in line and "was not reloaded" in line)


# What a shell does for `python bot.py --playground &`; SIGTERM ends both.
_BACKGROUND_JOB = """
import fcntl, os, signal, sys, termios
os.setsid()
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
job = os.fork()
if job == 0:
    os.setpgid(0, 0)
    os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
signal.signal(signal.SIGTERM, lambda *_: [os.kill(job, each) for each in (signal.SIGTERM, signal.SIGCONT)])
os.waitpid(job, 0)
"""


@asynccontextmanager
async def at_a_terminal(*command: str, new_session: bool = False) -> AsyncIterator[str]:
    """The address of a playground that a command starts with a terminal as its input; nothing else may be said."""
    terminal, keyboard = os.openpty()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *command, str(ROOT / "bot.py"), "--playground"),
        cwd=ROOT,
        env=os.environ | {"PLAYGROUND_PORT": "0"},
        stdin=keyboard,
        stdout=PIPE,
        start_new_session=new_session,
    )
    try:
        assert process.stdout is not None
        yield (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode().split()[-1]
    finally:
        process.terminate()
        said, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
        os.close(keyboard)
        os.close(terminal)
    assert said == b""  # no prompt


async def test_in_the_background_of_a_terminal_the_playground_reads_nothing() -> None:
    """Reading would stop it."""
    async with (
        at_a_terminal("-c", _BACKGROUND_JOB) as url,
        aiohttp.ClientSession() as session,
        session.get(url) as response,
    ):
        assert response.status == 200


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"DISCORD_TOKEN": ""}, ["DISCORD_TOKEN is not set"]),
        ({"DISCORD_TOKEN": "refused"}, ["DISCORD_TOKEN is refused"]),
        (
            {"HOME_GUILD_ID": "mine", "LOG_LEVEL": "LOUD", "MEMBER_COOLDOWN": "x"},
            ["HOME_GUILD_ID", "MEMBER_COOLDOWN", "LOG_LEVEL"],
        ),
        ({"CORPUS_DIR": "{tmp}/missing"}, ["{tmp}/missing"]),
        ({"CORPUS_DIR": "{tmp}"}, ["{tmp}", ".: no article loads"]),
        (
            {"DISCORD_TOKEN": "", "LOG_LEVEL": "LOUD", "CORPUS_DIR": "{tmp}"},
            ["DISCORD_TOKEN is not set", "LOG_LEVEL", "{tmp}", ".: no article loads"],
        ),
    ],
    ids=["no token", "refused token", "malformed variables", "no corpus folder", "empty corpus", "all at once"],
)
async def test_what_an_operator_has_to_mend_is_one_line_each(
    env: dict[str, str], tmp_path: Path, changes: dict[str, str], expected: list[str]
) -> None:
    changes = {name: value.format(tmp=tmp_path) for name, value in changes.items()}
    async with started(env | {"LOG_LEVEL": "WARNING"} | changes) as running:
        assert await running.end() == 78
    assert len(running.lines) == len(expected)
    for line, start in zip(running.lines, expected, strict=True):
        assert line.startswith(start.format(tmp=tmp_path))


async def test_without_a_network_it_says_so_and_another_start_may_help(env: dict[str, str]) -> None:
    async with started(env | {"DISCORD_API_URL": "http://127.0.0.1:9/api/v10", "LOG_LEVEL": "WARNING"}) as running:
        assert await running.end() == 1
    assert len(running.lines) == 1


async def test_a_token_that_is_reset_while_it_runs_ends_it(discord: Playground, env: dict[str, str]) -> None:
    async with started(env) as running:
        await running.line(lambda line: "is ready" in line)
        discord.faults.drop_sockets(4004)
        assert await running.end() == 78
    assert running.lines[-1].startswith("DISCORD_TOKEN is no longer accepted")
    assert not any("Traceback" in line for line in running.lines)


async def test_a_refused_intent_is_one_line_and_mentions_are_answered_on(
    discord: Playground, env: dict[str, str]
) -> None:
    world = discord.world
    discord.faults.refuse_intents()
    async with started(env | {"ANSWER_CHANNEL_IDS": str(world.questions.id)}) as running:
        line = await running.line(lambda line: "Message Content" in line)
        assert "ANSWER_CHANNEL_IDS" in line
        await running.line(lambda line: "is ready" in line)
        unasked = await discord.say(world.mia, world.questions, QUESTION)
        asked = await discord.say(world.mia, world.questions, f"{world.bot.mention} {QUESTION}")
        answer = await discord.next_message(world.questions, after=unasked)
        assert answer.reference is not None
        assert answer.reference.message_id == asked.id
        assert AUTHOR in answer.content
    assert not any("Traceback" in line for line in running.lines)


async def test_the_playground_answers_what_is_piped_into_it() -> None:
    async with started({"PLAYGROUND_PORT": "0"}, "--playground", stdin=PIPE) as running:
        stdout, stderr = await asyncio.wait_for(
            running.process.communicate(f"{QUESTION}\n/summary\n".encode()), PATIENCE
        )
    assert running.process.returncode == 0
    assert stdout.decode().count(AUTHOR) == 2
    assert "http://127.0.0.1:" in stdout.decode()
    assert not stderr


async def test_a_terminal_that_is_not_the_process_own_is_not_read() -> None:
    async with at_a_terminal(new_session=True) as url:
        assert url.startswith("http://127.0.0.1:")


async def test_the_playground_without_input_serves_its_page_until_it_is_told_to_end() -> None:
    async with started({"PLAYGROUND_PORT": "0"}, "--playground") as running:
        assert running.process.stdout is not None
        line = await asyncio.wait_for(running.process.stdout.readline(), PATIENCE)
        assert b"http://127.0.0.1:" in line
        running.process.send_signal(signal.SIGTERM)
        assert await running.end() == 0
    assert not running.lines


def test_a_secret_that_a_library_logs_stays_out_of_the_log() -> None:
    error = RuntimeError(f"Authorization: Bot {SECRET}")
    record = logging.LogRecord("lib", logging.ERROR, __file__, 1, "sent %s", (SECRET,), (type(error), error, None))
    line = SecretFormatter(SECRET).format(record)
    assert SECRET not in line
    assert "RuntimeError" in line

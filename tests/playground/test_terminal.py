"""The terminal: what is typed, and what is shown for it."""

import asyncio
import io
import os
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import discord
import pytest
from rich.console import Console

from playground.server import Playground
from playground.shown import Screen
from playground.slash import parse
from playground.terminal import Terminal
from tests.playground.bot import Echo, running
from tests.playground.commands import add_commands

ROOT = Path(__file__).parents[2]
Typing = Callable[..., Awaitable[str]]


@pytest.fixture
async def bot(playground: Playground) -> AsyncIterator[Echo]:
    async with running(playground, prepare=add_commands) as echo:
        yield echo


@pytest.fixture
def typed(playground: Playground, bot: Echo) -> Typing:  # noqa: ARG001 - it has to be connected
    """Types lines in one session, and returns what was shown for them."""
    output = io.StringIO()
    terminal = Terminal(playground, Screen(Console(file=output, width=60)))
    playground.world.listen(terminal.hear)

    async def type_lines(*lines: str) -> str:
        output.seek(output.truncate(0))
        for line in lines:
            await terminal.obey(line)
        return output.getvalue()

    return type_lines


async def test_a_question_mentions_the_bot_and_the_answer_is_shown_as_it_is_read(typed: Typing, bot: Echo) -> None:
    async def answer(message: discord.Message) -> None:
        await message.reply(
            f"> Das **Treffen** fand\n> in \\*Anchorage\\* statt.\n-# {message.author.mention}, Absatz 1"
        )

    bot.answer = answer
    assert await typed("Wo war es?") == ("Gipfelbot\n▌ Das Treffen fand\n▌ in *Anchorage* statt.\n@Mia, Absatz 1\n")
    assert bot.heard[0].content == f"{bot.user and bot.user.mention} Wo war es?"


async def test_long_lines_are_left_to_the_reader_where_it_is_no_terminal(typed: Typing, bot: Echo) -> None:
    async def answer(message: discord.Message) -> None:
        await message.reply("> " + "Wort " * 40)

    bot.answer = answer
    assert (await typed("Wo war es?")).splitlines()[1] == "▌ " + ("Wort " * 40).strip()


async def test_commands_run_and_buttons_are_pressed_by_number(typed: Typing) -> None:
    assert await typed("/echo text: Guten Tag") == "Gipfelbot\nGuten Tag\n[1] again  [2] other  [-] off\n"
    assert await typed("1") == "Gipfelbot · edited\nagain\n[3] again  [4] other  [-] off\n"
    assert await typed("9") == "no button has the number 9\n"
    assert "hallo\n" in await typed("/echo hallo")


async def test_what_only_one_sees_says_so(typed: Typing) -> None:
    shown = await typed("/echo text: leise private: true")
    assert shown.startswith("Gipfelbot · only you can see this\nleise\n")
    assert await typed("as ben", "/slow private: true") == (
        "Gipfelbot · only you can see this\nthought\nGipfelbot · only you can see this\nand more\n"
    )


async def test_suggestions_are_shown_for_a_question_mark(typed: Typing) -> None:
    assert await typed("/echo text: Sym?") == "  text: Sym!\n"


async def test_a_member_without_permission_is_told_and_a_moderator_is_obeyed(typed: Typing) -> None:
    assert await typed("/corpus reload") == "Mia is offered no command 'corpus' in allgemein\n"
    assert await typed("as mod", "/corpus reload") == "Gipfelbot\nreloaded\n"


async def test_places_change_and_a_mention_is_not_needed_everywhere(typed: Typing, bot: Echo) -> None:
    await typed("dm", "Hallo", "#forum", "Wo war es?", "#fragen", "@Gipfelbot, wo?")
    mention = bot.user and bot.user.mention
    assert [message.content for message in bot.heard] == ["Hallo", f"{mention} Wo war es?", f"{mention}, wo?"]
    assert "no channel #nirgends" in await typed("#nirgends")
    assert "nobody is called 'eva'" in await typed("as eva")


async def test_a_reply_goes_to_the_last_answer(typed: Typing, bot: Echo) -> None:
    await typed("Wo?", "> Und wann?")
    reference = bot.heard[-1].reference
    assert reference is not None
    assert bot.heard[-1].content == "Und wann?"
    assert reference.resolved


async def test_a_menu_runs_on_the_last_message_of_a_member(typed: Typing) -> None:
    assert (await typed("Wo?", "menu Repeat")).endswith("\nIt says: @Gipfelbot Wo?\n")


async def test_silence_is_shown_as_discord_shows_it(typed: Typing, playground: Playground) -> None:
    async def later() -> None:
        await playground.world.until(lambda: playground.record.frames("INTERACTION_CREATE"), 5, "interaction")
        playground.clock.advance(3.1)

    waiting = asyncio.create_task(later())
    assert await typed("/mute") == "the application did not respond\n"
    await waiting


async def test_help_names_what_can_be_done_here(typed: Typing) -> None:
    shown = await typed("help")
    assert "/echo" in shown
    assert "/corpus" not in shown
    assert "/corpus reload" in await typed("as mod", "help")
    assert "Repeat" in shown
    assert "Mia, Ben, Mod, Admin" in shown
    assert "#allgemein, #fragen, #forum" in shown


@pytest.mark.parametrize(
    ("line", "name", "options"),
    [
        ("/echo hallo Welt", "echo", {"text": "hallo Welt"}),
        ("/echo text:hallo private:true", "echo", {"text": "hallo", "private": "true"}),
        ("/echo hallo private: true", "echo", {"text": "hallo", "private": "true"}),
        ("/echo text: um 10:30 und other: x", "echo", {"text": "um 10:30 und other: x"}),
        ("/corpus reload", "corpus reload", {}),
    ],
)
async def test_a_value_ends_where_the_next_option_begins(
    playground: Playground, bot: Echo, line: str, name: str, options: dict[str, str]
) -> None:
    assert bot.user is not None
    world = playground.world
    typed = parse(playground.commands, world.admin, world.general, line)
    assert (typed.name, typed.options) == (name, options)


async def test_a_piped_session_ends_after_the_last_answer() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.playground.terminal_session", cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    shown, errors = await asyncio.wait_for(process.communicate(b"Wo?\n/echo hallo\n1"), 30)
    assert (process.returncode, errors.decode()) == (0, "")
    assert shown.decode().splitlines() == [
        "Type a question, or: help",
        "Mia #allgemein> Wo?",
        "Gipfelbot",
        "Echo: @Gipfelbot Wo?",
        "Mia #allgemein> /echo hallo",
        "Gipfelbot",
        "hallo",
        "[1] again  [2] other  [-] off",
        "Mia #allgemein> 1",
        "Gipfelbot · edited",
        "again",
        "[3] again  [4] other  [-] off",
    ]


async def test_a_terminal_without_the_characters_stops_nothing() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.playground.terminal_session",
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
    )
    shown, errors = await asyncio.wait_for(process.communicate("Grüße?\n".encode()), 30)
    assert (process.returncode, errors.decode()) == (0, "")
    assert "Echo: @Gipfelbot Gr??e?" in shown.decode("ascii")


async def test_an_interrupt_ends_a_waiting_session() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.playground.terminal_session", cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    assert process.stdout is not None
    await asyncio.wait_for(process.stdout.readline(), 30)
    process.send_signal(signal.SIGINT)
    await asyncio.wait_for(process.wait(), 30)
    assert process.stderr is not None
    assert b"Fatal" not in await process.stderr.read()

"""What goes wrong is one sentence for the member and one traceback for the operator, without the member's words."""

import logging
from pathlib import Path

import pytest

from cogs.failures import log_traceback
from playground.errors import ApiError
from playground.interactions import State
from playground.permissions import Permission
from playground.server import Playground
from retrieval.model import Answer, Explanation, Passage, Summary
from retrieval.retriever import Retriever
from tests.conftest import CORPUS, StartBot
from ui import notices, texts
from ui.reply import Quote, Reply

QUESTION = "Wo fand das Treffen statt?"
AUTHOR = "Andreas M. Brucker"


class BrokenRetriever(Retriever):
    """Answers nothing, and says in its error what was asked."""

    def answer(self, question: str, earlier: str | None = None, k: int = 5) -> Answer:  # noqa: ARG002 - breaks
        raise RuntimeError(f"broken: {question} {earlier}")


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


async def test_a_broken_answer_is_a_sentence_and_a_traceback(
    discord: Playground, start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    await start_bot(BrokenRetriever.load(CORPUS))
    world = discord.world
    asked = await discord.say(world.mia, world.general, f"{world.bot.mention} {QUESTION}")
    assert (await discord.reply_to(asked)).content == texts.text("de", "error.unexpected")
    response = await (await discord.command(world.ben, world.general, "ask", {"question": QUESTION})).response()
    assert response.ephemeral
    assert response.content == texts.text("en", "error.unexpected")
    logged = errors(caplog)
    assert len(logged) == 2
    assert all(entry.count("Traceback") == 1 and "RuntimeError: its message may hold" in entry for entry in logged)
    assert not any(QUESTION in entry for entry in logged)


class BrokenSummaries(Retriever):
    """Sums up nothing, and says in its error what was asked."""

    def summary(
        self, article: str | None = None, section: str | None = None, topic: str | None = None, sentences: int = 3
    ) -> Summary:
        raise RuntimeError(f"broken: {article} {section} {topic} {sentences}")


async def test_no_option_of_a_command_that_breaks_is_logged(
    discord: Playground, start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    await start_bot(BrokenSummaries.load(CORPUS))
    options = {"article": "gipfel-alaska-2025", "topic": "Mein Geheimnis"}
    response = await (await discord.command(discord.world.ben, discord.world.general, "summary", options)).response()
    assert response.content == texts.text("en", "error.unexpected")
    (logged,) = errors(caplog)
    assert "RuntimeError: its message may hold" in logged
    assert "Geheimnis" not in logged


class BrokenExplanations(Retriever):
    """Explains nothing, and says in its error what was asked."""

    def explain(self, question: str, passage: Passage, earlier: str | None = None) -> Explanation:
        raise RuntimeError(f"broken: {question} {passage.id} {earlier}")


async def test_no_question_line_above_a_button_that_breaks_is_logged(
    discord: Playground, start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    world = discord.world
    await start_bot(BrokenExplanations.load(CORPUS))
    asked = await discord.command(world.mia, world.general, "ask", {"question": QUESTION})
    answer = (await asked.response()).message
    assert answer is not None
    response = await (await discord.press(world.mia, answer, texts.text("de", "button.why"))).response()
    assert response.content == texts.text("de", "error.unexpected")
    (logged,) = errors(caplog)
    assert "RuntimeError: its message may hold" in logged
    assert QUESTION not in logged


async def test_no_message_whose_menu_breaks_is_logged(
    discord: Playground, start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    world = discord.world
    await start_bot(BrokenRetriever.load(CORPUS))
    said = await discord.say(world.mia, world.general, QUESTION)
    response = await (await discord.menu(world.ben, said, "Ask the article")).response()
    assert response.content == texts.text("en", "error.unexpected")
    (logged,) = errors(caplog)
    assert "RuntimeError: its message may hold" in logged
    assert QUESTION not in logged


@pytest.mark.usefixtures("bot")
async def test_a_button_that_breaks_is_answered_too(
    discord: Playground, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = discord.world
    asked = await discord.say(world.mia, world.general, f"{world.bot.mention} {QUESTION}")
    answer = await discord.reply_to(asked)
    monkeypatch.setattr("cogs.buttons.render_passage", None)
    response = await (await discord.press(world.mia, answer, texts.text("de", "button.after"))).response()
    assert response.ephemeral
    assert response.content == texts.text("de", "error.unexpected")
    assert len(errors(caplog)) == 1


@pytest.mark.usefixtures("bot")
async def test_what_is_not_word_for_word_is_not_sent(
    discord: Playground, retriever: Retriever, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    passage = retriever.search(QUESTION, k=1)[0].passage
    invented = Reply("> Erfunden.", quotes=(Quote(passage, ("Erfunden.",)),))
    for module in ("messages", "ask"):
        monkeypatch.setattr(f"cogs.{module}.render_answer", lambda *_args, **_options: invented)
    world = discord.world
    asked = await discord.say(world.mia, world.general, f"{world.bot.mention} {QUESTION}")
    assert (await discord.reply_to(asked)).content == texts.text("de", "error.not_verbatim")
    response = await (await discord.command(world.mia, world.general, "ask", {"question": QUESTION})).response()
    assert response.content == texts.text("de", "error.not_verbatim")
    assert len(errors(caplog)) == 2


async def test_logs_hold_no_members_text_above_debug(
    discord: Playground, start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await start_bot()
    world = discord.world
    asked = await discord.say(world.mia, world.general, f"{world.bot.mention} {QUESTION}")
    await discord.reply_to(asked)
    await discord.edit(asked, f"{world.bot.mention} Wer war dabei?")
    await (await discord.command(world.mia, world.general, "ask", {"question": QUESTION})).response()
    await discord.settle()
    assert caplog.records
    assert QUESTION not in caplog.text
    assert "Wer war dabei" not in caplog.text


def test_of_errors_only_those_that_hold_no_words_of_members_are_logged_with_their_messages(
    caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    said = "Geheimnis"
    try:
        try:
            int(said)
        finally:
            (tmp_path / "nowhere").read_text(encoding="utf-8")
    except OSError as error:
        log_traceback("broken", error)
    (logged,) = errors(caplog)
    assert said not in logged
    assert logged.count("Traceback") == 1
    assert logged.index("ValueError: its message may hold") < logged.index("FileNotFoundError: [Errno 2] No such file")


def test_at_debug_the_log_holds_what_was_said(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    log_traceback("broken", RuntimeError("Geheimnis"))
    (logged,) = errors(caplog)
    assert "RuntimeError: Geheimnis" in logged


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("code", [20016, 50007, 50083, 160005, 200000, 240000])
async def test_a_place_that_takes_no_message_is_a_line_in_the_log(
    discord: Playground, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(*_: object) -> None:
        raise ApiError(400, code, "Not here, not now")

    monkeypatch.setattr("playground.rest.messages.Messages._check_may_send", refuse)
    world = discord.world
    await discord.say(world.mia, world.general, f"{world.bot.mention} {QUESTION}")
    await discord.settle()
    assert f"No answer in channel {world.general.id}: Not here, not now" in caplog.text
    assert not errors(caplog)
    assert len(discord.record.requests("POST", "/messages")) == 1


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("in_thread", [False, True], ids=["channel", "thread"])
async def test_who_uses_a_command_is_told_what_the_bot_may_not_do_there(
    discord: Playground, caplog: pytest.LogCaptureFixture, *, in_thread: bool
) -> None:
    world = discord.world
    name = "send_messages_in_threads" if in_thread else "send_messages"
    world.set_overwrite(world.general, world.bot_role, deny=Permission[name.upper()])
    discord.faults.fail_next("POST", "/callback", 403)
    place = world.thread if in_thread else world.general
    response = await (await discord.command(world.mia, place, "ask", {"question": QUESTION})).response()
    assert response.ephemeral
    assert response.content == notices.missing_permissions((name,), language="de")
    assert f"In channel {place.id} the bot lacks: {name}" in caplog.text
    assert not errors(caplog)


@pytest.mark.usefixtures("bot")
async def test_a_command_refused_though_nothing_is_missing_is_a_sentence_and_a_traceback(
    discord: Playground, caplog: pytest.LogCaptureFixture
) -> None:
    world = discord.world
    discord.faults.fail_next("POST", "/callback", 403)
    response = await (await discord.command(world.mia, world.general, "ask", {"question": QUESTION})).response()
    assert response.content == texts.text("de", "error.unexpected")
    assert len(errors(caplog)) == 1


@pytest.mark.usefixtures("bot")
async def test_a_command_that_another_process_answered_is_a_line_in_the_log(
    discord: Playground, start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    await start_bot()
    world = discord.world
    response = await (await discord.command(world.mia, world.general, "ask", {"question": QUESTION})).response()
    assert AUTHOR in response.content
    await discord.settle()
    assert "too late or twice (40060)" in caplog.text
    assert not errors(caplog)


@pytest.mark.usefixtures("bot")
async def test_a_question_in_a_channel_that_is_gone_is_no_error(
    discord: Playground, caplog: pytest.LogCaptureFixture
) -> None:
    world = discord.world
    channel = world.add_channel(world.guild, "short-lived")
    caplog.set_level(logging.WARNING)
    await discord.say(world.mia, channel, f"{world.bot.mention} {QUESTION}")
    del world.channels[channel.id]
    asked = await discord.say(world.mia, world.general, f"{world.bot.mention} {QUESTION}")
    await discord.reply_to(asked)
    assert errors(caplog) == []


@pytest.mark.usefixtures("bot")
async def test_a_429_delays_the_answer(discord: Playground) -> None:
    world = discord.world
    discord.faults.limit_next("POST", "/messages", retry_after=0.01)
    asked = await discord.say(world.mia, world.general, f"{world.bot.mention} {QUESTION}")
    assert AUTHOR in (await discord.reply_to(asked)).content


@pytest.mark.usefixtures("bot")
async def test_a_rate_limit_that_is_too_long_to_wait_for_is_a_line_in_the_log(
    discord: Playground, caplog: pytest.LogCaptureFixture
) -> None:
    world = discord.world
    discord.faults.limit_next("POST", "/messages", retry_after=100)
    asked = await discord.say(world.mia, world.general, f"{world.bot.mention} {QUESTION}")
    assert await discord.quiet(world.general, after=asked)
    assert f"No answer in channel {world.general.id}: Discord wants a pause of 100 s" in caplog.text
    assert errors(caplog) == []


@pytest.mark.usefixtures("bot")
async def test_a_500_whose_request_was_carried_out_makes_no_second_answer(discord: Playground) -> None:
    world = discord.world
    discord.faults.fail_next("POST", "/messages", 500, carried_out=True)
    asked = await discord.say(world.mia, world.general, f"{world.bot.mention} {QUESTION}")
    answer = await discord.reply_to(asked)
    assert await discord.quiet(world.general, after=answer)
    assert len(discord.record.requests("POST", "/messages")) == 2


@pytest.mark.usefixtures("bot")
async def test_a_503_is_a_sentence_and_a_traceback(discord: Playground, caplog: pytest.LogCaptureFixture) -> None:
    world = discord.world
    discord.faults.fail_next("POST", "/messages", 503)
    asked = await discord.say(world.mia, world.general, f"{world.bot.mention} {QUESTION}")
    assert (await discord.reply_to(asked)).content == texts.text("de", "error.unexpected")
    assert len(errors(caplog)) == 1


@pytest.mark.usefixtures("bot")
async def test_an_interaction_that_arrives_late_is_a_line_in_the_log(
    discord: Playground, caplog: pytest.LogCaptureFixture
) -> None:
    world = discord.world
    discord.faults.deliver_late(3.1)
    response = await (await discord.command(world.mia, world.general, "ask", {"question": QUESTION})).response()
    assert response.state is State.FAILED
    await discord.settle()
    assert "too late" in caplog.text
    assert not errors(caplog)


@pytest.mark.usefixtures("bot")
async def test_after_a_dropped_socket_it_resumes_and_answers_what_was_asked_meanwhile(discord: Playground) -> None:
    world = discord.world
    discord.faults.drop_sockets()
    asked = await discord.say(world.mia, world.general, f"{world.bot.mention} {QUESTION}")
    assert AUTHOR in (await discord.reply_to(asked)).content


@pytest.mark.usefixtures("bot")
async def test_after_an_invalid_session_it_comes_back_to_the_same_gateway(discord: Playground) -> None:
    world = discord.world
    discord.faults.invalid_session(resumable=False)
    await discord.connected()
    asked = await discord.say(world.mia, world.general, f"{world.bot.mention} {QUESTION}")
    assert AUTHOR in (await discord.reply_to(asked)).content
    assert len(discord.record.frames("READY")) == 2

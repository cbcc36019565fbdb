"""Every button works, after a restart too, and none ever shows another paragraph than it promised."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot import SummitBot
from playground.interactions import Response, State
from playground.model import Message, User
from playground.permissions import Permission
from playground.server import Playground
from retrieval.retriever import Retriever
from tests.conftest import StartBot, copy_texts
from ui import texts
from ui.custom_id import CustomId, Kind, build, parse

QUESTION = "Wo fand das Treffen statt?"
REACTION = "Wie reagierte Selenskyj auf das Treffen?"

pytestmark = pytest.mark.usefixtures("bot")


def custom_id(message: Message, kind: Kind) -> str:
    return next(
        button.custom_id
        for button in message.buttons
        if button.custom_id is not None and parse(button.custom_id).kind is kind
    )


async def ask(discord: Playground, question: str = QUESTION, *, by: User | None = None) -> Message:
    world = discord.world
    asked = await discord.say(by or world.mia, world.general, f"{world.bot.mention} {question}")
    return await discord.reply_to(asked)


async def press(discord: Playground, member: User, message: Message, kind: Kind) -> Response:
    return await (await discord.press(member, message, custom_id(message, kind))).response()


def quoted_number(content: str) -> int:
    """The paragraph's number in a source line in either language."""
    words = content.replace(",", " ").split()
    marks = [word for word in words if word in {"Absatz", "paragraph"}]
    return int(words[words.index(marks[0]) + 1])


@pytest.mark.parametrize("restarted", [False, True], ids=["at once", "after a restart"])
@pytest.mark.parametrize("kind", [Kind.BEFORE, Kind.AFTER, Kind.OTHERS, Kind.WHY, Kind.DELETE])
async def test_each_button_works(
    discord: Playground, bot: SummitBot, start_bot: StartBot, kind: Kind, *, restarted: bool
) -> None:
    answer = await ask(discord, REACTION)
    if restarted:
        await bot.close()
        await start_bot()
    response = await press(discord, discord.world.mia, answer, kind)
    if kind is Kind.DELETE:
        await discord.gone(answer)
        return
    assert response.ephemeral
    assert response.content not in {texts.text("de", f"error.{key}") for key in ("old_button", "unexpected")}
    if kind in {Kind.BEFORE, Kind.AFTER}:
        step = 1 if kind is Kind.AFTER else -1
        assert quoted_number(response.content) == quoted_number(answer.content) + step


async def test_the_nearest_passage_is_shown_to_the_one_who_asks_for_it(
    discord: Playground, bot: SummitBot, start_bot: StartBot
) -> None:
    answer = await ask(discord, "Wie backt man Zwetschgenkuchen?")
    await bot.close()
    await start_bot()
    response = await press(discord, discord.world.ben, answer, Kind.NEAREST)
    assert response.ephemeral
    assert "Andreas M. Brucker" in response.content


async def test_neighbours_walk_on_in_place(discord: Playground) -> None:
    mia = discord.world.mia
    answer = await ask(discord)
    shown = (await press(discord, mia, answer, Kind.AFTER)).message
    assert shown is not None
    first = quoted_number(shown.content)
    walked = (await press(discord, mia, shown, Kind.WALK_AFTER)).message
    assert walked is not None
    assert walked.id == shown.id
    assert quoted_number(walked.content) == first + 1
    back = (await press(discord, mia, walked, Kind.WALK_BEFORE)).message
    assert back is not None
    assert quoted_number(back.content) == first


async def test_ephemeral_replies_are_in_the_language_of_who_presses(discord: Playground) -> None:
    answer = await ask(discord)
    assert "paragraph" in (await press(discord, discord.world.ben, answer, Kind.AFTER)).content
    assert "Absatz" in (await press(discord, discord.world.mia, answer, Kind.AFTER)).content


async def test_why_names_the_words_that_met(discord: Playground, retriever: Retriever) -> None:
    answer = await ask(discord)
    response = await press(discord, discord.world.mia, answer, Kind.WHY)
    assert "Treffen" in response.content
    assert retriever.version in response.content


async def test_why_reads_the_question_line_of_a_command(discord: Playground) -> None:
    world = discord.world
    for private in (False, True):
        interaction = await discord.command(world.mia, world.general, "ask", {"question": QUESTION, "private": private})
        answer = (await interaction.response()).message
        assert answer is not None
        assert "Treffen" in (await press(discord, world.mia, answer, Kind.WHY)).content


async def test_the_buttons_of_a_follow_up_know_what_it_followed_up(discord: Playground, retriever: Retriever) -> None:
    world = discord.world
    first = await ask(discord, "Where did they meet?")
    answer = await discord.reply_to(await discord.say(world.mia, world.general, "and when?", reply_to=first))
    assert "meet" in (await press(discord, world.ben, answer, Kind.WHY)).content
    shown = (await press(discord, world.ben, answer, Kind.OTHERS)).content.replace("\\", "")
    digests = parse(custom_id(answer, Kind.OTHERS)).digests
    hits = {hit.passage.digest: hit for hit in retriever.search("and when?", "Where did they meet?", k=10)}
    assert all(hits[digest].sentence.text[:40] in shown for digest in digests)


async def test_why_says_so_when_the_question_is_gone(discord: Playground) -> None:
    world = discord.world
    answer = await ask(discord)
    assert answer.reference is not None
    world.histories[world.general.id].remove(answer.reference.message_id)
    response = await press(discord, world.mia, answer, Kind.WHY)
    assert response.content == texts.text("de", "why.no_question")


async def test_others_show_the_sentence_that_answers_best(discord: Playground, retriever: Retriever) -> None:
    answer = await ask(discord, REACTION)
    response = await press(discord, discord.world.mia, answer, Kind.OTHERS)
    digests = parse(custom_id(answer, Kind.OTHERS)).digests
    hits = {hit.passage.digest: hit for hit in retriever.search(REACTION, k=10)}
    shown = response.content.replace("\\", "")
    assert all(hits[digest].sentence.text[:40] in shown for digest in digests)


async def test_others_show_a_sentence_and_its_translation_when_the_question_is_gone(
    discord: Playground, retriever: Retriever
) -> None:
    world = discord.world
    answer = await ask(discord, "How did NATO react?", by=world.ben)
    assert answer.reference is not None
    world.histories[world.general.id].remove(answer.reference.message_id)
    shown = (await press(discord, world.ben, answer, Kind.OTHERS)).content.replace("\\", "")
    for digest in parse(custom_id(answer, Kind.OTHERS)).digests:
        passage = retriever.corpus.find(digest)
        assert passage is not None
        assert passage.translation is not None
        first, second, *_ = passage.translation.sentences
        assert first.text[:40] in shown
        assert second.text[:40] not in shown


async def test_the_asker_deletes_the_answer(discord: Playground) -> None:
    answer = await ask(discord)
    response = await press(discord, discord.world.mia, answer, Kind.DELETE)
    assert response.state is State.ACKNOWLEDGED
    await discord.gone(answer)


async def test_who_manages_messages_in_the_channel_deletes_the_answer(discord: Playground) -> None:
    world = discord.world
    answer = await ask(discord)
    world.set_overwrite(world.general, world.ben, allow=Permission.MANAGE_MESSAGES)
    await press(discord, world.ben, answer, Kind.DELETE)
    await discord.gone(answer)


async def test_nobody_else_deletes_the_answer(discord: Playground) -> None:
    world = discord.world
    answer = await ask(discord)
    response = await press(discord, world.ben, answer, Kind.DELETE)
    assert response.ephemeral
    assert response.content == texts.text("en", "refusal.not_asker")
    assert discord.current(answer)


async def test_a_moderator_here_alone_does_not_delete_there(discord: Playground) -> None:
    world = discord.world
    answer = await ask(discord)
    world.set_overwrite(world.general, world.mod, deny=Permission.MANAGE_MESSAGES)
    response = await press(discord, world.mod, answer, Kind.DELETE)
    assert response.content == texts.text("de", "refusal.not_asker")


async def test_deleting_twice_is_no_error(discord: Playground, caplog: pytest.LogCaptureFixture) -> None:
    answer = await ask(discord)
    discord.faults.delay_next("DELETE", "/@original", 0.02)
    first = await discord.press(discord.world.mia, answer, custom_id(answer, Kind.DELETE))
    second = await discord.press(discord.world.mia, answer, custom_id(answer, Kind.DELETE))
    await first.response()
    await second.response()
    await discord.gone(answer)
    await discord.settle()
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_who_deletes_in_vain_is_told(discord: Playground) -> None:
    world = discord.world
    answer = await ask(discord)
    discord.faults.fail_next("DELETE", "/@original", 403)
    await press(discord, world.mia, answer, Kind.DELETE)
    await discord.settle()
    *_, told = discord.seen_by(world.mia, world.general)
    assert told.ephemeral
    assert told.content == texts.text("de", "error.unexpected")


async def test_a_passage_that_changed_gets_a_friendly_word(
    discord: Playground, bot: SummitBot, start_bot: StartBot, tmp_path: Path
) -> None:
    answer = await ask(discord, REACTION)
    await bot.close()
    changed = tmp_path / "corpus"
    copy_texts(changed)
    (changed / "gipfel-alaska-2025.en.md").unlink()
    article = changed / "gipfel-alaska-2025.md"
    article.write_text(article.read_text(encoding="utf-8").replace(". ", "! "), encoding="utf-8")
    await start_bot(Retriever.load(changed))
    for kind in (Kind.BEFORE, Kind.AFTER, Kind.OTHERS, Kind.WHY):
        response = await press(discord, discord.world.mia, answer, kind)
        assert response.ephemeral
        assert response.content == texts.text("de", "error.old_button")


def with_button(discord: Playground, message: Message, custom_id: str) -> Message:
    """The message as if it had been sent with this button alone."""
    button = {"id": 2, "type": 2, "style": 2, "label": "alt", "custom_id": custom_id}
    row = {"id": 1, "type": 1, "components": [button]}
    return discord.world.change_message(replace(message, components=(row,)))


@pytest.mark.parametrize("unknown", ["page:3", "b:not-a-digest:1", "zz:abcdefabcdef:1"])
async def test_a_button_of_another_version_is_answered(discord: Playground, unknown: str) -> None:
    old = with_button(discord, await ask(discord), unknown)
    response = await (await discord.press(discord.world.mia, old, unknown)).response()
    assert response.ephemeral
    assert response.content == texts.text("de", "error.unknown_button")


async def test_a_step_over_the_articles_end_is_refused(discord: Playground, retriever: Retriever) -> None:
    mia = discord.world.mia
    last = retriever.corpus.passage("gipfel-alaska-2025#10")
    assert last is not None
    beyond = build(CustomId(Kind.AFTER, (last.digest,), mia.id))
    old = with_button(discord, await ask(discord), beyond)
    response = await (await discord.press(mia, old, beyond)).response()
    assert response.content == texts.text("de", "error.old_button")

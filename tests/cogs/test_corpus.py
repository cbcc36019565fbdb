"""/corpus: who may use it, where it is, what a reload does."""

import asyncio
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import SummitBot
from cogs.corpus import reload_off_loop
from playground.errors import PlaygroundError
from playground.interactions import Response, State
from playground.model import Channel, User
from playground.permissions import Permission
from playground.server import Playground
from retrieval.corpus import Corpus
from retrieval.retriever import Retriever
from settings import Rate
from tests.conftest import StartBot, copy_texts
from ui import texts
from ui.escape import unescape

QUESTION = "Wo fand das Treffen statt?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus to change."""
    return copy_texts(tmp_path / "corpus")


@pytest.fixture
def retriever(folder: Path) -> Retriever:
    return Retriever.load(folder)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Holds every load of a corpus from now on until it is set."""
    opened = threading.Event()
    load = Corpus.load

    def load_slowly(directory: Path) -> Corpus:
        opened.wait(10)
        return load(directory)

    monkeypatch.setattr(Corpus, "load", load_slowly)
    yield opened
    opened.set()


async def use(
    discord: Playground, member: User, name: str = "reload", channel: Channel | None = None, *, override: bool = False
) -> Response:
    place = channel or discord.world.general
    return await (await discord.command(member, place, f"corpus {name}", override=override)).response()


def append(folder: Path, paragraph: str) -> None:
    for name in ("gipfel-alaska-2025.md", "gipfel-alaska-2025.en.md"):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(f"\n\n{paragraph}\n")


@pytest.mark.usefixtures("bot")
async def test_a_moderator_reloads_and_is_told_what_changed(
    discord: Playground, retriever: Retriever, folder: Path
) -> None:
    old = retriever.version
    append(folder, "Ein Nachtrag steht am Ende.")
    response = await use(discord, discord.world.mod)
    assert response.ephemeral
    assert retriever.version != old
    assert old in response.content
    assert retriever.version in response.content
    assert "gipfel-alaska-2025\\#11" in response.content or "gipfel-alaska-2025#11" in response.content
    assert [entry.request["type"] for entry in discord.record.requests("POST", "/callback")] == [5]


@pytest.mark.usefixtures("bot")
async def test_a_corpus_with_errors_changes_nothing(discord: Playground, retriever: Retriever, folder: Path) -> None:
    old = retriever.version
    (folder / "broken.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    response = await use(discord, discord.world.mod)
    assert old in response.content
    assert "broken.md" in response.content.replace("\\", "")
    assert retriever.version == old
    status = unescape((await use(discord, discord.world.mod, "status")).content)
    assert texts.text("de", "corpus.refused") in status
    assert "broken.md" in status
    (folder / "broken.md").unlink()
    await use(discord, discord.world.mod)
    assert "broken.md" not in unescape((await use(discord, discord.world.mod, "status")).content)


@pytest.mark.usefixtures("bot")
async def test_a_folder_that_is_gone_changes_nothing_and_status_says_so(
    discord: Playground, retriever: Retriever, folder: Path
) -> None:
    (folder / "broken.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    await use(discord, discord.world.mod)
    shutil.rmtree(folder)
    response = await use(discord, discord.world.mod)
    assert response.content == texts.text("de", "error.corpus_unreadable")
    assert retriever.corpus.articles
    status = unescape((await use(discord, discord.world.mod, "status")).content)
    assert f"Fehler: {folder.name}: der Ordner mit den Artikeln ist nicht lesbar" in status
    assert "broken.md" not in status


@pytest.mark.usefixtures("bot")
async def test_status_shows_version_articles_and_problems(
    discord: Playground, start_bot: StartBot, bot: SummitBot, folder: Path
) -> None:
    await bot.close()
    (folder / "stray.pdf").write_bytes(b"%PDF")
    retriever = Retriever.load(folder)
    await start_bot(retriever)
    response = await use(discord, discord.world.mod, "status")
    assert response.ephemeral
    assert retriever.version in response.content
    assert "gipfel-alaska-2025" in response.content
    assert "Warnung: stray.pdf: gehört nicht zu den Artikeln" in unescape(response.content)
    response = await use(discord, discord.world.admin, "status")
    assert "Warning: stray.pdf: not a corpus file" in unescape(response.content)


@pytest.mark.usefixtures("bot")
async def test_members_are_not_offered_it_and_are_refused(discord: Playground) -> None:
    world = discord.world
    with pytest.raises(PlaygroundError):
        await use(discord, world.mia)
    for name in ("reload", "status"):
        response = await use(discord, world.mia, name, override=True)
        assert response.ephemeral
        assert response.content == texts.text("de", "refusal.not_moderator")


@pytest.mark.usefixtures("bot")
async def test_managing_messages_in_one_channel_is_not_enough(discord: Playground) -> None:
    world = discord.world
    world.set_overwrite(world.general, world.mia, allow=Permission.MANAGE_MESSAGES)
    response = await use(discord, world.mia, override=True)
    assert response.content == texts.text("de", "refusal.not_moderator")


async def test_a_moderators_role_is_enough_and_the_command_is_shown_to_it(
    discord: Playground, start_bot: StartBot
) -> None:
    world = discord.world
    role = world.add_role(world.guild, "Redaktion")
    await start_bot(moderator_role_ids=frozenset({role.id}))
    world.give_roles(world.guild, world.ben, role)
    assert (await use(discord, world.ben, "status")).content.startswith("Version")
    response = await use(discord, world.mia, "status")  # offered to everybody: the code alone decides
    assert response.content == texts.text("de", "refusal.not_moderator")
    assert (await use(discord, world.mod, "status")).content.startswith("Stand")


@pytest.mark.usefixtures("bot")
async def test_it_is_not_offered_in_direct_messages(discord: Playground) -> None:
    world = discord.world
    with pytest.raises(PlaygroundError):
        await use(discord, world.mod, channel=discord.dm(world.mod))


async def test_with_a_home_it_is_registered_there_alone(discord: Playground, start_bot: StartBot) -> None:
    world = discord.world
    abroad = world.add_guild("Abroad", world.mod)
    channel = world.add_channel(abroad, "general")
    await start_bot(home_guild_id=world.guild.id)
    assert (await use(discord, world.mod, "status")).content.startswith("Stand")
    with pytest.raises(PlaygroundError):
        await use(discord, world.mod, "status", channel)


async def test_without_a_home_it_works_while_the_bot_is_in_one_guild(discord: Playground, start_bot: StartBot) -> None:
    world = discord.world
    await start_bot()
    assert (await use(discord, world.mod, "status")).content.startswith("Stand")
    abroad = world.add_guild("Abroad", world.admin)
    await discord.settle()
    for name in ("status", "reload"):
        response = await use(discord, world.mod, name)
        assert response.ephemeral
        assert response.content == texts.text("de", "refusal.home_unclear")
    world.remove_bot(abroad)
    await discord.settle()
    assert (await use(discord, world.mod, "status")).content.startswith("Stand")


async def test_it_is_registered_in_the_first_guild_that_the_bot_joins(discord: Playground, start_bot: StartBot) -> None:
    world = discord.world
    world.remove_bot(world.guild)
    await start_bot()
    abroad = world.add_guild("Abroad", world.mod)
    channel = world.add_channel(abroad, "general")
    await discord.settle()
    assert (await use(discord, world.mod, "status", channel)).content.startswith("Stand")


async def test_it_moves_along_to_the_only_guild(discord: Playground, start_bot: StartBot) -> None:
    world = discord.world
    await start_bot()
    abroad = world.add_guild("Abroad", world.mod)
    channel = world.add_channel(abroad, "general")
    await discord.settle()
    world.remove_bot(world.guild)
    await discord.settle()
    assert (await use(discord, world.mod, "status", channel)).content.startswith("Stand")


@pytest.mark.usefixtures("bot")
async def test_a_second_reload_is_told_that_one_is_running(discord: Playground, gate: threading.Event) -> None:
    world = discord.world
    first = await discord.command(world.mod, world.general, "corpus reload")
    await world.until(lambda: first.state is State.LOADING, 5, "deferred reload")
    second = await use(discord, world.admin)
    assert second.content == texts.text("en", "refusal.reload_running")
    asked = await discord.say(world.mia, world.general, f"{world.bot.mention} {QUESTION}")
    assert "Andreas M. Brucker" in (await discord.reply_to(asked)).content  # the event loop runs on meanwhile
    gate.set()
    assert "Stand" in (await first.response()).content


async def test_questions_while_it_reloads_are_each_answered_from_one_version(
    discord: Playground, start_bot: StartBot, retriever: Retriever, folder: Path
) -> None:
    await start_bot(member_cooldown=Rate(1000, 1), channel_cooldown=Rate(1000, 1))
    world = discord.world
    members = [world.add_user(f"Member {number}") for number in range(5)]
    for added in range(2):
        append(folder, f"Nachtrag Nummer {added}.")
        reload = await discord.command(world.mod, world.general, "corpus reload")
        while reload.state is not State.ANSWERED:
            asked = [await discord.say(member, discord.dm(member), QUESTION) for member in members]
            for question in asked:
                answer = await discord.reply_to(question)
                number, count = re.findall(r"Absatz (\d+) von (\d+)", answer.content)[0]
                assert int(count) in {10 + added, 11 + added}
                passage = retriever.corpus.passage(f"gipfel-alaska-2025#{number}")
                assert passage is not None
                assert passage.text[:30] in unescape(answer.content).replace("**", "")
    assert retriever.corpus.passage_count == 12


async def test_who_stops_waiting_for_a_reload_leaves_it_to_end_by_itself(
    retriever: Retriever, folder: Path, gate: threading.Event
) -> None:
    append(folder, "Ein Nachtrag steht am Ende.")
    waiting = asyncio.create_task(reload_off_loop(retriever))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    gate.set()
    for thread in threading.enumerate():
        if thread.name == "reload":
            await asyncio.to_thread(thread.join, 10)
    assert retriever.corpus.passage_count == 11

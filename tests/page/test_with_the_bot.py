"""The whole way in a real Chromium: the page, the playground's wire, the real bot, the shipped corpus."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect
from playwright.async_api import Page as Tab

from playground.server import Playground
from retrieval.retriever import Retriever
from settings import Settings
from tests.conftest import QuickBot, connected, copy_texts
from tests.page.test_page import channel, messages, speak_as

pytestmark = pytest.mark.asyncio(loop_scope="session")

AUTHOR = "Andreas M. Brucker"
HOSTILE = (
    "<script>window.stolen = 1</script> **Anchorage** <img src=x onerror=alert(1)> [Alaska](https://evil.example) "
    "`Ort` ||geheim|| <@1> @everyone <t:0> https://a.example/b_c_d ~~weg~~ 2025. \\ # -# > :tada:"
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return copy_texts(tmp_path / "corpus")


@pytest.fixture
def own_retriever(request: pytest.FixtureRequest, loaded_retriever: Retriever) -> Retriever:
    """The shared one, or one on the test's own copy of the corpus."""
    if "corpus" not in request.fixturenames:
        return loaded_retriever
    return Retriever.load(request.getfixturevalue("corpus"))


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def bot(discord: Playground, own_retriever: Retriever, tmp_path: Path) -> AsyncIterator[QuickBot]:
    settings = Settings(
        token=discord.token,
        api_url=discord.api_url,
        data_dir=tmp_path / "data",
        answer_channel_ids=frozenset({discord.world.questions.id, discord.world.forum.id}),
    )
    bot = QuickBot(settings, own_retriever, reads_messages=True, registers_always=True, guild_ready_timeout=0.01)
    async with connected(bot, discord):
        yield bot


async def ask(tab: Tab, words: str) -> Locator:
    """Asks, and gives the message that quotes."""
    quoting = messages(tab).filter(has=tab.locator("blockquote"))
    before = await quoting.count()
    await tab.locator("#field").fill(words)
    await tab.locator("#field").press("Enter")
    await expect(quoting).to_have_count(before + 1)
    return tab.locator(f"#{await quoting.last.get_attribute('id')}")


async def quoted(answer: Locator) -> str:
    text: str = await answer.locator("blockquote").first.evaluate("(quote) => quote.textContent")
    return text


def write_one_article(corpus: Path, paragraph: str) -> None:
    """Instead of those that are there."""
    for path in corpus.iterdir():
        path.unlink()
    text = f"Ein Titel <b>\nAutor: Eva <i>\n{paragraph}\nNoch ein Absatz.\n"
    (corpus / "neu.txt").write_text(text, encoding="utf-8")


async def reload(tab: Tab) -> None:
    await tab.locator("#field").fill("/corpus reload")
    await expect(tab.locator("#suggestions").get_by_role("option").first).to_contain_text("/corpus reload")
    await tab.keyboard.press("Enter")
    await tab.keyboard.press("Enter")
    await expect(messages(tab)).to_have_count(1)
    await expect(messages(tab).last.locator(".thinking")).to_have_count(0)


def passages(retriever: Retriever) -> list[str]:
    corpus = retriever.corpus
    found = (corpus.passage(f"{a.slug}#{n}") for a in corpus.articles for n in range(1, a.passage_count + 1))
    return [passage.text for passage in found if passage is not None]


async def test_a_member_asks_and_reads_a_passage_word_for_word(tab: Tab, own_retriever: Retriever) -> None:
    answer = await ask(tab, "@Gipfelbot Wo fand das Treffen statt?")
    assert await quoted(answer) in passages(own_retriever)
    await expect(answer.locator("blockquote strong").first).to_be_visible()
    await expect(answer).to_contain_text(AUTHOR)
    await expect(answer.locator(".above")).to_contain_text("Wo fand das Treffen statt?")


async def test_an_english_question_gets_the_translation_too(tab: Tab, own_retriever: Retriever) -> None:
    await speak_as(tab, "Ben")
    answer = await ask(tab, "@Gipfelbot Where did they meet?")
    assert await quoted(answer) in passages(own_retriever)
    await expect(answer.locator("blockquote")).to_have_count(2)
    await expect(answer).to_contain_text("Translated into English")


async def test_every_button_of_an_answer_works(tab: Tab, own_retriever: Retriever) -> None:
    answer = await ask(tab, "@Gipfelbot Wo fand das Treffen statt?")
    own = await quoted(answer)
    await answer.get_by_role("button", name="danach").click()
    neighbour = messages(tab).nth(2)
    await expect(neighbour).to_contain_text("Nur du kannst das sehen")
    following = await quoted(neighbour)
    assert following != own
    assert following in passages(own_retriever)
    await neighbour.get_by_role("button", name="danach").click()
    await expect(neighbour.locator("blockquote").first).not_to_have_text(following)
    await neighbour.get_by_role("button", name="davor").click()
    await expect(neighbour.locator("blockquote").first).to_have_text(following)
    await answer.get_by_role("button", name="andere Stellen").click()
    await expect(messages(tab).nth(3).locator("blockquote").nth(1)).to_be_visible()
    await answer.get_by_role("button", name="warum dieser?").click()
    await expect(messages(tab).nth(4)).to_contain_text("Treffen")
    await speak_as(tab, "Ben")
    await expect(messages(tab)).to_have_count(2)
    await answer.get_by_role("button", name="löschen").click()
    await expect(messages(tab)).to_have_count(3)  # the refusal, which only Ben sees
    await speak_as(tab, "Mia")
    await answer.get_by_role("button", name="löschen").click()
    await expect(tab.locator(".message .above").filter(has_text="Wo fand das Treffen statt?")).to_have_count(0)


async def test_what_the_article_does_not_know_is_said_and_the_nearest_passage_offered(tab: Tab) -> None:
    await tab.locator("#field").fill("@Gipfelbot Wie backt man einen Apfelkuchen?")
    await tab.locator("#field").press("Enter")
    await messages(tab).last.get_by_role("button", name="ähnlichste Stelle").click()
    await expect(messages(tab).last).to_contain_text("Nur du kannst das sehen")
    await expect(messages(tab).last.locator("blockquote").first).to_be_visible()


async def test_a_summary_is_made_of_a_suggested_section(tab: Tab, own_retriever: Retriever) -> None:
    await tab.locator("#field").fill("/zusammen")
    await expect(tab.locator("#suggestions").get_by_role("option").first).to_contain_text("/zusammenfassung")
    await tab.keyboard.press("Enter")
    await tab.get_by_role("button", name="+ abschnitt").click()
    heading = own_retriever.corpus.articles[0].sections[-1].heading
    await tab.keyboard.type(heading[:8])
    await expect(tab.locator("#suggestions").get_by_role("option").first).to_contain_text(heading[:20])
    await tab.keyboard.press("Enter")
    await tab.get_by_role("button", name="+ sätze").click()
    await tab.keyboard.type("2")
    await tab.keyboard.press("Enter")
    await expect(messages(tab).last).to_contain_text(AUTHOR)
    await expect(messages(tab).last.locator(".above")).to_contain_text("Mia hat /summary verwendet")


async def test_a_message_is_looked_up_from_its_menu_by_keyboard_alone(tab: Tab, own_retriever: Retriever) -> None:
    await tab.keyboard.type("Wo fand das Treffen statt?")
    await tab.keyboard.press("Enter")
    await expect(messages(tab)).to_have_count(1)
    await tab.keyboard.press("F6")
    await tab.keyboard.press("Enter")
    await tab.get_by_role("menuitem", name="Im Artikel nachschlagen").press("Enter")
    await expect(messages(tab).last).to_contain_text("Nur du kannst das sehen")
    assert await quoted(messages(tab).last) in passages(own_retriever)


async def test_everything_is_reached_by_keyboard_alone(tab: Tab, own_retriever: Retriever) -> None:
    await tab.keyboard.type("@gip")
    await expect(tab.locator("#suggestions").get_by_role("option").first).to_be_visible()
    await tab.keyboard.press("Enter")
    await tab.keyboard.type("Wo fand das Treffen statt?")
    await tab.keyboard.press("Enter")
    why = messages(tab).nth(1).get_by_role("button", name="warum dieser?")
    await expect(why).to_be_visible()
    for _ in range(10):
        await tab.keyboard.press("Shift+Tab")
        if await why.evaluate("(button) => button === document.activeElement"):
            break
    await tab.keyboard.press("Enter")
    await expect(messages(tab).last).to_contain_text(own_retriever.version)
    await expect(why).to_be_focused()
    await tab.keyboard.press("Tab")
    await expect(messages(tab).nth(1).get_by_role("button", name="löschen")).to_be_focused()


async def test_a_moderator_reloads_a_changed_corpus(tab: Tab, corpus: Path) -> None:
    await tab.keyboard.type("/corpus")
    await expect(tab.locator("#suggestions")).to_contain_text("So beginnt kein Befehl")
    await speak_as(tab, "Mod")
    write_one_article(corpus, "Ganz zuletzt wuchsen in Fairbanks blaue Apfelbäume.")
    await reload(tab)
    await expect(messages(tab).last).to_contain_text("neu")
    await expect(messages(tab).last.locator(".above")).to_contain_text("Mod hat /corpus reload verwendet")
    answer = await ask(tab, "@Gipfelbot Wo wuchsen blaue Apfelbäume?")
    assert await quoted(answer) == "Ganz zuletzt wuchsen in Fairbanks blaue Apfelbäume."


async def test_channels_that_are_answered_need_no_mention(tab: Tab) -> None:
    for name in ("fragen", "Gipfelbot"):
        await channel(tab, name).click()
        answer = await ask(tab, "Wo fand das Treffen statt?")
        await expect(answer).to_contain_text(AUTHOR)


async def test_a_corrected_question_corrects_its_answer(tab: Tab) -> None:
    answer = await ask(tab, "@Gipfelbot Wo fand das Treffen statt?")
    before = await quoted(answer)
    await tab.keyboard.press("ArrowUp")
    await tab.locator("#field").fill("@Gipfelbot Wie reagierte Selenskyj?")
    await tab.keyboard.press("Enter")
    await expect(answer.locator("blockquote").first).not_to_have_text(before)
    await expect(messages(tab)).to_have_count(2)


async def test_a_hostile_article_is_quoted_as_it_stands_and_runs_nothing(tab: Tab, corpus: Path) -> None:
    write_one_article(corpus, HOSTILE)
    await speak_as(tab, "Mod")
    await reload(tab)
    answer = await ask(tab, "@Gipfelbot Was steht über Anchorage in Alaska?")
    assert await quoted(answer) == HOSTILE
    assert await answer.locator("img, script, blockquote a, .spoiler, blockquote .mention").count() == 0
    assert await tab.evaluate("window.stolen") is None

"""The page in a real Chromium, with a small bot on the other side."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect
from playwright.async_api import Page as Tab

from playground.server import Playground
from tests.page.conftest import Window, load
from tests.page.small_bot import SmallBot, small_bot

pytestmark = pytest.mark.asyncio(loop_scope="session")

_BEGIN = "Es begann um elf Uhr."


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def bot(discord: Playground) -> AsyncIterator[SmallBot]:
    async with small_bot(discord) as running:
        yield running


def messages(tab: Tab) -> Locator:
    return tab.locator("#messages > li")


def channel(tab: Tab, name: str) -> Locator:
    return tab.locator("#sidebar .channel").filter(has_text=name)


async def ask(tab: Tab, words: str = "@Gipfelbot Wann war es?") -> Locator:
    """Asks in the open channel, and gives the answer's message."""
    await tab.locator("#field").fill(words)
    await tab.locator("#field").press("Enter")
    answer = messages(tab).filter(has=tab.locator("blockquote")).last
    await expect(answer).to_contain_text(_BEGIN)
    return tab.locator(f"#{await answer.get_attribute('id')}")


async def speak_as(tab: Tab, name: str) -> None:
    options = tab.locator("#speaker option")
    labels = await options.all_text_contents()
    await tab.select_option("#speaker", label=next(label for label in labels if label.startswith(name)))


async def command(tab: Tab, name: str) -> None:
    """Chooses it from the list."""
    await tab.locator("#field").fill(f"/{name}")
    await expect(tab.locator("#suggestions").get_by_role("option").first).to_contain_text(f"/{name}")
    await tab.keyboard.press("Enter")
    await expect(tab.locator("#command-form")).to_be_visible()


async def test_a_clicked_example_is_asked_and_its_answer_read_as_discord_shows_it(tab: Tab) -> None:
    await tab.get_by_role("button", name="Wo war es?").click()
    question, answer = messages(tab).nth(0), messages(tab).nth(1)
    await expect(question.locator(".mention")).to_have_text("@Gipfelbot")
    await expect(question).to_contain_text("Wo war es?")
    await expect(answer.locator(".badge")).to_have_text("APP")
    await expect(answer.locator(".above")).to_have_text("@Mia@Gipfelbot Wo war es?")
    await expect(answer.locator("blockquote")).to_have_text(f"{_BEGIN} Dann sprachen beide.")
    await expect(answer.locator("blockquote strong")).to_have_text("um elf Uhr")
    await expect(answer.locator("small a")).to_have_attribute("href", "https://example.org/a")
    await expect(tab.locator("#field")).to_be_focused()


async def test_a_mention_is_completed_and_its_name_shown_again_when_editing(tab: Tab, discord: Playground) -> None:
    await tab.locator("#field").press_sequentially("Hallo @gip")
    await expect(tab.locator("#suggestions").get_by_role("option").first).to_contain_text("@Gipfelbot")
    await tab.keyboard.press("Enter")
    await tab.keyboard.type("wann?")
    await tab.keyboard.press("Enter")
    await expect(messages(tab)).to_have_count(2)
    [question, _] = discord.world.histories[discord.world.general.id]
    assert question.content == f"Hallo {discord.world.bot.mention} wann?"
    await tab.keyboard.press("ArrowUp")
    await expect(tab.locator("#field")).to_have_value("Hallo @Gipfelbot wann?")


async def test_own_messages_are_edited_and_deleted_by_keyboard_alone(tab: Tab, discord: Playground) -> None:
    await tab.keyboard.type("Guten Tag")
    await tab.keyboard.press("Enter")
    await expect(messages(tab)).to_have_count(1)
    await tab.keyboard.press("ArrowUp")
    await tab.keyboard.type("!")
    await tab.keyboard.press("Enter")
    await expect(messages(tab).first).to_contain_text("Guten Tag! (bearbeitet)")
    await tab.keyboard.press("F6")
    await expect(messages(tab).last).to_be_focused()
    await tab.keyboard.press("Enter")
    await tab.get_by_role("menuitem", name="Löschen").press("Enter")
    await expect(messages(tab)).to_have_count(0)
    assert not list(discord.world.histories[discord.world.general.id])


async def test_only_a_moderator_deletes_the_messages_of_others(tab: Tab) -> None:
    answer = await ask(tab)
    await answer.hover()
    await answer.get_by_role("button", name="Aktionen zur Nachricht").click()
    await expect(tab.get_by_role("menuitem", name="Löschen")).to_have_count(0)
    await tab.keyboard.press("Escape")
    await speak_as(tab, "Mod")
    await messages(tab).last.hover()
    await messages(tab).last.get_by_role("button", name="Aktionen zur Nachricht").click()
    await tab.get_by_role("menuitem", name="Löschen").click()
    await expect(messages(tab)).to_have_count(1)


async def test_a_reply_names_its_message_and_pings_only_if_wanted(tab: Tab, discord: Playground) -> None:
    answer = await ask(tab)
    await answer.hover()
    await answer.get_by_role("button", name="Antworten").click()
    await expect(tab.locator("#reply-bar")).to_contain_text("Antwort an Gipfelbot")
    await tab.locator("#reply-bar").get_by_role("button", name="@ AN").click()
    await tab.locator("#field").fill("Danke")
    await tab.locator("#field").press("Enter")
    await expect(messages(tab).last.locator(".above")).to_contain_text(_BEGIN)
    await expect(tab.locator("#reply-bar")).to_be_hidden()
    assert list(discord.world.histories[discord.world.general.id])[-1].mentions == ()


async def test_every_state_of_a_button_is_shown(tab: Tab, discord: Playground) -> None:
    answer = await ask(tab)
    await expect(answer.get_by_role("button", name="aus")).to_be_disabled()
    never = answer.get_by_role("button", name="nie")
    await never.click()
    await expect(never).to_have_attribute("aria-disabled", "true")
    discord.clock.advance(3.1)
    await expect(answer.get_by_role("alert")).to_have_text("Die Anwendung reagiert nicht")
    await answer.get_by_role("button", name="weiter").click()
    await expect(answer.locator("blockquote")).to_have_text("Der nächste.")
    await answer.get_by_role("button", name="🗑").click()
    await expect(messages(tab)).to_have_count(1)


async def test_an_ephemeral_answer_is_seen_by_one_member_until_dismissed(tab: Tab) -> None:
    answer = await ask(tab)
    await answer.get_by_role("button", name="davor").click()
    private = messages(tab).nth(2)
    await expect(private).to_contain_text("Der Absatz davor.")
    await expect(private).to_contain_text("Nur du kannst das sehen")
    await speak_as(tab, "Ben")
    await expect(messages(tab)).to_have_count(2)
    await speak_as(tab, "Mia")
    await private.get_by_role("button", name="Nachricht verwerfen").click()
    await expect(messages(tab)).to_have_count(2)


async def test_a_command_is_filled_in_with_hints_and_suggestions(tab: Tab) -> None:
    await tab.keyboard.type("/sum")
    await expect(tab.locator("#suggestions").get_by_role("option").first).to_have_text(
        re.compile("/summary.*Sum the article up")
    )
    await tab.keyboard.press("Enter")
    await tab.get_by_role("button", name="+ section").click()
    await expect(tab.locator("#suggestions").get_by_role("option")).to_have_text(["Das Treffen", "Symbolik", "Folgen"])
    await tab.keyboard.type("sym")
    await expect(tab.locator("#suggestions").get_by_role("option")).to_have_text(["Symbolik"])
    await tab.keyboard.press("Enter")
    await tab.get_by_role("button", name="+ sentences").click()
    await tab.keyboard.type("12")
    await tab.keyboard.press("Enter")
    await expect(tab.locator("#option-hint")).to_have_text("Schreib eine Zahl von 1 bis 10")
    await tab.keyboard.press("Backspace")
    await tab.keyboard.press("Backspace")
    await tab.keyboard.type("5")
    await tab.keyboard.press("Enter")
    await expect(messages(tab).last).to_contain_text("Symbolik: 5")
    await expect(messages(tab).last.locator(".above")).to_have_text("Mia hat /summary verwendet")
    await expect(tab.locator("#field")).to_be_focused()


async def test_a_required_option_is_asked_for(tab: Tab) -> None:
    await command(tab, "ask")
    await tab.keyboard.press("Enter")
    await expect(tab.locator("#option-hint")).to_have_text("Diese Option ist erforderlich")
    await tab.keyboard.type("Wann?")
    await tab.get_by_role("button", name="+ private").click()
    await tab.get_by_role("option", name="Wahr").click()
    await tab.keyboard.press("Enter")
    await expect(messages(tab).last).to_contain_text("Nur du kannst das sehen")


async def test_a_deferred_answer_is_shown_as_thinking_until_it_comes(tab: Tab, bot: SmallBot) -> None:
    await command(tab, "later")
    await tab.keyboard.press("Enter")
    await expect(messages(tab).last).to_contain_text("Gipfelbot denkt nach …")
    await bot.waiting[0].followup.send("fertig")
    await expect(messages(tab).last).to_contain_text("fertig")
    await expect(messages(tab)).to_have_count(1)


async def test_a_command_that_is_not_answered_says_so(tab: Tab, discord: Playground) -> None:
    await command(tab, "never")
    await tab.keyboard.press("Enter")
    await expect(tab.locator("#pending")).to_contain_text("Befehl wird gesendet …")
    discord.clock.advance(3.1)
    await expect(tab.locator("#pending").get_by_role("alert")).to_have_text("Die Anwendung reagiert nicht")
    await tab.get_by_role("button", name="Nachricht verwerfen").click()
    await expect(tab.locator("#pending > li")).to_have_count(0)


async def test_a_message_menu_answers_only_to_its_user(tab: Tab) -> None:
    await tab.keyboard.type("Wo liegt Anchorage?")
    await tab.keyboard.press("Enter")
    await expect(messages(tab)).to_have_count(1)
    await tab.keyboard.press("F6")
    await tab.keyboard.press("Enter")
    await tab.get_by_role("menuitem", name="Look it up").press("Enter")
    await expect(messages(tab).last.locator("blockquote")).to_have_text("Wo liegt Anchorage?")
    await expect(messages(tab).last.locator(".above")).to_have_text("Mia hat Look it up verwendet")


async def test_every_kind_of_channel_is_there(tab: Tab) -> None:
    await channel(tab, "fragen").click()
    await ask(tab, "Wann war es?")
    await channel(tab, "Gipfelbot").click()
    await ask(tab, "Wann war es?")
    await channel(tab, "forum").click()
    await tab.get_by_label("Titel").fill("Wann?")
    await tab.get_by_label("Was möchtest du wissen?").fill("@Gipfelbot Wann war es?")
    await tab.get_by_role("button", name="Veröffentlichen").click()
    await expect(tab.locator("#channel-title")).to_have_text("Wann?")
    await expect(messages(tab)).to_have_count(1)
    await channel(tab, "forum").click()
    await expect(tab.locator(".post")).to_have_count(1)


async def test_the_page_speaks_the_members_language(tab: Tab) -> None:
    await expect(tab.locator("#field")).to_have_attribute("placeholder", "Nachricht an #allgemein")
    await speak_as(tab, "Ben")
    await expect(tab.locator("#field")).to_have_attribute("placeholder", "Message #allgemein")
    await expect(tab.locator("html")).to_have_attribute("lang", "en-GB")


async def test_both_languages_have_the_same_words_with_the_same_values(tab: Tab) -> None:
    texts = await tab.evaluate("import('/texts.js').then(({ TEXTS }) => TEXTS)")
    assert texts["de"].keys() == texts["en"].keys()
    for key, german in texts["de"].items():
        assert set(re.findall(r"{\w+}", german)) == set(re.findall(r"{\w+}", texts["en"][key])), key


async def test_the_inspector_lists_frames_and_requests_in_their_order(tab: Tab) -> None:
    await expect(tab.locator("#inspector")).to_be_hidden()
    await tab.get_by_role("button", name="Inspektor").click()
    await expect(tab.locator("#entries > li").filter(has_text="READY")).to_have_count(1)
    await tab.locator("#field").focus()
    await ask(tab)
    lines = await tab.locator("#entries .what").all_text_contents()
    created = [index for index, line in enumerate(lines) if line == "MESSAGE_CREATE"]
    posted = next(index for index, line in enumerate(lines) if re.fullmatch(r"POST /channels/\d+/messages", line))
    assert lines.index("READY") < created[0] < posted
    await tab.locator("#entry-filter").fill("post /channels")
    entry = tab.locator("#entries > li:visible")
    await expect(entry).to_have_count(1)
    await expect(entry).to_contain_text(re.compile(r"200.*\d+\.\d ms"))
    await entry.locator("summary").click()
    await expect(entry.locator("pre").first).to_contain_text("allowed_mentions")
    await tab.keyboard.press("Escape")
    await expect(tab.locator("#inspector")).to_be_hidden()


HOSTILE = (
    "<script>window.stolen = 1</script><img src=x onerror='window.stolen = 1'> "
    "[a](javascript:window.stolen=1) <javascript:/stolen> **<b onmouseover=alert(1)>** `</code><script>`"
)


async def test_what_anybody_writes_is_never_markup(tab: Tab, discord: Playground) -> None:
    world = discord.world
    mallory = world.add_user("<img src=x onerror=alert(1)>")
    world.join(world.guild, mallory)
    await load(tab, discord)
    await discord.say(mallory, world.general, HOSTILE)
    await discord.say(world.mia, world.general, f"{world.bot.mention} {HOSTILE}")
    await expect(messages(tab)).to_have_count(3)
    await expect(messages(tab).first).to_contain_text("<script>window.stolen = 1</script><img src=x")
    assert await tab.evaluate("window.stolen") is None
    assert await tab.locator("#messages img, #messages script, #messages b, a[href^=javascript]").count() == 0
    await tab.get_by_role("button", name="Inspektor").click()
    await expect(tab.locator("#entries > li").last).to_be_visible()
    assert await tab.evaluate("window.stolen") is None


async def test_there_is_no_way_from_text_to_markup(tab: Tab, window: Window) -> None:
    refused = await tab.evaluate(
        """() => {
          try { document.body.innerHTML = "<p>"; } catch (error) { return error.name; }
          return "set";
        }"""
    )
    assert refused == "TypeError"
    [complaint] = window.problems
    assert "TrustedHTML" in complaint
    window.problems.clear()


async def test_light_and_dark_follow_the_system_until_switched(tab: Tab) -> None:
    async def ground() -> Any:
        return await tab.evaluate("getComputedStyle(document.body).backgroundColor")

    light = await ground()
    await tab.emulate_media(color_scheme="dark")
    dark = await ground()
    assert light != dark
    await tab.get_by_role("button", name="Hell oder dunkel").click()
    assert await ground() == light


async def test_a_narrow_screen_has_the_channels_in_a_drawer(tab: Tab) -> None:
    await tab.set_viewport_size({"width": 380, "height": 760})
    assert await tab.evaluate("document.documentElement.scrollWidth") == 380
    await expect(tab.locator("#sidebar")).to_be_hidden()
    await tab.get_by_role("button", name="Kanäle").click()
    await channel(tab, "fragen").click()
    await expect(tab.locator("#sidebar")).to_be_hidden()
    await ask(tab, "Wann war es?")
    assert await tab.evaluate("document.documentElement.scrollWidth") == 380


async def test_the_page_comes_back_when_its_socket_was_lost(tab: Tab, discord: Playground) -> None:
    await tab.evaluate("() => { window.WebSocket.prototype.send = function () { this.close(); }; }")
    await tab.locator("#field").fill("Guten Tag")
    await tab.locator("#field").press("Enter")
    await discord.say(discord.world.ben, discord.world.general, "Hello")
    await expect(messages(tab).last).to_contain_text("Hello")
    await expect(tab.locator("#status")).to_be_hidden()

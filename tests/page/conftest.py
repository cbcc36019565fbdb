"""A real Chromium for the page's tests: one browser for all of them, a fresh profile for each.

All run on the session's event loop, where the browser lives: bot, playground and browser share this process's loop.
"""

import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, async_playwright
from playwright.async_api import Page as Tab

from playground.page import Page
from playground.server import Playground

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
EXAMPLES = {"de": ("Wo war es?",), "en": ("Where was it?", "When was it?")}
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_MISSING = "The page's tests need Chromium (on Debian: apt-get install chromium)"
_PATIENCE = 5_000  # milliseconds


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if CHROMIUM is None:
        terminalreporter.write_line(f"{_MISSING}: skipped")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("REQUIRE_CHROMIUM"):
            pytest.fail(_MISSING)
        pytest.skip(_MISSING)
    async with async_playwright() as driver:
        yield await driver.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)


@pytest_asyncio.fixture(loop_scope="session")
async def discord() -> AsyncIterator[Playground]:
    async with Playground(port=0, extensions=[Page(EXAMPLES)]) as playground:
        yield playground


@dataclass  # no slots: Playwright notes its wrappers on the object
class Window:
    """The one tab, and what went wrong in it."""

    tab: Tab
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tab.on("pageerror", lambda error: self.problems.append(str(error)))
        self.tab.on("console", self._note)
        self.tab.on("dialog", lambda dialog: self.problems.append(f"dialog: {dialog.message}"))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(message.text)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def window(browser: Browser) -> Window:
    context = await browser.new_context()
    context.set_default_timeout(_PATIENCE)
    return Window(await context.new_page())


@pytest_asyncio.fixture(loop_scope="session")
async def tab(window: Window, discord: Playground) -> AsyncIterator[Tab]:
    """A fresh page, which holds nothing of the one before; whatever goes wrong in it fails the test."""
    window.problems.clear()
    await window.tab.set_viewport_size({"width": 1100, "height": 760})
    await window.tab.emulate_media(color_scheme="light")
    await load(window.tab, discord)
    yield window.tab
    await window.tab.goto("about:blank")
    assert window.problems == []


async def load(tab: Tab, discord: Playground) -> None:
    await tab.goto(discord.url)
    await tab.wait_for_selector("body:not(.starting)")

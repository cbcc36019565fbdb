"""A real Chromium for the page's tests: one browser for all of them, a fresh profile for each.

All run on the session's event loop, where the browser lives: bot, playground and browser share this process's loop.
"""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, async_playwright
from playwright.async_api import Page as Tab

from playground.page import Page
from playground.server import Playground

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
EXAMPLES = {"de": ("Wo war es?",), "en": ("Where was it?", "When was it?")}
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_PATIENCE = 5_000  # milliseconds


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium: apt-get install chromium")
        pytest.skip("no Chromium on this machine: the page's tests are left out")
    async with async_playwright() as driver:
        yield await driver.chromium.launch(executable_path=CHROMIUM, headless=True, args=_FLAGS)


@pytest_asyncio.fixture(loop_scope="session")
async def discord() -> AsyncIterator[Playground]:
    async with Playground(port=0, extensions=[Page(EXAMPLES)]) as playground:
        yield playground


@asynccontextmanager
async def opened(browser: Browser, url: str, *, width: int = 1100, scheme: str = "light") -> AsyncIterator[Tab]:
    """A tab on the page; whatever goes wrong in it fails the test."""
    context = await browser.new_context(
        viewport={"width": width, "height": 760},
        color_scheme="dark" if scheme == "dark" else "light",
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(_PATIENCE)
    tab = await context.new_page()
    problems: list[str] = []
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.on("console", lambda message: _note(message, problems))
    tab.on("dialog", lambda dialog: problems.append(f"dialog: {dialog.message}"))
    await tab.goto(url)
    await tab.wait_for_selector("body:not(.starting)")
    try:
        yield tab
    finally:
        await context.close()
    assert problems == []


def _note(message: ConsoleMessage, problems: list[str]) -> None:
    if message.type in ("error", "warning"):
        problems.append(message.text)


@pytest_asyncio.fixture(loop_scope="session")
async def tab(browser: Browser, discord: Playground) -> AsyncIterator[Tab]:
    async with opened(browser, discord.url) as page:
        yield page


def shots() -> Path | None:
    """Where pictures of what the tests see are wanted, if they are."""
    folder = os.environ.get("PAGE_SHOTS")
    return None if folder is None else Path(folder)

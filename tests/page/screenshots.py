"""Takes README's pictures of the page, with the real bot's answer: `python -m tests.page.screenshots`."""

import subprocess
import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.page.conftest import CHROMIUM, FLAGS

_ROOT = Path(__file__).parents[2]
_FOLDER = _ROOT / "docs"
_SIZE = ViewportSize(width=1080, height=800)
_QUESTION = "Wo fand das Treffen statt?"
_WALK = "danach ▶"


def main() -> None:
    _FOLDER.mkdir(exist_ok=True)
    bot = subprocess.Popen(
        [sys.executable, "bot.py", "--playground"],
        cwd=_ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert bot.stdout is not None
        url = bot.stdout.readline().split()[-1]
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            _take(browser, url, "light", ask=True)
            _take(browser, url, "dark", ask=False)
    finally:
        bot.terminate()
        bot.wait(timeout=10)


def _take(browser: Browser, url: str, scheme: Literal["light", "dark"], *, ask: bool) -> None:
    """The first asks, the second finds the answer there."""
    tab = browser.new_page(viewport=_SIZE, color_scheme=scheme, device_scale_factor=2)
    tab.goto(url)
    if ask:
        tab.get_by_role("button", name=_QUESTION).click()
        tab.get_by_role("button", name=_WALK).wait_for()
    tab.locator("#messages blockquote").first.wait_for()
    tab.mouse.move(600, 20)
    tab.screenshot(path=_FOLDER / f"playground-{scheme}.png")


if __name__ == "__main__":
    main()

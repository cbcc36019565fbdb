"""Lines from the keyboard or a pipe, read beside the event loop."""

import asyncio
import os
import sys
import threading
from contextlib import suppress
from queue import SimpleQueue

if sys.platform != "win32":
    import readline  # noqa: F401 - gives input() its history and its editing
    import termios

_Wanted = tuple[str, asyncio.Future[str | None]]


class Lines:
    """A daemon thread reads: unlike the event loop's own threads, it doesn't keep an ended program waiting."""

    def __init__(self) -> None:
        self.interactive = sys.stdin.isatty()
        self._prompted = False
        self._wanted: SimpleQueue[_Wanted] = SimpleQueue()
        self._loop = asyncio.get_running_loop()
        self._settings = termios.tcgetattr(sys.stdin) if self.interactive and sys.platform != "win32" else None
        threading.Thread(target=self._read_all, name="lines", daemon=True).start()

    async def read(self, prompt: str) -> str | None:
        """The next line, None at the end; the prompt is shown only on a terminal."""
        line: asyncio.Future[str | None] = self._loop.create_future()
        self._wanted.put((prompt, line))
        self._prompted = True
        text = await line
        self._prompted = text is None
        return text

    def close(self) -> None:
        """Gives the terminal back as it was, should a line be half read."""
        if self._settings is not None and sys.platform != "win32":
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self._settings)
        if self.interactive and self._prompted:
            sys.stdout.write("\n")  # what the shell shows next stands on its own line

    def _read_all(self) -> None:
        # Its own buffer: a lock held on sys.stdin's would abort the interpreter's end.
        piped = (
            None
            if self.interactive
            else os.fdopen(sys.stdin.fileno(), encoding="utf-8", errors="replace", closefd=False)
        )
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            while True:
                prompt, line = self._wanted.get()
                text = _typed(prompt) if piped is None else piped.readline() or None
                self._loop.call_soon_threadsafe(_give, line, text)


def _typed(prompt: str) -> str | None:
    try:
        return input(prompt)
    except EOFError:
        return None


def _give(line: asyncio.Future[str | None], text: str | None) -> None:
    if not line.done():
        line.set_result(text)

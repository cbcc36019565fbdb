"""Time and snowflakes: one clock for deadlines, timestamps and ids, which tests may move forward."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime

DISCORD_EPOCH = 1_420_070_400  # 2015-01-01, in seconds
_ID_BITS = 22  # of a snowflake, below its milliseconds


class Timer:
    """A callback due at a time of the clock; it fires at most once."""

    def __init__(self, due: float, callback: Callable[[], None]) -> None:
        self.due = due
        self._callback = callback
        self._handle: asyncio.TimerHandle | None = None

    def arm(self, seconds: float) -> None:
        self.cancel()
        self._handle = asyncio.get_running_loop().call_later(seconds, self._callback)

    def cancel(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def fire(self) -> None:
        self.cancel()
        self._callback()


class Clock:
    """The real time plus what tests advanced it by. Seconds since 1970."""

    def __init__(self) -> None:
        self._offset = 0.0
        self._timers: set[Timer] = set()

    def now(self) -> float:
        return time.time() + self._offset

    def advance(self, seconds: float) -> None:
        """Moves the time forward; what falls due fires before this returns."""
        self._offset += seconds
        now = self.now()
        for timer in sorted(self._timers, key=lambda timer: timer.due):
            if timer.due <= now:
                timer.fire()
            else:
                timer.arm(timer.due - now)

    def call_at(self, due: float, callback: Callable[[], None]) -> Callable[[], None]:
        """Calls back at that time; the returned function cancels it."""

        def fire() -> None:
            self._timers.discard(timer)
            callback()

        def cancel() -> None:
            self._timers.discard(timer)
            timer.cancel()

        timer = Timer(due, fire)
        self._timers.add(timer)
        timer.arm(max(0.0, due - self.now()))
        return cancel

    def close(self) -> None:
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()


class Snowflakes:
    """Discord's ids: milliseconds since 2015, then a counter; strictly rising."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        milliseconds = int((self._clock.now() - DISCORD_EPOCH) * 1000)
        self._last = max(self._last + 1, milliseconds << _ID_BITS)
        return self._last


def timestamp(seconds: float) -> str:
    """ISO 8601 as Discord writes it: microseconds and an offset."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds")


def created_at(snowflake: int) -> str:
    """The timestamp that an id holds."""
    return timestamp((snowflake >> _ID_BITS) / 1000 + DISCORD_EPOCH)

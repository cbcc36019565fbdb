"""How many questions a member may ask, and a channel may hear, in a while."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class Rate(Protocol):
    """At most so many questions within any so many seconds."""

    @property
    def questions(self) -> int: ...
    @property
    def seconds(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Wait:
    """A question too many, for its member or its channel: `key` is whose limit it met."""

    seconds: int
    of_channel: bool
    key: int


class Cooldowns:
    """Sliding windows, kept in memory. A refused question doesn't prolong the wait."""

    def __init__(self, member: Rate, channel: Rate, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._members = _Windows(member, clock)
        self._channels = _Windows(channel, clock)

    def spend(self, member_id: int, channel_id: int, is_exempt: Callable[[], bool]) -> Wait | None:
        """Counts a question, or says how long to wait.

        `is_exempt` tells whether the channel's limit doesn't hold for the member: asked only when it is reached.
        """
        seconds = self._members.wait(member_id)
        if seconds:
            return Wait(seconds, of_channel=False, key=member_id)
        seconds = self._channels.wait(channel_id)
        now = self._clock()
        if not seconds:
            self._channels.count(channel_id, now)
        elif not is_exempt():
            return Wait(seconds, of_channel=True, key=channel_id)
        self._members.count(member_id, now)
        return None

    def give_back(self, member_id: int, channel_id: int) -> None:
        """Takes back the last question counted: nobody had asked the bot, and it said nothing."""
        counted_at = self._members.last(member_id)
        if counted_at is not None:
            self._members.uncount(member_id, counted_at)
            self._channels.uncount(channel_id, counted_at)  # where the member is exempt, nothing

    def begins_episode(self, wait: Wait) -> bool:
        """Whether this refusal is the one to speak of: the first since a question was let through."""
        return (self._channels if wait.of_channel else self._members).begins_episode(wait.key)


class _Windows:
    """The times of the last questions, by member or by channel."""

    def __init__(self, rate: Rate, clock: Callable[[], float]) -> None:
        self._rate = rate
        self._clock = clock
        self._swept_at = clock()
        self._times: dict[int, deque[float]] = {}
        self._told: set[int] = set()

    def wait(self, key: int) -> int:
        """Whole seconds until another question is allowed; 0 if one is."""
        times = self._times.get(key)
        if times is None or len(times) < self._rate.questions:
            return 0
        return max(0, math.ceil(times[0] + self._rate.seconds - self._clock()))

    def count(self, key: int, now: float) -> None:
        if now - self._swept_at > self._rate.seconds:
            self._sweep(now)
        self._told.discard(key)
        self._times.setdefault(key, deque(maxlen=self._rate.questions)).append(now)

    def last(self, key: int) -> float | None:
        """When the last question was counted."""
        times = self._times.get(key)
        return times[-1] if times else None

    def uncount(self, key: int, counted_at: float) -> None:
        times = self._times.get(key)
        if times and counted_at in times:
            times.remove(counted_at)
            if not times:
                del self._times[key]

    def begins_episode(self, key: int) -> bool:
        if key in self._told:
            return False
        self._told.add(key)
        return True

    def _sweep(self, now: float) -> None:
        """Forgets those whose window is over: nothing is kept longer than it takes to count."""
        self._swept_at = now
        oldest = now - self._rate.seconds
        for key in [key for key, times in self._times.items() if times[-1] <= oldest]:
            del self._times[key]
            self._told.discard(key)

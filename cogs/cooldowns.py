"""How many questions a member may ask, and a channel may hear, in a while."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

_SWEEP_ABOVE = 1000  # keys kept before those that are free again are forgotten


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
        if not seconds:
            self._channels.count(channel_id)
        elif not is_exempt():
            return Wait(seconds, of_channel=True, key=channel_id)
        self._members.count(member_id)
        return None

    def give_back(self, member_id: int, channel_id: int) -> None:
        """Takes back the last question counted: nobody had asked the bot, and it said nothing."""
        self._members.uncount(member_id)
        self._channels.uncount(channel_id)

    def begins_episode(self, wait: Wait) -> bool:
        """Whether this refusal is the one to speak of: the first since a question was let through."""
        return (self._channels if wait.of_channel else self._members).begins_episode(wait.key)


class _Windows:
    """The times of the last questions, by member or by channel."""

    def __init__(self, rate: Rate, clock: Callable[[], float]) -> None:
        self._rate = rate
        self._clock = clock
        self._times: dict[int, deque[float]] = {}
        self._told: set[int] = set()

    def wait(self, key: int) -> int:
        """Whole seconds until another question is allowed; 0 if one is."""
        times = self._times.get(key)
        if times is None or len(times) < self._rate.questions:
            return 0
        return max(0, math.ceil(times[0] + self._rate.seconds - self._clock()))

    def count(self, key: int) -> None:
        if len(self._times) > _SWEEP_ABOVE:
            self._sweep()
        self._told.discard(key)
        self._times.setdefault(key, deque(maxlen=self._rate.questions)).append(self._clock())

    def uncount(self, key: int) -> None:
        if times := self._times.get(key):
            times.pop()
        if not times:
            self._times.pop(key, None)

    def begins_episode(self, key: int) -> bool:
        if key in self._told:
            return False
        self._told.add(key)
        return True

    def _sweep(self) -> None:
        oldest = self._clock() - self._rate.seconds
        for key in [key for key, times in self._times.items() if times[-1] <= oldest]:
            del self._times[key]
            self._told.discard(key)

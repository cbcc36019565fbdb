"""What can go wrong between a bot and Discord, on demand."""

import re
from dataclasses import dataclass, field

from playground.gateway import Gateway
from playground.intents import PRIVILEGED, Intent


@dataclass(slots=True)
class Fault:
    """What the next matching requests meet.

    `carried_out`: the request is done, and only its reply is lost. `delay` alone: the right reply, late.
    """

    method: str
    path: re.Pattern[str]
    left: int
    status: int | None = None
    retry_after: float = 0.0
    for_all: bool = False
    carried_out: bool = False
    delay: float = 0.0


@dataclass(slots=True)
class Faults:
    """Switches for tests. Paths are regular expressions, searched in e.g. "/channels/1/messages"."""

    gateway: Gateway
    _queued: list[Fault] = field(default_factory=list)
    late_by: float = 0.0

    def drop_sockets(self, code: int | None = None) -> None:
        """Cuts every gateway connection: without a close frame, or with that code. Sessions can be resumed."""
        self.gateway.drop(code)

    def reconnect(self) -> None:
        """Asks every connection to come again (opcode 7)."""
        self.gateway.ask_to_reconnect()

    def invalid_session(self, *, resumable: bool = False) -> None:
        """Opcode 9 on every connection; if not resumable, the session is gone."""
        self.gateway.invalidate(resumable=resumable)

    def refuse_intents(self, *intents: Intent) -> None:
        """Turns privileged intents off in the portal (all by default): identifying with them closes with 4014."""
        self.gateway.refused_intents = frozenset(intents) or PRIVILEGED

    def allow_intents(self) -> None:
        self.gateway.refused_intents = frozenset()

    def fail_next(
        self, method: str, path: str, status: int = 500, times: int = 1, *, carried_out: bool = False
    ) -> None:
        """The next matching requests are answered with that status."""
        self._queued.append(Fault(method, re.compile(path), times, status, carried_out=carried_out))

    def limit_next(
        self, method: str, path: str, retry_after: float = 0.01, times: int = 1, *, for_all: bool = False
    ) -> None:
        """The next matching requests meet a rate limit (429): the route's, or the global one."""
        self._queued.append(Fault(method, re.compile(path), times, 429, retry_after, for_all))

    def delay_next(self, method: str, path: str, seconds: float, times: int = 1) -> None:
        """The next matching requests are carried out, and answered that much later."""
        self._queued.append(Fault(method, re.compile(path), times, delay=seconds))

    def deliver_late(self, seconds: float) -> None:
        """The next interaction reaches the bot when it is already that old; no time is waited."""
        self.late_by = seconds

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that this request meets, if any; used up by it."""
        for fault in self._queued:
            if fault.method == method and fault.path.search(path):
                fault.left -= 1
                if not fault.left:
                    self._queued.remove(fault)
                return fault
        return None

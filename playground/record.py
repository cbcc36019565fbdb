"""What went over the wire between bot and playground, in order, with timings."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from playground.model import Json

_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Frame:
    """A gateway payload; `at` is seconds of the playground's clock."""

    at: float
    session: str
    from_bot: bool
    payload: Json


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request of the bot and the playground's reply; `at` is when it arrived."""

    at: float
    method: str
    path: str  # without the API's base, e.g. "/channels/1/messages"
    query: dict[str, str]
    request: Any  # JSON of any kind, None without a body
    status: int
    reply: Any
    seconds: float


Entry = Frame | Exchange


class Record:
    """The last entries, oldest first; bodies are kept by reference and must not be changed."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=_KEPT)
        self._listeners: list[Callable[[Entry], None]] = []

    def add(self, entry: Entry) -> None:
        self._entries.append(entry)
        for listener in tuple(self._listeners):
            listener(entry)

    def listen(self, listener: Callable[[Entry], None]) -> Callable[[], None]:
        """Calls the listener on every entry; the returned function ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def __iter__(self) -> Iterator[Entry]:
        return iter(tuple(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def requests(self, method: str = "", part_of_path: str = "") -> tuple[Exchange, ...]:
        """The bot's requests, e.g. `requests("POST", "/messages")`."""
        return tuple(
            entry
            for entry in self
            if isinstance(entry, Exchange) and entry.method.startswith(method) and part_of_path in entry.path
        )

    def frames(self, event: str) -> tuple[Json, ...]:
        """The data of the events of that name which the bot was sent."""
        return tuple(
            entry.payload["d"]
            for entry in self
            if isinstance(entry, Frame) and not entry.from_bot and entry.payload.get("t") == event
        )

    def clear(self) -> None:
        self._entries.clear()

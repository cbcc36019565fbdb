"""Interactions: three seconds to answer, once; fifteen minutes for what follows."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from enum import Enum

from playground import events
from playground.errors import dead_token, unknown
from playground.model import Button, Channel, Choice, Json, Message, MessageType, Origin, User
from playground.world import World

ANSWER_SECONDS = 3.0
TOKEN_SECONDS = 15 * 60.0


class Kind(Enum):
    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4


class State(Enum):
    """What the member sees of it."""

    PENDING = "sent"
    LOADING = "is thinking"
    ACKNOWLEDGED = "acknowledged"  # a pressed button, with nothing to show yet
    ANSWERED = "answered"
    SUGGESTED = "suggested"
    FAILED = "the application did not respond"


@dataclass(frozen=True, slots=True)
class Response:
    """What the member got: a message (of the answer, or the updated one), suggestions, or no response."""

    state: State
    message: Message | None = None
    choices: tuple[Choice, ...] = ()

    @property
    def failed(self) -> bool:
        return self.state is State.FAILED

    @property
    def ephemeral(self) -> bool:
        return self.message is not None and self.message.ephemeral

    @property
    def content(self) -> str:
        return "" if self.message is None else self.message.content

    @property
    def buttons(self) -> tuple[Button, ...]:
        return () if self.message is None else self.message.buttons


@dataclass(eq=False, slots=True)
class Interaction:
    """One use of a command, a menu or a button, or one request for suggestions."""

    world: World = field(repr=False)
    id: int
    kind: Kind
    user: User
    channel: Channel
    created: float
    data: Json
    name: str | None = None  # of the command, with its subcommands
    pressed: Message | None = None
    target: Message | None = None
    state: State = State.PENDING
    token: str = field(default_factory=lambda: secrets.token_urlsafe(64), repr=False)
    original_id: int | None = None
    followup_ids: list[int] = field(default_factory=list)
    choices: tuple[Choice, ...] = ()
    stop_timer: Callable[[], None] | None = field(default=None, repr=False)

    def response(self, timeout: float = 5.0) -> Awaitable[Response]:
        """What the member sees once nothing is loading any more; raises TimeoutError."""
        return self.world.until(self._settled, timeout, f"response to interaction {self.name or self.id}")

    def followup(self, number: int = 0, timeout: float = 5.0) -> Awaitable[Message]:
        """The message sent after the response, counted from 0."""
        return self.world.until(lambda: self._followup(number), timeout, f"followup {number}")

    def _settled(self) -> Response | None:
        if self.state in (State.PENDING, State.LOADING):
            return None
        message = None if self.original_id is None else self.world.message(self.channel.id, self.original_id)
        return Response(self.state, message, self.choices)

    def _followup(self, number: int) -> Message | None:
        if number >= len(self.followup_ids):
            return None
        return self.world.message(self.channel.id, self.followup_ids[number])

    @property
    def message_type(self) -> MessageType:
        """Of the message that answers it."""
        if self.pressed is not None:
            return MessageType.REPLY
        return MessageType.CONTEXT_MENU_COMMAND if self.target is not None else MessageType.CHAT_INPUT_COMMAND

    def origin(self, *, followup: bool = False) -> Origin:
        return Origin(
            self.id,
            self.kind.value,
            self.name,
            self.user,
            pressed_message_id=None if self.pressed is None else self.pressed.id,
            target_message_id=None if self.target is None else self.target.id,
            original_response_id=self.original_id if followup else None,
        )


class Interactions:
    """The open ones, by id and by token, and their deadlines."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_id: dict[int, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}

    def get(self, interaction_id: int) -> Interaction | None:
        return self._by_id.get(interaction_id)

    def open(self, interaction: Interaction) -> None:
        """Starts the three seconds."""
        self._by_id[interaction.id] = interaction
        self._by_token[interaction.token] = interaction
        self._set_timer(interaction, ANSWER_SECONDS, State.PENDING)
        self._world.emit(events.InteractionOpened(interaction.id))

    def to_answer(self, interaction_id: int, token: str) -> Interaction:
        """The one that a callback is for. Raises 10062 if it is not known or too old."""
        interaction = self._by_id.get(interaction_id)
        if interaction is None or interaction.token != token or interaction.state is State.FAILED:
            raise unknown("interaction")
        if interaction.channel.id not in self._world.channels:
            raise unknown("Channel")
        if interaction.state is State.PENDING and self._age(interaction) > ANSWER_SECONDS:
            raise unknown("interaction")
        return interaction

    def by_token(self, token: str) -> Interaction:
        """The one that a webhook's token is of. Raises 50027 after 15 minutes, 10015 before an answer."""
        interaction = self._by_token.get(token)
        if interaction is None or self._age(interaction) > TOKEN_SECONDS:
            raise dead_token()
        if interaction.original_id is None:
            raise unknown("Webhook")
        if interaction.channel.id not in self._world.channels:
            raise unknown("Channel")
        return interaction

    def settle(self, interaction: Interaction, state: State, original_id: int | None = None) -> None:
        """Moves it on and tells the listeners."""
        if interaction.stop_timer is not None:
            interaction.stop_timer()
            interaction.stop_timer = None
        interaction.state = state
        if original_id is not None:
            interaction.original_id = original_id
        if state is State.LOADING:
            self._set_timer(interaction, TOKEN_SECONDS, State.LOADING)
        self._world.emit(events.InteractionChanged(interaction.id))

    def follow_up(self, interaction: Interaction, message: Message) -> None:
        interaction.followup_ids.append(message.id)
        self._world.emit(events.InteractionChanged(interaction.id))

    def _age(self, interaction: Interaction) -> float:
        return self._world.clock.now() - interaction.created

    def _set_timer(self, interaction: Interaction, seconds: float, waiting: State) -> None:
        def expire() -> None:
            if interaction.state is waiting:
                self.settle(interaction, State.FAILED)
                self._clear_placeholder(interaction)

        interaction.stop_timer = self._world.clock.call_at(interaction.created + seconds, expire)

    def _clear_placeholder(self, interaction: Interaction) -> None:
        if interaction.original_id is None:
            return
        placeholder = self._world.message(interaction.channel.id, interaction.original_id)
        if placeholder is not None and placeholder.loading:
            self._world.change_message(replace(placeholder, flags=placeholder.flags & ~placeholder.flags.LOADING))

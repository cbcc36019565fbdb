"""What the world is made of: frozen data; a change is a new object put in the old one's place."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum, IntFlag
from typing import Any

from playground.permissions import NOTHING, Permission

Json = dict[str, Any]  # a JSON object as it travels: its values are whatever JSON has


class ChannelType(IntEnum):
    TEXT = 0
    DM = 1
    PUBLIC_THREAD = 11
    FORUM = 15


class MessageType(IntEnum):
    DEFAULT = 0
    PINNED = 6
    USER_JOIN = 7
    THREAD_CREATED = 18
    REPLY = 19
    CHAT_INPUT_COMMAND = 20
    THREAD_STARTER_MESSAGE = 21
    CONTEXT_MENU_COMMAND = 23


REPLIABLE = frozenset(
    {
        MessageType.DEFAULT,
        MessageType.REPLY,
        MessageType.CHAT_INPUT_COMMAND,
        MessageType.THREAD_STARTER_MESSAGE,
        MessageType.CONTEXT_MENU_COMMAND,
    }
)


class MessageFlag(IntFlag):
    SUPPRESS_EMBEDS = 1 << 2
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12


NO_FLAGS = MessageFlag(0)


@dataclass(frozen=True, slots=True)
class User:
    """A person or an application; `locale` is the language of their client."""

    id: int
    name: str
    locale: str = "de"
    bot: bool = False

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"


@dataclass(frozen=True, slots=True)
class Role:
    id: int  # of @everyone: the guild's
    guild_id: int
    name: str
    permissions: Permission
    position: int
    mentionable: bool = False
    bot_id: int | None = None  # the application that this role was made for

    @property
    def mention(self) -> str:
        return f"<@&{self.id}>"


@dataclass(frozen=True, slots=True)
class Guild:
    id: int
    name: str
    owner_id: int
    preferred_locale: str


@dataclass(frozen=True, slots=True)
class Member:
    """A user in a guild."""

    user: User
    guild_id: int
    role_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Overwrite:
    """What a channel changes for a role or a member."""

    target_id: int
    of_member: bool
    allow: Permission = NOTHING
    deny: Permission = NOTHING


@dataclass(frozen=True, slots=True)
class Channel:
    id: int
    type: ChannelType
    name: str
    guild_id: int | None = None
    position: int = 0
    parent_id: int | None = None  # of a thread: the channel it is in
    owner_id: int | None = None  # of a thread: who opened it
    recipient: User | None = None  # of a direct message: the person
    overwrites: tuple[Overwrite, ...] = ()
    archived: bool = False
    locked: bool = False

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"

    @property
    def is_thread(self) -> bool:
        return self.type is ChannelType.PUBLIC_THREAD


@dataclass(frozen=True, slots=True)
class Reference:
    """The message that another one replies to; it may be gone."""

    channel_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Origin:
    """The interaction that a message of the bot answers."""

    id: int
    type: int
    name: str | None
    user: User
    pressed_message_id: int | None = None
    target_message_id: int | None = None
    original_response_id: int | None = None  # of a followup


@dataclass(frozen=True, slots=True)
class Button:
    """A button as a member sees it."""

    label: str
    custom_id: str | None
    style: int
    emoji: str | None = None
    url: str | None = None
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A message as everybody sees it, or only `visible_to` if that is set (ephemeral)."""

    id: int
    channel_id: int
    guild_id: int | None
    author: User
    content: str
    type: MessageType = MessageType.DEFAULT
    flags: MessageFlag = NO_FLAGS
    edited: float | None = None
    mentions: tuple[User, ...] = ()
    mention_roles: tuple[int, ...] = ()
    mention_everyone: bool = False
    components: tuple[Json, ...] = ()
    embeds: tuple[Json, ...] = ()
    reference: Reference | None = None
    nonce: str | int | None = None
    webhook_id: int | None = None
    origin: Origin | None = None
    visible_to: int | None = None

    @property
    def ephemeral(self) -> bool:
        return self.visible_to is not None

    @property
    def loading(self) -> bool:
        """A deferred answer that has not come yet."""
        return MessageFlag.LOADING in self.flags

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(_buttons(self.components))


def _buttons(rows: tuple[Json, ...]) -> Iterator[Button]:
    for row in rows:
        for part in row["components"]:
            if "style" in part:
                emoji = part.get("emoji") or {}
                yield Button(
                    label=part.get("label") or "",
                    custom_id=part.get("custom_id"),
                    style=part["style"],
                    emoji=emoji.get("name"),
                    url=part.get("url"),
                    disabled=bool(part.get("disabled")),
                )


@dataclass(frozen=True, slots=True)
class Choice:
    """One suggestion of an autocompletion."""

    name: str
    value: str | int | float


@dataclass(frozen=True, slots=True)
class Command:
    """A registered application command, as its JSON plus what is read often."""

    id: int
    name: str
    type: int
    guild_id: int | None
    body: Json = field(hash=False)

"""What happens in the world: the gateway, the terminal and the page listen to the same events."""

from dataclasses import dataclass

from playground.model import Channel, Guild, Member, Message, Role, User


@dataclass(frozen=True, slots=True)
class MessageCreated:
    message: Message


@dataclass(frozen=True, slots=True)
class MessageEdited:
    """Also where only a preview appeared: then `edited` is as before."""

    message: Message
    before: Message


@dataclass(frozen=True, slots=True)
class MessageDeleted:
    message: Message


@dataclass(frozen=True, slots=True)
class MessagesDeleted:
    """Several of one channel at once."""

    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class ChannelCreated:
    """Also a thread; `new` is false where the bot only came to see one that was there."""

    channel: Channel
    new: bool = True


@dataclass(frozen=True, slots=True)
class ChannelUpdated:
    channel: Channel


@dataclass(frozen=True, slots=True)
class ChannelDeleted:
    channel: Channel


@dataclass(frozen=True, slots=True)
class GuildJoined:
    guild: Guild


@dataclass(frozen=True, slots=True)
class GuildLeft:
    guild: Guild


@dataclass(frozen=True, slots=True)
class MemberUpdated:
    member: Member


@dataclass(frozen=True, slots=True)
class MemberJoined:
    member: Member


@dataclass(frozen=True, slots=True)
class RoleCreated:
    role: Role


@dataclass(frozen=True, slots=True)
class RoleUpdated:
    role: Role


@dataclass(frozen=True, slots=True)
class TypingStarted:
    channel: Channel
    user: User


@dataclass(frozen=True, slots=True)
class InteractionOpened:
    """A member used a command, pressed a button or is typing into an option."""

    interaction_id: int


@dataclass(frozen=True, slots=True)
class InteractionChanged:
    """It was answered, deferred, followed up, or the bot did not respond."""

    interaction_id: int


@dataclass(frozen=True, slots=True)
class CommandsChanged:
    guild_id: int | None


@dataclass(frozen=True, slots=True)
class BotConnected:
    """A gateway session of the bot is ready or resumed."""


@dataclass(frozen=True, slots=True)
class BotDisconnected:
    pass


Event = (
    MessageCreated
    | MessageEdited
    | MessageDeleted
    | MessagesDeleted
    | ChannelCreated
    | ChannelUpdated
    | ChannelDeleted
    | GuildJoined
    | GuildLeft
    | MemberUpdated
    | MemberJoined
    | RoleCreated
    | RoleUpdated
    | TypingStarted
    | InteractionOpened
    | InteractionChanged
    | CommandsChanged
    | BotConnected
    | BotDisconnected
)

CHANGING_PERMISSIONS = (
    ChannelCreated,
    ChannelUpdated,
    ChannelDeleted,
    GuildJoined,
    GuildLeft,
    MemberUpdated,
    MemberJoined,
    RoleCreated,
    RoleUpdated,
)

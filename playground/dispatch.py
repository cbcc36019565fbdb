"""From what happens in the world to what a bot's session hears of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playground import events, payloads
from playground.content import withhold
from playground.intents import Intent
from playground.model import Channel, Json, Message
from playground.permissions import Permission
from playground.world import World


@dataclass(frozen=True, slots=True)
class Dispatch:
    """An event for the bot.

    `needs` is the intent that asks for it, None if nobody has to; `message` is set where content may be withheld.
    """

    name: str
    data: Json
    needs: Intent | None
    message: Message | None = None

    def for_session(self, world: World, intents: Intent) -> Json | None:
        """The data as a session with these intents gets it, None if it doesn't."""
        if self.needs is not None and self.needs not in intents:
            return None
        if self.message is not None and Intent.MESSAGE_CONTENT not in intents:
            return withhold(world, self.message, self.data)
        return self.data


def dispatch(world: World, event: events.Event) -> Dispatch | None:
    """What the bot may see of the event; None if nothing."""
    translate = _TRANSLATIONS.get(type(event))
    return None if translate is None else translate(world, event)


def _sees(world: World, channel: Channel | None) -> bool:
    return channel is not None and Permission.VIEW_CHANNEL in world.permissions(world.bot, channel)


def _hears(world: World, message: Message) -> bool:
    """Ephemeral messages don't go over the gateway."""
    return not message.ephemeral and _sees(world, world.channels.get(message.channel_id))


def _messages(guild_id: int | None) -> Intent:
    return Intent.DIRECT_MESSAGES if guild_id is None else Intent.GUILD_MESSAGES


def _message_created(world: World, event: events.MessageCreated) -> Dispatch | None:
    message = event.message
    if not _hears(world, message):
        return None
    data = payloads.message_event(world, message)
    return Dispatch("MESSAGE_CREATE", data, _messages(message.guild_id), message)


def _message_edited(world: World, event: events.MessageEdited) -> Dispatch | None:
    message = event.message
    if not _hears(world, message):
        return None
    data = payloads.message_event(world, message)
    return Dispatch("MESSAGE_UPDATE", data, _messages(message.guild_id), message)


def _in_guild(data: Json, guild_id: int | None) -> Json:
    return data if guild_id is None else data | {"guild_id": str(guild_id)}


def _message_deleted(world: World, event: events.MessageDeleted) -> Dispatch | None:
    message = event.message
    if not _hears(world, message):
        return None
    data = _in_guild({"id": str(message.id), "channel_id": str(message.channel_id)}, message.guild_id)
    return Dispatch("MESSAGE_DELETE", data, _messages(message.guild_id))


def _messages_deleted(world: World, event: events.MessagesDeleted) -> Dispatch | None:
    first = event.messages[0]
    if not _hears(world, first):
        return None
    ids = [str(message.id) for message in event.messages]
    data = _in_guild({"ids": ids, "channel_id": str(first.channel_id)}, first.guild_id)
    return Dispatch("MESSAGE_DELETE_BULK", data, _messages(first.guild_id))


def _channel_created(world: World, event: events.ChannelCreated) -> Dispatch | None:
    channel = event.channel
    if channel.guild_id is None or not _sees(world, channel):  # a bot is not told of direct messages' channels
        return None
    data = payloads.channel(world, channel)
    if channel.is_thread:
        return Dispatch("THREAD_CREATE", data | {"newly_created": event.new}, Intent.GUILDS)
    return Dispatch("CHANNEL_CREATE", data, Intent.GUILDS)


def _channel_updated(world: World, event: events.ChannelUpdated) -> Dispatch | None:
    channel = event.channel
    name = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
    return Dispatch(name, payloads.channel(world, channel), Intent.GUILDS)


def _channel_deleted(_world: World, event: events.ChannelDeleted) -> Dispatch | None:
    channel = event.channel
    if channel.guild_id is None:
        return None
    data: Json = {"id": str(channel.id), "guild_id": str(channel.guild_id), "type": int(channel.type)}
    if channel.is_thread:
        return Dispatch("THREAD_DELETE", data | {"parent_id": str(channel.parent_id)}, Intent.GUILDS)
    return Dispatch("CHANNEL_DELETE", data | {"name": channel.name, "position": channel.position}, Intent.GUILDS)


def _guild_joined(world: World, event: events.GuildJoined) -> Dispatch | None:
    data = payloads.joined_guild(world, event.guild, with_members=False)
    del data["unavailable"]  # only a guild that was there before is said to be available
    return Dispatch("GUILD_CREATE", data, Intent.GUILDS)


def _guild_left(_world: World, event: events.GuildLeft) -> Dispatch | None:
    return Dispatch("GUILD_DELETE", {"id": str(event.guild.id)}, Intent.GUILDS)


def _member(world: World, event: events.MemberUpdated | events.MemberJoined) -> Dispatch | None:
    member = event.member
    if (member.guild_id, world.bot.id) not in world.members:
        return None
    data = payloads.full_member(member) | {"guild_id": str(member.guild_id)}
    if isinstance(event, events.MemberJoined):
        return None if member.user.id == world.bot.id else Dispatch("GUILD_MEMBER_ADD", data, Intent.GUILD_MEMBERS)
    own = member.user.id == world.bot.id
    return Dispatch("GUILD_MEMBER_UPDATE", data, None if own else Intent.GUILD_MEMBERS)


def _role(world: World, event: events.RoleCreated | events.RoleUpdated) -> Dispatch | None:
    role = event.role
    if (role.guild_id, world.bot.id) not in world.members:
        return None
    name = "GUILD_ROLE_CREATE" if isinstance(event, events.RoleCreated) else "GUILD_ROLE_UPDATE"
    return Dispatch(name, {"guild_id": str(role.guild_id), "role": payloads.role(role)}, Intent.GUILDS)


def _typing(world: World, event: events.TypingStarted) -> Dispatch | None:
    channel = event.channel
    if not _sees(world, channel):
        return None
    data: Json = {
        "channel_id": str(channel.id),
        "user_id": str(event.user.id),
        "timestamp": int(world.clock.now()),
    }
    if channel.guild_id is None:
        return Dispatch("TYPING_START", data, Intent.DIRECT_MESSAGE_TYPING)
    data |= {
        "guild_id": str(channel.guild_id),
        "member": payloads.full_member(world.members[channel.guild_id, event.user.id]),
    }
    return Dispatch("TYPING_START", data, Intent.GUILD_MESSAGE_TYPING)


# Each function takes the event that its key names, which a dict's type can't say.
_TRANSLATIONS: dict[type, Callable[[World, Any], Dispatch | None]] = {
    events.MessageCreated: _message_created,
    events.MessageEdited: _message_edited,
    events.MessageDeleted: _message_deleted,
    events.MessagesDeleted: _messages_deleted,
    events.ChannelCreated: _channel_created,
    events.ChannelUpdated: _channel_updated,
    events.ChannelDeleted: _channel_deleted,
    events.GuildJoined: _guild_joined,
    events.GuildLeft: _guild_left,
    events.MemberUpdated: _member,
    events.MemberJoined: _member,
    events.RoleCreated: _role,
    events.RoleUpdated: _role,
    events.TypingStarted: _typing,
}

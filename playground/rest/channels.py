"""Channels, threads, direct messages, guilds and members."""

from dataclasses import replace

from playground import events, payloads
from playground.errors import forbidden, refused, unknown
from playground.forms import FormErrors
from playground.model import Channel, ChannelType, Json
from playground.permissions import Permission
from playground.rest.call import Access, Call, Created, Reply, Route
from playground.world import World

_THREAD_NAME = 100


class Channels:
    def __init__(self, world: World) -> None:
        self._world = world
        self._access = Access(world)

    def routes(self) -> tuple[Route, ...]:
        return (
            Route("GET", "/channels/{channel_id}", self.get),
            Route("PATCH", "/channels/{channel_id}", self.edit),
            Route("POST", "/channels/{channel_id}/typing", self.typing),
            Route("POST", "/channels/{channel_id}/threads", self.open_thread),
            Route("POST", "/channels/{channel_id}/messages/{message_id}/threads", self.open_thread_on),
            Route("PUT", "/channels/{channel_id}/thread-members/@me", self.join_thread),
            Route("POST", "/users/@me/channels", self.direct_messages),
            Route("GET", "/guilds/{guild_id}", self.guild),
            Route("GET", "/guilds/{guild_id}/channels", self.guild_channels),
            Route("GET", "/guilds/{guild_id}/threads/active", self.active_threads),
            Route("GET", "/guilds/{guild_id}/roles", self.guild_roles),
            Route("GET", "/guilds/{guild_id}/members/{user_id}", self.member),
            Route("GET", "/users/{user_id}", self.user),
        )

    def get(self, call: Call) -> Reply:
        return payloads.channel(self._world, self._access.channel(call))

    def edit(self, call: Call) -> Reply:
        """Name, archived and locked: what a bot may change of a thread."""
        channel, body = self._access.channel(call), call.form()
        needed = Permission.MANAGE_THREADS if channel.is_thread else Permission.MANAGE_CHANNELS
        owns = channel.is_thread and channel.owner_id == self._world.bot.id
        if not owns and needed not in self._world.permissions(self._world.bot, channel):
            raise forbidden(50013)
        changed = replace(
            channel,
            name=_thread_name(body) if "name" in body else channel.name,
            archived=bool(body.get("archived", channel.archived)),
            locked=bool(body.get("locked", channel.locked)),
        )
        return payloads.channel(self._world, self._world.update_channel(changed))

    def typing(self, call: Call) -> Reply:
        channel = self._access.channel(call)
        if not self._world.may_send(self._world.bot, channel):
            raise forbidden(50013)
        self._world.emit(events.TypingStarted(channel, self._world.bot))
        return None

    def open_thread(self, call: Call) -> Reply:
        parent = self._access.channel(call, Permission.CREATE_PUBLIC_THREADS)
        if parent.type is not ChannelType.TEXT:
            raise refused(50024)
        return Created(self._opened(parent, call.form()))

    def open_thread_on(self, call: Call) -> Reply:
        parent, message = self._access.message(call, Permission.CREATE_PUBLIC_THREADS)
        if parent.type is not ChannelType.TEXT:
            raise refused(50024)
        if message.id in self._world.channels:
            raise refused(160004)
        return Created(self._opened(parent, call.form(), message.id))

    def _opened(self, parent: Channel, body: Json, thread_id: int | None = None) -> Json:
        thread = self._world.add_thread(parent, _thread_name(body), self._world.bot, thread_id)
        return payloads.channel(self._world, thread)

    def join_thread(self, call: Call) -> Reply:
        self._access.channel(call)
        return None

    def direct_messages(self, call: Call) -> Reply:
        errors = FormErrors()
        user_id = errors.snowflake(("recipient_id",), call.form().get("recipient_id"))
        errors.check()
        user = self._world.users.get(user_id or 0)
        if user is None:
            raise unknown("User")
        if user.bot:
            raise forbidden(50007)
        return payloads.channel(self._world, self._world.direct_messages(user))

    def guild(self, call: Call) -> Reply:
        guild = self._world.guilds[self._access.guild_id(call)]
        payload = payloads.guild(self._world, guild)
        if call.query.get("with_counts") in ("1", "true"):
            count = sum(guild_id == guild.id for guild_id, _ in self._world.members)
            payload |= {"approximate_member_count": count, "approximate_presence_count": count}
        return payload

    def guild_channels(self, call: Call) -> Reply:
        guild_id = self._access.guild_id(call)
        return [payloads.channel(self._world, channel) for channel in self._seen(guild_id) if not channel.is_thread]

    def active_threads(self, call: Call) -> Reply:
        guild_id = self._access.guild_id(call)
        threads = [channel for channel in self._seen(guild_id) if channel.is_thread and not channel.archived]
        return {"threads": [payloads.channel(self._world, thread) for thread in threads], "members": []}

    def _seen(self, guild_id: int) -> list[Channel]:
        world = self._world
        return [
            channel
            for channel in world.channels.values()
            if channel.guild_id == guild_id and Permission.VIEW_CHANNEL in world.permissions(world.bot, channel)
        ]

    def guild_roles(self, call: Call) -> Reply:
        guild_id = self._access.guild_id(call)
        return [payloads.role(role) for role in self._world.roles.values() if role.guild_id == guild_id]

    def member(self, call: Call) -> Reply:
        guild_id, user_id = self._access.guild_id(call), call.id("user_id")
        if user_id not in self._world.users:
            raise unknown("User")
        member = self._world.members.get((guild_id, user_id))
        if member is None:
            raise unknown("Member")
        return payloads.full_member(member)

    def user(self, call: Call) -> Reply:
        user = self._world.users.get(call.id("user_id"))
        if user is None:
            raise unknown("User")
        return payloads.user(user)


def _thread_name(body: Json) -> str:
    errors = FormErrors()
    name = errors.text(("name",), body.get("name") or "", _THREAD_NAME, 1)
    errors.check()
    return name or ""

"""The state of the embedded Discord, all in memory, and the one place where it changes."""

import asyncio
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from playground import events
from playground.clock import Clock, Snowflakes
from playground.model import Channel, ChannelType, Guild, Member, Message, Overwrite, Role, User
from playground.permissions import DIRECT_MESSAGES, EVERYTHING, MEMBERS, NOTHING, Permission, combine, overwrite

T = TypeVar("T")


class History:
    """The messages of one channel, in the order of their ids."""

    def __init__(self) -> None:
        self._ids: list[int] = []
        self._messages: dict[int, Message] = {}

    def get(self, message_id: int) -> Message | None:
        return self._messages.get(message_id)

    def put(self, message: Message) -> None:
        if message.id not in self._messages:
            self._ids.append(message.id)  # ids only rise
        self._messages[message.id] = message

    def remove(self, message_id: int) -> Message | None:
        message = self._messages.pop(message_id, None)
        if message is not None:
            del self._ids[bisect_left(self._ids, message_id)]
        return message

    def since(self, message_id: int) -> Iterator[Message]:
        """Those after that id, oldest first."""
        for index in range(bisect_right(self._ids, message_id), len(self._ids)):
            yield self._messages[self._ids[index]]

    def before(self, message_id: int) -> Iterator[Message]:
        """Those before that id, newest first."""
        for index in range(bisect_left(self._ids, message_id) - 1, -1, -1):
            yield self._messages[self._ids[index]]

    def __iter__(self) -> Iterator[Message]:
        return (self._messages[message_id] for message_id in self._ids)


class World:
    """Users, guilds, channels and messages; listeners hear every change after it is made.

    It starts with one guild "Playground": Mia (de), Ben (en-GB), Mod (de, may manage messages) and Admin, the owner;
    #allgemein with a thread, #fragen, and the forum #forum.
    """

    def __init__(self, clock: Clock, bot_name: str) -> None:
        self.clock = clock
        self._snowflakes = Snowflakes(clock)
        self._listeners: list[Callable[[events.Event], None]] = []
        self._waiting: list[Callable[[], None]] = []
        self._permissions: dict[tuple[int, int], Permission] = {}  # (user, channel), until something changes
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.roles: dict[int, Role] = {}
        self.members: dict[tuple[int, int], Member] = {}  # (guild, user)
        self.channels: dict[int, Channel] = {}
        self.histories: dict[int, History] = {}
        self.closed_to_messages: set[int] = set()  # users who take no direct messages
        self.bot = self.add_user(bot_name, bot=True)
        self.mia = self.add_user("Mia")
        self.ben = self.add_user("Ben", locale="en-GB")
        self.mod = self.add_user("Mod")
        self.admin = self.add_user("Admin", locale="en-US")
        self.guild = self.add_guild("Playground", self.admin)
        self.bot_role = self.bot_role_in(self.guild)
        self.moderators = self.add_role(self.guild, "Moderation", Permission.MANAGE_MESSAGES)
        for user in (self.mia, self.ben):
            self.join(self.guild, user)
        self.join(self.guild, self.mod, self.moderators)
        self.general = self.add_channel(self.guild, "allgemein")
        self.questions = self.add_channel(self.guild, "fragen")
        self.forum = self.add_channel(self.guild, "forum", ChannelType.FORUM)
        self.thread = self.add_thread(self.general, "Gespräch", self.mia)

    # events

    def listen(self, listener: Callable[[events.Event], None]) -> Callable[[], None]:
        """Calls the listener on every event; the returned function ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def emit(self, event: events.Event) -> None:
        if isinstance(event, events.CHANGING_PERMISSIONS):
            self._permissions.clear()
        for listener in tuple(self._listeners):
            listener(event)
        for look in tuple(self._waiting):
            look()

    async def until(self, condition: Callable[[], T | None], seconds: float, what: str) -> T:
        """The condition's first true value, looked at again after every event.

        Raises TimeoutError naming what was waited for.
        """
        if value := condition():
            return value
        found: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        def look() -> None:
            if not found.done() and (value := condition()):
                found.set_result(value)

        self._waiting.append(look)
        try:
            return await asyncio.wait_for(found, seconds)
        except TimeoutError:
            raise TimeoutError(f"no {what} within {seconds} s") from None
        finally:
            self._waiting.remove(look)

    # people and places

    def next_id(self) -> int:
        return self._snowflakes.next()

    def add_user(self, name: str, *, locale: str = "de", bot: bool = False) -> User:
        user = User(self.next_id(), name, locale, bot)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str, owner: User, preferred_locale: str = "de", *, with_bot: bool = True) -> Guild:
        guild = Guild(self.next_id(), name, owner.id, preferred_locale)
        self.guilds[guild.id] = guild
        self.roles[guild.id] = Role(guild.id, guild.id, "@everyone", MEMBERS, 0)
        self.join(guild, owner)
        if with_bot:
            own = self.add_role(guild, self.bot.name, NOTHING, bot_id=self.bot.id)
            self.join(guild, self.bot, own)
            self.emit(events.GuildJoined(guild))
        return guild

    def remove_bot(self, guild: Guild) -> None:
        del self.members[guild.id, self.bot.id]
        self.emit(events.GuildLeft(guild))

    def join(self, guild: Guild, user: User, *roles: Role) -> Member:
        member = Member(user, guild.id, tuple(role.id for role in roles))
        self.members[guild.id, user.id] = member
        self.emit(events.MemberJoined(member))
        return member

    def give_roles(self, guild: Guild, user: User, *roles: Role) -> Member:
        """These roles instead of those that the member had."""
        member = replace(self.members[guild.id, user.id], role_ids=tuple(role.id for role in roles))
        self.members[guild.id, user.id] = member
        self.emit(events.MemberUpdated(member))
        return member

    def add_role(
        self,
        guild: Guild,
        name: str,
        permissions: Permission = NOTHING,
        *,
        mentionable: bool = False,
        bot_id: int | None = None,
    ) -> Role:
        position = sum(role.guild_id == guild.id for role in self.roles.values())
        role = Role(self.next_id(), guild.id, name, permissions, position, mentionable, bot_id)
        self.roles[role.id] = role
        self.emit(events.RoleCreated(role))
        return role

    def permit(self, role: Role, permissions: Permission) -> Role:
        """Sets what a role allows in its guild."""
        self.roles[role.id] = replace(self.roles[role.id], permissions=permissions)
        self.emit(events.RoleUpdated(self.roles[role.id]))
        return self.roles[role.id]

    def bot_role_in(self, guild: Guild) -> Role:
        return next(role for role in self.roles.values() if role.guild_id == guild.id and role.bot_id)

    def add_channel(self, guild: Guild, name: str, kind: ChannelType = ChannelType.TEXT) -> Channel:
        position = sum(channel.guild_id == guild.id for channel in self.channels.values())
        channel = Channel(self.next_id(), kind, name, guild.id, position)
        return self._add(channel)

    def add_thread(
        self, parent: Channel, name: str, owner: User, thread_id: int | None = None, *, new: bool = True
    ) -> Channel:
        """`thread_id` is the message's where the thread hangs on one; a forum post's starter has the post's id."""
        thread = Channel(
            thread_id or self.next_id(),
            ChannelType.PUBLIC_THREAD,
            name,
            parent.guild_id,
            parent_id=parent.id,
            owner_id=owner.id,
        )
        return self._add(thread, new=new)

    def direct_messages(self, user: User) -> Channel:
        """The channel of the bot and that user, opened if need be."""
        for channel in self.channels.values():
            if channel.recipient is not None and channel.recipient.id == user.id:
                return channel
        return self._add(Channel(self.next_id(), ChannelType.DM, user.name, recipient=user))

    def _add(self, channel: Channel, *, new: bool = True) -> Channel:
        self.channels[channel.id] = channel
        self.histories[channel.id] = History()
        self.emit(events.ChannelCreated(channel, new))
        return channel

    def update_channel(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        self.emit(events.ChannelUpdated(channel))
        return channel

    def set_overwrite(
        self, channel: Channel, target: Role | User, *, allow: Permission = NOTHING, deny: Permission = NOTHING
    ) -> Channel:
        """What the channel changes for a role or a member, instead of what it changed before."""
        current = self.channels[channel.id]
        kept = tuple(entry for entry in current.overwrites if entry.target_id != target.id)
        added = Overwrite(target.id, isinstance(target, User), allow, deny)
        return self.update_channel(replace(current, overwrites=(*kept, added)))

    def remove_channel(self, channel: Channel) -> None:
        for thread in [found for found in self.channels.values() if found.parent_id == channel.id]:
            self.remove_channel(thread)
        removed = self.channels.pop(channel.id)
        del self.histories[channel.id]
        self.emit(events.ChannelDeleted(removed))

    # permissions

    def guild_permissions(self, guild_id: int, user: User) -> Permission:
        member = self.members.get((guild_id, user.id))
        if member is None:
            return NOTHING
        if self.guilds[guild_id].owner_id == user.id:
            return EVERYTHING
        return combine(self.roles[role_id].permissions for role_id in (guild_id, *member.role_ids))

    def permissions(self, user: User, channel: Channel) -> Permission:
        """What a user may do there; a thread has its parent's overwrites."""
        known = self._permissions.get((user.id, channel.id))
        if known is None:
            known = self._computed_permissions(user, self.channels[channel.id])
            self._permissions[user.id, channel.id] = known
        return known

    def _computed_permissions(self, user: User, channel: Channel) -> Permission:
        if channel.guild_id is None:
            takes_part = user.id == self.bot.id or (channel.recipient is not None and channel.recipient.id == user.id)
            return DIRECT_MESSAGES if takes_part else NOTHING
        base = self.guild_permissions(channel.guild_id, user)
        if not base:
            return NOTHING
        place = channel if channel.parent_id is None else self.channels[channel.parent_id]
        roles = self.members[channel.guild_id, user.id].role_ids
        everyone, of_roles, own = (NOTHING, NOTHING), (NOTHING, NOTHING), (NOTHING, NOTHING)
        for entry in place.overwrites:
            if entry.target_id == channel.guild_id:
                everyone = (entry.allow, entry.deny)
            elif entry.of_member and entry.target_id == user.id:
                own = (entry.allow, entry.deny)
            elif entry.target_id in roles:
                of_roles = (of_roles[0] | entry.allow, of_roles[1] | entry.deny)
        return overwrite(base, (everyone, of_roles, own))

    def may_send(self, user: User, channel: Channel) -> bool:
        channel = self.channels[channel.id]
        needed = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
        return needed in self.permissions(user, channel)

    # messages

    def message(self, channel_id: int, message_id: int) -> Message | None:
        history = self.histories.get(channel_id)
        return None if history is None else history.get(message_id)

    def add_message(self, message: Message) -> Message:
        self.histories[message.channel_id].put(message)
        self.emit(events.MessageCreated(message))
        return message

    def change_message(self, message: Message) -> Message:
        history = self.histories[message.channel_id]
        before = history.get(message.id)
        if before is None:
            raise KeyError(message.id)
        history.put(message)
        self.emit(events.MessageEdited(message, before))
        return message

    def remove_message(self, message: Message) -> None:
        history = self.histories.get(message.channel_id)
        removed = None if history is None else history.remove(message.id)
        if removed is not None:
            self.emit(events.MessageDeleted(removed))

    def remove_messages(self, messages: list[Message]) -> None:
        """Several of one channel in one event."""
        removed = tuple(self.histories[message.channel_id].remove(message.id) or message for message in messages)
        self.emit(events.MessagesDeleted(removed))

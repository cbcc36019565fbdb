"""What members do, as their Discord client would, and what they see: for tests, the terminal and the page."""

import asyncio
from collections.abc import Awaitable, Iterator, Mapping
from dataclasses import replace

from playground import events, payloads
from playground.commands import CHAT_INPUT, MESSAGE_MENU, CommandStore, Value, fill
from playground.components import ComponentType
from playground.content import mentioned_roles, mentioned_users, mentions_everyone
from playground.dispatch import Dispatch
from playground.errors import PlaygroundError
from playground.faults import Faults
from playground.gateway import Gateway
from playground.interaction_payload import interaction_event
from playground.interactions import Interaction, Interactions, Kind
from playground.model import REPLIABLE, Channel, ChannelType, Choice, Json, Message, MessageType, Reference, User
from playground.permissions import Permission
from playground.world import World

_PATIENCE = 5.0  # seconds
_BOTS_TASKS = ("discord.py: ", "CommandTree-invoker", "discord-ui-")  # names that discord.py gives its handlers


class Actions:
    """Members write, edit, delete, reply, use commands, menus and buttons; and wait for what the bot does."""

    def __init__(
        self, world: World, gateway: Gateway, commands: CommandStore, interactions: Interactions, faults: Faults
    ) -> None:
        self.world = world
        self.gateway = gateway
        self.commands = commands
        self.interactions = interactions
        self.faults = faults

    # writing

    def dm(self, member: User) -> Channel:
        """The channel of that member's direct messages with the bot."""
        return self.world.direct_messages(member)

    async def say(
        self,
        member: User,
        channel: Channel,
        text: str,
        reply_to: Message | None = None,
        *,
        ping: bool = True,
        kind: MessageType | None = None,
        webhook: bool = False,
    ) -> Message:
        """`kind` other than the usual makes a system message; `webhook`: posted by one, under that user's name."""
        channel = self.world.channels[channel.id]
        if not webhook and not self.world.may_send(member, channel):
            raise PlaygroundError(f"{member.name} may not write in {channel.name}")
        if channel.type is ChannelType.FORUM:
            raise PlaygroundError("a forum takes posts, not messages")
        if reply_to is not None and reply_to.type not in REPLIABLE:
            raise PlaygroundError("system messages can't be replied to")
        if kind is None:
            kind = MessageType.DEFAULT if reply_to is None else MessageType.REPLY
        message = Message(
            id=self.world.next_id(),
            channel_id=channel.id,
            guild_id=channel.guild_id,
            author=member,
            content=text.strip(),
            type=kind,
            reference=None if reply_to is None else Reference(reply_to.channel_id, reply_to.id),
            webhook_id=self.world.next_id() if webhook else None,
        )
        return self.world.add_message(self._with_mentions(message, reply_to if ping else None))

    async def edit(self, message: Message, text: str, *, keeps_ping: bool = True) -> Message:
        """By its author. Whether a reply that pinged goes on doing so isn't documented, and has been seen both ways."""
        current = self.current(message)
        edited = replace(current, content=text.strip(), edited=self.world.clock.now())
        replied = (
            None
            if current.reference is None
            else self.world.message(current.reference.channel_id, current.reference.message_id)
        )
        pinged = replied if keeps_ping and replied is not None and replied.author in current.mentions else None
        return self.world.change_message(self._with_mentions(edited, pinged))

    async def unfurl(self, message: Message) -> Message:
        """Discord adds a link's preview: an update that is no edit."""
        preview = {"type": "link", "url": "https://example.org/", "title": "Preview"}
        return self.world.change_message(replace(self.current(message), embeds=(preview,)))

    async def delete(self, *messages: Message) -> None:
        """Several are deleted at once, as a moderator's bot would."""
        if len(messages) == 1:
            self.world.remove_message(messages[0])
        else:
            self.world.remove_messages(list(messages))

    async def open_thread(self, member: User, channel: Channel, name: str, on: Message | None = None) -> Channel:
        if Permission.CREATE_PUBLIC_THREADS not in self.world.permissions(member, channel):
            raise PlaygroundError(f"{member.name} may not open a thread in {channel.name}")
        return self.world.add_thread(channel, name, member, None if on is None else on.id)

    async def open_forum_post(self, member: User, forum: Channel, title: str, text: str) -> Channel:
        """The thread; its starter message has the thread's id."""
        if not self.world.may_send(member, forum):
            raise PlaygroundError(f"{member.name} may not post in {forum.name}")
        thread = self.world.add_thread(forum, title, member)
        starter = Message(thread.id, thread.id, thread.guild_id, member, text.strip())
        self.world.add_message(self._with_mentions(starter, None))
        return thread

    async def type(self, member: User, channel: Channel) -> None:
        self.world.emit(events.TypingStarted(channel, member))

    def _with_mentions(self, message: Message, pinged: Message | None) -> Message:
        world = self.world
        users = mentioned_users(world, message.content)
        if pinged is not None and pinged.author not in users:
            users = (*users, pinged.author)
        permissions = world.permissions(message.author, world.channels[message.channel_id])
        may_ping_all = Permission.MENTION_EVERYONE in permissions
        roles = mentioned_roles(world, message.guild_id, message.content)
        return replace(
            message,
            mentions=users,
            mention_roles=tuple(found for found in roles if may_ping_all or world.roles[found].mentionable),
            mention_everyone=mentions_everyone(message.content, permissions),
        )

    # commands, menus, buttons

    async def command(
        self,
        member: User,
        channel: Channel,
        name: str,
        options: Mapping[str, Value] | None = None,
        *,
        override: bool = False,
    ) -> Interaction:
        """Subcommands after a space; names in the member's language do too.

        `override`: an admin opened the command to everybody under Server Settings > Integrations.
        """
        first, *words = name.split()
        command = self.commands.find(member, channel, first, CHAT_INPUT, overridden=override)
        data = self._command_data(command.body)
        data["options"] = fill(command, words, options or {}, member.locale)
        return self._open(Kind.COMMAND, member, channel, data, name=" ".join([command.name, *_passed(data)]))

    async def autocomplete(
        self, member: User, channel: Channel, name: str, options: Mapping[str, Value], focused: str
    ) -> tuple[Choice, ...]:
        """What the bot suggests for the focused option; nothing if it doesn't respond."""
        first, *words = name.split()
        command = self.commands.find(member, channel, first, CHAT_INPUT)
        data = self._command_data(command.body)
        data["options"] = fill(command, words, options, member.locale, focused)
        interaction = self._open(Kind.AUTOCOMPLETE, member, channel, data, name=command.name)
        return (await interaction.response()).choices

    async def menu(self, member: User, message: Message, name: str) -> Interaction:
        """A command of the message's menu."""
        channel = self.world.channels[message.channel_id]
        target = self._visible(member, message)
        command = self.commands.find(member, channel, name, MESSAGE_MENU)
        resolved = {"messages": {str(target.id): payloads.message(self.world, target)}}
        data = self._command_data(command.body) | {"target_id": str(target.id), "resolved": resolved}
        return self._open(Kind.COMMAND, member, channel, data, name=command.name, target=target)

    async def press(self, member: User, message: Message, button: str) -> Interaction:
        """The button with that custom_id, label or emoji."""
        current = self._visible(member, message)
        found = [entry for entry in current.buttons if button in (entry.custom_id, entry.label, entry.emoji)]
        if not found:
            labels = ", ".join(entry.label or str(entry.emoji) for entry in current.buttons)
            raise PlaygroundError(f"no button {button!r} among {labels or 'none'}")
        if found[0].custom_id is None or found[0].disabled:
            raise PlaygroundError(f"button {found[0].label or found[0].emoji!r} is a link or disabled")
        data: Json = {"custom_id": found[0].custom_id, "component_type": int(ComponentType.BUTTON)}
        channel = self.world.channels[message.channel_id]
        return self._open(Kind.COMPONENT, member, channel, data, pressed=current)

    def _command_data(self, body: Json) -> Json:
        data: Json = {"id": body["id"], "name": body["name"], "type": body["type"]}
        return data | {"guild_id": body["guild_id"]} if "guild_id" in body else data

    def _open(
        self,
        kind: Kind,
        member: User,
        channel: Channel,
        data: Json,
        *,
        name: str | None = None,
        pressed: Message | None = None,
        target: Message | None = None,
    ) -> Interaction:
        channel = self.world.channels[channel.id]
        permissions = self.world.permissions(member, channel)
        if Permission.VIEW_CHANNEL not in permissions or Permission.USE_APPLICATION_COMMANDS not in permissions:
            raise PlaygroundError(f"{member.name} may not use applications in {channel.name}")
        created = self.world.clock.now() - self.faults.late_by
        self.faults.late_by = 0.0
        interaction = Interaction(
            self.world, self.world.next_id(), kind, member, channel, created, data, name, pressed, target
        )
        self.interactions.open(interaction)
        self.gateway.publish(Dispatch("INTERACTION_CREATE", interaction_event(self.world, interaction), None))
        return interaction

    # seeing and waiting

    def current(self, message: Message) -> Message:
        """The message as it is now. Raises PlaygroundError if it is gone."""
        found = self.world.message(message.channel_id, message.id)
        if found is None:
            raise PlaygroundError("the message is gone")
        return found

    def seen_by(self, member: User, channel: Channel) -> Iterator[Message]:
        """The channel's messages with those that only that member sees, oldest first."""
        for message in self.world.histories[channel.id]:
            if message.visible_to in (None, member.id):
                yield message

    def _visible(self, member: User, message: Message) -> Message:
        current = self.current(message)
        if current.visible_to not in (None, member.id):
            raise PlaygroundError(f"{member.name} can't see that message")
        return current

    def connected(self, timeout: float = _PATIENCE) -> Awaitable[bool]:
        """Returns when a gateway session of the bot is open."""
        return self.world.until(lambda: bool(self.gateway.live), timeout, "connection of the bot")

    def next_message(
        self, channel: Channel, after: Message | None = None, timeout: float = _PATIENCE
    ) -> Awaitable[Message]:
        """The bot's first message there, after that one, which everybody sees and which is not loading."""
        since = 0 if after is None else after.id
        what = f"message of the bot in {channel.name}"
        return self.world.until(lambda: next(self._answers(channel, since), None), timeout, what)

    def reply_to(self, message: Message, timeout: float = _PATIENCE) -> Awaitable[Message]:
        """The bot's reply to that very message."""

        def reply() -> Message | None:
            found = self._answers(self.world.channels[message.channel_id], message.id)
            return next((m for m in found if m.reference is not None and m.reference.message_id == message.id), None)

        return self.world.until(reply, timeout, f"reply to {message.content!r}")

    def next_edit(self, message: Message, timeout: float = _PATIENCE) -> Awaitable[Message]:
        """The message once it is another than the one given."""

        def edit() -> Message | None:
            found = self.world.message(message.channel_id, message.id)
            return found if found is not None and found != message else None

        return self.world.until(edit, timeout, "edit")

    def gone(self, message: Message, timeout: float = _PATIENCE) -> Awaitable[bool]:
        """Returns when the message is deleted."""
        return self.world.until(lambda: self.world.message(message.channel_id, message.id) is None, timeout, "deletion")

    def _answers(self, channel: Channel, since: int) -> Iterator[Message]:
        for message in self.world.histories[channel.id].since(since):
            if message.author.id == self.world.bot.id and not message.ephemeral and not message.loading:
                yield message

    async def settle(self, timeout: float = 10.0) -> None:  # noqa: ASYNC109 - as the other waits
        """Returns when the bot, running in this process, has handled everything that was sent so far.

        It has read all events, and none of its event, command and button handlers is running any more.
        """
        async with asyncio.timeout(timeout):
            await self.connected(timeout)
            sent = -1
            while sent != (sent := sum(session.sequence for session in self.gateway.live)):
                await self.gateway.barrier()
                while running := [task for task in asyncio.all_tasks() if task.get_name().startswith(_BOTS_TASKS)]:
                    await asyncio.wait(running)

    async def quiet(self, channel: Channel, after: Message | None = None) -> bool:
        """Whether the bot said nothing there since that message, once it has handled everything."""
        await self.settle()
        return next(self._answers(channel, 0 if after is None else after.id), None) is None


def _passed(data: Json) -> Iterator[str]:
    """The names of the subcommands in an interaction's options."""
    for option in data["options"]:
        if "options" in option:
            yield option["name"]
            yield from _passed(option)

"""The playground in a terminal: questions, commands and buttons of its members, typed line by line."""

import io
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress

from rich.console import Console

from playground import events, slash
from playground.actions import Actions
from playground.commands import MESSAGE_MENU
from playground.errors import PlaygroundError
from playground.interactions import Interaction, State
from playground.lines import Lines
from playground.model import Button, Channel, ChannelType, Message, User
from playground.permissions import Permission
from playground.shown import Screen

_PATIENCE = 20.0  # seconds for an answer that was deferred
_TITLE = 100  # characters of a forum post's title

HELP = """\
a question          asks the bot (it is mentioned for you; not needed in direct messages)
> a question        replies to the bot's last message
/command option: …  runs a command: {commands}
/command option: …? shows what the bot suggests for that option
3                   presses the button with that number
menu NAME           runs a menu on the last message that is not the bot's: {menus}
as mia, as mod      speak as another member: {members}
#allgemein, dm      go to another channel: {channels}; or write to the bot directly
help, quit"""


class Terminal:
    """One person at a prompt, who speaks as one member in one channel at a time."""

    def __init__(self, discord: Actions, screen: Screen) -> None:
        self._discord = discord
        self._world = discord.world
        self._screen = screen
        self._member: User = self._world.mia
        self._channel: Channel = self._world.general
        self._buttons: list[tuple[Message, str]] = []  # by number, from 1
        self._last: Message | None = None
        self._words: dict[str, Callable[[str], Awaitable[None]]] = {
            "as": self._become,
            "dm": self._go_to_direct_messages,
            "menu": self._menu,
            "help": self._help,
        }

    @property
    def prompt(self) -> str:
        place = "dm" if self._channel.recipient is not None else f"#{self._channel.name}"
        return f"{self._member.name} {place}> "

    async def run(self, lines: Lines) -> None:
        """Until the lines end, or `quit`; the last one's answer is awaited and shown."""
        stop = self._world.listen(self.hear)
        self._screen.line("Type a question, or: help", "dim")
        try:
            while (line := await lines.read(self.prompt)) is not None and line.strip() != "quit":
                if not lines.interactive:
                    self._screen.line(self.prompt + line.rstrip("\n"))
                await self.obey(line.strip())
        finally:
            stop()

    async def obey(self, line: str) -> None:
        """Does what the line says, and returns when the bot has handled it."""
        if not line:
            return
        try:
            await self._do(line)
        except PlaygroundError as error:
            self._screen.line(f"{error}", "yellow")
        with suppress(TimeoutError):
            await self._discord.settle()

    async def _do(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        takes_words = word in ("as", "menu")
        if word in self._words and (takes_words or not rest):
            await self._words[word](rest.strip())
        elif line.startswith("/"):
            await self._command(line)
        elif line.startswith("#") and " " not in line:
            self._go_to(line[1:])
        elif line.isdecimal():
            await self._press(int(line))
        else:
            await self._say(line)

    async def _say(self, line: str) -> None:
        bot, reply_to = self._world.bot, None
        if line.startswith("> "):
            line, reply_to = line[2:], self._last
        text = line.replace(f"@{bot.name}", bot.mention)
        if self._channel.recipient is None and bot.mention not in text and reply_to is None:
            text = f"{bot.mention} {text}"
        if self._channel.type is ChannelType.FORUM:
            await self._discord.open_forum_post(self._member, self._channel, line[:_TITLE], text)
        else:
            await self._discord.say(self._member, self._channel, text, reply_to)

    async def _command(self, line: str) -> None:
        typed = slash.parse(self._discord.commands, self._member, self._channel, line)
        if typed.focused is not None:
            choices = await self._discord.autocomplete(
                self._member, self._channel, typed.name, typed.options, typed.focused
            )
            for choice in choices:
                self._screen.line(f"  {typed.focused}: {choice.name}")
            return
        await self._await(await self._discord.command(self._member, self._channel, typed.name, typed.options))

    async def _press(self, number: int) -> None:
        if not 1 <= number <= len(self._buttons):
            raise PlaygroundError(f"no button has the number {number}")
        message, custom_id = self._buttons[number - 1]
        await self._await(await self._discord.press(self._member, message, custom_id))

    async def _menu(self, name: str) -> None:
        messages = reversed(list(self._discord.seen_by(self._member, self._channel)))
        target = next((message for message in messages if message.author.id != self._world.bot.id), None)
        if target is None:
            raise PlaygroundError("there is no message of a member here")
        await self._await(await self._discord.menu(self._member, target, name))

    async def _await(self, interaction: Interaction) -> None:
        with suppress(TimeoutError):
            await interaction.response(_PATIENCE)

    async def _become(self, name: str) -> None:
        people = [user for user in self._world.users.values() if not user.bot]
        found = next((user for user in people if user.name.casefold() == name.casefold()), None)
        if found is None:
            raise PlaygroundError(f"nobody is called {name!r}: {', '.join(user.name for user in people)}")
        self._member = found
        if self._channel.recipient is not None:
            self._channel = self._discord.dm(found)

    async def _go_to_direct_messages(self, _rest: str) -> None:
        self._channel = self._discord.dm(self._member)

    def _go_to(self, name: str) -> None:
        channel = next((found for found in self._places() if found.name.casefold() == name.casefold()), None)
        if channel is None:
            raise PlaygroundError(f"no channel #{name}: {self._place_names()}")
        self._channel = channel

    def _places(self) -> list[Channel]:
        return [
            channel
            for channel in self._world.channels.values()
            if channel.guild_id is not None
            and Permission.VIEW_CHANNEL in self._world.permissions(self._member, channel)
        ]

    def _place_names(self) -> str:
        return ", ".join(f"#{channel.name}" for channel in self._places())

    async def _help(self, _rest: str) -> None:
        offered = list(self._discord.commands.offered(self._member, self._channel))
        text = HELP.format(
            commands=", ".join(name for command in offered for name in slash.written(command)) or "none here",
            menus=", ".join(command.name for command in offered if command.type == MESSAGE_MENU) or "none here",
            members=", ".join(user.name for user in self._world.users.values() if not user.bot),
            channels=self._place_names(),
        )
        self._screen.line(text)

    # what is seen

    def hear(self, event: events.Event) -> None:
        match event:
            case events.MessageCreated(message) if self._sees(message):
                self._show(message)
            case events.MessageEdited(message, before) if self._sees(message):
                self._show(message, "" if before.loading else "edited")
            case events.MessageDeleted(message) if self._sees(message):
                self._screen.line(f"{message.author.name} deleted a message", "dim")
            case events.InteractionChanged(number):
                interaction = self._discord.interactions.get(number)
                if interaction is not None and interaction.state is State.FAILED:
                    self._screen.line(State.FAILED.value, "red")

    def _sees(self, message: Message) -> bool:
        """The bot's messages that this member may see; one that is still loading will come."""
        if message.author.id != self._world.bot.id or message.loading:
            return False
        channel = self._world.channels[message.channel_id]
        in_view = Permission.VIEW_CHANNEL in self._world.permissions(self._member, channel)
        return in_view and message.visible_to in (None, self._member.id)

    def _show(self, message: Message, *notes: str) -> None:
        channel = self._world.channels[message.channel_id]
        remarks = [note for note in notes if note]
        if message.ephemeral:
            remarks.append("only you can see this")
        if channel.id != self._channel.id:
            remarks.append("dm" if channel.recipient is not None else f"#{channel.name}")
        self._screen.line(message.author.name + "".join(f" · {remark}" for remark in remarks), "bold magenta")
        self._screen.content(message.content, self._names())
        numbered = [(self._number(message, button), button) for button in message.buttons]
        if numbered:
            self._screen.buttons(numbered)
        if not message.ephemeral:
            self._last = message

    def _number(self, message: Message, button: Button) -> int | None:
        """A new one for every button that can be pressed: older ones stay within reach."""
        if button.custom_id is None or button.disabled:
            return None
        self._buttons.append((message, button.custom_id))
        return len(self._buttons)

    def _names(self) -> dict[str, str]:
        world = self._world
        users = {str(user.id): user.name for user in world.users.values()}
        roles = {str(role.id): role.name for role in world.roles.values()}
        return users | roles | {str(channel.id): channel.name for channel in world.channels.values()}


async def run(discord: Actions) -> None:
    """Reads standard input until its end or `quit`; cancelled by Ctrl-C. The bot runs in this process."""
    lines = Lines()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # what a terminal has no character for must not stop the bot
    console = Console(highlight=False, no_color="NO_COLOR" in os.environ or not lines.interactive)
    try:
        await discord.connected(_PATIENCE)
        await Terminal(discord, Screen(console)).run(lines)
    finally:
        lines.close()

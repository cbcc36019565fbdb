"""One open page: what its member does goes to the playground, what happens in the world comes back."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from aiohttp import web

from playground import events, page_json
from playground.actions import Actions
from playground.errors import PlaygroundError
from playground.model import Channel, Json, Message, User
from playground.permissions import Permission
from playground.record import Entry, Record

_LONGEST = 2000  # characters of a member's message
_ENTRIES_AT_FIRST = 500

Examples = Mapping[str, Sequence[str]]


class PageSession:
    """`run` returns when the page is closed."""

    def __init__(self, discord: Actions, record: Record, socket: web.WebSocketResponse, examples: Examples) -> None:
        self._discord = discord
        self._world = discord.world
        self._record = record
        self._socket = socket
        self._examples = examples
        self._out: asyncio.Queue[Json] = asyncio.Queue()
        self._inspects = False
        self._online = False
        self._doing: set[asyncio.Task[None]] = set()
        self._actions: dict[str, Callable[[Json], Awaitable[Any]]] = {  # JSON of any kind
            "say": self._say,
            "edit": self._edit,
            "delete": self._delete,
            "post": self._post,
            "commands": self._commands,
            "command": self._command,
            "autocomplete": self._autocomplete,
            "menu": self._menu,
            "press": self._press,
            "inspect": self._inspect,
        }

    async def run(self) -> None:
        self._out.put_nowait(self._hello())
        stop = (self._world.listen(self._on_event), self._record.listen(self._on_entry))
        sender = asyncio.create_task(self._send())
        try:
            async for received in self._socket:
                if received.type is web.WSMsgType.TEXT:
                    task = asyncio.create_task(self._answer(received.data))
                    self._doing.add(task)
                    task.add_done_callback(self._doing.discard)
        finally:
            for end in stop:
                end()
            sender.cancel()
            for task in self._doing:
                task.cancel()

    async def _send(self) -> None:
        """In order, one after the other."""
        while True:
            await self._socket.send_json(await self._out.get())

    async def _answer(self, text: str) -> None:
        reply: Json = {"type": "reply", "to": None}
        try:
            request = _parse(text)
            reply["to"] = request["id"]
            reply["value"] = await self._actions[request["do"]](request)
        except PlaygroundError as error:
            reply["error"] = str(error)
        except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
            reply["error"] = f"the playground can't read this request ({error!r})"
        self._out.put_nowait(reply)

    def _hello(self) -> Json:
        world = self._world
        for who in tuple(world.users.values()):
            if not who.bot:
                world.direct_messages(who)
        self._online = bool(self._discord.gateway.live)
        everyone = world.guild.id
        return {
            "type": "hello",
            "bot": str(world.bot.id),
            "online": self._online,
            "guild": {"name": world.guild.name, "owner": str(world.guild.owner_id)},
            "users": [page_json.user(world, who) for who in world.users.values()],
            "roles": [page_json.role(found) for found in world.roles.values() if found.id != everyone],
            "channels": [page_json.channel(world, found) for found in world.channels.values()],
            "messages": [page_json.message(found) for history in world.histories.values() for found in history],
            "examples": {language: list(questions) for language, questions in self._examples.items()},
        }

    # what happens

    def _on_event(self, event: events.Event) -> None:
        told = self._told(event)
        if told is not None:
            self._out.put_nowait(told)

    def _told(self, event: events.Event) -> Json | None:
        told: Json | None = None
        match event:
            case events.MessageCreated(message) | events.MessageEdited(message):
                told = {"type": "message", "message": page_json.message(message)}
            case events.MessageDeleted(message):
                told = _removed((message,))
            case events.MessagesDeleted(messages):
                told = _removed(messages)
            case events.ChannelCreated(channel) | events.ChannelUpdated(channel):
                told = {"type": "channel", "channel": page_json.channel(self._world, channel)}
            case events.ChannelDeleted(channel):
                told = {"type": "channel-removed", "id": str(channel.id)}
            case events.InteractionOpened(number) | events.InteractionChanged(number):
                found = self._discord.interactions.get(number)
                if found is not None and (shown := page_json.interaction(found)) is not None:
                    told = {"type": "interaction", "interaction": shown}
            case events.TypingStarted(channel, who) if who.bot:
                told = {"type": "typing", "channel": str(channel.id), "user": str(who.id)}
            case events.CommandsChanged():
                told = {"type": "commands"}
        return told

    def _on_entry(self, entry: Entry) -> None:
        online = bool(self._discord.gateway.live)
        if online is not self._online:
            self._online = online
            self._out.put_nowait({"type": "online", "online": online})
        if self._inspects:
            self._out.put_nowait({"type": "entries", "entries": [page_json.entry(entry)]})

    # what a member does

    def _place(self, request: Json) -> tuple[User, Channel]:
        member = self._world.users[int(request["as"])]
        if member.bot:
            raise PlaygroundError("the bot speaks for itself")
        channel = self._world.channels.get(int(request["channel"]))
        if channel is None:
            raise PlaygroundError("the channel is gone")
        return member, channel

    def _target(self, request: Json) -> tuple[User, Message]:
        member, channel = self._place(request)
        message = self._world.message(channel.id, int(request["message"]))
        if message is None:
            raise PlaygroundError("the message is gone")
        return member, message

    async def _say(self, request: Json) -> str:
        member, channel = self._place(request)
        reply_to = request.get("reply_to")
        target = None if reply_to is None else self._world.message(channel.id, int(reply_to))
        ping = bool(request.get("ping", True))
        message = await self._discord.say(member, channel, _text(request["content"]), target, ping=ping)
        return str(message.id)

    async def _edit(self, request: Json) -> None:
        member, message = self._target(request)
        if message.author.id != member.id:
            raise PlaygroundError("only its author edits a message")
        await self._discord.edit(message, _text(request["content"]))

    async def _delete(self, request: Json) -> None:
        member, message = self._target(request)
        permissions = self._world.permissions(member, self._world.channels[message.channel_id])
        if message.author.id != member.id and Permission.MANAGE_MESSAGES not in permissions:
            raise PlaygroundError(f"{member.name} may not delete the messages of others here")
        await self._discord.delete(message)

    async def _post(self, request: Json) -> str:
        member, forum = self._place(request)
        title = str(request["title"]).strip()
        if not title:
            raise PlaygroundError("a post needs a title")
        post = await self._discord.open_forum_post(member, forum, title[:100], _text(request["content"]))
        return str(post.id)

    async def _commands(self, request: Json) -> list[Json]:
        member, channel = self._place(request)
        return [command.body for command in self._discord.commands.offered(member, channel)]

    async def _command(self, request: Json) -> None:
        member, channel = self._place(request)
        await self._discord.command(member, channel, request["name"], request["options"])

    async def _autocomplete(self, request: Json) -> list[Json]:
        member, channel = self._place(request)
        choices = await self._discord.autocomplete(
            member, channel, request["name"], request["options"], request["focused"]
        )
        return [{"name": choice.name, "value": choice.value} for choice in choices]

    async def _menu(self, request: Json) -> None:
        member, message = self._target(request)
        await self._discord.menu(member, message, request["name"])

    async def _press(self, request: Json) -> None:
        member, message = self._target(request)
        await self._discord.press(member, message, request["custom_id"])

    async def _inspect(self, request: Json) -> None:
        self._inspects = bool(request["on"])
        if self._inspects:
            latest = list(self._record)[-_ENTRIES_AT_FIRST:]
            self._out.put_nowait({"type": "entries", "entries": [page_json.entry(found) for found in latest]})


def _removed(messages: Sequence[Message]) -> Json:
    return {
        "type": "removed",
        "channel": str(messages[0].channel_id),
        "ids": [str(message.id) for message in messages],
    }


def _parse(text: str) -> Json:
    """The request, half characters that no UTF-8 can carry, as a browser cuts them from an emoji, replaced by "?"."""
    whole = json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8", "replace")
    request: Json = json.loads(whole)
    return request


def _text(content: str) -> str:
    text = content.strip()
    if not text:
        raise PlaygroundError("an empty message isn't sent")
    if len(text) > _LONGEST:
        raise PlaygroundError(f"a message has at most {_LONGEST} characters, not {len(text)}")
    return text

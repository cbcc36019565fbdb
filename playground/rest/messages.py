"""Messages in channels: send, read, edit, delete."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from playground import payloads
from playground.bodies import check_message
from playground.compose import REGULAR, compose, revise
from playground.content import withhold
from playground.errors import forbidden, refused, unknown
from playground.forms import FormErrors
from playground.gateway import Gateway
from playground.intents import Intent
from playground.model import REPLIABLE, Channel, ChannelType, Json, Message, MessageType, Reference
from playground.permissions import Permission
from playground.rest.call import Access, Call, Reply, Route
from playground.world import World

_NEWEST = 1 << 64
_PAGE = 50
_LARGEST_PAGE = 100
_LEAST_IN_BULK = 2


class Messages:
    def __init__(self, world: World, gateway: Gateway) -> None:
        self._world = world
        self._gateway = gateway
        self._access = Access(world)
        self._by_nonce: dict[tuple[int, str], int] = {}

    def routes(self) -> tuple[Route, ...]:
        one = "/channels/{channel_id}/messages/{message_id}"
        return (
            Route("GET", "/channels/{channel_id}/messages", self.page),
            Route("POST", "/channels/{channel_id}/messages", self.create),
            Route("POST", "/channels/{channel_id}/messages/bulk-delete", self.delete_several),
            Route("GET", one, self.get),
            Route("PATCH", one, self.edit),
            Route("DELETE", one, self.delete),
        )

    def create(self, call: Call) -> Reply:
        world = self._world
        channel = self._access.channel(call)
        self._check_may_send(channel)
        body = call.form()
        errors = FormErrors()
        check_message(errors, body)
        reference = self._reference(errors, channel, body.get("message_reference"))
        errors.check()
        nonce = body.get("nonce")
        if nonce is not None and body.get("enforce_nonce"):
            sent = world.message(channel.id, self._by_nonce.get((channel.id, str(nonce)), 0))
            if sent is not None:
                return payloads.message(world, sent)
        kind = MessageType.DEFAULT if reference is None else MessageType.REPLY
        message = compose(world, channel, body, default_parse=REGULAR, type_=kind, reference=reference)
        if nonce is not None:
            self._by_nonce[channel.id, str(nonce)] = message.id
        if channel.archived:
            world.update_channel(replace(channel, archived=False))
        world.add_message(message)
        return payloads.message(world, message)

    def _check_may_send(self, channel: Channel) -> None:
        world = self._world
        if channel.type is ChannelType.FORUM:
            raise refused(50024)
        if channel.recipient is not None and channel.recipient.id in world.closed_to_messages:
            raise forbidden(50007)
        if not world.may_send(world.bot, channel):
            raise forbidden(50013)
        if channel.locked and Permission.MANAGE_THREADS not in world.permissions(world.bot, channel):
            raise forbidden(160005)

    def _reference(self, errors: FormErrors, channel: Channel, value: Any) -> Reference | None:
        path = ("message_reference",)
        body = errors.mapping(path, value)
        if not body:
            return None
        message_id = errors.snowflake((*path, "message_id"), body.get("message_id"))
        if message_id is None:
            return None
        if Permission.READ_MESSAGE_HISTORY not in self._world.permissions(self._world.bot, channel):
            raise refused(160002)
        target = self._world.message(channel.id, message_id)
        if target is None or target.ephemeral:
            if body.get("fail_if_not_exists", True):
                errors.add(path, "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")
            return None
        if target.type not in REPLIABLE:
            errors.add(path, "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", "Cannot reply to a system message")
        return Reference(channel.id, target.id)

    def get(self, call: Call) -> Reply:
        _, message = self._access.message(call, Permission.READ_MESSAGE_HISTORY)
        return self._shown(message)

    def page(self, call: Call) -> Reply:
        """Newest first; without Read Message History, nothing."""
        channel = self._access.channel(call)
        if Permission.READ_MESSAGE_HISTORY not in self._world.permissions(self._world.bot, channel):
            return []
        limit = call.number("limit", 1, _LARGEST_PAGE) or _PAGE
        after, around = call.number("after"), call.number("around")
        history = self._world.histories[channel.id]
        if after is not None:
            found = _first(history.since(after), limit)[::-1]
        elif around is not None:
            half = limit // 2
            found = _first(history.since(around - 1), half + 1)[::-1] + _first(history.before(around), half)
        else:
            found = _first(history.before(call.number("before") or _NEWEST), limit)
        return [self._shown(message) for message in found]

    def _shown(self, message: Message) -> Json:
        """Content is withheld over REST too, unless the bot was granted the intent."""
        payload = payloads.message(self._world, message)
        granted = any(Intent.MESSAGE_CONTENT in session.intents for session in self._gateway.live)
        return payload if granted else withhold(self._world, message, payload)

    def edit(self, call: Call) -> Reply:
        channel, message = self._access.message(call)
        body = call.form()
        if message.author.id != self._world.bot.id:
            raise forbidden(50005)
        if channel.locked:
            raise refused(50083)
        errors = FormErrors()
        check_message(errors, body)
        errors.check()
        changed = self._world.change_message(revise(self._world, message, body, default_parse=REGULAR))
        return payloads.message(self._world, changed)

    def delete(self, call: Call) -> Reply:
        channel, message = self._access.message(call)
        if message.author.id != self._world.bot.id:
            if channel.guild_id is None:
                raise forbidden(50003)
            if Permission.MANAGE_MESSAGES not in self._world.permissions(self._world.bot, channel):
                raise forbidden(50013)
        if message.type is MessageType.THREAD_STARTER_MESSAGE:
            raise forbidden(50021)
        self._world.remove_message(message)
        return None

    def delete_several(self, call: Call) -> Reply:
        channel = self._access.channel(call, Permission.MANAGE_MESSAGES)
        errors = FormErrors()
        listed = errors.listing(("messages",), call.form().get("messages") or [], _LARGEST_PAGE, _LEAST_IN_BULK)
        ids = [errors.snowflake(("messages", index), number) for index, number in enumerate(listed)]
        errors.check()
        messages = [self._world.message(channel.id, number or 0) for number in ids]
        found = [message for message in messages if message is not None and not message.ephemeral]
        if not found:
            raise unknown("Message")
        self._world.remove_messages(found)
        return None


def _first(messages: Iterator[Message], limit: int) -> list[Message]:
    """Ephemeral messages are in no page."""
    return list(islice((message for message in messages if not message.ephemeral), limit))

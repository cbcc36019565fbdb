"""A request of the bot as the handlers see it, and what a route is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from playground.errors import ApiError, forbidden, not_found, refused, unknown
from playground.forms import FormErrors
from playground.model import Channel, Json, Message
from playground.permissions import Permission
from playground.world import World


@dataclass(frozen=True, slots=True)
class Call:
    """Path parameters, query and body (JSON of any kind, None without one)."""

    params: Mapping[str, str]
    query: Mapping[str, str]
    body: Any = None

    def id(self, name: str) -> int:
        """A snowflake of the path. Raises 50035 if it is none."""
        errors = FormErrors()
        found = errors.snowflake((name,), self.params[name])
        errors.check()
        return found or 0

    def number(self, name: str, least: int = 0, most: int = 1 << 64) -> int | None:
        """Of the query, None without it. Raises 50035 if it is none or out of its bounds."""
        errors = FormErrors()
        found = errors.integer((name,), self.query.get(name), least, most)
        errors.check()
        return found

    def form(self) -> Json:
        """The body as an object. Raises 50109 if it is something else."""
        if not isinstance(self.body, dict):
            raise refused(50109)
        return self.body


@dataclass(frozen=True, slots=True)
class Created:
    """A reply with status 201."""

    payload: Json


Reply = Json | list[Json] | Created | None  # None: 204


@dataclass(frozen=True, slots=True)
class Route:
    """`path` as in Discord's documentation, without the API's base; `open`: a token in the path is enough."""

    method: str
    path: str
    handler: Callable[[Call], Reply]
    open: bool = False


class Access:
    """Finds what a call names, as far as the bot may see it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def channel(self, call: Call, *needed: Permission) -> Channel:
        """Raises 10003, 50001 where the bot can't see it, 50013 where it lacks something else."""
        channel = self._world.channels.get(call.id("channel_id"))
        if channel is None:
            raise unknown("Channel")
        permissions = self._world.permissions(self._world.bot, channel)
        if Permission.VIEW_CHANNEL not in permissions:
            raise forbidden(50001)
        if any(permission not in permissions for permission in needed):
            raise forbidden(50013)
        return channel

    def message(self, call: Call, *needed: Permission) -> tuple[Channel, Message]:
        """Raises also 10008; an ephemeral message is not found by channel."""
        channel = self.channel(call, *needed)
        message = self._world.message(channel.id, call.id("message_id"))
        if message is None or message.ephemeral:
            raise unknown("Message")
        return channel, message

    def guild_id(self, call: Call) -> int:
        """Raises 10004; 50001 where the bot is not a member."""
        guild_id = call.id("guild_id")
        if guild_id not in self._world.guilds:
            raise unknown("Guild")
        if (guild_id, self._world.bot.id) not in self._world.members:
            raise forbidden(50001)
        return guild_id


def missing(_call: Call) -> Reply:
    """The answer to a path that the playground doesn't know."""
    raise not_found()


def server_error(status: int) -> ApiError:
    return ApiError(status, 0, f"{status}: {HTTPStatus(status).phrase}")

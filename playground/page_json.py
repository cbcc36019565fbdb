"""The world as the page gets it: less than Discord's JSON, and what a member sees at once."""

from playground.clock import DISCORD_EPOCH
from playground.components import ComponentType
from playground.interactions import Interaction, Kind, State
from playground.model import Channel, ChannelType, Json, Message, Role, User
from playground.permissions import Permission
from playground.record import Entry, Frame
from playground.world import World

_KINDS = {
    ChannelType.TEXT: "text",
    ChannelType.FORUM: "forum",
    ChannelType.PUBLIC_THREAD: "thread",
    ChannelType.DM: "direct",
}
_ID_BITS = 22  # of a snowflake, below its milliseconds


def _id(number: int | None) -> str | None:
    """As text: JavaScript's numbers are too short for snowflakes."""
    return None if number is None else str(number)


def user(world: World, who: User) -> Json:
    member = world.members.get((world.guild.id, who.id))
    return {
        "id": str(who.id),
        "name": who.name,
        "locale": who.locale,
        "bot": who.bot,
        "roles": [] if member is None else [str(role_id) for role_id in member.role_ids],
        "moderator": Permission.MANAGE_MESSAGES in world.guild_permissions(world.guild.id, who),
    }


def role(found: Role) -> Json:
    return {"id": str(found.id), "name": found.name}


def channel(world: World, found: Channel) -> Json:
    return {
        "id": str(found.id),
        "kind": _KINDS[found.type],
        "name": found.name,
        "parent": _id(found.parent_id),
        "recipient": None if found.recipient is None else str(found.recipient.id),
        "answers": found.id in {world.questions.id, world.forum.id},
    }


def message(found: Message) -> Json:
    return {
        "id": str(found.id),
        "channel": str(found.channel_id),
        "guild": _id(found.guild_id),
        "author": str(found.author.id),
        "content": found.content,
        "at": (found.id >> _ID_BITS) + DISCORD_EPOCH * 1000,
        "edited": found.edited is not None,
        "mentions": [str(who.id) for who in found.mentions],
        "mentions_everyone": found.mention_everyone,
        "reply": _reply(found),
        "origin": _origin(found),
        "rows": [_row(row) for row in found.components if row.get("type") == ComponentType.ACTION_ROW],
        "only_for": _id(found.visible_to),
        "loading": found.loading,
    }


def _reply(found: Message) -> Json | None:
    if found.reference is None or found.origin is not None:
        return None
    return {"channel": str(found.reference.channel_id), "id": str(found.reference.message_id)}


def _origin(found: Message) -> Json | None:
    origin = found.origin
    if origin is None or origin.name is None:
        return None
    sign = "" if origin.target_message_id is not None else "/"
    return {"name": sign + origin.name, "user": str(origin.user.id)}


def _row(row: Json) -> list[Json]:
    return [
        {
            "label": part.get("label") or "",
            "emoji": (part.get("emoji") or {}).get("name"),
            "style": part["style"],
            "custom_id": part.get("custom_id"),
            "url": part.get("url"),
            "disabled": bool(part.get("disabled")),
        }
        for part in row["components"]
        if part.get("type") == ComponentType.BUTTON
    ]


def interaction(found: Interaction) -> Json | None:
    """A command, menu or button under way; None for what the page doesn't show."""
    if found.kind is Kind.AUTOCOMPLETE:
        return None
    states = {State.PENDING: "waiting", State.FAILED: "failed"}
    sign = "" if found.target is not None else "/"
    return {
        "id": str(found.id),
        "user": str(found.user.id),
        "channel": str(found.channel.id),
        "name": None if found.name is None else sign + found.name,
        "message": None if found.pressed is None else str(found.pressed.id),
        "custom_id": found.data.get("custom_id"),
        "state": states.get(found.state, "answered"),
    }


def entry(found: Entry) -> Json:
    if isinstance(found, Frame):
        return {"at": found.at, "from_bot": found.from_bot, "payload": found.payload}
    return {
        "at": found.at,
        "from_bot": True,
        "method": found.method,
        "path": found.path,
        "request": found.request,
        "status": found.status,
        "reply": found.reply,
        "seconds": found.seconds,
    }

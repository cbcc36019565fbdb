"""From a checked body to a message: what is trimmed, whom it mentions, what an edit changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from playground.components import numbered
from playground.content import mentioned_roles, mentioned_users, mentions_everyone
from playground.errors import refused
from playground.model import Channel, Json, Message, MessageFlag, MessageType, Origin, Reference, User
from playground.permissions import Permission
from playground.world import World

REGULAR = ("users", "roles", "everyone")  # what a message parses if allowed_mentions is absent
INTERACTION = ("users",)
_BOTS_FLAGS = MessageFlag.SUPPRESS_EMBEDS | MessageFlag.SUPPRESS_NOTIFICATIONS


@dataclass(frozen=True, slots=True)
class _Mentions:
    users: tuple[User, ...]
    roles: tuple[int, ...]
    everyone: bool


def compose(
    world: World,
    channel: Channel,
    body: Json,
    *,
    default_parse: Sequence[str],
    type_: MessageType = MessageType.DEFAULT,
    reference: Reference | None = None,
    origin: Origin | None = None,
    visible_to: int | None = None,
) -> Message:
    """A new message of the bot, not yet in the world. Raises 50006 where nothing is to be seen."""
    content, embeds = _shown(body)
    allowed = body.get("allowed_mentions")
    mentions = _mentions(world, channel, content, allowed, reference, default_parse=default_parse)
    flags = MessageFlag(body.get("flags") or 0) & _BOTS_FLAGS
    return Message(
        id=world.next_id(),
        channel_id=channel.id,
        guild_id=channel.guild_id,
        author=world.bot,
        content=content,
        type=type_,
        flags=flags | MessageFlag.EPHEMERAL if visible_to is not None else flags,
        mentions=mentions.users,
        mention_roles=mentions.roles,
        mention_everyone=mentions.everyone,
        components=numbered(body.get("components") or ()),
        embeds=embeds,
        reference=reference,
        nonce=body.get("nonce"),
        webhook_id=None if origin is None else world.bot.id,
        origin=origin,
        visible_to=visible_to,
    )


def revise(world: World, message: Message, body: Json, *, default_parse: Sequence[str]) -> Message:
    """The message after an edit by the bot: only what the body names changes."""
    shown = {"content": message.content, "embeds": list(message.embeds)} | {
        key: body[key] for key in ("content", "embeds") if key in body
    }
    content, embeds = _shown(shown)
    channel = world.channels[message.channel_id]
    allowed = body.get("allowed_mentions")
    mentions = _mentions(world, channel, content, allowed, message.reference, default_parse=default_parse)
    flags = message.flags & ~MessageFlag.LOADING
    if "flags" in body:
        flags = flags & ~_BOTS_FLAGS | MessageFlag(body["flags"] or 0) & _BOTS_FLAGS
    edits = not message.loading and any(key in body for key in ("content", "embeds", "components"))
    return replace(
        message,
        content=content,
        embeds=embeds,
        flags=flags,
        mentions=mentions.users,
        mention_roles=mentions.roles,
        mention_everyone=mentions.everyone,
        components=numbered(body["components"] or ()) if "components" in body else message.components,
        edited=world.clock.now() if edits else message.edited,
    )


def _shown(body: Json) -> tuple[str, tuple[Json, ...]]:
    content = (body.get("content") or "").strip()
    embeds = tuple({"type": "rich"} | embed for embed in body.get("embeds") or ())
    if not content and not embeds:
        raise refused(50006)
    return content, embeds


def _mentions(
    world: World,
    channel: Channel,
    content: str,
    allowed: Json | None,
    reference: Reference | None,
    *,
    default_parse: Sequence[str],
) -> _Mentions:
    parsed = default_parse if allowed is None else allowed.get("parse") or ()
    user_ids = {int(number) for number in (allowed or {}).get("users") or ()}
    role_ids = {int(number) for number in (allowed or {}).get("roles") or ()}
    users = [user for user in mentioned_users(world, content) if "users" in parsed or user.id in user_ids]
    pings_author = allowed is None or bool(allowed.get("replied_user"))
    if reference is not None and pings_author:
        target = world.message(reference.channel_id, reference.message_id)
        if target is not None and target.author not in users:
            users.append(target.author)
    permissions = world.permissions(world.bot, channel)
    may_ping_roles = Permission.MENTION_EVERYONE in permissions
    roles = tuple(
        role_id
        for role_id in mentioned_roles(world, channel.guild_id, content)
        if ("roles" in parsed or role_id in role_ids) and (may_ping_roles or world.roles[role_id].mentionable)
    )
    return _Mentions(tuple(users), roles, "everyone" in parsed and mentions_everyone(content, permissions))

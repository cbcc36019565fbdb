"""Which content Discord withholds from a bot without the Message Content intent, and what a mention is."""

import re

from playground.model import Json, Message, User
from playground.permissions import Permission
from playground.world import World

_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)  # what stands in code mentions nobody
_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")
_WITHHELD: Json = {"content": "", "embeds": [], "attachments": [], "components": []}


def mentioned_users(world: World, text: str) -> tuple[User, ...]:
    ids = dict.fromkeys(int(number) for number in _USER.findall(_CODE.sub(" ", text)))
    return tuple(world.users[user_id] for user_id in ids if user_id in world.users)


def mentioned_roles(world: World, guild_id: int | None, text: str) -> tuple[int, ...]:
    ids = dict.fromkeys(int(number) for number in _ROLE.findall(_CODE.sub(" ", text)))
    return tuple(
        role_id
        for role_id in ids
        if (role := world.roles.get(role_id)) is not None and role.guild_id == guild_id != role.id
    )


def mentions_everyone(text: str, permissions: Permission) -> bool:
    return Permission.MENTION_EVERYONE in permissions and _EVERYONE.search(_CODE.sub(" ", text)) is not None


def readable(world: World, message: Message) -> bool:
    """Whether the bot gets the content without the intent.

    Its own messages, direct messages, mentions of the bot, and replies that ping it on one of its normal messages: a
    reply to an answer of an interaction pings too, but brings no text.
    """
    if message.author.id == world.bot.id or message.guild_id is None:
        return True
    if world.bot not in message.mentions:
        return False
    if world.bot in mentioned_users(world, message.content) or message.reference is None:
        return True
    target = world.message(message.reference.channel_id, message.reference.message_id)
    return target is not None and target.origin is None


def withhold(world: World, message: Message, payload: Json) -> Json:
    """The payload of the message as a bot without the intent gets it."""
    if not readable(world, message):
        payload = payload | _WITHHELD
    referenced = payload.get("referenced_message")
    if referenced is not None and message.reference is not None:
        target = world.message(message.reference.channel_id, message.reference.message_id)
        if target is not None and not readable(world, target):
            payload = payload | {"referenced_message": referenced | _WITHHELD}
    return payload

"""The question behind one of the bot's messages: read from Discord when it is needed, never kept."""

import discord

from cogs.triggers import question_text
from ui.question import question_of


def forum_title(message: discord.Message) -> str | None:
    """The title of the forum post that a message opens."""
    channel = message.channel
    return channel.name if isinstance(channel, discord.Thread) and channel.id == message.id else None


async def question_behind(answer: discord.Message) -> str | None:
    """What one of the bot's messages answers: its question line, or the message it replies to; None if unreadable."""
    if shown := question_of(answer.content):
        return question_text(shown) or None
    asked = await replied_message(answer)
    return None if asked is None else question_text(asked.content, forum_title(asked)) or None


async def replied_message(message: discord.Message) -> discord.Message | None:
    """The message that another one replies to; None if it is gone or the bot may not read it."""
    reference = message.reference
    if message.type is not discord.MessageType.reply or reference is None or reference.message_id is None:
        return None
    if isinstance(reference.resolved, discord.DeletedReferencedMessage):
        return None
    if reference.resolved is not None:
        return reference.resolved
    try:
        return await message.channel.fetch_message(reference.message_id)
    except (discord.NotFound, discord.Forbidden):
        return None

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
    return (await _question_and_message(answer))[0]


async def questions_behind(answer: discord.Message, bot_id: int) -> tuple[str | None, str | None]:
    """What one of the bot's messages answers, and the question that this one followed up."""
    question, asked = await _question_and_message(answer)
    return question, None if asked is None else await earlier_question(asked, bot_id)


async def earlier_question(message: discord.Message, bot_id: int) -> str | None:
    """What the bot's message answers that a member's message replies to."""
    replied = await replied_message(message)
    return None if replied is None or replied.author.id != bot_id else await question_behind(replied)


async def _question_and_message(answer: discord.Message) -> tuple[str | None, discord.Message | None]:
    if shown := question_of(answer.content):
        return question_text(shown) or None, None
    asked = await replied_message(answer)
    return (None, None) if asked is None else (question_text(asked.content, forum_title(asked)) or None, asked)


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

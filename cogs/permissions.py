"""Who may do what, and what the bot itself may not."""

import discord

_NEEDED = ("view_channel", "read_message_history")


def is_moderator(user: discord.abc.User, role_ids: frozenset[int]) -> bool:
    """Whether the guild lets a member manage messages, or one of these roles makes them a moderator."""
    if not isinstance(user, discord.Member):
        return False
    return user.guild_permissions.manage_messages or any(role.id in role_ids for role in user.roles)


def missing_permissions(permissions: discord.Permissions, *, in_thread: bool) -> tuple[str, ...]:
    """The names, as in Discord's API, of those the bot needs to answer in a channel and doesn't have."""
    needed = (*_NEEDED, "send_messages_in_threads" if in_thread else "send_messages")
    return tuple(name for name in needed if not getattr(permissions, name))

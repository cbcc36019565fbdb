"""Who may do what where: roles, then the channel's overwrites, computed as Discord documents it."""

from collections.abc import Iterable
from enum import IntFlag


class Permission(IntFlag):
    """The bits that matter to a bot that reads, answers and has commands."""

    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    MANAGE_ROLES = 1 << 28
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    MODERATE_MEMBERS = 1 << 40


NOTHING = Permission(0)
EVERYTHING = Permission(sum(Permission))
MEMBERS = (  # what @everyone has in a new guild
    Permission.ADD_REACTIONS
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_EXTERNAL_EMOJIS
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.SEND_MESSAGES_IN_THREADS
)
DIRECT_MESSAGES = (
    Permission.ADD_REACTIONS
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.MENTION_EVERYONE
    | Permission.USE_EXTERNAL_EMOJIS
    | Permission.USE_APPLICATION_COMMANDS
)


def combine(granted: Iterable[Permission]) -> Permission:
    """A member's permissions in the guild from those of the roles; an administrator has all."""
    permissions = NOTHING
    for role in granted:
        permissions |= role
    return EVERYTHING if Permission.ADMINISTRATOR in permissions else permissions


def overwrite(base: Permission, layers: Iterable[tuple[Permission, Permission]]) -> Permission:
    """Applies (allow, deny) layers: @everyone's, then the roles' together, then the member's."""
    if Permission.ADMINISTRATOR in base:
        return EVERYTHING
    permissions = base
    for allow, deny in layers:
        permissions = permissions & ~deny | allow
    return permissions if Permission.VIEW_CHANNEL in permissions else NOTHING

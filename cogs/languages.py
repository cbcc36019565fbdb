"""Which language a reply's words are in."""

import discord

from cogs.sending import Interaction
from ui import texts


def public_language(detected: str | None, guild: discord.Guild | None, default: str) -> str:
    """The question's; where that can't be told or isn't spoken, the guild's, then the default."""
    if detected in texts.LANGUAGES:
        return detected
    return default if guild is None else texts.language_of(guild.preferred_locale.value, default)


def personal_language(interaction: Interaction, default: str) -> str:
    """That of the one person who will see the reply; where it isn't spoken, the guild's, then the default."""
    if interaction.guild_locale is not None:
        default = texts.language_of(interaction.guild_locale.value, default)
    return texts.language_of(interaction.locale.value, default)

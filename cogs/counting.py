"""Commands count against the cooldowns as messages do, but are told each time: an interaction can't stay unanswered."""

from cogs.cooldowns import Cooldowns
from cogs.failures import Refusal
from cogs.permissions import is_moderator
from cogs.sending import Interaction
from ui import notices


def count_question(interaction: Interaction, cooldowns: Cooldowns, moderator_role_ids: frozenset[int]) -> None:
    """Raises Refusal if it is one too many."""
    user = interaction.user
    wait = cooldowns.spend(user.id, interaction.channel_id or 0, lambda: is_moderator(user, moderator_role_ids))
    if wait is not None:
        raise Refusal(lambda language: notices.cooldown(wait.seconds, language=language, channel=wait.of_channel))

"""From a Reply to Discord: the one place where messages leave."""

import logging
from typing import Any, TypeAlias

import discord

from ui import limits
from ui.reply import Button, Reply, check_quotes

Interaction: TypeAlias = discord.Interaction[Any]  # whichever client: the cogs use none of its own attributes

_log = logging.getLogger(__name__)

_CANNOT_REPLY = 160002  # without permission to read the channel's history


class Components(discord.ui.View):
    """A reply's buttons as they travel.

    Presses are answered by what the custom_ids say, after a restart too, so discord.py needn't keep a view for each
    message: this one is finished from the start.
    """

    def __init__(self, buttons: tuple[Button, ...]) -> None:
        super().__init__(timeout=None)
        self._rows = [
            {"type": discord.ComponentType.action_row.value, "components": [_component(button) for button in row]}
            for row in (
                buttons[start : start + limits.BUTTONS_IN_A_ROW]
                for start in range(0, len(buttons), limits.BUTTONS_IN_A_ROW)
            )
        ]
        self.stop()

    def to_components(self) -> list[dict[str, Any]]:  # Any: JSON
        return self._rows


async def reply_to(message: discord.Message, reply: Reply) -> discord.Message:
    """Answers a message; Discord refuses if it is gone. Raises QuoteError and discord.HTTPException."""
    check_quotes(reply)
    view = Components(reply.buttons)
    try:
        return await message.channel.send(reply.content, reference=message, view=view, suppress_embeds=True)
    except discord.HTTPException as error:
        if error.code != _CANNOT_REPLY:
            raise
    _log.warning("In channel %s the bot lacks read_message_history: it answers without replying", message.channel.id)
    return await message.channel.send(reply.content, view=view, suppress_embeds=True)


async def respond(interaction: Interaction, reply: Reply, *, ephemeral: bool) -> None:
    """Answers an interaction, or a second time after it was deferred or answered."""
    check_quotes(reply)
    if interaction.response.is_done():
        await interaction.followup.send(
            reply.content, view=Components(reply.buttons), ephemeral=ephemeral, suppress_embeds=True
        )
    else:
        await interaction.response.send_message(
            reply.content, view=Components(reply.buttons), ephemeral=ephemeral, suppress_embeds=True
        )


async def replace(message: discord.PartialMessage, reply: Reply) -> None:
    """Puts a reply in the place of an earlier one."""
    check_quotes(reply)
    await message.edit(content=reply.content, view=Components(reply.buttons))


async def replace_pressed(interaction: Interaction, reply: Reply) -> None:
    """Puts a reply in the place of the message whose button was pressed."""
    check_quotes(reply)
    await interaction.response.edit_message(content=reply.content, view=Components(reply.buttons))


def _component(button: Button) -> dict[str, Any]:  # Any: JSON
    component: dict[str, Any] = {
        "type": discord.ComponentType.button.value,
        "style": discord.ButtonStyle.secondary.value,
        "label": button.label,
        "custom_id": button.custom_id,
        "disabled": button.disabled,
    }
    if button.emoji:
        component["emoji"] = {"name": button.emoji}
    return component

"""INTERACTION_CREATE as Discord sends it."""

from playground import payloads
from playground.interactions import Interaction
from playground.model import Json
from playground.world import World

_ATTACHMENT_LIMIT = 10 * 1024 * 1024
_GUILD, _BOT_DM = 0, 1


def interaction_event(world: World, interaction: Interaction) -> Json:
    channel, user = interaction.channel, interaction.user
    in_guild = channel.guild_id is not None
    data: Json = {
        "id": str(interaction.id),
        "application_id": str(world.bot.id),
        "type": interaction.kind.value,
        "token": interaction.token,
        "version": 1,
        "data": interaction.data,
        "channel_id": str(channel.id),
        "channel": payloads.channel(world, channel),
        "app_permissions": str(int(world.permissions(world.bot, channel))),
        "locale": user.locale,
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": {"0": str(channel.guild_id or 0)},
        "context": _GUILD if in_guild else _BOT_DM,
        "attachment_size_limit": _ATTACHMENT_LIMIT,
    }
    if channel.guild_id is None:
        data["user"] = payloads.user(user)
    else:
        guild = world.guilds[channel.guild_id]
        member = world.members[guild.id, user.id]
        permissions = str(int(world.permissions(user, channel)))
        data |= {
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "locale": guild.preferred_locale, "features": []},
            "guild_locale": guild.preferred_locale,
            "member": payloads.full_member(member) | {"permissions": permissions},
        }
    if interaction.pressed is not None:
        data["message"] = payloads.message(world, interaction.pressed)
    return data

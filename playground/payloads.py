"""The world as Discord's JSON objects."""

from playground.clock import created_at, timestamp
from playground.model import (
    Channel,
    ChannelType,
    Guild,
    Json,
    Member,
    Message,
    MessageType,
    Origin,
    Role,
    User,
)
from playground.permissions import Permission
from playground.world import World

_GUILD_INSTALL = "0"  # key of authorizing_integration_owners


def user(who: User) -> Json:
    return {
        "id": str(who.id),
        "username": who.name.lower(),
        "global_name": None if who.bot else who.name,
        "discriminator": "0000" if who.bot else "0",
        "avatar": None,
        "public_flags": 0,
        "flags": 0,
        "bot": who.bot,
        "system": False,
        "banner": None,
        "accent_color": None,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
    }


def own_user(world: World) -> Json:
    return user(world.bot) | {"username": world.bot.name, "mfa_enabled": True, "locale": "en-US", "verified": True}


def application(world: World) -> Json:
    return {
        "id": str(world.bot.id),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "type": None,
        "bot": user(world.bot),
        "bot_public": True,
        "bot_require_code_grant": False,
        "eligible_oauth2_scopes": ["applications.commands", "bot"],
        "integration_types_config": {"0": {}},
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "max_participants": None,
        "tags": [],
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": user(world.admin),
        "approximate_guild_count": len(world.guilds),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "event_webhooks_url": None,
        "event_webhooks_status": 1,
        "event_webhooks_types": [],
        "team": None,
        "explicit_content_filter": 0,
    }


def role(found: Role) -> Json:
    payload: Json = {
        "id": str(found.id),
        "name": found.name,
        "permissions": str(int(found.permissions)),
        "position": found.position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": found.bot_id is not None,
        "mentionable": found.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }
    if found.bot_id is not None:
        payload["tags"] = {"bot_id": str(found.bot_id)}
    return payload


def bare_member(member: Member) -> Json:
    """Without the user, as beside a message's author."""
    return {
        "avatar": None,
        "banner": None,
        "collectibles": None,
        "communication_disabled_until": None,
        "flags": 0,
        "joined_at": created_at(member.guild_id),
        "nick": None,
        "pending": False,
        "premium_since": None,
        "roles": [str(role_id) for role_id in member.role_ids],
        "mute": False,
        "deaf": False,
    }


def full_member(member: Member) -> Json:
    return bare_member(member) | {"user": user(member.user)}


def channel(world: World, found: Channel) -> Json:
    last = next(world.histories[found.id].before(1 << 64), None)
    payload: Json = {
        "id": str(found.id),
        "type": int(found.type),
        "flags": 0,
        "last_message_id": None if last is None else str(last.id),
    }
    if found.recipient is not None:
        return payload | {"recipients": [user(found.recipient)]}
    payload |= {
        "guild_id": str(found.guild_id),
        "name": found.name,
        "rate_limit_per_user": 0,
        "last_pin_timestamp": None,
        "parent_id": None if found.parent_id is None else str(found.parent_id),
    }
    if found.is_thread:
        return payload | _thread(world, found)
    payload |= {
        "position": found.position,
        "topic": None,
        "nsfw": False,
        "permission_overwrites": [
            {
                "id": str(entry.target_id),
                "type": int(entry.of_member),
                "allow": str(int(entry.allow)),
                "deny": str(int(entry.deny)),
            }
            for entry in found.overwrites
        ],
    }
    if found.type is ChannelType.FORUM:
        payload |= {
            "available_tags": [],
            "default_reaction_emoji": None,
            "default_sort_order": None,
            "default_forum_layout": 0,
        }
    return payload


def _thread(world: World, found: Channel) -> Json:
    messages = sum(1 for _ in world.histories[found.id].since(found.id))
    opened = created_at(found.id)
    return {
        "owner_id": str(found.owner_id),
        "thread_metadata": {
            "archived": found.archived,
            "archive_timestamp": opened,
            "auto_archive_duration": 4320,
            "locked": found.locked,
            "create_timestamp": opened,
        },
        "message_count": messages,
        "member_count": 1,
        "total_message_sent": messages,
    }


def guild(world: World, found: Guild) -> Json:
    """As REST gives it."""
    return {
        "id": str(found.id),
        "name": found.name,
        "icon": None,
        "description": None,
        "home_header": None,
        "splash": None,
        "discovery_splash": None,
        "features": [],
        "banner": None,
        "owner_id": str(found.owner_id),
        "application_id": None,
        "region": "germany",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 0,
        "roles": [role(entry) for entry in world.roles.values() if entry.guild_id == found.id],
        "default_message_notifications": 1,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_presences": None,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": found.preferred_locale,
        "rules_channel_id": None,
        "safety_alerts_channel_id": None,
        "public_updates_channel_id": None,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "nsfw_level": 0,
        "emojis": [],
        "stickers": [],
        "incidents_data": None,
    }


def joined_guild(world: World, found: Guild, *, with_members: bool) -> Json:
    """As GUILD_CREATE gives it: with what the bot may see of it."""
    members = [member for (guild_id, _), member in world.members.items() if guild_id == found.id]
    visible = [
        entry
        for entry in world.channels.values()
        if entry.guild_id == found.id and Permission.VIEW_CHANNEL in world.permissions(world.bot, entry)
    ]
    return guild(world, found) | {
        "joined_at": created_at(found.id),
        "large": False,
        "unavailable": False,
        "member_count": len(members),
        "voice_states": [],
        "members": [full_member(member) for member in members if with_members or member.user.id == world.bot.id],
        "channels": [channel(world, entry) for entry in visible if not entry.is_thread],
        "threads": [channel(world, entry) for entry in visible if entry.is_thread and not entry.archived],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def message(world: World, found: Message, *, nested: bool = False) -> Json:
    """`nested`: as a referenced message, which has no reference resolved itself."""
    payload: Json = {
        "id": str(found.id),
        "channel_id": str(found.channel_id),
        "type": int(found.type),
        "content": found.content,
        "author": user(found.author),
        "timestamp": created_at(found.id),
        "edited_timestamp": None if found.edited is None else timestamp(found.edited),
        "tts": False,
        "mention_everyone": found.mention_everyone,
        "mentions": [user(who) for who in found.mentions],
        "mention_roles": [str(role_id) for role_id in found.mention_roles],
        "attachments": [],
        "embeds": list(found.embeds),
        "components": list(found.components),
        "pinned": False,
        "flags": int(found.flags),
    }
    if found.nonce is not None and not nested:
        payload["nonce"] = found.nonce
    if found.webhook_id is not None:
        payload["webhook_id"] = str(found.webhook_id)
    if found.origin is not None:
        payload |= _origin(found.origin, found.guild_id) | {"application_id": str(found.author.id)}
    if found.reference is not None:
        reference: Json = {
            "type": 0,
            "channel_id": str(found.reference.channel_id),
            "message_id": str(found.reference.message_id),
        }
        if found.guild_id is not None:
            reference["guild_id"] = str(found.guild_id)
        payload["message_reference"] = reference
        if not nested and found.type is MessageType.REPLY:
            target = world.message(found.reference.channel_id, found.reference.message_id)
            payload["referenced_message"] = None if target is None else message(world, target, nested=True)
    return payload


def _origin(origin: Origin, guild_id: int | None) -> Json:
    metadata: Json = {
        "id": str(origin.id),
        "type": origin.type,
        "user": user(origin.user),
        "authorizing_integration_owners": {_GUILD_INSTALL: str(guild_id or 0)},
    }
    if origin.original_response_id is not None:
        metadata["original_response_message_id"] = str(origin.original_response_id)
    if origin.pressed_message_id is not None:
        metadata["interacted_message_id"] = str(origin.pressed_message_id)
    if origin.target_message_id is not None:
        metadata["target_message_id"] = str(origin.target_message_id)
    payload: Json = {"interaction_metadata": metadata}
    if origin.name is not None:  # the older form; none for components
        payload["interaction"] = {
            "id": str(origin.id),
            "type": origin.type,
            "name": origin.name,
            "user": user(origin.user),
        }
    return payload


def message_event(world: World, found: Message) -> Json:
    """As the gateway sends it: with the guild and the author's membership."""
    payload = message(world, found)
    if found.guild_id is not None:
        payload["guild_id"] = str(found.guild_id)
        member = world.members.get((found.guild_id, found.author.id))
        if member is not None and found.webhook_id is None:
            payload["member"] = bare_member(member)
        for mentioned, who in zip(payload["mentions"], found.mentions, strict=True):
            if (its_member := world.members.get((found.guild_id, who.id))) is not None:
                mentioned["member"] = bare_member(its_member)
    return payload

"""Messages over REST: what is refused, with which code, and what an accepted one looks like."""

from dataclasses import replace
from typing import Any

import pytest

from playground.model import ChannelType, MessageType
from playground.permissions import Permission
from playground.server import Playground
from tests.playground.conftest import Rest

BUTTON = {"type": 2, "style": 2, "label": "x", "custom_id": "x"}
LINK = {"type": 2, "style": 5, "label": "x", "url": "https://example.org"}


def _buttons(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"content": "x", "components": [{"type": 1, "components": list(buttons)}]}


def path_of(errors: dict[str, Any]) -> tuple[str, str]:
    """The path of the first error, and its code."""
    path = []
    while "_errors" not in errors:
        step, errors = next(iter(errors.items()))
        path.append(step)
    return ".".join(path), errors["_errors"][0]["code"]


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        ({"content": "x" * 2001}, "content", "BASE_TYPE_MAX_LENGTH"),
        ({"content": 5}, "content", "STRING_TYPE_CONVERT"),
        ({"content": "x", "nonce": "n" * 26}, "nonce", "BASE_TYPE_MAX_LENGTH"),
        (_buttons(BUTTON | {"label": "x" * 81}), "components.0.components.0.label", "BASE_TYPE_MAX_LENGTH"),
        (_buttons(BUTTON | {"custom_id": "x" * 101}), "components.0.components.0.custom_id", "BASE_TYPE_BAD_LENGTH"),
        (_buttons(BUTTON | {"custom_id": ""}), "components.0.components.0.custom_id", "BASE_TYPE_BAD_LENGTH"),
        (_buttons(BUTTON, BUTTON), "components.0.components.1.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"),
        (_buttons(BUTTON | {"style": 9}), "components.0.components.0.style", "BASE_TYPE_CHOICES"),
        (_buttons(BUTTON | {"label": ""}), "components.0.components.0", "BUTTON_COMPONENT_INVALID"),
        (
            _buttons(BUTTON | {"emoji": {"name": "bin"}}),
            "components.0.components.0.emoji.name",
            "COMPONENT_INVALID_EMOJI",
        ),
        (_buttons(LINK | {"url": "ftp://x"}), "components.0.components.0.url", "URL_TYPE_INVALID_SCHEME"),
        (_buttons(LINK | {"url": "https://" + "x" * 512}), "components.0.components.0.url", "BASE_TYPE_MAX_LENGTH"),
        (_buttons(), "components.0.components", "BASE_TYPE_BAD_LENGTH"),
        (
            _buttons(*[BUTTON | {"custom_id": str(i)} for i in range(6)]),
            "components.0.components",
            "BASE_TYPE_BAD_LENGTH",
        ),
        ({"content": "x", "components": [BUTTON]}, "components.0.type", "BASE_TYPE_CHOICES"),
        ({"content": "x", "components": [{"type": 1, "components": [LINK]}] * 6}, "components", "BASE_TYPE_BAD_LENGTH"),
        ({"embeds": [{"title": "x" * 257}]}, "embeds.0.title", "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"description": "x" * 4000}] * 2}, "embeds", "MAX_EMBED_SIZE_EXCEEDED"),
        ({"embeds": [{"title": "x"}] * 11}, "embeds", "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"fields": [{"name": "x"}]}]}, "embeds.0.fields.0.value", "BASE_TYPE_REQUIRED"),
        ({"content": "x", "allowed_mentions": {"parse": ["all"]}}, "allowed_mentions.parse.0", "BASE_TYPE_CHOICES"),
        (
            {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
            "allowed_mentions",
            "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        ),
        (
            {"content": "x", "message_reference": {"message_id": "5"}},
            "message_reference",
            "MESSAGE_REFERENCE_UNKNOWN_MESSAGE",
        ),
    ],
)
async def test_a_body_beyond_the_limits_is_refused_at_its_path(
    playground: Playground, rest: Rest, body: dict[str, Any], path: str, code: str
) -> None:
    status, reply = await rest("POST", f"/channels/{playground.world.general.id}/messages", body)
    assert (status, reply["code"], reply["message"]) == (400, 50035, "Invalid Form Body")
    assert path_of(reply["errors"]) == (path, code)


async def test_a_message_at_the_limits_is_taken(playground: Playground, rest: Rest) -> None:
    body = {
        "content": "🗺" * 2000,  # counted in code points, not in UTF-16 units
        "nonce": "n" * 25,
        "components": [
            {"type": 1, "components": [BUTTON | {"label": "x" * 80, "custom_id": f"{row}{i}" * 50} for i in range(5)]}
            for row in range(5)
        ],
    }
    status, reply = await rest("POST", f"/channels/{playground.world.general.id}/messages", body)
    assert status == 200
    assert len(reply["content"]) == 2000
    assert [row["id"] for row in reply["components"]] == [1, 7, 13, 19, 25]


@pytest.mark.parametrize("body", [{}, {"content": " \n "}, {"content": None}, {"components": []}])
async def test_an_empty_message_is_refused(playground: Playground, rest: Rest, body: dict[str, Any]) -> None:
    status, reply = await rest("POST", f"/channels/{playground.world.general.id}/messages", body)
    assert (status, reply["code"]) == (400, 50006)


async def test_a_body_that_is_no_object_is_refused(playground: Playground, rest: Rest) -> None:
    status, reply = await rest("POST", f"/channels/{playground.world.general.id}/messages", ["x"])
    assert (status, reply["code"]) == (400, 50109)


@pytest.mark.parametrize(
    ("request_line", "answer"),
    [
        ("GET /channels/5", (404, 10003)),
        ("GET /channels/x", (400, 50035)),
        ("GET /channels/{general}/messages/5", (404, 10008)),
        ("DELETE /channels/{general}/messages/5", (404, 10008)),
        ("GET /guilds/5", (404, 10004)),
        ("GET /guilds/{guild}/members/5", (404, 10013)),
        ("GET /nothing", (404, 0)),
    ],
)
async def test_what_is_not_there_is_not_found(
    playground: Playground, rest: Rest, request_line: str, answer: tuple[int, int]
) -> None:
    method, path = request_line.split()
    ids = {"general": playground.world.general.id, "guild": playground.world.guild.id}
    status, reply = await rest(method, path.format(**ids))
    assert (status, reply["code"]) == answer


@pytest.mark.parametrize(
    ("denied", "channel", "code"),
    [
        (Permission.VIEW_CHANNEL, "general", 50001),
        (Permission.SEND_MESSAGES, "general", 50013),
        (Permission.SEND_MESSAGES_IN_THREADS, "general", None),
        (Permission.SEND_MESSAGES, "thread", None),
        (Permission.SEND_MESSAGES_IN_THREADS, "thread", 50013),
        (Permission.VIEW_CHANNEL, "thread", 50001),
    ],
)
async def test_sending_needs_the_permission_of_that_place(
    playground: Playground, rest: Rest, denied: Permission, channel: str, code: int | None
) -> None:
    world = playground.world
    world.set_overwrite(world.general, world.bot_role, deny=denied)  # the thread's parent
    target = world.thread if channel == "thread" else world.general
    status, reply = await rest("POST", f"/channels/{target.id}/messages", {"content": "x"})
    assert (status, reply.get("code")) == ((403, code) if code else (200, None))


async def test_a_members_overwrite_beats_the_roles_and_these_beat_everyones(playground: Playground) -> None:
    world = playground.world
    everyone = world.roles[world.guild.id]
    world.set_overwrite(world.general, everyone, deny=Permission.SEND_MESSAGES)
    assert not world.may_send(world.mia, world.general)
    world.set_overwrite(world.general, world.moderators, allow=Permission.SEND_MESSAGES)
    assert world.may_send(world.mod, world.general)
    world.set_overwrite(world.general, world.mod, deny=Permission.SEND_MESSAGES)
    assert not world.may_send(world.mod, world.general)
    assert world.may_send(world.admin, world.general)  # the owner may everything
    world.permit(world.moderators, Permission.ADMINISTRATOR)
    assert world.may_send(world.mod, world.general)


async def test_a_reply_needs_the_history(playground: Playground, rest: Rest) -> None:
    world = playground.world
    question = await playground.say(world.mia, world.general, "Wo?")
    world.set_overwrite(world.general, world.bot_role, deny=Permission.READ_MESSAGE_HISTORY)
    path = f"/channels/{world.general.id}/messages"
    status, reply = await rest("POST", path, {"content": "x", "message_reference": {"message_id": str(question.id)}})
    assert (status, reply["code"]) == (400, 160002)
    assert await rest("GET", path) == (200, [])


async def test_a_reply_to_a_message_that_is_gone_is_sent_only_if_that_is_wanted(
    playground: Playground, rest: Rest
) -> None:
    world = playground.world
    question = await playground.say(world.mia, world.general, "Wo?")
    await playground.delete(question)
    reference = {"message_id": str(question.id), "fail_if_not_exists": False}
    body = {"content": "x", "message_reference": reference}
    status, reply = await rest("POST", f"/channels/{world.general.id}/messages", body)
    assert (status, reply["type"]) == (200, 0)


async def test_a_system_message_can_not_be_replied_to(playground: Playground, rest: Rest) -> None:
    world = playground.world
    joined = await playground.say(world.mia, world.general, "", kind=MessageType.USER_JOIN)
    body = {"content": "x", "message_reference": {"message_id": str(joined.id)}}
    _, reply = await rest("POST", f"/channels/{world.general.id}/messages", body)
    assert path_of(reply["errors"]) == ("message_reference", "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE")


async def test_a_reply_pings_unless_it_is_told_not_to(playground: Playground, rest: Rest) -> None:
    world = playground.world
    question = await playground.say(world.mia, world.general, "Wo?")
    body = {"content": f"{world.ben.mention}", "message_reference": {"message_id": str(question.id)}}
    path = f"/channels/{world.general.id}/messages"
    _, pinging = await rest("POST", path, body)
    _, silent = await rest("POST", path, body | {"allowed_mentions": {"parse": [], "replied_user": False}})
    assert [user["username"] for user in pinging["mentions"]] == ["ben", "mia"]
    assert silent["mentions"] == []
    assert silent["referenced_message"]["id"] == str(question.id)


async def test_everyone_is_pinged_only_by_who_may(playground: Playground, rest: Rest) -> None:
    world = playground.world
    path = f"/channels/{world.general.id}/messages"
    _, refused = await rest("POST", path, {"content": "@everyone"})
    world.permit(world.bot_role, Permission.MENTION_EVERYONE)
    _, allowed = await rest("POST", path, {"content": "@everyone"})
    _, unwanted = await rest("POST", path, {"content": "@everyone", "allowed_mentions": {"parse": []}})
    assert [m["mention_everyone"] for m in (refused, allowed, unwanted)] == [False, True, False]


async def test_a_repeated_nonce_makes_no_second_message_if_enforced(playground: Playground, rest: Rest) -> None:
    world = playground.world
    path = f"/channels/{world.general.id}/messages"
    body = {"content": "x", "nonce": "1"}
    first, again = [(await rest("POST", path, body | {"enforce_nonce": True}))[1]["id"] for _ in range(2)]
    assert first == again
    assert (await rest("POST", path, body))[1]["id"] != first


async def test_only_own_messages_are_edited_and_only_moderators_delete_others(
    playground: Playground, rest: Rest
) -> None:
    world = playground.world
    path = f"/channels/{world.general.id}/messages"
    theirs = await playground.say(world.mia, world.general, "Wo?")
    _, own = await rest("POST", path, {"content": "x"})
    assert own["edited_timestamp"] is None
    status, edited = await rest("PATCH", f"{path}/{own['id']}", {"content": "y"})
    assert (status, edited["content"]) == (200, "y")
    assert edited["edited_timestamp"] is not None
    assert (await rest("PATCH", f"{path}/{theirs.id}", {"content": "y"}))[1]["code"] == 50005
    assert (await rest("DELETE", f"{path}/{theirs.id}"))[1]["code"] == 50013
    world.permit(world.bot_role, Permission.MANAGE_MESSAGES)
    assert await rest("DELETE", f"{path}/{theirs.id}") == (204, None)
    assert await rest("DELETE", f"{path}/{own['id']}") == (204, None)
    assert world.message(world.general.id, theirs.id) is None


async def test_an_edit_changes_only_what_it_names(playground: Playground, rest: Rest) -> None:
    path = f"/channels/{playground.world.general.id}/messages"
    _, sent = await rest("POST", path, _buttons(BUTTON))
    _, edited = await rest("PATCH", f"{path}/{sent['id']}", {"content": "y"})
    assert edited["components"] == sent["components"]
    _, without = await rest("PATCH", f"{path}/{sent['id']}", {"components": []})
    assert (without["content"], without["components"]) == ("y", [])
    assert (await rest("PATCH", f"{path}/{sent['id']}", {"content": ""}))[1]["code"] == 50006


async def test_pages_are_newest_first_and_bounded(playground: Playground, rest: Rest) -> None:
    world = playground.world
    said = [await playground.say(world.mia, playground.dm(world.mia), str(number)) for number in range(5)]
    path = f"/channels/{playground.dm(world.mia).id}/messages"

    async def page(query: str) -> list[str]:
        return [message["content"] for message in (await rest("GET", f"{path}?{query}"))[1]]

    assert await page("limit=2") == ["4", "3"]
    assert await page(f"before={said[2].id}") == ["1", "0"]
    assert await page(f"after={said[2].id}&limit=1") == ["3"]
    assert await page(f"around={said[2].id}&limit=3") == ["3", "2", "1"]
    assert (await rest("GET", f"{path}?limit=101"))[1]["code"] == 50035


async def test_direct_messages_can_be_closed(playground: Playground, rest: Rest) -> None:
    world = playground.world
    _, channel = await rest("POST", "/users/@me/channels", {"recipient_id": str(world.mia.id)})
    assert channel["recipients"][0]["id"] == str(world.mia.id)
    path = f"/channels/{channel['id']}/messages"
    assert (await rest("POST", path, {"content": "x"}))[0] == 200
    world.closed_to_messages.add(world.mia.id)
    status, reply = await rest("POST", path, {"content": "x"})
    assert (status, reply["code"]) == (403, 50007)
    theirs = await playground.say(world.mia, playground.dm(world.mia), "x")
    assert (await rest("DELETE", f"{path}/{theirs.id}"))[1]["code"] == 50003


async def test_threads_open_lock_and_wake(playground: Playground, rest: Rest) -> None:
    world = playground.world
    question = await playground.say(world.mia, world.general, "Wo?")
    path = f"/channels/{world.general.id}/messages/{question.id}/threads"
    status, thread = await rest("POST", path, {"name": "Faden"})
    assert (status, thread["id"]) == (201, str(question.id))
    assert (await rest("POST", path, {"name": "Faden"}))[1]["code"] == 160004
    unnamed = await rest("POST", f"/channels/{world.general.id}/threads", {"name": "x" * 101})
    assert unnamed[1]["code"] == 50035
    messages = f"/channels/{thread['id']}/messages"
    opened = world.channels[question.id]
    world.update_channel(replace(opened, archived=True))
    assert (await rest("POST", messages, {"content": "x"}))[0] == 200
    assert not world.channels[question.id].archived
    world.update_channel(replace(opened, locked=True))
    assert (await rest("POST", messages, {"content": "x"}))[1]["code"] == 160005


async def test_a_forum_takes_no_messages(playground: Playground, rest: Rest) -> None:
    world = playground.world
    assert world.forum.type is ChannelType.FORUM
    assert (await rest("POST", f"/channels/{world.forum.id}/messages", {"content": "x"}))[1]["code"] == 50024

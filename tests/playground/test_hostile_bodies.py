"""Whatever a bot sends, it gets an answer in Discord's shape; nothing makes the playground fail."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.clock import Clock
from playground.commands import CommandStore
from playground.errors import ApiError
from playground.gateway import Gateway
from playground.interactions import Interaction, Interactions, Kind
from playground.permissions import Permission
from playground.record import Record
from playground.rest.application import Application
from playground.rest.call import Call, Reply
from playground.rest.channels import Channels
from playground.rest.interactions import InteractionAnswers
from playground.rest.messages import Messages
from playground.world import World

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FIELD = {"name": "x", "value": "y"}
MESSAGE = {
    "content": "x <@1>",
    "nonce": "1",
    "flags": 4,
    "embeds": [
        {"title": "x", "footer": {"text": "x"}, "author": {"name": "x"}, "fields": [{"name": "x", "value": "y"}]}
    ],
    "allowed_mentions": {"parse": ["everyone"], "users": ["1"], "roles": [2], "replied_user": True},
    "message_reference": {"message_id": "1", "fail_if_not_exists": False},
    "components": [
        {"type": 1, "components": [{"type": 2, "style": 2, "label": "x", "custom_id": "x", "emoji": {"name": "🗑"}}]},
        {"type": 1, "components": [{"type": 2, "style": 5, "label": "x", "url": "https://example.org"}]},
        {"type": 1, "components": [{"type": 3, "custom_id": "s", "options": [{"label": "x", "value": "x"}]}]},
    ],
}
OPTION = {"type": 3, "name": "text", "description": "x", "choices": [{"name": "x", "value": "y"}], "max_length": 5}
COMMAND = {
    "name": "ask",
    "type": 1,
    "description": "x",
    "name_localizations": {"de": "frage"},
    "default_member_permissions": "8",
    "contexts": [0],
    "integration_types": [0],
    "options": [{"type": 1, "name": "sub", "description": "x", "options": [OPTION]}],
}


@st.composite
def spoiled(draw: st.DrawFn, body: Any) -> Any:
    """The body with one part of it, anywhere, replaced by other JSON."""
    whole = [copy.deepcopy(body)]
    place: Any = whole
    key: Any = 0
    while isinstance(place[key], dict | list) and place[key] and draw(st.integers(0, 5)):
        place = place[key]
        key = draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
    place[key] = draw(JSON)
    return whole[0]


class Rest:
    """The handlers without a server."""

    def __init__(self) -> None:
        self.world = World(Clock(), "Gipfelbot")
        self.world.permit(self.world.bot_role, Permission.ADMINISTRATOR)
        self.gateway = Gateway(self.world, Record(), bool)
        self.interactions = Interactions(self.world)
        self.messages = Messages(self.world, self.gateway)
        self.channels = Channels(self.world)
        self.application = Application(self.world, self.gateway, CommandStore(self.world))
        self.answers = InteractionAnswers(self.world, self.interactions)


@pytest.fixture(scope="module")
def handlers() -> Rest:
    return Rest()


def _answered(handler: Callable[[Call], Reply], body: Any, **params: object) -> None:
    refusal = None
    try:
        handler(Call({name: str(value) for name, value in params.items()}, {}, body))
    except ApiError as error:
        refusal = error
    assert refusal is None or (refusal.status in range(400, 500) and isinstance(refusal.payload["code"], int))


@given(spoiled(MESSAGE))
def test_any_message_is_taken_or_refused(handlers: Rest, body: Any) -> None:
    world = handlers.world
    _answered(handlers.messages.create, body, channel_id=world.general.id)
    own = [message for message in world.histories[world.general.id] if message.author == world.bot]
    if own:
        _answered(handlers.messages.edit, body, channel_id=world.general.id, message_id=own[-1].id)


@given(spoiled([COMMAND, {"name": "Menu", "type": 3}]))
def test_any_commands_are_taken_or_refused(handlers: Rest, body: Any) -> None:
    bot_id = handlers.world.bot.id
    _answered(handlers.application.replace_all, body, application_id=bot_id)
    _answered(handlers.application.create, body[0] if isinstance(body, list) and body else body, application_id=bot_id)


@given(
    st.sampled_from(Kind),
    spoiled({"type": 4, "data": MESSAGE}) | spoiled({"type": 8, "data": {"choices": [{"name": "x", "value": 1}]}}),
)
async def test_any_answer_is_taken_or_refused(kind: Kind, body: Any) -> None:
    handlers = Rest()
    world = handlers.world
    interaction = Interaction(world, 1, kind, world.mia, world.general, world.clock.now(), {})
    handlers.interactions.open(interaction)
    _answered(handlers.answers.answer, body, interaction_id=1, token=interaction.token)
    world.clock.close()


@given(JSON, spoiled({"messages": ["1", "2"], "recipient_id": "1", "name": "x", "archived": True}))
def test_any_other_body_is_taken_or_refused(handlers: Rest, other: Any, body: Any) -> None:
    world = handlers.world
    for sent in (other, body):
        _answered(handlers.messages.delete_several, sent, channel_id=world.questions.id)
        _answered(handlers.channels.direct_messages, sent)
        _answered(handlers.channels.open_thread, sent, channel_id=world.questions.id)
        _answered(handlers.channels.edit, sent, channel_id=world.thread.id)

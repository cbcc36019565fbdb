"""Registering application commands: scopes, ids, and every limit."""

from typing import Any

import pytest

from playground.server import Playground
from tests.playground.conftest import Rest
from tests.playground.test_messages import path_of

ASK = {"name": "ask", "type": 1, "description": "Asks"}
TEXT = {"name": "text", "type": 3, "description": "A text"}


def _with(**option: Any) -> dict[str, Any]:
    return ASK | {"options": [TEXT | option]}


def _choices(count: int, name: str = "x") -> list[dict[str, str]]:
    return [{"name": name, "value": str(number)} for number in range(count)]


@pytest.mark.parametrize(
    ("commands", "path", "code"),
    [
        ([ASK | {"name": "Ask"}], "0.name", "APPLICATION_COMMAND_INVALID_NAME"),
        ([ASK | {"name": "ask me"}], "0.name", "APPLICATION_COMMAND_INVALID_NAME"),
        ([ASK | {"name": "x" * 33}], "0.name", "BASE_TYPE_BAD_LENGTH"),
        ([ASK | {"description": ""}], "0.description", "BASE_TYPE_REQUIRED"),
        ([ASK | {"description": "x" * 101}], "0.description", "BASE_TYPE_BAD_LENGTH"),
        ([ASK | {"name_localizations": {"xx": "frage"}}], "0.name_localizations.xx", "BASE_TYPE_CHOICES"),
        (
            [ASK | {"name_localizations": {"de": "Frage"}}],
            "0.name_localizations.de",
            "APPLICATION_COMMAND_INVALID_NAME",
        ),
        ([ASK | {"type": 9}], "0.type", "BASE_TYPE_CHOICES"),
        ([ASK | {"contexts": [5]}], "0.contexts.0", "BASE_TYPE_CHOICES"),
        ([ASK, ASK], "1.name", "APPLICATION_COMMANDS_DUPLICATE_NAME"),
        ([{"name": f"m{n}", "type": 3} for n in range(16)], "15", "APPLICATION_COMMANDS_MAX_REACHED"),
        (
            [{"name": "Menu", "type": 3, "description": "x"}],
            "0.description",
            "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID",
        ),
        ([ASK | {"options": [TEXT] * 2}], "0.options.1.name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"),
        (
            [ASK | {"options": [TEXT, TEXT | {"name": "must", "required": True}]}],
            "0.options.1",
            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        ),
        ([ASK | {"options": [TEXT | {"name": f"o{n}"} for n in range(26)]}], "0.options", "BASE_TYPE_MAX_LENGTH"),
        ([_with(choices=_choices(26))], "0.options.0.choices", "BASE_TYPE_MAX_LENGTH"),
        ([_with(choices=_choices(1, "x" * 101))], "0.options.0.choices.0.name", "BASE_TYPE_BAD_LENGTH"),
        (
            [_with(choices=_choices(1), autocomplete=True)],
            "0.options.0.autocomplete",
            "APPLICATION_COMMAND_AUTOCOMPLETE_INVALID",
        ),
        ([_with(max_length=6001)], "0.options.0.max_length", "NUMBER_TYPE_MAX"),
        ([_with(type=20)], "0.options.0.type", "BASE_TYPE_CHOICES"),
        (
            [ASK | {"options": [TEXT | {"name": f"o{n}", "choices": _choices(25, "x" * 99)} for n in range(4)]}],
            "0",
            "APPLICATION_COMMAND_TOO_LARGE",
        ),
    ],
)
async def test_a_command_beyond_the_limits_is_refused_at_its_path(
    playground: Playground, rest: Rest, commands: list[dict[str, Any]], path: str, code: str
) -> None:
    status, reply = await rest("PUT", f"/applications/{playground.world.bot.id}/commands", commands)
    assert (status, reply["code"]) == (400, 50035)
    assert path_of(reply["errors"]) == (path, code)


async def test_umlauts_localisations_and_subcommands_are_taken(playground: Playground, rest: Rest) -> None:
    command = {
        "name": "prüfe",
        "type": 1,
        "description": "x",
        "name_localizations": {"en-GB": "check", "de": "prüfe"},
        "default_member_permissions": 8192,
        "contexts": [0],
        "options": [{"type": 1, "name": "jetzt", "description": "x", "options": [TEXT | {"autocomplete": True}]}],
    }
    status, reply = await rest("PUT", f"/applications/{playground.world.bot.id}/commands", [command])
    assert status == 200
    assert reply[0]["default_member_permissions"] == "8192"
    assert reply[0]["options"] == command["options"]


async def test_a_command_keeps_its_id_while_its_name_stays(playground: Playground, rest: Rest) -> None:
    path = f"/applications/{playground.world.bot.id}/commands"
    _, [first] = await rest("PUT", path, [ASK])
    _, [second, other] = await rest("PUT", path, [ASK | {"description": "Anew"}, ASK | {"name": "other"}])
    assert (second["id"], second["description"]) == (first["id"], "Anew")
    assert second["version"] != first["version"]
    assert (await rest("POST", path, ASK))[0] == 200
    assert (await rest("POST", path, ASK | {"name": "third"}))[0] == 201
    assert (await rest("PATCH", f"{path}/{other['id']}", {"description": "changed"}))[1]["description"] == "changed"
    assert (await rest("DELETE", f"{path}/{other['id']}"))[0] == 204
    assert (await rest("GET", f"{path}/{other['id']}"))[1]["code"] == 10063
    assert [command["name"] for command in (await rest("GET", path))[1]] == ["ask", "third"]


async def test_scopes_are_apart_and_a_name_in_both_shows_twice(playground: Playground, rest: Rest) -> None:
    world = playground.world
    scope = f"/applications/{world.bot.id}"
    await rest("PUT", f"{scope}/commands", [ASK])
    await rest("PUT", f"{scope}/guilds/{world.guild.id}/commands", [ASK])
    offered = list(playground.commands.offered(world.mia, world.general))
    assert [(command.name, command.guild_id) for command in offered] == [("ask", None), ("ask", world.guild.id)]
    assert len(list(playground.commands.offered(world.mia, playground.dm(world.mia)))) == 1
    assert (await rest("PUT", f"{scope}/guilds/5/commands", [ASK]))[1]["code"] == 10004
    assert (await rest("PUT", "/applications/5/commands", [ASK]))[1]["code"] == 50001


async def test_two_hundred_new_commands_a_day_are_enough(playground: Playground, rest: Rest) -> None:
    path = f"/applications/{playground.world.bot.id}/commands"
    for batch in "ab":
        commands = [ASK | {"name": f"{batch}{number}"} for number in range(100)]
        assert (await rest("PUT", path, commands))[0] == 200
    assert (await rest("PUT", path, [ASK]))[1]["code"] == 30034

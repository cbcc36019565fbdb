"""The bot itself, the gateway's address, and its registered commands."""

from typing import Any

from playground import payloads
from playground.command_bodies import check_command, check_commands
from playground.commands import CHAT_INPUT, CommandStore
from playground.errors import forbidden, refused, unknown
from playground.forms import FormErrors
from playground.gateway import Gateway
from playground.model import Command, Json
from playground.rest.call import Access, Call, Created, Reply, Route
from playground.world import World

_STARTS = 1000  # identifies a day
_CREATES = 200  # new commands a day and guild


class Application:
    def __init__(self, world: World, gateway: Gateway, commands: CommandStore) -> None:
        self._world = world
        self._gateway = gateway
        self._commands = commands
        self._access = Access(world)
        self._created: dict[int | None, int] = {}

    def routes(self) -> tuple[Route, ...]:
        routes = [
            Route("GET", "/users/@me", self.me),
            Route("GET", "/oauth2/applications/@me", self.application),
            Route("GET", "/applications/@me", self.application),
            Route("GET", "/gateway", self.gateway, open=True),
            Route("GET", "/gateway/bot", self.gateway_bot),
        ]
        for scope in ("/applications/{application_id}", "/applications/{application_id}/guilds/{guild_id}"):
            routes += [
                Route("GET", scope + "/commands", self.all),
                Route("PUT", scope + "/commands", self.replace_all),
                Route("POST", scope + "/commands", self.create),
                Route("GET", scope + "/commands/{command_id}", self.get),
                Route("PATCH", scope + "/commands/{command_id}", self.edit),
                Route("DELETE", scope + "/commands/{command_id}", self.delete),
            ]
        return tuple(routes)

    def me(self, _call: Call) -> Reply:
        return payloads.own_user(self._world)

    def application(self, _call: Call) -> Reply:
        return payloads.application(self._world)

    def gateway(self, _call: Call) -> Reply:
        return {"url": self._gateway.url}

    def gateway_bot(self, _call: Call) -> Reply:
        limit = {"total": _STARTS, "remaining": _STARTS - 1, "reset_after": 86_400_000, "max_concurrency": 1}
        return {"url": self._gateway.url, "shards": 1, "session_start_limit": limit}

    # commands

    def _scope(self, call: Call) -> int | None:
        if call.id("application_id") != self._world.bot.id:
            raise forbidden(50001)
        return self._access.guild_id(call) if "guild_id" in call.params else None

    def _command(self, call: Call) -> Command:
        command = self._commands.get(self._scope(call), call.id("command_id"))
        if command is None:
            raise unknown("application command")
        return command

    def all(self, call: Call) -> Reply:
        with_localizations = call.query.get("with_localizations") in ("1", "true")
        return [_shown(command, localized=with_localizations) for command in self._commands.all(self._scope(call))]

    def replace_all(self, call: Call) -> Reply:
        scope, bodies = self._scope(call), _command_list(call.body)
        errors = FormErrors()
        check_commands(errors, bodies)
        errors.check()
        known = {(command.type, command.name) for command in self._commands.all(scope)}
        self._count(scope, sum((body.get("type") or CHAT_INPUT, body["name"]) not in known for body in bodies))
        return [_shown(command) for command in self._commands.replace_all(scope, bodies)]

    def create(self, call: Call) -> Reply:
        """A command of that name and type is overwritten (200), a new one created (201)."""
        scope, body = self._scope(call), call.form()
        known = self._commands.named(scope, body.get("type") or CHAT_INPUT, str(body.get("name")))
        others = [command.body for command in self._commands.all(scope) if command is not known]
        errors = FormErrors()
        check_command(errors, body)
        errors.check()
        check_commands(errors, [*others, body])
        errors.check()
        if known is not None:
            return _shown(self._commands.put(scope, body, known.id))
        self._count(scope, 1)
        return Created(_shown(self._commands.put(scope, body)))

    def get(self, call: Call) -> Reply:
        return _shown(self._command(call))

    def edit(self, call: Call) -> Reply:
        command = self._command(call)
        body = command.body | call.form()
        errors = FormErrors()
        check_command(errors, body)
        errors.check()
        return _shown(self._commands.put(command.guild_id, body, command.id))

    def delete(self, call: Call) -> Reply:
        self._commands.remove(self._command(call))
        return None

    def _count(self, scope: int | None, added: int) -> None:
        self._created[scope] = self._created.get(scope, 0) + added
        if self._created[scope] > _CREATES:
            raise refused(30034)


def _command_list(body: Any) -> list[Json]:
    if not isinstance(body, list) or not all(isinstance(entry, dict) for entry in body):
        raise refused(50109)
    return body


def _shown(command: Command, *, localized: bool = True) -> Json:
    if localized:
        return command.body
    return {key: value for key, value in command.body.items() if not key.endswith("_localizations")}

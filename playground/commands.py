"""The registered application commands, and how a member's words become a command's options."""

from collections.abc import Iterator, Mapping

from playground import events
from playground.command_bodies import OptionType
from playground.errors import PlaygroundError
from playground.model import Channel, Command, Json, User
from playground.permissions import Permission
from playground.world import World

CHAT_INPUT, USER_MENU, MESSAGE_MENU = 1, 2, 3
GUILD_CONTEXT, DM_CONTEXT = 0, 1

Value = str | int | float | bool
_KEPT = (
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "options",
    "default_member_permissions",
    "contexts",
    "integration_types",
    "nsfw",
)


class CommandStore:
    """Commands by scope: a guild's id, or None for the global ones."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._scopes: dict[int | None, dict[int, Command]] = {}

    def all(self, guild_id: int | None) -> list[Command]:
        return list(self._scopes.get(guild_id, {}).values())

    def get(self, guild_id: int | None, command_id: int) -> Command | None:
        return self._scopes.get(guild_id, {}).get(command_id)

    def named(self, guild_id: int | None, kind: int, name: str) -> Command | None:
        return next((entry for entry in self.all(guild_id) if (entry.type, entry.name) == (kind, name)), None)

    def put(self, guild_id: int | None, body: Json, command_id: int | None = None) -> Command:
        """Adds the command, or replaces the one with that id."""
        command = self._made(guild_id, body, command_id)
        self._scopes.setdefault(guild_id, {})[command.id] = command
        self._world.emit(events.CommandsChanged(guild_id))
        return command

    def replace_all(self, guild_id: int | None, bodies: list[Json]) -> list[Command]:
        """A command whose name and type stay keeps its id."""
        commands = []
        for body in bodies:
            known = self.named(guild_id, body.get("type") or CHAT_INPUT, body["name"])
            commands.append(self._made(guild_id, body, None if known is None else known.id))
        self._scopes[guild_id] = {command.id: command for command in commands}
        self._world.emit(events.CommandsChanged(guild_id))
        return commands

    def remove(self, command: Command) -> None:
        del self._scopes[command.guild_id][command.id]
        self._world.emit(events.CommandsChanged(command.guild_id))

    def _made(self, guild_id: int | None, body: Json, command_id: int | None) -> Command:
        command_id = command_id or self._world.next_id()
        permissions = body.get("default_member_permissions")
        full: Json = {
            "id": str(command_id),
            "application_id": str(self._world.bot.id),
            "version": str(self._world.next_id()),
            "type": body.get("type") or CHAT_INPUT,
            "description": "",
            "name_localizations": None,
            "description_localizations": None,
            "contexts": None,
            "integration_types": [0],
            "nsfw": False,
        }
        full |= {key: body[key] for key in _KEPT if body.get(key) is not None}
        full["default_member_permissions"] = None if permissions is None else str(permissions)
        if guild_id is not None:
            full["guild_id"] = str(guild_id)
        else:
            full["dm_permission"] = full["contexts"] is None or DM_CONTEXT in full["contexts"]
        return Command(command_id, full["name"], full["type"], guild_id, full)

    # what a member is offered

    def offered(self, user: User, channel: Channel, *, overridden: bool = False) -> Iterator[Command]:
        """The commands in that member's list there; `overridden`: an admin opened all of them to everybody."""
        for scope in (None,) if channel.guild_id is None else (None, channel.guild_id):
            for command in self.all(scope):
                if self._offers(command, user, channel, overridden=overridden):
                    yield command

    def _offers(self, command: Command, user: User, channel: Channel, *, overridden: bool) -> bool:
        contexts = command.body["contexts"]
        here = DM_CONTEXT if channel.guild_id is None else GUILD_CONTEXT
        if contexts is not None and here not in contexts:
            return False
        needed = command.body["default_member_permissions"]
        if channel.guild_id is None or needed is None or overridden:
            return True
        permissions = self._world.permissions(user, channel)
        if Permission.ADMINISTRATOR in permissions:
            return True
        return int(needed) != 0 and int(permissions) & int(needed) == int(needed)

    def find(self, user: User, channel: Channel, name: str, kind: int, *, overridden: bool = False) -> Command:
        """By its name, or by the name in the member's language."""
        for command in self.offered(user, channel, overridden=overridden):
            if command.type == kind and name in names(command.body, user.locale):
                return command
        raise PlaygroundError(f"{user.name} is offered no command {name!r} in {channel.name}")


def names(entry: Json, locale: str) -> tuple[str, ...]:
    """The name of a command, option or choice as shown in that language, then the default one."""
    localized = (entry.get("name_localizations") or {}).get(locale)
    return (localized, entry["name"]) if localized else (entry["name"],)


def leaf(command: Command, words: list[str], locale: str) -> tuple[list[Json], Json]:
    """Follows subcommand names: the subcommands passed, and the entry whose options are filled in."""
    entry, passed = command.body, []
    for word in words:
        nested = [option for option in entry.get("options") or () if option["type"] <= OptionType.GROUP]
        entry = next((option for option in nested if word in names(option, locale)), {})
        if not entry:
            raise PlaygroundError(f"/{command.name} has no subcommand {word!r}")
        passed.append(entry)
    if any(option["type"] <= OptionType.GROUP for option in entry.get("options") or ()):
        raise PlaygroundError(f"/{command.name} needs a subcommand")
    return passed, entry


def fill(
    command: Command, words: list[str], values: Mapping[str, Value], locale: str, focused: str | None = None
) -> list[Json]:
    """The options as an interaction carries them.

    With `focused`, they are as far as typed: nothing is required, and the focused one is any text.
    """
    passed, entry = leaf(command, words, locale)
    known = entry.get("options") or []
    filled = []
    left = dict(values)
    for option in known:
        key = next((name for name in names(option, locale) if name in left), None)
        if key is not None:
            is_focused = focused is not None and focused in names(option, locale)
            filled.append(_filled(option, left.pop(key), focused=is_focused))
        elif option.get("required") and focused is None:
            raise PlaygroundError(f"/{command.name} needs {option['name']}")
    if left:
        raise PlaygroundError(f"/{command.name} has no option {', '.join(left)}")
    for part in reversed(passed):
        filled = [{"type": part["type"], "name": part["name"], "options": filled}]
    return filled


def _filled(option: Json, value: Value, *, focused: bool) -> Json:
    kind, name = option["type"], option["name"]
    if focused:
        return {"type": kind, "name": name, "value": value, "focused": True}
    converted = _converted(kind, name, value)
    choices = option.get("choices")
    if choices:
        match = [c["value"] for c in choices if converted in (c["value"], c["name"])]
        if not match:
            raise PlaygroundError(f"{name} must be one of the choices")
        converted = match[0]
    if kind == OptionType.STRING:
        size = len(str(converted))
        if not option.get("min_length", 0) <= size <= option.get("max_length", 6000):
            raise PlaygroundError(f"{name} has {size} characters")
    elif kind in (OptionType.INTEGER, OptionType.NUMBER):
        low, high = option.get("min_value", converted), option.get("max_value", converted)
        if not low <= converted <= high:
            raise PlaygroundError(f"{name} must be between {low} and {high}")
    return {"type": kind, "name": name, "value": converted}


def _converted(kind: int, name: str, value: Value) -> Value:
    """A terminal and a page give text; a test gives the value itself."""
    try:
        if kind == OptionType.INTEGER:
            return int(value)
        if kind == OptionType.NUMBER:
            return float(value)
    except ValueError:
        raise PlaygroundError(f"{name} must be a number") from None
    if kind == OptionType.BOOLEAN:
        if isinstance(value, bool):
            return value
        if str(value).lower() in ("true", "false"):
            return str(value).lower() == "true"
        raise PlaygroundError(f"{name} must be true or false")
    if kind == OptionType.STRING:
        return str(value)
    raise PlaygroundError(f"the playground cannot fill in {name}")

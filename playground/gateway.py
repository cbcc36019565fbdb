"""Gateway v10: identify, heartbeats, events by intents, resume with what was missed, and its close codes."""

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Callable
from enum import IntEnum

import aiohttp
from aiohttp import web

from playground import events, payloads
from playground.connection import Connection
from playground.dispatch import Dispatch, dispatch
from playground.intents import LARGEST, Intent
from playground.model import Json
from playground.record import Frame, Record
from playground.world import World

HEARTBEAT_SECONDS = 41.25
_REPLAYED = 10_000  # events kept for a resume
_SESSIONS = 10  # kept for a resume
_LARGEST_PAYLOAD = 4096  # bytes that a bot may send
_ACK_SECONDS = 0.02  # an ack that comes before discord.py notes the heartbeat's time looks an interval late


class Op(IntEnum):
    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    VOICE_STATE = 4
    RESUME = 6
    RECONNECT = 7
    REQUEST_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class CloseCode(IntEnum):
    GOING_AWAY = 1001
    UNKNOWN_OPCODE = 4001
    DECODE_ERROR = 4002
    NOT_AUTHENTICATED = 4003
    AUTHENTICATION_FAILED = 4004
    ALREADY_AUTHENTICATED = 4005
    INVALID_VERSION = 4012
    INVALID_INTENTS = 4013
    DISALLOWED_INTENTS = 4014


class Session:
    """What outlives a socket: intents, the sequence, and the events that a resume replays."""

    def __init__(self, intents: Intent) -> None:
        self.id = secrets.token_hex(16)
        self.intents = intents
        self.sequence = 0
        self.connection: Connection | None = None
        self.events: deque[Json] = deque(maxlen=_REPLAYED)
        self._heard = 0
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []

    @property
    def awaited(self) -> bool:
        """Whether somebody waits until the bot has read up to some event."""
        return bool(self._waiting)

    def next_event(self, name: str, data: Json) -> Json:
        self.sequence += 1
        payload = {"op": int(Op.DISPATCH), "t": name, "s": self.sequence, "d": data}
        self.events.append(payload)
        return payload

    def hear(self, sequence: int | None) -> None:
        """The bot's heartbeat says up to where it has read."""
        self._heard = sequence or 0
        for needed, waiter in self._waiting:
            if self._heard >= needed and not waiter.done():
                waiter.set_result(None)

    async def read_up_to(self, sequence: int) -> None:
        """Returns when the bot has read the events up to that one."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((sequence, waiter))
        try:
            await waiter
        finally:
            self._waiting.remove((sequence, waiter))


class Gateway:
    """All sessions of the bot; listens to the world and passes on what they may hear."""

    def __init__(self, world: World, record: Record, accepts: Callable[[str], bool]) -> None:
        self._world = world
        self._record = record
        self._accepts = accepts
        self._sessions: dict[str, Session] = {}
        self._connections: set[Connection] = set()
        self.refused_intents: frozenset[Intent] = frozenset()
        self.url = ""
        world.listen(self._on_event)

    @property
    def live(self) -> tuple[Session, ...]:
        """The sessions with an open connection."""
        return tuple(session for session in self._sessions.values() if session.connection is not None)

    def publish(self, event: Dispatch) -> None:
        """Sends to every session what it may hear of the event; one without a connection keeps it for its resume."""
        for session in self._sessions.values():
            data = event.for_session(self._world, session.intents)
            if data is not None:
                payload = session.next_event(event.name, data)
                self._send(session, payload)

    async def barrier(self) -> None:
        """Returns when every connected session has read all that was published so far."""
        waiting = []
        for session in self.live:
            waiting.append(asyncio.ensure_future(session.read_up_to(session.sequence)))
            self._control(session, Op.HEARTBEAT)
        await asyncio.gather(*waiting)

    # faults

    def drop(self, code: int | None) -> None:
        for connection in tuple(self._connections):
            if code is None:
                connection.cut()
            else:
                connection.close(code)

    def ask_to_reconnect(self) -> None:
        for session in self.live:
            self._control(session, Op.RECONNECT)

    def invalidate(self, *, resumable: bool) -> None:
        for session in self.live:
            self._control(session, Op.INVALID_SESSION, data=resumable)
            if not resumable:
                del self._sessions[session.id]

    async def close(self) -> None:
        for connection in tuple(self._connections):
            connection.close(CloseCode.GOING_AWAY)

    # one connection

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        connection = Connection(socket, request)
        self._connections.add(connection)
        session: Session | None = None
        try:
            if request.query.get("v") != "10":
                connection.close(CloseCode.INVALID_VERSION)
            else:
                hello = {"heartbeat_interval": int(HEARTBEAT_SECONDS * 1000)}
                self._control(connection, Op.HELLO, hello)
            async for frame in socket:
                if frame.type not in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY):
                    break
                session = self._receive(connection, session, frame.data)
        finally:
            self._connections.discard(connection)
            if session is not None and session.connection is connection:
                session.connection = None
                self._world.emit(events.BotDisconnected())
            await connection.end()
        return socket

    def _receive(self, connection: Connection, session: Session | None, data: str | bytes) -> Session | None:
        try:
            payload: Json = json.loads(data)
            op = Op(payload["op"])
        except (ValueError, KeyError, TypeError):
            connection.close(CloseCode.DECODE_ERROR)
            return session
        if len(data) > _LARGEST_PAYLOAD:
            connection.close(CloseCode.DECODE_ERROR)
            return session
        name = session.id if session is not None else ""
        self._record.add(Frame(self._world.clock.now(), name, from_bot=True, payload=payload))
        if op is Op.HEARTBEAT:
            asyncio.get_running_loop().call_later(_ACK_SECONDS, self._control, session or connection, Op.HEARTBEAT_ACK)
            if session is not None:
                session.hear(payload.get("d"))
            return session
        body: Json = payload.get("d") or {}
        if op in (Op.IDENTIFY, Op.RESUME):
            if session is not None:
                connection.close(CloseCode.ALREADY_AUTHENTICATED)
            else:
                return self._identify(connection, body) if op is Op.IDENTIFY else self._resume(connection, body)
        elif session is None:
            connection.close(CloseCode.NOT_AUTHENTICATED)
        elif op is Op.REQUEST_MEMBERS:
            self._send_members(session, body)
        elif op not in (Op.PRESENCE, Op.VOICE_STATE):
            connection.close(CloseCode.UNKNOWN_OPCODE)
        return session

    def _identify(self, connection: Connection, body: Json) -> Session | None:
        if not self._accepts(body.get("token", "")):
            connection.close(CloseCode.AUTHENTICATION_FAILED)
            return None
        asked = body.get("intents")
        if not isinstance(asked, int) or not 0 <= asked <= LARGEST:
            connection.close(CloseCode.INVALID_INTENTS)
            return None
        intents = Intent(asked)
        if any(refused in intents for refused in self.refused_intents):
            connection.close(CloseCode.DISALLOWED_INTENTS)
            return None
        session = Session(intents)
        self._sessions[session.id] = session
        while len(self._sessions) > _SESSIONS:
            del self._sessions[next(iter(self._sessions))]
        session.connection = connection
        world = self._world
        guilds = [guild for guild in world.guilds.values() if (guild.id, world.bot.id) in world.members]
        ready = {
            "v": 10,
            "user": payloads.own_user(world),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "shard": body.get("shard") or [0, 1],
            "application": {"id": str(world.bot.id), "flags": 0},
            "private_channels": [],
            "relationships": [],
            "user_settings": {},
        }
        self._send(session, session.next_event("READY", ready))
        if Intent.GUILDS in intents:
            for guild in guilds:
                data = payloads.joined_guild(world, guild, with_members=Intent.GUILD_MEMBERS in intents)
                self._send(session, session.next_event("GUILD_CREATE", data))
        world.emit(events.BotConnected())
        return session

    def _resume(self, connection: Connection, body: Json) -> Session | None:
        if not self._accepts(body.get("token", "")):
            connection.close(CloseCode.AUTHENTICATION_FAILED)
            return None
        session = self._sessions.get(body.get("session_id", ""))
        seen = body.get("seq")
        if session is None or not isinstance(seen, int) or seen > session.sequence:
            self._control(connection, Op.INVALID_SESSION, data=False)
            return None
        session.connection = connection
        for payload in tuple(session.events):
            if payload["s"] > seen:
                self._send(session, payload)
        self._send(session, session.next_event("RESUMED", {}))
        if session.awaited:  # the heartbeat that was asked for went with the old socket
            self._control(session, Op.HEARTBEAT)
        self._world.emit(events.BotConnected())
        return session

    def _send_members(self, session: Session, body: Json) -> None:
        wanted = {int(user_id) for user_id in body.get("user_ids") or ()}
        found = [
            payloads.full_member(member)
            for (guild_id, user_id), member in self._world.members.items()
            if guild_id == int(body["guild_id"]) and (not wanted or user_id in wanted)
        ]
        chunk = {
            "guild_id": body["guild_id"],
            "members": found,
            "chunk_index": 0,
            "chunk_count": 1,
            "nonce": body.get("nonce"),
        }
        self._send(session, session.next_event("GUILD_MEMBERS_CHUNK", chunk))

    def _send(self, session: Session, payload: Json) -> None:
        if session.connection is not None:
            self._send_on(session.connection, session.id, payload)

    def _control(self, to: Session | Connection, op: Op, data: object = None) -> None:
        """Anything but an event: it has no sequence, and a resume doesn't bring it again."""
        connection, name = (to.connection, to.id) if isinstance(to, Session) else (to, "")
        if connection is not None:
            self._send_on(connection, name, {"op": int(op), "d": data, "s": None, "t": None})

    def _send_on(self, connection: Connection, name: str, payload: Json) -> None:
        connection.send(payload)
        self._record.add(Frame(self._world.clock.now(), name, from_bot=False, payload=payload))

    def _on_event(self, event: events.Event) -> None:
        found = dispatch(self._world, event)
        if found is not None:
            self.publish(found)

"""The embedded Discord: `async with Playground(port=0) as discord: ...`."""

from collections.abc import Awaitable, Callable, Iterable
from types import TracebackType
from typing import Self

from aiohttp import web

from playground.actions import Actions
from playground.api import BASE, Api
from playground.clock import Clock
from playground.commands import CommandStore
from playground.faults import Faults
from playground.gateway import Gateway
from playground.interactions import Interactions
from playground.record import Record
from playground.rest.application import Application
from playground.rest.channels import Channels
from playground.rest.interactions import InteractionAnswers
from playground.rest.messages import Messages
from playground.world import World

USUAL_PORT = 8137
REFUSED_TOKEN = "refused"  # noqa: S105 - made up, and no secret: start-up with a bad token can be tried with it
_HOST = "127.0.0.1"
_GATEWAY = "/gateway"

Extension = Callable[["Playground", web.Application], None]


class Playground(Actions):
    """REST and gateway on loopback, one world, and its members' side in this process.

    The port is another free one if the wanted one is taken. Extensions add routes before the server starts: the page.
    """

    def __init__(
        self, port: int = USUAL_PORT, *, bot_name: str = "Gipfelbot", extensions: Iterable[Extension] = ()
    ) -> None:
        self.clock = Clock()
        self.record = Record()
        self.token = "playground"  # noqa: S105 - made up; any other is taken too
        world = World(self.clock, bot_name)
        gateway = Gateway(world, self.record, _accepts)
        super().__init__(world, gateway, CommandStore(world), Interactions(world), Faults(gateway))
        self._port = port
        self._extensions = tuple(extensions)
        self._hosts: frozenset[str] = frozenset()
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Where a page of an extension is found."""
        return f"http://{_HOST}:{self._port}"

    @property
    def api_url(self) -> str:
        return self.url + BASE

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self._only_from_here])
        api = Api(self.clock, self.record, self.faults, _accepts)
        parts = (
            Application(self.world, self.gateway, self.commands),
            Messages(self.world, self.gateway),
            InteractionAnswers(self.world, self.interactions),
            Channels(self.world),
        )
        api.add_to(app, [route for part in parts for route in part.routes()])
        app.router.add_get(_GATEWAY, self.gateway.handle)
        for extend in self._extensions:
            extend(self, app)
        app.on_shutdown.append(self._hang_up)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, _HOST, self._port).start()
        except OSError:
            await web.TCPSite(self._runner, _HOST, 0).start()
        self._port = self._runner.addresses[0][1]
        self._hosts = frozenset(f"{name}:{self._port}" for name in (_HOST, "localhost"))
        self.gateway.url = f"ws://{_HOST}:{self._port}{_GATEWAY}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clock.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _hang_up(self, _app: web.Application) -> None:
        await self.gateway.close()

    @web.middleware
    async def _only_from_here(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """No other web page may drive the playground: not by its own name for loopback, nor across origins."""
        origin = request.headers.get("Origin")
        if request.host not in self._hosts or (
            origin is not None and origin.removeprefix("http://") not in self._hosts
        ):
            raise web.HTTPForbidden(text="The playground answers only its own page and programs on this machine.")
        return await handler(request)


def _accepts(token: str) -> bool:
    return bool(token) and token != REFUSED_TOKEN

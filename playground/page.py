"""The playground's page: static files under a strict policy, and one websocket for each open page."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from types import MappingProxyType
from typing import Final
from weakref import WeakSet

from aiohttp import WSCloseCode, web

from playground.page_session import Examples, PageSession
from playground.server import Playground

_FILES = Path(__file__).parent / "page"
_TYPES: Final = MappingProxyType(
    {
        ".html": "text/html",
        ".js": "text/javascript",
        ".css": "text/css",
        ".svg": "image/svg+xml",
        ".json": "application/json",
    }
)
_HEADERS: Final = MappingProxyType(
    {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            "require-trusted-types-for 'script'; trusted-types 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
)
_LARGEST_REQUEST = 64 * 1024  # bytes of one websocket message from the page


class Page:
    """An extension of the playground: `Playground(extensions=[Page(examples)])`.

    `examples` are questions to click, by language. Host and Origin are checked by the playground for all its routes.
    """

    def __init__(self, examples: Examples | None = None) -> None:
        self._examples = examples or {}
        self._sockets: WeakSet[web.WebSocketResponse] = WeakSet()

    def __call__(self, discord: Playground, app: web.Application) -> None:
        app.router.add_get("/", _serve)
        app.router.add_get(r"/{name:[a-z-]+\.[a-z]+}", _serve)
        app.router.add_get("/socket", self._endpoint(discord))
        app.on_shutdown.append(self._hang_up)

    def _endpoint(self, discord: Playground) -> Callable[[web.Request], Awaitable[web.WebSocketResponse]]:
        async def open_socket(request: web.Request) -> web.WebSocketResponse:
            socket = web.WebSocketResponse(max_msg_size=_LARGEST_REQUEST)
            await socket.prepare(request)
            self._sockets.add(socket)
            await PageSession(discord, discord.record, socket, self._examples).run()
            return socket

        return open_socket

    async def _hang_up(self, _app: web.Application) -> None:
        for socket in tuple(self._sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)


async def _serve(request: web.Request) -> web.Response:
    path = _FILES / request.match_info.get("name", "index.html")
    if path.suffix not in _TYPES or not path.is_file():
        raise web.HTTPNotFound
    body = path.read_bytes()  # each time: whoever works on the page reloads it
    return web.Response(body=body, content_type=_TYPES[path.suffix], charset="utf-8", headers=_HEADERS)

"""The pipeline of a REST request: record, faults, token, handler, and Discord's error and rate-limit shapes."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Iterable
from http import HTTPStatus
from typing import Any

from aiohttp import web

from playground.clock import Clock
from playground.errors import ApiError, refused, unauthorized
from playground.faults import Fault, Faults
from playground.record import Exchange, Record
from playground.rest.call import Call, Created, Route, missing, server_error

BASE = "/api/v10"
_WINDOW = {  # wide enough that a bot never waits for it; discord.py serialises a bucket without these
    "X-RateLimit-Limit": "1000",
    "X-RateLimit-Remaining": "999",
    "X-RateLimit-Reset-After": "1.000",
}


class Api:
    def __init__(self, clock: Clock, record: Record, faults: Faults, accepts: Callable[[str], bool]) -> None:
        self._clock = clock
        self._record = record
        self._faults = faults
        self._accepts = accepts

    def add_to(self, app: web.Application, routes: Iterable[Route]) -> None:
        for route in routes:
            app.router.add_route(route.method, BASE + route.path, self._endpoint(route))
        app.router.add_route("*", BASE + "/{rest:.*}", self._endpoint(Route("*", "/", missing)))

    def _endpoint(self, route: Route) -> Callable[[web.Request], Awaitable[web.Response]]:
        bucket = hashlib.sha256(f"{route.method} {route.path}".encode()).hexdigest()[:32]
        headers = {"Via": "1.1 playground", "X-RateLimit-Bucket": bucket} | _WINDOW

        async def endpoint(request: web.Request) -> web.Response:
            return await self._serve(route, headers, request)

        return endpoint

    async def _serve(self, route: Route, headers: dict[str, str], request: web.Request) -> web.Response:
        began = self._clock.now()
        path = request.path.removeprefix(BASE)
        raw = await request.read()
        fault = self._faults.take(request.method, path)
        body: Any = None
        try:
            body = _decoded(request, raw)
            if fault is not None and not fault.carried_out:
                _fail(fault)
            status, reply = self._answer(route, request, body)
            if fault is not None:
                _fail(fault)
        except ApiError as error:
            status, reply = error.status, error.payload
        if fault is not None and fault.delay:
            await asyncio.sleep(fault.delay)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            headers = headers | _limited(fault)
        now = self._clock.now()
        headers = headers | {"X-RateLimit-Reset": f"{now + 1:.3f}"}
        query = dict(request.query)
        self._record.add(Exchange(began, request.method, path, query, body, status, reply, now - began))
        if reply is None:
            return web.Response(status=status, headers=headers)
        data = json.dumps(reply, separators=(",", ":"), ensure_ascii=False).encode()
        return web.Response(status=status, body=data, content_type="application/json", headers=headers)

    def _answer(self, route: Route, request: web.Request, body: Any) -> tuple[int, Any]:
        if not route.open:
            scheme, _, token = request.headers.get("Authorization", "").partition(" ")
            if scheme != "Bot" or not self._accepts(token):
                raise unauthorized()
        reply = route.handler(Call(request.match_info, request.query, body))
        if reply is None:
            return HTTPStatus.NO_CONTENT, None
        if isinstance(reply, Created):
            return HTTPStatus.CREATED, reply.payload
        return HTTPStatus.OK, reply


def _decoded(request: web.Request, raw: bytes) -> Any:
    """The body's JSON. The playground takes no files, so no forms either."""
    if not raw:
        return None
    if request.content_type != "application/json":
        raise refused(50109)
    try:
        return json.loads(raw)
    except ValueError:
        raise refused(50109) from None


def _fail(fault: Fault) -> None:
    if fault.status is None:
        return
    error = server_error(fault.status)
    if fault.status == HTTPStatus.TOO_MANY_REQUESTS:
        error.payload = {
            "message": "You are being rate limited.",
            "code": 0,
            "retry_after": fault.retry_after,
            "global": fault.for_all,
        }
    raise error


def _limited(fault: Fault | None) -> dict[str, str]:
    for_all = fault is not None and fault.for_all
    headers = {
        "Retry-After": str(fault.retry_after if fault is not None else 0),
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Scope": "global" if for_all else "user",
    }
    return headers | {"X-RateLimit-Global": "true"} if for_all else headers

"""One gateway socket: encoding, compression, and the order of what is sent."""

import asyncio
import json
import zlib
from contextlib import suppress

from aiohttp import WSMsgType, web

from playground.model import Json

_Close = int  # a close code, queued behind the payloads sent before it
_CLOSING_SECONDS = 1.0  # for the bot's answer to a close frame


class Connection:
    """Sends without waiting; a writer task carries it out in order."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self._socket = socket
        self._request = request
        self._compressor = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None
        self._queue: asyncio.Queue[Json | _Close] = asyncio.Queue()
        self._writer = asyncio.create_task(self._write())

    def send(self, payload: Json) -> None:
        self._queue.put_nowait(payload)

    def close(self, code: int) -> None:
        """Closes after everything sent so far."""
        self._queue.put_nowait(code)

    def cut(self) -> None:
        """As when the network fails: no close frame."""
        if self._request.transport is not None:
            self._request.transport.abort()

    async def end(self) -> None:
        self._writer.cancel()
        with suppress(asyncio.CancelledError):
            await self._writer

    async def _write(self) -> None:
        with suppress(ConnectionError, RuntimeError):  # the other side went; the reader ends the connection
            while True:
                item = await self._queue.get()
                if isinstance(item, _Close):
                    # `close` would drop the connection at once, and a bot whose answer then fails not learn the code.
                    await self._socket.send_frame(item.to_bytes(2, "big"), WSMsgType.CLOSE)
                    await asyncio.sleep(_CLOSING_SECONDS)  # the answer ends the reader, and that this task
                    self.cut()
                    return
                text = json.dumps(item, separators=(",", ":"), ensure_ascii=False)
                if self._compressor is None:
                    await self._socket.send_str(text)
                else:
                    data = self._compressor.compress(text.encode()) + self._compressor.flush(zlib.Z_SYNC_FLUSH)
                    await self._socket.send_bytes(data)

"""Who may stand in the door, and for how long: a connection is never held open for nothing.

One that comes when the house is full is told so and closed. A request has to
arrive whole within a time, an answer has to be taken within one: whoever sends
or reads a byte now and then is shown out, so that readers who want to leave
find the door free.
"""

import asyncio
from typing import TYPE_CHECKING, Any

from h11 import IDLE, SEND_BODY
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from asyncio import Transport

ASKING_SECONDS = 20.0  # for a whole request, head and body
ANSWERING_SECONDS = 90.0  # for an answer; a database that is locked alone may take 15
FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Length: 0\r\n"
    b"Connection: close\r\nCache-Control: no-store\r\n\r\n"
)


class Doorkeeper(H11Protocol):
    """One connection. As many as ``limit_concurrency`` may be open, less one for the refusal."""

    asking_seconds = ASKING_SECONDS
    answering_seconds = ANSWERING_SECONDS

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._patience: asyncio.TimerHandle | None = None
        self._is_in = False

    def connection_made(self, transport: "Transport") -> None:  # type: ignore[override]
        limit = self.limit_concurrency
        if limit is not None and len(self.connections) >= limit - 1:
            transport.write(FULL)
            transport.close()
            return
        self._is_in = True
        super().connection_made(transport)
        self._wait(self.asking_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        if self._is_in:
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if not self._is_in or self.transport.is_closing():
            return
        was_asking = self._is_asking()
        super().data_received(data)
        if was_asking and not self._is_asking():
            self._wait(self.answering_seconds)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._wait(self.asking_seconds)

    def _is_asking(self) -> bool:
        """Whether a request is still on its way, or none has begun."""
        return self.conn.their_state in (IDLE, SEND_BODY)

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        self._patience = self.loop.call_later(seconds, self._show_out)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _show_out(self) -> None:
        self.transport.abort()

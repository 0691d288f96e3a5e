"""Around every answer: headers that browsers heed, and a log line that tells nothing of a reader."""

from collections.abc import Awaitable, Callable, MutableMapping
from time import perf_counter
from typing import Any

import structlog

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

log = structlog.get_logger("keepreading")

OF_PAGES = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
OF_MAILS = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src https: http: data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
"""A mail carries its style in its tags; scripts and forms stay shut out."""

ALWAYS = {
    "content-security-policy": OF_PAGES,
    "referrer-policy": "no-referrer",  # an address here may hold a token
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "interest-cohort=(), browsing-topics=()",
}
LATER = {"retry-after": "60"}
"""For what failed on our side: a carrier and a monitor come again."""
PRIVATE = {"cache-control": "no-store", "x-robots-tag": "noindex, nofollow"}
"""For every answer that does not say how long it may be kept."""


class Guard:
    """An application with these headers on every answer, also on those of errors.

    ``base`` is the path under which the site is reached; a proxy may keep it or take it off.
    """

    def __init__(self, inner: Application, base: str = "") -> None:
        self.inner, self.base = inner, base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        scope["root_path"] = self.base
        started, status = perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _guarded(list(message.get("headers", ())))
            await send(message)

        try:
            await self.inner(scope, receive, sending)
        finally:
            log.info(
                "request",
                method=scope["method"],
                route=_template(scope),
                status=status,
                milliseconds=round((perf_counter() - started) * 1000),
            )


def _guarded(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    there = {name.lower() for name, _ in headers}
    wanted = ALWAYS if b"cache-control" in there else ALWAYS | PRIVATE
    missing = {n.encode(): v.encode() for n, v in wanted.items() if n.encode() not in there}
    return [*headers, *missing.items()]


def _template(scope: Scope) -> str:
    """The route as it is written, ``/unsubscribe/{token}``: never the path that was asked for."""
    return str(getattr(scope.get("route"), "path", "-"))

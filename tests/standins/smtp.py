"""A local SMTP server that keeps what it gets and refuses what it is told to.

::

    with SmtpStandIn(rcpt={"gone@example.org": "550 5.1.1 no such user"}) as server:
        SmtpCarrier(server.url, 5.0, clock)

Instead of a reply, ``ABORT`` resets the connection, ``HANG`` says nothing, and
``DRIP`` begins a reply that never ends; under ``data`` they come after the
final dot.
"""

import asyncio
import ssl
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

ABORT = "abort"
HANG = "hang"
DRIP = "drip"


@dataclass(frozen=True)
class Taken:
    sender: str
    reader: str
    content: bytes


class SmtpStandIn:
    """Replies by address, "*" for all. Those of ``data`` go by the reader's address.

    ``login`` is the one (user, password) accepted; with it, no mail without.
    ``data_command`` answers DATA itself, before any content. ``sessions``
    counts connections.
    """

    def __init__(
        self,
        *,
        mail: Mapping[str, str] | None = None,
        rcpt: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        data_command: str = "",
        login: tuple[str, str] | None = None,
        starttls: ssl.SSLContext | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.taken: list[Taken] = []
        self.sessions = 0
        self.mail, self.rcpt, self.data = mail or {}, rcpt or {}, data or {}
        self.data_command = data_command
        self._login = login
        self._scheme = "smtps" if tls else "smtp+starttls" if starttls else "smtp"
        options: dict[str, Any] = {"tls_context": starttls, "require_starttls": starttls is not None}
        if login is not None:
            options |= {"authenticator": self._authenticate, "auth_required": True, "auth_require_tls": False}
        self._controller = _Controller(self, ssl_context=tls, **options)

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._controller.port}"

    def url_with(self, user: str, password: str) -> str:
        return self.url.replace("://", f"://{user}:{password}@")

    def __enter__(self) -> Self:
        self._controller.start()
        self.sessions = 0  # the controller knocks once to see whether it is up
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()

    def drop_sessions(self) -> None:
        """Close every open connection, as a server does that finds them idle."""
        self._controller.loop.call_soon_threadsafe(self._controller.drop_sessions)

    def _authenticate(
        self, _server: Any, _session: Any, _envelope: Any, _mechanism: Any, data: Any
    ) -> AuthResult:
        given = (bytes(data.login).decode(), bytes(data.password).decode())
        return AuthResult(success=given == self._login, handled=False)


class _Hooks:
    """What aiosmtpd asks at each command."""

    def __init__(self, api: SmtpStandIn) -> None:
        self._api = api

    async def handle_MAIL(  # noqa: N802 - aiosmtpd looks for this name
        self, server: SMTP, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        reply = await _scripted(server, self._api.mail, address)
        if not reply:
            envelope.mail_from = address
        return reply or "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd looks for this name
        self, server: SMTP, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        reply = await _scripted(server, self._api.rcpt, address)
        if not reply:
            envelope.rcpt_tos.append(address)
        return reply or "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802
        reader = envelope.rcpt_tos[0]
        reply = await _scripted(server, self._api.data, reader)
        if not reply:
            self._api.taken.append(Taken(envelope.mail_from, reader, envelope.content))
        return reply or "250 OK queued as 1"


async def _scripted(server: SMTP, replies: Mapping[str, str], address: str) -> str:
    reply = replies.get(address, replies.get("*", ""))
    if reply == ABORT:
        _abort(server.transport)
        await asyncio.sleep(3600)
    while reply == DRIP:
        await server.push("250-still thinking")
        await asyncio.sleep(0.1)
    if reply == HANG:
        await asyncio.sleep(3600)
    return reply


def _abort(transport: Any) -> None:
    """At once, and whatever was not yet sent is dropped."""
    transport.abort()


class _Session(SMTP):
    def __init__(self, api: SmtpStandIn, open_sessions: set[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._api = api
        self._open = open_sessions

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._api.sessions += 1
        self._open.add(transport)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if self._api.data_command == ABORT:
            _abort(self.transport)
        elif self._api.data_command:
            await self.push(self._api.data_command)
        else:
            await super().smtp_DATA(arg)


class _Controller(Controller):
    def __init__(self, api: SmtpStandIn, **options: Any) -> None:
        self._api = api
        self._open: set[Any] = set()
        super().__init__(_Hooks(api), hostname="127.0.0.1", port=0, **options)

    def factory(self) -> SMTP:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a login without TLS is what some tests are about
            return _Session(self._api, self._open, self.handler, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]

    def drop_sessions(self) -> None:
        for transport in self._open:
            _abort(transport)
        self._open.clear()

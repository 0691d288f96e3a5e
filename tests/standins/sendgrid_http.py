"""The HTTP of the SendGrid stand-in: keep-alive, and every way to fail."""

import contextlib
import json
import socket
import ssl
import struct
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol, cast

import msgspec

from tests.standins.sendgrid_faults import Fault
from tests.standins.sendgrid_rules import MAX_BYTES, faults_of

PATH = "/v3/mail/send"
INTERIM = (
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
    b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
)


class Api(Protocol):
    """What the handler asks of the stand-in."""

    key: str
    stopping: Any

    def connected(self) -> None: ...
    def begin_early(self) -> Fault | None: ...
    def begin(self, payload: dict[str, Any], /) -> tuple[Any, Fault | None]: ...
    def accept(self, request: Any, /) -> Any: ...
    def refuse(self, found: list[tuple[str, str | None]], /) -> None: ...


class Server(ThreadingHTTPServer):
    """Waits for its threads when it is closed, after hanging up on every client."""

    daemon_threads = False
    request_queue_size = 128

    def __init__(self, port: int, api: Api, tls: ssl.SSLContext | None) -> None:
        self.api = api
        self._tls = tls
        self._open: set[socket.socket] = set()
        self.resetting: set[Any] = set()
        super().__init__(("127.0.0.1", port), Handler)

    def get_request(self) -> tuple[socket.socket, Any]:
        wire, address = super().get_request()
        if self._tls is not None:  # the handshake comes with the first read, in the connection's own thread
            wire = self._tls.wrap_socket(wire, server_side=True, do_handshake_on_connect=False)
        self._open.add(wire)
        return wire, address

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        if request in self.resetting:
            self.resetting.discard(request)
            self.close_request(request)  # without the shutdown, which would end it in good order
        else:
            super().shutdown_request(request)

    def hang_up(self) -> None:
        for wire in list(self._open):
            with contextlib.suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error of the stand-in."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    @property
    def api(self) -> Api:
        return cast("Server", self.server).api

    def setup(self) -> None:
        super().setup()
        self.api.connected()

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        self._errors(405 if self.path == PATH else 404, ("method not allowed", None))

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if (turned_away := self._turned_away(length)) is not None:
            status, message = turned_away
            self.close_connection = True
            self._errors(status, (message, None))
        elif (fault := self.api.begin_early()) is not None:
            self._fail(fault, None)
        else:
            self._read(length)

    def _read(self, length: int) -> None:
        try:
            payload = msgspec.json.decode(self.rfile.read(length))
        except (msgspec.DecodeError, UnicodeDecodeError):
            self._errors(400, ("Bad Request", None))
            return
        if found := faults_of(payload):
            self.api.refuse(found)
            self._errors(400, *found)
            return
        request, fault = self.api.begin(payload)
        if fault is None:
            self._take(request)
        else:
            self._fail(fault, request)

    def _turned_away(self, length: int) -> tuple[int, str] | None:
        if self.path != PATH:
            return 404, "not found"
        if self.headers.get("Authorization") != f"Bearer {self.api.key}":
            return 401, "The provided authorization grant is invalid, expired, or revoked"
        if self.headers.get("Content-Type", "").split(";")[0] != "application/json":
            return 415, "Content-Type should be application/json"
        return (413, "request entity too large") if length > MAX_BYTES else None

    def _take(self, request: Any) -> None:
        if request.is_sandbox:
            self._reply(200)
        else:
            self._reply(202, {"X-Message-Id": self.api.accept(request).message_id})

    def _errors(self, status: int, *found: tuple[str, str | None]) -> None:
        body = {"errors": [{"message": text, "field": field, "help": None} for text, field in found]}
        self._reply(status, {"Content-Type": "application/json"}, json.dumps(body).encode())

    def _reply(self, status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> None:
        headers = headers or {}
        self.send_response_only(status)
        if "Date" not in headers:
            self.send_header("Date", self.date_time_string())
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def _fail(self, fault: Fault, request: Any) -> None:
        if fault.took and fault.kind not in ("slow", "interim") and not request.is_sandbox:
            self.api.accept(request)
        ways: dict[str, Callable[[Fault, Any], None]] = {
            "answer": lambda f, _: self._reply(f.status, f.headers, f.body),
            "answer early": lambda f, _: self._answer_early(f),
            "slow": self._late,
            "interim": self._hint_first,
            "interim alone": lambda _f, _r: self._break_off(INTERIM),
            "drip": lambda _f, _r: self._drip(),
            "hang": lambda f, _: self._hang(f.seconds),
            "close": lambda _f, _r: self._break_off(b""),
            "garbage": lambda _f, _r: self._break_off(b"220 mail.example.org ESMTP\r\n"),
            "cut status": lambda _f, _r: self._break_off(b"HTTP/1.1 202"),
            "cut headers": lambda _f, _r: self._break_off(b"HTTP/1.1 202 Accepted\r\nX-Mess"),
            "cut mess": lambda _f, _r: self._break_off(b"HTTP/1.1 202 Accepted\r\nX: " + b"x" * 70_000),
            "cut body": lambda _f, _r: self._break_off(
                b"HTTP/1.1 202 Accepted\r\nX-Message-Id: cut\r\nContent-Length: 900\r\n\r\n{"
            ),
            "reset": lambda _f, _r: self._reset(),
            "reset early": lambda _f, _r: self._reset(),
        }
        ways[fault.kind](fault, request)

    def _late(self, fault: Fault, request: Any) -> None:
        self.api.stopping.wait(fault.seconds)
        self._take(request)

    def _hint_first(self, _fault: Fault, request: Any) -> None:
        self.wfile.write(INTERIM)
        self._take(request)

    def _answer_early(self, fault: Fault) -> None:
        self.close_connection = True
        self._reply(fault.status, {}, b"early")
        self.wfile.flush()
        # So that the answer is read before the unread body makes the kernel reset the line.
        self.connection.shutdown(socket.SHUT_WR)
        self.api.stopping.wait(0.25)

    def _drip(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            for byte in b"HTTP/1.1 202 Accepted\r\n" * 50:
                if self.api.stopping.wait(0.1):
                    return
                self.wfile.write(bytes([byte]))
                self.wfile.flush()

    def _hang(self, seconds: float) -> None:
        self.close_connection = True
        self.api.stopping.wait(seconds)

    def _break_off(self, answer: bytes) -> None:
        self.close_connection = True
        self.wfile.write(answer)

    def _reset(self) -> None:
        """Closed with SO_LINGER at zero, a connection is reset instead of ended (RST)."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        cast("Server", self.server).resetting.add(self.connection)

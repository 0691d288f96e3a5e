"""One kept-alive connection, one POST at a time, and the knowledge of what has left.

What a failed request means hangs on how far it got, so the stages are told
apart here and nowhere else:

* ``NotSentError``: the request did not leave as a whole. A server cannot act on it.
* ``NoAnswerError``: all of it left, and no final status line came back. Nobody knows.
* ``Reply``: a final status line came. It counts even if the rest was cut.

Interim answers (1xx, RFC 9110 section 15.2) say nothing of what was taken: they
are read past. What had arrived when the time was over is still taken.

http.client instead of a connection pool: a pool hides which stage failed, and
it may send a request again. Redirects are answers like any other; following
one would turn the POST into a GET and hand the key to a stranger.
"""

import contextlib
import http.client
import io
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlsplit

from digest.delivering.connecting import cause, connect, secure
from digest.delivering.deadline import Deadline

IDLE_SECONDS = 15.0  # a connection unused for longer may be closed by the other side at any moment
MAX_REPLY_BYTES = 1_000_000  # 1000 readers named at about 300 bytes each, three times over
SECONDS_FOR_THE_REST = 3.0  # for the body of an answer whose status is already known
CHUNK_BYTES = 16_384  # one TLS record: a write that fails has left at least its end behind
MAX_INTERIM = 20  # answers before the answer; a server that has more to say says nothing


class NotSentError(Exception):
    """The request did not leave as a whole; the other side took nothing."""


class NoAnswerError(Exception):
    """The whole request left and no final status line came back: nobody knows."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The final answer. ``is_early``: it came before the whole request had left."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    is_early: bool = False


class Line:
    """A connection to one server, opened when needed and kept alive between posts.

    For one thread at a time. ``tls`` replaces the machine's own trusted
    certificates (for a private stand-in).
    """

    def __init__(self, url: str, *, tls: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or ""
        self._port = parts.port or (443 if parts.scheme == "https" else 80)
        self._netloc = parts.netloc.rpartition("@")[2]
        self._prefix = parts.path.rstrip("/")
        self._tls = (tls or ssl.create_default_context()) if parts.scheme == "https" else None
        self._wire: TimedSocket | None = None
        self._used_at = 0.0

    def post(self, path: str, body: bytes, headers: Mapping[str, str], deadline: Deadline) -> Reply:
        """Post once. Raises NotSentError or NoAnswerError; never repeats the request."""
        request = self._head(path, headers, len(body)) + body
        wire = self._ready(deadline)
        has_left = keep = False
        try:
            with contextlib.suppress(OSError):
                wire.sendall(request)
                has_left = True
            # A request that broke off may have been answered all the same (413, 401).
            reply, keep = _read_reply(wire, is_early=not has_left)
        except (OSError, http.client.HTTPException) as error:
            raise (NoAnswerError if has_left else NotSentError)(cause(error)) from error
        finally:
            self._used_at = time.monotonic()
            if not keep or not has_left:
                self.close()
        return reply

    def close(self) -> None:
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.close()

    def _head(self, path: str, headers: Mapping[str, str], length: int) -> bytes:
        lines = [f"POST {self._prefix}{path} HTTP/1.1", f"Host: {self._netloc}", f"Content-Length: {length}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")

    def _ready(self, deadline: Deadline) -> "TimedSocket":
        """A connection that is open as far as can be seen. Raises NotSentError."""
        is_idle_long = time.monotonic() - self._used_at > IDLE_SECONDS
        if self._wire is not None and (is_idle_long or self._wire.has_news()):
            self.close()
        if self._wire is None:
            try:
                self._wire = self._connect(deadline)
            except (OSError, UnicodeError) as error:
                raise NotSentError(cause(error)) from error
        self._wire.deadline = deadline
        return self._wire

    def _connect(self, deadline: Deadline) -> "TimedSocket":
        wire = connect(self._host, self._port, deadline)
        if self._tls is not None:
            wire = secure(wire, self._tls, self._host, deadline)
        return TimedSocket(wire, deadline)


class TimedSocket:
    """The part of a socket http.client needs, with every wait cut at one deadline."""

    def __init__(self, wire: socket.socket, deadline: Deadline) -> None:
        self._wire = wire
        self.deadline = deadline

    def sendall(self, data: bytes) -> None:
        """Raises OSError if the end of ``data`` was not even taken by the kernel."""
        rest = memoryview(data)
        while rest:
            self._wire.settimeout(self.deadline.remaining())
            rest = rest[self._wire.send(rest[:CHUNK_BYTES]) :]

    def receive_into(self, buffer: memoryview, at_most: float) -> int:
        """Waits until the deadline; what lies there already is taken even after it. Raises OSError."""
        if not self.deadline.is_over:
            self._wire.settimeout(self.deadline.remaining(at_most))
            return self._wire.recv_into(buffer)
        self._wire.settimeout(0)
        try:
            return self._wire.recv_into(buffer)
        except (BlockingIOError, ssl.SSLWantReadError):
            raise TimeoutError("the time for this request is over") from None

    def has_news(self) -> bool:
        """Whether an idle connection has been closed, or speaks out of turn."""
        self._wire.settimeout(0)
        try:
            self._wire.recv(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        except OSError:
            return True
        return True

    def close(self) -> None:
        self._wire.close()


class _Reader(io.RawIOBase):
    """Reads a TimedSocket; ``patience_seconds`` caps a single wait."""

    def __init__(self, wire: TimedSocket) -> None:
        self._wire = wire
        self.patience_seconds = float("inf")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        return self._wire.receive_into(memoryview(buffer).cast("B"), self.patience_seconds)


class _Shared(io.BufferedReader):
    """Stays open when one of the answers read from it is closed: there may come another."""

    def close(self) -> None:
        """The socket beneath is closed by its owner."""


class _Answer:
    """What http.client.HTTPResponse wants of a socket: one file, for all answers in turn."""

    def __init__(self, reader: _Reader) -> None:
        self._file = _Shared(reader)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return self._file


def _read_reply(wire: TimedSocket, *, is_early: bool) -> tuple[Reply, bool]:
    """The final reply, and whether the connection may be used again.

    Raises OSError or HTTPException if there is no final status line.
    """
    reader = _Reader(wire)
    if is_early:
        reader.patience_seconds = SECONDS_FOR_THE_REST
    answer = _Answer(reader)
    for _ in range(MAX_INTERIM + 1):
        with contextlib.closing(http.client.HTTPResponse(cast("Any", answer), method="POST")) as response:
            if not _begin(response):
                return Reply(response.status, is_early=is_early), False
            if not _is_interim(response):
                return _rest_of(response, reader, is_early=is_early)
    raise http.client.HTTPException("too many interim answers")


def _is_interim(response: http.client.HTTPResponse) -> bool:
    return response.status < 200


def _begin(response: http.client.HTTPResponse) -> bool:
    """Read status and headers; false when the status of a final answer is all there is. Raises as above."""
    try:
        response.begin()
    except (OSError, http.client.HTTPException):
        status: Any = response.status
        if not isinstance(status, int) or status < 200:
            raise
        return False
    return True


def _rest_of(response: http.client.HTTPResponse, reader: _Reader, *, is_early: bool) -> tuple[Reply, bool]:
    reader.patience_seconds = SECONDS_FOR_THE_REST
    headers = {name.lower(): value for name, value in response.getheaders()}
    body, is_whole = _read_body(response)
    return Reply(response.status, headers, body, is_early), is_whole and not response.will_close


def _read_body(response: http.client.HTTPResponse) -> tuple[bytes, bool]:
    """As much of the body as came in time and fits, and whether that was all of it."""
    parts: list[bytes] = []
    size = 0
    until = time.monotonic() + SECONDS_FOR_THE_REST
    try:
        while size < MAX_REPLY_BYTES and time.monotonic() < until:
            part = response.read1(65_536)
            if not part:
                return b"".join(parts), not response.length
            parts.append(part)
            size += len(part)
    except (OSError, http.client.HTTPException, ValueError):
        pass
    return b"".join(parts), False

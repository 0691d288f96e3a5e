"""Polite and guarded HTTP: one GET that ends, whatever the other side does.

Polite: it says who asks, and asks only for what is new (RFC 9110, section 13).
Guarded: every host and every redirect passes the door; time, bytes (packed and
unpacked) and redirects are counted; nothing secret is carried to another host.
"""

import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from urllib.parse import SplitResult

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from digest.errors import SourceError
from digest.sourcing.door import Door
from digest.sourcing.target import (
    PORTS,
    basic_secret,
    host_header,
    host_name,
    origin,
    parts_of,
    redirected,
    request_target,
    shown,
)
from digest.sourcing.unpack import bounded, size_of, unpacked
from digest.sourcing.watch import Watch

_REDIRECTS = (301, 302, 303, 307, 308)
_READ = 65_536
_SECONDS = re.compile(r"[0-9]{1,7}")  # of Retry-After: a date, or nonsense, is not repeated
_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5"
)
_REASONS = {
    401: "wants a password",
    402: "wants payment",
    403: "refuses us (403)",
    404: "has nothing there (404)",
    410: "says it is gone for good (410)",
    429: "says we ask too often (429)",
    451: "may not show it for legal reasons (451)",
    500: "failed (500)",
    502: "failed (502)",
    503: "is overloaded or down (503)",
    504: "failed (504)",
}


@dataclass(frozen=True, slots=True)
class Validators:
    """What the server gave last time to ask whether anything is new (RFC 9110, 8.8)."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. ``url`` is where it came from in the end; header names are lower case.

    ``is_unchanged``: the server says so, ``body`` is empty.
    """

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    validators: Validators = Validators()
    is_unchanged: bool = False


class Fetcher:
    """Fetches addresses; may be shared by threads.

    ``timeout_seconds`` bounds a whole fetch, from the first connection to the
    last byte, with all its redirects: a server that drips is cut off too.
    ``max_bytes`` counts the body as it comes and as it is unpacked.
    """

    def __init__(
        self,
        *,
        timeout_seconds: float,
        user_agent: str,
        max_bytes: int = 10_000_000,
        max_redirects: int = 5,
        door: Door | None = None,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self.timeout_seconds = timeout_seconds
        self.user_agent = user_agent
        self.max_bytes = max_bytes
        self.max_redirects = max_redirects
        self._door = door or Door()
        self._ssl_context = ssl_context or ssl.create_default_context()

    def get(self, url: str, *, allow_private: bool = False, validators: Validators | None = None) -> Fetched:
        """The body at ``url``, redirects followed.

        ``allow_private`` lets this source live on the newsroom's own network;
        even then a public host may not redirect into it. A name and password
        in ``url`` go to that host alone.

        Raises SourceError: one line with the address (without its query), the
        reason and what to do.
        """
        known = validators or Validators()
        try:
            with Watch(self.timeout_seconds) as watch:
                return self._followed(url, known, watch, allow_private=allow_private)
        except SourceError as error:
            raise SourceError(f"{shown(url)}: {error}") from error

    def _followed(self, url: str, known: Validators, watch: Watch, *, allow_private: bool) -> Fetched:
        start = parts = parts_of(url)
        for _ in range(self.max_redirects + 1):
            secret = basic_secret(start) if origin(parts) == origin(start) else ""
            with self._answer(parts, known, secret, watch, allow_private=allow_private) as (
                answer,
                is_private,
            ):
                if answer.status not in _REDIRECTS:
                    return self._fetched(parts, answer, known)
                parts = redirected(parts, answer.headers.get("location", ""))
            allow_private = allow_private and is_private
        raise SourceError(
            f"it redirects more than {self.max_redirects} times; give the address it should lead to"
        )

    @contextmanager
    def _answer(
        self, parts: SplitResult, known: Validators, secret: str, watch: Watch, *, allow_private: bool
    ) -> Iterator[tuple[BaseHTTPResponse, bool]]:
        """An answer whose headers are read, and whether it comes from a private address."""
        host, port = host_name(parts), parts.port or PORTS[parts.scheme]
        addresses = self._door.addresses(host, port, allow_private=allow_private)
        with watch.translating(host):
            connection, address = self._connected(parts, addresses, port, watch)
            with closing(connection):
                connection.request(
                    "GET",
                    request_target(parts),
                    headers=self._headers(parts, known, secret),
                    preload_content=False,
                )
                with closing(connection.getresponse()) as answer:
                    yield answer, self._door.judge(address) != "public"

    def _connected(
        self, parts: SplitResult, addresses: tuple[str, ...], port: int, watch: Watch
    ) -> tuple[HTTPConnection, str]:
        """Connected to the first of the checked addresses that takes the connection."""
        failure: Exception | None = None
        for address in addresses:
            connection = self._connection(parts, address, port, watch.seconds_left())
            try:
                watch.connect(connection)
            except (HTTPError, OSError) as error:
                connection.close()
                failure = error
            else:
                return connection, address
        raise failure or SourceError("the host has no address")

    def _connection(self, parts: SplitResult, address: str, port: int, seconds: float) -> HTTPConnection:
        """To the address itself; the certificate must still be that of the name."""
        if parts.scheme == "http":
            return HTTPConnection(address, port, timeout=seconds)
        context, name = self._ssl_context, host_name(parts)
        return HTTPSConnection(address, port, timeout=seconds, ssl_context=context, server_hostname=name)

    def _headers(self, parts: SplitResult, known: Validators, secret: str) -> dict[str, str]:
        headers = {
            "Host": host_header(parts),
            "User-Agent": self.user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
            "If-None-Match": known.etag,
            "If-Modified-Since": known.last_modified,
            "Authorization": secret,
        }
        return {name: value for name, value in headers.items() if value}

    def _fetched(self, parts: SplitResult, answer: BaseHTTPResponse, known: Validators) -> Fetched:
        headers = {name.lower(): value for name, value in answer.headers.items()}
        url = parts._replace(netloc=host_header(parts)).geturl()
        new = Validators(
            _header_text(headers.get("etag", "")), _header_text(headers.get("last-modified", ""))
        )
        if answer.status == 304 and known != Validators():
            kept = Validators(new.etag or known.etag, new.last_modified or known.last_modified)
            return Fetched(url, b"", headers, kept, is_unchanged=True)
        if answer.status != 200:
            raise SourceError(_refusal(answer.status, headers.get("retry-after", "")))
        if int(re.sub(r"\D", "", headers.get("content-length", ""))[:18] or 0) > self.max_bytes:
            raise SourceError(f"it is larger than {size_of(self.max_bytes)} and was not read")
        packed = self._chunks(answer)
        body = bounded(unpacked(packed, headers.get("content-encoding", "")), max_bytes=self.max_bytes)
        return Fetched(url, body, headers, new)

    def _chunks(self, answer: BaseHTTPResponse) -> Iterator[bytes]:
        """As they arrive. What the packed body may weigh is bounded too: empty packets unpack to nothing."""
        weight = 0
        while chunk := answer.read1(_READ, decode_content=False):
            weight += len(chunk)
            if weight > self.max_bytes:
                raise SourceError(f"it is larger than {size_of(self.max_bytes)} and was not read further")
            yield chunk


def _refusal(status: int, retry_after: str) -> str:
    said = _REASONS.get(status, f"answered with status {status}")
    asked = _SECONDS.fullmatch(retry_after.strip())
    wait = f"; it asks to wait {asked[0]} s" if asked else ""
    advice = (
        "check the address in a browser" if status < 500 and status != 429 else "it is tried again next time"
    )
    return f"the server {said}{wait}; {advice}"


def _header_text(value: str) -> str:
    """A validator fit to be sent back: one line of printable ASCII of sane length."""
    return value if value.isascii() and value.isprintable() and len(value) <= 500 else ""

"""A local SendGrid: strict about what it is sent, and able to fail on purpose.

In a test::

    with SendGridStandIn(faults=[None, faults.hang(took=True)]) as api:
        carrier = SendGridCarrier(api_url=api.url, api_key=api.key, ...)

As a process: ``python -m tests.standins.sendgrid --port 0 --record FILE``. It
prints its port, and writes one JSON line for every request it takes, on the
disk before the answer leaves: what it has taken can be counted however its
client dies. ``--fault 5=took-hang`` makes the fifth request fail so.

Told apart from the real one it is faster, it delivers nothing, and
``/v3/mail/send`` is all there is.
"""

import argparse
import contextlib
import os
import secrets
import signal
import ssl
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from tests.standins.sendgrid_faults import Fault, from_word
from tests.standins.sendgrid_http import Server


@dataclass(frozen=True)
class Request:
    """One POST that is well-formed, before it is answered. ``number`` counts from 1."""

    number: int
    payload: dict[str, Any]

    @property
    def is_sandbox(self) -> bool:
        settings = self.payload.get("mail_settings") or {}
        return bool((settings.get("sandbox_mode") or {}).get("enable"))

    @property
    def readers(self) -> list[str]:
        return [p.get("custom_args", {}).get("reader", "") for p in self.payload["personalizations"]]


@dataclass(frozen=True)
class Accepted:
    """A request that was taken. Lists are in the order of its personalizations."""

    attempt: str
    batch: str
    edition: str
    readers: list[str]
    emails: list[str]
    message_id: str


Plan = Callable[[Request], Fault | None]


class SendGridStandIn:
    """``faults``: one for each request in turn (None: none), or a function of the request.

    ``accepted``, ``payloads`` and ``refused`` tell what came; ``requests`` and
    ``connections`` how often.
    """

    def __init__(
        self,
        *,
        faults: Iterable[Fault | None] | Plan = (),
        key: str = "SG.stand-in",
        port: int = 0,
        record: Path | None = None,
        keeps_payloads: bool = True,
        latency_seconds: float = 0.0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.key = key
        self.accepted: list[Accepted] = []
        self.payloads: list[dict[str, Any]] = []
        self.refused: list[list[tuple[str, str | None]]] = []
        self.requests = 0
        self.connections = 0
        self._plan = faults if callable(faults) else None
        self._faults: deque[Fault | None] = deque(() if callable(faults) else faults)
        self._scheme = "https" if tls else "http"
        self._keeps_payloads = keeps_payloads
        self._latency_seconds = latency_seconds
        self._record = record.open("ab") if record else None
        self._lock = threading.Lock()
        self.stopping = threading.Event()
        self._server = Server(port, self, tls)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self.port}"

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def emails(self) -> Counter[str]:
        """How often each address was mailed."""
        return Counter(email for batch in self.accepted for email in batch.emails)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()
        if self._record:
            self._record.close()

    def hang_up(self) -> None:
        """Close every open connection, as a server does that finds them idle."""
        self._server.hang_up()

    def begin(self, payload: dict[str, Any]) -> tuple[Request, Fault | None]:
        """Count a well-formed request, and say how it shall fail."""
        if self._latency_seconds:
            time.sleep(self._latency_seconds)
        with self._lock:
            self.requests += 1
            request = Request(self.requests, payload)
            planned = self._faults.popleft() if self._faults else None
            return request, self._plan(request) if self._plan else planned

    def begin_early(self) -> Fault | None:
        """The fault whose turn it is, if it comes before the body is read."""
        with self._lock:
            if not self._faults or self._faults[0] is None or not self._faults[0].is_early:
                return None
            self.requests += 1
            return self._faults.popleft()

    def accept(self, request: Request) -> Accepted:
        """Take it: from here on it counts as mailed, whatever the client hears."""
        shared, people = request.payload.get("custom_args", {}), request.payload["personalizations"]
        accepted = Accepted(
            attempt=shared.get("attempt_id", shared.get("attempt", "")),
            batch=shared.get("batch", ""),
            edition=shared.get("edition", ""),
            readers=request.readers,
            emails=[to["email"] for person in people for to in person["to"]],
            message_id=secrets.token_urlsafe(16),
        )
        with self._lock:
            if self._record:
                self._record.write(msgspec.json.encode(asdict(accepted)) + b"\n")
                self._record.flush()
                os.fsync(self._record.fileno())
            self.accepted.append(accepted)
            if self._keeps_payloads:
                self.payloads.append(request.payload)
        return accepted

    def refuse(self, found: list[tuple[str, str | None]]) -> None:
        with self._lock:
            self.refused.append(found)

    def connected(self) -> None:
        with self._lock:
            self.connections += 1


def main() -> None:
    """Run until ended. Prints the port as its only line."""
    parser = argparse.ArgumentParser(prog="python -m tests.standins.sendgrid")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--record", type=Path)
    parser.add_argument("--key", default="SG.stand-in")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--fault", action="append", default=[], metavar="N=WORD", help="such as 5=took-hang")
    options = parser.parse_args()
    faults = {int(number): from_word(word) for number, _, word in (f.partition("=") for f in options.fault)}
    api = SendGridStandIn(
        faults=lambda request: faults.get(request.number),
        key=options.key,
        port=options.port,
        record=options.record,
        keeps_payloads=False,
        latency_seconds=options.latency,
    )
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    with api:
        print(api.port, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            ended.wait()


if __name__ == "__main__":
    main()

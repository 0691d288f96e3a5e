"""The end of a fetch: when its time is up, and when the network fails."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from types import TracebackType
from typing import Self

from urllib3.connection import HTTPConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ReadTimeoutError

from digest.errors import SourceError


class Watch:
    """Ends a fetch when its time is up, whatever it is waiting for.

    Socket timeouts start anew with every byte, so a dripping server passes
    them; this one shuts the socket from a thread of its own.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._connection: HTTPConnection | None = None
        self._socket: socket.socket | None = None
        self._is_over = False

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()

    def seconds_left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0 or self._is_over:
            raise self._too_late()
        return left

    def connect(self, connection: HTTPConnection) -> None:
        """Connect, TLS included, under watch."""
        self._socket, self._connection = None, connection
        connection.connect()
        self._socket = connection.sock
        self._connection = None

    @contextmanager
    def translating(self, host: str) -> Iterator[None]:
        """Failures of the network as SourceError; what was cut off for its time is said to be."""
        try:
            yield
        except SourceError:
            raise
        except NewConnectionError as error:  # a kind of ConnectTimeoutError in urllib3
            raise SourceError(_broken(host, error)) from error
        except (TimeoutError, ConnectTimeoutError, ReadTimeoutError) as error:
            raise self._too_late() from error
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            raise (self._too_late() if self._is_over else SourceError(_broken(host, error))) from error
        if self._is_over:
            raise self._too_late()

    def _cut(self) -> None:
        self._is_over = True
        held = self._socket or (self._connection.sock if self._connection else None)
        if held is not None:
            with suppress(OSError):
                # Not held.shutdown: that of an SSLSocket drops the TLS state under the reader.
                socket.socket.shutdown(held, socket.SHUT_RDWR)

    def _too_late(self) -> SourceError:
        return SourceError(f"no complete answer within {self._seconds:g} s; it is tried again next time")


def _broken(host: str, error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY_FAILED" in str(error):
        return f"the certificate of {host} is not valid for it; nothing was read"
    if isinstance(error, (NewConnectionError, ConnectionRefusedError)):
        return f"{host} takes no connection; is the server up?"
    return f"the connection to {host} broke off ({type(error).__name__}); it is tried again next time"

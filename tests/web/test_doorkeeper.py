"""The door stays free: whoever is slow is shown out, whoever is too many is told so."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest
import structlog
import uvicorn

from digest.app import App
from digest.web.doorkeeper import Doorkeeper
from digest.web.server import THREADS, build

LEAST_BODY = b"POST /unsubscribe/x HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\na"


class Brisk(Doorkeeper):
    asking_seconds = 0.5
    answering_seconds = 5.0


class Calm(Doorkeeper):
    asking_seconds = 2.0


class Slack(Doorkeeper):
    asking_seconds = 30.0


@contextmanager
def served(app: App, *, http: type[Doorkeeper], most: int = 100, body_seconds: float = 10.0) -> Iterator[int]:
    """The site behind a doorkeeper; gives its port."""
    config = uvicorn.Config(
        build(app, body_seconds=body_seconds),
        port=0,
        http=http,
        log_level="critical",
        limit_concurrency=most + 1,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    with structlog.testing.capture_logs():
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.002)
        try:
            yield server.servers[0].sockets[0].getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()


def knock(port: int, said: bytes) -> socket.socket:
    opened = socket.create_connection(("127.0.0.1", port), timeout=10)
    opened.sendall(said)
    return opened


def health(port: int) -> int:
    return httpx.get(f"http://127.0.0.1:{port}/health", trust_env=False, timeout=10).status_code


def answer(opened: socket.socket) -> bytes:
    """Everything until the other side ends; b"" where it just ends."""
    taken = b""
    try:
        while piece := opened.recv(65536):
            taken += piece
    except ConnectionResetError:
        pass
    return taken


def test_a_body_that_does_not_come_is_answered_and_not_waited_for(app: App) -> None:
    with served(app, http=Slack, body_seconds=0.3) as port, knock(port, LEAST_BODY) as slow:
        began = time.monotonic()
        said = answer(slow)
        assert said.startswith(b"HTTP/1.1 408 ")
        assert b"\r\nconnection: close\r\n" in said
        assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "said",
    [b"", b"GET /hea", b"GET /health HTTP/1.1\r\nHost: x\r\nX-A: ", LEAST_BODY],
    ids=["nothing", "half a line", "half a head", "half a body"],
)
def test_half_a_request_does_not_hold_a_connection(app: App, said: bytes) -> None:
    with served(app, http=Brisk, body_seconds=20) as port, knock(port, said) as slow:
        began = time.monotonic()
        assert answer(slow) == b""
        assert time.monotonic() - began < 5


def test_a_byte_now_and_then_buys_no_time(app: App) -> None:
    with served(app, http=Brisk) as port, knock(port, b"GET /health HTTP/1.1\r\n") as slow:
        ends = time.monotonic() + 5
        with pytest.raises(OSError):
            while time.monotonic() < ends:
                slow.sendall(b"X-A: 1\r\n")
                time.sleep(0.1)
        assert time.monotonic() < ends


def test_an_answer_before_the_body_does_not_keep_the_door_open(app: App) -> None:
    early = b"GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\na"
    with served(app, http=Calm) as port, knock(port, early) as slow:
        began = time.monotonic()
        assert answer(slow).startswith(b"HTTP/1.1 200 ")
        assert time.monotonic() - began < 10


def test_whoever_comes_to_a_full_house_is_told_and_the_next_one_gets_in(app: App) -> None:
    with served(app, http=Slack, most=3) as port:
        with ExitStack() as slow:
            for _ in range(3):
                slow.enter_context(knock(port, LEAST_BODY))
            with knock(port, b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n") as turned_away:
                said = answer(turned_away)
            assert said.startswith(b"HTTP/1.1 503 ")
            assert b"Retry-After: " in said
        ends = time.monotonic() + 5
        while health(port) != 200:
            assert time.monotonic() < ends
            time.sleep(0.05)


def test_one_after_the_other_over_one_connection_is_welcome(app: App) -> None:
    with served(app, http=Calm) as port:
        address = f"http://127.0.0.1:{port}/health"
        with httpx.Client(trust_env=False) as browser:
            for _ in range(6):
                assert browser.get(address).status_code == 200
                time.sleep(0.4)  # longer than asking_seconds all in all


def test_a_head_without_end_is_refused(app: App) -> None:
    with served(app, http=Slack) as port, knock(port, b"GET / HTTP/1.1\r\nX-A: " + b"a" * 200_000) as rude:
        assert answer(rude).split(b"\r\n")[0] in (b"HTTP/1.1 400 Bad Request", b"")


def test_no_more_threads_ask_the_database_than_it_has_connections(app: App) -> None:
    """Else the rest would wait inside its pool, and fail."""
    with served(app, http=Slack) as port:
        assert health(port) == 200
    pool = app.store.engine.pool
    assert pool.size() + pool._max_overflow >= THREADS  # type: ignore[attr-defined]


def test_readers_who_come_all_at_once_are_all_answered(app: App) -> None:
    with served(app, http=Slack, most=80) as port:
        answers: list[int] = []
        threads = [threading.Thread(target=lambda: answers.append(health(port))) for _ in range(60)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == [200] * 60

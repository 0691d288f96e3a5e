"""A real HTTP server on 127.0.0.1 that answers as a test says."""

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class FeedServer:
    """``requests`` holds path and headers (lower-case names) of each request, in order."""

    url: str
    requests: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)


def answer(body: bytes = b"", status: int = 200, **headers: str) -> Answer:
    """A plain answer; ``content_type`` becomes Content-Type."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return send


def redirect(target: str, status: int = 302) -> Answer:
    return answer(b"", status, Location=target)


@contextmanager
def feed_server(routes: Mapping[str, Answer], tls: ssl.SSLContext | None = None) -> Iterator[FeedServer]:
    """Serves until the block ends; an unknown path is 404."""
    told = FeedServer("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.requests.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            try:
                routes.get(self.path, answer(b"", 404))(self)
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

        def handle_error(self, request: object, client_address: object) -> None:
            pass

    server = Quiet(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    told.url = f"http{'s' if tls else ''}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""The newsroom's site on a real server, and a browser in front of it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import structlog
import uvicorn

from digest.app import App
from digest.web.guard import Guard, Receive, Scope, Send
from digest.web.server import build


class SiteServer:
    """One uvicorn for many tests: each puts its own newsroom's site behind it."""

    def __init__(self) -> None:
        self.site: Guard | None = None
        self._server = uvicorn.Server(
            uvicorn.Config(self._answer, port=0, interface="asgi3", log_level="critical", lifespan="off")
        )
        self._thread = threading.Thread(target=self._server.run)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.site is not None
        await self.site(scope, receive, send)

    @contextmanager
    def running(self) -> Iterator["SiteServer"]:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.002)
        try:
            yield self
        finally:
            self._server.should_exit = True
            self._thread.join()

    @contextmanager
    def browsing(self, app: App) -> Iterator[httpx.Client]:
        """A browser without cookies or proxies that follows no redirect."""
        self.site = build(app)
        address = f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"
        browser = httpx.Client(base_url=address, trust_env=False, verify=False, timeout=20)
        with structlog.testing.capture_logs(), browser:
            yield browser

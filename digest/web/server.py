"""The whole site as one ASGI application.

``digest web`` runs it; so does any ASGI server:
``uvicorn --factory digest.web.server:from_environment --no-access-log``.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog
from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI, Request
from fastapi.responses import Response

from digest.app import App, open_app
from digest.errors import KeepreadingError, StoreError
from digest.web import machines, public, reader
from digest.web.bodies import BODY_SECONDS
from digest.web.guard import LATER, Guard
from digest.web.pages import Pages

log = structlog.get_logger("keepreading")

SAID = {
    400: "not_understood", 404: "not_there", 405: "not_this_way", 408: "too_slow", 413: "too_much"
}  # fmt: skip
THREADS = 12  # fewer than a database pool has connections (5 and 10 more): none waits for one in vain

Answer = Callable[[Request, Exception], Awaitable[Response]]


def from_environment() -> Guard:
    """The site of the newsroom that the environment names. Raises SettingsError, NewsroomError."""
    return build(open_app())


def build(app: App, *, body_seconds: float = BODY_SECONDS) -> Guard:
    """The site of one newsroom. A body has to arrive within ``body_seconds``.

    Raises SettingsError without a secret: no link could be read.
    """
    app.signer()
    _ = app.store  # made here, before threads could make several
    pages = Pages(app)
    site = FastAPI(
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,  # RFC 8058, section 3.1: a redirect would lose the POST
        lifespan=_few_threads,
    )
    site.state.body_seconds = body_seconds
    for router in (reader.routes(app, pages), public.routes(app, pages), machines.routes(app)):
        site.include_router(router)
    for status, what in SAID.items():
        site.add_exception_handler(status, _says(pages, what, status))
    site.add_exception_handler(StoreError, _failed(pages, "later", 503))
    site.add_exception_handler(KeepreadingError, _failed(pages, "broken", 500))
    return Guard(site, pages.base)


@asynccontextmanager
async def _few_threads(_site: FastAPI) -> AsyncIterator[None]:
    """Requests beyond ``THREADS`` wait their turn here, not inside the database's pool."""
    current_default_thread_limiter().total_tokens = THREADS
    yield


def _says(pages: Pages, what: str, status: int) -> Answer:
    async def answer(_request: Request, error: Exception) -> Response:
        response = pages.message(what, status)
        response.headers.update(getattr(error, "headers", None) or {})
        return response

    return answer


def _failed(pages: Pages, what: str, status: int) -> Answer:
    """The reader learns that it failed, the log why."""

    async def answer(_request: Request, error: Exception) -> Response:
        log.error("failed", said=str(error))
        response = pages.message(what, status)
        response.headers.update(LATER)
        return response

    return answer

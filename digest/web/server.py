"""The whole site as one ASGI application.

``digest web`` runs it; so does any ASGI server:
``uvicorn --factory digest.web.server:from_environment --no-access-log``.
"""

from collections.abc import Awaitable, Callable

import structlog
from fastapi import FastAPI, Request
from fastapi.responses import Response

from digest.app import App, open_app
from digest.errors import KeepreadingError, StoreError
from digest.web import machines, public, reader
from digest.web.guard import Guard
from digest.web.pages import Pages

log = structlog.get_logger("keepreading")

RETRY_SECONDS = "60"
SAID = {400: "not_understood", 404: "not_there", 405: "not_this_way", 413: "too_much"}

Answer = Callable[[Request, Exception], Awaitable[Response]]


def from_environment() -> Guard:
    """The site of the newsroom that the environment names. Raises SettingsError, NewsroomError."""
    return build(open_app())


def build(app: App) -> Guard:
    """The site of one newsroom. Raises SettingsError without a secret: no link could be read."""
    app.signer()
    _ = app.store  # made here, before threads could make several
    pages = Pages(app)
    site = FastAPI(
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,  # RFC 8058, section 3.1: a redirect would lose the POST
    )
    for router in (reader.routes(app, pages), public.routes(app, pages), machines.routes(app)):
        site.include_router(router)
    for status, what in SAID.items():
        site.add_exception_handler(status, _says(pages, what, status))
    site.add_exception_handler(StoreError, _failed(pages, "later", 503))
    site.add_exception_handler(KeepreadingError, _failed(pages, "broken", 500))
    return Guard(site, pages.base)


def _says(pages: Pages, what: str, status: int) -> Answer:
    async def answer(_request: Request, _error: Exception) -> Response:
        return pages.message(what, status)

    return answer


def _failed(pages: Pages, what: str, status: int) -> Answer:
    """The reader learns that it failed, the log why."""

    async def answer(_request: Request, error: Exception) -> Response:
        log.error("failed", said=str(error))
        response = pages.message(what, status)
        response.headers["retry-after"] = RETRY_SECONDS
        return response

    return answer

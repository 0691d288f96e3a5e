"""For machines: the carrier's webhook, and whether this process is well."""

from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Header
from fastapi.responses import JSONResponse, Response

from digest.app import App
from digest.desk import archive, hearing
from digest.errors import SettingsError, StoreError
from digest.web.bodies import WEBHOOK_BYTES, body_up_to
from digest.web.guard import LATER

log = structlog.get_logger("keepreading")

Raw = Annotated[bytes, Depends(body_up_to(WEBHOOK_BYTES))]
SENDGRID = "X-Twilio-Email-Event-Webhook-"
Signature = Annotated[str | None, Header(alias=f"{SENDGRID}Signature")]
Timestamp = Annotated[str | None, Header(alias=f"{SENDGRID}Timestamp")]


def routes(app: App) -> APIRouter:
    """Anything but 2xx makes the carrier post the same again for 24 hours."""
    router = APIRouter(include_in_schema=False)

    @router.post("/webhooks/sendgrid")
    def events(raw: Raw, signature: Signature = None, timestamp: Timestamp = None) -> Response:
        try:
            is_theirs = hearing.is_theirs(app.desk, raw, timestamp, signature)
        except SettingsError as error:
            log.error("webhook", said=str(error))
            return Response(status_code=503, headers=LATER)
        if not is_theirs:
            log.warning("webhook", said="a post without a valid signature was refused")
            return Response(status_code=403)
        heard = hearing.hear(app.desk, raw, app.now())
        for problem in heard.problems:
            log.warning("webhook", said=problem)
        return JSONResponse({"new": heard.new})

    @router.api_route("/health", methods=["GET", "HEAD"])
    def health() -> Response:
        try:
            archive.issues(app.desk, 1)
        except StoreError:
            return JSONResponse({"ok": False}, 503, LATER)
        return JSONResponse({"ok": True})

    return router

"""What everybody may see: the front page, the archive, the style."""

from functools import lru_cache, partial

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from digest.app import App
from digest.desk import archive
from digest.web.guard import OF_MAILS
from digest.web.pages import KEPT, Pages

LOOK = ["GET", "HEAD"]
NEWEST = 5
COPIES_KEPT = 16  # each is about 100 kB


def routes(app: App, pages: Pages) -> APIRouter:
    """Only editions that somebody was mailed; anything else is not there."""
    router = APIRouter(include_in_schema=False)
    clean_copy = lru_cache(maxsize=COPIES_KEPT)(partial(archive.clean_copy, app.desk))

    @router.api_route("/", methods=LOOK)
    def home() -> Response:
        return pages.page("home", public=True, issues=archive.issues(app.desk, NEWEST))

    @router.api_route("/archive", methods=LOOK)
    def shelf() -> Response:
        return pages.page("archive", public=True, issues=archive.issues(app.desk))

    @router.api_route("/archive/{edition}", methods=LOOK)
    def issue(edition: str) -> Response:
        frozen = archive.issue(app.desk, edition)
        if frozen is None:
            return pages.message("not_there", 404)
        headers = {"cache-control": KEPT, "content-security-policy": OF_MAILS}
        return HTMLResponse(clean_copy(frozen), headers=headers)

    @router.api_route("/style.css", methods=LOOK)
    def style() -> Response:
        return pages.style()

    return router

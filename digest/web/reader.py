"""Readers' own pages: leave (RFC 8058), undo that, choose."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from digest.app import App
from digest.desk import reading_room
from digest.desk.reading_room import PAUSES, Choices
from digest.web.bodies import FORM_BYTES, body_up_to, form_of
from digest.web.pages import Pages
from subscribers.errors import BadPreference

Form = Annotated[bytes, Depends(body_up_to(FORM_BYTES))]
LOOK = ["GET", "HEAD"]


def routes(app: App, pages: Pages) -> APIRouter:
    """``/unsubscribe/TOKEN`` and ``/preferences/TOKEN``. GET and HEAD change nothing; a POST is answered with 200, never a redirect."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/unsubscribe/{token}", methods=LOOK)
    def ask(token: str) -> Response:
        return pages.page("left" if reading_room.has_left(app.desk, token) else "leave", token=token)

    @router.post("/unsubscribe/{token}")
    def leave(token: str, _: Form) -> Response:
        """Whatever the body says: the token is the authority, and a garbled form must not keep a reader in.

        Mail clients post ``List-Unsubscribe=One-Click`` in either encoding; the
        page's button posts the same. A token that is none gets the same answer.
        """
        reading_room.leave(app.desk, token, app.now())
        return pages.page("left", token=token)

    @router.post("/unsubscribe/{token}/undo")
    def undo(token: str, _: Form) -> Response:
        wording = pages.words.say("undo_button")
        is_back = reading_room.come_back(app.desk, token, app.now(), wording=wording)
        return pages.message("back" if is_back else "not_back", 200)

    @router.api_route("/preferences/{token}", methods=LOOK)
    def look(token: str) -> Response:
        return _choices(app, pages, reading_room.choices(app.desk, token, app.now()))

    @router.post("/preferences/{token}")
    def choose(token: str, raw: Form) -> Response:
        form = form_of(raw)
        try:
            chosen = reading_room.choose(
                app.desk,
                token,
                app.now(),
                regions=form.get("region", ()),
                pause_weeks=_weeks(form.get("pause", [""])[-1]),
            )
        except BadPreference:
            return pages.message("not_offered", 400)
        return _choices(app, pages, chosen, is_saved=True)

    return router


def _weeks(text: str) -> int | None:
    """None leaves a pause as it is, 0 ends it. Raises BadPreference for what the page does not offer."""
    if text in ("", "keep"):
        return None
    known = {str(weeks): weeks for weeks in (0, *PAUSES)}
    if text not in known:
        raise BadPreference("a pause that is not offered")
    return known[text]


def _choices(app: App, pages: Pages, chosen: Choices | None, *, is_saved: bool = False) -> Response:
    if chosen is None:
        return pages.message("no_link", 404)
    return pages.page(
        "choices", chosen=chosen, regions=app.newsroom.regions, pauses=PAUSES, is_saved=is_saved
    )

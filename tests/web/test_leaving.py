"""Leaving by the link in a mail (RFC 8058), and taking that back."""

from pathlib import Path
from typing import Any

import pytest
from httpx import Client
from pydantic import SecretStr

from digest.app import App
from digest.desk.sending import send
from digest.model.edition import State
from subscribers import readers, suppression
from subscribers.suppression import Reason
from subscribers.tokens import CONFIRM, PREFERENCES, UNSUBSCRIBE, Signer
from tests.builders.readers_kept import everything, evidence, the_reader
from tests.builders.sites import (
    FRIDAY,
    NOW,
    PUBLIC_URL,
    an_app,
    an_approved_newsroom,
    links_of,
    mail_of,
    mails,
)
from tests.standins.site_server import SiteServer

ADA, BEN = 1, 2
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
ENCODINGS: dict[str, dict[str, Any]] = {
    "urlencoded": {"data": ONE_CLICK},
    "multipart": {"files": {"List-Unsubscribe": (None, "One-Click")}},
    "no body": {},
    "a garbled body": {"content": b"--x\r\ngarbled", "headers": {"content-type": "multipart/form-data"}},
    "another origin": {
        "data": ONE_CLICK,
        "headers": {"origin": "https://mail.example.net", "sec-fetch-site": "cross-site"},
    },
}


def leaving(app: App, reader_id: int = ADA) -> str:
    return f"/unsubscribe/{app.signer().token(reader_id, UNSUBSCRIBE)}"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_scanner_that_opens_every_link_of_every_mail_changes_nothing(
    method: str, site: Client, app: App, room: Path
) -> None:
    before = everything(app)
    links = {link for number in (1, 2, 3) for link in links_of(mail_of(room, number))}
    assert len(mails(room)) == 3
    assert len([link for link in links if link.startswith(("/unsubscribe/", "/preferences/"))]) == 6
    for link in links:
        answer = site.request(method, link)
        assert answer.status_code == (405 if method == "OPTIONS" else 200)
        assert "set-cookie" not in answer.headers
    assert everything(app) == before


@pytest.mark.parametrize("how", ENCODINGS)
def test_one_post_to_the_header_of_the_mail_leaves_at_once(
    how: str, site: Client, app: App, room: Path
) -> None:
    header = str(mail_of(room, ADA)["List-Unsubscribe"])
    assert header.startswith(f"<{PUBLIC_URL}/unsubscribe/")
    path = header.strip("<>").removeprefix(PUBLIC_URL)

    answer = site.post(path, **ENCODINGS[how])

    assert answer.status_code == 200
    assert "location" not in answer.headers
    assert "set-cookie" not in answer.headers
    reader = the_reader(app, ADA)
    assert (reader.state, reader.suppressed) == ("unsubscribed", "unsubscribed")
    assert evidence(app, ADA)[-1] == ("unsubscribed", "unsubscribe link")
    assert the_reader(app, BEN).state == "confirmed"


def test_leaving_again_is_answered_the_same_and_leaves_no_second_trace(site: Client, app: App) -> None:
    first = site.post(leaving(app), data=ONE_CLICK)
    after = everything(app)
    again = site.post(leaving(app), data=ONE_CLICK)
    assert (again.status_code, again.text) == (200, first.text)
    assert everything(app) == after


def test_the_page_has_one_button_that_posts_what_a_mail_client_posts(site: Client, app: App) -> None:
    page = site.get(leaving(app)).text
    assert page.count("<button") == page.count("<form") == 1
    assert f'<form method="post" action="{leaving(app)}">' in page
    assert '<input type="hidden" name="List-Unsubscribe" value="One-Click">' in page


def strangers(app: App) -> dict[str, str]:
    """Tokens that open nothing here."""
    signer, good = app.signer(), app.signer().token(ADA, UNSUBSCRIBE)
    return {
        "of the preferences": signer.token(ADA, PREFERENCES),
        "of a confirmation": signer.token(ADA, CONFIRM),
        "of another newsroom": Signer((b"another key",)).token(ADA, UNSUBSCRIBE),
        "of a reader that is not there": signer.token(999, UNSUBSCRIBE),
        "cut short": good[:-1],
        "changed": ("A" if good[0] != "A" else "B") + good[1:],
        "nonsense": "%00%ff'%22<script>",
        "long": "x" * 5000,
    }


def test_a_token_of_something_else_does_nothing_and_says_nothing(site: Client, app: App) -> None:
    before, good = everything(app), leaving(app).removeprefix("/unsubscribe/")
    pages = {}
    for which, token in strangers(app).items():
        asked, told = site.get(f"/unsubscribe/{token}"), site.post(f"/unsubscribe/{token}", data=ONE_CLICK)
        undone = site.post(f"/unsubscribe/{token}/undo")
        assert (asked.status_code, told.status_code, undone.status_code) == (200, 200, 200), which
        assert "<script" not in told.text
        pages[which] = _without_token(told.text)
    assert everything(app) == before
    expected = _without_token(site.post(f"/unsubscribe/{good}", data=ONE_CLICK).text)
    assert pages == dict.fromkeys(pages, expected)


def _without_token(page: str) -> str:
    before, _, rest = page.partition("/unsubscribe/")
    return before + rest.partition("/undo")[2]


def test_a_body_beyond_ten_kilobytes_is_refused_without_effect(site: Client, app: App) -> None:
    before = everything(app)
    assert site.post(leaving(app), content=b"x" * 10_001).status_code == 413
    assert everything(app) == before
    assert site.post(leaving(app), content=b"x" * 10_000).status_code == 200


def test_a_mail_signed_with_the_key_before_still_works(room: Path, server: SiteServer) -> None:
    rotated = an_app(room, secret=SecretStr("fedcba9876543210" * 4 + "," + "0123456789abcdef" * 4))
    path = links_of(mail_of(room, ADA))[-1]
    assert path.startswith("/unsubscribe/")
    with server.browsing(rotated) as site:
        site.post(path, data=ONE_CLICK)
    assert the_reader(rotated, ADA).state == "unsubscribed"
    rotated.store.close()


def test_undo_takes_a_leaving_by_the_link_back_with_evidence(site: Client, app: App) -> None:
    before = the_reader(app, BEN)
    site.post(leaving(app, BEN), data=ONE_CLICK)
    assert "/undo" in site.get(leaving(app, BEN)).text
    answer = site.post(leaving(app, BEN) + "/undo")
    assert "You are subscribed" in answer.text
    after = the_reader(app, BEN)
    assert (after.state, after.suppressed, after.regions) == ("confirmed", None, before.regions)
    assert after.confirmed_at == before.confirmed_at
    assert evidence(app, BEN)[-1] == ("came back", "unsubscribe link, undone")
    again = everything(app)
    assert "You are subscribed" in site.post(leaving(app, BEN) + "/undo").text
    assert everything(app) == again


def suppressed(app: App, reason: Reason) -> None:
    with app.store.begin() as connection:
        suppression.suppress(connection, "ada@example.org", reason, source="elsewhere", now=NOW)


@pytest.mark.parametrize("reason", list(Reason))
def test_undo_never_lifts_what_stood_before_the_link_was_used(reason: Reason, site: Client, app: App) -> None:
    suppressed(app, reason)
    site.post(leaving(app), data=ONE_CLICK)
    before = everything(app)
    answer = site.post(leaving(app) + "/undo")
    assert answer.status_code == 200
    assert "could not be undone" in answer.text
    assert everything(app) == before


def test_undo_never_lifts_a_complaint_that_came_after(site: Client, app: App) -> None:
    site.post(leaving(app), data=ONE_CLICK)
    suppressed(app, Reason.COMPLAINED)
    before = everything(app)
    assert "could not be undone" in site.post(leaving(app) + "/undo").text
    assert everything(app) == before


def test_undo_does_not_bring_back_who_left_by_another_way(site: Client, app: App) -> None:
    with app.store.begin() as connection:
        readers.unsubscribe(connection, ADA, source="a letter", now=NOW)
    site.post(leaving(app), data=ONE_CLICK)
    before = everything(app)
    assert "could not be undone" in site.post(leaving(app) + "/undo").text
    assert everything(app) == before


def test_who_leaves_while_an_edition_is_being_sent_is_withdrawn(tmp_path: Path, server: SiteServer) -> None:
    app = an_approved_newsroom(tmp_path)
    begun: list[object] = []
    stopped = send(app.desk, lambda: FRIDAY, stop=lambda: bool(begun), progress=begun.append)
    assert (stopped.accounts.submitted, stopped.accounts.pending) == (1, 2)
    waiting = {1, 2, 3} - {int(path.stem.split("-")[1]) for path in mails(tmp_path)}
    leaver = min(waiting)

    with server.browsing(app) as site:
        site.post(leaving(app, leaver), data=ONE_CLICK)
    sent = send(app.desk, lambda: FRIDAY)

    assert sent.row.state is State.SENT
    assert (sent.accounts.submitted, sent.accounts.withdrawn, sent.accounts.add_up) == (2, 1, True)
    assert not any(path.stem.endswith(f"-{leaver}") for path in mails(tmp_path))
    app.store.close()

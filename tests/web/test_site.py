"""The site as a whole: headers, health, errors, its log, and the command that serves it."""

import os
import re
import signal
import subprocess
import threading
import time
import urllib.request
from pathlib import Path

import pytest
import structlog
from httpx import Client
from pydantic import SecretStr

from digest.app import App
from digest.errors import SettingsError
from digest.web.server import build
from subscribers.tokens import PREFERENCES, UNSUBSCRIBE
from tests.builders.newsrooms import COMMAND, Newsroom
from tests.builders.readers_kept import evidence, the_reader
from tests.builders.sites import EDITION, an_app, links_of, mail_of
from tests.standins.site_server import SiteServer

ADA = 1


def addresses(app: App) -> list[str]:
    token = app.signer().token
    return [
        "/",
        "/archive",
        f"/archive/{EDITION}",
        f"/unsubscribe/{token(ADA, UNSUBSCRIBE)}",
        f"/preferences/{token(ADA, PREFERENCES)}",
        "/preferences/none",
        "/nowhere",
        "/health",
        "/style.css",
    ]


def test_every_answer_carries_the_headers_that_browsers_heed(site: Client, app: App) -> None:
    for address in addresses(app):
        headers = site.get(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script" not in policy
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "set-cookie" not in headers


def test_what_a_token_opens_is_never_kept(site: Client, app: App) -> None:
    for address in addresses(app):
        kept = site.get(address).headers["cache-control"]
        is_public = address in ("/", "/archive", f"/archive/{EDITION}", "/style.css")
        assert kept == ("public, max-age=300" if is_public else "no-store")


def test_pages_hold_no_script_no_inline_style_and_name_their_language(site: Client, app: App) -> None:
    for address in addresses(app)[:7]:
        if address.startswith("/archive/"):
            continue
        page = site.get(address).text
        assert '<html lang="en" dir="ltr">' in page
        assert "<script" not in page
        assert re.search(r"\sstyle=|\son\w+=", page) is None
        assert page.count("<h1") == page.count("<main") == 1


def test_the_style_holds_the_newsrooms_colours_for_light_and_dark(site: Client, app: App) -> None:
    style = site.get("/style.css").text
    assert app.newsroom.look.accent in style
    assert "prefers-color-scheme: dark" in style
    assert "&#" not in style


def test_a_newsroom_that_writes_markup_into_its_title_gets_text(room: Path, server: SiteServer) -> None:
    toml = room / "newsroom.toml"
    toml.write_text(toml.read_text().replace('"The Lantern"', '"<b>Lantern</b> & {title}"'))
    app = an_app(room)
    with server.browsing(app) as site:
        page = site.get("/").text
    assert "&lt;b&gt;Lantern&lt;/b&gt; &amp; {title}" in page
    app.store.close()


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en-GB", 'lang="en-GB" dir="ltr"'), ("pt-BR", 'lang="en" dir="ltr"'), ("fa", 'lang="fa" dir="rtl"')],
)
def test_pages_name_the_language_that_they_are_in(
    language: str, shown: str, room: Path, server: SiteServer
) -> None:
    toml, own = room / "newsroom.toml", room / "templates" / "web"
    toml.write_text(f'language = "{language}"\n' + toml.read_text())
    own.mkdir(parents=True)
    (own / "words.fa.toml").write_text('leave_button = "لغو اشتراک"')
    app = an_app(room)
    with server.browsing(app) as site:
        page = site.get("/unsubscribe/token").text
    assert f"<html {shown}>" in page
    assert ("لغو اشتراک" in page) == (language == "fa")
    app.store.close()


@pytest.mark.parametrize(
    ("look", "said"),
    [
        ("", 'ask for it at <a href="mailto:weekly@lantern.example.org">'),
        ('sign_up_url = "https://lantern.example.org/join"\n', '<a href="https://lantern.example.org/join">Sign up for'),
    ],
    ids=["without a page of its own", "with one"],
)  # fmt: skip
def test_who_was_forwarded_a_mail_learns_on_the_front_page_how_to_get_it(
    look: str, said: str, room: Path, server: SiteServer
) -> None:
    """The mail leads there: it must not be a dead end."""
    toml = room / "newsroom.toml"
    toml.write_text(toml.read_text().replace("[look]\n", f"[look]\n{look}"))
    app = an_app(room)
    with server.browsing(app) as site:
        assert said in site.get("/").text
    app.store.close()


def test_a_newsrooms_own_page_takes_the_place_of_ours(room: Path, server: SiteServer) -> None:
    own = room / "templates" / "web"
    own.mkdir(parents=True)
    (own / "words.en.toml").write_text('leave_button = "Take me off"')
    (own / "left.html.j2").write_text('{% extends "base.html.j2" %}{% block content %}Gone.{% endblock %}')
    app = an_app(room)
    with server.browsing(app) as site:
        assert "Take me off" in site.get("/unsubscribe/token").text
        assert "Gone." in site.post("/unsubscribe/token").text
    app.store.close()


def test_a_site_under_a_path_links_to_itself_whether_the_proxy_keeps_the_path_or_not(
    room: Path, server: SiteServer
) -> None:
    app = an_app(room, public_url="https://lantern.example.org/weekly")
    with server.browsing(app) as site:
        for asked in ("/unsubscribe/token", "/weekly/unsubscribe/token"):
            assert 'action="/weekly/unsubscribe/token"' in site.get(asked).text
    app.store.close()


def test_the_log_names_routes_and_never_a_token(site: Client, app: App) -> None:
    token = app.signer().token(ADA, UNSUBSCRIBE)
    with structlog.testing.capture_logs() as lines:
        site.get(f"/unsubscribe/{token}")
        site.post(f"/unsubscribe/{token}/undo")
        site.get(f"/nowhere/{token}")
        until = time.monotonic() + 5
        while len(lines) < 3 and time.monotonic() < until:  # a line is written once the answer is out
            time.sleep(0.005)
    assert [(line["route"], line["status"]) for line in lines] == [
        ("/unsubscribe/{token}", 200),
        ("/unsubscribe/{token}/undo", 200),
        ("-", 404),
    ]
    assert token not in str(lines)


def test_health_says_whether_the_database_answers(site: Client, app: App) -> None:
    assert (site.get("/health").status_code, site.get("/health").json()) == (200, {"ok": True})


def test_with_the_database_down_nothing_is_believed_to_be_done(room: Path, server: SiteServer) -> None:
    app = an_app(room, database_url=SecretStr(f"sqlite:///{room}/no/such/folder.db"))
    with server.browsing(app) as site:
        health = site.get("/health")
        answer = site.post(f"/unsubscribe/{app.signer().token(ADA, UNSUBSCRIBE)}")
    assert (health.status_code, health.json()) == (503, {"ok": False})
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "try again" in answer.text
    assert "folder.db" not in answer.text


def test_a_site_that_could_read_no_link_does_not_start(room: Path) -> None:
    with pytest.raises(SettingsError, match="DIGEST_SECRET"):
        build(an_app(room, secret=SecretStr("")))


def test_a_head_has_no_body(site: Client) -> None:
    head = site.head(f"/archive/{EDITION}")
    assert (head.status_code, head.content) == (200, b"")


def test_readers_who_leave_at_the_same_moment_all_leave(site: Client, app: App, room: Path) -> None:
    paths = [
        link for number in (1, 2, 3) for link in links_of(mail_of(room, number)) if "/unsubscribe/" in link
    ]
    threads = [threading.Thread(target=site.post, args=(path,)) for path in paths * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [the_reader(app, number).state for number in (1, 2, 3)] == ["unsubscribed"] * 3
    assert [len(evidence(app, number)) for number in (1, 2, 3)] == [2, 2, 2]


def test_the_command_serves_the_newsroom_and_logs_no_token(app: App, room: Path) -> None:
    settings = {"DIGEST_SECRET": "0123456789abcdef" * 4, "DIGEST_PUBLIC_URL": app.settings.public_url}
    token = app.signer().token(ADA, UNSUBSCRIBE)
    process = subprocess.Popen(
        [*COMMAND, "web", "--port", "0"],
        cwd=room,
        env=Newsroom(room, settings).environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert address is not None, line
        with urllib.request.urlopen(f"{address[0]}/unsubscribe/{token}", timeout=20) as answer:
            assert answer.status == 200
    finally:
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=20)
    assert token not in out + err
    assert "/unsubscribe/{token}" in err
    assert "Traceback" not in err


def test_a_port_that_is_taken_is_told_in_one_line(room: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        settings = {"DIGEST_SECRET": "0123456789abcdef" * 4}
        done = Newsroom(room, settings).digest("web", "--port", port)
    assert done.returncode == 2
    assert "--port" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert os.linesep not in done.stdout.strip()

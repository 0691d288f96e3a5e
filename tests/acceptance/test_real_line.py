"""Feeds over HTTP in, 20,000 readers mailed through a strict stand-in of the API, and the accounts agree."""

import functools
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from digest.demo.articles import DEMO_NOW
from digest.demo.site import build_site
from tests.builders.newsrooms import NEWSROOM, Newsroom, a_newsroom
from tests.standins.sendgrid import SendGridStandIn

READERS = 20_000
REGIONS = ("africa", "americas", "asia-pacific", "europe", "middle-east")
FEEDS = {
    "africa": "africa.xml",
    "americas": "americas.xml",
    "asia-pacific": "asia-pacific.xml",
    "europe": "europe.xml",
    "middle-east": "middle-east.xml",
    "front page": "main.xml",
    "institutions": "institutions.rdf",
    "blog": "blog.atom",
    "series": "series.json",
}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a local server with nine feeds of four kinds."""
    folder = tmp_path_factory.mktemp("site")
    build_site(folder)
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=folder / "site" / "feeds")
    )
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def many_readers(path: Path) -> None:
    """Every third one has chosen nothing; the rest some regions."""
    lines = ["email,name,regions"]
    for number in range(READERS):
        chosen = [r for place, r in enumerate(REGIONS) if (number * 7919) >> place & 1] if number % 3 else []
        lines.append(f"reader{number}@example.org,Reader {number},{';'.join(chosen)}")
    path.write_text("\n".join(lines) + "\n", "utf-8")


def a_newsroom_on(folder: Path, feeds: str, api: SendGridStandIn, database_url: str) -> Newsroom:
    toml = NEWSROOM.replace("Europe/London", "America/New_York")
    return a_newsroom(
        folder,
        toml=toml,
        sources={name: f"{feeds}/{file}" for name, file in FEEDS.items()},
        DIGEST_NOW=DEMO_NOW.isoformat(),
        DIGEST_DATABASE_URL=database_url,
        DIGEST_CARRIER="sendgrid",
        SENDGRID_API_KEY=api.key,
        SENDGRID_API_URL=api.url,
    )


def test_feeds_go_in_and_every_reader_is_mailed_once(tmp_path: Path, feeds: str, database_url: str) -> None:
    with SendGridStandIn(keeps_payloads=False) as api:
        room = a_newsroom_on(tmp_path / "room", feeds, api, database_url)
        many_readers(room.folder / "readers.csv")
        imported = room.json("subscribers", "import", "readers.csv")
        assert (imported["rows"], imported["mailable"]) == (READERS, READERS)

        gathered = room.json("gather")["sources"]
        assert [s["ok"] for s in gathered] == [True] * len(FEEDS)
        again = room.json("gather")["sources"]
        assert [(s["new"], s["updated"]) for s in again] == [(0, 0)] * len(FEEDS)

        drafted = room.json("draft")
        assert sum(drafted["reasons"].values()) == drafted["considered"]
        assert {s["region_key"] for s in drafted["sections"]} == set(REGIONS)
        why = room.json("why")
        assert len(why) == drafted["considered"]

        assert room.digest("send", "--yes").returncode == 4
        assert room.json("check")["errors"] == 0
        rehearsed = room.json("send", "--dry-run", codes=(4,))  # not approved yet
        assert rehearsed["due"] == READERS
        assert api.requests == 0
        approved = room.json("approve", "--yes", "--by", "Mara Lindqvist")
        assert approved["readers"] == READERS

        sent = room.json("send", "--yes")
        report = room.json("report")

    assert report["state"] == "sent"
    assert (report["candidates"], report["due"], report["submitted"]) == (READERS, READERS, READERS)
    assert report["variants"] == approved["variants"] == rehearsed["variants"]
    assert {key: report[key] for key in sent} == sent
    assert set(api.emails) == {f"reader{n}@example.org" for n in range(READERS)}
    assert set(api.emails.values()) == {1}
    assert len(api.accepted) == report["batches"]
    assert api.refused == []


def test_an_approval_is_void_after_any_change(tmp_path: Path, feeds: str) -> None:
    with SendGridStandIn() as api:
        room = a_newsroom_on(tmp_path / "room", feeds, api, "sqlite:///a.db")
        room.done("subscribers", "add", "ada@example.org")
        room.done("gather")
        room.done("draft")
        room.done("approve", "--yes")
        room.done("intro", "A late word.")
        changed = room.digest("send", "--yes")
        room.done("approve", "--yes")
        toml = room.folder / "newsroom.toml"
        toml.write_text(toml.read_text().replace("weekly@lantern", "other@lantern"))
        another_sender = room.digest("send", "--yes")
        assert (changed.returncode, another_sender.returncode) == (4, 4)
        assert "void" in another_sender.stderr
        assert "from_email" in another_sender.stderr
        assert api.requests == 0


def test_a_change_to_a_template_voids_an_approval(tmp_path: Path, feeds: str) -> None:
    with SendGridStandIn() as api:
        room = a_newsroom_on(tmp_path / "room", feeds, api, "sqlite:///a.db")
        room.done("subscribers", "add", "ada@example.org")
        room.done("gather")
        room.done("draft")
        room.done("approve", "--yes")
        own = room.folder / "templates" / "digest"
        own.mkdir(parents=True)
        (own / "subject.txt.j2").write_text("Another subject")
        done = room.digest("send", "--yes")
        assert done.returncode == 4
        assert "templates" in done.stderr
        assert api.requests == 0


def test_a_late_send_is_refused_as_stale_and_done_on_an_editors_word(tmp_path: Path, feeds: str) -> None:
    saturday = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    with SendGridStandIn() as api:
        room = a_newsroom_on(tmp_path / "room", feeds, api, "sqlite:///a.db")
        room.done("subscribers", "add", "ada@example.org")
        room.done("gather")
        room.done("draft")
        room.done("approve", "--yes")
        stale = room.digest("send", "--yes", now=saturday)
        late = room.digest("send", "--yes", "--late", now=saturday)
        assert (stale.returncode, late.returncode) == (4, 0)
        assert "stale" in stale.stderr
        assert api.emails == {"ada@example.org": 1}

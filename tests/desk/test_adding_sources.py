"""From a site's address to a source in newsroom.toml."""

import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.desk import adding
from digest.errors import BadInput, NewsroomError
from digest.newsroom import parse_newsroom
from tests.builders.commands import Line
from tests.builders.newsrooms import NEWSROOM, a_feed, an_item
from tests.standins.feed_server import FeedServer, answer, feed_server

MONDAY = datetime(2026, 11, 16, 8, tzinfo=UTC)
FEED = a_feed(*(an_item(n, published=MONDAY) for n in (1, 2)), title="The Lantern: World").encode()
COMMENTS = a_feed(an_item(3, published=MONDAY), title="Comments").encode()
FRONT = b"""<!doctype html><html><head>
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">
<link rel="alternate" type="application/rss+xml" title="World" href="/feeds/world.rss">
<link rel="alternate" type="application/rss+xml" title="Gone" href="/feeds/gone.rss">
</head><body>News</body></html>"""
TOML = "# Ours; keep the comments.\n" + NEWSROOM + "# the end"


@pytest.fixture
def server() -> Iterator[FeedServer]:
    routes = {
        "/": answer(FRONT, content_type="text/html"),
        "/plain": answer(b"<html><body>hello</body></html>", content_type="text/html"),
        "/empty/": answer(b"<html></html>", content_type="text/html"),
        "/feeds/world.rss": answer(FEED),
        "/comments/feed/": answer(COMMENTS),
        "/feeds/feed.rss": answer(FEED),
    }
    with feed_server(routes) as served:
        yield served


@pytest.fixture
def line(tmp_path: Path) -> Line:
    (tmp_path / "newsroom.toml").write_text(TOML, "utf-8")
    return Line(tmp_path)


def written(line: Line) -> str:
    return (line.folder / "newsroom.toml").read_text("utf-8")


def test_the_feed_of_a_site_is_found_shown_and_added(line: Line, server: FeedServer) -> None:
    told = line.done("sources", "add", server.url, "--region", "Europe", "--allow-private", "--yes")
    assert "the page names it as its feed (application/rss+xml)" in told
    assert "Nairobi weighs plan number 1" in told
    assert "articles  2, 2 with an address and a title" in told
    assert written(line) == TOML + (
        f'\n\n[[sources]]\nname = "The Lantern: World"\nurl = "{server.url}/feeds/world.rss"\n'
        'region = "europe"\nallow_private = true\n'
    )
    assert parse_newsroom(written(line)).sources[0].region == "europe"
    assert "2" in line.done("gather")


def test_another_of_the_feeds_found_may_be_taken(line: Line, server: FeedServer) -> None:
    line.done("sources", "add", server.url, "--feed", "2", "--name", "Talk", "--allow-private", "--yes")
    assert f'name = "Talk"\nurl = "{server.url}/comments/feed/"' in written(line)
    ended = line("sources", "add", server.url, "--feed", "3", "--allow-private", "--yes")
    assert (ended.code, "only 2 found" in ended.error) == (2, True)


def test_without_a_yes_nothing_is_written(line: Line, server: FeedServer) -> None:
    assert line("sources", "add", server.url, "--allow-private").code == 2
    line.done("sources", "add", server.url, "--allow-private", "--dry-run")
    assert written(line) == TOML


def test_where_a_page_names_none_the_usual_places_are_tried(line: Line, server: FeedServer) -> None:
    told = line.json("sources", "add", f"{server.url}/plain", "--allow-private", "--dry-run")
    assert told["chosen"] == f"{server.url}/feeds/feed.rss"
    assert told["feeds"][0]["how"] == "the usual place /feeds/feed.rss"
    assert (told["articles"], told["usable"], told["dated"], told["newest"]) == (
        2,
        2,
        2,
        "2026-11-16T08:00:00Z",
    )


def test_a_feed_is_added_as_it_is_and_only_once(line: Line, server: FeedServer) -> None:
    line.done("sources", "add", f"{server.url}/feeds/world.rss", "--allow-private", "--yes")
    ended = line("sources", "add", server.url, "--allow-private", "--yes")
    assert ended.code == 2
    assert 'is read already, as the source "The Lantern: World"' in ended.error


def test_a_site_without_a_feed_is_told_as_such(line: Line) -> None:
    with feed_server({"/": answer(b"<html></html>", content_type="text/html")}) as bare:
        ended = line("sources", "add", bare.url, "--allow-private", "--yes")
    assert ended.code == 1
    assert "no feed was found behind" in ended.error
    assert written(line) == TOML


def test_a_private_site_is_refused_unless_it_is_allowed(line: Line, server: FeedServer) -> None:
    assert "allow" in line("sources", "add", server.url, "--yes").error
    assert server.requests == []


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [("--region", "atlantis", "no region of newsroom.toml"), ("--name", "", "name")],
)
def test_what_does_not_fit_changes_no_file(
    line: Line, server: FeedServer, option: str, value: str, said: str
) -> None:
    ended = line("sources", "add", server.url, option, value, "--allow-private", "--yes")
    if value:
        assert (ended.code, said in ended.error) == (2, True)
        assert written(line) == TOML


def test_trying_a_feed_says_how_many_articles_have_what_a_digest_wants(
    line: Line, server: FeedServer
) -> None:
    told = line.done("sources", "try", f"{server.url}/feeds/world.rss", "--allow-private")
    assert "of 2: 2 with a date, 0 with a picture, 0 with a byline, 2 with a dek" in told


# -- the file ----------------------------------------------------------------------


def test_every_byte_that_is_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "newsroom.toml"
    path.write_bytes(TOML.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    adding.append(path, adding.table_text('A "name" \\ ü', "https://a.example/f"))
    assert path.read_bytes().startswith(TOML.replace("\n", "\r\n").encode())
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert parse_newsroom(path.read_text("utf-8")).sources[0].name == 'A "name" \\ ü'
    assert [p.name for p in tmp_path.iterdir()] == ["newsroom.toml"]


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.toml").write_text(NEWSROOM)
    link = tmp_path / "newsroom.toml"
    link.symlink_to("real.toml")
    adding.append(link, adding.table_text("A", "https://a.example/f"))
    assert link.is_symlink()
    assert "a.example" in (tmp_path / "real.toml").read_text()


def test_a_file_that_would_not_be_valid_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "newsroom.toml"
    path.write_text(TOML + '\n[[sources]]\nname = "A"\nurl = "https://a.example/f"\n')
    before = path.read_bytes()
    with pytest.raises(NewsroomError, match="twice"):
        adding.append(path, adding.table_text("A", "https://b.example/f"))
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_replaced_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "newsroom.toml"
    path.write_text(NEWSROOM)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(BadInput, match="no space left"):
        adding.append(path, adding.table_text("A", "https://a.example/f"))
    assert path.read_text() == NEWSROOM
    assert [p.name for p in tmp_path.iterdir()] == ["newsroom.toml"]


def test_a_name_is_made_from_the_title_and_never_taken_twice() -> None:
    newsroom = parse_newsroom('[[sources]]\nname = "World"\nurl = "https://a.example/f"\n')
    assert adding.name_for(newsroom, "World", "https://b.example/f") == "World 2"
    assert adding.name_for(newsroom, "  A\x1b[31m <b> ", "https://b.example/f") == "A 31m b"
    assert adding.name_for(newsroom, "", "https://www.b.example/f") == "b.example"

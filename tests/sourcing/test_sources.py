"""Sources: one feed, file or folder at a time."""

import gzip
from pathlib import Path

import pytest

from digest.errors import SourceError
from digest.newsroom import Source
from digest.sourcing.fetch import Fetcher, Validators
from digest.sourcing.sources import MAX_FILE_BYTES, SourceReading, read_file, read_source
from tests.builders.feeds import item, rss
from tests.standins.feed_server import answer, feed_server

FEED = rss(item(), item(link="/second", guid="<guid>g2</guid>", title="Second"))
FETCHER = Fetcher(timeout_seconds=5, user_agent="Keepreading/0")


def read(
    source: Source, base: Path = Path(), validators: Validators | None = None, known_hash: str = ""
) -> SourceReading:
    return read_source(source, FETCHER, base=base, validators=validators, known_hash=known_hash)


def titles(told: SourceReading) -> list[str]:
    assert told.reading is not None
    return [article.title for article in told.reading.articles]


def test_a_feed_on_the_net_is_read_with_its_address_as_base() -> None:
    with feed_server({"/feed": answer(FEED, ETag='"v1"')}) as server:
        told = read(Source(name="world", url=f"{server.url}/feed", allow_private=True))
        base = server.url
    assert told.reading is not None
    assert told.reading.articles[1].url == f"{base}/second"
    assert told.validators == Validators('"v1"', "")
    assert len(told.body_hash) == 64


def test_an_unchanged_body_is_not_parsed_again() -> None:
    with feed_server({"/feed": answer(FEED)}) as server:
        source = Source(name="world", url=f"{server.url}/feed", allow_private=True)
        first = read(source)
        second = read(source, known_hash=first.body_hash)
    assert second.reading is None
    assert second.body_hash == first.body_hash


def test_a_304_is_unchanged_and_keeps_what_is_known() -> None:
    with feed_server({"/feed": answer(b"", 304)}) as server:
        source = Source(name="world", url=f"{server.url}/feed", allow_private=True)
        told = read(source, validators=Validators('"v1"'), known_hash="abc")
    assert told.reading is None
    assert (told.validators.etag, told.body_hash) == ('"v1"', "abc")


def test_validators_without_a_hash_are_not_sent_lest_articles_be_lost() -> None:
    with feed_server({"/feed": answer(FEED)}) as server:
        source = Source(name="world", url=f"{server.url}/feed", allow_private=True)
        told = read(source, validators=Validators('"v1"'))
    assert titles(told)
    assert "if-none-match" not in server.requests[0][1]


def test_a_gzip_file_behind_an_address_is_unpacked() -> None:
    with feed_server(
        {"/feed.xml.gz": answer(gzip.compress(FEED), Content_Type="application/gzip")}
    ) as server:
        assert (
            len(titles(read(Source(name="world", url=f"{server.url}/feed.xml.gz", allow_private=True)))) == 2
        )


def test_an_error_names_the_source() -> None:
    with feed_server({}) as server, pytest.raises(SourceError) as caught:
        read(Source(name="world", url=f"{server.url}/feed", allow_private=True))
    assert str(caught.value).startswith(f'source "world": {server.url}/feed: the server has nothing there')


def test_a_web_page_instead_of_a_feed_names_the_source() -> None:
    with (
        feed_server({"/": answer(b"<!doctype html><html><body>Hi</body></html>")}) as server,
        pytest.raises(SourceError) as caught,
    ):
        read(Source(name="world", url=f"{server.url}/", allow_private=True))
    assert str(caught.value).startswith('source "world": ')
    assert "web page" in str(caught.value)


def test_a_file_is_read_from_beside_the_newsroom_file(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(FEED)
    told = read(Source(name="local", path="feed.xml", base_url="https://base.example.org/x/"), tmp_path)
    assert told.reading is not None
    assert told.reading.articles[1].url == "https://base.example.org/second"


def test_a_folder_gives_its_feeds_by_name_and_an_unreadable_one_as_a_warning(tmp_path: Path) -> None:
    (tmp_path / "b.rss.gz").write_bytes(gzip.compress(rss(item(title="B", guid="<guid>b</guid>"))))
    (tmp_path / "a.xml").write_bytes(rss(item(title="A", guid="<guid>a</guid>")))
    (tmp_path / "c.json").write_bytes(
        b'{"items": [{"id": "https://c.example.org/1", "title": "C", "date_published": "2026-11-20"}]}'
    )
    (tmp_path / "d.atom").write_bytes(b"no feed")
    (tmp_path / "notes.txt").write_bytes(b"no feed")
    told = read(Source(name="all", path="."), tmp_path)
    assert titles(told) == ["A", "B", "C"]
    assert told.reading is not None
    assert told.reading.warnings[0].startswith("d.atom: ")
    assert read(Source(name="all", path="."), tmp_path, known_hash=told.body_hash).reading is None


def test_an_article_in_two_files_of_a_folder_counts_once(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(rss(item()))
    (tmp_path / "b.xml").write_bytes(rss(item()))
    assert len(titles(read(Source(name="all", path="."), tmp_path))) == 1


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(rss(item()))
    source = Source(name="local", path="feed.xml")
    first = read(source, tmp_path)
    (tmp_path / "feed.xml").write_bytes(rss(item(title="Changed")))
    assert titles(read(source, tmp_path, known_hash=first.body_hash)) == ["Changed"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("absent.xml", "no such file"),
        ("empty-folder", "holds no feed"),
        ("large.xml", "larger than 10 MB"),
        ("bomb.xml.gz", "larger than 10 MB"),
        ("bad\0name", "cannot be read"),
    ],
)
def test_what_cannot_be_read_from_disk_is_told(tmp_path: Path, path: str, words: str) -> None:
    (tmp_path / "empty-folder").mkdir()
    (tmp_path / "large.xml").write_bytes(b" " * (MAX_FILE_BYTES + 1))
    (tmp_path / "bomb.xml.gz").write_bytes(gzip.compress(b"\0" * (MAX_FILE_BYTES + 1)))
    with pytest.raises(SourceError, match=words):
        read(Source(name="local", path=path), tmp_path)


def test_a_file_to_try_may_be_packed_or_an_address(tmp_path: Path) -> None:
    (tmp_path / "feed.xml.gz").write_bytes(gzip.compress(FEED))
    assert len(read_file(tmp_path / "feed.xml.gz").articles) == 2
    with feed_server({"/feed": answer(FEED)}) as server:
        assert len(read_file(f"{server.url}/feed", fetcher=FETCHER, allow_private=True).articles) == 2
        with pytest.raises(SourceError):
            read_file(f"{server.url}/feed")

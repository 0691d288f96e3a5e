"""``sources try`` on pages: found out by itself, from a list of files, with where each field was found."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.builders.commands import Line
from tests.builders.desks import MONDAY, a_piece
from tests.builders.newsrooms import a_feed
from tests.builders.pages import DEK, REBELMOUSE, TITLE, URL, a_page, an_article


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page.html").write_text(REBELMOUSE, "utf-8")
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(a_page(linked=an_article()).encode()))
    (tmp_path / "feed.xml").write_text(a_feed(a_piece(1, published=MONDAY)), "utf-8")
    return tmp_path


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_list_of_pages_gives_a_line_for_each_in_order(folder: Path) -> None:
    rows = [
        {"file": "page.html.gz", "url": URL},
        {"file": "missing.html"},
        {"file": str(folder / "page.html"), "url": URL},
    ]
    (folder / "pages.jsonl").write_text("".join(json.dumps(row) + "\n\n" for row in rows))
    ended = Line(folder)("sources", "try", "--as", "page", "--jsonl", "pages.jsonl")
    assert (ended.code, ended.err) == (0, "")
    told = lines(ended.out)
    assert [one["file"] for one in told] == ["page.html.gz", "missing.html", str(folder / "page.html")]
    assert [one["ok"] for one in told] == [True, False, True]
    (article,) = told[0]["articles"]
    assert (article["title"], article["authors"], article["url"]) == (TITLE, ["Ida Holm"], URL)
    assert article["published"] == "2026-11-17T09:30:00+01:00"
    (article,) = told[2]["articles"]
    assert article["dek"] == DEK
    assert article["image"]["credit"] == "Rosa Lindt / Shutterstock"
    assert set(article["image"]) == {"url", "alt", "caption", "credit"}


def test_files_of_a_list_are_found_beside_it(folder: Path) -> None:
    (folder / "lists").mkdir()
    (folder / "lists" / "page.html").write_text(REBELMOUSE, "utf-8")
    (folder / "lists" / "all").write_text('{"file": "page.html", "url": ""}\n')
    (folder / "page.html").unlink()
    ended = Line(folder)("sources", "try", "--as", "page", "--jsonl", "lists/all")
    assert lines(ended.out)[0]["ok"]


def test_a_broken_line_of_a_list_is_named(folder: Path) -> None:
    (folder / "all.jsonl").write_text('{"file": "page.html"}\n{"url": 1}\n')
    ended = Line(folder)("sources", "try", "--jsonl", "all.jsonl")
    assert ended.code == 2
    assert "all.jsonl, line 2" in ended.err


def test_pages_and_feeds_are_told_apart_without_being_asked(folder: Path) -> None:
    told = lines(Line(folder).done("sources", "try", "--jsonl", "page.html", "feed.xml", "page.html.gz"))
    assert ["origins" in one for one in told] == [True, False, True]
    assert all(one["ok"] for one in told)


def test_several_places_are_one_json_list_and_one_is_itself(folder: Path) -> None:
    several = json.loads(Line(folder).done("sources", "try", "--json", "page.html", "feed.xml"))
    assert [one["file"] for one in several] == ["page.html", "feed.xml"]
    assert json.loads(Line(folder).done("sources", "try", "--json", "feed.xml"))["file"] == "feed.xml"


def test_an_editor_sees_what_was_taken_from_where(folder: Path) -> None:
    text = Line(folder).done("sources", "try", "page.html")
    for field, value, origin in (
        ("title", TITLE, "the heading on the page"),
        ("dek", DEK[:30], "the standfirst on the page"),
        ("authors", "Ida Holm, Tom Adeyemi", "JSON-LD author"),
        ("credit", "Rosa Lindt", "the page"),
        ("image", "media-library", "og:image"),
    ):
        assert any(line.startswith(field) and value in line for line in text.splitlines()), field
        assert origin in text


def test_what_is_missing_is_told(folder: Path) -> None:
    (folder / "bare.html").write_text(a_page())
    ended = Line(folder)("sources", "try", "bare.html")
    assert "no date was found" in ended.err
    assert "not found" in ended.out


def test_a_front_page_tells_which_articles_it_links_to(folder: Path) -> None:
    links = "".join(
        f'<h2><a href="/africa/piece-number-{n}-of-it">Piece number {n} of it</a></h2>' for n in range(3)
    )
    (folder / "front.html").write_text(
        f'<html><base href="https://lantern.example.org/"><title>The Lantern</title><main>{links}</main></html>'
    )
    told = json.loads(Line(folder).done("sources", "try", "front.html", "--json"))
    assert not told["is_article"]
    assert [link["text"] for link in told["links"]] == [f"Piece number {n} of it" for n in range(3)]
    assert "articles it links to: 3" in Line(folder).done("sources", "try", "front.html")


@pytest.mark.parametrize("form", ["book", "Page"])
def test_an_unknown_form_is_refused(folder: Path, form: str) -> None:
    ended = Line(folder)("sources", "try", "--as", form, "page.html")
    assert ended.code == 2
    assert '"feed" or "page"' in ended.err


def test_a_feed_is_not_read_as_a_page_when_asked_to(folder: Path) -> None:
    ended = Line(folder)("sources", "try", "--as", "page", "feed.xml")
    assert ended.code == 1
    assert "this is a feed" in ended.out

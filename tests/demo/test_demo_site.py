"""The invented site: the same bytes every time, pages safe, pictures there and looked after."""

import json
import re
from datetime import timedelta
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from digest.demo.articles import DEMO_NOW, SITE, Picture, Piece, pictures, pieces, shown
from digest.demo.pages import article_page
from digest.demo.site import build_site, write_feeds


def _fingerprint(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in files}


class _Page(HTMLParser):
    """What stands where in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def meta(self) -> dict[str | None, str | None]:
        return {a.get("property"): a.get("content") for tag, a in self.tags if tag == "meta"}


def test_two_builds_are_the_same_byte_for_byte(tmp_path: Path) -> None:
    build_site(tmp_path / "a")
    build_site(tmp_path / "b")
    assert _fingerprint(tmp_path / "a") == _fingerprint(tmp_path / "b")


def test_every_article_shown_has_its_page_where_its_address_says(tmp_path: Path) -> None:
    build_site(tmp_path)
    for piece in shown(DEMO_NOW):
        assert (tmp_path / "site" / piece.url.removeprefix(f"{SITE}/") / "index.html").is_file()


def test_an_earlier_site_lacks_what_appeared_later(tmp_path: Path) -> None:
    build_site(tmp_path, as_of=DEMO_NOW - timedelta(weeks=1))
    pages = list((tmp_path / "site").rglob("*/*/index.html"))
    assert len(pages) == len(shown(DEMO_NOW - timedelta(weeks=1))) < len(pieces())


def test_feeds_written_for_a_later_week_replace_the_earlier(tmp_path: Path) -> None:
    write_feeds(tmp_path, as_of=DEMO_NOW - timedelta(weeks=1))
    early = (tmp_path / "feeds" / "africa.xml").read_bytes()
    write_feeds(tmp_path)
    assert len((tmp_path / "feeds" / "africa.xml").read_bytes()) > len(early)


@pytest.mark.parametrize("piece", pieces(), ids=lambda p: p.slug)
def test_a_page_tells_machines_what_it_tells_people(piece: Piece) -> None:
    text = article_page(piece)
    meta = _Page(text).meta()
    assert (meta["og:title"], meta["og:url"]) == (piece.title, piece.url)
    told = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)[0])
    assert (told["@type"], told["headline"]) == ("NewsArticle", piece.title)
    assert ("datePublished" in told) == (piece.quirk != "undated")
    if piece.picture:
        assert (meta["og:image"], told["image"]["creditText"]) == (piece.picture.url, piece.picture.credit)


def test_a_page_lets_no_text_become_markup() -> None:
    piece = pieces()[0]
    hostile = type(piece)(
        slug="x", title='</title><script>alert("1")</script>', kind="Blog", section="blog", published=piece.published,
        appeared=piece.appeared, lede=("</script><img src=x onerror=alert(2)>",), dek='"><b>', authors=("<i>A</i>",),
    )  # fmt: skip
    tags = [tag for tag, _ in _Page(article_page(hostile)).tags]
    assert tags.count("script") == 1
    assert not {"img", "b", "i"} & set(tags)


def test_links_of_the_front_page_lead_to_files(tmp_path: Path) -> None:
    build_site(tmp_path)
    front = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    links = [a["href"] or "" for tag, a in _Page(front).tags if tag in ("a", "link")]
    assert len(links) > 60
    assert [link for link in links if not (tmp_path / "site" / link).is_file()] == []


@pytest.mark.parametrize("picture", pictures().values(), ids=lambda p: p.key)
def test_a_picture_is_a_light_jpeg_of_the_promised_size(tmp_path: Path, picture: Picture) -> None:
    build_site(tmp_path)
    path = tmp_path / "site" / "images" / picture.file
    assert 25_000 <= path.stat().st_size <= 60_000
    with Image.open(path) as image:
        assert (image.format, image.size) == ("JPEG", (1200, 675))


def test_every_picture_is_used() -> None:
    assert {p.picture.key for p in pieces() if p.picture} == set(pictures())

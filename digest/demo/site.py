"""Writes the invented newsroom's site into a folder: feeds, pages, pictures."""

from datetime import datetime
from importlib import resources
from pathlib import Path

from digest.demo.articles import DEMO_NOW, demo_text, pictures, shown
from digest.demo.feeds import feeds_of
from digest.demo.pages import article_page, index_page


def build_site(folder: Path, *, as_of: datetime = DEMO_NOW) -> None:
    """Write ``folder/site/`` as it was at an instant: only what had appeared by then.

    Feeds lie under feeds/, pictures under images/, an article at
    SECTION/SLUG/index.html. The same instant gives the same bytes.
    """
    site = folder / "site"
    write_feeds(site, as_of=as_of)
    _write_pages(site, as_of)
    _write_pictures(site / "images")


def write_feeds(site: Path, *, as_of: datetime = DEMO_NOW) -> None:
    """Only the feeds; writing them for one week after another plays the newsroom's past."""
    (site / "feeds").mkdir(parents=True, exist_ok=True)
    for name, body in feeds_of(shown(as_of)).items():
        (site / "feeds" / name).write_bytes(body)


def _write_pages(site: Path, as_of: datetime) -> None:
    for piece in shown(as_of):
        place = site / piece.section / piece.slug
        place.mkdir(parents=True, exist_ok=True)
        _write(place / "index.html", article_page(piece))
    _write(site / "index.html", index_page(shown(as_of)))
    _write(site / "style.css", demo_text("style.css"))


def _write_pictures(images: Path) -> None:
    images.mkdir(parents=True, exist_ok=True)
    held = resources.files("digest.demo").joinpath("images")
    for picture in pictures().values():
        (images / picture.file).write_bytes(held.joinpath(picture.file).read_bytes())


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")

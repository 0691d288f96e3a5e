"""The public archive: clean copies of what was sent, without anything of a reader in them."""

import re

from digest.desk.desk import Desk
from digest.model import marks
from digest.model.edition import edition_from_json
from digest.model.window import parse_edition_name
from digest.store import archive, editions
from digest.store.archive import Published

SHOWN = 520  # ten years of a weekly

_MARK = "|".join(re.escape(mark) for mark in marks.ALL)
_PERSONAL_LINK = re.compile(
    rf"""<a\b[^>]*\bhref\s*=\s*"[^"]*(?:{_MARK})[^"]*"[^>]*>.*?</a\s*>\s*""", re.DOTALL | re.IGNORECASE
)
_PERSONAL_ADDRESS = re.compile(rf"""[^\s"'<>]*(?:{_MARK})[^\s"'<>]*""")


def issues(desk: Desk, limit: int = SHOWN) -> tuple[Published, ...]:
    """The editions whose send has begun, newest first."""
    with desk.store.read() as connection:
        return tuple(archive.published(connection, desk.publication, limit))


def issue(desk: Desk, name: str) -> bytes | None:
    """What was approved of that edition, once its send has begun; None for any other text.

    Case does not matter.
    """
    wanted = name.upper()
    try:
        parse_edition_name(wanted)
    except ValueError:
        return None
    with desk.store.read() as connection:
        row = editions.find(connection, desk.publication, wanted)
    return row.frozen if row is not None and row.started_at is not None else None


def clean_copy(desk: Desk, frozen: bytes) -> str:
    """The whole edition as HTML, safe to forward: no token, no mark, no link of a reader's own."""
    edition = edition_from_json(frozen)
    return without_personal_links(desk.renderer.mail(edition).html, edition.look.public_url)


def without_personal_links(html: str, public_url: str) -> str:
    """Links that hold a mark are taken out; an address that stands elsewhere becomes the front page's."""
    return _PERSONAL_ADDRESS.sub(lambda _: f"{public_url}/", _PERSONAL_LINK.sub("", html))

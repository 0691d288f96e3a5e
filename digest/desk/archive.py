"""The public archive: clean copies of what was mailed, without anything of a reader in them."""

import re

from digest.desk.desk import Desk
from digest.model import marks
from digest.model.window import parse_edition_name
from digest.store import archive
from digest.store.archive import Published

SHOWN = 520  # ten years of a weekly

_MARK = "|".join(re.escape(mark) for mark in marks.ALL)
_PERSONAL_LINK = re.compile(
    rf"""<a\b[^>]*\bhref\s*=\s*"[^"]*(?:{_MARK})[^"]*"[^>]*>.*?</a\s*>\s*""", re.DOTALL | re.IGNORECASE
)
_PERSONAL_ADDRESS = re.compile(rf"""[^\s"'<>]*(?:{_MARK})[^\s"'<>]*""")


def issues(desk: Desk, limit: int = SHOWN) -> tuple[Published, ...]:
    """The editions that somebody was mailed, newest first."""
    with desk.store.read() as connection:
        return tuple(archive.published(connection, desk.publication, limit))


def issue(desk: Desk, name: str) -> bytes | None:
    """The body of the whole edition as it was approved, once somebody was mailed; None for any other text.

    It is the stored one: a template that was changed since changes nothing in
    it. Case does not matter. Raises NotApproved when what is stored is not
    what was approved.
    """
    wanted = name.upper()
    try:
        parse_edition_name(wanted)
    except ValueError:
        return None
    with desk.store.read() as connection:
        mail = archive.body(connection, desk.publication, wanted)
    return None if mail is None else mail.html.encode("utf-8", "replace")


def clean_copy(desk: Desk, body: bytes) -> str:
    """The body as HTML, safe to forward: no token, no mark, no link of a reader's own."""
    return without_personal_links(body.decode(), desk.settings.public_url)


def without_personal_links(html: str, public_url: str) -> str:
    """Links that hold a mark are taken out; an address that stands elsewhere becomes the front page's."""
    return _PERSONAL_ADDRESS.sub(lambda _: f"{public_url}/", _PERSONAL_LINK.sub("", html))

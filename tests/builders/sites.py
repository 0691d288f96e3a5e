"""A small newsroom whose edition has been sent through the outbox, and its web site."""

import email
import email.policy
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from digest.app import App
from digest.desk.approving import approve, check
from digest.desk.desk import Desk
from digest.desk.drafting import draft
from digest.desk.gather import gather
from digest.desk.sending import send
from digest.newsroom import parse_newsroom
from digest.settings import Settings
from subscribers import readers
from tests.builders.newsrooms import NEWSROOM, a_feed, an_item

PUBLIC_URL = "https://weekly.lantern.example.org"
EDITION = "2026-W47"
THURSDAY = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NOW = FRIDAY + timedelta(hours=2)
READERS = {"ada@example.org": "", "ben@example.org": "africa", "cleo@example.org": "europe"}
"""Their numbers are 1, 2 and 3; each gets a variant, so a batch, of their own."""


def an_app(folder: Path, now: datetime = NOW, **settings: Any) -> App:
    """The newsroom in that folder as the web sees it; ``settings`` by field name."""
    given = {
        "secret": SecretStr("0123456789abcdef" * 4),
        "public_url": PUBLIC_URL,
        "now": now,
        "database_url": SecretStr("sqlite:///keepreading.db"),
    } | settings
    plain = Settings(_env_file=None)  # type: ignore[call-arg]
    newsroom = parse_newsroom((folder / "newsroom.toml").read_text("utf-8"))
    return App(plain.model_copy(update=given), newsroom, folder)


def an_approved_newsroom(folder: Path) -> App:
    """Two regions' articles, three readers, an approved edition; nothing sent."""
    sources = "".join(
        f'\n[[sources]]\nname = "{region}"\npath = "{region}.xml"\nregion = "{region}"\n'
        for region in ("africa", "europe")
    )
    (folder / "newsroom.toml").write_text(NEWSROOM + sources, "utf-8")
    for place, (region, city) in enumerate((("africa", "Nairobi"), ("europe", "Gothenburg"))):
        items = [an_item(10 * place + n, published=THURSDAY - timedelta(days=n), place=city) for n in (1, 2)]
        (folder / f"{region}.xml").write_text(a_feed(*items), "utf-8")
    app = an_app(folder)
    with app.store.begin() as connection:
        for address, regions in READERS.items():
            chosen = [regions] if regions else []
            readers.add(
                connection, address=address, regions=chosen, source="a form", wording="yes", now=THURSDAY
            )
    _approve(app.desk)
    return app


def _approve(desk: Desk) -> None:
    gather(desk, THURSDAY)
    draft(desk, THURSDAY)
    accepted = tuple({finding.check for finding in check(desk, THURSDAY)[1]})
    approve(desk, THURSDAY, "Ida Holm", accept=accepted)


def a_sent_newsroom(folder: Path) -> App:
    app = an_approved_newsroom(folder)
    sent = send(app.desk, lambda: FRIDAY)
    assert sent.accounts.submitted == len(READERS)
    return app


def mails(folder: Path) -> list[Path]:
    return sorted(folder.glob("outbox/*/*/*.eml"))


def mail_of(folder: Path, reader_id: int) -> email.message.EmailMessage:
    """The mail that this reader got."""
    (path,) = [p for p in mails(folder) if p.stem.endswith(f"-{reader_id}")]
    read = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(read, email.message.EmailMessage)
    return read


def links_of(mail: email.message.EmailMessage) -> list[str]:
    """Every path on our own site that stands anywhere in a mail: headers, text, HTML."""
    bodies = [part.get_content() for part in mail.walk() if not part.is_multipart()]
    whole = "\n".join([*(str(value) for value in mail.values()), *bodies])
    found = re.findall(re.escape(PUBLIC_URL) + r"[^\s\"'<>]*", whole)
    return sorted({urlsplit(address).path or "/" for address in found})

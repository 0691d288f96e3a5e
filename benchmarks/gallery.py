"""Writes the mails of many odd weeks, to be looked at and checked.

    python -m benchmarks.gallery FOLDER [CASE ...]

For each case NAME.html, NAME.txt and NAME.eml, and NAME.mjml for those who
validate it. The figure is what the HTML weighs once its links are tracked.
"""

import argparse
from pathlib import Path

from digest.delivering.message import build_message
from digest.model import marks
from digest.model.delivery import Handover, Mail, Recipient, Sender
from digest.model.edition import Edition
from digest.rendering.engine import bytes_after_tracking
from digest.rendering.renderer import Renderer
from tests.builders.editions import PUBLISH_AT
from tests.builders.weeks import CASES

TOKEN = "c2FtcGxlLXRva2VuLW9mLWEtcmVhZGVy"


def written(renderer: Renderer, edition: Edition) -> tuple[Mail, bytes]:
    """The mail as one reader gets it, and as the bytes of a whole message."""
    mail = renderer.mail(edition)
    look = edition.look
    sender = Sender(look.from_name, look.from_email, look.reply_to, look.list_id)
    leave = marks.unsubscribe_address(look.public_url)
    headers = {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    reader = Recipient("reader-1", "reader@example.org", "", dict.fromkeys(marks.ALL, TOKEN), headers)
    handover = Handover(edition.name, "batch-1", "attempt-1", sender, mail, [reader])
    return mail, build_message(handover, reader, PUBLISH_AT)


def main() -> None:
    """Write the cases that were named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("cases", nargs="*", default=sorted(CASES))
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    renderer = Renderer()
    for name in given.cases:
        edition = CASES[name]()
        mail, message = written(renderer, edition)
        stem = given.folder / name
        stem.with_suffix(".html").write_text(_personal(mail.html), encoding="utf-8")
        stem.with_suffix(".txt").write_text(_personal(mail.text), encoding="utf-8")
        stem.with_suffix(".mjml").write_text(renderer.mjml(edition), encoding="utf-8")
        stem.with_suffix(".eml").write_bytes(message)
        print(f"{name}: {bytes_after_tracking(mail.html)} bytes")


def _personal(text: str) -> str:
    for mark in marks.ALL:
        text = text.replace(mark, TOKEN)
    return text


if __name__ == "__main__":
    main()

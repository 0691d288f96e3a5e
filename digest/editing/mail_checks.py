"""Checks of the rendered variants."""

import re
from collections.abc import Iterator

from digest.editing.proof import Proof, error, warning
from digest.model import marks
from digest.model.edition import Finding

CLIPPED_BYTES = 102_000  # Gmail hides the rest, footer and all (hteumeuleu/email-bugs #41)
CLOSE_BYTES = 95_000  # leaves 7,000 for what a carrier adds
TRACKED_LINK_BYTES = 380  # assumed length of a link rewritten for click tracking

WEB_LINK = re.compile(r'<a\b[^>]*?\shref="(https?://[^"]*)"', re.IGNORECASE)
ANY_LINK = re.compile(r'<a\b[^>]*?\shref="([^"]*)"', re.IGNORECASE)
GOOD_LINK = re.compile(r"https?://|mailto:|tel:|#", re.IGNORECASE)
DATA_PICTURE = re.compile(r'(?:\ssrc="|url\(["\']?)data:', re.IGNORECASE)
BLACK = re.compile(r'(?:;|"|\s)color:\s*(?:#000(?:000)?|black)\s*[;"!]', re.IGNORECASE)


def bytes_after_tracking(html: str) -> int:
    """The size once each web link has grown to the length that click tracking gives it."""
    lengths = [len(address.encode()) for address in WEB_LINK.findall(html)]
    return len(html.encode()) + sum(max(0, TRACKED_LINK_BYTES - length) for length in lengths)


def size(proof: Proof) -> Iterator[Finding]:
    """The largest variant speaks for all. Counted as if clicks were tracked: carriers can switch that on."""
    sizes = {name: bytes_after_tracking(mail.html) for name, mail in proof.mails.items()}
    if not sizes:
        return
    name = max(sizes, key=lambda key: (sizes[key], key))
    plain, tracked = len(proof.mails[name].html.encode()), sizes[name]
    said = f'the variant "{name}" has {plain:,} bytes, {tracked:,} with click tracking'
    what = "Lower max of the regions or latest_max, or summary_characters in [selection]."
    if tracked > CLIPPED_BYTES:
        yield error("size", f"{said}; Gmail cuts off after {CLIPPED_BYTES:,}", what)
    elif tracked > CLOSE_BYTES:
        yield warning("size", f"{said}; close to the {CLIPPED_BYTES:,} where Gmail cuts off", what)


def unsubscribe(proof: Proof) -> Iterator[Finding]:
    """Every mail holds the way out, in both of its parts."""
    for name, mail in proof.mails.items():
        for part, text in (("HTML", mail.html), ("text", mail.text)):
            if marks.UNSUBSCRIBE not in text:
                said = f'the {part} part of the variant "{name}" has no link to unsubscribe'
                what = "Put links.unsubscribe back into the template (templates/README.md)."
                yield error("unsubscribe", said, what)


def link_targets(proof: Proof) -> Iterator[Finding]:
    """A link in a mail has nothing to be relative to."""
    found = {href for mail in proof.mails.values() for href in ANY_LINK.findall(mail.html)}
    for href in sorted(href for href in found if not GOOD_LINK.match(href)):
        said = f'a link leads to "{href[:60]}", which is no whole address'
        yield error(
            "link targets", said, "Write it with https:// in the template, the intro or newsroom.toml."
        )


def built_in_pictures(proof: Proof) -> Iterator[Finding]:
    if any(DATA_PICTURE.search(mail.html) for mail in proof.mails.values()):
        said = "a picture is built into the mail as data:, which Gmail and Outlook do not show"
        yield error("built-in pictures", said, "Link a picture on the web instead.")


def black_text(proof: Proof) -> Iterator[Finding]:
    """Pure black is what clients turn into unreadable greys first in dark mode."""
    if any(BLACK.search(mail.html) for mail in proof.mails.values()):
        said = "a text is set in pure black, which some clients keep black on their dark ground"
        yield warning("black text", said, "Use ink from [look], or #1c1d20, in the template.")

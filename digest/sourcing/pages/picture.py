"""The article's picture, with what must travel with it: alt text, caption, credit.

The head of a page names the picture best; what is printed under it stands at
the same picture in the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from digest.model.article import Image
from digest.sourcing.images import caption_and_credit
from digest.sourcing.pages.addresses import for_mail, marks_of, picture_address
from digest.sourcing.pages.claims import PictureClaim
from digest.sourcing.pages.shown import LEAST_PIXELS, Shown, shown_in
from digest.sourcing.pages.title import is_same
from digest.sourcing.pages.visible import Visible
from digest.sourcing.text import plain

_Real = tuple[PictureClaim, str]
_NARROW = 600


@dataclass(frozen=True, slots=True)
class Chosen:
    """A picture, where it was found, and where its credit."""

    image: Image
    origin: str
    credit_origin: str = ""


def choose_picture(visible: Visible, claimed: Sequence[PictureClaim], title: str) -> Chosen | None:
    """The first claim that can be a picture, with the words printed at the same picture in the page.

    When the head names none, the first of some size in the article itself.
    """
    real = [(c, address) for c in claimed if (address := _real(c, visible.tree.base))]
    if not real:
        own = next((s for s in shown_in(visible) if s.can_stand_for_article), None)
        return (
            _told(own.claim, own.addresses[0], own, title, "the first picture of the article")
            if own
            else None
        )
    claim, address = _wide_enough(real)
    marks = marks_of(address)
    same = [c for c, a in real if marks & marks_of(a)]
    printed = next((s for s in shown_in(visible) if marks & s.marks), None)
    return _told(_with_words_of(claim, same), address, printed, title, claim.origin)


def _real(claim: PictureClaim, base: str) -> str:
    """Its address if it can be the picture of an article."""
    sides = (claim.width, claim.height)
    is_small = sides == (0, 0) or any(side is not None and 0 < side < LEAST_PIXELS for side in sides)
    return "" if is_small else picture_address(claim.address, base)


def _wide_enough(real: Sequence[_Real]) -> _Real:
    """The first, unless it is narrow and the same stands there wider."""
    claim, address = real[0]
    if claim.width is None or claim.width >= _NARROW:
        return real[0]
    marks = marks_of(address)
    wider = [
        entry for entry in real if (entry[0].width or 0) > (claim.width or 0) and marks & marks_of(entry[1])
    ]
    return max(wider, key=lambda entry: entry[0].width or 0, default=real[0])


def _with_words_of(claim: PictureClaim, others: Sequence[PictureClaim]) -> PictureClaim:
    return replace(
        claim,
        alt=claim.alt or next((c.alt for c in others if c.alt), ""),
        caption=claim.caption or next((c.caption for c in others if c.caption), ""),
        credit=claim.credit or next((c.credit for c in others if c.credit), ""),
    )


def _told(claim: PictureClaim, address: str, shown: Shown | None, title: str, origin: str) -> Chosen:
    """What is printed at the picture before what the head says of it."""
    printed = shown.claim if shown is not None else PictureClaim("", "")
    seen_caption, seen_credit = caption_and_credit(plain(printed.caption), plain(printed.credit))
    caption, credit = caption_and_credit(plain(claim.caption), plain(claim.credit))
    alts = (plain(printed.alt), plain(claim.alt))
    url, width = for_mail(address)
    image = Image(
        url=url,
        alt=next((alt for alt in alts if alt and not is_same(alt, title)), "")[:400],
        caption=(seen_caption or caption)[:600],
        credit=(seen_credit or credit)[:200],
        width=width or claim.width or None,
        height=(claim.height or None) if url == address else None,
    )
    return Chosen(image, origin, "the page" if seen_credit else claim.origin if credit else "")

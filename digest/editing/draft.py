"""A selection made into a draft, with a subject and a preheader to begin with."""

from collections.abc import Sequence
from datetime import datetime

from digest.model.edition import Draft, Edition, Look, Placed, Section, Verdict
from digest.model.window import Window

LONGEST_SUBJECT = 90
LONGEST_PREHEADER = 140  # more is not shown beside a subject by any common client


def compose(
    *,
    lead: Placed | None,
    sections: tuple[Section, ...],
    latest: tuple[Placed, ...],
    verdicts: tuple[Verdict, ...],
    pool: tuple[Placed, ...],
    name: str,
    publish_at: datetime,
    window: Window,
    look: Look,
) -> Draft:
    """The automatic draft: no intro, subject and preheader from the first titles."""
    placed = _in_order(lead, sections, latest)
    edition = Edition(
        name=name,
        publish_at=publish_at,
        window=window,
        look=look,
        subject=_subject(placed, look),
        preheader=_preheader(placed),
        intro="",
        lead=lead,
        sections=sections,
        latest=latest,
    )
    return Draft(edition, verdicts, pool)


def automatic_subject(edition: Edition) -> str:
    """The first article's title, whole up to 90 characters; the edition's title if it is empty."""
    return _subject(edition.placed(), edition.look)


def automatic_preheader(edition: Edition) -> str:
    """The next titles, as many as fit 140 characters; at least the second one, cut at a word."""
    return _preheader(edition.placed())


def cut_at_word(text: str, longest: int) -> str:
    """The text on one line, whole if it fits, else cut before a word and closed with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    head = line[: longest - 1]
    if not line[longest - 1].isspace() and " " in head:
        head = head.rpartition(" ")[0]
    return head.rstrip(" ,;:.-–—") + "…"


def _subject(placed: Sequence[Placed], look: Look) -> str:
    title = placed[0].article.title.strip() if placed else ""
    return cut_at_word(title or look.title or look.publication, LONGEST_SUBJECT)


def _preheader(placed: Sequence[Placed]) -> str:
    titles = [" ".join(p.article.title.split()) for p in placed[1:] if p.article.title.strip()]
    text = cut_at_word(titles[0], LONGEST_PREHEADER) if titles else ""
    for title in titles[1:]:
        longer = f"{text} · {title}"
        if len(longer) > LONGEST_PREHEADER:
            break
        text = longer
    return text


def _in_order(
    lead: Placed | None, sections: Sequence[Section], latest: Sequence[Placed]
) -> tuple[Placed, ...]:
    front = (lead,) if lead else ()
    return (*front, *(p for section in sections for p in section.articles), *latest)

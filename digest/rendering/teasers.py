"""An article as a reader meets it: what is said of it, and its picture in the room it has."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digest.model.article import Article, Image
from digest.model.edition import Placed
from digest.rendering.context import Picture, Teaser
from digest.rendering.plain import LABEL_CHARACTERS, clip, columns, host, one_line, paragraphs, safe_address
from digest.rendering.words import Words


@dataclass(frozen=True, slots=True)
class Box:
    """The room for a picture in pixels. A picture is never shown larger, nor cut."""

    width: int
    height: int


LEAD_BOX = Box(640, 640)
FIRST_BOX = Box(278, 340)
LOGO_BOX = Box(300, 75)
TEASER_BOX = Box(138, 184)
LONG_TITLE = 110  # columns: beyond four lines of the lead's largest type
USUAL_RATIO = 1.5  # what agencies deliver


@dataclass(frozen=True, slots=True)
class Teasing:
    """Makes teasers for a mail in one language."""

    words: Words
    language: str
    read_more: str

    def teaser(self, placed: Placed, box: Box, summary_characters: int | None = None) -> Teaser:
        """A summary of 0 characters is left out."""
        article = placed.article
        title = title_of(article)
        dek, summary = _dek_and_summary(article, title)
        return Teaser(
            url=safe_address(article.url),
            kicker=_kicker(placed),
            title=title,
            is_long=columns(title) > LONG_TITLE,
            label=clip(f"{self.read_more}: {title}", LABEL_CHARACTERS),
            byline=self._byline(article.authors),
            dek=dek,
            summary=summary if summary_characters is None else _clipped(summary, summary_characters),
            picture=picture_of(article.image, box),
            language=self._foreign(article.language),
        )

    def _byline(self, authors: Sequence[str]) -> str:
        names = tuple(name for author in authors if (name := one_line(author)))
        return self.words.text("By {names}", names=self.words.names(names)) if names else ""

    def _foreign(self, tag: str) -> str:
        """The article's language, if it says one and it is not the edition's."""
        language = language_tag(tag) if tag.strip() else self.language
        return "" if language.split("-")[0].lower() == self.language.split("-")[0].lower() else language


def _clipped(summary: str, characters: int) -> str:
    return clip(summary, characters) if characters else ""


def language_tag(tag: str) -> str:
    """A tag fit for ``lang``; English if it is none."""
    tag = tag.strip().replace("_", "-")
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag) else "en"


def title_of(article: Article) -> str:
    """Never empty: a heading without text is one that nobody can follow."""
    return one_line(article.title) or one_line(article.dek) or host(safe_address(article.url)) or "…"


def _dek_and_summary(article: Article, title: str) -> tuple[str, str]:
    """Each thing said once: a dek that opens the summary, or stands for it, is not set twice."""
    dek, summary = one_line(article.dek), " ".join(paragraphs(article.summary))
    dek = "" if dek == title else dek
    if not summary:
        return "", dek
    return ("" if summary.startswith(dek.rstrip(".…")) else dek), summary


def _kicker(placed: Placed) -> str:
    """The source's own, else "KIND | REGION" of what there is."""
    parts = (one_line(placed.article.kind), one_line(placed.region_title))
    return one_line(placed.article.kicker) or " | ".join(part for part in parts if part)


def picture_of(image: Image | None, box: Box) -> Picture | None:
    """None without an address that can be shown."""
    url = safe_address(image.url) if image else ""
    if image is None or not url:
        return None
    width, height = _fitted(image, box) or _guessed(box)
    return Picture(
        url=url,
        alt=one_line(image.alt),
        caption=one_line(image.caption),
        credit=one_line(image.credit),
        width=width,
        height=height,
        is_measured=_fitted(image, box) is not None,
    )


def _fitted(image: Image, box: Box) -> tuple[int, int] | None:
    """In the picture's own ratio, as large as the box allows; None if that is not known."""
    if not image.width or not image.height or image.width < 0 or image.height < 0:
        return None
    share = min(box.width / image.width, box.height / image.height)
    return max(1, round(image.width * share)), max(1, round(image.height * share))


def _guessed(box: Box) -> tuple[int, int]:
    return box.width, min(box.height, round(box.width / USUAL_RATIO))

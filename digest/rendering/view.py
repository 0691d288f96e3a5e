"""From an edition to the context of its templates. Pure: no clock, no files."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from digest.errors import RenderError
from digest.model import marks
from digest.model.article import Article, Image
from digest.model.edition import Edition, Look, Placed, Section
from digest.model.window import parse_edition_name
from digest.rendering.context import (
    Context,
    EditionLine,
    Link,
    Links,
    LookView,
    Picture,
    SectionView,
    Teaser,
)
from digest.rendering.palette import palette
from digest.rendering.plain import LABEL_CHARACTERS, clip, host, one_line, paragraphs, safe_address
from digest.rendering.words import Words, direction

ENGLISH_DEFAULTS = {"read_more": "Keep reading", "latest_title": "Latest"}


@dataclass(frozen=True, slots=True)
class Box:
    """The room for a picture in pixels. A picture is never shown larger, nor cut."""

    width: int
    height: int


LEAD_BOX = Box(640, 640)
FIRST_BOX = Box(278, 340)
LOGO_BOX = Box(300, 75)
TEASER_BOX = Box(138, 184)


USUAL_RATIO = 1.5  # what agencies deliver


@dataclass(frozen=True, slots=True)
class Fit:
    """How much room compact teasers get: so many in a region, summaries of so many characters."""

    teasers: int | None
    summary: int | None


ROOMY = Fit(None, None)


def context_of(edition: Edition, words_for: Callable[[str], Words], fit: Fit = ROOMY) -> Context:
    """Everything the templates may use, cleaned. ``words_for`` gives the words of a language tag.

    Raises RenderError for words or links that cannot be.
    """
    language = _language(edition.look.language)
    words = words_for(language)
    view = _View(words, language, _phrase(edition.look.read_more, "read_more", words))
    way = direction(language)
    look = _look(edition.look, words)
    return Context(
        subject=one_line(edition.subject) or look.title,
        preheader=one_line(edition.preheader),
        edition=_line(edition, words),
        look=look,
        palette=palette(edition.look.accent, edition.look.accent_dark, edition.look.paper, edition.look.ink),
        words=words.phrases,
        language=language,
        direction=way,
        start="right" if way == "rtl" else "left",
        end="left" if way == "rtl" else "right",
        intro=paragraphs(edition.intro),
        contents=_contents(edition, look.latest_title),
        lead=view.teaser(edition.lead, LEAD_BOX) if edition.lead else None,
        sections=tuple(view.section(section, fit) for section in edition.sections),
        latest=tuple(view.teaser(placed, TEASER_BOX) for placed in edition.latest),
        links=_links(edition),
        why_line=words.say("why", title=look.title),
        regions_line=_regions_line(edition.sections, words),
    )


def _language(tag: str) -> str:
    """A tag fit for ``lang``; English if it is none."""
    tag = tag.strip().replace("_", "-")
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag) else "en"


def _phrase(configured: str, key: str, words: Words) -> str:
    """What the newsroom chose; its English default gives way to the edition's language."""
    text = one_line(configured)
    return words.say(key) if text in ("", ENGLISH_DEFAULTS[key]) else text


def _look(look: Look, words: Words) -> LookView:
    publication = one_line(look.publication)
    return LookView(
        publication=publication,
        title=one_line(look.title) or publication,
        tagline=one_line(look.tagline),
        postal_address=one_line(look.postal_address),
        logo=_picture(Image(look.logo_url), LOGO_BOX),
        read_more=_phrase(look.read_more, "read_more", words),
        latest_title=_phrase(look.latest_title, "latest_title", words),
        sans=not look.serif,
    )


def _line(edition: Edition, words: Words) -> EditionLine:
    """The day is that of the newsroom's zone, the week that of the edition's name."""
    day = edition.publish_at.astimezone(ZoneInfo(edition.window.zone)).date()
    try:
        week = words.say("week", week=str(parse_edition_name(edition.name)[1]))
    except ValueError:
        week = ""
    return EditionLine(name=one_line(edition.name), date=words.date(day), week=week)


def _contents(edition: Edition, latest_title: str) -> tuple[str, ...]:
    lead = (_title(edition.lead.article),) if edition.lead else ()
    sections = tuple(f"{_name(s)} ({len(s.articles)})" for s in edition.sections)
    latest = (f"{latest_title} ({len(edition.latest)})",) if edition.latest else ()
    return (*lead, *sections, *latest)


def _regions_line(sections: Sequence[Section], words: Words) -> str:
    """Named by what is in the mail: readers who share a variant read the same line."""
    titles = tuple(_name(section) for section in sections)
    return words.say("regions", regions=words.names(titles, most=len(titles))) if titles else ""


def _links(edition: Edition) -> Links:
    public_url = safe_address(edition.look.public_url).rstrip("/")
    if not public_url:
        raise RenderError(
            "DIGEST_PUBLIC_URL: not an http or https address, so nobody could unsubscribe. "
            "Set it and draft again."
        )
    site = safe_address(edition.look.site)
    socials = ((one_line(name), safe_address(url)) for name, url in edition.look.socials)
    return Links(
        browser=safe_address(marks.browser_address(public_url, edition.name)),
        preferences=marks.preferences_address(public_url),
        unsubscribe=marks.unsubscribe_address(public_url),
        site=Link(host(site), site) if site else None,
        socials=tuple(Link(name or host(url), url) for name, url in socials if url),
    )


def _name(section: Section) -> str:
    return one_line(section.title) or one_line(section.region)


def _title(article: Article) -> str:
    """Never empty: a heading without text is one that nobody can follow."""
    return one_line(article.title) or one_line(article.dek) or host(safe_address(article.url)) or "…"


@dataclass(frozen=True, slots=True)
class _View:
    words: Words
    language: str
    read_more: str

    def section(self, section: Section, fit: Fit) -> SectionView:
        first, *rest = section.articles
        teasers = rest[: fit.teasers] if fit.teasers is not None else rest
        title = _name(section)
        return SectionView(
            region=one_line(section.region),
            title=title,
            count=len(section.articles),
            first=self.teaser(first, FIRST_BOX),
            teasers=tuple(self.teaser(placed, TEASER_BOX, fit.summary) for placed in teasers),
            headlines=tuple(self.teaser(placed, TEASER_BOX) for placed in rest[len(teasers) :]),
            more_line=self.words.say("more", region=title, count=str(section.more))
            if section.more > 0
            else "",
        )

    def teaser(self, placed: Placed, box: Box, summary_characters: int | None = None) -> Teaser:
        article = placed.article
        title = _title(article)
        dek, summary = _dek_and_summary(article, title)
        return Teaser(
            url=safe_address(article.url),
            kicker=_kicker(placed),
            title=title,
            label=clip(f"{self.read_more}: {title}", LABEL_CHARACTERS),
            byline=self._byline(article.authors),
            dek=dek,
            summary=clip(summary, summary_characters) if summary_characters else summary,
            picture=_picture(article.image, box),
            language=self._foreign(article.language),
        )

    def _byline(self, authors: Sequence[str]) -> str:
        names = tuple(name for author in authors if (name := one_line(author)))
        return self.words.say("by", names=self.words.names(names)) if names else ""

    def _foreign(self, tag: str) -> str:
        """The article's language, if it says one and it is not the edition's."""
        language = _language(tag) if tag.strip() else self.language
        return "" if language.split("-")[0].lower() == self.language.split("-")[0].lower() else language


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


def _picture(image: Image | None, box: Box) -> Picture | None:
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

"""From an edition to the context of its templates. Pure: no clock, no files."""

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from digest.errors import RenderError
from digest.model import marks
from digest.model.article import Image
from digest.model.edition import Edition, Look, Placed, Section
from digest.model.window import parse_edition_name
from digest.rendering.context import (
    Context,
    CorrectionView,
    EditionLine,
    Entry,
    LatestView,
    Link,
    Links,
    LookView,
    SectionView,
    SeriesView,
    Teaser,
)
from digest.rendering.fits import ROOMY, Fit
from digest.rendering.palette import palette
from digest.rendering.plain import host, one_line, paragraphs, safe_address
from digest.rendering.series import apart
from digest.rendering.teasers import (
    FIRST_BOX,
    LEAD_BOX,
    LOGO_BOX,
    TEASER_BOX,
    Box,
    Teasing,
    language_tag,
    picture_of,
    title_of,
)
from digest.rendering.words import Words, direction

ENGLISH_DEFAULTS = frozenset({"Keep reading", "Latest"})
MOST_TITLES = 24  # a longer table of contents is not read; it says only how many there are


def context_of(edition: Edition, words_for: Callable[[str], Words], fit: Fit = ROOMY) -> Context:
    """Everything the templates may use for the edition with all its sections. Raises RenderError."""
    return View(edition, words_for).context(edition.sections, fit)


class View:
    """One edition as readers of any variant see it; what variants share is made once.

    ``words_for`` gives the words of a language tag. Raises RenderError for
    words or links that cannot be.
    """

    def __init__(self, edition: Edition, words_for: Callable[[str], Words]) -> None:
        look = edition.look
        self._edition = edition
        self._language = language_tag(look.language)
        self.words = words_for(self._language)
        self._look = _look(look, self.words)
        self._teasing = Teasing(self.words, self._language, self._look.read_more)
        self._pages = {key: safe_address(url) for key, url in look.region_pages}
        self._lead = self._teasing.teaser(edition.lead, LEAD_BOX) if edition.lead else None
        self._line = _line(edition, self.words)
        self._links = _links(edition)
        self.palette = palette(look.accent, look.accent_dark, look.paper, look.ink)
        self._sections: dict[tuple[int, Fit], SectionView] = {}
        self._teasers: dict[tuple[int, Box, int | None], Teaser] = {}
        self._fronts: dict[tuple[int, ...], tuple[tuple[Entry, ...], str]] = {}
        self._latests: dict[Fit, LatestView | None] = {}

    def context(self, sections: Sequence[Section], fit: Fit) -> Context:
        """For readers who get these of the edition's own sections, set to fit."""
        edition, way = self._edition, direction(self._language)
        contents, regions_line = self._front(sections)
        return Context(
            subject=one_line(edition.subject) or self._look.title,
            preheader=one_line(edition.preheader),
            edition=self._line,
            look=self._look,
            palette=self.palette,
            language=self._language,
            direction=way,
            start="right" if way == "rtl" else "left",
            end="left" if way == "rtl" else "right",
            intro=paragraphs(edition.intro),
            corrections=_corrections(edition),
            links=self._links,
            why_line=self.words.text(
                "You get this mail because you signed up for {title}.", title=self._look.title
            ),
            contents=contents,
            lead=self._lead,
            sections=tuple(self._section(section, fit) for section in sections),
            series=self._series(sections, fit),
            latest=self._latest(fit),
            regions_line=regions_line,
        )

    def _front(self, sections: Sequence[Section]) -> tuple[tuple[Entry, ...], str]:
        """What says which sections these are: the same however they are set."""
        key = tuple(id(section) for section in sections)
        if key not in self._fronts:
            self._fronts[key] = self._contents(sections), self._regions_line(sections)
        return self._fronts[key]

    def _teaser(self, placed: Placed, box: Box, summary: int | None = None) -> Teaser:
        key = (id(placed), box, summary)  # the edition holds on to what is in it, so an id stands for one
        if key not in self._teasers:
            self._teasers[key] = self._teasing.teaser(placed, box, summary)
        return self._teasers[key]

    def _section(self, section: Section, fit: Fit) -> SectionView:
        key = (id(section), fit)
        if key not in self._sections:
            self._sections[key] = self._made(section, fit)
        return self._sections[key]

    def _made(self, section: Section, fit: Fit) -> SectionView:
        first, *rest = apart(section.articles, self._edition.look.series).left
        teasers = rest[: fit.teasers] if fit.teasers is not None else rest
        headlines = rest[len(teasers) :][: fit.headlines]
        title = _name(section)
        more = section.more + len(rest) - len(teasers) - len(headlines)
        return SectionView(
            region=one_line(section.region),
            title=title,
            count=1 + len(rest),
            first=self._teaser(first, FIRST_BOX),
            teasers=tuple(self._teaser(placed, TEASER_BOX, fit.summary) for placed in teasers),
            headlines=tuple(self._teaser(placed, TEASER_BOX) for placed in headlines),
            more_line=self._more_line(more, title),
            page=self._pages.get(section.region, ""),
        )

    def _more_line(self, more: int, region: str) -> str:
        if more <= 0:
            return ""
        return self.words.count(
            "Also this week in {region}: {count} more",
            "Also this week in {region}: {count} more",
            more,
            region=region,
        )

    def _series(self, sections: Sequence[Section], fit: Fit) -> tuple[SeriesView, ...]:
        """In the newsroom's order of series, each with its articles in the order of reading."""
        names = tuple(dict.fromkeys(self._edition.look.series))
        if not names:
            return ()
        summary = 0 if fit.headlines else fit.summary
        parts = [apart(section.articles, names) for section in sections]
        parts.append(apart(self._edition.latest, names, keeps_some=False))
        gathered = [(name, [p for part in parts for p in part.series.get(name, ())]) for name in names]
        return tuple(
            SeriesView(
                name=one_line(name),
                teasers=tuple(self._teaser(placed, TEASER_BOX, summary) for placed in placed_ones),
            )
            for name, placed_ones in gathered
            if placed_ones
        )

    def _latest(self, fit: Fit) -> LatestView | None:
        if fit not in self._latests:
            self._latests[fit] = self._made_latest(fit)
        return self._latests[fit]

    def _made_latest(self, fit: Fit) -> LatestView | None:
        left = apart(self._edition.latest, self._edition.look.series, keeps_some=False).left
        if not left:
            return None
        shown = left[: fit.headlines]
        more = len(left) - len(shown)
        line = self.words.count("Also this week: {count} more", "Also this week: {count} more", more)
        return LatestView(
            title=_phrase(self._edition.look.latest_title, "Latest", self.words),
            teasers=tuple(self._teaser(placed, TEASER_BOX) for placed in shown),
            more_line=line if more else "",
        )

    def _contents(self, sections: Sequence[Section]) -> tuple[Entry, ...]:
        """The titles of all, or of a long mail only how many there are."""
        roomy = [self._section(section, ROOMY) for section in sections]
        named = [(s.title, (s.first, *s.teasers)) for s in roomy]
        named += [(series.name, series.teasers) for series in self._series(sections, ROOMY)]
        latest = self._latest(ROOMY)
        named += [(latest.title, latest.teasers)] if latest else []
        is_long = sum(len(teasers) for _, teasers in named) > MOST_TITLES
        lead = [Entry(title_of(self._edition.lead.article), ())] if self._edition.lead else []
        return (
            *lead,
            *(
                Entry(f"{name} ({self.words.number(len(teasers))})", ())
                if is_long
                else Entry(name, tuple(teaser.title for teaser in teasers))
                for name, teasers in named
            ),
        )

    def _regions_line(self, sections: Sequence[Section]) -> str:
        """Named by what is in the mail: readers who share a variant read the same line."""
        titles = tuple(_name(section) for section in sections)
        names = self.words.names(titles, most=len(titles))
        return self.words.text("Your regions in this edition: {regions}.", regions=names) if titles else ""


def _phrase(configured: str, english: str, words: Words) -> str:
    """What the newsroom chose; its English default gives way to the edition's language."""
    text = one_line(configured)
    return words.text(english) if not text or text in ENGLISH_DEFAULTS else text


def _look(look: Look, words: Words) -> LookView:
    publication = one_line(look.publication)
    logo = picture_of(Image(look.logo_url), LOGO_BOX) if look.masthead in ("auto", "logo") else None
    return LookView(
        publication=publication,
        title=one_line(look.title) or publication,
        tagline=one_line(look.tagline),
        postal_address=one_line(look.postal_address),
        masthead="logo" if logo else "band" if look.masthead == "band" else "text",
        logo=logo,
        read_more=_phrase(look.read_more, "Keep reading", words),
        sans=not look.serif,
    )


def _line(edition: Edition, words: Words) -> EditionLine:
    """The day is that of the newsroom's zone, the week that of the edition's name."""
    day = edition.publish_at.astimezone(ZoneInfo(edition.window.zone)).date()
    try:
        week = words.text("Week {week}", week=str(parse_edition_name(edition.name)[1]))
    except ValueError:
        week = ""
    return EditionLine(name=one_line(edition.name), date=words.date(day), week=week)


def _corrections(edition: Edition) -> tuple[CorrectionView, ...]:
    made = (
        CorrectionView(one_line(c.title), " ".join(paragraphs(c.text)), safe_address(c.url))
        for c in edition.corrections
    )
    return tuple(correction for correction in made if correction.title or correction.text)


def _links(edition: Edition) -> Links:
    look = edition.look
    public_url = safe_address(look.public_url).rstrip("/")
    if not public_url:
        raise RenderError(
            "DIGEST_PUBLIC_URL: not an http or https address, so nobody could unsubscribe. "
            "Set it and draft again."
        )
    browser = safe_address(marks.browser_address(public_url, edition.name))
    site = safe_address(look.site)
    socials = ((one_line(name), safe_address(url)) for name, url in look.socials)
    return Links(
        browser=browser,
        share=browser.partition("?")[0],
        sign_up=safe_address(look.sign_up_url) or f"{public_url}/",
        preferences=marks.preferences_address(public_url),
        unsubscribe=marks.unsubscribe_address(public_url),
        site=Link(host(site), site) if site else None,
        socials=tuple(Link(name or host(url), url) for name, url in socials if url),
    )


def _name(section: Section) -> str:
    return one_line(section.title) or one_line(section.region)

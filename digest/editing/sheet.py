"""A draft taken apart, so that changes can be made to it one after the other.

The only mutable thing of this stage; it lives for one replay. Articles are
ids here, what they say stands in ``known``.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from digest.model.article import Filing
from digest.model.edition import Draft, Placed, Reason, Section, Verdict

LEAD = "lead"
LATEST = "latest"


class Sheet:
    """Where each article stands. Every act keeps ``verdicts`` true."""

    def __init__(self, draft: Draft, regions: Iterable[tuple[str, str]]) -> None:
        edition = draft.edition
        self.draft = draft
        self.original: Mapping[str, Placed] = {p.article.id: p for p in (*edition.placed(), *draft.pool)}
        self.known = {p.article.id: p for p in (*draft.pool, *edition.placed())}
        self.automatic: Mapping[str, Verdict] = {v.article_id: v for v in draft.verdicts}
        self.verdicts = dict(self.automatic)
        self.lead = edition.lead.article.id if edition.lead else None
        self.sections = {s.region: [p.article.id for p in s.articles] for s in edition.sections}
        self.latest = [p.article.id for p in edition.latest]
        self.titles = _titles(draft, regions)
        self.settled: set[str] = set()

    def place_of(self, article: str) -> str | None:
        """ "lead", "latest", a region key, or None if it is not in the edition."""
        if article == self.lead:
            return LEAD
        if article in self.latest:
            return LATEST
        return next((region for region, ids in self.sections.items() if article in ids), None)

    def home_of(self, article: str) -> str:
        """Its region, or Latest."""
        region = self.known[article].filing.region
        return region if region in self.titles else LATEST

    def has_place(self, place: str) -> bool:
        return place in (LEAD, LATEST) or place in self.titles

    def take_out(self, article: str, reason: Reason, detail: str) -> None:
        self._lift(article)
        self._rule(article, reason, detail, None)

    def put(self, article: str, place: str, position: int, detail: str, by: str) -> None:
        """Into a place at a position from 1 on. A lead that has to go moves to the top of its home."""
        self._lift(article)
        if place == LEAD:
            self._displace_lead(by)
            self.lead = article
        else:
            self._refile(article, place, by)
            row = self.latest if place == LATEST else self.sections.setdefault(place, [])
            row.insert(max(position, 1) - 1, article)
            self.settled.add(article)
        self._rule(article, Reason.IN, detail, place)

    def fill_lead(self) -> None:
        """An edition that had a lead gets one again when an editor took it away.

        The best of those that editors did not place themselves: with a credited
        picture before a picture before none, then by score.
        """
        if self.lead is not None or self.draft.edition.lead is None:
            return
        rows = (*self.sections.values(), self.latest)
        free = [article for row in rows for article in row if article not in self.settled]
        if free:
            best = max(free, key=self._fitness)
            self._lift(best)
            self.lead = best
            self._rule(best, Reason.IN, "lead, since the one before it left", LEAD)

    def drafted(self, subject: str, preheader: str, intro: str) -> Draft:
        """The sheet as a draft again. Empty sections are gone, ``more`` counts what is still cut."""
        edition = replace(
            self.draft.edition,
            subject=subject,
            preheader=preheader,
            intro=intro,
            lead=self.known[self.lead] if self.lead else None,
            sections=self._sections(),
            latest=tuple(self.known[article] for article in self.latest),
        )
        verdicts = tuple(self.verdicts[v.article_id] for v in self.draft.verdicts)
        return Draft(edition, verdicts, tuple(self.known[p.article.id] for p in self.draft.pool))

    def _lift(self, article: str) -> None:
        if self.lead == article:
            self.lead = None
        for row in (*self.sections.values(), self.latest):
            if article in row:
                row.remove(article)
        self.settled.discard(article)

    def _displace_lead(self, by: str) -> None:
        if self.lead is None:
            return
        old, home = self.lead, self.home_of(self.lead)
        row = self.latest if home == LATEST else self.sections.setdefault(home, [])
        row.insert(0, old)
        self._rule(old, Reason.IN, f"made room for the lead that {by} pinned", home)

    def _refile(self, article: str, place: str, by: str) -> None:
        placed = self.known[article]
        if place == LATEST or placed.filing.region == place:
            return
        title, old, before = self.titles[place], placed.region_title, self.original[article].filing
        filing = before  # of several moves the last one counts, and one back home undoes them
        if before.region != place:
            filing = Filing(place, 1.0, (*before.evidence, f"moved by {by}"), before.region)
        kicker = placed.article.kicker
        if old and kicker.endswith(old):
            kicker = kicker.removesuffix(old) + title
        self.known[article] = Placed(replace(placed.article, kicker=kicker), filing, title)

    def _rule(self, article: str, reason: Reason, detail: str, place: str | None) -> None:
        before = self.automatic.get(article)
        if before is None:
            return
        detail = f"{detail}; before: {before.reason.value}, {before.detail}" if before.detail else detail
        region = self.known[article].filing.region
        self.verdicts[article] = replace(before, reason=reason, detail=detail, place=place, region=region)

    def _fitness(self, article: str) -> tuple[bool, bool, float]:
        image, verdict = self.known[article].article.image, self.verdicts.get(article)
        score = verdict.score if verdict and verdict.score is not None else 0.0
        return bool(image and image.credit), image is not None, score

    def _sections(self) -> tuple[Section, ...]:
        more = {s.region: s.more for s in self.draft.edition.sections}
        before, after = _cut(self.automatic.values()), _cut(self.verdicts.values())
        order = list(self.titles)
        return tuple(
            Section(
                region=region,
                title=self.titles[region],
                articles=tuple(self.known[article] for article in self.sections[region]),
                more=max(0, more.get(region, before[region]) - before[region] + after[region]),
            )
            for region in sorted(self.sections, key=order.index)
            if self.sections[region]
        )


def _titles(draft: Draft, regions: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Region key -> title, in the order of the sections: the newsroom's, as far as it is told."""
    titles = dict(regions)
    for section in draft.edition.sections:
        titles.setdefault(section.region, section.title)
    for placed in draft.pool:
        if placed.filing.region is not None:
            titles.setdefault(placed.filing.region, placed.region_title)
    return titles


def _cut(verdicts: Iterable[Verdict]) -> Counter[str | None]:
    return Counter(v.region for v in verdicts if v.reason is Reason.REGION_CAP)

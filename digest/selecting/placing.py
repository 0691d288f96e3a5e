"""Which of the articles in the running get a place: lead, regions, Latest."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from digest.model.article import Article
from digest.model.edition import Reason, Verdict
from digest.newsroom import Newsroom, Region
from digest.selecting.score import Scored

# Bylines that name no person: an author limit on them would cut a whole desk.
AGENCIES = ("afp", "agencies", "ap", "associated press", "dpa", "reuters", "the associated press")
DESKS = ("admin", "editor", "editorial board", "editors", "newsroom", "staff", "staff writer", "the editors")
NO_PERSON = frozenset({*AGENCIES, *DESKS})


@dataclass(frozen=True, slots=True)
class Places:
    """Who sits where. ``sections`` are keyed by region and best first, ``latest`` is newest first."""

    lead: Scored | None
    sections: dict[str, list[Scored]]
    latest: list[Scored]
    verdicts: list[Verdict]


@dataclass(slots=True)
class Authors:
    """Counts bylines against the author limit, over the whole edition."""

    limit: int
    publication: str
    counts: Counter[str] = field(default_factory=Counter)

    def over(self, article: Article) -> str | None:
        """The first author who has had all their places, if any."""
        return next((name for name in article.authors if self.counts[_folded(name)] >= self.limit), None)

    def seat(self, article: Article) -> None:
        self.counts.update(persons(article) - {_folded(self.publication)})


def persons(article: Article) -> frozenset[str]:
    """Its authors, folded, without agencies and desks."""
    return frozenset(_folded(name) for name in article.authors) - NO_PERSON


def place(scored: Iterable[Scored], newsroom: Newsroom) -> Places:
    """Give the lead, then the regions by score, then Latest by date; one verdict each.

    Within a region the best are taken up to its ``max``. An author who has
    ``author_limit`` articles in the edition gets no further one; the next
    article takes that place. The lead counts for its author and not for the
    cap of its region.
    """
    authors = Authors(newsroom.selection.author_limit, newsroom.name)
    ranked = sorted(scored, key=lambda s: s.best_first)
    lead = _lead(ranked, newsroom)
    verdicts = []
    if lead is not None:
        authors.seat(lead.article)
        verdicts.append(_lead_verdict(lead, newsroom))
    rest = [s for s in ranked if s is not lead]
    sections = _fill_regions(rest, newsroom, authors, verdicts)
    latest = _fill_latest(rest, newsroom, authors, verdicts)
    return Places(lead, sections, latest, verdicts)


def _lead(ranked: Sequence[Scored], newsroom: Newsroom) -> Scored | None:
    """The best of the dated ones with a picture to show; an undated article may be an old one."""
    wanted = {region.key for region in newsroom.regions if region.max > 0}
    fit = [
        s for s in ranked if s.region in wanted or (s.region is None and newsroom.selection.latest_max > 0)
    ]
    dated = [s for s in fit if s.article.published is not None] or fit
    return next((s for s in dated if _is_presentable(s.article, newsroom)), dated[0] if dated else None)


def _is_presentable(article: Article, newsroom: Newsroom) -> bool:
    return article.image is not None and bool(article.image.credit or not newsroom.policy.require_credit)


def _lead_verdict(lead: Scored, newsroom: Newsroom) -> Verdict:
    if _is_presentable(lead.article, newsroom):
        why = "lead: the best score of those with a picture to show"
    else:
        why = "lead: the best score; no article has a picture to show"
    detail = _with_note(f"{why}, {lead.score:.2f}", lead)
    return Verdict(lead.article.id, Reason.IN, detail, lead.region, "lead", lead.score, 1)


def _fill_regions(
    rest: Sequence[Scored], newsroom: Newsroom, authors: Authors, verdicts: list[Verdict]
) -> dict[str, list[Scored]]:
    """All regions at once, by score, so that an author's best articles stay wherever they belong."""
    regions = {region.key: region for region in newsroom.regions}
    queues = {key: [s for s in rest if s.region == key] for key in regions}
    seated: dict[str, list[Scored]] = {key: [] for key in regions}
    ranks: Counter[str] = Counter()
    for scored in rest:
        if scored.region is None:
            continue
        region, taken = regions[scored.region], seated[scored.region]
        ranks[region.key] += 1
        standing = f"{_nth(ranks[region.key])} of {len(queues[region.key])} in {region.title}"
        reason, detail = _decide(scored, region, taken, authors, standing)
        if reason is Reason.IN:
            taken.append(scored)
            authors.seat(scored.article)
        verdicts.append(_verdict(scored, reason, detail, ranks[region.key]))
    return seated


def _decide(
    scored: Scored, region: Region, taken: Sequence[Scored], authors: Authors, standing: str
) -> tuple[Reason, str]:
    if len(taken) >= region.max:
        last = f"; the last one in scored {taken[-1].score:.2f}, this {scored.score:.2f}" if taken else ""
        return Reason.REGION_CAP, f"{standing}, cap {region.max}{last}"
    author = authors.over(scored.article)
    if author is not None:
        return Reason.AUTHOR_LIMIT, f"{standing}; {author} already has {authors.limit} in this edition"
    return Reason.IN, f"{standing}, score {scored.score:.2f}"


def _fill_latest(
    rest: Sequence[Scored], newsroom: Newsroom, authors: Authors, verdicts: list[Verdict]
) -> list[Scored]:
    homeless = sorted((s for s in rest if s.region is None), key=lambda s: s.newest_first)
    cap = newsroom.selection.latest_max
    title = newsroom.look.latest_title
    seated: list[Scored] = []
    for rank, scored in enumerate(homeless, 1):
        author = authors.over(scored.article)
        if cap == 0:
            reason, detail = Reason.NO_REGION, f"no region, and {title} takes no articles"
        elif len(seated) >= cap:
            reason, detail = Reason.LATEST_CAP, f"{_nth(rank)} of {len(homeless)} in {title}, cap {cap}"
        elif author is not None:
            reason = Reason.AUTHOR_LIMIT
            detail = f"no region; {author} already has {authors.limit} in this edition"
        else:
            reason, detail = Reason.IN, f"{_nth(rank)} of {len(homeless)} in {title}, newest first"
            seated.append(scored)
            authors.seat(scored.article)
        verdicts.append(_verdict(scored, reason, detail, rank))
    return seated


def _verdict(scored: Scored, reason: Reason, detail: str, rank: int) -> Verdict:
    where = (scored.region or "latest") if reason is Reason.IN else None
    detail = _with_note(detail, scored)
    return Verdict(scored.article.id, reason, detail, scored.region, where, scored.score, rank)


def _with_note(detail: str, scored: Scored) -> str:
    return f"{detail}; {scored.note}" if scored.note else detail


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _nth(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return str(number) + {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")

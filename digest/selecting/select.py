"""The week's articles, picked by region and recency, with a reason for every one.

Selection is pure and does not look at the order of what it is given: the same
candidates, rules and window give the same selection, byte for byte.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from digest.model.article import Article, Filing
from digest.model.edition import Placed, Reason, Section, Verdict, canonical_json
from digest.model.window import Window
from digest.newsroom import Newsroom
from digest.selecting.candidate import NO_PAST, Candidate, Past
from digest.selecting.duplicates import Twin, sort_out
from digest.selecting.placing import Places, place
from digest.selecting.running import Out, Rules, Running, kind_of
from digest.selecting.score import Scored, score

__all__ = ["NO_PAST", "Candidate", "Past", "Selection", "select", "short_regions"]


@dataclass(frozen=True, slots=True)
class Selection:
    """What an edition is drafted from.

    ``sections`` stand in the newsroom's order, none is empty. ``verdicts`` and
    ``pool`` have one entry for each candidate, newest first, in the same order.
    """

    lead: Placed | None
    sections: tuple[Section, ...]
    latest: tuple[Placed, ...]
    verdicts: tuple[Verdict, ...]
    pool: tuple[Placed, ...]


def select(
    candidates: Iterable[Candidate], *, edition: str, window: Window, newsroom: Newsroom, past: Past
) -> Selection:
    """Judge every candidate once. An article handed in twice is judged as one.

    ``edition`` is a name such as 2026-W48. Raises ValueError if it is not, or
    if an entry of ``past.held`` is not.
    """
    considered = _one_each(candidates)
    rules = Rules(edition, window, newsroom, past)
    rulings = [rules.judge(candidate) for candidate in considered]
    running = [r for r in rulings if isinstance(r, Running)]
    out = [r for r in rulings if isinstance(r, Out)]
    regions = frozenset(region.key for region in newsroom.regions)
    sorting = sort_out(running, (o for o in out if o.stands_in_way), regions, rules.local)
    places = place([_scored(r, rules) for r in sorting.staying], newsroom)
    merged = {r.candidate.id: r.candidate for r in sorting.staying}
    pool = {c.id: _placed(merged.get(c.id, c), newsroom) for c in considered}
    verdicts = _by_id(places.verdicts, out, sorting.giving_way, pool)
    return Selection(
        lead=pool[places.lead.article.id] if places.lead else None,
        sections=_sections(places, newsroom, pool),
        latest=tuple(pool[s.article.id] for s in places.latest),
        verdicts=tuple(verdicts[c.id] for c in considered),
        pool=tuple(pool[c.id] for c in considered),
    )


def short_regions(selection: Selection, newsroom: Newsroom) -> tuple[tuple[str, int, int], ...]:
    """(title, articles it has, articles it wants) for each region below its minimum.

    The lead counts for its region.
    """
    have = {section.region: len(section.articles) for section in selection.sections}
    if selection.lead is not None and selection.lead.filing.region is not None:
        have[selection.lead.filing.region] = have.get(selection.lead.filing.region, 0) + 1
    counted = ((region.title, have.get(region.key, 0), region.min) for region in newsroom.regions)
    return tuple((title, got, wanted) for title, got, wanted in counted if got < wanted)


def _one_each(candidates: Iterable[Candidate]) -> list[Candidate]:
    """One candidate for each article, newest first, in an order that nothing can shift."""
    by_id: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_id.setdefault(candidate.id, []).append(candidate)
    single = [group[0] if len(group) == 1 else min(group, key=_preferred) for group in by_id.values()]
    return sorted(single, key=lambda c: (-c.seen.when.timestamp(), c.id))


def _preferred(candidate: Candidate) -> tuple[float, float, bytes]:
    """The surest filing of the newest text."""
    return (-candidate.filing.confidence, -candidate.seen.when.timestamp(), canonical_json(candidate))


def _scored(running: Running, rules: Rules) -> Scored:
    candidate, newsroom = running.candidate, rules.newsroom
    half_life = newsroom.selection.half_life_hours
    region = _filing(candidate.filing, newsroom).region
    return Scored(
        article=candidate.article,
        region=region,
        when=candidate.seen.when,
        score=score(candidate.article, running.counts_from, rules.window.end, half_life),
        note="; ".join(note for note in (running.note, _doubt(candidate, newsroom)) if note),
    )


def _doubt(candidate: Candidate, newsroom: Newsroom) -> str:
    """On what evidence an article was filed, when it is not sure where it belongs."""
    filing = candidate.filing
    evidence = ", ".join(_filing(filing, newsroom).evidence) or "no evidence"
    if filing.region is not None and filing.confidence < newsroom.selection.unsure_below:
        return f"unsure of its region ({filing.confidence:.2f}): {evidence}"
    return f"no region: {evidence}" if _filing(filing, newsroom).region is None else ""


def _filing(filing: Filing, newsroom: Newsroom) -> Filing:
    """The filing an edition goes by: a region that is unsure, or that the newsroom lacks, is none.

    An unsure one stays on as the second region, for the editor to say.
    """
    if filing.region is None:
        return filing
    if all(region.key != filing.region for region in newsroom.regions):
        unknown = f'the newsroom has no region "{filing.region}"'
        return replace(filing, region=None, evidence=(*filing.evidence, unknown))
    if filing.confidence < newsroom.selection.unsure_below:
        return replace(filing, region=None, second=filing.region)
    return filing


def _placed(candidate: Candidate, newsroom: Newsroom) -> Placed:
    filing = _filing(candidate.filing, newsroom)
    title = newsroom.region_title(filing.region) if filing.region else ""
    return Placed(_dressed(candidate.article, kind_of(candidate), title), filing, title)


def _dressed(article: Article, kind: str, region_title: str) -> Article:
    kicker = article.kicker or " | ".join(piece for piece in (kind, region_title) if piece)
    return replace(article, kind=kind, kicker=kicker)


def _sections(places: Places, newsroom: Newsroom, pool: dict[str, Placed]) -> tuple[Section, ...]:
    cut = [v.region for v in places.verdicts if v.reason is Reason.REGION_CAP]
    return tuple(
        Section(
            region=region.key,
            title=region.title,
            articles=tuple(pool[s.article.id] for s in places.sections[region.key]),
            more=cut.count(region.key),
        )
        for region in newsroom.regions
        if places.sections[region.key]
    )


def _by_id(
    placed: Iterable[Verdict], out: Iterable[Out], giving_way: Iterable[Twin], pool: dict[str, Placed]
) -> dict[str, Verdict]:
    verdicts = {verdict.article_id: verdict for verdict in placed}
    for ruling in out:
        id_ = ruling.candidate.id
        verdicts[id_] = Verdict(id_, ruling.reason, ruling.detail, pool[id_].filing.region)
    for twin in giving_way:
        id_ = twin.loser.candidate.id
        verdicts[id_] = Verdict(id_, Reason.DUPLICATE, twin.detail, pool[id_].filing.region)
    return verdicts

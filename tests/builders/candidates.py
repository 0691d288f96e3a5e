"""Candidates, newsrooms and drafts with dull defaults, and hypothesis strategies over them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from digest.model.article import Article, Filing, Image, Seen
from digest.model.edition import Draft, Placed, Reason, Section, Verdict
from digest.model.window import Weekly, Window, publication_of, window_before
from digest.newsroom import Newsroom, Policy, Region, Selection
from digest.selecting.select import Candidate, Past
from tests.builders.editions import WINDOW, a_placed, an_article, an_edition

EDITION = "2026-W48"
NAMES = ("harbour", "river", "council", "glacier", "orchard", "railway", "satellite", "vineyard", "reservoir")
DEEDS = ("reopens", "floods", "votes", "melts", "blossoms", "strikes", "falls", "ferments", "dries", "sings")


def a_newsroom(**over: Any) -> Newsroom:
    """Three regions with a cap of two, credits required; ``selection`` and ``policy`` may be given as dicts."""
    regions = tuple(
        Region(key=key, title=key.title(), max=2) for key in over.pop("keys", ("africa", "asia", "europe"))
    )
    selection = Selection(**over.pop("selection", {}))
    policy = Policy(**{"require_credit": True, **over.pop("policy", {})})
    return Newsroom(
        **{"name": "The Example Review", "regions": regions, "selection": selection, "policy": policy, **over}
    )


def a_title(number: int) -> str:
    """Titles that share few words, so that no two are near the same."""
    return f"{NAMES[number % 9]} {DEEDS[number % 10]} p{number * 7919:07d}q r{number * 104729:09d}s"


def a_candidate(slug: str = "one", **over: Any) -> Candidate:
    """``region``, ``when`` (published) and ``first_seen`` are short cuts.

    ``hours`` counts back from the window's end.
    """
    hours = over.pop("hours", 24)
    when = over.pop("when", WINDOW.end - timedelta(hours=hours))
    first_seen = over.pop("first_seen", when or WINDOW.end)
    filing = over.pop("filing", None) or Filing(
        over.pop("region", "europe"), over.pop("confidence", 1.0), over.pop("evidence", ("section feed",))
    )
    kind = over.pop("kind", "Analysis")
    base: dict[str, Any] = {
        "identity": f"https://news.example.org/{slug}",
        "url": f"https://news.example.org/2026/{slug}",
        "title": f"{slug} {slug}s {slug}ed",
        "authors": (f"Author of {slug}",),
        "published": when,
    }
    article = Article(**{**base, **over})
    return Candidate(Seen(article, first_seen, ("world",)), filing, kind)


def a_picture(**over: Any) -> Image:
    return Image(**{"url": "https://news.example.org/p.jpg", "alt": "A quay", "credit": "Ida Holm", **over})


def a_past(
    mailed: Mapping[str, str] | None = None, judged: Iterable[str] = (), held: Mapping[str, str] | None = None
) -> Past:
    return Past(mailed or {}, frozenset(judged), held or {})


def window_of(name: str, zone: str, publish: str = "friday 09:00") -> Window:
    weekly = Weekly.parse(publish)
    return window_before(publication_of(name, weekly, zone), weekly, zone)


def candidates() -> st.SearchStrategy[list[Candidate]]:
    """Up to thirty articles of all sorts around the window, with repeated titles, addresses and authors."""
    kinds = st.tuples(
        st.sampled_from([None, None, 0, 1, 2]),
        st.integers(-40, 700),
        st.sampled_from(["africa", "asia", "europe", "atlantis", None]),
        st.sampled_from(["Ana Ruiz", "Ben Cho", "Cleo Day", "Dan Eze", "Staff"]),
        st.sampled_from(["plain", "pictured", "undated", "unsure", "quiz", "same address"]),
    )
    return st.lists(kinds, max_size=30).map(lambda rows: [_made(n, *row) for n, row in enumerate(rows)])


def _made(number: int, twin: int | None, hours: int, region: str | None, author: str, sort: str) -> Candidate:
    when = WINDOW.end - timedelta(hours=hours)
    like = number if twin is None else 1000 + twin
    return a_candidate(
        f"n{number}",
        title=a_title(like),
        url=f"https://news.example.org/{like if sort == 'same address' else number}",
        when=None if sort == "undated" else when,
        first_seen=when,
        region=region,
        confidence=0.2 if sort == "unsure" else 1.0,
        authors=(author,),
        image=a_picture() if sort == "pictured" else None,
        categories=("Quiz",) if sort == "quiz" else (),
    )


def a_draft(cut: int = 1, **over: Any) -> Draft:
    """``an_edition`` with a verdict and a pool entry for each article, and some that were cut.

    Cut are ``cut`` articles of Europe over its cap (``europe-cut-1`` ...), one
    out of window (``old``) and one mailed before (``mailed``).
    """
    edition = an_edition(**over)
    extra = [
        (
            a_placed(an_article(slug=f"europe-cut-{n}", title=f"Cut {n}")),
            Reason.REGION_CAP,
            f"no. {n + 2}, cap 2",
        )
        for n in range(1, cut + 1)
    ]
    extra.append(
        (a_placed(an_article(slug="old", title="Old news"), region="africa"), Reason.OUT_OF_WINDOW, "old")
    )
    extra.append(
        (a_placed(an_article(slug="mailed", title="Mailed")), Reason.ALREADY_MAILED, "already in 2026-W46")
    )
    verdicts = [_in(placed, place) for placed, place in _places(edition)]
    verdicts += [Verdict(p.article.id, reason, detail, p.filing.region) for p, reason, detail in extra]
    pool = (*edition.placed(), *(p for p, _, _ in extra))
    return Draft(edition, tuple(verdicts), pool)


def _places(edition: Any) -> list[tuple[Placed, str]]:
    sections: tuple[Section, ...] = edition.sections
    lead = [(edition.lead, "lead")] if edition.lead else []
    return [
        *lead,
        *((p, s.region) for s in sections for p in s.articles),
        *((p, "latest") for p in edition.latest),
    ]


def _in(placed: Placed, place: str) -> Verdict:
    score = 0.9 if place == "lead" else 0.5
    return Verdict(placed.article.id, Reason.IN, "among the best", placed.filing.region, place, score, 1)


def the_id(slug: str) -> str:
    """The id of the builder's article of that slug."""
    return an_article(slug=slug).id


AT = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)  # the afternoon before publication

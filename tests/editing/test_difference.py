"""Two editions compared: by article, and never silent about a difference."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.editing.difference import differences
from digest.model.edition import Edition, Placed, canonical_json
from tests.builders.editions import PUBLISH_AT, a_look, a_placed, a_section, an_article, an_edition, an_image


def said(b: Edition, a: Edition | None = None) -> list[tuple[str, str]]:
    return [(d.kind, str(d)) for d in differences(a or an_edition(), b)]


WINDOW_SAID = "window Fri 20 Nov 2026 09:00 EST to Fri 27 Nov 2026 09:00 EST"
AFRICA, EUROPE = a_section("africa"), a_section("europe")


def africa(*articles: Placed) -> Edition:
    return an_edition(sections=(replace(AFRICA, articles=articles), EUROPE))


def test_an_edition_does_not_differ_from_itself() -> None:
    assert differences(an_edition(), an_edition()) == ()


FIRST, SECOND = AFRICA.articles
NEW = a_placed(an_article(slug="new", title="New"), region="africa")
RETITLED = replace(FIRST, article=replace(FIRST.article, title="Other words"))
RECREDITED = replace(FIRST, article=replace(FIRST.article, image=an_image(credit="Ben Cho")))
REWORDED = replace(FIRST, article=replace(FIRST.article, dek="Other", authors=()))


@pytest.mark.parametrize(
    ("edition", "wanted"),
    [
        pytest.param(africa(FIRST), [("removed", 'removed: "Africa article 2", Africa 2')], id="removed"),
        pytest.param(africa(NEW, FIRST, SECOND), [("added", 'added: "New", Africa 1')], id="added on top"),
        pytest.param(
            africa(NEW, SECOND),
            [("removed", 'removed: "Africa article 1", Africa 1'), ("added", 'added: "New", Africa 1')],
            id="one for another",
        ),
        pytest.param(
            africa(SECOND, FIRST),
            [("moved", 'moved: "Africa article 2", Africa 2 -> Africa 1')],
            id="in other order",
        ),
        pytest.param(
            an_edition(
                sections=(
                    replace(AFRICA, articles=(FIRST,)),
                    replace(EUROPE, articles=(SECOND, *EUROPE.articles)),
                )
            ),
            [("moved", 'moved: "Africa article 2", Africa 2 -> Europe 1')],
            id="to another region",
        ),
        pytest.param(
            africa(RETITLED, SECOND),
            [("retitled", 'retitled: "Africa article 1" -> "Other words"')],
            id="retitled",
        ),
        pytest.param(
            africa(REWORDED, SECOND),
            [("reworded", 'reworded: "Africa article 1": dek, authors')],
            id="reworded",
        ),
        pytest.param(
            africa(RECREDITED, SECOND),
            [("picture", 'picture of "Africa article 1": credit changed')],
            id="credit",
        ),
        pytest.param(
            an_edition(subject="B"),
            [("subject", 'subject: "The harbour reopens, and who pays" -> "B"')],
            id="subject",
        ),
        pytest.param(
            an_edition(preheader="B"),
            [("preheader", 'preheader: "Ships return after nine weeks." -> "B"')],
            id="preheader",
        ),
        pytest.param(
            an_edition(intro=""),
            [("intro", 'intro: "Good morning. This week the ships came back." -> none')],
            id="intro",
        ),
        pytest.param(an_edition(look=a_look(ink="#000001")), [("look", "look: ink changed")], id="look"),
        pytest.param(
            an_edition(sections=(replace(AFRICA, more=3), EUROPE)),
            [("section", "the sections are counted or titled differently")],
            id="count of the cut",
        ),
        pytest.param(
            an_edition(name="2026-W49"),
            [
                (
                    "edition",
                    f"edition: 2026-W48, {WINDOW_SAID} -> 2026-W49, {WINDOW_SAID}",
                )
            ],
            id="another edition",
        ),
    ],
)
def test_a_difference_is_told_in_an_editors_words(edition: Edition, wanted: list[tuple[str, str]]) -> None:
    assert said(edition) == wanted


def test_another_lead_is_told_as_such() -> None:
    changed = an_edition(lead=FIRST, sections=(replace(AFRICA, articles=(SECOND,)), EUROPE))
    assert said(changed) == [
        ("lead", 'lead: "The lead article" -> "Africa article 1"'),
        ("removed", 'removed: "The lead article", lead'),
        ("moved", 'moved: "Africa article 1", Africa 1 -> lead'),
    ]
    assert ("lead", 'lead: "The lead article" -> none') in said(an_edition(lead=None))


POOL = [a_placed(an_article(slug=f"s{n}", title=f"Title {n}", image=None)) for n in range(6)] + [
    a_placed(an_article(slug="s0", title="Other title")),
    a_placed(an_article(slug="s1", url="https://news.example.org/elsewhere")),
]


def _edition(rows: list[list[int]], over: dict[str, Any]) -> Edition:
    """Places each article of the pool at most once."""
    used: set[str] = set()
    placed: list[list[Placed]] = []
    for row in rows:
        placed.append([])
        for p in (POOL[n] for n in row):
            if p.article.id not in used:
                used.add(p.article.id)
                placed[-1].append(p)
    lead, africa_row, europe_row, latest = placed
    sections = [replace(s, articles=tuple(r)) for s, r in ((AFRICA, africa_row), (EUROPE, europe_row)) if r]
    return an_edition(lead=lead[0] if lead else None, sections=tuple(sections), latest=tuple(latest), **over)


rows = st.lists(st.lists(st.integers(0, 7), max_size=4), min_size=4, max_size=4)
overs = st.sampled_from([{}, {}, {"subject": "B"}, {"publish_at": PUBLISH_AT.replace(hour=15)}])
editions = st.builds(_edition, rows, overs)


@given(editions, editions)
def test_there_is_no_difference_exactly_when_the_bytes_are_the_same(a: Edition, b: Edition) -> None:
    assert (differences(a, b) == ()) == (canonical_json(a) == canonical_json(b))


@given(editions, editions)
def test_added_one_way_is_removed_the_other_way(a: Edition, b: Edition) -> None:
    forth, back = differences(a, b), differences(b, a)
    assert {d.article_id for d in forth if d.kind == "added"} == {
        d.article_id for d in back if d.kind == "removed"
    }

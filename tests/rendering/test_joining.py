"""Variants are joined of parts that were made once. They must be what they are when made whole."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.errors import RenderError
from digest.model.edition import Edition
from digest.rendering.engine import bytes_after_tracking
from digest.rendering.joining import Joiner, in_one_piece, place
from digest.rendering.renderer import Renderer
from digest.rendering.variant import variant_of
from tests.builders.editions import a_look, a_placed, a_section, an_article, an_edition
from tests.builders.weeks import CASES, heavy, rich

RENDERER = Renderer()
REGIONS = ("africa", "americas", "asia-pacific", "europe", "middle-east")
SECTION = "<mj-section><mj-column><mj-text>{}</mj-text></mj-column></mj-section>"
FRAME = "<mjml><mj-head><mj-title>x</mj-title></mj-head><mj-body>{}</mj-body></mjml>"

editions = st.builds(
    lambda counts, series, look, lead, latest: an_edition(
        lead=lead,
        latest=latest,
        look=a_look(series=series, **look),
        sections=tuple(
            a_section(region, count, more=count % 3)
            for region, count in zip(REGIONS, counts, strict=True)
            if count
        ),
    ),
    st.lists(st.integers(0, 14), min_size=5, max_size=5),
    st.sampled_from([(), ("Analysis",), ("Nothing", "analysis")]),
    st.sampled_from([{}, {"language": "ar"}, {"masthead": "band", "serif": False}, {"title": "A & <B>"}]),
    st.sampled_from([None, a_placed(an_article(slug="the-lead"))]),
    st.sampled_from([(), (a_placed(an_article(slug="latest", title="قناة", image=None), region=None),)]),
)
choices = st.none() | st.frozensets(st.sampled_from((*REGIONS, "oceania")))


def mail_or_refusal(make: Any, edition: Edition, regions: frozenset[str] | None) -> object:
    try:
        return make(edition, regions)
    except RenderError as error:
        return str(error)


@settings(max_examples=30, deadline=None)
@given(editions, st.lists(choices, min_size=1, max_size=4))
def test_a_joined_mail_is_the_one_made_from_nothing(
    edition: Edition, wanted: list[frozenset[str] | None]
) -> None:
    for regions in wanted:
        joined = mail_or_refusal(RENDERER.mail, edition, regions)
        assert joined == mail_or_refusal(RENDERER.mail_from_nothing, edition, regions)


@settings(max_examples=25, deadline=None)
@given(editions, choices)
def test_every_article_of_a_variant_is_in_its_text_and_counted_in_its_html(
    edition: Edition, regions: frozenset[str] | None
) -> None:
    if isinstance(mail_or_refusal(RENDERER.mail, edition, regions), str):
        return
    mail, variant = RENDERER.mail(edition, regions), variant_of(edition, regions)

    assert {placed.article.url for placed in variant.placed()} <= set(mail.text.split("\n"))
    named = {placed.article.url for placed in variant.placed() if f'"{placed.article.url}"' in mail.html}
    hidden = len({placed.article.url for placed in variant.placed()} - named)
    counted = sum(map(int, re.findall(r"Also this week[^<:]*: (\d+) more", mail.html)))
    assert edition.look.language == "ar" or counted == hidden + sum(s.more for s in variant.sections)


@pytest.mark.parametrize("case", CASES)
def test_every_week_of_the_gallery_is_joined_as_it_is_made_whole(case: str) -> None:
    edition = CASES[case]()
    regions = frozenset({"asia-pacific", "europe"})

    assert RENDERER.mail(edition) == RENDERER.mail_from_nothing(edition)
    assert mail_or_refusal(RENDERER.mail, edition, regions) == mail_or_refusal(
        RENDERER.mail_from_nothing, edition, regions
    )


def test_the_shipped_templates_are_joined_and_not_made_whole_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    renderer = Renderer()
    monkeypatch.setattr("digest.rendering.joining.in_one_piece", None)

    assert renderer.mail(rich(), frozenset({"africa"})).html != renderer.mail(rich()).html


def test_the_weight_by_which_a_mail_is_set_is_that_of_its_bytes() -> None:
    colour = "#000000"
    parts = [SECTION.format('<a href="https://x.example.org/é">é</a>' * n) for n in range(3)]
    frame = FRAME.format(place(2) + place(0) + SECTION.format("between") + place(1))
    joined = Joiner(colour).join(frame, parts)

    assert joined == in_one_piece(frame, parts, colour)
    assert joined is not None
    assert joined.weight == bytes_after_tracking(joined.text)


@pytest.mark.parametrize(
    ("frame", "parts"),
    [
        pytest.param(
            f"<mj-wrapper>{place(0)}</mj-wrapper>", [SECTION.format("a")], id="a part within a wrapper"
        ),
        pytest.param(SECTION.format(place(0)), ["text"], id="a part within a text"),
        pytest.param(place(0) + place(0), [SECTION.format("a")], id="a part twice"),
        pytest.param("nothing", [SECTION.format("a")], id="a part nowhere"),
        pytest.param(
            place(0) + place(1),
            [
                SECTION.format("a"),
                "<mj-section><mj-column><mj-text>b</mj-text></mj-column><mj-column></mj-column></mj-section>",
            ],
            id="a part that wants more in the head than the others",
        ),
        pytest.param(
            SECTION.format("x") + place(0), ["<mj-section><mj-text></mj-section>"], id="broken MJML"
        ),
        pytest.param("</mj-body><mj-body>" + place(0), [SECTION.format("a")], id="two bodies"),
    ],
)
def test_what_cannot_be_joined_for_certain_is_not(frame: str, parts: list[str]) -> None:
    assert Joiner("#000000").join(FRAME.format(frame), parts) is None


OVERRIDES = {
    "a newsroom's own frame without parts": {
        "digest.mjml.j2": "<mjml><mj-body>{% for s in sections %}<mj-section><mj-column><mj-text>"
        "{{ loop.index }}/{{ sections|length }} {{ s.title }} <a href='{{ links.unsubscribe }}'>out</a>"
        "</mj-text></mj-column></mj-section>{% endfor %}</mj-body></mjml>"
    },
    "parts in a wrapper": {
        "digest.mjml.j2": '<mjml><mj-body><mj-wrapper background-color="#eeeeee">{% for s in sections %}'
        '{{ part("section.mjml.j2", section=s) }}{% endfor %}</mj-wrapper></mj-body></mjml>'
    },
    "a part with columns of its own": {
        "section.mjml.j2": "<mj-section>{% for t in (section.first,) + section.teasers %}<mj-column><mj-text>"
        "{{ t.title }}</mj-text></mj-column>{% endfor %}</mj-section>"
    },
    "a part in a part": {
        "section.mjml.j2": "<mj-section><mj-column><mj-text>{{ section.title }}</mj-text></mj-column></mj-section>"
        "{{ part('one.mjml.j2', teaser=section.first) }}",
        "one.mjml.j2": "<mj-section><mj-column><mj-text>{{ teaser.title }}</mj-text></mj-column></mj-section>",
    },
    "a part that is given a list": {
        "digest.mjml.j2": "<mjml><mj-body>{{ part('list.mjml.j2', names=sections|map(attribute='title')|list) }}"
        "</mj-body></mjml>",
        "list.mjml.j2": "<mj-section><mj-column><mj-text>{{ names|join(', ') }}</mj-text></mj-column></mj-section>",
    },
    "a part in a text": {
        "digest.mjml.j2": "<mjml><mj-body><mj-section><mj-column><mj-text>{% for s in sections %}"
        "{{ part('line.mjml.j2', section=s) }}{% endfor %}</mj-text></mj-column></mj-section></mj-body></mjml>",
        "line.mjml.j2": "<p>{{ section.title }}</p>",
    },
    "a text of its own": {
        "digest.txt.j2": "{% for s in sections %}{{ loop.index }} {{ part('section.txt.j2', section=s) }}{% endfor %}"
    },
}


@pytest.mark.parametrize("name", OVERRIDES)
def test_a_newsrooms_own_templates_are_joined_or_made_whole_as_it_takes(tmp_path: Path, name: str) -> None:
    (tmp_path / "digest").mkdir()
    for file, text in OVERRIDES[name].items():
        (tmp_path / "digest" / file).write_text(text)
    renderer, edition = Renderer(tmp_path), replace(rich(), corrections=())

    for regions in (None, frozenset({"africa"}), frozenset({"africa", "asia-pacific"})):
        mail = renderer.mail(edition, regions)
        assert mail == renderer.mail_from_nothing(edition, regions)
        assert "kr-part" not in mail.html
        assert "Africa" in mail.html


def test_an_equal_edition_gives_an_equal_mail_and_another_its_own() -> None:
    renderer = Renderer()
    first = renderer.mail(rich(), frozenset({"africa"}))

    assert renderer.mail(rich(), frozenset({"africa"})) == first
    other = replace(rich(), sections=(a_section("africa", 1),))
    assert renderer.mail(other, frozenset({"africa"})) == Renderer().mail(other, frozenset({"africa"}))


def test_a_heavy_edition_is_set_by_what_each_reader_gets() -> None:
    """Whoever reads one region only gets it whole, though all five would be too heavy."""
    everything, one = RENDERER.mail(heavy(each=12)), RENDERER.mail(heavy(each=12), frozenset({"europe"}))

    assert "europe-12" in one.html
    assert one.html.count("<img") > everything.html.count("<img")


def test_the_mjml_is_the_whole_that_the_mail_is_made_of() -> None:
    mjml = RENDERER.mjml(rich())

    assert "kr-part" not in mjml + RENDERER.mail(rich()).html
    assert "kr-late" not in mjml + RENDERER.mail(rich()).html
    assert "Your regions in this edition: Africa" in mjml

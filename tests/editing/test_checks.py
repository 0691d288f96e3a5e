"""Every seeded fault is caught, and a clean edition has none."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from digest.editing.checks import CHECKS, check
from digest.editing.mail_checks import bytes_after_tracking
from digest.model import marks
from digest.model.delivery import Mail
from digest.model.edition import Edition, Finding, Placed
from digest.newsroom import Newsroom, Region
from tests.builders.candidates import a_newsroom
from tests.builders.editions import PUBLISH_AT, a_look, a_placed, a_section, an_article, an_edition, an_image

STORIES = (
    (
        "lead",
        "europe",
        "The old harbour reopens after nine weeks",
        "Dredging crews hand the quay back to fishing boats.",
    ),
    (
        "africa-1",
        "africa",
        "Why the copper railway still waits for trains",
        "Tracks are laid; nobody owns a locomotive.",
    ),
    (
        "africa-2",
        "africa",
        "Wheat prices halve in the highland markets",
        "A wet spring fills the granaries to the roof.",
    ),
    (
        "europe-1",
        "europe",
        "A museum gives its lanterns back",
        "Forty pieces leave the capital for the village they hung in.",
    ),
    ("latest-1", None, "Satellite images show a shrinking glacier", "Scientists compare thirty summers."),
)


def a_story(number: int, **over: Any) -> Placed:
    slug, region, title, dek = STORIES[number]
    told = {"title": title, "dek": dek, "summary": f"{dek} What comes next is open.", **over}
    return a_placed(an_article(slug=slug, **told), region=region)


def an_issue(first: Placed | None = None, **over: Any) -> Edition:
    """A clean edition of five articles; ``first`` replaces the first one of Africa."""
    africa = replace(a_section("africa"), articles=(first or a_story(1), a_story(2)))
    europe = replace(a_section("europe"), articles=(a_story(3),))
    return an_edition(lead=a_story(0), sections=(africa, europe), latest=(a_story(4),), **over)


def a_mail(html: str = "", text: str | None = None) -> Mail:
    leave = f'<p style="color:#1c1d20"><a href="https://letters.example.org/unsubscribe/{marks.UNSUBSCRIBE}">Unsubscribe</a></p>'
    return Mail("Subject", "Preheader", html + leave, marks.UNSUBSCRIBE if text is None else text)


def found(edition: Edition, *mails: Mail, newsroom: Newsroom | None = None) -> tuple[Finding, ...]:
    named = {f"variant {n}": mail for n, mail in enumerate(mails or (a_mail(),))}
    return check(edition, named, newsroom or a_newsroom())


def names(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(f.check, f.severity) for f in findings]


def test_a_clean_edition_has_no_findings() -> None:
    assert found(an_issue()) == ()


def changed(**over: Any) -> Edition:
    return an_issue(a_story(1, **over))


EDITIONS: list[Any] = [
    pytest.param(
        an_edition(lead=None, sections=(), latest=()), "volume", "error", "holds no article", id="empty"
    ),
    pytest.param(
        replace(an_issue(), sections=(), latest=()),
        "volume",
        "error",
        "holds 1 of the 3",
        id="thin",
    ),
    pytest.param(
        an_issue(look=a_look(postal_address=" ")),
        "sender",
        "error",
        "postal_address is missing",
        id="no postal",
    ),
    pytest.param(
        an_issue(look=a_look(from_email="")), "sender", "error", "from_email is missing", id="no sender"
    ),
    pytest.param(an_issue(subject=" "), "subject", "error", "is empty", id="no subject"),
    pytest.param(an_issue(subject="x" * 91), "subject", "warning", "91 characters", id="a long subject"),
    pytest.param(replace(an_issue(), lead=None), "lead", "warning", "no lead", id="no lead"),
    pytest.param(
        an_issue(intro="Good morning TK"),
        "placeholders",
        "error",
        'the intro holds the placeholder "TK"',
        id="TK",
    ),
    pytest.param(an_issue(subject="TODO"), "placeholders", "error", "subject", id="TODO"),
    pytest.param(an_issue(preheader="XXX later"), "placeholders", "error", "preheader", id="XXX"),
    pytest.param(changed(kicker="TKTK"), "placeholders", "error", "kicker of", id="TKTK"),
    pytest.param(
        changed(image=an_image(caption="Lorem Ipsum dolor")),
        "placeholders",
        "error",
        "caption of",
        id="lorem",
    ),
    pytest.param(
        an_issue(look=a_look(tagline="© 2019–2024 Us")), "years", "warning", "2024", id="a stale year"
    ),
    pytest.param(changed(image=an_image(credit=" ")), "credits", "error", "has no credit", id="no credit"),
    pytest.param(changed(image=an_image(alt="")), "alt texts", "warning", "has no alt text", id="no alt"),
    pytest.param(
        changed(image=an_image(url="data:image/png;base64,AA")),
        "pictures",
        "error",
        "no web address",
        id="data:",
    ),
    pytest.param(
        changed(title="  a MUSEUM gives its lanterns back "),
        "duplicates",
        "error",
        "two articles",
        id="same title",
    ),
    pytest.param(
        changed(url="http://www.news.example.org/2026/11/europe-1/?utm_source=x"),
        "duplicates",
        "error",
        "the same address",
        id="same address",
    ),
    pytest.param(
        changed(title="Museum gives its forty lanterns back to the village", dek=STORIES[3][3]),
        "look-alikes",
        "warning",
        "may tell",
        id="alike",
    ),
    pytest.param(changed(summary="", dek=" "), "summaries", "warning", "has no summary", id="no summary"),
    pytest.param(
        changed(url="/2026/11/africa-1"),
        "addresses",
        "error",
        "no whole web address",
        id="a relative address",
    ),
    pytest.param(
        changed(url="https://bit.ly/3x"), "addresses", "warning", "shortener bit.ly", id="a shortener"
    ),
    pytest.param(changed(url="http://news.example.org/x"), "links", "warning", "not https", id="plain http"),
    pytest.param(
        an_issue(look=a_look(socials=(("Old", "http://o.example.net"),))),
        "links",
        "warning",
        "Old",
        id="social",
    ),
    pytest.param(
        changed(published=PUBLISH_AT + timedelta(hours=1)),
        "dates",
        "warning",
        "Fri 27 Nov 2026 10:00 EST",
        id="a date ahead",
    ),
]


@pytest.mark.parametrize(("edition", "name", "severity", "says"), EDITIONS)
def test_a_fault_of_the_edition_is_caught(edition: Edition, name: str, severity: str, says: str) -> None:
    findings = [f for f in found(edition) if f.check == name]
    assert [f.severity for f in findings] == [severity]
    assert says in findings[0].text
    assert findings[0].what_to_do


@pytest.mark.parametrize(
    ("mail", "name", "severity"),
    [
        pytest.param(a_mail("x" * 103_000), "size", "error", id="103 kB"),
        pytest.param(a_mail("x" * 95_000), "size", "warning", id="95 kB"),
        pytest.param(
            a_mail('<a href="https://e.example.org/">x</a>' * 270),
            "size",
            "error",
            id="270 links once tracked",
        ),
        pytest.param(a_mail(text="no way out"), "unsubscribe", "error", id="no way out in the text"),
        pytest.param(
            Mail("S", "P", "<p>x</p>", marks.UNSUBSCRIBE), "unsubscribe", "error", id="no way out in the HTML"
        ),
        pytest.param(
            a_mail('<a class="x" href="/about">x</a>'), "link targets", "error", id="a relative link"
        ),
        pytest.param(
            a_mail('<img alt="" src="data:image/gif;base64,R0">'),
            "built-in pictures",
            "error",
            id="data picture",
        ),
        pytest.param(
            a_mail('<p style="margin:0;color:#000000">x</p>'), "black text", "warning", id="black text"
        ),
    ],
)
def test_a_fault_of_a_mail_is_caught_in_any_variant(mail: Mail, name: str, severity: str) -> None:
    assert names(found(an_issue(), a_mail(), mail)) == [(name, severity)]


@pytest.mark.parametrize(
    "html",
    [
        '<a href="mailto:desk@news.example.org">x</a><a href="#top">x</a><a href="tel:123">x</a>',
        '<p style="background-color:#000000;border-color:#000">x</p>',
        "<p>Write to data: a column</p>",
        "x" * 94_000,
    ],
)
def test_what_is_no_fault_of_a_mail_is_left_alone(html: str) -> None:
    assert found(an_issue(), a_mail(html)) == ()


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("TK Maxx shuts nine shops in the north", "en"),
        ("What Super Bowl XXX taught advertisers", "en"),
        ("Hay que hacerlo TODO de nuevo", "es"),
        ("Flight TK1985 lands safely", "en"),
        ("Foxxx and his harbour paintings", "en"),
    ],
)
def test_what_only_looks_like_a_placeholder_is_left_alone(title: str, language: str) -> None:
    edition = replace(changed(title=title), look=a_look(language=language))
    assert found(edition) == ()


def test_a_missing_credit_is_only_a_warning_where_the_newsroom_does_not_require_it() -> None:
    lax = a_newsroom(policy={"require_credit": False})
    assert names(found(changed(image=an_image(credit="")), newsroom=lax)) == [("credits", "warning")]


def test_a_picture_in_latest_matters_only_where_a_mail_shows_it() -> None:
    bare = an_image(credit="", url="https://news.example.org/p.jpg?a=1&b=2")
    edition = replace(an_issue(), latest=(a_story(4, image=bare),))
    assert found(edition) == ()
    shown = a_mail('<img alt="" src="https://news.example.org/p.jpg?a=1&amp;b=2">')
    assert names(found(edition, shown)) == [("credits", "error")]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("Elections 2025: how the quays vote", id="another year"),
        pytest.param("Elections", id="too short to tell"),
        pytest.param("How the ferries earn their keep in winter", id="other words"),
    ],
)
def test_what_only_shares_some_words_is_no_look_alike(other: str) -> None:
    first = a_story(1, title="Elections 2026: how the quays vote", dek="")
    second = a_story(2, title=other, dek="")
    africa = replace(a_section("africa"), articles=(first, second))
    assert found(replace(an_issue(), sections=(africa,))) == ()


def test_a_region_below_its_minimum_is_warned_of_with_the_lead_counted() -> None:
    regions = (Region(key="africa", title="Africa", min=3), Region(key="europe", title="Europe", min=2))
    findings = found(an_issue(), newsroom=a_newsroom(regions=regions))
    assert [(f.check, f.text) for f in findings] == [("regions", "Africa has 2 of the 3 articles wanted")]


def test_the_size_counts_what_tracking_adds_to_each_link() -> None:
    around = len('<a href="">é</a>'.encode())
    assert bytes_after_tracking('<a href="https://e.example.org/">é</a>') == around + 380
    assert bytes_after_tracking(f'<a href="https://{"e" * 400}/">é</a>') == around + 409


def test_a_finding_about_an_article_names_it() -> None:
    edition = changed(image=an_image(credit=""))
    (finding,) = found(edition)
    assert finding.article_id == edition.sections[0].articles[0].article.id


@pytest.mark.parametrize("name", list(CHECKS))
def test_a_check_can_be_left_out_by_its_name(name: str) -> None:
    broken = an_edition(lead=None, sections=(), latest=(), subject="")
    left = check(broken, {}, a_newsroom(), leave_out=[name])
    assert name not in {f.check for f in left}
    assert len(left) == len(check(broken, {}, a_newsroom())) - (name in ("volume", "subject"))


def test_a_check_that_is_none_cannot_be_left_out() -> None:
    with pytest.raises(ValueError, match='no check "sizes"; known are volume'):
        check(an_issue(), {}, a_newsroom(), leave_out=["sizes"])


def test_without_rendered_mails_the_edition_alone_is_checked() -> None:
    assert check(an_issue(), {}, a_newsroom()) == ()


def test_every_finding_bears_the_name_of_a_check() -> None:
    caught = {f.check for param in EDITIONS for f in found(param.values[0])}
    assert caught < set(CHECKS)

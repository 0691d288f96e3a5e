"""How like two articles are: surely the same, perhaps, or not."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.selecting.likeness import PERHAPS, Likeness, likeness
from digest.selecting.near import near_pairs
from digest.selecting.weighing import Telling, weigh
from tests.builders.editions import WINDOW

DEK = "Fishing crews return to the quay after nine weeks of dredging."
NOTE = (
    "Editor's note: this column is part of our weekly letter on trade, which follows the goods of the world "
    "from field and mine to port and shop; sign up here to have it in your mailbox on Mondays before breakfast."
)
QUIZ = "How closely have you followed the news of river and hill?"
LONG = "The mayor of Ostermoor has promised the ferrymen a quay of their own before the next flood season."


def told(title: str, dek: str = "", days: float = 0, **over: Any) -> Telling:
    return Telling("x", title, dek, WINDOW.start + timedelta(days=days), **over)


def likeness_of(a: Telling, b: Telling) -> Likeness:
    week = weigh([a, b])
    return likeness(week.weighed[0], week.weighed[1], week.weights)


def verdict(a: Telling, b: Telling) -> str:
    found = likeness_of(a, b)
    assert found == likeness_of(b, a)
    pairs = [near.likeness for near in near_pairs([a, b])]
    assert pairs == ([found] if found.is_sure or found.score >= PERHAPS else [])
    return "same" if found.is_sure else "perhaps" if pairs else "not"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param(
            told("Old harbour reopens to ships", DEK),
            told("Old harbour reopens to ships - Example News", DEK, 1),
            id="a headline with the site's name",
        ),
        pytest.param(
            told("Old harbour reopens to ships", DEK),
            told("To ships, the old harbour reopens", DEK.upper()),
            id="other order and case",
        ),
        pytest.param(
            told("Ferrymen get their quay", LONG),
            told("Ferrymen of Ostermoor get a quay of their own", LONG),
            id="a new headline over the same dek",
        ),
        pytest.param(
            told("Ferrymen's strike: what the port has promised"),
            told("Ferrymens’ Strike - What the port has promised", DEK),
            id="no dek in one, and the titles agree",
        ),
        pytest.param(
            told("Old harbour reopens to ships", "Old harbour reopens to ships | The Example"),
            told("Old harbour reopens to ships", DEK),
            id="a dek that only repeats the title is none",
        ),
        pytest.param(
            told("El presidente anuncia una reforma fiscal en Montevaldo", "El plan sube el impuesto a la sal."),
            told("Presidente anuncia reforma fiscal en Montevaldo", "El plan sube el impuesto a la sal."),
            id="Spanish",
        ),
        pytest.param(
            told("Президент Залесья объявил о реформе порта", "Новый причал откроют весной, обещают власти."),
            told("Президент Залесья объявил о портовой реформе", "Новый причал откроют весной, обещают власти."),
            id="Russian",
        ),
        pytest.param(
            told("رئيس بلدية مرفأ النور يعلن خطة الميناء", "تبدأ أعمال الحفر في الربيع المقبل"),
            told("رَئيس بلدية مرفأ النور يعلن عن خطة الميناء", "تبدأ أعمال الحفر في الربيع المقبل"),
            id="Arabic, with and without vowel points",
        ),
        pytest.param(
            told("青浜市长宣布旧港重新开放", "经过九周疏浚,渔船返回码头。"),
            told("青浜市长宣布:旧港重新开放", "经过九周的疏浚,渔船返回码头"),
            id="Chinese",
        ),
        pytest.param(
            told("青浜の旧港が再び開港へ", "九週間の浚渫を終え、漁船が岸壁に戻る。"),
            told("青浜の旧港、再び開港", "九週間の浚渫を終えて漁船が岸壁に戻る"),
            id="Japanese",
        ),
        pytest.param(
            told("ท่าเรือเก่าเปิดรับเรืออีกครั้ง", "ชาวประมงกลับมาที่ท่าหลังขุดลอกเก้าสัปดาห์"),
            told("ท่าเรือเก่าเปิดรับเรืออีกครั้งแล้ว", "ชาวประมงกลับมาที่ท่าหลังขุดลอกนานเก้าสัปดาห์"),
            id="Thai",
        ),
        pytest.param(
            told("The ferrymen of Ostermoor and their quay", DEK, url="https://example.org/news/ferrymen-want-quay"),
            told("The ferrymen of Ostermoor want a quay", LONG, url="https://example.org/world/ferrymen-want-quay"),
            id="the last step of the address in common",
        ),
    ],
)  # fmt: skip
def test_what_surely_tells_the_same(a: Telling, b: Telling) -> None:
    assert verdict(a, b) == "same"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param(
            told("Flood in Ostermoor kills 12 on the quay", LONG),
            told("Flood in Ostermoor kills 15 on the quay", LONG, 1),
            id="a toll that has grown",
        ),
        pytest.param(
            told("Jury begins second day of talks in the ferry trial", DEK),
            told("Jury begins third day of talks in the ferry trial", DEK, 1),
            id="a follow-up that counts on",
        ),
        pytest.param(
            told("Council adopts budget for 2025 after long night", DEK),
            told("Council adopts budget for 2026 after long night", DEK),
            id="another year",
        ),
        pytest.param(
            told("The harbour promises of Ostermoor explained", DEK),
            told("The harbour promises of Westermoor explained", DEK),
            id="another place",
        ),
        pytest.param(
            told("What the port has promised the ferrymen", DEK),
            told("Ferrymen: what has the port promised, and when?", "The union votes on Sunday."),
            id="titles that agree over deks that do not",
        ),
        pytest.param(
            told("A quay for those who cross", LONG),
            told("When water rises, who is to wait?", LONG),
            id="one dek under two titles",
        ),
        pytest.param(
            told("青浜港大火造成12人死亡", "消防队整夜扑救,原因仍在调查之中。"),
            told("青浜港大火造成15人死亡", "消防队整夜扑救,原因仍在调查之中。"),
            id="a toll in Chinese",
        ),
    ],
)
def test_what_perhaps_tells_the_same_is_left_to_the_editor(a: Telling, b: Telling) -> None:
    assert verdict(a, b) == "perhaps"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param(
            told("Old harbour reopens to ships", DEK),
            told("Old harbour reopens to ships at last", DEK, 8),
            id="more than a week apart",
        ),
        pytest.param(
            told("The week in pictures", DEK), told("The week in pictures", DEK, 7), id="a weekly column"
        ),
        pytest.param(
            told("Tuesday briefing: quay, flood, budget", QUIZ),
            told("Wednesday briefing: ferry, jury, salt", QUIZ, 1),
            id="a daily briefing",
        ),
        pytest.param(
            told("What we know on day 30 of the flood", "The water has not fallen."),
            told("What we know on day 31 of the flood", "The water is falling at last."),
            id="a count of days",
        ),
        pytest.param(
            told("Quiz of the week: who moved the quay?", QUIZ),
            told("Quiz of the week: which salt was taxed?", QUIZ, 5),
            id="a quiz",
        ),
        pytest.param(
            told("Revue de presse : le port, la crue, le sel", "Ce que disent les journaux."),
            told("Revue de presse : le budget et le jury", "Ce que disent les journaux."),
            id="a French press review",
        ),
        pytest.param(
            told("朝刊 一面のまとめ 港と洪水", "今朝の新聞から。"),
            told("朝刊 一面のまとめ 予算と塩", "今朝の新聞から。"),
            id="a Japanese morning paper",
        ),
        pytest.param(
            told("Steel tariffs and the river ports", NOTE),
            told("Why vineyards fear a dry autumn", NOTE),
            id="columns under one note",
        ),
        pytest.param(
            told("Morning briefing"),
            told("Morning briefing: harbour, budget, glacier and more", DEK),
            id="too short to tell",
        ),
        pytest.param(
            told("Minister freed after ruling overturned"),
            told(
                "Crowds cheer minister", "The minister was freed after the ruling was overturned by judges."
            ),
            id="a title that another dek repeats",
        ),
        pytest.param(
            told("Ostermoor flood: ferrymen wait for help", "Boats lie on the roofs of the lower town."),
            told("Ostermoor flood: minister visits the quay", "She promised money and left by helicopter."),
            id="two reports on one event",
        ),
        pytest.param(told("", ""), told("", ""), id="nothing"),
    ],
)
def test_what_only_looks_alike_is_left_alone(a: Telling, b: Telling) -> None:
    assert verdict(a, b) == "not"


def test_a_dek_that_three_articles_have_proves_nothing() -> None:
    titles = (
        "A quay for those who cross",
        "When water rises",
        "Salt and those who tax it",
        "Night on the river",
    )
    assert list(near_pairs([told(title, LONG) for title in titles])) == []


def test_a_tail_that_three_titles_have_is_the_sites_name() -> None:
    titles = ("Salt is taxed", "The river rises", "Old harbour reopens to ships")
    week = [told(f"{title} — Moorland Record", title * 2) for title in titles]
    again = told("Old harbour reopens to ships", "Old harbour reopens to ships" * 2, 1)
    (near,) = near_pairs([*week, again])
    assert (near.low, near.high, near.likeness.title) == (2, 3, 1.0)


@pytest.mark.parametrize(
    "evidence",
    [{"authors": frozenset({"ida holm"})}, {"image": "https://example.org/p.jpg"}],
    ids=["byline", "picture"],
)
def test_a_byline_or_a_picture_in_common_tips_the_scale(evidence: dict[str, Any]) -> None:
    a = told("Harbour pilots want more than a word", "The port of Ostermoor has offered two on each bridge.")
    b = told("Harbour pilots and words without end", "A winter without a mate, and the port keeps quiet.")
    plain = likeness_of(a, b)
    more = likeness_of(replace(a, **evidence), replace(b, **evidence))
    assert PERHAPS - 0.05 < plain.score < PERHAPS < more.score
    assert not more.is_sure


def test_a_picture_that_three_articles_have_is_no_evidence() -> None:
    image = "https://example.org/logo.png"
    a = told("Harbour pilots want more than a word", "The port has offered two on each bridge.", image=image)
    b = told("Harbour pilots and words without end", "A winter without a mate, again.", image=image)
    other = told("Salt is taxed", "The council has voted after a long night.", image=image)
    assert list(near_pairs([a, b, other])) == []


WORDS = st.sampled_from(
    ["quay", "flood", "ferry", "salt", "Ostermoor", "12", "15", "second", "the", "of", "港", "大火", "quiz"]
)
TEXTS = st.lists(WORDS, max_size=9).map(" ".join)
TELLINGS = st.builds(told, TEXTS, TEXTS, st.sampled_from([0, 1, 6, 7, 8]))


@given(st.lists(TELLINGS, max_size=8))
def test_near_pairs_are_those_that_comparing_each_with_each_finds(tellings: list[Telling]) -> None:
    week = weigh(tellings)
    found = {(n.low, n.high): n.likeness for n in near_pairs(tellings)}
    for high, b in enumerate(week.weighed):
        for low, a in enumerate(week.weighed[:high]):
            like = likeness(a, b, week.weights)
            assert (like.is_sure or like.score >= PERHAPS) == ((low, high) in found)
            assert 0 <= like.score <= 1
            assert found.get((low, high), like) == like


@given(TELLINGS)
def test_an_article_is_the_same_as_itself_or_too_short_or_of_a_series(one: Telling) -> None:
    found = likeness_of(one, one)
    assert found.score in (0.0, 1.0) or found.score == pytest.approx(1)

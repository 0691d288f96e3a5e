"""Deks and summaries: the publisher's words, whole sentences, nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sourcing.feed import read_feed
from digest.sourcing.sentences import FIRST_MAY_BE, ends_whole, sentences, whole_sentences
from tests.builders.feeds import FEED_URL, item, one, rss

LONG = " ".join(f"Sentence number {i} of the report stands here." for i in range(40))


def html(text: str) -> str:
    return f"<![CDATA[{text}]]>"


def content(text: str) -> str:
    return f"<content:encoded><![CDATA[{text}]]></content:encoded>"


def test_a_short_description_is_dek_and_summary() -> None:
    article = one(content(f"<p>{LONG}</p>"), description="What the two capitals want, and what they can get")
    assert article.dek == article.summary == "What the two capitals want, and what they can get"


def test_a_whole_article_as_description_is_no_dek() -> None:
    article = one(description=html(f"<p>{LONG}</p>"))
    assert article.dek == ""
    assert article.summary.startswith("Sentence number 0 of the report stands here. Sentence number 1")
    assert article.summary.endswith("stands here.")
    assert len(article.summary) <= 300


@pytest.mark.parametrize(
    "tail",
    [
        "[…]",
        "[...]",
        "…",
        " ...",
        "&hellip;",
        "[&#8230;] Continue reading",
        "[&hellip;]</p><p>The post <a href='x'>Talks</a> appeared first on <a href='y'>The Example</a>.",
        "so... Example Wire Service",
    ],
)
def test_an_excerpt_that_breaks_off_is_no_dek_and_is_cut_back_to_a_sentence(tail: str) -> None:
    article = one(description=html(f"<p>The first sentence is whole. The second one is not {tail}</p>"))
    assert article.dek == ""
    assert article.summary == "The first sentence is whole."


def test_an_excerpt_of_half_a_sentence_gives_no_summary() -> None:
    assert one(description="The president said on […]").summary == ""


def test_the_body_speaks_when_the_excerpt_breaks_off() -> None:
    article = one(
        content("<p>The president said on Tuesday that he would go.</p>"),
        description="The president said […]",
    )
    assert article.summary == "The president said on Tuesday that he would go."


def test_a_tracking_pixel_and_a_script_leave_no_trace() -> None:
    text = "Words.<img src='https://t.example.net/p.gif' width='1' height='1'><script>track()</script><style>p{}</style>"
    article = one(description=html(text))
    assert article.dek == "Words."
    assert article.image is None


def test_captions_bylines_headings_and_pleas_open_no_summary() -> None:
    body = (
        "<figure><img src='/a.jpg'><figcaption>A bridge at dawn. Photo: Jane Roe</figcaption></figure>"
        "<p>By Jane Roe</p><h2>What happened. So far.</h2><p>Listen to this article.</p><p>Sign up for our letter.</p>"
        "<p>GENEVA (AP) — The talks went on. They will end.</p>"
    )
    assert one(content(body), description="").summary == "The talks went on. They will end."


def test_a_dek_that_only_repeats_the_title_is_none() -> None:
    assert one(description="Talks on the river treaty resume.").dek == ""


@pytest.mark.parametrize(
    "description",
    ["By Jane Roe", "Por Ana Paz e Rui Sá", "What they said and", "What they said:", "…", "-", "Comments"],
)
def test_what_says_nothing_is_no_dek(description: str) -> None:
    article = one(description=description)
    assert (article.dek, article.summary) == ("", "")


def test_a_long_first_sentence_stands_whole_up_to_half_as_much_again() -> None:
    first = "The " + "very " * 80 + "long sentence ends."
    assert 300 < len(first) <= 450
    assert one(content(f"<p>{first} Then another.</p>")).summary == first


def test_a_first_sentence_beyond_that_gives_none() -> None:
    assert one(content(f"<p>The {'very ' * 90}long sentence ends.</p>")).summary == ""


def test_the_limit_is_a_parameter() -> None:
    body = rss(item(content(f"<p>{LONG}</p>")))
    summary = read_feed(body, url=FEED_URL, summary_characters=100).articles[0].summary
    assert (
        summary == "Sentence number 0 of the report stands here. Sentence number 1 of the report stands here."
    )


def test_a_long_dek_is_kept_whole_and_its_summary_cut_at_a_sentence() -> None:
    dek = " ".join(f"Sentence number {i} of the dek stands here." for i in range(12))
    article = one(description=dek)
    assert article.dek == dek
    assert article.summary.endswith("of the dek stands here.")
    assert len(article.summary) <= 300


def test_paragraphs_of_two_breaks_are_paragraphs() -> None:
    article = one(content("Too short a line<br><br>The first sentence. <br/> <br/>The second sentence."))
    assert article.summary == "The first sentence. The second sentence."


WORDS = st.lists(
    st.sampled_from(
        ["talks", "went", "on", "in", "the", "U.S.", "Gen.", "Brown", "(so", "he)", "said.", "Then!", "Why?"]
    )
)


@given(st.lists(WORDS.map(" ".join), max_size=5), st.integers(20, 200))
def test_a_summary_is_whole_sentences_within_its_limit(texts: list[str], limit: int) -> None:
    found = whole_sentences(texts, limit)
    assert found == "" or ends_whole(found)
    assert len(found) <= limit or (len(found) <= FIRST_MAY_BE * limit and len(sentences(found)) == 1)
    assert found in " ".join(" ".join(texts).split())


def test_a_dek_that_goes_on_from_its_title_is_no_summary() -> None:
    article = one(content("<p>Two villages have complained.</p>"), description="… as the villages complain.")
    assert article.summary == "Two villages have complained."


def test_a_summary_does_not_end_within_a_quotation() -> None:
    said = (
        "Der Wind dreht. Er sagt: „Wir gehen heute. "
        + "Wir gehen morgen früh. " * 12
        + "Wir gehen.“ Er ging."
    )
    assert whole_sentences([said], 300, "de") == "Der Wind dreht."


@pytest.mark.parametrize(
    ("paragraphs", "summary"),
    [
        pytest.param(
            ["旧港再开。渔船返回码头！", "市长很高兴。"], "旧港再开。渔船返回码头！市长很高兴。", id="Chinese"
        ),
        pytest.param(["港が開いた。", "船が戻る。"], "港が開いた。船が戻る。", id="Japanese"),
        pytest.param(["항구가 열렸다.", "배가 돌아온다."], "항구가 열렸다. 배가 돌아온다.", id="Korean"),
        pytest.param(["ท่าเรือเปิดแล้ว เรือกลับมา", "นายกดีใจ"], "ท่าเรือเปิดแล้ว เรือกลับมา นายกดีใจ", id="Thai"),
        pytest.param(["فُتح الميناء. عادت السفن؟"], "فُتح الميناء. عادت السفن؟", id="Arabic"),
    ],
)
def test_sentences_stand_together_as_their_language_writes_them(paragraphs: list[str], summary: str) -> None:
    assert whole_sentences(paragraphs, 300, "") == summary


def test_a_plea_between_the_sentences_is_left_out() -> None:
    lede = "The quay is open. Subscribe to our newsletter. The ships are back."
    assert one(content(f"<p>{lede}</p>"), description="").summary == "The quay is open. The ships are back."


@given(st.text(max_size=300))
def test_sentences_lose_nothing(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())

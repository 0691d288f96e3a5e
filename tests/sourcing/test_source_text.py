"""Plain text: whatever a feed calls text, readers get words."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sourcing.text import plain, tidy
from tests.builders.feeds import one


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("AT&amp;T", "AT&T"),
        ("AT&amp;amp;T", "AT&T"),
        ("AT&T", "AT&T"),
        ("Q&A?a=1&copy=2", "Q&A?a=1&copy=2"),
        ("It&#8217;s &quot;it&quot;", 'It’s "it"'),
        ("It&amp;#8217;s", "It’s"),
        ("It\x92s", "It’s"),
        ("&#146;", "’"),
        ("<b>Bold</b> move", "Bold move"),
        ("&lt;b&gt;Bold&lt;/b&gt; move", "Bold move"),
        ("&amp;lt;b&amp;gt;Bold&amp;lt;/b&amp;gt; move", "Bold move"),
        ("One<br/>two", "One two"),
        ("a < b and c > d", "a < b and c > d"),
        ("a &lt; b", "a < b"),
        ("List<T> explained", "List<T> explained"),
        ("a <b and c> d", "a <b and c> d"),
        ("<script>alert(1)</script>News", "News"),
        ("Why &lt;script&gt; tags matter", "Why tags matter"),
        ("<scr<script>ipt>alert(1)", "<scr ipt>alert(1)"),
        ("<!-- no -->yes<![CDATA[!]]>", "yes!"),
        ("<img src=x onerror=alert(1)>Photo", "Photo"),
        ("zero\u200bwidth\ufeff \u202eback\u202c", "zerowidth back"),
        (" many \n\t  spaces\xa0here ", "many spaces here"),
        ("cafe\u0301", "café"),
        ("a\x00b\x07c", "abc"),
        ("half \ud83d", "half"),
    ],
)
def test_text_becomes_plain(raw: str, clean: str) -> None:
    assert plain(raw) == clean


@given(st.text())
def test_plain_text_stays_plain(raw: str) -> None:
    once = plain(raw)
    assert once == " ".join(once.split())
    assert unicodedata.is_normalized("NFC", once)
    assert "<script" not in once.lower()
    assert tidy(once) == once
    assert all(unicodedata.category(c) not in ("Cc", "Cs") for c in once)


@given(
    st.lists(
        st.sampled_from(
            [
                "<",
                ">",
                "script",
                "&lt;",
                "&gt;",
                "&amp;",
                "lt;",
                "/",
                " ",
                "<!--",
                "-->",
                "img ",
                "=",
                "onerror",
                '"',
            ]
        )
    )
)
def test_no_assembly_of_pieces_gives_a_script(pieces: list[str]) -> None:
    assert "<script" not in plain("".join(pieces)).lower()
    assert "<img " not in plain("".join(pieces)).lower()


def test_titles_are_clean_in_an_article() -> None:
    assert one(title="<![CDATA[<em>Five</em> things &amp; more]]>").title == "Five things & more"
    assert one(title="Five &amp;amp; more").title == "Five & more"

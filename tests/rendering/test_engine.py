import pytest

from digest.rendering.engine import MarkupRefusedError, bytes_after_tracking, to_html

FRAME = (
    "<mjml><mj-head><mj-title>{title}</mj-title><mj-preview>x</mj-preview></mj-head>"
    '<mj-body><mj-section><mj-column><mj-text><img alt="{alt}"><p>{text}</p></mj-text>'
    "</mj-column></mj-section></mj-body></mjml>"
)

ODD = [
    pytest.param("10\u00a0km", "10&#160;km", id="no-break space"),
    pytest.param("👩🏽\u200d🚀\ufe0f", "👩🏽&#8205;🚀\ufe0f", id="joined emoji"),
    pytest.param("soft\u00adhyphen", "soft&#173;hyphen", id="soft hyphen"),
    pytest.param("قُناة \u200f(مسقط)", "قُناة \u200f(مسقط)", id="Arabic with vowels"),
    pytest.param("नमस्ते", "नमस्ते", id="Devanagari"),
    pytest.param("ท่าเรือ", "ท่าเรือ", id="Thai"),
    pytest.param("C:\\temp", "C:&#92;temp", id="backslash"),
    pytest.param("two\n  lines", "two lines", id="newline"),
    pytest.param("tab\there", "tab here", id="tab"),
    pytest.param("&#34;quoted&#34; &amp; &lt;b&gt;", "&#34;quoted&#34; &amp; &lt;b&gt;", id="escaped"),
]


def render(title: str = "t", alt: str = "a", text: str = "x") -> str:
    return to_html(FRAME.format(title=title, alt=alt, text=text), "#123456")


@pytest.mark.parametrize(("written", "expected"), ODD)
def test_an_attribute_comes_out_as_it_went_in(written: str, expected: str) -> None:
    html = render(alt=written)

    assert f'alt="{expected}"' in html
    assert "\\u{" not in html
    assert '\\"' not in html


@pytest.mark.parametrize(("written", "expected"), ODD)
def test_the_title_breaks_out_of_no_attribute(written: str, expected: str) -> None:
    html = render(title=written)

    assert "\\u{" not in html
    assert '\\"' not in html


def test_an_entity_that_a_reader_should_see_stays_one() -> None:
    assert "<p>&amp;#8217; &amp;amp;</p>" in render(text="&amp;#8217; &amp;amp;")


def test_half_a_character_is_not_made_out_of_a_reference() -> None:
    assert "&#55357;" in render(text="&#55357; &#1114112;")


def test_no_font_is_fetched_and_the_preheader_is_not_white_on_white() -> None:
    html = render()

    assert "fonts.googleapis.com" not in html
    assert "color:#ffffff" not in html
    assert "font-size:1px;color:#123456" in html


def test_all_that_is_read_stands_in_a_landmark() -> None:
    assert render().count('role="main"') == 1


def test_what_the_engine_refuses_is_told() -> None:
    with pytest.raises(MarkupRefusedError):
        to_html("<mjml><mj-body><mj-text>", "#000000")


def test_tracking_makes_web_links_longer_and_nothing_else() -> None:
    link = '<a class="i" href="https://a.example.org/">x</a>'
    others = '<a href="mailto:a@example.org">x</a><img src="https://a.example.org/b.jpg">é'
    long = f'<a href="https://a.example.org/{"b" * 400}">x</a>'

    plain = len((link + others + long).encode())

    assert bytes_after_tracking(link + others + long) == plain + 380 - len("https://a.example.org/")

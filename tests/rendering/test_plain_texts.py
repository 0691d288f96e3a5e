import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model import marks
from digest.rendering.plain import clip, columns, one_line, paragraphs, safe_address, tidy, wrap


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        pytest.param("  two\n lines\r\nand\ttabs ", "two lines and tabs", id="white space collapses"),
        pytest.param("a\x00b\x1bc\x7fd\x9fe", "abcde", id="control characters go"),
        pytest.param("a\u2028b\x0bc\x85d", "a b c d", id="every kind of line break is a space"),
        pytest.param("safe\u202egnp.exe", "safegnp.exe", id="an override of direction goes"),
        pytest.param("10\u00a0km", "10\u00a0km", id="the no-break space stays"),
        pytest.param(
            "👩🏽\u200d🚀 नमस्ते قناة", "👩🏽\u200d🚀 नमस्ते قناة", id="joiners and combining marks stay"
        ),
        pytest.param("half \ud83d surrogate", "half surrogate", id="half a surrogate pair goes"),
    ],
)
def test_a_line_is_clean(text: str, clean: str) -> None:
    assert one_line(text) == clean


@pytest.mark.parametrize("mark", marks.ALL)
@pytest.mark.parametrize("hidden", ["{}", "x{}y", "{}{}", "{0}\n{0}"])
def test_a_mark_in_a_text_is_defused_and_reads_the_same(mark: str, hidden: str) -> None:
    text = one_line(hidden.format(mark, mark))

    assert mark not in text
    assert text.replace("\u2010", "-") == " ".join(hidden.format(mark, mark).split())


@pytest.mark.parametrize("seam", ["\x00", "\u202e", "\ufeff", "\x1b"])
@pytest.mark.parametrize("mark", marks.ALL)
def test_a_mark_cannot_be_assembled_by_what_is_taken_out(mark: str, seam: str) -> None:
    torn = seam.join((mark[:7], mark[7:]))

    assert mark not in one_line(torn)
    assert mark not in safe_address(f"https://x.example.org/{torn}")


@given(st.text())
def test_a_clean_line_stays_as_it_is(text: str) -> None:
    once = one_line(text)

    assert one_line(once) == once
    assert "\n" not in once
    once.encode()


def test_paragraphs_are_parted_by_blank_lines() -> None:
    assert paragraphs("One\nstill one.\n \n\r\n\r\nTwo.\n\n\n") == ("One still one.", "Two.")


@pytest.mark.parametrize(
    "address",
    [
        "https://news.example.org/a?b=c&d=%C3%A9#e",
        "http://127.0.0.1:8000/archive/2026-W48",
        "https://news.example.org/日本/港",
        "HTTPS://News.Example.org/",
    ],
)
def test_a_web_address_stays_as_it_is(address: str) -> None:
    assert safe_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "\x01javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "//news.example.org/x",
        "/relative",
        "mailto:a@example.org",
        "https:",
        "https:///path",
        "http://[broken",
        "ftp://news.example.org/",
        "https://news.example.org/" + "a" * 2000,
    ],
)
def test_no_other_address_gets_through(address: str) -> None:
    assert safe_address(address) == ""


def test_what_would_end_an_attribute_or_a_line_is_encoded() -> None:
    assert (
        safe_address(' https://x.example.org/a b"><script>\\\n')
        == "https://x.example.org/a%20b%22%3E%3Cscript%3E%5C"
    )


@pytest.mark.parametrize("mark", marks.ALL)
def test_an_address_cannot_hold_a_mark(mark: str) -> None:
    address = safe_address(f"https://x.example.org/{mark}?q={mark}")

    assert mark not in address
    assert address.replace("%2D", "-") == f"https://x.example.org/{mark}?q={mark}"


@pytest.mark.parametrize(
    ("text", "clipped"),
    [
        pytest.param("short", "short", id="short enough"),
        pytest.param("one two three four", "one two…", id="between words"),
        pytest.param("one, two – three", "one, two…", id="without a dangling mark"),
        pytest.param("abcdefghijklmnop", "abcdefghi…", id="a long word is cut"),
        pytest.param("重庆港口重新开放谁来支付", "重庆港口重新开放谁…", id="no spaces"),
    ],
)
def test_clipping_cuts_between_words(text: str, clipped: str) -> None:
    assert clip(text, 10) == clipped


def test_clipping_never_tears_a_letter_from_its_marks() -> None:
    assert clip("aaaaaaaae\u0301bcdef", 10) == "aaaaaaaa…"


@given(st.text(), st.integers(2, 200))
def test_a_clipped_text_is_never_too_long(text: str, characters: int) -> None:
    assert len(clip(text, characters)) <= characters


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], include_characters=" "))
)
def test_wrapping_loses_nothing_but_spaces(text: str) -> None:
    wrapped = wrap(text)

    assert wrapped.replace("\n", "").replace(" ", "") == text.replace(" ", "")
    assert all(line == line.rstrip(" ") for line in wrapped.split("\n"))


@given(st.lists(st.text(alphabet="abc重庆é", min_size=1, max_size=12), max_size=60))
def test_no_line_is_too_wide(words: list[str]) -> None:
    assert all(columns(line) <= 72 for line in wrap(" ".join(words)).split("\n"))


def test_an_address_is_never_cut() -> None:
    address = "https://news.example.org/" + "a-b" * 40

    assert address in wrap(f"See {address} for more").split("\n")


def test_wide_letters_count_two_columns_and_may_be_parted() -> None:
    lines = wrap("港" * 50).split("\n")

    assert [len(line) for line in lines] == [36, 14]


def test_a_closing_mark_never_begins_a_line() -> None:
    assert wrap("港" * 36 + "。" + "港")[36:38] != "\n。"


def test_tidying_takes_trailing_spaces_and_piled_up_blank_lines() -> None:
    assert tidy("\n\na  \n\n\n\n\nb\n \n") == "a\n\n\nb\n"

"""Any bytes at all: pages in every encoding, damaged, hostile, huge."""

import json
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.errors import SourceError
from digest.sourcing.pages.reading import PageReading
from digest.sourcing.pages.tree import looks_like_page
from tests.builders.pages import DEK, TITLE, URL, a_page, an_article, meta, read

SECONDS = 6  # on a busy machine; alone each takes less than two


def texts_of(told: PageReading) -> list[str]:
    article, image = told.article, told.article.image
    found = [
        article.title,
        article.dek,
        article.summary,
        article.kicker,
        article.language,
        article.url,
        *article.authors,
    ]
    return [
        *found,
        *article.categories,
        *([image.url, image.alt, image.caption, image.credit] if image else []),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_a_page_is_read_in_the_encoding_it_marks(encoding: str) -> None:
    assert (
        read(a_page(heading="<h1>Bootszählung in Århus</h1>", title="").encode(encoding)).article.title
        == "Bootszählung in Århus"
    )


def test_a_page_is_read_in_the_encoding_it_declares() -> None:
    page = "<html><head><meta charset='koi8-r'></head><body><h1>Лодки вернулись в порт</h1></body></html>"
    assert read(page.encode("koi8-r")).article.title == "Лодки вернулись в порт"
    bare = page.replace("<meta charset='koi8-r'>", "").encode("koi8-r")
    headers = {"Content-Type": "text/html; charset=koi8-r"}
    assert read(bare, headers=headers).article.title == "Лодки вернулись в порт"


@pytest.mark.parametrize("body", [b"", b"   ", b"\x00\x00", b"%PDF-1.7 x", b"\x89PNG\r\n", b"just words"])
def test_what_is_no_page_is_refused_with_a_reason(body: bytes) -> None:
    with pytest.raises(SourceError) as refused:
        read(body)
    assert "\n" not in str(refused.value)
    assert "feed" not in str(refused.value)


def test_feeds_and_pages_are_told_apart() -> None:
    with pytest.raises(SourceError, match="this is a feed"):
        read(b"<rss><channel><description><p>x</p></description></channel></rss>")
    assert looks_like_page(a_page().encode(), {})
    assert looks_like_page(b"\xef\xbb\xbf\n<!-- x --><HTML>", {})
    for feed in (
        b'<?xml version="1.0"?><rss><channel><title>A <p> b</title>',
        b"<feed xmlns='x'>",
        b'{"version":"1"}',
        b"<rdf:RDF>",
    ):
        assert not looks_like_page(feed, {"content-type": "text/html"})


SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.mark.parametrize(
    "text", [SCRIPT, SCRIPT.replace("<", "&lt;"), SCRIPT.replace("<", "&amp;lt;"), "<scr<script>ipt>x"]
)
def test_no_script_survives_in_any_field(text: str) -> None:
    linked = an_article(
        headline=f"{TITLE} {text}",
        description=f"{DEK} {text}",
        author=[{"name": f"Ida {text} Holm"}, f"Tom Adeyemi {text}"],
        articleSection=f"Africa {text}",
        keywords=text,
        inLanguage=text,
        image={"url": f"https://x.example/{text}", "caption": text, "creditText": text},
    )
    safe = text.replace('"', "&quot;")
    head = meta(og__title=safe, og__description=safe, og__image=safe, author=safe, article__section=safe)
    page = a_page(
        linked=linked, head=head, under=f'<p class="standfirst">{safe}</p><p class="byline">By {safe}</p>'
    )
    told = " ".join(texts_of(read(page)))
    assert not [
        bad
        for bad in ("<script", "<img", "onerror=", "javascript:")
        if bad in told.lower() and bad != "onerror="
    ]


PARTS = [
        "<div>", "<b>", "<p><font>", "<table><tr><td>", "<ul><li>", "<select><option>", "<svg>", "<h1><p>", "<a href=x>", "<form>",
        "<!--", "<![CDATA[", "&amp;", "&#x", "<", "<a b='", '<a b="<', "</p>", '<img src="a.jpg">', '<meta name="author" content="Ida Holm">',
        '<p class="byline">By Ida Holm</p>', '<h2 class="standfirst">x</h2>', '<script type="application/ld+json">{}</script>',
        '<div itemscope itemtype="https://schema.org/Article"><i itemprop="author">x</i>', '<time class="date">1 May 2026</time>',
]  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_a_megabyte_of_anything_takes_seconds_at_most(part: str) -> None:
    _read_many(part, 1_000_000)


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_ten_megabytes_of_anything_take_seconds_at_most(part: str) -> None:
    _read_many(part, 10_000_000)


def _read_many(part: str, characters: int) -> None:
    page = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>" + part * (
        characters // len(part)
    )
    began = time.process_time()
    with suppress(SourceError):
        read(page)
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize(
    "page",
    [
        "<html><p " + "".join(f"a{n}=1 " for n in range(500_000)) + ">x",
        "<html><p " + "".join(f'a{n}=">" ' for n in range(300_000)) + ">x",
        '<html><script type="application/ld+json">' + "[" * 200_000 + "</script>",
        '<html><script type="application/ld+json">' + '{"a":' * 100_000 + "</script>",
        '<html><script type="application/ld+json">'
        + json.dumps([an_article(headline="x" * 400)] * 4000)
        + "</script>",
        '<html><script type="application/ld+json">{"n": ' + "9" * 100_000 + "}</script>",
        f"<html><h1>{'x ' * 500_000}</h1>",
        f'<html><h1>{TITLE}</h1><p class="byline">By {"Ida Holm, " * 100_000}</p>',
        f'<html><h1>{TITLE}</h1><img srcset="{"a.jpg 1w, " * 200_000}">',
        f'<html><meta property="og:image" content="https://x.example/{"a-" * 500_000}.jpg">',
        f"<html><title>{' | ' * 300_000}</title>",
        f'<html><meta name="description" content="{"... " * 300_000}">',
    ],
    ids=lambda page: page[:60],
)
def test_hostile_shapes_take_seconds_at_most(page: str) -> None:
    began = time.process_time()
    read(page)
    assert time.process_time() - began < SECONDS


def test_an_id_that_refers_to_itself_ends() -> None:
    graph = [
        an_article(author={"@id": "#a"}),
        {"@type": "Person", "@id": "#a", "name": {"@id": "#a", "name": {"@id": "#a"}}},
    ]
    assert read(a_page(linked={"@graph": graph})).article.authors == ()


PIECES = st.sampled_from(
    [
        "<", ">", "<h1>", "</h1>", "<p class='standfirst'>", "</p>", "<script type='application/ld+json'>", "</script>", '{"@type":"NewsArticle",',
        '"headline":', '"author":', '"x"', "null", "[", "]", "{", "}", ",", "By Ida Holm", "<img src='a.jpg'>", "<meta property='og:title' content='",
        "'>", "<!--", "-->", "&#0;", "&#xD800;", "\x00", "\ud800", "é", "漢字", "<time datetime='2026-11-17'>", "<figure>", "<figcaption>", "http://[",
        "<link rel=canonical href='", "<base href='//['>", "https://x.example:99999/a", "<html>", "<a rel=author href=x>", "itemprop=author", "｜",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_no_soup_of_tags_brings_the_reader_down(pieces: list[str]) -> None:
    body = ("<html>" + "".join(pieces)).encode("utf-8", "surrogatepass")
    told = read(body)
    assert all(text == " ".join(text.split()) and "\ud800" not in text for text in texts_of(told))


@settings(max_examples=40, deadline=None)
@given(
    st.binary(max_size=600), st.sampled_from([URL, "", "https://[", "file:///etc/passwd", "http://x:99999/"])
)
def test_no_bytes_bring_the_reader_down(body: bytes, url: str) -> None:
    for whole in (body, b"<html><h1>" + body, a_page().encode()[:200] + body):
        with suppress(SourceError):
            assert isinstance(read(whole, url).article.title, str)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KEYS = (
    "@type",
    "@id",
    "headline",
    "author",
    "image",
    "datePublished",
    "publisher",
    "description",
    "name",
    "url",
    "mainEntityOfPage",
    "keywords",
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), JSON))
def test_json_ld_of_any_shape_is_read(linked: object) -> None:
    script = json.dumps(linked).replace("</", "<\\/")
    told = read(f'<html><script type="application/ld+json">{script}</script><h1>{TITLE}</h1>')
    assert told.article.title


@pytest.mark.parametrize(
    "written",
    [
        "{0},", "<!-- {0} -->", "//<![CDATA[\n{0}\n//]]>", "{0};", "\ufeff{0}", "/* x */ {0}",
    ],
)  # fmt: skip
def test_damaged_json_ld_is_mended_where_it_can_be(written: str) -> None:
    linked = json.dumps(an_article(headline=TITLE)).replace("}}", "},}")
    page = f'<html><script type="application/ld+json">{written.format(linked)}</script>'
    assert read(page).article.authors == ("Ida Holm",)


def test_json_ld_beyond_repair_is_told_of_and_left_out() -> None:
    page = a_page(head='<script type="application/ld+json">{"headline": oops</script>')
    assert any("JSON-LD is damaged" in told for told in read(page).warnings)

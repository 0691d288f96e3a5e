"""Feeds made to hurt: refused or read, quickly, without a connection, and never trusted."""

import gzip
import re
import socket
import time
import tracemalloc
from contextlib import suppress
from dataclasses import astuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.errors import SourceError
from digest.sourcing.feed import Reading, read_feed
from digest.sourcing.identity import is_web_address
from tests.builders.feeds import FEED_URL, atom, item, reading, rss

START = b"<rss version='2.0'><channel>"
END = b"</channel></rss>"


def entity(declaration: str, encoding: str = "utf-8") -> bytes:
    text = f"<!DOCTYPE rss [{declaration}]><rss version='2.0'><channel><item><title>&a;</title></item></channel></rss>"
    return text.encode(encoding)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(entity('<!ENTITY a "x">'), id="plain"),
        pytest.param(
            entity('<!ENTITY a "' + "B" * 100_000 + '">').replace(b"&a;", b"&a;" * 10_000), id="quadratic"
        ),
        pytest.param(entity('<!ENTITY z "zz"><!ENTITY a "' + "&z;" * 10 + '">'), id="nested"),
        pytest.param(entity('<!ENTITY a SYSTEM "http://127.0.0.1:9/x">'), id="external"),
        pytest.param(entity('<!ENTITY a SYSTEM "file:///etc/hostname">'), id="file"),
        pytest.param(entity('<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;'), id="parameter"),
        pytest.param(entity('<!entity a "x">'), id="lower case"),
        pytest.param(entity('<!ENTITY a "x">', "utf-16"), id="utf-16"),
        pytest.param(entity('<!ENTITY a "x">', "utf-16-le"), id="utf-16 without mark"),
        pytest.param(entity('<!ENTITY a "x">', "utf-32"), id="utf-32"),
        pytest.param(b"<!-- <rss> -->" + entity('<!ENTITY a "x">'), id="behind a comment"),
    ],
)
def test_entity_declarations_are_refused(body: bytes) -> None:
    with pytest.raises(SourceError, match="entities"):
        reading(body)


def test_an_encoding_that_could_hide_entities_is_not_tried() -> None:
    hidden = b"<?xml version='1.0' encoding='utf-7'?>" + entity("<!ENTITY a 'xx'>").replace(
        b"<!ENTITY", b"+ADwAIQ-ENTITY"
    )
    try:
        titles = [a.title for a in reading(hidden).articles]
    except SourceError:
        titles = []
    assert "xx" not in titles


HOSTILE = {
    "deep": START + b"<a>" * 500_000,
    "deep json": b'{"items":' + b"[" * 500_000,
    "many elements": START + b"<a/>" * 200_000 + END,
    "angle brackets": START + b"<" * 1_000_000,
    "ampersands": START + b"<item><title>" + b"&" * 1_000_000,
    "open scripts in a title": START
    + b"<item><title>"
    + b"&lt;script&gt;" * 100_000
    + b"</title></item>"
    + END,
    "open comments in a title": START + b"<item><title>" + b"&lt;!--" * 100_000 + b"</title></item>" + END,
    "open cdata": START + b"<item><title>" + b"<![CDATA[" * 50_000,
    "open comments": START + b"<!--" * 100_000,
    "nested html": START + b"<item><description>" + b"&lt;div&gt;" * 200_000 + b"</description></item>" + END,
    "formatting html": START
    + b"<item><description>"
    + b"&lt;b&gt;&lt;p&gt;" * 100_000
    + b"</description></item>"
    + END,
    "a long author": START + b"<item><author>" + b"a@ (" * 100_000 + b"</author></item>" + END,
    "a long date": START + b"<item><pubDate>" + b"1 " * 500_000 + b"</pubDate></item>" + END,
    "a long link": START + b"<item><link>http://a.b/" + b"/amp" * 200_000 + b"</link></item>" + END,
    "a long guid": START + b"<item><guid>" + b"a:" * 500_000 + b"</guid></item>" + END,
    "a long number": b'{"items":[{"id":' + b"9" * 500_000 + b"}]}",
    "boilerplate": START + b"<item><description>" + b"The post " * 100_000 + b"</description></item>" + END,
    "brackets": START + b"<item><description>" + b"(Photo: [" * 100_000 + b"</description></item>" + END,
    "many attributes": START + b"<item " + b" ".join(b"a%d=''" % i for i in range(20_000)) + b"/>" + END,
    "an encoding of quadratic time": b"<?xml version='1.0' encoding='punycode'?>" + START + b"a-" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_feed_costs_little_time_and_memory(name: str) -> None:
    tracemalloc.start()
    began = time.process_time()
    try:
        reading(HOSTILE[name])
    except SourceError as error:
        assert "\n" not in str(error)  # noqa: PT017  # either outcome is right
    took, peak = time.process_time() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert took < 5  # tracing costs a multiple of the second it takes otherwise
    assert peak < 100_000_000


def test_an_archive_of_all_time_is_read_up_to_a_number_and_told() -> None:
    found = reading(START + b"<item><title>T</title></item>" * 3_500 + END)
    assert len(found.articles) == 3_000
    assert found.warnings[0] == "only the first 3000 of 3500 articles are read"


def test_reading_opens_no_connection_and_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    asking = (
        b'<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?><!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">'
        + rss(
            item("<enclosure url='http://127.0.0.1:9/a.jpg' type='image/jpeg'/>", link="http://127.0.0.1:9/")
        )[38:]
    )
    assert len(reading(asking).articles) == 1
    assert len(reading(asking + b"<broken").articles) == 1
    for body in (b"http://127.0.0.1:9/feed", b"/etc/hostname", b"file:///etc/hostname"):
        with pytest.raises(SourceError):
            reading(body)


ATTACKS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<iframe src='javascript:alert(1)'></iframe>",
    "<svg onload=alert(1)>", "<a href='javascript:alert(1)'>x</a>", "<math><style><img src=x onerror=alert(1)></style></math>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&amp;lt;script&amp;gt;alert(1)", "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<object data='x'></object>", "<![CDATA[<script>alert(1)</script>", "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
]  # fmt: skip


def texts_of(found: Reading) -> list[str]:
    """Every text of a reading, flat."""

    def flat(value: object) -> list[str]:
        if isinstance(value, str):
            return [value]
        return [text for part in value for text in flat(part)] if isinstance(value, (tuple, list)) else []

    return [found.title, *found.warnings, *flat([astuple(a) for a in found.articles])]


def assert_harmless(found: Reading) -> None:
    for text in texts_of(found):
        assert not re.search(
            r"<\s*/?\s*(?:script|iframe|svg|object)|<img\b|<[a-z]+[^<>]*\son\w+=", text, re.IGNORECASE
        ), text
        text.encode()
    for article in found.articles:
        assert article.url == "" or is_web_address(article.url)
        assert article.image is None or is_web_address(article.image.url)


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_survives_in_any_field(attack: str) -> None:
    escaped = attack.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&apos;")
    hurt = item(
        f"<content:encoded>{escaped}</content:encoded><category>{escaped}</category><dc:creator>{escaped}</dc:creator>"
        f"<media:content url='{escaped}' medium='image'><media:credit>{escaped}</media:credit></media:content>",
        title=escaped, link=escaped, description=escaped, pubDate=escaped, guid=f"<guid>{escaped}</guid>",
    )  # fmt: skip
    assert_harmless(reading(rss(hurt, channel=f"<title>{escaped}</title>")))
    assert_harmless(
        reading(
            atom(
                f"<entry><title type='html'>{escaped}</title><id>{escaped}</id><content>{escaped}</content></entry>"
            )
        )
    )
    assert_harmless(reading(rss(item(title=f"<![CDATA[{attack.replace(']]>', '')}]]>")) + b"<broken"))


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with suppress(SourceError):
        assert_harmless(read_feed(body, url=FEED_URL))


SEEDS = [
    rss(item("<media:content url='/a.jpg'/><dc:creator>By Jane Roe</dc:creator>", description="<![CDATA[<p>A dek.</p>]]>")),
    atom("<entry xml:lang='en'><title type='html'>&lt;b&gt;A</title><id>urn:x:1</id><link href='/a'/><updated>2026-11-20</updated></entry>"),
    b'{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"/a","title":"T","content_html":"<p>A.</p>"}]}',
]  # fmt: skip
PIECES = [b"<", b">", b"&", b"\x00", b"\xff\xfe", b"]]>", b"<![CDATA[", b"&lt;script&gt;", b"<item>", b"</item>", b"'", b'"', b"<!--",
          b"<?x", b"http://[", b"\xc3", b"xmlns:a='b'", b"<script>", b"<img src=x onerror=y>", b"javascript:", b"{", b"]", b"\\ud800"]  # fmt: skip


@settings(max_examples=250)
@given(
    st.sampled_from(SEEDS),
    st.lists(
        st.tuples(st.integers(0, 900), st.integers(0, 30), st.sampled_from(PIECES) | st.binary(max_size=6)),
        max_size=5,
    ),
)
def test_a_damaged_feed_is_read_or_refused(seed: bytes, damages: list[tuple[int, int, bytes]]) -> None:
    body = seed
    for place, length, piece in damages:
        at = place % (len(body) + 1)
        body = body[:at] + piece + body[at + length :]
    try:
        assert_harmless(read_feed(body, url=FEED_URL))
    except SourceError as error:
        assert "\n" not in str(error)  # noqa: PT017  # either outcome is right


def test_a_gzip_body_that_was_not_unpacked_is_named() -> None:
    with pytest.raises(SourceError, match="gzip"):
        reading(gzip.compress(rss(item())))


def test_half_a_surrogate_pair_beside_markup_is_left_out_and_the_article_is_read() -> None:
    body = (
        rb'{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[{"id":"1",'
        rb'"url":"https://news.example.org/1","title":"A <b>t\ud800</b>","content_html":"<p>\ud800 Ships return.</p>"}]}'
    )
    (article,) = read_feed(body, url="https://news.example.org/feed.json").articles
    assert article.title.startswith("A t")
    assert "\ud800" not in article.title + article.summary

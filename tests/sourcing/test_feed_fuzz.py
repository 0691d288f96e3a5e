"""Feeds taken apart and put together wrongly: read or refused, never anything else.

The parts are those of real shapes (``tests.builders.wild_feeds``), so that the
damage lies where readers differ: within tags, encodings, dates and addresses.
``KEEPREADING_FUZZ_SECONDS=600 pytest tests/sourcing/test_feed_fuzz.py`` runs longer.
"""

import gzip
import os
import re
import time
from dataclasses import replace
from datetime import UTC, datetime

import msgspec
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from digest.errors import SourceError
from digest.sourcing.articles import Reading
from digest.sourcing.feed import read_feed
from digest.sourcing.identity import MOST_CHARACTERS, is_web_address
from digest.sourcing.report import as_json
from tests.builders.wild_feeds import WILD

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MOST_SECONDS = 3.0
SECONDS = float(os.environ.get("KEEPREADING_FUZZ_SECONDS", "0"))
EXAMPLES = 300

SEEDS = list(WILD.values())
PARTS = sorted({part for body in SEEDS for part in re.findall(rb"<[^<>]*>|[^<>]+", body)})
PIECES = [
    *(b"<", b">", b"&", b"&amp;amp;", b"&#0;", b"&#x110000;", b"&nbsp;", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<?xml?>"),
    *(b"\x00", b"\x1b[31m", b"\xc2\x9b", b"\xe2\x80\xae", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\xed\xa0\x80", b"\\ud800", b"\\u0000"),
    *(b"http://[", b"http://[::1", b"http://a:99999/", b"//", b"javascript:alert(1)", b"data:image/gif;base64,AAAA", b"ftp://x/"),
    *(b"http://\xef\xbc\x8e\xef\xbc\x8e/", b"http://xn--/", b"http://a..b/", b"mailto:a@example.org", b" " * 300, b"a" * 5000),
    *(b"xml:base='http://[x'", b"xmlns:a='b'", b"isPermaLink='maybe'", b"mode='base64'", b"type='xhtml'", b"width='-1'", b"9" * 60),
    *(b"2026-13-45T99:99:99Z", b"Fri, 99 Foo 2026 99:99:99 +9999", b"0000-00-00", b"1e400", b"-Infinity", b"null", b"[]", b"{}", b"true"),
    *(b"<script>alert(1)</script>", b"&lt;script&gt;", b"<img src=x onerror=y>", b"<item>", b"</item>", b"<entry/>", b"<media:group>"),
    *(b"encoding='utf-16'", b"encoding='punycode'", b"encoding='shift_jis'", b"<!DOCTYPE rss>", b"<!ENTITY a 'b'>", b"'", b'"', b"\n"),
]  # fmt: skip
CHARSETS = [
    "utf-8",
    "utf-16",
    "utf-16-le",
    "utf-32",
    "cp1252",
    "cp1251",
    "cp932",
    "gb18030",
    "koi8-r",
    "euc-kr",
]
HEADERS = [{}, {"content-type": "text/xml; charset=iso-8859-1"}, {"content-type": "text/html; charset=utf-16"},
           {"content-type": "application/json; charset=\x1b"}, {"Content-Type": "text/xml; charset='big5"}]  # fmt: skip
URLS = [
    "https://news.example.org/feeds/feed.rss",
    "",
    "https://news.example.org",
    "http://[::1]/f?x=1",
    "file:///etc/passwd",
]

damage = st.tuples(
    st.sampled_from(["insert", "drop", "twice", "swap", "cut", "replace", *["field"] * 4]),
    st.integers(0, 10_000),
    st.integers(0, 10_000),
    st.sampled_from(PIECES) | st.sampled_from(PARTS) | st.binary(max_size=8),
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """One of the feeds, taken apart into tags and texts, changed, and encoded in some way."""
    parts = re.findall(rb"<[^<>]*>|[^<>]+", draw(st.sampled_from(SEEDS)))
    for what, at, other, piece in draw(st.lists(damage, max_size=8)):
        parts = _hurt(parts, what, at, other, piece)
    body = b"".join(parts)[:200_000]
    how = draw(st.sampled_from(["as it is"] * 6 + ["recoded", "packed", "cut off"]))
    if how == "recoded":
        return body.decode("utf-8", "replace").encode(draw(st.sampled_from(CHARSETS)), "replace")
    return (
        gzip.compress(body)
        if how == "packed"
        else body[: draw(st.integers(0, 3000))]
        if how == "cut off"
        else body
    )


FIELD = re.compile(
    rb"<(?:title|link|guid|id|pubDate|updated|dc:date|dc:creator|name|author|category|description|summary|content|url)\b[^<>]*>([^<]*)"
    rb"|(?:url|href|src|srcset|type|width|xml:base|alt)=['\"]([^'\"]*)"
    rb'|"(?:id|url|title|name|summary|content_html|image|date_published|external_url)":"([^"]*)',
)


def _in_a_field(parts: list[bytes], at: int, other: int, piece: bytes) -> list[bytes]:
    """The piece within, before, behind or in place of what a field says."""
    body = b"".join(parts)
    fields = list(FIELD.finditer(body))
    if not fields:
        return parts
    start, end = next(span for n in (1, 2, 3) if (span := fields[at % len(fields)].span(n)) != (-1, -1))
    cut = start + other % (end - start + 1)
    back = end if other % 5 == 0 else cut
    return re.findall(rb"<[^<>]*>|[^<>]+", body[:cut] + piece + body[back:])


def _hurt(parts: list[bytes], what: str, at: int, other: int, piece: bytes) -> list[bytes]:
    if not parts:
        return [piece]
    if what == "field":
        return _in_a_field(parts, at, other, piece)
    at, other = at % len(parts), other % len(parts)
    match what:
        case "insert":
            inside = other % (len(parts[at]) + 1)
            return [*parts[:at], parts[at][:inside] + piece + parts[at][inside:], *parts[at + 1 :]]
        case "drop":
            return parts[:at] + parts[at + 1 :]
        case "twice":
            return parts[:at] + parts[at:other] * 2 + parts[max(at, other) :]
        case "swap":
            swapped = list(parts)
            swapped[at], swapped[other] = parts[other], parts[at]
            return swapped
        case "cut":
            return parts[:at] + parts[max(at, other) :]
    return [*parts[:at], piece, *parts[at + 1 :]]


def check(body: bytes, url: str, headers: dict[str, str]) -> None:
    """Whatever the bytes: an answer in time, fit to be stored, shown and mailed."""
    began = time.process_time()
    try:
        found = read_feed(body, url=url, headers=headers, now=NOW)
    except SourceError as error:
        assert str(error).isprintable(), ascii(str(error))  # noqa: PT017  # either outcome is right
    else:
        _is_sound(found)
    assert time.process_time() - began < MOST_SECONDS


def _is_sound(found: Reading) -> None:
    told = msgspec.json.encode(as_json("a", found)).decode()
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", told), ascii(told)
    assert not re.search(r"<\s*/?\s*(?:script|iframe|svg|object)", told, re.IGNORECASE)
    identities = [a.identity for a in found.usable]
    assert len(identities) == len(set(identities))
    assert found.left_out + len(found.usable) == len(found.articles)
    for article in found.articles:
        assert len(article.identity) <= MOST_CHARACTERS
        assert article.url == "" or is_web_address(article.url)
        assert article.image is None or is_web_address(article.image.url)
        assert article.published is None or article.published.utcoffset() == UTC.utcoffset(None)
        assert not any("@" in name for name in article.authors)
        assert replace(article).id == article.id


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(damaged(), st.sampled_from(URLS), st.sampled_from(HEADERS))
def test_a_feed_put_together_wrongly_is_read_or_refused(
    body: bytes, url: str, headers: dict[str, str]
) -> None:
    check(body, url, headers)


def test_for_as_long_as_is_asked_for() -> None:
    """Nothing, unless KEEPREADING_FUZZ_SECONDS says how long; then fresh feeds until the time is up."""
    end, rounds = time.monotonic() + SECONDS, 0
    while time.monotonic() < end:
        rounds += 1
        one_round = settings(max_examples=1000, suppress_health_check=list(HealthCheck), database=None)(
            given(damaged(), st.sampled_from(URLS), st.sampled_from(HEADERS))(check)
        )
        seed(time.time_ns())(one_round)()
    print(f"{rounds} rounds of 1,000 feeds")

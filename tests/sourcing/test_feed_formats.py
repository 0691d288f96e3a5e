"""Every format a newsroom's CMS writes, read into the same articles."""

import json
from datetime import UTC, datetime

import pytest

from digest.errors import SourceError
from digest.sourcing.feed import read_feed
from tests.builders.feeds import FEED_URL, atom, item, one, only, reading, rss

NINE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

RSS_092 = b"""<rss version="0.92"><channel><title>Old</title><link>http://old.example.org/</link><language>en-us</language>
<item><title>Nine</title><link>http://old.example.org/9</link><description>A dek.</description></item></channel></rss>"""
RDF = b"""<?xml version="1.0" encoding="iso-8859-1"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://rdf.example.org/">
 <title>RDF</title><link>https://rdf.example.org/</link></channel><item rdf:about="https://rdf.example.org/9"><title>Nine caf\xe9s</title>
 <link>https://rdf.example.org/9</link><description>A dek.</description><dc:date>2026-11-20T10:00:00+01:00</dc:date>
 <dc:creator>Jane Roe</dc:creator><dc:subject>Europe</dc:subject></item></rdf:RDF>"""
RSS_090 = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">
<channel><title>Ninety</title><link>http://n.example.org/</link></channel><item><title>Nine</title><link>http://n.example.org/9</link></item></rdf:RDF>"""
ATOM_03 = b"""<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="de"><title>Alt</title>
<author><name>Jane Roe</name><email>jane@example.org</email></author><entry><title mode="escaped" type="text/html">Neun &amp;amp; mehr</title>
<link rel="alternate" type="text/html" href="http://alt.example.org/9"/><id>tag:example.org,2026:9</id><issued>2026-11-20T09:00:00Z</issued>
<content type="text/html" mode="escaped">&lt;p&gt;Der erste Satz steht hier.&lt;/p&gt;</content></entry></feed>"""


def test_rss_2_gives_every_field() -> None:
    article = one(
        "<dc:creator>Jane Roe</dc:creator><category>Europe</category><category>Water</category>",
        description="Two governments return to the table.",
    )
    assert article.title == "Talks on the river treaty resume"
    assert article.url == "https://news.example.org/europe/talks-resume"
    assert article.guid == article.identity == "https://news.example.org/?p=1"
    assert article.dek == article.summary == "Two governments return to the table."
    assert article.authors == ("Jane Roe",)
    assert article.categories == ("Europe", "Water")
    assert article.published == NINE


def test_rss_0_92_needs_neither_guid_nor_date() -> None:
    article = only(RSS_092)
    assert (article.title, article.dek, article.language) == ("Nine", "A dek.", "en-us")
    assert article.identity == "https://old.example.org/9"
    assert article.published is None


def test_rss_1_0_keeps_items_beside_the_channel() -> None:
    article = only(RDF)
    assert (article.title, article.authors, article.categories) == ("Nine cafés", ("Jane Roe",), ("Europe",))
    assert article.guid == "https://rdf.example.org/9"
    assert article.published == NINE


def test_rss_0_90_is_read() -> None:
    assert only(RSS_090).url == "http://n.example.org/9"


def test_atom_0_3_is_read() -> None:
    article = only(ATOM_03)
    assert (article.title, article.authors, article.language) == ("Neun & mehr", ("Jane Roe",), "de")
    assert article.summary == "Der erste Satz steht hier."
    assert article.published == NINE


def test_atom_takes_the_feeds_authors_for_entries_without() -> None:
    body = atom(
        "<entry><title>A</title><id>urn:x:1</id><link href='/a'/></entry>"
        "<entry><title>B</title><id>urn:x:2</id><link href='/b'/><author><name>Max Moe</name></author></entry>",
        head="<author><name>Jane Roe</name><email>desk@example.org</email></author>",
    )
    assert [a.authors for a in reading(body).articles] == [("Jane Roe",), ("Max Moe",)]


def test_atom_xhtml_and_base64_content_are_read() -> None:
    body = atom(
        "<entry><title>A</title><id>urn:x:1</id><link href='/a'/><content type='xhtml'>"
        "<div xmlns='http://www.w3.org/1999/xhtml'><p>The <b>first</b> sentence.</p></div></content></entry>"
        "<entry><title>B</title><id>urn:x:2</id><link href='/b'/>"
        "<content type='application/octet-stream'>VGhlIHNlY29uZCBvbmUgaXMgZW5jb2RlZC4=</content></entry>"
    )
    assert [a.summary for a in reading(body).articles] == [
        "The first sentence.",
        "The second one is encoded.",
    ]


def test_atom_prefers_the_alternate_html_link() -> None:
    links = (
        "<link rel='self' href='/self'/><link rel='alternate' type='application/pdf' href='/pdf'/>"
        "<link rel='alternate' type='text/html' href='/page'/><link rel='enclosure' type='image/png' href='/p.png'/>"
    )
    article = only(atom(f"<entry><title>A</title><id>urn:x:1</id>{links}</entry>"))
    assert article.url == "https://news.example.org/page"
    assert article.image is not None
    assert article.image.url == "https://news.example.org/p.png"


def test_atom_falls_back_to_the_updated_date() -> None:
    entry = "<entry><title>A</title><id>urn:x:1</id><link href='/a'/><updated>2026-11-20T09:00:00Z</updated></entry>"
    assert only(atom(entry)).published == NINE


def json_feed(**entry: object) -> bytes:
    told = {"id": "1", "url": "https://news.example.org/1", "title": "One"} | entry
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "The Example",
            "language": "en",
            "items": [told],
        }
    ).encode()


def test_json_feed_gives_every_field() -> None:
    article = only(
        json_feed(
            summary="A dek.",
            content_html="<p>Body.</p>",
            authors=[{"name": "Jane Roe"}, {"url": "https://example.org/nobody"}],
            tags=["Europe", 7],
            image="/i.jpg",
            date_published="2026-11-20T09:00:00Z",
        )
    )
    assert (article.title, article.dek, article.authors, article.categories) == (
        "One",
        "A dek.",
        ("Jane Roe",),
        ("Europe",),
    )
    assert article.identity == "news.example.org#1"
    assert article.image is not None
    assert article.image.url == "https://news.example.org/i.jpg"
    assert (article.published, article.language) == (NINE, "en")


@pytest.mark.parametrize(
    ("entry", "guid"),
    [
        pytest.param({"id": 7}, "7", id="a number as id"),
        pytest.param({"id": None}, "", id="no id"),
        pytest.param({"author": {"name": "Jane Roe"}, "authors": None}, "1", id="version 1.0 author"),
        pytest.param(
            {"title": ["no"], "tags": "no", "attachments": {}}, "1", id="wrong types count as missing"
        ),
    ],
)
def test_json_feed_forgives(entry: dict[str, object], guid: str) -> None:
    assert only(json_feed(**entry)).guid == guid


def test_json_with_half_a_character_can_still_be_encoded() -> None:
    article = only(
        b'{"items": [{"id": "x\\ud800", "url": "https://a.example.org/\\udfff", "title": "T\\ud83d"}]}'
    )
    assert all(
        text.encode() is not None for text in (article.guid, article.url, article.title, article.identity)
    )


def test_links_start_from_the_feeds_address() -> None:
    assert one(link="/content/1").url == "https://news.example.org/content/1"


def test_without_an_address_links_start_from_the_feeds_own_link() -> None:
    assert only(rss(item(link="/content/1")), url="").url == "https://news.example.org/content/1"


def test_xml_base_counts() -> None:
    body = atom(
        "<entry xml:base='deep/'><title>A</title><id>urn:x:1</id><link xml:base='er/' href='a'/>"
        "<content type='html' xml:base='img/'>&lt;img src='p.jpg'&gt;</content></entry>",
        head="",
    ).replace(b"<feed ", b"<feed xml:base='https://base.example.org/' ")
    article = only(body)
    assert article.url == "https://base.example.org/deep/er/a"


@pytest.mark.parametrize("prefix", ["", "\n  ", "\ufeff"])
def test_what_stands_before_the_declaration_does_no_harm(prefix: str) -> None:
    assert len(reading(prefix.encode() + rss(item())).articles) == 1


@pytest.mark.parametrize(
    ("charset", "declared", "header"),
    [
        ("utf-8", "utf-8", ""),
        ("utf-8", "", "text/xml; charset=iso-8859-1"),
        ("utf-16", "utf-16", ""),
        ("utf-16-le", "", ""),
        ("utf-32", "utf-32", ""),
        ("windows-1252", "iso-8859-1", ""),
        ("windows-1252", "", ""),
        ("windows-1252", "utf-8", ""),
        ("iso-8859-1", "", "application/rss+xml; charset=ISO-8859-1"),
        ("utf-8", "no-such-charset", ""),
        ("cp037", "cp037", ""),
    ],
)
def test_letters_survive_their_encoding(charset: str, declared: str, header: str) -> None:
    declaration = f"<?xml version='1.0' encoding='{declared}'?>" if declared else ""
    text = (
        declaration
        + "<rss version='2.0'><channel><title>é</title><item><title>Café in Łódź</title></item></channel></rss>"
    )
    text = text if charset.startswith("utf") else text.replace("Łódź", "Zürich")
    found = read_feed(text.encode(charset), url=FEED_URL, headers={"Content-Type": header})
    assert found.articles[0].title in ("Café in Łódź", "Café in Zürich")
    assert found.title == "é"


def test_windows_quotes_under_a_latin_1_label_are_quotes() -> None:
    body = b"<?xml version='1.0' encoding='iso-8859-1'?><rss version='2.0'><channel><item><title>\x93Yes\x94 it\x92s</title></item></channel></rss>"
    assert only(body).title == "“Yes” it’s"


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(rss(item(title="A &nbsp; B")), id="an entity of HTML"),
        pytest.param(rss(item(title="A & B")), id="a bare ampersand"),
        pytest.param(rss(item(title="A B"))[:-20], id="cut off"),
        pytest.param(
            rss(item(title="A B"))
            .replace(b"xmlns:dc", b"xmlns:zz")
            .replace(b"</item>", b"<dc:creator>Jane Roe</dc:creator></item>"),
            id="an undeclared prefix",
        ),
        pytest.param(rss(item(title="A B")) + b"<p>junk", id="junk behind"),
    ],
)
def test_what_is_not_well_formed_is_read_all_the_same_and_told(broken: bytes) -> None:
    found = reading(broken)
    assert found.articles[0].title.replace("& ", "") == "A B"
    assert found.articles[0].url == "https://news.example.org/europe/talks-resume"
    assert "damaged" in found.warnings[0]


def test_a_control_character_alone_is_no_damage() -> None:
    found = reading(rss(item(title="A\x08 B\x0b")))
    assert (found.articles[0].title, found.warnings) == ("A B", ())


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"", "empty"),
        (b" \n\x00 ", "empty"),
        (b"<!doctype html><html><head><title>Hi</title></head><body><p>No</body></html>", "web page"),
        (b"<html><head/><body>text</body></html>", "web page"),
        (b"hello", "plain text"),
        (b"<root><a/></root>", "XML of another kind"),
        (b"<unclosed><b>", "something else"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"\x00\x01\x02\x03" * 20, "binary"),
        (b'{"items": 3}', "no JSON Feed"),
        (b'{"items": [', "not valid"),
        (b"[1, 2]", "no JSON Feed"),
    ],
)
def test_what_is_no_feed_is_refused_by_its_looks(body: bytes, word: str) -> None:
    with pytest.raises(SourceError, match=word) as caught:
        reading(body)
    assert "\n" not in str(caught.value)


def test_a_feed_without_articles_says_so() -> None:
    assert reading(rss()).warnings == ("the feed holds no article",)


def test_an_article_without_an_address_stays_and_is_told() -> None:
    found = reading(rss(item(link="", guid="<guid isPermaLink='false'>77</guid>")))
    assert found.articles[0].url == ""
    assert '"Talks on the river treaty resume" has no link' in found.warnings[0]


def test_a_permalink_guid_stands_in_for_the_link() -> None:
    assert (
        one(link="", guid="<guid>https://news.example.org/p/1</guid>").url == "https://news.example.org/p/1"
    )


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/a", "mailto:a@example.org"]
)
def test_links_of_other_kinds_are_refused(link: str) -> None:
    found = reading(rss(item(link=link)))
    assert found.articles[0].url == ""
    assert "which is refused" in found.warnings[0]


def test_a_relative_link_with_nothing_to_start_from_is_told() -> None:
    found = reading(rss(item(link="/a")).replace(b"<link>https://news.example.org/</link>", b""), url="")
    assert "base_url" in found.warnings[0]


def test_missing_and_unreadable_dates_are_told() -> None:
    warnings = reading(rss(item(pubDate=""), item(pubDate="soon", guid="<guid>2</guid>"))).warnings
    assert "no date" in warnings[0]
    assert 'cannot be read ("soon")' in warnings[1]


def test_a_date_in_the_future_is_kept_and_told() -> None:
    found = read_feed(rss(item()), url=FEED_URL, now=datetime(2026, 11, 19, tzinfo=UTC))
    assert found.articles[0].published == NINE
    assert "in the future" in found.warnings[0]


def test_one_guid_on_two_articles_falls_back_to_their_addresses() -> None:
    found = reading(
        rss(item(link="https://a.example.org/1"), item(link="https://a.example.org/2", title="Other"))
    )
    assert [a.identity for a in found.articles] == ["https://a.example.org/1", "https://a.example.org/2"]
    assert "share the guid" in found.warnings[0]


def test_one_guid_and_the_front_page_as_link_are_told_apart_by_title() -> None:
    front = "https://a.example.org/"
    found = reading(rss(item(link=front), item(link=front, title="Other")))
    assert len({a.identity for a in found.articles}) == 2


def test_an_article_that_stands_twice_counts_once_in_its_newest_form() -> None:
    found = reading(rss(item(title="Old"), item(title="New", pubDate="Fri, 20 Nov 2026 10:00:00 GMT")))
    assert [a.title for a in found.articles] == ["New"]
    assert "more than once" in found.warnings[0]


def test_articles_with_neither_link_nor_guid_are_never_merged() -> None:
    assert len(reading(rss(item(link="", guid=""), item(link="", guid=""))).articles) == 2


def test_the_order_of_the_feed_is_kept() -> None:
    items = [item(link=f"/{i}", guid=f"<guid>g{i}</guid>", title=f"T{i}") for i in (3, 1, 2)]
    assert [a.title for a in reading(rss(*items)).articles] == ["T3", "T1", "T2"]


def test_warnings_never_flood() -> None:
    items = [item(link="", guid=f"<guid isPermaLink='false'>{i}</guid>", title=f"T{i}") for i in range(200)]
    warnings = reading(rss(*items)).warnings
    assert len(warnings) == 51
    assert warnings[-1] == "and 150 more warnings of this feed"


def test_the_shape_of_a_section_feed_with_a_picture_before_the_text() -> None:
    """RebelMouse as far as its documentation tells; no real file of theirs was at hand."""
    html = (
        "<![CDATA[<img src='https://news.example.org/media-library/river.jpg?id=9&width=1200&coordinates=0%2C1'/><br/><br/>"
        "<p>The two governments met on Tuesday. They will meet again.</p><p>"
        + "More was said later. " * 40
        + "</p>]]>"
    )
    article = one("<dc:creator>Jane Roe</dc:creator><category>Middle-east</category>", description=html)
    assert article.dek == ""
    assert article.summary.startswith("The two governments met on Tuesday. They will meet again.")
    assert len(article.summary) <= 300
    assert article.image is not None
    assert (
        article.image.url
        == "https://news.example.org/media-library/river.jpg?id=9&width=1200&coordinates=0%2C1"
    )

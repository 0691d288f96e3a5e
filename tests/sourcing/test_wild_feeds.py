"""What the world publishes, in all its dialects, gives the articles a reader would expect."""

import base64
import gzip
from datetime import UTC, datetime

import pytest

from digest.model.article import Article, Image
from digest.sourcing.feed import read_feed
from tests.builders.feeds import FEED_URL, atom, item, one, only, reading, rss
from tests.builders.wild_feeds import SITE, WILD, bare_rss, titled


def first(name: str) -> Article:
    return reading(WILD[name]).articles[0]


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "title", "url", "published", "authors"),
    [
        ("Atom 0.3", "Ships & sails", f"{SITE}/ships", utc(19, 6, 30), ("Jane Roe",)),
        ("RSS 0.90", "Ships return", f"{SITE}/ships", None, ()),
        ("RSS 0.91", "Café closes", f"{SITE}/cafe", None, ()),
        ("RSS 0.92", "Ships return", f"{SITE}/a", None, ()),
        ("RDF", "Ships return", f"{SITE}/ships", utc(20, 8), ("Jane Roe", "John Doe")),
        ("JSON Feed 1.0", "Ships & sails", f"{SITE}/ships", utc(20, 8), ("Jane Roe",)),
        ("JSON Feed 1.1", "Ships return", f"{SITE}/ships", utc(20, 9), ("Jane Roe", "John Doe")),
        ("nested xml:base", "Ships return", f"{SITE}/world/africa/ships", utc(20, 9), ()),
        ("Atom links", "Ships return", f"{SITE}/ships", utc(20, 9), ("Jane Roe", "John Doe")),
    ],
)
def test_every_dialect_gives_title_address_date_and_byline(
    name: str, title: str, url: str, published: datetime | None, authors: tuple[str, ...]
) -> None:
    found = first(name)
    assert (found.title, found.url, found.published, found.authors) == (title, url, published, authors)


@pytest.mark.parametrize(
    ("name", "image"),
    [
        ("media", Image(f"{SITE}/l.jpg", "", "The quay.", "Ida Holm", 1280, 720)),
        ("JSON Feed 1.0", Image(f"{SITE}/ships.jpg")),
        ("JSON Feed 1.1", Image(f"{SITE}/quay.webp", "The quay")),
        ("nested xml:base", Image(f"{SITE}/world/africa/pictures/quay.jpg", width=640)),
        ("podcast", Image(f"{SITE}/cover.jpg")),
        ("WordPress", Image(f"{SITE}/quay-1200.jpg", "The quay")),
        (
            "RebelMouse",
            Image(
                f"{SITE}/media-library/quay.jpg?id=7&width=1200&height=800&quality=90&coordinates=0%2C1%2C0%2C2"
            ),
        ),
        ("Atom links", Image(f"{SITE}/quay.png")),
        ("Atom 0.3", None),
        ("RSS 0.90", None),
    ],
)
def test_the_picture_is_the_one_a_reader_would_choose(name: str, image: Image | None) -> None:
    assert first(name).image == image


def test_the_title_of_an_attachment_is_text_and_nothing_else() -> None:
    """Found by the fuzzing of feeds: it became the alt text as it stood."""
    hurt = WILD["JSON Feed 1.1"].replace(b"The quay", b"<script>alert(1)</script>The &lt;b&gt;quay")
    assert reading(hurt).articles[0].image == Image(f"{SITE}/quay.webp", "The quay")


def test_a_counting_proxy_gives_way_to_the_address_it_leads_to() -> None:
    assert first("FeedBurner").url == f"{SITE}/ships"
    other = item(
        "<feedburner:origLink xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'>x</feedburner:origLink>"
    )
    assert only(rss(other)).url == f"{SITE}/europe/talks-resume"


def test_rss_may_link_by_atom_or_by_its_guid() -> None:
    assert first("atom:link in RSS").url == f"{SITE}/ships"
    assert first("podcast").url == f"{SITE}/episode/1"


def test_the_editor_of_the_channel_is_nobodys_byline() -> None:
    assert first("RSS 0.91").authors == ()
    assert first("podcast").authors == ("Jane Roe",)


def test_a_whole_rebelmouse_item_is_understood() -> None:
    """In the shape its documentation describes; never tried on a real one."""
    found = first("RebelMouse")
    assert found.summary.startswith("The first ships of the winter came in on Monday.")
    assert (found.kind, found.categories) == ("Analysis", ("Middle East", "Analysis"))


# -- kind and kicker ------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "fields", "kind"),
    [
        ("<category>News Analysis</category>", {}, "Analysis"),
        ("<category>World</category><category>opinion</category>", {}, "Opinion"),
        ("<category>Op-Ed</category>", {}, "Opinion"),
        ("<dc:type>Interview</dc:type>", {}, "Interview"),
        ("", {"link": f"{SITE}/opinion/2026/talks"}, "Opinion"),
        ("", {"link": f"{SITE}/world/analysis/talks"}, "Analysis"),
        ("", {"title": "Analysis | Why the talks failed"}, "Analysis"),
        ("", {"title": "Opinion: A talk on talks"}, "Opinion"),
        ("", {"title": "Why the talks failed | Analysis"}, ""),
        ("<category>Opinion polls</category>", {}, ""),
        ("<category>World leaders</category>", {}, ""),
        ("", {"link": f"{SITE}/2026/11/analysis"}, ""),
    ],
)
def test_the_kind_is_what_the_feed_surely_says(inside: str, fields: dict[str, str], kind: str) -> None:
    assert one(inside, **fields).kind == kind


@pytest.mark.parametrize("name", ["kicker", "x:kicker", "x:overline"])
def test_a_line_over_the_title_is_the_kicker(name: str) -> None:
    inside = f"<{name} xmlns:x='https://news.example.org/ns'>Analysis | Middle East</{name}>"
    assert one(inside).kicker == "Analysis | Middle East"


# -- encodings --------------------------------------------------------------------

GERMAN, RUSSIAN, JAPANESE = "Zwölf “Häfen” – geöffnet", "Порты открыты сегодня", "港が開いた今日の朝"
CHINESE, KOREAN, ARABIC, GREEK = (
    "港口今天开放了",
    "항구가 오늘 열렸다",
    "فتحت الموانئ اليوم",
    "Τα λιμάνια άνοιξαν",
)


def document(title: str, declared: str = "", *, head: str = "") -> str:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return declaration + bare_rss(titled(title), head=head)


@pytest.mark.parametrize(
    ("title", "declared", "encoded"),
    [
        pytest.param(GERMAN, "utf-8", "utf-8-sig", id="a byte order mark"),
        pytest.param(GERMAN, "iso-8859-1", "utf-8", id="UTF-8 said to be Latin-1"),
        pytest.param(GERMAN, "utf-8", "cp1252", id="Windows-1252 said to be UTF-8"),
        pytest.param(GERMAN, "", "cp1252", id="Windows-1252 that says nothing"),
        pytest.param(GERMAN, "iso-8859-1", "cp1252", id="Windows-1252 said to be Latin-1"),
        pytest.param(GERMAN, "utf-16", "utf-8", id="UTF-8 said to be UTF-16"),
        pytest.param(RUSSIAN, "utf-16", "utf-16", id="UTF-16"),
        pytest.param(RUSSIAN, "", "utf-16-le", id="UTF-16 without a mark"),
        pytest.param(RUSSIAN, "windows-1251", "cp1251", id="Windows-1251"),
        pytest.param(RUSSIAN, "", "cp1251", id="Windows-1251 that says nothing"),
        pytest.param(RUSSIAN, "iso-8859-1", "cp1251", id="Windows-1251 said to be Latin-1"),
        pytest.param(RUSSIAN, "", "koi8-r", id="KOI8-R that says nothing"),
        pytest.param(RUSSIAN, "koi8-r", "koi8-r", id="KOI8-R"),
        pytest.param(JAPANESE, "Shift_JIS", "cp932", id="Shift_JIS"),
        pytest.param(JAPANESE, "utf-8", "cp932", id="Shift_JIS said to be UTF-8"),
        pytest.param(JAPANESE, "", "euc-jp", id="EUC-JP that says nothing"),
        pytest.param(JAPANESE, "iso-2022-jp", "iso-2022-jp", id="ISO-2022-JP"),
        pytest.param(CHINESE, "gb2312", "gb18030", id="GB18030 said to be GB2312"),
        pytest.param(CHINESE, "", "gb18030", id="GB18030 that says nothing"),
        pytest.param("港口今天開放了", "big5", "big5", id="Big5"),
        pytest.param(KOREAN, "euc-kr", "cp949", id="EUC-KR"),
        pytest.param(KOREAN, "", "cp949", id="EUC-KR that says nothing"),
        pytest.param(ARABIC, "", "cp1256", id="Windows-1256 that says nothing"),
        pytest.param(GREEK, "", "cp1253", id="Windows-1253 that says nothing"),
        pytest.param("Porty otwarte: żółć", "iso-8859-2", "iso-8859-2", id="ISO-8859-2"),
    ],
)
def test_a_title_is_read_in_its_charset_whatever_is_said_of_it(
    title: str, declared: str, encoded: str
) -> None:
    assert only(document(title, declared).encode(encoded)).title == title


@pytest.mark.parametrize(
    ("language", "title", "encoded"),
    [("pl", "Porty otwarte: żółć", "iso-8859-2"), ("tr", "Limanlar açıldı: İğne", "cp1254"), ("ru-RU", "Порт", "cp1251"),
     ("zh-TW", "港口今天開放", "big5"), ("lt", "Uostai atidaryti: šį rytą", "cp1257")],
)  # fmt: skip
def test_the_language_of_a_feed_tells_its_old_charset(language: str, title: str, encoded: str) -> None:
    body = document(title, head=f"<language>{language}</language>").encode(encoded)
    assert only(body).title == title


def test_single_wrong_bytes_in_utf8_do_not_spoil_the_rest() -> None:
    body = document("Zwölf Häfen", "utf-8").encode().replace("ä".encode(), b"\xe4")
    assert only(body).title == "Zwölf Häfen"


def test_the_header_of_the_answer_goes_before_the_declaration() -> None:
    body = document(RUSSIAN, "iso-8859-5").encode("cp1251")
    headers = {"Content-Type": "text/xml; charset=windows-1251"}
    (found,) = read_feed(body, url=FEED_URL, headers=headers).articles
    assert found.title == RUSSIAN


# -- damage that loses nothing -------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            f"\n\n <!-- cached --> \n{document('Ships', 'utf-8')}", id="a comment before the declaration"
        ),
        pytest.param(
            f"<br />\n<b>Warning</b>: in x.php\n{document('Ships', 'utf-8')}", id="a warning before it"
        ),
        pytest.param(f"Notice: x\n{document('Ships', 'utf-8')}", id="text before it"),
        pytest.param(f"{document('Ships')}\n<script>count()</script>", id="a script after the feed"),
        pytest.param(f'<?xml version="1.0"?>{document("Ships", "utf-8")}', id="two declarations"),
        pytest.param(document("Ships&nbsp;"), id="an entity of HTML"),
        pytest.param(document("Ships", head="<x>a & b</x>"), id="a bare ampersand"),
        pytest.param(document("Ships", head="<x:y/>"), id="a prefix nobody declared"),
        pytest.param(document("Ships", head="<x>&foo;</x>"), id="an entity nobody knows"),
        pytest.param(document("A\x0bShips").replace("A\x0b", "\x0b"), id="a control character"),
        pytest.param(document("<![CDATA[Ships]]>"), id="CDATA in a title"),
        pytest.param(document("&lt;![CDATA[Ships]]&gt;"), id="CDATA escaped"),
        pytest.param(document("&lt;b&gt;Ships&lt;/b&gt;"), id="markup in a title"),
    ],
)
def test_what_stands_around_or_within_a_feed_by_mistake_costs_no_article(body: str) -> None:
    found = only(body.encode())
    assert (found.title, found.url) == ("Ships", f"{SITE}/a")


def test_entities_are_read_in_text_and_stay_in_addresses() -> None:
    body = bare_rss(
        "<item><title>Caf&eacute; &amp;amp; bar &hellip; &#8217;</title><link>https://a.example/?x=1&y=2</link></item>"
    )
    found = only(body.encode())
    assert (found.title, found.url) == ("Café & bar … ’", "https://a.example/?x=1&y=2")


def test_a_media_prefix_nobody_declared_still_gives_the_picture() -> None:
    body = bare_rss(
        titled(
            "Ships",
            "<media:content url='https://news.example.org/q.jpg' medium='image'/><dc:creator>Jane Roe</dc:creator>",
        )
    )
    found = only(body.encode())
    assert found.image == Image("https://news.example.org/q.jpg")
    assert found.authors == ("Jane Roe",)


def test_base64_of_old_atom_is_read() -> None:
    packed = base64.b64encode(b"<p>The ships came in at night.</p>").decode()
    body = WILD["Atom 0.3"].replace(b"PHA+VGhlIGJvZHkuPC9wPg==", packed.encode())
    without_summary = body.replace(b"Talks on the harbour resume after a month.", b"")
    assert reading(without_summary).articles[0].summary == "The ships came in at night."


def test_a_gzip_answer_that_does_not_say_so_is_unpacked_where_it_is_fetched() -> None:
    from digest.sourcing.sources import _unzipped

    assert only(_unzipped(gzip.compress(rss(item())))).title == "Talks on the river treaty resume"


# -- addresses -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("//news.example.org/a", "https://news.example.org/a"),
        ("/a b", "https://news.example.org/a%20b"),
        (
            "https://news.example.org/a\u009b31m\u202egpj.exe",
            "https://news.example.org/a%C2%9B31m%E2%80%AEgpj.exe",
        ),
        ("https://news.example.org/a\u2028b\u00a0c", "https://news.example.org/a%E2%80%A8b%C2%A0c"),
        ("https://news.example.org/\u200bа", "https://news.example.org/%E2%80%8Bа"),
        ("https://news\u202e.example.org/a", ""),
        ("https://news.example.org/статья", "https://news.example.org/статья"),
        ("javascript:alert(1)", ""),
    ],
)
def test_no_address_carries_what_steers_a_terminal_or_hides(link: str, url: str) -> None:
    assert one(link=link).url == url


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("jane@example.org (Jane Roe)", ("Jane Roe",)),
        ("Jane Roe &lt;jane@example.org&gt;", ("Jane Roe",)),
        ("jane@example.org", ()),
        ("Jane Roe, John Doe and Ida Holm", ("Jane Roe", "John Doe", "Ida Holm")),
        ("By Jane Roe in Nairobi", ("Jane Roe",)),
    ],
)
def test_a_byline_is_names_and_never_an_address(author: str, names: tuple[str, ...]) -> None:
    assert one(f"<author>{author}</author>").authors == names
    entry = f"<entry><id>urn:x:1</id><title>T</title><link href='/a'/><author><name>{author}</name></author></entry>"
    assert only(atom(entry)).authors == names

"""Feeds in the shapes the world publishes: each written for the tests, none copied.

``WILD`` maps a name to the bytes; the tests say what must come of them.
"""

from tests.builders.feeds import atom, item, rss

SITE = "https://news.example.org"


def bare_rss(
    items: str, *, version: str = "2.0", head: str = "", spaces: str = "", link: str = f"{SITE}/"
) -> str:
    """Without an XML declaration, for texts that are then encoded somehow."""
    site = f"<link>{link}</link>" if link else ""
    return f'<rss version="{version}"{spaces}><channel><title>The Example</title>{site}{head}{items}</channel></rss>'


def titled(title: str, inside: str = "") -> str:
    return f"<item><title>{title}</title><link>{SITE}/a</link>{inside}</item>"


ATOM_03 = b"""<?xml version="1.0" encoding="utf-8"?>
<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="en">
<title>The Example</title><link rel="alternate" type="text/html" href="https://news.example.org/"/>
<modified>2026-11-20T10:00:00Z</modified><author><name>The Desk</name></author>
<entry><title mode="escaped" type="text/html">Ships &amp;amp; sails</title>
<link rel="alternate" type="text/html" href="https://news.example.org/ships"/>
<link rel="service.edit" type="application/x.atom+xml" href="https://news.example.org/edit/1"/>
<id>tag:news.example.org,2026:1</id><issued>2026-11-19T08:30:00+02:00</issued>
<modified>2026-11-20T08:30:00Z</modified><created>2026-11-18T08:30:00Z</created>
<summary type="text/plain">Talks on the harbour resume after a month.</summary>
<author><name>Jane Roe</name><email>jane@example.org</email></author>
<content mode="base64" type="text/html">PHA+VGhlIGJvZHkuPC9wPg==</content></entry></feed>"""

RSS_090 = b"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">
<channel><title>The Example</title><link>https://news.example.org/</link><description>All</description></channel>
<image><title>Logo</title><url>https://news.example.org/logo.gif</url></image>
<item><title>Ships return</title><link>https://news.example.org/ships</link></item></rdf:RDF>"""

RSS_091 = b"""<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>The Example</title><link>https://news.example.org/</link>
<language>en-us</language><managingEditor>editor@example.org (Ed Itor)</managingEditor>
<item><title>Caf\xe9 closes</title><link>https://news.example.org/cafe</link>
<description>It was the last one on the quay.</description></item></channel></rss>"""

RDF_10 = b"""<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="https://news.example.org/rdf"><title>The Example</title><link>https://news.example.org/</link>
<items><rdf:Seq><rdf:li resource="https://news.example.org/ships"/></rdf:Seq></items></channel>
<item rdf:about="https://news.example.org/ships"><title>Ships return</title><link>https://news.example.org/ships</link>
<dc:creator>Jane Roe</dc:creator><dc:creator>John Doe</dc:creator><dc:date>2026-11-20T09:00+01:00</dc:date>
<dc:subject>Trade</dc:subject><dc:subject>Harbours</dc:subject>
<content:encoded><![CDATA[<p>The first ships of the winter came in.</p>]]></content:encoded></item></rdf:RDF>"""

JSON_10 = b"""{"version":"https://jsonfeed.org/version/1","title":"The Example","home_page_url":"https://news.example.org/",
"author":{"name":"The Desk"},"items":[{"id":7,"url":"/ships","title":"Ships &amp; sails","content_html":"<p>They came in.</p>",
"banner_image":"/banner.jpg","image":"/ships.jpg","author":{"name":"Jane Roe","url":"https://news.example.org/jane"},
"tags":["Trade"," Harbours "],"date_published":"2026-11-20T09:00:00+01:00",
"attachments":[{"url":"https://news.example.org/ships.mp3","mime_type":"audio/mpeg"}]}]}"""

JSON_11 = b"""\xef\xbb\xbf{"version":"https://jsonfeed.org/version/1.1","title":"The Example","language":"en","items":[
{"id":"urn:example:1","external_url":"https://news.example.org/ships","title":"Ships return","content_text":"They came in.\\n\\nAll of them.",
"summary":"All ships are in.","authors":[{"name":"Jane Roe"},{"name":"John Doe"}],"date_modified":"2026-11-20T09:00:00Z",
"attachments":[{"url":"https://news.example.org/quay.webp","mime_type":"image/webp","title":"The quay"}]}]}"""

NESTED_BASES = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example.org/world/">
<title>The Example</title><link href="./"/><entry xml:base="africa/"><id>urn:x:1</id><title>Ships return</title>
<link href="ships"/><updated>2026-11-20T09:00:00Z</updated>
<content type="html" xml:base="pictures/">&lt;img src="quay.jpg" width="640"&gt;</content></entry></feed>"""

WILD: dict[str, bytes] = {
    "Atom 0.3": ATOM_03,
    "RSS 0.90": RSS_090,
    "RSS 0.91": RSS_091,
    "RSS 0.92": bare_rss(
        titled("Ships return", "<source url='https://x.example/'>X</source>"), version="0.92"
    ).encode(),
    "RDF": RDF_10,
    "JSON Feed 1.0": JSON_10,
    "JSON Feed 1.1": JSON_11,
    "nested xml:base": NESTED_BASES,
    "media": rss(
        item(
            "<media:group><media:content url='https://news.example.org/s.jpg' medium='image' width='320' height='180'/>"
            "<media:content url='https://news.example.org/l.jpg' medium='image' width='1280' height='720'>"
            "<media:credit>Ida Holm</media:credit><media:description>The quay.</media:description></media:content>"
            "<media:content url='https://news.example.org/f.mp4' type='video/mp4' width='1920' height='1080'/>"
            "<media:thumbnail url='https://news.example.org/t.jpg' width='1400'/></media:group>"
            "<enclosure url='https://news.example.org/e.jpg' type='image/jpeg' length='1'/>"
        )
    ),
    "podcast": rss(
        item(
            "<enclosure url='https://news.example.org/e.mp3' type='audio/mpeg' length='1'/>"
            "<itunes:image href='https://news.example.org/cover.jpg'/><itunes:author>Jane Roe</itunes:author>"
            "<itunes:summary>An hour about ships.</itunes:summary><itunes:duration>1:00:00</itunes:duration>",
            link="",
            guid="<guid isPermaLink='true'>https://news.example.org/episode/1</guid>",
        ),
        channel="<itunes:owner><itunes:email>host@example.org</itunes:email></itunes:owner>",
    ),
    "WordPress": rss(
        item(
            "<dc:creator><![CDATA[Jane Roe]]></dc:creator><category><![CDATA[Harbours &amp; ships]]></category>"
            "<content:encoded><![CDATA[<p><img src='//news.example.org/p.gif' width='1' height='1'/>"
            "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='/>"
            "<img srcset='/quay-300.jpg 300w, /quay-1200.jpg 1200w' alt='The quay'/></p><p>They came in.</p>]]></content:encoded>",
            description="<![CDATA[The first ships came in. [&#8230;]]]>",
        )
    ),
    "RebelMouse": rss(
        item(
            "<dc:creator>Jane Roe</dc:creator><category>Middle East</category><category>Analysis</category>",
            description='&lt;img src="https://news.example.org/media-library/quay.jpg?id=7&amp;amp;width=1200&amp;amp;height=800'
            '&amp;amp;quality=90&amp;amp;coordinates=0%2C1%2C0%2C2"/&gt;&lt;br/&gt;&lt;br/&gt;'
            "&lt;p&gt;The first ships of the winter came in on Monday.&lt;/p&gt;&lt;p&gt;Nobody had expected them.&lt;/p&gt;",
        )
    ),
    "Atom links": atom(
        "<entry><id>urn:x:1</id><title>Ships return</title><updated>2026-11-20T09:00:00Z</updated>"
        "<link rel='self' href='https://news.example.org/self'/><link rel='replies' href='https://news.example.org/replies'/>"
        "<link rel='alternate' type='application/json' href='https://news.example.org/a.json'/>"
        "<link rel='alternate' type='text/html' hreflang='en' href='https://news.example.org/ships'/>"
        "<link rel='enclosure' type='image/png' href='https://news.example.org/quay.png'/>"
        "<author><name>Jane Roe</name></author><author><name>John Doe</name></author></entry>"
    ),
    "FeedBurner": rss(
        item(
            "<feedburner:origLink xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'>"
            "https://news.example.org/ships</feedburner:origLink>",
            link="http://feedproxy.google.com/~r/example/~3/abc/",
        )
    ),
    "atom:link in RSS": rss(
        item("<atom:link rel='alternate' href='https://news.example.org/ships'/>", link="")
    ),
}

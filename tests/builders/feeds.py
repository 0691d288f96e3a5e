"""Small feeds with dull defaults, so that a test shows only what matters."""

from digest.model.article import Article
from digest.sourcing.feed import Reading, read_feed

FEED_URL = "https://news.example.org/feeds/feed.rss"

_SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)
DULL_ITEM = {
    "title": "Talks on the river treaty resume",
    "link": "https://news.example.org/europe/talks-resume",
    "guid": '<guid isPermaLink="false">https://news.example.org/?p=1</guid>',
    "pubDate": "Fri, 20 Nov 2026 09:00:00 GMT",
}


def item(inside: str = "", **fields: str) -> str:
    """An RSS item; a field given as "" is left out, one that starts with "<guid" stands as it is."""
    told = DULL_ITEM | fields
    written = (
        value if value.startswith(f"<{name}") else f"<{name}>{value}</{name}>"
        for name, value in told.items()
        if value
    )
    return f"<item>{''.join(written)}{inside}</item>"


def rss(*items: str, channel: str = "") -> bytes:
    head = f"<title>The Example</title><link>https://news.example.org/</link>{channel}"
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {_SPACES}><channel>{head}{"".join(items)}</channel></rss>'.encode()


def atom(*entries: str, head: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>The Example</title><id>urn:example:feed</id>{head}{''.join(entries)}</feed>"
    ).encode()


def reading(body: bytes, url: str = FEED_URL) -> Reading:
    return read_feed(body, url=url)


def only(body: bytes, url: str = FEED_URL) -> Article:
    """The one article of a feed."""
    (article,) = reading(body, url).articles
    return article


def one(inside: str = "", **fields: str) -> Article:
    """The article of an RSS feed with this one item."""
    return only(rss(item(inside, **fields)))

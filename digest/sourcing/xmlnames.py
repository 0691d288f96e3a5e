"""Names of XML elements, shortened: RSS and Atom become bare names, modules get their usual prefix."""

from functools import lru_cache
from xml.etree.ElementTree import Element

_PREFIXES = {
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://backend.userland.com/rss091": "",
    "http://backend.userland.com/rss092": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://cyber.harvard.edu/rss": "",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/elements/1.0/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://prismstandard.org/namespaces/basic/2.0/": "prism:",
    "http://prismstandard.org/namespaces/2.0/basic/": "prism:",
    "http://prismstandard.org/namespaces/1.2/basic/": "prism:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
}


def short_name(element: Element) -> str:
    """``dc:creator`` for any prefix of that namespace; bare for RSS and Atom; lower case."""
    return _short(element.tag)


@lru_cache(maxsize=2000)
def _short(name: str) -> str:
    if name[:1] != "{":
        return name.lower()
    space, _, local = name[1:].partition("}")
    prefix = _PREFIXES.get(space.lower(), "?:" if space else "")
    return f"{prefix}{local}".lower()


def local_name(element: Element) -> str:
    return element.tag.rsplit("}", 1)[-1]

"""Web pages of invented articles, as small as they can be, and one shaped like RebelMouse's."""

import json
from collections.abc import Mapping
from typing import Any

from digest.sourcing.pages.reading import PageReading, read_page

SITE = "https://lantern.example.org"
URL = f"{SITE}/africa/harbour-town-counts-its-boats"
TITLE = "Harbour town counts its boats again"
DEK = "After the storm the council wants to know who still fishes, and who will be paid."
PARAGRAPHS = (
    "The council of Port Merin met on Tuesday to count the boats that came back from the storm.",
    "Forty-one of sixty are afloat, the harbour master said, and nine more can be mended by spring.",
    "Nobody at the meeting could say what happens to the crews of the ten that cannot.",
)


def a_page(
    *,
    head: str = "",
    linked: Any = None,
    title: str = f"{TITLE} | The Lantern",
    heading: str = f"<h1>{TITLE}</h1>",
    over: str = "",
    under: str = "",
    body: str | None = None,
    lang: str = "en",
) -> str:
    """A whole page. ``over`` and ``under`` stand around the heading; ``linked`` is its JSON-LD."""
    script = f'<script type="application/ld+json">{json.dumps(linked)}</script>' if linked is not None else ""
    text = "".join(f"<p>{p}</p>" for p in PARAGRAPHS) if body is None else body
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}{script}</head>'
        f'<body><nav><a href="/">The Lantern</a></nav><main><article>{over}{heading}{under}'
        f'<div class="body">{text}</div></article></main><footer>The Lantern, 1 Quay Street</footer></body></html>'
    )


def an_article(**over: Any) -> dict[str, Any]:
    """JSON-LD of a news article with dull defaults."""
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": "2026-11-17T09:30:00+01:00",
        "author": {"@type": "Person", "name": "Ida Holm"},
        "publisher": {"@type": "Organization", "name": "The Lantern"},
    } | over


def meta(**named: str) -> str:
    """<meta> tags; ``og__title`` becomes property og:title."""
    return "".join(
        f'<meta {"property" if "__" in name else "name"}="{name.replace("__", ":")}" content="{content}">'
        for name, content in named.items()
    )


def read(page: str | bytes, url: str = URL, headers: Mapping[str, str] | None = None) -> PageReading:
    return read_page(page.encode() if isinstance(page, str) else page, url, headers=headers)


REBELMOUSE = f"""<!doctype html><html lang="en"><head>
<title>{TITLE} - The Lantern</title>
<link rel="canonical" href="{URL}">
<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="The Lantern">
<meta property="og:image" content="{SITE}/media-library/boats-at-the-quay.jpg?id=60123456&amp;width=2000&amp;height=1500&amp;coordinates=0%2C0%2C0%2C83">
<meta property="article:section" content="Africa">
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{TITLE}",
"datePublished":"2026-11-17T09:30:00Z","author":[{{"@type":"Person","name":"Ida Holm"}},{{"@type":"Person","name":"Tom Adeyemi"}}],
"publisher":{{"@type":"Organization","name":"The Lantern"}}}}</script>
</head><body><div class="widget__head">
<h1 class="widget__headline h1"><span class="widget__headline-text">{TITLE}</span></h1>
<h2 class="widget__subheadline">{DEK}</h2></div>
<div class="widget__image"><img class="rm-lazyloadable-image" alt="Boats at the quay of Port Merin"
 src="data:image/svg+xml,%3Csvg%20xmlns%3D'http://www.w3.org/2000/svg'%3E%3C/svg%3E"
 data-runner-src="{SITE}/media-library/boats-at-the-quay.jpg?id=60123456&amp;width=980">
<div class="media-photo-credit">Photo by Rosa Lindt / Shutterstock</div></div>
<div class="body-description"><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></div></body></html>"""
"""Lazy pictures, a media library that takes a width, the credit in a box of its own (invented)."""

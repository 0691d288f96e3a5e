"""What gathering costs: 500 feeds of 40 articles each from a local server, in one run.

    python benchmarks/feeds.py [--feeds 500] [--items 40]

Three figures, each by processor time of this process alone (the server is
another one):

* ``gather``: all feeds fetched, read and stored in a new SQLite file;
* ``again``: the same feeds unchanged. The server counts what it is asked: one
  conditional request for each feed, and nothing is parsed;
* ``reading``: the same bytes read without net and database, beside feedparser
  with a plain mapping of its fields, in turns within the same run.

Seconds depend on the machine; ratios are what to look at.
"""

import argparse
import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from unittest import mock

import feedparser

from digest.app import App
from digest.desk.gather import gather
from digest.newsroom import parse_newsroom
from digest.settings import Settings
from digest.sourcing import sources
from digest.sourcing.feed import read_feed

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
COMPARED = 12  # feeds read by both; feedparser takes its time
WORDS = [
    "river",
    "council",
    "treaty",
    "harbour",
    "minister",
    "vote",
    "winter",
    "border",
    "plan",
    "talks",
    "north",
    "bridge",
    "market",
    "school",
    "report",
    "analysts",
    "said",
    "the",
    "of",
    "and",
    "in",
    "a",
    "to",
    "on",
    "with",
    "that",
    "for",
    "after",
    "before",
    "during",
    "Nairobi",
    "Gothenburg",
    "Lima",
    "Manila",
    "Beirut",
    "Oslo",
]

SERVER = """
import asyncio, json, pathlib, sys
folder = pathlib.Path(sys.argv[1])
asked = {"full": 0, "conditional": 0}
async def serve(reader, writer):
    head = (await reader.readuntil(b"\\r\\n\\r\\n")).decode("latin-1")
    name = head.split(" ", 2)[1].strip("/")
    if name == "asked":
        body, status = json.dumps(asked).encode(), "200 OK"
        asked.update(full=0, conditional=0)
    elif 'if-none-match: "1"' in head.lower():
        asked["conditional"] += 1
        body, status = b"", "304 Not Modified"
    else:
        asked["full"] += 1
        body, status = (folder / name).read_bytes(), "200 OK"
    top = f'HTTP/1.1 {status}\\r\\nETag: "1"\\r\\nContent-Type: application/rss+xml\\r\\nContent-Length: {len(body)}\\r\\nConnection: close\\r\\n\\r\\n'
    writer.write(top.encode() + body)
    await writer.drain()
    writer.close()
async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""


def sentence(words: int, chance: random.Random) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."


def an_item(feed: int, number: int, chance: random.Random) -> str:
    """As WordPress writes them: dek, whole body, a picture with caption."""
    at = f"https://site{feed}.example.org/{number}"
    paragraphs = "".join(f"<p>{sentence(60, chance)}</p>" for _ in range(9))
    figure = (
        f'<figure><img src="{at}/quay-{number}.jpg" width="1024" height="576" alt="{sentence(5, chance)}" />'
        f"<figcaption>{sentence(12, chance)} (Photo: Ida Holm)</figcaption></figure>"
    )
    published = NOW - timedelta(hours=3 * number + feed % 7)
    return (
        f"<item><title>{sentence(9, chance)}</title><link>{at}/talks?utm_source=rss&amp;utm_medium=feed</link>"
        f'<guid isPermaLink="false">https://site{feed}.example.org/?p={number}</guid>'
        f"<dc:creator><![CDATA[Jane Roe and John Doe]]></dc:creator><pubDate>{published:%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
        f"<category><![CDATA[World]]></category><category><![CDATA[Ports &amp; ships]]></category>"
        f"<description><![CDATA[<p>{sentence(25, chance)}</p>]]></description>"
        f"<content:encoded><![CDATA[{paragraphs[:400]}{figure}{paragraphs[400:]}]]></content:encoded>"
        f'<media:content url="{at}/quay-{number}.jpg" medium="image" width="1024" height="576"/></item>'
    )


def a_feed(feed: int, items: int) -> bytes:
    chance = random.Random(feed)  # the same feeds in every run
    inside = "".join(an_item(feed, number, chance) for number in range(items))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"><channel>'
        f"<title>Site {feed}</title><link>https://site{feed}.example.org/</link>{inside}</channel></rss>"
    ).encode()


def a_newsroom(folder: Path, port: int, feeds: int) -> App:
    tables = "".join(
        f'[[sources]]\nname = "{n}"\nurl = "http://127.0.0.1:{port}/{n}.xml"\nallow_private = true\n'
        for n in range(feeds)
    )
    settings: Any = {"_env_file": None, "database_url": f"sqlite:///{folder / 'a.db'}"}
    return App(Settings(**settings), parse_newsroom(tables), folder)


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """Processor and wall seconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def asked_of(port: int) -> dict[str, int]:
    from urllib.request import urlopen

    with urlopen(f"http://127.0.0.1:{port}/asked") as answer:  # our own server
        return dict(json.load(answer))


def by_feedparser(body: bytes) -> list[dict[str, Any]]:
    """A plain mapping: what one would write first."""
    parsed = feedparser.parse(io.BytesIO(body))
    return [
        {
            "title": e.get("title"),
            "url": e.get("link"),
            "guid": e.get("id"),
            "published": e.get("published_parsed"),
            "authors": [a.get("name") for a in e.get("authors", ())],
            "categories": [t.get("term") for t in e.get("tags", ())],
            "summary": e.get("summary"),
            "image": next((m.get("url") for m in e.get("media_content", ())), None),
        }
        for e in parsed.entries
    ]


def compare(bodies: list[bytes]) -> tuple[float, float]:
    """Median processor seconds of one feed: ours, feedparser's; in turns."""
    ours, theirs = [], []
    for body in bodies:
        read = partial(read_feed, body, url="https://a.example/f")
        ours.append(min(measured(read)[0] for _ in range(3)))
        theirs.append(measured(partial(by_feedparser, body))[0])
    return median(ours), median(theirs)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--feeds", type=int, default=500)
    options.add_argument("--items", type=int, default=40)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for n in range(given.feeds):
            (folder / f"{n}.xml").write_bytes(a_feed(n, given.items))
        size = (folder / "0.xml").stat().st_size
        server = subprocess.Popen([sys.executable, "-c", SERVER, name], stdout=subprocess.PIPE, text=True)
        try:
            port = int(server.stdout.readline() if server.stdout else 0)
            run(folder, port, given.feeds, given.items, size)
        finally:
            server.kill()
            server.wait()


def run(folder: Path, port: int, feeds: int, items: int, size: int) -> None:
    app = a_newsroom(folder, port, feeds)
    with app.store.begin():
        pass  # the schema is made
    print(f"{feeds} feeds of {items} articles, {size / 1000:.0f} kB each; {os.cpu_count()} processors")
    found: list[Any] = []
    cpu, wall = measured(lambda: found.extend(gather(app.desk, NOW)))
    new = sum(g.new for g in found)
    print(
        f"gather   {1000 * cpu / feeds:6.1f} ms CPU a feed, {wall:.1f} s in all; {new} new, asked {asked_of(port)}"
    )
    with mock.patch.object(sources, "read_feed", side_effect=AssertionError("a feed was parsed")):
        cpu, wall = measured(lambda: gather(app.desk, NOW + timedelta(hours=1)))
    print(
        f"again    {1000 * cpu / feeds:6.1f} ms CPU a feed, {wall:.1f} s in all; nothing parsed, asked {asked_of(port)}"
    )
    ours, theirs = compare([(folder / f"{n}.xml").read_bytes() for n in range(min(COMPARED, feeds))])
    print(
        f"reading  {1000 * ours:6.1f} ms a feed; feedparser {1000 * theirs:.1f} ms: {theirs / ours:.1f} times as much"
    )
    print(f"memory   {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB at most")
    app.store.close()


if __name__ == "__main__":
    main()

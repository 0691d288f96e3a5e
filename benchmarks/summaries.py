"""What is wrong with the summaries of real feeds and pages, and how long they take.

    KEEPREADING_SHARED=DIR python -m benchmarks.summaries [--show]

DIR holds data/feeds and data/articles/dev/gold.jsonl. Without it the script says
so and ends well. Counted are summaries that end within a sentence, hold
boilerplate or markup, or are longer than the limit allows; with ``--show`` they
are printed. The article's own paragraphs are summarised as if there were no dek.
"""

import json
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digest.errors import SourceError
from digest.sourcing.boilerplate import is_plea, lede_of, without_boilerplate
from digest.sourcing.feed import read_feed
from digest.sourcing.sentences import FIRST_MAY_BE, ends_whole, sentences
from digest.sourcing.summary import summary_of

LIMIT = 300
MARKUP = re.compile(r"<[a-z/!]|&(?:[a-z]{2,8}|#\d+);", re.IGNORECASE)
# Coarse on purpose: words a summary rarely needs, to be looked at by a person.
SUSPECT = re.compile(
    r"continue reading|read more|subscribe|newsletter|sign up|click here|appeared first|originally published|"
    r"advertisement|editor.s note|listen to (?:this|the)|follow us|share this|photo by|getty images|\((?:AP|Reuters|AFP|dpa|EFE)\)|"
    r"all rights reserved|weiterlesen|lire la suite|leer más|leggi (?:tutto|anche)|leia (?:mais|também)|читать далее|"
    r"اقرأ (?:المزيد|أيضا)|阅读全文|続きを読む",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Summary:
    where: str
    text: str
    dek: str
    language: str = ""


def main() -> None:
    shared = os.environ.get("KEEPREADING_SHARED", "")
    if not shared or not (data := Path(shared) / "data").is_dir():
        print("skipped: set KEEPREADING_SHARED to the folder that holds data/")
        return
    show = "--show" in sys.argv[1:]
    started = time.process_time()
    feeds = list(_of_feeds(data / "feeds"))
    print(f"feeds read in {time.process_time() - started:.1f} s")
    report("feeds", feeds, show=show)
    started = time.process_time()
    ledes = list(_of_ledes(data / "articles" / "dev" / "gold.jsonl"))
    took = (time.process_time() - started) / max(1, len(ledes)) * 1000
    report("ledes", ledes, show=show)
    print(f"ledes: {took:.2f} ms each")


def _of_feeds(folder: Path) -> Iterator[Summary]:
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or "hostile" in path.parts or path.suffix == ".jsonl":
            continue
        try:
            reading = read_feed(path.read_bytes(), url="https://example.org/feed", summary_characters=LIMIT)
        except SourceError:
            continue
        for article in reading.articles:
            yield Summary(path.name, article.summary, article.dek, article.language)


def _of_ledes(path: Path) -> Iterator[Summary]:
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield Summary(row["id"], summary_of("", [_ledes(row)], LIMIT), "")


def _ledes(row: dict[str, Any]) -> Iterator[str]:
    paragraphs = [text for text in str(row["body"]).split("\n") if text.strip()]
    return (text for paragraph in paragraphs[:8] if (text := lede_of(paragraph.strip())))


def report(name: str, found: Iterable[Summary], *, show: bool) -> None:
    told = list({s.text: s for s in found if s.text}.values())
    print(f"{name}: {sum(1 for _ in told)} different summaries")
    faults = {
        "within a sentence": [s for s in told if _breaks_off(s)],
        "boilerplate": [s for s in told if _is_boilerplate(s.text)],
        "to be looked at": [s for s in told if SUSPECT.search(s.text)],
        "markup": [s for s in told if MARKUP.search(s.text)],
        f"over {LIMIT}": [s for s in told if len(s.text) > LIMIT],
        f"over {LIMIT * FIRST_MAY_BE:.0f}": [s for s in told if len(s.text) > LIMIT * FIRST_MAY_BE],
    }
    for fault, summaries in faults.items():
        print(f"  {fault}: {len(summaries)}")
        for summary in summaries if show else ():
            print(f"    [{summary.where[:30]}] {summary.text}")


def _breaks_off(summary: Summary) -> bool:
    """A standfirst of one sentence, the publisher's own, needs no full stop."""
    if ends_whole(summary.text, summary.language):
        return False
    is_standfirst = summary.text == summary.dek and len(sentences(summary.text, summary.language)) == 1
    return not is_standfirst or bool(re.search(r"[,:;–—-]$|…$", summary.text))


def _is_boilerplate(text: str) -> bool:
    return without_boilerplate(text)[0] != text or any(map(is_plea, sentences(text)))


if __name__ == "__main__":
    main()

"""What `digest sources try --json` says: other programs rely on it."""

import json

from digest.errors import SourceError
from digest.sourcing.report import as_json
from tests.builders.feeds import item, reading, rss


def test_a_reading_is_told_with_every_key_of_the_contract() -> None:
    media = "<media:content url='https://a.example.org/i.jpg' medium='image'><media:credit>J. Roe</media:credit></media:content>"
    found = reading(
        rss(
            item(media + "<dc:creator>Jane Roe</dc:creator><category>Europe</category>", description="A dek.")
        )
    )
    told = as_json("feed.xml", found, region="europe", kind="Analysis")
    assert json.loads(json.dumps(told)) == told
    assert (told["file"], told["ok"], told["error"], told["warnings"]) == ("feed.xml", True, None, [])
    (article,) = told["articles"]
    expected = {
        "title": "Talks on the river treaty resume",
        "url": "https://news.example.org/europe/talks-resume",
        "published": "2026-11-20T09:00:00Z",
        "guid": "https://news.example.org/?p=1",
        "authors": ["Jane Roe"],
        "kind": "Analysis",
        "region": "europe",
        "categories": ["Europe"],
        "dek": "A dek.",
        "summary": "A dek.",
        "image": {"url": "https://a.example.org/i.jpg", "alt": "", "caption": "", "credit": "J. Roe"},
    }
    assert {key: article[key] for key in expected} == expected


def test_what_is_missing_is_null_or_empty() -> None:
    (article,) = as_json("feed.xml", reading(rss(item(pubDate=""))))["articles"]
    assert (article["published"], article["image"], article["region"], article["kind"]) == (
        None,
        None,
        None,
        "",
    )


def test_an_error_is_an_answer_too() -> None:
    told = as_json("feed.xml", SourceError("this is a web page"))
    assert told == {
        "file": "feed.xml",
        "ok": False,
        "error": "this is a web page",
        "articles": [],
        "warnings": [],
    }

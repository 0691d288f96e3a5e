"""The JSON that other programs rely on: keys and types, and nothing else on standard output.

A key more is allowed by the contract, a key less or renamed is not; either has
to be written down here, so that nobody does it without noticing.
"""

import gzip
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.builders.commands import Ended, Line
from tests.builders.desks import MONDAY, PUBLISH, Room, a_piece, a_room, closing, newsroom_toml
from tests.builders.feeds import item, rss
from tests.builders.newsrooms import a_feed
from tests.builders.shapes import EDITION, HASH, ID, STAMP, misfits

PICTURED = item(
    '<media:content url="https://lantern.example.org/p/quay.jpg" medium="image">'
    "<media:description>A quay at dawn</media:description><media:credit>Ida Holm</media:credit></media:content>"
    "<dc:creator>Ana Ruiz</dc:creator><category>Ports</category>",
    title="Bergen sells a quay",
    link="https://lantern.example.org/news/50",
    guid="https://lantern.example.org/news/50",
    pubDate="Tue, 17 Nov 2026 09:00:00 GMT",
    description="<p>The quay was sold on Monday. Nobody has said to whom.</p>",
)
READERS = (
    "email,name,regions\n"
    "ada@example.org,Ada,europe\nbob@example.org,Bob,\ncy@example.org,Cy,africa;europe\nnobody,,\n"
)

IMAGE = ({"url": str, "alt": str, "caption": str, "credit": str}, None)
TRIED_ARTICLE = {
    "title": str,
    "url": str,
    "published": (STAMP, None),
    "guid": str,
    "authors": [str],
    "kind": str,
    "region": (str, None),
    "region_key": (str, None),
    "categories": [str],
    "dek": str,
    "summary": str,
    "image": IMAGE,
}
IN_A_FEED = {**TRIED_ARTICLE, "language": str}
ARTICLE = {**TRIED_ARTICLE, "id": ID, "kicker": str, "evidence": [str]}
TRIED = (
    {"file": str, "ok": True, "error": None, "title": str, "articles": [IN_A_FEED], "warnings": [str]},
    {"file": str, "ok": False, "error": str, "articles": [IN_A_FEED], "warnings": [str]},
)
SECTION = {"region": str, "region_key": str, "more": int, "articles": [ARTICLE]}
CONFLICT = {"text": str, "what_to_do": str}
SHOWN = {
    "edition": EDITION,
    "state": str,
    "publish_at": STAMP,
    "window": {"start": STAMP, "end": STAMP, "zone": str},
    "subject": str,
    "preheader": str,
    "intro": str,
    "lead": (ARTICLE, None),
    "sections": [SECTION],
    "latest": [ARTICLE],
    "considered": int,
    "reasons": {str: int},
    "hash": HASH,
    "approved_by": (str, None),
    "changes": int,
    "conflicts": [CONFLICT],
    "warnings": [str],
    "notes": [str],
}
REFRESHED = {
    **SHOWN,
    "differences": [{"kind": str, "text": str, "id": (ID, None)}],
    "voids_approval": bool,
}
WHY = {
    "url": str,
    "title": str,
    "region": (str, None),
    "region_key": (str, None),
    "reason": str,
    "detail": str,
    "id": ID,
    "evidence": [str],
    "earlier": [{"edition": EDITION, "reason": str, "detail": str}],
}
FINDING = {"check": str, "severity": str, "text": str, "what_to_do": str, "id": (ID, None)}
APPROVED = {
    "edition": EDITION,
    "state": str,
    "hash": HASH,
    "approved_by": str,
    "readers": int,
    "variants": int,
    "publish_at": STAMP,
    "without": int,
    "look_changed": [str],
    "findings": [FINDING],
}
ACCOUNTS = {
    "edition": EDITION,
    "state": str,
    "candidates": int,
    "due": int,
    "submitted": int,
    "withdrawn": int,
    "refused": int,
    "uncertain": int,
    "pending": int,
    "excluded": {str: int},
    "batches": int,
    "variants": int,
}
PARTS = ("submitted", "withdrawn", "refused", "uncertain", "pending")
STATUS = {
    "now": STAMP,
    "zone": str,
    "edition": (
        {
            "name": EDITION,
            "state": str,
            "publish_at": STAMP,
            "approved_by": (str, None),
            "void": (str, None),
            "detail": str,
        },
        None,
    ),
    "accounts": (dict.fromkeys(("due", *PARTS), int), None),
    "due": {"edition": EDITION, "draft": STAMP, "verify": STAMP, "publish": STAMP},
    "others": [{"name": EDITION, "state": str, "publish_at": STAMP, "detail": str}],
    "readers": {
        "known": int,
        "due": int,
        "excluded": {str: int},
        "regions": {str: int},
        "all_regions": int,
    },
    "sources": {"total": int, "warnings": [str]},
    "carrier": str,
    "warnings": [str],
    "trouble": [str],
    "next": str,
}
SHAPES: dict[str, Any] = {
    "subscribers import": {
        "format": str,
        "rows": int,
        "mailable": int,
        "suppressed": int,
        "unconfirmed": int,
        "unchanged": int,
        "rejected": [{"row": int, "reason": str}],
    },
    "status, first": STATUS,
    "gather": {
        "sources": [
            {
                "name": str,
                "ok": bool,
                "seen": int,
                "new": int,
                "updated": int,
                "error": (str, None),
                "warnings": [str],
                "left_out": int,
            }
        ]
    },
    "sources": {
        "sources": [
            {
                "name": str,
                "where": str,
                "seen": int,
                "last_try": (STAMP, None),
                "last_good": (STAMP, None),
                "error": (str, None),
                "newest": (STAMP, None),
                "a_week": float,
                "region": (str, None),
                "without": {str: float},
                "left_out": int,
                "warnings": [str],
            }
        ]
    },
    "draft": SHOWN,
    "refresh": REFRESHED,
    "show": SHOWN,
    "list": [WHY],
    "why": [WHY],
    "why one": [WHY],
    "diff": {
        "edition": EDITION,
        "differences": [str],
        "changes": [{"by": str, "at": STAMP, "change": str}],
    },
    "check": {"edition": EDITION, "errors": int, "findings": [FINDING]},
    "preview --matrix": {
        "edition": EDITION,
        "readers": int,
        "without": int,
        "variants": [{"no": int, "regions": [str], "title": str, "readers": int}],
    },
    "preview": {
        "edition": EDITION,
        "subject": str,
        "preheader": str,
        "regions": [str],
        "html_bytes": int,
        "text_bytes": int,
        "html": (str, None),
        "look": (str, None),
    },
    "doctor": [{"check": str, "ok": bool, "text": str, "doubt": bool}],
    "approve --dry-run": APPROVED,
    "approve": APPROVED,
    "verify": {
        "edition": EDITION,
        "state": str,
        "articles": int,
        "checked": int,
        "beyond": int,
        "drift": [{"id": ID, "title": str, "what": str}],
        "dropped": bool,
        "unread": [str],
        "sources": [{"name": str, "ok": bool, "error": (str, None)}],
    },
    "status": STATUS,
    "send --dry-run": ACCOUNTS,
    "send": ACCOUNTS,
    "report": {
        **ACCOUNTS,
        "delivered": int,
        "bounced": int,
        "complained": int,
        "clicks": {"by_article": {str: int}, "by_region": {str: int}},
    },
    "reconcile": {
        **ACCOUNTS,
        "settled": int,
        "waiting": [{"batch": int, "readers": int, "attempt": str, "detail": str}],
    },
    "status, last": STATUS,
}
COMMANDS = {
    "subscribers import": ("subscribers", "import", "readers.csv"),
    "status, first": ("status",),
    "why one": ("why", "https://lantern.example.org/news/50"),
    "preview --matrix": ("preview", "--matrix"),
    "approve --dry-run": ("approve", "--dry-run"),
    "approve": ("approve", "--yes"),
    "send --dry-run": ("send", "--dry-run"),
    "send": ("send", "--yes"),
    "status, last": ("status",),
}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    toml = newsroom_toml(sources=("africa", "europe", "gone"))
    with closing(a_room(tmp_path_factory.mktemp("json") / "room", toml=toml)) as made:
        made.feed(*(a_piece(n) for n in range(1, 7)), name="africa")
        (made.folder / "europe.xml").write_bytes(rss(PICTURED))
        (made.folder / "gone.xml").unlink()
        (made.folder / "readers.csv").write_text(READERS, "utf-8")
        yield made


@pytest.fixture(scope="module")
def week(room: Room) -> dict[str, Ended]:
    """Every reading command once, in the order of an editor's week."""
    line = Line(room.folder)
    after = {"verify": PUBLISH - timedelta(minutes=15)}
    return {name: line(*COMMANDS.get(name, (name,)), "--json", now=after.get(name)) for name in SHAPES}


@pytest.mark.parametrize("name", SHAPES)
def test_a_command_keeps_its_contract(week: dict[str, Ended], name: str) -> None:
    ended = week[name]
    assert ended.code == (0 if name != "doctor" else 3), ended.err
    assert misfits(ended.json, SHAPES[name]) == []


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_said_beside_it_goes_to_standard_error(week: dict[str, Ended], name: str) -> None:
    assert "\x1b" not in week[name].out + week[name].err
    assert all(line.startswith(("warning: ", "error: ")) for line in week[name].err.splitlines())


def test_the_reasons_add_up_to_what_was_considered_and_why_tells_each(week: dict[str, Ended]) -> None:
    drafted, why = week["draft"].json, week["why"].json
    assert sum(drafted["reasons"].values()) == drafted["considered"] == len(why) == 7
    counted = {reason: sum(w["reason"] == reason for w in why) for reason in drafted["reasons"]}
    assert counted == drafted["reasons"]
    placed = [drafted["lead"], *(a for s in drafted["sections"] for a in s["articles"]), *drafted["latest"]]
    assert drafted["reasons"]["in"] == len(placed)
    assert week["list"].json == why


def test_the_same_edition_has_the_same_hash_wherever_it_is_told(week: dict[str, Ended]) -> None:
    told = {week[name].json["hash"] for name in ("draft", "refresh", "show", "approve --dry-run", "approve")}
    assert len(told) == 1


def test_the_picture_and_its_credit_are_told(week: dict[str, Ended]) -> None:
    lead = week["draft"].json["lead"]
    image = lead["image"]
    assert (image["url"], image["credit"]) == ("https://lantern.example.org/p/quay.jpg", "Ida Holm")
    assert (lead["authors"], lead["published"]) == (["Ana Ruiz"], "2026-11-17T09:00:00Z")


def test_a_source_that_failed_is_told_as_such(week: dict[str, Ended]) -> None:
    told = {s["name"]: s for s in week["gather"].json["sources"]}
    assert [told[name]["ok"] for name in ("africa", "europe", "gone")] == [True, True, False]
    assert told["africa"]["error"] is None
    assert "gone.xml" in told["gone"]["error"]
    health = {s["name"]: s for s in week["sources"].json["sources"]}
    assert (health["gone"]["last_good"], health["africa"]["last_good"]) == (None, "2026-11-19T14:00:00Z")
    assert any("gone" in w for w in week["status"].json["sources"]["warnings"])


def test_a_dry_run_counts_what_is_then_approved_and_sent(week: dict[str, Ended]) -> None:
    proposed, approved = week["approve --dry-run"].json, week["approve"].json
    assert (proposed["state"], proposed["approved_by"]) == ("draft", "")
    assert (approved["state"], approved["approved_by"]) == ("approved", "Mara Lindqvist")
    assert {**proposed, "state": "approved", "approved_by": "Mara Lindqvist"} == approved
    rehearsed, sent = week["send --dry-run"].json, week["send"].json
    same = ("candidates", "due", "excluded", "batches", "variants")
    assert [rehearsed[k] for k in same] == [sent[k] for k in same]
    matrix = week["preview --matrix"].json
    assert (matrix["readers"], len(matrix["variants"])) == (sent["due"], sent["variants"])
    assert sum(v["readers"] for v in matrix["variants"]) == approved["readers"] == 3


@pytest.mark.parametrize("name", ["send --dry-run", "send", "report", "reconcile"])
def test_the_accounts_add_up(week: dict[str, Ended], name: str) -> None:
    told = week[name].json
    assert told["due"] == sum(told[part] for part in PARTS) == 3
    assert told["candidates"] == told["due"] + sum(told["excluded"].values())


def test_the_report_repeats_the_send(week: dict[str, Ended]) -> None:
    sent, told = week["send"].json, week["report"].json
    assert {key: told[key] for key in sent} == sent
    assert (sent["state"], sent["submitted"]) == ("sent", 3)


def test_the_status_before_during_and_after(week: dict[str, Ended]) -> None:
    first, middle, last = (week[name].json for name in ("status, first", "status", "status, last"))
    assert (first["edition"], first["accounts"], first["due"]["edition"]) == (None, None, "2026-W47")
    assert (middle["edition"]["state"], middle["edition"]["approved_by"]) == ("approved", "Mara Lindqvist")
    assert (last["edition"]["state"], last["accounts"]["submitted"]) == ("sent", 3)
    assert last["due"]["edition"] == "2026-W48"
    assert last["due"]["publish"] == "2026-11-27T09:00:00Z"


def test_the_import_names_the_rows_it_did_not_take(week: dict[str, Ended]) -> None:
    told = week["subscribers import"].json
    assert (told["rows"], told["mailable"], [r["row"] for r in told["rejected"]]) == (4, 3, [5])


def test_the_doctor_misses_the_source_and_nothing_else(week: dict[str, Ended]) -> None:
    assert [(d["check"]) for d in week["doctor"].json if not d["ok"]] == ["sources"]


# -- sources try ---------------------------------------------------------------


@pytest.fixture(scope="module")
def feeds(room: Room) -> Path:
    folder = room.folder / "feeds"
    folder.mkdir()
    (folder / "a.xml").write_bytes(rss(PICTURED))
    (folder / "b.xml.gz").write_bytes(gzip.compress(a_feed(a_piece(1, published=MONDAY)).encode()))
    (folder / "c.xml").write_text("Back soon.")
    (folder / "d.json").write_text(
        '{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": []}'
    )
    return folder


NAMES = ("a.xml", "b.xml.gz", "c.xml", "missing.xml", "d.json")


def test_sources_try_gives_a_line_for_each_file_in_order(room: Room, feeds: Path) -> None:
    files = [f"feeds/{name}" for name in NAMES]
    ended = Line(room.folder)("sources", "try", *files, "--jsonl")
    assert (ended.code, ended.err) == (0, "")
    told = [json.loads(line) for line in ended.out.splitlines()]
    assert [misfits(one, TRIED) for one in told] == [[]] * 5
    assert [one["file"] for one in told] == files
    assert [(one["ok"], len(one["articles"])) for one in told] == [
        (True, 1),
        (True, 1),
        (False, 0),
        (False, 0),
        (True, 0),
    ]
    assert [one["error"] is None for one in told] == [True, True, False, False, True]
    article = told[0]["articles"][0]
    assert (article["title"], article["region"], article["image"]["credit"]) == (
        "Bergen sells a quay",
        "Europe",
        "Ida Holm",
    )


def test_sources_try_needs_no_newsroom_and_stores_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(rss(PICTURED))
    ended = Line(tmp_path)("sources", "try", "a.xml", "--json")
    assert ended.code == 0
    assert misfits(ended.json, TRIED) == []
    assert [path.name for path in tmp_path.iterdir()] == ["a.xml"]


def test_sources_try_for_a_person_fails_when_a_file_cannot_be_read(room: Room, feeds: Path) -> None:
    ended = Line(room.folder)("sources", "try", "feeds/a.xml", "feeds/c.xml")
    assert ended.code == 1
    assert "Bergen sells a quay" in ended.out


def test_classify_reads_and_writes_json_lines(tmp_path: Path) -> None:
    given = [{"id": 1, "title": "Nairobi opens a port"}, {"id": "b", "title": "A matter of taste"}]
    ended = Line(tmp_path)("classify", "--jsonl", stdin="\n".join(map(json.dumps, given)) + "\n\n")
    told = [json.loads(line) for line in ended.out.splitlines()]
    shape = {
        "id": (int, str),
        "region": (str, None),
        "region_key": (str, None),
        "confidence": float,
        "evidence": [str],
        "second": (str, None),
        "unsure": bool,
    }
    assert [misfits(one, shape) for one in told] == [[], []]
    assert [(one["id"], one["region"]) for one in told] == [(1, "Africa"), ("b", None)]
    broken = Line(tmp_path)("classify", "--jsonl", stdin='{"id": 1, "title": "A"}\nnonsense\n')
    assert broken.code == 2
    assert "line 2" in broken.error

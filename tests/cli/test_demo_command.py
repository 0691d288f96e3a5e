"""``digest demo``: what a visitor sees first, and the commands they try next."""

import json
import re
from pathlib import Path

import pytest

from tests.builders.commands import Ended, Line

UNSET = dict.fromkeys(("DIGEST_SECRET", "DIGEST_PUBLIC_URL", "DIGEST_NOW", "DIGEST_EDITOR"), "")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("visitor")


@pytest.fixture(scope="module")
def demo(folder: Path) -> Ended:
    return Line(folder, settings=UNSET)("demo", "mine")


@pytest.fixture
def line(demo: Ended, folder: Path) -> Line:
    """A terminal in the demo's folder, with nothing set but what is in its .env."""
    assert demo.code == 0
    return Line(folder / "mine", settings=UNSET)


def numbers(line: str) -> list[int]:
    return [int(n.replace(",", "")) for n in re.findall(r"(?<!\S)[\d,]+", line)]


def test_it_ends_well_and_tells_every_step(demo: Ended) -> None:
    assert (demo.code, demo.err) == (0, "")
    said = [line.split()[0] for line in demo.out.splitlines() if line and not line.startswith(" ")]
    for step in ("readers", "gather", "draft", "edit", "check", "approve", "verify", "send", "open", "then"):
        assert step in said


def test_its_accounts_add_up(demo: Ended) -> None:
    due = next(line for line in demo.out.splitlines() if " due = " in line)
    known = next(line for line in demo.out.splitlines() if " known = " in line)
    total, *parts = numbers(due)
    assert total == sum(parts) > 100
    candidates, of_them_due, excluded = numbers(known)[:3]
    assert candidates == of_them_due + excluded
    assert of_them_due == total
    drafted = next(line for line in demo.out.splitlines() if line.startswith("draft "))
    considered, *reasons = numbers(drafted.partition(":")[2])
    assert considered == sum(reasons)


def test_what_it_says_to_open_is_there(demo: Ended, folder: Path) -> None:
    opened = [line.split()[-1] for line in demo.out.splitlines() if line.startswith(("open ", "      "))]
    assert len(opened) >= 2
    assert all((folder / path).exists() for path in opened), opened


def test_every_mail_it_reports_is_in_the_outbox(demo: Ended, line: Line) -> None:
    told = line.json("report")
    mails = list((line.folder / "outbox" / told["edition"]).rglob("*.eml"))
    assert told["state"] == "sent"
    assert told["submitted"] == len(mails)
    assert told["due"] == sum(told[k] for k in ("submitted", "withdrawn", "refused", "uncertain", "pending"))


def test_a_visitor_can_go_on_from_there(demo: Ended, line: Line) -> None:
    status, shown = line.json("status"), line.json("show")
    assert status["edition"]["state"] == shown["state"] == "sent"
    assert status["edition"]["name"] == shown["edition"]
    assert sum(shown["reasons"].values()) == shown["considered"]
    text = line.done("preview", "--text")
    assert shown["lead"]["title"] in " ".join(text.split())
    assert len(line.json("why")) == shown["considered"]
    for command in (
        ("status",),
        ("show",),
        ("list", "--region", "africa"),
        ("report",),
        ("sources",),
        ("diff",),
    ):
        ended = line(*command)
        assert (ended.code, bool(ended.out)) == (0, True)
        assert "error" not in ended.err


def test_doctor_finds_only_what_a_demo_cannot_have(line: Line) -> None:
    found = [d for d in json.loads(line("doctor", "--json").out) if not d["ok"]]
    assert found == []

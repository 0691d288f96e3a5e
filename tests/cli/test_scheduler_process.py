"""``python scheduler.py`` as the process that a newsroom leaves running."""

import json
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.builders.commands import Line
from tests.builders.desks import MONDAY, PUBLISH, THURSDAY, a_piece
from tests.builders.newsrooms import ROOT, Newsroom, a_feed, a_newsroom

DRAFT = THURSDAY.replace(hour=10)


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    """A feed of Europe, one reader; nothing gathered."""
    made = a_newsroom(tmp_path / "room", sources={"europe": "europe.xml"})
    (made.folder / "europe.xml").write_text(a_feed(*(a_piece(n) for n in (1, 2, 3))))
    Line(made.folder).done("subscribers", "add", "ada@example.org", now=MONDAY)
    return made


def command(*arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "scheduler.py"), *arguments]


def once(room: Newsroom, now: datetime) -> tuple[int, list[tuple[str, bool]]]:
    """Run it with --once; its exit code, and the steps that it logs."""
    done = subprocess.run(
        command("--once"), cwd=room.folder, env=room.environment(now), capture_output=True, text=True
    )
    assert done.stdout.startswith("The Lantern: next is ")
    steps = [json.loads(line) for line in done.stderr.splitlines()]
    return done.returncode, [(step["step"], step["ok"]) for step in steps]


def test_it_plays_from_thursday_to_friday_once_each(room: Newsroom) -> None:
    assert once(room, DRAFT) == (0, [("gather", True), ("draft", True)])
    line = Line(room.folder)
    line.done("approve", "--yes", "--by", "Mara Lindqvist")
    assert once(room, PUBLISH - timedelta(minutes=15)) == (0, [("verify", True), ("gather", True)])
    assert once(room, PUBLISH) == (0, [("send", True)])
    assert once(room, PUBLISH) == (0, [])
    assert len(list((room.folder / "outbox" / "2026-W47").rglob("*.eml"))) == 1
    assert line.json("report")["submitted"] == 1


def test_it_begins_with_what_is_next_by_what_means_and_without_a_password(room: Newsroom) -> None:
    started = subprocess.run(
        command("--once"), cwd=room.folder, env=room.environment(MONDAY), capture_output=True, text=True
    )
    [first] = started.stdout.splitlines()
    assert first.startswith(
        "The Lantern: next is the draft of 2026-W47, Thu 19 Nov 2026 10:00 GMT, in 3 days; "
    )
    assert "carrier outbox, database sqlite:///" in first
    again = subprocess.run(
        command("--once"), cwd=room.folder, env=room.environment(MONDAY), capture_output=True, text=True
    )
    assert again.stdout.splitlines()[-1] == "nothing is due now"


def test_what_is_overdue_is_said_to_be_next(room: Newsroom) -> None:
    line = Line(room.folder)
    for command_ in (("gather",), ("draft",), ("approve", "--yes")):
        line.done(*command_)
    started = subprocess.run(
        command("--once"), cwd=room.folder, env=room.environment(PUBLISH), capture_output=True, text=True
    )
    assert started.stdout.startswith("The Lantern: next is verify 2026-W47 and send 2026-W47, now; ")


def test_a_database_that_is_away_does_not_keep_it_from_starting(room: Newsroom) -> None:
    room.settings["DIGEST_DATABASE_URL"] = "sqlite:////nowhere/at/all.db"
    running = subprocess.Popen(
        command("--sweep-seconds", "0.2"),
        cwd=room.folder,
        env=room.environment(DRAFT),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert running.stderr is not None
        said = [running.stderr.readline() for _ in range(3)]
        assert all(line.startswith("error: the database file cannot be opened") for line in said)
        assert running.poll() is None
    finally:
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=30)


def test_a_step_that_fails_is_logged_and_ends_with_1(room: Newsroom) -> None:
    line = Line(room.folder)
    line.done("gather")
    line.done("draft")
    line.done("approve", "--yes")
    (room.folder / "europe.xml").write_text(a_feed(a_piece(1, title="Another headline altogether")))
    assert once(room, PUBLISH) == (1, [("verify", False), ("send", False), ("gather", True)])
    assert not (room.folder / "outbox").exists()


def test_a_mistake_in_the_newsroom_is_one_line(tmp_path: Path) -> None:
    made = Newsroom(tmp_path)
    done = subprocess.run(
        command("--once"), cwd=tmp_path, env=made.environment(), capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stderr.startswith("error: there is no newsroom.toml")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("way", ["scheduler.py", "digest run"])
def test_sigterm_ends_it_in_good_order(room: Newsroom, way: str) -> None:
    arguments = ["--sweep-seconds", "0.3"]
    started = (
        command(*arguments) if way == "scheduler.py" else [sys.executable, "-m", "digest", "run", *arguments]
    )
    running = subprocess.Popen(
        started,
        cwd=room.folder,
        env=room.environment(DRAFT),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert running.stderr is not None
        first = [json.loads(running.stderr.readline()) for _ in range(2)]
        assert [step["step"] for step in first] == ["gather", "draft"]
        time.sleep(0.4)  # a beat with nothing to do
    finally:
        running.send_signal(signal.SIGTERM)
        _, rest = running.communicate(timeout=30)
    assert (running.returncode, rest) == (0, "")
    assert Line(room.folder).json("status")["edition"]["state"] == "draft"

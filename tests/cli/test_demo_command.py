"""``digest demo``: what a visitor sees first, and the commands they try next."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders.commands import Ended, Line
from tests.builders.newsrooms import ROOT

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
    assert demo.out.splitlines()[-1].startswith("then ")
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


def test_a_demo_that_is_there_is_not_replaced_unasked(demo: Ended, folder: Path) -> None:
    toml = folder / "mine" / "newsroom.toml"
    was = toml.read_text()
    toml.write_text(was + "# a note of mine\n")
    ended = Line(folder, settings=UNSET)("demo", "mine")
    assert ended.code == 2
    assert "Replace the demo in mine? What was changed in it is lost." in ended.error
    assert toml.read_text().endswith("# a note of mine\n")
    toml.write_text(was)


@pytest.mark.parametrize("on_path", [True, False], ids=["on the path", "not on the path"])
def test_what_it_says_to_type_next_works_as_it_stands(
    demo: Ended, folder: Path, tmp_path: Path, on_path: bool
) -> None:
    """In a plain shell, from where the demo was built."""
    beside = tmp_path / "bin"
    beside.mkdir()
    (beside / "digest").write_text(f'#!/bin/sh\nexec {sys.executable} -m digest "$@"\n')
    (beside / "digest").chmod(0o755)
    (beside / "activate").write_text(f'PATH="{beside}:$PATH"\n')
    path = "/usr/bin:/bin"
    environment = {
        "PATH": f"{beside}:{path}" if on_path else path,
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
    }
    from digest.cli.setup import _go_on

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("PATH", environment["PATH"])
        patch.setattr("sys.argv", [str(beside / "digest")])
        typed = _go_on(Path("mine"), ("status", "report"))
    assert ("activate" in typed) is not on_path
    done = subprocess.run(
        ["/bin/bash", "-ec", typed], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "2026-W47" in done.stdout) == (0, True), done.stderr

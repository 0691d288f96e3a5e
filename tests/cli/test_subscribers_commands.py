"""``digest subscribers`` as an editor types it."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from digest.cli.main import run as command

Digest = Callable[..., int]

NEWSROOM = """\
name = "The Invented Weekly"
zone = "Europe/London"
"""
LIST = "email,name,regions\nada@example.org,Ada,europe;Africa\nbob@example.org,Bob,\nnobody,,\n"


@pytest.fixture
def digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Digest:
    """The command in an empty folder, in this process; gives its exit code."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DIGEST_NOW", "2026-11-20T09:00:00Z")

    def run(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["digest", "subscribers", *arguments])
        with pytest.raises(SystemExit) as left:
            command()
        return int(left.value.code or 0)

    return run


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    (tmp_path / "newsroom.toml").write_text(NEWSROOM, "utf-8")
    (tmp_path / "readers.csv").write_text(LIST, "utf-8")
    return tmp_path


def said(digest: Digest, capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    """What a command wrote; for a failure, what it wrote as an error."""
    capsys.readouterr()
    left = digest(*arguments)
    out, err = capsys.readouterr()
    assert left == code, err
    return err if code else out


def test_a_dry_run_needs_no_newsroom_and_leaves_no_file(
    digest: Digest, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "readers.csv").write_text(LIST, "utf-8")
    report = json.loads(said(digest, capsys, "import", "readers.csv", "--dry-run", "--json"))
    assert (report["rows"], report["mailable"], report["rejected"][0]["row"]) == (3, 2, 4)
    assert [path.name for path in tmp_path.iterdir()] == ["readers.csv"]


def test_a_dry_run_looks_into_the_database_that_is_there(
    digest: Digest, capsys: pytest.CaptureFixture[str], newsroom: Path
) -> None:
    said(digest, capsys, "import", "readers.csv")
    report = json.loads(said(digest, capsys, "import", "readers.csv", "--dry-run", "--json"))
    assert (report["mailable"], report["unchanged"]) == (0, 2)


def test_an_import_without_a_newsroom_is_refused(
    digest: Digest, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "readers.csv").write_text(LIST, "utf-8")
    assert "no newsroom.toml" in said(digest, capsys, "import", "readers.csv", code=2)


def test_a_file_that_is_no_list_ends_with_one_line_and_code_2(
    digest: Digest, capsys: pytest.CaptureFixture[str], newsroom: Path
) -> None:
    error = said(digest, capsys, "import", "newsroom.toml", "--dry-run", code=2)
    assert error.startswith("error: no column with addresses")
    assert error.count("\n") == 1


def test_a_files_name_is_believed_unless_told_otherwise(
    digest: Digest, capsys: pytest.CaptureFixture[str], newsroom: Path
) -> None:
    (newsroom / "unsubscribed.csv").write_text(LIST, "utf-8")
    command = ("import", "unsubscribed.csv", "--dry-run", "--json")
    assert json.loads(said(digest, capsys, *command))["mailable"] == 0
    assert json.loads(said(digest, capsys, *command, "--not-opted-out"))["mailable"] == 2


def test_the_life_of_a_reader_on_the_command_line(
    digest: Digest, capsys: pytest.CaptureFixture[str], newsroom: Path
) -> None:
    added = said(digest, capsys, "add", "Cy@example.org", "--name", "Cy", "--regions", "Europe,africa")
    assert added == "reader 1 added; regions: africa, europe\n"
    said(digest, capsys, "regions", "cy@example.org", "middle-east")
    paused = said(digest, capsys, "pause", "1", "--until", "2027-06-01")
    assert paused == "paused until 2027-06-01 00:00 Europe/London\n"
    shown = json.loads(said(digest, capsys, "show", "1", "--json"))
    assert (shown["regions"], shown["paused_until"]) == (["middle-east"], "2027-05-31T23:00:00Z")
    assert [each["what"] for each in shown["consent"]] == ["added", "regions", "paused"]
    assert said(digest, capsys, "pause", "1", "--end") == "the pause is over\n"
    assert said(digest, capsys, "unsubscribe", "1") == "unsubscribed\n"
    assert "had left already" in said(digest, capsys, "unsubscribe", "CY@example.org")
    assert "Only the reader can come back" in said(digest, capsys, "add", "cy@example.org", code=2)
    assert "is erased" in said(digest, capsys, "forget", "1", "--yes")
    assert json.loads(said(digest, capsys, "list", "--json")) == []
    assert "cy@example.org,,,unsubscribed" in said(digest, capsys, "export")


def test_lists_and_figures_of_an_import(
    digest: Digest, capsys: pytest.CaptureFixture[str], newsroom: Path
) -> None:
    said(digest, capsys, "import", "readers.csv", "--source", "the fair")
    everyone = json.loads(said(digest, capsys, "list", "--json"))
    assert [(r["email"], r["source"]) for r in everyone] == [
        ("ada@example.org", "the fair"),
        ("bob@example.org", "the fair"),
    ]
    asians = json.loads(said(digest, capsys, "list", "--region", "Asia-Pacific", "--json"))
    assert [r["name"] for r in asians] == ["Bob"]
    figures = json.loads(said(digest, capsys, "stats", "--json"))
    assert (figures["due"], figures["regions"]) == (2, {"africa": 1, "europe": 1})
    assert "ada@example.org" in said(digest, capsys, "list")
    assert "Middle East" not in said(digest, capsys, "stats")


def test_an_export_to_a_file_comes_in_again(
    digest: Digest, capsys: pytest.CaptureFixture[str], newsroom: Path
) -> None:
    said(digest, capsys, "import", "readers.csv")
    said(digest, capsys, "export", "out.csv")
    report = json.loads(said(digest, capsys, "import", "out.csv", "--json"))
    assert (report["format"], report["unchanged"], report["rows"]) == ("keepreading", 2, 2)
    assert "cannot be written" in said(digest, capsys, "export", "no-folder/out.csv", code=2)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("list", "--region", "atlantis"), "there are: africa"),
        (("list", "--state", "asleep"), "there are: unconfirmed"),
        (("show", "4711"), "there is no such reader"),
        (("show", "nobody"), "@-sign"),
        (("add", "ada@example.org", "--regions", "atlantis"), 'no region "atlantis"'),
        (("pause", "1"), "--until DATE, --weeks N or --end"),
        (("pause", "1", "--until", "soon"), "write it as 2027-01-04"),
        (("import", "missing.csv"), "missing.csv"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_use_is_told_with_code_2(
    digest: Digest,
    capsys: pytest.CaptureFixture[str],
    newsroom: Path,
    arguments: tuple[str, ...],
    why: str,
) -> None:
    assert why in said(digest, capsys, *arguments, code=2)


@pytest.mark.parametrize(
    "name",
    ["import", "export", "list", "stats", "show", "add", "regions", "pause", "unsubscribe", "forget"],
)
def test_every_command_helps_with_an_example(
    digest: Digest, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert f"Example: digest subscribers {name}" in said(digest, capsys, name, "--help")

"""The outbox: a batch is there as a whole or not at all."""

import errno
import os
import shutil
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.delivering import outbox
from digest.delivering.outbox import WRITING, OutboxCarrier, safe_name
from digest.model.delivery import Answer, Halt, Retry, Submitted
from tests.builders.handovers import clock, handover, recipient


def carrier(folder: Path) -> OutboxCarrier:
    return OutboxCarrier(folder / "out", clock)


def files(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder / "out")) for p in folder.rglob("*.eml"))


def test_files_are_named_by_edition_attempt_place_and_reader(tmp_path: Path) -> None:
    assert isinstance(carrier(tmp_path).submit(handover(2)), Submitted)
    assert files(tmp_path) == ["2026-W47/a-17-1/0001-r000001.eml", "2026-W47/a-17-1/0002-r000002.eml"]


def test_an_attempt_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    out = carrier(tmp_path)
    out.submit(handover(2))
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*.eml")}
    assert isinstance(out.submit(handover(2)), Submitted)
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*.eml")} == before


def test_ask_tells_the_truth(tmp_path: Path) -> None:
    out = carrier(tmp_path)
    out.submit(handover(2))
    assert out.ask("a-17-1") is Answer.TAKEN
    assert out.ask("a-17-2") is Answer.NOT_TAKEN


def test_a_process_that_died_while_writing_has_handed_nothing_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(_path: Path) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_sync", die)
        with pytest.raises(Killed):
            carrier(tmp_path).submit(handover(3))
    assert (tmp_path / "out" / WRITING / "a-17-1").is_dir()
    assert carrier(tmp_path).ask("a-17-1") is Answer.NOT_TAKEN
    assert files(tmp_path) == []


def test_the_remains_of_a_dead_attempt_are_cleared_when_it_is_tried_again(tmp_path: Path) -> None:
    remains = tmp_path / "out" / WRITING / "a-17-1"
    remains.mkdir(parents=True)
    (remains / "0009-old.eml").write_text("old")
    assert isinstance(carrier(tmp_path).submit(handover(1)), Submitted)
    assert files(tmp_path) == ["2026-W47/a-17-1/0001-r000001.eml"]


@pytest.mark.parametrize("moment", ["before the folder", "while writing", "before the rename"])
def test_a_frozen_process_cannot_finish_a_batch_that_was_said_not_to_be_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    answers: list[Answer] = []

    once = threading.Lock()

    def asked_meanwhile() -> None:
        with once:
            if not answers:
                answers.append(carrier(tmp_path).ask("a-17-1"))

    sync, mkdir, written = outbox._sync, Path.mkdir, outbox._write_all

    def slow_sync(path: Path) -> None:
        if moment == "while writing":
            asked_meanwhile()
        sync(path)

    def slow_mkdir(path: Path, *args: object, **kwargs: object) -> None:
        if moment == "before the folder" and path.name == "a-17-1":
            asked_meanwhile()
        mkdir(path, *args, **kwargs)  # type: ignore[arg-type]

    def slow_write(*args: object) -> None:
        written(*args)  # type: ignore[arg-type]
        if moment == "before the rename":
            asked_meanwhile()

    monkeypatch.setattr(outbox, "_sync", slow_sync)
    monkeypatch.setattr(Path, "mkdir", slow_mkdir)
    monkeypatch.setattr(outbox, "_write_all", slow_write)
    outcome = carrier(tmp_path).submit(handover(3))
    assert answers == [Answer.NOT_TAKEN]
    assert isinstance(outcome, Retry)
    assert files(tmp_path) == []
    assert carrier(tmp_path).ask("a-17-1") is Answer.NOT_TAKEN
    assert isinstance(carrier(tmp_path).submit(handover(3, attempt="a-17-2")), Submitted)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_refuses_stops_the_send_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def full(path: Path, _content: bytes) -> int:
        raise OSError(code, os.strerror(code), str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    outcome = carrier(tmp_path).submit(handover(2))
    assert isinstance(outcome, Halt)
    assert os.strerror(code).lower() in outcome.detail
    assert "DIGEST_OUTBOX" in outcome.detail
    assert list((tmp_path / "out" / WRITING).iterdir()) == []
    assert carrier(tmp_path).ask("a-17-1") is Answer.NOT_TAKEN


def test_a_file_where_the_outbox_should_be_stops_the_send(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way")
    assert isinstance(carrier(tmp_path).submit(handover(1)), Halt)
    assert carrier(tmp_path).ask("a-17-1") is Answer.CANNOT_SAY


@pytest.mark.parametrize(
    "name", ["../../up", "/etc/x", "a/b", "..", ".", "", ".writing", "a\0b", "x" * 300, "C:\\x"]
)
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "inner").mkdir()
    out = OutboxCarrier(tmp_path / "inner" / "out", clock)
    outcome = out.submit(handover([recipient(reader=name)], edition=name, attempt=name))
    assert isinstance(outcome, Submitted)
    assert [p.name for p in tmp_path.iterdir()] == ["inner"]
    assert [p.name for p in (tmp_path / "inner").iterdir()] == ["out"]
    assert len(list((tmp_path / "inner" / "out").glob("*/*/*.eml"))) == 1
    assert out.ask(name) is Answer.TAKEN


@given(st.text(), st.text())
def test_different_texts_have_different_names(one: str, other: str) -> None:
    assert (safe_name(one) == safe_name(other)) == (one == other)
    assert safe_name(one)
    assert not safe_name(one).startswith(".")
    assert os.sep not in safe_name(one)


def test_no_file_name_holds_an_address(tmp_path: Path) -> None:
    carrier(tmp_path).submit(handover(3))
    assert not any("@" in str(path) for path in tmp_path.rglob("*"))


def test_an_outbox_that_vanished_is_made_anew(tmp_path: Path) -> None:
    out = carrier(tmp_path)
    out.submit(handover(1))
    shutil.rmtree(tmp_path / "out")
    assert isinstance(out.submit(handover(1, attempt="a-18-1")), Submitted)

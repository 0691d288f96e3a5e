"""What the command writes holds readers' addresses and keys: nobody else on the machine may read it."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.commands import Line
from tests.builders.desks import a_piece, a_room, closing


@pytest.fixture(autouse=True)
def _a_generous_umask() -> Iterator[None]:
    was = os.umask(0o022)
    yield
    os.umask(was)


def readable_by_others(folder: Path) -> list[str]:
    found = sorted(path for path in folder.rglob("*") if stat.S_IMODE(path.lstat().st_mode) & 0o077)
    return [str(path.relative_to(folder)) for path in found]


def test_a_new_newsroom_is_its_owners_alone(tmp_path: Path) -> None:
    line = Line(tmp_path, settings={"DIGEST_SECRET": ""})
    line.done("init", "mine")
    assert readable_by_others(tmp_path) == []
    Line(tmp_path / "mine", settings={"DIGEST_SECRET": ""}).done("status")
    assert (tmp_path / "mine" / "keepreading.db").exists()
    assert readable_by_others(tmp_path) == []


def test_database_lists_previews_and_mails_are_too(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room")) as room:
        room.feed(a_piece(1), a_piece(2))
        (room.folder / "keepreading.db").chmod(0o600)
        known = set(readable_by_others(room.folder))
        line = Line(room.folder)
        line.done("gather")
        line.done("subscribers", "add", "ada@example.org")
        for command in (("draft",), ("approve", "--yes"), ("send", "--yes")):
            line.done(*command)
        (room.folder / "list.csv").write_text("email\nnobody\n")
        (room.folder / "list.csv").chmod(0o600)
        line.done("subscribers", "import", "list.csv", "--rejected", "rejected.csv")
        line.done("subscribers", "export", "readers.csv")
        line.done("preview", "--html", "mail.html")
        assert room.mails()
        assert (room.folder / "rejected.csv").exists()
        assert set(readable_by_others(room.folder)) <= known


def test_the_umask_of_the_caller_is_what_it_was(tmp_path: Path) -> None:
    Line(tmp_path)("--version")
    was = os.umask(0o022)
    assert was == 0o022


def test_an_env_that_is_there_is_never_written_over_not_even_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "elsewhere").write_text("kept")
    (tmp_path / "mine" / ".env").symlink_to(tmp_path / "elsewhere")
    said = Line(tmp_path).done("init", "mine")
    assert "mine/.env is there already and stays as it is" in said
    assert (tmp_path / "elsewhere").read_text() == "kept"
    dangling = tmp_path / "other"
    dangling.mkdir()
    (dangling / ".env").symlink_to(tmp_path / "nowhere")
    Line(tmp_path).done("init", "other")
    assert not (tmp_path / "nowhere").exists()


def test_the_doctor_names_what_others_can_read(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room")) as room:
        (room.folder / "keepreading.db").chmod(0o644)
        (room.folder / ".env").write_text("")
        (room.folder / ".env").chmod(0o640)
        found = {d["check"]: d for d in Line(room.folder).json("doctor", codes=(0, 3))}
        assert found["files"]["doubt"]
        assert "chmod -R go= .env keepreading.db" in found["files"]["text"]
        for name in (".env", "keepreading.db"):
            (room.folder / name).chmod(0o600)
        found = {d["check"]: d for d in Line(room.folder).json("doctor", codes=(0, 3))}
        assert not found["files"]["doubt"]

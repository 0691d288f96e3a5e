"""Setting up the demo's folder, and never over somebody's own."""

from datetime import timedelta
from pathlib import Path

import pytest

from digest.demo.articles import DEMO_NOW
from digest.demo.folder import MARKER, build_demo
from digest.errors import BadInput
from digest.newsroom import parse_newsroom
from digest.settings import load_settings


def test_a_new_folder_holds_a_whole_newsroom(tmp_path: Path) -> None:
    plan = build_demo(tmp_path / "deep" / "demo")
    for path in (
        plan.newsroom,
        plan.env,
        plan.subscribers,
        plan.site / "feeds" / "main.xml",
        plan.folder / MARKER,
    ):
        assert path.is_file()


def test_its_newsroom_can_be_read_and_lacks_nothing_for_sending(tmp_path: Path) -> None:
    plan = build_demo(tmp_path)
    newsroom = parse_newsroom(plan.newsroom.read_text(encoding="utf-8"))
    assert newsroom.missing_for_sending() == ()
    assert [s.name for s in newsroom.sources if not (plan.folder / str(s.path)).is_file()] == []
    assert [f for f in newsroom.preview.local_images.values() if not (plan.folder / f).is_dir()] == []


def test_its_settings_stand_the_clock_still_and_send_nothing(tmp_path: Path) -> None:
    plan = build_demo(tmp_path, public_url="http://127.0.0.1:9999")
    settings = load_settings(plan.env)
    assert settings.now == DEMO_NOW
    assert settings.carrier == "outbox"
    assert settings.public_url == "http://127.0.0.1:9999"
    assert len(settings.secret.get_secret_value()) == 64


def test_each_demo_has_a_secret_of_its_own_that_others_cannot_read(tmp_path: Path) -> None:
    first, second = build_demo(tmp_path / "a"), build_demo(tmp_path / "b")
    assert first.env.read_text() != second.env.read_text()
    assert first.env.stat().st_mode & 0o077 == 0


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    assert build_demo(tmp_path / "demo").newsroom.is_file()


def test_an_old_demo_is_replaced_and_its_database_gone(tmp_path: Path) -> None:
    plan = build_demo(tmp_path)
    for path in (plan.database, plan.folder / "preview-2026-W47.html", plan.site / "stray.html"):
        path.write_text("old")
    (plan.outbox / "2026-W47").mkdir(parents=True)
    build_demo(tmp_path)
    assert not plan.database.exists()
    assert not plan.outbox.exists()
    assert not (plan.site / "stray.html").exists()
    assert not (plan.folder / "preview-2026-W47.html").exists()


def test_what_a_person_put_beside_the_demo_stays(tmp_path: Path) -> None:
    plan = build_demo(tmp_path)
    (plan.folder / "notes.txt").write_text("mine")
    build_demo(tmp_path)
    assert (plan.folder / "notes.txt").read_text() == "mine"


def test_a_link_in_an_old_demo_is_taken_away_and_not_followed(tmp_path: Path) -> None:
    plan = build_demo(tmp_path / "demo")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "kept.txt").write_text("mine")
    plan.outbox.symlink_to(tmp_path / "mine")
    build_demo(tmp_path / "demo")
    assert (tmp_path / "mine" / "kept.txt").is_file()
    assert not plan.outbox.exists()


def test_a_folder_with_something_else_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(BadInput, match="not empty"):
        build_demo(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("mine")
    with pytest.raises(BadInput, match="is a file"):
        build_demo(tmp_path / "demo")


def test_a_place_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(BadInput, match="cannot set up the demo") as told:
        build_demo(tmp_path / "file" / "demo")
    assert "\n" not in str(told.value)


def test_the_past_weeks_are_played_a_week_apart(tmp_path: Path) -> None:
    plan = build_demo(tmp_path)
    pauses = {b - a for a, b in zip(plan.gathers, plan.gathers[1:], strict=False)}
    assert pauses == {timedelta(weeks=1)}

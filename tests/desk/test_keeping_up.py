"""A process that runs for weeks works with newsroom.toml and the templates as they are now."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import scheduler
from digest.app import App
from digest.errors import NewsroomError
from digest.model.edition import State
from tests.builders.desks import PUBLISH, THURSDAY, Room, a_piece, a_room, closing

TAGLINE = ("[look]", '[look]\ntagline = "New tagline"')
VERIFY = PUBLISH - timedelta(minutes=15)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """An edition of two articles to one reader, drafted on Thursday."""
    with closing(a_room(tmp_path / "room")) as made:
        made.add_readers(1)
        made.feed(a_piece(1), a_piece(2))
        made.draft()
        yield made


@pytest.fixture
def old(room: Room) -> App:
    """A scheduler that runs since Monday."""
    app = App(room.app.settings, room.app.newsroom, room.folder)
    assert app.current() is app
    return app


def beat(app: App, now: datetime) -> list[tuple[str, bool]]:
    vars(app)["now"] = lambda: now
    return [(d.step.value, d.ok) for d in app.tick(lambda: False)]


def rewritten(room: Room, *change: str) -> str:
    """newsroom.toml with a change; what it was before."""
    path = room.folder / "newsroom.toml"
    text = path.read_text()
    path.write_text(text.replace(*change))  # type: ignore[arg-type]
    return text


def test_an_approval_under_a_newer_newsroom_toml_is_sent_and_not_voided(room: Room, old: App) -> None:
    rewritten(room, *TAGLINE)
    with closing(room.under((room.folder / "newsroom.toml").read_text())) as editor:
        editor.approve()
        assert beat(old, VERIFY) == [("verify", True), ("gather", True)]
        assert beat(old, PUBLISH) == [("send", True)]
        assert editor.desk.edition(None).state is State.SENT
        assert b"New tagline" in editor.mails()[0].read_bytes()


def test_an_approval_under_a_newer_template_is_sent_and_not_voided(room: Room, old: App) -> None:
    _ = old.desk.renderer
    own = room.folder / "templates" / "digest"
    own.mkdir(parents=True)
    (own / "subject.txt.j2").write_text("Another subject")
    with closing(room.under((room.folder / "newsroom.toml").read_text())) as editor:
        editor.approve()
        beat(old, VERIFY)
        beat(old, PUBLISH)
        assert b"Subject: Another subject" in editor.mails()[0].read_bytes()


def test_while_newsroom_toml_is_broken_nothing_is_done_and_each_beat_says_so(room: Room, old: App) -> None:
    room.approve()
    before = rewritten(room, "[look]", "[look")
    for _ in range(2):
        with pytest.raises(NewsroomError, match=r"newsroom\.toml"):
            beat(old, PUBLISH)
    assert (room.mails(), room.desk.edition(None).state) == ([], State.APPROVED)
    (room.folder / "newsroom.toml").write_text("")
    with pytest.raises(NewsroomError, match="is empty"):
        beat(old, PUBLISH)
    (room.folder / "newsroom.toml").write_text(before)
    assert ("send", True) in beat(old, PUBLISH)
    assert len(room.mails()) == 1


def test_what_is_changed_between_two_steps_of_a_beat_counts_for_the_second(room: Room, old: App) -> None:
    room.approve()
    seen: list[str] = []

    def stop() -> bool:
        """Asked before each step: an editor breaks the file after the first one."""
        if seen:
            rewritten(room, "[look]", "[look")
        seen.append("step")
        return False

    vars(old)["now"] = lambda: PUBLISH
    with pytest.raises(NewsroomError):
        old.tick(stop)
    assert (len(seen), room.mails()) == (2, [])


def test_the_clock_says_a_broken_newsroom_toml_in_one_line_and_goes_on(
    room: Room, old: App, capsys: pytest.CaptureFixture[str]
) -> None:
    made = scheduler.build(old, threading.Event(), sweep_seconds=3600)
    sweep = made.get_job("sweep").func
    rewritten(room, 'publish = "friday 09:00"', 'publish = "never"')
    sweep()
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: newsroom.toml: [cadence], key publish: ")


def test_the_clock_takes_over_new_times(room: Room, old: App) -> None:
    made = scheduler.build(old, threading.Event(), sweep_seconds=3600)
    made.start(paused=True)
    try:
        assert "hour='9', minute='0'" in str(made.get_job("publish").trigger)
        rewritten(room, 'publish = "friday 09:00"', 'publish = "friday 07:30"')
        vars(old)["now"] = lambda: THURSDAY
        made.get_job("sweep").func()
        assert "hour='7', minute='30'" in str(made.get_job("publish").trigger)
    finally:
        made.shutdown(wait=True)

"""send, pause, resume, cancel, reconcile, report, test: what they print and how they end."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from digest.model.edition import State
from tests.builders.commands import Line
from tests.builders.desks import PUBLISH, Room, a_piece, an_approved_room, closing
from tests.standins import sendgrid_faults as faults
from tests.standins.sendgrid import SendGridStandIn

FAR = {"DIGEST_HTTP_TIMEOUT_SECONDS": "2", "DIGEST_LEASE_SECONDS": "6", "DIGEST_CARRIER": "sendgrid"}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with closing(an_approved_room(tmp_path / "room")) as made:
        yield made


@pytest.fixture
def line(room: Room) -> Line:
    return Line(room.folder, now=PUBLISH)


def over(api: SendGridStandIn) -> dict[str, str]:
    return {**FAR, "SENDGRID_API_KEY": api.key, "SENDGRID_API_URL": api.url}


def test_a_send_prints_the_accounts_and_writes_the_outbox(room: Room, line: Line) -> None:
    said = line.done("send", "--yes")
    assert said.splitlines() == [
        "2026-W47 (sent): 3 due = 3 submitted + 0 withdrawn + 0 refused + 0 uncertain + 0 pending",
        "  3 candidates = 3 due + 0 excluded (none)",
        "  1 batches, 1 variants",
    ]
    assert len(room.mails()) == 3
    again = line("send", "--yes", "-e", "2026-W47")
    assert (again.code, again.out) == (0, said)
    assert again.err == (
        "warning: 2026-W47 was sent already, done 2026-11-20 09:00 UTC; nothing is handed over again\n"
    )
    assert len(room.mails()) == 3


def test_a_dry_run_says_it_would_and_sends_nothing(room: Room, line: Line) -> None:
    said = line.done("send", "--dry-run")
    assert said.startswith("would send 2026-W47 (approved): 3 due = 0 submitted")
    assert said.splitlines()[0].endswith("3 pending")
    assert (room.desk.edition(None).state, room.mails()) == (State.APPROVED, [])


def test_a_dry_run_of_what_may_not_be_sent_counts_and_has_code_4(room: Room, line: Line) -> None:
    room.feed(a_piece(9, published=PUBLISH + timedelta(days=3)))
    room.draft(PUBLISH + timedelta(days=6), "2026-W48")
    ended = line("send", "--dry-run", "--json", "-e", "2026-W48", now=PUBLISH + timedelta(days=6))
    assert (ended.code, ended.json["state"], ended.json["due"]) == (4, "draft", 3)
    assert ended.error == "2026-W48 is draft; digest check, then digest approve"
    saturday = PUBLISH + timedelta(days=1)
    assert line("send", "--dry-run", "-e", "2026-W47", now=saturday).code == 4
    assert line("send", "--dry-run", "--late", "-e", "2026-W47", now=saturday).code == 0


def test_a_send_before_its_time_says_so_and_who_sent_it(room: Room, line: Line) -> None:
    ended = line("send", "--yes", "--by", "Teo Adeyemi", now=PUBLISH - timedelta(hours=2))
    assert (ended.code, ended.err) == (
        0,
        "warning: 2026-W47 goes out 2 h before its time, Fri 20 Nov 2026 09:00 GMT\n",
    )
    rows = [" ".join(row.split()) for row in line.done("report").splitlines()]
    assert "2026-11-20 07:00 Teo Adeyemi send begun 2 h before its time, Fri 20 Nov 2026 09:00 GMT" in rows


def test_a_send_that_was_begun_elsewhere_is_refused_in_one_line(room: Room, line: Line) -> None:
    room.plan()
    ended = line("send", "--yes", DIGEST_OUTBOX="elsewhere")
    assert ended.code == 2
    assert "Set DIGEST_OUTBOX back and run the same command again" in ended.error
    assert room.mails() == []


def test_a_stale_send_is_refused_and_says_how_it_may_be_done(room: Room, line: Line) -> None:
    saturday = PUBLISH + timedelta(days=1)
    ended = line("send", "--yes", now=saturday)
    assert ended.code == 4
    assert "was due Fri 20 Nov 2026 09:00 GMT and is stale" in ended.error
    status = line("status", now=saturday)
    assert (status.code, "digest send --late" in status.out) == (3, True)
    line.done("send", "--yes", "--late", now=saturday)
    assert len(room.mails()) == 3


def test_an_approval_that_is_void_is_told_before_anybody_is_asked(room: Room, line: Line) -> None:
    toml = room.folder / "newsroom.toml"
    toml.write_text(toml.read_text().replace("weekly@lantern", "other@lantern"))
    ended = line("send")
    assert ended.code == 4
    assert "from_email" in ended.error
    assert "Nobody is there" not in ended.err


def test_a_paused_send_waits_for_its_editor(room: Room, line: Line) -> None:
    room.plan()
    assert "is paused; digest resume lets it go on" in line.done("pause", "--why", "wrong photograph")
    ended = line("send", "--yes")
    assert ended.code == 4
    assert "is paused" in ended.error
    assert "is paused: wrong photograph; digest resume" in line.done("status")
    line.done("resume")
    line.done("send", "--yes")
    assert len(room.mails()) == 3


def test_a_cancelled_send_asks_first_and_is_over(room: Room, line: Line) -> None:
    room.plan()
    unasked = line("cancel", "--why", "the lead was withdrawn")
    assert unasked.code == 2
    assert "Cancel 2026-W47?" in unasked.error
    line.done("cancel", "--why", "the lead was withdrawn", "--yes")
    assert line("send", "--yes", "-e", "2026-W47").code == 4
    assert line.json("report")["state"] == "cancelled"
    assert line.json("report")["pending"] == 3
    assert "2026-W47 is cancelled. 2026-W48 is drafted" in line.done("status")


def test_what_is_uncertain_has_code_6_until_an_editor_gives_their_word(room: Room) -> None:
    with SendGridStandIn(faults=[faults.close(took=True)]) as api:
        line = Line(room.folder, settings=over(api), now=PUBLISH)
        sent = line("send", "--yes")
        assert sent.code == 6
        assert "0 pending and 3 uncertain of 3 due; digest reconcile settles" in sent.error
        assert "3 uncertain" in sent.out
        waiting = line("reconcile")
        assert waiting.code == 6
        assert "batch 1: 3 readers" in waiting.out
        assert "--accept counts them as submitted" in waiting.out
        assert "digest reconcile" in line("report").err
        assert line("reconcile", "--batch", "1").code == 2
        unknown = line("reconcile", "--accept", "--batch", "7", "--yes")
        assert (unknown.code, unknown.error) == (2, "batch 7 of 2026-W47 is not uncertain; uncertain are 1")
        other = line("reconcile", DIGEST_CARRIER="outbox")
        assert other.code == 6
        assert "knows nothing of it and was not asked" in other.err
        unasked = line("reconcile", "--accept")
        assert unasked.code == 2
        assert "their readers may get none" in unasked.error
        line.done("reconcile", "--accept", "--batch", "1", "--yes")
        assert line.json("report")["state"] == "sent"
        assert (api.requests, set(api.emails.values())) == (1, {1})


def test_json_is_told_also_when_a_send_is_not_complete(room: Room) -> None:
    with SendGridStandIn(faults=[faults.close()]) as api:
        ended = Line(room.folder, settings=over(api), now=PUBLISH)("send", "--yes", "--json")
        assert ended.code == 6
        assert (ended.json["state"], ended.json["uncertain"]) == ("attention", 3)


def test_a_refused_key_pauses_the_send_and_no_address_or_key_is_told(room: Room) -> None:
    with SendGridStandIn(faults=[faults.answer(401)]) as api:
        ended = Line(room.folder, settings=over(api), now=PUBLISH)("send", "--yes")
        assert ended.code == 6
        assert "warning: paused: " in ended.err
        assert "is paused: 3 pending" in ended.error
        assert api.key not in ended.err + ended.out
        assert "@" not in ended.err + ended.out


def test_the_report_tells_who_did_what(room: Room, line: Line) -> None:
    line.done("send", "--yes")
    said = line.done("report")
    assert "3 due = 3 submitted" in said
    rows = [" ".join(row.split()) for row in said.splitlines()]
    assert any(row.startswith("2026-11-19 14:00 Mara Lindqvist approved sha256 ") for row in rows)
    assert "2026-11-20 09:00 keepreading sent" in rows


def test_the_report_is_of_the_newest_send_not_of_the_draft_in_hand(room: Room, line: Line) -> None:
    line.done("send", "--yes")
    room.feed(a_piece(9, published=PUBLISH + timedelta(days=3)))
    room.draft(PUBLISH + timedelta(days=6), "2026-W48")
    assert line.json("show")["edition"] == "2026-W48"
    assert line.json("report")["edition"] == "2026-W47"


def test_a_test_mail_says_where_it_went_and_is_in_no_account(room: Room, line: Line) -> None:
    said = line.done("test", "--to", "desk@example.org", "--to", "copy@example.net")
    assert said.splitlines() == [
        "desk@example.org: submitted to outbox",
        "copy@example.net: submitted to outbox",
    ]
    assert len(room.mails("2026-W47-test")) == 2
    assert line("report").code == 2
    assert line.json("send", "--dry-run")["due"] == 3


def test_a_test_to_somebody_who_left_is_refused_before_anything_is_mailed(room: Room, line: Line) -> None:
    line.done("subscribers", "unsubscribe", "reader1@example.org")
    ended = line("test", "--to", "desk@example.org", "--to", "reader1@example.org")
    assert ended.code == 2
    assert "address 2 of the test must not be mailed: unsubscribed" in ended.error
    assert "@" not in ended.err
    assert room.mails("2026-W47-test") == []


def test_a_reader_who_is_forgotten_is_gone_from_the_database(room: Room, line: Line) -> None:
    line.done("send", "--yes")
    said = line.done("subscribers", "forget", "reader1@example.org", "--yes")
    assert "reader 1 is erased, also from 1 editions; the address stays suppressed" in said
    assert "outbox are your own files" in said
    again = line.done("subscribers", "forget", "reader1@example.org", "--yes")
    assert "the address is erased; it stays suppressed" in again
    assert line("subscribers", "forget", "nobody@example.org", "--yes").code == 2
    assert line.json("report")["submitted"] == 3
    assert line("subscribers", "add", "reader1@example.org").code == 2


def test_a_bad_address_of_a_test_keeps_no_other_from_it(room: Room, line: Line) -> None:
    with SendGridStandIn(faults=[faults.named(0), None]) as api:
        far = Line(room.folder, settings=over(api), now=PUBLISH)
        ended = far("test", "--to", "desk@example.org", "--to", "copy@example.net", "--yes")
        assert ended.code == 1
        assert "1 of 2 test mails were not taken" in ended.error
        assert dict(api.emails) == {"copy@example.net": 1}


# -- what a reader would get -----------------------------------------------------


def test_a_preview_is_what_is_sent(room: Room, line: Line) -> None:
    line.done("preview", "--html", "shown.html")
    text = line.done("preview", "--text", "--as", "reader1@example.org")
    html = line.done("preview", "--html", "-", "--as", "reader1@example.org")
    line.done("send", "--yes")
    (sent,) = (p for p in room.mails() if b"reader1@" in p.read_bytes())
    message = message_from_bytes(sent.read_bytes(), policy=policy.default)
    parts = {
        part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()
    }
    assert parts["text/html"].splitlines() == html.splitlines()
    assert parts["text/plain"].splitlines() == text.rstrip("\n").splitlines()


def test_a_preview_of_some_regions_leaves_the_others_out(room: Room, line: Line) -> None:
    everything = line.done("preview", "--text")
    front = line.done("preview", "--text", "--regions", "Africa")
    assert "\nEurope\n------\n" in everything.replace("\r\n", "\n")
    assert "\nEurope\n------\n" not in front.replace("\r\n", "\n")
    assert "Subject" not in front
    assert line.done("preview").count("\n") == 2
    assert (room.folder / "preview-2026-W47.html").is_file()


# -- verify ----------------------------------------------------------------------


def test_verify_says_what_it_looked_at_and_what_it_could_not(room: Room, line: Line) -> None:
    assert line.done("verify") == "2026-W47: all 3 articles unchanged\n"
    (room.folder / "europe.xml").unlink()
    ended = line("verify")
    assert ended.code == 3
    assert ended.out.startswith("2026-W47: 0 of 3 articles looked at, unchanged; 3 in sources that could not")
    assert ended.err.startswith("warning: europe could not be looked at: ")
    assert "the approval stands. digest send --no-verify" in ended.error
    told = line("verify", "--json").json
    assert (told["articles"], told["checked"], len(told["unread"])) == (3, 0, 3)
    assert [(s["name"], s["ok"]) for s in told["sources"]] == [("europe", False)]


def test_a_send_verifies_and_says_who_did_without(room: Room, line: Line) -> None:
    (room.folder / "europe.xml").unlink()
    ended = line("send", "--yes")
    assert (ended.code, room.mails()) == (3, [])
    assert "is held: 0 of 3 articles looked at" in ended.error
    line.done("send", "--yes", "--no-verify", "--by", "Teo Adeyemi")
    assert "sent unverified" in line.done("report")


def test_verify_ends_with_3_when_something_has_changed(room: Room, line: Line) -> None:
    room.feed(a_piece(1, title="Another headline altogether"), a_piece(2), a_piece(3))
    ended = line("verify", "--json")
    assert ended.code == 3
    assert [d["what"] for d in ended.json["drift"]] == [
        'retitled at the source: "Another headline altogether"'
    ]
    assert "digest refresh takes the change in, then approve again" in ended.error
    assert line("send", "--yes").code == 4


def test_four_eyes_have_code_4(room: Room, line: Line) -> None:
    toml = room.folder / "newsroom.toml"
    toml.write_text(toml.read_text().replace("[[sources]]", "[policy]\nfour_eyes = true\n\n[[sources]]", 1))
    line.done("intro", "Good morning.")
    ended = line("approve", "--yes")
    assert ended.code == 4
    assert "policy.four_eyes: Mara Lindqvist has changed 2026-W47" in ended.error
    line.done("approve", "--yes", "--by", "Teo Adeyemi")

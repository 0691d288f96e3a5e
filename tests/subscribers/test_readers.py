"""Readers: joining, choosing, leaving, coming back, being forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, select

from subscribers import consent, readers, suppression
from subscribers.errors import AlreadyReader, BadAddress, BadPreference, SuppressedReader, UnknownReader
from subscribers.joining import SignUp, confirm, sign_up
from subscribers.stats import stats
from subscribers.tables import consent as consent_table
from tests.builders.subscribers import NOW, a_reader

ADA = "Ada@example.org"
KEY = "ada@example.org"


def what(connection: Connection, reader_id: int) -> list[str]:
    return [each.what for each in consent.history(connection, reader_id)]


def test_a_reader_added_by_hand_is_found_by_number_and_in_any_case(connection: Connection) -> None:
    number = a_reader(connection, ADA, name="Ada\r\nBcc: x", regions=["europe", "africa"])
    reader = readers.show(connection, "aDA@EXAMPLE.org")
    assert reader == readers.find(connection, number)
    assert (reader.email, reader.name, reader.regions) == (ADA, "Ada Bcc: x", ("africa", "europe"))
    assert (reader.state, reader.confirmed_at, reader.created_at) == ("confirmed", NOW, NOW)
    assert (reader.text_only, reader.paused_until, reader.suppressed) == (False, None, None)
    [evidence] = consent.history(connection, number)
    assert (evidence.what, evidence.source, evidence.wording) == ("added", "a form", "yes, every week")
    assert evidence.at == NOW


def test_an_unconfirmed_reader_has_no_time_of_confirmation(connection: Connection) -> None:
    number = a_reader(connection, state="unconfirmed")
    assert readers.show(connection, number).confirmed_at is None


def test_nobody_is_added_twice(connection: Connection) -> None:
    number = a_reader(connection)
    with pytest.raises(AlreadyReader, match=f"reader {number} already"):
        a_reader(connection, "ADA@example.org")


@pytest.mark.parametrize(
    ("given", "error"),
    [
        pytest.param({"address": "ada"}, BadAddress, id="no address"),
        pytest.param({"state": "unsubscribed"}, BadPreference, id="no state to start with"),
        pytest.param({"regions": ["a;b"]}, BadPreference, id="a key that cannot be stored"),
        pytest.param({"regions": [" "]}, BadPreference, id="an empty key"),
    ],
)
def test_what_cannot_be_is_not_added(connection: Connection, given: dict, error: type[Exception]) -> None:
    with pytest.raises(error):
        a_reader(connection, **given)
    assert readers.listed(connection) == ()


@pytest.mark.parametrize("who", [4711, "nobody@example.org"])
def test_an_unknown_reader_is_said_to_be_unknown(connection: Connection, who: int | str) -> None:
    assert readers.find(connection, who) is None
    with pytest.raises(UnknownReader, match="digest subscribers list") as caught:
        readers.show(connection, who)
    assert "@" not in str(caught.value)


def test_unsubscribing_twice_is_once(connection: Connection) -> None:
    number = a_reader(connection)
    assert readers.unsubscribe(connection, number, source="the link", now=NOW)
    assert not readers.unsubscribe(connection, ADA, source="the link", now=NOW + timedelta(days=1))
    assert readers.show(connection, number).state == "unsubscribed"
    assert readers.show(connection, number).suppressed == "unsubscribed"
    assert what(connection, number) == ["added", "unsubscribed"]


def test_an_address_without_a_reader_can_ask_to_be_left_alone(connection: Connection) -> None:
    assert readers.unsubscribe(connection, ADA, source="a letter", now=NOW)
    assert not readers.unsubscribe(connection, ADA, source="a letter", now=NOW)
    assert suppression.reason_for(connection, KEY) == "unsubscribed"


def test_leaving_does_not_weaken_a_complaint(connection: Connection) -> None:
    number = a_reader(connection)
    suppression.suppress(connection, KEY, "complained", source="the provider", now=NOW)
    readers.unsubscribe(connection, number, source="the link", now=NOW)
    assert suppression.reason_for(connection, KEY) == "complained"


@pytest.mark.parametrize(
    ("reason", "advice"),
    [
        ("unsubscribed", "Only the reader can come back"),
        ("complained", "Never mail"),
        ("bounced", "another address"),
        ("imported", "Only the reader can come back"),
        ("manual", "Ask whoever did it"),
    ],
)
def test_whoever_is_suppressed_is_not_added_by_hand(connection: Connection, reason: str, advice: str) -> None:
    suppression.suppress(connection, KEY, reason, source="x", now=NOW)
    with pytest.raises(SuppressedReader, match=advice) as caught:
        a_reader(connection, ADA)
    assert "ada" not in str(caught.value).lower()
    assert readers.find(connection, ADA) is None


def test_readers_are_listed_page_by_page(connection: Connection) -> None:
    numbers = [a_reader(connection, f"r{i}@example.org") for i in range(7)]
    pages, after = [], 0
    while page := readers.listed(connection, after=after, limit=3):
        pages.append([reader.id for reader in page])
        after = page[-1].id
    assert pages == [numbers[:3], numbers[3:6], numbers[6:]]


def test_a_region_lists_its_own_readers_and_those_of_all_regions(connection: Connection) -> None:
    chosen = {"a": ["asia"], "b": ["west-asia"], "c": [], "d": ["europe", "asia"], "e": ["asia_x"]}
    for name, regions in chosen.items():
        a_reader(connection, f"{name}@example.org", regions=regions)
    got = [reader.email[0] for reader in readers.listed(connection, region="asia")]
    assert got == ["a", "c", "d"]


def test_readers_are_listed_by_state(connection: Connection) -> None:
    a_reader(connection, "a@example.org")
    b = a_reader(connection, "b@example.org", state="unconfirmed")
    assert [r.id for r in readers.listed(connection, state="unconfirmed")] == [b]


def test_choices_are_kept_with_their_evidence(connection: Connection) -> None:
    number = a_reader(connection)
    readers.set_regions(connection, number, ["europe", "africa", "europe"], source="the page", now=NOW)
    readers.set_text_only(connection, number, text_only=True, source="the page", now=NOW)
    readers.pause(connection, number, NOW + timedelta(days=9), source="the page", now=NOW)
    reader = readers.show(connection, number)
    assert (reader.regions, reader.text_only) == (("africa", "europe"), True)
    assert reader.paused_until == NOW + timedelta(days=9)
    readers.pause(connection, number, None, source="the page", now=NOW)
    readers.set_regions(connection, number, [], source="the page", now=NOW)
    assert readers.show(connection, number).paused_until is None
    history = consent.history(connection, number)
    assert [e.what for e in history] == ["added", "regions", "text only", "paused", "paused", "regions"]
    assert [history[1].detail, history[-1].detail] == ["africa;europe", "all"]


def test_a_pause_ends_in_the_future(connection: Connection) -> None:
    with pytest.raises(BadPreference, match="future"):
        readers.pause(connection, a_reader(connection), NOW, source="x", now=NOW)


def test_to_forget_leaves_the_suppression_and_nothing_else(connection: Connection) -> None:
    number = a_reader(connection)
    readers.forget(connection, number, source="a letter", now=NOW)
    assert readers.find(connection, number) is None
    assert connection.scalar(select(func.count()).select_from(consent_table)) == 0
    assert suppression.reason_for(connection, KEY) == "unsubscribed"
    with pytest.raises(UnknownReader):
        readers.forget(connection, number, source="a letter", now=NOW)


def test_the_number_of_a_forgotten_reader_is_never_given_again(connection: Connection) -> None:
    number = a_reader(connection)
    readers.forget(connection, number, source="a letter", now=NOW)
    assert a_reader(connection, "bob@example.org") > number


# -- by the web ------------------------------------------------------------


def signed_up(connection: Connection, address: str = ADA, **given) -> SignUp:
    given = {"source": "the page", "wording": "yes", "now": NOW} | given
    return sign_up(connection, address=address, **given)


def test_a_sign_up_counts_after_its_confirmation(connection: Connection) -> None:
    done = signed_up(connection, name="Ada", regions=["europe"], language="en")
    assert done.wants_confirmation
    assert done.reader_id
    before = readers.show(connection, done.reader_id)
    assert (before.state, before.name, before.regions, before.language) == (
        "unconfirmed",
        "Ada",
        ("europe",),
        "en",
    )
    later = NOW + timedelta(hours=1)
    assert confirm(connection, done.reader_id, source="the button", now=later)
    assert confirm(connection, done.reader_id, source="the button", now=later + timedelta(hours=1))
    after = readers.show(connection, done.reader_id)
    assert (after.state, after.confirmed_at) == ("confirmed", later)
    assert what(connection, done.reader_id) == ["signed up", "confirmed"]


def test_a_sign_up_changes_nothing_for_a_reader(connection: Connection) -> None:
    number = a_reader(connection, regions=["africa"])
    assert signed_up(connection, regions=["europe"]) == SignUp(number, wants_confirmation=False)
    assert readers.show(connection, number).regions == ("africa",)


def test_whoever_left_comes_back_by_signing_up_and_confirming(connection: Connection) -> None:
    number = a_reader(connection)
    readers.unsubscribe(connection, number, source="the link", now=NOW)
    assert not confirm(connection, number, source="an old link", now=NOW)
    assert signed_up(connection) == SignUp(number, wants_confirmation=True)
    assert suppression.is_suppressed(connection, KEY)
    assert confirm(connection, number, source="the button", now=NOW)
    assert not suppression.is_suppressed(connection, KEY)
    assert consent.history(connection, number)[-1].detail == "came back"


@pytest.mark.parametrize("reason", ["complained", "bounced", "manual"])
def test_a_sign_up_does_not_lift_what_is_not_the_readers(connection: Connection, reason: str) -> None:
    suppression.suppress(connection, KEY, reason, source="x", now=NOW)
    assert signed_up(connection) == SignUp(None, wants_confirmation=False)
    assert readers.find(connection, ADA) is None


def test_a_confirmation_does_not_lift_a_complaint(connection: Connection) -> None:
    number = a_reader(connection, state="unconfirmed")
    suppression.suppress(connection, KEY, "complained", source="x", now=NOW)
    confirm(connection, number, source="the button", now=NOW)
    assert suppression.reason_for(connection, KEY) == "complained"


def test_nobody_confirms_for_a_reader_who_is_not_there(connection: Connection) -> None:
    with pytest.raises(UnknownReader):
        confirm(connection, 4711, source="the button", now=NOW)


def test_the_figures_add_up(connection: Connection) -> None:
    a_reader(connection, "a@example.org", regions=["europe"])
    a_reader(connection, "b@example.org", regions=["europe", "africa"])
    a_reader(connection, "c@example.org", state="unconfirmed")
    d = a_reader(connection, "d@example.org")
    readers.set_text_only(connection, d, text_only=True, source="x", now=NOW)
    readers.unsubscribe(connection, a_reader(connection, "e@example.org"), source="x", now=NOW)
    got = stats(connection, now=NOW)
    assert (got.readers, got.due, got.excluded) == (5, 3, {"unsubscribed": 1, "unconfirmed": 1})
    assert (got.all_regions, got.regions, got.text_only) == (1, {"africa": 1, "europe": 2}, 1)
    assert got.states == {"confirmed": 3, "unconfirmed": 1, "unsubscribed": 1}
    assert got.suppressed == {"unsubscribed": 1}

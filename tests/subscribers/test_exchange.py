"""Lists in and out: every row accounted for, nobody mailed who left."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, func, select

from subscribers import consent, readers, suppression
from subscribers.errors import NotAList
from subscribers.exchange import CHOICES, COLUMNS, harmless
from subscribers.formats import undone as unmarked
from subscribers.tables import consent as consent_table
from subscribers.tables import subscriber
from subscribers.tables import suppression as suppression_table
from tests.builders.subscribers import NOW, a_list, a_reader, exported, taken_in, undone

LAW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
COUNTS = ("mailable", "suppressed", "unconfirmed", "unchanged")


def counts(report) -> dict[str, int]:
    named = {name: getattr(report, name) for name in COUNTS} | {"rejected": len(report.rejected)}
    return {name: count for name, count in named.items() if count}


def contents(connection: Connection) -> list[list[tuple]]:
    tables = (subscriber, suppression_table, consent_table)
    return [[tuple(r) for r in connection.execute(select(t).order_by(*t.primary_key))] for t in tables]


# -- our own list ----------------------------------------------------------


def test_a_plain_list_counts_as_confirmed_by_the_newsrooms_word(connection: Connection) -> None:
    report = taken_in(connection, a_list(["Ada@example.org"]))
    assert report.as_json() == {
        "format": "plain", "rows": 1, "mailable": 1, "suppressed": 0,
        "unconfirmed": 0, "unchanged": 0, "rejected": [],
    }  # fmt: skip
    reader = readers.show(connection, "ada@example.org")
    assert (reader.email, reader.state, reader.confirmed_at) == ("Ada@example.org", "confirmed", NOW)
    [evidence] = consent.history(connection, reader.id)
    assert (evidence.what, evidence.source, evidence.wording) == (
        "imported",
        "a list",
        "imported by the newsroom",
    )


def test_our_own_columns_are_all_kept(connection: Connection) -> None:
    row = [
        "ada@example.org",
        "Ada",
        "Europe; middle east",
        "confirmed",
        "2024-02-03T10:00:00+01:00",
        "fair",
        "I agree",
    ]
    report = taken_in(connection, a_list(row, header=COLUMNS))
    assert (report.format, counts(report)) == ("keepreading", {"mailable": 1})
    reader = readers.show(connection, "ada@example.org")
    assert (reader.name, reader.regions, reader.source) == ("Ada", ("europe", "middle-east"), "fair")
    assert reader.confirmed_at == datetime(2024, 2, 3, 9, 0, tzinfo=UTC)
    [evidence] = consent.history(connection, reader.id)
    assert (evidence.wording, evidence.detail) == ("I agree", "confirmed 2024-02-03T09:00:00+00:00")


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("confirmed", "mailable"),
        (" Active ", "mailable"),
        ("unconfirmed", "unconfirmed"),
        ("", "unconfirmed"),
        ("unsubscribed", "suppressed"),
        ("BOUNCED", "suppressed"),
        ("complained", "suppressed"),
        ("manual", "suppressed"),
        ("opted-out", "suppressed"),
        ("on the moon", "rejected"),
    ],
)
def test_the_status_of_a_row_decides(connection: Connection, status: str, outcome: str) -> None:
    report = taken_in(connection, a_list(["ada@example.org", status], header=("email", "status")))
    assert counts(report) == {outcome: 1}
    reader = readers.find(connection, "ada@example.org")
    assert (reader.state if reader else None) == {"mailable": "confirmed", "unconfirmed": "unconfirmed"}.get(
        outcome
    )


@pytest.mark.parametrize(
    ("row", "why"),
    [
        pytest.param(["nobody"], "@-sign", id="no address"),
        pytest.param(["", "x"], "there is no address", id="an empty cell"),
        pytest.param(["a@example.org", "", "atlantis"], 'no region "atlantis"; there are: africa, europe, middle-east', id="region"),
        pytest.param(["a@example.org", "", "", "vip"], 'status "vip" is not known; write confirmed', id="status"),
        pytest.param(["a@example.org", "", "", "confirmed", "last May"], "write it as 2026-11-20T09:00:00Z", id="time"),
        pytest.param(["a@example.org", "Lovelace", "Ada", "", "", "", "", "x"], "has 8 cells where the header has 7", id="wide"),
        pytest.param(["a@example.org", "Ada"], "has 2 cells where the header has 7", id="narrow"),
        pytest.param(["a@example.org", "Ada\nb@example.org,Bob", "", "confirmed"], "a quotation mark is missing", id="swallowed"),
    ],
)  # fmt: skip
def test_a_bad_row_is_reported_by_its_number_and_the_rest_goes_in(row: list[str], why: str) -> None:
    good = ["good@example.org", "", "", "confirmed", "", "", ""]
    filled = row if len(row) in (2, 8) and row[0] == "a@example.org" else row + [""] * (7 - len(row))
    report = taken_in(None, a_list(good, filled, good, header=COLUMNS))
    assert counts(report) == {"mailable": 1, "unchanged": 1, "rejected": 1}
    assert report.rejected[0].row == 3
    assert why in report.rejected[0].reason
    assert "example.org" not in report.rejected[0].reason


def test_rows_are_accounted_for_across_chunks(connection: Connection) -> None:
    rows = [[f"r{i % 4000}@example.org"] for i in range(5000)] + [["nobody"]]
    report = taken_in(connection, a_list(*rows))
    assert counts(report) == {"mailable": 4000, "unchanged": 1000, "rejected": 1}
    assert (report.rows, report.rejected[0].row) == (5001, 5002)


def test_a_file_that_is_no_list_is_refused() -> None:
    with pytest.raises(NotAList, match="one must be called email"):
        taken_in(None, a_list(["x"], header=("title",)))


# -- who left stays out ----------------------------------------------------

EXPORTS = [
    pytest.param("Email Address,OPTIN_TIME,UNSUB_TIME,LEID,EUID", "a@example.org,2020-01-01,,,", "unsubscribed", id="mailchimp, unsubscribed"),
    pytest.param("Email Address,CLEAN_TIME,LEID,EUID", "a@example.org,2020-03-23 17:30:05,1,2", "bounced", id="mailchimp, cleaned"),
    pytest.param("email,active_subscription,email_disabled", "a@example.org,true,true", "imported", id="substack"),
    pytest.param("email,subscribed_to_emails,deleted_at", "a@example.org,false,", "unsubscribed", id="ghost"),
    pytest.param("email,subscribed_to_emails,deleted_at", "a@example.org,true,2024-01-01", "imported", id="ghost, deleted"),
    pytest.param("email,subscribed_to_emails,deleted_at", "a@example.org,,", "unsubscribed", id="ghost, empty"),
    pytest.param("email,subscriber_type,unsubscription_date", "a@example.org,regular,2024-01-01", "unsubscribed", id="buttondown, date"),
    pytest.param("email,subscriber_type,unsubscription_date", "a@example.org,spammy,", "complained", id="buttondown, type"),
    pytest.param("email,status,tier,unsubscribed_at", "a@example.org,active,free,2024-01-01", "unsubscribed", id="beehiiv"),
    pytest.param("Email,First name,Last name,Status", "a@example.org,A,A,unreachable", "bounced", id="keila"),
    pytest.param("Email,List status,Global status", "a@example.org,subscribed,unsubscribed", "unsubscribed", id="mailpoet, global"),
    pytest.param("Email,List status,Global status", "a@example.org,bounced,subscribed", "bounced", id="mailpoet, list"),
    pytest.param("email,name,attributes,status", "a@example.org,A,{},blocklisted", "imported", id="listmonk"),
    pytest.param("email,state", "a@example.org,complained", "complained", id="a state"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "row", "reason"), EXPORTS)
def test_whoever_left_elsewhere_is_suppressed_and_no_reader(
    connection: Connection, header: str, row: str, reason: str
) -> None:
    report = taken_in(connection, f"{header}\n{row}\n")
    assert counts(report) == {"suppressed": 1}
    assert suppression.reason_for(connection, "a@example.org") == reason
    assert readers.find(connection, "a@example.org") is None
    again = taken_in(connection, f"{header}\n{row}\n")
    assert counts(again) == {"unchanged": 1}


MAILED = [
    pytest.param("Email Address,OPTIN_TIME,CONFIRM_TIME,CONFIRM_IP,LEID,EUID", "a@example.org,2018-02-05 19:28:23,2018-02-06 08:00:00,192.0.2.7,1,2", "2018-02-06T08:00:00+00:00", id="mailchimp"),
    pytest.param("email,active_subscription,email_disabled,created_at", "a@example.org,false,false,2021-05-01T10:00:00.000Z", "2021-05-01T10:00:00+00:00", id="substack, not paying"),
    pytest.param("email,subscribed_to_emails,deleted_at,created_at", "a@example.org,true,,2021-05-01", "2021-05-01T00:00:00+00:00", id="ghost"),
    pytest.param("email,subscriber_type,subscription_date,unsubscription_date", "a@example.org,premium,2021-05-01 10:00:00+00:00,", "2021-05-01T10:00:00+00:00", id="buttondown"),
    pytest.param("email,status,tier,created_at,unsubscribed_at", "a@example.org,active,free,2021-05-01 10:00:00 UTC,", "2021-05-01T10:00:00+00:00", id="beehiiv"),
    pytest.param("Email Address,Subscribed at", "a@example.org,1 May 2021", NOW.isoformat(), id="curated, a time nobody reads"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "row", "confirmed_at"), MAILED)
def test_whoever_stayed_is_a_reader_since_then(
    connection: Connection, header: str, row: str, confirmed_at: str
) -> None:
    assert counts(taken_in(connection, f"{header}\n{row}\n")) == {"mailable": 1}
    reader = readers.show(connection, "a@example.org")
    assert (reader.state, reader.confirmed_at) == ("confirmed", datetime.fromisoformat(confirmed_at))


@pytest.mark.parametrize(
    ("header", "row"),
    [
        pytest.param(
            "user_login,user_email,display_name,role", "ada,a@example.org,Ada,author", id="wordpress"
        ),
        pytest.param("Email,List status,Global status", "a@example.org,inactive,subscribed", id="mailpoet"),
        pytest.param("email,confirmed", "a@example.org,no", id="a column of proof"),
        pytest.param("email,subscriber_type", "a@example.org,unactivated", id="buttondown"),
    ],
)
def test_whoever_never_said_yes_is_not_mailed(connection: Connection, header: str, row: str) -> None:
    assert counts(taken_in(connection, f"{header}\n{row}\n")) == {"unconfirmed": 1}


def test_evidence_of_the_other_system_is_kept(connection: Connection) -> None:
    taken_in(
        connection,
        "Email Address,CONFIRM_TIME,CONFIRM_IP,LEID,EUID\na@example.org,2018-02-06 08:00:00,192.0.2.7,1,2\n",
    )
    [evidence] = consent.history(connection, readers.show(connection, "a@example.org").id)
    assert evidence.detail == "confirmed 2018-02-06T08:00:00+00:00; confirm ip 192.0.2.7"


def test_a_file_said_to_be_of_those_who_left_makes_no_reader(connection: Connection) -> None:
    report = taken_in(connection, a_list(["a@example.org"]), opted_out=True)
    assert counts(report) == {"suppressed": 1}


@pytest.mark.parametrize("reason", list(suppression.Reason))
def test_an_import_brings_nobody_back(connection: Connection, reason: str) -> None:
    suppression.suppress(connection, "ada@example.org", reason, source="x", now=NOW)
    assert counts(taken_in(connection, a_list(["ADA@example.org"]))) == {"suppressed": 1}
    assert readers.find(connection, "ada@example.org") is None


def test_an_import_does_not_touch_a_reader_it_finds(connection: Connection) -> None:
    a_reader(connection, "ada@example.org", name="Ada", regions=["africa"], state="unconfirmed")
    before = contents(connection)
    row = ["ada@example.org", "Other", "europe", "confirmed", "", "", ""]
    assert counts(taken_in(connection, a_list(row, header=COLUMNS))) == {"unchanged": 1}
    assert contents(connection) == before


def test_a_list_takes_out_a_reader_who_left_elsewhere(connection: Connection) -> None:
    number = a_reader(connection)
    left = a_list(["ada@example.org", "unsubscribed"], header=("email", "status"))
    assert counts(taken_in(connection, left)) == {"suppressed": 1}
    assert readers.show(connection, number).state == "unsubscribed"
    assert [e.what for e in consent.history(connection, number)] == ["added", "unsubscribed"]
    before = contents(connection)
    assert counts(taken_in(connection, left)) == {"unchanged": 1}
    assert contents(connection) == before


@pytest.mark.parametrize("between", [0, 4000], ids=["in one chunk", "chunks apart"])
@pytest.mark.parametrize("turned", [False, True], ids=["yes first", "no first"])
def test_where_a_list_contradicts_itself_the_stricter_row_counts(
    connection: Connection, turned: bool, between: int
) -> None:
    yes, no = ["ada@example.org", "confirmed"], ["ada@example.org", "bounced"]
    others = [[f"r{i}@example.org", "confirmed"] for i in range(between)]
    rows = [no, *others, yes] if turned else [yes, *others, no]
    report = taken_in(connection, a_list(*rows, header=("email", "status")))
    assert (report.mailable, report.suppressed, report.rows) == (between, 2, between + 2)
    assert suppression.reason_for(connection, "ada@example.org") == "bounced"
    found = readers.find(connection, "ada@example.org")
    assert found is None or found.state == "unsubscribed"


# -- dry runs --------------------------------------------------------------


def test_a_dry_run_tells_the_same_and_writes_nothing(connection: Connection) -> None:
    a_reader(connection, "known@example.org")
    suppression.suppress(connection, "left@example.org", "complained", source="x", now=NOW)
    rows = [["known@example.org", ""], ["left@example.org", "confirmed"], ["new@example.org", "confirmed"]]
    rows += [["known@example.org", "unsubscribed"], ["new@example.org", "confirmed"], ["nobody", ""]]
    content = a_list(*rows, header=("email", "status"))
    before = contents(connection)
    rehearsed = taken_in(connection, content, dry_run=True)
    assert contents(connection) == before
    assert rehearsed == taken_in(connection, content)
    assert contents(connection) != before


def test_an_import_that_is_no_dry_run_needs_a_database() -> None:
    with pytest.raises(TypeError):
        taken_in(None, a_list(["a@example.org"]), dry_run=False)


# -- out and back ----------------------------------------------------------

DANGEROUS = st.text(st.sampled_from("'=+-@\t ab;,\"\n|%"), max_size=8)
TEXT = DANGEROUS | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "address": st.sampled_from(["ada", "+bob", "-cy", "=dee", "'=eve", "Zo\u00eb"]).map(
                lambda x: f"{x}@example.org"
            ),
            "name": TEXT,
            "regions": st.lists(st.sampled_from(["africa", "europe", "middle-east"]), max_size=3),
            "state": st.sampled_from(["confirmed", "unconfirmed"]),
            "language": st.sampled_from(["", "fr", "pt-BR"]),
            "source": TEXT,
            "wording": TEXT.filter(lambda text: text.strip()),
        }
    ),
    max_size=6,
    unique_by=lambda person: person["address"],
)
LEFT = st.lists(
    st.tuples(st.sampled_from(["ada", "=dee", "nobody"]), st.sampled_from(suppression.Reason)), max_size=3
)


def people(connection: Connection) -> list[tuple]:
    found = readers.listed(connection)
    return [(r.email, r.name, r.state, r.regions, r.confirmed_at, r.language, r.source) for r in found]


@LAW
@given(PEOPLE, LEFT)
def test_a_list_taken_out_and_in_again_is_the_same(connection: Connection, them: list, left: list) -> None:
    with undone(connection):
        for person in them:
            a_reader(connection, **person)
        for name, reason in left:
            suppression.suppress(connection, f"{name}@example.org", reason, source="x", now=NOW)
        gone = {f"{name}@example.org" for name, _ in left}
        stay = [person for person in people(connection) if person[0].casefold() not in gone]
        out = exported(connection)
        reasons = suppression.reasons(connection)
        for table in (consent_table, subscriber, suppression_table):
            connection.execute(delete(table))
        report = taken_in(connection, out, source="elsewhere", now=NOW + timedelta(days=1))
        assert report.rejected == ()
        assert (report.mailable + report.unconfirmed, report.suppressed) == (len(stay), len(gone))
        sources = [(*person[:-1], person[-1] or "elsewhere") for person in stay]
        assert people(connection) == sources
        assert suppression.reasons(connection) == reasons


ROWS = st.lists(
    st.tuples(
        st.sampled_from(
            ["ada@example.org", "ADA@example.org", "bob@example.org", "cy@example.org", "no address", ""]
        ),
        st.sampled_from(["confirmed", "unconfirmed", "unsubscribed", "bounced", "complained", "", "vip"]),
    ),
    max_size=9,
)


@LAW
@given(ROWS)
def test_a_list_taken_in_twice_changes_nothing(connection: Connection, rows: list[tuple[str, str]]) -> None:
    content = a_list(*rows, header=("email", "status"))
    with undone(connection):
        first = taken_in(connection, content)
        before = contents(connection)
        second = taken_in(connection, content, now=NOW + timedelta(days=1))
        assert contents(connection) == before
        assert (second.mailable, second.unconfirmed) == (0, 0)
        for report in (first, second):
            assert report.rows == sum(counts(report).values())
        mailable = connection.scalar(
            select(func.count()).where(subscriber.c.state == "confirmed").select_from(subscriber)
        )
        assert first.mailable == mailable


@LAW
@given(ROWS, st.randoms(use_true_random=False))
def test_whom_a_list_lets_mail_does_not_hang_on_the_order_of_opt_outs(
    connection: Connection, rows: list[tuple[str, str]], random
) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    seen = []
    for order in (rows, shuffled):
        with undone(connection):
            taken_in(connection, a_list(*order, header=("email", "status")))
            reasons = suppression.reasons_among(
                connection, ["ada@example.org", "bob@example.org", "cy@example.org"]
            )
            seen.append(reasons)
            leaked = [r for r in readers.listed(connection, state="confirmed") if r.suppressed]
            assert leaked == []
    assert seen[0] == seen[1]


@given(TEXT)
def test_no_cell_is_a_formula_and_each_is_undone(text: str) -> None:
    marked = harmless(text)
    assert not marked.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unmarked(marked) == text


def test_of_those_who_left_only_key_and_reason_go_out(connection: Connection) -> None:
    number = a_reader(connection, "Ada@example.org", name="Ada", regions=["europe"])
    readers.unsubscribe(connection, number, source="the link", now=NOW)
    header, row = csv.reader(io.StringIO(exported(connection), newline=""))
    assert header == [*COLUMNS, *CHOICES]
    assert row == ["ada@example.org", "", "", "unsubscribed", "", "the link", *[""] * 4]


def test_the_first_columns_are_those_that_programs_rely_on() -> None:
    assert COLUMNS == ("email", "name", "regions", "status", "confirmed_at", "source", "consent")


def test_what_readers_chose_comes_back_with_the_list(connection: Connection) -> None:
    until = NOW + timedelta(weeks=2)
    ada = a_reader(connection, "ada@example.org", language="pt-BR")
    readers.pause(connection, ada, until, source="a letter", now=NOW)
    readers.set_text_only(connection, ada, text_only=True, source="a letter", now=NOW)
    a_reader(connection, "bob@example.org")
    out = exported(connection)
    for table in (consent_table, subscriber, suppression_table):
        connection.execute(delete(table))
    assert counts(taken_in(connection, out)) == {"mailable": 2}
    back, other = readers.show(connection, "ada@example.org"), readers.show(connection, "bob@example.org")
    assert (back.paused_until, back.text_only, back.language) == (until, True, "pt-BR")
    assert (other.paused_until, other.text_only, other.language) == (None, False, "")
    assert exported(connection) == out


@pytest.mark.parametrize("cell", ["soon", "31/12/2026", "9999999"])
def test_a_pause_that_cannot_be_read_is_not_taken_for_none(connection: Connection, cell: str) -> None:
    row = ["ada@example.org", "", "", "confirmed", "", "", "yes", cell, "", ""]
    report = taken_in(connection, a_list(row, header=(*COLUMNS, *CHOICES)))
    assert "the end of the pause cannot be read" in report.rejected[0].reason


def test_another_systems_columns_of_these_names_mean_nothing_here(connection: Connection) -> None:
    taken_in(connection, a_list(["ada@example.org", "English (UK)"], header=("email", "language")))
    assert readers.show(connection, "ada@example.org").language == ""

"""The invented readers: two hundred good ones, two rows to set aside, all in reserved domains."""

import csv
import io
import re
import unicodedata
from collections import Counter

from digest.demo.articles import DEMO_NOW, REGIONS
from digest.demo.readers import BAD_ROWS, COLUMNS, readers, readers_csv
from subscribers.exchange import ImportReport, import_csv

RESERVED = re.compile(r"@(?:[a-z]+\.)?example\.(?:org|com|net)$|@[a-z]+\.test$")


def _rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(readers_csv())))


def _imported() -> ImportReport:
    known = {text.casefold(): key for key, title in REGIONS.items() for text in (key, title)}
    file = io.BytesIO(readers_csv().encode())
    return import_csv(None, file, known_regions=known, source="demo", now=DEMO_NOW, dry_run=True)


def test_the_list_is_the_same_every_time() -> None:
    assert readers_csv() == readers_csv()


def test_there_are_two_hundred_good_rows_and_two_bad_ones() -> None:
    assert len(readers()) == 200
    assert len(_rows()) == 202
    assert list(_rows()[0]) == list(COLUMNS)


def test_no_two_readers_share_an_address_or_a_name() -> None:
    assert len({r.email for r in readers()}) == 200
    assert len({r.name for r in readers()}) == 200


def test_addresses_are_ascii_and_lie_in_reserved_domains() -> None:
    for reader in readers():
        assert reader.email.isascii()
        assert RESERVED.search(reader.email), reader.email


def test_the_bad_rows_are_no_address_and_a_local_part_beyond_ascii() -> None:
    good = {r.email for r in readers()}
    bad = [row["email"] for row in _rows() if row["email"] not in good]
    assert bad == [row[0] for row in BAD_ROWS]
    assert "@" not in bad[0]
    assert not bad[1].partition("@")[0].isascii()


def test_names_come_in_ten_scripts_or_more() -> None:
    letters = {letter for r in readers() for letter in r.name if letter.isalpha()}
    scripts = {unicodedata.name(letter).split(" ")[0] for letter in letters}
    wanted = {
        "LATIN",
        "GREEK",
        "CYRILLIC",
        "ARABIC",
        "HEBREW",
        "DEVANAGARI",
        "CJK",
        "HIRAGANA",
        "KATAKANA",
        "HANGUL",
        "THAI",
    }
    assert wanted <= scripts


def test_names_are_in_composed_form() -> None:
    assert all(unicodedata.is_normalized("NFC", r.name) for r in readers())


def test_most_are_confirmed_and_each_confirmation_lies_in_the_past() -> None:
    counts = Counter(r.status for r in readers())
    assert counts["confirmed"] >= 175
    assert counts["unconfirmed"] >= 5
    assert counts["unsubscribed"] >= 5
    for reader in readers():
        assert (reader.confirmed_at == "") == (reader.status == "unconfirmed")
        assert reader.confirmed_at < f"{DEMO_NOW:%Y-%m-%dT%H:%M:%SZ}"


def test_some_take_all_regions_some_one_and_some_several() -> None:
    chosen = Counter(r.regions.count(";") + 1 if r.regions else 0 for r in readers())
    assert min(chosen[0], chosen[1], chosen[2] + chosen[3]) >= 20
    assert {key for r in readers() for key in r.regions.split(";") if key} == set(REGIONS)


def test_every_row_carries_its_consent() -> None:
    assert all(row["source"] and row["consent"] for row in _rows())


def test_an_import_takes_the_good_rows_and_gives_a_reason_for_the_bad() -> None:
    report = _imported()
    taken = report.mailable + report.suppressed + report.unconfirmed + report.unchanged
    assert report.rows == 202 == taken + len(report.rejected)
    assert len(report.rejected) in (1, 2)  # the second may also be set aside by the carrier
    assert all(rejected.reason for rejected in report.rejected)

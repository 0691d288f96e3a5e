"""Dates as feeds write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sourcing.dates import read_date


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Fri, 20 Nov 2026 09:00:00 GMT", at(2026, 11, 20, 9)),
        ("Fri, 20 Nov 2026 09:00:00 +0100", at(2026, 11, 20, 8)),
        ("Wed, 5 Nov 2025 22:21:32 EST", at(2025, 11, 6, 3, 21, 32)),
        ("5 Nov 25 22:21 GMT", at(2025, 11, 5, 22, 21)),
        ("Wed, 5 November 2025 22:21:32 Z", at(2025, 11, 5, 22, 21, 32)),
        ("Wed, 05-Nov-2025 22:21:32 GMT", at(2025, 11, 5, 22, 21, 32)),
        ("Wed, 05 Nov 2025 24:00:00 GMT", at(2025, 11, 6)),
        ("Wed, 31 Dec 2025 23:59:60 GMT", at(2025, 12, 31, 23, 59, 59)),
        ("Wed, 05 Nov 2025 22:21:32 +0000 (UTC)", at(2025, 11, 5, 22, 21, 32)),
        ("Wed, 05 Nov 2025 22:21:32 GMT+0200", at(2025, 11, 5, 20, 21, 32)),
        ("Wed, 05 Nov 2025 22:21:32 XYZ", at(2025, 11, 5, 22, 21, 32)),
        ("2026-11-20T09:00:00Z", at(2026, 11, 20, 9)),
        ("2026-11-20T09:00:00.123456+05:30", at(2026, 11, 20, 3, 30)),
        ("2026-11-20T09:00:00-0500", at(2026, 11, 20, 14)),
        ("2026-11-20 09:00:00", at(2026, 11, 20, 9)),
        ("2026-11-20T09:00Z", at(2026, 11, 20, 9)),
        ("20261120T090000Z", at(2026, 11, 20, 9)),
        ("2020/1/10 14:33:00", at(2020, 1, 10, 14, 33)),
        ("2026-11-20", at(2026, 11, 20)),
        ("20261120", at(2026, 11, 20)),
        ("2026-11", at(2026, 11, 1)),
        ("Thu Nov  5 22:21:32 2026", at(2026, 11, 5, 22, 21, 32)),
        ("Thu Nov  5 22:21:32 EST 2026", at(2026, 11, 6, 3, 21, 32)),
        ("November 5, 2025", at(2025, 11, 5)),
        ("Nov. 5, 2025 3:04 PM", at(2025, 11, 5, 15, 4)),
        ("Nov 5, 2025 12:04 a.m. EST", at(2025, 11, 5, 5, 4)),
        ("5. März 2026 12:30", at(2026, 3, 5, 12, 30)),
        ("mer., 5 nov. 2025 10:00:00 +0100", at(2025, 11, 5, 9)),
        ("5 de mayo de 2026", at(2026, 5, 5)),
        ("5 января 2026 10:00", at(2026, 1, 5, 10)),
        ("05.03.2026 12:30", at(2026, 3, 5, 12, 30)),
        ("25/12/2025 10:00", at(2025, 12, 25, 10)),
        ("12/25/2025", at(2025, 12, 25)),
        ("2020年1月10日 14:33", at(2020, 1, 10, 14, 33)),
        ("1762400000", at(2025, 11, 6, 3, 33, 20)),
        ("1762400000000", at(2025, 11, 6, 3, 33, 20)),
    ],
)
def test_a_date_is_read(text: str, when: datetime) -> None:
    assert read_date(text) == when


@pytest.mark.parametrize(
    "text",
    ["", "soon", "03/04/2026", "0000-00-00 00:00:00", "Thu, 01 Jan 1970 00:00:00 GMT", "2026-02-30", "2026-13-01", "9999-12-31",
     "Fri, 20 Foo 2026", "20 Nov", "1:2:3", "20:26:11"],
)  # fmt: skip
def test_what_cannot_be_told_is_no_date(text: str) -> None:
    assert read_date(text) is None


@given(st.datetimes(datetime(1972, 1, 1), datetime(2098, 1, 1), timezones=st.timezones()))  # noqa: DTZ001
def test_what_python_writes_is_read_back(when: datetime) -> None:
    whole = when.replace(microsecond=0)
    offset = whole.strftime("%z")
    if len(offset) == 5:  # whole minutes; local mean times of old have seconds
        assert read_date(whole.isoformat()) == whole.astimezone(UTC)
        assert read_date(whole.strftime("%d %b %Y %H:%M:%S %z")) == whole.astimezone(UTC)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = read_date(text)
    assert found is None or found.tzinfo is UTC


@given(st.text(alphabet="0123456789/-:. TZ+", max_size=40))
def test_no_digits_break_the_reader(text: str) -> None:
    found = read_date(text)
    assert found is None or 1971 <= found.year < 2100


@pytest.mark.parametrize(
    "text",
    [
        "Пт, 20 ноя 2026 12:00:00 +0300", "20 ноября 2026 г., 09:00", "20 листопада 2026 09:00", "20 ноември 2026 09:00",
        "20 نوفمبر 2026 09:00", "٢٠ نوفمبر ٢٠٢٦ 09:00", "20 تشرين الثاني 2026 09:00", "20 בנובמבר 2026 09:00",
        "2026年11月20日 09:00", "2026年11月20日(金) 9時00分", "2026年11月20日 星期五 上午9:00", "2026-11-20 上午9:00",
        "2026. 11. 20. 오전 9:00", "11月 20, 2026 09:00", "20 नवंबर 2026 09:00", "20 Kasım 2026 09:00", "20 tháng 11 2026 09:00",
        "20 Νοεμβρίου 2026 09:00", "20. marraskuuta 2026 klo 09.00", "2026. november 20. 09:00", "20 noiembrie 2026 09:00",
        "2026 m. lapkričio 20 d. 09:00", "20 novembar 2026 09:00", "20 studenoga 2026 09:00", "20 نوامبر 2026 09:00",
        "Friday, November 20, 2026 - 09:00", "20 Nov 2026 - 9:00", "Fri,20 Nov 2026 09:00:00 GMT", "Mon, 20 Nov 2026 09:00:00 GMT",
        "Fri, 20 Nov 26 09:00:00 GMT", "20 Nov 2026 12:00:00 MSK", "Fri, 20 Nov 2026 04:00:00 EST", "20 Nov 2026 18:00 JST",
        "Fri, 20 Nov 2026 14:45:00 NPT", "2026-11-20T04:00:00-05:00[America/New_York]", "20/11/2026 09:00", "Fri, 20/11/2026 - 09:00",
    ],
)  # fmt: skip
def test_nine_in_the_morning_in_many_words(text: str) -> None:
    assert read_date(text) == datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["20/11/26", "03/04/2026", "2 hours ago", "Fri, 31 Nov 2026 09:00 GMT", "20 Foo 2026"]
)
def test_what_could_be_two_days_or_none_is_no_date(text: str) -> None:
    assert read_date(text) is None

"""The records of a file: whatever wrote it, no row is lost in silence."""

import io

import pytest

from subscribers.errors import NotAList
from subscribers.headings import has_email
from subscribers.records import Record, open_table


def read(raw: bytes) -> tuple[list[str], list[Record]]:
    with open_table(io.BytesIO(raw), has_email) as table:
        return table.header, list(table.records)


ROW = [Record(2, ["zoë@example.org", "Zoë"])]


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("email,name\nzoë@example.org,Zoë\n".encode(), id="utf-8"),
        pytest.param("email,name\r\nzoë@example.org,Zoë".encode("utf-8-sig"), id="byte order mark"),
        pytest.param("email;name\nzoë@example.org;Zoë\n".encode("cp1252"), id="Windows, semicolons"),
        pytest.param("email\tname\r\nzoë@example.org\tZoë\r\n".encode("utf-16"), id="utf-16, tabs"),
        pytest.param(
            "email\tname\r\nzoë@example.org\tZoë\r\n".encode("utf-16-le"), id="utf-16 without a mark"
        ),
        pytest.param("email|name\rzoë@example.org|Zoë\r".encode("utf-16-be"), id="bars, old line ends"),
        pytest.param('"email","name"\n"zoë@example.org","Zoë"\n'.encode(), id="all quoted"),
    ],
)
def test_the_dress_of_a_file_does_not_matter(raw: bytes) -> None:
    assert read(raw) == (["email", "name"], ROW)


def test_a_comma_in_a_heading_does_not_mislead() -> None:
    header, _ = read(b'email;"name, as printed";city\n')
    assert header == ["email", "name, as printed", "city"]


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    raw = b'email,note\na@example.org,"two\nlines"\n\n , \nb@example.org,x\n'
    _, records = read(raw)
    assert [(record.row, record.cells[0]) for record in records] == [
        (2, "a@example.org"),
        (5, "b@example.org"),
    ]


def test_excels_line_on_the_separator_is_obeyed_and_counted() -> None:
    header, records = read(b"sep=;\nemail;name\na@example.org;A\n")
    assert (header, records) == (["email", "name"], [Record(3, ["a@example.org", "A"])])


def test_bytes_that_no_alphabet_knows_are_still_read() -> None:
    _, records = read(b"email,name\na@example.org,\x81\xff\n")
    assert records == [Record(2, ["a@example.org", "\x81\u00ff"])]


def test_a_quotation_mark_left_open_is_told_with_its_lines() -> None:
    raw = b'email,name\na@example.org,"Ada\nb@example.org,"Bob"\nc@example.org,Cy\n'
    _, records = read(raw)
    assert [record.row for record in records] == [2, 4]
    assert "lines 2 to 3 were not read" in records[0].trouble
    assert records[1].cells == ["c@example.org", "Cy"]


def test_a_quotation_mark_open_to_the_end_is_told_too() -> None:
    _, [first, last] = read(b'email,name\na@example.org,A\nb@example.org,"Bob\nc@example.org,Cy\n')
    assert first.cells == ["a@example.org", "A"]
    assert "lines 3 to 4 were not read" in last.trouble


def test_a_cell_of_any_length_ends_no_import() -> None:
    raw = b"email,note\na@example.org," + b"x" * 200_000 + b"\nb@example.org,\n"
    _, [long, after] = read(raw)
    assert long.trouble
    assert after.cells[0] == "b@example.org"


def test_a_pipe_is_read_like_a_file() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    with open_table(Pipe(b"email\na@example.org\n"), has_email) as table:
        assert [record.cells for record in table.records] == [["a@example.org"]]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        pytest.param(b"", "the file is empty", id="nothing"),
        pytest.param(b"\n \n\n", "the file is empty", id="blank lines"),
        pytest.param(b"\xef\xbb\xbf", "the file is empty", id="only a mark"),
        pytest.param(b"PK\x03\x04rest", "Excel workbook", id="a workbook"),
        pytest.param(b"%PDF-1.7", "a PDF", id="a PDF"),
        pytest.param(b'"email', "first line cannot be read", id="an open quotation mark"),
    ],
)
def test_what_is_no_text_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(NotAList, match=why):
        read(raw)


def test_a_text_that_breaks_off_is_refused() -> None:
    raw = ("email\n" + "a@example.org\n" * 20_000).encode("utf-16")[:-1]
    with pytest.raises(NotAList, match="no readable text"):
        read(raw)

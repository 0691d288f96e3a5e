"""The records of a delimited text file, whatever wrote it.

UTF-8 with or without a byte order mark, UTF-16, and Windows-1252 where bytes
are no UTF-8; commas, semicolons, tabs or bars; quoted line ends; Excel's
``sep=`` line. One pass, constant memory.
"""

import codecs
import csv
import io
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from subscribers.errors import NotAList

HEAD_BYTES = 65_536
DELIMITERS = ",;\t|"
_BINARY = {
    b"PK\x03\x04": "an Excel workbook or a zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
}


class Record(NamedTuple):
    """One record. ``row`` is its number in the file, as a spreadsheet counts: the first line is 1.

    ``trouble`` says why it cannot be read; its cells are then empty.
    """

    row: int
    cells: list[str]
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the records after it, to be read once. Blank lines are left out."""

    header: list[str]
    records: Iterator[Record]


@contextmanager
def open_table(file: BinaryIO, fits: Callable[[list[str]], bool]) -> Iterator[Table]:
    """Read the header now and the records as they are asked for; the file stays open.

    Of the delimiters that one is taken with which the header ``fits``, else
    the one that gives most columns. Raises NotAList for a file that is empty
    or no text; also from the records, where the text turns out to be broken.
    """
    with ExitStack() as stack:
        source = file if file.seekable() else stack.enter_context(_copy(file))
        head = source.read(HEAD_BYTES)
        source.seek(-len(head), io.SEEK_CUR)
        encoding = _encoding(head)
        delimiter = _delimiter(head.decode(encoding, errors="replace"), fits)
        errors = "subscribers.windows" if encoding == "utf-8-sig" else "strict"
        text = io.TextIOWrapper(source, encoding=encoding, errors=errors, newline="")
        stack.callback(text.detach)
        records = _readable(_parsed(text, delimiter))
        yield Table(_header(records), records)


def _copy(file: BinaryIO) -> BinaryIO:
    """A pipe cannot be looked at twice; a copy on disk can."""
    copy = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by the caller
    shutil.copyfileobj(file, copy)
    copy.seek(0)
    return copy


def _header(records: Iterator[Record]) -> list[str]:
    first = next(records, None)
    if first is None:
        raise NotAList("the file is empty: it needs a line with the names of its columns, at least: email")
    if first.trouble:
        raise NotAList(f"the first line cannot be read: {first.trouble}")
    return first.cells


def _encoding(head: bytes) -> str:
    for start, what in _BINARY.items():
        if head.startswith(start):
            raise NotAList(f'this is {what}, no list as text; save it as "CSV UTF-8" and import that')
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" not in head:
        return "utf-8-sig"
    # ASCII letters in UTF-16 have every other byte zero.
    if head[1:200:2].count(0) > len(head[1:200:2]) // 2:
        return "utf-16-le"
    if head[0:200:2].count(0) > len(head[0:200:2]) // 2:
        return "utf-16-be"
    return "utf-8-sig"


def _delimiter(head: str, fits: Callable[[list[str]], bool]) -> str:
    lines = [line for line in head.splitlines(keepends=True) if line.strip()] or [""]
    if _is_sep_line(lines[0]):
        return lines[0].strip()[-1]
    headers = {delimiter: _first(lines, delimiter) for delimiter in DELIMITERS}
    fitting = [delimiter for delimiter, header in headers.items() if fits(header)]
    widest = max(DELIMITERS, key=lambda delimiter: len(headers[delimiter]))
    # "email;name" fits with no delimiter but its own; "Email, please; Name" is nobody's header
    return max(fitting, key=lambda delimiter: len(headers[delimiter])) if fitting else widest


def _first(lines: list[str], delimiter: str) -> list[str]:
    try:
        return next(csv.reader(lines, delimiter=delimiter), [])
    except csv.Error:
        return []


def _is_sep_line(line: str) -> bool:
    bare = line.strip().strip('"').lower()
    return len(bare) == 5 and bare.startswith("sep=")


def _bytes_of_windows(error: UnicodeError) -> tuple[str, int]:
    """What is no UTF-8 is most often Windows-1252, as Excel saves it; the undefined five as Latin-1."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(_letter(wrong[i : i + 1]) for i in range(len(wrong))), error.end


def _letter(byte: bytes) -> str:
    try:
        return byte.decode("cp1252")
    except UnicodeDecodeError:
        return byte.decode("latin-1")


codecs.register_error("subscribers.windows", _bytes_of_windows)


def _readable(records: Iterator[Record]) -> Iterator[Record]:
    try:
        yield from records
    except UnicodeError:
        raise NotAList(
            'the file is no readable text after its beginning; save it as "CSV UTF-8" and import it again'
        ) from None


def _parsed(text: io.TextIOWrapper, delimiter: str) -> Iterator[Record]:
    # strict: else a forgotten quotation mark swallows the rest of the file in silence
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    row = 0
    while True:
        row, before = row + 1, reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            lost = reader.line_num - before
            yield Record(row, [], _quoting(before + 1, reader.line_num))
            row += max(lost - 1, 0)
            continue
        if cells and any(cell and not cell.isspace() for cell in cells) and not _starts_with_sep(row, cells):
            yield Record(row, cells)


def _starts_with_sep(row: int, cells: list[str]) -> bool:
    return row == 1 and cells[0].lower().startswith("sep=")


def _quoting(first: int, last: int) -> str:
    if first >= last:
        return f"the quotation marks of line {last} cannot be read; mend them and import again"
    return f"a quotation mark is not closed: lines {first} to {last} were not read; mend it and import again"

"""Bounded unpacking: a small file that becomes a large one is stopped on the way."""

import re
import zlib
from collections.abc import Iterable, Iterator

from digest.errors import SourceError

_STEP = 262_144  # so much is unpacked at a time before the count is looked at
GZIP_START = b"\x1f\x8b"
KNOWN = ("", "identity", "gzip", "x-gzip", "deflate")


def bounded(chunks: Iterable[bytes], *, max_bytes: int) -> bytes:
    """The chunks as one. Raises SourceError beyond ``max_bytes``."""
    whole = bytearray()
    for chunk in chunks:
        whole += chunk
        if len(whole) > max_bytes:
            raise SourceError(f"it is larger than {size_of(max_bytes)} and was not read further")
    return bytes(whole)


def unpacked(chunks: Iterable[bytes], encoding: str = "gzip") -> Iterator[bytes]:
    """Chunks of a Content-Encoding, unpacked in small steps.

    gzip of several members and deflate with or without its header (RFC 9110
    8.4.1.2 knows both are about) are understood.

    Raises SourceError: another encoding, or damaged data.
    """
    encoding = encoding.strip().lower()
    if encoding not in KNOWN:
        named = re.sub(r"[^a-z0-9,; -]", "?", encoding[:20])
        raise SourceError(f'it is packed as "{named}", which was not asked for and is not understood')
    return iter(chunks) if encoding in ("", "identity") else _inflated(chunks)


def size_of(number: int) -> str:
    """``10 MB``, or bytes below one."""
    return f"{number / 1_000_000:g} MB" if number >= 100_000 else f"{number:,} bytes"


def _inflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    machine = None
    try:
        for chunk in chunks:
            data = chunk
            while data:
                machine = machine or _machine(data)
                yield machine.decompress(data, _STEP)
                data = machine.unconsumed_tail
                if machine.eof:
                    data, machine = machine.unused_data.lstrip(b"\0"), None
    except zlib.error as error:
        raise SourceError("its packed content is damaged; try again later") from error
    if machine is not None and not machine.eof:
        yield machine.flush()


def _machine(start: bytes) -> "zlib._Decompress":
    """gzip and zlib tell themselves apart; raw deflate has no head of 0x78."""
    is_raw = not start.startswith(GZIP_START) and start[:1] != b"\x78"
    return zlib.decompressobj(-zlib.MAX_WBITS if is_raw else zlib.MAX_WBITS | 32)

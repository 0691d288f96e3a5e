"""What others say, fit for a log: no address, no key, one line.

A carrier's answer may quote the reader it refuses, and a proxy may echo the
whole request.
"""

import re

KEPT = 2048  # of an answer's body
_ADDRESS = re.compile(r"[^\s<>\"'(),;:]*@[^\s<>\"'(),;:]*")
_KEY = re.compile(r"bearer\s+\S+|\bSG\.[\w.-]+", re.IGNORECASE)


def without_addresses(text: str, limit: int = KEPT) -> str:
    """One line, cut, printable, every address and every key replaced."""
    text = " ".join("".join(c if c.isprintable() else " " for c in text[: 2 * limit]).split())
    return _KEY.sub("<key>", _ADDRESS.sub("<address>", text))[:limit]

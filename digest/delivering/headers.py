"""Mail headers as one line each: nothing can be injected, nothing is folded that must not be.

Python's EmailMessage turns a List-Unsubscribe longer than its line limit into
encoded words, which kills one-click unsubscribe (RFC 8058), and its long lines
hold encoded words beyond the 75 characters of RFC 2047. So headers are written
here.
"""

import re
from email.header import Header
from hashlib import blake2b

from email_validator import EmailNotValidError, validate_email

from digest.model.delivery import Sender

MAX_LINE = 998  # RFC 5322 section 2.1.1, without the line end
_ENCODED_WORD = 75  # RFC 2047 section 2
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f\x85\u2028\u2029]+")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")


def one_line(text: str) -> str:
    """Control characters and runs of white space become one space each."""
    return _BREAKS.sub(" ", text).strip()


def header_line(name: str, value: str) -> bytes:
    """``Name: value`` with its line end. Folded only where it would pass 998 characters."""
    line = f"{name}: {value}"
    if len(line) > MAX_LINE:
        line = _folded(line)
    return line.encode("ascii", "replace") + b"\r\n"


def unstructured(text: str) -> str:
    """For Subject and the like: ASCII as it is, anything else as encoded words."""
    text = one_line(text)
    return text if _is_plain(text) else _encoded(text)


def phrase(name: str) -> str:
    """A display name: atoms as they are, quoted, or encoded words (RFC 5322 section 3.2.5)."""
    name = one_line(name)
    if not _is_plain(name):
        return _encoded(name)
    if _ATOMS.fullmatch(name):
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def mailbox(name: str, email: str) -> str:
    """``Name <address>``, or the bare address for a reader without a name."""
    address = one_line(ascii_address(email)).replace(" ", "")
    shown = phrase(name)
    return f"{shown} <{address}>" if shown else address


def list_id(sender: Sender) -> str:
    """The List-Id with its angle brackets (RFC 2919), or nothing if the list has none."""
    text = one_line(sender.list_id)
    if not text:
        return ""
    shown, bracket, identifier = text.rpartition("<")
    if not bracket:
        return f"<{text}>"
    shown = shown.strip().strip('"')
    return f"{phrase(shown)} <{identifier}" if shown else f"<{identifier}"


def message_id(attempt: str, reader: str, sender: Sender) -> str:
    """The same for the same attempt and reader, and telling neither."""
    left = blake2b(f"{attempt}\0{reader}".encode("utf-8", "replace"), digest_size=16).hexdigest()
    domain = one_line(ascii_address(sender.from_email)).rpartition("@")[2]
    return f"<{left}@{domain.replace(' ', '') or 'localhost'}>"


def ascii_address(email: str) -> str:
    """The address with its domain in ASCII; unchanged if that cannot be had."""
    if email.isascii():
        return email
    try:
        parts = validate_email(email, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return email
    return f"{parts.local_part}@{parts.ascii_domain}"


def _is_plain(text: str) -> bool:
    return text.isascii() and "=?" not in text and len(text) < MAX_LINE - 40


def _encoded(text: str) -> str:
    text = text.encode("utf-8", "replace").decode("utf-8")
    words = Header(text, "utf-8", maxlinelen=_ENCODED_WORD).encode(linesep="\n")
    return " ".join(words.split())


def _folded(line: str) -> str:
    """Broken at spaces into lines of at most 76 characters where the words allow it."""
    lines: list[str] = []
    for word in line.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= 76:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\r\n ".join(lines)

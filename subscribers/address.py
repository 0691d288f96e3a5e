"""Addresses: what is kept for sending, and what makes two of them one person."""

import re
import unicodedata
from typing import NamedTuple

from email_validator import EmailNotValidError, validate_email
from email_validator.rfc_constants import CASE_INSENSITIVE_MAILBOX_NAMES

from subscribers.errors import BadAddress

LONGEST = 254  # RFC 5321 4.5.3.1.3, as corrected by RFC 3696 erratum 1690

# The addresses of nearly all lists: ASCII atoms, dotted names without double
# hyphens, an alphabetic end. All else is email-validator's to judge.
_ORDINARY = re.compile(
    r"([A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*)@((?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+([A-Za-z]{2,24}))"
)
_RESERVED = frozenset({"arpa", "invalid", "local", "localhost", "onion", "test"})
_SHARED = frozenset(CASE_INSENSITIVE_MAILBOX_NAMES)
_LONG_LABEL = re.compile(r"[^.]{64}")


class Address(NamedTuple):
    """An address and the key of its reader.

    ``email`` is as the reader wrote it, the domain in lower-case ASCII, the
    local part in NFC. ``key`` is case-folded: mail providers treat two
    addresses that differ in case as one. Dots and +tags count.
    """

    email: str
    key: str


def parse_address(text: str) -> Address:
    """Read one bare address.

    Spaces around it are ignored; a line end is not, it is how headers are
    forged. A local part outside ASCII is kept as it is: whether it can be
    mailed is the carrier's to say. Raises BadAddress with the reason.
    """
    bare = text.strip(" \u00a0")
    return _ordinary(bare) or _judged(bare)


def _ordinary(bare: str) -> Address | None:
    """The answer for an ordinary address, at a fortieth of the price; None: look closer."""
    match = _ORDINARY.fullmatch(bare)
    if match is None or len(bare) > LONGEST:
        return None
    local, domain, end = match.groups()
    folded = local.lower()
    if len(local) > 64 or end.lower() in _RESERVED or folded in _SHARED or _LONG_LABEL.search(domain):
        return None
    domain = domain.lower()
    return Address(f"{local}@{domain}", f"{folded}@{domain}")


def _judged(bare: str) -> Address:
    try:
        valid = validate_email(bare, check_deliverability=False, strict=True, test_environment=True)
    except EmailNotValidError as error:
        raise BadAddress(_reason(bare, str(error))) from None
    local = valid.local_part
    key = unicodedata.normalize("NFC", local.casefold())
    return Address(f"{local}@{valid.ascii_domain}", f"{key}@{valid.ascii_domain}")


def _reason(bare: str, said: str) -> str:
    """Why not, on one line. What stands in brackets may quote the address: it is left out."""
    if not bare:
        return "there is no address"
    return " ".join(re.sub(r"\s*\(.*\)", "", said, flags=re.DOTALL).split()).rstrip(".")

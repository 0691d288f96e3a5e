"""What others say, fit for a log: no address, no key, no password, one line.

A carrier's answer may quote the reader it refuses, and a proxy may echo the
whole request, with an "@" in one of its disguises or a password in base64.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus

KEPT = 2048  # of an answer's body
SHORTEST = 3  # what is shorter stands in half of all words
_IN_ADDRESS = r"[^\s<>\"'(),;:&]"
_AT = r"(?:@|%40|%2540|=40|\\u0040|&#0*64;?|&#x0*40;?|&commat;?|\s?[(\[]at[)\]]\s?)"
# looked for only from the beginning of a word on: a long word costs its length, not its square
_ADDRESS = re.compile(rf"(?<!{_IN_ADDRESS}){_IN_ADDRESS}*{_AT}{_IN_ADDRESS}*", re.IGNORECASE)
_KEY = re.compile(r"\b(?:bearer|basic)\s+\S+|\bSG\.[\w.-]+|\bauth(?:orization)?\s*[:=]\s*\S+", re.IGNORECASE)


def without_addresses(text: str, limit: int = KEPT) -> str:
    """One line, cut, printable, every address and every key replaced."""
    return Redaction().of(text, limit)


class Redaction:
    """Knows what must not be told: ``secrets``, and addresses of any kind.

    A secret is known again as it is, in quotation for addresses (RFC 3986) and
    in base64, as a login sends it. Secrets under three characters are not
    looked for.
    """

    def __init__(self, *secrets: str) -> None:
        forms = sorted({form for each in secrets for form in _forms(each)}, key=len, reverse=True)
        self._longest = max(map(len, forms), default=0)
        self._secret = re.compile("|".join(map(re.escape, forms)), re.IGNORECASE) if forms else None

    def of(self, text: str, limit: int = KEPT, *, reader: str = "") -> str:
        """One line of at most ``limit`` characters, printable, with all that is secret replaced.

        ``reader`` is the address it speaks of: some servers quote only what is before the @.
        """
        window = text[: 2 * limit]
        line = " ".join("".join(c if c.isprintable() else " " for c in window).split())
        if self._secret is not None:
            line = self._secret.sub("<secret>", line)
            if len(window) < len(text):  # the cut may have left the beginning of a secret
                line = line[: -self._longest]
        line = _KEY.sub("<key>", _ADDRESS.sub("<address>", line))
        local = reader.rpartition("@")[0]
        if len(local) >= SHORTEST:
            line = re.sub(rf"(?<![\w.]){re.escape(local)}(?![\w.])", "<address>", line, flags=re.IGNORECASE)
        return line[:limit]


def login_secrets(user: str, password: str) -> tuple[str, ...]:
    """What an SMTP login sends, in each of its mechanisms that can be read back."""
    return (password, user, f"\0{user}\0{password}", f"{user}\0{user}\0{password}") if password else (user,)


def _forms(secret: str) -> Iterator[str]:
    if len(secret.strip("\0")) < SHORTEST:
        return
    yield secret
    yield from (quote(secret, safe=""), quote_plus(secret))
    yield from _encoded(secret.encode("utf-8", "surrogatepass"))


def _encoded(data: bytes) -> Iterable[str]:
    whole = b64encode(data).decode("ascii")
    return (whole, whole.rstrip("=")) if len(whole) >= 2 * SHORTEST else ()

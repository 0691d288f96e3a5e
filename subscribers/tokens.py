"""The signed part of readers' links.

A token is 32 characters: a keyed BLAKE2b of purpose and reader (16 bytes),
then the reader's number under a secret mask (8 bytes), in URL-safe base64
without padding. It holds no address, is the same for a reader and a purpose as
long as the newest key stays, and never expires: a link must work for the life
of the mail it stands in (RFC 8058; CAN-SPAM asks for 30 days).
"""

import re
from base64 import urlsafe_b64decode
from binascii import b2a_base64
from collections.abc import Callable
from hashlib import blake2b
from hmac import compare_digest
from struct import Struct

UNSUBSCRIBE = "unsubscribe"
PREFERENCES = "preferences"
CONFIRM = "confirm"
PURPOSES = (UNSUBSCRIBE, PREFERENCES, CONFIRM)

_SHAPE = re.compile(r"[A-Za-z0-9_-]{32}")
_MAC_BYTES = 16
_ID_BYTES = 8
_URL_SAFE = bytes.maketrans(b"+/", b"-_")


class Signer:
    """Signs with the first key, and knows tokens of every key again."""

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        """Keys of any length, the newest first. Raises ValueError for none or an empty one."""
        if not keys or not all(keys):
            raise ValueError("readers' links need at least one key, and none may be empty")
        self._hands = tuple({p: _Hand(key, p) for p in PURPOSES} for key in keys)
        self._newest = {purpose: hand.token for purpose, hand in self._hands[0].items()}

    def token(self, reader_id: int, purpose: str) -> str:
        """The token of a reader for one of ``PURPOSES``."""
        return self._newest[purpose](reader_id)

    def reader_of(self, token: str, purpose: str) -> int | None:
        """The reader of a token signed by any key for this purpose, else None. Never raises."""
        if purpose not in PURPOSES or not _SHAPE.fullmatch(token):
            return None
        raw = urlsafe_b64decode(token)
        found: int | None = None
        for hands in self._hands:  # all of them: the time taken tells nothing
            reader_id = hands[purpose].reader_of(raw)
            found = reader_id if found is None else found
        return found


class _Hand:
    """One key prepared for one purpose."""

    __slots__ = ("_fresh", "_mask", "token")

    def __init__(self, key: bytes, purpose: str) -> None:
        fitted = blake2b(key, digest_size=64).digest()  # BLAKE2 takes keys of at most 64 bytes
        person = purpose.encode()
        self._fresh = blake2b(key=fitted, person=person, digest_size=_MAC_BYTES).copy
        mask = blake2b(b"mask", key=fitted, person=person, digest_size=_ID_BYTES)
        self._mask = int.from_bytes(mask.digest(), "big")
        self.token = _signing(self._fresh, self._mask)

    def reader_of(self, raw: bytes) -> int | None:
        mac, hidden = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
        state = self._fresh()
        state.update(hidden)
        is_ours = compare_digest(state.digest(), mac)
        return int.from_bytes(hidden, "big") ^ self._mask if is_ours else None


def _signing(fresh: Callable[[], blake2b], mask: int) -> Callable[[int], str]:
    """A function from a reader to a token. It runs for each reader of an edition: all names are local."""
    packed = Struct(">Q").pack

    def token(reader_id: int) -> str:
        hidden = packed(reader_id ^ mask)
        state = fresh()
        state.update(hidden)
        return b2a_base64(state.digest() + hidden, newline=False).translate(_URL_SAFE).decode()

    return token

"""How an erased reader stays suppressed, though the address is kept nowhere.

The suppression of an erased reader stands under a veil: a BLAKE2b of the
address's key, keyed with the newsroom's secret. Who comes along with the
address and the secret knows it again; who has the database alone cannot try
addresses on it. The secret may be renewed as long as the old one is kept
behind the new one: each is tried. Without it, those erased under it are
strangers.

The secrets come with the connection, as the execution option ``KEYS``: so no
import and no sign-up can forget to ask.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

from sqlalchemy import Connection

from subscribers.errors import NoErasingKey

KEYS = "subscribers_erasing_keys"
"""The execution option: a tuple of secrets as bytes, the newest first."""

_VEIL = re.compile(r"erased:[0-9a-f]{64}")
_PERSON = b"erased readers"  # of BLAKE2b: the same secret signs links


def is_veiled(key: str) -> bool:
    """Whether this stands for an erased reader. No address looks like it: it has no @."""
    return _VEIL.fullmatch(key) is not None


def veiled(connection: Connection, key: str) -> str:
    """What is kept of a key (``Address.key``) once its reader is erased. Raises NoErasingKey."""
    secrets = _secrets(connection)
    if not secrets:
        raise NoErasingKey(
            "nothing was erased: an erased reader is known again only by a secret; set DIGEST_SECRET first"
        )
    return _veil(key, secrets[0])


def veils(connection: Connection, keys: Iterable[str]) -> dict[str, str]:
    """Each veil under which one of the keys may stand, with that key; empty without a secret."""
    secrets = _secrets(connection)
    return {_veil(key, secret): key for key in keys for secret in secrets}


def _secrets(connection: Connection) -> tuple[bytes, ...]:
    found: tuple[bytes, ...] = connection.get_execution_options().get(KEYS, ())
    return found


def _veil(key: str, secret: bytes) -> str:
    state = _keyed(secret).copy()
    state.update(key.encode())
    return f"erased:{state.hexdigest()}"


@lru_cache(maxsize=16)
def _keyed(secret: bytes) -> blake2b:
    fitted = blake2b(secret, digest_size=64).digest()  # BLAKE2 takes keys of at most 64 bytes
    return blake2b(key=fitted, person=_PERSON, digest_size=32)

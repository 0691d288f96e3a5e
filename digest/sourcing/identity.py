"""When two items are the same article: by guid, else by address."""

import hashlib
import re

from digest.model.address import MAX_ADDRESS, canonical_address, host_of, is_web_address, without_tracking

__all__ = [
    "MAX_ADDRESS",
    "canonical_address",
    "host_of",
    "identity_of",
    "is_web_address",
    "of_sane_length",
    "without_tracking",
]

MOST_CHARACTERS = 500  # of an identity: PostgreSQL's unique indexes take 2,700 bytes

_GLOBAL_GUID = re.compile(
    r"[a-z][a-z0-9+.-]*:[^\s]{6,}"  # an address, a urn: or tag:
    r"|\{?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\}?"  # a UUID
    r"|[0-9a-f]{32,}",  # a digest
    re.IGNORECASE,
)


def identity_of(guid: str, url: str, feed_url: str = "") -> str:
    """What makes it the same article while its title and address change.

    The guid, where there is one; one that others may use too ("123") is
    scoped by the host of the link, else of the feed. Without a guid, the
    canonical address.
    """
    guid = guid.strip()
    if not guid:
        return canonical_address(url)
    if _GLOBAL_GUID.fullmatch(guid):
        return guid
    return f"{host_of(url) or host_of(feed_url)}#{guid}"


def of_sane_length(identity: str) -> str:
    """The identity, or its hash when it is too long to be kept in an index."""
    if len(identity) <= MOST_CHARACTERS:
        return identity
    return f"urn:sha256:{hashlib.sha256(identity.encode(errors='surrogatepass')).hexdigest()}"

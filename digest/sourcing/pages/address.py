"""The address a page wants to be known by, believed only where it is sane."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from digest.sourcing.identity import canonical_address, host_of, without_tracking
from digest.sourcing.images import absolute
from digest.sourcing.pages.claims import Claim
from digest.sourcing.pages.linked import Linked, texts
from digest.sourcing.pages.meta import Metas
from digest.sourcing.pages.tree import Tree


def choose_address(tree: Tree, linked: Linked, metas: Metas) -> Claim:
    """rel=canonical, og:url or JSON-LD, of the same site and no front page; else where it was fetched.

    Without tracking parameters. Empty when nothing is a web address.
    """
    fetched = absolute(tree.url, tree.url) if tree.url else ""
    for claim in _claimed(tree, linked, metas):
        address = absolute(claim.text, tree.base)
        if address and _is_sane(address, fetched):
            if canonical_address(address) == canonical_address(fetched):
                return Claim(
                    without_tracking(address if urlsplit(address).scheme == "https" else fetched),
                    claim.origin,
                )
            return Claim(without_tracking(address), claim.origin)
    return Claim(without_tracking(fetched), "where it was fetched")


def _claimed(tree: Tree, linked: Linked, metas: Metas) -> Iterator[Claim]:
    for element in tree.elements:
        if element.tag == "link" and "canonical" in (element.get("rel") or "").lower().split():
            yield Claim(element.get("href") or "", "rel=canonical")
    yield Claim(metas.first("og:url"), "og:url")
    for thing in linked.things:
        for key in ("url", "mainEntityOfPage"):
            yield from (Claim(text, f"JSON-LD {key}") for text in texts(thing.get(key)))


def _is_sane(address: str, fetched: str) -> bool:
    """Of the same site, and not the front page when another page was fetched."""
    if not fetched:
        return True
    is_front = not urlsplit(address).path.strip("/") and not urlsplit(address).query
    was_front = not urlsplit(fetched).path.strip("/")
    return _site(address) == _site(fetched) and (was_front or not is_front)


def _site(address: str) -> str:
    """The last two labels of the host, three where the last two are short ("co.uk")."""
    labels = host_of(address).split(".")
    many = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3:] if many else labels[-2:])

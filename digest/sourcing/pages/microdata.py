"""Microdata (HTML, section 5): itemprop inside the itemscope of the page's article."""

from collections.abc import Iterator
from dataclasses import dataclass

from digest.sourcing.pages.claims import Claim, PictureClaim, Writer, claims
from digest.sourcing.pages.tree import Element, Tree, around, said

_ARTICLES = ("article", "blogposting", "report", "posting")


@dataclass(frozen=True, slots=True)
class Micro:
    """The properties of the article, each with its element."""

    properties: tuple[tuple[str, Element], ...] = ()

    def claimed(self, *keys: str) -> tuple[Claim, ...]:
        return claims(*((_value(e), f"microdata {key}") for key in keys for e in self.elements(key)))

    def writers(self) -> tuple[Writer, ...]:
        return tuple(
            Writer(name, "microdata author", "organization" in (e.get("itemtype") or "").lower())
            for key in ("author", "creator")
            for e in self.elements(key)
            for name in _names_in(e)
            if name
        )

    def pictures(self) -> tuple[PictureClaim, ...]:
        found = (_address(e) for key in ("image", "thumbnailUrl") for e in self.elements(key))
        return tuple(PictureClaim(address, "microdata image") for address in found if address)

    def elements(self, key: str) -> Iterator[Element]:
        return (e for name, e in self.properties if name == key)


def read_microdata(tree: Tree) -> Micro:
    """That of the first article scope that has a headline, else of the first."""
    scopes = [e for e in tree.elements if _is_article(e)][:20]
    if not scopes:
        return Micro()
    by_scope: dict[Element, list[tuple[str, Element]]] = {scope: [] for scope in scopes}
    for element in (e for e in tree.elements if e.get("itemprop")):
        scope = next((o for o in around(element, 60) if o.get("itemscope") is not None), None)
        if scope in by_scope:
            by_scope[scope].extend((key, element) for key in (element.get("itemprop") or "").split()[:5])
    whole = [found for found in by_scope.values() if any(key in ("headline", "name") for key, _ in found)]
    return Micro(tuple((whole or list(by_scope.values()))[0]))


def _is_article(element: Element) -> bool:
    kind = (element.get("itemtype") or "").strip().rstrip("/").lower()
    return bool(kind) and kind.endswith(_ARTICLES)


def _value(element: Element) -> str:
    for key in ("content", "datetime"):
        if element.get(key):
            return str(element.get(key)).strip()
    return said(element)


def _names_in(element: Element) -> list[str]:
    if element.get("itemscope") is None:
        return [_value(element)]
    inner = [e for e in element.iter("*") if e is not element and "name" in (e.get("itemprop") or "").split()]
    return [_value(e) for e in inner[:10]] or [said(element, 200)]


def _address(element: Element) -> str:
    inner = [element, *(e for e in element.iter("*") if "url" in (e.get("itemprop") or "").split())]
    for one in inner[:5]:
        for key in ("content", "href", "src"):
            if (one.get(key) or "").startswith(("http", "/")):
                return str(one.get(key))
    return ""

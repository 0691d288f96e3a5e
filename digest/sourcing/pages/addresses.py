"""Addresses of pictures: which are one picture, which is wide enough for a mail, which is none at all."""

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from digest.sourcing.images import web_picture

MAIL_WIDTH = 1200
"""Pixels. Twice what a mail shows, for screens of double density."""

_NO_PICTURE = re.compile(
    r"logo|placeholder|/default\.|default[-_](?:image|og|share|social|thumb)|fallback|favicon|sprite|avatar|gravatar|icon[-_.s/]|/icons?/|blank\.|spacer|pixel|1x1|"
    r"no-?(?:image|thumb|photo|pic)|/themes?/|/assets/(?:png|img|images|static)/|share[-_]image|social[-_]?(?:card|share|default)|site[-_]?image|generic|dummy|masthead",
    re.IGNORECASE,
)
_VECTOR = re.compile(r"\.svgz?(?:$|[?#])", re.IGNORECASE)
_SIZE = re.compile(
    r"[-_](?:\d{2,4}x\d{2,4}|scaled|large|medium|small|thumb(?:nail)?|\d{3,4}w|(?:16|4|3|1|2)[x_-](?:9|3|2|1))(?=$|[-_.])",
    re.IGNORECASE,
)
_COMMON = re.compile(
    r"(?:image|img|photo|picture|original|default|master|large|landscape|\d{1,5}[x_-]\d{1,5}|cropped?|w_?\d+)[\w-]{0,4}",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?=[A-Za-z_-]{0,40}\d)[A-Za-z0-9_-]{10,}")
_DATE = re.compile(r"[\d_-]{8,10}")
_CANDIDATE = re.compile(r"([^\s,]\S{3,2000})\s+(\d{1,5})(?:\.\d+)?([wx])(?=\s*(?:,|$))")


def picture_address(address: str, base: str) -> str:
    """Absolute and fit to be shown, else "": no data:, no vector, no logo, placeholder or pixel."""
    if address.lstrip()[:5].lower() == "data:":
        return ""
    found = web_picture(address, base)
    return "" if not found or _VECTOR.search(found) or _NO_PICTURE.search(_last_parts(found)) else found


def marks_of(address: str) -> frozenset[str]:
    """What stays of a picture's address in every size: its file's bare name, its number.

    Two addresses with a mark in common show one picture.
    """
    parts = urlsplit(address)
    query = parse_qsl(parts.query[:2000])[:40]
    numbers = {f"id={value}" for key, value in query if key in ("id", "image_id") and len(value) > 3}
    if numbers:
        return frozenset(numbers)
    inner = next((value for key, value in query if key in ("url", "src", "image") and "/" in value), "")
    folders = [part for part in unquote(_path_of(inner) if inner else parts.path).split("/") if part][-4:]
    stems = [_SIZE.sub("", re.sub(r"\.[A-Za-z]{3,5}$", "", folder[:300])) for folder in folders]
    last = stems[-1].casefold() if stems else ""
    named = {last} if len(last) > 5 and not _COMMON.fullmatch(last) else set()
    long = {m[0].casefold() for stem in stems for m in _MARK.finditer(stem) if not _DATE.fullmatch(m[0])}
    return frozenset(named | long)


def of_srcset(srcset: str) -> str:
    """Of "a.jpg 320w, b.jpg 1200w" the narrowest from MAIL_WIDTH on, else the widest."""
    told = [
        (m[1], int(m[2]) if m[3] == "w" else int(m[2]) * MAIL_WIDTH // 2)
        for m in _CANDIDATE.finditer(srcset[:8000])
    ]
    if not told:
        return srcset[:4000].strip(" ,").partition(" ")[0].rstrip(",")
    enough = [entry for entry in told if entry[1] >= MAIL_WIDTH]
    return min(enough, key=lambda e: e[1])[0] if enough else max(told, key=lambda e: e[1])[0]


def for_mail(address: str) -> tuple[str, int | None]:
    """The same picture no wider than MAIL_WIDTH, and that width, where its address takes one.

    RebelMouse's media library (/media-library/NAME?id=..&width=..&height=..)
    crops to both at its coordinates, so both shrink alike. Other addresses
    stay as they are.
    """
    parts = urlsplit(address)
    told = parse_qsl(parts.query)
    given = dict(told)
    if "/media-library/" not in parts.path or not given.get("id"):
        return address, None
    width = int(given["width"]) if given.get("width", "").isdecimal() and len(given["width"]) < 6 else 0
    if width and width <= MAIL_WIDTH:
        return address, width
    sized = {"width": str(MAIL_WIDTH)}
    if width and given.get("height", "").isdecimal() and len(given["height"]) < 6:
        sized["height"] = str(round(int(given["height"]) * MAIL_WIDTH / width))
    kept = [(key, value) for key, value in told if key not in ("width", "height")]
    return parts._replace(query=urlencode([kept[0], *sized.items(), *kept[1:]])).geturl(), MAIL_WIDTH


def _path_of(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _last_parts(address: str) -> str:
    """The last two parts of the path: "logo" in a host's name says nothing."""
    return "/".join(urlsplit(address).path.rsplit("/", 2)[-2:])

"""The one picture of an article, with what must travel with it: alt, caption, credit."""

import re
from collections.abc import Iterable, Iterator
from typing import Protocol
from urllib.parse import quote, unquote, urljoin, urlsplit

from digest.model.article import Image
from digest.sourcing.entry import Entry, Media
from digest.sourcing.identity import MAX_ADDRESS, is_web_address
from digest.sourcing.markup import Fragment, Picture
from digest.sourcing.text import plain

LEAST_PIXELS = 50  # of an <img> in a body: below lie tracking pixels, smileys and share buttons
LEAST_MEDIA_PIXELS = 4  # what the feed itself names as the picture is taken at any real size

_IMAGE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|jfif)(?:$|[?#&/;])", re.IGNORECASE)
_OTHER_NAME = re.compile(
    r"\.(?:mp[34]|m4[av]|mov|webm|og[gva]|wav|aac|pdf|html?|swf|flv|m3u8|svgz?)(?:$|[?#])", re.IGNORECASE
)
_NO_PICTURE = re.compile(
    r"feeds?\.feedburner\.com/~|/~(?:r|ff|a)/|feedsportal\.com|pixel\.(?:wp|quantserve)\.|doubleclick\.net|/pixel[./?]|"
    r"stats\.wordpress\.com|google-analytics|googletagmanager|facebook\.com/tr\b|scorecardresearch|/beacon|"
    r"(?:spacer|blank|clear|transparent|pixel|1x1|count|counter)\.(?:gif|png)|s\.w\.org/images/core/emoji|/smilies/|"
    r"/emoji/|gravatar\.com/avatar|/feed-?icon|/share[-_]|medium\.com/_/stat|/open\.gif|republish-tracker|"
    r"/counter/|counter\.theconversation|feeds\.wordpress\.com/1\.0/",
    re.IGNORECASE,
)

_AGENCIES = (
    r"AP(?: Photo)?|Associated Press|AFP|Agence France-Presse|Reuters|Getty(?: Images)?|EPA(?:-EFE)?|Shutterstock|Alamy|"
    r"Bloomberg|Xinhua|TASS|Anadolu(?: Agency)?|Magnum(?: Photos)?|Wikimedia(?: Commons)?|Flickr|Unsplash|NurPhoto|Zuma|"
    r"Sipa(?: USA)?|UPI|dpa|ANSA|EFE|Keystone|Corbis|Redux|Polaris|Picture Alliance|Imago|iStock|Creative Commons|CC BY"
    r"(?:-SA|-ND|-NC)*(?: \d\.\d)?|Public domain"
)
_CREDIT_WORD = (
    r"(?:Photo(?:graph)?s?|Image|Picture|Pic|Illustration|Artwork|Graphic|Foto|Bild|Crédit(?: photo)?|Credit)"
    r"(?:\s?(?:credit|courtesy|illustration))?\s?(?:by\b|:|/)|Photo\s?(?:by|courtesy)|Credit:|©|\(c\)|Courtesy of"
)
_CREDIT_AT_START = re.compile(rf"^(?:{_CREDIT_WORD})\s?:?\s?", re.IGNORECASE)
_NAMED_CREDIT = re.compile(
    rf"(?:^|[\s(\[|–—-])(?:{_CREDIT_WORD})\s?:?\s?([^()\[\]]{{2,120}})$", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"\s?[(\[]([^()\[\]]{2,160})[)\]]\s?\.?$")
_OF_AGENCY = re.compile(rf"\b(?:{_AGENCIES})\b")
LONGEST_FILE_NAME = 255
CREDIT_CHARACTERS = 300  # a credit stands at the end of a caption, in so many characters
_SIZE_SUFFIX = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w{1,5}$)|-scaled(?=\.\w{1,5}$)")
_PLAIN_ADDRESS = re.compile(
    r"https?://(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,20}/[A-Za-z0-9._~/?&=%+,:;@!$*()-]*[A-Za-z0-9_/=]"
)
"""Nearly all of them: absolute, in ASCII, nothing to escape. Takes a tenth of the time of the general way."""
_LINE_ENDS = re.compile(r"[\t\r\n]")
_NOT_IN_ADDRESS = re.compile(
    '[\x00-\x20"<>\x7f-\xa0\xad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufe00-\ufe0f\ufeff'
    "\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_FILE_NAME = re.compile(
    r"^[\w()%+-]+\.(?:jpe?g|png|gif|webp)$|^(?:IMG|DSC|image|photo|img)[\s_-]?\d+$|^[\w-]{0,3}\d{5,}[\w-]*$",
    re.IGNORECASE,
)


class Bodies(Protocol):
    """Description and body of an entry."""

    def in_order(self) -> Iterable[Fragment]:
        """All of both, the body first."""
        ...

    def around(self, text: str) -> Iterable[Fragment]:
        """What stands around ``text``, wherever one of them holds it."""
        ...


def image_of(entry: Entry, bodies: Bodies, title: str) -> Image | None:
    """The best picture, or None. Feeds' own media first, then the first real <img>.

    Tracking pixels, icons, films, data: and other addresses than http(s) are
    never taken. What is known of the same picture elsewhere in the entry
    (its figcaption, its alt) is added.
    """
    for media in _by_worth(entry.media):
        address = web_picture(media.address, entry.base)
        if address and not _is_small(media.width, media.height, LEAST_MEDIA_PIXELS):
            return _from_media(media, address, _real(bodies.around(_stem(address))), title)
    first = next(_real(bodies.in_order()), None)
    return _from_picture(first[0], first[1], title) if first else None


def _real(fragments: Iterable[Fragment]) -> Iterator[tuple[Picture, str]]:
    """The pictures to look at, each with its address."""
    for fragment in fragments:
        for picture in with_captions(fragment):
            if _is_small(picture.width, picture.height, LEAST_PIXELS):
                continue
            if address := _address(picture, fragment.base):
                yield picture, address


def web_picture(address: str, base: str) -> str:
    """Absolute http(s) address of something that may be a picture, else ""."""
    address = absolute(address, base)
    return address if address and not _NO_PICTURE.search(address) else ""


def absolute(address: str, base: str) -> str:
    """Resolved against ``base``; "" unless that gives an http(s) address.

    Characters that no address may hold, that steer a terminal or turn the
    direction of writing are escaped (RFC 3987, 3.1); in a host they are refused.
    """
    if len(address) > MAX_ADDRESS:
        return ""
    if _PLAIN_ADDRESS.fullmatch(address):
        return address
    try:
        joined = urljoin(base, address.strip())
        host = urlsplit(joined).netloc
    except ValueError:
        return ""
    if _NOT_IN_ADDRESS.search(host):
        return ""
    joined = _NOT_IN_ADDRESS.sub(_escaped, _LINE_ENDS.sub("", joined))
    return joined if is_web_address(joined) else ""


def _escaped(found: re.Match[str]) -> str:
    return quote(found[0], safe="", errors="ignore")


def with_captions(fragment: Fragment) -> list[Picture]:
    """The pictures, each with the caption and credit that stand right after it."""
    told = list(fragment.pictures)
    for block in fragment.blocks:
        place = block.pictures - 1
        if block.role not in ("caption", "credit") or place < 0:
            continue
        picture = told[place]
        caption = picture.caption or (block.text if block.role == "caption" else "")
        credit = picture.credit or (block.text if block.role == "credit" else "")
        told[place] = Picture(picture.addresses, picture.alt, picture.width, picture.height, caption, credit)
    return told


def caption_and_credit(caption: str, credit: str) -> tuple[str, str]:
    """A credit at the end of the caption is told apart from it, when it surely is one."""
    if credit:
        bare = _CREDIT_AT_START.sub("", credit).strip(" ()[]")
        return caption.removesuffix(credit).strip(" |–—-"), bare or credit
    head, tail = caption[:-CREDIT_CHARACTERS], caption[-CREDIT_CHARACTERS:]
    bracket, stripped = _IN_BRACKETS.search(tail), tail.rstrip(" )].")
    if bracket and not _OF_AGENCY.search(bracket[1]):
        bracket = None
    found = bracket or _NAMED_CREDIT.search(stripped)
    if found is None or len(found[1].split()) > 12:
        return caption, ""
    named = _CREDIT_AT_START.sub("", found[1]).strip(" ()[]")
    return (head + tail[: found.start()]).strip(" (|–—-"), named


def _by_worth(media: Iterable[Media]) -> list[Media]:
    """Pictures only; media:content before enclosure before thumbnail, the largest first."""
    order = {"picture": 0, "attachment": 1, "thumbnail": 2, "cover": 3}
    pictures = [m for m in media if _is_picture(m)]
    return sorted(pictures, key=lambda m: (order[m.role], -(m.width or 0) * (m.height or m.width or 0)))


def _is_picture(media: Media) -> bool:
    kind = media.type.lower()
    if kind.startswith("image"):
        return "svg" not in kind
    if kind and kind not in ("application/octet-stream", "binary/octet-stream"):
        return False
    if media.role in ("thumbnail", "cover"):
        return True
    if _IMAGE_NAME.search(media.address):
        return True
    return media.role == "picture" and not _OTHER_NAME.search(media.address)


def _is_small(width: int | None, height: int | None, least: int) -> bool:
    """A side of 0 means "not stated" in many feeds, both of them a pixel that hides."""
    return (width, height) == (0, 0) or any(side is not None and 0 < side < least for side in (width, height))


def _address(picture: Picture, base: str) -> str:
    return next((found for a in picture.addresses if (found := web_picture(a, base))), "")


def _from_media(media: Media, address: str, pictures: Iterable[tuple[Picture, str]], title: str) -> Image:
    said, caption, credit = plain(media.title), plain(media.caption), plain(media.credit)
    file = _file(address)
    same = None if caption and credit else next((p for p, place in pictures if _file(place) == file), None)
    same = same or Picture(())
    caption, credit = caption_and_credit(caption or same.caption, credit or same.credit)
    alt = same.alt or ("" if said == caption else said)
    return Image(address, _alt(alt, title), caption, credit, media.width or None, media.height or None)


def _from_picture(picture: Picture, address: str, title: str) -> Image:
    caption, credit = caption_and_credit(picture.caption, picture.credit)
    return Image(
        address, _alt(picture.alt, title), caption, credit, picture.width or None, picture.height or None
    )


def _alt(text: str, title: str) -> str:
    return "" if _says_nothing(text, title) else text


def _says_nothing(text: str, title: str) -> bool:
    """A file name, or the title once more, describes no picture."""
    is_name = len(text) <= LONGEST_FILE_NAME and bool(_FILE_NAME.match(text))
    return is_name or plain(text).casefold() == title.casefold()


def _file(address: str) -> str:
    """The file's name without size suffixes such as -300x200 (WordPress)."""
    name = unquote(_path_name(address))
    return _SIZE_SUFFIX.sub("", name) or address


def _path_name(address: str) -> str:
    return address.partition("?")[0].partition("#")[0].rsplit("/", 1)[-1]


def _stem(address: str) -> str:
    """What every address of the same file has in it, as written: the start of its name."""
    name = _SIZE_SUFFIX.sub("", _path_name(address))
    return re.split(r"[.%&]", name, maxsplit=1)[0]

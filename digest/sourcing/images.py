"""The one picture of an article, with what must travel with it: alt, caption, credit."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote, urljoin, urlsplit

from digest.model.article import Image
from digest.sourcing.entry import Entry, Media
from digest.sourcing.identity import is_web_address
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
_NAMED_CREDIT = re.compile(
    rf"^(.*?)(?:^|[\s(\[|–—-])((?:{_CREDIT_WORD})\s*:?\s*)([^()\[\]]{{2,120}}?)[)\]\s.]*$", re.IGNORECASE
)
_AGENCY_CREDIT = re.compile(
    rf"^(.*?)\s*[(\[]([^()\[\]]{{0,100}}\b(?:{_AGENCIES})\b[^()\[\]]{{0,60}})[)\]]\s*\.?$"
)
_FILE_NAME = re.compile(
    r"^[\w()%+-]+\.(?:jpe?g|png|gif|webp)$|^(?:IMG|DSC|image|photo|img)[\s_-]?\d+$|^[\w-]{0,3}\d{5,}[\w-]*$",
    re.IGNORECASE,
)


def image_of(entry: Entry, fragments: Sequence[Fragment], title: str) -> Image | None:
    """The best picture, or None. Feeds' own media first, then the first real <img>.

    Tracking pixels, icons, films, data: and other addresses than http(s) are
    never taken. What is known of the same picture elsewhere in the entry
    (its figcaption, its alt) is added.
    """
    pictures = [p for f in fragments for p in with_captions(f) if is_real(p, entry.base)]
    for media in _by_worth(entry.media):
        address = web_picture(media.address, entry.base)
        if address and not _is_small(media.width, media.height, LEAST_MEDIA_PIXELS):
            return _from_media(media, address, pictures, title, entry.base)
    return next((_from_picture(p, _address(p, entry.base), title) for p in pictures), None)


def web_picture(address: str, base: str) -> str:
    """Absolute http(s) address of something that may be a picture, else ""."""
    address = absolute(address, base)
    return address if address and not _NO_PICTURE.search(address) else ""


def absolute(address: str, base: str) -> str:
    """Resolved against ``base``; "" unless that gives an http(s) address."""
    try:
        joined = urljoin(base, address.strip())
    except ValueError:
        return ""
    joined = (
        re.sub(r"[\t\r\n]", "", joined)
        .replace(" ", "%20")
        .replace('"', "%22")
        .replace("<", "%3C")
        .replace(">", "%3E")
    )
    return joined if is_web_address(joined) else ""


def is_real(picture: Picture, base: str) -> bool:
    """Whether it is something to look at: not a pixel, not an icon, and reachable."""
    return bool(_address(picture, base)) and not _is_small(picture.width, picture.height, LEAST_PIXELS)


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
        bare = re.sub(rf"^(?:{_CREDIT_WORD})\s*:?\s*", "", credit, flags=re.IGNORECASE).strip(" ()[]")
        return caption.removesuffix(credit).strip(" |–—-"), bare or credit
    for shape, group in ((_AGENCY_CREDIT, 2), (_NAMED_CREDIT, 3)):
        if (found := shape.match(caption)) and len(found[group].split()) <= 12:
            named = re.sub(rf"^(?:{_CREDIT_WORD})\s*:?\s*", "", found[group], flags=re.IGNORECASE)
            return found[1].strip(" (|–—-"), named.strip(" ()[]")
    return caption, ""


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


def _from_media(media: Media, address: str, pictures: Sequence[Picture], title: str, base: str) -> Image:
    same = next((p for p in pictures if _file(_address(p, base)) == _file(address)), Picture(()))
    caption, credit = caption_and_credit(media.caption or same.caption, media.credit or same.credit)
    said = "" if _says_nothing(media.title, title) or media.title == caption else media.title
    return Image(
        address, _alt(same.alt or said, title), caption, credit, media.width or None, media.height or None
    )


def _from_picture(picture: Picture, address: str, title: str) -> Image:
    caption, credit = caption_and_credit(picture.caption, picture.credit)
    return Image(
        address, _alt(picture.alt, title), caption, credit, picture.width or None, picture.height or None
    )


def _alt(text: str, title: str) -> str:
    return "" if _says_nothing(text, title) else text


def _says_nothing(text: str, title: str) -> bool:
    """A file name, or the title once more, describes no picture."""
    return bool(_FILE_NAME.match(text)) or plain(text).casefold() == title.casefold()


def _file(address: str) -> str:
    """The file's name without size suffixes such as -300x200 (WordPress)."""
    name = unquote(urlsplit(address).path.rsplit("/", 1)[-1])
    return re.sub(r"-\d+x\d+(?=\.\w+$)|-scaled(?=\.\w+$)", "", name) or address

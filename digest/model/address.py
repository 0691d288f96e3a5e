"""When two addresses lead to the same article.

The canonical address is for comparing only; readers get the publisher's own
link, freed of tracking parameters.
"""

import re
from contextlib import suppress
from urllib.parse import quote, unquote_to_bytes, urlsplit

WEB = ("http", "https")
MAX_ADDRESS = 4000  # beyond what servers take: RFC 9110 4.1 asks for 8000 octets, most stop earlier

_STARTS = "utm_ at_ ns_ hsa_ pk_ mtm_ piwik_ matomo_ guce_ oly_ vero_ _hs wt. stm_"
_NAMES = (
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh li_fat_id mc_cid mc_eid "
    "mkt_tok cmp cmpid cmpid2 xtor ocid ito icid ncid sref srnd taid soc_src soc_trk sr_share ftag smid smtyp "
    "emc guccounter wt_mc wtmc wt_zmc spm traffic_source __twitter_impression _branch_match_id trk "
    "trkcampaign ck_subscriber_id s_cid s_kwcid ml_subscriber ml_subscriber_hash rb_clickid epik _openstat"
)
_SAY_WHERE_FROM = "ref source src from via cid mod partner feed rss referrer campaign origin medium"
_TRACKING_START = tuple(_STARTS.split())
_TRACKING = frozenset(_NAMES.split())
_FEED_SAYS = frozenset(_SAY_WHERE_FROM.split())
_FEED_VALUE = re.compile(r"(?:rss|feed|atom|newsletter|twitter|facebook)[\w.-]*", re.IGNORECASE)
_AMP_PARAMETER = frozenset(
    {"amp", "amp=1", "amp=true", "amp=", "outputtype=amp", "outputtype=amp-type", "usqp"}
)
_CACHE = re.compile(
    r"(?:(?:www\.)?google\.[a-z.]{2,6}/amp|(?:[\w-]+\.)?cdn\.ampproject\.org/[cv])/(?:s/)?([^/]+\..+)"
)
_UNRESERVED = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"


def canonical_address(url: str) -> str:
    """The address to compare by: the same for all the ways one article is linked to.

    https, bare lower-case host, no port of the scheme's own, no fragment, no
    tracking parameters, the rest sorted, no AMP form, no slash at the end.
    Applying it twice changes nothing. What is no web address comes back stripped.
    """
    seen: set[str] = set()
    while url not in seen and len(seen) < 8:
        seen.add(url)
        url = _simpler(url)
    return url


def without_tracking(url: str) -> str:
    """The publisher's link as it stands, byte for byte, less tracking parameters."""
    address, mark, fragment = url.partition("#")
    path, question, query = address.partition("?")
    if not question:
        return url
    kept = [part for part in query.split("&") if not _is_tracking(part)]
    return path + ("?" + "&".join(kept) if kept and any(kept) else "") + mark + fragment


def host_of(url: str) -> str:
    """Lower-case host without www. and its like, or "" when there is none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return _bare_host(host)


def is_web_address(url: str) -> bool:
    """Whether it is an http(s) address with a host, fit to be put into a link."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises for a port that is none
    except ValueError:
        return False
    has_odd = bool(re.search(r"[\s<>\"\x00-\x20\x7f]", url))
    return parts.scheme.lower() in WEB and bool(parts.hostname) and not has_odd and len(url) <= MAX_ADDRESS


def _simpler(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url.strip()
    if parts.scheme.lower() not in WEB or not parts.hostname:
        return url.strip()
    if cached := _CACHE.fullmatch(parts.hostname + parts.path):
        return f"https://{cached[1]}" + (f"?{parts.query}" if parts.query else "")
    host = _bare_host(parts.hostname)
    if port not in (None, 80, 443):
        host += f":{port}"
    return f"https://{host}{_path(parts.path)}{_query(parts.query)}"


def _bare_host(host: str) -> str:
    host = host.lower().rstrip(".")
    with suppress(UnicodeError):
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    bare = re.sub(r"^(?:www\d?|amp|m|mobile)\.(?=[^.]+\.[^.]+)", "", host)
    return f"[{bare}]" if ":" in bare else bare


def _path(path: str) -> str:
    path = quote(_decoded(path), safe=b"/%:@!$&'()*+,;=-._~")
    path = re.sub(r"/{2,}", "/", path)
    path = re.sub(r"(?:/amp|\.amp)(?:\.html)?/?$", "", path)
    path = re.sub(r"^/amp(?=/)", "", path)
    return path.rstrip("/")


def _decoded(path: str) -> bytes:
    """Escapes of characters that need none are undone (RFC 3986, 6.2.2.2)."""

    def once(found: re.Match[bytes]) -> bytes:
        byte = unquote_to_bytes(found[0])
        return byte if byte in _UNRESERVED else found[0].upper()

    return re.sub(rb"%[0-9A-Fa-f]{2}", once, path.encode("utf-8", "ignore"))


def _query(query: str) -> str:
    kept = sorted(
        part
        for part in query.split("&")
        if part and not _is_tracking(part) and part.lower() not in _AMP_PARAMETER
    )
    encoded = quote(_decoded("&".join(kept)), safe=b"/%:@!$&'()*+,;=-._~?[]")
    return f"?{encoded}" if encoded else ""


def _is_tracking(part: str) -> bool:
    key, _, value = part.partition("=")
    key = key.lower().removeprefix("amp;")
    if key in _TRACKING or key.startswith(_TRACKING_START):
        return True
    return key in _FEED_SAYS and bool(
        _FEED_VALUE.fullmatch(value) or (key == "rss" and value in ("1", "true"))
    )

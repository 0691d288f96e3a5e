"""When two addresses lead to the same article."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

# What campaigns and platforms add to a link: none of it chooses the article.
TRACKING = re.compile(
    r"(utm_|at_|mc_)\w+|fbclid|gclid|dclid|msclkid|igshid|cmpid|ref|ref_src|amp", re.IGNORECASE
)


def bare_address(url: str) -> str:
    """An address without scheme, www., tracking, fragment, AMP ending and last slash.

    For comparing only: it need not lead anywhere. What cannot be taken apart
    is compared as it stands.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.").removeprefix("amp.")
    except ValueError:
        return url.strip()
    path = parts.path.rstrip("/").removesuffix("/amp").removesuffix(".amp").rstrip("/")
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(k)]
    return host + path + (f"?{urlencode(sorted(query))}" if query else "")

"""Addresses of pages as a newsroom writes them down."""

from urllib.parse import urlsplit


def web_address(text: str) -> str:
    """The text, if it is an address of the web that readers can be sent to.

    Raises ValueError, said for the person who wrote it. A name before an "@"
    is refused: ``https://www.example.org@elsewhere.test`` leads elsewhere.
    """
    if not text.lower().startswith(("http://", "https://")):
        raise ValueError("must start with http:// or https://")
    if any(sign.isspace() or not sign.isprintable() or sign in '\\<>"' for sign in text):
        raise ValueError("must be one address without spaces, quotes or backslashes")
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise ValueError("is no address; write it as https://www.example.org/") from None
    if "@" in parts.netloc:
        raise ValueError('must not hold a name or password before an "@"')
    if not parts.hostname:
        raise ValueError("names no host; write it as https://www.example.org/")
    return text

"""The address of a request: what may be asked for, where a redirect leads, what is shown of it."""

import base64
import re
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from digest.errors import SourceError

PORTS = {"http": 80, "https": 443}


def parts_of(url: str) -> SplitResult:
    """The parts of an address that may be fetched, host in ASCII.

    Raises SourceError: another scheme than http or https, or no host.
    """
    try:
        parts = urlsplit(url.strip())
        port, host = parts.port, (parts.hostname or "").rstrip(".")
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise SourceError("it is no address that can be read; write https://host/path") from error
    if parts.scheme not in PORTS:
        raise SourceError(f'only http and https are fetched, not "{parts.scheme[:20]}"')
    if not host or re.search(r"[^A-Za-z0-9._:-]", host):
        raise SourceError("it names no host; write https://host/path")
    user, at, _ = parts.netloc.rpartition("@")
    netloc = f"[{host}]" if ":" in host else host
    return parts._replace(
        netloc=f"{user}{at}{netloc}" + (f":{port}" if port is not None else ""), fragment=""
    )


def shown(url: str) -> str:
    """An address for people: no name, password or query, where keys are kept."""
    try:
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"[:200]
    except ValueError:
        return "the address"


def redirected(parts: SplitResult, location: str) -> SplitResult:
    """Where a redirect leads. Credentials in it are dropped: they came from the server, not from us."""
    if not location:
        raise SourceError("it redirects without saying where to")
    try:
        joined = urljoin(parts.geturl(), location.strip())
    except ValueError as error:
        raise SourceError("it redirects to something that is no address") from error
    target = parts_of(joined)
    return target._replace(netloc=target.netloc.rpartition("@")[2])


def host_name(parts: SplitResult) -> str:
    """The host without port and brackets, for resolving and for its certificate."""
    return parts.hostname or ""


def host_header(parts: SplitResult) -> str:
    """The Host header (RFC 9110, 7.2): the scheme's own port is left out."""
    netloc = parts.netloc.rpartition("@")[2]
    return netloc.removesuffix(f":{PORTS[parts.scheme]}")


def request_target(parts: SplitResult) -> str:
    """Path and query in ASCII; what is escaped already stays so."""
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return quote(target, safe="/%:@!$&'()*+,;=-._~?[]")


def origin(parts: SplitResult) -> tuple[str, str, int]:
    """Scheme, host and port (RFC 6454): secrets stay within one."""
    return parts.scheme, host_name(parts), parts.port or PORTS[parts.scheme]


def basic_secret(parts: SplitResult) -> str:
    """The Authorization header for a name and password in the address, or ""."""
    user, at, _ = parts.netloc.rpartition("@")
    return f"Basic {base64.b64encode(unquote(user).encode()).decode()}" if at else ""

"""What DIGEST_SMTP_URL says: which server, and how it is spoken to."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from digest.errors import SettingsError

EXAMPLE = "Write one such as smtp+starttls://USER:PASSWORD@mail.example.org:587."
PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


@dataclass(frozen=True, slots=True)
class Server:
    """Where and how. ``security`` is "none", "tls" or "starttls"."""

    host: str
    port: int
    security: str
    user: str
    password: str


def parse_server(url: str) -> Server:
    """Read DIGEST_SMTP_URL. Raises SettingsError; its texts hold neither user nor password."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise SettingsError(f"DIGEST_SMTP_URL: the port is no number from 1 to 65535. {EXAMPLE}") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise SettingsError(f"DIGEST_SMTP_URL: this is no address of an SMTP server. {EXAMPLE}")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not (user + password).isascii():
        raise SettingsError(
            "DIGEST_SMTP_URL: user and password must be ASCII; ask the server's people for others."
        )
    if parts.scheme == "smtp" and not is_local(parts.hostname):
        raise SettingsError(
            f"DIGEST_SMTP_URL: smtp:// would send readers' addresses to {parts.hostname} in the open. "
            "Use smtp+starttls:// or smtps://."
        )
    security = {"smtp": "none", "smtps": "tls", "smtp+starttls": "starttls"}[parts.scheme]
    return Server(parts.hostname, port or PORTS[parts.scheme], security, user, password)


def is_local(host: str) -> bool:
    """Whether what goes there stays on this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

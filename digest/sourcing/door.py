"""What a fetch may be connected to: public addresses, unless a source says otherwise.

A feed's address comes from a person, but where it leads is decided by others:
by DNS and by every redirect. So the host is resolved once, every address is
judged, and the connection goes to a judged address, not to the name again
(else DNS could answer differently the second time).
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from digest.errors import SourceError

Address = IPv4Address | IPv6Address

_NEVER_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
"""Cloud metadata, documentation, benchmarks, multicast, reserved: nobody's newsroom."""

_PRIVATE_V4 = tuple(
    IPv4Network(n) for n in ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
)
_PRIVATE_V6 = tuple(IPv6Network(n) for n in ("::1/128", "fc00::/7"))
_GLOBAL_V6 = IPv6Network("2000::/3")
_METADATA = (IPv4Address("100.100.100.200"), IPv6Address("fd00:ec2::254"))
"""Where clouds keep a machine's secrets, within private ranges; 169.254.169.254 lies in one that is never public."""
_NEVER_V6 = tuple(IPv6Network(n) for n in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
_NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Door:
    """Decides where a connection may go. A subclass may answer otherwise, in tests."""

    def resolve(self, host: str, port: int) -> tuple[str, ...]:
        """All addresses of the host, in the order to try. Raises OSError or UnicodeError."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
        return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))

    def judge(self, address: str) -> str:
        """ "public", "private" (a newsroom's own network) or "never"."""
        return standing(address)

    def addresses(self, host: str, port: int, *, allow_private: bool) -> tuple[str, ...]:
        """The addresses to connect to, all of them allowed.

        Raises SourceError: the host does not resolve, or one of its addresses is off limits.
        """
        try:
            found = self.resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise SourceError(
                f"the host {host} is not known; look for a typing error in the address"
            ) from error
        standings = {self.judge(address) for address in found}
        if not found or "never" in standings:
            raise SourceError(f"the host {host} leads to a reserved address, which is never fetched")
        if "private" in standings and not allow_private:
            raise SourceError(
                f"the host {host} leads to a private address; if it is your own, "
                "set allow_private = true for that source in newsroom.toml"
            )
        return found


def standing(text: str) -> str:
    """How an IP address stands: "public", "private" or "never".

    An IPv6 address that carries an IPv4 one (mapped, NAT64) is judged by that.
    6to4 and Teredo, which carry one too, are long gone from the net: never.
    """
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return "never"
    if isinstance(address, IPv6Address):
        inner = _carried(address)
        return standing_v4(inner) if inner is not None else _standing_v6(address)
    return standing_v4(address)


def standing_v4(address: IPv4Address) -> str:
    if address in _METADATA:
        return "never"
    if any(address in network for network in _PRIVATE_V4):
        return "private"
    return "never" if any(address in network for network in _NEVER_V4) or not address.is_global else "public"


def _standing_v6(address: IPv6Address) -> str:
    if address in _METADATA:
        return "never"
    if any(address in network for network in _PRIVATE_V6):
        return "private"
    if address not in _GLOBAL_V6 or any(address in network for network in _NEVER_V6):
        return "never"
    return "public"


def _carried(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return IPv4Address(int(address) & 0xFFFF_FFFF) if address in _NAT64 else None

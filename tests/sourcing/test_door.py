"""Which addresses a fetch may be connected to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import SourceError
from digest.sourcing.door import Door, standing


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_public_addresses_are_open(address: str) -> None:
    assert standing(address) == "public"


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1", "100.64.0.1", "::1",
     "fd00::1", "fc00::1", "::ffff:10.0.0.1", "::ffff:7f00:1", "64:ff9b::a00:1"],
)  # fmt: skip
def test_a_newsrooms_own_network_needs_its_word(address: str) -> None:
    assert standing(address) == "private"


@pytest.mark.parametrize(
    "address",
    ["169.254.169.254", "0.0.0.0", "0.1.2.3", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.0.1",
     "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "::", "fe80::1", "fe80::1%eth0",
     "ff02::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:5db8:d822::", "fec0::1", "100::1", "::7f00:1",
     "64:ff9b:1::1", "3fff::1", "5f00::1", "100.100.100.200", "fd00:ec2::254", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "nonsense"],
)  # fmt: skip
def test_reserved_addresses_are_closed_to_all(address: str) -> None:
    assert standing(address) == "never"


@given(st.ip_addresses(v=4))
def test_wrapping_an_address_never_opens_it(address: object) -> None:
    assert standing(f"::ffff:{address}") == standing(str(address))


@given(st.ip_addresses())
def test_what_python_calls_private_is_never_public(address: object) -> None:
    if not address.is_global or address.is_multicast:  # type: ignore[attr-defined]
        assert standing(str(address)) != "public" or str(address).startswith("64:ff9b::")


def test_an_unknown_host_is_told() -> None:
    class Nowhere(Door):
        def resolve(self, host: str, port: int) -> tuple[str, ...]:
            raise OSError("no such host")

    with pytest.raises(SourceError, match="is not known"):
        Nowhere().addresses("nowhere.test", 80, allow_private=False)


def test_even_a_private_source_never_reaches_the_reserved() -> None:
    class Metadata(Door):
        def resolve(self, host: str, port: int) -> tuple[str, ...]:
            return ("10.0.0.1", "169.254.169.254")

    with pytest.raises(SourceError, match="never fetched"):
        Metadata().addresses("inside.test", 80, allow_private=True)

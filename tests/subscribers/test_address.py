"""Addresses: what is taken, what is kept, who is the same person."""

import re

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from subscribers.address import parse_address
from subscribers.errors import BadAddress


@pytest.mark.parametrize(
    ("text", "email", "key"),
    [
        pytest.param("ada@example.org", "ada@example.org", "ada@example.org", id="plain"),
        pytest.param("  ada@example.org\u00a0", "ada@example.org", "ada@example.org", id="spaces around"),
        pytest.param("Ada.B@Example.ORG", "Ada.B@example.org", "ada.b@example.org", id="case"),
        pytest.param("ada+news@example.org", "ada+news@example.org", "ada+news@example.org", id="tags count"),
        pytest.param("ada@bücher.example.org", "ada@xn--bcher-kva.example.org", None, id="foreign domain"),
        pytest.param("zo\u0065\u0308@example.org", "zo\u00eb@example.org", "zo\u00eb@example.org", id="NFC"),
        pytest.param("STRASSE@example.org", "STRASSE@example.org", "strasse@example.org", id="capitals"),
        pytest.param("Straße@example.org", "Straße@example.org", "strasse@example.org", id="folded"),
        pytest.param("ada@newsroom.test", "ada@newsroom.test", "ada@newsroom.test", id="test domain"),
        pytest.param("Info@example.org", "info@example.org", "info@example.org", id="a shared mailbox"),
        pytest.param("a" * 64 + "@example.org", None, None, id="longest local part"),
    ],
)
def test_an_address_keeps_its_writing_and_gets_a_key(text: str, email: str | None, key: str | None) -> None:
    got = parse_address(text)
    assert got.email == (email or text)
    assert got.key == (key or got.email)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("", "there is no address", id="nothing"),
        pytest.param("ada", "must have an @-sign", id="no at"),
        pytest.param("@example.org", "before the @-sign", id="no local part"),
        pytest.param("ada@localhost", "period", id="dotless"),
        pytest.param("ada@example.local", "special-use", id="reserved"),
        pytest.param("a" * 65 + "@example.org", "too long before", id="long local part"),
        pytest.param("ada@" + "a" * 64 + ".org", "so many characters", id="long label"),
        pytest.param("ada@example.org\n", "invalid characters", id="line end"),
        pytest.param("\rada@example.org", "invalid characters", id="carriage return"),
        pytest.param("Ada <ada@example.org>", "display name", id="with a name"),
        pytest.param("ada@example.org, bob@example.org", "@-sign", id="two"),
        pytest.param("ada..b@example.org", "two periods", id="two dots"),
        pytest.param("ada@[127.0.0.1]", "bracketed IP", id="number in brackets"),
        pytest.param('"ada"@example.org', "Quoting", id="quoted"),
    ],
)
def test_what_is_no_address_is_refused_with_a_reason(text: str, why: str) -> None:
    with pytest.raises(BadAddress, match=re.escape(why)):
        parse_address(text)


@pytest.mark.parametrize(
    "text",
    ["ada.lovelace@xn--zz\u00fc.example", "ada.lovelace@ex--ample..org", "ada.lovelace@" + "q" * 70 + ".org"],
)
def test_a_refusal_does_not_repeat_the_address(text: str) -> None:
    with pytest.raises(BadAddress) as caught:
        parse_address(text)
    assert "lovelace" not in str(caught.value)
    assert "qqq" not in str(caught.value)
    assert "\n" not in str(caught.value)


LOCAL = st.text(st.sampled_from("abZ09._+-'!#"), max_size=66)
LABEL = st.text(st.sampled_from("abZ09-"), max_size=65)
END = st.sampled_from(
    ["org", "ORG", "c", "test", "Test", "local", "invalid", "onion", "arpa", "x1", "1", "xn--p1ai"]
)
ADDRESSES = st.builds(
    lambda local, labels, end: f"{local}@{'.'.join([*labels, end])}", LOCAL, st.lists(LABEL, max_size=5), END
)


@given(ADDRESSES)
@example("postmaster@example.org")
@example("Sales@EXAMPLE.org")
@example("a@" + "a." * 125 + "org")
@example("ada@xn--80ak6aa92e.com")
def test_the_short_way_judges_as_the_long_one(text: str) -> None:
    try:
        valid = validate_email(text, check_deliverability=False, strict=True, test_environment=True)
    except EmailNotValidError:
        with pytest.raises(BadAddress):
            parse_address(text)
    else:
        assert parse_address(text).email == f"{valid.local_part}@{valid.ascii_domain}"


@given(ADDRESSES.filter(lambda text: "@" in text))
def test_an_address_read_again_is_the_same(text: str) -> None:
    try:
        once = parse_address(text)
    except BadAddress:
        return
    assert parse_address(once.email) == once
    assert parse_address(once.email.upper()).key == once.key

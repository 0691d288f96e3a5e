"""Readers' links: signed, stable, and worth nothing when touched."""

import string
from base64 import urlsafe_b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.tokens import PURPOSES, Signer

SIGNER = Signer((b"the newest key",))
IDS = st.integers(min_value=0, max_value=2**63 - 1)
PURPOSE = st.sampled_from(PURPOSES)
ALPHABET = string.ascii_letters + string.digits + "-_"


@given(IDS, PURPOSE)
def test_a_token_leads_back_to_its_reader(reader_id: int, purpose: str) -> None:
    token = SIGNER.token(reader_id, purpose)
    assert SIGNER.reader_of(token, purpose) == reader_id
    assert len(token) <= 40
    assert set(token) <= set(ALPHABET)
    assert token == Signer((b"the newest key",)).token(reader_id, purpose)


@given(IDS, PURPOSE, st.integers(0, 31), st.sampled_from(ALPHABET + "+/=. \n\u0661"))
def test_a_token_with_one_other_character_is_nobodys(
    reader_id: int, purpose: str, at: int, other: str
) -> None:
    token = SIGNER.token(reader_id, purpose)
    forged = token[:at] + other + token[at + 1 :]
    if forged != token:
        assert SIGNER.reader_of(forged, purpose) is None


@given(IDS, PURPOSE, PURPOSE)
def test_a_token_serves_one_purpose(reader_id: int, purpose: str, other: str) -> None:
    known = SIGNER.reader_of(SIGNER.token(reader_id, purpose), other)
    assert known == (reader_id if purpose == other else None)


@given(st.text(max_size=64), st.text(max_size=12))
def test_reading_anything_at_all_never_fails(text: str, purpose: str) -> None:
    assert SIGNER.reader_of(text, purpose) is None


@given(IDS, PURPOSE, st.integers(0, 31))
def test_a_shortened_token_is_nobodys(reader_id: int, purpose: str, length: int) -> None:
    assert SIGNER.reader_of(SIGNER.token(reader_id, purpose)[:length], purpose) is None


def test_a_new_key_leaves_old_links_working_until_the_old_key_goes() -> None:
    old, both, new = Signer((b"old",)), Signer((b"new", b"old")), Signer((b"new",))
    before = old.token(7, "unsubscribe")
    assert both.reader_of(before, "unsubscribe") == 7
    assert both.token(7, "unsubscribe") == new.token(7, "unsubscribe") != before
    assert new.reader_of(before, "unsubscribe") is None


@given(st.integers(0, 2**40), PURPOSE)
def test_a_token_does_not_show_the_readers_number(reader_id: int, purpose: str) -> None:
    raw = urlsafe_b64decode(SIGNER.token(reader_id, purpose))
    assert reader_id.to_bytes(8, "big") not in raw
    assert reader_id.to_bytes(8, "little") not in raw


@pytest.mark.parametrize("keys", [(), (b"",), (b"good", b"")])
def test_a_signer_without_a_key_is_refused(keys: tuple[bytes, ...]) -> None:
    with pytest.raises(ValueError, match="key"):
        Signer(keys)


def test_keys_of_any_length_will_do() -> None:
    long = Signer((b"k" * 500,))
    assert long.reader_of(long.token(3, "confirm"), "confirm") == 3

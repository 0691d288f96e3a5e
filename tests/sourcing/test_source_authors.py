"""Bylines: names, never addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sourcing.authors import bylines
from tests.builders.feeds import one, only, rss


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("Jane Roe", ["Jane Roe"]),
        ("By Jane Roe", ["Jane Roe"]),
        ("by JANE ROE", ["JANE ROE"]),
        ("Byron Moe", ["Byron Moe"]),
        ("jane@example.org", []),
        ("jane@example.org (Jane Roe)", ["Jane Roe"]),
        ("Jane Roe <jane@example.org>", ["Jane Roe"]),
        ("Jane Roe (jane@example.org)", ["Jane Roe"]),
        ("noreply@example.org (Editors)", ["Editors"]),
        ("Jane Roe, Max Moe and Ann Poe", ["Jane Roe", "Max Moe", "Ann Poe"]),
        ("Jane Roe, Max Moe, and Ann Poe", ["Jane Roe", "Max Moe", "Ann Poe"]),
        ("Jane Roe and Max Moe", ["Jane Roe", "Max Moe"]),
        ("Jane Roe & Max Moe", ["Jane Roe", "Max Moe"]),
        ("Jane Roe; Max Moe", ["Jane Roe", "Max Moe"]),
        ("Jane Roe | Max Moe", ["Jane Roe", "Max Moe"]),
        ("Jane Roe with Max Moe", ["Jane Roe", "Max Moe"]),
        ("Department of Trade and Industry", ["Department of Trade and Industry"]),
        ("Max Moe Jr., Jane Roe, PhD", ["Max Moe Jr.", "Jane Roe, PhD"]),
        ("Roe, Jane", ["Jane Roe"]),
        ("Roe, J. M.", ["J. M. Roe"]),
        ("Jane Roe, Africa correspondent", ["Jane Roe"]),
        ("Jane Roe in Nairobi and Max Moe in New York", ["Jane Roe", "Max Moe"]),
        ("Jane Roe (now); Max Moe (earlier)", ["Jane Roe", "Max Moe"]),
        ("Jane Roe and agencies", ["Jane Roe"]),
        ("Ursula von der Moe and Ludwig van Roe", ["Ursula von der Moe", "Ludwig van Roe"]),
        ("https://example.org/jane", []),
        ("admin", []),
        ("Anonymous", []),
        ("", []),
        ("<a href='/x'>Jane Roe</a>", ["Jane Roe"]),
    ],
)
def test_names_are_found(raw: str, names: list[str]) -> None:
    assert list(bylines([raw])) == names


@given(st.lists(st.text(alphabet="ab@.<>() ,&Jane", max_size=40)))
def test_an_address_is_never_a_byline(raw: list[str]) -> None:
    assert all("@" not in name and name.strip() for name in bylines(raw))


def test_a_person_is_named_once() -> None:
    assert bylines(["Jane Roe", "jane roe", "Jane Roe and Max Moe"]) == ("Jane Roe", "Max Moe")


def test_the_channels_editor_and_webmaster_are_nobodys_byline() -> None:
    channel = "<managingEditor>desk@example.org (The Desk)</managingEditor><webMaster>w@example.org (Web)</webMaster>"
    body = rss("<item><title>A</title><link>https://a.example.org/1</link></item>", channel=channel)
    assert only(body).authors == ()


def test_a_creator_wins_over_an_address() -> None:
    assert one("<author>desk@example.org</author><dc:creator>Jane Roe</dc:creator>").authors == ("Jane Roe",)


def test_several_creators_are_several_authors() -> None:
    assert one("<dc:creator>Jane Roe</dc:creator><dc:creator>Max Moe</dc:creator>").authors == (
        "Jane Roe",
        "Max Moe",
    )

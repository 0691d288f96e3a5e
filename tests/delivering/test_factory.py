"""The carrier the settings ask for."""

from pathlib import Path
from typing import Any

import pytest

from digest.delivering.factory import open_carrier
from digest.errors import SettingsError
from digest.settings import Settings
from tests.builders.handovers import clock


def settings(**given: Any) -> Settings:
    return Settings(_env_file=None, **given)


def test_nothing_leaves_the_machine_until_a_carrier_is_configured(tmp_path: Path) -> None:
    carrier = open_carrier(settings(outbox=tmp_path / "out"), clock)
    assert (carrier.name, carrier.capabilities.leaves_machine) == ("outbox", False)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("given", "name", "max_batch"),
    [
        ({"carrier": "sendgrid", "SENDGRID_API_KEY": "SG.key"}, "sendgrid", 1000),
        ({"carrier": "smtp", "smtp_url": "smtp://127.0.0.1:1025"}, "smtp", 1),
        ({"carrier": "smtp", "smtp_url": "smtps://a:b@mail.example.org"}, "smtp", 1),
    ],
)
def test_the_carrier_named_is_opened(given: dict[str, Any], name: str, max_batch: int) -> None:
    carrier = open_carrier(settings(**given), clock)
    assert (carrier.name, carrier.capabilities.max_batch) == (name, max_batch)
    carrier.close()


@pytest.mark.parametrize(
    ("given", "variable"),
    [
        ({"carrier": "sendgrid"}, "SENDGRID_API_KEY"),
        ({"carrier": "sendgrid", "SENDGRID_API_KEY": "  "}, "SENDGRID_API_KEY"),
        ({"carrier": "sendgrid", "SENDGRID_API_KEY": "SG.a\nb"}, "SENDGRID_API_KEY"),
        ({"carrier": "sendgrid", "SENDGRID_API_KEY": "SG.ä"}, "SENDGRID_API_KEY"),
        (
            {"carrier": "sendgrid", "SENDGRID_API_KEY": "SG.k", "SENDGRID_API_URL": "http://api.example.org"},
            "SENDGRID_API_URL",
        ),
        ({"carrier": "smtp"}, "DIGEST_SMTP_URL"),
        ({"carrier": "smtp", "smtp_url": "smtp://a:secret@mail.example.org"}, "DIGEST_SMTP_URL"),
    ],
)
def test_what_is_missing_or_unsafe_is_named(given: dict[str, Any], variable: str) -> None:
    with pytest.raises(SettingsError, match=variable) as raised:
        open_carrier(settings(**given), clock)
    assert "\n" not in str(raised.value)
    assert "SG." not in str(raised.value)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("given", "identity"),
    [
        ({"carrier": "sendgrid", "SENDGRID_API_KEY": "SG.secret"}, "sendgrid https://api.sendgrid.com"),
        (
            {
                "carrier": "sendgrid",
                "SENDGRID_API_KEY": "SG.k",
                "SENDGRID_API_URL": "https://API.eu.test/",
            },
            "sendgrid https://api.eu.test",
        ),
        ({"carrier": "smtp", "smtp_url": "smtps://a:secret@Mail.example.org"}, "smtp mail.example.org:465"),
        ({"carrier": "smtp", "smtp_url": "smtp://127.0.0.1:1025"}, "smtp 127.0.0.1:1025"),
    ],
)
def test_a_carrier_is_known_again_by_name_and_place_without_a_secret(
    given: dict[str, Any], identity: str
) -> None:
    carrier = open_carrier(settings(**given), clock)
    assert carrier.identity == identity
    carrier.close()


def test_an_outbox_is_the_same_by_whatever_way_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "way").symlink_to(tmp_path)
    ways = (tmp_path / "out", tmp_path / "x" / ".." / "out", tmp_path / "way" / "out")
    assert {open_carrier(settings(outbox=way), clock).identity for way in ways} == {
        f"outbox {tmp_path / 'out'}"
    }

"""What every test may use: real databases, and an environment without surprises."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from digest.store.database import Store
from tests import databases

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("KEEPREADING_CI") else "default")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine reaches a test."""
    for name in list(os.environ):
        if name.startswith(("DIGEST_", "SENDGRID_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "110")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture(params=databases.KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database: each test runs on SQLite and on PostgreSQL."""
    url = databases.fresh_url(request.param, tmp_path)
    yield url
    databases.drop(url)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A store on an empty database, SQLite and PostgreSQL in turn."""
    made = Store(database_url, erasing_keys=databases.ERASING_KEYS)
    yield made
    made.close()

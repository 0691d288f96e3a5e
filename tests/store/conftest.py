"""Databases that the tests of the ledger share; the tests of the database itself each get their own."""

from collections.abc import Iterator

import pytest

from digest.store.database import Store
from tests import databases
from tests.builders.stores import Shared


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    made = Shared(tmp_path_factory.mktemp("shared"))
    yield made
    made.close()


@pytest.fixture(params=databases.KINDS)
def emptied(shared: Shared, request: pytest.FixtureRequest) -> Store:
    """A store without a row, SQLite and PostgreSQL in turn."""
    return shared.emptied(request.param)

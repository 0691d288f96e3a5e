"""A connection to empty readers' tables, on SQLite and on PostgreSQL; nothing outlives a test."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine

from digest.store.database import open_engine
from subscribers.tables import metadata
from tests import databases


@pytest.fixture(scope="module", params=databases.KINDS)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    url = databases.fresh_url(request.param, tmp_path_factory.mktemp("readers"))
    made = open_engine(url, databases.ERASING_KEYS)
    metadata.create_all(made)
    yield made
    made.dispose()
    databases.drop(url)


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as opened:
        transaction = opened.begin()
        yield opened
        transaction.rollback()

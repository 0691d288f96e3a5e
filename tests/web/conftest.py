"""One newsroom is sent for all tests; each gets a copy of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx import Client

from digest.app import App
from tests.builders.sites import a_sent_newsroom, an_app
from tests.standins.site_server import SiteServer


@pytest.fixture(scope="session")
def sent_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sent")
    a_sent_newsroom(folder).store.close()
    return folder


@pytest.fixture
def room(sent_once: Path, tmp_path: Path) -> Path:
    """The folder of a newsroom that has sent one edition to three readers."""
    return Path(shutil.copytree(sent_once, tmp_path / "room"))


@pytest.fixture
def app(room: Path) -> Iterator[App]:
    made = an_app(room)
    yield made
    made.store.close()


@pytest.fixture(scope="session")
def server() -> Iterator[SiteServer]:
    with SiteServer().running() as made:
        yield made


@pytest.fixture
def site(app: App, server: SiteServer) -> Iterator[Client]:
    """A browser in front of the newsroom's site."""
    with server.browsing(app) as browser:
        yield browser

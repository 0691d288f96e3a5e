"""The public archive: what was sent, without anything of a reader in it."""

from pathlib import Path

import pytest
from httpx import Client

from digest.app import App
from digest.desk.archive import without_personal_links
from digest.model import marks
from tests.builders.sites import EDITION, PUBLIC_URL, an_approved_newsroom, links_of, mail_of
from tests.standins.site_server import SiteServer

PERSONAL = ("-kr-", "/unsubscribe/", "/preferences/", "ada@", "ben@", "cleo@")


def test_the_link_in_the_mail_leads_to_the_whole_edition(site: Client, room: Path) -> None:
    assert f"/archive/{EDITION}" in links_of(mail_of(room, 2))
    page = site.get(f"/archive/{EDITION}")
    assert page.status_code == 200
    assert "Nairobi" in page.text
    assert "Gothenburg" in page.text


@pytest.mark.parametrize("path", ["/", "/archive", f"/archive/{EDITION}", f"/archive/{EDITION.lower()}"])
def test_nothing_of_a_reader_stands_in_what_is_public(path: str, site: Client) -> None:
    page = site.get(path)
    assert page.status_code == 200
    assert [text for text in PERSONAL if text in page.text] == []
    assert "unsubscribe</a>" not in page.text.lower()


def test_the_archive_lists_editions_by_day_and_subject(site: Client) -> None:
    for path in ("/", "/archive"):
        page = site.get(path).text
        assert f'href="/archive/{EDITION}"' in page
        assert "Friday, 20 November 2026" in page
        assert "weighs plan number" in page


@pytest.mark.parametrize(
    "name", ["2026-W46", "2026-W99", "latest", "..%2f..%2fetc", "%00", "2026-W47%00", "x" * 3000]
)
def test_anything_else_is_not_there(name: str, site: Client) -> None:
    page = site.get(f"/archive/{name}")
    assert page.status_code == 404
    assert "There is nothing here" in page.text


def test_an_edition_is_public_only_once_its_send_has_begun(tmp_path: Path, server: SiteServer) -> None:
    app: App = an_approved_newsroom(tmp_path)
    with server.browsing(app) as site:
        assert site.get(f"/archive/{EDITION}").status_code == 404
        assert EDITION not in site.get("/archive").text
    app.store.close()


def test_the_copy_is_kept_for_as_long_as_the_edition_is_the_same(site: Client) -> None:
    first, second = (site.get(f"/archive/{EDITION}") for _ in range(2))
    assert first.text == second.text
    assert first.headers["cache-control"].startswith("public")


def test_a_newsrooms_own_template_can_put_links_anywhere() -> None:
    address = marks.unsubscribe_address(PUBLIC_URL)
    html = f'<p>a <A class="x" href="{address}?x=1" title="y">Leave\nnow</A> b <i data-u="{address}">c</i> {address}</p>'
    clean = without_personal_links(html, PUBLIC_URL)
    assert clean == f'<p>a b <i data-u="{PUBLIC_URL}/">c</i> {PUBLIC_URL}/</p>'

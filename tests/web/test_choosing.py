"""The preferences page: regions and a pause, saved by a button, without a script."""

from datetime import timedelta
from typing import Any

import pytest
from httpx import Client

from digest.app import App
from subscribers.tokens import PREFERENCES, UNSUBSCRIBE
from tests.builders.readers_kept import everything, evidence, the_reader
from tests.builders.sites import NOW

BEN = 2  # has chosen africa


def page_of(app: App, reader_id: int = BEN) -> str:
    return f"/preferences/{app.signer().token(reader_id, PREFERENCES)}"


def save(site: Client, app: App, **fields: Any) -> str:
    answer = site.post(page_of(app), data={"pause": "keep"} | fields)
    assert answer.status_code == 200
    assert "location" not in answer.headers
    return answer.text


def ticked(page: str) -> list[str]:
    return [line.split('value="')[1].split('"')[0] for line in page.splitlines() if " checked>" in line]


def test_the_page_shows_what_is_in_force(site: Client, app: App) -> None:
    page = site.get(page_of(app)).text
    assert ticked(page) == ["africa", "keep"]
    assert page.count('type="checkbox"') == len(app.newsroom.regions)
    assert f"/unsubscribe/{app.signer().token(BEN, UNSUBSCRIBE)}" in page


def test_what_is_ticked_is_saved_and_told(site: Client, app: App) -> None:
    page = save(site, app, region=["europe", "americas"])
    assert the_reader(app, BEN).regions == ("americas", "europe")
    assert "Americas, Europe" in page
    assert ticked(page) == ["americas", "europe", "keep"]
    assert evidence(app, BEN)[-1] == ("regions", "preferences page")


def test_nothing_ticked_means_all_regions(site: Client, app: App) -> None:
    assert "All regions" in save(site, app)
    assert the_reader(app, BEN).regions == ()


def test_saving_what_is_in_force_leaves_no_trace(site: Client, app: App) -> None:
    before = everything(app)
    save(site, app, region=["africa"], pause="0")
    assert everything(app) == before


@pytest.mark.parametrize("weeks", [2, 4])
def test_a_pause_lasts_so_many_weeks_and_can_be_ended(weeks: int, site: Client, app: App) -> None:
    page = save(site, app, region="africa", pause=str(weeks))
    assert the_reader(app, BEN).paused_until == NOW + timedelta(weeks=weeks)
    assert ("4 December 2026" if weeks == 2 else "18 December 2026") in page
    kept = save(site, app, region="africa")
    assert "Paused until" in kept
    ended = save(site, app, region="africa", pause="0")
    assert the_reader(app, BEN).paused_until is None
    assert "The next edition comes to you" in ended


@pytest.mark.parametrize(
    "fields",
    [{"region": "atlantis"}, {"region": ["africa", "a;b"]}, {"pause": "52"}, {"pause": "-2"}, {"pause": "²"}],
)
def test_what_is_not_offered_is_refused_and_nothing_saved(
    fields: dict[str, Any], site: Client, app: App
) -> None:
    before = everything(app)
    assert site.post(page_of(app), data=fields).status_code == 400
    assert everything(app) == before


@pytest.mark.parametrize("body", [b"\xff\xfe", b"&".join([b"region=africa"] * 300)])
def test_a_body_no_browser_sends_is_refused(body: bytes, site: Client, app: App) -> None:
    before = everything(app)
    assert site.post(page_of(app), content=body).status_code == 400
    assert everything(app) == before


def test_a_token_of_another_purpose_opens_nothing(site: Client, app: App) -> None:
    before = everything(app)
    path = f"/preferences/{app.signer().token(BEN, UNSUBSCRIBE)}"
    assert site.get(path).status_code == 404
    answer = site.post(path, data={"region": "europe"})
    assert answer.status_code == 404
    assert "example.org</" not in answer.text.replace("weekly@lantern.example.org", "")
    assert everything(app) == before


def test_no_page_shows_an_address_of_a_reader(site: Client, app: App) -> None:
    for path in (page_of(app), f"/unsubscribe/{app.signer().token(BEN, UNSUBSCRIBE)}"):
        assert "ben@" not in site.get(path).text


def test_who_has_left_sees_so_and_can_still_choose(site: Client, app: App) -> None:
    site.post(f"/unsubscribe/{app.signer().token(BEN, UNSUBSCRIBE)}")
    page = save(site, app, region="europe")
    assert "You have unsubscribed" in page
    assert the_reader(app, BEN).state == "unsubscribed"
    site.post(f"/unsubscribe/{app.signer().token(BEN, UNSUBSCRIBE)}/undo")
    after = the_reader(app, BEN)
    assert (after.state, after.regions) == ("confirmed", ("europe",))

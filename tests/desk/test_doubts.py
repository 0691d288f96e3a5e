"""What newsroom.toml says and hardly means, and what the doctor makes of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.desk.desk import Desk
from digest.desk.doubts import doubts
from digest.desk.examining import examine
from digest.newsroom import parse_newsroom
from tests.builders.desks import THURSDAY, Room, a_room, closing, newsroom_toml

SOURCE = '\n[[sources]]\nname = "again"\npath = "europe.xml"\n'
REGION = '\n[[regions]]\nkey = "{key}"\ntitle = "{key}"\n{more}\n'


def told(folder: Path, toml: str, **settings: str) -> list[str]:
    with closing(a_room(folder, toml=toml, **settings)) as room:
        return [one.text for one in examine(room.desk, THURSDAY) if one.is_doubt and one.check == "newsroom"]


def with_key(table: str, line: str) -> str:
    """The dull newsroom with one more line in one of its tables."""
    return newsroom_toml().replace(f"[{table}]\n", f"[{table}]\n{line}\n")


def cadence(publish: str, draft: str, more: str = "") -> str:
    times = 'publish = "friday 09:00"\ndraft = "thursday 10:00"\n'
    return newsroom_toml().replace(times, f'publish = "{publish}"\ndraft = "{draft}"\n{more}\n')


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        pytest.param(
            cadence("friday 09:00", "friday 10:00"),
            'draft "friday 10:00" is 6 days 23 h before publish "friday 09:00"',
            id="drafted after it went out",
        ),
        pytest.param(
            cadence("friday 09:00", "friday 08:30", "verify_minutes_before = 45"),
            'only 30 min before publish "friday 09:00"',
            id="no time to approve",
        ),
        pytest.param(
            newsroom_toml().replace("minimum = 1", "minimum = 90"),
            "room for 26 articles",
            id="a minimum beyond all caps",
        ),
        pytest.param(
            newsroom_toml(more=REGION.format(key="europe", more="max = 0")), "has max = 0", id="nothing of a region"
        ),
        pytest.param(newsroom_toml() + SOURCE, '"europe" and "again" read the same feed', id="a feed twice"),
        pytest.param(
            newsroom_toml().replace('path = "europe.xml"', 'path = "europe.xml"\nkind = "Analysys"')
            + '\n[[kinds]]\nname = "Analysis"\n',
            'which [[kinds]] lacks; did you mean "Analysis"?',
            id="a kind misspelt",
        ),
        pytest.param(
            with_key("selection", 'exclude_kinds = ["Opinon"]') + '\n[[kinds]]\nname = "Opinion"\n',
            'did you mean "Opinion"?',
            id="an excluded kind misspelt",
        ),
        pytest.param(
            newsroom_toml(
                more=REGION.format(key="europe", more='tags = ["World"]')
                + REGION.format(key="africa", more='tags = ["world"]')
            ),
            'both have "world" in tags: the first wins',
            id="a tag of two regions",
        ),
        pytest.param(
            with_key("look", 'accent = "#eeeedd"'), "accent #eeeedd on paper #f4f1ea has a contrast of 1.", id="faint"
        ),
        pytest.param(
            'language = "sv"\n' + newsroom_toml(), 'language "sv" has no words of its own', id="a language without words"
        ),
        pytest.param(with_key("look", 'ink = "#999999"'), "readers get #", id="faint text"),
    ],
)  # fmt: skip
def test_what_is_odd_is_told_and_what_follows_from_it(tmp_path: Path, toml: str, said: str) -> None:
    found = told(tmp_path / "room", toml)
    assert any(said in each for each in found), found


@pytest.mark.parametrize("language", ["en", "en-GB", "de-AT", "ar"])
def test_a_language_with_words_is_no_matter(tmp_path: Path, language: str) -> None:
    assert told(tmp_path / "room", f'language = "{language}"\n' + newsroom_toml()) == []


def test_a_dull_newsroom_leaves_nothing_to_doubt(tmp_path: Path) -> None:
    assert told(tmp_path / "room", newsroom_toml()) == []


# -- the doctor --------------------------------------------------------------------


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with closing(a_room(tmp_path / "room")) as made:
        yield made


def found(room: Room, check: str) -> tuple[bool, str]:
    return next((one.ok, one.text) for one in examine(room.desk, THURSDAY) if one.check == check)


def test_a_doubt_is_no_reason_to_fail(room: Room) -> None:
    odd = room.under(with_key("look", 'accent = "#eeeedd"'))
    assert doubts(odd.desk)
    assert all(one.ok for one in examine(odd.desk, THURSDAY))


def test_without_an_https_address_nothing_leaves_but_the_outbox_is_content(room: Room) -> None:
    here = room.under(newsroom_toml(), public_url="http://127.0.0.1:8000")
    assert found(here, "links")[0]
    away = room.under(
        newsroom_toml(), public_url="http://127.0.0.1:8000", carrier="smtp", smtp_url="smtp://127.0.0.1:1"
    )
    assert found(away, "links") == (
        False,
        "DIGEST_PUBLIC_URL is http://127.0.0.1:8000: one-click unsubscribe wants https (RFC 8058)",
    )


def test_what_sending_needs_is_named_and_what_goes_without_it(room: Room) -> None:
    bare = room.under(
        newsroom_toml().partition("[look]")[0] + '[[sources]]\nname = "a"\npath = "europe.xml"\n'
    )
    ok, text = found(bare, "newsroom")
    assert not ok
    assert "look.postal_address and look.from_email; drafting goes without, sending does not" in text


def test_a_country_that_is_none_is_found_before_the_first_draft(room: Room) -> None:
    toml = newsroom_toml(more=REGION.format(key="europe", more='countries = ["XX"]'))
    wrong = Desk(parse_newsroom(toml), room.app.settings, room.folder).on(room.store)
    ok, text = next((one.ok, one.text) for one in examine(wrong, THURSDAY) if one.check == "regions")
    assert (ok, "no ISO 3166 code" in text) == (False, True)


def test_a_secret_that_can_be_guessed_is_found(room: Room) -> None:
    ok, text = found(room.under(newsroom_toml(), secret="secret"), "secret")
    assert (ok, "can be guessed" in text) == (False, True)


def test_a_newsroom_that_has_gathered_nothing_yet_is_told_so_once(tmp_path: Path) -> None:
    with closing(a_room(tmp_path / "room", toml=newsroom_toml(sources=("africa", "europe")))) as made:
        found = [one for one in examine(made.desk, THURSDAY) if one.check == "sources"]
        assert [(one.ok, one.is_doubt) for one in found] == [(True, True)]
        assert found[0].text == "africa and europe never gathered yet; run digest gather"

import tomllib
from datetime import date
from pathlib import Path

import pytest

import digest
from digest.errors import RenderError
from digest.rendering.files import TemplateFile, files_in_effect, shipped_templates
from digest.rendering.words import Words, direction, words_for

SHIPPED = files_in_effect(shipped_templates(Path(digest.__file__).parent), None)
LANGUAGES = sorted(name.split(".")[1] for name in SHIPPED if name.startswith("words."))


def a_file(name: str, text: str) -> TemplateFile:
    return TemplateFile(name, Path("/newsroom/digest") / name, text.encode())


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Friday, 27 November 2026"),
        ("de", "Freitag, 27. November 2026"),
        ("fr", "vendredi 27 novembre 2026"),
        ("es", "viernes, 27 de noviembre de 2026"),
        ("ar", "الجمعة 27 نوفمبر 2026"),
        ("pt-BR", "Friday, 27 November 2026"),
        ("DE-at", "Freitag, 27. November 2026"),
    ],
)
def test_a_date_is_written_as_the_language_writes_it(language: str, written: str) -> None:
    assert words_for(language, SHIPPED).date(date(2026, 11, 27)) == written


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shipped_language_has_every_phrase_with_its_places(language: str) -> None:
    english, other = (tomllib.loads(SHIPPED[f"words.{tag}.toml"].text) for tag in ("en", language))

    assert other.keys() == english.keys()
    for key, phrase in english.items():
        assert str(phrase).count("{") == str(other[key]).count("{")
    assert words_for(language, SHIPPED).say("more", region="Africa", count="3").count("{") == 0


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((), ""),
        (("A",), "A"),
        (("A", "B"), "A and B"),
        (("A", "B", "C"), "A, B and C"),
        (("A", "B", "C", "D"), "A, B, C and D"),
        (("A", "B", "C", "D", "E"), "A, B, C and 2 more"),
    ],
)
def test_names_are_joined_and_the_rest_counted(names: tuple[str, ...], said: str) -> None:
    assert words_for("en", SHIPPED).names(names) == said


def test_a_value_is_not_looked_at_for_places() -> None:
    words = Words({"two_names": "{first} and {second}"}, (), ())

    assert words.say("two_names", first="{second}", second="{first}") == "{second} and {first}"


def test_a_newsroom_can_add_a_language_and_leave_out_what_english_says() -> None:
    files = {**SHIPPED, "words.it.toml": a_file("words.it.toml", 'read_more = "Continua a leggere"')}

    words = words_for("it", files)

    assert words.say("read_more") == "Continua a leggere"
    assert words.say("unsubscribe") == "Unsubscribe"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("by = \n", "line 1", id="not TOML"),
        pytest.param("by = 3", "key by: must be a text", id="no text"),
        pytest.param('months = ["January"]', "key months: must be a list of 12", id="a short year"),
        pytest.param('weekdays = "Monday"', "key weekdays: must be a list of 7", id="no list"),
    ],
)
def test_wrong_words_are_told_by_file_and_key(text: str, told: str) -> None:
    with pytest.raises(RenderError, match=told) as raised:
        words_for("xx", {**SHIPPED, "words.xx.toml": a_file("words.xx.toml", text)})

    assert "/newsroom/digest/words.xx.toml" in str(raised.value)


def test_english_without_a_phrase_is_told() -> None:
    words = words_for(
        "en", {"words.en.toml": a_file("words.en.toml", f"months = {['x'] * 12}\nweekdays = {['x'] * 7}")}
    )

    with pytest.raises(RenderError, match='phrase "why" is missing'):
        words.say("why", title="x")


@pytest.mark.parametrize(
    ("language", "way"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("he-IL", "rtl"),
        ("fa", "rtl"),
        ("ur_PK", "rtl"),
        ("az-Arab", "rtl"),
        ("ar-Latn", "ltr"),
    ],
)
def test_a_language_runs_its_way(language: str, way: str) -> None:
    assert direction(language) == way

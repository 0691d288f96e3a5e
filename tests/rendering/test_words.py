import re
from datetime import date
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import digest
from digest.errors import RenderError
from digest.rendering.files import TemplateFile, files_in_effect, shipped_templates
from digest.rendering.words import Words, direction, words_for

TEMPLATES = shipped_templates(Path(digest.__file__).parent)
SHIPPED = files_in_effect(TEMPLATES, None)
LANGUAGES = ("ar", "de", "es", "fr")
FORMS = {"ar": 6, "de": 2, "es": 2, "fr": 2}
PLACES = re.compile(r"\{\w+\}")

Said = str | tuple[str, ...]


def a_catalogue(tag: str, text: str) -> dict[str, TemplateFile]:
    name = f"own/locale/{tag}.po"
    return {**SHIPPED, name: TemplateFile(name, Path("/newsroom/digest/locale") / f"{tag}.po", text.encode())}


def english() -> set[Said]:
    """Every word that the templates and the rendering say."""
    keywords: dict[str, tuple[int, ...] | None] = {
        "_": None,
        "text": None,
        "ngettext": (1, 2),
        "count": (1, 2),
    }
    keywords |= {"_phrase": (2,)}
    speaking = [(f"{name}.py", "python") for name in ("view", "teasers", "words")]
    code = extract_from_dir(str(Path(digest.__file__).parent / "rendering"), speaking, keywords=keywords)
    mail = extract_from_dir(
        str(TEMPLATES / "digest"),
        [("**.j2", "jinja2.ext:babel_extract")],
        {"**.j2": {"silent": "false"}},
        keywords,
    )
    return {message for _, _, message, _, _ in (*code, *mail)}


def translated(language: str) -> dict[Said, tuple[str, ...]]:
    with (TEMPLATES / f"digest/locale/{language}.po").open("rb") as file:
        found = read_po(file, locale=language, abort_invalid=True)
    return {
        (message.id if isinstance(message.id, str) else tuple(message.id)): (
            (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        )
        for message in found
        if message.id and not message.fuzzy
    }


def test_there_are_words_to_translate() -> None:
    assert {"Unsubscribe", "By {names}", "Latest"} < english()
    assert len(english()) > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated_and_no_other_is(language: str) -> None:
    found = translated(language)

    assert found.keys() == english()
    assert [said for said, forms in found.items() if not all(forms)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_places_of_the_english(language: str) -> None:
    for said, forms in translated(language).items():
        several = not isinstance(said, str)
        wanted = set(PLACES.findall(said[-1] if several else str(said)))
        for form in forms:
            found = set(PLACES.findall(form))
            # "One more article" needs no number.
            assert found == wanted or (several and found == wanted - {"{count}"}), (said, form)
            assert form.count("{") == form.count("}") == len(PLACES.findall(form))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plural_has_all_the_forms_of_its_language(language: str) -> None:
    plurals = [forms for said, forms in translated(language).items() if not isinstance(said, str)]

    assert {len(forms) for forms in plurals} == {FORMS[language]}


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en", 1, "Also this week: 1 more"),
        ("en", 1200, "Also this week: 1,200 more"),
        ("fr", 1, "Aussi cette semaine\u00a0: 1 autre article"),
        ("fr", 2, "Aussi cette semaine\u00a0: 2 autres articles"),
        ("es", 1, "También esta semana: 1 artículo más"),
        ("de", 3, "Außerdem in dieser Woche: 3 weitere Beiträge"),
        ("ar", 1, "هذا الأسبوع أيضًا: مقال واحد آخر"),
        ("ar", 2, "هذا الأسبوع أيضًا: مقالان آخران"),
        ("ar", 7, "هذا الأسبوع أيضًا: 7 مقالات أخرى"),
        ("ar", 11, "هذا الأسبوع أيضًا: 11 مقالًا آخر"),
        ("ar", 100, "هذا الأسبوع أيضًا: 100 مقال آخر"),
        ("ar", 103, "هذا الأسبوع أيضًا: 103 مقالات أخرى"),
    ],
)
def test_a_number_takes_the_form_its_language_has_for_it(language: str, number: int, said: str) -> None:
    one = "Also this week: {count} more"

    assert words_for(language, SHIPPED).count(one, one, number) == said


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Friday, 27 November 2026"),
        ("en-US", "Friday, November 27, 2026"),
        ("en-GB", "Friday, 27 November 2026"),
        ("de", "Freitag, 27. November 2026"),
        ("fr", "vendredi 27 novembre 2026"),
        ("es", "viernes, 27 de noviembre de 2026"),
        ("ar", "الجمعة، 27 نوفمبر 2026"),
        ("pt-BR", "sexta-feira, 27 de novembro de 2026"),
        ("DE-at", "Freitag, 27. November 2026"),
        ("de-XX", "Freitag, 27. November 2026"),
        ("xx", "Friday, 27 November 2026"),
    ],
)
def test_a_date_is_written_as_the_language_writes_it(language: str, written: str) -> None:
    assert words_for(language, SHIPPED).date(date(2026, 11, 27)) == written


@pytest.mark.parametrize(
    ("language", "names", "said"),
    [
        ("en", "", ""),
        ("en", "A", "A"),
        ("en", "AB", "A and B"),
        ("en", "ABC", "A, B and C"),
        ("en-US", "ABC", "A, B, and C"),
        ("en", "ABCD", "A, B, C and D"),
        ("en", "ABCDE", "A, B, C and 2 more"),
        ("fr", "ABC", "A, B et C"),
        ("ar", "ABC", "A وB وC"),
        ("ar", "ABCDE", "A، B، C وكاتبين آخرين"),
    ],
)
def test_names_are_joined_and_the_rest_counted(language: str, names: str, said: str) -> None:
    assert words_for(language, SHIPPED).names(tuple(names)) == said


def test_a_value_is_not_looked_at_for_places() -> None:
    words = words_for("en", SHIPPED)

    assert words.text("{first} and {second}", first="{second}", second="{first}") == "{second} and {first}"


def test_a_newsroom_can_add_a_language_and_leave_out_what_english_says() -> None:
    words = words_for("it", a_catalogue("it", 'msgid "Keep reading"\nmsgstr "Continua a leggere"\n'))

    assert words.text("Keep reading") == "Continua a leggere"
    assert words.text("Unsubscribe") == "Unsubscribe"


def test_a_newsroom_amends_a_shipped_language_message_by_message() -> None:
    words = words_for("de-AT", a_catalogue("de", 'msgid "Keep reading"\nmsgstr "Weiter geht’s"\n'))

    assert words.text("Keep reading") == "Weiter geht’s"
    assert words.text("Unsubscribe") == "Abmelden"


def test_a_newsroom_can_say_it_otherwise_in_english() -> None:
    files = a_catalogue("en", 'msgid "Keep reading"\nmsgstr "Read on"\n')

    assert words_for("en-GB", files).text("Keep reading") == "Read on"


def test_a_country_takes_what_it_lacks_from_its_language() -> None:
    words = words_for("de-CH", a_catalogue("de-CH", 'msgid "Unsubscribe"\nmsgstr "Abbestellen"\n'))

    assert (words.text("Unsubscribe"), words.text("Keep reading")) == ("Abbestellen", "Weiterlesen")


def test_a_doubtful_translation_and_an_empty_one_do_not_count() -> None:
    files = a_catalogue(
        "it", '#, fuzzy\nmsgid "Latest"\nmsgstr "Ultimo?"\n\nmsgid "Unsubscribe"\nmsgstr ""\n'
    )

    assert words_for("it", files).text("Latest") == "Latest"
    assert words_for("it", files).text("Unsubscribe") == "Unsubscribe"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param('msgid "Latest"\nmsgstr "a\nb"\n', "line 3", id="an open quote"),
        pytest.param("nonsense", "line 1", id="no catalogue"),
        pytest.param(
            'msgid ""\nmsgstr "Plural-Forms: nplurals=two; plural=n;\\n"\n', "not a catalogue", id="no plural"
        ),
        pytest.param('msgid "a"\nmsgstr "\xff"\n'.encode("latin-1"), "not a catalogue", id="not UTF-8"),
    ],
)
def test_a_wrong_catalogue_is_told_by_file_and_line(text: str | bytes, told: str) -> None:
    name = "own/locale/it.po"
    content = text if isinstance(text, bytes) else text.encode()
    files = {name: TemplateFile(name, Path("/newsroom/digest/locale/it.po"), content)}

    with pytest.raises(RenderError, match=told) as raised:
        words_for("it", files)

    assert "/newsroom/digest/locale/it.po" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_phrase_by_name_is_said_or_told_missing() -> None:
    words = Words(words_for("en", SHIPPED).catalogue, phrases={"hello": "Hello {who}"})

    assert words.say("hello", who="you") == "Hello you"
    with pytest.raises(RenderError, match='phrase "why" is missing'):
        words.say("why")


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

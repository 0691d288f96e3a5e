"""newsroom.toml: what it may say, and errors that point at the place to mend."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import NewsroomError
from digest.newsroom import DEFAULT_REGIONS, Newsroom, parse_newsroom

REGIONS = """
[[regions]]
key = "africa"
title = "Africa"

[[regions]]
key = "middle-east"
title = "Middle East"
"""


def told(text: str) -> str:
    """The error's text; it is one line that starts with the file."""
    with pytest.raises(NewsroomError) as caught:
        parse_newsroom(text)
    said = str(caught.value)
    assert said.startswith("newsroom.toml: ")
    assert said.splitlines() == [said]
    return said


# -- what it may say ----------------------------------------------------------


def test_an_empty_file_is_a_newsroom_with_defaults() -> None:
    room = parse_newsroom("")
    assert room == Newsroom()
    assert room.zone == "UTC"
    assert room.regions == DEFAULT_REGIONS
    assert (room.cadence.publish, room.cadence.draft) == ("friday 09:00", "thursday 10:00")
    assert (room.policy.auto_approve, room.policy.tracking, room.sources) == ("never", False, ())


def test_every_table_is_read() -> None:
    room = parse_newsroom(
        REGIONS
        + """
[cadence]
publish = "monday 07:30"
gather_minutes = 30
[[sources]]
name = "world"
url = "https://news.example.org/feed"
region = "africa"
[[sources]]
name = "archive"
path = "archive/*.xml"
base_url = "https://news.example.org"
[[kinds]]
name = "Analysis"
tags = ["analysis"]
[[series]]
name = "Letters"
[selection]
half_life_hours = 48
[look]
title = "The Week"
accent = "#0a0B0c"
[[look.socials]]
name = "Mastodon"
url = "https://social.example.net/@week"
[policy]
four_eyes = true
auto_approve = "clean"
[preview.local_images]
"https://news.example.org/" = "images"
"""
    )
    assert [r.key for r in room.regions] == ["africa", "middle-east"]
    assert [(s.name, s.url, s.path) for s in room.sources] == [
        ("world", "https://news.example.org/feed", None),
        ("archive", None, "archive/*.xml"),
    ]
    assert (room.cadence.publish, room.cadence.gather_minutes, room.selection.half_life_hours) == (
        "monday 07:30",
        30,
        48.0,
    )
    assert (room.kinds[0].name, room.series[0].name, room.look.accent) == ("Analysis", "Letters", "#0a0B0c")
    assert room.look.socials[0].name == "Mastodon"
    assert (room.policy.four_eyes, room.policy.auto_approve) == (True, "clean")
    assert room.preview.local_images == {"https://news.example.org/": "images"}


def test_a_newsroom_cannot_be_changed_by_accident() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Newsroom().name = "Another"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("africa", "africa"),
        ("Middle East", "middle-east"),
        (" MIDDLE-EAST ", "middle-east"),
        ("Oceania", None),
    ],
)
def test_a_region_is_meant_by_its_key_or_its_title(text: str, key: str | None) -> None:
    assert parse_newsroom(REGIONS).region_key(text) == key


def test_what_has_no_region_is_called_global() -> None:
    room = parse_newsroom(REGIONS)
    assert [room.region_title(key) for key in ("africa", None, "atlantis")] == ["Africa", "Global", "Global"]


def test_what_the_law_wants_before_a_mail_leaves_is_named() -> None:
    assert parse_newsroom("").missing_for_sending() == ("look.postal_address", "look.from_email")
    room = parse_newsroom('[look]\npostal_address = "1 Harbour Street"\nfrom_email = "a@example.org"')
    assert room.missing_for_sending() == ()


# -- errors point at the place ------------------------------------------------

SOURCE = '[[sources]]\nname = "world"\nurl = "https://news.example.org/feed"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "nmae = 'x'", 'the top level does not know the key "nmae"; did you mean "name"?', id="at the top"
        ),
        pytest.param(
            "[selections]\nminimum = 3",
            'the top level does not know the key "selections"; did you mean "selection"?',
            id="a table",
        ),
        pytest.param(
            "[cadence]\npublsh = 'friday 09:00'",
            '[cadence] does not know the key "publsh"; did you mean "publish"?',
            id="in a table",
        ),
        pytest.param(
            SOURCE + "[[sources]]\nname = 'europe'\nulr = 'https://x.example.org'",
            '[[sources]] no. 2 "europe" does not know the key "ulr"; did you mean "url"?',
            id="in the second of a list",
        ),
        pytest.param(
            "[[regions]]\nkey = 'asia'\ntitle = 'Asia'\ncountrys = ['JP']",
            '[[regions]] no. 1 "asia" does not know the key "countrys"; did you mean "countries"?',
            id="in a region, called by its key",
        ),
        pytest.param(
            "[look]\n[[look.socials]]\nname = 'M'\nurl = 'https://x.example.org'\nurls = 'x'",
            '[[look.socials]] no. 1 "M" does not know the key "urls"; did you mean "url"?',
            id="in a list within a table",
        ),
        pytest.param(
            "[policy]\nzzzzzz = 1",
            '[policy] does not know the key "zzzzzz"; known are auto_approve, drift, four_eyes, require_credit, tracking',
            id="with nothing near, all that are known",
        ),
    ],
)
def test_an_unknown_key_is_told_with_its_table_and_the_nearest_name(text: str, said: str) -> None:
    assert said in told(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "[[sources]]\nurl = 'https://x.example.org'",
            '[[sources]] no. 1 lacks the key "name"',
            id="missing",
        ),
        pytest.param(
            "[cadence]\npublish = 'someday 09:00'",
            '[cadence], key publish: "someday 09:00" is not a weekday and a time such as "friday 09:00"',
            id="no weekday",
        ),
        pytest.param(
            "zone = 'Mars/Olympus'", 'the top level, key zone: "Mars/Olympus" is no time zone', id="no zone"
        ),
        pytest.param("zone = '../etc'", 'key zone: "../etc" is no time zone', id="no zone but a path"),
        pytest.param("zone = 'America'", 'key zone: "America" is no time zone', id="a folder of zones"),
        pytest.param("zone = ''", 'key zone: "" is no time zone', id="an empty zone"),
        pytest.param("[look]\naccent = 'red'", "[look], key accent: ", id="no colour"),
        pytest.param("[selection]\nminimum = 0", "[selection], key minimum: ", id="too small"),
        pytest.param("[cadence]\nstale_hours = 'soon'", "[cadence], key stale_hours: ", id="no number"),
        pytest.param("[policy]\nauto_approve = 'always'", "[policy], key auto_approve: ", id="no choice"),
        pytest.param("cadence = 5", "the top level, key cadence: ", id="no table"),
        pytest.param("sources = 'x'", "the top level, key sources: ", id="no list"),
        pytest.param(
            "[[regions]]\nkey = 'Asia Pacific'\ntitle = 'x'",
            '[[regions]] no. 1 "Asia Pacific", key key: ',
            id="no key",
        ),
        pytest.param(
            "[[regions]]\nkey = 'asia'\ntitle = 'x'\ncountries = ['JP', 3]",
            '[[regions]] no. 1 "asia", key countries: ',
            id="in a list of texts",
        ),
        pytest.param(
            "[look]\n[[look.socials]]\nname = 'M'\nurl = 'social.example.net'",
            '[[look.socials]] no. 1 "M", key url: ',
            id="in a list within a table",
        ),
        pytest.param(
            "[preview.local_images]\na = 1", "[preview.local_images], key a: ", id="in a table within a table"
        ),
        pytest.param(
            "[[sources]]\nname = 'world'", '[[sources]] no. 1 "world": give either url or path', id="neither"
        ),
        pytest.param(SOURCE + "path = 'x'", '[[sources]] no. 1 "world": give either url or path', id="both"),
        pytest.param(
            "[[sources]]\nname = 'w'\nurl = 'ftp://x.example.org'",
            '[[sources]] no. 1 "w": url "ftp://x.example.org" must start with http:// or https://',
            id="no web address",
        ),
        pytest.param(SOURCE + SOURCE, '[[sources]] has "world" twice', id="a source twice"),
        pytest.param(REGIONS + REGIONS, '[[regions]] has "africa" twice', id="a region twice"),
        pytest.param(
            REGIONS + SOURCE + "region = 'asia'",
            'source "world" names the region "asia", but regions has only africa, middle-east',
            id="a region that is not there",
        ),
    ],
)
def test_what_cannot_be_is_told_with_its_place(text: str, said: str) -> None:
    assert said in told(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("name = ''", "key name: must not be empty", id="no name"),
        pytest.param("name = '  '", "key name: must not be empty", id="a name of spaces"),
        pytest.param(
            "zone = 'Europe/Londn'", '"Europe/Londn" is no time zone; did you mean "Europe/London"?', id="a slip"
        ),
        pytest.param("zone = 'new york'", 'did you mean "America/New_York"?', id="a city"),
        pytest.param("zone = 'Mars'", 'write one such as "Europe/London"', id="nothing near"),
        pytest.param("language = 'english'", 'no language tag; did you mean "en"?', id="a language by its name"),
        pytest.param("language = 'pt_BR'", 'no language tag; did you mean "pt-BR"?', id="a locale"),
        pytest.param("language = ''", "write one such as en, en-GB or pt-BR", id="no language"),
        pytest.param(
            "[cadence]\npublish = 'fryday 09:00'", 'did you mean "friday 09:00"?', id="a weekday misspelt"
        ),
        pytest.param(
            "[cadence]\ndraft = 'friday 09:00'",
            '[cadence]: draft and publish are both "friday 09:00"',
            id="drafted when it goes out",
        ),
        pytest.param(
            "[[regions]]\nkey = 'asia'\ntitle = 'Asia'\nmin = 5\nmax = 3",
            '[[regions]] no. 1 "asia": min is 5, more than max, which is 3',
            id="min over max",
        ),
        pytest.param(
            "[[regions]]\nkey = 'Middle East'\ntitle = 'x'", 'digits and hyphens, such as "middle-east"', id="a key"
        ),
        pytest.param(
            "[[regions]]\nkey = 'asia'\ntitle = 'x'\ncountries = ['Japan']",
            'key countries: "Japan" is no country; write the two letters',
            id="a country by its name",
        ),
        pytest.param(
            REGIONS + "[[regions]]\nkey = 'afrique'\ntitle = 'AFRICA'",
            '[[regions]] has "Africa" twice',
            id="a title twice, in another case",
        ),
        pytest.param(
            REGIONS + SOURCE + "region = 'midle-east'", 'did you mean "middle-east"?', id="a region misspelt"
        ),
        pytest.param(
            "[look]\nfrom_email = 'weekly@lantern'",
            '[look], key from_email: "weekly@lantern" is no address',
            id="a sender that is none",
        ),
        pytest.param(
            "[look]\nreply_to = 'The Desk <desk@example.org>'", "write it bare", id="an address with a name"
        ),
        pytest.param("site = 'www.example.org'", "key site: must start with http", id="a site without https"),
        pytest.param(
            "site = 'https://news.example.org@elsewhere.test/'", 'must not hold a name', id="a name in the site"
        ),
        pytest.param(
            "[look]\nlogo_url = 'https://u:p@example.org/logo.png'", 'must not hold a name', id="in the logo"
        ),
        pytest.param("[look]\nlogo_url = 'logo.png'", "must start with http", id="a logo that is a file"),
        pytest.param(
            "[look]\n[[look.socials]]\nname = 'M'\nurl = 'https://a@b.example.org'",
            'must not hold a name',
            id="in a social",
        ),
        pytest.param("[look]\naccent = 'red'", '"red" is no colour; write it as #rrggbb', id="a colour by its name"),
        pytest.param("[look]\nlist_id = 'our list'", "names no list", id="a list id with a space"),
        pytest.param("[look]\nread_more = ''", "must not be empty", id="links without a text"),
        pytest.param(
            "[selection]\nhalf_life_hours = inf", "[selection], key half_life_hours: must be", id="for ever"
        ),
        pytest.param(
            "[selection]\nlate_days = 4000", "key late_days: must be at most 366; it is 4000", id="too many days"
        ),
        pytest.param("[selection]\nminimum = 0", "key minimum: must be at least 1; it is 0", id="too few"),
        pytest.param("[selection]\nminimum = '3 or 4'", "must be a whole number; it is \"3 or 4\"", id="no number"),
        pytest.param("[policy]\nfour_eyes = 'maybe'", "must be true or false", id="neither true nor false"),
        pytest.param(
            "[policy]\nauto_approve = 'clear'", 'must be \'never\' or \'clean\'; it is "clear"; did you mean "clean"?',
            id="a choice misspelt",
        ),
    ],
)  # fmt: skip
def test_what_is_allowed_is_told_and_the_nearest_name(text: str, said: str) -> None:
    assert said in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "[look]\nfrom_email = 'weekly@lantern.example.org'\nreply_to = 'zo\u00eb@example.org'",
        "language = 'zh-Hant-TW'",
        "language = 'sv'",
        "[look]\nlogo_url = 'https://example.org/a.png?w=2&h=3'",
        "[look]\nlist_id = 'weekly.lantern.example.org'",
        "[cadence]\npublish = 'monday 07:00'\ndraft = 'thursday 17:00'",
        "[[regions]]\nkey = 'africa'\ntitle = 'Africa'\ncountries = ['KE', 'tz']",
    ],
)
def test_what_is_right_is_not_refused(text: str) -> None:
    parse_newsroom(text)


def test_everything_that_is_wrong_is_told_at_once_each_for_itself() -> None:
    """Also what does not fit together, beside what cannot be at all."""
    text = (
        'nmae = "x"\nzone = "Europe/Londn"\n[selection]\nminimum = 0\nlate_days = -1\n'
        '[look]\naccent = "red"\nfrom_email = "x"\n' + REGIONS + REGIONS + SOURCE + SOURCE
    )
    with pytest.raises(NewsroomError) as caught:
        parse_newsroom(text)
    problems = caught.value.problems
    assert len(problems) == 11
    assert all(each.startswith("newsroom.toml: ") for each in problems)
    wanted = (
        "nmae",
        "zone",
        "minimum",
        "late_days",
        "accent",
        "from_email",
        '"africa" twice',
        '"world" twice',
    )
    assert all(any(word in each for each in problems) for word in wanted)


def test_text_that_is_no_toml_is_told_with_its_line() -> None:
    assert "not valid TOML" in told("name = 'x'\nzone 'UTC'")
    assert "line 2" in told("name = 'x'\nzone 'UTC'")


def test_several_errors_are_told_at_once() -> None:
    said = told("nmae = 'x'\n[cadence]\npublsh = 'x'\ngather_minutes = 0")
    assert all(word in said for word in ('"nmae"', '"publsh"', "gather_minutes"))


def test_the_file_is_named_as_it_is_called() -> None:
    with pytest.raises(NewsroomError, match=r"^mine\.toml: "):
        parse_newsroom("nmae = 1", "mine.toml")


@pytest.mark.parametrize(
    "text",
    [
        '"a\\nb" = 1',
        'zone = "a\\nb"',
        '[cadence]\npublish = """\nfriday\n"""',
        '[[sources]]\nname = "a\\nb"\nurl = "ftp:\\nx"',
        '[[sources]]\nname = "a\\rb"\n',
    ],
)
def test_an_error_stays_one_line_whatever_the_file_holds(text: str) -> None:
    told(text)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
names = st.sampled_from([*Newsroom.model_fields, "nmae"])


def as_toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case list():
            return f"[{', '.join(as_toml(v) for v in value)}]"
        case dict():
            return f"{{{', '.join(f'{quoted(k)} = {as_toml(v)}' for k, v in value.items())}}}"
        case _:
            return quoted(str(value or ""))


def quoted(text: str) -> str:
    return '"' + "".join(f"\\U{ord(sign):08x}" for sign in text if not 0xD800 <= ord(sign) < 0xE000) + '"'


@given(st.dictionaries(names, values, min_size=1, max_size=3))
def test_whatever_stands_in_the_file_is_read_or_refused_in_one_line(document: dict[str, object]) -> None:
    text = "\n".join(f"{name} = {as_toml(value)}" for name, value in document.items())
    try:
        parse_newsroom(text)
    except NewsroomError as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017 - most documents are refused, some are not

"""newsroom.toml: what is editorial, as frozen values.

Nothing here reads a file; the text is handed in. Every error names the table
and the key. Only ``[[sources]]`` is needed to gather and draft; sending also
wants a postal address and a sender (``for_sending`` says what is missing).
"""

import difflib
import tomllib
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from digest.errors import NewsroomError
from digest.model.window import Weekly

Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)]


def _weekly(text: str) -> str:
    Weekly.parse(text)
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f'"{name}" is no time zone; write one such as "Europe/London"') from None
    return name


WeeklyText = Annotated[str, AfterValidator(_weekly)]
ZoneName = Annotated[str, AfterValidator(_zone)]


class Table(BaseModel):
    """A table of newsroom.toml: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Cadence(Table):
    """Local times of the newsroom's zone. ``gather_minutes`` is the pause between gathers."""

    publish: WeeklyText = "friday 09:00"
    draft: WeeklyText = "thursday 10:00"
    verify_minutes_before: int = Field(15, ge=0, le=1440)
    proof_minutes_after: int = Field(15, ge=1, le=1440)
    gather_minutes: int = Field(60, ge=1, le=1440)
    stale_hours: int = Field(12, ge=1, le=168)
    """A send later than this after its time wants a word from an editor."""


class Region(Table):
    """One of the newsroom's own regions, in the order in which readers get them.

    ``countries`` are ISO 3166 codes of two letters; left out, the shipped
    table of the same key is used. ``sections`` match the first folders of an
    article's address, ``tags`` its categories, ``kickers`` the region part of
    its kicker.
    """

    key: Key
    title: str = Field(min_length=1)
    countries: tuple[str, ...] | None = None
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kickers: tuple[str, ...] = ()
    min: int = Field(0, ge=0)
    max: int = Field(4, ge=0)


class Kind(Table):
    """A kind of article as the newsroom calls it, and how to recognise it."""

    name: str = Field(min_length=1)
    tags: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


class Source(Table):
    """Where articles come from: a feed at ``url``, or a file or folder at ``path``.

    ``region`` and ``kind`` hold for every article of a section feed.
    ``allow_private`` lets this one source live on a private address.
    """

    name: str = Field(min_length=1)
    url: str | None = None
    path: str | None = None
    region: Key | None = None
    kind: str | None = None
    allow_private: bool = False
    base_url: str | None = None
    """For a file: the address its relative links start from."""

    @model_validator(mode="after")
    def _one_place(self) -> "Source":
        if (self.url is None) == (self.path is None):
            raise ValueError("give either url or path")
        if self.url is not None and not self.url.lower().startswith(("http://", "https://")):
            raise ValueError(f'url "{self.url}" must start with http:// or https://')
        return self


class Selection(Table):
    """How the week's articles are picked.

    A score halves every ``half_life_hours``. An article found late counts as
    new for ``late_days`` after its week.
    """

    half_life_hours: float = Field(72.0, gt=0)
    minimum: int = Field(3, ge=1)
    author_limit: int = Field(2, ge=1)
    late_days: int = Field(14, ge=0)
    latest_max: int = Field(6, ge=0)
    exclude_tags: tuple[str, ...] = ()
    exclude_kinds: tuple[str, ...] = ()
    unsure_below: float = Field(0.5, ge=0, le=1)
    summary_characters: int = Field(300, ge=80, le=2000)


class Social(Table):
    name: str
    url: str = Field(pattern=r"^https?://")


class LookTable(Table):
    """What readers see around the articles."""

    title: str = ""
    tagline: str = ""
    postal_address: str = ""
    from_name: str = ""
    from_email: str = ""
    reply_to: str = ""
    list_id: str = ""
    accent: Colour = "#9a1b1e"
    accent_dark: Colour = "#ff8a80"
    paper: Colour = "#f4f1ea"
    ink: Colour = "#1c1d20"
    serif: bool = True
    logo_url: str = ""
    socials: tuple[Social, ...] = ()
    read_more: str = "Keep reading"
    latest_title: str = "Latest"


class Policy(Table):
    """What may happen without a person."""

    four_eyes: bool = False
    auto_approve: Literal["never", "clean"] = "never"
    tracking: bool = False
    require_credit: bool = False
    drift: Literal["hold", "drop"] = "hold"


class Preview(Table):
    """``local_images`` maps the start of picture addresses to a folder, for looking offline."""

    local_images: dict[str, str] = Field(default_factory=dict)


DEFAULT_REGIONS = (
    Region(key="africa", title="Africa", tags=("Africa",), sections=("africa",)),
    Region(key="americas", title="Americas", tags=("Americas",), sections=("americas",)),
    Region(key="asia-pacific", title="Asia-Pacific", tags=("Asia-Pacific",), sections=("asia-pacific",)),
    Region(key="europe", title="Europe", tags=("Europe",), sections=("europe",)),
    Region(key="middle-east", title="Middle East", tags=("Middle East",), sections=("middle-east",)),
)


class Newsroom(Table):
    """The whole of newsroom.toml."""

    name: str = "Newsroom"
    language: str = "en"
    zone: ZoneName = "UTC"
    site: str = ""
    cadence: Cadence = Cadence()
    regions: tuple[Region, ...] = DEFAULT_REGIONS
    kinds: tuple[Kind, ...] = ()
    series: tuple[Kind, ...] = ()
    sources: tuple[Source, ...] = ()
    selection: Selection = Selection()
    look: LookTable = LookTable()
    policy: Policy = Policy()
    preview: Preview = Preview()

    @model_validator(mode="after")
    def _names_fit(self) -> "Newsroom":
        _no_twice("regions", [r.key for r in self.regions])
        _no_twice("sources", [s.name for s in self.sources])
        keys = {r.key for r in self.regions}
        for source in self.sources:
            if source.region and source.region not in keys:
                raise ValueError(
                    f'source "{source.name}" names the region "{source.region}", '
                    f"but regions has only {', '.join(sorted(keys))}"
                )
        return self

    @property
    def publication(self) -> str:
        return self.name

    def region_title(self, key: str | None) -> str:
        return next((r.title for r in self.regions if r.key == key), "Global")

    def region_key(self, text: str) -> str | None:
        """The key for a key or title, whatever its case."""
        wanted = text.strip().casefold()
        return next((r.key for r in self.regions if wanted in (r.key, r.title.casefold())), None)

    def missing_for_sending(self) -> tuple[str, ...]:
        """The keys that the law and the carriers want before a mail may leave."""
        wanted = {"postal_address": self.look.postal_address, "from_email": self.look.from_email}
        return tuple(f"look.{key}" for key, value in wanted.items() if not value)


def _no_twice(table: str, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f'[[{table}]] has "{name}" twice')


def parse_newsroom(text: str, where: str = "newsroom.toml") -> Newsroom:
    """Read the text of a newsroom.toml.

    Raises NewsroomError: one line with the file, the table and the key, and
    for an unknown key the nearest known one.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = _one_line(f"{where}: not valid TOML: {error}. Mend that line and try again.")
        raise NewsroomError(said) from error
    try:
        return Newsroom.model_validate(document)
    except ValidationError as error:
        problems = "; ".join(_problem(document, dict(e)) for e in error.errors()[:5])
        raise NewsroomError(_one_line(f"{where}: {problems}")) from error


def _one_line(text: str) -> str:
    """What a text of the file brings along must not break the line."""
    return " ".join(text.split())


def _problem(document: dict[str, Any], error: dict[str, Any]) -> str:
    place = list(error["loc"])
    where = _place(document, place[:-1])
    key = str(place[-1]) if place else ""
    if error["type"] == "extra_forbidden":
        known = _known_keys(place[:-1])
        near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
        hint = f'; did you mean "{near[0]}"?' if near else f"; known are {', '.join(sorted(known))}"
        return f'{where} does not know the key "{key}"{hint}'
    message = str(error["msg"]).removeprefix("Value error, ")
    if not place or isinstance(place[-1], int):
        return f"{_place(document, place)}: {message}" if place else message
    if error["type"] == "missing":
        return f'{where} lacks the key "{key}"'
    return f"{where}, key {key}: {message}"


def _place(document: Any, place: list[Any]) -> str:
    """``[[sources]] no. 2 "world"`` for ("sources", 1); of a list in it, the key follows."""
    if not place:
        return "the top level"
    at = next((n for n, part in enumerate(place) if isinstance(part, int)), None)
    if at is None:
        return f"[{'.'.join(place)}]"
    entry: Any = document
    for part in place[: at + 1]:
        try:
            entry = entry[part]
        except (KeyError, IndexError, TypeError):
            break
    called = entry.get("name") or entry.get("key") if isinstance(entry, dict) else None
    numbered = f"[[{'.'.join(place[:at])}]] no. {place[at] + 1}" + (f' "{called}"' if called else "")
    return ", key ".join([numbered, *(p for p in place[at + 1 :] if isinstance(p, str))])


def _known_keys(place: list[Any]) -> list[str]:
    model: Any = Newsroom
    for part in place:
        if isinstance(part, int):
            continue
        annotation = model.model_fields[part].annotation
        model = next((a for a in (annotation, *getattr(annotation, "__args__", ())) if _is_table(a)), model)
    return list(model.model_fields)


def _is_table(candidate: Any) -> bool:
    return isinstance(candidate, type) and issubclass(candidate, Table)

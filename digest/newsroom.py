"""newsroom.toml: what is editorial, as frozen values.

Nothing here reads a file; the text is handed in. Every error names the table
and the key. Only ``[[sources]]`` is needed to gather and draft; sending also
wants a postal address and a sender (``for_sending`` says what is missing).
"""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from digest.errors import NewsroomError
from digest.keys import Colour, Country, Email, Key, Language, Link, ListId, Text, WeeklyText, ZoneName
from digest.mending import one_line, problem
from digest.model.links import web_address
from digest.model.window import Weekly
from digest.model.written import did_you_mean


class Table(BaseModel):
    """A table of newsroom.toml: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)


class Cadence(Table):
    """Local times of the newsroom's zone. ``gather_minutes`` is the pause between gathers."""

    publish: WeeklyText = "friday 09:00"
    draft: WeeklyText = "thursday 10:00"
    verify_minutes_before: int = Field(15, ge=0, le=1440)
    proof_minutes_after: int = Field(15, ge=1, le=1440)
    proof_to: tuple[Email, ...] = ()
    """Who gets a copy so many minutes after publication, headed by what became of the send."""
    gather_minutes: int = Field(60, ge=1, le=1440)
    stale_hours: int = Field(12, ge=1, le=168)
    """A send later than this after its time wants a word from an editor."""

    @model_validator(mode="after")
    def _draft_first(self) -> "Cadence":
        if Weekly.parse(self.draft) == Weekly.parse(self.publish):
            raise ValueError(f'draft and publish are both "{self.publish}"; draft some hours earlier')
        return self


class Region(Table):
    """One of the newsroom's own regions, in the order in which readers get them.

    ``countries`` are ISO 3166 codes of two letters; left out, the shipped
    table of the same key is used. ``sections`` match the first folders of an
    article's address, ``tags`` its categories, ``kickers`` the region part of
    its kicker.
    """

    key: Key
    title: Text
    countries: tuple[Country, ...] | None = None
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kickers: tuple[str, ...] = ()
    url: Link = ""
    """Where all of the region's articles stand; the mail links it when it holds only some."""
    min: int = Field(0, ge=0, le=100)
    max: int = Field(4, ge=0, le=100)

    @model_validator(mode="after")
    def _fits(self) -> "Region":
        if self.min > self.max:
            raise ValueError(f"min is {self.min}, more than max, which is {self.max}")
        return self


class Kind(Table):
    """A kind of article as the newsroom calls it, and how to recognise it."""

    name: Text
    tags: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


class Source(Table):
    """Where articles come from: a feed at ``url``, or a file or folder at ``path``.

    ``region`` and ``kind`` hold for every article of a section feed.
    ``allow_private`` lets this one source live on a private address.
    """

    name: Annotated[str, Field(min_length=1, max_length=100)]
    url: str | None = None
    path: str | None = None
    form: Literal["feed", "page"] = "feed"
    """ "page": a front or section page without a feed; the articles it links to are read."""
    fill: bool | None = None
    """Read each new article's own page for what the feed leaves out; left out, [sourcing] decides."""
    region: Key | None = None
    kind: str | None = None
    allow_private: bool = False
    base_url: Link | None = None
    """For a file: the address its relative links start from."""
    pages: int = Field(1, ge=1, le=50)
    """How many pages of the feed (``?page=2`` ...) are read when it is gathered for the first time."""
    quiet_days: int | None = Field(None, ge=0, le=366)
    """Warn when nothing new came for so many days; 0: never; left out: three times its usual pause."""

    @model_validator(mode="after")
    def _one_place(self) -> "Source":
        if (self.url is None) == (self.path is None):
            raise ValueError("give either url or path")
        if self.url is not None and not self.url.lower().startswith(("http://", "https://")):
            raise ValueError(f'url "{self.url}" must start with http:// or https://')
        if self.form == "page" and self.url is None:
            raise ValueError('form = "page" wants a url')
        return self


class Sourcing(Table):
    """How pages are read: whether to fill up articles from them, and how slowly.

    ``pause_seconds`` lie between two pages of one host; a site's robots.txt
    may ask for up to ten.
    """

    fill: bool = False
    pause_seconds: float = Field(1.0, ge=0, le=60)


class Selection(Table):
    """How the week's articles are picked.

    A score halves every ``half_life_hours``. An article found late counts as
    new for ``late_days`` after its week.
    """

    half_life_hours: float = Field(72.0, gt=0, le=8760)
    minimum: int = Field(3, ge=1, le=100)
    author_limit: int = Field(2, ge=1, le=100)
    late_days: int = Field(14, ge=0, le=366)
    latest_max: int = Field(6, ge=0, le=100)
    exclude_tags: tuple[str, ...] = ()
    exclude_kinds: tuple[str, ...] = ()
    unsure_below: float = Field(0.85, ge=0, le=1)
    summary_characters: int = Field(300, ge=80, le=2000)


class Social(Table):
    name: Text
    url: Annotated[str, AfterValidator(web_address)]


class LookTable(Table):
    """What readers see around the articles."""

    title: str = ""
    tagline: str = ""
    postal_address: str = ""
    from_name: str = ""
    from_email: Email = ""
    reply_to: Email = ""
    list_id: ListId = ""
    accent: Colour = "#9a1b1e"
    accent_dark: Colour = "#ff8a80"
    paper: Colour = "#f4f1ea"
    ink: Colour = "#1c1d20"
    serif: bool = True
    logo_url: Link = ""
    masthead: Literal["auto", "text", "band", "logo"] = "auto"
    sign_up_url: Link = ""
    """For those to whom a mail was forwarded; left out, it is the reader pages' own."""
    socials: tuple[Social, ...] = ()
    read_more: Text = "Keep reading"
    latest_title: Text = "Latest"


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

    name: Annotated[str, Field(min_length=1, max_length=100)] = "Newsroom"
    key: Annotated[str, Field(max_length=100)] = ""
    """What its editions are kept under in the database; left out, the name."""
    language: Language = "en"
    zone: ZoneName = "UTC"
    site: Link = ""
    cadence: Cadence = Cadence()
    regions: tuple[Region, ...] = DEFAULT_REGIONS
    kinds: tuple[Kind, ...] = ()
    series: tuple[Kind, ...] = ()
    sources: tuple[Source, ...] = ()
    sourcing: Sourcing = Sourcing()
    selection: Selection = Selection()
    look: LookTable = LookTable()
    policy: Policy = Policy()
    preview: Preview = Preview()

    @model_validator(mode="after")
    def _names_fit(self) -> "Newsroom":
        for told in _across(self.model_dump()):
            raise ValueError(told)
        return self

    @property
    def publication(self) -> str:
        return self.key or self.name

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


def parse_newsroom(text: str, where: str = "newsroom.toml") -> Newsroom:
    """Read the text of a newsroom.toml.

    Raises NewsroomError with every problem there is: one line each with the
    file, the table and the key, and for an unknown key or name the nearest
    known one.
    """
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        said = one_line(f"{where}: not valid TOML: {error}. Mend that line and try again.")
        raise NewsroomError(said) from error
    try:
        return Newsroom.model_validate(document)
    except ValidationError as error:
        own = [problem(Newsroom, document, dict(each)) for each in error.errors() if each["loc"]]
        told = dict.fromkeys((*own, *(one_line(each) for each in _across(document))))
        raise NewsroomError(*(f"{where}: {each}" for each in told)) from error


def _across(document: Mapping[str, Any]) -> Iterator[str]:
    """What does not fit together, also in a document that has other faults."""
    keys = _texts(document, "regions", "key") or [region.key for region in DEFAULT_REGIONS]
    for table, key in (("regions", "key"), ("regions", "title"), ("sources", "name"), ("kinds", "name")):
        yield from _twice(table, _texts(document, table, key))
    for source in _tables(document, "sources"):
        wanted = source.get("region")
        if isinstance(wanted, str) and wanted and wanted not in keys:
            there = f"but regions has only {', '.join(sorted(keys))}"
            hint = did_you_mean(wanted, keys, "")
            yield f'source "{source.get("name")}" names the region "{wanted}", {there}' + (
                f"; {hint}" if hint else ""
            )


def _twice(table: str, names: list[str]) -> Iterator[str]:
    folded = [name.casefold() for name in names]
    for name in dict.fromkeys(folded):
        if folded.count(name) > 1:
            yield f'[[{table}]] has "{names[folded.index(name)]}" twice'


def _tables(document: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = document.get(name)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list | tuple) else []


def _texts(document: Mapping[str, Any], table: str, key: str) -> list[str]:
    found = [each.get(key) for each in _tables(document, table)]
    return [each.strip() for each in found if isinstance(each, str) and each.strip()]

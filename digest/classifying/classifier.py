"""Filing articles under the newsroom's regions, with the evidence for each.

What is exact comes first: section feed, kicker, tag, address. Only an article
that none of them places is judged by its words: first by the names in them,
and where these leave it open by what the newsroom's own articles have taught.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from digest.classifying import learned as learning
from digest.classifying.gazetteer import Gazetteer, build_gazetteer, default_regions
from digest.classifying.learned import Learned
from digest.classifying.matching import Finder, shipped_finder
from digest.classifying.own import own_leaders, own_places
from digest.classifying.rules import exact_kind, exact_regions
from digest.classifying.weighing import Part, Read, Weighed, weigh
from digest.errors import NewsroomError
from digest.model.article import Article, Filing
from digest.newsroom import Newsroom

TITLE, DEK, TAGS, LEDE = 2.0, 1.0, 1.0, 0.7


def build_classifier(
    newsroom: Newsroom, leaders: str | None = None, places: str | None = None, learned: str | None = None
) -> "Classifier":
    """A classifier for a newsroom.

    The texts of its own leaders.toml and places.tsv add to the shipped names
    and win over them; ``learned`` is the text of what its articles have taught.
    Raises NewsroomError: a region names a country that is no ISO code, or one
    of the texts cannot be read.
    """
    finder = shipped_finder()
    countries = finder.gazetteer.countries
    own = [
        *(own_places(places, countries) if places else ()),
        *(own_leaders(leaders, countries) if leaders else ()),
    ]
    if own:
        finder = finder.with_names(build_gazetteer(own, {}))
    table = region_table(newsroom, finder.gazetteer)
    return Classifier(newsroom, finder, table, learning.read(learned) if learned else None)


def region_table(newsroom: Newsroom, gazetteer: Gazetteer) -> dict[str, str]:
    """ISO code to region key: the newsroom's own countries, else the shipped table.

    A country that two regions claim belongs to the one that names it itself,
    then to the first. Raises NewsroomError.
    """
    table: dict[str, str] = {}
    for region in newsroom.regions:
        for code in region.countries or ():
            if code.upper() not in gazetteer.countries:
                raise NewsroomError(_no_code(region.key, code))
            table.setdefault(code.upper(), region.key)
    shipped = default_regions()
    for region in newsroom.regions:
        if region.countries is None:
            for code in shipped.get(region.key, ()):
                table.setdefault(code, region.key)
    return table


def _no_code(region: str, code: str) -> str:
    hint = "write GB" if code.upper() == "UK" else 'write two letters such as "KE"'
    return f'[[regions]] "{region}", key countries: "{code}" is no ISO 3166 code; {hint}'


class Classifier:
    """Files articles for one newsroom. Holds no state between articles."""

    def __init__(
        self, newsroom: Newsroom, finder: Finder, region_of: Mapping[str, str], learned: Learned | None = None
    ) -> None:
        self._newsroom = newsroom
        self._finder = finder
        self._region_of = region_of
        self._learned = learned
        self._keys = frozenset(region.key for region in newsroom.regions)
        tags = (tag for region in newsroom.regions for tag in (region.title, region.key, *region.tags))
        self._region_tags = frozenset(tag.strip().casefold() for tag in tags)

    def file(self, article: Article, sources: Sequence[str] = ()) -> Filing:
        """The article's region and the evidence for it.

        ``sources`` are the names of the sources it was seen in, in any order.
        """
        return self.file_exactly(article, sources) or self._helped(article, self.file_by_names(article))

    def file_exactly(self, article: Article, sources: Sequence[str] = ()) -> Filing | None:
        """What section feed, kicker, tag or address say outright; None if they say nothing."""
        exact = list(exact_regions(self._newsroom, article, sources))
        return _exactly(exact) if exact else None

    def file_by_names(self, article: Article) -> Filing:
        """What the names in the article's words say, whatever else is known."""
        return self._filing(self.weigh(article))

    def file_words(self, title: str, dek: str = "") -> Filing:
        """The region that the words of a title and a dek speak for."""
        article = article_of(title, dek)
        return self._helped(article, self.file_by_names(article))

    def kind(self, article: Article, sources: Sequence[str] = ()) -> str:
        """What the newsroom calls such an article ("Analysis"), or ""."""
        return exact_kind(self._newsroom, article, sources)

    def weigh(self, article: Article) -> Weighed:
        """The names found in an article and what they come to."""
        year = article.published.year if article.published else None
        parts = [Part(name, weight, self._finder.find(text, year)) for name, weight, text in _texts(article)]
        return weigh(parts, self._region_of)

    def region_of(self, code: str) -> str | None:
        """The region of a country."""
        return self._region_of.get(code)

    def countries(self, region: str) -> tuple[str, ...]:
        """The codes of a region's countries, in alphabetical order."""
        return tuple(sorted(code for code, key in self._region_of.items() if key == region))

    def country(self, code: str) -> str:
        """The English name of a country."""
        return self._finder.gazetteer.countries.get(code, code)

    def terms(self, article: Article) -> list[str]:
        """What an article can be recognised by, for learning."""
        guess = self.weigh(article).best
        return learning.terms_of(article, guess, self._region_tags)

    def unplaced(self, article: Article) -> Article:
        """The article without what places it by rule."""
        tags = tuple(tag for tag in article.categories if tag.strip().casefold() not in self._region_tags)
        return replace(article, url="", kicker="", categories=tags)

    def _helped(self, article: Article, filing: Filing) -> Filing:
        """The same, or what was learned, where the names leave it open."""
        if self._learned is None or not self.is_open(filing):
            return filing
        answer = self._learned.answer(self.terms(article))
        if answer is None or answer.region not in self._keys or answer.confidence < self._unsure_below:
            return filing
        evidence = f"learned from your own articles: {', '.join(answer.words)}"
        guess = filing.second if filing.second != answer.region else None
        return Filing(answer.region, answer.confidence, (evidence, *filing.evidence), guess)

    def is_open(self, filing: Filing) -> bool:
        """Whether the names do not say enough, neither for a region nor for none."""
        return filing.region is None and filing.confidence < self._unsure_below

    @property
    def _unsure_below(self) -> float:
        return self._newsroom.selection.unsure_below

    def _filing(self, weighed: Weighed) -> Filing:
        words = self._evidence(weighed, weighed.best)
        sure = weighed.confidence >= self._unsure_below
        if weighed.best is None:
            return Filing(None, weighed.confidence, ("elsewhere", words) if words else (), weighed.second)
        if sure:
            return Filing(weighed.best, weighed.confidence, (words, *self._also(weighed)), weighed.second)
        guess = f"unsure: {self._newsroom.region_title(weighed.best)} {weighed.confidence:.2f}"
        return Filing(None, weighed.confidence, (guess, words), weighed.best)

    def _also(self, weighed: Weighed) -> Iterator[str]:
        """The second region with its own evidence, as a rule's is told."""
        if weighed.second is not None:
            yield f"also {self._newsroom.region_title(weighed.second)}: {self._evidence(weighed, weighed.second)}"

    def _evidence(self, weighed: Weighed, region: str | None) -> str:
        """The names that speak for a region, by the part of the article they stand in."""
        parts: dict[str, dict[str, None]] = {}
        for read in weighed.mentions:
            if any(self._region_of.get(code) == region for code in read.codes):
                parts.setdefault(read.part, {})[self._shown(read)] = None
        return ", ".join(f"{part}: {', '.join(names)}" for part, names in parts.items())

    def _shown(self, read: Read) -> str:
        country, name = self._finder.gazetteer.label(read.codes), read.mention.name
        return name if country.casefold() in ("", name.casefold()) else f"{name} ({country})"


def article_of(title: str, dek: str = "") -> Article:
    """An article of which only title and dek are known."""
    return Article(identity="", url="", title=title, dek=dek)


def _exactly(found: Sequence[tuple[str, str]]) -> Filing:
    region = found[0][0]
    reasons = dict.fromkeys(evidence for key, evidence in found if key == region)
    others = [(key, evidence) for key, evidence in found if key != region]
    also = (f"also {others[0][1]}",) if others else ()
    return Filing(region, 1.0, (*reasons, *also), others[0][0] if others else None)


def _texts(article: Article) -> tuple[tuple[str, float, str], ...]:
    lede = "" if article.summary == article.dek else article.summary
    tags = " | ".join((article.kicker, *article.categories))
    return (
        ("title", TITLE, article.title),
        ("dek", DEK, article.dek),
        ("tags", TAGS, tags),
        ("lede", LEDE, lede),
    )

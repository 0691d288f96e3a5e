"""Raw feeds to articles, with every doubt told and every entry accounted for."""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from digest.model.article import Article
from digest.sourcing.apart import named, told_apart
from digest.sourcing.cleaning import article_of, title_of
from digest.sourcing.entry import Channel, Entry
from digest.sourcing.identity import is_web_address
from digest.sourcing.text import disarm, plain, tidy

MOST_SECONDS = 20.0
"""Of this thread's processor for one feed; a real one takes hundredths. What is hostile ends here."""

_ODD = re.compile(r"[\x00-\x20\x7f<>\"]")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,60}):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source said, in its order, and everything about it a person should know.

    An article without a usable address stays, with ``url`` empty and a warning
    that names its title: it cannot be mailed, but it is accounted for.
    """

    title: str
    articles: tuple[Article, ...]
    warnings: tuple[str, ...] = ()

    @property
    def usable(self) -> tuple[Article, ...]:
        """Those with an address and a title: what an edition can be made of."""
        return tuple(a for a in self.articles if a.url and a.title)

    @property
    def left_out(self) -> int:
        """How many articles have no address or no title. The warnings name them first."""
        return sum(not (a.url and a.title) for a in self.articles)


def reading_of(
    channel: Channel, feed_url: str, *, summary_characters: int, now: datetime | None = None
) -> Reading:
    """Clean articles from a raw feed. With ``now``, dates in the future are told."""
    told = list(_in_time(channel, feed_url, summary_characters))
    entries = channel.entries[: len(told)]
    warnings = list(_doubts_of_all(channel, len(told)))
    for article, entry in zip(told, entries, strict=True):
        warnings.extend(_why_left_out(article, entry))
    articles = told_apart(told, warnings)
    for article, entry in zip(told, entries, strict=True):
        warnings.extend(_doubts(article, entry, now))
    return Reading(title_of(channel.title.text), articles, tuple(gathered(warnings)))


def _in_time(channel: Channel, feed_url: str, limit: int) -> Iterator[Article]:
    """The articles, as far as the time for one feed allows."""
    end = time.thread_time() + MOST_SECONDS
    for entry in channel.entries:
        yield article_of(entry, channel, feed_url, limit)
        if time.thread_time() > end:
            return


def _doubts_of_all(channel: Channel, read: int) -> Iterator[str]:
    if channel.damage:
        yield f"the feed is damaged ({channel.damage}); what could be made out is read, tell the publisher"
    if not channel.entries:
        yield "the feed holds no article"
    if read < len(channel.entries):
        yield f"the feed takes too long to read: only the first {read} of {channel.count} articles are read"
    elif channel.count > read:
        yield f"only the first {read} of {channel.count} articles are read"


def _why_left_out(article: Article, entry: Entry) -> Iterator[str]:
    if not article.url:
        yield f'"{named(article)}" {_why_no_link(entry)}, so it cannot be mailed and is left out'
    elif not article.title:
        yield f'"{named(article)}" has no title and is left out'


def _doubts(article: Article, entry: Entry, now: datetime | None) -> Iterator[str]:
    if article.published is None:
        said = next(filter(None, entry.dates), "")
        yield f'"{named(article)}" has {_undated(said)}; it counts from when it is first seen'
    elif now is not None and article.published > now:
        yield f'"{named(article)}" is dated {article.published:%Y-%m-%d %H:%M} UTC, in the future'


def _why_no_link(entry: Entry) -> str:
    if not entry.link:
        return "has no link"
    shown = disarm(_ODD.sub("", tidy(entry.link[:2000])))[:60]
    scheme = _SCHEME.match(shown)
    if scheme and scheme[1].lower() not in ("http", "https"):
        return f"has a link of the kind {scheme[1].lower()}:, which is refused"
    if scheme is None and not is_web_address(entry.base):
        return f"has the relative link {shown}, and nothing says what it is relative to (set base_url)"
    return f"has a link that is no web address ({shown})"


def _undated(said: str) -> str:
    return f'a date that cannot be read ("{tidy(plain(said))[:40]}")' if said.strip() else "no date"


def gathered(warnings: Sequence[str], most: int = 50) -> list[str]:
    """Each once, and no flood: past ``most`` only how many more there are."""
    once = list(dict.fromkeys(warnings))
    return once if len(once) <= most else [*once[:most], f"and {len(once) - most} more warnings of this feed"]

"""What selection works on: articles with their filing, and what earlier editions did."""

from collections.abc import Mapping
from dataclasses import dataclass

from digest.model.article import Article, Filing, Seen


@dataclass(frozen=True, slots=True)
class Candidate:
    """A seen article as classifying handed it on."""

    seen: Seen
    filing: Filing
    kind: str

    @property
    def article(self) -> Article:
        return self.seen.article

    @property
    def id(self) -> str:
        return self.seen.article.id


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier editions did, by article id.

    ``mailed`` names the edition an article was mailed in. ``judged`` holds
    what a finished edition has considered. ``held`` names the edition until
    which an editor holds an article; whoever fills it takes an entry out once
    an edition of that name or a later one has been mailed, else the article
    comes up again every week until it is mailed.
    """

    mailed: Mapping[str, str]
    judged: frozenset[str]
    held: Mapping[str, str]


NO_PAST = Past(mailed={}, judged=frozenset(), held={})

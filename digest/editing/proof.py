"""What a check looks at, and how it says what it found."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from digest.model.article import Article
from digest.model.delivery import Mail
from digest.model.edition import Edition, Finding, Placed
from digest.newsroom import Newsroom


@dataclass(frozen=True, slots=True)
class Proof:
    """An edition as it would go out. ``mails`` are its rendered variants by name; may be empty."""

    edition: Edition
    mails: Mapping[str, Mail]
    newsroom: Newsroom

    def teasers(self) -> tuple[Placed, ...]:
        """The articles that are shown with summary and picture; Latest holds headlines."""
        front = (self.edition.lead,) if self.edition.lead else ()
        return (*front, *(p for section in self.edition.sections for p in section.articles))

    def articles(self) -> Iterator[Article]:
        """All articles in reading order."""
        return (placed.article for placed in self.edition.placed())


Check = Callable[[Proof], Iterable[Finding]]


def error(check: str, text: str, what_to_do: str, article: Article | None = None) -> Finding:
    """Stops approval."""
    return Finding(check, "error", text, what_to_do, article.id if article else None)


def warning(check: str, text: str, what_to_do: str, article: Article | None = None) -> Finding:
    """Wants a look, and does not stop approval."""
    return Finding(check, "warning", text, what_to_do, article.id if article else None)

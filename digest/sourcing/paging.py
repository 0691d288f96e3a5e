"""Further pages of a feed, for the first gather: ``?page=2`` and so on.

RebelMouse gives 30 posts a page, ordered by the date of publication
(its documentation, "RSS feeds"); WordPress calls the same ``paged``. This was
never tried on a real RebelMouse feed, only on one made after its description.
"""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from digest.errors import SourceError
from digest.sourcing.articles import Reading, gathered


def page_address(url: str, number: int, name: str = "page") -> str:
    """The address of that page; page 1 is the feed itself."""
    if number <= 1:
        return url
    parts = urlsplit(url)
    query = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != name]
    return urlunsplit(parts._replace(query=urlencode([*query, (name, str(number))])))


def is_further(reading: Reading, so_far: Reading) -> bool:
    """Whether a page brings anything: servers that know no pages show the first one for each."""
    known = {a.identity for a in so_far.articles}
    return any(a.identity not in known for a in reading.articles)


def together(first: Reading, further: Reading) -> Reading:
    """Both readings as one; what the first one has stays."""
    known = {a.identity for a in first.articles}
    new = tuple(a for a in further.articles if a.identity not in known)
    return Reading(
        first.title, (*first.articles, *new), tuple(gathered((*first.warnings, *further.warnings)))
    )


def not_all_pages(reading: Reading, number: int, error: SourceError) -> Reading:
    """What was read before a page failed, with a warning."""
    told = f"page {number} could not be read, so that older articles may be missing: {error}"
    return Reading(reading.title, reading.articles, (told, *reading.warnings))

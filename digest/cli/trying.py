"""Reading one source for ``sources try``: nothing is stored, and what goes wrong is part of the answer."""

from pathlib import Path
from typing import Any

from digest.app import App
from digest.errors import SourceError
from digest.sourcing.report import as_json
from digest.sourcing.sources import read_file


def tried(app: App, place: str, *, allow_private: bool) -> dict[str, Any]:
    """What a feed holds, each article filed as this newsroom would file it."""
    far = place.lower().startswith(("http://", "https://"))
    try:
        reading = read_file(
            place if far else Path(place), fetcher=app.desk.fetcher, allow_private=allow_private
        )
    except SourceError as error:
        return as_json(place, error)
    said = as_json(place, reading)
    for article, answer in zip(reading.articles, said["articles"], strict=True):
        filing = app.desk.classifier.file(article)
        answer["region"] = app.newsroom.region_title(filing.region) if filing.region else None
        answer["region_key"] = filing.region
        answer["kind"] = app.desk.classifier.kind(article, ())
    return said

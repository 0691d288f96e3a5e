"""What a newsroom keeps beside newsroom.toml for filing: its own names, and what its articles have taught."""

from pathlib import Path

from digest.classifying.learned import FILE as LEARNED
from digest.classifying.own import LEADERS, PLACES
from digest.errors import NewsroomError

FILES = {"leaders": LEADERS, "places": PLACES, "learned": LEARNED}


def own_texts(base: Path) -> dict[str, str]:
    """The texts of those files that are there, by what the classifier calls them.

    ``base`` is the folder of newsroom.toml. Raises NewsroomError.
    """
    return {name: text for name, file in FILES.items() if (text := _text(base / file)) is not None}


def _text(path: Path) -> str | None:
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise NewsroomError(f"{path.name} cannot be read: {why}") from error

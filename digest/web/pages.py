"""Pages from ``templates/web/``, in the newsroom's language and colours.

A file of the same name in the newsroom's own templates folder, under
``web/``, takes the place of a shipped one.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

import digest
from digest.app import App
from digest.errors import RenderError
from digest.rendering.files import files_in_effect, shipped_templates
from digest.rendering.palette import palette
from digest.rendering.words import Words, direction, words_for

FOLDER = "web"
ENGLISH = "en"
KEPT = "public, max-age=300"  # seconds; a new edition is seen soon, a crowd costs little


class Pages:
    """The site's templates with what all of them may use. Raises RenderError for words that cannot be read."""

    def __init__(self, app: App) -> None:
        newsroom = app.newsroom
        own, shipped = _own(app), shipped_templates(Path(digest.__file__).parent)
        folders = [folder / FOLDER for folder in (own, shipped) if folder is not None]
        tag, phrases = _phrases(newsroom.language, folders)
        is_theirs = tag.split("-")[0] == newsroom.language.lower().split("-")[0]
        mail = words_for(newsroom.language if is_theirs else tag, files_in_effect(shipped, own))
        self.words: Words = replace(mail, phrases={**mail.phrases, **phrases})
        self.zone = ZoneInfo(newsroom.zone)
        self.base = urlsplit(app.settings.public_url).path.rstrip("/")
        self._environment = Environment(
            loader=FileSystemLoader(folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        look = newsroom.look
        title = look.title or newsroom.name
        self._environment.globals.update(
            say=lambda phrase, **values: self.words.say(phrase, **({"title": title} | values)),
            date=self.date,
            base=self.base,
            title=title,
            publication=newsroom.name,
            tagline=look.tagline,
            site=newsroom.site if newsroom.site.startswith(("http://", "https://")) else "",
            postal_address=look.postal_address,
            contact=look.reply_to or look.from_email,
            sign_up=look.sign_up_url,
            serif=look.serif,
            palette=palette(look.accent, look.accent_dark, look.paper, look.ink),
            language=newsroom.language if tag != ENGLISH or _is_english(newsroom.language) else ENGLISH,
            direction=direction(tag),
        )

    def date(self, moment: datetime) -> str:
        """The day of a moment in the newsroom's zone, in words."""
        return self.words.date(moment.astimezone(self.zone).date())

    def page(self, name: str, status: int = 200, *, public: bool = False, **values: object) -> Response:
        """One page. A ``public`` one is the same for everybody and may be kept for a while."""
        text = self._environment.get_template(f"{name}.html.j2").render(values)
        return HTMLResponse(text, status, {"cache-control": KEPT} if public else None)

    def message(self, what: str, status: int) -> Response:
        """A page that only says something: the phrases ``WHAT_title`` and ``WHAT_text``."""
        return self.page("message", status, what=what)

    def style(self) -> Response:
        text = self._environment.get_template("style.css.j2").render()
        return Response(text, media_type="text/css", headers={"cache-control": KEPT})


def _own(app: App) -> Path | None:
    folder = app.base / (app.settings.templates or "templates")
    return folder if folder.is_dir() else None


def _phrases(language: str, folders: list[Path]) -> tuple[str, Mapping[str, str]]:
    """The language that pages can be had in, and its phrases; what it lacks is taken from English."""
    tag, found = ENGLISH, dict[str, str]()
    for wanted in dict.fromkeys((ENGLISH, language.lower().split("-")[0], language.lower())):
        for path in (folder / f"words.{wanted}.toml" for folder in reversed(folders)):
            if path.is_file():
                tag = wanted
                found |= _read(path)
    return tag, found


def _read(path: Path) -> dict[str, str]:
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise RenderError(f"{path}: cannot be read: {error}. Mend it and try again.") from error
    wrong = next((key for key, value in found.items() if not isinstance(value, str)), None)
    if wrong is not None:
        raise RenderError(f"{path}, key {wrong}: must be a text in quotes. Mend that line and try again.")
    return found


def _is_english(language: str) -> bool:
    return language.lower().split("-")[0] == ENGLISH

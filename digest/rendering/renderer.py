"""Renders the variants of an edition: subject, preheader, HTML and text."""

from functools import cache, partial
from pathlib import Path

import digest
from digest.model.delivery import Mail
from digest.model.edition import Edition
from digest.rendering import files
from digest.rendering.press import Press
from digest.rendering.templates import Templates
from digest.rendering.words import words_for

RENDER_FORMAT = "2"
"""Raise it when the same templates come to give another mail."""


class Renderer:
    """The templates in effect, read once, and what they make of an edition.

    A file in ``overrides/digest/`` replaces the shipped one of its name. Build
    another Renderer to see changed files (it takes about 0.1 s); this one goes
    on with what it read, so its fingerprint is always that of its mails.
    Threads may share it. Raises RenderError when the templates cannot be found.
    """

    def __init__(self, overrides: Path | None = None) -> None:
        shipped = files.shipped_templates(Path(digest.__file__).parent)
        self._files = files.files_in_effect(shipped, overrides)
        self._fingerprint = files.fingerprint(self._files, RENDER_FORMAT)
        self._templates = Templates(self._files)
        self._words = cache(partial(words_for, files=self._files))
        self._on_press: Press | None = None

    def fingerprint(self) -> str:
        """What an approval binds to beside the edition: 64 hex digits."""
        return self._fingerprint

    def mail(
        self, edition: Edition, regions: frozenset[str] | None = None, *, text_only: bool = False
    ) -> Mail:
        """The variant for readers of these regions; None is for readers of all.

        ``text_only`` is for readers who chose it: ``html`` is "". The same
        edition, regions and templates give the same bytes; further variants of
        the edition rendered last cost a fraction of the first. Raises
        RenderError when no article is left, or naming file and line of a
        template that cannot be rendered.
        """
        return self._press(edition).mail(regions, text_only=text_only)

    def mail_from_nothing(self, edition: Edition, regions: frozenset[str] | None = None) -> Mail:
        """The same mail, made whole and without anything kept: to hold ``mail`` against."""
        return self._fresh(edition, joins=False).mail(regions)

    def web_copy(self, edition: Edition) -> str:
        """The edition with everything in it set roomily: for the web, where nothing is clipped.

        It holds the marks of the personal links, like any other mail.
        """
        return self._press(edition).web_copy()

    def mjml(self, edition: Edition, regions: frozenset[str] | None = None) -> str:
        """The MJML of the same variant, for those who want to validate it."""
        return self._press(edition).mjml(regions)

    def _press(self, edition: Edition) -> Press:
        """Variants are asked for one after another, so the last edition's press is kept."""
        press = self._on_press
        if press is None or (press.edition is not edition and press.edition != edition):
            press = self._on_press = self._fresh(edition)
        return press

    def _fresh(self, edition: Edition, *, joins: bool = True) -> Press:
        return Press(edition, self._templates, self._words, joins=joins)

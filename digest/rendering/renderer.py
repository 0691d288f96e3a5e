"""Renders one variant of an edition: subject, preheader, HTML and text."""

import traceback
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache, partial
from pathlib import Path

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)

import digest
from digest.errors import RenderError
from digest.model.delivery import Mail
from digest.model.edition import Edition
from digest.rendering import engine, files, plain
from digest.rendering.context import Context
from digest.rendering.variant import variant_of
from digest.rendering.view import ROOMY, Fit, context_of
from digest.rendering.words import words_for

RENDER_FORMAT = "1"
"""Raise it when the same templates come to give another mail."""

SUBJECT, MARKUP, TEXT = "subject.txt.j2", files.MAIN, "digest.txt.j2"

# Tried in order until the mail fits Gmail. Nothing is left out: it is only set smaller.
FITS = (ROOMY, Fit(None, 160), Fit(3, 160), Fit(1, 160), Fit(0, 160))

# What an expression in a template can raise besides jinja2's own errors.
TEMPLATE_FAULTS = (
    TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RecursionError,
)


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
        self._environment = _environment(self._files)
        self._words = cache(partial(words_for, files=self._files))

    def fingerprint(self) -> str:
        """What an approval binds to beside the edition: 64 hex digits."""
        return self._fingerprint

    def mail(self, edition: Edition, regions: frozenset[str] | None = None) -> Mail:
        """The variant for readers of these regions; None is for readers of all.

        The same edition, regions and templates give the same bytes. Raises
        RenderError when no article is left, or naming file and line of a
        template that cannot be rendered.
        """
        variant = variant_of(edition, regions)
        context, _, html = self._fitting(variant)
        # The text has room for everything, however the HTML had to be set.
        values = _values(context_of(variant, self._words))
        return Mail(
            subject=plain.one_line(self._render(SUBJECT, values)),
            preheader=context.preheader,
            html=html,
            text=plain.tidy(self._render(TEXT, values)),
        )

    def mjml(self, edition: Edition, regions: frozenset[str] | None = None) -> str:
        """The MJML of the same variant, for those who want to validate it."""
        return self._fitting(variant_of(edition, regions))[1]

    def _fitting(self, variant: Edition) -> tuple[Context, str, str]:
        """The roomiest setting that clients show whole; the closest if none does."""
        for fit in FITS:
            context = context_of(variant, self._words, fit)
            mjml = self._render(MARKUP, _values(context))
            html = self._html(mjml, context)
            if engine.bytes_after_tracking(html) <= engine.MAX_BYTES_AFTER_TRACKING:
                break
        return context, mjml, html

    def _html(self, mjml: str, context: Context) -> str:
        try:
            return engine.to_html(mjml, context.palette.ink)
        except engine.MarkupRefusedError as error:
            where = self._files[MARKUP].path
            raise RenderError(
                f"{where}: MJML refuses what it renders to ({error}). Check its tags."
            ) from error

    def _render(self, name: str, values: Mapping[str, object]) -> str:
        try:
            return self._environment.get_template(name).render(values)
        except TEMPLATE_FAULTS as error:
            raise RenderError(self._described(name, error)) from error

    def _described(self, name: str, error: Exception) -> str:
        """ "FILE, line N: what. What to do": the line of the template, not of its compiled form."""
        what = " ".join((str(error) or type(error).__name__).split())
        if isinstance(error, TemplateSyntaxError):
            place, line = self._path(error.name or name), error.lineno
        else:
            place, line = self._last_frame(name, error)
        if isinstance(error, TemplateNotFound):
            what = f'there is no template "{error.name}" in effect'
        return f"{place}, line {line}: {what}. Mend the template and try again."

    def _last_frame(self, name: str, error: Exception) -> tuple[str, int]:
        ours = {str(file.path) for file in self._files.values()}
        frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename in ours]
        return (frames[-1].filename, frames[-1].lineno or 0) if frames else (self._path(name), 1)

    def _path(self, name: str) -> str:
        return str(self._files[name].path) if name in self._files else name


def _values(context: Context) -> dict[str, object]:
    return {field.name: getattr(context, field.name) for field in fields(context)}


def _environment(found: Mapping[str, files.TemplateFile]) -> Environment:
    environment = Environment(
        loader=FunctionLoader(_load_from(found)),
        autoescape=_is_markup,  # noqa: S701 - on for all but text mails, see there
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        clip=plain.clip,
        one_line=plain.one_line,
        safe_address=plain.safe_address,
        underline=_underline,
        wrap=plain.wrap,
    )
    return environment


def _load_from(found: Mapping[str, files.TemplateFile]) -> Callable[[str], tuple[str, str, None] | None]:
    def load(name: str) -> tuple[str, str, None] | None:
        file = found.get(name)
        return (file.text, str(file.path), None) if file else None

    return load


def _is_markup(name: str | None) -> bool:
    """Escape everything but the text templates; jinja2's own rule does not know ``.mjml.j2``."""
    return name is None or not name.endswith(".txt.j2")


def _underline(text: str, character: str = "-") -> str:
    """A heading of a text mail: the text, and below it a line as long."""
    return f"{text}\n{character * min(plain.columns(text), plain.WRAP_COLUMNS)}"

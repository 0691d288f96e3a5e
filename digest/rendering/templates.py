"""Jinja over the template files in effect; a fault is told by file and line."""

import traceback
from collections.abc import Callable, Mapping

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)

from digest.errors import RenderError
from digest.rendering import plain
from digest.rendering.files import TemplateFile

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


class Templates:
    """The files of one mail, ready to render. Threads may share it."""

    def __init__(self, files: Mapping[str, TemplateFile]) -> None:
        self._files = files
        self._environment = _environment(files)

    def render(self, name: str, values: Mapping[str, object]) -> str:
        """Raises RenderError naming file and line."""
        try:
            return self._environment.get_template(name).render(values)
        except TEMPLATE_FAULTS as error:
            raise RenderError(self._described(name, error)) from error

    def must_have(self, name: str) -> None:
        """For one template to ask for another: raises TemplateNotFound where it stands."""
        if name not in self._files:
            raise TemplateNotFound(name)

    def path(self, name: str) -> str:
        """Where the template of that name was read."""
        return str(self._files[name].path) if name in self._files else name

    def _described(self, name: str, error: Exception) -> str:
        """ "FILE, line N: what. What to do": the line of the template, not of its compiled form."""
        what = " ".join((str(error) or type(error).__name__).split())
        if isinstance(error, TemplateSyntaxError):
            place, line = self.path(error.name or name), error.lineno
        else:
            place, line = self._last_frame(name, error)
        if isinstance(error, TemplateNotFound):
            what = f'there is no template "{error.name}" in effect'
        return f"{place}, line {line}: {what}. Mend the template and try again."

    def _last_frame(self, name: str, error: Exception) -> tuple[str, int]:
        ours = {str(file.path) for file in self._files.values()}
        frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename in ours]
        return (frames[-1].filename, frames[-1].lineno or 0) if frames else (self.path(name), 1)


def is_markup(name: str | None) -> bool:
    """Everything but the text templates is escaped; jinja2's own rule does not know ``.mjml.j2``."""
    return name is None or not name.endswith(".txt.j2")


def _environment(found: Mapping[str, TemplateFile]) -> Environment:
    environment = Environment(
        loader=FunctionLoader(_load_from(found)),
        autoescape=is_markup,  # noqa: S701 - on for all but text mails, see there
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


def _load_from(found: Mapping[str, TemplateFile]) -> Callable[[str], tuple[str, str, None] | None]:
    def load(name: str) -> tuple[str, str, None] | None:
        file = found.get(name)
        return (file.text, str(file.path), None) if file else None

    return load


def _underline(text: str, character: str = "-") -> str:
    """A heading of a text mail: the text, and below it a line as long."""
    return f"{text}\n{character * min(plain.columns(text), plain.WRAP_COLUMNS)}"

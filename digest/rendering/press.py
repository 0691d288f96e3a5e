"""One edition on the press: what its variants share is made once and joined."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields

from markupsafe import Markup, escape

from digest.errors import RenderError
from digest.model.delivery import Mail
from digest.model.edition import Edition, Section
from digest.rendering import engine, joining, plain
from digest.rendering.context import OF_A_VARIANT, Context
from digest.rendering.files import MAIN
from digest.rendering.fits import FITS, ROOMY
from digest.rendering.joining import Html, Joiner
from digest.rendering.templates import Templates, is_markup
from digest.rendering.variant import variant_of
from digest.rendering.view import View
from digest.rendering.words import Words

SUBJECT, MARKUP, TEXT = "subject.txt.j2", MAIN, "digest.txt.j2"

NAMES = tuple(field.name for field in fields(Context))


@dataclass(frozen=True, slots=True)
class _Made:
    """A template rendered: ``frame`` has places for ``parts`` and ``late`` texts; a text mail's has none."""

    frame: str
    parts: Sequence[str]
    late: Sequence[str]


class Press:
    """The mails of one edition under one set of templates. Threads may share it.

    With ``joins`` the parts of a mail go through template and engine once;
    without, every mail is made from nothing. The mails are the same.
    """

    def __init__(
        self, edition: Edition, templates: Templates, words_for: Callable[[str], Words], *, joins: bool = True
    ) -> None:
        self.edition = edition
        self._templates = templates
        self._view = View(edition, words_for)
        self._joiner = Joiner(self._view.palette.ink) if joins else None
        self._kept: dict[tuple[str, tuple[tuple[str, object], ...]], str] = {}

    def mail(self, regions: frozenset[str] | None, *, text_only: bool = False) -> Mail:
        """For the readers of these regions. Raises RenderError."""
        sections = self._sections(regions)
        # The text has room for everything, however the HTML has to be set.
        context = self._view.context(sections, ROOMY)
        text = self._rendered(TEXT, context).frame
        subject = self._rendered(SUBJECT, context).frame
        return Mail(
            subject=plain.one_line(subject),
            preheader=context.preheader,
            html="" if text_only else self._fitting(sections)[1].text,
            text=plain.tidy(text),
        )

    def web_copy(self) -> str:
        """The whole edition set roomily, however much it weighs."""
        return self._html(self._view.context(self._sections(None), ROOMY)).text

    def mjml(self, regions: frozenset[str] | None) -> str:
        """The MJML of the same mail, in one piece."""
        context, _ = self._fitting(self._sections(regions))
        made = self._rendered(MARKUP, context)
        return joining.with_late(Html(joining.filled(made.frame, made.parts), 0), made.late).text

    def _sections(self, regions: frozenset[str] | None) -> tuple[Section, ...]:
        return variant_of(self.edition, regions).sections

    def _fitting(self, sections: Sequence[Section]) -> tuple[Context, Html]:
        """The roomiest setting that clients show whole; the closest if none does."""
        for fit in FITS:
            context = self._view.context(sections, fit)
            html = self._html(context)
            if html.weight <= engine.MAX_BYTES_AFTER_TRACKING:
                break
        return context, html

    def _html(self, context: Context) -> Html:
        made = self._rendered(MARKUP, context)
        html = self._joiner.join(made.frame, made.parts) if self._joiner else None
        if html is None:
            html = self._in_one_piece(made)
        return joining.with_late(html, made.late)

    def _in_one_piece(self, made: _Made) -> Html:
        try:
            return joining.in_one_piece(made.frame, made.parts, self._view.palette.ink)
        except engine.MarkupRefusedError as error:
            where = self._templates.path(MARKUP)
            raise RenderError(
                f"{where}: MJML refuses what it renders to ({error}). Check its tags."
            ) from error

    def _rendered(self, name: str, context: Context) -> _Made:
        values = {field: getattr(context, field) for field in NAMES}
        values |= {"_": self._view.words.text, "ngettext": self._view.words.count}
        shared = {name: value for name, value in values.items() if name not in OF_A_VARIANT}
        parts: list[str] = []
        texts: list[str] = []

        def part(file: str, **given: object) -> str:
            source = self._part(file, shared, given)
            if not is_markup(file):
                return source
            parts.append(source)
            return Markup(joining.place(len(parts) - 1))  # noqa: S704 - a tag of ours

        def late(text: str) -> str:
            if not text or not is_markup(name):
                return text
            texts.append(str(escape(text)))
            return Markup(joining.late_place(len(texts) - 1))  # noqa: S704 - a tag of ours

        frame = self._templates.render(name, {**values, "part": part, "late": late})
        return _Made(frame, parts, texts)

    def _part(self, file: str, shared: Mapping[str, object], given: Mapping[str, object]) -> str:
        """A part by its file and what it is given, rendered once."""
        self._templates.must_have(file)
        if self._joiner is None:
            return self._inline(file, shared, given)
        key = (file, tuple(sorted(given.items(), key=lambda item: item[0])))
        try:
            kept = self._kept.get(key)
        except TypeError:  # a template of the newsroom's gave a list: rendered each time
            return self._inline(file, shared, given)
        if kept is None:
            kept = self._kept[key] = self._inline(file, shared, given)
        return kept

    def _inline(self, file: str, shared: Mapping[str, object], given: Mapping[str, object]) -> str:
        """A part within a part stands there as it is."""

        def part(inner: str, **more: object) -> str:
            found = self._part(inner, shared, more)
            return Markup(found) if is_markup(inner) else found  # noqa: S704 - escaped when it was rendered

        return self._templates.render(file, {**shared, **given, "part": part})

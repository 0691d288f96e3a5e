"""The fixed words of a mail in the edition's language, its dates, numbers and lists.

The words come from the catalogues (``digest.rendering.catalogue``), the rest
from the Unicode consortium's tables (CLDR), by way of Babel. Babel is imported
when the first word is asked for: a command that renders nothing does not pay.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from digest.errors import RenderError
from digest.rendering.catalogue import Catalogue, catalogue
from digest.rendering.files import TemplateFile

if TYPE_CHECKING:
    from babel import Locale

RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi"}
)
RIGHT_TO_LEFT_SCRIPTS = frozenset({"arab", "hebr", "nkoo", "syrc", "thaa"})
WORLD_ENGLISH = "en-001"  # the English of no country in particular: 27 November, and no comma before "and"


@dataclass(frozen=True)
class Words:
    """What a mail in ``language`` says. ``{names}`` and the like are places to fill.

    ``phrases`` are texts by a name of their own, for ``say``; the mail has none.
    """

    catalogue: Catalogue
    language: str = "en"
    phrases: Mapping[str, str] = field(default_factory=dict)

    def text(self, english: str, **values: str) -> str:
        """In the language, with its places filled. Values are not looked at for places again."""
        return _filled(self.catalogue.one(english), values)

    def count(self, one: str, many: str, number: int, **values: str) -> str:
        """The form that the language has for the number; ``{count}`` becomes the number."""
        said = self.catalogue.several(one, many, number)
        return _filled(said, {"count": self.number(number), **values})

    def say(self, phrase: str, **values: str) -> str:
        """One of ``phrases``. Raises RenderError when it is missing."""
        try:
            return _filled(self.phrases[phrase], values)
        except KeyError:
            raise RenderError(f'the phrase "{phrase}" is missing. Add it to the words.') from None

    def date(self, day: date) -> str:
        """A day in full, as the language writes it."""
        from babel.dates import format_date

        return format_date(day, format="full", locale=self._locale)

    def number(self, number: int) -> str:
        """A whole number, as the language groups its digits."""
        from babel.numbers import format_decimal

        return format_decimal(number, locale=self._locale)

    def names(self, names: tuple[str, ...], most: int = 3) -> str:
        """ "A, B and C"; well beyond ``most`` names "A, B, C and 2 more", never "and 1 more"."""
        if len(names) < 2:
            return "".join(names)
        if len(names) > most + 1:
            left = len(names) - most
            shown = self.text(", ").join(names[:most])
            return self.count("{names} and {count} more", "{names} and {count} more", left, names=shown)
        from babel.lists import format_list

        return format_list([*names], locale=self._locale)

    @cached_property
    def _locale(self) -> "Locale":
        """The nearest there is: that of the tag, of its language, else English."""
        from babel import Locale, UnknownLocaleError

        whole = WORLD_ENGLISH if self.language.lower() == "en" else self.language
        for tag in (whole, self.language.split("-")[0], WORLD_ENGLISH):
            try:
                return Locale.parse(tag, sep="-")
            except (ValueError, UnknownLocaleError):
                continue
        raise RenderError("Babel's tables are missing. Install keepreading again.")


def _filled(text: str, values: Mapping[str, str]) -> str:
    if not values:
        return text
    pieces = text.replace("{", "\0{").replace("}", "}\0").split("\0")
    filled = {f"{{{name}}}": value for name, value in values.items()}
    return "".join(filled.get(piece, piece) for piece in pieces)


def words_for(language: str, files: Mapping[str, TemplateFile]) -> Words:
    """The words for a language tag such as "de" or "pt-BR". Raises RenderError naming file and line."""
    tag = language.lower()
    return Words(catalogue(tuple(dict.fromkeys((tag.split("-")[0], tag))), files), language)


def direction(language: str) -> str:
    """ "rtl" for a language, or a script, that is written from right to left; else "ltr"."""
    tag, *rest = language.lower().replace("_", "-").split("-")
    scripts = [part for part in rest if len(part) == 4]
    is_rtl = scripts[0] in RIGHT_TO_LEFT_SCRIPTS if scripts else tag in RIGHT_TO_LEFT
    return "rtl" if is_rtl else "ltr"

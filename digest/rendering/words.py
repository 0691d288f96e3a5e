"""The fixed words of a mail in the edition's language, and its dates.

They stand in ``words.LANGUAGE.toml`` beside the templates; what a language
lacks is taken from English.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from digest.errors import RenderError
from digest.rendering.files import TemplateFile
from digest.rendering.plain import one_line

FALLBACK = "en"
LISTS = {"months": 12, "weekdays": 7}
RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi"}
)
RIGHT_TO_LEFT_SCRIPTS = frozenset({"arab", "hebr", "nkoo", "syrc", "thaa"})


@dataclass(frozen=True, slots=True)
class Words:
    """``phrases`` by name; ``{names}`` and the like in them are places to fill."""

    phrases: Mapping[str, str]
    months: tuple[str, ...]
    weekdays: tuple[str, ...]

    def say(self, phrase: str, **values: str) -> str:
        """The phrase with its places filled. Values are not looked at for places again.

        Raises RenderError when a newsroom's own English words lack the phrase.
        """
        try:
            text = self.phrases[phrase]
        except KeyError:
            raise RenderError(f'words.{FALLBACK}.toml: the phrase "{phrase}" is missing. Add it.') from None
        pieces = text.replace("{", "\0{").replace("}", "}\0").split("\0")
        filled = {f"{{{name}}}": value for name, value in values.items()}
        return "".join(filled.get(piece, piece) for piece in pieces)

    def date(self, day: date) -> str:
        """A day in full, as the language writes it."""
        return self.say(
            "date",
            weekday=self.weekdays[day.weekday()],
            day=str(day.day),
            month=self.months[day.month - 1],
            year=str(day.year),
        )

    def names(self, names: tuple[str, ...], most: int = 3) -> str:
        """ "A, B and C"; well beyond ``most`` names "A, B, C and 2 more", never "and 1 more"."""
        if len(names) > most + 1:
            return self.say("names_and_more", names=", ".join(names[:most]), count=str(len(names) - most))
        if len(names) < 2:
            return "".join(names)
        return self.say("two_names", first=", ".join(names[:-1]), second=names[-1])


def words_for(language: str, files: Mapping[str, TemplateFile]) -> Words:
    """The words for a language tag such as "de" or "pt-BR". Raises RenderError naming file and key."""
    tags = (FALLBACK, language.lower().split("-")[0], language.lower())
    found: dict[str, object] = {}
    for tag in dict.fromkeys(tags):
        found |= _read(files.get(f"words.{tag}.toml"))
    return Words(
        phrases={key: value for key, value in found.items() if isinstance(value, str)},
        months=_several(found, "months"),
        weekdays=_several(found, "weekdays"),
    )


def _several(found: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = found.get(key)
    if not isinstance(value, list):
        raise RenderError(f'words.{FALLBACK}.toml: the list "{key}" is missing. Add it.')
    return tuple(str(name) for name in value)


def _read(file: TemplateFile | None) -> dict[str, object]:
    if file is None:
        return {}
    try:
        found = tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        raise RenderError(f"{file.path}: not valid TOML: {error}. Mend that line and try again.") from error
    return {key: _checked(file, key, value) for key, value in found.items()}


def _checked(file: TemplateFile, key: str, value: object) -> object:
    wanted = LISTS.get(key)
    if wanted is None and isinstance(value, str):
        return one_line(value)
    if wanted and isinstance(value, list) and len(value) == wanted and all(isinstance(v, str) for v in value):
        return [one_line(name) for name in value]
    what = f"a list of {wanted} names" if wanted else "a text in quotes"
    raise RenderError(f"{file.path}, key {key}: must be {what}. Mend that line and try again.")


def direction(language: str) -> str:
    """ "rtl" for a language, or a script, that is written from right to left; else "ltr"."""
    tag, *rest = language.lower().replace("_", "-").split("-")
    scripts = [part for part in rest if len(part) == 4]
    is_rtl = scripts[0] in RIGHT_TO_LEFT_SCRIPTS if scripts else tag in RIGHT_TO_LEFT
    return "rtl" if is_rtl else "ltr"

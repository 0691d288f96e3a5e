"""The gettext catalogues of the mail's words: ``locale/LANGUAGE.po`` beside the templates.

They are read as they stand, without a step of compiling, so a newsroom can
write one and look at the result. The words in the templates are the English
ones; what a catalogue lacks stays English.
"""

import gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO

from digest.errors import RenderError
from digest.rendering.files import OWN, TemplateFile
from digest.rendering.plain import one_line

Messages = Mapping[str, tuple[str, ...]]
ENGLISH_PLURAL = "n != 1"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """``messages`` has for an English text its forms, one or a plural's several.

    ``form`` tells which form a number takes.
    """

    messages: Messages
    form: Callable[[int], int]

    def one(self, english: str) -> str:
        return self.messages.get(english, (english,))[0]

    def several(self, one: str, many: str, number: int) -> str:
        """In the language's own plural form; in the English one where it has no words for it."""
        forms = self.messages.get(one)
        if forms is None:
            return one if number == 1 else many
        return forms[min(self.form(number), len(forms) - 1)]


def catalogue(tags: tuple[str, ...], files: Mapping[str, TemplateFile]) -> Catalogue:
    """The words for the last of the tags that has any, over those for the tags before it.

    The newsroom's own catalogue of a tag goes over the shipped one, message by
    message. Raises RenderError naming file and line.
    """
    messages: dict[str, tuple[str, ...]] = {}
    plural = ENGLISH_PLURAL
    names = {name.lower(): name for name in files}
    for tag in tags:
        for folder in ("", f"{OWN}/"):
            name = names.get(f"{folder}locale/{tag}.po")
            if name is not None:
                found, plural = _read(files[name], tag)
                messages |= found
    return Catalogue(messages, gettext.c2py(plural))


def _read(file: TemplateFile, tag: str) -> tuple[dict[str, tuple[str, ...]], str]:
    from babel.messages.pofile import PoFileError, read_po

    try:
        read = read_po(BytesIO(file.content), locale=tag.replace("-", "_"), abort_invalid=True)
        plural = read.plural_expr
    except PoFileError as error:
        where = f"{file.path}, line {error.lineno + 1}"
        what = "a line of a catalogue begins with a keyword such as msgstr and ends with a text in quotes"
        raise RenderError(f"{where}: {what}. Mend that line and try again.") from error
    except (ValueError, LookupError) as error:
        said = one_line(str(error))
        raise RenderError(f"{file.path}: not a catalogue: {said}. Mend it and try again.") from error
    found = {_english(m.id): _forms(m.string or "") for m in read if m.id and not m.fuzzy}
    return {english: forms for english, forms in found.items() if all(forms)}, plural


def _english(identity: str | tuple[str, ...] | list[str]) -> str:
    return identity if isinstance(identity, str) else identity[0]


def _forms(said: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    # The space after a comma is part of what is said.
    return tuple(one_line(f"<{form}>")[1:-1] for form in ((said,) if isinstance(said, str) else said))

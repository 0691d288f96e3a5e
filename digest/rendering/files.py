"""The template files of a mail: which are in effect, what they say, and their fingerprint."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from digest.errors import RenderError

MAIL = "digest"  # the mail's folder in templates/
SUFFIXES = frozenset({".j2", ".po"})
OWN = "own"  # where a newsroom's catalogues are named beside the shipped ones, which they only amend
MAIN = "digest.mjml.j2"


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """``name`` is relative to the mail's folder, with slashes; ``path`` is where it was read."""

    name: str
    path: Path
    content: bytes

    @property
    def text(self) -> str:
        """Raises RenderError when it is not UTF-8."""
        try:
            return self.content.decode()
        except UnicodeDecodeError as error:
            line = self.content.count(b"\n", 0, error.start) + 1
            raise RenderError(f"{self.path}, line {line}: not UTF-8. Save the file as UTF-8.") from error


def shipped_templates(package: Path) -> Path:
    """Where this installation keeps its templates; ``package`` is the folder of ``digest``.

    A checkout's own ``templates/`` wins: an editable install holds an old copy.
    Raises RenderError when neither place has them.
    """
    for place in (package.parent / "templates", package / "_templates"):
        if (place / MAIL / MAIN).is_file():
            return place
    raise RenderError(f"{package}: the shipped templates are missing. Install keepreading again.")


def files_in_effect(shipped: Path, overrides: Path | None) -> dict[str, TemplateFile]:
    """Every template file of the mail by name, sorted; one of the newsroom's replaces ours.

    A catalogue of the newsroom's replaces none, and is named ``own/locale/...``.

    They are read once and whole, so that what is rendered is what the
    fingerprint stands for, also when somebody saves a file meanwhile.
    """
    if overrides is not None and not overrides.is_dir():
        raise RenderError(f"{overrides}: no such folder of templates. Create it, or unset DIGEST_TEMPLATES.")
    found = {file.name: file for file in _files(shipped / MAIL)}
    if overrides is not None:
        found.update((file.name, file) for file in map(_own, _files(overrides / MAIL)))
    return dict(sorted(found.items()))


def _own(file: TemplateFile) -> TemplateFile:
    return replace(file, name=f"{OWN}/{file.name}") if file.path.suffix == ".po" else file


def _files(folder: Path) -> Iterator[TemplateFile]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix in SUFFIXES and path.is_file() and not any(p.startswith(".") for p in name.split("/")):
            yield TemplateFile(name, path, path.read_bytes())


def fingerprint(files: Mapping[str, TemplateFile], render_format: str) -> str:
    """SHA-256 over names and bytes, in order of name, and the format they are rendered to."""
    digest = sha256(render_format.encode())
    for name in sorted(files):
        content = files[name].content
        digest.update(f"\0{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()

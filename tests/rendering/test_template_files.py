from pathlib import Path

import pytest

import digest
from digest.errors import RenderError
from digest.rendering.files import TemplateFile, files_in_effect, fingerprint, shipped_templates
from digest.rendering.renderer import Renderer
from tests.builders.editions import a_look, an_edition

SHIPPED = shipped_templates(Path(digest.__file__).parent)


def a_file(path: Path, text: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_checkout_uses_its_own_templates_not_the_copy_in_the_package(tmp_path: Path) -> None:
    a_file(tmp_path / "templates/digest/digest.mjml.j2")
    a_file(tmp_path / "digest/_templates/digest/digest.mjml.j2")

    assert shipped_templates(tmp_path / "digest") == tmp_path / "templates"


def test_an_installed_wheel_uses_the_copy_in_the_package(tmp_path: Path) -> None:
    a_file(tmp_path / "templates/another-package.html")
    a_file(tmp_path / "digest/_templates/digest/digest.mjml.j2")

    assert shipped_templates(tmp_path / "digest") == tmp_path / "digest/_templates"


def test_an_installation_without_templates_says_so(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="Install keepreading again"):
        shipped_templates(tmp_path / "digest")


def test_overrides_replace_file_by_file_and_may_add(tmp_path: Path) -> None:
    mine = a_file(tmp_path / "digest/subject.txt.j2", "Mine: {{ subject }}")
    added = a_file(tmp_path / "digest/boxes/quiz.mjml.j2")

    found = files_in_effect(SHIPPED, tmp_path)

    assert found["subject.txt.j2"].path == mine
    assert found["boxes/quiz.mjml.j2"].path == added
    assert found["digest.mjml.j2"].path == SHIPPED / "digest/digest.mjml.j2"


def test_a_catalogue_of_the_newsrooms_amends_the_shipped_one_and_counts(tmp_path: Path) -> None:
    mine = a_file(tmp_path / "digest/locale/de.po", 'msgid "Keep reading"\nmsgstr "Weiter geht’s"\n')
    renderer, found = Renderer(tmp_path), files_in_effect(SHIPPED, tmp_path)

    assert found["own/locale/de.po"].path == mine
    assert found["locale/de.po"].path == SHIPPED / "digest/locale/de.po"
    assert renderer.fingerprint() != Renderer().fingerprint()
    html = renderer.mail(an_edition(look=a_look(language="de"))).html
    assert "Weiter geht’s" in html
    assert "Abmelden" in html


def test_what_is_no_template_does_not_count(tmp_path: Path) -> None:
    before = Renderer(tmp_path).fingerprint()
    for name in ("subject.txt.j2~", ".subject.txt.j2", ".git/x.j2", "notes.md", "logo.png"):
        a_file(tmp_path / "digest" / name)
    a_file(tmp_path / "web/page.html.j2")

    assert Renderer(tmp_path).fingerprint() == before


def test_a_missing_folder_of_overrides_is_told(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="DIGEST_TEMPLATES"):
        Renderer(tmp_path / "nowhere")


def test_the_fingerprint_changes_with_every_byte_name_and_format(tmp_path: Path) -> None:
    def of(name: str = "a.j2", content: bytes = b"x", render_format: str = "1") -> str:
        return fingerprint({name: TemplateFile(name, tmp_path / name, content)}, render_format)

    assert (
        len(
            {
                of(),
                of(name="b.j2"),
                of(content=b"y"),
                of(content=b"x\n"),
                of(render_format="2"),
                fingerprint({}, "1"),
            }
        )
        == 6
    )


def test_the_fingerprint_does_not_depend_on_where_or_in_what_order(tmp_path: Path) -> None:
    one, two = (TemplateFile(n, tmp_path / n, b"x") for n in ("a.j2", "b.j2"))
    moved = TemplateFile("a.j2", Path("/elsewhere/a.j2"), b"x")

    assert fingerprint({"a.j2": one, "b.j2": two}, "1") == fingerprint({"b.j2": two, "a.j2": moved}, "1")


@pytest.mark.parametrize("seam", [b"\0b.j2\x001\0", b"\0b.j2\0\0", b"\0b.j2\0", b"b.j2"])
def test_names_and_contents_cannot_run_into_each_other(tmp_path: Path, seam: bytes) -> None:
    one = {"a.j2": TemplateFile("a.j2", tmp_path, b"x" + seam + b"y")}
    two = {"a.j2": TemplateFile("a.j2", tmp_path, b"x"), "b.j2": TemplateFile("b.j2", tmp_path, b"y")}

    assert fingerprint(one, "1") != fingerprint(two, "1")


def test_an_override_voids_the_fingerprint_and_is_used(tmp_path: Path) -> None:
    a_file(tmp_path / "digest/subject.txt.j2", "Mine: {{ subject }}\n")
    renderer = Renderer(tmp_path)

    assert renderer.fingerprint() != Renderer().fingerprint()
    assert renderer.mail(an_edition(subject="Ships")).subject == "Mine: Ships"


def test_what_is_rendered_is_what_the_fingerprint_stands_for(tmp_path: Path) -> None:
    subject = a_file(tmp_path / "digest/subject.txt.j2", "Approved: {{ subject }}")
    renderer = Renderer(tmp_path)
    approved = renderer.fingerprint()
    subject.write_text("Not approved")

    assert renderer.mail(an_edition()).subject.startswith("Approved: ")
    assert renderer.fingerprint() == approved != Renderer(tmp_path).fingerprint()

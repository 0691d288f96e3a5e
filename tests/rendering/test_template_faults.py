from pathlib import Path

import pytest

from digest.errors import RenderError
from digest.rendering.renderer import Renderer
from tests.builders.editions import an_edition


def overriding(folder: Path, name: str, text: str | bytes) -> tuple[Renderer, Path]:
    path = folder / "digest" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return Renderer(folder), path


@pytest.mark.parametrize(
    ("name", "text", "line", "told"),
    [
        pytest.param("digest.txt.j2", "a\nb\n{% if %}", 3, "Expected an expression", id="syntax"),
        pytest.param("digest.txt.j2", "a\n{{ editon.date }}", 2, "'editon' is undefined", id="no such name"),
        pytest.param(
            "digest.txt.j2", "a\n{{ edition.dat }}", 2, "no attribute 'dat'", id="no such attribute"
        ),
        pytest.param(
            "section.txt.j2", "\n\n{{ sections }}", 3, "'sections' is undefined", id="not for parts"
        ),
        pytest.param(
            "digest.txt.j2",
            "\n{{ part('nothing.txt.j2') }}",
            2,
            'no template "nothing.txt.j2"',
            id="no such part",
        ),
        pytest.param("lead.mjml.j2", "\n{{ teaser.titel }}", 2, "no attribute 'titel'", id="inside a part"),
        pytest.param("digest.txt.j2", "\n{{ 1 / 0 }}", 2, "division by zero", id="arithmetic"),
        pytest.param("digest.txt.j2", "\n{{ sections + 1 }}", 2, "can only concatenate", id="type"),
        pytest.param(
            "digest.txt.j2", "\n{% include 'nothing.j2' %}", 2, 'no template "nothing.j2"', id="include"
        ),
        pytest.param("subject.txt.j2", "{{ subject|shout }}", 1, "No filter named 'shout'", id="filter"),
        pytest.param("parts.mjml.j2", "x\n{% macro %}", 2, "expected token", id="syntax of an imported file"),
        pytest.param("styles.mjml.j2", "a\n\n{{ palette.pink }}", 3, "'pink'", id="inside an included file"),
    ],
)
def test_a_fault_is_told_by_file_and_line(tmp_path: Path, name: str, text: str, line: int, told: str) -> None:
    renderer, path = overriding(tmp_path, name, text)

    with pytest.raises(RenderError) as raised:
        renderer.mail(an_edition())

    message = str(raised.value)
    assert message.startswith(f"{path}, line {line}: ")
    assert told in message
    assert "\n" not in message


def test_mjml_that_the_engine_refuses_is_told_by_file(tmp_path: Path) -> None:
    renderer, path = overriding(tmp_path, "digest.mjml.j2", "<mjml><mj-body><mj-text></mj-body></mjml>")

    with pytest.raises(RenderError, match="MJML refuses") as raised:
        renderer.mail(an_edition())

    assert str(path) in str(raised.value)


def test_a_file_that_is_not_utf8_is_told_by_line(tmp_path: Path) -> None:
    renderer, path = overriding(tmp_path, "digest.txt.j2", b"a\nb \xff\n")

    with pytest.raises(RenderError, match="line 2: not UTF-8") as raised:
        renderer.mail(an_edition())

    assert str(path) in str(raised.value)


def test_nothing_outside_the_folder_of_the_mail_can_be_included(tmp_path: Path) -> None:
    (tmp_path / "secret.txt.j2").write_text("secret")
    renderer, _ = overriding(tmp_path, "digest.txt.j2", "{% include '../secret.txt.j2' %}")

    with pytest.raises(RenderError, match="no template"):
        renderer.mail(an_edition())


def test_an_override_is_escaped_too(tmp_path: Path) -> None:
    renderer, _ = overriding(
        tmp_path,
        "digest.mjml.j2",
        "<mjml><mj-body><mj-section><mj-column><mj-text>{{ subject }}</mj-text></mj-column></mj-section></mj-body></mjml>",
    )

    assert "&lt;script&gt;" in renderer.mail(an_edition(subject="<script>")).html

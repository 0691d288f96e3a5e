"""Whole mails, as they are sent. After a change to the templates, run

    UPDATE_GOLDEN=1 pytest tests/rendering/test_golden_mail.py

then open tests/golden/*.html and read tests/golden/*.txt before committing them.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from digest.model.edition import Edition
from digest.rendering.renderer import Renderer
from tests.builders.weeks import arabic, rich, sparse

GOLDEN = Path(__file__).parents[1] / "golden"
RENDERER = Renderer()
WEEKS: dict[str, Callable[[], Edition]] = {"weekly": rich, "arabic": arabic, "sparse": sparse}


@pytest.mark.parametrize("name", WEEKS)
@pytest.mark.parametrize("kind", ["html", "txt"])
def test_the_mail_is_the_one_last_looked_at(name: str, kind: str) -> None:
    mail = RENDERER.mail(WEEKS[name]())
    path = GOLDEN / f"{name}.{kind}"
    rendered = mail.html + "\n" if kind == "html" else mail.text
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(rendered, encoding="utf-8", newline="\n")

    assert rendered == path.read_text(encoding="utf-8"), f"look at it, then UPDATE_GOLDEN=1: {path}"

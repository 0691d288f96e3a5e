"""One whole mail, as it is sent. After a change to the templates, run

    UPDATE_GOLDEN=1 pytest tests/rendering/test_golden_mail.py

then open tests/golden/weekly.html and read tests/golden/weekly.txt before committing them.
"""

import os
from pathlib import Path

import pytest

from digest.model.delivery import Mail
from digest.model.edition import Edition, Section
from digest.rendering.renderer import Renderer
from tests.builders.editions import a_look, a_placed, a_section, an_article, an_edition, an_image

GOLDEN = Path(__file__).parents[1] / "golden"


def the_week() -> Edition:
    """A bit of everything: scripts, missing parts, a picture nobody measured, more than fits."""
    odd = (
        an_article(slug="qanat", title="قناة هادئة تُفتح من جديد؟", language="ar", authors=(), dek=""),
        an_article(slug="harbour", title="重庆港口重新开放：谁来支付？", language="zh", image=None),
        an_article(
            slug="bare", title="Nothing but a title", dek="", summary="", authors=(), image=None, kicker=""
        ),
        an_article(slug="five", title="Five at once", authors=tuple("ABCDE"), image=an_image(width=None)),
    )
    section = Section(
        "middle-east", "Middle East", tuple(a_placed(a, region="middle-east") for a in odd), more=2
    )
    return an_edition(
        sections=(a_section("africa", 3, more=1), section),
        look=a_look(
            socials=(
                ("Mastodon", "https://social.example.net/@review"),
                ("RSS", "https://news.example.org/rss"),
            )
        ),
    )


@pytest.fixture(scope="module")
def mail() -> Mail:
    return Renderer().mail(the_week())


@pytest.mark.parametrize("kind", ["html", "txt"])
def test_the_mail_is_the_one_last_looked_at(mail: Mail, kind: str) -> None:
    path = GOLDEN / f"weekly.{kind}"
    rendered = mail.html + "\n" if kind == "html" else mail.text
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(rendered, encoding="utf-8", newline="\n")

    assert rendered == path.read_text(encoding="utf-8"), f"look at it, then UPDATE_GOLDEN=1: {path}"

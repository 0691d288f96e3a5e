"""The pages for people: whole, without dead links, and true about what the commands say."""

import re
from pathlib import Path

import pytest

from digest.demo.starter import starter_text
from digest.errors import KeepreadingError
from digest.settings import Settings
from subscribers.finding import STANDINGS

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "templates").rglob("*.md")]
)  # fmt: skip
WORDS = (
    *("article", "kicker", "kind", "region", "dek", "lede", "source", "window", "edition", "change"),
    *("variant", "approval", "audience", "carrier", "submitted", "delivered", "uncertain"),
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_link_to_another_file_leads_there(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", text) + re.findall(r'src="([^"]+)"', text)
    broken = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert broken == []


@pytest.mark.parametrize("word", WORDS)
def test_the_glossary_has_every_word_that_is_kept_to(word: str) -> None:
    text = (ROOT / "GLOSSARY.md").read_text("utf-8")
    assert re.search(rf"(?m)^(?:.*\. )?\*\*{word}\*\*: ", text)


def codes(error: type[KeepreadingError]) -> set[int]:
    return {error.exit_code}.union(*(codes(child) for child in error.__subclasses__()))


@pytest.mark.parametrize("page", ["README.md", "docs/howto/commands.md"])
def test_the_table_of_exit_codes_is_whole(page: str) -> None:
    told = {int(code) for code in re.findall(r"(?m)^\| (\d+) \|", (ROOT / page).read_text("utf-8"))}
    assert told - {130} == {0} | codes(KeepreadingError)


def test_every_setting_is_told_of() -> None:
    page = (ROOT / "docs" / "howto" / "commands.md").read_text("utf-8")
    names = {name if name.startswith("sendgrid") else f"digest_{name}" for name in Settings.model_fields}
    assert {name for name in names if f"`{name.upper()}`" not in page} == set()


def test_every_way_in_which_readers_stand_is_told_of() -> None:
    page = (ROOT / "docs" / "howto" / "readers.md").read_text("utf-8")
    assert {name for name in STANDINGS if f"`{name}`" not in page and f"--state {name}`" not in page} == set()


def test_nobody_is_sent_to_a_page_that_does_not_exist_yet() -> None:
    for page in PAGES:
        assert "sign-up page" not in page.read_text("utf-8"), page
    assert "sign-up page" not in starter_text()

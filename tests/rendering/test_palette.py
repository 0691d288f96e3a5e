import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.rendering.palette import contrast, luminance, mix, palette

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colours, colours, colours, colours)
def test_every_text_can_be_read_whatever_the_newsroom_chose(
    accent: str, accent_dark: str, paper: str, ink: str
) -> None:
    p = palette(accent, accent_dark, paper, ink)

    for ground in (p.paper, p.panel):
        assert min(contrast(text, ground) for text in (p.ink, p.muted, p.accent)) >= 4.5
    assert min(contrast(text, p.band) for text in (p.on_band, p.band_muted, p.band_accent)) >= 4.5
    assert contrast(p.on_accent, p.accent) >= 4.5
    for ground in (p.dark_paper, p.dark_panel):
        assert min(contrast(text, ground) for text in (p.dark_ink, p.dark_muted, p.dark_accent)) >= 4.5
    assert contrast(p.dark_on_fill, p.dark_fill) >= 4.5


@given(colours, colours)
def test_the_dark_ground_is_dark(paper: str, ink: str) -> None:
    assert luminance(palette("#9a1b1e", "#ff8a80", paper, ink).dark_paper) < 0.02


def test_good_colours_are_left_alone() -> None:
    p = palette("#9a1b1e", "#ff8a80", "#f4f1ea", "#1c1d20")

    assert (p.accent, p.dark_accent, p.paper, p.ink) == ("#9a1b1e", "#ff8a80", "#f4f1ea", "#1c1d20")


def test_a_rule_is_seen_on_the_light_and_on_the_dark_ground() -> None:
    p = palette("#9a1b1e", "#ff8a80", "#f4f1ea", "#1c1d20")

    assert contrast(p.rule, p.paper) > 1.8
    assert contrast(p.rule, p.dark_paper) > 1.8


@pytest.mark.parametrize("none", ["", "red", "#12345", '#1234567"', "#fff;}x{"])
def test_what_is_no_colour_counts_as_the_default(none: str) -> None:
    assert palette(none, none, none, none) == palette("#9a1b1e", "#ff8a80", "#f4f1ea", "#1c1d20")


def test_contrast_and_mixing_are_those_of_the_books() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert mix("#000000", "#ffffff", 0.5) == "#808080"

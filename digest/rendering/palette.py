"""The colours of one mail, worked out from the four of its look.

Every text colour reaches 4.5:1 on its ground (WCAG 2.2, 1.4.3), whatever a
newsroom configured: a colour that does not is moved towards black or white.
"""

import re
from dataclasses import dataclass

TEXT_CONTRAST = 4.6  # 4.5 and a little, for what rounding to whole steps takes
FILL_CONTRAST = 1.9  # a bar or a button: seen as a shape, its text has a contrast of its own
STEPS = 40
BLACK, WHITE = "#000000", "#ffffff"

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Palette:
    """``#rrggbb`` each. Those with ``dark_`` hold where a reader's device asks for dark."""

    paper: str
    ink: str
    muted: str
    accent: str
    on_accent: str
    rule: str
    tint: str
    panel: str
    band: str
    on_band: str
    band_muted: str
    band_accent: str
    dark_paper: str
    dark_ink: str
    dark_muted: str
    dark_accent: str
    dark_fill: str
    dark_on_fill: str
    dark_tint: str
    dark_panel: str


def palette(accent: str, accent_dark: str, paper: str, ink: str) -> Palette:
    """A colour that is none counts as the default of newsroom.toml."""
    paper, ink = _colour(paper, "#f4f1ea"), _colour(ink, "#1c1d20")
    ink = legible(ink, paper)
    panel = _panel(paper, ink)
    accent = legible(_colour(accent, "#9a1b1e"), paper, panel)
    light_accent = _colour(accent_dark, "#ff8a80")
    low, high = sorted((paper, ink), key=luminance)
    dark_paper = low if luminance(low) < 0.02 else "#17181b"
    dark_ink = legible(mix(high, WHITE, 0.4), dark_paper)
    dark_panel = _panel(dark_paper, dark_ink)
    # Large fills keep the accent in the dark: the bright one is for text.
    dark_fill = legible(accent, dark_paper, least=FILL_CONTRAST)
    return Palette(
        paper=paper,
        ink=ink,
        muted=legible(mix(ink, paper, 0.35), paper, panel),
        accent=accent,
        on_accent=_on(accent),
        # Half-way between ink and paper: seen on both, so a client that forces dark
        # and leaves borders as they are does not lose it.
        rule=mix(ink, paper, 0.58),
        tint=mix(paper, ink, 0.1),
        panel=panel,
        band=ink,
        on_band=paper,
        band_muted=legible(mix(paper, ink, 0.25), ink),
        band_accent=legible(light_accent, ink),
        dark_paper=dark_paper,
        dark_ink=dark_ink,
        dark_muted=legible(mix(dark_ink, dark_paper, 0.35), dark_paper, dark_panel),
        dark_accent=legible(light_accent, dark_paper, dark_panel),
        dark_fill=dark_fill,
        dark_on_fill=_on(dark_fill),
        dark_tint=mix(dark_paper, dark_ink, 0.14),
        dark_panel=dark_panel,
    )


def luminance(colour: str) -> float:
    """Relative luminance from 0 (black) to 1, as WCAG 2.2 defines it."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 to 21, as WCAG 2.2 defines it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def legible(colour: str, *grounds: str, least: float = TEXT_CONTRAST) -> str:
    """The colour, moved as little as needed until it can be read on each of the grounds."""

    def worst(shade: str) -> float:
        return min(contrast(shade, ground) for ground in grounds)

    goal = max((BLACK, WHITE), key=worst)
    shades = (mix(colour, goal, step / STEPS) for step in range(STEPS + 1))
    return next((shade for shade in shades if worst(shade) >= least), goal)


def _panel(paper: str, ink: str) -> str:
    """A ground a little apart from the paper, as far as the ink can still be read on it."""
    shades = (mix(paper, ink, share) for share in (0.07, 0.05, 0.03, 0.01))
    return next((shade for shade in shades if contrast(ink, shade) >= TEXT_CONTRAST), paper)


def mix(one: str, other: str, share: float) -> str:
    """``share`` of the other in the one, from 0 to 1."""
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _on(ground: str) -> str:
    return max((WHITE, BLACK), key=lambda end: contrast(end, ground))


def _colour(text: str, default: str) -> str:
    return text.lower() if _COLOUR.fullmatch(text) else default


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

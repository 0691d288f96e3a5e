"""Scenes of things people build: ports, cities, grids, dams, bridges, locks."""

import math
import random
from itertools import pairwise

from drawing.canvas import HEIGHT, WIDTH, Canvas, down_to, hills, mix
from PIL import ImageFilter


def cranes() -> Canvas:
    """Container cranes against a low sun."""
    c = Canvas("#e7623e")
    c.gradient(0, 500, "#f3b562", "#e7623e")
    c.disc(760, 372, 190, "#ffe3a6")
    for n in range(5):
        c.box(0, 250 + n * 44, WIDTH, 3 + n * 2.4, mix("#ee8a4e", "#e7623e", n / 5))
    for x, size in ((80, 0.72), (300, 0.84), (545, 0.96), (835, 1.12)):
        _crane(c, x, 500, size, "#2a1a2e")
    chance = random.Random(9)
    for n in range(46):
        height = chance.randint(1, 3)
        for level in range(height):
            c.box(
                n * 27 - 8,
                482 - level * 18,
                25,
                16,
                chance.choice(("#2a1a2e", "#43243a", "#5c2f40", "#2a1a2e")),
            )
    c.gradient(500, HEIGHT, "#8f3a3c", "#2a1a2e")
    for n in range(20):
        width = 300 - n * 11 + chance.uniform(-40, 40)
        c.box(760 - width / 2, 508 + n * 8, width, 2.6, mix("#ffd08a", "#8f3a3c", n / 20))
    return c


def _crane(c: Canvas, x: float, foot: float, size: float, ink: str) -> None:
    def s(dx: float, dy: float) -> tuple[float, float]:
        return x + dx * size, foot - dy * size

    for dx in (0, 96):
        c.line([s(dx, 0), s(dx + (8 if dx == 0 else -8), 210)], ink, 9 * size)
    c.line([s(2, 80), s(94, 80)], ink, 6 * size)
    c.line([s(4, 84), s(90, 206)], ink, 3 * size)
    c.line([s(92, 84), s(10, 206)], ink, 3 * size)
    c.line([s(-80, 212), s(300, 212)], ink, 10 * size)
    c.line([s(20, 212), s(48, 320), s(84, 212)], ink, 6 * size)
    c.line([s(48, 318), s(280, 216)], ink, 2.4 * size)
    c.line([s(48, 318), s(170, 216)], ink, 2.4 * size)
    c.line([s(48, 318), s(-74, 216)], ink, 2.4 * size)
    c.box(*s(30, 250), 50 * size, 34 * size, ink)
    c.line([s(210, 210), s(210, 130)], ink, 1.6 * size)
    c.box(*s(186, 132), 48 * size, 20 * size, ink)


def night_city() -> Canvas:
    """A skyline after dark, doubled in a river."""
    c = Canvas("#0d1b2a")
    c.gradient(0, 430, "#0b1526", "#41496e")
    c.glow(930, 150, 200, "#e8dcb8", 0.35)
    c.disc(930, 150, 40, "#f1e6c8")
    chance = random.Random(12)
    for layer, (base, ink) in enumerate(
        (("#33406a", "#8a8bab"), ("#1d2a4a", "#e6b85c"), ("#0d1830", "#ffd77d"))
    ):
        x = -20.0
        while x < WIDTH:
            width = chance.choice((34, 46, 58, 76))
            height = chance.uniform(60, 250 - layer * 45) + 40
            _block(c, chance, (x, width, height), base, ink)
            x += width + chance.choice((0, 0, 6, 14))
    water = c.image.crop((0, 430 * 2 - 2 * 240, WIDTH * 2, 430 * 2)).transpose(1).resize((WIDTH * 2, 245 * 2))
    c.image.paste(water.filter(ImageFilter.GaussianBlur(5)), (0, 430 * 2))
    for n in range(46):
        y = 432 + n * 5.4
        c.box(0, y, WIDTH, 2.9 + n * 0.03, mix("#16213f", "#0b1526", n / 46))
    c.box(0, 427, WIDTH, 6, "#070e1c")
    return c


def _block(
    c: Canvas, chance: random.Random, shape: tuple[float, float, float], base: str, light: str
) -> None:
    x, width, height = shape
    c.box(x, 430 - height, width, height, base)
    if chance.random() < 0.25:
        c.box(x + width / 2 - 1.5, 430 - height - 26, 3, 26, base)
    for column in range(int(width // 11)):
        for row in range(int(height // 15)):
            if chance.random() < 0.3:
                c.box(x + 5 + column * 11, 430 - height + 8 + row * 15, 5, 7, light)


def pylons() -> Canvas:
    """Transmission towers over bare hills at dusk."""
    c = Canvas("#f2c6a0")
    c.gradient(0, 480, "#3c5a80", "#f4b183")
    c.disc(300, 380, 74, "#fbe3c0")
    for n in range(3):
        c.polygon(down_to(hills(60 + n, 430 + n * 50, 46)), mix("#a77a80", "#2b2440", (n + 0.5) / 3))
    towers = [
        (1090.0, 640.0, 1.5),
        (800.0, 560.0, 1.0),
        (590.0, 512.0, 0.66),
        (440.0, 484.0, 0.44),
        (338.0, 466.0, 0.3),
        (262.0, 455.0, 0.2),
    ]
    for (x1, y1, s1), (x2, y2, s2) in zip([(1520.0, 760.0, 2.3), *towers], towers, strict=False):
        for side, level in ((-1, 250), (1, 250), (-1, 300), (1, 300), (-1, 350), (1, 350)):
            reach = 62 if level == 300 else 48
            c.line(
                _wire(
                    (x1 + side * reach * s1, y1 - level * s1 + 16 * s1),
                    (x2 + side * reach * s2, y2 - level * s2 + 16 * s2),
                ),
                "#1c1830",
                1.1 + s2 * 0.8,
            )
    for x, y, size in reversed(towers):
        _tower(c, x, y, size)
    c.polygon(down_to(hills(71, 628, 24)), "#191528")
    return c


def _wire(a: tuple[float, float], b: tuple[float, float]) -> list[tuple[float, float]]:
    sag = abs(a[0] - b[0]) * 0.11
    return [
        (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t + sag * 4 * t * (1 - t))
        for t in (n / 30 for n in range(31))
    ]


def _tower(c: Canvas, x: float, y: float, size: float) -> None:
    def s(dx: float, up: float) -> tuple[float, float]:
        return x + dx * size, y - up * size

    ink, thick = "#1c1830", max(1.0, 4.2 * size)
    for side in (-1, 1):
        c.line([s(side * 44, 0), s(side * 13, 220), s(side * 8, 390), s(0, 420)], ink, thick)
    levels = [(0, 44), (70, 34), (130, 25), (180, 18), (220, 13), (270, 11), (320, 9), (370, 8)]
    for (low, wide), (high, narrow) in pairwise(levels):
        c.line([s(-wide, low), s(narrow, high)], ink, thick * 0.55)
        c.line([s(wide, low), s(-narrow, high)], ink, thick * 0.55)
    for level, reach in ((250, 48), (300, 62), (350, 48)):
        c.line([s(-reach, level), s(0, level + 14), s(reach, level)], ink, thick * 0.8)
        c.line([s(-reach, level), s(reach, level)], ink, thick * 0.6)
        for side in (-1, 1):
            c.line([s(side * reach, level), s(side * reach, level - 16)], ink, thick * 0.5)


def dam() -> Canvas:
    """A curved wall between two valley sides, three gates open."""
    c = Canvas("#d9e3dc")
    c.gradient(0, 250, "#b9d2cf", "#eef0df")
    c.polygon(down_to(hills(81, 190, 50)), "#8fa9a0")
    c.polygon([(250, 232), (960, 232), (1000, 300), (220, 300)], "#4f8a8b")
    crest = [(190 + n * 8.3, 262 + 40 * math.sin(math.pi * n / 100)) for n in range(101)]
    foot = [(330 + n * 5.5, 560 + 44 * math.sin(math.pi * n / 100)) for n in range(101)]
    for n in range(100):
        bright = 0.12 + 0.6 * math.sin(math.pi * (n / 100) ** 0.8)
        c.polygon([crest[n], crest[n + 1], foot[n + 1], foot[n]], mix("#6d6a62", "#f1ead8", bright))
    for level in (0.2, 0.4, 0.6, 0.8):
        c.line(
            [
                (a[0] + (b[0] - a[0]) * level, a[1] + (b[1] - a[1]) * level)
                for a, b in zip(crest, foot, strict=True)
            ],
            "#a29b8b",
            1.4,
        )
    c.line(crest, "#2e3b3e", 9)
    c.polygon([(240, 590), (960, 590), (1100, 690), (120, 690)], "#2f6f73")
    for n in (38, 50, 62):
        (x, y), fall = crest[n], foot[n]
        c.polygon(
            [(x - 12, y + 8), (x + 12, y + 8), (fall[0] + 26, fall[1] + 26), (fall[0] - 26, fall[1] + 26)],
            "#f7fbf6",
        )
        c.glow(fall[0], fall[1] + 26, 90, "#ffffff", 0.75)
    c.polygon([(-5, 120), (120, 170), (210, 262), (345, 560), (330, 690), (-5, 690)], "#22383a")
    c.polygon([(1205, 90), (1110, 170), (1012, 264), (872, 560), (900, 690), (1205, 690)], "#1a2c2f")
    c.polygon([(-5, 300), (90, 380), (220, 690), (-5, 690)], "#16282a")
    return c


def bridge() -> Canvas:
    """A suspension bridge that fades into fog."""
    c = Canvas("#cfd8dc")
    c.gradient(0, 460, "#9fb4bf", "#eceae0")
    c.polygon(down_to(hills(52, 420, 30)), "#b4c0c2")
    c.gradient(452, HEIGHT, "#a3b6bb", "#3f5e6b")
    ink, fog = "#7c2d26", "#d9dedb"
    towers = [
        (1010.0, 1.0, 0.0),
        (610.0, 0.66, 0.34),
        (372.0, 0.44, 0.58),
        (232.0, 0.3, 0.76),
        (146.0, 0.2, 0.87),
    ]
    ends = [(1580.0, 1.5, 0.0), *towers]
    for (x1, s1, f1), (x2, s2, f2) in zip(ends, towers, strict=False):
        _span(c, (x1, s1), (x2, s2), mix(ink, fog, (f1 + f2) / 2))
    for x, size, far in reversed(towers):
        tone = mix(ink, fog, far)
        for side in (-1, 1):
            c.box(x + side * 24 * size - 9 * size, 452 - 366 * size, 18 * size, 366 * size + 40 * size, tone)
        for level in (350, 255, 130):
            c.box(x - 30 * size, 452 - level * size, 60 * size, 15 * size, tone)
        c.box(x - 46 * size, 480 + 30 * size - 30, 92 * size, 26 * size, mix("#4a3b3a", fog, far))
    for n in range(26):
        y = 470 + n * n * 0.31
        c.box((n * 211) % 900 - 60, y, 200 + n * 12, 1.6 + n * 0.08, mix("#c5d0d0", "#6f8f99", n / 26))
    return c


def _span(c: Canvas, near: tuple[float, float], far: tuple[float, float], tone: str) -> None:
    (x1, s1), (x2, s2) = near, far
    top1, top2 = 452 - 360 * s1, 452 - 360 * s2
    deck1, deck2 = 452 - 92 * s1, 452 - 92 * s2
    sag = (deck1 + deck2) / 2 - (top1 + top2) / 2 - 14 * s2
    ways = [n / 26 for n in range(27)]
    cable = [(x1 + (x2 - x1) * t, top1 + (top2 - top1) * t + sag * 4 * t * (1 - t)) for t in ways]
    for t, (x, y) in zip(ways, cable, strict=True):
        c.line([(x, y), (x, deck1 + (deck2 - deck1) * t)], tone, 0.6 + s2 * 0.9)
    c.line(cable, tone, 1.4 + s2 * 4)
    c.polygon([(x1, deck1), (x2, deck2), (x2, deck2 + 13 * s2), (x1, deck1 + 13 * s1)], tone)


def locks() -> Canvas:
    """A freighter between two gates, the water higher behind than ahead."""
    c = Canvas("#f0e6d2")
    c.gradient(0, 420, "#8fc1c5", "#f4e8cf")
    c.polygon(down_to(hills(33, 300, 40)), "#7fa38c")
    c.polygon(down_to(hills(34, 340, 26)), "#5c8a74")
    c.box(0, 392, 330, 300, "#2f7f8f")
    c.box(330, 452, 560, 240, "#2a6f80")
    c.box(890, 532, 320, 160, "#235d6f")
    for n in range(7):
        c.box(40 + (n * 67) % 190, 410 + n * 30, 70, 2.5, "#5aa3ad")
        c.box(930 + (n * 53) % 170, 548 + n * 18, 60, 2.5, "#3f8192")
    _freighter(c)
    for n in range(10):
        c.box(352 + (n * 83) % 470, 508 + n * 15, 58, 2.5, "#4a909c")
    for x, top in ((318, 300), (878, 360)):
        c.box(x, top, 30, 330, "#26323a")
        for n in range(7):
            c.box(x + 5, top + 14 + n * 40, 20, 5, "#e0a63a")
        c.box(x - 14, top - 12, 58, 14, "#e0a63a")
    c.box(0, 628, WIDTH, 60, "#3a3f42")
    for n in range(16):
        c.box(n * 80 - 20, 628, 40, 8, "#55595b")
    return c


def _freighter(c: Canvas) -> None:
    c.polygon([(372, 398), (850, 384), (836, 470), (800, 508), (408, 508), (384, 470)], "#8f2f27")
    c.polygon([(374, 410), (849, 396), (848, 406), (375, 420)], "#f4e8cf")
    c.box(408, 286, 96, 116, "#f7f0e0")
    c.box(418, 262, 66, 26, "#f7f0e0")
    for level in range(3):
        for n in range(5):
            c.box(416 + n * 17, 300 + level * 30, 9, 12, "#26323a")
    c.box(436, 226, 26, 38, "#26323a")
    c.box(436, 234, 26, 9, "#d8573c")
    tones = ("#d8573c", "#e0a63a", "#26535f", "#7c9a6d", "#b9794a", "#f4e8cf")
    for n in range(8):
        for level in range(3 if n % 4 else 2):
            c.box(522 + n * 38, 370 - level * 28 + (7 - n) * 1.1, 36, 26, tones[(n * 5 + level * 2) % 6])

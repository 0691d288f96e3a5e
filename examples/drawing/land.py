"""Scenes on land: ridges, rivers, fields, rails."""

import math
import random

from drawing.canvas import HEIGHT, WIDTH, Canvas, Point, down_to, hills, mix


def ridges() -> Canvas:
    """A mountain pass in haze, with the bar of a border post in front."""
    c = Canvas("#f3d9b1")
    c.gradient(0, 430, "#e8a87c", "#f6e3c0")
    c.glow(820, 250, 330, "#fff4d6", 0.9)
    c.disc(820, 250, 62, "#fff1cf")
    for n in range(6):
        colour = mix("#dba98c", "#2d2a45", (n + 0.6) / 6)
        c.polygon(down_to(hills(40 + n, 300 + n * 58, 120 - n * 12, rough=0.5)), colour)
    road = [(700, HEIGHT), (640, 640), (560, 622), (600, 606), (690, 596), (672, 585)]
    other = [(676, 583), (704, 596), (628, 607), (606, 620), (720, 640), (900, HEIGHT)]
    c.polygon([*road, *other], "#8d86a0")
    c.box(426, 520, 20, 160, "#16142a")
    c.disc(436, 520, 17, "#16142a")
    for n in range(9):
        start = 440 + n * 42
        colour = "#d8573c" if n % 2 == 0 else "#f6e3c0"
        c.polygon(
            [
                (start, 536 - n * 5),
                (start + 42, 531 - n * 5),
                (start + 42, 545 - n * 5),
                (start, 550 - n * 5),
            ],
            colour,
        )
    return c


def _branch(c: Canvas, chance: random.Random, at: Point, heading: float, width: float, colour: str) -> None:
    """One channel of a delta; it wanders, forks, and thins toward the sea."""
    points = [at]
    for _ in range(chance.randint(9, 15)):
        heading += chance.uniform(-0.30, 0.30) - (heading - 0.0) * 0.06
        x, y = points[-1]
        points.append((x + math.cos(heading) * 13, y + math.sin(heading) * 13))
    c.line(points, colour, width)
    if width < 2.6 or points[-1][0] > WIDTH + 20:
        return
    spread = chance.uniform(0.28, 0.52)
    share = chance.uniform(0.62, 0.8)
    _branch(c, chance, points[-1], heading - spread, width * share, colour)
    _branch(c, chance, points[-1], heading + spread, width * (1.42 - share), colour)


def delta() -> Canvas:
    """A river delta from above: green ground, pale water, a sea on the right."""
    c = Canvas("#20463f")
    chance = random.Random(8)
    for _ in range(300):
        x, y, side = chance.uniform(-40, WIDTH), chance.uniform(-40, HEIGHT), chance.uniform(40, 120)
        shade = mix("#1b3f3a", "#4f7a4d", chance.random() ** 1.6)
        lean = side * 0.35
        c.polygon(
            [
                (x, y),
                (x + side, y + lean * 0.3),
                (x + side - lean, y + side * 0.7),
                (x - lean, y + side * 0.6),
            ],
            shade,
        )
    edge = [(1000 + 60 * math.sin(y / 90) + 24 * math.sin(y / 31), y) for y in range(-10, HEIGHT + 20, 8)]
    source = [(-20.0 + n * 20, 330 + 36 * math.sin(n / 2.6)) for n in range(13)]
    c.line(source, "#f1e6c6", 34)
    for seed in (3, 29):
        _branch(c, random.Random(seed), source[-1], (seed - 14) / 30, 27, "#f1e6c6")
    for n, colour in enumerate(("#e9dcb9", "#b9d3c4", "#8fbdb6", "#6aa5a6", "#4a8a93")):
        wide = n * 38 - 14 if n else 0
        c.polygon(
            [
                *[(x + wide + 8 * n * math.sin(y / (50 + 9 * n)), y) for x, y in edge],
                (WIDTH + 5, HEIGHT + 10),
                (WIDTH + 5, -10),
            ],
            colour,
        )
    return c


def railway() -> Canvas:
    """Two tracks that run to the horizon under a very large sky."""
    c = Canvas("#d7c2a0")
    c.gradient(0, 360, "#274b66", "#e9c9a0")
    for n, (y, height) in enumerate([(70, 10), (112, 6), (150, 15), (205, 8), (240, 5)]):
        c.polygon(
            [
                (120 + n * 150, y),
                (720 + n * 120, y - 4),
                (980 + n * 60, y + height),
                (200 + n * 90, y + height),
            ],
            mix("#274b66", "#f3dcb8", 0.25 + n * 0.11),
        )
    c.gradient(360, HEIGHT, "#b98b5e", "#6f4a38")
    c.polygon(down_to(hills(77, 356, 12), 366), "#8d6a55")
    for vanish, foot in ((590.0, 330.0), (606.0, 980.0)):
        for n in range(34):
            depth = (n + 1) / 34
            y = 362 + (HEIGHT - 340) * depth**2.4
            near = (y - 360) / (HEIGHT - 360)
            x = vanish + (foot - vanish) * near
            c.box(x - 150 * near, y, 300 * near, 2 + 13 * near, "#4b332b")
        for side in (-1, 1):
            foot_x = foot + side * 104
            c.polygon(
                [(vanish, 361), (vanish + 1, 361), (foot_x + 9, HEIGHT), (foot_x - 9, HEIGHT)], "#f0dfc0"
            )
    c.box(866, 208, 8, 236, "#22303c")
    c.box(850, 206, 40, 74, "#22303c")
    c.box(852, 438, 36, 10, "#22303c")
    c.disc(870, 226, 11, "#e2573b")
    c.disc(870, 258, 11, "#55606a")
    return c


def grain() -> Canvas:
    """Fields in stripes that bend toward three silos."""
    c = Canvas("#e9b94f")
    c.gradient(0, 300, "#7fb2b6", "#f4e6bf")
    c.disc(210, 150, 46, "#fbf3d5")
    c.polygon(down_to(hills(21, 285, 26)), "#8c9a52")
    for n, x in enumerate((770, 840, 910)):
        c.box(x, 150 + n * 14, 58, 170, "#d8d2c0")
        c.box(x + 38, 150 + n * 14, 20, 170, "#a9a594")
        c.polygon([(x - 4, 152 + n * 14), (x + 29, 118 + n * 14), (x + 62, 152 + n * 14)], "#8e4b34")
    palette = ("#e2ab3b", "#c98a2b", "#f0cb6b", "#b87a2a", "#ddb04c", "#8f8a3f")
    for n in range(46):
        lines = [
            (x, 302 + 0.0003 * (x - 840) ** 2 + n**1.12 * 11 * (0.42 + abs(x - 840) / 900))
            for x in range(-10, WIDTH + 20, 10)
        ]
        c.polygon(down_to(lines), palette[n % len(palette)])
    return c


def salt() -> Canvas:
    """Salt pans in a desert, seen at a slant, each with its own sky in it."""
    c = Canvas("#c98d62")
    chance = random.Random(5)
    tones = ("#f3e3d3", "#e8b7a0", "#d98c80", "#9fc2bd", "#6fa3a6", "#f6efe2", "#c96f63", "#3f7f8a")

    def at(column: float, row: float) -> Point:
        depth = 0.35 + row / 9
        return 600 + (column - 6) * 150 * depth + row * 14, -40 + 46 * row + 9.5 * row**1.65

    for row in range(9):
        for column in range(-4, 17):
            inset = 0.05
            corners = [
                (column + inset, row + inset),
                (column + 1 - inset, row + inset),
                (column + 1 - inset, row + 1 - inset),
                (column + inset, row + 1 - inset),
            ]
            c.polygon([at(*corner) for corner in corners], chance.choice(tones))
    for column, row in ((3.02, 4.4), (8.0, 2.6), (9.0, 6.3), (5.0, 6.8)):
        x, y = at(column, row)
        c.polygon([(x - 16, y), (x + 18, y), (x, y - 24)], "#fffaf0")
        c.polygon([(x, y - 24), (x + 18, y), (x + 4, y)], "#d9c9b8")
    return c


def marsh() -> Canvas:
    """Reeds at sunrise, open water between them, one narrow boat."""
    c = Canvas("#f4d5a0")
    c.gradient(0, 300, "#e88f63", "#f9e0ad")
    c.disc(770, 262, 70, "#fff2cc")
    c.polygon(down_to(hills(19, 292, 16), 302), "#a8895e")
    c.gradient(298, HEIGHT, "#f3cd94", "#2f6b69")
    for n in range(16):
        c.box(770 - 76 + n * 4, 306 + n * 13, 152 - n * 8, 3.4, "#fff0c6")
    chance = random.Random(44)
    for bank, (foot, tone) in enumerate(
        ((330, "#b28f52"), (400, "#7f7a45"), (500, "#3f5a3f"), (690, "#1d3a33"))
    ):
        for _ in range(150):
            x = chance.gauss(
                chance.choice(((150, 1120), (60, 1010), (250, 1180), (20, 1160))[bank]), 70 + bank * 42
            )
            _reed(c, chance, (x, foot + chance.uniform(0, 14 + bank * 8)), 40 + bank * 46, tone)
    _canoe(c)
    return c


def _reed(c: Canvas, chance: random.Random, foot: Point, height: float, tone: str) -> None:
    x, y = foot
    tall, lean = height * chance.uniform(0.7, 1.35), chance.uniform(-0.16, 0.22) * height
    tip = (x + lean, y - tall)
    shade = mix(tone, "#f4d5a0", chance.uniform(0, 0.22))
    c.line([foot, (x + lean * 0.35, y - tall * 0.6), tip], shade, 1 + height / 60)
    if chance.random() < 0.4:
        c.line(
            [tip, (tip[0] + lean * 0.2, tip[1] - height * 0.13)], mix("#7a4a2a", tone, 0.3), 2 + height / 32
        )


def _canoe(c: Canvas) -> None:
    c.polygon([(440, 446), (500, 462), (690, 462), (760, 440), (700, 480), (500, 480)], "#23211f")
    c.line([(486, 492), (700, 492)], "#4f7a70", 3)
    c.line([(520, 500), (660, 500)], "#4f7a70", 2)
    c.polygon([(584, 462), (612, 462), (608, 392), (590, 390)], "#8c2f2a")
    c.disc(600, 378, 13, "#23211f")
    c.line([(540, 340), (636, 520)], "#23211f", 3.4)
    c.line([(596, 404), (568, 394)], "#8c2f2a", 7)

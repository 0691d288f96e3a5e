"""Scenes of rooms and desks: archives, tables, the globe."""

import math
import random

from drawing.canvas import HEIGHT, WIDTH, Canvas, arc, mix


def archive() -> Canvas:
    """A wall of archive boxes, a few of them pulled out."""
    c = Canvas("#2a2622")
    chance = random.Random(31)
    tones = ("#8b5e3c", "#a8773f", "#5d6b5a", "#7d4a3a", "#b79b6c", "#4c5a63", "#93835f", "#6b3f35")
    for row in range(4):
        top = -26 + row * 180
        c.box(0, top + 164, WIDTH, 16, "#171412")
        x = -12.0
        while x < WIDTH:
            width = chance.choice((44, 54, 54, 70, 84))
            if chance.random() > 0.045:
                _file(c, chance, (x, top, width), chance.choice(tones))
            x += width + 3
    return c


def _file(c: Canvas, chance: random.Random, place: tuple[float, float, float], tone: str) -> None:
    x, top, width = place
    out = 10 if chance.random() < 0.07 else 0
    height = chance.choice((134, 142, 148))
    y = top + 164 - height + out * 0.6
    c.box(x, y, width, height - out * 0.6 + out, mix(tone, "#f2e3c2", 0.22) if out else tone)
    c.box(x + width - 5, y, 5, height, mix(tone, "#000000", 0.3))
    c.box(x + 9, y + 24, width - 22, 34, "#efe4cb")
    c.box(x + 13, y + 33, width - 30, 2.4, "#6d6250")
    c.box(x + 13, y + 43, (width - 30) * 0.6, 2.4, "#6d6250")
    c.ring(x + width / 2 - 2, y + height - 32, 8, "#1d1916", 2)


def globe() -> Canvas:
    """A globe in fine lines, with arcs between its cities."""
    c = Canvas("#1a1040")
    c.gradient(0, HEIGHT, "#150c36", "#3a1d5c")
    cx, cy, radius = 600.0, 352.0, 268.0
    c.glow(cx, cy, 470, "#6b3fa0", 0.55)
    c.disc(cx, cy, radius, "#22144f")
    for n in range(-4, 5):
        lat = n * math.pi / 10
        c.line(
            [_on_globe(lat, lon / 40 * math.pi - math.pi / 2, cx, cy, radius) for lon in range(41)],
            "#5d4a9c",
            1.1,
        )
    for n in range(-5, 6):
        lon = n * math.pi / 12
        c.line(
            [_on_globe(lat / 40 * math.pi - math.pi / 2, lon, cx, cy, radius) for lat in range(41)],
            "#5d4a9c",
            1.1,
        )
    c.ring(cx, cy, radius, "#8d78d0", 2.2)
    cities = [
        (0.62, -0.9),
        (0.35, 0.15),
        (-0.28, -0.45),
        (-0.55, 0.75),
        (0.75, 0.62),
        (0.05, 1.05),
        (0.12, -1.2),
        (-0.75, -0.2),
    ]
    spots = [_on_globe(lat, lon, cx, cy, radius) for lat, lon in cities]
    for n, (a, b) in enumerate(
        [(0, 1), (1, 4), (1, 2), (2, 3), (3, 5), (4, 5), (0, 6), (6, 2), (7, 3), (7, 2), (0, 4)]
    ):
        c.line(arc(spots[a], spots[b], -0.28 if n % 2 else 0.22), "#ffb454" if n % 3 else "#ff6f61", 2.6)
    for x, y in spots:
        c.glow(x, y, 34, "#ffd9a0", 0.8)
        c.disc(x, y, 6, "#fff3d6")
    return c


def _on_globe(lat: float, lon: float, cx: float, cy: float, radius: float) -> tuple[float, float]:
    tilt = 0.32
    x, y, z = math.cos(lat) * math.sin(lon), math.sin(lat), math.cos(lat) * math.cos(lon)
    return cx + radius * x, cy - radius * (y * math.cos(tilt) - z * math.sin(tilt))


def table() -> Canvas:
    """A round table from above; one chair is empty."""
    c = Canvas("#274c43")
    for n in range(13):
        c.box(n * 100 - 20, 0, 50, HEIGHT, "#2b5349")
    cx, cy = 600.0, 338.0
    for n in range(14):
        turn = math.tau * n / 14 + 0.12
        empty = n == 11
        away = 306 if empty else 262
        x, y = cx + away * math.cos(turn), cy + away * math.sin(turn)
        c.disc(x + 7, y + 9, 36, "#1b3630")
        c.disc(x, y, 36, "#d8573c" if empty else "#16302a")
        c.disc(x, y, 27, "#e87a5c" if empty else "#3c6a5d")
        if not empty:
            c.disc(x, y, 15, ("#e8d5b0", "#b98a5e", "#6b4a35", "#f0e0c4", "#8a5f43")[n % 5])
    c.disc(cx + 12, cy + 16, 214, "#16302a")
    c.disc(cx, cy, 212, "#9b6a3c")
    c.disc(cx, cy, 200, "#b9834c")
    for n in range(6):
        c.ring(cx - 20, cy + 14, 40 + n * 27, "#ad7843", 2)
    for n in range(14):
        _paper(c, cx, cy, math.tau * n / 14 + 0.12, glass=n % 3 == 0)
    c.disc(cx, cy, 62, "#8c5d34")
    c.disc(cx, cy, 55, "#2f5e52")
    for n in range(7):
        turn = math.tau * n / 7
        c.disc(cx + 26 * math.cos(turn), cy + 26 * math.sin(turn), 12, "#f2d9a0" if n % 2 else "#e87a5c")
    return c


def _paper(c: Canvas, cx: float, cy: float, turn: float, *, glass: bool) -> None:
    def at(away: float, aside: float) -> tuple[float, float]:
        return cx + away * math.cos(turn) - aside * math.sin(turn), cy + away * math.sin(
            turn
        ) + aside * math.cos(turn)

    c.polygon([at(146, -17), at(188, -15), at(188, 17), at(146, 15)], "#f4ecd9")
    for line in (156, 165, 174):
        c.line([at(line, -10), at(line, 10)], "#b9ad95", 1.5)
    if glass:
        x, y = at(168, 30)
        c.disc(x, y, 7, "#dcebe6")

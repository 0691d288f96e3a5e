"""Scenes at sea: lanes, straits, lights, boats."""

import math
import random

from drawing.canvas import (
    HEIGHT,
    WIDTH,
    Canvas,
    above,
    arc,
    blended,
    coast_near,
    down_to,
    hills,
    mix,
    shore,
    terrain,
    valley,
)

LAND = 158


def sea_lanes() -> Canvas:
    """An archipelago on paper, with dashed routes between its ports."""
    c = Canvas("#e6e4d6")
    field = terrain(140, 9, 5)
    shallows = terrain(140, 9, 2)
    for n in range(4):
        c.fill(mix("#e6e4d6", "#a9cbc9", (n + 1) / 4), above(shallows, 118 + n * 9))
    for x in range(0, WIDTH, 150):
        c.line([(x, 0), (x, HEIGHT)], "#c9cbbd", 0.9)
    for y in range(75, HEIGHT, 150):
        c.line([(0, y), (WIDTH, y)], "#c9cbbd", 0.9)
    wanted = [(110, 520), (320, 150), (545, 395), (760, 580), (905, 210), (1090, 440), (640, 80)]
    ports = [coast_near(field, LAND, port) for port in wanted]
    for n, (a, b) in enumerate([(0, 1), (1, 2), (2, 4), (0, 3), (3, 5), (4, 5), (6, 4), (1, 6), (2, 3)]):
        c.dashes(arc(ports[a], ports[b], 0.2 if n % 2 else -0.16), "#c2452d", 2.6)
    for height, colour in (
        (LAND, "#2f4a48"),
        (LAND + 9, "#3f625c"),
        (LAND + 20, "#587d70"),
        (LAND + 33, "#7a9a80"),
    ):
        c.fill(colour, above(field, height))
    for x, y in ports:
        c.disc(x, y, 11, "#f4efe0")
        c.disc(x, y, 7, "#c2452d")
    return c


def strait() -> Canvas:
    """Two coasts and the depths between them, in bands of blue."""
    c = Canvas("#0f3b57")
    field = terrain(61, 4)
    depths = blended(field, valley(), 0.58)
    for n in range(9):
        c.fill(mix("#0f3b57", "#bfe0d8", n / 9), above(depths, 70 + n * 11))
        c.fill(mix("#0c314a", "#9fcac6", n / 9), shore(depths, 70 + n * 11, 0.9))
    c.fill("#efe3c4", above(depths, 166))
    c.fill("#dccb9f", above(depths, 184))
    c.fill("#c8b382", above(depths, 204))
    c.fill("#7a6a45", shore(depths, 166, 1.4))
    lane = [(x, 360 - 70 * math.sin(x / 240) + 10 * math.sin(x / 60)) for x in range(-10, WIDTH + 20, 8)]
    c.dashes(lane, "#e4573d", 3.2, dash=3)
    for x in (160, 470, 800, 1040):
        y = 360 - 70 * math.sin(x / 240) + 10 * math.sin(x / 60)
        c.polygon(
            [(x - 22, y - 5), (x - 26, y), (x - 22, y + 5), (x + 8, y + 6), (x + 26, y), (x + 8, y - 6)],
            "#fff6df",
        )
    return c


def tide() -> Canvas:
    """A lighthouse, one beam, and waves in rows."""
    c = Canvas("#14213d")
    c.gradient(0, 420, "#101a33", "#3d4f78")
    chance = random.Random(4)
    for _ in range(70):
        c.disc(chance.uniform(0, WIDTH), chance.uniform(0, 300), chance.uniform(0.6, 1.8), "#c9d2e6")
    beam = [(905, 192), (-40, 60), (-40, 330)]
    c.polygon(beam, "#47597f")
    c.polygon([(905, 192), (-40, 130), (-40, 270)], "#6a7898")
    c.glow(905, 192, 120, "#ffe9ae", 0.95)
    for n in range(11):
        colour = mix("#2b4a78", "#0b1428", n / 11) if n % 2 else mix("#5f86a8", "#1d3557", n / 11)
        wave = [
            (x, 405 + n * 27 + (5 + n * 1.3) * math.sin(x / (38 + n * 9) + n * 1.9))
            for x in range(-5, WIDTH + 10, 5)
        ]
        c.polygon(down_to(wave), colour)
    c.polygon(
        [
            (740, 470),
            (800, 420),
            (870, 398),
            (960, 392),
            (1050, 412),
            (1120, 405),
            (1205, 370),
            (1205, 690),
            (760, 690),
            (715, 560),
        ],
        "#0a1122",
    )
    c.polygon([(876, 398), (934, 398), (924, 214), (886, 214)], "#f2ead8")
    for y in (250, 312, 370):
        c.polygon(
            [
                (880 + (398 - y) * 0.045, y),
                (930 - (398 - y) * 0.045, y),
                (931 - (398 - y - 24) * 0.045, y + 24),
                (879 + (398 - y - 24) * 0.045, y + 24),
            ],
            "#c2452d",
        )
    c.box(880, 206, 50, 9, "#0a1122")
    c.box(890, 178, 30, 28, "#ffe9ae")
    c.polygon([(884, 178), (926, 178), (905, 154)], "#0a1122")
    return c


def boats() -> Canvas:
    """Fishing boats in rows on flat water, each with its reflection."""
    c = Canvas("#e9e1cf")
    c.gradient(0, 300, "#f0cda6", "#f6ead2")
    c.gradient(300, HEIGHT, "#bcd0cb", "#4e7d86")
    c.polygon(down_to(hills(91, 296, 34), 302), "#9fb3a8")
    hulls = ("#b5402c", "#23566a", "#e0a63a", "#2e3f3b", "#d9d2bd", "#7a2f3a")
    places = [(row, n) for row in range(4) for n in range(9 - row * 2)]
    for index, (row, n) in enumerate(places):
        size = 0.5 + row * 0.34
        x = 30 + (n + (0.5 if row % 2 else 0.15)) * (WIDTH / (8.4 - row * 1.9))
        _boat(
            c,
            x,
            332 + row * 72 + row * row * 7,
            size,
            hulls[(index * 5 + row) % 6],
            mix("#a9c4c1", "#4e7d86", row / 4),
        )
    return c


def _boat(c: Canvas, x: float, y: float, size: float, hull: str, water: str) -> None:
    def s(dx: float, dy: float) -> tuple[float, float]:
        return x + dx * size, y + dy * size

    c.polygon([s(-50, 2), s(52, 2), s(36, 24), s(-34, 24)], mix(hull, water, 0.62))
    c.line([s(4, 20), s(2, 74)], mix("#2b2b2b", water, 0.72), 2 * size)
    c.polygon([s(-58, -20), s(62, -26), s(42, 2), s(-44, 2)], hull)
    c.polygon([s(-58, -20), s(62, -26), s(59, -20), s(-56, -14)], "#f6ead2")
    c.box(*s(-34, -46), 34 * size, 28 * size, "#f6ead2")
    c.box(*s(-28, -41), 10 * size, 10 * size, "#2b3a40")
    c.line([s(6, -22), s(6, -128)], "#2b2b2b", 2.4 * size)
    c.line([s(6, -108), s(50, -34)], "#2b2b2b", 1.3 * size)
    c.line([s(6, -120), s(-52, -22)], "#2b2b2b", 0.9 * size)
    c.line([s(6, -120), s(60, -26)], "#2b2b2b", 0.9 * size)


def ferry() -> Canvas:
    """A double-ended ferry at night, every window lit, on black water."""
    c = Canvas("#10243a")
    c.gradient(0, 400, "#0b1a2e", "#2f5a6b")
    c.glow(250, 130, 170, "#f3e6bd", 0.3)
    c.disc(250, 130, 34, "#f3e9cb")
    chance = random.Random(18)
    c.polygon(down_to(hills(15, 384, 16), 402), "#0c2033")
    for _ in range(90):
        c.disc(
            chance.uniform(0, WIDTH),
            chance.uniform(381, 397),
            chance.uniform(0.9, 2.2),
            chance.choice(("#ffcf7a", "#ffe7b8", "#e8905a")),
        )
    c.gradient(400, HEIGHT, "#17354a", "#071220")
    for row in range(24):
        width = 620 - row * 16 + chance.uniform(-70, 70)
        c.box(
            640 - width / 2 + chance.uniform(-26, 26),
            486 + row * 7.4,
            width,
            2.4,
            mix("#ffcf7a", "#0d2234", min(1, 0.3 + row / 26)),
        )
    _hull_of_lights(c)
    for x, y, width in ((60, 440, 120), (180, 520, 90), (980, 455, 150), (1040, 560, 110), (90, 610, 160)):
        c.box(x, y, width, 2, "#2a5468")
    return c


def _hull_of_lights(c: Canvas) -> None:
    c.polygon([(270, 420), (1010, 420), (962, 484), (318, 484)], "#b5402c")
    c.polygon([(270, 420), (1010, 420), (1003, 430), (277, 430)], "#f4ead2")
    c.box(330, 352, 620, 70, "#f4ead2")
    c.box(392, 300, 496, 54, "#e4d9bf")
    c.box(520, 258, 112, 44, "#f4ead2")
    c.box(690, 244, 54, 58, "#1d3c4d")
    c.box(690, 258, 54, 14, "#e0a63a")
    for n in range(19):
        c.box(346 + n * 32, 368, 20, 34, "#ffc85e" if n % 7 != 3 else "#8d7d5f")
    for n in range(15):
        c.box(408 + n * 32, 314, 20, 22, "#ffdc94" if n % 6 != 4 else "#8d8168")
    for n in range(4):
        c.box(530 + n * 25, 268, 18, 18, "#1d3c4d")
    c.line([(576, 258), (576, 196)], "#e4d9bf", 4)
    c.disc(576, 192, 5, "#ff6f4d")
    c.line([(576, 200), (330, 352)], "#56707a", 1.2)
    c.line([(576, 200), (950, 352)], "#56707a", 1.2)


def cable() -> Canvas:
    """The sea in section: a small ship above, a bright cable along the bottom."""
    c = Canvas("#0a2540")
    c.gradient(0, 176, "#f5d9a8", "#f0b98a")
    c.disc(940, 104, 40, "#fff1cf")
    for n in range(9):
        wave = [
            (x, 148 + n * 46 + (9 - n * 0.4) * math.sin(x / (70 + n * 17) + n * 2.1))
            for x in range(-5, WIDTH + 10, 6)
        ]
        c.polygon(down_to(wave), mix("#4f9ea3", "#071a30", (n / 8) ** 0.8))
    bottom = hills(96, 560, 62, waves=5)
    c.polygon(down_to(bottom), "#1b1430")
    c.polygon(down_to([(x, y + 44) for x, y in hills(97, 580, 40)]), "#120c22")
    lying = [(x, y - 7 + 4 * math.sin(x / 37)) for x, y in bottom]
    c.line([(x, y + 4) for x, y in lying], "#0b0818", 9)
    c.line(lying, "#ffb454", 5)
    for n in range(22, len(lying), 38):
        x, y = lying[n]
        c.glow(x, y, 66, "#ffd9a0", 0.75)
        c.line(lying[n - 3 : n + 4], "#fff1d6", 12)
    c.polygon([(300, 122), (520, 116), (500, 152), (322, 152)], "#7c2d26")
    c.box(336, 84, 54, 38, "#f7efdc")
    c.box(346, 92, 34, 9, "#26323a")
    c.line([(500, 116), (500, 66), (540, 96)], "#26323a", 5)
    c.line([(520, 124), *arc((540, 104), (690, lying[116][1]), -0.12)], "#ffb454", 2.4)
    return c


def anchor() -> Canvas:
    """A laden ship at anchor on a sea and sky of flat bands."""
    c = Canvas("#f2c9a8")
    for n, colour in enumerate(("#7c9cb0", "#9db4bb", "#c3c8bf", "#e6d3b8", "#f2c9a8", "#f0b08a")):
        c.box(0, n * 66, WIDTH, 68, colour)
    c.disc(300, 388, 88, "#fff0cf")
    for n, colour in enumerate(("#5f8f97", "#4b7f8b", "#3a6d7c", "#2c5a6b", "#204759", "#163647")):
        wave = [
            (x, 388 + n * 48 + (2 + n) * math.sin(x / (60 + n * 22) + n)) for x in range(-5, WIDTH + 10, 6)
        ]
        c.polygon(down_to(wave), colour)
    for n in range(9):
        c.box(300 - 84 + n * 9, 398 + n * 11, 168 - n * 18, 3, "#f7dcae")
    c.polygon([(470, 356), (1060, 350), (1098, 332), (1070, 424), (500, 424)], "#2b2036")
    c.polygon([(486, 398), (1078, 398), (1070, 424), (500, 424)], "#a63d2f")
    c.box(500, 266, 84, 92, "#f6ead2")
    c.box(494, 258, 96, 12, "#2b2036")
    c.box(524, 226, 26, 34, "#a63d2f")
    for level in range(3):
        for n in range(4):
            c.box(508 + n * 18, 280 + level * 24, 11, 10, "#2b4652")
    for n in range(4):
        x = 650 + n * 104
        c.box(x - 42, 338, 84, 16, "#8d6a3f")
        c.line([(x + 52, 354), (x + 52, 268), (x + 6, 300)], "#2b2036", 5)
    c.line(arc((1074, 392), (1150, 640), -0.16), "#101d28", 4)
    for x, y in ((760, 160), (800, 140), (846, 168), (240, 120), (276, 136)):
        c.line([(x - 14, y - 6), (x, y), (x + 14, y - 6)], "#2b2036", 2.4)
    return c

"""A canvas of 1200 x 675 points, drawn at twice that size and reduced, so that edges are smooth.

Coordinates are points; the scenes never see the doubling. All randomness
comes from seeds, so that the same code draws the same picture.
"""

import io
import math
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT, SCALE = 1200, 675, 2
LEAST_BYTES, MOST_BYTES = 25_000, 60_000

Colour = tuple[int, int, int]
Point = tuple[float, float]


def rgb(text: str) -> Colour:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def mix(a: str, b: str, share: float) -> str:
    """``share`` of b in a, from 0 to 1."""
    mixed = (round(x + (y - x) * share) for x, y in zip(rgb(a), rgb(b), strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


class Canvas:
    """What the scenes draw on; later strokes cover earlier ones."""

    def __init__(self, paper: str) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), paper)
        self.draw = ImageDraw.Draw(self.image)

    def _points(self, points: Iterable[Point]) -> list[Point]:
        return [(x * SCALE, y * SCALE) for x, y in points]

    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        self.draw.line(self._points(points), fill=colour, width=max(1, round(width * SCALE)), joint="curve")

    def polygon(self, points: Sequence[Point], colour: str) -> None:
        self.draw.polygon(self._points(points), fill=colour)

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self.draw.rectangle(
            (x * SCALE, y * SCALE, (x + width) * SCALE - 1, (y + height) * SCALE - 1), fill=colour
        )

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        edges = self._points([(x - radius, y - radius), (x + radius, y + radius)])
        self.draw.ellipse([*edges[0], *edges[1]], fill=colour)

    def ring(self, x: float, y: float, radius: float, colour: str, width: float) -> None:
        edges = self._points([(x - radius, y - radius), (x + radius, y + radius)])
        self.draw.ellipse([*edges[0], *edges[1]], outline=colour, width=max(1, round(width * SCALE)))

    def dashes(self, points: Sequence[Point], colour: str, width: float, *, dash: int = 2) -> None:
        """A finely cut line: every other ``dash`` points are left out."""
        for start in range(0, len(points) - dash, dash * 2):
            self.line(points[start : start + dash + 1], colour, width)

    def gradient(self, top: float, bottom: float, upper: str, lower: str) -> None:
        """A vertical blend between two heights, over the whole width."""
        height = round((bottom - top) * SCALE)
        ramp = Image.linear_gradient("L").resize((WIDTH * SCALE, height))
        upper_, lower_ = (Image.new("RGB", ramp.size, colour) for colour in (upper, lower))
        self.image.paste(Image.composite(lower_, upper_, ramp), (0, round(top * SCALE)))

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float) -> None:
        """Soft light around a point; ``strength`` from 0 to 1."""
        spot = ImageChops.invert(Image.radial_gradient("L")).point(lambda v: max(0, v - 75) * strength)
        side = round(radius * 2 * SCALE)
        self.image.paste(
            Image.new("RGB", (side, side), colour),
            (round((x - radius) * SCALE), round((y - radius) * SCALE)),
            spot.resize((side, side), Image.Resampling.BICUBIC),
        )

    def fill(self, colour: str, mask: Image.Image) -> None:
        """Colour where the mask is white; it is stretched over the whole canvas."""
        full = mask.resize(self.image.size, Image.Resampling.BICUBIC)
        self.image.paste(Image.new("RGB", self.image.size, colour), (0, 0), full)

    def finished(self, seed: int, grain: float) -> Image.Image:
        """Reduced to 1200 x 675, with a breath of paper grain."""
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        noise = Image.frombytes("L", (WIDTH, HEIGHT), random.Random(seed).randbytes(WIDTH * HEIGHT))
        noise = noise.filter(ImageFilter.GaussianBlur(1.1)).point(
            lambda v: min(255, max(0, (v - 128) * 3 + 128))
        )
        paper = ImageChops.soft_light(small, Image.merge("RGB", (noise, noise, noise)))
        return Image.blend(small, paper, grain * 6)


def save(image: Image.Image, path: Path) -> int:
    """Write a JPEG of 25 to 60 kB at the best quality that fits; return its size in bytes."""
    for quality in range(92, 40, -2):
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True, subsampling=2)
        if buffer.tell() <= MOST_BYTES - 2_000:
            break
    path.write_bytes(buffer.getvalue())
    return buffer.tell()


def hills(
    seed: int, base: float, rise: float, *, waves: int = 7, rough: float = 0.55, step: int = 6
) -> list[Point]:
    """A ridge line from left to right around height ``base``, ``rise`` points high at most."""
    chance = random.Random(seed)
    parts = [(rough**n, chance.uniform(0.6, 1.5) * 1.8**n, chance.uniform(0, math.tau)) for n in range(waves)]
    whole = sum(strength for strength, _, _ in parts)

    def height(x: float) -> float:
        turn = x / WIDTH * math.tau
        return sum(s * math.sin(turn * f + phase) for s, f, phase in parts) / whole

    return [(x, base - rise * height(x)) for x in range(-step, WIDTH + step * 2, step)]


def down_to(points: Sequence[Point], bottom: float = HEIGHT + 5) -> list[Point]:
    """A ridge line closed along the bottom, to be filled."""
    return [*points, (points[-1][0], bottom), (points[0][0], bottom)]


def arc(start: Point, end: Point, bend: float, steps: int = 60) -> list[Point]:
    """A curve from start to end that swerves by ``bend`` times their distance."""
    (ax, ay), (bx, by) = start, end
    cx, cy = (ax + bx) / 2 - (by - ay) * bend, (ay + by) / 2 + (bx - ax) * bend
    ways = [n / steps for n in range(steps + 1)]
    return [
        (
            (1 - t) ** 2 * ax + 2 * t * (1 - t) * cx + t * t * bx,
            (1 - t) ** 2 * ay + 2 * t * (1 - t) * cy + t * t * by,
        )
        for t in ways
    ]


def terrain(seed: int, cells: int = 7, octaves: int = 4) -> Image.Image:
    """A smooth field of heights, 0 to 255, as large as the canvas in points, for maps."""
    chance = random.Random(seed)
    field = Image.new("L", (WIDTH, HEIGHT), 128)
    for octave in range(octaves):
        across, down = cells * 2**octave, max(2, cells * 9 // 16) * 2**octave
        patch = Image.frombytes("L", (across, down), chance.randbytes(across * down))
        field = Image.blend(
            field,
            patch.resize(field.size, Image.Resampling.BICUBIC),
            0.75 if not octave else 0.5**octave * 0.8,
        )
    return field.filter(ImageFilter.GaussianBlur(2.5))


def above(field: Image.Image, height: float) -> Image.Image:
    """A mask of what lies above a height, its edge one pixel soft."""
    return field.point(lambda v: max(0, min(255, round((v - height) * 90 + 128))))


def shore(field: Image.Image, height: float, width: float = 1.0) -> Image.Image:
    """A mask of the contour line at a height."""
    return field.point(lambda v: max(0, round(255 - abs(v - height) * 170 / width)))


def valley() -> Image.Image:
    """A field that is low along the middle and rises to both long sides."""
    ramp = Image.new("L", (1, HEIGHT))
    for y in range(HEIGHT):
        ramp.putpixel((0, y), min(255, round(abs(y - HEIGHT * 0.52) * 0.88)))
    return ramp.resize((WIDTH, HEIGHT))


def blended(field: Image.Image, other: Image.Image, share: float) -> Image.Image:
    return Image.blend(field, other, share)


def coast_near(field: Image.Image, height: float, at: Point) -> Point:
    """The point of the contour at a height that is nearest to a point."""
    x0, y0 = at
    steps = ((x, y) for x in range(40, WIDTH - 40, 4) for y in range(40, HEIGHT - 40, 4))
    shore_points = ((x, y) for x, y in steps if abs(field.getpixel((x, y)) - height) < 4)
    return min(shore_points, key=lambda p: math.dist(p, (x0, y0)), default=at)

"""Draws the icons: `python -m manifest.draw_icons` writes color.png and outline.png beside this file.

Shapes are signed distances in pixels (negative inside); a pixel is covered as far as the edge passes through it."""

import math
import struct
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

Shape: TypeAlias = Callable[[float, float], float]
Colour: TypeAlias = tuple[int, int, int]
Layer: TypeAlias = tuple[Shape, Colour]
Point: TypeAlias = tuple[float, float]

TEAL = (11, 92, 107)
AMBER = (246, 178, 60)
WHITE = (255, 255, 255)


def line(*points: Point, width: float) -> Shape:
    """A stroke through the points with round ends and corners."""

    def distance(x: float, y: float) -> float:
        return min(_to_segment(x, y, a, b) for a, b in pairwise(points)) - width / 2

    return distance


def rounded(left: float, top: float, right: float, bottom: float, radius: float) -> Shape:
    """A rectangle with round corners."""
    cx, cy, half_w, half_h = (left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2

    def distance(x: float, y: float) -> float:
        dx, dy = abs(x - cx) - half_w + radius, abs(y - cy) - half_h + radius
        return math.hypot(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - radius

    return distance


def polygon(*corners: Point, radius: float = 0) -> Shape:
    """A filled polygon, grown by a radius that rounds its corners."""
    edges = list(zip(corners, (*corners[1:], corners[0]), strict=True))

    def distance(x: float, y: float) -> float:
        edge = min(_to_segment(x, y, a, b) for a, b in edges)
        inside = sum(
            (a[1] > y) != (b[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0] for a, b in edges
        )
        return (-edge if inside % 2 else edge) - radius

    return distance


def curve(start: Point, control: Point, end: Point, steps: int = 12) -> list[Point]:
    """Points along a quadratic Bézier curve."""
    weights = [((1 - t) ** 2, 2 * t * (1 - t), t**2) for t in (step / steps for step in range(steps + 1))]
    return [
        (a * start[0] + b * control[0] + c * end[0], a * start[1] + b * control[1] + c * end[1]) for a, b, c in weights
    ]


def union(*shapes: Shape) -> Shape:
    """Everything that is in any of the shapes."""
    return lambda x, y: min(shape(x, y) for shape in shapes)


def stroke(shape: Shape, width: float) -> Shape:
    """The outline of a shape, its outer edge on the shape's."""
    return lambda x, y: abs(shape(x, y) + width / 2) - width / 2


def color_icon() -> bytes:
    """White speech bubble holding an open book with an amber tick, on teal: 192 × 192."""
    bubble = union(rounded(34, 38, 158, 132, 18), polygon((60, 120), (92, 126), (62, 156), radius=3))
    left = polygon(*curve((54, 65), (76, 51), (93, 66)), *curve((93, 115), (76, 100), (54, 114)), radius=2)
    right = polygon(*curve((99, 66), (116, 51), (138, 65)), *curve((138, 114), (116, 100), (99, 115)), radius=2)
    lines = [line(*curve((64, y), (76, y - 5), (84, y + 1)), width=4.4) for y in (75, 86, 97)]
    tick = line((108, 86), (115, 94), (129, 76), width=7)
    layers = [(bubble, WHITE), (left, TEAL), (right, TEAL), *((shape, WHITE) for shape in lines), (tick, AMBER)]
    return png(192, layers, background=TEAL)


def outline_icon() -> bytes:
    """The bubble and the tick as white lines on nothing: 32 × 32."""
    bubble, tail = stroke(rounded(2, 3, 30, 24, 5), 2), polygon((8.5, 23), (15, 23), (8.5, 29), radius=0.5)
    tick = line((10.5, 13.5), (14.5, 17.5), (21.5, 9.5), width=2.4)
    return png(32, [(bubble, WHITE), (tail, WHITE), (tick, WHITE)], background=None)


def png(size: int, layers: list[Layer], background: Colour | None) -> bytes:
    """Paint the layers in order and write a square PNG; without a background it is white where it is transparent."""
    rows = bytearray()
    for row in range(size):
        rows.append(0)  # no filter
        for column in range(size):
            rows += _pixel(column + 0.5, row + 0.5, layers, background)
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(bytes(rows), 9)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _pixel(x: float, y: float, layers: list[Layer], background: Colour | None) -> bytes:
    red, green, blue = background or WHITE
    alpha = 1.0 if background else 0.0
    for shape, colour in layers:
        cover = min(max(0.5 - shape(x, y), 0.0), 1.0)
        red, green, blue = (
            round(under + (over - under) * cover) for under, over in zip((red, green, blue), colour, strict=True)
        )
        alpha = max(alpha, cover)
    return bytes((red, green, blue, round(alpha * 255)))


def _to_segment(x: float, y: float, a: Point, b: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    along = max(0.0, min(1.0, ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy)))
    return math.hypot(x - a[0] - along * dx, y - a[1] - along * dy)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


if __name__ == "__main__":
    folder = Path(__file__).parent
    (folder / "color.png").write_bytes(color_icon())
    (folder / "outline.png").write_bytes(outline_icon())

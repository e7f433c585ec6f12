"""A signature from a pad as a picture: strokes in, a small PNG out. Pure; called by ``handover``.

Drawn without any toolkit, because the office's side of the program has none; one bit a pixel is enough for ink.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

Strokes = Sequence[Sequence[tuple[float, float]]]

WIDTH: Final = 640
"""Pixels across; the height follows the strokes, up to the same."""

MARGIN: Final = 12
RADIUS: Final = 1.6
MAX_STROKES: Final = 400
MAX_POINTS: Final = 20_000


def is_signature(strokes: Strokes) -> bool:
    """Whether somebody has really written: a line of some length, not one touch of the pad."""
    length = 0.0
    for stroke in strokes:
        for (x1, y1), (x2, y2) in pairwise(stroke):
            length += abs(x2 - x1) + abs(y2 - y1)
    return length >= 30


def is_reasonable(strokes: Strokes) -> bool:
    """Whether it can have come from a hand: bounded, and finite numbers only."""
    points = [point for stroke in strokes for point in stroke]
    bounded = len(strokes) <= MAX_STROKES and len(points) <= MAX_POINTS
    return bounded and all(-100_000 < v < 100_000 for point in points for v in point)


def signature_png(strokes: Strokes) -> bytes:
    """The strokes as a black and white PNG, fitted to its frame; the same strokes give the same bytes.

    Args:
        strokes: each a sequence of (x, y), y downwards, in any one unit; at least one point.

    Raises:
        ValueError: there is no point, or more than a hand can draw.
    """
    points = [point for stroke in strokes for point in stroke]
    if not points or not is_reasonable(strokes):
        raise ValueError("no signature")
    left, top = min(x for x, _ in points), min(y for _, y in points)
    across = max(x for x, _ in points) - left
    down = max(y for _, y in points) - top
    room = WIDTH - 2 * MARGIN
    scale = min(room / max(across, 1.0), room / max(down, 1.0))
    height = max(round(down * scale) + 2 * MARGIN, 4 * MARGIN)
    rows = [bytearray(b"\xff" * ((WIDTH + 7) // 8)) for _ in range(height)]
    for stroke in strokes:
        placed = [((x - left) * scale + MARGIN, (y - top) * scale + MARGIN) for x, y in stroke]
        for start, end in pairwise([*placed, placed[-1]] if placed else []):
            _line(rows, start, end)
    return _png(WIDTH, height, rows)


def _line(rows: list[bytearray], start: tuple[float, float], end: tuple[float, float]) -> None:
    steps = max(1, round(max(abs(end[0] - start[0]), abs(end[1] - start[1]))))
    for step in range(steps + 1):
        part = step / steps
        _dot(rows, start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part)


def _dot(rows: list[bytearray], x: float, y: float) -> None:
    for row in range(max(0, round(y - RADIUS)), min(len(rows), round(y + RADIUS) + 1)):
        for column in range(max(0, round(x - RADIUS)), min(WIDTH, round(x + RADIUS) + 1)):
            if (column - x) ** 2 + (row - y) ** 2 <= RADIUS**2 + 0.5:
                rows[row][column // 8] &= ~(0x80 >> column % 8) & 0xFF


def _png(width: int, height: int, rows: list[bytearray]) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")

"""Fonts of the forms, and how text fits a place: it shrinks, then takes more lines, and is never cut.

For this package and the register pages. Widths are millimetres, sizes points.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from desktop.printing.resources import resource_file
from desktop.printing.wrapping import to_ascii

MM_PER_PT: Final = 25.4 / 72.0
PLAIN: Final = "LoketForm"
BOLD: Final = "LoketFormBold"
FILLED: Final = "LoketFormFilled"
"""Monospaced: what is filled in, so that each character stands in the middle of its box."""

CAP_HEIGHT: Final = 0.714
"""Of all three fonts, in font heights."""
ADVANCE: Final = 0.6
"""Of the monospaced font, in font heights."""

_FILES: Final = {
    PLAIN: "NotoSans-Regular.ttf",
    BOLD: "NotoSans-SemiBold.ttf",
    FILLED: "NotoSansMono-Regular.ttf",
}


def register_fonts() -> None:
    """Makes the fonts known to reportlab; cheap when they are.

    Raises:
        EnvironmentFault: ``print.resource_missing``.
    """
    known = pdfmetrics.getRegisteredFontNames()
    for name, file in _FILES.items():
        if name not in known:
            pdfmetrics.registerFont(TTFont(name, str(resource_file("fonts", file))))


@lru_cache(maxsize=4096)
def width_mm(text: str, font: str, size: float) -> float:
    """Width of a line."""
    return float(pdfmetrics.stringWidth(text, font, size)) * MM_PER_PT


def line_mm(size: float) -> float:
    """From one base line to the next."""
    return size * MM_PER_PT * 1.22


def printable(text: str, font: str) -> str:
    """The text with what the font cannot show made plain, and white space to single blanks."""
    text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return text
    glyphs = pdfmetrics.getFont(font).face.charToGlyph  # type: ignore[attr-defined]  # of a TTFont
    return "".join(char if char.isprintable() and ord(char) in glyphs else to_ascii(char) for char in text)


@lru_cache(maxsize=4096)
def broken(text: str, font: str, size: float, room_mm: float) -> tuple[str, ...]:
    """Lines no wider than the room, broken at blanks; a word is cut only where it alone is wider."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if width_mm(joined, font, size) <= room_mm:
            line = joined
            continue
        if line:
            lines.append(line)
        line = word
        while width_mm(line, font, size) > room_mm and len(line) > 1:
            cut = len(line) - 1
            while cut > 1 and width_mm(line[:cut], font, size) > room_mm:
                cut -= 1
            lines.append(line[:cut])
            line = line[cut:]
    if line or not lines:
        lines.append(line)
    return tuple(lines)


def fitted(
    text: str, font: str, room_mm: float, *, size: float, least: float, lines: int
) -> tuple[tuple[str, ...], float]:
    """Lines and size: as large as ``size`` where it fits into ``lines``, else down to ``least``, else more lines."""
    now = size
    while now > least and len(broken(text, font, now, room_mm)) > lines:
        now = max(least, now - 0.5)
    return broken(text, font, now, room_mm), now


def in_boxes(text: str, boxes: int) -> tuple[str, ...]:
    """Rows of at most ``boxes`` characters, broken at a blank where that needs no further row."""
    if len(text) <= boxes:
        return (text,)
    least = -(-len(text) // boxes)
    rows: list[str] = []
    row = ""
    for word in text.split(" "):
        joined = f"{row} {word}" if row else word
        if len(joined) <= boxes:
            row = joined
        else:
            rows.append(row)
            row = word
    rows.append(row)
    if len(rows) <= least and all(0 < len(row) <= boxes for row in rows):
        return tuple(rows)
    return tuple(text[at : at + boxes] for at in range(0, len(text), boxes))

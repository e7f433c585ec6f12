"""What a page is made of: rectangles, lines, texts and bars at exact places. For this package only.

All lengths are millimetres from the upper left corner of their block or page; font sizes are points. A text's ``y``
is its base line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

CELL_MM: Final = 4.0
"""Side of a box, and the width of a column of the grid."""

FOOT_MM: Final = 4.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; shaded where only the office writes."""

    x: float
    y: float
    w: float
    h: float
    shaded: bool = False
    outlined: bool = True


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    pt: float = 0.5


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; ``pitch_mm`` above 0 sets one character in each box, ``turned`` reads upwards."""

    x: float
    y: float
    text: str
    font: str
    size: float
    pitch_mm: float = 0.0
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """A Code128 with its left edge at the first bar."""

    x: float
    y: float
    module_mm: float
    height: float
    modules: str


Mark: TypeAlias = Box | Stroke | Text | Bars


@dataclass(frozen=True, slots=True)
class Block:
    """Marks that stay on one page.

    Attributes:
        height: including the white below.
        marks: relative to the block's corner.
        keep: stays on the page of what follows.
        head: printed again where the block begins a new page.
    """

    height: float
    marks: tuple[Mark, ...] = ()
    keep: bool = False
    head: Block | None = None


@dataclass(slots=True)
class Page:
    """Blocks at their height on one page."""

    placed: list[tuple[float, Block]] = field(default_factory=list)

    def marks(self) -> Iterator[tuple[float, Mark]]:
        """Each mark with what is added to its ``y``."""
        for top, block in self.placed:
            for mark in block.marks:
                yield top, mark


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper in its orientation, and the grid on it; ``row_mm`` above 0 is the height of table rows."""

    paper: str
    width_mm: float
    height_mm: float
    columns: int
    row_mm: float = 0.0

    @property
    def left_mm(self) -> float:
        """White at the left and right: what the grid leaves, 9 to 10.5 mm."""
        return (self.width_mm - self.columns * CELL_MM) / 2

    @property
    def top_mm(self) -> float:
        """White above and below."""
        return 9.0

    @property
    def inner_mm(self) -> float:
        """Width between the margins."""
        return self.columns * CELL_MM


_SIZES: Final = {"F4": (210.0, 330.0), "A4": (210.0, 297.0), "A3": (297.0, 420.0)}


def sheet(paper: str, orientation: str, row_mm: float = 0.0) -> Sheet:
    """The sheet of ``F4``, ``A4`` or ``A3``, ``portrait`` or ``landscape``."""
    short, long = _SIZES[paper]
    width, height = (short, long) if orientation == "portrait" else (long, short)
    return Sheet(paper, width, height, int((width - 18.0) // CELL_MM), row_mm)


def moved(marks: Iterable[Mark], dx: float, dy: float) -> Iterator[Mark]:
    """The marks elsewhere."""
    for mark in marks:
        if isinstance(mark, Stroke):
            yield Stroke(mark.x1 + dx, mark.y1 + dy, mark.x2 + dx, mark.y2 + dy, mark.pt)
        else:
            yield replace(mark, x=mark.x + dx, y=mark.y + dy)


def flow(blocks: list[Block], room_mm: float) -> list[Page]:
    """Blocks onto pages of that height; a heading goes with what it heads."""
    pages = [Page()]
    top = 0.0
    at = 0
    while at < len(blocks):
        end = at + 1
        while end < len(blocks) and blocks[end - 1].keep:
            end += 1
        group = blocks[at:end]
        if pages[-1].placed and top + sum(block.height for block in group) > room_mm + 1e-6:
            pages.append(Page())
            top = 0.0
            head = group[0].head
            if head is not None:
                pages[-1].placed.append((0.0, head))
                top = head.height
        for block in group:
            if pages[-1].placed and top + block.height > room_mm + 1e-6:  # a group longer than a page
                pages.append(Page())
                top = 0.0
                if block.head is not None:
                    pages[-1].placed.append((0.0, block.head))
                    top = block.head.height
            pages[-1].placed.append((top, block))
            top += block.height
        at = end
    return pages

"""Pages of fixed size made of columns, for papers that an office prints on cut sheets. For this package only.

A receipt on half a sheet lies: two columns, each about as wide as a roll. It is set larger than a roll where it
fits, then smaller, and goes on over the page only when even that is too long.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.printing.blocks import Block, Rule, Space, height_dots
from desktop.printing.papers import CELL_WIDTH_DOTS, MM_PER_DOT, Paper

SCALES = (1.4, 1.25, 1.1, 1.0, 0.9)
"""Sizes that are tried: 1.4 sets text in 9.9 points, 0.9 in 6.4."""

MARGIN_MM = 9.0
GAP_MM = 10.0


@dataclass(frozen=True, slots=True)
class Column:
    """Blocks from a point downwards; one dot is 1/203 inch times ``scale``."""

    left_mm: float
    top_mm: float
    width_dots: int
    advance_dots: int
    blocks: tuple[Block, ...]
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page; ``cuts_mm`` are heights from the top where it is to be cut."""

    width_mm: float
    height_mm: float
    columns: tuple[Column, ...]
    cuts_mm: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Halves:
    """What stands in the first and in the second column."""

    first: tuple[Block, ...]
    second: tuple[Block, ...]
    advance_dots: int


Composer = Callable[[Paper], Halves]


def two_column_pages(compose: Composer, paper: Paper, height_mm: float) -> list[Page]:
    """Pages of two columns, as large as they fit.

    Args:
        compose: lays the document out for a column as wide as the given paper's ``dots``.
        paper: whose width the page has.
        height_mm: of the page.
    """
    column_mm = (paper.width_mm - 2 * MARGIN_MM - GAP_MM) / 2
    room_mm = height_mm - 2 * MARGIN_MM
    for scale in SCALES:
        # Whole characters, so that values at the right edge stand under the rules' ends.
        characters = int(column_mm / (MM_PER_DOT * scale * CELL_WIDTH_DOTS))
        column = dataclasses.replace(paper, dots=characters * CELL_WIDTH_DOTS)
        halves = compose(column)
        room_dots = int(room_mm / (MM_PER_DOT * scale))
        first = _fill(halves.first, column.dots, halves.advance_dots, room_dots)
        second = _fill(halves.second, column.dots, halves.advance_dots, room_dots)
        if len(first) == len(second) == 1:
            break
    columns = [first[0], second[0], *first[1:], *second[1:]]
    pages = []
    for start in range(0, len(columns), 2):
        placed = tuple(
            Column(
                left_mm=MARGIN_MM + place * (column_mm + GAP_MM),
                top_mm=MARGIN_MM,
                width_dots=column.dots,
                advance_dots=halves.advance_dots,
                blocks=blocks,
                scale=scale,
            )
            for place, blocks in enumerate(columns[start : start + 2])
        )
        pages.append(Page(paper.width_mm, height_mm, placed))
    return pages


def stacked(pages: Sequence[Page], height_mm: float) -> list[Page]:
    """Two pages of half the height on each sheet, one above the other, with a line to cut along."""
    sheets = []
    for start in range(0, len(pages), 2):
        columns: list[Column] = []
        for place, page in enumerate(pages[start : start + 2]):
            down_mm = place * height_mm / 2
            columns += [dataclasses.replace(one, top_mm=one.top_mm + down_mm) for one in page.columns]
        sheets.append(Page(pages[start].width_mm, height_mm, tuple(columns), (height_mm / 2,)))
    return sheets


def _fill(
    blocks: Sequence[Block], width_dots: int, advance_dots: int, room_dots: int
) -> list[tuple[Block, ...]]:
    """Cuts blocks into columns no higher than ``room_dots``; white and rules at a column's top are left out."""
    columns: list[list[Block]] = [[]]
    used = 0
    for block in blocks:
        height = height_dots(block, width_dots, advance_dots)
        if used + height > room_dots and columns[-1] and not isinstance(block, (Space, Rule)):
            columns.append([])
            used = 0
        if not columns[-1] and isinstance(block, (Space, Rule)):
            continue
        columns[-1].append(block)
        used += height
    return [tuple(column) for column in columns]

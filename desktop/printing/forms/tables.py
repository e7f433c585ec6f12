"""Tables of a form: bands of columns, a heading that comes again on each page, rows that grow. For ``compose``."""

from __future__ import annotations

from typing import Final

from desktop.printing.forms.fields import (
    LEAST_PT,
    Filling,
    base_line,
    boxed_text,
)
from desktop.printing.forms.marks import CELL_MM, Block, Box, Mark, Text
from desktop.printing.forms.measure import (
    FILLED,
    MM_PER_PT,
    PLAIN,
    broken,
    fitted,
    line_mm,
    printable,
    width_mm,
)
from desktop.printing.forms.spec import Column, Field
from desktop.printing.forms.values import Row, as_date

NUMBER_COLUMN: Final = "no"
"""A column of this key counts the rows by itself, and stands first in every band."""

_HEAD_PT: Final = 6.0
_HEAD_LEAST_PT: Final = 5.0
_CELL_PT: Final = 7.0
_INSET_MM: Final = 0.6
_TURNED_MM: Final = 15.0
_BAND_GAP_MM: Final = 1.5


def table_blocks(field: Field, filling: Filling, width: float) -> list[Block]:
    """The bands of a table, each a heading and its rows."""
    rows = filling.values.tables.get(field.key, ())
    count = max(field.rows, len(rows))
    number = next((column for column in field.columns if column.key == NUMBER_COLUMN), None)
    blocks: list[Block] = []
    for columns in _bands(field, number, width):
        widths = _widths(columns, width)
        head = _head(columns, widths)
        band = [head]
        for place in range(count):
            row = rows[place] if place < len(rows) else {}
            band.append(_row(columns, widths, row, place + 1, filling.row_mm or field.row_mm, head))
        if count <= field.rows:  # as printed empty it goes onto one page; a longer list may be parted
            band = [Block(block.height, block.marks, True, block.head) for block in band]
        band[-1] = Block(band[-1].height + _BAND_GAP_MM, band[-1].marks, head=head)
        blocks.extend(band)
    return blocks


def _bands(field: Field, number: Column | None, width: float) -> list[list[Column]]:
    """Columns in their order, as many to a band as the paper takes."""
    first = [number] if number else []
    bands = [list(first)]
    taken = number.width_mm if number else 0.0
    for column in field.columns:
        if column is number:
            continue
        wide = max(column.width_mm, column.boxes * CELL_MM)
        if taken + wide > width + 1e-6 and len(bands[-1]) > len(first):
            bands.append(list(first))
            taken = number.width_mm if number else 0.0
        bands[-1].append(column)
        taken += wide
    return bands


def _widths(columns: list[Column], width: float) -> list[float]:
    """Each column's width: boxes keep theirs, the others share what is left by their least widths."""
    least = [max(c.width_mm, c.boxes * CELL_MM) if c.boxes else c.width_mm for c in columns]
    fixed = [bool(c.boxes) or c.key == NUMBER_COLUMN for c in columns]
    spare = width - sum(least)
    growing = sum(wide for wide, still in zip(least, fixed, strict=True) if not still)
    if not growing:
        return least
    if spare < 0:  # narrower paper than the form was made for: the columns without boxes give way
        spare = max(spare, -growing * 0.5)
    return [
        wide if still else wide + spare * wide / growing for wide, still in zip(least, fixed, strict=True)
    ]


def _head(columns: list[Column], widths: list[float]) -> Block:
    """Labels, turned where a word is wider than its column, and the numbers of the columns below."""
    planned: list[tuple[tuple[str, ...], float, bool]] = []
    height = 0.0
    for column, wide in zip(columns, widths, strict=True):
        room = wide - 2 * _INSET_MM
        longest = max(column.label_id.split() or [""], key=len)
        size = _HEAD_PT
        while size > _HEAD_LEAST_PT and width_mm(longest, PLAIN, size) > room:
            size -= 0.25
        turned = width_mm(longest, PLAIN, size) > room
        size = _HEAD_PT if turned else size
        along = _TURNED_MM
        lines = broken(column.label_id, PLAIN, size, along if turned else room)
        while turned and len(lines) * line_mm(size) > wide and along < 3 * _TURNED_MM:
            along += 2.0
            lines = broken(column.label_id, PLAIN, size, along)
        planned.append((lines, size, turned))
        tall = max(width_mm(line, PLAIN, size) for line in lines) if turned else len(lines) * line_mm(size)
        height = max(height, tall + 1.6)
    marks: list[Mark] = []
    x = 0.0
    numbers = any(column.no for column in columns)
    for column, wide, (lines, size, turned) in zip(columns, widths, planned, strict=True):
        marks.append(Box(x, 0, wide, height, column.officer_only))
        step = line_mm(size)
        if turned:
            begin = x + (wide - len(lines) * step) / 2
            for place, line in enumerate(lines):
                at = begin + place * step + base_line(step, size)
                marks.append(Text(at, height - 0.8, line, PLAIN, size, turned=True))
        else:
            begin = (height - len(lines) * step) / 2
            for place, line in enumerate(lines):
                at = x + (wide - width_mm(line, PLAIN, size)) / 2
                marks.append(Text(at, begin + place * step + base_line(step, size), line, PLAIN, size))
        if numbers:
            marks.append(Box(x, height, wide, 3.0, column.officer_only))
            at = x + (wide - width_mm(column.no, PLAIN, 5.5)) / 2
            marks.append(Text(at, height + base_line(3.0, 5.5), column.no, PLAIN, 5.5))
        x += wide
    return Block(height + (3.0 if numbers else 0.0), tuple(marks), keep=True)


def cell_text(column: Column, row: Row) -> str:
    """A value as it stands in a cell."""
    value = row.get(column.key, "").strip()
    found = as_date(value) if column.kind == "date" else None
    if found is not None:
        return f"{found:%d%m}{found.year:04d}" if column.boxes else f"{found:%d-%m-}{found.year:04d}"
    return printable(value, FILLED).upper()


def _row(
    columns: list[Column], widths: list[float], row: Row, number: int, row_mm: float, head: Block
) -> Block:
    cells: list[tuple[tuple[str, ...], float]] = []
    height = row_mm
    for column, wide in zip(columns, widths, strict=True):
        text = str(number) if column.key == NUMBER_COLUMN else cell_text(column, row)
        if column.boxes:
            lines = tuple(text[at : at + column.boxes] for at in range(0, len(text), column.boxes)) or ("",)
            height = max(height, len(lines) * CELL_MM + (row_mm - CELL_MM))
            cells.append((lines, 0.0))
        else:
            one_line = column.kind != "text"
            lines, size = fitted(
                text,
                FILLED,
                wide - 2 * _INSET_MM,
                size=_CELL_PT,
                least=4.5 if one_line else LEAST_PT,
                lines=1 if one_line else max(1, int(row_mm / line_mm(_CELL_PT))),
            )
            height = max(height, len(lines) * line_mm(size) + 0.8)
            cells.append((lines, size))
    marks: list[Mark] = []
    x = 0.0
    for column, wide, (lines, size) in zip(columns, widths, cells, strict=True):
        marks.append(Box(x, 0, wide, height, column.officer_only))
        if column.boxes:
            begin = x + (wide - column.boxes * CELL_MM) / 2
            top = (height - len(lines) * CELL_MM) / 2
            for place, line in enumerate(lines):
                y = top + place * CELL_MM
                marks.extend(
                    Box(begin + at * CELL_MM, y, CELL_MM, CELL_MM, column.officer_only)
                    for at in range(column.boxes)
                )
                if line:
                    marks.append(boxed_text(line, begin, y))
        else:
            step = line_mm(size)
            begin_y = (height - len(lines) * step) / 2
            for place, line in enumerate(lines):
                centred = column.key == NUMBER_COLUMN or column.kind in ("code", "date")
                wide_line = len(line) * 0.6 * size * MM_PER_PT
                at_x = x + ((wide - wide_line) / 2 if centred else _INSET_MM)
                if line:
                    marks.append(
                        Text(at_x, begin_y + place * step + base_line(step, size), line, FILLED, size)
                    )
        x += wide
    return Block(height, tuple(marks), head=head)


__all__ = ["NUMBER_COLUMN", "cell_text", "table_blocks"]

"""Fields as blocks: number, label, and boxes or lines with what is filled in. For ``compose`` only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop.printing.forms.marks import CELL_MM, Block, Box, Mark, Stroke, Text, moved
from desktop.printing.forms.measure import (
    ADVANCE,
    BOLD,
    CAP_HEIGHT,
    FILLED,
    MM_PER_PT,
    PLAIN,
    broken,
    fitted,
    in_boxes,
    line_mm,
    printable,
    width_mm,
)
from desktop.printing.forms.spec import Field, Form, Section
from desktop.printing.forms.values import FormSnapshot, as_date

NUMBER_MM: Final = 6.0
BOX_PT: Final = 9.0
VALUE_PT: Final = 8.0
LEAST_PT: Final = 5.5
_INSET_MM: Final = 0.8
_CAPTION_PT: Final = 5.0
_KEY_PT: Final = 5.2
_WIDE_KEY_PT: Final = 7.0
_WIDE_MM: Final = 350.0
_COLON_MM: Final = 2.2
_WEEKDAYS: Final = ("SENIN", "SELASA", "RABU", "KAMIS", "JUMAT", "SABTU", "MINGGU")
_DATE_PARTS: Final = (("Tgl", 0, 2), ("Bln", 2, 4), ("Thn", 4, 8))


@dataclass(frozen=True, slots=True)
class Filling:
    """What the fields are filled from, and how large labels are."""

    form: Form
    values: FormSnapshot
    row_mm: float = 0.0

    @property
    def label_pt(self) -> float:
        """Size of labels."""
        return self.form.text_pt

    def text(self, key: str) -> str:
        """A value in block letters."""
        return printable(self.values.one(key), FILLED).upper()

    def weekday(self, key: str) -> str:
        """The day of the week of a date; empty where there is none."""
        day = as_date(self.values.one(key)) if key else None
        return _WEEKDAYS[day.weekday()] if day is not None else ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something drawn at 0, 0, with its size."""

    width: float
    height: float
    marks: tuple[Mark, ...]


def base_line(height: float, size: float) -> float:
    """The base line that puts capitals in the middle of a line of that height."""
    return (height + CAP_HEIGHT * size * MM_PER_PT) / 2


def row_block(fields: list[Field], section: Section, filling: Filling, width: float) -> Block:
    """A field and those beside it; what does not fit into the width goes to a line below."""
    first = fields[0]
    if first.type == "note":
        return note_block(first, filling, width)
    if first.type == "tick":
        return tick_block(first, filling, width)
    if first.type == "key":
        return key_block(first, filling, width)
    size = filling.label_pt
    numbered = any(field.no for field in section.fields)
    indent = NUMBER_MM if numbered else 0.0
    label_mm = (first.label_cells or section.label_cells) * CELL_MM
    start = label_mm + CELL_MM if first.label_id else indent
    marks: list[Mark] = []
    label_height = 0.0
    if first.no:
        marks.append(Text(0, base_line(CELL_MM, size), f"{first.no}.", PLAIN, size))
    if first.label_id:
        lines = broken(first.label_id, PLAIN, size, label_mm - indent)
        for place, line in enumerate(lines):
            marks.append(Text(indent, base_line(CELL_MM, size) + place * line_mm(size), line, PLAIN, size))
        label_height = CELL_MM + (len(lines) - 1) * line_mm(size)
        marks.append(Text(start - _COLON_MM, base_line(CELL_MM, size), ":", PLAIN, size))
    x, top, bottom = start, 0.0, label_height
    for field in fields:
        if field is not first:
            label = f"{field.no}. {field.label_id}" if field.no else field.label_id
            room = -(-width_mm(label, PLAIN, size) // CELL_MM) * CELL_MM + CELL_MM if label else CELL_MM
            room = field.label_cells * CELL_MM or room
            if x + room + least_width(field) > width + 1e-6:
                x, top = start - room, bottom + filling.form.row_gap_mm
                x = max(x, indent)
            if label:
                # Against its boxes: a label belongs to what follows it.
                at = x + room - width_mm(label, PLAIN, size) - 1.4
                marks.append(Text(at, top + base_line(CELL_MM, size), label, PLAIN, size))
            x += room
        drawn = content(field, filling, width - x)
        marks.extend(moved(drawn.marks, x, top))
        x += drawn.width
        bottom = max(bottom, top + drawn.height)
    return Block(bottom + filling.form.row_gap_mm, tuple(marks))


def least_width(field: Field) -> float:
    """The width below which a field beside another one goes to the next line."""
    if field.type == "date":
        return 11 * CELL_MM
    if field.type == "time":
        return 5 * CELL_MM
    if field.type == "text":
        return (field.width_cells or 8) * CELL_MM
    return field.boxes * CELL_MM + (8 * CELL_MM if field.type in ("choice", "coded") else 0)


def content(field: Field, filling: Filling, room: float) -> Drawn:
    """What stands right of the label."""
    if field.type == "boxes":
        text = filling.text(field.key) or filling.weekday(field.weekday_of)
        return boxes(text, field.boxes, room, shaded=field.officer_only)
    if field.type == "date":
        return date_boxes(filling.values.one(field.key), shaded=field.officer_only)
    if field.type == "time":
        return time_boxes(filling.values.one(field.key), shaded=field.officer_only)
    if field.type == "choice":
        return choice(field, filling, room)
    if field.type == "coded":
        code = boxes(filling.text(field.key), field.boxes, room, shaded=field.officer_only)
        words = filling.text(field.label_of_code) if field.label_of_code else ""
        at = code.width + CELL_MM
        line = text_line(words, room - at, 1, shaded=field.officer_only)
        return Drawn(room, max(code.height, line.height), (*code.marks, *moved(line.marks, at, 0)))
    wide = min(field.width_cells * CELL_MM, room) if field.width_cells else room
    return text_line(filling.text(field.key), wide, field.lines, shaded=field.officer_only)


def boxes(text: str, count: int, room: float, *, shaded: bool = False) -> Drawn:
    """A row of boxes, and as many rows more as the text needs."""
    count = max(1, min(count, int((room + 1e-6) // CELL_MM)))
    marks: list[Mark] = []
    rows = in_boxes(text, count)
    for place, row in enumerate(rows):
        marks.extend(Box(at * CELL_MM, place * CELL_MM, CELL_MM, CELL_MM, shaded) for at in range(count))
        if row:
            marks.append(boxed_text(row, 0, place * CELL_MM))
    return Drawn(count * CELL_MM, len(rows) * CELL_MM, tuple(marks))


def boxed_text(text: str, x: float, y: float) -> Text:
    """Characters in the middle of boxes that begin at x, y."""
    inset = (CELL_MM - ADVANCE * BOX_PT * MM_PER_PT) / 2
    return Text(x + inset, y + base_line(CELL_MM, BOX_PT), text, FILLED, BOX_PT, pitch_mm=CELL_MM)


def date_boxes(value: str, *, shaded: bool = False) -> Drawn:
    """Day, month and year; a value that is no date stands below its boxes as it is, so that nothing is lost."""
    found = as_date(value)
    digits = f"{found:%d%m}{found.year:04d}" if found else ""
    marks: list[Mark] = []
    x = 0.0
    for caption, begin, end in _DATE_PARTS:
        inset = (CELL_MM - width_mm(caption, PLAIN, _CAPTION_PT)) / 2
        marks.append(Text(x + inset, base_line(CELL_MM, _CAPTION_PT), caption, PLAIN, _CAPTION_PT))
        x += CELL_MM
        marks.extend(Box(x + at * CELL_MM, 0, CELL_MM, CELL_MM, shaded) for at in range(end - begin))
        if digits:
            marks.append(boxed_text(digits[begin:end], x, 0))
        x += (end - begin) * CELL_MM
    height = CELL_MM
    if value and not found:
        line = text_line(printable(value, FILLED).upper(), x, 1)
        marks.extend(moved(line.marks, 0, height))
        height += line.height
    return Drawn(x, height, tuple(marks))


def time_boxes(value: str, *, shaded: bool = False) -> Drawn:
    """Five boxes with the colon in its place."""
    return boxes((value or "  :  ").replace(".", ":"), 5, 5 * CELL_MM, shaded=shaded)


def text_line(text: str, width: float, lines: int, *, shaded: bool = False) -> Drawn:
    """A framed line for writing; longer text shrinks, then takes more lines."""
    rows, size = fitted(
        text, FILLED, width - 2 * _INSET_MM, size=VALUE_PT, least=LEAST_PT, lines=max(1, lines)
    )
    count = max(lines, len(rows))
    marks: list[Mark] = [Box(0, 0, width, count * CELL_MM, shaded)]
    marks.extend(Stroke(0, at * CELL_MM, width, at * CELL_MM, 0.25) for at in range(1, count))
    for place, row in enumerate(rows if text else ()):
        marks.append(Text(_INSET_MM, place * CELL_MM + base_line(CELL_MM, size), row, FILLED, size))
    return Drawn(width, count * CELL_MM, tuple(marks))


def choice(field: Field, filling: Filling, room: float) -> Drawn:
    """The box of the code, and the list of codes beside it."""
    code = filling.text(field.key)
    drawn = boxes(code, max(field.boxes, min(len(code), 4)), room, shaded=field.officer_only)
    size = filling.label_pt - 0.5
    at = drawn.width + 2.0
    options = [f"{one.code}. {one.label_id}" for one in filling.form.codes[field.codes]]
    marks = list(drawn.marks)
    x, line = at, 0
    step = (room - at) / field.options if field.options else 0.0
    for place, option in enumerate(options):
        wide = width_mm(option, PLAIN, size)
        if field.options:
            x, line = at + place % field.options * step, place // field.options
        elif x > at and x + wide > room:
            x, line = at, line + 1
        for row, words in enumerate(broken(option, PLAIN, size, (step - 1) if step else room - at)):
            line += 1 if row else 0
            marks.append(Text(x, base_line(CELL_MM, size) + line * line_mm(size), words, PLAIN, size))
        x += wide + 3.2
    return Drawn(room, max(drawn.height, CELL_MM + line * line_mm(size)), tuple(marks))


def note_block(field: Field, filling: Filling, width: float) -> Block:
    """A paragraph of the form itself."""
    return paragraph(field.label_id, filling.label_pt, width)


def paragraph(text: str, size: float, width: float, font: str = PLAIN, gap: float = 1.2) -> Block:
    """Words over the whole width; a line feed in the text begins a new line."""
    lines = [line for part in text.split("\n") for line in broken(part, font, size, width)]
    step = line_mm(size)
    marks = tuple(
        Text(0, place * step + size * MM_PER_PT, line, font, size) for place, line in enumerate(lines) if line
    )
    return Block(len(lines) * step + gap, marks)


def key_block(field: Field, filling: Filling, width: float) -> Block:
    """The codes of a table's columns, small: ``20 STATUS PERKAWINAN 1 belum kawin, 2 ...``."""
    table = filling.form.field(field.codes)
    parts = [field.label_id] if field.label_id else []
    seen: set[str] = set()
    for column in table.columns if table else ():
        if column.codes and column.codes not in seen:
            seen.add(column.codes)
            of_same = [one.no for one in table.columns if one.codes == column.codes] if table else []
            codes = ", ".join(f"{one.code} {one.label_id}" for one in filling.form.codes[column.codes])
            label = column.label_id.upper() if len(of_same) == 1 else "ADA ATAU TIDAK"
            parts.append(f"{'/'.join(of_same)} {label}: {codes}.")
    return paragraph("  ".join(parts), _KEY_PT if width < _WIDE_MM else _WIDE_KEY_PT, width)


def tick_block(field: Field, filling: Filling, width: float) -> Block:
    """A list with a box for each line, in columns read downwards."""
    size = filling.label_pt
    marks: list[Mark] = []
    top = 0.0
    if field.label_id:
        words = f"{field.no}. {field.label_id}" if field.no else field.label_id
        for place, line in enumerate(broken(words, BOLD, size, width)):
            marks.append(Text(0, top + size * MM_PER_PT + place * line_mm(size), line, BOLD, size))
            last = top + (place + 1) * line_mm(size)
        top = last + 0.8
    chosen = filling.values.several(field.key)
    columns = max(1, field.options)
    wide = width / columns
    each = -(-len(field.ticks) // columns)
    height = top
    for column in range(columns):
        y = top
        for one in field.ticks[column * each : (column + 1) * each]:
            x = column * wide + one.level * CELL_MM
            text_x = x if one.heading else x + CELL_MM + 1.2
            font = BOLD if one.heading else PLAIN
            lines = broken(one.label_id, font, size, (column + 1) * wide - text_x - 1.0)
            if not one.heading:
                marks.append(Box(x, y, CELL_MM, CELL_MM, field.officer_only))
                if one.value in chosen:
                    marks.extend(cross(x, y))
            for place, line in enumerate(lines):
                marks.append(
                    Text(text_x, y + base_line(CELL_MM, size) + place * line_mm(size), line, font, size)
                )
            y += CELL_MM + (len(lines) - 1) * line_mm(size) + filling.form.row_gap_mm
        height = max(height, y)
    return Block(height, tuple(marks))


def cross(x: float, y: float) -> tuple[Mark, Mark]:
    """A cross in a box: what pens do, and what every font and scanner knows."""
    a, b = 0.8, CELL_MM - 0.8
    return Stroke(x + a, y + a, x + b, y + b, 1.2), Stroke(x + a, y + b, x + b, y + a, 1.2)

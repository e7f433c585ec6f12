"""A form and its values become pages of marks: head, sections, declaration, signatures, foot. For ``render`` only."""

from __future__ import annotations

from datetime import date
from typing import Final

from desktop.printing.barcodes import QUIET_MODULES, plan_code128
from desktop.printing.forms.fields import Filling, paragraph, row_block
from desktop.printing.forms.marks import (
    CELL_MM,
    FOOT_MM,
    Bars,
    Block,
    Box,
    Mark,
    Page,
    Sheet,
    Stroke,
    Text,
    flow,
)
from desktop.printing.forms.measure import (
    BOLD,
    FILLED,
    MM_PER_PT,
    PLAIN,
    broken,
    fitted,
    line_mm,
    printable,
    register_fonts,
    width_mm,
)
from desktop.printing.forms.spec import Field, Form, Section, Signature
from desktop.printing.forms.tables import table_blocks
from desktop.printing.forms.values import FormSnapshot

_BAR_MM: Final = 0.3
_BAR_HEIGHT_MM: Final = 8.0
_CODE_BOX_MM: Final = 18.0
_TITLE_PT: Final = 10.5
_HEAD_GAP_MM: Final = 2.0
_SIGNED_ROWS: Final = 3
_SIGNING_MM: Final = 19.0
_SIGNING_GAP_MM: Final = 2.5
_MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


def compose_form(form: Form, values: FormSnapshot, sheet: Sheet) -> list[Page]:
    """The pages, each with head and foot; places are relative to the corner between the margins."""
    register_fonts()
    filling = Filling(form, values, sheet.row_mm)
    head = _head(form, values, sheet)
    blocks = _body(filling, sheet.inner_mm)
    room = sheet.height_mm - 2 * sheet.top_mm - head.height - FOOT_MM
    pages = flow(blocks, room)
    for number, page in enumerate(pages, start=1):
        page.placed = [(top + head.height, block) for top, block in page.placed]
        page.placed.insert(0, (0.0, head))
        foot_top = sheet.height_mm - 2 * sheet.top_mm - FOOT_MM
        page.placed.append((foot_top, _foot(form, values, sheet, number, len(pages))))
    return pages


def long_date(day: date) -> str:
    """``23 November 2026``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _head(form: Form, values: FormSnapshot, sheet: Sheet) -> Block:
    marks: list[Mark] = []
    right = sheet.inner_mm
    box_x = right - _CODE_BOX_MM
    marks.append(Box(box_x, 0, _CODE_BOX_MM, 6.0))
    at = box_x + (_CODE_BOX_MM - width_mm(form.code, BOLD, 10)) / 2
    marks.append(Text(at, 4.25, form.code, BOLD, 10))
    room = box_x - 3.0
    height = 7.0
    if values.file_code:
        code = plan_code128(values.file_code)
        wide = code.width_modules * _BAR_MM
        bars_x = box_x - (QUIET_MODULES + 2) * _BAR_MM - wide
        marks.append(Bars(bars_x, 0, _BAR_MM, _BAR_HEIGHT_MM, code.modules()))
        number = values.file_number or values.file_code
        at = bars_x + (wide - width_mm(number, FILLED, 7)) / 2
        marks.append(Text(at, _BAR_HEIGHT_MM + 2.8, number, FILLED, 7))
        room = bars_x - QUIET_MODULES * _BAR_MM
        height = _BAR_HEIGHT_MM + 4.0
    y = 0.0
    if values.office:
        office, size = fitted(printable(values.office, PLAIN), PLAIN, room, size=7.5, least=6, lines=1)
        for line in office:
            y += line_mm(size)
            marks.append(Text(0, y - 0.6, line, PLAIN, size))
        y += 0.6
    for text, font, size in ((form.title_id.upper(), BOLD, _TITLE_PT), (form.subtitle_id, PLAIN, 7.5)):
        for line in broken(text, font, size, room) if text else ():
            y += line_mm(size)
            marks.append(Text(0, y - 0.8, line, font, size))
    height = max(height, y + 0.6)
    marks.append(Stroke(0, height, right, height, 0.8))
    return Block(height + _HEAD_GAP_MM, tuple(marks))


def _foot(form: Form, values: FormSnapshot, sheet: Sheet, page: int, pages: int) -> Block:
    size = 6.0
    parts = [f"{form.code} versi {form.version}"]
    if values.printed_local is not None:
        when = values.printed_local
        parts.append(f"dicetak {when:%d-%m-%Y} {when:%H.%M} {values.zone_label}".rstrip())
    if values.copy_number:
        parts.append(f"SALINAN ke-{values.copy_number}")
    number = f"Halaman {page} dari {pages}"
    base = FOOT_MM - 0.6
    return Block(
        FOOT_MM,
        (
            Text(0, base, " · ".join(parts), PLAIN, size),
            Text(sheet.inner_mm - width_mm(number, PLAIN, size), base, number, PLAIN, size),
        ),
    )


def _body(filling: Filling, width: float) -> list[Block]:
    form, values = filling.form, filling.values
    blocks: list[Block] = []
    if form.intro_id:
        blocks.append(paragraph(form.intro_id, form.text_pt - 0.5, width))
    for section in form.sections:
        if values.shows(section.show_if):
            blocks.extend(_section(section, filling, width))
    if form.signatures:  # a page of signatures alone belongs to nothing
        tail = slice(-_SIGNED_ROWS, None)
        blocks[tail] = [Block(one.height, one.marks, True, one.head) for one in blocks[tail]]
    if form.declaration_id:
        whole = paragraph(form.declaration_id, form.text_pt, width, gap=2.0)
        blocks.append(Block(whole.height, whole.marks, keep=bool(form.signatures)))
    rows = sorted({one.row for one in form.signatures})
    for place, row in enumerate(rows):
        block = _signatures([one for one in form.signatures if one.row == row], filling, width)
        blocks.append(Block(block.height, block.marks, keep=place + 1 < len(rows)))
    if form.foot_id:
        blocks.append(paragraph(form.foot_id, form.text_pt - 1.5, width))
    return blocks


def _section(section: Section, filling: Filling, width: float) -> list[Block]:
    fields = [field for field in section.fields if filling.values.shows(field.show_if)]
    blocks: list[Block] = []
    if section.title_id:
        blocks.append(_title(section, filling, width))
    if section.columns > 1:
        gap = CELL_MM
        wide = (int((width + gap) / section.columns / CELL_MM)) * CELL_MM - gap
        columns = []
        for number in range(1, section.columns + 1):
            of_column = [field for field in fields if field.column == number]
            columns.append(_rows(of_column, section, filling, wide))
        blocks.append(_beside(columns, wide + gap))
    else:
        blocks.extend(_rows(fields, section, filling, width))
    if blocks:
        last = blocks[-1]
        blocks[-1] = Block(last.height + 1.0, last.marks, last.keep, last.head)
    return blocks


def _title(section: Section, filling: Filling, width: float) -> Block:
    size = filling.label_pt + 0.5
    lines = broken(section.title_id.upper(), BOLD, size, width - 2)
    height = len(lines) * line_mm(size) + 1.2
    marks: list[Mark] = [Stroke(0, height, width, height, 0.6)]
    for place, line in enumerate(lines):
        marks.append(Text(0, 0.6 + size * MM_PER_PT + place * line_mm(size), line, BOLD, size))
    return Block(height + 1.4, tuple(marks), keep=True)


def _rows(fields: list[Field], section: Section, filling: Filling, width: float) -> list[Block]:
    blocks: list[Block] = []
    group: list[Field] = []
    for field in [*fields, None]:
        if field is not None and field.beside and group:
            group.append(field)
            continue
        if group:
            blocks.append(row_block(group, section, filling, width))
            group = []
        if field is None:
            break
        if field.type == "table":
            if field.label_id:
                words = f"{field.no}. {field.label_id}" if field.no else field.label_id
                label = paragraph(words, filling.label_pt, width)
                blocks.append(Block(label.height, label.marks, keep=True))
            blocks.extend(table_blocks(field, filling, width))
        else:
            group = [field]
    return blocks


def _beside(columns: list[list[Block]], step: float) -> Block:
    from desktop.printing.forms.marks import moved

    marks: list[Mark] = []
    height = 0.0
    for place, blocks in enumerate(columns):
        top = 0.0
        for block in blocks:
            marks.extend(moved(block.marks, place * step, top))
            top += block.height
        height = max(height, top)
    return Block(height, tuple(marks))


def _signatures(signatures: list[Signature], filling: Filling, width: float) -> Block:
    shown = [one for one in signatures if filling.values.shows(one.show_if)]
    if not shown:
        return Block(0.0)
    columns = max(one.column for one in signatures)
    wide = width / columns
    size = filling.label_pt
    step = line_mm(size)
    marks: list[Mark] = []
    top = _SIGNING_GAP_MM
    above = max(len(one.above_id) for one in shown) + (1 if any(one.dated for one in shown) else 0)
    line_y = top + above * step + _SIGNING_MM
    for one in shown:
        middle = (one.column - 0.5) * wide
        room = min(wide - 6.0, 70.0)
        lines = [_place_and_date(filling.values)] if one.dated else []
        lines += one.above_id
        for place, line in enumerate(lines, start=above - len(lines)):
            for part in broken(line, PLAIN, size, wide - 2)[:1]:
                at = middle - width_mm(part, PLAIN, size) / 2
                marks.append(Text(at, top + place * step + size * MM_PER_PT, part, PLAIN, size))
        if one.stamp:
            marks.append(Box(middle - 30.0, top + above * step + 1.0, 20.0, 13.0))
            for place, word in enumerate(("Meterai", "Rp10.000")):
                at = middle - 20.0 - width_mm(word, PLAIN, 6) / 2
                marks.append(Text(at, top + above * step + 7.0 + place * 2.8, word, PLAIN, 6))
        name = filling.text(one.name) if one.name else ""
        rows, name_size = fitted(name, FILLED, room, size=8.0, least=5.5, lines=1)
        for place, row in enumerate(rows if name else ()):
            at = middle - len(row) * 0.6 * name_size * MM_PER_PT / 2
            base = line_y - 0.9 - (len(rows) - 1 - place) * line_mm(name_size)
            marks.append(Text(at, base, row, FILLED, name_size))
        marks.append(Stroke(middle - room / 2, line_y, middle + room / 2, line_y, 0.5))
        for prefix, key in (("NIP", one.nip), ("NIK", one.nik)):
            if key is not None:
                marks.append(Text(middle - room / 2, line_y + step, f"{prefix}.", PLAIN, size))
                number = filling.text(key) if key else ""
                if number:
                    marks.append(Text(middle - room / 2 + 7.0, line_y + step, number, FILLED, size))
    return Block(line_y + step + 3.0, tuple(marks))


def _place_and_date(values: FormSnapshot) -> str:
    place = printable(values.place, PLAIN) or "." * 24
    day = long_date(values.signed_on) if values.signed_on else "." * 30
    return f"{place}, {day}"

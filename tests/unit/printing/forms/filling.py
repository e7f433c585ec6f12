"""Values for every field of a form, invented, and what a PDF shows at which place."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from datetime import date, datetime

import pypdfium2
import pypdfium2.raw as raw

from desktop.printing.forms.spec import Column, Field, Form
from desktop.printing.forms.values import FormSnapshot, Row, Value

LONG_NAME = "MAHARANI KUSUMANINGTYAS WIRYODININGRAT SASTROKUSUMOBROTO ADI"
NIK = "6471015708450001"
MM = 25.4 / 72.0


def value_of(form: Form, field: Field) -> Value:
    if field.type == "date":
        return "1990-03-14"
    if field.type == "time":
        return "14:05"
    if field.type == "choice":
        return form.codes[field.codes][-1].code
    if field.type == "tick":
        values = tuple(one.value for one in field.ticks if not one.heading)
        return values if field.many else values[:1]
    if field.type == "boxes":
        if field.digits:
            return NIK if field.boxes == 16 else "0123456789"[1 : field.boxes + 1] or "1"
        return LONG_NAME if field.boxes > 30 else "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: field.boxes]
    if field.type == "coded":
        return "6471"[: field.boxes]
    return f"Nilai {field.key.replace('.', ' ')}"


def cell_of(form: Form, column: Column) -> str:
    if column.codes:
        return form.codes[column.codes][-1].code
    return {"date": "1990-03-14", "digits": NIK}.get(column.kind, "Budi Santoso Wijaya")


def filled(form: Form, *, rows: int = 3, **values: Value) -> FormSnapshot:
    """Every field filled; ``values`` go before, with ``__`` for a dot."""
    chosen: dict[str, Value] = {}
    tables: dict[str, tuple[Row, ...]] = {}
    for field in form.fields():
        if field.type == "table":
            row = {column.key: cell_of(form, column) for column in field.columns if column.key != "no"}
            tables[field.key] = tuple(dict(row) for _ in range(rows))
        elif field.type not in ("note", "key"):
            chosen[field.key] = value_of(form, field)
            if field.label_of_code:
                chosen[field.label_of_code] = "KALIMANTAN TIMUR"
    chosen |= {"office.head": "Dra. Sulastri Handayani", "office.head_nip": "197001011995032001"}
    chosen |= {key.replace("__", "."): value for key, value in values.items()}
    return FormSnapshot(
        form=form.code,
        version=form.version,
        values=chosen,
        tables=tables,
        file_number="K26-004866-7",
        file_code="K260048667",
        office="Dukcapil Kota Teluk Sari",
        place="Teluk Sari",
        signed_on=date(2026, 11, 23),
        printed_local=datetime(2026, 11, 23, 14, 5),
        zone_label="WITA",
    )


@dataclass(frozen=True)
class Char:
    """A character of a PDF: its box in millimetres from the upper left corner of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def characters(pdf: bytes, page: int = 0) -> list[Char]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        loaded = document[page]
        height = loaded.get_height()
        text = loaded.get_textpage()
        found = []
        for at in range(text.count_chars()):
            char = chr(raw.FPDFText_GetUnicode(text, at))
            if char.isspace():
                continue
            left, bottom, right, top = text.get_charbox(at)
            found.append(Char(char, left * MM, (height - top) * MM, right * MM, (height - bottom) * MM))
        return found
    finally:
        document.close()


def all_text(pdf: bytes) -> str:
    """All characters of all pages in their order, without blanks."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
        return "".join("".join(pages).split()).replace("\ufffe", "-")
    finally:
        document.close()


def page_count(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


@dataclass(frozen=True)
class Rectangle:
    """A rectangle of a PDF in millimetres from the upper left corner of the page."""

    left: float
    top: float
    width: float
    height: float
    filled_only: bool


def rectangles(pdf: bytes, page: int = 0) -> list[Rectangle]:
    """The closed shapes of a page: boxes, shades and bars."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        loaded = document[page]
        tall = loaded.get_height()
        found: list[Rectangle] = []
        for at in range(raw.FPDFPage_CountObjects(loaded)):
            shape = raw.FPDFPage_GetObject(loaded, at)
            if raw.FPDFPageObj_GetType(shape) != raw.FPDF_PAGEOBJ_PATH:
                continue
            mode, stroke = ctypes.c_int(), ctypes.c_int()
            raw.FPDFPath_GetDrawMode(shape, mode, stroke)
            points: list[tuple[float, float]] = []
            for place in range(raw.FPDFPath_CountSegments(shape)):
                segment = raw.FPDFPath_GetPathSegment(shape, place)
                if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
                    points = []
                x, y = ctypes.c_float(), ctypes.c_float()
                raw.FPDFPathSegment_GetPoint(segment, x, y)
                points.append((x.value, y.value))
                if raw.FPDFPathSegment_GetClose(segment):
                    xs, ys = [x for x, _ in points], [y for _, y in points]
                    found.append(
                        Rectangle(
                            min(xs) * MM,
                            (tall - max(ys)) * MM,
                            (max(xs) - min(xs)) * MM,
                            (max(ys) - min(ys)) * MM,
                            not stroke.value,
                        )
                    )
        return found
    finally:
        document.close()

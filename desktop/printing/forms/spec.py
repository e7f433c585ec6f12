"""What a printed form is: the structs that a form's data file is read into, and what makes a file wrong.

The format is documented in docs/guide/forms.md. For this package and ``desktop.office``; nothing here draws.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

import msgspec

FORM_FORMAT = 1
"""Version of the file format. Raise it when a key changes its meaning; keys may be added with a default."""

FieldKind: TypeAlias = Literal[
    "text", "boxes", "date", "time", "choice", "tick", "coded", "table", "note", "key"
]
PaperName: TypeAlias = Literal["F4", "A4", "A3"]
Orientation: TypeAlias = Literal["portrait", "landscape"]
Rule: TypeAlias = Literal[
    "not_future", "not_before", "nik_agrees", "age_at_least", "differs", "range", "one_head", "move_level"
]

KNOWN_SOURCES = frozenset(
    {
        "today", "file.number", "file.service", "file.note", "clerk.name",
        "office.name", "office.place", "office.address", "office.head", "office.head_nip", "office.region_code",
        "applicant.name", "applicant.nik", "applicant.kk", "applicant.birth_date", "applicant.birth_place",
        "applicant.sex", "applicant.phone", "applicant.email", "applicant.religion", "applicant.occupation",
        "applicant.address", "applicant.rt", "applicant.rw", "applicant.postcode", "applicant.village",
        "applicant.district", "applicant.city", "applicant.province",
        "proxy.name", "proxy.nik", "proxy.birth_date", "proxy.phone", "proxy.address",
    }
)  # fmt: skip
"""Names of what the program may know about a file; ``source`` of a field is one of these."""


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a form's file: unknown keys are refused."""


class Condition(_Data, frozen=True, kw_only=True):
    """When something applies: the field ``key`` has one of ``any_of``, or anything at all where that is empty."""

    key: str
    any_of: tuple[str, ...] = ()


class Code(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One line of a code list: ``["1", "Laki-laki", "Male"]``."""

    code: str
    label_id: str
    label_en: str


class Tick(_Data, frozen=True, kw_only=True):
    """One line of a tick list; ``heading`` stands without a box, ``level`` is its indent in boxes (0 to 4)."""

    value: str = ""
    label_id: str
    label_en: str
    level: int = 0
    heading: bool = False


class Column(_Data, frozen=True, kw_only=True):
    """A column of a table; tables wider than the paper are printed in bands, one below the other.

    Attributes:
        key: of the cell in each row.
        no: printed below the label; may be empty.
        width_mm: least width; the columns of a band share what is left over.
        boxes: draw the value in that many boxes of 4 mm instead of one cell; 0 for a cell.
        kind: how a value is written; a date is printed ddmmyyyy in boxes, dd-mm-yyyy in a cell.
        codes: name of a code list, checked.
    """

    key: str
    label_id: str
    label_en: str
    no: str = ""
    width_mm: float = 10.0
    boxes: int = 0
    kind: Literal["text", "date", "code", "digits"] = "text"
    codes: str = ""
    officer_only: bool = False


class Field(_Data, frozen=True, kw_only=True):
    """One field; which keys mean something depends on ``type``.

    Attributes:
        key: its name in the values, unique in the form.
        type: how it is drawn.
        no: printed before the label.
        beside: stands in the row of the field before it where there is room.
        column: 1 and more in a section of several columns.
        boxes: how many boxes; of a ``choice`` or ``coded`` field the boxes of its code.
        digits: only digits are right.
        exact: every box must be filled, as in a NIK.
        lines: least number of lines of a text.
        width_cells: width of a text in boxes; 0 takes the rest of the line.
        label_cells: width of the label in boxes; 0 takes the section's.
        codes: name of a code list in this file or in ``codes.toml``; of a ``key`` the table whose codes it lists.
        options: columns in which codes or ticks are listed; 0 lets them flow.
        many: several ticks may be set.
        officer_only: filled in by the office, shaded.
        required: must not be empty; the office's fields never are.
        required_if: must not be empty in that case.
        show_if: left out unless this holds, or the field it asks about is empty.
        rows: least number of rows of a table.
        max_rows: most rows of a table; 0 for any.
        row_mm: height of a table row.
        source: what the program fills in by itself.
        label_of_code: key of the field that holds the words beside a ``coded`` field's boxes.
        weekday_of: key of a date whose day of the week (SENIN to MINGGU) stands in the boxes of an empty field.
    """

    key: str
    type: FieldKind
    label_id: str = ""
    label_en: str = ""
    no: str = ""
    beside: bool = False
    column: int = 1
    boxes: int = 0
    digits: bool = False
    exact: bool = False
    lines: int = 1
    width_cells: int = 0
    label_cells: int = 0
    codes: str = ""
    options: int = 0
    many: bool = False
    ticks: tuple[Tick, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: int = 0
    max_rows: int = 0
    row_mm: float = 5.0
    officer_only: bool = False
    required: bool = False
    required_if: Condition | None = None
    show_if: Condition | None = None
    source: str = ""
    label_of_code: str = ""
    weekday_of: str = ""


class Section(_Data, frozen=True, kw_only=True):
    """A titled part of the form; ``columns`` places its fields side by side by their ``column``."""

    id: str
    title_id: str = ""
    title_en: str = ""
    show_if: Condition | None = None
    columns: int = 1
    label_cells: int = 13
    officer_only: bool = False
    fields: tuple[Field, ...] = ()


class Signature(_Data, frozen=True, kw_only=True):
    """Who signs.

    Attributes:
        column: 1 for the left.
        above_id: lines above the room for the name, such as ``Pemohon``.
        row: signatures of one row stand side by side.
        name: key of a field, or a source such as ``office.head``, printed on the line; empty leaves dots.
        nip: the same for the number of an official; None prints no such line.
        nik: the line below is a NIK, with its key.
        dated: place and date stand above.
        stamp: a box for the duty stamp.
    """

    column: int = 1
    row: int = 1
    above_id: tuple[str, ...]
    above_en: tuple[str, ...] = ()
    name: str = ""
    nip: str | None = None
    nik: str | None = None
    dated: bool = False
    stamp: bool = False
    show_if: Condition | None = None


class Check(_Data, frozen=True, kw_only=True):
    """A check of the values; see docs/guide/forms.md for what each rule reads."""

    rule: Rule
    keys: tuple[str, ...]
    level: Literal["error", "warning"] = "error"
    low: int | None = None
    high: int | None = None
    when: Condition | None = None


class PaperChoice(_Data, frozen=True, kw_only=True):
    """A paper that the form may be printed on; the first one is the usual one.

    Attributes:
        row_mm: height of table rows on this paper; 0 takes each table's own.
    """

    paper: PaperName
    orientation: Orientation = "portrait"
    row_mm: float = 0.0


class Form(_Data, frozen=True, kw_only=True):
    """One version of a form.

    Attributes:
        papers: what it may be printed on; the first is the usual one.
        text_pt: size of labels.
        row_gap_mm: white between two rows of boxes.
    """

    format: int
    code: str
    version: int
    title_id: str
    title_en: str
    subtitle_id: str = ""
    subtitle_en: str = ""
    papers: tuple[PaperChoice, ...]
    text_pt: float = 8.0
    row_gap_mm: float = 0.9
    intro_id: str = ""
    intro_en: str = ""
    sections: tuple[Section, ...]
    declaration_id: str = ""
    declaration_en: str = ""
    signatures: tuple[Signature, ...] = ()
    foot_id: str = ""
    foot_en: str = ""
    codes: dict[str, tuple[Code, ...]] = {}
    checks: tuple[Check, ...] = ()

    def fields(self) -> Iterator[Field]:
        """All fields in their order."""
        for section in self.sections:
            yield from section.fields

    def field(self, key: str) -> Field | None:
        """The field of that key."""
        return next((field for field in self.fields() if field.key == key), None)


def mistakes(form: Form) -> Iterator[tuple[str, str]]:
    """What the structs cannot say: (place in the file such as ``$.sections[0].fields[2]``, what is wrong)."""
    if form.format != FORM_FORMAT:
        yield "$.format", f"only format {FORM_FORMAT} is known"
    if form.version < 1:
        yield "$.version", "starts at 1"
    if not form.papers:
        yield "$.papers", "names no paper"
    seen: set[str] = set()
    keys = {field.key for field in form.fields()}
    keys |= {field.label_of_code for field in form.fields() if field.label_of_code}
    for s, section in enumerate(form.sections):
        yield from _asks(section.show_if, keys, f"$.sections[{s}].show_if")
        for f, field in enumerate(section.fields):
            place = f"$.sections[{s}].fields[{f}]"
            if field.key in seen:
                yield place, f"the key {field.key} stands twice"
            seen.add(field.key)
            if not 1 <= field.column <= section.columns:
                yield place, f"column {field.column} of {section.columns}"
            yield from _asks(field.show_if, keys, f"{place}.show_if")
            yield from _asks(field.required_if, keys, f"{place}.required_if")
            if field.weekday_of and field.weekday_of not in keys:
                yield place, f"no field {field.weekday_of}"
            for what in _field_mistakes(form, field):
                yield place, what
    for c, check in enumerate(form.checks):
        for key in check.keys:
            if key.split(":")[0] not in keys:
                yield f"$.checks[{c}]", f"no field {key}"


def _asks(condition: Condition | None, keys: set[str], place: str) -> Iterator[tuple[str, str]]:
    if condition is not None and condition.key not in keys:
        yield place, f"no field {condition.key}"


def _field_mistakes(form: Form, field: Field) -> Iterator[str]:
    if field.type in ("boxes", "choice", "coded") and field.boxes < 1:
        yield f"{field.key}: {field.type} needs boxes"
    if field.type == "choice" and field.codes not in form.codes:
        yield f"{field.key}: no code list {field.codes!r}"
    if field.type == "tick" and not field.ticks:
        yield f"{field.key}: no ticks"
    if field.type == "table" and (not field.columns or field.rows < 1):
        yield f"{field.key}: a table needs columns and rows"
    if field.source and field.source not in KNOWN_SOURCES:
        yield f"{field.key}: unknown source {field.source}"
    if field.type == "key" and not any(one.key == field.codes and one.columns for one in form.fields()):
        yield f"{field.key}: no table {field.codes!r}"
    for column in field.columns:
        if column.codes and column.codes not in form.codes:
            yield f"{field.key}.{column.key}: no code list {column.codes!r}"

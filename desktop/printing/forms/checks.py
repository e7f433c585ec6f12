"""What is missing, wrong or odd in a filled form. Findings are codes; nothing is changed by itself. Called by office.

What each rule reads is in docs/guide/forms.md. ``key:column`` names a column of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, Literal

import msgspec

from desktop.domain.nik import check_nik
from desktop.printing.forms.spec import Check, Field, Form
from desktop.printing.forms.values import FormSnapshot, as_date

_TIME: Final = re.compile(r"([01]\d|2[0-3])[.:][0-5]\d")
_SEXES: Final[dict[str, Literal["male", "female"]]] = {"1": "male", "2": "female"}
_LEVELS: Final = ("village", "district", "city", "province")
_MAX_BOX_ROWS: Final = 2


class Finding(msgspec.Struct, frozen=True):
    """One thing found.

    Attributes:
        code: of its text, ``forms.`` first.
        level: an error refuses the form, a warning asks to look again.
        field: key of the field; of a table ``key:column`` with the row from 1 in ``row``.
        label: label of the field in Indonesian.
        row: of a table, from 1; 0 elsewhere.
        detail: a number or code that the text names; never personal data.
    """

    code: str
    level: Literal["error", "warning"]
    field: str
    label: str = ""
    row: int = 0
    detail: str = ""


def validate_form(form: Form, values: FormSnapshot, *, today: date | None = None) -> tuple[Finding, ...]:
    """All findings, fields first and in their order, then the form's own checks.

    Args:
        today: the office's business day; None takes the day of printing, and without one no date is in the future.
    """
    if today is None and values.printed_local is not None:
        today = values.printed_local.date()
    found: list[Finding] = []
    for section in form.sections:
        if values.shows(section.show_if):
            for field in section.fields:
                if values.shows(field.show_if):
                    found.extend(_field(form, field, values))
    for check in form.checks:
        if check.when is None or values.holds(check.when):
            found.extend(_rule(form, check, values, today or date.max))
    return tuple(found)


def _field(form: Form, field: Field, values: FormSnapshot) -> Iterator[Finding]:
    if field.type in ("note", "key"):
        return
    if field.type == "table":
        yield from _table(form, field, values)
        return
    value = values.one(field.key)

    def error(code: str, detail: str = "") -> Finding:
        return Finding(code, "error", field.key, field.label_id, detail=detail)

    if not value:
        if not field.officer_only and (field.required or values.holds(field.required_if)):
            yield error("forms.required")
        return
    if field.type == "date" and as_date(value) is None:
        yield error("forms.bad_date")
    if field.type == "time" and not _TIME.fullmatch(value):
        yield error("forms.bad_time")
    if field.type == "choice" and value not in {one.code for one in form.codes[field.codes]}:
        yield error("forms.bad_code")
    if field.type == "tick":
        known = {one.value for one in field.ticks if not one.heading}
        chosen = values.several(field.key)
        if not known.issuperset(chosen):
            yield error("forms.bad_code")
        if len(chosen) > 1 and not field.many:
            yield error("forms.one_only")
    if field.digits and not value.isdecimal():
        yield error("forms.digits_only")
    elif field.exact and len(value) != field.boxes:
        yield error("forms.digits_count", str(field.boxes))
    elif field.type == "boxes" and len(value) > field.boxes * (1 if field.digits else _MAX_BOX_ROWS):
        yield error("forms.too_long", str(field.boxes))


def _table(form: Form, field: Field, values: FormSnapshot) -> Iterator[Finding]:
    rows = values.tables.get(field.key, ())
    if not rows and (field.required or values.holds(field.required_if)):
        yield Finding("forms.required", "error", field.key, field.label_id)
    if field.max_rows and len(rows) > field.max_rows:
        yield Finding("forms.too_many_rows", "error", field.key, field.label_id, detail=str(field.max_rows))
    for number, row in enumerate(rows, start=1):
        for column in field.columns:
            value = row.get(column.key, "").strip()
            if not value or value == "-":
                continue
            code = ""
            if column.kind == "date" and as_date(value) is None:
                code = "forms.bad_date"
            elif column.codes and value not in {one.code for one in form.codes[column.codes]}:
                code = "forms.bad_code"
            elif column.kind == "digits" and not value.isdecimal():
                code = "forms.digits_only"
            if code:
                yield Finding(code, "error", f"{field.key}:{column.key}", column.label_id, row=number)


def _rule(form: Form, check: Check, values: FormSnapshot, today: date) -> Iterator[Finding]:
    for row, texts in _texts(check, values):
        code, detail, place = _judge(check, texts, values, today)
        if code:
            key = check.keys[place]
            yield Finding(code, check.level, key, _label(form, key), row=row, detail=detail)


def _texts(check: Check, values: FormSnapshot) -> Iterator[tuple[int, list[str]]]:
    """The values a check reads: once, or once for each row where its keys are columns of a table."""
    if check.rule == "one_head" or ":" not in check.keys[0]:
        yield 0, [values.one(key) for key in check.keys]
        return
    table = check.keys[0].split(":")[0]
    for number, row in enumerate(values.tables.get(table, ()), start=1):
        yield (
            number,
            [row.get(key.split(":")[1], "").strip() if ":" in key else values.one(key) for key in check.keys],
        )


def _judge(check: Check, texts: list[str], values: FormSnapshot, today: date) -> tuple[str, str, int]:
    """Code, detail and which of the keys is at fault; an empty code where all is well or nothing is known."""
    well = ("", "", 0)
    first = texts[0]
    if check.rule == "one_head":
        table, column = check.keys[0].split(":")
        rows = values.tables.get(table, ())
        heads = sum(row.get(column, "").strip() == "1" for row in rows)
        return ("forms.one_head", str(heads), 0) if rows and heads != 1 else well
    if check.rule == "move_level":
        return _move_level(first, texts[1:])
    if not first:
        return well
    if check.rule == "not_future":
        day = as_date(first)
        return ("forms.future", "", 0) if day is not None and day > today else well
    if check.rule == "range":
        number = int(first) if first.isdecimal() else None
        low, high = check.low, check.high
        bad = number is not None and (
            (low is not None and number < low) or (high is not None and number > high)
        )
        return (
            ("forms.range", f"{'' if low is None else low}–{'' if high is None else high}", 0)
            if bad
            else well
        )
    if check.rule == "differs":
        return ("forms.same_person", "", 0) if any(first == other for other in texts[1:] if other) else well
    if check.rule == "not_before":
        later, earlier = as_date(first), _born(texts[1], today)
        return ("forms.before", "", 0) if later and earlier and later < earlier else well
    if check.rule == "age_at_least":
        return _age(check, texts, today)
    return _nik(texts, today)


def _nik(texts: list[str], today: date) -> tuple[str, str, int]:
    day = as_date(texts[1]) if len(texts) > 1 else None
    sex = _SEXES.get(texts[2]) if len(texts) > 2 else None
    if today == date.max:
        return "", "", 0
    found = check_nik(texts[0], today=today, birth_date=day, sex=sex, importing=True, allow_temporary=True)
    if found.errors:
        return "forms.nik", found.errors[0], 0
    for code in ("nik.birth_date_differs", "nik.sex_differs"):
        if code in found.warnings:
            return "forms." + code.replace(".", "_"), "", 0
    return "", "", 0


def _age(check: Check, texts: list[str], today: date) -> tuple[str, str, int]:
    """Age from a birth date, or from a NIK; at the date of the second key, else today."""
    at = as_date(texts[1]) if len(texts) > 1 else None
    at = at or (today if today != date.max else None)
    if at is None:
        return "", "", 0
    born = _born(texts[0], at, latest=True)  # hardly a witness of 100; many of 20
    if born is None:
        return "", "", 0
    age = at.year - born.year - ((at.month, at.day) < (born.month, born.day))
    if check.low is not None and age < check.low:
        return "forms.too_young", str(check.low), 0
    if check.high is not None and age > check.high:
        return "forms.too_old", str(check.high), 0
    return "", "", 0


def _born(text: str, at: date, *, latest: bool = False) -> date | None:
    """A birth date, or the one of a NIK: of two possible centuries the earlier, or the later where asked."""
    born = as_date(text)
    if born is None and len(text) == 16 and at != date.max:
        dates = check_nik(text, today=at, importing=True).birth_dates
        return (max if latest else min)(dates, default=None)
    return born


def _move_level(chosen: str, names: list[str]) -> tuple[str, str, int]:
    """The class of a move (1 to 5) against the parts of the two addresses: village, district, city, province."""
    before, after = names[:4], names[4:8]
    if not chosen or not all(before) or not all(after):
        return "", "", 0
    level = "1"
    for place, (old, new) in enumerate(zip(before, after, strict=True)):
        if old.casefold() != new.casefold():
            level = str(place + 2)
    return ("forms.move_level", level, 0) if level != chosen else ("", "", 0)


def _label(form: Form, key: str) -> str:
    name, _, column = key.partition(":")
    field = form.field(name)
    if field is None:
        return ""
    found = next((one.label_id for one in field.columns if one.key == column), "")
    return found or field.label_id

"""The words of the page "Hari libur" for one language."""

from __future__ import annotations

from datetime import date
from typing import Any

from desktop.ui.admin.holidays_state import DayRow, Line
from desktop.ui.i18n import Texts

ICONS = {"closed": "lock", "limited": "clock", "open": "check-circle"}
KIND_CODES = {
    "public": "holidays.kind_public",
    "cuti_bersama": "holidays.kind_cuti_bersama",
    "local": "holidays.kind_local",
}
TREATMENT_CODES = {
    "closed": "holidays.treatment_closed",
    "limited": "holidays.treatment_limited",
    "open": "holidays.treatment_open",
}
FIELD_CODES = {
    "day": "holidays.day",
    "opens": "holidays.opens",
    "closes": "holidays.closes",
    "name_id": "holidays.name_id",
    "name_en": "holidays.name_en",
    "legal_basis": "holidays.legal_basis",
}


def sentence(texts: Texts, line: Line) -> str:
    """A line as a sentence; dates as people write them."""
    return texts.text(line.code, **{name: _said(texts, name, value) for name, value in line.args.items()})


def _said(texts: Texts, name: str, value: Any) -> Any:
    if isinstance(value, str) and name == "day":
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return value
    return texts.date_weekday(value) if isinstance(value, date) else value


def treatment_words(texts: Texts, row: DayRow) -> str:
    """What the office does on a day, with the hours of a limited one."""
    if row.treatment == "limited" and row.opens is not None and row.closes is not None:
        return texts.text("holidays.limited_from", opens=texts.time(row.opens), closes=texts.time(row.closes))
    return texts.text(TREATMENT_CODES[row.treatment])


def row_words(texts: Texts, row: DayRow) -> tuple[str, str]:
    """Title and line of a day in the list."""
    parts = [treatment_words(texts, row), texts.text(KIND_CODES[row.kind])]
    if row.estimated:
        parts.append(texts.text("holidays.estimated"))
    if row.free_weekday:
        parts.append(texts.text("holidays.free_weekday"))
    day = texts.date_short(row.day).removesuffix(f" {row.day.year}")  # the year stands above the list
    return f"{day} · {row.name(texts.language)}", " · ".join(parts)

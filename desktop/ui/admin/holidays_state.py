"""What the page "Hari libur" shows, and what its presenter asks of it. Plain Python."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Protocol

KINDS = ("public", "cuti_bersama", "local")
TREATMENTS = ("closed", "limited", "open")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence by its code; a date or time among the arguments is worded by the view."""

    code: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day of the year's list.

    Attributes:
        opens, closes: the hours of a limited day, its own or the usual ones.
        free_weekday: it falls on a weekday on which the office never serves.
    """

    key: uuid.UUID
    day: date
    kind: str
    treatment: str
    name_id: str
    name_en: str
    opens: time | None
    closes: time | None
    estimated: bool
    free_weekday: bool

    def name(self, language: str) -> str:
        """Its name in a language."""
        return self.name_en if language == "en" else self.name_id


@dataclass(frozen=True, slots=True)
class YearState:
    """A year's list.

    Attributes:
        missing: days of the national table that the office does not have; None for a year without one.
        chosen: the day that is in the form, or None.
    """

    year: int
    rows: tuple[DayRow, ...] = ()
    missing: int | None = None
    chosen: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """The form's fields as typed. `key` is None for a new day; times and dates are text."""

    key: uuid.UUID | None = None
    day: str = ""
    kind: str = "local"
    treatment: str = "closed"
    opens: str = ""
    closes: str = ""
    name_id: str = ""
    name_en: str = ""
    legal_basis: str = ""


class HolidaysScreen(Protocol):
    """What the presenter asks of the page."""

    def show_year(self, state: YearState) -> None: ...
    def show_form(self, form: Form) -> None: ...
    def show_field_fault(self, field: str, line: Line) -> None: ...
    def say(self, line: Line) -> None: ...
    def show_fault(self, line: Line) -> None: ...
    def show_busy(self, busy: bool) -> None: ...

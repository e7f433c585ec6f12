"""The presenter of the page "Hari libur": reads a year, keeps what is in the form, sends changes."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from desktop.domain.dates_typed import read_date
from desktop.domain.errors import LoketError
from desktop.office.holidays import (
    HolidayYear,
    ImportYear,
    RemoveHoliday,
    SetHoliday,
    import_year,
    list_holidays,
    remove_holiday,
    set_holiday,
)
from desktop.ui.admin.holidays_reading import read_time, told, year_state
from desktop.ui.admin.holidays_state import Form, HolidaysScreen, Line, YearState
from desktop.ui.tasks import StationContext, Tasks

_FIELD_OF = {
    "holidays.name_missing": "name_id",
    "holidays.name_long": "name_id",
    "holidays.name_signs": "name_id",
    "holidays.year": "day",
    "holidays.taken": "day",
    "holidays.hours": "opens",
}


_LATEST = date(2099, 12, 31)


class HolidaysPresenter:
    """Behind one page, from its opening until it is closed."""

    def __init__(
        self,
        tasks: Tasks,
        context: StationContext,
        view: HolidaysScreen,
        staff_id: uuid.UUID | None,
        *,
        may_edit: bool = True,
    ) -> None:
        self._tasks, self._context, self._view = tasks, context, view
        self._staff_id, self._may_edit = staff_id, may_edit
        self._year: int | None = None
        self._read: HolidayYear | None = None
        self._chosen: uuid.UUID | None = None
        self._shown: YearState | None = None
        self._busy = False
        self._news: Any = None

    @property
    def may_edit(self) -> bool:
        """Whether whoever is signed in may change the table."""
        return self._may_edit

    def start(self) -> None:
        """Read this year, and again whenever something changed."""
        self._view.show_form(Form())
        self._read_year()
        self._news = self._tasks.on_news(self._read_year, owner=self)

    def stop(self) -> None:
        """The page was closed."""
        if self._news is not None:
            self._news.cancel()
            self._news = None

    def turn(self, years: int) -> None:
        """Show an earlier (-1) or a later (+1) year."""
        if self._read is not None:
            self._year = min(max(self._read.year + years, 2000), 2100)
            self._read_year()

    def choose(self, key: uuid.UUID) -> None:
        """Put a day into the form."""
        row = next((one for one in self._read.rows if one.holiday_id == key), None) if self._read else None
        if row is None:
            return
        self._chosen = key
        self._view.show_form(
            Form(
                key,
                f"{row.day:%d-%m-%Y}",
                row.kind,
                row.treatment,
                "" if row.opens is None else f"{row.opens:%H.%M}",
                "" if row.closes is None else f"{row.closes:%H.%M}",
                row.name_id,
                row.name_en,
                row.legal_basis,
            )
        )
        self._show()

    def begin(self) -> None:
        """Empty the form for a new day."""
        self._chosen = None
        self._view.show_form(Form())
        self._show()

    def save(self, form: Form) -> None:
        """Check the form's fields and store the day."""
        if self._refused():
            return
        read = read_date(form.day, today=_LATEST)  # a year of two digits is one of this century, not of birth
        if read.value is None:
            self._view.show_field_fault("day", Line(read.code or "person.date_form"))
            return
        opens, closes = read_time(form.opens), read_time(form.closes)
        limited = form.treatment == "limited"
        for name, typed, value in (("opens", form.opens, opens), ("closes", form.closes, closes)):
            if limited and typed.strip() and value is None:
                self._view.show_field_fault(name, Line("holidays.time_form"))
                return
        day = read.value
        kind: Any = form.kind
        treatment: Any = form.treatment
        command = SetHoliday(
            **self._who,
            day=day,
            kind=kind,
            treatment=treatment,
            name_id=form.name_id,
            name_en=form.name_en,
            opens=opens if limited else None,
            closes=closes if limited else None,
            legal_basis=form.legal_basis,
            holiday_id=form.key,
        )

        def saved(change: Any) -> Line:
            self._chosen, self._year = change.holiday_id, day.year
            if not change.changed:
                return Line("holidays.same", {"day": day})
            return told("holidays.saved", change.files_differ, {"day": day})

        self._send(set_holiday, command, saved, then=self._choose_again)

    def remove(self) -> None:
        """Take the day in the form out of the table."""
        if self._refused() or self._chosen is None:
            return

        def removed(change: Any) -> Line:
            self._chosen = None
            self._view.show_form(Form())
            return told("holidays.removed", change.files_differ, {"day": change.day})

        self._send(remove_holiday, RemoveHoliday(**self._who, holiday_id=self._chosen), removed)

    def import_national(self) -> None:
        """Bring the shown year up to the national table that ships with the program."""
        if self._refused() or self._read is None:
            return

        def imported(outcome: Any) -> Line:
            if not (outcome.added or outcome.updated or outcome.removed):
                return Line("holidays.import_nothing", {"year": outcome.year})
            args = {name: getattr(outcome, name) for name in ("year", "added", "updated", "removed")}
            return told("holidays.imported", outcome.files_differ, args)

        self._send(import_year, ImportYear(**self._who, year=self._read.year), imported)

    @property
    def _who(self) -> dict[str, Any]:
        return {
            "office_id": self._context.office_id,
            "station_id": self._context.station_id,
            "staff_id": self._staff_id,
        }

    def _refused(self) -> bool:
        if not self._may_edit:
            self._view.show_fault(Line("holidays.not_yours"))
        return not self._may_edit or self._busy  # a second press of a trembling hand is the same press

    def _send(
        self,
        use_case: Callable[..., Any],
        command: Any,
        worded: Callable[[Any], Line],
        then: Callable[[], None] | None = None,
    ) -> None:
        self._busy = True
        self._view.show_busy(True)

        def done(result: Any) -> None:
            self._settle()
            self._view.say(worded(result.value))
            self._read_year(then)

        self._tasks.run(use_case, command, done, self._failed, owner=self)

    def _settle(self) -> None:
        self._busy = False
        self._view.show_busy(False)

    def _failed(self, error: LoketError) -> None:
        self._settle()
        line = Line(error.code, dict(error.details))
        if error.code in _FIELD_OF:
            self._view.show_field_fault(_FIELD_OF[error.code], line)
        else:
            self._view.show_fault(line)
        if error.code == "holidays.gone":
            self._read_year()

    def _read_year(self, then: Callable[[], None] | None = None) -> None:
        def got(year: HolidayYear) -> None:
            self._read, self._year = year, year.year
            self._show()
            if then is not None:
                then()

        self._tasks.read(
            list_holidays,
            self._context.office_id,
            self._year,
            done=got,
            failed=lambda error: self._view.show_fault(Line(error.code, dict(error.details))),
            owner=self,
        )

    def _choose_again(self) -> None:
        if self._chosen is not None:
            self.choose(self._chosen)

    def _show(self) -> None:
        if self._read is None:
            return
        state = year_state(self._read, self._chosen)
        if state != self._shown:
            self._shown = state
            self._view.show_year(state)

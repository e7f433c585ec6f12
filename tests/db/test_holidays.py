"""The office's table of holidays on both databases: what is set, refused, imported, and which promises stand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.models.engine import create_office_engine
from desktop.models.files import Application, ApplicationPause
from desktop.models.office import Holiday, Setting
from desktop.models.record import Event
from desktop.office.holidays import (
    HolidayRow,
    ImportYear,
    RemoveHoliday,
    SetHoliday,
    import_year,
    list_holidays,
    remove_holiday,
    set_holiday,
)
from desktop.office.holidays_rows import with_limited_hours
from desktop.office.live.hours import load_calendar
from desktop.office.runner import Runner
from desktop.office.work import SetClock, Work
from tests.support.filed_office import FiledOffice, make_file, make_filed_office
from tests.support.whole_office import whole_office

MONDAY_9 = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TUESDAY = date(2026, 11, 24)


@dataclass
class Place:
    """An office with files, and a runner."""

    office: FiledOffice
    runner: Runner
    engine: Any

    def set(self, day: date, **values: Any) -> Any:
        return self.runner.run(set_holiday, self.command(day, **values)).value

    def command(self, day: date, **values: Any) -> SetHoliday:
        wanted: dict[str, Any] = {"kind": "local", "treatment": "closed", "name_id": "Hari Jadi Kota"}
        return SetHoliday(office_id=self.office.office_id, day=day, **{**wanted, **values})

    def rows(self, year: int = 2026) -> tuple[HolidayRow, ...]:
        return self.runner.read(list_holidays, self.office.office_id, year).rows

    def file(self, **values: Any) -> Any:
        return make_file(
            self.engine, self.office, **{"state": "in_process", "created_at": MONDAY_9, **values}
        )


@contextmanager
def place(url: str) -> Iterator[Place]:
    engine = create_office_engine(url)
    runner = Runner(engine, SetClock(MONDAY_9))
    try:
        yield Place(make_filed_office(engine), runner, engine)
    finally:
        runner.close()
        engine.dispose()


def events(work: Work) -> list[Any]:
    found = select(Event.kind, Event.before, Event.after).where(Event.kind.like("holiday.%"))
    return list(work.connection.execute(found.order_by(Event.id)))


def test_a_day_is_added_changed_and_removed_with_its_events(database_url: str) -> None:
    with place(database_url) as at:
        added = at.set(TUESDAY, name_id="  Hari   Jadi Kota ")
        assert (added.changed, added.files_differ) == (True, 0)
        assert at.rows() == (
            HolidayRow(
                holiday_id=added.holiday_id, day=TUESDAY, kind="local", treatment="closed",
                name_id="Hari Jadi Kota", name_en="Hari Jadi Kota",
            ),
        )  # fmt: skip
        same = at.set(TUESDAY, holiday_id=added.holiday_id)
        assert not same.changed
        moved = at.set(
            date(2026, 11, 25),
            holiday_id=added.holiday_id,
            treatment="limited",
            opens=time(8),
            closes=time(10, 30),
            name_en="City's day",
        )
        assert moved.holiday_id == added.holiday_id
        (row,) = at.rows()
        assert (row.day, row.treatment, row.opens, row.closes) == (
            date(2026, 11, 25),
            "limited",
            time(8),
            time(10, 30),
        )
        at.runner.run(
            remove_holiday, RemoveHoliday(office_id=at.office.office_id, holiday_id=added.holiday_id)
        )
        assert at.rows() == ()
        assert at.runner.read(lambda work: work.connection.execute(select(Setting.value)).scalar_one()) == {}
        told = at.runner.read(events)
        assert [one.kind for one in told] == ["holiday.added", "holiday.changed", "holiday.removed"]
        assert told[1].before["day"] == "2026-11-24"
        assert told[1].after["day"] == "2026-11-25"
        with pytest.raises(UserError) as gone:
            at.set(TUESDAY, holiday_id=added.holiday_id)
        assert gone.value.code == "holidays.gone"


def test_the_same_command_twice_is_one_change(database_url: str) -> None:
    with place(database_url) as at:
        command = at.command(TUESDAY)
        first, again = at.runner.run(set_holiday, command), at.runner.run(set_holiday, command)
        assert first.value == again.value
        assert not again.changes
        assert len(at.rows()) == 1


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name_id": "  "}, "holidays.name_missing"),
        ({"name_id": "x" * 121}, "holidays.name_long"),
        ({"name_en": "x" * 121}, "holidays.name_long"),
        ({"name_id": "Hari\u202ejadi"}, "holidays.name_signs"),
        ({"day": date(1999, 12, 31)}, "holidays.year"),
        ({"kind": "other"}, "holidays.kind"),
        ({"treatment": "maybe"}, "holidays.treatment"),
        ({"treatment": "limited", "opens": time(8)}, "holidays.hours"),
        ({"treatment": "limited", "opens": time(12), "closes": time(8)}, "holidays.hours"),
        ({}, "holidays.taken"),
    ],
)
def test_what_is_refused(sqlite_url: str, values: dict[str, Any], code: str) -> None:
    with place(sqlite_url) as at:
        at.set(TUESDAY)
        day = values.pop("day", TUESDAY)
        with pytest.raises(UserError) as refused:
            at.set(day, **values)
        assert refused.value.code == code
        assert len(at.rows()) == 1


def test_hours_of_a_day_that_is_not_limited_are_left_out(sqlite_url: str) -> None:
    with place(sqlite_url) as at:
        at.set(TUESDAY, treatment="closed", opens=time(12), closes=time(8))
        assert at.rows()[0].opens is None


def test_the_calendar_with_the_hours_of_its_limited_days(database_url: str) -> None:
    with place(database_url) as at:
        at.set(TUESDAY, treatment="limited", opens=time(9), closes=time(10))
        key = at.office.office_id

        def hours(work: Work) -> Any:
            return with_limited_hours(work, key, load_calendar(work, key)).hours_on(TUESDAY)

        found = at.runner.read(hours)
        assert (found.opens, found.closes, found.last_ticket) == (time(9), time(10), time(9, 30))


def test_files_whose_promise_stands_are_counted(database_url: str) -> None:
    with place(database_url) as at:
        at.file()
        at.file(state="received", created_at=MONDAY_9 + timedelta(hours=3))
        at.file(created_at=datetime(2026, 11, 24, 1, 0, tzinfo=UTC))  # complete on the day itself
        at.file(state="ready")  # no longer running
        at.file(state="returned", step=4)  # its clock stands
        at.file(created_at=datetime(2026, 11, 25, 1, 0, tzinfo=UTC))  # complete after it
        at.file(created_at=datetime(2026, 11, 16, 1, 0, tzinfo=UTC))  # due before it
        before = at.runner.read(lambda work: _dues(work))
        change = at.set(TUESDAY)
        assert change.files_differ == 3
        assert at.runner.read(lambda work: _dues(work)) == before  # the promise stands
        assert at.set(TUESDAY, holiday_id=change.holiday_id, treatment="limited").files_differ == 3
        half_day = at.set(TUESDAY, holiday_id=change.holiday_id, treatment="open")
        assert half_day.files_differ == 0  # a day of limited hours was a working day already
        told = at.runner.read(events)
        assert told[0].after["files_differ"] == 3


def test_a_file_in_minutes_with_a_pause_and_the_cut_off_hour(sqlite_url: str) -> None:
    with place(sqlite_url) as at:
        file = at.file()
        with at.engine.connect().execution_options(loket_write=True) as connection:
            connection.execute(
                insert(ApplicationPause).values(
                    id=new_id(),
                    office_id=at.office.office_id,
                    application_id=file.application_id,
                    reason="returned",
                    started_at_utc=MONDAY_9,
                    ended_at_utc=datetime(2026, 11, 26, 1, 0, tzinfo=UTC),
                )
            )
            due = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
            connection.execute(update(Application).values(due_at_utc=due))
            connection.commit()
        # Friday 27 November with the pause, so the Friday is what matters, and the Tuesday no more.
        assert at.set(TUESDAY).files_differ == 0
        assert at.set(date(2026, 11, 27)).files_differ == 1


def test_the_national_table_is_taken_and_the_offices_decisions_stay(database_url: str) -> None:
    with whole_office(database_url) as made:
        key = made.office_id

        def year(number: int = 2026) -> Any:
            return made.runner.read(list_holidays, key, number)

        first = year()
        assert (len(first.rows), first.missing, first.today) == (25, 0, date(2026, 11, 23))
        assert first.bundled == (2024, 2025, 2026, 2027, 2028)
        again = made.runner.run(import_year, ImportYear(office_id=key, year=2026))
        assert (again.value.added, again.value.updated, again.value.removed) == (0, 0, 0)
        assert not again.changes
        eve = next(row for row in first.rows if row.day == date(2026, 12, 24))
        christmas = next(row for row in first.rows if row.day == date(2026, 12, 25))
        made.runner.run(
            set_holiday,
            SetHoliday(
                office_id=key,
                day=eve.day,
                kind=eve.kind,
                treatment="open",
                name_id="Lain",
                holiday_id=eve.holiday_id,
            ),
        )
        made.runner.run(remove_holiday, RemoveHoliday(office_id=key, holiday_id=christmas.holiday_id))
        made.runner.run(_add_estimate, _Estimate(office_id=key))
        assert year().missing == 1
        outcome = made.runner.run(import_year, ImportYear(office_id=key, year=2026)).value
        assert (outcome.added, outcome.updated, outcome.removed) == (1, 1, 1)
        after = {row.day: row for row in year().rows}
        assert after[eve.day].treatment == "open"
        assert after[eve.day].name_id == eve.name_id
        assert after[christmas.day].name_id == "Hari Raya Natal"
        assert date(2026, 6, 17) not in after
        with pytest.raises(UserError) as refused:
            made.runner.run(import_year, ImportYear(office_id=key, year=2040))
        assert (refused.value.code, refused.value.details["last"]) == ("holidays.no_table", 2028)
        assert year(2040).rows == ()


class _Estimate(SetHoliday, frozen=True, kw_only=True):
    day: date = date(2026, 6, 17)
    kind: Any = "public"
    treatment: Any = "closed"
    name_id: str = "Tahun Baru Islam"


def _add_estimate(work: Work, command: _Estimate) -> Any:
    """A date that the moon seemed to give, until the decree came."""
    from desktop.office.work import Result

    work.connection.execute(
        insert(Holiday).values(
            id=new_id(), office_id=command.office_id, day=command.day, kind="public", treatment="closed",
            name_id=command.name_id, name_en="Islamic New Year", estimated=True,
        )
    )  # fmt: skip
    return Result(None)


def _dues(work: Work) -> list[Any]:
    return list(work.connection.execute(select(Application.due_at_utc).order_by(Application.id)).scalars())

"""What goes wrong around a file and has no other home: a holiday after the promise, a NIK that is somebody else's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from desktop.domain.errors import UserError
from desktop.models.files import Application
from desktop.models.paper import Document
from desktop.models.people import Person
from desktop.models.record import Event
from desktop.office.files.commands import GivenPerson, TakenIn
from desktop.office.files.moving import FileRef, MoveFiles, move_files
from desktop.office.holidays import RemoveHoliday, SetHoliday, remove_holiday, set_holiday
from desktop.office.live.file_timeline import file_timeline
from desktop.office.live.file_values import FilePromise
from tests.db.test_file_intake import NIK, Desk
from tests.support.whole_office import whole_office

TUESDAY = date(2026, 11, 24)
OTHER = "6471011203680028"
"""Invented: no such number was given out."""


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    with whole_office(database_url) as office:
        yield Desk(office)


def holiday(desk: Desk, day: date, treatment: Any = "closed", **more: Any) -> Any:
    command = SetHoliday(
        office_id=desk.office.office_id, day=day, kind="local", treatment=treatment, name_id="Hari Jadi Kota", **more
    )  # fmt: skip
    return desk.run(set_holiday, command).value


def promise(desk: Desk, file: TakenIn) -> FilePromise:
    return desk.read(file_timeline, desk.office.office_id, file.application_id).promise


def test_a_holiday_after_the_promise_leaves_it_standing_and_tells_the_clerk(desk: Desk) -> None:
    taken = desk.take()
    before = promise(desk, taken)
    assert before.due_local is not None
    assert (before.due_local.date(), before.standing, before.now_local) == (TUESDAY, "", None)
    paper = desk.rows(Document.content)

    change = holiday(desk, TUESDAY)
    assert change.files_differ == 1
    after = promise(desk, taken)
    assert after.due_local == before.due_local, "the promise stands"
    assert (after.first_local, after.verdict) == (before.first_local, before.verdict)
    assert after.standing == "promise.stands_earlier"
    assert after.now_local is not None
    assert after.now_local.date() == date(2026, 11, 25)
    assert desk.rows(Application.due_at_utc)[0].due_at_utc == taken.due_at_utc
    assert desk.rows(Document.content) == paper
    # The bar ends at the day that was promised: nobody reads another date out of it.
    assert max(one.day for one in after.bar) <= TUESDAY

    desk.run(remove_holiday, RemoveHoliday(office_id=desk.office.office_id, holiday_id=change.holiday_id))
    assert promise(desk, taken) == before


def test_a_file_that_needs_no_promise_any_more_is_not_told_about(desk: Desk) -> None:
    taken = desk.take()
    holiday(desk, TUESDAY)
    command = MoveFiles(
        office_id=desk.office.office_id, staff_id=desk.office.clerk_id, action="cancel", reason="double_entry",
        files=(FileRef(application_id=taken.application_id),),
    )  # fmt: skip
    desk.run(move_files, command)
    assert promise(desk, taken).standing == ""


def test_a_shorter_day_is_no_other_date(desk: Desk) -> None:
    """Days are promised, so a day that only closes earlier changes nothing that anybody was told."""
    taken = desk.take()
    holiday(desk, TUESDAY, "limited", opens=time(8), closes=time(11))
    assert promise(desk, taken).standing == ""


def test_a_nik_of_somebody_else_is_not_taken_over(desk: Desk) -> None:
    """A file of somebody without a NIK comes back with a number that another person here has."""
    desk.take(applicant=GivenPerson(name="Suparno Adi", nik=OTHER))
    short = desk.take(applicant=GivenPerson(name="Hesti Ramadhani"), items=desk.answers(0))
    again = {
        "application_id": short.application_id, "version": 1,
        "items": desk.answers(application_id=short.application_id),
    }  # fmt: skip
    with pytest.raises(UserError) as refused:
        desk.take(**again, applicant=GivenPerson(name="Hesti Ramadhani", nik=OTHER))
    assert refused.value.code == "person.nik_taken"
    assert (refused.value.details["who"], refused.value.details["field"]) == ("applicant", "nik")
    assert OTHER not in str(refused.value.details)
    assert sorted(tuple(row) for row in desk.rows(Person.name, Person.nik) if row.nik) == [
        ("Suparno Adi", OTHER)
    ]
    done = desk.take(**again, applicant=GivenPerson(name="Hesti Ramadhani", nik=NIK))
    assert (done.state, done.code) == ("received", short.code)
    assert {tuple(row) for row in desk.rows(Person.name, Person.nik)} == {
        ("Suparno Adi", OTHER), ("Hesti Ramadhani", NIK),
    }  # fmt: skip


def test_the_database_keeps_one_row_for_a_nik_and_its_errors_name_nobody(desk: Desk) -> None:
    desk.take()
    with desk.office.runner.engine.connect().execution_options(loket_write=True) as connection:
        row = dict(connection.execute(select(Person.__table__)).one()._mapping)
        row |= {
            "id": desk.office.office_id,
            "name": "Rahasia Sekali",
            "created_at_utc": row["created_at_utc"],
        }
        with pytest.raises(DBAPIError, match=r"uq_person_office_nik|person\.nik") as refused:
            connection.execute(Person.__table__.insert().values(**row))  # type: ignore[attr-defined]
        connection.rollback()
    assert "Rahasia" not in str(refused.value), "an error's text goes into the log"


def test_a_known_person_told_otherwise_leaves_an_event_without_values(desk: Desk) -> None:
    """A NIK typed for another person would rename the one who has it: whoever looks for it finds when and by whom."""
    desk.take()
    desk.take(applicant=GivenPerson(name="Hesti Ramadhani", nik=NIK, birth_place="Teluk Sari"))
    assert "person.changed" not in {row.kind for row in desk.rows(Event.kind)}, "nothing was replaced"
    desk.take(applicant=GivenPerson(name="Hesti Ramadhani Putri", nik=NIK))
    (changed,) = [
        row for row in desk.rows(Event.kind, Event.after, Event.staff_id) if row.kind == "person.changed"
    ]
    assert changed.after == {"fields": ["name"]}
    assert changed.staff_id == desk.office.clerk_id

"""What is due, late, waited for, with the applicant, ready too long, in my hands; slips and the day's end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from desktop.domain.errors import UserError
from desktop.models.engine import create_office_engine
from desktop.models.files import Application
from desktop.models.paper import Document, DocumentPerson, PrintJob
from desktop.office.files.due import MarkUncollected, PrintApology, mark_uncollected, print_apology
from desktop.office.live.file_lists import due_lists
from desktop.office.live.file_values import DueLists, FileList
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from tests.support.filed_office import (
    NIKS,
    FiledFile,
    FiledOffice,
    at_local,
    make_file,
    make_filed_office,
)

MONDAY = at_local(23, 9)


class Hall:
    """An office on Monday 23 November 2026, 09.00."""

    def __init__(self, url: str) -> None:
        self.engine = create_office_engine(url)
        self.runner = Runner(self.engine, SetClock(MONDAY))
        self.office: FiledOffice = make_filed_office(self.engine)

    def file(self, **values: Any) -> FiledFile:
        return make_file(
            self.engine, self.office, **{"created_at": MONDAY - timedelta(days=1), "nik": None, **values}
        )

    def lists(self, staff: Any = None, **more: Any) -> DueLists:
        return self.runner.read(due_lists, self.office.office_id, staff, **more)


@pytest.fixture
def hall(database_url: str) -> Iterator[Hall]:
    hall = Hall(database_url)
    yield hall
    hall.runner.close()
    hall.engine.dispose()


def _codes(found: FileList) -> list[str]:
    assert found.count == len(found.rows)
    return [one.code for one in found.rows]


def test_due_today_and_late_leave_out_what_stands_still_or_is_done(hall: Hall) -> None:
    late = hall.file(due_at=at_local(20, 15))
    later = hall.file(due_at=at_local(19, 15))
    this_morning = hall.file(due_at=at_local(23, 8, 30))
    today = hall.file(due_at=at_local(23, 15))
    hall.file(due_at=at_local(24, 0))
    hall.file(state="ready", due_at=at_local(20, 15))
    hall.file(state="returned", step=4, due_at=at_local(20, 15))
    paused = hall.file(state="in_process", step=5, due_at=at_local(20, 15))
    with hall.engine.connect().execution_options(loket_write=True) as connection:
        connection.execute(
            update(Application)
            .where(Application.id == paused.application_id)
            .values(paused_since_utc=MONDAY - timedelta(hours=1))
        )
        connection.commit()
    seen = hall.lists()
    assert _codes(seen.late) == [later.code, late.code, this_morning.code]
    assert _codes(seen.today) == [today.code]
    assert seen.late.rows[0].late
    assert not seen.today.rows[0].late


def test_a_short_list_counts_more_than_it_shows(hall: Hall) -> None:
    for day in range(5):
        hall.file(due_at=at_local(15 + day, 15))
    late = hall.lists(rows=3).late
    assert (late.count, len(late.rows)) == (5, 3)


def test_waiting_for_others_is_by_whose_turn_it_is(hall: Hall) -> None:
    signed = hall.file(state="waiting_signature")
    initials = hall.file(state="in_process", step=5)
    hall.file(state="in_process", step=4)
    hall.file(state="verified")
    waiting = hall.lists().waiting
    assert [(one.name, _codes(one)) for one in waiting] == [
        ("applicant", [initials.code]), ("head", [signed.code]),
    ]  # fmt: skip
    assert waiting[1].rows[0].step_id_text == "Ditandatangani (TTE)"


def test_ready_files_by_how_long_they_wait(hall: Hall) -> None:
    made = {}
    for days in (0, 6, 7, 29, 30, 89, 90, 400):
        made[days] = hall.file(
            state="ready" if days < 90 else "uncollected", created_at=MONDAY - timedelta(days=days + 2),
            ready_at=MONDAY - timedelta(days=days),
        ).code  # fmt: skip
    hall.file(state="collected")
    seen = hall.lists()
    assert _codes(seen.ready) == [made[6], made[0]]
    assert _codes(seen.days_7) == [made[29], made[7]]
    assert _codes(seen.days_30) == [made[89], made[30]]
    assert _codes(seen.days_90) == [made[400], made[90]]
    assert [one.days_waiting for one in seen.days_90.rows] == [400, 90]


def test_returned_files_and_those_in_my_hands(hall: Hall) -> None:
    office = hall.office
    back = hall.file(state="returned", missing=("ktp",))
    mine = hall.file(state="in_process", holder_id=office.operator, due_at=at_local(25, 15))
    first = hall.file(state="verified", holder_id=office.operator, due_at=at_local(24, 15))
    hall.file(state="archived", holder_id=office.operator)
    hall.file(holder_id=office.clerk)
    seen = hall.lists(office.operator)
    assert _codes(seen.returned) == [back.code]
    assert seen.returned.rows[0].actor == "applicant"
    assert _codes(seen.mine) == [first.code, mine.code]
    assert hall.lists().mine.count == 0


def test_a_late_file_prints_its_apology_in_two_parts(hall: Hall) -> None:
    office = hall.office
    late = hall.file(name="Suparno Adi", nik=NIKS[0], due_at=at_local(20, 15))
    command = PrintApology(
        office_id=office.office_id, staff_id=office.clerk, application_id=late.application_id,
        printer_id=office.printer_id, compensation="Dokumen diantar ke rumah",
    )  # fmt: skip
    printed = hall.runner.run(print_apology, command).value
    assert hall.runner.run(print_apology, command).value.repeated
    with hall.engine.connect() as connection:
        [matter] = connection.execute(select(Document.__table__))
        [person] = connection.execute(select(DocumentPerson.__table__))
        [job] = connection.execute(select(PrintJob.__table__))
    assert (matter.kind, matter.subject_id, matter.id) == (
        "apology",
        late.application_id,
        printed.document_id,
    )
    assert matter.content["compensation"] == "Dokumen diantar ke rumah"
    assert matter.content["issued_by"] == "Rina Wulandari"
    assert "Suparno" not in str(matter.content)
    assert (person.content["name"], person.person_id) == ("Suparno Adi", late.person_id)
    assert person.retention_until >= date(2031, 11, 23)
    assert (job.document_id, job.state) == (matter.id, "queued")


def test_a_file_that_is_in_time_gets_no_apology(hall: Hall) -> None:
    office = hall.office
    in_time = hall.file(due_at=at_local(23, 15))
    ready_late = hall.file(state="ready", due_at=at_local(20, 15), ready_at=at_local(21, 9))
    ready_in_time = hall.file(state="ready", due_at=at_local(20, 15), ready_at=at_local(20, 9))
    for file, refused in ((in_time, True), (ready_in_time, True), (ready_late, False)):
        command = PrintApology(
            office_id=office.office_id, staff_id=office.clerk, application_id=file.application_id,
            printer_id=office.printer_id,
        )  # fmt: skip
        if refused:
            with pytest.raises(UserError, match="not_late"):
                hall.runner.run(print_apology, command)
        else:
            assert hall.runner.run(print_apology, command).value.number == file.number


def test_the_days_end_marks_what_nobody_collected(hall: Hall) -> None:
    office = hall.office
    old = hall.file(state="ready", ready_at=MONDAY - timedelta(days=31), place_id=office.shelf)
    hall.file(state="ready", ready_at=MONDAY - timedelta(days=29))
    moved = hall.runner.run(
        mark_uncollected, MarkUncollected(office_id=office.office_id, after_days=30)
    ).value
    assert [one.code for one in moved.moved] == [old.code]
    again = hall.runner.run(
        mark_uncollected, MarkUncollected(office_id=office.office_id, after_days=30)
    ).value
    assert again.count == 0
    with hall.engine.connect() as connection:
        row = connection.execute(
            select(Application.state, Application.place_id).where(Application.id == old.application_id)
        ).one()
    assert row == ("uncollected", office.shelf), "it stays on its shelf"

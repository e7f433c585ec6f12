"""A file's window: the way so far and to come, the promise with its stopped clock, papers, and who looked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, select

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.models.engine import create_office_engine
from desktop.models.files import Attachment
from desktop.models.paper import Document
from desktop.models.record import Event
from desktop.office.files.commands import GivenPerson, ItemAnswer, TakeInFile
from desktop.office.files.moving import FileRef, MoveFiles, move_files
from desktop.office.files.registering import take_in_file
from desktop.office.live.file_timeline import LookAtFile, file_timeline, record_look
from desktop.office.live.file_values import FileTimeline
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

THURSDAY = at_local(19, 9, 14)


class Hall:
    """An office on Thursday 19 November 2026, 09.14, and its clock."""

    def __init__(self, url: str) -> None:
        self.engine = create_office_engine(url)
        self.clock = SetClock(THURSDAY)
        self.runner = Runner(self.engine, self.clock)
        self.office: FiledOffice = make_filed_office(self.engine)

    def file(self, **values: Any) -> FiledFile:
        return make_file(self.engine, self.office, **{"created_at": THURSDAY, **values})

    def move(self, file: FiledFile, staff: Any = None, **values: Any) -> None:
        self.runner.run(
            move_files,
            MoveFiles(
                office_id=self.office.office_id, staff_id=staff or self.office.operator,
                files=(FileRef(application_id=file.application_id),), **values,
            ),
        )  # fmt: skip

    def look(self, file: FiledFile, viewer: Any = None) -> FileTimeline:
        return self.runner.read(file_timeline, self.office.office_id, file.application_id, viewer)


@pytest.fixture
def hall(database_url: str) -> Iterator[Hall]:
    hall = Hall(database_url)
    yield hall
    hall.runner.close()
    hall.engine.dispose()


def test_the_way_of_a_file_that_stood_with_its_applicant(hall: Hall) -> None:
    office = hall.office
    file = hall.file()
    for day, hour, minute, who in (
        (19, 9, 20, office.clerk), (19, 10, 2, office.operator), (19, 10, 20, office.operator),
        (20, 10, 31, office.clerk), (20, 14, 40, office.verifier),
    ):  # fmt: skip
        hall.clock.current = at_local(day, hour, minute)
        hall.move(file, who)
    hall.clock.current = at_local(23, 8, 55)
    hall.move(file, office.verifier, place_id=office.shelf)
    hall.clock.current = at_local(23, 14, 5)
    seen = hall.look(file, office.operator)
    lines = [
        (one.kind, one.status, one.label_id, one.who, f"{one.at_local:%d %H.%M}" if one.at_local else "")
        for one in seen.rows
    ]
    assert lines == [
        ("step", "done", "Diterima di loket", "Rina Wulandari", "19 09.14"),
        ("step", "done", "Berkas diverifikasi", "Andi Rahmat", "19 10.02"),
        ("step", "done", "Entri SIAK", "Andi Rahmat", "19 10.20"),
        ("stopped", "done", "Menunggu paraf pemohon", "Rina Wulandari", "19 10.20"),
        ("step", "done", "Divalidasi, diajukan TTE", "Kasi Nurhayati", "20 14.40"),
        ("step", "done", "Ditandatangani (TTE)", "Kasi Nurhayati", "23 08.55"),
        ("step", "current", "Siap diambil", "Kasi Nurhayati", "23 08.55"),
        ("step", "to_come", "Diserahkan", "", ""),
        ("step", "to_come", "Diarsipkan", "", ""),
    ]  # fmt: skip
    took = {one.label_id: one.took_working_s for one in seen.rows if one.took_working_s is not None}
    # Friday 14.40 to closing at 15.00 and Monday 08.00 to 08.55; and ready since 08.55, one hour's break between.
    assert took["Ditandatangani (TTE)"] == (20 + 55) * 60
    assert took["Siap diambil"] == (4 * 60 + 10) * 60
    assert seen.rows[3].stopped_s == (24 * 60 + 11) * 60
    assert (seen.steps_done, seen.steps_total) == (6, 9)
    assert (seen.head.place, seen.head.holder, seen.head.state) == ("Rak C laci 4", "", "ready")
    assert seen.rows[6].place == "Rak C laci 4"
    promise = seen.promise
    assert (promise.verdict, promise.value, promise.unit) == ("met", 1, "working_day")
    assert promise.due_local is not None
    assert promise.due_local.date() == date(2026, 11, 23)
    assert [(one.day.day, one.state) for one in promise.bar] == [(19, "done"), (20, "stopped"), (23, "today")]
    assert promise.stopped_days == 1
    assert seen.actions == ()
    assert hall.look(file, office.clerk).actions == ("hand_over", "uncollected", "cancel")
    assert [one.label for one in seen.deliverables] == ["Kartu Keluarga"]
    assert seen.deliverables[0].place == "Rak C laci 4"


def test_the_head_masks_what_it_shows(hall: Hall) -> None:
    seen = hall.look(hall.file(name="Suparno Adi", nik=NIKS[0]))
    assert (seen.head.applicant, seen.head.nik) == ("Suparno Adi", "647101********01")
    assert (seen.head.service_id_text, seen.head.service_en_text) == ("Layanan 0", "Service 0")
    shut = hall.look(hall.file(name="Suparno Adi", nik=NIKS[0], restricted=True))
    assert (shut.head.applicant, shut.head.nik) == ("S*** A***", "*" * 16)
    assert shut.head.restricted


def test_a_returned_file_says_why_and_that_the_clock_stands(hall: Hall) -> None:
    file = hall.file(state="verified", created_at=THURSDAY - timedelta(hours=4))
    hall.move(file, action="return", reason="unreadable", note="Foto KTP buram")
    hall.clock.current += timedelta(days=2)
    seen = hall.look(file)
    current = [one for one in seen.rows if one.status == "current"]
    assert [(one.kind, one.action, one.reason, one.open) for one in current] == [
        ("stopped", "return", "unreadable", True)
    ]
    assert current[0].stopped_s == 2 * 86_400
    assert seen.promise.verdict == "paused"
    assert seen.note == "Foto KTP buram"
    assert seen.head.days_waiting == 2


def test_a_file_that_was_sent_back_has_its_steps_to_come_again(hall: Hall) -> None:
    file = hall.file(state="waiting_signature", created_at=THURSDAY - timedelta(days=1))
    assert [one[0] for one in hall.look(file).send_back] == [2, 3, 4, 5, 6]
    hall.move(file, hall.office.supervisor, action="send_back", reason="entry_error", target_step=4)
    seen = hall.look(file)
    assert [(one.number, one.status) for one in seen.rows if one.number] == [
        (2, "done"), (3, "done"), (4, "current"), (5, "to_come"), (6, "to_come"), (7, "to_come"), (8, "to_come"),
        (9, "to_come"), (10, "to_come"),
    ]  # fmt: skip
    [told] = [one for one in seen.rows if one.kind == "event"]
    assert (told.action, told.reason, told.who) == ("send_back", "entry_error", "Budi Santosa")


def test_a_late_file_says_by_how_much_working_time(hall: Hall) -> None:
    file = hall.file(due_at=at_local(20, 15))
    hall.clock.current = at_local(23, 9, 30)
    seen = hall.look(file)
    assert (seen.promise.verdict, seen.promise.late_working_s, seen.head.late) == ("late", 90 * 60, True)


def test_papers_items_and_custody_are_listed(hall: Hall) -> None:
    office, file = hall.office, hall.file(missing=("ktp",), custody=("KK lama",))
    with hall.engine.connect().execution_options(loket_write=True) as connection:
        for minutes, kind in ((0, "receipt"), (30, "receipt"), (10, "shortage")):
            connection.execute(
                insert(Document).values(
                    id=new_id(), office_id=office.office_id, kind=kind, subject_id=file.application_id,
                    template_version=1, language="id", content={},
                    created_at_utc=THURSDAY + timedelta(minutes=minutes),
                )
            )  # fmt: skip
        connection.execute(
            insert(Attachment).values(
                id=new_id(), office_id=office.office_id, application_id=file.application_id, kind="scan",
                title="Draf berparaf", media_type="application/pdf", size_bytes=9, pages=2,
                added_at_utc=THURSDAY + timedelta(minutes=20), retention_until=date(2031, 1, 1),
            )
        )  # fmt: skip
        connection.commit()
    seen = hall.look(file)
    assert [(one.source, one.kind, one.version, one.title) for one in seen.papers] == [
        ("document", "receipt", 1, ""), ("document", "shortage", 1, ""),
        ("attachment", "scan", 1, "Draf berparaf"), ("document", "receipt", 2, ""),
    ]  # fmt: skip
    assert [(one.requirement, one.value, one.label_en) for one in seen.items] == [
        ("f-1-02", "received", "Form F-1.02"), ("kk-lama", "received", "Present family card"),
        ("ktp", "missing", "Photocopy of the identity card"),
    ]  # fmt: skip
    assert [(one.label, one.state, one.holder) for one in seen.custody] == [
        ("KK lama", "held", "Rina Wulandari")
    ]
    assert seen.items[2].missing_on == date(2026, 11, 19)


def test_a_window_is_at_most_eight_statements(hall: Hall) -> None:
    file = hall.file(state="ready", custody=("KK lama",))
    statements: list[str] = []
    event.listen(
        hall.engine, "before_cursor_execute", lambda _c, _cur, statement, *_rest: statements.append(statement)
    )
    runner = Runner(hall.engine)  # the database's own clock is asked too
    runner.read(file_timeline, hall.office.office_id, file.application_id, hall.office.clerk)
    runner.close()
    asked = [one for one in statements if not one.startswith(("BEGIN", "PRAGMA"))]
    assert 0 < len(asked) <= 8, asked


def test_looking_is_an_event_of_the_person_and_counts_once(hall: Hall) -> None:
    file = hall.file()
    look = LookAtFile(
        office_id=hall.office.office_id, staff_id=hall.office.operator, application_id=file.application_id
    )
    hall.runner.run(record_look, look)
    hall.runner.run(record_look, look)
    with hall.engine.connect() as connection:
        [row] = connection.execute(select(Event.__table__).where(Event.kind == "person.viewed"))
    assert (row.subject_id, row.staff_id) == (file.person_id, hall.office.operator)
    assert row.after == {"application": str(file.application_id), "how": "scan"}


def test_another_offices_file_is_not_found(hall: Hall) -> None:
    file = hall.file()
    with pytest.raises(UserError, match="not_found"):
        hall.runner.read(file_timeline, new_id(), file.application_id, None)


def test_a_file_that_came_incomplete_goes_on_at_its_next_visit(hall: Hall) -> None:
    office = hall.office
    person = GivenPerson(name="Suparno Adi")
    brought = tuple(ItemAnswer(requirement=id_, kind=kind, value="received")
                    for id_, kind in (("f-1-02", "form"), ("kk-lama", "original_shown")))  # fmt: skip
    taken = hall.runner.run(
        take_in_file,
        TakeInFile(
            office_id=office.office_id, staff_id=office.clerk, service_id=office.services[0], applicant=person,
            items=brought, counter_id=office.counter,
        ),
    ).value  # fmt: skip
    file = FiledFile(taken.application_id, taken.application_id, taken.code, taken.number)
    seen = hall.look(file)
    assert next((one.kind, one.status, one.action) for one in seen.rows) == ("event", "current", "return")
    assert {one.status for one in seen.rows[1:]} == {"to_come"}
    assert (seen.promise.verdict, seen.head.actor) == ("none", "applicant")
    hall.clock.current = at_local(20, 9)
    hall.runner.run(
        take_in_file,
        TakeInFile(
            office_id=office.office_id, staff_id=office.clerk, application_id=taken.application_id,
            items=(ItemAnswer(requirement="ktp", kind="copy", value="received"),),
        ),
    )  # fmt: skip
    for minutes in (10, 20):
        hall.clock.current = at_local(20, 9, minutes)
        hall.move(file)
    hall.clock.current = at_local(20, 10)
    hall.move(file, action="return", reason="unreadable")
    hall.clock.current = at_local(23, 9)
    hall.runner.run(
        take_in_file,
        TakeInFile(
            office_id=office.office_id, staff_id=office.clerk, application_id=taken.application_id,
            items=(ItemAnswer(requirement="ktp", kind="copy", value="received"),),
        ),
    )  # fmt: skip
    hall.clock.current = at_local(23, 9, 30)
    hall.move(file)
    seen = hall.look(file)
    told = [
        (one.kind, one.number or one.action, one.status, f"{one.at_local:%d %H.%M}")
        for one in seen.rows
        if one.at_local
    ]
    assert told == [
        ("event", "return", "done", "19 09.14"), ("event", "complete", "done", "20 09.00"),
        ("stopped", "return", "done", "20 10.00"), ("step", 2, "done", "23 09.00"),
        ("event", "complete", "done", "23 09.00"), ("step", 3, "current", "23 09.30"),
    ]  # fmt: skip
    assert seen.rows[2].stopped_s == 3 * 86_400 - 3_600
    assert not seen.rows[2].open
    # Complete on Friday, one working day, and one more with the applicant: Tuesday.
    assert seen.promise.due_local is not None
    assert seen.promise.due_local.date() == date(2026, 11, 24)

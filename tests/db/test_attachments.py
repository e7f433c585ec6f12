"""Scans of a file: stored once, looked at on the record, removed with a reason, refused by their content."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select, update

from desktop.domain.errors import UserError
from desktop.domain.media import look_at
from desktop.models.engine import create_office_engine
from desktop.models.files import Application, Attachment, Blob
from desktop.models.record import Command, Event
from desktop.office.files.attachments import (
    AddAttachment,
    ReadAttachment,
    RemoveAttachment,
    add_attachment,
    draw_attachment,
    list_attachments,
    look_at_file,
    read_attachment,
    remove_attachment,
)
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from tests.support import invented_media as made
from tests.support.invented_files import InventedFile, add_file
from tests.support.small_office import START, SmallOffice, make_small_office


class Desk:
    def __init__(self, url: str) -> None:
        self.engine = create_office_engine(url)
        self.runner = Runner(self.engine, SetClock(START))
        self.office: SmallOffice = make_small_office(self.engine, counters=2)
        self.file: InventedFile = add_file(self.engine, self.office, 4866)

    def add(self, content: bytes, title: str = "Kartu keluarga", **more: Any) -> Any:
        command = AddAttachment(
            office_id=self.office.office_id,
            staff_id=self.office.staff[0],
            application_id=more.pop("application_id", self.file.application_id),
            content=content,
            title=title,
            **more,
        )
        return self.runner.run(add_attachment, command).value

    def listed(self, **more: Any) -> Any:
        return self.runner.read(
            list_attachments, self.office.office_id, self.file.application_id, more.get("removed", False)
        )

    def refused(self, content: bytes, **more: Any) -> str:
        with pytest.raises(UserError) as error:
            self.add(content, **more)
        return error.value.code

    def count(self, table: Any) -> int:
        with self.engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(table)).scalar_one()

    def read(self, attachment_id: uuid.UUID, **more: Any) -> Any:
        command = ReadAttachment(
            office_id=self.office.office_id,
            staff_id=self.office.staff[1],
            attachment_id=attachment_id,
            **more,
        )
        return self.runner.run(read_attachment, command).value


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    made_desk = Desk(database_url)
    yield made_desk
    made_desk.runner.close()
    made_desk.engine.dispose()


def test_a_scan_is_stored_listed_and_read_on_the_record(desk: Desk) -> None:
    scan = made.pdf(pages=2)
    row = desk.add(scan, facts=look_at(scan), requirement="kk")
    assert (row.media_type, row.pages, row.size_bytes) == ("application/pdf", 2, len(scan))
    assert row.retention_until == date(2028, 11, 22)
    (listed,) = desk.listed()
    assert (listed.title, listed.added_by, listed.requirement) == ("Kartu keluarga", "Petugas 1", "kk")
    seen = desk.read(row.attachment_id, purpose="handover")
    assert seen.content == scan
    with desk.engine.connect() as connection:
        look = connection.execute(select(Event).where(Event.kind == "person.viewed")).one()
    assert (look.subject_id, look.staff_id, look.reason) == (
        desk.file.person_id,
        desk.office.staff[1],
        "handover",
    )
    assert look.after["what"] == "attachment"
    assert desk.runner.read(draw_attachment, seen, 1, 300).pages == 2


def test_the_same_content_lies_there_once(desk: Desk) -> None:
    scan = made.jpeg()
    other = add_file(desk.engine, desk.office, 4867, name="Budi", nik="9971011708900002")
    desk.add(scan)
    desk.add(scan, application_id=other.application_id)
    assert (desk.count(Attachment), desk.count(Blob)) == (2, 1)
    assert desk.refused(scan) == "attachments.already_there"


def test_a_repeated_command_adds_nothing(desk: Desk) -> None:
    again = uuid.uuid4()
    first = desk.add(made.png(), command_id=again)
    assert desk.add(made.png(), command_id=again).attachment_id == first.attachment_id
    assert (desk.count(Attachment), desk.count(Command)) == (1, 1)


def test_bad_files_leave_nothing_behind(desk: Desk) -> None:
    assert desk.refused(made.pdf() + made.program()) == "attachments.two_in_one"
    assert desk.refused(made.archive()) == "attachments.archive"
    assert desk.refused(made.pdf(catalog="/OpenAction << /S /JavaScript >>")) == "attachments.pdf_script"
    assert desk.refused(made.jpeg()[:-40]) == "attachments.broken"
    assert desk.refused(made.pdf(), title=" \n ") == "attachments.title_missing"
    assert desk.refused(made.pdf(), kind="exe") == "attachments.kind"
    assert desk.refused(made.pdf(), application_id=uuid.uuid4()) == "attachments.unknown_file"
    assert desk.refused(made.pdf(), facts=look_at(made.png())) == "attachments.facts"
    assert (desk.count(Attachment), desk.count(Blob), desk.count(Event)) == (0, 0, 0)


def test_50_megabytes_are_refused_before_they_are_read(desk: Desk, tmp_path: Path) -> None:
    large = tmp_path / "besar.pdf"
    with large.open("wb") as stream:
        stream.truncate(50_000_000)  # a hole: reading it would show zeros, not a PDF
    with pytest.raises(UserError) as error:
        desk.runner.read(look_at_file, desk.office.office_id, str(large))
    assert error.value.code == "attachments.too_large"
    assert error.value.details == {"size_mb": 50.0, "most_mb": 10.0}
    assert desk.refused(bytes(50_000_000)) == "attachments.too_large"
    with pytest.raises(UserError) as error:
        desk.runner.read(look_at_file, desk.office.office_id, str(tmp_path / "tidak-ada.pdf"))
    assert error.value.code == "attachments.missing_file"


def test_a_file_of_this_pc_is_looked_at(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "foto.pdf"
    path.write_bytes(made.jpeg())
    looked = desk.runner.read(look_at_file, desk.office.office_id, str(path))
    assert looked.facts.media_type == "image/jpeg"
    assert "foto" not in repr(looked)


def test_a_title_shows_no_number_of_a_person(desk: Desk) -> None:
    row = desk.add(made.pdf(), "KTP 9971015708900001\u202e Siti.pdf")
    assert row.title == "KTP 997101********01 Siti.pdf"
    assert desk.listed()[0].title == row.title
    with desk.engine.connect() as connection:
        stored = str(connection.execute(select(Command.result)).scalar_one())
    assert "997101" not in stored


def test_removed_with_a_reason_it_is_read_no_longer(desk: Desk) -> None:
    row = desk.add(made.pdf())

    def remove(reason: str) -> None:
        command = RemoveAttachment(
            office_id=desk.office.office_id, attachment_id=row.attachment_id, reason=reason
        )
        desk.runner.run(remove_attachment, command)

    with pytest.raises(UserError) as error:
        remove("karena")
    assert error.value.code == "attachments.reason"
    remove("wrong_file")
    assert desk.listed() == ()
    (gone,) = desk.listed(removed=True)
    assert (gone.removed_reason, gone.removed_at_utc) == ("wrong_file", START)
    with pytest.raises(UserError) as error:
        desk.read(row.attachment_id)
    assert error.value.code == "attachments.removed"
    with pytest.raises(UserError) as error:
        remove("wrong_file")
    assert error.value.code == "attachments.removed"
    desk.add(made.pdf())  # the right one may come again


def test_a_closed_file_takes_no_more(desk: Desk) -> None:
    with desk.engine.connect().execution_options(loket_write=True) as connection:
        connection.execute(update(Application).values(state="archived", closed_at_utc=START))
        connection.commit()
    assert desk.refused(made.pdf()) == "attachments.file_closed"


def test_bytes_that_changed_in_the_database_are_told(desk: Desk) -> None:
    row = desk.add(made.pdf())
    with desk.engine.connect().execution_options(loket_write=True) as connection:
        connection.execute(update(Blob).values(content=b"%PDF-changed"))
        connection.commit()
    with pytest.raises(UserError) as error:
        desk.read(row.attachment_id)
    assert error.value.code == "attachments.damaged"


def test_adding_is_at_most_nine_statements(desk: Desk) -> None:
    said: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    content = made.pdf()
    facts = look_at(content)
    event.listen(desk.engine, "before_cursor_execute", hear)
    try:
        desk.add(content, facts=facts)
    finally:
        event.remove(desk.engine, "before_cursor_execute", hear)
    assert len([one for one in said if not one.startswith(("BEGIN", "COMMIT"))]) <= 9, said

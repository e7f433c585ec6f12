"""Registers on paper: queued in two parts, drawn from the queue, a whole day of 2,500 files; both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.domain.numbers import FileNumber
from desktop.models.engine import create_office_engine
from desktop.models.files import Application
from desktop.models.paper import Document, DocumentPerson, Printer, PrintJob
from desktop.models.people import Person
from desktop.models.record import Event
from desktop.office.files.form_output import PrintEmptyForm, print_empty_form
from desktop.office.files.paper_snapshots import document_snapshot
from desktop.office.files.register_output import PrintRegister, print_register
from desktop.office.files.register_pages import OpenRegister, open_register
from desktop.office.live.registers import office_day, register_offer
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from desktop.printing.kinds import snapshot_from_json
from desktop.printing.registers import render_register
from desktop.printing.render import render_document
from tests.support.filed_office import NIKS, FiledOffice, at_local, make_file, make_filed_office
from tests.unit.printing.forms.filling import all_text

DAY = date(2026, 11, 23)
BUSY = 2_500


class Desk:
    """An office on Monday 23 November 2026, 23.30 WITA, with a printer of F4 pages."""

    def __init__(self, url: str) -> None:
        self.engine = create_office_engine(url)
        self.office: FiledOffice = make_filed_office(self.engine)
        self.runner = Runner(self.engine, SetClock(at_local(23, 23, 30)))
        self.printer = new_id()
        self.roll = self.office.printer_id
        self.write(
            insert(Printer).values(
                id=self.printer, office_id=self.office.office_id, name="Printer F4", kind="pdf_f4",
                address={"folder": "kertas"}, active=True,
            )
        )  # fmt: skip

    def write(self, statement: Any, rows: Any = None) -> None:
        with self.engine.connect().execution_options(loket_write=True) as connection:
            connection.execute(statement, rows)
            connection.commit()

    def all(self, *columns: Any) -> list[Any]:
        found: list[Any] = self.runner.read(lambda work: work.connection.execute(select(*columns)).all())
        return found

    def order(self, **changes: Any) -> PrintRegister:
        values: dict[str, Any] = {
            "office_id": self.office.office_id, "staff_id": self.office.clerk, "kind": "agenda",
            "first_day": DAY, "last_day": DAY, "printer_id": self.printer,
        }  # fmt: skip
        return PrintRegister(**{**values, **changes})


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    made = Desk(database_url)
    yield made
    made.runner.close()
    made.engine.dispose()


def drawn(desk: Desk) -> str:
    """The one stored document, as the queue hands it to a printer."""
    (document,) = desk.all(Document.kind, Document.content)
    person = next((row.content for row in desk.all(DocumentPerson.content)), None)
    snapshot = document_snapshot(document.kind, document.content, person, "Asia/Makassar")
    return all_text(render_document(snapshot_from_json(snapshot.to_json()), "pdf_f4"))


def test_a_printed_register_keeps_its_rows_apart_from_the_matter(desk: Desk) -> None:
    file = make_file(desk.engine, desk.office, created_at=at_local(23, 9), name="Marlina Tandi")
    order = desk.order()
    queued = desk.runner.run(print_register, order).value
    assert queued == desk.runner.run(print_register, order).value  # sent twice, printed once
    assert queued.rows == 1
    (job,) = desk.all(PrintJob.document_id, PrintJob.printer_id)
    assert (job.document_id, job.printer_id) == (order.document_id, desk.printer)
    (document,) = desk.all(Document.kind, Document.content)
    assert document.kind == "agenda"
    assert "Marlina" not in str(document.content)
    assert file.number not in str(document.content)
    (person,) = desk.all(DocumentPerson.retention_until)
    assert person.retention_until == DAY + timedelta(days=7)
    assert [row.kind for row in desk.all(Event.kind)].count("register.printed") == 1
    text = drawn(desk)
    assert file.number in text
    assert "MarlinaTandi" in text
    assert "RinaWulandari" in text
    assert NIKS[0] not in text


def test_the_agenda_names_who_took_a_file_in(desk: Desk) -> None:
    make_file(desk.engine, desk.office, created_at=at_local(23, 9), place_id=desk.office.shelf)
    asked = OpenRegister(office_id=desk.office.office_id, kind="agenda", first_day=DAY, last_day=DAY)
    (row,) = desk.runner.run(open_register, asked).value.rows
    assert (row.received_by, row.place) == ("Rina Wulandari", "Rak C laci 4")


def test_a_register_whose_rows_were_disposed_of_prints_empty(desk: Desk) -> None:
    make_file(desk.engine, desk.office, created_at=at_local(23, 9), name="Marlina Tandi")
    desk.runner.run(print_register, desk.order())
    desk.write(delete(DocumentPerson))
    text = drawn(desk)
    assert "Marlina" not in text
    assert "Tidakadaberkaspadamasaini" in text


def test_a_handover_list_goes_to_the_printer_too(desk: Desk) -> None:
    desk.runner.run(print_register, desk.order(kind="handover_list"))
    assert "DAFTARPENYERAHANDOKUMEN" in drawn(desk)


def test_a_slip_printer_is_refused_and_nothing_is_kept(desk: Desk) -> None:
    with pytest.raises(UserError) as told:
        desk.runner.run(print_register, desk.order(printer_id=desk.roll))
    assert told.value.code == "print.wrong_paper"
    with pytest.raises(UserError) as told:
        desk.runner.run(print_register, desk.order(printer_id=new_id()))
    assert told.value.code == "paper.no_printer"
    assert desk.all(Document.id) == []
    assert desk.all(Event.id) == []


def test_the_day_is_the_offices_own_and_only_page_printers_are_offered(desk: Desk) -> None:
    offer = desk.runner.read(register_offer, desk.office.office_id)
    assert offer.today == DAY
    assert [(one.name, one.paper) for one in offer.printers] == [("Printer F4", "F4")]
    late = Runner(desk.engine, SetClock(at_local(23, 23, 30) + timedelta(hours=1)))
    assert late.read(office_day, desk.office.office_id) == DAY + timedelta(days=1)
    late.close()


def test_a_day_of_2500_files_is_read_printed_and_drawn(desk: Desk) -> None:
    office, begin = desk.office, at_local(23, 0, 1)
    people = [new_id() for _ in range(BUSY)]
    desk.write(
        insert(Person),
        [
            {
                "id": key, "office_id": office.office_id, "name": f"Warga Nomor {n}",
                "name_search": f"warga nomor {n}", "nik": None, "restricted": False, "created_at_utc": begin,
            }
            for n, key in enumerate(people)
        ],
    )  # fmt: skip
    desk.write(
        insert(Application),
        [
            {
                "id": new_id(), "office_id": office.office_id, "letter": "K", "year": 2026, "number": n,
                "code": FileNumber("K", 2026, n).code, "service_id": office.services[0],
                "service_version_id": office.versions[0], "applicant_id": key, "channel": "counter",
                "state": "received", "step": 2, "state_since_utc": begin, "notice_way": "none",
                "complete_at_utc": begin, "created_at_utc": begin + timedelta(seconds=n),
            }
            for n, key in enumerate(people, 1)
        ],
    )  # fmt: skip
    queued = desk.runner.run(print_register, desk.order()).value
    assert queued.rows == BUSY
    asked = OpenRegister(office_id=office.office_id, kind="agenda", first_day=DAY, last_day=DAY)
    register = desk.runner.run(open_register, asked).value
    assert [row.applicant for row in register.rows[:2]] == ["Warga Nomor 0", "Warga Nomor 1"]
    text = all_text(render_register(register))
    assert f"Jumlahsampaihalamanini:{BUSY}berkas" in text
    assert FileNumber("K", 2026, BUSY).text in text


def test_an_empty_form_is_queued_once_and_only_where_it_fits(desk: Desk) -> None:
    order = PrintEmptyForm(
        office_id=desk.office.office_id, staff_id=desk.office.clerk, form="F-1.03", printer_id=desk.printer
    )
    desk.runner.run(print_empty_form, order)
    desk.runner.run(print_empty_form, order)
    assert len(desk.all(PrintJob.id)) == 1
    assert "DukcapilKotaTelukSari" in drawn(desk)
    a3 = new_id()
    desk.write(
        insert(Printer).values(
            id=a3,
            office_id=desk.office.office_id,
            name="A3",
            kind="pdf_a3",
            address={"folder": "a3"},
            active=True,
        )
    )
    with pytest.raises(UserError) as told:
        desk.runner.run(
            print_empty_form,
            PrintEmptyForm(office_id=desk.office.office_id, form="F-1.03", printer_id=a3),
        )
    assert told.value.code == "forms.paper"

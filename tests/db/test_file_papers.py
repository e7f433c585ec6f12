"""Papers of a file in the print queue, on both databases: the person joined in, copies, papers that do not fit."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.models.engine import create_office_engine
from desktop.models.office import Office, Setting
from desktop.models.paper import DocumentPerson, Printer
from desktop.models.paper import PrintJob as Row
from desktop.office.files.paper_head import RECEIPT_SETTING, read_paper_head
from desktop.office.files.paper_reading import read_document, unprinted_papers
from desktop.office.files.paper_store import ReprintDocument, reprint_document, store_document
from desktop.office.paper_jobs import DatabaseJobs, may_read_people
from desktop.office.runner import Runner
from desktop.office.work import Command, Result, SetClock, Work
from desktop.printing.adapters.pdf_folder import PdfPrinter
from desktop.printing.adapters.settings import build_printer, printer_settings
from desktop.printing.file_snapshots import ReceiptSnapshot
from desktop.printing.kinds import snapshot_from_json
from desktop.printing.preview import pdf_size_mm
from desktop.printing.spool import SpoolWorker
from tests.support.small_office import START, SmallOffice, make_small_office
from tests.unit.printing.samples import NAME, my_data_parts, receipt_parts


class Store(Command, frozen=True, kw_only=True):
    kind: str
    parts: Any
    printer_id: uuid.UUID | None


def store(work: Work, command: Store) -> Result[uuid.UUID]:
    matter, person = command.parts
    key = store_document(
        work,
        command.office_id,
        command.kind,
        new_id(),
        matter,
        person,
        retention_until=date(2031, 11, 23),
        printer_id=command.printer_id,
    )
    return Result(key, frozenset({"paper"}))


@dataclass
class House:
    runner: Runner
    clock: SetClock
    office: SmallOffice

    def store(self, kind: str = "receipt", parts: Any = None, printer: uuid.UUID | None = None) -> uuid.UUID:
        command = Store(
            office_id=self.office.office_id,
            kind=kind,
            parts=parts or receipt_parts(),
            printer_id=printer or self.office.printer_id,
        )
        return self.runner.run(store, command).value

    def reprint(self, document: uuid.UUID, **fields: Any) -> Any:
        command = ReprintDocument(office_id=self.office.office_id, document_id=document, **fields)
        return self.runner.run(reprint_document, command).value

    def jobs(self, printer: uuid.UUID | None = None, **more: Any) -> DatabaseJobs:
        return DatabaseJobs(self.runner, self.office.office_id, printer or self.office.printer_id, **more)

    def write(self, statement: Any) -> None:
        with self.runner.engine.connect().execution_options(loket_write=True) as connection:
            connection.execute(statement)
            connection.commit()

    def states(self) -> list[Any]:
        with self.runner.engine.connect() as connection:
            found = connection.execute(
                select(Row.state, Row.reason, Row.copy_number).order_by(Row.created_at_utc)
            )
            return [tuple(row) for row in found]

    def printer(self, kind: str) -> uuid.UUID:
        key = new_id()
        self.write(
            insert(Printer).values(
                id=key, office_id=self.office.office_id, name=kind, kind=kind, address={}, active=True
            )
        )
        return key


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "papers"
    made.mkdir()
    return made


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    engine = create_office_engine(database_url)
    clock = SetClock(START)
    runner = Runner(engine, clock)
    yield House(runner, clock, make_small_office(engine))
    runner.close()
    engine.dispose()


def receipt(job: Any) -> ReceiptSnapshot:
    snapshot = snapshot_from_json(job.snapshot)
    assert isinstance(snapshot, ReceiptSnapshot)
    return snapshot


def test_the_person_is_joined_in_and_its_disposal_is_said(house: House) -> None:
    document = house.store()
    jobs = house.jobs()
    job = jobs.claim()
    assert job is not None
    found = receipt(job)
    assert found.person is not None
    assert (found.person.name, found.person.nik) == (NAME, "647101********01")
    jobs.mark(job, "sending", "")
    jobs.mark(job, "confirmed", "")
    house.write(delete(DocumentPerson).where(DocumentPerson.document_id == document))
    assert house.reprint(document, staff_id=house.office.staff[0]).copy_number == 1
    copy = receipt(jobs.claim())
    assert copy.person is None
    assert copy.has_person
    assert (copy.copy_number, copy.copied_by) == (1, "Petugas 1")
    assert copy.printed_copies == ("applicant",)


def test_a_receipt_is_wanted_however_late_the_paper_is(house: House) -> None:
    house.store()
    house.clock.current += timedelta(hours=20)
    assert house.jobs().claim() is not None


def test_a_reprint_of_what_never_came_out_is_no_copy_and_the_same_one_twice_is_one(house: House) -> None:
    document = house.store()
    house.clock.current += timedelta(seconds=1)
    command = ReprintDocument(office_id=house.office.office_id, document_id=document)
    first, again = (house.runner.run(reprint_document, command).value for _ in range(2))
    assert (first.copy_number, again.repeated) == (0, True)
    assert house.states() == [("cancelled", "paper.replaced", 0), ("queued", None, 0)]
    with pytest.raises(UserError) as refused:
        house.reprint(new_id())
    assert refused.value.code == "paper.unknown_job"


def test_a_station_that_may_not_read_persons_leaves_receipts_to_others(house: House) -> None:
    house.store()
    assert house.jobs(slips_only=True).claim() is None
    assert house.jobs().claim() is not None
    assert house.runner.read(may_read_people) is True


def test_a_paper_that_does_not_fit_is_refused_in_words(house: House, folder: Path) -> None:
    with pytest.raises(UserError) as refused:
        house.store("my_data", my_data_parts())
    assert refused.value.code == "print.wrong_paper"
    with pytest.raises(UserError) as refused:
        house.store(printer=new_id())
    assert refused.value.code == "paper.no_printer"
    # A printer whose paper was changed behind a waiting job.
    printer = house.printer("pdf_a4")
    house.store("my_data", my_data_parts(), printer)
    house.write(update(Printer).where(Printer.id == printer).values(kind="pdf58"))
    worker = SpoolWorker(house.jobs(printer), PdfPrinter(folder, "pdf58"))
    assert worker.run_once() is not None
    assert house.states() == [("failed", "print.wrong_paper", 0)]
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(("kind", "size"), [("pdf_half_a4", (210.0, 148.5)), ("pdf_half_f4", (210.0, 165.0))])
def test_half_sheets_come_out_of_a_folder_printer(house: House, folder: Path, kind: str, size: Any) -> None:
    printer = house.printer(kind)
    house.store(printer=printer)
    worker = SpoolWorker(house.jobs(printer), PdfPrinter(folder, kind))
    outcome = worker.run_once()
    assert outcome is not None
    assert outcome.state == "confirmed"
    (file,) = folder.iterdir()
    assert file.name == "K260048667-tanda-terima.pdf"
    assert pdf_size_mm(file.read_bytes()) == pytest.approx(size, abs=0.01)


def test_the_head_is_one_statement_and_bad_settings_are_none(house: House) -> None:
    office = house.office.office_id
    house.write(update(Office).where(Office.id == office).values(hotline="0542 555 010"))
    plain = house.runner.read(read_paper_head, office, "en")
    assert (plain.hotline, plain.language, plain.settings.qr_address) == ("0542 555 010", "en", "")
    value = {"qr_address": "https://x.example/", "told_by": ["sms"], "later": 1}
    house.write(insert(Setting).values(office_id=office, name=RECEIPT_SETTING, value=value))
    head = house.runner.read(read_paper_head, office)
    assert (head.settings.qr_address, head.settings.told_by) == ("https://x.example/", ("sms",))
    house.write(update(Setting).where(Setting.name == RECEIPT_SETTING).values(value={"told_by": 7}))
    assert house.runner.read(read_paper_head, office).settings == plain.settings
    with pytest.raises(UserError) as refused:
        house.runner.read(read_paper_head, new_id())
    assert refused.value.code == "queue.no_office"


def test_what_has_not_come_out_is_listed_until_it_has(house: House) -> None:
    def missing() -> list[tuple[str, str, str]]:
        found = house.runner.read(unprinted_papers, house.office.office_id)
        return [(one.kind, one.code, one.state) for one in found]

    document = house.store()
    assert missing() == [], "it is being printed"
    house.clock.current += timedelta(seconds=6)
    assert missing() == [("receipt", "K260048667", "queued")]
    jobs = house.jobs()
    job = jobs.claim()
    assert job is not None
    jobs.mark(job, "sending", "")
    jobs.mark(job, "failed", "print.no_paper")
    assert missing() == [("receipt", "K260048667", "failed")]
    house.reprint(document)
    job = jobs.claim()
    assert job is not None
    jobs.mark(job, "sending", "")
    jobs.mark(job, "confirmed", "")
    assert missing() == []


def test_a_stored_paper_is_read_again_as_it_was(house: House) -> None:
    document = house.store()
    job = house.jobs().claim()
    again = house.runner.read(read_document, house.office.office_id, document)
    assert again == receipt(job)
    house.write(delete(DocumentPerson).where(DocumentPerson.document_id == document))
    gone = house.runner.read(read_document, house.office.office_id, document)
    assert isinstance(gone, ReceiptSnapshot)
    assert gone.person is None
    with pytest.raises(UserError) as refused:
        house.runner.read(read_document, house.office.office_id, new_id())
    assert refused.value.code == "paper.unknown_job"


@pytest.mark.parametrize("kind", ["pdf_half_a4", "pdf_half_f4", "pdf_a4", "pdf_f4", "pdf_a3"])
def test_the_new_papers_are_settings_of_a_folder_printer(kind: str, tmp_path: Path) -> None:
    printer = build_printer(printer_settings(kind, {"folder": str(tmp_path)}))
    assert printer.paper_kind == kind

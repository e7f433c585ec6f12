"""Official forms of a file: filled from what is known, kept in two parts, printed again; both databases."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import msgspec
import pytest
from sqlalchemy import insert, select, update

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.domain.numbers import parse_file_number
from desktop.models.catalogue import Service, ServiceVersion
from desktop.models.engine import create_office_engine
from desktop.models.files import Application
from desktop.models.office import Setting
from desktop.models.paper import Document, DocumentPerson, PrintJob
from desktop.models.people import Contact, Person
from desktop.models.record import Command as StoredCommand
from desktop.models.record import Event
from desktop.office.files.forms import PrintForm, form_values, forms_of_file, print_form, stored_form
from desktop.office.files.paper_snapshots import document_snapshot
from desktop.office.printers import AddPrinter, add_printer
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from desktop.printing.escpos import DEFAULT_PROFILE
from desktop.printing.forms import form_codes, load_form, render_snapshot, validate_form
from desktop.printing.kinds import document_kind, renderer_of
from desktop.printing.papers import paper
from tests.support.filed_office import FiledFile, FiledOffice, make_file, make_filed_office
from tests.unit.printing.forms.filling import all_text

MORNING = datetime.fromisoformat("2026-11-23T01:15:00+00:00")
NIK = "6471011203850001"
NIP = "197001011995032001"
PROXY_NIK = "6471015201880003"


class Desk:
    """A file of Suparno Adi, brought by Dewi with F-1.07."""

    def __init__(self, url: str) -> None:
        self.engine = create_office_engine(url)
        self.office: FiledOffice = make_filed_office(self.engine)
        self.runner = Runner(self.engine, SetClock(MORNING))
        proxy = new_id()
        with self.engine.connect().execution_options(loket_write=True) as connection:
            run = connection.execute
            run(
                insert(Person).values(
                    id=proxy, office_id=self.office.office_id, nik=PROXY_NIK, name="Dewi Lestari",
                    name_search="dewi lestari", birth_date=date(1988, 1, 12), created_at_utc=MORNING,
                )
            )  # fmt: skip
            run(update(Service).where(Service.id == self.office.services[0]).values(code="AKTA-LAHIR"))
            content = run(
                select(ServiceVersion.content).where(ServiceVersion.id == self.office.versions[0])
            ).scalar_one()
            run(
                update(ServiceVersion)
                .where(ServiceVersion.id == self.office.versions[0])
                .values(content={**content, "forms": ["F-2.01", "F-2.03"]}, name_id="Akta kelahiran")
            )
            run(
                insert(Setting).values(
                    office_id=self.office.office_id, name="forms",
                    value={"place": "Teluk Sari", "head": "Dra. Sulastri Handayani", "head_nip": NIP},
                )
            )  # fmt: skip
            connection.commit()
        self.file: FiledFile = make_file(
            self.engine, self.office, phone="+6281254321098", birth_date=date(1985, 3, 12), proxy_id=proxy,
            proxy_letter="f107",
        )  # fmt: skip
        with self.engine.connect().execution_options(loket_write=True) as connection:
            connection.execute(
                update(Person)
                .where(Person.id == self.file.person_id)
                .values(
                    family_card_no="6471011411200001", birth_place="Balikpapan", sex="1",
                    details={"address": "Jl. Melati 4", "rt": "012", "village": "Damai", "occupation": "Guru"},
                )
            )  # fmt: skip
            connection.execute(
                insert(Contact).values(
                    id=new_id(), office_id=self.office.office_id, person_id=self.file.person_id, kind="email",
                    value="suparno@contoh.id", valid_from=date(2026, 1, 1),
                )
            )  # fmt: skip
            connection.commit()

    def values(self, code: str) -> Any:
        return self.runner.read(
            form_values, self.office.office_id, self.file.application_id, code, None, self.office.clerk
        )

    def command(self, **changes: Any) -> PrintForm:
        values: dict[str, Any] = {
            "office_id": self.office.office_id,
            "staff_id": self.office.clerk,
            "application_id": self.file.application_id,
            "form": "F-2.01",
        }
        return PrintForm(**{**values, **changes})

    def rows(self, *columns: Any) -> list[Any]:
        return self.runner.read(lambda work: work.connection.execute(select(*columns)).all())

    def printer(self, kind: str) -> uuid.UUID:
        return self.runner.run(
            add_printer,
            AddPrinter(office_id=self.office.office_id, name=kind, kind=kind, address={"folder": "x"}),
        ).value.printer_id


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    made = Desk(database_url)
    yield made
    made.runner.close()
    made.engine.dispose()


def test_a_report_of_a_birth_is_filled_from_what_is_known(desk: Desk) -> None:
    filled = desk.values("F-2.01")
    assert filled.one("jenis") == "1", "the service says which event it is"
    assert filled.one("pelapor.nama") == "Suparno Adi"
    assert filled.one("pelapor.nik") == NIK
    assert filled.one("pelapor.kk") == "6471011411200001"
    assert filled.one("pelapor.wa") == "081254321098"
    assert filled.one("pelapor.email") == "suparno@contoh.id"
    assert filled.one("wilayah.desa") == "Damai"
    assert filled.file_code == desk.file.code
    assert filled.file_number == parse_file_number(desk.file.code).text
    assert (filled.place, filled.signed_on, filled.zone_label) == ("Teluk Sari", date(2026, 11, 23), "WITA")
    assert filled.printed_local == datetime(2026, 11, 23, 9, 15)
    text = all_text(render_snapshot(filled))
    assert "SUPARNOADI" in text
    assert "KELAHIRAN:DATAANAK" in text
    assert "PERKAWINANDANPEMBATALAN" not in text


def test_proxy_clerk_and_head_stand_where_they_belong(desk: Desk) -> None:
    power = desk.values("F-1.07")
    assert (power.one("pemberi.nama"), power.one("penerima.nama")) == ("Suparno Adi", "Dewi Lestari")
    assert (power.one("penerima.nik"), power.one("penerima.tgl_lahir")) == (PROXY_NIK, "1988-01-12")
    assert power.one("pemberi.pekerjaan") == "Guru"
    assert power.one("keperluan") == "Akta kelahiran"
    assert validate_form(load_form("F-1.07"), power) == ()
    assert "RINAWULANDARI" in all_text(render_snapshot(desk.values("F-1.02")))
    move = all_text(render_snapshot(desk.values("F-1.03")))
    assert "DRA.SULASTRIHANDAYANI" in move
    assert NIP in move


def test_every_form_can_be_filled_for_a_file(desk: Desk) -> None:
    for code in form_codes():
        filled = desk.values(code)
        assert not {one.code for one in validate_form(load_form(code), filled)} & {
            "forms.bad_code", "forms.bad_date", "forms.digits_only", "forms.digits_count", "forms.too_long",
        }  # fmt: skip
        assert "SUPARNO" in all_text(render_snapshot(filled))


def test_a_restricted_person_is_left_to_the_clerks_hand(desk: Desk) -> None:
    with desk.engine.connect().execution_options(loket_write=True) as connection:
        connection.execute(update(Person).where(Person.id == desk.file.person_id).values(restricted=True))
        connection.commit()
    power = desk.values("F-1.07")
    assert power.one("penerima.nama") == "Dewi Lestari"
    for secret in ("Suparno", NIK, "Melati", "1985-03-12"):
        assert secret not in str(power.values)
    assert power.one("keperluan") == "Akta kelahiran"


def test_the_service_says_which_forms_come_first(desk: Desk) -> None:
    found = desk.runner.read(forms_of_file, desk.office.office_id, desk.file.application_id)
    assert [one.code for one in found[:2]] == ["F-2.01", "F-2.03"]
    assert [one.asked for one in found] == [True, True, *[False] * 8]
    assert {one.code for one in found} == set(form_codes())


def test_a_printed_form_is_kept_in_two_parts(desk: Desk) -> None:
    printer = desk.printer("pdf_f4")
    command = desk.command(
        values={"anak.nama": "Wulan Adi", "anak.kelamin": "2", "anak.tanggal": "2026-11-20", "anak.ke": "1",
                "pelapor.email": ""},
        printer_id=printer,
    )  # fmt: skip
    printed = desk.runner.run(print_form, command).value
    assert (printed.form, printed.version, printed.errors) == ("F-2.01", 1, 0)
    document = desk.rows(Document.kind, Document.subject_id, Document.template_version, Document.content)[0]
    assert (document.kind, document.subject_id) == ("form", desk.file.application_id)
    for secret in ("Suparno", "Wulan", NIK, "081254321098"):
        assert secret not in str(document.content)
        assert secret not in str(desk.rows(Event.after, Event.before))
        assert secret not in str(desk.rows(StoredCommand.result))
    person = desk.rows(DocumentPerson.content, DocumentPerson.person_id)[0]
    assert person.person_id == desk.file.person_id
    assert person.content["values"]["anak.nama"] == "Wulan Adi"
    assert "pelapor.email" not in person.content["values"], "an empty text takes out what was known"
    assert desk.rows(PrintJob.document_id, PrintJob.printer_id) == [(printed.document_id, printer)]
    assert "form.printed" in {row.kind for row in desk.rows(Event.kind)}

    kept = desk.runner.read(stored_form, desk.office.office_id, printed.document_id)
    text = all_text(render_snapshot(kept))
    assert "WULANADI" in text
    # What the spool prints is the same paper.
    snapshot = document_snapshot("form", document.content, person.content, "Asia/Makassar")
    queued = renderer_of(document_kind("form"))(snapshot, paper("pdf_f4"), DEFAULT_PROFILE)
    assert queued == render_snapshot(kept, paper="F4")
    # And where the person's part was disposed of, the paper is empty.
    assert "WULANADI" not in all_text(
        renderer_of(document_kind("form"))(
            document_snapshot("form", document.content, None, "Asia/Makassar"),
            paper("pdf_f4"),
            DEFAULT_PROFILE,
        )
    )


def test_the_same_command_keeps_one_form(desk: Desk) -> None:
    command = desk.command(form="F-2.03")
    first = desk.runner.run(print_form, command).value
    again = desk.runner.run(print_form, command).value
    assert again == msgspec.structs.replace(first, repeated=True)
    assert len(desk.rows(Document.id)) == 1
    assert desk.rows(PrintJob.id) == []
    assert first.job_id is None
    assert first.errors > 0, "the child and the witnesses are not known yet; nothing is refused"


def test_what_the_form_has_no_place_for_is_refused(desk: Desk) -> None:
    for changes in (
        {"values": {"anak.nma": "X"}},
        {"form": "F-1.03", "tables": {"anggota": ({"nik": NIK, "umur": "3"},)}},
    ):
        with pytest.raises(UserError) as told:
            desk.runner.run(print_form, desk.command(**changes))
        assert told.value.code == "forms.no_field"
    for changes, code in (
        ({"application_id": new_id()}, "forms.no_file"),
        ({"form": "F-9.99"}, "forms.unknown"),
        ({"printer_id": new_id()}, "paper.no_printer"),
    ):
        with pytest.raises(UserError) as told:
            desk.runner.run(print_form, desk.command(**changes))
        assert told.value.code == code
    assert desk.rows(Document.id) == []
    assert desk.rows(Application.id) == [(desk.file.application_id,)]


def test_a_roll_takes_no_form(desk: Desk) -> None:
    with pytest.raises(UserError) as told:
        desk.runner.run(print_form, desk.command(printer_id=desk.office.printer_id))
    assert told.value.code == "print.wrong_paper"


def test_another_office_sees_nothing(desk: Desk) -> None:
    with pytest.raises(UserError) as told:
        desk.runner.read(form_values, new_id(), desk.file.application_id, "F-2.01")
    assert told.value.code == "forms.no_file"

"""A bundle of files: taken whole with the same checks and numbers, refused whole with every problem, taken once."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from desktop.domain.errors import UserError
from desktop.domain.numbers import is_checked
from desktop.models.catalogue import ServiceVersion
from desktop.models.engine import create_office_engine
from desktop.models.files import Application, ApplicationItem, Attachment, Blob, IntakeBatch
from desktop.models.paper import Document, PrintJob
from desktop.models.people import Contact, Person
from desktop.models.record import Command, Event, NumberSeries
from desktop.office.files.importing import (
    BundleOutcome,
    ImportFiles,
    StoreScan,
    content_of,
    import_files,
    look_at_bundle,
    read_bundle,
    store_scan,
)
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from tests.support import invented_media as made
from tests.support.small_office import START, SmallOffice, make_small_office

REQUIREMENTS = [
    {"id": "f-1-02", "kind": "form", "label": {"id": "Formulir F-1.02", "en": "Form F-1.02"}, "short": "F-1.02"},
    {"id": "kk-lama", "kind": "original_shown", "label": {"id": "KK lama", "en": "Family card"}, "short": "KK"},
    {"id": "surat-lahir", "kind": "copy", "label": {"id": "Surat lahir", "en": "Birth letter"}, "short": "SKL"},
]  # fmt: skip
ALL = [{"requirement": "*", "value": "received"}]
GOOD: dict[str, Any] = {
    "format": "loket-files-1",
    "source": "Kelurahan Manggar",
    "channel": "village",
    "files": [
        {
            "reference": "MGR-2026-0001",
            "service": "L0",
            "applicant": {
                "nik": "6471015708900001", "name": "Siti Rahmawati", "birth_date": "1990-08-17", "sex": "P",
                "phone": "0812-5432-1098", "email": "siti@contoh.id",
            },
            "items": ALL,
        },
        {
            "reference": "MGR-2026-0002",
            "service": "l0",
            "applicant": {"nik": "6471011203850004", "name": "Suharto"},
            "items": [{"requirement": "f-1-02", "value": "received"}],
            "note": "Diantar Ketua RT 012",
        },
        {
            "reference": "MGR-2026-0003",
            "service": "L1",
            "applicant": {"name": "Bayi Baru", "birth_date": "2026-11-20", "sex": "L"},
            "proxy": {"nik": "6471015708900001", "name": "Siti Rahmawati"},
            "proxy_letter": "f107",
            "items": ALL,
        },
    ],
}  # fmt: skip
CSV = (
    "reference;service;nik;name;birth_date;sex;phone;received;shown\n"
    "POS-1;L0;6471015708900001;Siti Rahmawati;1990-08-17;P;081254321098;*;\n"
    "\n"
    "POS-2;L0;6471011203850004;Suharto;;;;f-1-02;kk-lama\n"
)


class Desk:
    def __init__(self, url: str, folder: Path) -> None:
        self.engine = create_office_engine(url)
        self.folder = folder
        self.runner = Runner(self.engine, SetClock(START))
        self.office: SmallOffice = make_small_office(self.engine)
        with self.engine.connect().execution_options(loket_write=True) as connection:
            connection.execute(
                update(ServiceVersion)
                .where(ServiceVersion.service_id.in_(self.office.services[:2]))
                .values(content={"requirements": REQUIREMENTS})
            )
            connection.commit()

    def command(self, content: Any, **more: Any) -> ImportFiles:
        text = content if isinstance(content, (str, bytes)) else json.dumps(content)
        path = self.folder / ("kiriman.csv" if isinstance(content, str) else "kiriman.json")
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        bundle = read_bundle(path, max_attachment_bytes=10_000_000)
        values = {
            "channel": bundle.channel or "post", "source": bundle.source or "Pos Teluk Sari",
            "staff_id": self.office.staff[0],
        }  # fmt: skip
        return ImportFiles(office_id=self.office.office_id, bundle=bundle, **{**values, **more})

    def take(self, content: Any, **more: Any) -> BundleOutcome:
        return self.runner.run(import_files, self.command(content, **more)).value

    def look(self, content: Any) -> BundleOutcome:
        return self.runner.read(look_at_bundle, self.command(content))

    def faults(self, content: Any) -> list[tuple[Any, ...]]:
        with pytest.raises(UserError) as error:
            self.take(content)
        assert error.value.code == "import.refused", error.value
        assert self.count(Application, Person, IntakeBatch, Event, Command, Document, Blob) == 0
        return [
            (one["index"], one["line"], one["field"], one["problem"]) for one in error.value.details["faults"]
        ]

    def count(self, *tables: Any) -> int:
        with self.engine.connect() as connection:
            return sum(
                connection.execute(select(func.count()).select_from(one)).scalar_one() for one in tables
            )

    def rows(self, statement: Any) -> list[Any]:
        with self.engine.connect() as connection:
            return list(connection.execute(statement))


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    made_desk = Desk(database_url, tmp_path)
    yield made_desk
    made_desk.runner.close()
    made_desk.engine.dispose()


def _changed(path: str, value: Any) -> dict[str, Any]:
    """GOOD with one value changed: ``files.0.applicant.nik``."""
    bundle = json.loads(json.dumps(GOOD))
    place: Any = bundle
    *way, last = path.split(".")
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    if isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
    return bundle


def test_a_villages_bundle_becomes_files_like_any_other(desk: Desk) -> None:
    outcome = desk.take(GOOD)
    assert (outcome.received, outcome.returned, outcome.known) == (2, 1, 0)
    assert [one.state for one in outcome.files] == ["received", "returned", "received"]
    assert [one.missing for one in outcome.files] == [0, 2, 0]
    assert all(is_checked(one.code) for one in outcome.files)
    rows = desk.rows(
        select(Application).order_by(Application.number).with_only_columns(*Application.__table__.c)
    )
    assert [row.number for row in rows] == [1, 2, 3]
    assert {row.channel for row in rows} == {"village"}
    assert {row.batch_id for row in rows} == {outcome.batch_id}
    assert [row.external_ref for row in rows] == ["MGR-2026-0001", "MGR-2026-0002", "MGR-2026-0003"]
    assert [row.due_at_utc is not None for row in rows][1] is False
    assert rows[1].return_by is not None
    assert rows[2].proxy_id == rows[0].applicant_id  # the same NIK is the same person
    assert rows[2].proxy_letter == "f107"
    (batch,) = desk.rows(select(IntakeBatch.source, IntakeBatch.files, IntakeBatch.channel))
    assert tuple(batch) == ("Kelurahan Manggar", 3, "village")
    assert desk.count(Person) == 3
    assert {row.value for row in desk.rows(select(Contact.value))} == {"+6281254321098", "siti@contoh.id"}
    kinds = [row.kind for row in desk.rows(select(Document.kind).order_by(Document.created_at_utc))]
    assert sorted(kinds) == ["receipt", "receipt", "shortage"]
    # What is only shown is not kept: "everything came" reads so.
    shown = select(ApplicationItem.value).where(
        ApplicationItem.application_id == rows[0].id, ApplicationItem.requirement == "kk-lama"
    )
    assert desk.rows(shown)[0].value == "original_shown"


def test_receipts_come_out_where_a_printer_is_named(desk: Desk) -> None:
    desk.take(GOOD, printer_id=desk.office.printer_id)
    assert desk.count(PrintJob) >= 3


def test_the_same_bundle_is_taken_once(desk: Desk) -> None:
    first = desk.take(GOOD)
    before = desk.count(Application, Event, Document)
    again = desk.take(GOOD)
    assert again.repeated
    assert [one.number for one in again.files] == [one.number for one in first.files]
    assert desk.count(Application, Event, Document) == before
    command = desk.command(GOOD)
    assert desk.runner.run(import_files, command).value.repeated
    assert desk.runner.run(import_files, command).value.repeated


def test_a_later_bundle_brings_only_what_is_new(desk: Desk) -> None:
    desk.take(GOOD)
    more = copy.deepcopy(GOOD)
    more["files"][0]["applicant"]["name"] = "Siti Rahmawati Putri"  # known: stays as it is
    more["files"][0]["reference"] = "mgr-2026-0001"
    more["files"].append({**copy.deepcopy(GOOD["files"][1]), "reference": "MGR-2026-0004", "items": ALL})
    outcome = desk.take(more)
    assert (outcome.received, outcome.returned, outcome.known) == (1, 0, 3)
    assert [one.state for one in outcome.files] == ["known", "known", "known", "received"]
    assert desk.count(Application) == 4
    assert desk.rows(select(NumberSeries.last_number))[0].last_number == 4
    assert "Siti Rahmawati" in {row.name for row in desk.rows(select(Person.name))}


def test_looking_writes_nothing_and_says_the_same(desk: Desk) -> None:
    looked = desk.look(GOOD)
    assert looked.dry_run
    assert desk.count(Application, Person, IntakeBatch, Event, Command) == 0
    taken = desk.take(GOOD)
    assert [(one.state, one.missing) for one in looked.files] == [
        (one.state, one.missing) for one in taken.files
    ]


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("files.0.applicant.nik", "647101570890001", (1, 0, "applicant.nik", "nik.length")),
        ("files.0.applicant.nik", "647101570890OO01", (1, 0, "applicant.nik", "nik.letters")),
        ("files.1.applicant.nik", "6471013102900001", (2, 0, "applicant.nik", "nik.birth_date")),
        ("files.1.applicant.name", "", (2, 0, "applicant.name", "person.name_missing")),
        ("files.1.applicant.name", "A" * 300, (2, 0, "applicant.name", "person.name_long")),
        ("files.1.applicant.name", "Budi 🙂", (2, 0, "applicant.name", "person.name_emoji")),
        ("files.1.applicant.name", "Budi\u202eitnaS", (2, 0, "applicant.name", "person.name_direction")),
        ("files.2.applicant.birth_date", "2026-02-31", (3, 0, "applicant.birth_date", "import.value")),
        ("files.2.applicant.birth_date", "2027-01-01", (3, 0, "applicant.birth_date", "person.birth_future")),
        ("files.0.applicant.phone", "12", (1, 0, "applicant.phone", "person.phone_form")),
        ("files.0.applicant.email", "siti@", (1, 0, "applicant.email", "person.email_form")),
        ("files.0.applicant.family_card_no", "123", (1, 0, "applicant.family_card_no", "import.value")),
        ("files.0.applicant.sex", "X", (1, 0, "applicant.sex", "import.value")),
        ("files.0.service", "TIDAK-ADA", (1, 0, "service", "import.unknown_service")),
        ("files.0.reference", "MGR-2026-0002", (2, 0, "reference", "import.twice")),
        ("files.0.reference", "ada spasi", (1, 0, "reference", "import.value")),
        ("files.0.items.0.value", "ada", (1, 0, "items[1].value", "import.value")),
        ("files.0.items.0.requirement", "sim", (1, 0, "items.sim", "import.unknown_requirement")),
        ("files.2.proxy_letter", "lisan", (3, 0, "proxy_letter", "import.value")),
        ("files.0.agama", "x", (1, 0, "agama", "import.unknown_field")),
        ("files.0.notice", "merpati", (1, 0, "notice", "import.value")),
        ("files", [], (0, 0, "files", "import.no_files")),
        ("format", "loket-files-9", (0, 0, "format", "import.value")),
        ("channel", "mimpi", (0, 0, "channel", "import.value")),
    ],
)
def test_one_wrong_value_refuses_the_whole_bundle(desk: Desk, path: str, value: Any, fault: Any) -> None:
    faults = desk.faults(_changed(path, value))
    if fault[3].startswith("person.phone"):
        assert (faults[0][0], faults[0][2]) == (fault[0], fault[2])
        assert faults[0][3].startswith("person.phone")
    else:
        assert faults == [fault]


def test_every_problem_is_told_at_once_and_none_carries_a_persons_data(desk: Desk) -> None:
    bundle = _changed("files.0.applicant.nik", "64710157O8900001")
    bundle["files"][1]["applicant"]["name"] = "Suharto 🙂"
    bundle["files"][2]["service"] = "L9"
    bundle["files"][2]["applicant"]["nik"] = "1"
    with pytest.raises(UserError) as error:
        desk.take(bundle)
    assert [one["index"] for one in error.value.details["faults"]] == [1, 2, 3, 3]
    said = json.dumps(error.value.details)
    for secret in ("Suharto", "6471015", "64710157O8900001", "Siti"):
        assert secret not in said


def test_a_nik_under_another_name_is_refused_and_a_spelling_is_only_told(desk: Desk) -> None:
    desk.take(GOOD)
    other = _changed("files", [{**copy.deepcopy(GOOD["files"][0]), "reference": "X-1"}])
    other["files"][0]["applicant"]["name"] = "Bambang Wijaya"
    with pytest.raises(UserError) as error:
        desk.take(other)
    assert error.value.details["faults"][0]["problem"] == "import.other_name"
    other["files"][0]["applicant"]["name"] = "SITI RACHMAWATI binti Ali"
    assert desk.take(other).files[0].warnings == ("import.name_differs",)


def test_scans_come_beside_the_bundle_or_inside_it(desk: Desk) -> None:
    (desk.folder / "scan").mkdir()
    (desk.folder / "scan" / "kk.pdf").write_bytes(made.pdf(pages=2))
    photo = base64.b64encode(made.jpeg()).decode()
    bundle = _changed("files.0.attachments", [
        {"path": "scan/kk.pdf", "requirement": "kk-lama"}, {"title": "Foto 6471015708900001", "content": photo},
    ])  # fmt: skip
    bundle["files"][1]["attachments"] = [{"title": "Foto", "kind": "photo", "content": photo}]
    command = desk.command(bundle)
    for one in command.bundle.files:
        for scan in one.scans:
            desk.runner.run(
                store_scan,
                StoreScan(office_id=desk.office.office_id, content=content_of(scan), facts=scan.facts),
            )
    outcome = desk.runner.run(import_files, command).value
    assert (outcome.scans, desk.count(Attachment), desk.count(Blob)) == (3, 3, 2)
    titles = {row.title for row in desk.rows(select(Attachment.title))}
    assert titles == {"kk", "Foto 647101********01", "Foto"}


@pytest.mark.parametrize(
    ("scan", "code"),
    [
        ({"path": "../rahasia.pdf"}, "import.path"),
        ({"path": "/etc/hostname"}, "import.path"),
        ({"path": "C:/rahasia.pdf"}, "import.path"),
        ({"path": "tidak-ada.pdf"}, "attachments.missing_file"),
        ({"path": "besar.pdf"}, "attachments.too_large"),
        ({"path": "program.pdf"}, "attachments.program"),
        ({"content": "bukan base64!"}, "import.value"),
        ({"content": base64.b64encode(made.pdf() + made.program()).decode()}, "attachments.two_in_one"),
        ({}, "import.value"),
    ],
)
def test_a_bad_scan_refuses_the_bundle(desk: Desk, scan: dict[str, str], code: str) -> None:
    (desk.folder.parent / "rahasia.pdf").write_bytes(made.pdf())
    (desk.folder / "program.pdf").write_bytes(made.program())
    with (desk.folder / "besar.pdf").open("wb") as stream:
        stream.truncate(50_000_000)
    faults = desk.faults(_changed("files.1.attachments", [scan]))
    assert [(one[0], one[3]) for one in faults] == [(2, code)]


def test_a_link_out_of_the_folder_is_not_followed(desk: Desk) -> None:
    outside = desk.folder.parent / "luar.pdf"
    outside.write_bytes(made.pdf())
    (desk.folder / "dalam.pdf").symlink_to(outside)
    assert desk.faults(_changed("files.0.attachments", [{"path": "dalam.pdf"}]))[0][3] == "import.path"


def test_a_csv_has_lines(desk: Desk) -> None:
    outcome = desk.take(CSV)
    assert [(one.state, one.missing) for one in outcome.files] == [("received", 0), ("returned", 1)]
    values = select(ApplicationItem.requirement, ApplicationItem.value).join(
        Application, Application.id == ApplicationItem.application_id
    ).where(Application.external_ref == "POS-2")  # fmt: skip
    assert dict(tuple(row) for row in desk.rows(values)) == {
        "f-1-02": "received", "kk-lama": "original_shown", "surat-lahir": "missing",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (CSV.replace("6471011203850004", "647101120385004"), (2, 4, "nik", "nik.length")),
        (CSV.replace("POS-2", "pos-1"), (2, 4, "reference", "import.twice")),
        (CSV.replace(";f-1-02;kk-lama", ";f-1-02"), (2, 4, "", "import.cells")),
        (CSV.replace("received;", "diterima;"), (0, 1, "diterima", "import.unknown_field")),
        (CSV.replace("1990-08-17", "17-08-1990"), (1, 2, "birth_date", "import.value")),
        ("reference;service;nik;name;received\n", (0, 1, "", "import.no_files")),
        ("", (0, 1, "", "import.needed_columns")),
    ],
)
def test_a_wrong_line_of_a_csv_is_named(desk: Desk, text: str, fault: Any) -> None:
    assert desk.faults(text)[0] == fault


def test_files_that_are_nothing_of_the_kind(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UserError) as error:
        desk.command(b'{"format": "loket-files-1", "files": [')
    assert error.value.details["faults"][0]["problem"] == "import.not_json"
    path = tmp_path / "x.csv"
    path.write_bytes(b"reference;n\xff\xfe\n")
    with pytest.raises(UserError) as error:
        read_bundle(path, max_attachment_bytes=1000)
    assert error.value.details["faults"][0]["problem"] == "import.encoding"
    with pytest.raises(UserError) as error:
        read_bundle(tmp_path / "tidak-ada.json", max_attachment_bytes=1000)
    assert error.value.code == "import.missing_file"


def test_channel_and_source_are_needed(desk: Desk) -> None:
    for more, code in (({"channel": "counter"}, "import.channel"), ({"source": " "}, "import.source_needed")):
        with pytest.raises(UserError) as error:
            desk.take(CSV, **more)
        assert error.value.code == code


def test_a_failure_in_the_middle_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    command = desk.command(GOOD)
    done: list[int] = []

    def stop(number: int, total: int) -> None:
        done.append(number)
        if number == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk.runner.run(lambda work, asked: import_files(work, asked, stop), command)
    assert done == [1, 2]
    assert desk.count(Application, Person, IntakeBatch, NumberSeries, Event) == 0
    assert desk.take(GOOD).files[0].number.startswith("K26-000001")

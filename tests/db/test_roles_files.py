"""The whole life of a file under the real roles of `loket server init`: who may do what, and who may not."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy import select

from desktop.domain.errors import EnvironmentFault
from desktop.models.catalogue import Service
from desktop.models.engine import create_office_engine
from desktop.models.files import Custody, Deliverable
from desktop.models.roles import role_of
from desktop.office.files.attachments import (
    AddAttachment,
    ReadAttachment,
    RemoveAttachment,
    add_attachment,
    list_attachments,
    read_attachment,
    remove_attachment,
)
from desktop.office.files.commands import (
    DropDraft,
    GivenPerson,
    ItemAnswer,
    SaveDraft,
    TakeInFile,
    TakenIn,
    VoidNumber,
)
from desktop.office.files.disposal import Dispose, dispose, list_disposals, preview_disposal
from desktop.office.files.drafts import drop_draft, save_draft
from desktop.office.files.due import MarkUncollected, PrintApology, mark_uncollected, print_apology
from desktop.office.files.forms import PrintForm, forms_of_file, print_form, stored_form
from desktop.office.files.handover import CheckIdentity, HandOver, check_identity, hand_over
from desktop.office.files.importing import import_files
from desktop.office.files.importing_values import Bundle, BundleFile, BundleItem, BundlePerson, ImportFiles
from desktop.office.files.moving import (
    RETURN_REASONS,
    FileRef,
    MissingItem,
    MoveFiles,
    UndoMove,
    move_files,
    undo_move,
)
from desktop.office.files.numbers import void_number
from desktop.office.files.paper_store import ReprintDocument, reprint_document
from desktop.office.files.places import AddPlace, PlaceFiles, add_place, list_places, place_files
from desktop.office.files.privacy import (
    DecideRequest,
    LookAtPerson,
    ReceiveRequest,
    decide_request,
    due_requests,
    find_people,
    receive_request,
    record_look,
)
from desktop.office.files.privacy_data import PrintMyData, my_data, print_my_data
from desktop.office.files.register_pages import OpenRegister, open_register
from desktop.office.files.registering import take_in_file
from desktop.office.files.routing import (
    AcceptFiles,
    PrintRouting,
    RecallRouting,
    RouteFiles,
    accept_files,
    papers_coming,
    papers_sent,
    print_routing,
    recall_routing,
    route_files,
)
from desktop.office.live.file_lists import due_lists
from desktop.office.live.file_search import open_by_code, search_files
from desktop.office.live.file_timeline import LookAtFile, file_timeline
from desktop.office.live.file_timeline import record_look as record_file_look
from desktop.office.live.handover import open_handover
from desktop.office.live.intake import find_person, open_intake
from desktop.office.printers import AddPrinter, add_printer
from desktop.office.runner import Runner
from desktop.office.staff import AddStaff, add_staff, hash_password
from desktop.office.work import SetClock
from tests.db.test_roles import MONDAY, Made, made  # noqa: F401
from tests.support import invented_media as media
from tests.support.whole_office import MORNING, PASSWORD

NIK = "64710157089500{:02d}"
"""Invented: a woman born on 17 August 1995; every test takes serials of its own."""
INK = (((0.0, 40.0), (20.0, 5.0), (40.0, 38.0)), ((10.0, 50.0), (90.0, 47.0)))
DESKS = ("counter", "backoffice", "supervisor")
"""Stations at which files are worked on."""


@dataclass
class Files:
    """One station of a kind, its clerk, and what it needs to take files in."""

    office: Made
    runner: Runner
    who: dict[str, Any]
    """Keys of a command by the clerk Rina."""
    head: dict[str, Any]
    """Keys of a command by somebody with every role."""
    printer: uuid.UUID
    service: uuid.UUID
    serial: int = 0

    def run(self, use_case: Any, command: Any) -> Any:
        return self.runner.run(use_case, command).value

    def read(self, query: Any, *args: Any, **more: Any) -> Any:
        return self.runner.read(query, self.office.office_id, *args, **more)

    def person(self, serial: int, name: str = "Hesti Ramadhani") -> GivenPerson:
        return GivenPerson(
            name=name, nik=NIK.format(serial), phone="0812 5550 0142", email="hesti@contoh.id"
        )  # fmt: skip

    def answers(self, *missing: int, **where: Any) -> tuple[ItemAnswer, ...]:
        where = where or {"service_id": self.service}
        form = self.read(open_intake, self.who["staff_id"], **where)
        return tuple(
            ItemAnswer(
                requirement=one.requirement, kind=one.kind, value="missing" if at in missing else "received"
            )
            for at, one in enumerate(form.requirements)
        )

    def take(self, serial: int, **changes: Any) -> TakenIn:
        values = {
            **self.who, "service_id": self.service, "applicant": self.person(serial), "items": self.answers(),
            "printer_id": self.printer,
        }  # fmt: skip
        return self.run(take_in_file, TakeInFile(**{**values, **changes}))

    def keys_of(self, table: Any, file: TakenIn) -> tuple[uuid.UUID, ...]:
        """The things of a file that stand in `table`."""
        statement = select(table.id).where(table.application_id == file.application_id)
        return self.runner.read(lambda work: tuple(work.connection.execute(statement).scalars()))

    def until(self, file: TakenIn, state: str) -> int:
        """Move a file step by step; returns its version."""
        for _step in range(12):
            shown = self.read(file_timeline, file.application_id, self.head["staff_id"])
            if shown.head.state == state:
                return int(shown.head.version)
            ref = FileRef(application_id=file.application_id)
            self.run(move_files, MoveFiles(**self.head, files=(ref,)))
        raise AssertionError(f"never {state}")


@pytest.fixture(scope="module")
def extra(made: Made) -> tuple[uuid.UUID, uuid.UUID, uuid.UUID]:  # noqa: F811
    """Somebody with every role, a printer of 80 mm, and the service whose files the tests take in."""
    engine = create_office_engine(made.server.url(made.url("admin").rsplit("/", 1)[1]))
    runner = Runner(engine, SetClock(MORNING))
    try:
        head = runner.run(
            add_staff,
            AddStaff(office_id=made.office_id, login="kasi", name="Kasi Nurhayati",
                     roles=("clerk", "operator", "verifier", "supervisor"), password_hash=hash_password(PASSWORD)),
        ).value.staff_id  # fmt: skip
        printer = runner.run(
            add_printer, AddPrinter(office_id=made.office_id, name="Laser", kind="pdf_f4", address={"folder": "x"})
        ).value.printer_id  # fmt: skip
        with engine.connect() as connection:
            service = connection.execute(select(Service.id).where(Service.code == "KK-TAMBAH")).scalar_one()
    finally:
        runner.close()
        engine.dispose()
    return head, printer, service


def at(made: Made, extra: Any, kind: str, **more: Any) -> Any:  # noqa: F811
    """A station of `kind` as a context manager of `Files`."""
    from contextlib import contextmanager

    @contextmanager
    def opened() -> Iterator[Files]:
        with made.station(kind, MORNING, **more) as (runner, place):
            yield Files(
                made, runner, {**place, "staff_id": made.clerk_id}, {**place, "staff_id": extra[0]},
                made.printer_id, extra[2],
            )  # fmt: skip

    return opened()


@pytest.mark.parametrize("kind", DESKS)
def test_taking_in(made: Made, extra: Any, kind: str) -> None:  # noqa: F811
    first = 10 * DESKS.index(kind) + 1
    with at(made, extra, kind) as desk:
        draft = uuid.uuid4()
        for content in ({"name": "Hes"}, {"name": "Hesti"}):
            desk.run(save_draft, SaveDraft(**desk.who, draft_id=draft, content=content))
        assert desk.read(open_intake, desk.who["staff_id"]).draft_id == draft
        taken = desk.take(
            first, draft_id=draft, proxy=desk.person(first + 1, "Suparno Adi"), proxy_letter="f107"
        )
        assert taken.state == "received"
        assert desk.read(find_person, NIK.format(first)).name == "Hesti Ramadhani"
        # Who comes again is the same row under another name, and the database's words follow.
        again = desk.take(first, applicant=desk.person(first, f"Hesti Kelapa{kind}"))
        found = desk.read(search_files, f"kelapa{kind}")
        assert {one.code for one in found.rows} == {taken.code, again.code}
        short = desk.take(first + 2, items=desk.answers(0))
        assert short.state == "returned"
        answers = desk.answers(application_id=short.application_id)
        full = desk.run(
            take_in_file,
            TakeInFile(
                **desk.who, application_id=short.application_id, items=answers, printer_id=desk.printer
            ),
        )
        assert (full.state, full.code) == ("received", short.code)
        other = uuid.uuid4()
        desk.run(save_draft, SaveDraft(**desk.who, draft_id=other, content={}))
        assert desk.run(drop_draft, DropDraft(**desk.who, draft_id=other))
        assert desk.run(void_number, VoidNumber(**desk.who, reason="Buku rusak")).number
        assert desk.keys_of(Custody, taken), "this service keeps originals"
        desk.run(reprint_document, ReprintDocument(**desk.who, document_id=taken.document_id))


@pytest.mark.parametrize("kind", DESKS)
def test_working_on_it(made: Made, extra: Any, kind: str) -> None:  # noqa: F811
    first = 10 * DESKS.index(kind) + 4
    with at(made, extra, kind) as desk:
        taken = desk.take(first)
        ref = FileRef(application_id=taken.application_id)
        assert desk.read(open_by_code, taken.number.lower()).code == taken.code
        desk.run(record_file_look, LookAtFile(**desk.who, application_id=taken.application_id))
        moved = desk.run(move_files, MoveFiles(**desk.head, files=(ref,)))
        desk.run(undo_move, UndoMove(**desk.head, batch=moved.batch))
        item = desk.answers()[0]
        missing = (MissingItem(requirement=item.requirement, kind=item.kind),)
        desk.run(
            move_files,
            MoveFiles(**desk.head, files=(ref,), action="return", reason=RETURN_REASONS[0], missing=missing),
        )
        answers = desk.answers(application_id=taken.application_id)
        desk.run(take_in_file, TakeInFile(**desk.who, application_id=taken.application_id, items=answers))
        listed = uuid.uuid4()
        desk.run(route_files, RouteFiles(**desk.who, files=(ref,), to_id=extra[0], list_id=listed))
        assert desk.read(papers_sent, desk.who["staff_id"])
        desk.run(print_routing, PrintRouting(**desk.who, list_id=listed, printer_id=extra[1]))
        desk.run(recall_routing, RecallRouting(**desk.who, list_id=listed))
        listed = uuid.uuid4()
        desk.run(route_files, RouteFiles(**desk.who, files=(ref,), to_id=extra[0], list_id=listed))
        assert desk.read(papers_coming, extra[0])
        desk.run(accept_files, AcceptFiles(**desk.head, list_id=listed))
        scan = desk.run(
            add_attachment,
            AddAttachment(
                **desk.who, application_id=taken.application_id, content=media.png(), title="KK lama"
            ),
        )
        assert desk.read(list_attachments, taken.application_id)
        desk.run(read_attachment, ReadAttachment(**desk.who, attachment_id=scan.attachment_id))
        desk.run(
            remove_attachment, RemoveAttachment(**desk.who, attachment_id=scan.attachment_id, reason="other")
        )
        desk.runner.clock.current = MORNING + timedelta(days=9)  # type: ignore[attr-defined]
        desk.run(
            print_apology,
            PrintApology(
                **desk.who, application_id=taken.application_id, printer_id=desk.printer, text="Maaf"
            ),
        )
        desk.read(due_lists, desk.who["staff_id"])
        forms = desk.read(forms_of_file, taken.application_id)
        if forms:
            form = desk.run(
                print_form, PrintForm(**desk.who, application_id=taken.application_id, form=forms[0].code)
            )
            desk.read(stored_form, form.document_id)
        for page in ("agenda", "handover_list"):
            command = OpenRegister(**desk.who, kind=page, first_day=MONDAY, last_day=MONDAY)  # type: ignore[arg-type]
            desk.run(open_register, command)


@pytest.mark.parametrize("kind", DESKS)
def test_shelves(made: Made, extra: Any, kind: str) -> None:  # noqa: F811
    first = 10 * DESKS.index(kind) + 5
    with at(made, extra, kind) as desk:
        taken = desk.take(first)
        add = AddPlace(**desk.head, code=f"RZ{first}", name="Rak Z")
        if kind == "counter":
            with pytest.raises(EnvironmentFault) as refused:
                desk.run(add_place, add)
            assert refused.value.code == "database.permission"
            return
        desk.run(add_place, add)
        assert desk.read(list_places)
        desk.run(
            place_files,
            PlaceFiles(**desk.who, files=(FileRef(application_id=taken.application_id),), place=f"RZ{first}"),
        )


@pytest.mark.parametrize("kind", DESKS)
def test_giving_out(made: Made, extra: Any, kind: str) -> None:  # noqa: F811
    first = 10 * DESKS.index(kind) + 6
    with at(made, extra, kind) as desk:
        for serial, signed in ((first, "pad"), (first + 1, "paper")):
            taken = desk.take(serial)
            version = desk.until(taken, "ready")
            desk.read(open_handover, taken.application_id, desk.who["staff_id"])
            last4 = NIK.format(serial)[-4:]
            for digits in (last4, "0000"):
                desk.run(
                    check_identity,
                    CheckIdentity(**desk.who, application_id=taken.application_id, last4=digits),
                )
            bag, held = desk.keys_of(Deliverable, taken), desk.keys_of(Custody, taken)
            given = {
                "application_id": taken.application_id, "version": version, "last4": last4, "face": True,
                "given": bag, "returned": held, "signed": signed, "strokes": INK if signed == "pad" else (),
                "printer_id": desk.printer,
            }  # fmt: skip
            if signed == "paper":
                given |= {
                    "collector": "proxy",
                    "letter": "letter",
                    "proxy": desk.person(first + 2, "Suparno Adi"),
                }
            done = desk.run(hand_over, HandOver(**desk.who, **given))
            assert desk.read(file_timeline, taken.application_id).head.state == "collected"
            desk.run(reprint_document, ReprintDocument(**desk.who, document_id=done.document_id))
        taken = desk.take(first)
        desk.until(taken, "ready")
        desk.runner.clock.current = MORNING + timedelta(days=40)  # type: ignore[attr-defined]
        desk.run(mark_uncollected, MarkUncollected(**desk.who))
        assert desk.read(file_timeline, taken.application_id).head.state == "uncollected"


@pytest.mark.parametrize("kind", ["backoffice", "supervisor", "admin"])
def test_personal_data(made: Made, extra: Any, kind: str) -> None:  # noqa: F811
    serial = 71 + ("backoffice", "supervisor", "admin").index(kind)
    with at(made, extra, "counter") as desk:
        desk.take(serial)
    with at(made, extra, kind) as desk:
        person = desk.read(find_person, NIK.format(serial))
        desk.read(find_people, "hesti")
        desk.run(record_look, LookAtPerson(**desk.head, person_id=person.person_id))
        asked = [
            desk.run(
                receive_request, ReceiveRequest(**desk.head, person_id=person.person_id, **what)
            ).request_id
            for what in (
                {"kind": "correction", "field": "name", "to": "Hesti Betulan"},
                {"kind": "restriction"},
                {"kind": "access"},
            )
        ]
        assert desk.read(due_requests)
        desk.read(my_data, person.person_id)
        desk.run(
            print_my_data,
            PrintMyData(**desk.head, person_id=person.person_id, request_id=asked[2], printer_id=extra[1]),
        )
        for request in asked[:2]:
            decide = DecideRequest(**desk.head, request_id=request, granted=True, decision="Benar")
            if kind == "backoffice":
                with pytest.raises(EnvironmentFault) as refused:
                    desk.run(decide_request, decide)
                assert refused.value.code == "database.permission"
            else:
                desk.run(decide_request, decide)


@pytest.mark.parametrize("kind", ["backoffice", "supervisor", "admin"])
def test_a_bundle(made: Made, extra: Any, kind: str) -> None:  # noqa: F811
    serial = 81 + ("backoffice", "supervisor", "admin").index(kind)
    with at(made, extra, kind) as desk:
        bundle = Bundle(
            file="kiriman.json",
            digest=uuid.uuid4().hex * 2,
            channel="village",
            source="Kelurahan Manggar",
            files=(
                BundleFile(
                    index=1, reference=f"MGR-{kind}", service="KK-TAMBAH",
                    applicant=BundlePerson(nik=NIK.format(serial), name="Sari Melati"),
                    items=(BundleItem(requirement="*", value="received"),),
                ),
            ),
        )  # fmt: skip
        command = ImportFiles(**desk.head, bundle=bundle, channel="village", source="Kelurahan Manggar",
                              printer_id=desk.printer)  # fmt: skip
        outcome = desk.run(import_files, command)
        assert outcome.received == 1


def test_disposal_is_the_administrators(made: Made, extra: Any) -> None:  # noqa: F811
    with at(made, extra, "counter") as desk:
        taken = desk.take(91)
        ref = FileRef(application_id=taken.application_id)
        desk.run(
            move_files,
            MoveFiles(**desk.head, files=(ref,), action="cancel", reason="double_entry"),
        )
    with at(made, extra, "admin") as desk:
        desk.runner.clock.current = MORNING + timedelta(days=365 * 8)  # type: ignore[attr-defined]
        seen = desk.read(preview_disposal)
        assert seen.counts.persons >= 1
        desk.run(
            dispose,
            Dispose(**desk.head, until_day=seen.until_day, expected=seen.counts, minutes_number="BA-1/2034",
                    place="Teluk Sari", witnesses=(("Budi Hartono", "Arsiparis"),), printer_id=extra[1]),
        )  # fmt: skip
        assert desk.read(list_disposals)


@pytest.mark.parametrize("kind", ["kiosk", "display"])
def test_kiosk_and_display_know_nothing_of_files(made: Made, kind: str) -> None:  # noqa: F811
    tables = (
        "person contact document_person name_word person_word application application_item application_pause "
        "attachment blob custody deliverable disposal data_request handover intake_batch intake_draft movement "
        "number_series place routing voided_number"
    ).split()
    with psycopg.connect(made.server.url(made.url(kind).rsplit("/", 1)[1])) as connection:
        for table in tables:
            allowed = connection.execute(
                "SELECT has_any_column_privilege(%s, %s, 'SELECT, INSERT, UPDATE, REFERENCES') "
                "OR has_table_privilege(%s, %s, 'DELETE, TRUNCATE')",
                (role_of(kind), table, role_of(kind), table),
            ).fetchone()
            assert allowed == (False,), table
    for table in tables:
        assert made.refused(kind, f"SELECT 1 FROM {table}"), table

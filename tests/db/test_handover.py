"""Giving documents out, on both databases: who may have them, what is written, what refuses, and the race."""

from __future__ import annotations

import struct
import threading
import uuid
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, insert, select, update

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.models.engine import create_office_engine
from desktop.models.files import (
    Application,
    ApplicationItem,
    Attachment,
    Blob,
    Custody,
    Deliverable,
    Handover,
    Movement,
)
from desktop.models.office import Setting
from desktop.models.paper import Document, DocumentPerson, PrintJob
from desktop.models.people import Person
from desktop.models.record import Event, Sequence
from desktop.models.roles import KINDS, closing_statements, granting_statements, role_of
from desktop.office.files.commands import GivenPerson
from desktop.office.files.custody import fate_of
from desktop.office.files.handover import (
    CheckIdentity,
    HandOver,
    RecordLook,
    check_identity,
    hand_over,
    record_look,
)
from desktop.office.files.handover_ink import is_signature, signature_png
from desktop.office.files.papers import document_snapshot
from desktop.office.live.handover import open_handover
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from desktop.printing.render import render_document
from tests.support.filed_office import NIKS, FiledFile, FiledOffice, at_local, make_file, make_filed_office

INK = (((0.0, 40.0), (20.0, 5.0), (40.0, 38.0)), ((10.0, 50.0), (90.0, 47.0)))
LAST4 = NIKS[0][-4:]


@dataclass
class Desk:
    """An office with its clerk; `give` hands over as it should be done, with changes."""

    url: str
    engine: Any
    office: FiledOffice
    runner: Runner
    clock: SetClock

    def file(self, **more: Any) -> FiledFile:
        more.setdefault("state", "ready")
        more.setdefault("name", "Marlina Tandi")
        return make_file(self.engine, self.office, **more)

    def order(self, file: FiledFile, **changes: Any) -> HandOver:
        values: dict[str, Any] = {
            "office_id": self.office.office_id, "staff_id": self.office.clerk, "version": 1,
            "application_id": file.application_id, "last4": LAST4, "face": True,
            "given": file.deliverables, "returned": file.custody, "strokes": INK,
            "counter_id": self.office.counter,
        }  # fmt: skip
        return HandOver(**{**values, **changes})

    def give(self, file: FiledFile, **changes: Any) -> Any:
        return self.runner.run(hand_over, self.order(file, **changes)).value

    def refused(self, file: FiledFile, **changes: Any) -> UserError:
        with pytest.raises(UserError) as told:
            self.give(file, **changes)
        assert self.count(Handover) == 0
        return told.value

    def rows(self, statement: Any) -> list[Any]:
        with self.engine.connect() as connection:
            return list(connection.execute(statement))

    def one(self, table: Any, *conditions: Any) -> Any:
        found = self.rows(select(*table.__table__.columns).where(*conditions))
        assert len(found) == 1, found
        return found[0]

    def count(self, table: Any, *conditions: Any) -> int:
        return int(self.rows(select(func.count()).select_from(table).where(*conditions))[0][0])

    def write(self, statement: Any) -> None:
        with self.engine.connect().execution_options(loket_write=True) as connection:
            connection.execute(statement)
            connection.commit()

    def state(self, file: FiledFile) -> Any:
        return self.runner.read(open_handover, self.office.office_id, file.application_id, self.office.clerk)


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    engine = create_office_engine(database_url)
    clock = SetClock(at_local(25, 14, 5))
    runner = Runner(engine, clock)
    yield Desk(database_url, engine, make_filed_office(engine), runner, clock)
    runner.close()
    engine.dispose()


def test_the_applicant_gets_everything_and_the_file_is_closed(desk: Desk) -> None:
    file = desk.file(
        place_id=desk.office.shelf, deliverables=("Kartu Keluarga", "KTP-el"), custody=("Ijazah asli",)
    )
    outcome = desk.give(file, printer_id=desk.office.printer_id)
    assert (outcome.number, outcome.documents, outcome.minutes_number) == (file.number, 2, "")

    row = desk.one(Application, Application.id == file.application_id)
    assert (row.state, row.step, row.holder_id, row.place_id, row.version) == ("collected", 9, None, None, 2)
    assert row.closed_at_utc is None
    handed = desk.one(Handover)
    assert (handed.collector, handed.person_id, handed.signed) == ("applicant", file.person_id, "pad")
    assert handed.checked == {"nik": "last4", "face": True}
    assert desk.count(Deliverable, Deliverable.handed_at_utc.is_not(None)) == 2
    kept = desk.one(Custody)
    assert (kept.state, kept.minutes_number, kept.ended_by_id) == ("returned", None, desk.office.clerk)
    last = desk.rows(
        select(Movement.action, Movement.from_state, Movement.state, Movement.from_step, Movement.step)
        .where(Movement.application_id == file.application_id)
        .order_by(Movement.position.desc())
    )[0]
    assert tuple(last) == ("hand_over", "ready", "collected", 8, 9)
    assert desk.count(Event, Event.kind == "application.collected") == 1
    assert desk.count(PrintJob, PrintJob.document_id == outcome.document_id) == 1


def test_the_proof_stands_in_two_parts_and_names_nobody_in_the_first(desk: Desk) -> None:
    file = desk.file(deliverables=("Kartu Keluarga",), custody=("Ijazah asli",))
    outcome = desk.give(file)
    document = desk.one(Document, Document.id == outcome.document_id)
    person = desk.one(DocumentPerson, DocumentPerson.document_id == outcome.document_id)
    assert document.kind == "handover_proof"
    assert document.content["documents"] == ["Kartu Keluarga, 1 lembar"]
    assert document.content["originals"] == ["Ijazah asli"]
    assert document.content["counter"] == "Loket 1"
    assert "Marlina" not in str(document.content)
    assert NIKS[0] not in str(document.content)
    assert person.content["name"] == "Marlina Tandi"
    assert person.content["nik"] == f"{NIKS[0][:6]}********{NIKS[0][-2:]}"
    assert len(person.content["signature"]) == 2
    assert person.retention_until.isoformat() == "2031-11-25"


@pytest.mark.parametrize("signed", ["pad", "paper"])
def test_the_stored_proof_is_a_paper(desk: Desk, signed: str) -> None:
    file = desk.file(custody=("Ijazah asli",))
    strokes = INK if signed == "pad" else ()
    outcome = desk.give(file, signed=signed, strokes=strokes, printer_id=desk.office.printer_id)
    document = desk.one(Document, Document.id == outcome.document_id)
    person = desk.one(DocumentPerson, DocumentPerson.document_id == outcome.document_id)
    whole = document_snapshot(document.kind, document.content, person.content, "Asia/Makassar")
    assert render_document(whole, "pdf80").startswith(b"%PDF")
    assert render_document(whole, "escpos58")
    gone = document_snapshot(document.kind, document.content, None, "Asia/Makassar")
    assert render_document(gone, "pdf80").startswith(b"%PDF")


def test_only_who_may_gives_out(desk: Desk) -> None:
    refusal = desk.refused(desk.file(), staff_id=desk.office.operator)
    assert refusal.code == "file.role"
    assert desk.one(Application).state == "ready"


def test_a_signature_is_a_picture_kept_once_for_each_content(desk: Desk) -> None:
    first, second = desk.file(), desk.file()
    desk.give(first)
    desk.give(second)
    assert desk.count(Attachment, Attachment.kind == "signature") == 2
    blob = desk.one(Blob)
    assert bytes(blob.content).startswith(b"\x89PNG\r\n\x1a\n")
    assert blob.size_bytes == len(blob.content)


def test_on_paper_the_proof_has_a_line_to_sign_on(desk: Desk) -> None:
    outcome = desk.give(desk.file(), signed="paper", strokes=(), printer_id=desk.office.printer_id)
    assert desk.count(Attachment) == desk.count(Blob) == 0
    person = desk.one(DocumentPerson, DocumentPerson.document_id == outcome.document_id)
    assert person.content["signature"] == []
    assert desk.one(Handover).signed == "paper"


def test_old_cards_are_taken_in_under_one_number_of_the_minutes(desk: Desk) -> None:
    desk.write(insert(Sequence).values(office_id=desk.office.office_id, name="withdrawal_minutes", value=111))
    file = desk.file(custody=("KTP-el lama", "Ijazah asli"))
    old, diploma = file.custody
    desk.write(update(Custody).where(Custody.id == old).values(requirement="ktp-el-lama"))
    state = desk.state(file)
    assert state.minutes == "BA-112"
    assert {one.label: one.fate for one in state.things if one.kind == "original"} == {
        "KTP-el lama": "withdraw",
        "Ijazah asli": "return",
    }
    outcome = desk.give(file, returned=(diploma,), withdrawn=(old,), cards=("kia-lama",))
    assert outcome.minutes_number == "BA-112"
    states = desk.rows(select(Custody.label, Custody.state, Custody.minutes_number).order_by(Custody.label))
    assert [tuple(one) for one in states] == [
        ("Ijazah asli", "returned", None),
        ("KTP-el lama", "destroyed", "BA-112"),
        ("kia-lama", "destroyed", "BA-112"),
    ]
    proof = desk.one(Document, Document.id == outcome.document_id)
    assert proof.content["withdrawn"] == ["KTP-el lama (BA-112)", "kia-lama (BA-112)"]


def test_an_old_card_that_was_only_shown_is_asked_for_at_the_handover(desk: Desk) -> None:
    file = desk.file()
    desk.write(
        insert(ApplicationItem).values(
            application_id=file.application_id, requirement="ktp-el-lama", kind="original_kept",
            office_id=desk.office.office_id, position=9, value="original_shown",
        )
    )  # fmt: skip
    card = desk.state(file).things[-1]
    assert (card.kind, card.requirement, card.fate, card.id) == ("card", "ktp-el-lama", "withdraw", None)


@pytest.mark.parametrize(
    ("requirement", "fate"),
    [("ktp-el-rusak", "withdraw"), ("kia-lama", "withdraw"), ("surat-hilang-polisi", "return"), (None, "return")],
)  # fmt: skip
def test_what_becomes_of_an_original(requirement: str | None, fate: str) -> None:
    assert fate_of(requirement) == fate


def test_a_proxy_needs_a_letter_and_is_kept(desk: Desk) -> None:
    file = desk.file()
    proxy = GivenPerson(name="Yusuf Tandi", nik=NIKS[1])
    assert desk.refused(file, collector="proxy", proxy=proxy).code == "file.letter_missing"
    assert desk.refused(file, collector="proxy", letter="f107").code == "handover.proxy_missing"
    assert desk.refused(file, collector="proxy", letter="oral", proxy=proxy).code == "file.letter_missing"
    himself = GivenPerson(name="Marlina Tandi", nik=NIKS[0])
    assert (
        desk.refused(file, collector="proxy", letter="f107", proxy=himself).code
        == "handover.proxy_is_applicant"
    )
    outcome = desk.give(file, collector="proxy", letter="f107", proxy=proxy)
    kept = desk.one(Person, Person.nik == NIKS[1])
    handed = desk.one(Handover)
    assert (handed.person_id, handed.letter) == (kept.id, "f107")
    proof = desk.one(Document, Document.id == outcome.document_id)
    person = desk.one(DocumentPerson, DocumentPerson.document_id == outcome.document_id)
    assert (proof.content["collector"], proof.content["letter"]) == ("proxy", "F-1.07")
    assert person.content["collector_name"] == "Yusuf Tandi"
    state = desk.state(file)
    assert (state.verdict, state.handed_to, state.handed_collector) == ("collected", "Yusuf Tandi", "proxy")


def test_the_proxy_of_the_intake_is_known(desk: Desk) -> None:
    brought = new_id()
    desk.write(
        insert(Person).values(
            id=brought, office_id=desk.office.office_id, nik=NIKS[2], name="Sitti Aminah", name_search="x",
            restricted=False, created_at_utc=at_local(23, 9),
        )
    )  # fmt: skip
    file = desk.file(proxy_id=brought, proxy_letter="letter")
    state = desk.state(file)
    assert (state.proxy, state.proxy_letter) == ("Sitti Aminah", "letter")
    assert NIKS[2] not in str(state)
    assert NIKS[0] not in str(state)
    desk.give(file, collector="proxy", letter="letter")
    assert desk.one(Handover).person_id == brought


def test_somebody_elses_card_is_refused_and_leaves_one_event(desk: Desk) -> None:
    file = desk.file()
    before = desk.count(Event)
    check = CheckIdentity(
        office_id=desk.office.office_id, staff_id=desk.office.clerk, application_id=file.application_id, last4="9999"
    )  # fmt: skip
    for _twice in range(2):
        assert not desk.runner.run(check_identity, check).value.matched
    assert desk.count(Event) == before + 1
    told = desk.one(Event, Event.kind == "handover.mismatch")
    assert (told.subject_id, told.after) == (file.application_id, None)
    assert desk.refused(file, last4="9999").code == "handover.mismatch"
    assert desk.refused(file, last4="").code == "handover.mismatch"
    assert desk.one(Application).state == "ready"
    right = CheckIdentity(office_id=desk.office.office_id, application_id=file.application_id, last4=LAST4)
    assert desk.runner.run(check_identity, right).value.matched
    assert desk.count(Event) == before + 1


def test_who_has_no_nik_needs_a_reason(desk: Desk) -> None:
    file = desk.file(nik=None)
    check = CheckIdentity(office_id=desk.office.office_id, application_id=file.application_id, last4="0001")
    answer = desk.runner.run(check_identity, check).value
    assert (answer.matched, answer.has_nik) == (False, False)
    assert desk.refused(file).code == "handover.identity_reason"
    assert desk.refused(file, identity_reason="because").code == "handover.identity_reason"
    desk.give(file, identity_reason="no_nik", last4="")
    assert desk.one(Handover).checked["nik"] == "no_nik"
    assert desk.one(Event, Event.kind == "application.collected").reason == "no_nik"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"face": False}, "handover.face"),
        ({"given": ()}, "handover.bag_incomplete"),
        ({"returned": ()}, "handover.originals_open"),
        ({"strokes": ()}, "handover.no_signature"),
        ({"strokes": (((1.0, 1.0), (2.0, 2.0)),)}, "handover.no_signature"),
        ({"strokes": (((0.0, 0.0), (float("nan"), 90.0)),)}, "handover.bad_signature"),
        ({"strokes": (((0.0, 0.0), (1e9, 90.0)),)}, "handover.bad_signature"),
        ({"staff_id": None}, "handover.no_staff"),
        ({"version": 7}, "file.changed"),
        ({"withdrawn": (uuid.UUID(int=5),)}, "handover.unknown_thing"),
        ({"application_id": uuid.UUID(int=6)}, "file.not_found"),
    ],
)
def test_what_is_not_in_order_is_refused_and_nothing_is_written(
    desk: Desk, changes: dict[str, Any], code: str
) -> None:
    file = desk.file(custody=("Ijazah asli",))
    before = desk.count(Event)
    assert desk.refused(file, **changes).code == code
    assert desk.count(Event) == before
    assert desk.one(Application).state == "ready"
    assert desk.one(Custody).state == "held"
    assert desk.count(Document) == desk.count(Blob) == 0


@pytest.mark.parametrize("state", ["received", "waiting_signature", "returned", "refused", "cancelled"])
def test_a_file_that_is_not_ready_is_not_given_out(desk: Desk, state: str) -> None:
    file = desk.file(state=state)
    refusal = desk.refused(file)
    assert refusal.code == "file.wrong_state"
    assert refusal.details["state"] == state
    seen = desk.state(file).verdict
    assert seen == ("not_ready" if state in ("received", "waiting_signature") else state)


def test_an_uncollected_file_is_still_given_out(desk: Desk) -> None:
    file = desk.file(state="uncollected")
    assert desk.state(file).verdict == "ready"
    desk.give(file)
    assert desk.one(Application).state == "collected"


def test_the_second_clerk_is_told_who_and_when(desk: Desk) -> None:
    file = desk.file()
    desk.give(file)
    desk.clock.current += timedelta(minutes=3)
    with pytest.raises(UserError) as told:
        desk.give(file, staff_id=desk.office.supervisor)
    assert told.value.code == "file.already_collected"
    assert told.value.details == {
        "number": file.number, "day": "25-11-2026", "time": "14.05", "collector": "applicant",
        "by": "Rina Wulandari",
    }  # fmt: skip
    assert desk.count(Handover) == 1


def test_the_same_command_twice_is_one_handover(desk: Desk) -> None:
    order = desk.order(desk.file())
    first = desk.runner.run(hand_over, order)
    again = desk.runner.run(hand_over, order)
    assert again.value.repeated
    assert not again.changes
    assert again.value.handover_id == first.value.handover_id
    assert desk.count(Handover) == desk.count(Blob) == 1


def test_two_clerks_at_the_same_instant_close_a_file_once(desk: Desk) -> None:
    """Real connections of their own, set off together; who is second is told, never a fault."""
    rounds = 8
    files = [desk.file() for _ in range(rounds)]
    start = threading.Barrier(2)

    def clerk(staff: uuid.UUID) -> list[str]:
        engine = create_office_engine(desk.url)
        runner = Runner(engine, SetClock(at_local(25, 14, 5)))
        told = []
        try:
            for file in files:
                start.wait(timeout=30)
                try:
                    runner.run(hand_over, desk.order(file, staff_id=staff))
                    told.append("done")
                except UserError as refusal:
                    told.append(refusal.code)
        finally:
            runner.close()
            engine.dispose()
        return told

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(clerk, (desk.office.clerk, desk.office.supervisor))
    for pair in zip(one, other, strict=True):
        assert sorted(pair) == ["done", "file.already_collected"]
    assert desk.count(Handover) == rounds


def test_the_counts_of_statements(desk: Desk) -> None:
    seen: list[str] = []
    event.listen(
        desk.engine, "before_cursor_execute",
        lambda _c, _cursor, statement, *_rest: seen.append(statement),
    )  # fmt: skip
    file = desk.file(custody=("Ijazah asli", "KTP-el lama"), place_id=desk.office.shelf)
    order = desk.order(
        file, returned=file.custody[:1], withdrawn=file.custody[1:], printer_id=desk.office.printer_id
    )
    desk.runner.run(hand_over, desk.order(desk.file()))  # the connection and its settings are there
    seen.clear()
    desk.runner.run(hand_over, order)
    writes = [one for one in seen if not one.upper().startswith(("BEGIN", "COMMIT", "SET", "PRAGMA"))]
    assert len(writes) <= 15, "\n".join(writes)

    desk.state(file)
    seen.clear()
    desk.state(file)
    reads = [one for one in seen if not one.upper().startswith(("BEGIN", "COMMIT", "SET", "PRAGMA"))]
    assert len(reads) <= 6, "\n".join(reads)


def test_the_page_reads_a_ready_file(desk: Desk) -> None:
    file = desk.file(
        place_id=desk.office.shelf, deliverables=("Kartu Keluarga", "KTP-el"), due_at=at_local(26, 14)
    )
    desk.write(
        insert(Setting).values(
            office_id=desk.office.office_id, name="files", value={"survey_url": "https://skm.contoh.id"}
        )
    )
    state = desk.runner.read(open_handover, desk.office.office_id, file.code.lower(), desk.office.clerk)
    assert (state.verdict, state.number, state.applicant) == ("ready", file.number, "Marlina Tandi")
    assert state.nik_masked == "647101********01"
    assert (state.promised.isoformat(), state.kept) == ("2026-11-26", True)
    assert [(one.label, one.place) for one in state.things] == [
        ("Kartu Keluarga", "Rak C laci 4"),
        ("KTP-el", "Rak C laci 4"),
    ]
    assert (state.staff, state.survey_url, state.zone_label) == (
        "Rina Wulandari", "https://skm.contoh.id", "WITA",
    )  # fmt: skip


def test_a_late_file_says_so_and_an_unlisted_product_is_one_line(desk: Desk) -> None:
    file = desk.file(due_at=at_local(23, 9, 30))
    desk.write(Deliverable.__table__.delete())
    state = desk.state(file)
    assert state.kept is False
    assert [(one.label, one.id) for one in state.things] == [("Kartu Keluarga", None)]
    outcome = desk.give(file, given=())
    proof = desk.one(Document, Document.id == outcome.document_id)
    assert (outcome.documents, proof.content["documents"]) == (1, ["Kartu Keluarga"])


@pytest.mark.parametrize(
    ("typed", "code"), [("B087", "handover.not_a_file"), ("T261125B087", "handover.not_a_file")]
)
def test_what_is_no_file_is_said(desk: Desk, typed: str, code: str) -> None:
    with pytest.raises(UserError) as told:
        desk.runner.read(open_handover, desk.office.office_id, typed)
    assert told.value.code == code


def test_a_mistyped_number_is_caught(desk: Desk) -> None:
    file = desk.file()
    wrong = file.code[:-2] + str((int(file.code[-2]) + 1) % 10) + file.code[-1]
    with pytest.raises(UserError) as told:
        desk.runner.read(open_handover, desk.office.office_id, wrong)
    assert told.value.code == "number.file_check"
    assert file.number in told.value.details["likely"]  # type: ignore[operator]


def test_a_look_at_a_person_is_an_event(desk: Desk) -> None:
    file = desk.file()
    look = RecordLook(
        office_id=desk.office.office_id, staff_id=desk.office.clerk, application_id=file.application_id
    )
    desk.runner.run(record_look, look)
    desk.runner.run(record_look, look)
    seen = desk.one(Event, Event.kind == "person.viewed")
    assert (seen.subject_id, seen.staff_id) == (file.person_id, desk.office.clerk)


def test_a_counters_own_database_role_is_enough(postgres_url: str) -> None:
    """Whoever steals the password of a counter has no more than this page needs."""
    name = postgres_url.rsplit("/", 1)[1].split("?")[0]
    admin = create_office_engine(postgres_url)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        there = "SELECT rolname FROM pg_roles"
        had = set(connection.exec_driver_sql(there).scalars())
        made = [role_of(kind) for kind in KINDS if role_of(kind) not in had]
        for role in made:
            connection.exec_driver_sql(f"CREATE ROLE {role} LOGIN")
        for statement in (*closing_statements(name), *granting_statements(name)):
            connection.exec_driver_sql(statement)
    office = make_filed_office(admin)
    narrow = create_office_engine(postgres_url.replace("//postgres@", f"//{role_of('counter')}@"))
    clock = SetClock(at_local(25, 14, 5))
    desk = Desk(postgres_url, admin, office, Runner(narrow, clock), clock)
    try:
        file = desk.file(custody=("Ijazah asli", "KTP-el lama"), place_id=office.shelf)
        wrong = CheckIdentity(office_id=office.office_id, application_id=file.application_id, last4="9999")
        assert not desk.runner.run(check_identity, wrong).value.matched
        look = RecordLook(office_id=office.office_id, application_id=file.application_id)
        desk.runner.run(record_look, look)
        assert desk.state(file).verdict == "ready"
        desk.give(
            file, returned=file.custody[:1], withdrawn=file.custody[1:], collector="proxy", letter="f107",
            proxy=GivenPerson(name="Yusuf Tandi", nik=NIKS[1]), printer_id=office.printer_id,
        )  # fmt: skip
        assert desk.count(Handover) == 1
    finally:
        desk.runner.close()
        narrow.dispose()
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # Roles belong to the server: only those that this test made go again.
            connection.exec_driver_sql("DROP OWNED BY " + ", ".join(role_of(kind) for kind in KINDS))
            for role in made:
                connection.exec_driver_sql(f"DROP ROLE {role}")
        admin.dispose()


def test_the_picture_of_a_signature_holds_its_strokes() -> None:
    picture = signature_png((((0.0, 0.0), (100.0, 0.0)),))
    assert picture == signature_png((((500.0, 70.0), (600.0, 70.0)),))  # only the shape counts
    width, height, depth = struct.unpack(">IIB", picture[16:25])
    start = picture.index(b"IDAT") + 4
    length = struct.unpack(">I", picture[start - 8 : start - 4])[0]
    rows = zlib.decompress(picture[start : start + length])
    assert (width, depth, len(rows)) == (640, 1, height * 81)
    black = sum(bin(~byte & 0xFF).count("1") for n, byte in enumerate(rows) if n % 81)
    assert 600 * 2 < black < 640 * 5  # a line across, some pixels thick
    assert not is_signature((((0.0, 0.0), (5.0, 5.0)),))
    with pytest.raises(ValueError, match="no signature"):
        signature_png(())

"""Personal data: requests with their 72 hours, "data saya", corrections without values in events, disposal."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.models.base import Base
from desktop.models.engine import create_office_engine
from desktop.models.files import Application, Attachment, Blob, DataRequest, Disposal, NameWord, PersonWord
from desktop.models.paper import Document, DocumentPerson
from desktop.models.people import Contact, Person
from desktop.models.record import Command, Event
from desktop.office.files.attachments import (
    AddAttachment,
    ReadAttachment,
    RemoveAttachment,
    add_attachment,
    list_attachments,
    read_attachment,
    remove_attachment,
)
from desktop.office.files.disposal import Counts, Dispose, dispose, list_disposals, preview_disposal
from desktop.office.files.paper_snapshots import document_snapshot
from desktop.office.files.privacy import (
    DecideRequest,
    LookAtPerson,
    ReceiveRequest,
    decide_request,
    due_requests,
    find_people,
    receive_request,
    record_look,
    request_detail,
)
from desktop.office.files.privacy_data import PrintMyData, my_data, print_my_data
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from tests.support import invented_media as made
from tests.support.invented_files import InventedFile, add_file
from tests.support.small_office import START, SmallOffice, make_small_office

OTHER = "9971011708900002"
SIXTEEN = re.compile(r"(?<![0-9a-f])[0-9]{16}(?![0-9a-f])")


class Desk:
    def __init__(self, url: str) -> None:
        self.engine = create_office_engine(url)
        self.clock = SetClock(START)
        self.runner = Runner(self.engine, self.clock)
        self.office: SmallOffice = make_small_office(self.engine, counters=2)
        self.siti: InventedFile = add_file(self.engine, self.office, 1)

    def run(self, use_case: Any, made_by: Any, **more: Any) -> Any:
        command = made_by(office_id=self.office.office_id, staff_id=self.office.staff[0], **more)
        return self.runner.run(use_case, command).value

    def read(self, query: Any, *args: Any) -> Any:
        return self.runner.read(query, self.office.office_id, *args)

    def ask(self, kind: str = "correction", **more: Any) -> Any:
        return self.run(
            receive_request, ReceiveRequest, **{"person_id": self.siti.person_id, "kind": kind, **more}
        )

    def decide(self, row: Any, granted: bool = True, decision: str = "") -> Any:
        return self.run(
            decide_request, DecideRequest, request_id=row.request_id, granted=granted, decision=decision
        )

    def scan(self, file: InventedFile, content: bytes) -> Any:
        return self.run(
            add_attachment, AddAttachment, application_id=file.application_id, content=content, title="KK"
        )

    def dispose(self, **more: Any) -> Any:
        preview = self.read(preview_disposal)
        values = {
            "until_day": preview.until_day, "expected": preview.counts, "minutes_number": "000.5/1/2026",
            "place": "Gudang arsip", "witnesses": (("Rina Wulandari", "Arsiparis"),),
        }  # fmt: skip
        return self.run(dispose, Dispose, **{**values, **more})

    def count(self, table: Any, *where: Any) -> int:
        with self.engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one()

    def one(self, statement: Any) -> Any:
        with self.engine.connect() as connection:
            return connection.execute(statement).one()

    def change(self, statement: Any) -> None:
        with self.engine.connect().execution_options(loket_write=True) as connection:
            connection.execute(statement)
            connection.commit()


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    made_desk = Desk(database_url)
    yield made_desk
    made_desk.runner.close()
    made_desk.engine.dispose()


def _refused(call: Any) -> str:
    with pytest.raises(UserError) as error:
        call()
    return error.value.code


def test_a_request_is_due_after_72_hours(desk: Desk) -> None:
    row = desk.ask("access", note="ingin tahu")
    assert row.due_at_utc - row.received_at_utc == timedelta(hours=72)
    assert (row.minutes_left, row.late, row.nik) == (72 * 60, False, "997101********01")
    desk.clock.current = START + timedelta(hours=72, minutes=5)
    (listed,) = desk.read(due_requests)
    assert (listed.minutes_left, listed.late) == (-5, True)
    desk.decide(listed)
    (listed,) = desk.read(due_requests)
    assert (listed.state, listed.minutes_left, listed.late) == ("granted", 0, False)
    assert _refused(lambda: desk.decide(listed)) == "privacy.decided"


def test_a_granted_correction_is_applied_and_its_event_holds_no_value(desk: Desk) -> None:
    row = desk.ask(field="name", to="  Siti  Rachmawati ")
    assert desk.read(request_detail, row.request_id).to == "Siti Rachmawati"
    assert desk.one(select(Person.name)).name == "Siti Rahmawati"
    desk.decide(row)
    person = desk.one(select(Person.name, Person.name_search))
    assert person.name == "Siti Rachmawati"
    words = {row.word for row in desk.runner.engine.connect().execute(select(PersonWord.word))}
    assert words == set(person.name_search.split())
    with desk.engine.connect() as connection:
        events = connection.execute(select(Event.kind, Event.before, Event.after, Event.reason)).all()
        results = connection.execute(select(Command.result)).all()
    assert ("person.corrected", {"field": "name"}) in [(one.kind, one.after) for one in events]
    said = json.dumps([list(map(str, one)) for one in [*events, *results]])
    assert "Rachmawati" not in said
    assert "Rahmawati" not in said


@pytest.mark.parametrize(
    ("field", "typed", "column", "stored"),
    [
        ("nik", "9971 0157 0890 0007", Person.nik, "9971015708900007"),
        ("birth_date", "18-08-1990", Person.birth_date, date(1990, 8, 18)),
        ("sex", "l", Person.sex, "1"),
        ("birth_place", "Manggar", Person.birth_place, "Manggar"),
        ("family_card_no", "9971011508150008", Person.family_card_no, "9971011508150008"),
    ],
)
def test_every_field_can_be_corrected(desk: Desk, field: str, typed: str, column: Any, stored: Any) -> None:
    if field == "nik":
        typed, stored = "6471 0157 0890 0007", "6471015708900007"
    desk.decide(desk.ask(field=field, to=typed))
    assert desk.one(select(column))[0] == stored


def test_a_corrected_telephone_follows_the_old_one(desk: Desk) -> None:
    desk.decide(desk.ask(field="phone", to="0813 1111 2222"))
    with desk.engine.connect() as connection:
        rows = connection.execute(select(Contact.value, Contact.valid_to).order_by(Contact.id)).all()
    assert [(row.value, row.valid_to is None) for row in rows] == [
        ("+6281234567890", False), ("+6281311112222", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"kind": "lain"}, "privacy.kind"),
        ({"field": "agama", "to": "x"}, "privacy.field"),
        ({"field": "name", "to": "Siti Rahmawati"}, "privacy.same_value"),
        ({"field": "name", "to": "Siti 🙂"}, "person.name_emoji"),
        ({"field": "nik", "to": "123"}, "nik.length"),
        ({"field": "birth_date", "to": "31-02-1990"}, "person.date_impossible"),
        ({"field": "birth_date", "to": "01-01-2030"}, "person.birth_future"),
        ({"field": "phone", "to": "abc"}, "person.phone_form"),
        ({"kind": "restriction", "lift": True}, "privacy.not_restricted"),
        ({"person_id": uuid.uuid4(), "kind": "access"}, "privacy.no_person"),
    ],
)
def test_what_cannot_be_asked(desk: Desk, more: dict[str, Any], code: str) -> None:
    found = _refused(lambda: desk.ask(**more))
    assert found == code or (found.startswith("person.phone") and code.startswith("person.phone"))
    assert desk.count(DataRequest) == 0


def test_the_same_request_twice_and_a_value_that_changed_meanwhile(desk: Desk) -> None:
    row = desk.ask(field="name", to="Siti Aminah")
    assert _refused(lambda: desk.ask(field="name", to="Siti Fatimah")) == "privacy.already_open"
    desk.change(update(Person).values(name="Siti Khadijah"))
    assert _refused(lambda: desk.decide(row)) == "privacy.changed"
    assert _refused(lambda: desk.decide(row, granted=False)) == "privacy.decision_needed"
    assert desk.decide(row, granted=False, decision="KTP-el berbunyi lain").state == "refused"
    assert desk.one(select(Person.name)).name == "Siti Khadijah"


def test_a_nik_of_somebody_else_is_not_given(desk: Desk) -> None:
    add_file(desk.engine, desk.office, 2, name="Budi", nik="6471011708900003")
    row = desk.ask(field="nik", to="6471011708900003")
    assert _refused(lambda: desk.decide(row)) == "privacy.nik_taken"


def test_a_restriction_is_set_and_lifted(desk: Desk) -> None:
    desk.decide(desk.ask("restriction"))
    assert desk.one(select(Person.restricted)).restricted is True
    assert _refused(lambda: desk.ask("restriction")) == "privacy.already_restricted"
    desk.decide(desk.ask("restriction", lift=True))
    assert desk.one(select(Person.restricted)).restricted is False


def test_looks_are_recorded_and_told_to_the_person(desk: Desk) -> None:
    again = uuid.uuid4()
    for _twice in range(2):
        desk.run(record_look, LookAtPerson, person_id=desk.siti.person_id, why="request", command_id=again)
    scan = desk.scan(desk.siti, made.pdf())
    desk.clock.current = START + timedelta(minutes=5)
    desk.run(read_attachment, ReadAttachment, attachment_id=scan.attachment_id)
    data = desk.read(my_data, desk.siti.person_id)
    assert [(look.who, look.why) for look in data.looks] == [
        ("Petugas 1", "privacy.look_attachment"), ("Petugas 1", "privacy.look_request"),
    ]  # fmt: skip


def test_data_saya_holds_all_and_prints(desk: Desk) -> None:
    desk.scan(desk.siti, made.pdf())
    desk.ask("access")
    data = desk.read(my_data, desk.siti.person_id)
    told = {section.code: dict(section.facts) for section in data.sections}
    assert told["privacy.section_person"]["privacy.field_nik"] == desk.siti.nik
    assert told["privacy.section_person"]["address"] == "Jalan Contoh 1"
    assert told["privacy.section_contacts"]["privacy.field_phone"].startswith("0812-3456-7890")
    assert len(told["privacy.section_files"]) == len(told["privacy.section_scans"]) == 1
    assert "privacy.kind_access" in told["privacy.section_requests"]
    assert "Siti" not in repr(data)
    for language, heading in (("id", "Identitas"), ("en", "Identity")):
        printed = desk.run(print_my_data, PrintMyData, person_id=desk.siti.person_id, language=language)
        row = desk.one(
            select(Document.content, DocumentPerson.content.label("person"))
            .join(DocumentPerson, DocumentPerson.document_id == Document.id)
            .where(Document.id == printed.document_id)
        )
        assert row.person["sections"][0]["heading"] == heading
        assert desk.siti.nik not in json.dumps(row.content)
        assert "Siti" not in json.dumps(row.content)
        assert document_snapshot("my_data", row.content, row.person, "Asia/Makassar") is not None


def test_no_list_shows_a_number_of_16_digits(desk: Desk) -> None:
    desk.ask(field="nik", to="6471015708900007")
    desk.ask("restriction", note="x")
    row = desk.scan(desk.siti, made.pdf())
    import msgspec

    for value in (
        desk.read(due_requests),
        desk.read(find_people, "siti"),
        desk.read(find_people, desk.siti.nik),
        desk.read(request_detail, desk.read(due_requests)[0].request_id),
        desk.read(list_attachments, desk.siti.application_id),
        row,
    ):
        said = msgspec.json.encode(value).decode()
        assert not SIXTEEN.search(said), said
        assert "siti" in said.lower() or "KK" in said
    with desk.engine.connect() as connection:
        for table in ("event", "command", "movement", "document"):
            for line in connection.execute(select(Base.metadata.tables[table])):
                assert not SIXTEEN.search(str(line)), table


def test_people_are_found_by_parts_and_old_spellings(desk: Desk) -> None:
    add_file(desk.engine, desk.office, 2, name="Soeharto", nik=OTHER)
    assert [one.name for one in desk.read(find_people, "suhar")] == ["Soeharto"]
    assert [one.name for one in desk.read(find_people, "RAHMA siti")] == ["Siti Rahmawati"]
    (row,) = desk.read(find_people, "9971 0117 0890 0002")
    assert (row.name, row.nik, row.files) == ("Soeharto", "997101********02", 1)
    assert desk.read(find_people, "s") == ()
    assert desk.read(find_people, "100%") == ()


def test_nothing_goes_before_its_time(desk: Desk) -> None:
    add_file(desk.engine, desk.office, 2, name="Budi", nik=OTHER, state="archived", closed_days_ago=365 * 4)
    assert desk.read(preview_disposal).counts == Counts()
    assert _refused(desk.dispose) == "privacy.nothing_to_dispose"
    assert _refused(lambda: desk.read(preview_disposal, date(2026, 11, 24))) == "privacy.until_day"


def test_disposal_takes_who_is_over_and_leaves_the_matter(desk: Desk) -> None:
    old = add_file(
        desk.engine, desk.office, 2, name="Budi Santoso", nik=OTHER, made=START - timedelta(days=365 * 7)
    )
    kept = add_file(desk.engine, desk.office, 3, name="Budi Utomo", nik="6471011708900003")
    same = made.pdf()
    desk.scan(old, same)
    desk.scan(kept, same)
    desk.scan(old, made.jpeg())
    document = new_id()
    with desk.engine.connect().execution_options(loket_write=True) as connection:
        connection.execute(
            update(Application)
            .where(Application.id == old.application_id)
            .values(state="archived", closed_at_utc=START - timedelta(days=365 * 6), note="telepon 0812")
        )
        connection.execute(Document.__table__.insert(), [{
            "id": document, "office_id": desk.office.office_id, "kind": "receipt", "language": "id",
            "subject_id": old.application_id, "template_version": 1, "content": {"number": "K26-000002-0"},
            "created_at_utc": START,
        }])  # fmt: skip
        connection.execute(DocumentPerson.__table__.insert(), [{
            "document_id": document, "office_id": desk.office.office_id, "person_id": old.person_id,
            "content": {"name": "Budi Santoso"}, "retention_until": date(2036, 1, 1),
        }])  # fmt: skip
        connection.commit()
    preview = desk.read(preview_disposal)
    assert preview.counts == Counts(persons=1, contacts=1, document_parts=1, attachments=2)
    assert preview.closed_before == date(2021, 11, 23)
    gone = desk.dispose()
    assert (gone.counts.persons, gone.counts.attachments, gone.counts.blobs) == (1, 2, 1)
    person = desk.one(select(Person.__table__).where(Person.id == old.person_id))
    assert (person.name, person.nik, person.name_search, person.birth_date) == ("", None, "", None)
    assert (person.family_card_no, person.birth_place, person.details) == (None, None, None)
    assert desk.count(Contact, Contact.person_id == old.person_id) == 0
    assert desk.count(DocumentPerson, DocumentPerson.document_id == document) == 0
    assert desk.count(PersonWord, PersonWord.person_id == old.person_id) == 0
    assert desk.count(NameWord, NameWord.word == "santoso") == 0
    assert desk.count(NameWord, NameWord.word == "budi") == 1
    file = desk.one(select(Application.code, Application.note).where(Application.id == old.application_id))
    assert (file.code, file.note) == (old.code, None)
    assert (
        desk.one(select(Document.content).where(Document.id == document)).content["number"] == "K26-000002-0"
    )
    assert (desk.count(Blob), desk.count(Attachment)) == (1, 3)
    assert all(row.disposed and row.title == "" for row in desk.read(list_attachments, old.application_id))
    (row,) = desk.read(list_attachments, kept.application_id)
    desk.run(read_attachment, ReadAttachment, attachment_id=row.attachment_id)
    minutes = desk.one(select(Document.content).where(Document.kind == "disposal_minutes")).content
    assert "Budi" not in json.dumps(minutes)
    assert document_snapshot("disposal_minutes", minutes, {}, "Asia/Makassar") is not None
    assert desk.count(Disposal) == 1
    assert [one.minutes_number for one in desk.read(list_disposals)] == ["000.5/1/2026"]
    assert _refused(lambda: desk.read(my_data, old.person_id)) == "privacy.no_person"
    assert desk.read(preview_disposal).counts.nothing


def test_a_person_with_an_open_file_or_request_stays(desk: Desk) -> None:
    old = add_file(
        desk.engine, desk.office, 2, name="Budi", nik=OTHER, state="archived", closed_days_ago=3000
    )
    assert desk.read(preview_disposal).counts.persons == 1
    second = add_file(desk.engine, desk.office, 3, person_id=old.person_id)
    assert desk.read(preview_disposal).counts.persons == 0
    desk.change(
        update(Application)
        .where(Application.id == second.application_id)
        .values(state="cancelled", closed_at_utc=START - timedelta(days=2900))
    )
    assert desk.read(preview_disposal).counts.persons == 1
    desk.ask("access", person_id=old.person_id)
    assert desk.read(preview_disposal).counts.persons == 0


def test_visitors_without_a_file_go_after_their_appointment(desk: Desk) -> None:
    for days, until in ((1, date(2026, 11, 22)), (1, date(2027, 1, 1)), (200, None), (10, None)):
        desk.change(
            Person.__table__.insert().values(
                id=new_id(), office_id=desk.office.office_id, name="Tamu", name_search="tamu",
                created_at_utc=START - timedelta(days=days), retention_until=until, restricted=False,
            )
        )  # fmt: skip
    assert desk.read(preview_disposal).counts.persons == 2


def test_an_erasure_waits_for_open_files_and_then_goes(desk: Desk) -> None:
    row = desk.ask("erasure")
    assert _refused(lambda: desk.decide(row)) == "privacy.file_open"
    desk.change(update(Application).values(state="archived", closed_at_utc=START))
    desk.decide(row)
    assert desk.read(preview_disposal).counts.persons == 1
    desk.dispose()
    request = desk.one(select(DataRequest.details, DataRequest.state))
    assert (request.details, request.state) == ({}, "granted")


def test_removed_scans_lose_their_bytes(desk: Desk) -> None:
    scan = desk.scan(desk.siti, made.pdf())
    desk.run(remove_attachment, RemoveAttachment, attachment_id=scan.attachment_id, reason="wrong_file")
    assert desk.count(Blob) == 1
    assert desk.dispose().counts.blobs == 1
    assert desk.count(Blob) == 0


def test_what_was_not_seen_is_not_disposed_of(desk: Desk) -> None:
    add_file(desk.engine, desk.office, 2, name="Budi", nik=OTHER, state="archived", closed_days_ago=3000)
    stale = desk.read(preview_disposal).counts
    add_file(
        desk.engine,
        desk.office,
        3,
        name="Ali",
        nik="6471011708900009",
        state="archived",
        closed_days_ago=3000,
    )
    assert _refused(lambda: desk.dispose(expected=stale)) == "privacy.preview_old"
    assert _refused(lambda: desk.dispose(minutes_number=" ")) == "privacy.minutes_needed"
    assert _refused(lambda: desk.dispose(witnesses=())) == "privacy.witnesses"
    assert _refused(lambda: desk.dispose(place="")) == "privacy.place_needed"
    desk.dispose()
    assert _refused(desk.dispose) == "privacy.minutes_taken"

"""Taking a file in: number, checklist, receipt or slip, the next visit, drafts; both databases."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.domain.numbers import parse_file_number
from desktop.models.catalogue import Service
from desktop.models.files import (
    Application,
    ApplicationItem,
    Custody,
    IntakeDraft,
    Movement,
    VoidedNumber,
)
from desktop.models.paper import Document, DocumentPerson, PrintJob
from desktop.models.people import Contact, Person
from desktop.models.record import Event
from desktop.office.files.commands import (
    DropDraft,
    GivenPerson,
    ItemAnswer,
    SaveDraft,
    TakeInFile,
    TakenIn,
    VoidNumber,
)
from desktop.office.files.drafts import drop_draft, save_draft
from desktop.office.files.numbers import void_number
from desktop.office.files.registering import take_in_file
from desktop.office.live.intake import find_person, open_intake
from desktop.office.printers import AddPrinter, add_printer
from desktop.office.queue import CallNext, IssueTicket, StartService, call_next, issue_ticket, start_service
from desktop.office.shifts import OpenCounter, open_counter
from tests.support.whole_office import WholeOffice, whole_office

NIK = "6471015708950011"
"""Invented: no such number was given out; a woman born on 17 August 1995."""


class Desk:
    """A clerk who takes files in."""

    def __init__(self, office: WholeOffice) -> None:
        self.office = office
        self.run, self.read = office.runner.run, office.runner.read
        self.service_id = self.service("KIA-BARU")
        self.printer_id = self.run(
            add_printer,
            AddPrinter(office_id=office.office_id, name="struk", kind="pdf80", address={"folder": "x"}),
        ).value.printer_id

    def service(self, code: str) -> uuid.UUID:
        found: uuid.UUID = self.read(
            lambda work: work.connection.execute(select(Service.id).where(Service.code == code)).scalar_one()
        )
        return found

    def form(self, **where: Any) -> Any:
        where = where or {"service_id": self.service_id}
        return self.read(open_intake, self.office.office_id, self.office.clerk_id, **where)

    def answers(self, *missing: int, value: str = "received", **where: Any) -> tuple[ItemAnswer, ...]:
        return tuple(
            ItemAnswer(
                requirement=one.requirement, kind=one.kind, value="missing" if place in missing else value
            )
            for place, one in enumerate(self.form(**where).requirements)
        )

    def command(self, **changes: Any) -> TakeInFile:
        values: dict[str, Any] = {
            "office_id": self.office.office_id,
            "staff_id": self.office.clerk_id,
            "service_id": self.service_id,
            "applicant": GivenPerson(name="Hesti Ramadhani", nik=NIK, phone="0812 5550 0142"),
            "items": self.answers(),
            "printer_id": self.printer_id,
        }
        return TakeInFile(**{**values, **changes})

    def take(self, **changes: Any) -> TakenIn:
        return self.run(take_in_file, self.command(**changes)).value

    def rows(self, *columns: Any, **where: Any) -> list[Any]:
        return self.read(lambda work: work.connection.execute(select(*columns)).all())

    def refused(self, code: str, **changes: Any) -> dict[str, Any]:
        with pytest.raises(UserError) as refused:
            self.take(**changes)
        assert refused.value.code == code
        assert self.rows(Application.id) == [], "a refusal writes nothing"
        return refused.value.details


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    with whole_office(database_url) as office:
        yield Desk(office)


@contextmanager
def counted(desk: Desk) -> Iterator[list[str]]:
    """The statements that reach the database."""
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):  # the transaction's own frame
            seen.append(statement)

    engine = desk.office.runner.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_a_complete_file_gets_number_receipt_and_promise(desk: Desk) -> None:
    taken = desk.take()
    number = parse_file_number(taken.code)
    assert (number.series, number.year, number.n) == ("K", 2026, 1)
    assert taken.state == "received"
    assert taken.missing == 0
    assert taken.number == number.text
    # One working day from Monday morning: until the office closes on Tuesday, 15.00 WITA.
    assert taken.due_at_utc == datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
    row = desk.rows(Application.state, Application.step, Application.due_at_utc, Application.holder_id)[0]
    assert row == ("received", 2, taken.due_at_utc, desk.office.clerk_id)
    document = desk.rows(Document.kind, Document.content)[0]
    assert document.kind == "receipt"
    assert document.content["code"] == taken.code
    assert NIK not in str(document.content)
    assert "Hesti" not in str(document.content)
    person = desk.rows(DocumentPerson.content)[0].content
    assert person["name"] == "Hesti Ramadhani"
    assert person["nik"] == "647101********11"
    assert [row.id for row in desk.rows(PrintJob.id)] == list(taken.job_ids)
    kinds = [row.kind for row in desk.rows(Event.kind)]
    assert "application.registered" in kinds
    assert NIK not in str(desk.rows(Event.after)), "events hold no personal data"


def test_a_complete_file_of_a_new_person_is_at_most_fifteen_statements(desk: Desk) -> None:
    draft = new_id()
    desk.run(
        save_draft,
        SaveDraft(office_id=desk.office.office_id, staff_id=desk.office.clerk_id, draft_id=draft, content={}),
    )
    command = desk.command(draft_id=draft)
    with counted(desk) as seen:
        desk.run(take_in_file, command)
    assert 5 < len(seen) <= 15, "\n".join(line[:70] for line in seen)
    assert desk.rows(IntakeDraft.id) == []


def test_opening_from_a_called_ticket_is_at_most_four_queries(desk: Desk) -> None:
    ticket = _served_ticket(desk)
    with counted(desk) as seen:
        form = desk.form(ticket_id=ticket)
    assert len(seen) <= 4, "\n".join(line[:70] for line in seen)
    assert form.service.service_id == desk.service_id
    assert form.ticket.startswith("B")
    assert len(form.requirements) > 2
    assert all(one.value is None for one in form.requirements)


def test_an_incomplete_file_is_returned_and_opens_with_what_was_missing(desk: Desk) -> None:
    taken = desk.take(items=desk.answers(1), note="Latar merah.")
    assert (taken.state, taken.missing, taken.due_at_utc) == ("returned", 1, None)
    slip = desk.rows(Document.kind, Document.content)[0]
    assert slip.kind == "shortage"
    assert slip.content["latest"] == "2026-12-07"
    assert slip.content["note"] == "Latar merah."
    assert len(slip.content["missing"]) == 1
    form = desk.form(application_id=taken.application_id)
    open_rows = [one for one in form.requirements if not one.brought]
    assert [one.missing_on for one in open_rows] == [date(2026, 11, 23)]
    assert form.applicant.name == "Hesti Ramadhani"
    assert form.number == taken.number

    desk.office.clock.current += timedelta(days=1)
    brought = ItemAnswer(requirement=open_rows[0].requirement, kind=open_rows[0].kind, value="received")
    done = desk.take(application_id=taken.application_id, version=form.version, items=(brought,))
    assert (done.state, done.code) == ("received", taken.code), "the same number to the end"
    assert done.due_at_utc == datetime(2026, 11, 25, 7, 0, tzinfo=UTC), "the promise begins when complete"
    values = {row.value for row in desk.rows(ApplicationItem.value)}
    assert values == {"received"}
    actions = desk.rows(Movement.action, Movement.position)
    assert sorted(actions, key=lambda row: row.position) == [("take_in", 1), ("complete", 2)]


def test_a_returned_file_that_lacks_something_again_gets_another_slip(desk: Desk) -> None:
    taken = desk.take(items=desk.answers(0, 1))
    form = desk.form(application_id=taken.application_id)
    first = next(one for one in form.requirements if not one.brought)
    again = desk.take(
        application_id=taken.application_id,
        version=form.version,
        items=(ItemAnswer(requirement=first.requirement, kind=first.kind, value="received"),),
    )
    assert (again.state, again.missing) == ("returned", 1)
    assert [row.kind for row in desk.rows(Document.kind)] == ["shortage", "shortage"]


def test_two_clerks_complete_one_file_and_the_second_is_told(desk: Desk) -> None:
    taken = desk.take(items=desk.answers(0))
    form = desk.form(application_id=taken.application_id)
    missing = next(one for one in form.requirements if not one.brought)
    items = (ItemAnswer(requirement=missing.requirement, kind=missing.kind, value="received"),)
    desk.take(application_id=taken.application_id, version=form.version, items=items)
    with pytest.raises(UserError) as told:
        desk.take(application_id=taken.application_id, version=form.version, items=items)
    assert told.value.code == "file.changed"
    assert told.value.details["by"] == "Rina Wulandari"
    assert told.value.details["state"] == "received"


def test_the_same_command_twice_is_one_file(desk: Desk) -> None:
    command = desk.command()
    first = desk.run(take_in_file, command).value
    again = desk.run(take_in_file, command)
    assert again.value == first
    assert not again.changes
    assert len(desk.rows(Application.id)) == 1


def test_numbers_have_no_gap_and_a_voided_one_has_its_reason(desk: Desk) -> None:
    first = desk.take()
    with pytest.raises(UserError):
        desk.take(applicant=GivenPerson(name="Hesti", nik="123"))
    voided = desk.run(
        void_number,
        VoidNumber(office_id=desk.office.office_id, staff_id=desk.office.clerk_id, reason="Kertas rusak"),
    ).value
    second = desk.take(applicant=GivenPerson(name="Suparno"))
    numbers = [parse_file_number(code).n for code in (first.code, voided.code, second.code)]
    assert numbers == [1, 2, 3]
    assert desk.rows(VoidedNumber.reason) == [("Kertas rusak",)]


def test_the_series_begins_anew_with_the_year(desk: Desk) -> None:
    desk.take()
    desk.office.clock.current = datetime(2027, 1, 4, 1, 0, tzinfo=UTC)
    assert parse_file_number(desk.take(applicant=GivenPerson(name="Suparno")).code).text.startswith(
        "K27-000001"
    )


def test_who_comes_again_is_the_same_person_with_earlier_files_in_view(desk: Desk) -> None:
    taken = desk.take()
    desk.take(
        applicant=GivenPerson(name="Hesti Ramadhani", nik="6471 0157 0895 0011", phone="0812-5550-0199")
    )
    assert len(desk.rows(Person.id)) == 1
    known = desk.read(find_person, desk.office.office_id, NIK)
    assert known.phone == "+6281255500199"
    assert len(known.files) == 2
    assert known.files[-1].number == taken.number
    assert known.sex == "2"
    assert known.birth_date == date(1995, 8, 17), "the only date that the NIK can mean"
    assert len(desk.rows(Contact.id)) == 2


def test_a_proxy_needs_a_letter(desk: Desk) -> None:
    proxy = GivenPerson(name="Andi Rahmat", nik="6471011708900012")
    desk.refused("file.proxy_letter", proxy=proxy)
    taken = desk.take(proxy=proxy, proxy_letter="f107")
    assert desk.rows(Application.proxy_letter)[0].proxy_letter == "f107"
    assert len(desk.rows(Person.id)) == 2
    assert taken.state == "received"


def test_originals_that_are_kept_have_a_holder(desk: Desk) -> None:
    service = _service_that_keeps(desk)
    taken = desk.take(service_id=service, items=desk.answers(service_id=service))
    held = desk.rows(Custody.application_id, Custody.holder_id, Custody.state)
    assert held
    assert set(held) == {(taken.application_id, desk.office.clerk_id, "held")}


@pytest.mark.parametrize(
    ("nik", "code"),
    [
        ("647101570895001", "nik.length"),
        ("6471013102900001", "nik.birth_date"),
        ("647101570895OO11", "nik.letters"),
        ("6471015708950000", "nik.serial"),
    ],
)
def test_a_nik_that_cannot_be_is_refused_and_nothing_is_written(desk: Desk, nik: str, code: str) -> None:
    details = desk.refused(code, applicant=GivenPerson(name="Hesti", nik=nik))
    assert details["who"] == "applicant"
    assert details["field"] == "nik"
    assert nik not in str(details), "an error never carries a NIK"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "A" * 300}, "person.name_long"),
        ({"name": "Hesti 🌸"}, "person.name_emoji"),
        ({"name": "Hesti \u202eidam"}, "person.name_direction"),
        ({"name": " "}, "person.name_missing"),
        ({"birth_date": date(2027, 1, 1)}, "person.birth_future"),
        ({"phone": "12"}, "person.phone_length"),
        ({"email": "hesti"}, "person.email_form"),
    ],
)
def test_what_cannot_be_true_of_a_person_is_refused(desk: Desk, changes: dict[str, Any], code: str) -> None:
    given: dict[str, Any] = {"name": "Hesti", **changes}
    with pytest.raises(UserError) as refused:
        desk.take(applicant=GivenPerson(**given))
    assert refused.value.code.startswith(code.rsplit("_", 1)[0]), refused.value.code
    assert desk.rows(Person.id) == []


def test_warnings_never_block(desk: Desk) -> None:
    """A single name, and a birth date and sex that differ from the NIK: people are right more often."""
    taken = desk.take(applicant=GivenPerson(name="Suharto", nik=NIK, birth_date=date(1995, 8, 18), sex="1"))
    assert taken.state == "received"
    assert desk.rows(Person.birth_date, Person.sex) == [(date(1995, 8, 18), "1")]


def test_a_draft_survives_and_is_offered_again(desk: Desk) -> None:
    ticket = _served_ticket(desk)
    draft = SaveDraft(
        office_id=desk.office.office_id,
        staff_id=desk.office.clerk_id,
        draft_id=new_id(),
        ticket_id=ticket,
        content={"name": "Hesti"},
    )
    desk.run(save_draft, draft)
    desk.run(
        save_draft, SaveDraft(**{**_fields(draft), "content": {"name": "Hesti R"}, "command_id": new_id()})
    )
    form = desk.form(ticket_id=ticket)
    assert form.draft == {"name": "Hesti R"}
    assert form.draft_id == draft.draft_id
    assert desk.run(drop_draft, DropDraft(office_id=desk.office.office_id, draft_id=draft.draft_id)).value
    assert desk.form(ticket_id=ticket).draft is None


def _fields(draft: SaveDraft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in draft.__struct_fields__}


def _service_that_keeps(desk: Desk) -> uuid.UUID:
    from desktop.models.catalogue import ServiceVersion

    for row in desk.rows(ServiceVersion.service_id, ServiceVersion.content):
        kinds = {one["kind"] for one in (row.content or {}).get("requirements") or ()}
        if "original_kept" in kinds:
            found: uuid.UUID = row.service_id
            return found
    raise AssertionError("no service of the preset keeps an original")


def _served_ticket(desk: Desk) -> uuid.UUID:
    from desktop.models.staff import Counter

    office = desk.office
    counter = desk.rows(Counter.id)[0].id
    desk.run(
        open_counter, OpenCounter(office_id=office.office_id, staff_id=office.clerk_id, counter_id=counter)
    )
    desk.run(issue_ticket, IssueTicket(office_id=office.office_id, service_id=desk.service_id))
    called = desk.run(
        call_next, CallNext(office_id=office.office_id, counter_id=counter, staff_id=office.clerk_id)
    ).value
    desk.run(
        start_service,
        StartService(
            office_id=office.office_id,
            counter_id=counter,
            staff_id=office.clerk_id,
            ticket_id=called.ticket_id,
        ),
    )
    ticket: uuid.UUID = called.ticket_id
    return ticket

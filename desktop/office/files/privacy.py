"""What a person may ask about their own data (UU 27/2022): the register of requests, with 72 hours to answer.

Access, correction, restriction and erasure. A correction is applied when it is granted, and its event names the
field and never the values. Called by the page "Data pribadi", tools and tests; what is held about somebody is
gathered by ``privacy_data``, what is no longer kept goes by ``disposal``.
"""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any, Final

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.domain.search_key import search_key
from desktop.office.files.keeping import need_text
from desktop.office.files.privacy_rows import (
    CONTACTS,
    PersonRow,
    RequestDetail,
    RequestRow,
    checked_value,
    due_requests,
    find_people,
    read_person,
    request_detail,
    value_of,
)
from desktop.office.queue.rows import office_day
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work

CHANGES: Final = frozenset({"privacy", "files"})
REQUEST_KINDS: Final = ("access", "correction", "restriction", "erasure")
CORRECTED_FIELDS: Final = (
    "name", "nik", "birth_date", "sex", "family_card_no", "birth_place", "phone", "email",
)  # fmt: skip
HOURS_TO_ANSWER: Final = 72
LOOK_REASONS: Final = ("request", "search", "print", "check", "intake", "other")
_NOTHING: Final[frozenset[str]] = frozenset()


class LookAtPerson(Command, frozen=True, kw_only=True):
    """Somebody opened a person's data; ``why`` is one of LOOK_REASONS."""

    person_id: uuid.UUID
    why: str = "request"


class ReceiveRequest(Command, frozen=True, kw_only=True):
    """A person asks something about their data.

    Attributes:
        kind: one of REQUEST_KINDS.
        field, to: of a correction: one of CORRECTED_FIELDS, and what is right; a birth date as ``2026-11-23``.
        lift: a restriction is to end.
        note: in the person's words.
    """

    person_id: uuid.UUID
    kind: str
    field: str = ""
    to: str = ""
    lift: bool = False
    note: str = ""
    request_id: uuid.UUID = msgspec.field(default_factory=new_id)

    def __repr__(self) -> str:
        """Without values."""
        return f"ReceiveRequest(command_id={self.command_id}, kind={self.kind!r})"


class DecideRequest(Command, frozen=True, kw_only=True):
    """The answer to a request; ``decision`` is the reason that the person is told."""

    request_id: uuid.UUID
    granted: bool
    decision: str = ""


def record_look(work: Work, command: LookAtPerson) -> Result[None]:
    """Write down that somebody looked at a person's data: event ``person.viewed``, ids and codes only.

    Raises:
        UserError: ``privacy.no_person``.
    Writes: event, command. Changes: nothing that is shown.
    """
    if remembered(work, command) is not None:
        return Result(None, _NOTHING)
    read_person(work, command.office_id, command.person_id)
    why = command.why if command.why in LOOK_REASONS else "other"
    append_event(work, command, "person.viewed", command.person_id, after={"how": why}, reason=why)
    remember(work, command, "record_look", {})
    return Result(None, _NOTHING)


def receive_request(work: Work, command: ReceiveRequest) -> Result[RequestRow]:
    """Enter a request into the register; it is due 72 hours later, nights and holidays included.

    Raises:
        UserError: ``privacy.kind`` (allowed), ``privacy.no_person``, ``privacy.field`` (allowed),
            ``privacy.same_value``, ``privacy.already_open``, and the checks of the field (``nik.*``, ``person.*``).
    Writes: data_request, event, command. Changes: privacy.
    """
    from sqlalchemy import insert, select

    from desktop.models.files import DataRequest

    if remembered(work, command) is not None:
        return Result(request_detail(work, command.office_id, command.request_id).row, _NOTHING)
    if command.kind not in REQUEST_KINDS:
        raise UserError("privacy.kind", allowed=", ".join(REQUEST_KINDS))
    person = read_person(work, command.office_id, command.person_id)
    details: dict[str, Any] = {"note": " ".join(command.note.split())[:500]}
    if command.kind == "correction":
        if command.field not in CORRECTED_FIELDS:
            raise UserError("privacy.field", allowed=", ".join(CORRECTED_FIELDS))
        before = value_of(work, person, command.field)
        to = checked_value(command.field, command.to, office_day(work, command.office_id))
        if to == before:
            raise UserError("privacy.same_value")
        details |= {"field": command.field, "from": before, "to": to}
    if command.kind == "restriction":
        details["lift"] = command.lift
        if command.lift != bool(person["restricted"]):
            raise UserError("privacy.not_restricted" if command.lift else "privacy.already_restricted")
    same = work.connection.execute(
        select(DataRequest.details).where(
            DataRequest.person_id == command.person_id,
            DataRequest.kind == command.kind,
            DataRequest.state == "open",
        )
    ).scalars()
    if any(one.get("field") == details.get("field") for one in same):
        raise UserError("privacy.already_open")
    now = work.now()
    work.connection.execute(
        insert(DataRequest).values(
            id=command.request_id,
            office_id=command.office_id,
            person_id=command.person_id,
            kind=command.kind,
            state="open",
            details=details,
            received_at_utc=now,
            due_at_utc=now + timedelta(hours=HOURS_TO_ANSWER),
            received_by_id=command.staff_id,
        )
    )
    after = {"person": command.person_id, "kind": command.kind, "field": details.get("field")}
    append_event(work, command, "privacy.requested", command.request_id, after=after)
    remember(work, command, "receive_request", {"request": command.request_id})
    work.wake(command.office_id)
    return Result(request_detail(work, command.office_id, command.request_id).row, CHANGES)


def decide_request(work: Work, command: DecideRequest) -> Result[RequestRow]:
    """Answer a request; what is granted is done here and now.

    A correction changes the person; a restriction sets or lifts their mark; an erasure lets the next disposal take
    them, which it can only when no file of theirs is open.

    Raises:
        UserError: ``privacy.no_request``, ``privacy.decided``, ``privacy.decision_needed`` for a refusal without a
            reason, ``privacy.changed`` where the value is no longer what the request found,
            ``privacy.nik_taken``, ``privacy.file_open`` (count) for an erasure.
    Locks: the request, the person. Writes: data_request, person, contact, event, command. Changes: privacy, files.
    """
    from sqlalchemy import select, update

    from desktop.models.files import DataRequest

    if remembered(work, command) is not None:
        return Result(request_detail(work, command.office_id, command.request_id).row, _NOTHING)
    row: Any = work.connection.execute(
        select(DataRequest.person_id, DataRequest.kind, DataRequest.state, DataRequest.details)
        .where(DataRequest.id == command.request_id, DataRequest.office_id == command.office_id)
        .with_for_update()
    ).first()
    if row is None:
        raise UserError("privacy.no_request")
    if row.state != "open":
        raise UserError("privacy.decided")
    decision = " ".join(command.decision.split())[:500]
    if not command.granted:
        decision = need_text(command.decision, "privacy.decision_needed", longest=500)
    else:
        _grant(work, command, row.person_id, row.kind, row.details)
    work.connection.execute(
        update(DataRequest)
        .where(DataRequest.id == command.request_id)
        .values(
            state="granted" if command.granted else "refused",
            decided_at_utc=work.now(),
            decided_by_id=command.staff_id,
            decision=decision,
        )
    )
    state = "granted" if command.granted else "refused"
    after = {"person": row.person_id, "kind": row.kind, "state": state}
    append_event(work, command, "privacy.decided", command.request_id, before={"state": "open"}, after=after)
    remember(work, command, "decide_request", {"request": command.request_id})
    work.wake(command.office_id)
    return Result(request_detail(work, command.office_id, command.request_id).row, CHANGES)


def _grant(
    work: Work, command: DecideRequest, person_id: uuid.UUID, kind: str, details: dict[str, Any]
) -> None:
    from sqlalchemy import func, or_, select, update

    from desktop.models.files import Application
    from desktop.models.people import Person

    run = work.connection.execute
    person = read_person(work, command.office_id, person_id, lock=True)
    this = update(Person).where(Person.id == person_id)
    if kind == "correction":
        name, to = str(details["field"]), str(details["to"])
        if value_of(work, person, name) != details.get("from"):
            raise UserError("privacy.changed")
        _correct(work, command, person, name, to)
        append_event(work, command, "person.corrected", person_id, after={"field": name})
    elif kind == "restriction":
        restricted = not details.get("lift")
        run(this.values(restricted=restricted))
        kind_of_event = "person.restricted" if restricted else "person.unrestricted"
        append_event(work, command, kind_of_event, person_id)
    elif kind == "erasure":
        mine = or_(Application.applicant_id == person_id, Application.proxy_id == person_id)
        count = run(
            select(func.count()).select_from(Application).where(mine, Application.closed_at_utc.is_(None))
        ).scalar_one()
        if count:
            raise UserError("privacy.file_open", count=count)
        run(this.values(retention_until=office_day(work, command.office_id)))
        append_event(work, command, "person.erasure_granted", person_id)


def _correct(work: Work, command: DecideRequest, person: dict[str, Any], name: str, to: str) -> None:
    from sqlalchemy import insert, select, update

    from desktop.models.people import Contact, Person

    run = work.connection.execute
    today = office_day(work, command.office_id)
    if name in CONTACTS:
        run(
            update(Contact)
            .where(Contact.person_id == person["id"], Contact.kind == name, Contact.valid_to.is_(None))
            .values(valid_to=today)
        )
        run(
            insert(Contact).values(
                id=new_id(), office_id=command.office_id, person_id=person["id"], kind=name, value=to,
                valid_from=today,
            )
        )  # fmt: skip
        return
    if name == "nik":
        taken = select(Person.id).where(
            Person.office_id == command.office_id, Person.nik == to, Person.id != person["id"]
        )
        if run(taken).first() is not None:
            raise UserError("privacy.nik_taken")
    values: dict[str, Any] = {name: date.fromisoformat(to) if name == "birth_date" else to}
    if name == "name":
        values["name_search"] = search_key(to)
    run(update(Person).where(Person.id == person["id"]).values(**values))


__all__ = [
    "CHANGES", "CORRECTED_FIELDS", "REQUEST_KINDS", "DecideRequest", "LookAtPerson", "PersonRow", "ReceiveRequest",
    "RequestDetail", "RequestRow", "checked_value", "decide_request", "due_requests", "find_people",
    "receive_request", "record_look", "request_detail",
]  # fmt: skip

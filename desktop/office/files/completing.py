"""The next visit of a returned or refused file: what was missing is brought. Called by ``registering`` only."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.files import file_action_allowed, first_step, procedure_of
from desktop.domain.numbers import FileNumber
from desktop.office.files.checklist import Answered, answered
from desktop.office.files.commands import TakeInFile, TakenIn
from desktop.office.files.desk import Desk, read_desk
from desktop.office.files.intake_papers import latest_day
from desktop.office.files.people import KeptPerson, keep_people
from desktop.office.files.registering import finish, keep_originals
from desktop.office.files.rows import Moved, add_movement, due_from, lock_application
from desktop.office.records import remember_and_wake
from desktop.office.work import Work

if TYPE_CHECKING:
    from sqlalchemy.engine import Row


def complete_file(work: Work, command: TakeInFile) -> TakenIn:
    """Take what was missing. Complete: the promise begins, or goes on where it stood. Else a new slip.

    Raises:
        UserError: as ``take_in_file``.
    Locks: the file.
    Writes: application, application_item, application_pause, custody, movement, papers, event, command.
    """
    assert command.application_id is not None
    row = lock_application(work, command.office_id, command.application_id, command.version)
    action = "resubmit" if row.state == "refused" else "complete"
    if not file_action_allowed(action, row.state):
        raise UserError("file.wrong_state", number=_number(row).text, state=row.state)
    desk, _stored = read_desk(work, command, row.service_version_id)
    assert desk is not None
    items = answered(desk.content, command.items, desk.language, _before(work, row))
    missing = any(item.missing for item in items)
    kept = _people(work, command, desk, row)
    _write_items(work, row, items, desk)
    keep_originals(work, command, row.id, _newly_kept(items, work, row))
    now = work.now()
    due = None if missing else _due(work, command, desk, row, now)
    state = "returned" if missing else "received"
    step = 0 if missing else first_step(procedure_of(desk.content)).number
    _update(work, command, desk, row, state=state, step=step, due=due, complete=not missing)
    add_movement(
        work,
        command,
        row.id,
        Moved(
            action if not missing else "return",
            row.state, state, row.step, step, counter_id=command.counter_id,
            holder_id=None if missing else command.staff_id, reason="file.incomplete" if missing else None,
        ),
    )  # fmt: skip
    event = "application.returned" if missing else f"application.{action}d" if action == "complete" else (
        "application.resubmitted"
    )  # fmt: skip
    taken = finish(work, command, desk, row.id, _number(row), kept, items, due, event=event)
    remember_and_wake(work, command, "take_in_file", msgspec.to_builtins(taken))
    return taken


def _number(row: Row[Any]) -> FileNumber:
    return FileNumber(row.letter, row.year, row.number)


def _before(work: Work, row: Row[Any]) -> dict[tuple[str, str], tuple[str, str | None]]:
    from sqlalchemy import select

    from desktop.models.files import ApplicationItem

    found = work.connection.execute(
        select(
            ApplicationItem.requirement, ApplicationItem.kind, ApplicationItem.value, ApplicationItem.note
        ).where(ApplicationItem.application_id == row.id)
    )
    return {(one.requirement, one.kind): (one.value, one.note) for one in found}


def _people(work: Work, command: TakeInFile, desk: Desk, row: Row[Any]) -> list[KeptPerson]:
    """The file's own applicant, brought to what was said today; nobody else may become it."""
    if command.applicant is not None:
        given = msgspec.structs.replace(command.applicant, person_id=row.applicant_id)
        return keep_people(work, command, [("applicant", given)], desk.today)
    from sqlalchemy import select

    from desktop.models.people import Contact, Person

    rows = work.connection.execute(
        select(Person.name, Person.nik, Contact.kind, Contact.value)
        .outerjoin(Contact, Contact.person_id == Person.id)
        .where(Person.id == row.applicant_id)
        .order_by(Contact.id)
    ).all()
    contacts = {one.kind: one.value for one in rows if one.kind}
    first = rows[0]
    return [
        KeptPerson(
            row.applicant_id,
            first.name,
            first.nik or "",
            contacts.get("phone", ""),
            contacts.get("email", ""),
        )
    ]


def _write_items(work: Work, row: Row[Any], items: tuple[Answered, ...], desk: Desk) -> None:
    from sqlalchemy import update

    from desktop.models.files import ApplicationItem

    for item in items:
        values: dict[str, Any] = {"value": item.value, "note": item.note or None}
        if item.missing:
            values["missing_on"] = desk.today
        work.connection.execute(
            update(ApplicationItem)
            .where(
                ApplicationItem.application_id == row.id,
                ApplicationItem.requirement == item.requirement,
                ApplicationItem.kind == item.kind,
            )
            .values(**values)
        )


def _newly_kept(items: tuple[Answered, ...], work: Work, row: Row[Any]) -> tuple[Answered, ...]:
    from sqlalchemy import select

    from desktop.models.files import Custody

    held = set(
        work.connection.execute(
            select(Custody.requirement).where(Custody.application_id == row.id, Custody.state == "held")
        ).scalars()
    )
    return tuple(item for item in items if item.requirement not in held)


def _due(work: Work, command: TakeInFile, desk: Desk, row: Row[Any], now: datetime) -> datetime | None:
    from sqlalchemy import select, update

    from desktop.models.files import ApplicationPause
    from desktop.office.live.hours import load_calendar

    complete_at = now
    pauses: list[tuple[datetime, datetime | None]] = []
    if row.complete_at_utc is not None and row.state == "returned":
        complete_at = row.complete_at_utc
        work.connection.execute(
            update(ApplicationPause)
            .where(ApplicationPause.application_id == row.id, ApplicationPause.ended_at_utc.is_(None))
            .values(ended_at_utc=now)
        )
        pauses = [
            (one.started_at_utc, one.ended_at_utc)
            for one in work.connection.execute(
                select(ApplicationPause.started_at_utc, ApplicationPause.ended_at_utc)
                .where(ApplicationPause.application_id == row.id)
                .order_by(ApplicationPause.started_at_utc)
            )
        ]
    zone = desk.row.time_zone
    from zoneinfo import ZoneInfo

    first_day = complete_at.astimezone(ZoneInfo(zone)).date()
    calendar = load_calendar(work, command.office_id, first_day, zone=zone)
    return due_from(calendar, desk.content, complete_at, pauses, desk.settings, desk.row.group)


def _update(
    work: Work,
    command: TakeInFile,
    desk: Desk,
    row: Row[Any],
    *,
    state: str,
    step: int,
    due: datetime | None,
    complete: bool,
) -> None:
    from sqlalchemy import update

    from desktop.models.files import Application

    now = work.now()
    values: dict[str, Any] = {
        "state": state,
        "step": step,
        "state_since_utc": now,
        "version": row.version + 1,
        "note": command.note.strip()[:1000] or row.note,
        "holder_id": command.staff_id if complete else None,
        "return_by": None if complete else latest_day(command, desk),
        "reason": None if complete else "file.incomplete",
    }
    if complete:
        refused = row.state == "refused"
        values |= {
            "complete_at_utc": now if refused else row.complete_at_utc or now,
            "due_at_utc": due,
            "promised_at_utc": due if refused else row.promised_at_utc or due,
            "paused_since_utc": None,
            "received_by_id": command.staff_id,
            "counter_id": command.counter_id or row.counter_id,
            "ticket_id": command.ticket_id or row.ticket_id,
            "revision": row.revision + (1 if refused else 0),
        }
    work.connection.execute(update(Application).where(Application.id == row.id).values(**values))

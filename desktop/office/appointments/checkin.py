"""Checking in: an appointment becomes a ticket, at the kiosk by its code or at the desk.

The ticket is issued in the same transaction, with the letter of its group. It joins the line at the later of
check-in and slot; somebody who comes much too late joins as a regular ticket and is told so.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.office.appointments.codes import looks_like_code, parse_code
from desktop.office.appointments.rows import Booked, local_texts, lock_appointment
from desktop.office.queue.issuing import IssuedTicket, IssueTicket, issue_ticket
from desktop.office.queue.rows import admit_due, zone_of
from desktop.office.records import append_event, remember, remembered
from desktop.office.slips import read_slip_content
from desktop.office.work import Command, Result, Work

CHANGES: Final = frozenset({"queue", "appointments"})


class CheckIn(Command, frozen=True, kw_only=True):
    """Somebody with an appointment is here.

    Attributes:
        code: the appointment's code, or the reference of the office's online booking; as typed or scanned.
        appointment_id: instead of a code, chosen from the desk's list.
        source: ``kiosk`` or ``counter``.
        priority, reason: count only for somebody who is too late and joins the line as everybody else.
        wait_low_min, wait_median_min, wait_high_min: what the visitor was told, minutes.
    """

    code: str = ""
    appointment_id: uuid.UUID | None = None
    source: str = "kiosk"
    language: str = "id"
    printer_id: uuid.UUID | None = None
    priority: bool = False
    reason: str | None = None
    needs: tuple[str, ...] | None = None
    wait_low_min: int | None = None
    wait_median_min: int | None = None
    wait_high_min: int | None = None
    ticket_id: uuid.UUID = msgspec.field(default_factory=new_id)
    document_id: uuid.UUID = msgspec.field(default_factory=new_id)
    job_id: uuid.UUID = msgspec.field(default_factory=new_id)


class CheckedIn(msgspec.Struct, frozen=True, kw_only=True):
    """The number that somebody with an appointment got.

    Attributes:
        ticket: the number, as issuing gives it; ``state`` is ``booked`` until the slot's time.
        service: short name in the visitor's language.
        bring: what to get ready.
        slot_at_utc: the appointment's time.
        late: came too late, and has joined the line as a regular ticket: say so.
        again: was checked in before; this is the same number.
    """

    appointment_id: uuid.UUID
    ticket: IssuedTicket
    service: str
    bring: tuple[str, ...]
    slot_at_utc: datetime
    late: bool = False
    again: bool = False
    repeated: bool = False


def check_in(work: Work, command: CheckIn) -> Result[CheckedIn]:
    """Turn an appointment into a ticket; a second check-in gives the same number again.

    Appointments have their own quota, so a group's daily quota of tickets neither refuses nor counts them.

    Raises:
        UserError: ``appointment.code_form`` (text), ``appointment.code_check`` (text),
            ``appointment.code_unknown`` (text), ``appointment.unknown``, ``appointment.was_cancelled``,
            ``appointment.other_day`` (day, time), ``appointment.day_over`` (day, time), ``appointment.done``,
            ``appointment.too_early`` (opens, time, minutes), ``queue.no_service``.
    Locks: the appointment, then as issue_ticket.
    Writes: appointment, what issue_ticket writes, event, command.
    Changes: queue, appointments.
    """
    stored = remembered(work, command)
    if stored is not None:
        return Result(msgspec.convert({**stored, "repeated": True}, CheckedIn))
    key = command.appointment_id or find_appointment(work, command.office_id, command.code)
    booked = lock_appointment(work, command.office_id, key)
    if booked.state == "cancelled":
        raise UserError("appointment.was_cancelled")
    content = read_slip_content(
        work,
        command.office_id,
        booked.service_id,
        language=command.language,
        wait_low_min=command.wait_low_min,
        wait_high_min=command.wait_high_min,
    )
    issued = _issued_before(work, booked)
    if issued is not None:
        return Result(_outcome(booked, issued, content, again=True))
    if booked.state == "done":
        raise UserError("appointment.done")
    late = _too_late(work, command.office_id, booked.starts_at_utc)
    issued = _issue(work, command, booked, content, late=late)
    _mark(work, command, booked, issued, late=late)
    outcome = _outcome(booked, issued, content, late=late)
    remember(work, command, "check_in", msgspec.to_builtins(outcome))
    work.wake(command.office_id)
    return Result(outcome, CHANGES)


def find_appointment(work: Work, office_id: uuid.UUID, code: str) -> uuid.UUID:
    """The appointment that a code, or the online booking's reference, names.

    Raises:
        UserError: ``appointment.code_form`` (text), ``appointment.code_check`` (text),
            ``appointment.code_unknown`` (text).
    """
    from sqlalchemy import func, select

    from desktop.models.queue import Appointment

    text = code.strip()
    by_reference = work.connection.execute(
        select(Appointment.id)
        .where(
            Appointment.office_id == office_id,
            Appointment.external_ref.is_not(None),
            func.upper(Appointment.external_ref) == text.upper(),
        )
        .limit(1)
    ).scalar_one_or_none()
    if by_reference is not None:
        return by_reference
    if not looks_like_code(text):
        raise UserError("appointment.code_form", text=text[:40])
    plain = parse_code(text)
    found = work.connection.execute(
        select(Appointment.id).where(Appointment.office_id == office_id, Appointment.code == plain)
    ).scalar_one_or_none()
    if found is None:
        raise UserError("appointment.code_unknown", text=plain)
    return found


def _too_late(work: Work, office_id: uuid.UUID, slot: datetime) -> bool:
    """Whether the slot is missed; refuses another day and too early an hour."""
    zone = ZoneInfo(zone_of(work, office_id))
    now = work.now()
    today, day = now.astimezone(zone).date(), slot.astimezone(zone).date()
    if day > today:
        raise UserError("appointment.other_day", **local_texts(work, office_id, slot))
    if day < today:
        raise UserError("appointment.day_over", **local_texts(work, office_id, slot))
    early_min, late_min = check_in_rules(work, office_id, today)
    opens = slot - timedelta(minutes=early_min)
    if now < opens:
        raise UserError(
            "appointment.too_early",
            opens=local_texts(work, office_id, opens)["time"],
            time=local_texts(work, office_id, slot)["time"],
            minutes=early_min,
        )
    return now > slot + timedelta(minutes=late_min)


def check_in_rules(work: Work, office_id: uuid.UUID, day: date) -> tuple[int, int]:
    """From how many minutes before its time, and until how many after, an appointment counts on a day."""
    from sqlalchemy import select

    from desktop.models.queue import QueuePolicy

    row = work.connection.execute(
        select(QueuePolicy.appointment_early_min, QueuePolicy.appointment_late_min)
        .where(QueuePolicy.office_id == office_id, QueuePolicy.valid_from <= day)
        .order_by(QueuePolicy.valid_from.desc())
        .limit(1)
    ).first()
    return (30, 15) if row is None else (row[0], row[1])


def _issue(
    work: Work, command: CheckIn, booked: Booked, content: dict[str, Any], *, late: bool
) -> IssuedTicket:
    slot = None if late else booked.starts_at_utc
    # Whoever's time has come is in the line before somebody who arrives now.
    admit_due(work, command.office_id)
    slip = dict(content)
    if slot is not None:
        slip["slot_at_utc"] = slot.isoformat()
    else:
        slip["priority"] = command.priority
    took = _lane(work, command.office_id, booked.group_id, only_if_used=True)
    issued: IssuedTicket = issue_ticket(
        work,
        IssueTicket(
            # A command of its own inside this one; it follows from this one's id, so a repeat finds both.
            command_id=uuid.uuid5(command.command_id, "ticket"),
            office_id=command.office_id,
            station_id=command.station_id,
            staff_id=command.staff_id,
            service_id=booked.service_id,
            priority=command.priority and late,
            reason=command.reason if late else None,
            needs=command.needs,
            source=command.source,
            language=command.language,
            slip=slip,
            printer_id=command.printer_id,
            wait_low_min=command.wait_low_min,
            wait_median_min=command.wait_median_min,
            wait_high_min=command.wait_high_min,
            slot_at=slot,
            appointment_id=booked.id,
            ticket_id=command.ticket_id,
            document_id=command.document_id,
            job_id=command.job_id,
        ),
    ).value
    if not took:
        _lane(work, command.office_id, booked.group_id, only_if_used=False)
    return issued


def _lane(work: Work, office_id: uuid.UUID, group_id: uuid.UUID, *, only_if_used: bool) -> bool:
    """Give the place back that issuing takes of the group's daily quota; before it, or after where none was used.

    Before, because issuing refuses a full lane, and an appointment has its place already.
    """
    from sqlalchemy import select, update

    from desktop.models.catalogue import ServiceGroup
    from desktop.models.queue import QueueLane
    from desktop.office.queue.rows import office_day

    quota = work.connection.execute(
        select(ServiceGroup.daily_quota).where(ServiceGroup.id == group_id)
    ).scalar_one_or_none()
    if quota is None:
        return True
    changed = work.connection.execute(
        update(QueueLane)
        .where(
            QueueLane.office_id == office_id,
            QueueLane.business_day == office_day(work, office_id),
            QueueLane.group_id == group_id,
            QueueLane.issued >= 1,
        )
        .values(issued=QueueLane.issued - 1)
    )
    return changed.rowcount == 1 or not only_if_used


def _mark(work: Work, command: CheckIn, booked: Booked, issued: IssuedTicket, *, late: bool) -> None:
    from sqlalchemy import select, update

    from desktop.models.queue import Appointment, Ticket, Visit

    run = work.connection.execute
    run(update(Appointment).where(Appointment.id == booked.id).values(state="checked_in"))
    if booked.person_id is not None:
        visit = select(Ticket.visit_id).where(Ticket.id == issued.ticket_id).scalar_subquery()
        run(update(Visit).where(Visit.id == visit).values(person_id=booked.person_id))
    append_event(
        work,
        command,
        "appointment.checked_in",
        booked.id,
        before={"state": booked.state},
        after={"state": "checked_in", "ticket": issued.ticket_id, "late": late},
    )


def _issued_before(work: Work, booked: Booked) -> IssuedTicket | None:
    from sqlalchemy import select

    from desktop.models.queue import Ticket

    row = work.connection.execute(
        select(Ticket.id, Ticket.label, Ticket.code, Ticket.issued_at_utc, Ticket.state)
        .where(Ticket.appointment_id == booked.id)
        .order_by(Ticket.issued_at_utc.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    return IssuedTicket(
        ticket_id=row.id,
        label=row.label,
        code=row.code,
        people_ahead=0,
        issued_at_utc=row.issued_at_utc,
        state=row.state,
    )


def _outcome(
    booked: Booked,
    issued: IssuedTicket,
    content: dict[str, Any],
    *,
    late: bool = False,
    again: bool = False,
) -> CheckedIn:
    return CheckedIn(
        appointment_id=booked.id,
        ticket=issued,
        service=content["service"],
        bring=tuple(content["bring"]),
        slot_at_utc=booked.starts_at_utc,
        late=late,
        again=again,
    )

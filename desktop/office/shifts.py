"""Who sits where: taking a counter, breaks, going home; and the list of counters to choose from.

Each write is one transaction on either database. Called by presenters, tools and tests.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.office.queue.rows import current_at, end_call, office_day, set_ticket, zone_of
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work, business_day

CHANGES = frozenset({"shift", "queue"})
#: Why a counter pauses, as codes; the words are ``counter.break.*``.
BREAK_REASONS = ("rest", "prayer", "meeting", "system", "other")
_REPEATED: frozenset[str] = frozenset()


class ShiftOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """A shift after something was done with it.

    Attributes:
        counter: the name that is called aloud.
        state: ``open``, ``break`` or ``closed``.
        resumed: the same person took the counter that they already had.
        until: the promised end of a break.
    """

    shift_id: uuid.UUID
    counter_id: uuid.UUID
    counter: str
    state: str
    resumed: bool = False
    until: datetime | None = None
    repeated: bool = False


class OpenCounter(Command, frozen=True, kw_only=True):
    """``staff_id`` takes a counter."""

    counter_id: uuid.UUID
    shift_id: uuid.UUID = msgspec.field(default_factory=new_id)


class BeginBreak(Command, frozen=True, kw_only=True):
    """The counter pauses; ``reason`` is one of BREAK_REASONS, ``until`` what the hall is told."""

    counter_id: uuid.UUID
    reason: str = "rest"
    until: datetime | None = None


class Resume(Command, frozen=True, kw_only=True):
    """The break is over."""

    counter_id: uuid.UUID


class CloseCounter(Command, frozen=True, kw_only=True):
    """The person leaves the counter."""

    counter_id: uuid.UUID


class CounterChoice(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list of counters.

    Attributes:
        services: short names of the service groups it gives, as (Indonesian, English).
        staff_id, staff: who has it now, or None and "".
        state: ``closed`` (free), ``open`` or ``break``.
    """

    counter_id: uuid.UUID
    name: str
    low: bool
    services: tuple[tuple[str, str], ...]
    staff_id: uuid.UUID | None
    staff: str
    state: str
    since_utc: datetime | None
    until_utc: datetime | None


def open_counter(work: Work, command: OpenCounter) -> Result[ShiftOutcome]:
    """Take a counter. Whoever already has it goes on with the same shift, even from another PC.

    A shift that was forgotten on an earlier day does not block today: it is closed, and recorded as such.

    Raises:
        UserError: ``counter.unknown``; ``counter.no_staff``; ``counter.taken_by`` (counter, name);
            ``counter.already_at`` (counter: where this person sits now).
    Locks: the counter and the person. Writes: shift, event, command. Changes: shift, queue.
    """
    from sqlalchemy import insert, select, update

    from desktop.models.staff import Counter, Shift, Staff

    if (again := _again(work, command)) is not None:
        return again
    connection = work.connection
    # Two people at two PCs: whoever locks the counter first has it, the other reads the name below.
    counter = connection.execute(
        select(Counter.name)
        .where(Counter.id == command.counter_id, Counter.office_id == command.office_id, Counter.active)
        .with_for_update(key_share=True)
    ).scalar_one_or_none()
    if counter is None:
        raise UserError("counter.unknown")
    person = connection.execute(
        select(Staff.id)
        .where(Staff.id == command.staff_id, Staff.office_id == command.office_id, Staff.active)
        .with_for_update(key_share=True)
    ).scalar_one_or_none()
    if person is None:
        raise UserError("counter.no_staff")
    held = connection.execute(
        select(
            Shift.id,
            Shift.counter_id,
            Shift.staff_id,
            Shift.state,
            Shift.opened_at_utc,
            Shift.break_until_utc,
            Counter.name.label("counter"),
            Staff.name.label("staff"),
        )
        .join(Counter, Counter.id == Shift.counter_id)
        .join(Staff, Staff.id == Shift.staff_id)
        .where(
            (Shift.counter_id == command.counter_id) | (Shift.staff_id == command.staff_id),
            Shift.closed_at_utc.is_(None),
        )
    ).all()
    today, zone = office_day(work, command.office_id), zone_of(work, command.office_id)
    for row in held:
        if business_day(row.opened_at_utc, zone) < today:
            _close_forgotten(work, command, row.id, row.counter_id)
        elif row.staff_id != command.staff_id:
            raise UserError("counter.taken_by", counter=counter, name=row.staff)
        elif row.counter_id != command.counter_id:
            raise UserError("counter.already_at", counter=row.counter)
        else:
            connection.execute(update(Shift).where(Shift.id == row.id).values(station_id=command.station_id))
            outcome = ShiftOutcome(
                shift_id=row.id,
                counter_id=command.counter_id,
                counter=counter,
                state=row.state,
                resumed=True,
                until=row.break_until_utc,
            )
            return _done(work, command, "open_counter", "shift.taken_again", outcome)
    connection.execute(
        insert(Shift).values(
            id=command.shift_id,
            office_id=command.office_id,
            counter_id=command.counter_id,
            staff_id=command.staff_id,
            station_id=command.station_id,
            state="open",
            regular_run=0,
            opened_at_utc=work.now(),
        )
    )
    outcome = ShiftOutcome(
        shift_id=command.shift_id, counter_id=command.counter_id, counter=counter, state="open"
    )
    return _done(work, command, "open_counter", "shift.opened", outcome)


def begin_break(work: Work, command: BeginBreak) -> Result[ShiftOutcome]:
    """Pause a counter. Nobody may be called to it or served there.

    Raises:
        UserError: ``counter.break_reason``; ``counter.closed``; ``counter.taken``;
            ``counter.somebody_here`` (number).
    Locks: the shift. Writes: shift, event, command. Changes: shift, queue.
    """
    if (again := _again(work, command)) is not None:
        return again
    if command.reason not in BREAK_REASONS:
        raise UserError("counter.break_reason")
    shift = _own_shift(work, command)
    _refuse_if_busy(work, command.counter_id)
    _set_shift(work, shift.id, state="break", break_reason=command.reason, break_until_utc=command.until)
    outcome = _outcome(shift, command.counter_id, "break", command.until)
    return _done(work, command, "begin_break", "shift.break", outcome, reason=command.reason)


def resume(work: Work, command: Resume) -> Result[ShiftOutcome]:
    """End a break; harmless where there is none.

    Raises:
        UserError: ``counter.closed``, ``counter.taken``.
    Locks: the shift. Writes: shift, event, command. Changes: shift, queue.
    """
    if (again := _again(work, command)) is not None:
        return again
    shift = _own_shift(work, command)
    _set_shift(work, shift.id, state="open", break_reason=None, break_until_utc=None)
    return _done(work, command, "resume", "shift.resumed", _outcome(shift, command.counter_id, "open", None))


def close_counter(work: Work, command: CloseCounter) -> Result[ShiftOutcome]:
    """Leave a counter; somebody else may take it.

    Raises:
        UserError: ``counter.closed``; ``counter.taken``; ``counter.somebody_here`` (number).
    Locks: the shift. Writes: shift, event, command. Changes: shift, queue.
    """
    if (again := _again(work, command)) is not None:
        return again
    shift = _own_shift(work, command)
    _refuse_if_busy(work, command.counter_id)
    _set_shift(
        work,
        shift.id,
        state="closed",
        closed_at_utc=work.now(),
        break_reason=None,
        break_until_utc=None,
    )
    outcome = _outcome(shift, command.counter_id, "closed", None)
    return _done(work, command, "close_counter", "shift.closed", outcome)


def list_counters(work: Work, office_id: uuid.UUID) -> tuple[CounterChoice, ...]:
    """All active counters in their order, each with who has it now."""
    from sqlalchemy import select

    from desktop.models.catalogue import Service, ServiceGroup
    from desktop.models.staff import Counter, CounterService, Shift, Staff

    groups: dict[uuid.UUID, list[tuple[str, str]]] = {}
    for counter_id, short_id, short_en in work.connection.execute(
        select(CounterService.counter_id, ServiceGroup.short_id, ServiceGroup.short_en)
        .join(Service, Service.id == CounterService.service_id)
        .join(ServiceGroup, ServiceGroup.id == Service.group_id)
        .where(ServiceGroup.office_id == office_id)
        .group_by(
            CounterService.counter_id, ServiceGroup.short_id, ServiceGroup.short_en, ServiceGroup.position
        )
        .order_by(ServiceGroup.position)
    ):
        groups.setdefault(counter_id, []).append((short_id, short_en))
    rows = work.connection.execute(
        select(
            Counter.id,
            Counter.name,
            Counter.low,
            Shift.staff_id,
            Staff.name,
            Shift.state,
            Shift.opened_at_utc,
            Shift.break_until_utc,
        )
        .outerjoin(Shift, (Shift.counter_id == Counter.id) & Shift.closed_at_utc.is_(None))
        .outerjoin(Staff, Staff.id == Shift.staff_id)
        .where(Counter.office_id == office_id, Counter.active)
        .order_by(Counter.position, Counter.name)
    )
    return tuple(
        CounterChoice(
            counter_id=row[0],
            name=row[1],
            low=bool(row[2]),
            services=tuple(groups.get(row[0], ())),
            staff_id=row[3],
            staff=row[4] or "",
            state=row[5] or "closed",
            since_utc=row[6],
            until_utc=row[7],
        )
        for row in rows
    )


def _own_shift(work: Work, command: Any) -> Any:
    from sqlalchemy import select

    from desktop.models.staff import Counter, Shift

    shift = work.connection.execute(
        select(Shift.id, Shift.staff_id, Shift.state, Counter.name)
        .join(Counter, Counter.id == Shift.counter_id)
        .where(Shift.counter_id == command.counter_id, Shift.closed_at_utc.is_(None))
        .with_for_update(key_share=True, of=Shift)
    ).first()
    if shift is None:
        raise UserError("counter.closed")
    if shift.staff_id != command.staff_id:
        raise UserError("counter.taken")
    return shift


def _refuse_if_busy(work: Work, counter_id: uuid.UUID) -> None:
    ticket = current_at(work, counter_id)
    if ticket is not None:
        raise UserError("counter.somebody_here", number=ticket.label)


def _set_shift(work: Work, shift_id: uuid.UUID, **values: Any) -> None:
    from sqlalchemy import update

    from desktop.models.staff import Shift

    work.connection.execute(update(Shift).where(Shift.id == shift_id).values(**values))


def _close_forgotten(work: Work, command: OpenCounter, shift_id: uuid.UUID, counter_id: uuid.UUID) -> None:
    ticket = current_at(work, counter_id)
    if ticket is not None:
        set_ticket(work, ticket.id, state="unserved", counter_id=None)
        end_call(work, ticket.id, "unserved")
        append_event(
            work,
            command,
            "ticket.unserved",
            ticket.id,
            before={"state": ticket.state},
            after={"state": "unserved"},
            reason="day_over",
        )
    _set_shift(
        work, shift_id, state="closed", closed_at_utc=work.now(), break_reason=None, break_until_utc=None
    )
    append_event(work, command, "shift.closed", shift_id, after={"counter": counter_id}, reason="day_over")


def _outcome(shift: Any, counter_id: uuid.UUID, state: str, until: datetime | None) -> ShiftOutcome:
    return ShiftOutcome(
        shift_id=shift.id, counter_id=counter_id, counter=shift.name, state=state, until=until
    )


def _again(work: Work, command: Command) -> Result[ShiftOutcome] | None:
    stored = remembered(work, command)
    if stored is None:
        return None
    return Result(msgspec.convert({**stored, "repeated": True}, ShiftOutcome), _REPEATED)


def _done(
    work: Work,
    command: Command,
    name: str,
    event: str,
    outcome: ShiftOutcome,
    *,
    reason: str | None = None,
) -> Result[ShiftOutcome]:
    append_event(
        work,
        command,
        event,
        outcome.shift_id,
        after={"counter": outcome.counter_id, "state": outcome.state},
        reason=reason,
    )
    remember(work, command, name, msgspec.to_builtins(outcome))
    work.wake(command.office_id)
    return Result(outcome, CHANGES)

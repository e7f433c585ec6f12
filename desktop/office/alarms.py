"""Calls for a colleague: the staff emergency call of a counter, a visitor's call for help at a kiosk.

Called by presenters, tools and tests.
"""

from __future__ import annotations

import uuid
from datetime import datetime

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work

CHANGES = frozenset({"alarm"})
KINDS = ("emergency", "help")
_REPEATED: frozenset[str] = frozenset()


class RaiseAlarm(Command, frozen=True, kw_only=True):
    """Call a colleague: ``emergency`` from a counter, ``help`` from a kiosk."""

    kind: str = "emergency"
    counter_id: uuid.UUID | None = None
    alarm_id: uuid.UUID = msgspec.field(default_factory=new_id)


class AnswerAlarm(Command, frozen=True, kw_only=True):
    """``staff_id`` takes care of it."""

    alarm_id: uuid.UUID


class AlarmOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """An alarm; ``open`` until somebody answers."""

    alarm_id: uuid.UUID
    open: bool
    repeated: bool = False


class OpenAlarm(msgspec.Struct, frozen=True, kw_only=True):
    """An alarm that nobody has answered: where it came from, and who raised it ("" at a kiosk)."""

    alarm_id: uuid.UUID
    kind: str
    counter_id: uuid.UUID | None
    counter: str
    station: str
    staff: str
    raised_at_utc: datetime


def raise_alarm(work: Work, command: RaiseAlarm) -> Result[AlarmOutcome]:
    """Raise an alarm; pressing again while the same one is open raises no second.

    Raises:
        UserError: ``alarm.kind``.
    Writes: alarm, event, command. Changes: alarm.
    """
    from sqlalchemy import insert, select

    from desktop.models.queue import Alarm

    if (stored := remembered(work, command)) is not None:
        return Result(msgspec.convert({**stored, "repeated": True}, AlarmOutcome), _REPEATED)
    if command.kind not in KINDS:
        raise UserError("alarm.kind")
    same_place = (
        Alarm.counter_id == command.counter_id
        if command.counter_id is not None
        else Alarm.station_id == command.station_id
    )
    alarm_id = work.connection.execute(
        select(Alarm.id)
        .where(
            Alarm.office_id == command.office_id,
            Alarm.kind == command.kind,
            same_place,
            Alarm.answered_at_utc.is_(None),
        )
        .limit(1)
    ).scalar_one_or_none()
    if alarm_id is None:
        alarm_id = command.alarm_id
        work.connection.execute(
            insert(Alarm).values(
                id=alarm_id,
                office_id=command.office_id,
                kind=command.kind,
                counter_id=command.counter_id,
                station_id=command.station_id,
                staff_id=command.staff_id,
                raised_at_utc=work.now(),
            )
        )
        append_event(
            work,
            command,
            "alarm.raised",
            alarm_id,
            after={"kind": command.kind, "counter": command.counter_id},
        )
    outcome = AlarmOutcome(alarm_id=alarm_id, open=True)
    remember(work, command, "raise_alarm", msgspec.to_builtins(outcome))
    work.wake(command.office_id)
    return Result(outcome, CHANGES)


def answer_alarm(work: Work, command: AnswerAlarm) -> Result[AlarmOutcome]:
    """Answer an alarm; the first who does is recorded, the others change nothing.

    Raises:
        UserError: ``alarm.unknown``.
    Writes: alarm, event, command. Changes: alarm.
    """
    from sqlalchemy import select, update

    from desktop.models.queue import Alarm

    if (stored := remembered(work, command)) is not None:
        return Result(msgspec.convert({**stored, "repeated": True}, AlarmOutcome), _REPEATED)
    row = work.connection.execute(
        select(Alarm.id, Alarm.answered_at_utc)
        .where(Alarm.id == command.alarm_id, Alarm.office_id == command.office_id)
        .with_for_update(key_share=True)
    ).first()
    if row is None:
        raise UserError("alarm.unknown")
    if row.answered_at_utc is None:
        work.connection.execute(
            update(Alarm)
            .where(Alarm.id == command.alarm_id)
            .values(answered_at_utc=work.now(), answered_by_id=command.staff_id)
        )
        append_event(work, command, "alarm.answered", command.alarm_id)
    outcome = AlarmOutcome(alarm_id=command.alarm_id, open=False)
    remember(work, command, "answer_alarm", msgspec.to_builtins(outcome))
    work.wake(command.office_id)
    return Result(outcome, CHANGES)


def open_alarms(work: Work, office_id: uuid.UUID) -> tuple[OpenAlarm, ...]:
    """The alarms that nobody has answered, oldest first."""
    from sqlalchemy import select

    from desktop.models.queue import Alarm
    from desktop.models.staff import Counter, Staff, Station

    rows = work.connection.execute(
        select(
            Alarm.id,
            Alarm.kind,
            Alarm.counter_id,
            Counter.name,
            Station.name,
            Staff.name,
            Alarm.raised_at_utc,
        )
        .outerjoin(Counter, Counter.id == Alarm.counter_id)
        .outerjoin(Station, Station.id == Alarm.station_id)
        .outerjoin(Staff, Staff.id == Alarm.staff_id)
        .where(Alarm.office_id == office_id, Alarm.answered_at_utc.is_(None))
        .order_by(Alarm.raised_at_utc, Alarm.id)
    )
    return tuple(
        OpenAlarm(
            alarm_id=row[0],
            kind=row[1],
            counter_id=row[2],
            counter=row[3] or "",
            station=row[4] or "",
            staff=row[5] or "",
            raised_at_utc=row[6],
        )
        for row in rows
    )

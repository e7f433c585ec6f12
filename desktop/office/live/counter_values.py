"""The frozen values that a counter's window is drawn from. Made by ``desktop.office.live.counter`` only."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import msgspec


class ServiceName(msgspec.Struct, frozen=True, kw_only=True):
    """A service's names in both languages, and its norm at the counter in minutes."""

    service_id: uuid.UUID
    name_id: str
    name_en: str
    short_id: str
    short_en: str
    norm_min: int


class LineTicket(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket in the line, on hold or missed.

    Attributes:
        since_utc: when it joined the line (an appointment: its slot).
        at_utc: when it was held or missed; ``since_utc`` for one that waits.
        until_utc: until when a missed one may return, or a held one was asked to come back.
        unprinted: its slip is not printed yet.
        sent_here: it was sent to this counter.
    """

    ticket_id: uuid.UUID
    label: str
    service: ServiceName
    state: str
    klass: str
    priority_reason: str | None
    needs: tuple[str, ...]
    since_utc: datetime
    at_utc: datetime
    until_utc: datetime | None
    hold_reason: str | None
    note: str | None
    returned: bool
    unprinted: bool
    sent_here: bool
    code: str


class CurrentTicket(msgspec.Struct, frozen=True, kw_only=True):
    """The ticket that is called to or served at this counter."""

    ticket_id: uuid.UUID
    visit_id: uuid.UUID
    label: str
    code: str
    service: ServiceName
    state: str
    klass: str
    priority_reason: str | None
    needs: tuple[str, ...]
    issued_at_utc: datetime
    called_at_utc: datetime
    started_at_utc: datetime | None
    waited_s: int
    times: int
    kind: str
    reason: str
    reason_args: dict[str, Any]
    note: str | None
    unprinted: bool


class ServedTicket(msgspec.Struct, frozen=True, kw_only=True):
    """A call that ended here today: ``outcome`` is a ticket state, ``transferred`` or ``taken_back``."""

    ticket_id: uuid.UUID
    label: str
    service: ServiceName
    outcome: str
    ended_at_utc: datetime


class DayFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Today at this counter; ``mean_s`` is None before the first service."""

    served: int = 0
    mean_s: int | None = None
    within_norm: int = 0
    missed: int = 0


class CounterAlarm(msgspec.Struct, frozen=True, kw_only=True):
    """An alarm that nobody has answered; ``counter`` is "" for a kiosk's."""

    alarm_id: uuid.UUID
    kind: str
    counter_id: uuid.UUID | None
    counter: str
    station: str
    raised_at_utc: datetime


class CounterState(msgspec.Struct, frozen=True, kw_only=True):
    """The whole state of one counter's window.

    Attributes:
        at_utc: the office's clock at this reading.
        groups: short names of the service groups given here, (Indonesian, English).
        shift_state: ``closed``, ``open`` or ``break``; ``shift_staff_id`` says whose.
        line: the exact order of the first EXACT, then the others by arrival.
        line_reason: why the first of the line is first, a ``why.*`` code.
        free_since_utc: when the last call here ended today.
        display: whether a hall display is connected; None where the office has none.
        prints_stuck: slips of the office that failed or wait too long.
        services: what this counter gives, in the catalogue's order.
    """

    at_utc: datetime
    time_zone: str
    office: str
    counter_id: uuid.UUID
    counter: str
    groups: tuple[tuple[str, str], ...]
    shift_state: str
    shift_staff_id: uuid.UUID | None
    shift_staff: str
    break_reason: str | None
    break_until_utc: datetime | None
    current: CurrentTicket | None
    line: tuple[LineTicket, ...]
    line_reason: str
    line_reason_args: dict[str, Any]
    went_before: tuple[str, ...]
    waiting: int
    longest_since_utc: datetime | None
    held: tuple[LineTicket, ...]
    missed: tuple[LineTicket, ...]
    served: tuple[ServedTicket, ...]
    figures: DayFigures
    free_since_utc: datetime | None
    display: bool | None
    prints_stuck: int
    alarms: tuple[CounterAlarm, ...]
    services: tuple[ServiceName, ...]

"""The database side of expected waits: today's rows become the input of ``desktop.domain.estimates``.

Called by the live queries of kiosk, counter and display. What each service lately took is learned from the
last calls and kept for a minute, because it changes slowly and costs the most to read.
"""

from __future__ import annotations

import math
import threading
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from desktop.domain.calendar import OfficeCalendar
from desktop.domain.estimates import (
    Joining,
    OpenCounter,
    QueueState,
    ServiceTime,
    WaitEstimate,
    estimate_all,
    fit_service_time,
)
from desktop.domain.policy import Klass, QueuePolicy, WaitingTicket

if TYPE_CHECKING:
    from desktop.office.work import Work

RECENT_CALLS: Final = 600
"""Calls that service times are learned from, over all services, newest first."""

LEARNED_DAYS: Final = 28
KEEP_LEARNED_S: Final = 60.0

KEEP_WAITS_S: Final = 5.0
LINE_STEP: Final = 40
"""A line of 40 may be one ticket off what the waits were worked out for, one of 80 two; a short one none."""

_PRIOR_CALLS = 40.0
_PRIOR_NO_SHOW = 0.05
_KEEP_OFFICES = 8


class Wait(msgspec.Struct, frozen=True):
    """An expected wait as people are told it, whole minutes: 0 <= low <= median <= high."""

    low_min: int
    median_min: int
    high_min: int


class Learned(msgspec.Struct, frozen=True):
    """What past calls taught: how long each service takes, and how many called people do not come."""

    times: dict[uuid.UUID, ServiceTime]
    no_show_rate: float


_learned: dict[uuid.UUID, tuple[datetime, Learned]] = {}
_learned_lock = threading.Lock()


def told(estimate: WaitEstimate | None) -> Wait | None:
    """Round an estimate for people: from 10 minutes on to steps of five, outwards."""
    if estimate is None:
        return None
    low, high = estimate.low_min, estimate.high_min
    low_min = int(low // 5 * 5) if high >= 10 else int(low)
    high_min = math.ceil(high / 5) * 5 if high >= 10 else math.ceil(high)
    median_min = round(estimate.median_min)
    if median_min >= 30:
        median_min = round(estimate.median_min / 5) * 5
    return Wait(low_min, min(max(median_min, low_min), high_min), high_min)


def learned_times(work: Work, office_id: uuid.UUID, day: date, now: datetime) -> Learned:
    """What the last calls taught, at most a minute old. ``day`` is the business day, ``now`` in UTC."""
    with _learned_lock:
        known = _learned.get(office_id)
    if known is not None and abs((now - known[0]).total_seconds()) < KEEP_LEARNED_S:
        return known[1]
    learned = _learn(work, office_id, day)
    with _learned_lock:
        if len(_learned) >= _KEEP_OFFICES:
            _learned.clear()
        _learned[office_id] = (now, learned)
    return learned


def _learn(work: Work, office_id: uuid.UUID, day: date) -> Learned:
    from sqlalchemy import select

    from desktop.models.catalogue import ServiceVersion
    from desktop.models.queue import Call, Ticket

    run = work.connection.execute
    norms = dict(
        run(
            select(ServiceVersion.service_id, ServiceVersion.counter_minutes).where(
                ServiceVersion.office_id == office_id, ServiceVersion.valid_to_utc.is_(None)
            )
        ).all()
    )
    durations: dict[uuid.UUID, list[float]] = defaultdict(list)
    ended = missed = 0
    for service_id, called, end, outcome in run(
        select(Ticket.service_id, Call.called_at_utc, Call.ended_at_utc, Call.outcome)
        .join_from(Call, Ticket, Ticket.id == Call.ticket_id)
        .where(
            Call.office_id == office_id,
            Call.business_day <= day,
            Call.business_day >= day - timedelta(days=LEARNED_DAYS),
            Call.ended_at_utc.is_not(None),
        )
        .order_by(Call.business_day.desc(), Call.announce_no.desc())
        .limit(RECENT_CALLS)
    ):
        ended += 1
        if outcome == "no_show":
            missed += 1
        elif outcome == "done" and end is not None:
            durations[service_id].append((end - called).total_seconds() / 60)
    times = {key: fit_service_time(norm, durations.get(key, ())) for key, norm in norms.items()}
    rate = (missed + _PRIOR_NO_SHOW * _PRIOR_CALLS) / (ended + _PRIOR_CALLS)
    return Learned(times, min(rate, 0.9))


def load_queue_state(work: Work, office_id: uuid.UUID, now: datetime, calendar: OfficeCalendar) -> QueueState:
    """Everything that an estimate looks at, as it is in the database.

    Args:
        work: the open transaction.
        office_id: the office.
        now: the moment, with a zone.
        calendar: the office's (see ``hours.load_calendar``); its breaks of today count for every counter.

    Returns:
        The state; services, counters and tickets go by their keys. A counter on a break without a known
        return is left out.
    """
    from sqlalchemy import select

    from desktop.models.queue import QueuePolicy as PolicyRow
    from desktop.models.queue import Ticket
    from desktop.models.staff import CounterService, Shift

    run = work.connection.execute
    day = calendar.local(now).date()
    tickets: list[WaitingTicket] = []
    joining: list[Joining] = []
    serving: dict[uuid.UUID, tuple[uuid.UUID, float]] = {}
    for row in run(
        select(
            Ticket.id,
            Ticket.state,
            Ticket.arrival_no,
            Ticket.klass,
            Ticket.service_id,
            Ticket.group_id,
            Ticket.jump_base,
            Ticket.returned,
            Ticket.target_counter_id,
            Ticket.counter_id,
            Ticket.called_at_utc,
            Ticket.slot_at_utc,
        ).where(
            Ticket.office_id == office_id,
            Ticket.business_day == day,
            Ticket.state.in_(("waiting", "booked", "called", "serving")),
        )
    ):
        if row.state == "waiting":
            tickets.append(
                WaitingTicket(
                    row.id, row.arrival_no, row.klass, row.service_id, row.group_id, row.jump_base,
                    bool(row.returned), row.target_counter_id,
                )
            )  # fmt: skip
        elif row.state == "booked":
            joining.append(Joining(_minutes(now, row.slot_at_utc), row.service_id))
        elif row.counter_id is not None:
            since = row.called_at_utc or now
            serving[row.counter_id] = (row.service_id, max(-_minutes(now, since), 0.0))
    weights: dict[uuid.UUID, dict[uuid.UUID, int]] = defaultdict(dict)
    shifts: dict[uuid.UUID, tuple[str, datetime | None, int]] = {}
    for counter_id, state, until, run_length, service_id, weight in run(
        select(
            Shift.counter_id,
            Shift.state,
            Shift.break_until_utc,
            Shift.regular_run,
            CounterService.service_id,
            CounterService.weight,
        )
        .join_from(Shift, CounterService, CounterService.counter_id == Shift.counter_id)
        .where(Shift.office_id == office_id, Shift.closed_at_utc.is_(None))
    ):
        shifts[counter_id] = (state, until, run_length)
        weights[counter_id][service_id] = weight
    announced = _breaks_of_today(calendar, now)
    counters = []
    for counter_id, (state, until, run_length) in sorted(shifts.items(), key=lambda item: item[0].bytes):
        own = announced
        if state == "break":
            if until is None or until <= now:
                continue
            own = ((0.0, _minutes(now, until)), *announced)
        service, elapsed = serving.get(counter_id, (None, 0.0))
        counters.append(OpenCounter(weights[counter_id], run_length, service, elapsed, own, counter_id))
    figures = run(
        select(PolicyRow.ratio_regular, PolicyRow.weight_step, PolicyRow.bound)
        .where(PolicyRow.office_id == office_id, PolicyRow.valid_from <= day)
        .order_by(PolicyRow.valid_from.desc())
        .limit(1)
    ).first()
    learned = learned_times(work, office_id, day, now)
    return QueueState(
        tickets=tickets,
        counters=counters,
        times=learned.times,
        policy=QueuePolicy(*figures) if figures is not None else QueuePolicy(),
        no_show_rate=learned.no_show_rate,
        joining=joining,
    )


def waits_of_newcomers(
    state: QueueState,
    services: Iterable[uuid.UUID],
    klasses: tuple[Klass, ...] = ("regular", "priority"),
) -> Mapping[tuple[uuid.UUID, Klass], Wait]:
    """What somebody who joins now would be told, for each service and class.

    Services that the same counters give with the same weights wait alike, and are played once only.
    """
    alike: dict[tuple[tuple[int, int], ...], list[uuid.UUID]] = defaultdict(list)
    for service in services:
        menu = tuple(
            (number, counter.weights[service])
            for number, counter in enumerate(state.counters)
            if service in counter.weights
        )
        if menu:
            alike[menu].append(service)
    estimates = estimate_all(state, [same[0] for same in alike.values()], klasses)
    told_waits: dict[tuple[uuid.UUID, Klass], Wait] = {}
    for same in alike.values():
        for klass in klasses:
            wait = told(estimates.get((same[0], klass)))
            if wait is not None:
                told_waits.update({(service, klass): wait for service in same})
    return told_waits


class _Told(msgspec.Struct, frozen=True):
    at: datetime
    asked: frozenset[uuid.UUID]
    tickets: int
    counters: tuple[uuid.UUID | None, ...]
    waits: Mapping[tuple[uuid.UUID, Klass], Wait]


_told: dict[uuid.UUID, _Told] = {}


def recent_waits(
    office_id: uuid.UUID, state: QueueState, services: Iterable[uuid.UUID], now: datetime
) -> Mapping[tuple[uuid.UUID, Klass], Wait]:
    """`waits_of_newcomers`, worked out anew when the line or the counters changed, else every few seconds.

    A long line takes some 50 ms to play, and a busy office tells its kiosks to look several times a second.
    """
    asked = frozenset(services)
    counters = tuple(counter.id for counter in state.counters)
    with _learned_lock:
        known = _told.get(office_id)
    if (
        known is not None
        and known.asked == asked
        and known.counters == counters
        and abs(known.tickets - len(state.tickets)) <= len(state.tickets) // LINE_STEP
        and abs((now - known.at).total_seconds()) < KEEP_WAITS_S
    ):
        return known.waits
    waits = waits_of_newcomers(state, sorted(asked))
    with _learned_lock:
        if len(_told) >= _KEEP_OFFICES:
            _told.clear()
        _told[office_id] = _Told(now, asked, len(state.tickets), counters, waits)
    return waits


def _breaks_of_today(calendar: OfficeCalendar, now: datetime) -> tuple[tuple[float, float], ...]:
    local = calendar.local(now)
    hours = calendar.hours_on(local.date())
    if hours is None:
        return ()
    found = []
    for pause in hours.breaks:
        begins = datetime.combine(local.date(), pause.begins, local.tzinfo)
        ends = datetime.combine(local.date(), pause.ends, local.tzinfo)
        if ends > local:
            found.append((_minutes(local, begins), _minutes(local, ends)))
    return tuple(found)


def _minutes(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 60

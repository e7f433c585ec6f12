"""What a counter's window shows, read whole in a few statements. Called by the counter's presenter and tests.

Every duration is told by the two moments it lies between, and never as less than nothing: a clock that was
set back must not show a negative wait.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from desktop.domain import policy as rules
from desktop.office.live import counter_rows as read
from desktop.office.live.counter_values import (
    CounterAlarm,
    CounterState,
    CurrentTicket,
    DayFigures,
    LineTicket,
    ServedTicket,
    ServiceName,
)
from desktop.office.work import Work, business_day

#: So many of the line are shown in the exact order in which they would be called from here.
EXACT = 12
LAST_SERVED = 9


def read_counter(
    work: Work, office_id: uuid.UUID, counter_id: uuid.UUID, staff_id: uuid.UUID | None = None
) -> CounterState:
    """The state of one counter. ``staff_id`` is who asks; it changes nothing in what is read today.

    Raises:
        UserError: ``counter.unknown``.
    """
    now = work.now()
    place = read.place(work, office_id, counter_id, now)
    day = business_day(now, place.time_zone)
    given = read.given(work, counter_id)
    weights = {row.service_id: row.weight for row in given}
    jumps, policy, return_min = read.policy(work, office_id, day)
    unprinted, stuck = read.unprinted(work, office_id, now)
    rows = read.open_tickets(work, office_id, counter_id, day)
    calls = read.calls(work, office_id, counter_id, day)

    line: list[Any] = []
    booked: list[Any] = []
    held: list[Any] = []
    missed: list[Any] = []
    current = None
    for row in rows:
        if row.counter_id == counter_id:
            current = _current(row, calls, now, row.id in unprinted)
        elif row.state == "waiting" or (row.state == "booked" and row.slot_at_utc <= now):
            mine = row.target_counter_id == counter_id or (
                row.target_counter_id is None and row.service_id in weights
            )
            if mine:
                (line if row.state == "waiting" else booked).append(row)
        elif row.state == "hold" and row.service_id in weights:
            held.append(row)
        elif row.state == "no_show" and row.service_id in weights:
            missed.append(row)
    ordered, choice = _in_order(line, booked, weights, place.regular_run or 0, counter_id, policy, jumps)
    made = {row.id: _line_ticket(row, now, return_min, row.id in unprinted, counter_id) for row in rows
            if row.state in ("waiting", "booked", "hold", "no_show")}  # fmt: skip
    shown = tuple(made[row.id] for row in ordered)
    ended = [call for call in calls if call.ended_at_utc is not None]
    return CounterState(
        at_utc=now,
        time_zone=place.time_zone,
        office=place.office,
        counter_id=counter_id,
        counter=place.counter,
        groups=tuple(dict.fromkeys((row.group_id_text, row.group_en_text) for row in given)),
        shift_state=place.state or "closed",
        shift_staff_id=place.staff_id,
        shift_staff=place.staff or "",
        break_reason=place.break_reason,
        break_until_utc=place.break_until_utc,
        current=current,
        line=shown,
        line_reason="" if choice is None else choice.reason,
        line_reason_args={} if choice is None else dict(choice.reason_args),
        went_before=_went_before(calls, choice),
        waiting=len(shown),
        longest_since_utc=min((one.since_utc for one in shown), default=None),
        held=tuple(sorted((made[row.id] for row in held), key=lambda one: (one.at_utc, one.label))),
        missed=tuple(sorted((made[row.id] for row in missed), key=lambda one: (one.at_utc, one.label))),
        served=tuple(_served(call) for call in ended if call.outcome != "taken_back")[:LAST_SERVED],
        figures=_figures(ended),
        free_since_utc=max((call.ended_at_utc for call in ended), default=None),
        display=None if not place.displays else bool(place.displays_seen),
        prints_stuck=stuck,
        alarms=_alarms(work, office_id),
        services=tuple(_name(row) for row in given),
    )


def _alarms(work: Work, office_id: uuid.UUID) -> tuple[CounterAlarm, ...]:
    from desktop.office.alarms import open_alarms

    return tuple(
        CounterAlarm(
            alarm_id=one.alarm_id,
            kind=one.kind,
            counter_id=one.counter_id,
            counter=one.counter,
            station=one.station,
            raised_at_utc=one.raised_at_utc,
        )
        for one in open_alarms(work, office_id)
    )


def _in_order(
    line: list[Any],
    booked: list[Any],
    weights: dict[Any, int],
    regular_run: int,
    counter_id: uuid.UUID,
    policy: rules.QueuePolicy,
    jumps: dict[Any, int],
) -> tuple[list[Any], rules.Choice | None]:
    """The line as this counter would call it, and why the first is first."""
    last = max((row.arrival_no for row in line), default=0)
    due = sorted(booked, key=lambda row: (row.slot_at_utc, row.issued_at_utc, str(row.id)))
    numbered = [(row, row.arrival_no) for row in line]
    numbered += [(row, last + place) for place, row in enumerate(due, 1)]
    rows = {row.id: row for row, _number in numbered}
    waiting = {
        row.id: rules.WaitingTicket(
            row.id,
            number,
            row.klass,
            row.service_id,
            row.group_id,
            row.jump_base if row.state == "waiting" else jumps.get(row.group_id, 0),
            bool(row.returned),
            row.target_counter_id,
        )
        for row, number in numbered
    }
    counter = rules.CounterView(weights, regular_run, counter_id)
    ordered: list[Any] = []
    first = None
    while waiting and len(ordered) < EXACT:
        choice = rules.choose(policy, counter, waiting.values(), jumps)
        if choice is None:
            break
        first = first or choice
        after = rules.after_call(counter, choice, jumps)
        counter = rules.CounterView(weights, after.regular_run, counter_id)
        jumps = after.jumps
        ordered.append(rows[choice.ticket.id])
        del waiting[choice.ticket.id]
    rest = sorted(waiting.values(), key=lambda one: one.arrival_no)
    return ordered + [rows[one.id] for one in rest], first


def _went_before(calls: list[Any], choice: rules.Choice | None) -> tuple[str, ...]:
    """The regular numbers that went before a priority turn, newest first."""
    if choice is None or choice.reason != rules.WHY_PRIORITY_TURN:
        return ()
    made = sorted(
        (call for call in calls if call.kind == "auto" and call.outcome != "taken_back"),
        key=lambda call: call.announce_no,
        reverse=True,
    )
    labels = []
    for call in made:
        if call.klass == "priority":
            break
        if call.klass == "regular":
            labels.append(call.label)
    return tuple(labels[: int(choice.reason_args.get("count", 0))])


def _name(row: Any) -> ServiceName:
    return ServiceName(
        service_id=row.service_id,
        name_id=row.name_id,
        name_en=row.name_en,
        short_id=row.short_id,
        short_en=row.short_en,
        norm_min=row.counter_minutes,
    )


def _line_ticket(
    row: Any, now: datetime, return_min: int, unprinted: bool, counter_id: uuid.UUID
) -> LineTicket:
    since = row.slot_at_utc if row.klass == "appointment" and row.slot_at_utc else row.arrived_at_utc
    since = min(since or row.issued_at_utc, now)
    left_at = min(row.called_at_utc or since, now) if row.state in ("hold", "no_show") else since
    until = row.hold_until_utc if row.state == "hold" else None
    if row.state == "no_show":
        until = left_at + timedelta(minutes=return_min)
    return LineTicket(
        ticket_id=row.id,
        label=row.label,
        service=_name(row),
        state="waiting" if row.state == "booked" else row.state,
        klass=row.klass,
        priority_reason=row.priority_reason,
        needs=tuple(row.needs or ()),
        since_utc=since,
        at_utc=left_at,
        until_utc=until,
        hold_reason=row.hold_reason,
        note=row.note,
        returned=bool(row.returned),
        unprinted=unprinted,
        sent_here=row.target_counter_id == counter_id,
        code=row.code,
    )


def _current(row: Any, calls: list[Any], now: datetime, unprinted: bool) -> CurrentTicket:
    call = next((one for one in calls if one.ticket_id == row.id and one.ended_at_utc is None), None)
    called = min(row.called_at_utc or now, now)
    since = row.slot_at_utc if row.klass == "appointment" and row.slot_at_utc else row.arrived_at_utc
    waited = max(timedelta(0), called - (since or row.issued_at_utc))
    return CurrentTicket(
        ticket_id=row.id,
        visit_id=row.visit_id,
        label=row.label,
        code=row.code,
        service=_name(row),
        state=row.state,
        klass=row.klass,
        priority_reason=row.priority_reason,
        needs=tuple(row.needs or ()),
        issued_at_utc=row.issued_at_utc,
        called_at_utc=called,
        started_at_utc=None if row.started_at_utc is None else min(row.started_at_utc, now),
        waited_s=int(waited.total_seconds()),
        times=0 if call is None else call.times,
        kind="" if call is None else call.kind,
        reason="" if call is None else call.reason,
        reason_args={} if call is None else dict(call.reason_args or {}),
        note=row.note,
        unprinted=unprinted,
    )


def _served(call: Any) -> ServedTicket:
    return ServedTicket(
        ticket_id=call.ticket_id,
        label=call.label,
        service=_name(call),
        outcome=call.outcome,
        ended_at_utc=call.ended_at_utc,
    )


def _figures(ended: list[Any]) -> DayFigures:
    done = [call for call in ended if call.outcome == "done"]
    times = [
        (max(0.0, (call.ended_at_utc - call.started_at_utc).total_seconds()), call.counter_minutes * 60)
        for call in done
        if call.started_at_utc is not None
    ]
    return DayFigures(
        served=len(done),
        mean_s=None if not times else round(sum(took for took, _norm in times) / len(times)),
        within_norm=sum(took <= norm for took, norm in times),
        missed=sum(call.outcome == "no_show" for call in ended),
    )


__all__ = [
    "CounterAlarm",
    "CounterState",
    "CurrentTicket",
    "DayFigures",
    "LineTicket",
    "ServedTicket",
    "ServiceName",
    "read_counter",
]

"""From the office's state to what the window shows, as pure functions. Called by the counter's presenter."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from desktop.domain.errors import LoketError
from desktop.office.live.counter import CounterState, CurrentTicket, LineTicket, ServiceName
from desktop.ui.counter.state import (
    AlarmLine,
    Current,
    Figures,
    Mode,
    Named,
    NextStep,
    Row,
    Said,
    Scene,
    Served,
)

NOBODY_HERE = Said("counter.why_not.nobody_here")
ON_BREAK = Said("counter.why_not.break")
NOBODY_WAITS = Said("counter.why_not.nobody_waits")


def name_of(service: ServiceName) -> Named:
    """A service's short name in both languages."""
    return Named(service.short_id, service.short_en)


def full_name_of(service: ServiceName) -> Named:
    """A service's full name in both languages."""
    return Named(service.name_id, service.name_en)


def seconds(span: timedelta) -> int:
    """Whole seconds, never below zero."""
    return max(0, int(span.total_seconds()))


def row_of(ticket: LineTicket, now: datetime, zone: ZoneInfo) -> Row:
    """A ticket as the list shows it."""
    return Row(
        ticket_id=ticket.ticket_id,
        number=ticket.label,
        service=name_of(ticket.service),
        state=ticket.state,
        klass=ticket.klass,
        priority_reason=ticket.priority_reason,
        needs=ticket.needs,
        waited_min=seconds(now - ticket.since_utc) // 60,
        since=ticket.since_utc.astimezone(zone),
        until=None if ticket.until_utc is None else ticket.until_utc.astimezone(zone),
        hold_reason=ticket.hold_reason,
        note=ticket.note,
        returned=ticket.returned,
        unprinted=ticket.unprinted,
        sent_here=ticket.sent_here,
    )


def current_of(ticket: CurrentTicket, now: datetime, zone: ZoneInfo) -> Current:
    """The ticket at the counter, with its running time."""
    started = ticket.started_at_utc
    return Current(
        ticket_id=ticket.ticket_id,
        number=ticket.label,
        service=name_of(ticket.service),
        state=ticket.state,
        klass=ticket.klass,
        priority_reason=ticket.priority_reason,
        needs=ticket.needs,
        issued=ticket.issued_at_utc.astimezone(zone),
        called=ticket.called_at_utc.astimezone(zone),
        waited_s=ticket.waited_s,
        times=ticket.times,
        elapsed_s=None if started is None else seconds(now - started),
        norm_s=ticket.service.norm_min * 60,
        note=ticket.note,
        unprinted=ticket.unprinted,
    )


def why_of(state: CounterState) -> Said | None:
    """The answer to "why this one?", with what its text needs."""
    if not state.line:
        return None
    args: dict[str, Any] = dict(state.line_reason_args)
    args["reason"] = state.line[0].priority_reason or ""
    args["numbers"] = list(state.went_before)
    return Said(state.line_reason, args)


def mode_of(state: CounterState) -> Mode:
    """Which of its states the window is in."""
    if state.current is not None:
        return "called" if state.current.state == "called" else "serving"
    return {"open": "idle", "break": "break"}.get(state.shift_state, "closed")  # type: ignore[return-value]


def next_step_of(mode: Mode, anybody: bool) -> NextStep:
    """What F2 does now."""
    if mode == "called":
        return "start"
    if mode == "serving":
        return "call_finishing" if anybody else "finish"
    return "call" if mode == "idle" and anybody else "none"


def blocked_of(mode: Mode, anybody: bool, can_undo: bool) -> dict[str, Said]:
    """Why a command cannot run now, for those that cannot."""
    blocked: dict[str, Said] = {}
    if not can_undo:
        blocked["counter.undo"] = Said("counter.why_not.nothing_to_undo")
    here = mode in ("called", "serving")
    if not here:
        for name in ("recall", "finish", "check_file", "hold", "transfer", "no_show", "note", "add_service"):
            blocked[f"counter.{name}"] = NOBODY_HERE
    if mode == "serving":
        blocked["counter.no_show"] = Said("counter.why_not.present")
    if mode == "called":
        blocked["counter.no_ticket"] = Said("counter.why_not.called_waits")
        blocked["counter.add_service"] = Said("counter.why_not.not_started")
        blocked["counter.check_file"] = Said("counter.why_not.not_started")
    if here:
        blocked["counter.break"] = Said("counter.why_not.somebody_here")
        blocked["shell.sign_out"] = Said("counter.why_not.somebody_here")
    if mode == "break":
        blocked["counter.next_step"] = ON_BREAK
        blocked["counter.no_ticket"] = ON_BREAK
    elif mode == "idle" and not anybody:
        blocked["counter.next_step"] = NOBODY_WAITS
    return blocked


def scene_of(
    state: CounterState,
    now: datetime,
    *,
    staff: str,
    can_undo: bool = False,
    notice: Said | None = None,
    fault: LoketError | None = None,
    muted: bool = False,
) -> Scene:
    """The window at ``now``, an aware moment of the office's clock."""
    zone = ZoneInfo(state.time_zone)
    now = max(now, state.at_utc - timedelta(seconds=2))
    mode = mode_of(state)
    figures = state.figures
    return Scene(
        mode=mode,
        counter=state.counter,
        groups=tuple(Named(short_id, short_en) for short_id, short_en in state.groups),
        staff=staff,
        at=now.astimezone(zone),
        zone=now.astimezone(zone).tzname() or "",
        current=None if state.current is None else current_of(state.current, now, zone),
        rows=tuple(row_of(ticket, now, zone) for ticket in state.line),
        why=why_of(state),
        waiting=state.waiting,
        longest_min=0 if state.longest_since_utc is None else seconds(now - state.longest_since_utc) // 60,
        held=tuple(row_of(ticket, now, zone) for ticket in state.held),
        missed=tuple(row_of(ticket, now, zone) for ticket in state.missed),
        served=tuple(
            Served(one.label, name_of(one.service), one.outcome, one.ended_at_utc.astimezone(zone))
            for one in state.served
        ),
        figures=Figures(figures.served, figures.mean_s, figures.within_norm, figures.missed),
        free_s=None if state.free_since_utc is None else seconds(now - state.free_since_utc),
        break_reason=state.break_reason,
        break_until=None if state.break_until_utc is None else state.break_until_utc.astimezone(zone),
        display=state.display,
        prints_stuck=state.prints_stuck,
        alarms=tuple(
            AlarmLine(one.alarm_id, one.kind, one.counter or one.station, one.counter_id == state.counter_id)
            for one in state.alarms
        ),
        next_step=next_step_of(mode, bool(state.line)),
        blocked=blocked_of(mode, bool(state.line), can_undo),
        notice=notice,
        fault=None if fault is None else Said(fault.code, fault.details),
        muted=muted,
        can_undo=can_undo,
    )

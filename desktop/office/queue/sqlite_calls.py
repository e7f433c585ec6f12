"""Calling and finishing on SQLite: the steps of the database functions, by hand, inside BEGIN IMMEDIATE.

The order is the one of ``desktop.domain.policy`` itself. Called by ``desktop.office.queue.calling`` only.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from desktop.domain import policy as rules
from desktop.domain.errors import UserError
from desktop.office.queue.sqlite_hot import (
    admit_due,
    business_day_of,
    hexed,
    jsoned,
    next_value,
    raw,
    remember_result,
    repeat_of,
    texted,
    write_event,
)

if TYPE_CHECKING:
    from desktop.office.queue.calling import CallNext, Finish
    from desktop.office.work import Work


def _end(work: Work, ticket: str, counter: str, state: str) -> None:
    sql = raw(work)
    now = texted(work.now())
    sql(
        # A clock may be set back: nobody ends before he was called, so that no duration is negative.
        "UPDATE ticket SET state = ?, counter_id = NULL, finished_at_utc = CASE WHEN ? = 'done'"
        " THEN max(?, COALESCE(called_at_utc, ''), COALESCE(started_at_utc, '')) END WHERE id = ?",
        (state, state, now, ticket),
    )
    sql(
        "UPDATE call SET ended_at_utc = max(?, called_at_utc, COALESCE(started_at_utc, '')), outcome = ?"
        " WHERE ticket_id = ? AND counter_id = ?"
        " AND ended_at_utc IS NULL",
        (now, state, ticket, counter),
    )
    sql(
        "UPDATE appointment SET state = 'done'"
        " WHERE id = (SELECT appointment_id FROM ticket WHERE id = ?) AND ? = 'done'",
        (ticket, state),
    )


def _current(work: Work, counter: str) -> tuple[str, str, str] | None:
    row = raw(work)(
        "SELECT id, label, state FROM ticket WHERE counter_id = ? AND state IN ('called', 'serving')",
        (counter,),
    ).fetchone()
    return None if row is None else (row[0], row[1], row[2])


def finish(work: Work, command: Finish) -> dict[str, Any]:
    """See ``desktop.office.queue.calling.finish``."""
    repeated = repeat_of(work, command.command_id)
    if repeated is not None:
        return repeated
    current = _current(work, command.counter_id.hex)
    if current is None:
        raise UserError("queue.nobody_here")
    ticket, label, was = current
    if command.ticket_id is not None and command.ticket_id.hex != ticket:
        raise UserError("queue.changed", number=label)
    _end(work, ticket, command.counter_id.hex, "done")
    write_event(work, command, command.event_id, "ticket.finished", ticket, {"state": was}, {"state": "done"})
    result = {"ticket_id": str(uuid.UUID(ticket)), "label": label, "state": "done", "was": was}
    return remember_result(work, command, "finish", result)


def call_next(work: Work, command: CallNext) -> dict[str, Any]:
    """See ``desktop.office.queue.calling.call_next``."""
    repeated = repeat_of(work, command.command_id)
    if repeated is not None:
        return repeated
    sql = raw(work)
    counter = command.counter_id.hex
    shift = sql(
        "SELECT id, staff_id, state, regular_run FROM shift WHERE counter_id = ? AND closed_at_utc IS NULL",
        (counter,),
    ).fetchone()
    if shift is None:
        raise UserError("counter.closed")
    if shift[1] != hexed(command.staff_id):
        raise UserError("counter.taken")
    if shift[2] == "break":
        raise UserError("counter.on_break")
    day, _limit = business_day_of(work, command.office_id)
    finished = None
    current = _current(work, counter)
    if current is not None:
        if current[2] == "called":
            raise UserError("queue.called_waits", number=current[1])
        if not command.finish_current:
            raise UserError("queue.still_serving", number=current[1])
        _end(work, current[0], counter, "done")
        write_event(
            work,
            command,
            command.finish_event_id,
            "ticket.finished",
            current[0],
            {"state": "serving"},
            {"state": "done"},
        )
        finished = {"ticket_id": str(uuid.UUID(current[0])), "label": current[1]}
    admit_due(work, command.office_id)
    choice = choose(work, command.office_id, command.counter_id, day, shift[3])
    if choice is None:
        result: dict[str, Any] = {"ticket_id": None, "finished": finished}
        return remember_result(work, command, "call_next", result)
    for group in sorted(choice.overtaken_groups):
        sql(
            "UPDATE queue_lane SET jumps = jumps + 1 WHERE office_id = ? AND business_day = ? AND group_id = ?",
            (command.office_id.hex, day, group),
        )
    run = rules.after_call(rules.CounterView({}, shift[3]), choice, {}).regular_run
    if run != shift[3]:
        sql("UPDATE shift SET regular_run = ? WHERE id = ?", (run, shift[0]))
    announce = next_value(work, command.office_id, "announce")
    ticket = choice.ticket
    updated = sql(
        "UPDATE ticket SET state = 'called', counter_id = ?, target_counter_id = NULL,"
        " called_at_utc = max(?, COALESCE(arrived_at_utc, '')), started_at_utc = NULL WHERE id = ?"
        " RETURNING called_at_utc, label",
        (counter, texted(work.now()), ticket.id),
    ).fetchone()
    assert updated is not None
    now, label = updated
    sql(
        "INSERT INTO call (id, office_id, business_day, ticket_id, counter_id, staff_id, kind, times,"
        " announce_no, reason, reason_args, called_at_utc, announced_at_utc)"
        " VALUES (?,?,?,?,?,?,'auto',1,?,?,?,?,?)",
        (
            command.call_id.hex,
            command.office_id.hex,
            day,
            ticket.id,
            counter,
            shift[1],
            announce,
            choice.reason,
            jsoned(choice.reason_args),
            now,
            now,
        ),
    )
    after = {"state": "called", "counter": str(command.counter_id), "kind": "auto", "why": choice.reason}
    write_event(work, command, command.event_id, "ticket.called", ticket.id, {"state": "waiting"}, after)
    result = {
        "ticket_id": str(uuid.UUID(ticket.id)),
        "label": label,
        "call_id": str(command.call_id),
        "klass": ticket.klass,
        "service_id": str(uuid.UUID(ticket.service)),
        "reason": choice.reason,
        "reason_args": dict(choice.reason_args),
        "announce_no": announce,
        "finished": finished,
        "expected": None if command.expected_ticket_id is None else str(command.expected_ticket_id),
    }
    return remember_result(work, command, "call_next", result)


def choose(
    work: Work, office_id: uuid.UUID, counter_id: uuid.UUID, day: str, regular_run: int
) -> rules.Choice | None:
    """The reference policy over everybody whom this counter may call (a small office has few)."""
    sql = raw(work)
    figures = sql(
        "SELECT ratio_regular, weight_step, bound FROM queue_policy WHERE office_id = ? AND valid_from <= ?"
        " ORDER BY valid_from DESC LIMIT 1",
        (office_id.hex, day),
    ).fetchone()
    policy = rules.QueuePolicy(*figures) if figures else rules.QueuePolicy()
    rows = sql(
        "SELECT t.id, t.arrival_no, t.klass, t.service_id, t.group_id, t.jump_base, t.returned, cs.weight"
        " FROM ticket t JOIN counter_service cs ON cs.service_id = t.service_id AND cs.counter_id = ?"
        " WHERE t.office_id = ? AND t.business_day = ? AND t.state = 'waiting'"
        " AND (t.target_counter_id IS NULL OR t.target_counter_id = ?)",
        (counter_id.hex, office_id.hex, day, counter_id.hex),
    ).fetchall()
    if not rows:
        return None
    weights: dict[str, int] = {}
    tickets = []
    for key, arrival, klass, service, group, base, returned, weight in rows:
        weights[service] = weight
        tickets.append(rules.WaitingTicket(key, arrival, klass, service, group, base, bool(returned), None))
    jumps = dict(
        sql(
            "SELECT group_id, jumps FROM queue_lane WHERE office_id = ? AND business_day = ?",
            (office_id.hex, day),
        ).fetchall()
    )
    view = rules.CounterView(weights, regular_run, counter_id.hex)
    return rules.choose(policy, view, tickets, jumps)

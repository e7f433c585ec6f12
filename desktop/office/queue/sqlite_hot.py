"""The hot writes on SQLite: the steps of the database functions, by hand, inside BEGIN IMMEDIATE.

One writer at a time, so nothing needs locking; the order is the one of ``desktop.domain.policy``.
Called by issuing and calling only. Moments are text, keys are hexadecimal, as SQLAlchemy stores them.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import msgspec

from desktop.domain import policy as rules
from desktop.domain.errors import UserError
from desktop.domain.numbers import format_ticket, slip_code

if TYPE_CHECKING:
    from desktop.office.queue.calling import CallNext, Finish
    from desktop.office.queue.issuing import IssueTicket
    from desktop.office.work import Work


def raw(work: Work) -> Callable[..., sqlite3.Cursor]:
    """The driver's own ``execute`` in this transaction: these few statements are too quick for a wrapper."""
    if not work.connection.in_transaction():
        work.connection.begin()
    driver = work.connection.connection.driver_connection
    assert driver is not None
    return driver.execute  # type: ignore[no-any-return]


def _hex(key: uuid.UUID | None) -> str | None:
    return None if key is None else key.hex


def _text(moment: datetime | None) -> str | None:
    from desktop.models.base import utc_text

    return None if moment is None else utc_text(moment)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _repeat(work: Work, command_id: uuid.UUID) -> dict[str, Any] | None:
    row = raw(work)(
        "SELECT result FROM command WHERE id = ?", (command_id.hex,)
    ).fetchone()
    if row is None:
        return None
    result: dict[str, Any] = msgspec.json.decode(row[0])
    return {**result, "repeated": True}


def _remember(work: Work, command: Any, name: str, result: dict[str, Any]) -> dict[str, Any]:
    raw(work)(
        "INSERT INTO command (id, office_id, name, station_id, created_at_utc, result) VALUES (?,?,?,?,?,?)",
        (
            command.command_id.hex,
            command.office_id.hex,
            name,
            _hex(command.station_id),
            _text(work.now()),
            _json(result),
        ),
    )
    return result


def _event(
    work: Work,
    command: Any,
    key: uuid.UUID,
    kind: str,
    subject: str,
    before: dict[str, Any] | None,
    after: dict[str, Any],
) -> None:
    raw(work)(
        "INSERT INTO event (id, office_id, at_utc, kind, subject_id, staff_id, station_id, command_id,"
        " before, after) VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            key.hex,
            command.office_id.hex,
            _text(work.now()),
            kind,
            subject,
            _hex(command.staff_id),
            _hex(command.station_id),
            command.command_id.hex,
            None if before is None else _json(before),
            _json(after),
        ),
    )


def next_value(work: Work, office_id: uuid.UUID, name: str) -> int:
    """The next number of a gap-free sequence."""
    row = raw(work)(
        "INSERT INTO sequence (office_id, name, value) VALUES (?,?,1)"
        " ON CONFLICT (office_id, name) DO UPDATE SET value = value + 1 RETURNING value",
        (office_id.hex, name),
    ).fetchone()
    assert row is not None
    return int(row[0])


def _business_day(work: Work, office_id: uuid.UUID) -> tuple[str, int]:
    row = raw(work)(
        "SELECT time_zone, ticket_limit_per_nik FROM office WHERE id = ?", (office_id.hex,)
    ).fetchone()
    if row is None:
        raise UserError("queue.no_office")
    return work.now().astimezone(ZoneInfo(row[0])).date().isoformat(), row[1]


def issue_ticket(work: Work, command: IssueTicket) -> dict[str, Any]:
    """See ``desktop.office.queue.issuing.issue_ticket``."""
    repeated = _repeat(work, command.command_id)
    if repeated is not None:
        return repeated
    sql = raw(work)
    office = command.office_id.hex
    day, limit = _business_day(work, command.office_id)
    now = _text(work.now())
    service = sql(
        "SELECT g.id, g.letter, g.daily_quota, l.jumps FROM service s"
        " JOIN service_group g ON g.id = s.group_id"
        " LEFT JOIN queue_lane l ON l.office_id = s.office_id AND l.business_day = ? AND l.group_id = g.id"
        " WHERE s.id = ? AND s.office_id = ? AND s.active AND g.active",
        (day, command.service_id.hex, office),
    ).fetchone()
    if service is None:
        raise UserError("queue.no_service")
    group, group_letter, quota, jumps = service
    if jumps is None:
        sql(
            "INSERT INTO queue_lane (office_id, business_day, group_id, jumps, issued) VALUES (?,?,?,0,0)",
            (office, day, group),
        )
        jumps = 0
    if quota is not None:
        given = sql(
            "UPDATE queue_lane SET issued = issued + 1 WHERE office_id = ? AND business_day = ?"
            " AND group_id = ? AND issued < ?",
            (office, day, group, quota),
        )
        if given.rowcount != 1:
            raise UserError("queue.quota", quota=quota)
    if command.nik_hash is not None:
        used = sql(
            "INSERT INTO nik_use (office_id, business_day, nik_hash, used) VALUES (?,?,?,1)"
            " ON CONFLICT (office_id, business_day, nik_hash) DO UPDATE SET used = used + 1 WHERE used < ?"
            " RETURNING used",
            (office, day, command.nik_hash, limit),
        ).fetchone()
        if used is None:
            raise UserError("queue.nik_limit", limit=limit)
    booked = command.slot_at is not None and command.slot_at > work.now()
    klass = "appointment" if command.slot_at else "priority" if command.priority else "regular"
    letter = "P" if klass == "priority" else group_letter
    ahead_row = sql(
        "SELECT count(*) FROM (SELECT 1 FROM ticket WHERE office_id = ? AND business_day = ?"
        " AND group_id = ? AND state = 'waiting' LIMIT 200)",
        (office, day, group),
    ).fetchone()
    assert ahead_row is not None
    ahead = ahead_row[0]
    visit = _hex(command.visit_id) or command.ticket_id.hex
    sql(
        "INSERT INTO visit (id, office_id, business_day, language, started_at_utc) VALUES (?,?,?,?,?)"
        " ON CONFLICT (id) DO NOTHING",
        (visit, office, day, command.language, now),
    )
    arrival = None if booked else next_value(work, command.office_id, "arrival")
    number = next_value(work, command.office_id, f"ticket:{day}:{letter}")
    label = format_ticket(letter, number)
    code = slip_code(date.fromisoformat(day), letter, number)
    state = "booked" if booked else "waiting"
    sql(
        "INSERT INTO ticket (id, office_id, business_day, letter, number, label, code, visit_id, service_id,"
        " group_id, klass, priority_reason, needs, source, state, arrival_no, jump_base, target_counter_id,"
        " appointment_id, slot_at_utc, issued_at_utc, arrived_at_utc, wait_low_min, wait_median_min,"
        " wait_high_min, language, returned) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,0)",
        (
            command.ticket_id.hex,
            office,
            day,
            letter,
            number,
            label,
            code,
            visit,
            command.service_id.hex,
            group,
            klass,
            command.reason if klass == "priority" else None,
            _json(command.needs) if command.needs else None,
            command.source,
            state,
            arrival,
            jumps,
            _hex(command.target_counter_id),
            _hex(command.appointment_id),
            _text(command.slot_at),
            now,
            None if booked else now,
            command.wait_low_min,
            command.wait_median_min,
            command.wait_high_min,
            command.language,
        ),
    )
    if command.printer_id is not None:
        content = {
            **(command.slip or {}),
            "number": label,
            "code": code,
            "people_ahead": ahead,
            "issued_at_utc": work.now(),
        }
        sql(
            "INSERT INTO document (id, office_id, kind, subject_id, template_version, language, content,"
            " created_at_utc) VALUES (?,?,'slip',?,1,?,?,?)",
            (
                command.document_id.hex,
                office,
                command.ticket_id.hex,
                command.language,
                _json(content),
                now,
            ),
        )
        sql(
            "INSERT INTO print_job (id, office_id, document_id, printer_id, state, copy_number, attempts,"
            " created_at_utc) VALUES (?,?,?,?,'queued',0,0,?)",
            (command.job_id.hex, office, command.document_id.hex, command.printer_id.hex, now),
        )
    _event(
        work,
        command,
        command.event_id,
        "ticket.issued",
        command.ticket_id.hex,
        None,
        {"number": label, "class": klass},
    )
    result = {
        "ticket_id": str(command.ticket_id),
        "label": label,
        "code": code,
        "people_ahead": ahead,
        "issued_at_utc": work.now().isoformat(),
        "state": state,
        "job_id": str(command.job_id) if command.printer_id else None,
    }
    return _remember(work, command, "issue_ticket", result)


def admit_due(work: Work, office_id: uuid.UUID) -> int:
    """Let the appointments whose time has come join the line, in the order of their slots."""
    sql = raw(work)
    now = _text(work.now())
    due = sql(
        "SELECT t.id, COALESCE(l.jumps, 0) FROM ticket t LEFT JOIN queue_lane l ON l.office_id = t.office_id"
        " AND l.business_day = t.business_day AND l.group_id = t.group_id"
        " WHERE t.office_id = ? AND t.state = 'booked' AND t.slot_at_utc <= ?"
        " ORDER BY t.slot_at_utc, t.issued_at_utc, t.id",
        (office_id.hex, now),
    ).fetchall()
    for key, jumps in due:
        arrival = next_value(work, office_id, "arrival")
        sql(
            "UPDATE ticket SET state = 'waiting', arrival_no = ?, arrived_at_utc = ?, jump_base = ? WHERE id = ?",
            (arrival, now, jumps, key),
        )
    return len(due)


def _end(work: Work, ticket: str, counter: str, state: str) -> None:
    sql = raw(work)
    now = _text(work.now())
    sql(
        "UPDATE ticket SET state = ?, counter_id = NULL, finished_at_utc = ? WHERE id = ?",
        (state, now if state == "done" else None, ticket),
    )
    sql(
        "UPDATE call SET ended_at_utc = ?, outcome = ? WHERE ticket_id = ? AND counter_id = ?"
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
    repeated = _repeat(work, command.command_id)
    if repeated is not None:
        return repeated
    current = _current(work, command.counter_id.hex)
    if current is None:
        raise UserError("queue.nobody_here")
    ticket, label, was = current
    if command.ticket_id is not None and command.ticket_id.hex != ticket:
        raise UserError("queue.changed", number=label)
    _end(work, ticket, command.counter_id.hex, "done")
    _event(work, command, command.event_id, "ticket.finished", ticket, {"state": was}, {"state": "done"})
    result = {"ticket_id": str(uuid.UUID(ticket)), "label": label, "state": "done", "was": was}
    return _remember(work, command, "finish", result)


def call_next(work: Work, command: CallNext) -> dict[str, Any]:
    """See ``desktop.office.queue.calling.call_next``."""
    repeated = _repeat(work, command.command_id)
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
    if shift[1] != _hex(command.staff_id):
        raise UserError("counter.taken")
    if shift[2] == "break":
        raise UserError("counter.on_break")
    day, _limit = _business_day(work, command.office_id)
    finished = None
    current = _current(work, counter)
    if current is not None:
        if current[2] == "called":
            raise UserError("queue.called_waits", number=current[1])
        if not command.finish_current:
            raise UserError("queue.still_serving", number=current[1])
        _end(work, current[0], counter, "done")
        _event(
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
        return _remember(work, command, "call_next", result)
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
    now = _text(work.now())
    sql(
        "UPDATE ticket SET state = 'called', counter_id = ?, target_counter_id = NULL, called_at_utc = ?,"
        " started_at_utc = NULL WHERE id = ?",
        (counter, now, ticket.id),
    )
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
            _json(choice.reason_args),
            now,
            now,
        ),
    )
    after = {"state": "called", "counter": str(command.counter_id), "kind": "auto", "why": choice.reason}
    _event(work, command, command.event_id, "ticket.called", ticket.id, {"state": "waiting"}, after)
    label_row = sql("SELECT label FROM ticket WHERE id = ?", (ticket.id,)).fetchone()
    assert label_row is not None
    result = {
        "ticket_id": str(uuid.UUID(ticket.id)),
        "label": label_row[0],
        "call_id": str(command.call_id),
        "klass": ticket.klass,
        "service_id": str(uuid.UUID(ticket.service)),
        "reason": choice.reason,
        "reason_args": dict(choice.reason_args),
        "announce_no": announce,
        "finished": finished,
        "expected": None if command.expected_ticket_id is None else str(command.expected_ticket_id),
    }
    return _remember(work, command, "call_next", result)


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
    return rules.choose(policy, view, tickets, jumps)  # type: ignore[arg-type]

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

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.domain.numbers import format_ticket, slip_code

if TYPE_CHECKING:
    from desktop.office.queue.issuing import IssueTicket
    from desktop.office.work import Work


def raw(work: Work) -> Callable[..., sqlite3.Cursor]:
    """The driver's own ``execute`` in this transaction: these few statements are too quick for a wrapper."""
    if not work.connection.in_transaction():
        work.connection.begin()
    driver = work.connection.connection.driver_connection
    assert driver is not None
    return driver.execute  # type: ignore[no-any-return]


def hexed(key: uuid.UUID | None) -> str | None:
    """A key as SQLite stores it."""
    return None if key is None else key.hex


def texted(moment: datetime | None) -> str | None:
    """A moment as SQLite stores it."""
    from desktop.models.base import utc_text

    return None if moment is None else utc_text(moment)


def jsoned(value: Any) -> str:
    """A value as JSON text."""
    return msgspec.json.encode(value).decode()


def repeat_of(work: Work, command_id: uuid.UUID) -> dict[str, Any] | None:
    """The stored result of a command that was acknowledged before, else None."""
    row = raw(work)("SELECT result FROM command WHERE id = ?", (command_id.hex,)).fetchone()
    if row is None:
        return None
    result: dict[str, Any] = msgspec.json.decode(row[0])
    return {**result, "repeated": True}


def remember_result(work: Work, command: Any, name: str, result: dict[str, Any]) -> dict[str, Any]:
    """Store and return the result of ``command``."""
    raw(work)(
        "INSERT INTO command (id, office_id, name, station_id, created_at_utc, result) VALUES (?,?,?,?,?,?)",
        (
            command.command_id.hex,
            command.office_id.hex,
            name,
            hexed(command.station_id),
            texted(work.now()),
            jsoned(result),
        ),
    )
    return result


def write_event(
    work: Work,
    command: Any,
    key: uuid.UUID,
    kind: str,
    subject: str,
    before: dict[str, Any] | None,
    after: dict[str, Any],
) -> None:
    """Append what happened."""
    raw(work)(
        "INSERT INTO event (id, office_id, at_utc, kind, subject_id, staff_id, station_id, command_id,"
        " before, after) VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            key.hex,
            command.office_id.hex,
            texted(work.now()),
            kind,
            subject,
            hexed(command.staff_id),
            hexed(command.station_id),
            command.command_id.hex,
            None if before is None else jsoned(before),
            jsoned(after),
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


def business_day_of(work: Work, office_id: uuid.UUID) -> tuple[str, int]:
    """The office's day now (ISO text) and its limit of tickets for one NIK."""
    row = raw(work)(
        "SELECT time_zone, ticket_limit_per_nik FROM office WHERE id = ?", (office_id.hex,)
    ).fetchone()
    if row is None:
        raise UserError("queue.no_office")
    return work.now().astimezone(ZoneInfo(row[0])).date().isoformat(), row[1]


def issue_ticket(work: Work, command: IssueTicket) -> dict[str, Any]:
    """See ``desktop.office.queue.issuing.issue_ticket``."""
    repeated = repeat_of(work, command.command_id)
    if repeated is not None:
        return repeated
    sql = raw(work)
    office = command.office_id.hex
    day, limit = business_day_of(work, command.office_id)
    now = texted(work.now())
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
        " AND group_id = ? AND state = 'waiting' AND (? = 'regular' OR klass <> 'regular') LIMIT 200)",
        (office, day, group, klass),
    ).fetchone()
    assert ahead_row is not None
    ahead = ahead_row[0]
    visit = hexed(command.visit_id) or command.ticket_id.hex
    sql(
        "INSERT INTO visit (id, office_id, business_day, language, started_at_utc) VALUES (?,?,?,?,?)"
        " ON CONFLICT (id) DO NOTHING",
        (visit, office, day, command.language, now),
    )
    arrival = None
    if not booked:
        # Whoever's slot has come was here before this visitor.
        admit_due(work, command.office_id)
        arrival = next_value(work, command.office_id, "arrival")
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
            jsoned(command.needs) if command.needs else None,
            command.source,
            state,
            arrival,
            jumps,
            hexed(command.target_counter_id),
            hexed(command.appointment_id),
            texted(command.slot_at),
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
                jsoned(content),
                now,
            ),
        )
        sql(
            "INSERT INTO print_job (id, office_id, document_id, printer_id, state, copy_number, attempts,"
            " created_at_utc) VALUES (?,?,?,?,'queued',0,0,?)",
            (command.job_id.hex, office, command.document_id.hex, command.printer_id.hex, now),
        )
    write_event(
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
    return remember_result(work, command, "issue_ticket", result)


def admit_due(work: Work, office_id: uuid.UUID) -> int:
    """Let the appointments whose time has come join the line, in the order of their slots."""
    sql = raw(work)
    now = texted(work.now())
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
            "UPDATE ticket SET state = 'waiting', arrival_no = ?, arrived_at_utc = slot_at_utc, jump_base = ?"
            " WHERE id = ?",
            (arrival, jumps, key),
        )
        sql(
            "INSERT INTO event (id, office_id, at_utc, kind, subject_id, before, after)"
            " VALUES (?,?,?,'ticket.admitted',?,?,?)",
            (
                new_id().hex,
                office_id.hex,
                now,
                key,
                jsoned({"state": "booked"}),
                jsoned({"state": "waiting"}),
            ),
        )
    return len(due)

"""Fills every table of the schema with a few rows that keep all rules, for tests of migrations and copies.

The values come from the tables themselves (types, references, uniqueness); what a check constraint asks for
stands in FIXED. A new table or column is filled without a change here unless a check wants a special value.
"""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    LargeBinary,
    String,
    Table,
    Time,
    Uuid,
    insert,
)
from sqlalchemy.engine import Connection

from desktop.models.base import UtcDateTime
from desktop.models.tables import metadata

ROWS = 3
MOMENT = datetime(2026, 11, 23, 0, 30, 15, 123456, tzinfo=UTC)

#: What checks ask for: table.column to a value, or to a function of the row's number.
FIXED: dict[str, Any] = {
    "office.language": "id",
    "office.time_zone": "Asia/Makassar",
    "office_hours.weekday": lambda n: n,
    "office_hours.kiosk_opens": time(7, 45),
    "office_hours.opens": time(8),
    "office_hours.closes": time(15),
    "office_hours.last_ticket": time(14, 30),
    "office_break.weekday": lambda n: n,
    "office_break.begins": time(12),
    "office_break.ends": time(13),
    "holiday.kind": "public",
    "holiday.treatment": "closed",
    "service_group.letter": lambda n: "ABC"[n],
    "staff.password_hash": "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
    "staff_role.role": "clerk",
    "station.kind": "counter",
    "counter_service.weight": lambda n: n + 1,
    "shift.state": "open",
    "shift.closed_at_utc": None,
    "shift.regular_run": 0,
    "service_version.counter_minutes": 7,
    "service_version.valid_to_utc": None,
    "queue_policy.ratio_regular": 2,
    "queue_policy.weight_step": 5,
    "queue_policy.bound": 20,
    "appointment_slot.quota": 9,
    "appointment_slot.booked": 1,
    "appointment.state": "booked",
    "appointment.source": "desk",
    "ticket.klass": "regular",
    "ticket.priority_reason": None,
    "ticket.state": lambda n: ("called", "waiting", "done")[n],
    "ticket.hold_reason": None,
    "call.kind": "auto",
    "call.ended_at_utc": None,
    "call.outcome": None,
    "alarm.kind": "help",
    "number_series.letter": lambda n: "KLM"[n],
    "number_block.state": "reserved",
    "number_block.first_number": 1,
    "number_block.last_number": 100,
    "person.nik": None,
    "person.name_search": "",  # its words are kept by the database itself, and would be rows of their own
    "person.sex": "2",
    "contact.kind": "phone",
    "printer.kind": "pdf80",
    "print_job.state": "queued",
    "intake_batch.channel": "village",
    "place.kind": "shelf",
    "application.channel": "counter",
    "application.notice_way": "none",
    "application.state": lambda n: ("received", "ready", "archived")[n],
    "application.external_ref": lambda n: f"FORM-{n}",
    "application_pause.ended_at_utc": lambda n: MOMENT,
    "application_item.value": "received",
    "routing.signed_at_utc": None,
    "routing.signed_by_id": None,
    "custody.state": "held",
    "custody.ended_at_utc": None,
    "handover.collector": "applicant",
    "handover.signed": "pad",
    "attachment.kind": "scan",
    "attachment.removed_at_utc": None,
    "attachment.removed_reason": None,
    "data_request.kind": "access",
    "data_request.state": "open",
    "data_request.decided_at_utc": None,
    "sequence.name": lambda n: ("arrival", "announce", "ticket:2026-11-23:A")[n],
    "sequence.value": lambda n: (41, 17, 3)[n],
}


def fill(connection: Connection) -> dict[str, int]:
    """Put ROWS rows into every table; returns how many each has. Commits nothing."""
    made: dict[str, list[dict[str, Any]]] = {}
    for table in metadata.sorted_tables:
        rows = [_row(table, number, made) for number in range(_rows_of(table))]
        _tell_ticket_counters(table, rows)
        for row in rows:  # one by one: a document may name the one before
            connection.execute(insert(table).values(**row))
        made[table.name] = rows
    return {name: len(rows) for name, rows in made.items()}


def _rows_of(table: Table) -> int:
    return 1 if table.name == "call" else ROWS  # one counter has one open call


def _tell_ticket_counters(table: Table, rows: list[dict[str, Any]]) -> None:
    """Only the called ticket stands at a counter, as a check demands."""
    if table.name == "ticket":
        for row in rows:
            if row["state"] != "called":
                row["counter_id"] = None


def _row(table: Table, number: int, made: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return {column.name: _value(table, column, number, made) for column in table.columns}


def _value(table: Table, column: Column[Any], number: int, made: dict[str, list[dict[str, Any]]]) -> Any:
    name = f"{table.name}.{column.name}"
    if name in FIXED:
        fixed = FIXED[name]
        return fixed(number) if callable(fixed) else fixed
    for key in column.foreign_keys:
        if key.column.table is table:
            return None if number == 0 else _key(table, number - 1)
        parents = made[key.column.table.name]
        return parents[0 if column.name == "office_id" else number % len(parents)][key.column.name]
    kind = column.type
    if isinstance(kind, Uuid):
        return (
            _key(table, number) if column.primary_key else uuid.uuid5(uuid.NAMESPACE_OID, f"{name}{number}")
        )
    if isinstance(kind, (UtcDateTime, DateTime)):
        return MOMENT + timedelta(minutes=number, hours=column.name in ("ends_at_utc", "valid_to_utc"))
    if isinstance(kind, Boolean):
        return number % 2 == 0
    if isinstance(kind, BigInteger):
        return number + 1
    if isinstance(kind, Date):
        return date(2026, 11, 23 + number + (3 if column.name.endswith(("_to", "_until")) else 0))
    if isinstance(kind, Time):
        return time(9, number)
    if isinstance(kind, JSON):
        return {"ada": [number, None, "é “kutip”"], "benar": True}
    if isinstance(kind, LargeBinary):
        return bytes([0, 255, number]) * 50
    if isinstance(kind, String):
        return f"{column.name} {number} “ä”"
    raise TypeError(f"no value for {name} of type {kind!r}")


def _key(table: Table, number: int) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{table.name}:{number}")

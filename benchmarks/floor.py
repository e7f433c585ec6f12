"""The floors of the queue: the bare driver writing the same rows, each operation one transaction.

PostgreSQL: psycopg, one CTE statement with the same NOTIFY, prepared. SQLite: the sqlite3 module, one
transaction with synchronous=FULL. Nothing is chosen, checked or repeated here: the ticket to call is given.
"""

from __future__ import annotations

import json
import sqlite3
import uuid
from datetime import UTC, datetime
from typing import Any

from desktop.domain.ids import new_id

ISSUE = """
WITH s AS (
  INSERT INTO sequence AS s (office_id, name, value) VALUES (%(office)s, %(series)s, 1)
  ON CONFLICT (office_id, name) DO UPDATE SET value = s.value + 1 RETURNING value
), v AS (
  INSERT INTO visit (id, office_id, business_day, language, started_at_utc)
  VALUES (%(ticket)s, %(office)s, %(day)s, 'id', now())
), t AS (
  INSERT INTO ticket (id, office_id, business_day, letter, number, label, code, visit_id, service_id,
    group_id, klass, source, state, arrival_no, jump_base, issued_at_utc, arrived_at_utc, language, returned)
  SELECT %(ticket)s, %(office)s, %(day)s, %(letter)s::text, value, %(letter)s::text || value,
    %(prefix)s::text || value,
    %(ticket)s, %(service)s, %(group)s, 'regular', 'kiosk', 'waiting', nextval('loket_arrival_seq'), 0,
    now(), now(), 'id', false FROM s
), d AS (
  INSERT INTO document (id, office_id, kind, subject_id, template_version, language, content, created_at_utc)
  VALUES (%(document)s, %(office)s, 'slip', %(ticket)s, 1, 'id', %(slip)s, now())
), j AS (
  INSERT INTO print_job (id, office_id, document_id, printer_id, state, copy_number, attempts, created_at_utc)
  VALUES (%(job)s, %(office)s, %(document)s, %(printer)s, 'queued', 0, 0, now())
), e AS (
  INSERT INTO event (id, office_id, at_utc, kind, subject_id, command_id, after)
  VALUES (%(event)s, %(office)s, now(), 'ticket.issued', %(ticket)s, %(command)s, %(after)s)
), c AS (
  INSERT INTO command (id, office_id, name, created_at_utc, result)
  VALUES (%(command)s, %(office)s, 'issue_ticket', now(), %(after)s)
)
SELECT pg_notify(%(channel)s, '')
"""
CALL = """
WITH t AS (
  UPDATE ticket SET state = 'called', counter_id = %(counter)s, called_at_utc = now() WHERE id = %(ticket)s
), k AS (
  INSERT INTO call (id, office_id, business_day, ticket_id, counter_id, staff_id, kind, times, announce_no,
    reason, reason_args, called_at_utc, announced_at_utc)
  VALUES (%(call)s, %(office)s, %(day)s, %(ticket)s, %(counter)s, %(staff)s, 'auto', 1,
    nextval('loket_announce_seq'), 'why.first_in_line', '{}', now(), now())
), s AS (
  UPDATE shift SET regular_run = regular_run + 1 WHERE counter_id = %(counter)s AND closed_at_utc IS NULL
), e AS (
  INSERT INTO event (id, office_id, at_utc, kind, subject_id, staff_id, command_id, before, after)
  VALUES (%(event)s, %(office)s, now(), 'ticket.called', %(ticket)s, %(staff)s, %(command)s, %(after)s,
    %(after)s)
), c AS (
  INSERT INTO command (id, office_id, name, created_at_utc, result)
  VALUES (%(command)s, %(office)s, 'call_next', now(), %(after)s)
)
SELECT pg_notify(%(channel)s, '')
"""
FINISH = """
WITH t AS (
  UPDATE ticket SET state = 'done', counter_id = NULL, finished_at_utc = now() WHERE id = %(ticket)s
), k AS (
  UPDATE call SET ended_at_utc = now(), outcome = 'done' WHERE ticket_id = %(ticket)s AND ended_at_utc IS NULL
), e AS (
  INSERT INTO event (id, office_id, at_utc, kind, subject_id, staff_id, command_id, before, after)
  VALUES (%(event)s, %(office)s, now(), 'ticket.finished', %(ticket)s, %(staff)s, %(command)s, %(after)s,
    %(after)s)
), c AS (
  INSERT INTO command (id, office_id, name, created_at_utc, result)
  VALUES (%(command)s, %(office)s, 'finish', now(), %(after)s)
)
SELECT pg_notify(%(channel)s, '')
"""


class PostgresFloor:
    """Bare psycopg, autocommit: the statement is the transaction."""

    def __init__(self, url: str, keys: dict[str, Any]) -> None:
        import psycopg

        self._keys = keys
        self._connection = psycopg.connect(url, autocommit=True)

    def _values(self, **more: Any) -> dict[str, Any]:
        return {**self._keys, "event": new_id(), "command": new_id(), **more}

    def issue(self) -> uuid.UUID:
        """Write what an issued ticket writes."""
        ticket = new_id()
        self._connection.execute(
            ISSUE, self._values(ticket=ticket, document=new_id(), job=new_id()), prepare=True
        )
        return ticket

    def call(self, ticket: uuid.UUID) -> None:
        """Write what a call writes, for a ticket that is known beforehand."""
        self._connection.execute(CALL, self._values(ticket=ticket, call=new_id()), prepare=True)

    def finish(self, ticket: uuid.UUID) -> None:
        """Write what finishing writes."""
        self._connection.execute(FINISH, self._values(ticket=ticket), prepare=True)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


class SqliteFloor:
    """The bare sqlite3 module, WAL and synchronous=FULL as the office has them."""

    def __init__(self, path: str, keys: dict[str, Any]) -> None:
        self._keys = {
            key: value.hex if isinstance(value, uuid.UUID) else value for key, value in keys.items()
        }
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute("PRAGMA foreign_keys=ON")

    def _sql(self, statement: str, **more: Any) -> sqlite3.Cursor:
        return self._connection.execute(statement, {**self._keys, **more})

    def _tail(self, kind: str, name: str, ticket: str, now: str) -> None:
        self._sql(
            "INSERT INTO event (id, office_id, at_utc, kind, subject_id, staff_id, command_id, before, after)"
            " VALUES (:event, :office, :now, :kind, :ticket, :staff, :command, :after, :after)",
            event=new_id().hex,
            now=now,
            kind=kind,
            ticket=ticket,
            command=(command := new_id().hex),
        )
        self._sql(
            "INSERT INTO command (id, office_id, name, created_at_utc, result)"
            " VALUES (:command, :office, :name, :now, :after)",
            command=command,
            name=name,
            now=now,
        )
        self._connection.execute("COMMIT")

    def _begin(self) -> str:
        self._connection.execute("BEGIN IMMEDIATE")
        return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")

    def _next(self, name: str) -> int:
        row = self._sql(
            "INSERT INTO sequence (office_id, name, value) VALUES (:office, :name, 1)"
            " ON CONFLICT (office_id, name) DO UPDATE SET value = value + 1 RETURNING value",
            name=name,
        ).fetchone()
        return int(row[0])

    def issue(self) -> uuid.UUID:
        """Write what an issued ticket writes."""
        ticket = new_id()
        now = self._begin()
        arrival, number = self._next("arrival"), self._next(str(self._keys["series"]))
        key = ticket.hex
        self._sql(
            "INSERT INTO visit (id, office_id, business_day, language, started_at_utc)"
            " VALUES (:ticket, :office, :day, 'id', :now)",
            ticket=key,
            now=now,
        )
        self._sql(
            "INSERT INTO ticket (id, office_id, business_day, letter, number, label, code, visit_id,"
            " service_id, group_id, klass, source, state, arrival_no, jump_base, issued_at_utc,"
            " arrived_at_utc, language, returned) VALUES (:ticket, :office, :day, :letter, :number,"
            " :letter || :number, :prefix || :number, :ticket, :service, :group, 'regular', 'kiosk',"
            " 'waiting', :arrival, 0, :now, :now, 'id', 0)",
            ticket=key,
            number=number,
            arrival=arrival,
            now=now,
        )
        self._sql(
            "INSERT INTO document (id, office_id, kind, subject_id, template_version, language, content,"
            " created_at_utc) VALUES (:document, :office, 'slip', :ticket, 1, 'id', :slip, :now)",
            ticket=key,
            document=(document := new_id().hex),
            now=now,
        )
        self._sql(
            "INSERT INTO print_job (id, office_id, document_id, printer_id, state, copy_number, attempts,"
            " created_at_utc) VALUES (:job, :office, :document, :printer, 'queued', 0, 0, :now)",
            job=new_id().hex,
            document=document,
            now=now,
        )
        self._tail("ticket.issued", "issue_ticket", key, now)
        return ticket

    def call(self, ticket: uuid.UUID) -> None:
        """Write what a call writes."""
        now = self._begin()
        self._sql(
            "UPDATE ticket SET state = 'called', counter_id = :counter, called_at_utc = :now WHERE id = :ticket",
            ticket=ticket.hex,
            now=now,
        )
        self._sql(
            "INSERT INTO call (id, office_id, business_day, ticket_id, counter_id, staff_id, kind, times,"
            " announce_no, reason, reason_args, called_at_utc, announced_at_utc) VALUES (:call, :office, :day,"
            " :ticket, :counter, :staff, 'auto', 1, :announce, 'why.first_in_line', '{}', :now, :now)",
            ticket=ticket.hex,
            call=new_id().hex,
            announce=self._next("announce"),
            now=now,
        )
        self._sql(
            "UPDATE shift SET regular_run = regular_run + 1 WHERE counter_id = :counter AND closed_at_utc IS NULL"
        )
        self._tail("ticket.called", "call_next", ticket.hex, now)

    def finish(self, ticket: uuid.UUID) -> None:
        """Write what finishing writes."""
        now = self._begin()
        self._sql(
            "UPDATE ticket SET state = 'done', counter_id = NULL, finished_at_utc = :now WHERE id = :ticket",
            ticket=ticket.hex,
            now=now,
        )
        self._sql(
            "UPDATE call SET ended_at_utc = :now, outcome = 'done' WHERE ticket_id = :ticket"
            " AND ended_at_utc IS NULL",
            ticket=ticket.hex,
            now=now,
        )
        self._tail("ticket.finished", "finish", ticket.hex, now)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


AFTER = json.dumps({"state": "called", "counter": str(uuid.UUID(int=1)), "kind": "auto", "why": "first"})

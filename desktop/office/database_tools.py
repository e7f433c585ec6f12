"""The check of a whole database: version, integrity, the rules that tie rows together, and event seals.

Called by the tool ``loket db check``, the self-test and tests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from desktop.domain.errors import EnvironmentFault
from desktop.models.upgrade import HEAD, check_version
from desktop.office.audit import SealReport, check_seals
from desktop.office.work import Work

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


class DatabaseReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found.

    Attributes:
        version: of the database's shape.
        integrity: ``ok``, or what the database itself says is wrong.
        rules: codes of rules that rows break, ``tickets_without_gaps``, ``open_calls``, ``active_tickets``,
            ``arrival_numbers``.
        tables: rows by table.
        seals: one report an office, by the office's code.
    """

    version: str
    integrity: str
    rules: tuple[str, ...]
    tables: dict[str, int]
    seals: dict[str, SealReport]

    @property
    def rows(self) -> int:
        """All rows."""
        return sum(self.tables.values())

    @property
    def broken_seals(self) -> tuple[str, ...]:
        """``office:number`` of each seal that does not match."""
        return tuple(f"{code}:{number}" for code, one in self.seals.items() for number in one.broken)

    def raise_if_broken(self) -> None:
        """Raise what the report says.

        Raises:
            EnvironmentFault: ``database.damaged``, ``database.rules_broken`` (rules),
                ``database.seal_broken`` (numbers).
        """
        if self.integrity != "ok":
            raise EnvironmentFault("database.damaged")
        if self.rules:
            raise EnvironmentFault("database.rules_broken", rules=", ".join(self.rules))
        if self.broken_seals:
            raise EnvironmentFault("database.seal_broken", numbers=", ".join(self.broken_seals))


def check_database(work: Work, progress: Callable[[str], None] = lambda part: None) -> DatabaseReport:
    """Look at everything; writes nothing.

    Raises:
        UserError: ``database.not_ready``, ``database.older``, ``database.newer``.
    """
    from sqlalchemy import func, select

    from desktop.models.office import Office
    from desktop.models.tables import metadata

    connection = work.connection
    if work.on_postgresql:
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    check_version(connection)
    progress("integrity")
    integrity = _integrity(connection)
    tables: dict[str, int] = {}
    seals: dict[str, SealReport] = {}
    rules: tuple[str, ...] = ()
    if integrity == "ok":
        progress("rules")
        rules = tuple(name for name, broken in _RULES.items() if broken(connection))
        progress("tables")
        for table in metadata.sorted_tables:
            tables[table.name] = connection.execute(select(func.count()).select_from(table)).scalar_one()
        offices = connection.execute(select(Office.id, Office.code).order_by(Office.code)).all()
        progress("seals")
        for office_id, code in offices:
            seals[code] = check_seals(work, office_id)
    return DatabaseReport(version=HEAD, integrity=integrity, rules=rules, tables=tables, seals=seals)


def _integrity(connection: Connection) -> str:
    if connection.dialect.name == "sqlite":
        said = connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars().all()
        if list(said) != ["ok"]:
            return "; ".join(str(one) for one in said)
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        return "ok" if not orphans else f"foreign keys: {orphans[0][0]} row {orphans[0][1]}"
    weak = connection.exec_driver_sql(
        "SELECT conname FROM pg_constraint WHERE NOT convalidated "
        "AND connamespace = current_schema()::regnamespace "
        "UNION ALL SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
        "WHERE NOT i.indisvalid AND c.relnamespace = current_schema()::regnamespace"
    ).scalars()
    names = ", ".join(sorted(weak))
    return f"not valid: {names}" if names else "ok"


def _tickets_with_gaps(connection: Connection) -> bool:
    """Numbers of a letter and day run from 1 without a gap."""
    from sqlalchemy import func, or_, select

    from desktop.models.queue import Ticket

    count, low, high = func.count(), func.min(Ticket.number), func.max(Ticket.number)
    found = connection.execute(
        select(Ticket.letter)
        .group_by(Ticket.office_id, Ticket.business_day, Ticket.letter)
        .having(or_(low != 1, high != count))
        .limit(1)
    ).first()
    return found is not None


def _open_calls(connection: Connection) -> bool:
    """An open call belongs to a ticket that is called or served."""
    from sqlalchemy import select

    from desktop.models.queue import Call, Ticket

    found = connection.execute(
        select(Call.id)
        .join(Ticket, Ticket.id == Call.ticket_id)
        .where(Call.ended_at_utc.is_(None), Ticket.state.not_in(("called", "serving")))
        .limit(1)
    ).first()
    return found is not None


def _active_tickets(connection: Connection) -> bool:
    """A ticket that is called or served has an open call."""
    from sqlalchemy import select

    from desktop.models.queue import Call, Ticket

    found = connection.execute(
        select(Ticket.id)
        .outerjoin(Call, (Call.ticket_id == Ticket.id) & Call.ended_at_utc.is_(None))
        .where(Ticket.state.in_(("called", "serving")), Call.id.is_(None))
        .limit(1)
    ).first()
    return found is not None


def _arrival_numbers(connection: Connection) -> bool:
    """The next arrival number lies behind every one that was given."""
    from sqlalchemy import func, select

    from desktop.models.queue import Ticket
    from desktop.models.record import Sequence

    highest = connection.execute(select(func.max(Ticket.arrival_no))).scalar_one() or 0
    if connection.dialect.name == "postgresql":
        value, called = connection.exec_driver_sql(
            "SELECT last_value, is_called FROM loket_arrival_seq"
        ).one()
        given = value if called else 0
    else:
        given = (
            connection.execute(
                select(func.max(Sequence.value)).where(Sequence.name == "arrival")
            ).scalar_one()
            or 0
        )
    return bool(highest > given)


_RULES = {
    "tickets_without_gaps": _tickets_with_gaps,
    "open_calls": _open_calls,
    "active_tickets": _active_tickets,
    "arrival_numbers": _arrival_numbers,
}

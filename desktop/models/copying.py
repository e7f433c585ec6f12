"""Copying a whole database into another, SQLite or PostgreSQL, row by row, and comparing what arrived.

The copy is one transaction: it is there whole and compared, or not at all. Called by the database tools.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import msgspec
from sqlalchemy import Table, delete, func, insert, inspect, select
from sqlalchemy.exc import DBAPIError

from desktop.domain.errors import EnvironmentFault, UserError
from desktop.models.engine import create_office_engine, parse_url
from desktop.models.faults import as_fault
from desktop.models.queue import Call, Ticket
from desktop.models.record import Sequence
from desktop.models.tables import metadata
from desktop.models.upgrade import check_version, upgrade

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

Progress = Callable[[str, str, int], None]
"""Called with a step (``copy`` or ``compare``), a table's name and the rows so far."""

BATCH_ROWS: Final = 1000
_MODULO: Final = 1 << 256
#: Office-wide counters: rows of ``sequence`` on SQLite, sequences of the database on PostgreSQL.
COUNTERS: Final = {"arrival": Ticket.arrival_no, "announce": Call.announce_no}
#: Tables that the database fills by itself from others.
KEPT_BY_TRIGGERS: Final = ("name_word", "person_word")


@dataclass(frozen=True, slots=True)
class TableDigest:
    """What a table holds, whatever the order of its rows: their number and the sum of their SHA-256."""

    rows: int = 0
    digest: int = 0

    def plus(self, row: tuple[Any, ...]) -> TableDigest:
        """The digest with one more row."""
        encoded = msgspec.json.encode(list(row), order="deterministic")
        own = int.from_bytes(hashlib.sha256(encoded).digest())
        return TableDigest(self.rows + 1, (self.digest + own) % _MODULO)


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied: rows by table."""

    tables: dict[str, int]

    @property
    def rows(self) -> int:
        """All rows."""
        return sum(self.tables.values())


def copy_database(source: str, target: str, progress: Progress | None = None) -> Copied:
    """Copy everything into an empty database, compare it, and let the counters go on where they were.

    Raises:
        UserError: ``database.same_target``; ``database.target_not_empty`` (table); ``database.older``,
            ``database.newer``, ``database.not_ready`` for the source; ``database.address``.
        EnvironmentFault: ``database.copy_differs`` (table): nothing was kept; or a driver's fault.
    """
    if same_database(source, target):
        raise UserError("database.same_target")
    from_engine = create_office_engine(source, application_name="loket db copy")
    to_engine = create_office_engine(target, application_name="loket db copy")
    try:
        with _named_faults(), _reading(from_engine) as reader:
            check_version(reader)
            refuse_unless_empty(to_engine)
            upgrade(target)
            with to_engine.connect().execution_options(loket_write=True) as writer:
                _without_time_limits(writer)
                refuse_rows(writer)
                copied = copy_rows(reader, writer, progress or (lambda step, table, rows: None))
                writer.commit()
            return copied
    finally:
        from_engine.dispose()
        to_engine.dispose()


def copy_rows(reader: Connection, writer: Connection, progress: Progress) -> Copied:
    """Copy all tables within the two open transactions and compare them. Raises as :func:`copy_database`."""
    digests = {}
    for table in metadata.sorted_tables:
        digests[table.name] = _copy_table(reader, writer, table, progress)
    for table in metadata.sorted_tables:
        progress("compare", table.name, digests[table.name].rows)
        if table_digest(writer, table) != digests[table.name]:
            raise EnvironmentFault("database.copy_differs", table=table.name)
    _copy_counters(reader, writer)
    return Copied({name: digest.rows for name, digest in digests.items()})


def table_digest(connection: Connection, table: Table) -> TableDigest:
    """Number and digest of a table's rows; the counters' own rows are left out."""
    digest = TableDigest()
    for row in _rows(connection, table):
        digest = digest.plus(row)
    return digest


def same_database(first: str, second: str) -> bool:
    """Whether two addresses name the same database, as far as addresses tell."""
    urls = [parse_url(one) for one in (first, second)]
    if any(url.get_backend_name() == "sqlite" for url in urls):
        from pathlib import Path

        if any(url.get_backend_name() != "sqlite" for url in urls):
            return False
        return Path(str(urls[0].database)).resolve() == Path(str(urls[1].database)).resolve()
    keys = [(url.host, url.port or 5432, url.database, sorted(url.query.items())) for url in urls]
    return keys[0] == keys[1]


def refuse_unless_empty(engine: Engine) -> None:
    """Refuse a target that holds tables of somebody else's. Raises UserError ``database.target_not_empty``."""
    with _named_faults(), engine.connect() as connection:
        names = set(inspect(connection).get_table_names())
        if "alembic_version" in names:
            refuse_rows(connection)
        elif names:
            raise UserError("database.target_not_empty", table=sorted(names)[0])


def refuse_rows(connection: Connection) -> None:
    """Refuse a target that holds rows. Raises UserError ``database.target_not_empty`` (table)."""
    there = set(inspect(connection).get_table_names())
    for table in metadata.sorted_tables:
        if table.name in there and connection.execute(select(1).select_from(table).limit(1)).first():
            raise UserError("database.target_not_empty", table=table.name)


class _named_faults:
    """Turns a driver's error into the fault that it stands for."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, DBAPIError) and (fault := as_fault(error)) is not None:
            raise fault from error


def _reading(engine: Engine) -> Connection:
    connection = engine.connect()
    if engine.dialect.name == "postgresql":
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
        _without_time_limits(connection)
    return connection


def _without_time_limits(connection: Connection) -> None:
    # A million rows take longer than a window may.
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")


def _rows(connection: Connection, table: Table, where: Any = None) -> Iterator[tuple[Any, ...]]:
    statement = select(*table.columns)
    if table.name == Sequence.__tablename__:
        statement = statement.where(table.c.name.not_in(COUNTERS))
    if where is not None:
        statement = statement.where(where)
    result = connection.execute(statement, execution_options={"yield_per": BATCH_ROWS})
    for row in result:
        yield tuple(row)


def _copy_table(reader: Connection, writer: Connection, table: Table, progress: Progress) -> TableDigest:
    names = [column.name for column in table.columns]
    digest = TableDigest()
    batch: list[dict[str, Any]] = []
    if table.name in KEPT_BY_TRIGGERS:
        writer.execute(delete(table))  # made a moment ago by the persons that were copied before
    for row in _parents_first(reader, table):
        digest = digest.plus(row)
        batch.append(dict(zip(names, row, strict=True)))
        if len(batch) == BATCH_ROWS:
            writer.execute(insert(table), batch)
            batch = []
            progress("copy", table.name, digest.rows)
    if batch:
        writer.execute(insert(table), batch)
    if digest.rows:
        progress("copy", table.name, digest.rows)
    return digest


def _parents_first(reader: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    """All rows; where rows name others of their own table, those come first."""
    own = [key for key in table.foreign_keys if key.column.table is table]
    if not own:
        yield from _rows(reader, table)
        return
    parent = own[0].parent
    yield from _rows(reader, table, parent.is_(None))
    # Few rows name others (a corrected document names the one before), so they fit in memory.
    names = [column.name for column in table.columns]
    key_at, parent_at = names.index(own[0].column.name), names.index(parent.name)
    waiting = {row[key_at]: row for row in _rows(reader, table, parent.is_not(None))}
    while waiting:
        ready = [key for key, row in waiting.items() if row[parent_at] not in waiting]
        if not ready:
            raise EnvironmentFault("database.damaged")
        for key in ready:
            yield waiting.pop(key)


def _copy_counters(reader: Connection, writer: Connection) -> None:
    """Let arrival and announcement numbers go on behind the highest that was ever given."""
    sequence: Any = Sequence.__table__
    for name, column in COUNTERS.items():
        used = {
            office_id: int(value or 0)
            for office_id, value in reader.execute(
                select(column.class_.office_id, func.max(column)).group_by(column.class_.office_id)
            )
        }
        for office_id, value in reader.execute(
            select(sequence.c.office_id, sequence.c.value).where(sequence.c.name == name)
        ):
            used[office_id] = max(used.get(office_id, 0), int(value))
        given = max([*used.values(), _given(reader, name)])
        if writer.dialect.name == "postgresql":
            writer.exec_driver_sql(
                "SELECT setval(%s, %s, %s)", (f"loket_{name}_seq", max(given, 1), given > 0)
            )
        else:
            from desktop.models.office import Office

            offices = reader.execute(select(Office.id)).scalars().all()
            values = [{"office_id": key, "name": name, "value": given} for key in offices if given]
            if values:
                writer.execute(insert(sequence), values)


def _given(reader: Connection, name: str) -> int:
    """The highest number that a PostgreSQL database gave; 0 on SQLite, where a row tells."""
    if reader.dialect.name != "postgresql":
        return 0
    value, called = reader.exec_driver_sql(f"SELECT last_value, is_called FROM loket_{name}_seq").one()
    return int(value) if called else 0

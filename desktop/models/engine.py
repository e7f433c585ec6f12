"""Engines for the two databases, with the settings that the office's promises rest on.

SQLite: WAL (a rollback journal where WAL is impossible), synchronous=FULL, foreign keys, BEGIN IMMEDIATE
for every write. PostgreSQL: psycopg 3, time limits, the station as application name.
Called by ``desktop.office.runner``, ``desktop.app`` and the migrations.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.pool import NullPool, QueuePool

from desktop.domain.errors import EnvironmentFault, UserError

if TYPE_CHECKING:
    import sqlite3

#: How long a writer waits for another writer before it says that the database is busy.
BUSY_TIMEOUT_MS = 5_000
LOCK_TIMEOUT_MS = 5_000
STATEMENT_TIMEOUT_MS = 30_000
IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000


def parse_url(text: str) -> URL:
    """Read a database address.

    Takes ``sqlite:///...``, ``postgresql://...`` and ``postgres://...`` (one or several hosts).

    Raises:
        UserError: ``database.address`` when the address cannot be read or names another database.
    """
    plain = text.strip()
    for prefix in ("postgres://", "postgresql://", "postgresql+psycopg://"):
        if plain.startswith(prefix):
            return _postgresql_url("postgresql+psycopg://" + plain[len(prefix) :], text)
    if plain.startswith("sqlite:///") and len(plain) > len("sqlite:///"):
        return make_url(plain)
    raise UserError("database.address", address=_without_password(text))


def _postgresql_url(plain: str, original: str) -> URL:
    # Several hosts in the address are psycopg's own affair: they travel as ?host=a:1&host=b:2.
    scheme, _, rest = plain.partition("://")
    authority, slash, tail = rest.partition("/")
    user, at, hosts = authority.rpartition("@")
    if "," in hosts:
        names = hosts.split(",")
        query = "&".join(f"host={name}" for name in names) + "&target_session_attrs=read-write"
        joiner = "&" if "?" in tail else "?"
        plain = f"{scheme}://{user}{at}{slash}{tail}{joiner}{query}"
    try:
        url = make_url(plain)
    except Exception as error:
        raise UserError("database.address", address=_without_password(original)) from error
    if not url.database:
        raise UserError("database.address", address=_without_password(original))
    return url


def _without_password(text: str) -> str:
    head, at, tail = text.rpartition("@")
    if not at or ":" not in head.partition("://")[2]:
        return text
    return f"{head.rpartition(':')[0]}:***@{tail}"


def create_office_engine(address: str, *, application_name: str = "loket", pool_size: int = 3) -> Engine:
    """An engine for the office's database; nothing is connected yet.

    Args:
        address: see :func:`parse_url`.
        application_name: the station, as the database server lists it.
        pool_size: connections kept open; one for each lane.

    Raises:
        UserError: ``database.address``.
    """
    url = parse_url(address)
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    return _postgresql_engine(url, application_name, pool_size)


def _postgresql_engine(url: URL, application_name: str, pool_size: int) -> Engine:
    options = " ".join(
        f"-c {name}={value}"
        for name, value in (
            ("lock_timeout", LOCK_TIMEOUT_MS),
            ("statement_timeout", STATEMENT_TIMEOUT_MS),
            ("idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION_TIMEOUT_MS),
            ("timezone", "UTC"),
        )
    )
    connect_args: dict[str, Any] = {
        "application_name": application_name[:63],
        "connect_timeout": 5,
        "options": options,
        # A server that went away silently is noticed in about 15 s, not after two hours.
        "keepalives_idle": 5,
        "keepalives_interval": 3,
        "keepalives_count": 3,
        "tcp_user_timeout": 15_000,
    }
    return create_engine(
        url,
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=2,
        connect_args=connect_args,
        hide_parameters=True,  # an error's text goes into logs: no names and numbers of people in it
    )


def _sqlite_engine(url: URL) -> Engine:
    path = Path(str(url.database))
    if not path.parent.is_dir():
        raise EnvironmentFault("database.no_folder", folder=str(path.parent))
    engine = create_engine(
        url,
        poolclass=NullPool if url.database == ":memory:" else QueuePool,
        pool_size=3,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False},
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _record: object) -> None:
        # The driver's own BEGIN comes too late and lets two writers read the same number:
        # transactions are opened by hand, IMMEDIATE where something is written.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=ON")
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal" and not _on_network(path):
            connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        immediate = connection.get_execution_options().get("loket_write", False)
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
        except BaseException:
            # A connection whose BEGIN failed ("busy") never begins again: SQLAlchemy keeps believing that it is
            # just about to, and each later statement would be a transaction of its own. So nobody uses it again.
            connection.close()
            raise

    return engine


def _on_network(path: Path) -> bool:
    # WAL needs shared memory, which a network share does not have.
    text = str(path)
    return text.startswith(("//", "\\\\"))

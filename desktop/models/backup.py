"""Backups: one SQLite file, from either database and for either database, checked before it counts.

An SQLite database is copied by SQLite's own online backup while people work on; PostgreSQL row by row from one
snapshot. Called by the database tools.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy.engine import make_url

from desktop.domain.errors import EnvironmentFault, LoketError, UserError
from desktop.models.copying import Progress, copy_database, refuse_unless_empty
from desktop.models.engine import create_office_engine, parse_url
from desktop.models.upgrade import check_version, upgrade

PAGES_A_STEP: Final = 2000


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup, or what was restored from one: the rows of all tables, and what was moved aside."""

    file: str
    rows: int
    moved_to: str | None = None


def backup_database(address: str, file: Path, progress: Progress | None = None) -> BackedUp:
    """Write a backup and check it; an existing file is never overwritten.

    Raises:
        UserError: ``database.file_exists`` (file); ``database.not_ready`` and the like for the source.
        EnvironmentFault: ``database.cannot_write`` (file, cause), ``database.disk_full``, ``database.damaged``.
    """
    if file.exists():
        raise UserError("database.file_exists", file=str(file))
    part = file.with_name(file.name + ".part")
    step = progress or (lambda step, table, rows: None)
    try:
        part.unlink(missing_ok=True)
        if parse_url(address).get_backend_name() == "sqlite":
            _check_version(address)
            _online_backup(_path_of(address), part, step)
        else:
            copy_database(address, f"sqlite:///{part.as_posix()}", step)
        rows = _finish(part)
        os.replace(part, file)
    except OSError as error:
        raise _cannot_write(file, error) from error
    except sqlite3.Error as error:
        raise _sqlite_fault(error) from error
    finally:
        _remove(part)
    return BackedUp(str(file), rows)


def restore_database(
    file: Path, address: str, now: datetime, *, replace: bool = False, progress: Progress | None = None
) -> BackedUp:
    """Put a backup in place of an empty, missing or (``replace``, SQLite only) present database.

    An older backup is brought to the program's version on the way; the backup itself is not touched.

    Raises:
        UserError: ``database.no_backup`` (file), ``database.backup_bad`` (file), ``database.not_empty``,
            ``database.newer``, ``database.target_not_empty``.
        EnvironmentFault: ``database.in_use``, ``database.cannot_write``, ``database.disk_full``.
    """
    if not file.is_file():
        raise UserError("database.no_backup", file=str(file))
    sqlite = parse_url(address).get_backend_name() == "sqlite"
    beside = _path_of(address) if sqlite else file
    part = beside.with_name(beside.name + ".restoring")
    try:
        shutil.copyfile(file, part)
        rows = _usable(part, file)
        if not sqlite:
            copy_database(f"sqlite:///{part.as_posix()}", address, progress)
            return BackedUp(str(file), rows)
        moved = _make_room(_path_of(address), now, replace=replace)
        os.replace(part, _path_of(address))
        return BackedUp(str(file), rows, moved)
    except OSError as error:
        raise _cannot_write(part, error) from error
    finally:
        _remove(part)


def count_rows(path: Path) -> int:
    """Rows of all of Loket's tables in a file. Raises sqlite3.Error."""
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
            "AND name <> 'alembic_version'"
        ).fetchall()
        return sum(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names)


def _path_of(address: str) -> Path:
    return Path(str(make_url(address.strip()).database))


def _check_version(address: str) -> None:
    engine = create_office_engine(address, application_name="loket db backup")
    try:
        with engine.connect() as connection:
            check_version(connection)
    finally:
        engine.dispose()


def _online_backup(source: Path, part: Path, progress: Progress) -> None:
    def tell(_status: int, remaining: int, total: int) -> None:
        progress("backup", "", 100 * (total - remaining) // total if total else 100)

    with closing(sqlite3.connect(source, isolation_level=None)) as reader:
        # One snapshot for the whole backup: without it every write of a station would start it anew.
        reader.execute("BEGIN")
        reader.execute("SELECT 1 FROM sqlite_master").fetchone()
        with closing(sqlite3.connect(part)) as writer:
            reader.backup(writer, pages=PAGES_A_STEP, progress=tell)


def _finish(part: Path) -> int:
    """Check a backup and make it one single file; returns its rows."""
    with closing(sqlite3.connect(part, isolation_level=None)) as connection:
        # Not WAL: the backup is one file that can be carried away.
        connection.execute("PRAGMA journal_mode=DELETE")
        if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise EnvironmentFault("database.damaged")
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise EnvironmentFault("database.damaged")
    with open(part, "rb+") as stream:
        os.fsync(stream.fileno())
    return count_rows(part)


def _usable(part: Path, file: Path) -> int:
    """Bring the copy of a backup to this program's version and check it; returns its rows."""
    try:
        with closing(sqlite3.connect(part)) as connection:
            version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        if version is None:
            raise UserError("database.backup_bad", file=str(file))
        upgrade(f"sqlite:///{part.as_posix()}")
        return _finish(part)
    except sqlite3.Error as error:
        raise UserError("database.backup_bad", file=str(file)) from error
    except EnvironmentFault as fault:
        if fault.code == "database.damaged":
            raise UserError("database.backup_bad", file=str(file)) from fault
        raise


def _make_room(path: Path, now: datetime, *, replace: bool) -> str | None:
    """Move a database that is in the way aside; returns its new name."""
    if not path.exists():
        return None
    if not replace:
        engine = create_office_engine(f"sqlite:///{path.as_posix()}")
        try:
            refuse_unless_empty(engine)
        except LoketError as error:
            raise UserError("database.not_empty") from error
        finally:
            engine.dispose()
    _refuse_if_used(path)
    aside = path.with_name(f"{path.name}.before-{now:%Y%m%d-%H%M%S}")
    os.replace(path, aside)
    for suffix in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            os.replace(path.with_name(path.name + suffix), aside.with_name(aside.name + suffix))
    return str(aside)


def _refuse_if_used(path: Path) -> None:
    with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise EnvironmentFault("database.in_use") from error
        except sqlite3.DatabaseError:
            return  # damaged: that is why somebody restores


def _remove(part: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            part.with_name(part.name + suffix).unlink(missing_ok=True)


def _cannot_write(file: Path, error: OSError) -> EnvironmentFault:
    return EnvironmentFault("database.cannot_write", file=str(file), cause=error.strerror or str(error))


def _sqlite_fault(error: sqlite3.Error) -> EnvironmentFault:
    from desktop.models.faults import as_fault

    fault = as_fault(error)
    return fault if isinstance(fault, EnvironmentFault) else EnvironmentFault("database.disk")

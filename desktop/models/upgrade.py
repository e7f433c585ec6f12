"""Bringing a database to the program's own version, and refusing one that is newer.

Called by ``desktop.app`` (tools and start-up), ``desktop.office.setup`` and tests.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from desktop.domain.errors import EnvironmentFault, UserError
from desktop.models.doorstep import HEAD, require_version
from desktop.models.engine import create_office_engine

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy.engine import Connection, Engine

__all__ = ["HEAD", "check_version", "current_version", "downgrade", "upgrade"]


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def current_version(connection: Connection) -> str | None:
    """The database's version, None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def check_version(connection: Connection) -> None:
    """Make sure that this program may work with this database.

    Raises:
        UserError: ``database.not_ready`` for an empty database, ``database.older`` where an upgrade is
            needed, ``database.newer`` where the program is the older one.
    """
    require_version(current_version(connection))


def upgrade(address: str, revision: str = "head") -> str | None:
    """Bring the database at ``address`` to ``revision`` in one transaction; returns the version before.

    Raises:
        UserError: ``database.newer``; nothing is changed then.
        EnvironmentFault: the database cannot be reached.
    """
    engine = create_office_engine(address, application_name="loket db upgrade")
    try:
        return _migrate(engine, revision, forward=True)
    finally:
        engine.dispose()


def downgrade(address: str, revision: str) -> str | None:
    """Bring the database back to ``revision``; for tests and for an administrator after a failed release."""
    engine = create_office_engine(address, application_name="loket db downgrade")
    try:
        return _migrate(engine, revision, forward=False)
    finally:
        engine.dispose()


def _migrate(engine: Engine, revision: str, *, forward: bool) -> str | None:
    from alembic import command
    from sqlalchemy.exc import DBAPIError

    from desktop.models.faults import as_fault

    try:
        with engine.connect() as connection:
            connection = connection.execution_options(loket_write=True)
            sqlite = connection.dialect.name == "sqlite"
            if sqlite:
                # Tables are rebuilt by batch operations: the references are checked again at the end.
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            before = current_version(connection)
            if before is not None and before > HEAD:
                raise UserError("database.newer", database=before, program=HEAD)
            (command.upgrade if forward else command.downgrade)(_config(connection), revision)
            if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").fetchone() is not None:
                raise EnvironmentFault("database.damaged")
            connection.commit()
            return before
    except DBAPIError as error:
        fault = as_fault(error)
        if fault is None:
            raise
        raise fault from error

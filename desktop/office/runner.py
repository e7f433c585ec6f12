"""Runs use-cases and queries: opens the transaction, commits, repeats what may be repeated, names the faults.

One runner belongs to one thread at a time (a lane, a tool, a test); it keeps its connection. Called by
``desktop.app`` (lanes, headless, tools) and tests.
"""

from __future__ import annotations

import logging
import sqlite3
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from desktop.domain.errors import EnvironmentFault, LoketError, UserError
from desktop.office.work import Clock, Command, Result, Work

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

T = TypeVar("T")
C = TypeVar("C", bound=Command)
UseCase = Callable[[Work, C], Result[T]]
Query = Callable[..., T]

log = logging.getLogger(__name__)

#: A command that met a lost connection, a deadlock or a busy file is sent again this often, with its id.
ATTEMPTS = 3


def hot(use_case: Callable[[Work, Any], Result[Any]]) -> Callable[[Work, Any], Result[Any]]:
    """Mark a use-case that is one statement on PostgreSQL, so that the statement is its own transaction."""
    use_case.__dict__["hot"] = True
    return use_case


class Runner:
    """Runs one thing after the other on a connection of its own."""

    def __init__(self, engine: Engine, clock: Clock | None = None) -> None:
        self.engine = engine
        self.clock = clock or Clock()
        self._connections: dict[str, Connection] = {}

    def run(self, use_case: UseCase[C, T], command: C) -> Result[T]:
        """Run a write in one transaction; a repeat of an acknowledged command gives its first result.

        Raises:
            UserError: refused, nothing was written.
            EnvironmentFault: the database failed after several attempts. Whether the last one was written
                is then unknown, and sending the same command again is harmless.
        """
        on_postgresql = self.engine.dialect.name == "postgresql"
        mode = "hot" if on_postgresql and getattr(use_case, "hot", False) else "write"

        def attempt() -> Result[T]:
            return self._attempt(mode, use_case, command)

        if not on_postgresql:
            return self._repeat(attempt)  # one writer at a time: a copy sees the first one's result at once
        from sqlalchemy.exc import IntegrityError

        try:
            return self._repeat(attempt)
        except (UserError, IntegrityError):
            # A copy of this command (a lost connection whose server process still worked, a second press) may
            # have been committed after this one had looked for it: what refuses is then its own effect.
            if self.read(_is_stored, command.command_id):
                return self._repeat(attempt)
            raise

    def read(self, query: Query[T], *args: Any, **kwargs: Any) -> T:
        """Run a query on one snapshot of the database. Raises as :meth:`run`."""
        return self._repeat(lambda: self._attempt("read", query, *args, **kwargs))

    def close(self) -> None:
        """Give the connections back."""
        for connection in self._connections.values():
            connection.close()
        self._connections.clear()

    def _repeat(self, attempt: Callable[[], T]) -> T:
        from sqlalchemy.exc import DBAPIError

        from desktop.models import faults

        for number in range(1, ATTEMPTS + 1):
            try:
                return attempt()
            except (DBAPIError, sqlite3.Error) as error:
                refusal = _refusal(error)
                if refusal is not None:
                    raise refusal from error
                again = faults.is_retryable(error) or faults.is_repeat(error)
                if faults.is_lost(error):
                    self._drop()
                if not again or number == ATTEMPTS:
                    fault = faults.as_fault(error)
                    if fault is None:
                        raise
                    raise fault from error
                log.info("the database asked for another attempt: %s", type(error).__name__)
        raise AssertionError("unreachable")

    def _attempt(self, mode: str, call: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        connection = self._connection(mode)
        work = Work(connection, self.clock)
        try:
            outcome = call(work, *args, **kwargs)
            if mode == "write":
                work.flush()
                connection.commit()
            return outcome
        except BaseException:
            if mode != "hot" and not connection.invalidated:
                _quietly(connection.rollback)
            raise
        finally:
            work.close()
            if mode == "read" and connection.in_transaction():
                _quietly(connection.rollback)

    def _connection(self, mode: str) -> Connection:
        connection = self._connections.get(mode)
        if connection is not None and not connection.closed and not connection.invalidated:
            return connection
        options: dict[str, Any] = {"loket_write": mode == "write"}
        if self.engine.dialect.name == "postgresql":
            options["isolation_level"] = {
                "hot": "AUTOCOMMIT",
                "read": "REPEATABLE READ",
                "write": "READ COMMITTED",
            }[mode]
        connection = self.engine.connect().execution_options(**options)
        self._connections[mode] = connection
        return connection

    def _drop(self) -> None:
        for connection in self._connections.values():
            _quietly(connection.invalidate)
            _quietly(connection.close)
        self._connections.clear()


def _is_stored(work: Work, command_id: uuid.UUID) -> bool:
    from sqlalchemy import select

    from desktop.models.record import Command as Stored

    statement = select(Stored.id).where(Stored.id == command_id)
    return work.connection.execute(statement).first() is not None


def _quietly(action: Callable[[], object]) -> None:
    # Only ever on the way out of a failure that is already being told about.
    from sqlalchemy.exc import SQLAlchemyError

    try:
        action()
    except SQLAlchemyError:
        log.debug("ignored while giving a connection up", exc_info=True)


def _refusal(error: Any) -> LoketError | None:
    """The refusal that a database function raised, as the error it stands for."""
    original = getattr(error, "orig", error)
    if getattr(original, "sqlstate", None) != "LK000":
        return None
    import msgspec

    detail = original.diag.message_detail or "{}"
    code = original.diag.message_primary
    kind = EnvironmentFault if code.startswith("database.") else UserError
    return kind(code, **msgspec.json.decode(detail))

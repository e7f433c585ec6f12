"""Hears that something changed in the database, in a thread of its own, and how far our clock is off.

A wake-up carries nothing but "look". PostgreSQL sends NOTIFY with the commit; SQLite's ``data_version`` is
looked at ten times a second. Behind both stands the slow poll of the lanes: a missed wake-up costs seconds.
Called by ``desktop.app.lanes``.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desktop.domain.errors import EnvironmentFault, LoketError

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from desktop.models.later import LaterEngine

log = logging.getLogger(__name__)

SQLITE_POLL_S = 0.1
RETRY_S = 2.0
CLOCK_PERIOD_S = 60.0


class Listener:
    """Runs until :meth:`stop`; its callbacks are called in its own thread.

    Args:
        engine: the office's database.
        office_id: whose channel to hear; on SQLite not needed.
        woken: called when something may have changed.
        connection: called with a fault when the database is gone, with None when it is back.
        clock: called with the server's time (UTC) and the steady clock's reading at that moment.
    """

    def __init__(
        self,
        engine: Engine | LaterEngine,
        office_id: uuid.UUID,
        *,
        woken: Callable[[], None],
        connection: Callable[[LoketError | None], None],
        clock: Callable[[datetime, float], None],
    ) -> None:
        self._given = engine
        self._channel = "loket_" + office_id.hex
        self._woken = woken
        self._connection = connection
        self._clock = clock
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="loket-listener", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self, timeout_s: float = 5.0) -> None:
        """End, and wait for the thread."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        from sqlalchemy.exc import SQLAlchemyError

        from desktop.models.faults import as_fault
        from desktop.models.later import engine_of

        self._engine = engine_of(self._given)
        postgresql = self._engine.dialect.name == "postgresql"
        lost = False
        while not self._stop.is_set():
            try:
                if lost:
                    # Whatever was missed while the line was down is seen by looking once.
                    self._woken()
                (self._hear_postgresql if postgresql else self._hear_sqlite)()
                return
            except (SQLAlchemyError, OSError, _driver_error()) as error:
                lost = True
                fault = as_fault(error) or EnvironmentFault("database.lost")
                log.info("listener lost the database: %s", type(error).__name__)
                self._connection(fault)
                self._stop.wait(RETRY_S)

    def _hear_postgresql(self) -> None:
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute(f'LISTEN "{self._channel}"')
            self._connection(None)
            told = 0.0
            while not self._stop.is_set():
                if time.monotonic() - told > CLOCK_PERIOD_S:
                    self._tell_clock(raw.execute("SELECT clock_timestamp()").fetchone()[0])
                    told = time.monotonic()
                for _notice in raw.notifies(timeout=0.5, stop_after=1):
                    self._woken()

    def _hear_sqlite(self) -> None:
        with self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            self._connection(None)
            self._tell_clock(datetime.now(UTC))
            known = raw.execute("PRAGMA data_version").fetchone()[0]
            while not self._stop.wait(SQLITE_POLL_S):
                version = raw.execute("PRAGMA data_version").fetchone()[0]
                if version != known:
                    known = version
                    self._woken()

    def _tell_clock(self, moment: datetime) -> None:
        self._clock(moment.astimezone(UTC), time.monotonic())


def _driver_error() -> type[Exception]:
    import psycopg

    return psycopg.Error

"""The bad days of the tour: a printer whose roll has ended, and a database that does not answer.

Used by the tour only.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Any

from desktop.domain.errors import EnvironmentFault

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

_PAPER_OUT = {1: 0x12, 2: 0x12 | 0x20, 4: 0x12 | 0x60}
"""Answers to DLE EOT n of a printer that is there, but has no paper."""


class PaperlessPrinter:
    """A thermal printer on TCP that answers every question, prints nothing, and says why."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="tour-printer", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """Where it listens, on this computer only."""
        return int(self._server.getsockname()[1])

    def close(self) -> None:
        """Switch it off."""
        self._stop.set()
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        self._thread.join(2)
        self._server.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            connection, _peer = self._server.accept()
            with connection, contextlib.suppress(OSError):
                connection.settimeout(5)
                while data := connection.recv(64):
                    for place in range(len(data) - 2):
                        if data[place : place + 2] == b"\x10\x04":
                            connection.sendall(bytes([_PAPER_OUT.get(data[place + 2], 0x12)]))


class DatabaseSwitch:
    """Makes the database unreachable for some stations, and lets it come back.

    There is no way to take a file of SQLite away from a program that has it open, nor another's server from
    here: so the fault is put in under the statements, below everything that has to cope with it.
    """

    def __init__(self) -> None:
        self._off = False

    def watch(self, engine: Engine) -> None:
        """Reach one station's transactions."""
        from sqlalchemy import event

        event.listen(engine, "before_cursor_execute", self._before)

    def off(self) -> None:
        """The database is gone."""
        self._off = True

    def on(self) -> None:
        """It answers again."""
        self._off = False

    def _before(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        # A BEGIN that fails would leave SQLAlchemy's connection in the middle of its own bookkeeping.
        if self._off and not statement.startswith("BEGIN"):
            raise EnvironmentFault("database.lost")

"""An engine that is made when the first thread needs it, so that a window opens before SQLAlchemy is imported.

Called by ``desktop.app`` only. Knows SQLAlchemy by name alone until :meth:`LaterEngine.get`.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine


class LaterEngine:
    """The engine of one database address, made once, by whichever thread asks first.

    Args:
        address: see ``desktop.models.engine.parse_url``.
        application_name: the station, as the database server lists it.
    """

    def __init__(self, address: str, application_name: str = "loket") -> None:
        self.address = address
        self._application_name = application_name
        self._lock = threading.Lock()
        self._engine: Engine | None = None

    @property
    def ready(self) -> bool:
        """Whether it has been made."""
        return self._engine is not None

    def get(self) -> Engine:
        """The engine. The first caller pays for SQLAlchemy's import: not for the main thread.

        Raises:
            UserError: ``database.address``.
            EnvironmentFault: ``database.no_folder``.
        """
        with self._lock:
            if self._engine is None:
                from desktop.models.engine import create_office_engine

                self._engine = create_office_engine(self.address, application_name=self._application_name)
            return self._engine

    def dispose(self) -> None:
        """Let the connections go, if there ever were any."""
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()


def engine_of(engine: Engine | LaterEngine) -> Engine:
    """The engine itself; makes it where it is not made yet."""
    return engine.get() if isinstance(engine, LaterEngine) else engine


def address_of(engine: Engine | LaterEngine) -> str:
    """The address, with its password, without making the engine."""
    if isinstance(engine, LaterEngine):
        return engine.address
    return engine.url.render_as_string(hide_password=False)

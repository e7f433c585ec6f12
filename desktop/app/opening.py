"""Opening the office's database for a station, in a thread, while Qt is being loaded on the main thread.

Called by ``desktop.app.stations`` and ``desktop.app.demo``. Knows no Qt.
"""

from __future__ import annotations

import platform
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.app.cli.options import StationOptions
from desktop.app.settings import Settings, database_address, require_database
from desktop.domain.errors import EnvironmentFault, LoketError
from desktop.office.stations import RegisteredStation, RegisterStation, register_station

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from desktop.office.work import Clock


@dataclass(frozen=True, slots=True)
class OpenedStation:
    """An office that answered, and this PC's place in it."""

    engine: Engine
    name: str
    place: RegisteredStation


class Opening:
    """Opens the database in the background; ``poll`` gives the outcome once there is one.

    Args:
        kind: what this PC is.
        options, settings: of the command line and of this PC.
        clock: a set clock, for the demo and the tour.
    """

    def __init__(
        self, kind: str, options: StationOptions, settings: Settings, clock: Clock | None = None
    ) -> None:
        self._kind, self._options, self._settings, self._clock = kind, options, settings, clock
        self._outcome: OpenedStation | LoketError | None = None
        self._thread = threading.Thread(target=self._open, name="loket-opening", daemon=True)

    def start(self) -> Opening:
        """Begin; returns itself."""
        self._thread.start()
        return self

    def poll(self) -> OpenedStation | LoketError | None:
        """The opened station, the failure, or None while it is still being tried."""
        return self._outcome

    def wait(self) -> OpenedStation:
        """Wait for the outcome, for tools without a window. Raises the LoketError that came instead."""
        self._thread.join()
        if isinstance(self._outcome, LoketError):
            raise self._outcome
        assert self._outcome is not None
        return self._outcome

    def _open(self) -> None:
        try:
            self._outcome = self._connect()
        except LoketError as error:
            self._outcome = error
        except Exception:
            # A bug must not leave a window that waits for ever; the log has the rest.
            import logging

            logging.getLogger(__name__).exception("the database could not be opened")
            self._outcome = EnvironmentFault("database.lost")

    def _connect(self) -> OpenedStation:
        from desktop.app.headless import open_office
        from desktop.office.runner import Runner

        options, station = self._options, self._settings.station
        name = options.name or station.name or f"{platform.node() or 'PC'} {self._kind}"
        address = require_database(database_address(self._settings))
        office = open_office(
            address, name, office=options.office or self._settings.database.office or None, clock=self._clock
        )
        runner = Runner(office.engine, self._clock)
        try:
            place = runner.run(
                register_station,
                RegisterStation(
                    office_id=office.office_id,
                    name=name,
                    kind=self._kind,
                    zone=options.zone or station.zone or None,
                    counter=options.counter or station.counter or None,
                    printer=station.printer or None,
                ),
            ).value
        except LoketError:
            office.close()
            raise
        finally:
            runner.close()
        office.runner.close()
        return OpenedStation(office.engine, name, place)

"""Opening the office's database for a station, in a thread, while Qt is being loaded on the main thread.

Called by ``desktop.app.stations`` and ``desktop.app.demo``. Knows no Qt.
"""

from __future__ import annotations

import platform
import threading
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.app.cli.options import StationOptions
from desktop.app.settings import Settings, database_address, require_database
from desktop.domain.errors import EnvironmentFault, LoketError
from desktop.models.doorstep import Doorstep, Place, look
from desktop.models.later import LaterEngine

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from desktop.office.stations import RegisterStation
    from desktop.office.work import Clock


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """Where this station stands.

    Attributes:
        language: the office's first language, ``id`` or ``en``.
    """

    office_id: uuid.UUID
    office_name: str
    time_zone: str
    language: str
    station_id: uuid.UUID
    counter_id: uuid.UUID | None
    printer_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class OpenedStation:
    """An office that answered, and this PC's place in it.

    Attributes:
        source: the office's database; its engine may not have been made yet.
        name: this station's name.
        kind, zone, counter, printer: what it says of itself, for ``registration``.
        registered: whether its row has been brought up to date; else the caller does it, with ``registration``.
    """

    source: LaterEngine
    name: str
    place: FoundPlace
    said: Place
    kind: str
    registered: bool

    @property
    def engine(self) -> Engine:
        """The office's engine; the first to ask waits for it to be made."""
        return self.source.get()

    def registration(self) -> RegisterStation:
        """The command that brings this station's row up to date."""
        return _registration(self.place.office_id, self.kind, self.said)


def _registration(office_id: uuid.UUID, kind: str, said: Place) -> RegisterStation:
    from desktop.office.stations import RegisterStation

    return RegisterStation(
        office_id=office_id,
        name=said.station,
        kind=kind,
        zone=said.zone,
        counter=said.counter,
        printer=said.printer,
    )


class Opening:
    """Opens the database in the background; ``poll`` gives the outcome once there is one.

    Args:
        kind: what this PC is.
        options, settings: of the command line and of this PC.
        clock: a set clock, for the demo and the tour.
        soon: a station that the office knows is opened without waiting for its row to be brought up to date
            (and for the engine to be made); the caller then registers it.
    """

    def __init__(
        self,
        kind: str,
        options: StationOptions,
        settings: Settings,
        clock: Clock | None = None,
        *,
        soon: bool = False,
    ) -> None:
        self._soon = soon
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
        options, station = self._options, self._settings.station
        name = options.name or station.name or f"{platform.node() or 'PC'} {self._kind}"
        address = require_database(database_address(self._settings))
        said = Place(
            station=name,
            office=options.office or self._settings.database.office or None,
            zone=options.zone or station.zone or None,
            counter=options.counter or station.counter or None,
            printer=station.printer or None,
        )
        found = look(address, said)
        source = LaterEngine(address, f"loket {name}")
        station_id = found.station_id
        registered = station_id is None or not self._soon
        if registered:
            station_id = self._register(source, found, said)
        assert station_id is not None
        place = FoundPlace(
            found.office_id,
            found.office_name,
            found.time_zone,
            found.language,
            station_id,
            found.counter_id,
            found.printer_id,
        )
        return OpenedStation(source, name, place, said, self._kind, registered)

    def _register(self, source: LaterEngine, found: Doorstep, said: Place) -> uuid.UUID:
        from desktop.office.runner import Runner
        from desktop.office.stations import register_station

        runner = Runner(source.get(), self._clock)
        try:
            done = runner.run(register_station, _registration(found.office_id, self._kind, said))
        except LoketError:
            runner.close()
            source.dispose()
            raise
        runner.close()
        return done.value.station_id

"""The printing of one station: a worker thread for each printer that this PC serves.

Built by ``desktop.app`` with the station's window. Workers have connections of their own and never touch the
window's lanes; two stations may serve one printer, because every job has a lease. A printer's row may say in its
address which station serves it (``"station": "Kiosk 1"``); one that names none is served by every station that
prints, a folder only where it exists.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.domain.errors import LoketError
from desktop.models.later import LaterEngine, address_of
from desktop.office.paper_jobs import DatabaseJobs, may_read_people
from desktop.office.runner import Runner
from desktop.office.work import Clock, Work
from desktop.printing.adapters.port import Delivery
from desktop.printing.adapters.settings import PdfPrinterSettings, build_printer, printer_settings, profile_of
from desktop.printing.spool import PrintJob, SpoolTimes, SpoolWorker

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

log = logging.getLogger(__name__)

LOOK_AGAIN_S = 30.0
"""How often the list of printers is read again: a printer that was added or moved needs no restart."""

POOL_SIZE = 2
"""Connections that a station's printing keeps: workers borrow one for a step and give it back."""


@dataclass(frozen=True, slots=True)
class PrinterRow:
    """A printer as the office knows it."""

    id: uuid.UUID
    name: str
    kind: str
    address: dict[str, Any]


@dataclass(slots=True)
class _Served:
    row: PrinterRow
    worker: SpoolWorker
    runner: Runner


def active_printers(work: Work, office_id: uuid.UUID) -> tuple[PrinterRow, ...]:
    """The office's printers that are in use."""
    from sqlalchemy import select

    from desktop.models.paper import Printer

    rows = work.connection.execute(
        select(Printer.id, Printer.name, Printer.kind, Printer.address)
        .where(Printer.office_id == office_id, Printer.active)
        .order_by(Printer.name)
    )
    return tuple(PrinterRow(row.id, row.name, row.kind, dict(row.address)) for row in rows)


class PrintService:
    """Runs the printers of this station.

    Args:
        engine: the office's database; only its address is used.
        office_id: the office.
        station: this station's name.
        station_id: its key, named in events.
        printer_ids: serve these printers only; None serves every printer of this station and of any station.
        clock: a set clock for tests, the tour and the demo.
        times: waits of the workers.
        claim_lease_s, sending_lease_s: see ``DatabaseJobs``.
        on_outcome: told each outcome from a worker's thread; must not block.
    """

    def __init__(
        self,
        engine: Engine | LaterEngine,
        office_id: uuid.UUID,
        station: str,
        *,
        station_id: uuid.UUID | None = None,
        printer_ids: frozenset[uuid.UUID] | None = None,
        clock: Clock | None = None,
        times: SpoolTimes | None = None,
        claim_lease_s: float | None = None,
        sending_lease_s: float | None = None,
        on_outcome: Callable[[PrintJob, Delivery], None] | None = None,
    ) -> None:
        self._address = address_of(engine)
        self._office_id = office_id
        self._station = station
        self._station_id = station_id
        self._printer_ids = printer_ids
        self._clock = clock
        self._times = times
        self._leases = {
            name: value
            for name, value in (("claim_lease_s", claim_lease_s), ("sending_lease_s", sending_lease_s))
            if value is not None
        }
        self._on_outcome = on_outcome
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._served: dict[uuid.UUID, _Served] = {}
        self._slips_only = False
        self._thread = threading.Thread(target=self._run, name="print-service", daemon=True)

    def start(self) -> None:
        """Begin; returns at once, the database is asked in the service's own thread."""
        self._thread.start()

    def wake(self) -> None:
        """There may be a new job: look now. From any thread; give it to ``Tasks.on_news``."""
        with self._lock:
            served = list(self._served.values())
        for one in served:
            one.worker.wake()

    def stop(self, timeout_s: float = 5.0) -> bool:
        """End after the papers in hand.

        Returns:
            True when every thread has ended within the time.
        """
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def printers(self) -> tuple[str, ...]:
        """Names of the printers that are served now."""
        with self._lock:
            return tuple(sorted(one.row.name for one in self._served.values()))

    def _run(self) -> None:
        from desktop.models.engine import create_office_engine

        engine = create_office_engine(
            self._address, application_name=f"loket {self._station} print", pool_size=POOL_SIZE
        )
        runner = Runner(engine, self._clock)
        try:
            while not self._stopping.is_set():
                try:
                    # A kiosk's role may not read a name: receipts are left to the counters of the office.
                    self._slips_only = not runner.read(may_read_people)
                    wanted = {row.id: row for row in runner.read(active_printers, self._office_id)}
                    self._serve(engine, {key: row for key, row in wanted.items() if self._is_ours(row)})
                except LoketError as error:
                    # The database is away: printers go on with what they have, and the list is read later.
                    log.info("printers cannot be read: %s", error.code)
                    self._stopping.wait(min(2.0, LOOK_AGAIN_S))
                    continue
                runner.close()
                self._stopping.wait(LOOK_AGAIN_S)
        finally:
            self._serve(engine, {})
            runner.close()
            engine.dispose()

    def _is_ours(self, row: PrinterRow) -> bool:
        if self._printer_ids is not None and row.id not in self._printer_ids:
            return False
        return row.address.get("station") in (None, "", self._station)

    def _serve(self, engine: Engine, wanted: dict[uuid.UUID, PrinterRow]) -> None:
        """Make the workers those of ``wanted``: new ones begin, changed and unwanted ones end."""
        with self._lock:
            gone = [one for key, one in self._served.items() if wanted.get(key) != one.row]
            for one in gone:
                del self._served[one.row.id]
        for one in gone:
            one.worker.stop(timeout_s=0.0)
        for one in gone:
            one.worker.stop()
            one.runner.close()
        for key, row in wanted.items():
            if key in self._served or self._stopping.is_set():
                continue
            served = self._begin(engine, row)
            if served is not None:
                with self._lock:
                    self._served[key] = served
                served.worker.start()

    def _begin(self, engine: Engine, row: PrinterRow) -> _Served | None:
        address = {name: value for name, value in row.address.items() if name != "station"}
        try:
            settings = printer_settings(row.kind, address)
            printer = build_printer(settings)
        except LoketError as error:
            log.warning("printer %s cannot be used: %s", row.name, error)
            return None
        if isinstance(settings, PdfPrinterSettings) and not Path(settings.folder).is_dir():
            log.info("printer %s is a folder that this PC does not have", row.name)
            return None
        runner = Runner(engine, self._clock)
        jobs = DatabaseJobs(
            runner,
            self._office_id,
            row.id,
            station_id=self._station_id,
            slips_only=self._slips_only,
            **self._leases,
        )
        worker = SpoolWorker(
            jobs,
            printer,
            profile=profile_of(settings),
            times=self._times,
            on_outcome=self._on_outcome,
            name=row.name,
        )
        return _Served(row, worker, runner)


__all__ = ["PrintService", "PrinterRow", "active_printers"]

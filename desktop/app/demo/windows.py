"""Opens the windows of the sample office in one process, each with lanes of its own, as on three PCs.

Used by the demo and the tour; a real station is opened by ``desktop.app.stations``.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desktop.app.cli.options import StationOptions
from desktop.app.demo.sample import OFFICE
from desktop.app.opening import Opening
from desktop.app.settings import DatabaseSection, Settings, StationSection
from desktop.app.stations import HEARTBEAT_MS, Look, RunningStation

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from sqlalchemy.engine import Engine

    from desktop.app.lanes import Lanes
    from desktop.office.work import Clock


def open_window(
    kind: str,
    address: str,
    name: str,
    look: Look,
    clock: Clock,
    *,
    printer: str = "",
    clerk: Any = None,
    announcer: Any = None,
    prepare: Callable[[Engine], None] | None = None,
) -> RunningStation:
    """Build a window over the sample office, with lanes and printers; the caller shows it.

    Args:
        kind: ``kiosk``, ``counter``, ``display`` or ``backoffice``.
        address: of the sample office's database.
        name: the station's name in the office.
        look: application, theme, texts and scanner, shared by all windows.
        clock: the sample office's clock.
        printer: name of the printer that the station serves and prints on; "" prints nothing.
        clerk: ``desktop.ui.counter.screen.Clerk`` who has signed in already; None asks.
        announcer: the display's voice; None is silent.
        prepare: called with the station's engine before anything uses it.

    Raises:
        LoketError: the database does not answer.
    """
    from desktop.app.lanes import Lanes
    from desktop.ui.tasks import StationContext

    # Over whatever this PC is set to: nothing of the demo or the tour may reach an office's own database.
    os.environ["LOKET_DATABASE_URL"] = address
    settings = Settings(
        station=StationSection(name=name, printer=printer), database=DatabaseSection(url=address)
    )
    opened = Opening(kind, StationOptions(), settings, clock).start().wait()
    place = opened.place
    if prepare is not None:
        prepare(opened.engine)
    lanes = Lanes(opened.engine, place.office_id, clock=clock)
    context = StationContext(
        office_id=place.office_id,
        station_id=place.station_id,
        station_name=name,
        language=look.texts.language,
        printer_id=place.printer_id if printer else None,
    )
    printing = None
    if printer and place.printer_id is not None:
        from desktop.app.printing import PrintService

        printing = PrintService(
            opened.engine,
            place.office_id,
            name,
            station_id=place.station_id,
            printer_ids=frozenset({place.printer_id}),
            clock=clock,
        )
        printing.start()
        lanes.on_news(printing.wake)
    window = _build(kind, lanes, context, look, clerk, announcer)
    _keep_alive(lanes, place.office_id, place.station_id)
    lanes.start()
    return RunningStation(kind, window, lanes, opened, printing)


def _keep_alive(lanes: Lanes, office_id: uuid.UUID, station_id: uuid.UUID) -> None:
    from desktop.office.stations import Heartbeat, beat

    def send() -> None:
        # One that fails is followed by the next; the window tells of a lost database by itself.
        lanes.run(beat, Heartbeat(office_id=office_id, station_id=station_id), failed=lambda _error: None)

    lanes.every(HEARTBEAT_MS, send)


def _build(kind: str, lanes: Any, context: Any, look: Look, clerk: Any, announcer: Any) -> QWidget:
    if kind == "kiosk":
        from desktop.ui.kiosk.build import build_kiosk

        return build_kiosk(lanes, context, look.theme, look.texts, scanner=look.scanner)
    if kind == "display":
        from desktop.ui.display.build import build_display

        return build_display(lanes, context, look.theme, look.texts, announcer)
    if kind == "backoffice":
        from desktop.ui.backoffice.build import build_backoffice

        return build_backoffice(
            lanes, context, look.theme, look.texts, office=OFFICE, clerk=clerk, scanner=look.scanner
        )
    from desktop.ui.counter.build import build_counter

    return build_counter(
        lanes, context, look.theme, look.texts, office=OFFICE, clerk=clerk, scanner=look.scanner
    )

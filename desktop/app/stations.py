"""Opens a station: Qt, the look, the database in a thread, the lanes, the printers, and the right window.

The order matters for the time until the first window: the database is being opened in a thread while Qt and
the window's own modules are imported on the main thread. Called by ``desktop.app.cli``, the demo and the tour.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from desktop.app.cli.options import StationOptions
from desktop.app.opening import OpenedStation, Opening
from desktop.app.settings import Settings, load_settings
from desktop.domain.errors import EnvironmentFault, LoketError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from desktop.app.lanes import Lanes
    from desktop.app.printing import PrintService
    from desktop.office.work import Clock
    from desktop.ui.i18n import Texts
    from desktop.ui.scanner import Scanner
    from desktop.ui.theme import Theme

log = logging.getLogger(__name__)

#: The opening line appears only when the database takes longer than this; most offices never see it.
PATIENCE_MS = 1_200
RETRY_MS = 5_000
HEARTBEAT_MS = 20_000
CTRL_C_MS = 250
SEAL_MS = 60_000
#: Once in the life of a window is enough: counters are switched on every day.
PURGE_AFTER_MS = 300_000
CLOCK_AFTER_MS = 3_000
#: Windows that ask who is there before they need anything more of the database.
ASKS_FIRST = ("counter",)
#: Between the first painted window and the loading of all that it does not need yet.
SETTLE_MS = 30
#: From here on garbage is looked for as ever, whether a window came or not.
GARBAGE_AFTER_MS = 1_000
FULL_SCREEN = ("kiosk", "display")
#: Stations that print what their own printer is given.
PRINTS = ("kiosk", "counter", "backoffice", "supervisor", "admin")


@dataclass
class Look:
    """What all windows of this program share."""

    app: QApplication
    theme: Theme
    texts: Texts
    scanner: Scanner | None = None
    keep: list[Any] = field(default_factory=list)


@dataclass
class RunningStation:
    """A window with everything behind it. ``close`` ends the threads."""

    kind: str
    window: QWidget
    lanes: Lanes
    opened: OpenedStation
    printing: PrintService | None = None
    begun: bool = False

    def close(self) -> None:
        """End the printers' and the lanes' threads; the papers in hand are finished."""
        if self.printing is not None:
            self.printing.stop()
        self.lanes.close()


def require_screen() -> None:
    """Make sure that windows can be opened at all: Qt ends the whole process where they cannot.

    Raises:
        EnvironmentFault: ``start.no_screen``.
    """
    if sys.platform.startswith("linux") and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        raise EnvironmentFault("start.no_screen")


def let_ctrl_c_end(app: QApplication) -> None:
    """Ctrl+C in a terminal closes the windows in order, as closing them by hand does."""
    from PySide6.QtCore import QTimer

    signal.signal(signal.SIGINT, lambda _number, _frame: app.quit())
    # Python hears of the signal only when some Python runs: this timer lets it, where a terminal is watching.
    if sys.stdin is not None and sys.stdin.isatty():
        timer = QTimer(app)
        timer.timeout.connect(lambda: None)
        timer.start(CTRL_C_MS)


def make_look(options: StationOptions, settings: Settings) -> Look:
    """The application with its fonts, palette, words and scanner."""
    from PySide6.QtWidgets import QApplication

    from desktop.ui.i18n import Texts, install_qt_texts
    from desktop.ui.scanner import Scanner
    from desktop.ui.theme import Theme, apply

    require_screen()
    app = QApplication.instance() or QApplication([sys.argv[0]])
    assert isinstance(app, QApplication)
    app.setApplicationName("Loket")
    let_ctrl_c_end(app)
    station = settings.station
    theme = Theme(options.theme or station.theme, options.scale or station.scale)
    apply(app, theme)
    texts = Texts(options.language or station.language)
    look = Look(app, theme, texts)
    look.keep.append(install_qt_texts(app, texts))
    look.scanner = Scanner(app)
    return look


def run_window(
    kind: str,
    opened: OpenedStation,
    look: Look,
    options: StationOptions,
    settings: Settings,
    clock: Clock | None = None,
    *,
    prints: bool = True,
) -> RunningStation:
    """Build the window of ``kind`` over an office that answered; the caller shows it."""
    from desktop.app.lanes import Lanes
    from desktop.app.windows import build_window, load_rest, take_own_forms
    from desktop.ui.tasks import StationContext

    place = opened.place
    lanes = Lanes(opened.source, place.office_id, clock=clock)
    context = StationContext(
        office_id=place.office_id,
        station_id=place.station_id,
        station_name=opened.name,
        language=look.texts.language,
        counter_id=place.counter_id,
        zone=options.zone or settings.station.zone or None,
        printer_id=place.printer_id,
        accessible=settings.station.accessible,
    )
    window = build_window(kind, lanes, context, look, settings, place.office_name)
    running = RunningStation(kind, window, lanes, opened)

    def serve() -> None:
        if kind not in FULL_SCREEN:
            lanes.later(SETTLE_MS, take_own_forms)
        if prints and kind in ("kiosk", "counter", "backoffice"):
            from desktop.app.printing import PrintService

            running.printing = PrintService(
                opened.source, place.office_id, opened.name, station_id=place.station_id, clock=clock
            )
            running.printing.start()
            lanes.on_news(running.printing.wake)
        if not opened.registered:
            _register(lanes, opened)
        _beat(lanes, context)
        if kind == "counter":
            keep_house(lanes, place.office_id, lambda day: _warn_of_clock(window, day))
        lanes.start()

    def begin() -> None:
        if not running.begun:
            running.begun = True
            load_rest(lanes, opened.source, serve)

    if kind in ASKS_FIRST:
        # All else needs SQLAlchemy: the sign-in, which does not, is painted first.
        on_loaded(lanes, lambda: lanes.later(SETTLE_MS, begin))
        lanes.later(PATIENCE_MS, begin)
    else:
        serve()
    return running


def _register(lanes: Lanes, opened: OpenedStation) -> None:
    from desktop.office.stations import register_station

    lanes.run(
        register_station,
        opened.registration(),
        failed=lambda error: log.info("registration: %s", error.code),
        background=True,
    )


def _beat(lanes: Lanes, context: Any) -> None:
    from desktop.office.stations import Heartbeat, beat

    def send() -> None:
        lanes.run(
            beat,
            Heartbeat(office_id=context.office_id, station_id=context.station_id),
            failed=lambda error: log.info("heartbeat: %s", error.code),
            background=True,
        )

    lanes.every(HEARTBEAT_MS, send)


def keep_house(lanes: Lanes, office_id: uuid.UUID, clock_behind: Callable[[date | None], None]) -> None:
    """Seal the events of the last minutes, forget commands too old to be repeated, look at the clock.

    Every counter asks; the database lets one of them do it.
    """

    def failed(error: LoketError) -> None:
        log.info("housekeeping: %s", error.code)

    def seal() -> None:
        from desktop.office.audit import seal_events

        lanes.run(seal_events, office_id, failed=failed, background=True)

    def purge() -> None:
        from desktop.office.commands import purge_commands

        lanes.run(purge_commands, office_id, failed=failed, background=True)

    def look_at_clock() -> None:
        from desktop.office.live.clock import day_of_newest_ticket_ahead

        lanes.read(day_of_newest_ticket_ahead, office_id, done=clock_behind, failed=failed, background=True)

    lanes.every(SEAL_MS, seal)
    lanes.later(CLOCK_AFTER_MS, look_at_clock)
    lanes.every(SEAL_MS, look_at_clock)
    lanes.later(PURGE_AFTER_MS, purge)


def _warn_of_clock(window: Any, day: date | None) -> None:
    from desktop.ui.counter.state import Said

    if day is not None and window.view is not None:
        window.say(Said("start.clock_behind", {"day": window.texts.date(day)}))


def show(window: QWidget, kind: str, options: StationOptions) -> None:
    """Show the window: full screen for kiosk and display, else as large as a small staff screen allows."""
    if options.size:
        window.resize(*options.size)
        window.show()
    elif kind in FULL_SCREEN and not options.windowed:
        window.showFullScreen()
    else:
        window.resize(1366, 697)
        window.show()


class _Station:
    """The life of one station's process, from the first line to the last window."""

    def __init__(self, kind: str, options: StationOptions, settings: Settings) -> None:
        self.kind, self.options, self.settings = kind, options, settings
        self.opening = Opening(kind, options, settings, soon=kind in ASKS_FIRST).start()
        self.running: RunningStation | None = None
        self.start_window: Any = None
        self.code = 0

    def run(self) -> int:
        """Run until the window is closed; returns the exit code."""
        # Modules and widgets that are being made are no garbage: looking for some would only delay the window.
        gc.disable()
        try:
            return self._run()
        finally:
            gc.enable()

    def _run(self) -> int:
        from desktop.app.trace import Trace

        Trace()("started", kind=self.kind)
        self.look = make_look(self.options, self.settings)
        from PySide6.QtCore import QTimer

        # The window's own modules load while the database is being opened.
        from desktop.app.windows import preload

        preload(self.kind)
        self.timer = QTimer()
        self.timer.setInterval(5)
        self.timer.timeout.connect(self._poll)
        self.timer.start()
        QTimer.singleShot(0, self.timer, self._poll_if_waiting)
        self.waited_ms = 0
        QTimer.singleShot(GARBAGE_AFTER_MS, self.timer, gc.enable)
        self.look.app.setQuitOnLastWindowClosed(False)
        self.look.app.lastWindowClosed.connect(self._last_closed)
        self.look.app.exec()  # house: nested-loop: the application's own event loop, the only one
        if self.running is not None:
            self.running.close()
        return self.code

    def _last_closed(self) -> None:
        self.look.app.quit()

    def _poll_if_waiting(self) -> None:
        # Mostly the database has answered while the modules were loading: no need to wait for the first tick.
        if self.timer.isActive():
            self._poll()

    def _poll(self) -> None:
        outcome = self.opening.poll()
        if outcome is None:
            self.waited_ms += self.timer.interval()
            if self.waited_ms >= PATIENCE_MS and self.start_window is None:
                self._show_start()
            return
        self.timer.stop()
        if isinstance(outcome, LoketError):
            self._failed(outcome)
            return
        try:
            self.running = run_window(self.kind, outcome, self.look, self.options, self.settings)
        except Exception:
            # A process without a window would only wait for ever: log it, say it, end.
            log.exception("the window of %s could not be built", self.kind)
            self._failed(EnvironmentFault("app.incident", number="BUILD"))
            return
        if self.options.exit_when_loaded:
            from PySide6.QtCore import QTimer

            on_loaded(self.running.lanes, lambda: QTimer.singleShot(0, self.look.app.quit))
        show(self.running.window, self.kind, self.options)
        if self.start_window is not None:
            self.start_window.hide()
            self.start_window.deleteLater()
            self.start_window = None

    def _show_start(self) -> None:
        from desktop.app.start_window import StartWindow

        self.start_window = StartWindow(self.look.theme, self.look.texts, self.kind)
        self.start_window.retry.connect(self._again)
        show(self.start_window, self.kind, self.options)

    def _failed(self, fault: LoketError) -> None:
        if self.options.exit_when_loaded:
            print(self.look.texts.text(fault.code, **fault.details), file=sys.stderr)
            self.code = 3 if isinstance(fault, EnvironmentFault) else 1
            self.look.app.quit()
            return
        if self.start_window is None:
            self._show_start()
        self.start_window.show_fault(fault)
        from PySide6.QtCore import QTimer

        QTimer.singleShot(RETRY_MS, self.timer, self._again)

    def _again(self) -> None:
        if self.running is None and not self.timer.isActive():
            soon = self.kind in ASKS_FIRST
            self.opening = Opening(self.kind, self.options, self.settings, soon=soon).start()
            self.timer.start()


def on_loaded(lanes: Lanes, call: Callable[[], object]) -> None:
    """Call once the window has been painted and holds the office's data."""
    missing = {"window.painted", "window.loaded"} - lanes.traced

    def traced(event: str) -> None:
        if event in missing:
            missing.discard(event)
            if not missing:
                call()

    lanes.on_trace(traced)


def open_station(kind: str | None, options: StationOptions) -> int:
    """Open a station; without a kind the one that this PC remembers, else the chooser. Returns the exit code."""
    settings = load_settings()
    kind = kind or settings.station.kind
    if kind is None:
        from desktop.app.chooser import choose_station

        kind = choose_station(options, settings)
        if kind is None:
            return 0
    return _Station(kind, options, settings).run()

"""``loket demo``: the sample office with a day in progress: kiosk, counter and display in one process.

A newcomer takes numbers, calls them as Rina Wulandari at counter 3, and watches the hall, in which other people
arrive and other clerks work. Called by ``desktop.app.cli``.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.app.cli.options import DemoOptions
from desktop.domain.errors import LoketError

if TYPE_CHECKING:
    from desktop.app.demo.clock import RunningClock
    from desktop.app.stations import RunningStation
    from desktop.ui.i18n import Texts

#: Another number whenever what the file holds is made in another way.
FILE = "sample-2.db"
WINDOWS = ("display", "kiosk", "counter")


#: Height of a title bar and a border, generously.
FRAME_PX = 48


def run_demo(options: DemoOptions) -> int:
    """Open the sample office until its last window is closed; returns the exit code."""
    from desktop.app.cli.options import StationOptions
    from desktop.app.settings import load_settings
    from desktop.app.stations import make_look

    settings = load_settings()
    look = make_look(
        StationOptions(language=options.language, theme=options.theme, scale=options.scale), settings
    )
    texts = look.texts
    work = Path(tempfile.mkdtemp(prefix="loket-demo-"))
    try:
        address, slips = _office_file(texts, work)
        return _Demo(options, look, address, slips).run()
    except LoketError as error:
        print(texts.text(error.code, **error.details), file=sys.stderr)
        return 3
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _office_file(texts: Texts, work: Path) -> tuple[str, Path]:
    """A fresh copy of the sample office, made once for this PC; its address, and the folder of its slips."""
    from desktop.app.demo.history import make_file
    from desktop.app.settings import home_folder

    folder = home_folder() / "demo"
    slips = folder / "slips"
    slips.mkdir(parents=True, exist_ok=True)
    sample = folder / FILE
    if not sample.is_file():
        print(texts.text("demo.making"), file=sys.stderr, flush=True)
        make_file(sample, slips)
    copy = work / "office.db"
    shutil.copyfile(sample, copy)
    return f"sqlite:///{copy.as_posix()}", slips


class _Demo:
    """The three windows, and the people behind them."""

    def __init__(self, options: DemoOptions, look: Any, address: str, slips: Path) -> None:
        from desktop.app.demo.clock import RunningClock
        from desktop.app.demo.history import START

        self.options, self.look, self.address, self.slips = options, look, address, slips
        self.clock = RunningClock(START)
        self.stations: list[RunningStation] = []
        self.unloaded = set(WINDOWS)
        self.people = _People(address, self.clock)

    def run(self) -> int:
        """Open everything, run, close everything."""
        from desktop.app.demo.sample import SLIP_PRINTER
        from desktop.app.demo.windows import open_window
        from desktop.app.stations import on_loaded
        from desktop.ui.counter.screen import Clerk
        from desktop.ui.display.build import make_announcer

        look = self.look
        rina = Clerk(*self.people.rina, ("clerk",))
        for kind in WINDOWS:
            station = open_window(
                kind,
                self.address,
                f"Demo {kind}",
                look,
                self.clock,
                printer=SLIP_PRINTER if kind == "kiosk" else "",
                clerk=rina if kind == "counter" else None,
                announcer=make_announcer() if kind == "display" else None,
            )
            self.stations.append(station)
            if self.options.exit_when_loaded:
                on_loaded(station.lanes, partial(self._loaded, kind))
        self._show()
        self._tell()
        self.people.start()
        look.app.setQuitOnLastWindowClosed(True)
        try:
            look.app.exec()  # house: nested-loop: the application's own event loop, the only one
        finally:
            self.people.stop()
            for station in self.stations:
                station.window.close()
                station.close()
        return 0

    def _loaded(self, kind: str) -> None:
        from PySide6.QtCore import QTimer

        self.unloaded.discard(kind)
        if not self.unloaded:
            QTimer.singleShot(0, self.look.app.quit)

    def _show(self) -> None:
        """Show the windows so that each of them can be seen: hall and kiosk behind, the counter in front."""
        screen = self.look.app.primaryScreen().availableGeometry()
        for station in self.stations:
            window = station.window
            if self.options.size is not None:
                window.resize(*self.options.size)
            elif station.kind == "counter":
                window.resize(min(1366, screen.width()), min(697, screen.height() - 40))
            else:
                width = max(960, round(screen.width() * 0.6))
                window.resize(width, width * 9 // 16)
            spare_x = screen.width() - window.width()
            # The frame that the desktop puts around a window is not counted in its height.
            spare_y = screen.height() - window.height() - FRAME_PX
            left, top = {"display": (0.0, 0.0), "kiosk": (1.0, 0.0), "counter": (0.5, 1.0)}[station.kind]
            window.move(
                screen.left() + max(0, round(spare_x * left)), screen.top() + max(0, round(spare_y * top))
            )
            window.show()

    def _tell(self) -> None:
        text = self.look.texts.text
        for code in ("demo.title", "demo.kiosk", "demo.counter", "demo.display", "demo.keys"):
            print(text(code))
        print(text("demo.slips", folder=str(self.slips)), flush=True)


class _People:
    """The other visitors and clerks, in a thread and on a connection of their own."""

    def __init__(self, address: str, clock: RunningClock) -> None:
        from desktop.app.demo.player import Player
        from desktop.app.demo.sample import RINA, RINAS_COUNTER, find_office
        from desktop.app.headless import open_office

        self._office = open_office(address, "demo", clock=clock)
        self._clock = clock
        office = find_office(self._office.runner, self._office.office_id)
        self.rina = office.staff[RINA]
        others = tuple(name for name in office.counters if name != RINAS_COUNTER)
        self._player = Player(self._office.runner, office, seed=5, counters=others, speed=1.2)
        self._player.busy(others)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="demo-people", daemon=True)

    def start(self) -> None:
        """They begin to come."""
        self._player.stream(self._clock.moment())
        self._thread.start()

    def stop(self) -> None:
        """They go home."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(5)
        self._office.close()

    def _run(self) -> None:
        import logging

        while not self._stop.is_set():
            due = self._player.next_due()
            now = self._clock.moment()
            if due is None:
                return
            if due > now:
                self._stop.wait(min(0.5, (due - now).total_seconds()))
                continue
            try:
                self._player.step(now)
            except LoketError as error:
                # The database is busy: these people try again, the newcomer's windows tell of it themselves.
                logging.getLogger(__name__).info("people wait: %s", error.code)
                self._stop.wait(1)

"""What the scenes of the tour stand on: the office, its clock, the windows, other people, and the album.

Used by the tour only.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from desktop.app.cli.options import TourOptions
from desktop.app.demo.clock import DAY, RunningClock, at
from desktop.app.demo.files import make_files
from desktop.app.demo.player import Player
from desktop.app.demo.sample import RINAS_COUNTER, SLIP_PRINTER, SampleOffice, make_office
from desktop.app.demo.windows import open_window
from desktop.app.stations import Look, RunningStation
from desktop.app.tour.album import Album
from desktop.app.tour.faults import DatabaseSwitch
from desktop.app.tour.script import Steps, Wait
from desktop.office.runner import Runner

T = TypeVar("T")

SIZES = {"counter": (1366, 697), "kiosk": (1920, 1080), "display": (1920, 1080),
         "backoffice": (1366, 697)}  # fmt: skip
VISITORS = 150
SPEED = 0.5


class RecordingLoudspeaker:
    """Takes every sound as a loudspeaker would, and lets it end at once. A ``PcmOutput``."""

    def __init__(self) -> None:
        self.played = 0

    def available(self) -> bool:
        """There is always one."""
        return True

    def listen(self, changed: Callable[[bool], None]) -> None:
        """Nothing ever changes."""

    def play(self, pcm: bytes, rate_hz: int, volume: float, done: Callable[[], None]) -> bool:
        """Take a sound."""
        from PySide6.QtCore import QTimer

        self.played += 1
        QTimer.singleShot(0, done)
        return True

    def close(self) -> None:
        """Nothing to give back."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to show the windows."""

    language: str = "id"
    theme: str = "light"
    scale: float = 1.0
    sizes: tuple[tuple[str, tuple[int, int]], ...] = ()

    def size(self, kind: str) -> tuple[int, int]:
        """Width and height of a window in px."""
        return dict(self.sizes).get(kind, SIZES[kind])


class Stage:
    """The sample office on the tour's day, from before seven.

    Args:
        options: of the command line.
        address: an empty, migrated database.
        slips: folder that the PDF printer writes to.
        look: what all windows share.
        album: receives the pictures.
    """

    def __init__(
        self, options: TourOptions, address: str, slips: Path, look: Look, album: Album, base: Variant
    ) -> None:
        from desktop.models.engine import create_office_engine

        self.options, self.address, self.slips, self.look, self.album = options, address, slips, look, album
        self.base = base
        self.clock = RunningClock(at(6))
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="tour-people")
        self._engine = create_office_engine(address, application_name="loket tour", pool_size=8)
        self.runner = Runner(self._engine, self.clock)
        self.office: SampleOffice = make_office(self.runner, slips)
        self.files = make_files(self._engine, self.office)
        self.others = Player(
            self.runner,
            self.office,
            seed=26,
            counters=tuple(self.office.counters),
            speed=SPEED,
        )
        self.others.day(VISITORS, day=DAY)
        self.others.puts_down(RINAS_COUNTER, at(7, 40))
        self.rina_works = False
        """She has signed in: between the scenes her counter goes on like the others."""
        self.clock.move_to(at(7, 40))
        self.switch = DatabaseSwitch()
        self.stations: list[RunningStation] = []
        self.loudspeaker = RecordingLoudspeaker()
        self.spoken: list[str] = []

    # ---- windows ----

    def open(self, kind: str, name: str, *, variant: Variant | None = None, printer: str = "",
             clerk: Any = None) -> RunningStation:  # fmt: skip
        """Open and show a window."""
        variant = variant or self.base
        announcer = None
        if kind == "display":
            from desktop.ui.voice.announcer import Announcer
            from desktop.ui.voice.bank import office_bank

            announcer = Announcer(lambda: office_bank(None), output=self.loudspeaker)
            announcer.started.connect(self.spoken.append)
        station = open_window(
            kind,
            self.address,
            name,
            self.look,
            self.clock,
            printer=printer,
            clerk=clerk,
            announcer=announcer,
            prepare=self.switch.watch,
        )
        self.stations.append(station)
        station.window.resize(*variant.size(kind))
        station.window.show()
        return station

    def shut(self, station: RunningStation) -> None:
        """Close a window and what stands behind it."""
        station.window.close()
        station.close()
        station.window.deleteLater()
        if station in self.stations:
            self.stations.remove(station)

    def close(self) -> None:
        """Everybody goes home."""
        for station in list(self.stations):
            self.shut(station)
        self._pool.shutdown(wait=True)
        self.runner.close()
        self._engine.dispose()

    # ---- pictures ----

    def snap(
        self, station: RunningStation, state: str, *, shows: str = "", variant: Variant | None = None,
        language: str | None = None, theme: str | None = None,
    ) -> None:  # fmt: skip
        """Keep a picture of a window."""
        look = variant or self.base
        self.album.snap(
            station.window,
            station.kind,
            state,
            language=language or look.language,
            theme=theme or look.theme,
            scale=look.scale,
            shows=shows,
        )

    def paper(self, code_part: str, name_part: str = "") -> Steps[None]:
        """Wait for the paper of a number (and of a kind, by its name), and keep it."""

        def there() -> bool:
            names = [path.stem for path in self.slips.glob("*.pdf")]
            return any(code_part in name and name_part in name for name in names)

        yield Wait(there, f"paper {code_part} {name_part}", 15)
        codes = self.album.take_papers(self.slips, language=self.base.language)
        yield Wait(lambda: any(code_part in code for code in codes), f"code {code_part}", 0)

    # ---- other people ----

    def behind(self, work: Callable[[], T]) -> Steps[T]:
        """Let something happen that no window does, in a thread, while the windows live on."""
        future: Future[T] = self._pool.submit(work)
        yield Wait(future.done, "other people", 60)
        return future.result()

    def until(self, moment: datetime) -> Steps[None]:
        """Let the others' day go on to a moment, as fast as the database can."""
        yield from self.behind(lambda: self._play(moment))
        self.move_to(moment)

    def move_to(self, moment: datetime) -> None:
        """Move the clock on; the stations have been alive all the time."""
        from desktop.office.stations import Heartbeat, beat

        self.clock.move_to(moment)
        for station in self.stations:
            place = station.opened.place
            self.run(beat, Heartbeat(office_id=place.office_id, station_id=place.station_id))

    def _play(self, moment: datetime) -> None:
        if self.rina_works:
            self.others.takes(RINAS_COUNTER, self.clock.moment())
        while (due := self.others.next_due()) is not None and due <= moment:
            self.clock.move_to(due)
            self.others.step(self.clock.moment())
        if self.rina_works:
            self.others.puts_down(RINAS_COUNTER, self.clock.moment())

    def run(self, use_case: Any, command: Any) -> Any:
        """Do what another station would do, at once, on this thread; returns the value."""
        return self._quick().run(use_case, command).value

    def read(self, query: Any, *args: Any) -> Any:
        """Read what another station would read."""
        return self._quick().read(query, *args)

    def _quick(self) -> Runner:
        # A runner belongs to one thread at a time: the people's own stays in their pool.
        if not hasattr(self, "_here"):
            self._here = Runner(self._engine, self.clock)
        return self._here


__all__ = ["SLIP_PRINTER", "RecordingLoudspeaker", "Stage", "Variant"]

"""The bars of the back office: clock, database, what is due; the lists tell it what they read. No Qt."""

from __future__ import annotations

from typing import Protocol
from zoneinfo import ZoneInfo

from desktop.domain.errors import LoketError
from desktop.ui.backoffice.state import BackScene
from desktop.ui.counter.screen import Clerk
from desktop.ui.files.finding.lists_presenter import ListsPresenter
from desktop.ui.files.finding.state import ListsScene, Said
from desktop.ui.tasks import StationContext, Tasks

TICK_MS = 1000


class BackScreen(Protocol):
    """What is asked of the window."""

    def show_lists(self, scene: ListsScene) -> None: ...
    def show_bars(self, scene: BackScene) -> None: ...


class BackPresenter:
    """One person in the back office."""

    def __init__(self, tasks: Tasks, context: StationContext, view: BackScreen, clerk: Clerk) -> None:
        self.tasks, self.view, self.clerk = tasks, view, clerk
        self._fault: LoketError | None = None
        self._loaded = False
        self.lists = ListsPresenter(tasks, context, self, clerk.staff_id)
        self._ends = [
            tasks.every(TICK_MS, self.show, owner=self),
            tasks.on_connection(self._connection, owner=self),
        ]

    def start(self) -> None:
        """Read for the first time."""
        self.lists.start()

    def stop(self) -> None:
        """Somebody signs out."""
        self.lists.stop()
        for end in self._ends:
            end.cancel()

    def show_scene(self, scene: ListsScene) -> None:
        """The lists were read, or another one was chosen."""
        self.view.show_lists(scene)
        self.show()
        if scene.loaded and not self._loaded:
            self._loaded = True
            self.tasks.trace("window.loaded", station="backoffice")

    def show(self) -> None:
        """Draw the bars, at this second."""
        zone = self.lists.zone
        at = self.tasks.now().astimezone(ZoneInfo(zone))
        scene = self.lists.scene
        fault = None if self._fault is None else Said(self._fault.code, self._fault.details)
        name = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}.get(zone, "")
        self.view.show_bars(
            BackScene(self.clerk.name, at if scene.loaded else None, name, fault or scene.fault,
                      scene.figure("late").count, scene.figure("today").count)
        )  # fmt: skip

    def retry(self) -> None:
        """Try again what met a fault."""
        self.lists.reload()

    def _connection(self, fault: LoketError | None) -> None:
        self._fault = fault
        if fault is None:
            self.lists.reload()
        self.show()

"""Reads the due lists in the background and keeps them fresh; for home and lists page. No Qt."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from desktop.domain.errors import LoketError
from desktop.office.files.routing import PaperOnTheWay, papers_coming
from desktop.office.live.file_lists import due_lists
from desktop.office.live.file_values import DueLists
from desktop.office.work import Work
from desktop.ui.files.finding.scene import figures_of
from desktop.ui.files.finding.state import ListFigure, ListsScene, Said
from desktop.ui.tasks import StationContext, Tasks

REST = timedelta(seconds=5)
"""So long the lists are left alone after a reading: news come often, and nobody reads lists by the second."""

LOOK_MS = 1000


class ListsScreen(Protocol):
    """What is asked of whatever shows the lists."""

    def show_scene(self, scene: ListsScene) -> None: ...


def read_lists(
    work: Work, office_id: uuid.UUID, staff_id: uuid.UUID
) -> tuple[DueLists, tuple[PaperOnTheWay, ...]]:
    """All lists, and the papers on their way to this person."""
    return due_lists(work, office_id, staff_id), papers_coming(work, office_id, staff_id)


class ListsPresenter:
    """The lists of one person."""

    def __init__(
        self, tasks: Tasks, context: StationContext, view: ListsScreen, staff_id: uuid.UUID,
        chosen: str = "today",
    ) -> None:  # fmt: skip
        self.tasks, self.context, self.view, self.staff_id = tasks, context, view, staff_id
        self.zone = "UTC"
        self._chosen = chosen
        self._figures: tuple[ListFigure, ...] = ()
        self._at: datetime | None = None
        self._fault: LoketError | None = None
        self._reading = self._stale = False
        self._ends = [
            tasks.on_news(self._news, owner=self),
            tasks.every(LOOK_MS, self._look, owner=self),
        ]

    def start(self) -> None:
        """Read for the first time."""
        self.show()
        self.reload()

    def stop(self) -> None:
        """Nothing is read any more."""
        for end in self._ends:
            end.cancel()

    @property
    def scene(self) -> ListsScene:
        """What is shown now."""
        today = None if self._at is None else self._at.astimezone(ZoneInfo(self.zone)).date()
        fault = None if self._fault is None else Said(self._fault.code, self._fault.details)
        return ListsScene(self._figures, self._chosen, today, self._at is not None, fault)

    def show(self) -> None:
        """Draw what is known."""
        self.view.show_scene(self.scene)

    def choose(self, name: str) -> None:
        """A tile was pressed."""
        self._chosen = name
        self.show()

    def reload(self) -> None:
        """Read everything again, in the background: no scan waits for it."""
        if self._reading:
            self._stale = True
            return
        self._reading, self._stale = True, False
        self.tasks.read(
            read_lists, self.context.office_id, self.staff_id, done=self._got, failed=self._not_got,
            owner=self, background=True,
        )  # fmt: skip

    def _news(self) -> None:
        self._stale = True
        self._look()

    def _look(self) -> None:
        if self._stale and not self._reading and (self._at is None or self.tasks.now() - self._at >= REST):
            self.reload()

    def _got(self, read: tuple[DueLists, tuple[PaperOnTheWay, ...]]) -> None:
        lists, coming = read
        self._reading, self._fault = False, None
        self.zone, self._at = lists.time_zone, lists.at_utc
        self._figures = figures_of(lists, coming)
        self.show()

    def _not_got(self, error: LoketError) -> None:
        self._reading, self._stale, self._fault = False, True, error
        self.show()

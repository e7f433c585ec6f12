"""Searches while somebody types: in the background, after a short rest, the newest question only. No Qt."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Protocol
from zoneinfo import ZoneInfo

from desktop.domain.errors import EnvironmentFault, LoketError
from desktop.office.live.file_search import open_by_code, search_files
from desktop.office.live.file_values import FileHead, FoundFiles
from desktop.office.queue.rows import zone_of
from desktop.ui.files.finding.scene import row_of
from desktop.ui.files.finding.state import Said, SearchScene
from desktop.ui.tasks import Cancel, StationContext, Tasks

PAUSE_MS = 180
"""A rest in the typing after which the search is asked."""

SLOW_MS = 300


class SearchScreen(Protocol):
    """What is asked of the page."""

    def show_scene(self, scene: SearchScene) -> None: ...


class SearchPresenter:
    """One search page.

    Args:
        opened: takes a file (application id, how) that was chosen.
    """

    def __init__(
        self, tasks: Tasks, context: StationContext, view: SearchScreen,
        opened: Callable[[uuid.UUID, str], None],
    ) -> None:  # fmt: skip
        self.tasks, self.context, self.view, self._opened = tasks, context, view, opened
        self._zone = ZoneInfo("UTC")
        self.scene = SearchScene(today=self._today())
        self._asked = self._searching = 0
        self._waiting: Cancel | None = None
        self._open_when_found = False

    def start(self) -> None:
        """Show the empty page, and ask in which zone its dates are told."""
        self.view.show_scene(self.scene)
        self.tasks.read(
            zone_of, self.context.office_id, done=self._told_zone, failed=lambda _error: None, owner=self,
            background=True,
        )  # fmt: skip

    def _told_zone(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)

    def type(self, text: str) -> None:
        """The field changed: ask after a rest."""
        self._open_when_found = False
        if self._waiting is not None:
            self._waiting.cancel()
        if not text.strip():
            self._asked += 1
            self._show(SearchScene(today=self._today()))
            return
        self._waiting = self.tasks.later(PAUSE_MS, lambda: self.ask(text), owner=self)

    def submit(self, text: str) -> None:
        """Enter: ask at once, and open the file where there is only one."""
        if self._waiting is not None:
            self._waiting.cancel()
        if text.strip() == self.scene.text and not self.scene.searching:
            if len(self.scene.rows) == 1:
                self.pick(self.scene.rows[0].application_id)
                return
            if self.scene.rows:
                return
        self._open_when_found = True
        self.ask(text)

    def ask(self, text: str) -> None:
        """Search in the background; an answer to an older question is dropped."""
        text = " ".join(text.split())
        if not text:
            return
        self._asked += 1
        asked = self._asked
        self.tasks.later(SLOW_MS, lambda: self._say_searching(asked), owner=self)
        self._searching = asked
        self.tasks.read(
            search_files,
            self.context.office_id,
            text,
            done=lambda found: self._found(asked, found),
            failed=lambda error: self._failed(asked, text, error),
            owner=self,
            background=True,
        )

    def _say_searching(self, asked: int) -> None:
        if self._searching == asked == self._asked:
            self._show(replace(self.scene, searching=True, fault=None))

    def _found(self, asked: int, found: FoundFiles) -> None:
        if asked != self._asked:
            return
        self._searching = 0
        rows = tuple(row_of(head, self._zone) for head in found.rows)
        text = " ".join(found.text.split())
        self._show(SearchScene(text, found.by, rows, found.more, today=self._today()))
        if self._open_when_found and len(rows) == 1:
            self.pick(rows[0].application_id)
        elif not rows and any(character.isdigit() for character in text):
            self._ask_what_it_may_be(asked, text)
        self._open_when_found = False

    def _ask_what_it_may_be(self, asked: int, text: str) -> None:
        """A number that nothing has: the office names existing ones that look alike."""

        def found(head: FileHead) -> None:
            if asked == self._asked:
                self._show(replace(self.scene, rows=(row_of(head, self._zone),), by="number"))

        def not_found(error: LoketError) -> None:
            if asked != self._asked or isinstance(error, EnvironmentFault):
                return
            likely = tuple(str(one) for one in error.details.get("likely") or ())
            if error.code in ("number.file_check", "file.voided", "file.not_found", "file.slip_no_file"):
                code = "finding.mistyped" if likely else error.code
                self._show(replace(self.scene, likely=likely, by="number",
                                   fault=Said(code, error.details)))  # fmt: skip

        self.tasks.read(
            open_by_code, self.context.office_id, text, done=found, failed=not_found, owner=self,
            background=True,
        )  # fmt: skip

    def _failed(self, asked: int, text: str, error: LoketError) -> None:
        if asked == self._asked:
            self._searching = 0
            self._show(replace(self.scene, text=text, searching=False,
                               fault=Said(error.code, error.details)))  # fmt: skip

    def pick(self, application_id: uuid.UUID) -> None:
        """A row was chosen."""
        self._opened(application_id, "search")

    def pick_number(self, number: str) -> None:
        """One of the likely numbers was chosen."""
        self.tasks.read(
            open_by_code,
            self.context.office_id,
            number,
            done=lambda head: self._opened(head.application_id, "search"),
            failed=lambda error: self._failed(self._asked, number, error),
            owner=self,
        )

    def _today(self) -> date:
        return self.tasks.now().astimezone(self._zone).date()

    def _show(self, scene: SearchScene) -> None:
        self.scene = scene
        self.view.show_scene(scene)

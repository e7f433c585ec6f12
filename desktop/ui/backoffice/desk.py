"""What is behind the back office's window while somebody works there. Imported by ``build`` at sign-in."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any
from weakref import WeakSet

from desktop.ui.backoffice.presenter import BackPresenter
from desktop.ui.backoffice.presenter_door import DoorPresenter
from desktop.ui.backoffice.window import BackofficeWindow
from desktop.ui.counter.screen import Clerk
from desktop.ui.counter.state import Said
from desktop.ui.files.batch.asking import ask_target
from desktop.ui.files.batch.pick import PickSheet
from desktop.ui.files.batch.presenter import BatchPresenter
from desktop.ui.files.batch.state import BatchScene, Job
from desktop.ui.files.finding.build import open_lists_page, open_search_page
from desktop.ui.files.opening import keeps_typing, open_file_by_code, take_scan_on_page
from desktop.ui.tasks import StationContext, Tasks


class BackDesk:
    """The presenters of one person, connected to the window until they sign out."""

    def __init__(
        self, tasks: Tasks, context: StationContext, window: BackofficeWindow, door: DoorPresenter,
        clerk: Clerk, job: Job = "open",
    ) -> None:  # fmt: skip
        self.tasks, self.context, self.window, self.door, self.clerk = tasks, context, window, door, clerk
        self.back = BackPresenter(tasks, context, window, clerk)
        self.batch = BatchPresenter(
            tasks, context, self, clerk.staff_id, self.open_code, self.back.lists.reload, job=job,
            zone=lambda: self.back.lists.zone,
        )  # fmt: skip
        window.presenters = [door, self]
        window.take_scan = self.scan
        self._links: list[tuple[Any, Any]] = []
        self._linked: WeakSet[Any] = WeakSet()
        self._connect()
        self._bind()
        self.back.start()
        self.batch.show()

    # ---- what the scan card's presenter asks for ----

    def show_scene(self, scene: BatchScene) -> None:
        self.window.show_batch(scene)

    def say(self, said: Said) -> None:
        self.window.say(said)

    # ---- scans ----

    def scan(self, text: str) -> None:
        """A scan or a number typed into F9: the page's own, else what the station does with scans."""
        window = self.window
        if take_scan_on_page(window, text):
            return
        if window.page is not None:
            self.open_code(text)
            return
        if isinstance(window.sheet, PickSheet):
            window.sheet.close_sheet()  # it asks for a shelf: the scan is the answer
        if keeps_typing(window):
            return
        if window.sheet is not None:
            window.sheet.close_sheet()
        window.top.scan.clear()
        if window.home is not None:
            window.home.scan.field.clear()
        self.batch.take(text)

    def open_code(self, text: str) -> None:
        """Open the file with this number, or search for the words."""
        open_file_by_code(self.window, self.tasks, self.context, text, staff_id=self.clerk.staff_id)

    def open_file(self, application_id: uuid.UUID) -> None:
        """A row of the lists was chosen."""
        from desktop.ui.files.timeline.build import open_timeline_page

        open_timeline_page(self.window, self.tasks, self.context, application_id=application_id,
                           staff_id=self.clerk.staff_id, how="list")  # fmt: skip

    # ---- connections ----

    def _connect(self) -> None:
        window, home = self.window, self.window.home
        assert home is not None
        for signal, slot in (
            (home.lists.chosen, self.back.lists.choose), (home.lists.picked, self.open_file),
            (home.lists.accepting, self.batch.accept),
            (home.scan.submitted, self.scan), (home.scan.job_chosen, self.batch.set_job),
            (home.scan.ended, self.batch.end), (home.scan.undo, self.batch.undo),
            (window.undo_asked, self.batch.undo), (window.retrying, self.back.retry),
            (window.page_changed, self._page_changed),
        ):  # fmt: skip
            signal.connect(slot)
            self._links.append((signal, slot))

    def _bind(self) -> None:
        search = partial(
            open_search_page, self.window, self.tasks, self.context, staff_id=self.clerk.staff_id
        )
        lists = partial(open_lists_page, self.window, self.tasks, self.context, staff_id=self.clerk.staff_id)
        for command, handler in (
            ("back.primary", self._open_chosen), ("back.next_step", self.batch.switch),
            ("back.place", self._ask_place), ("back.route", self._ask_route), ("back.lists", lists),
            ("back.undo", self.batch.undo), ("back.new", self._new), ("back.privacy", self._privacy),
            ("back.holidays", self._holidays), ("files.find", search), ("files.forms", self._forms),
            ("back.agenda", self._agenda), ("shell.sign_out", self._sign_out),
        ):  # fmt: skip
            self.window.commands.bind(command, handler, partial(self._why_not, command))

    def _why_not(self, command: str) -> str | None:
        home, texts = self.window.home, self.window.texts
        if home is None:
            return texts.text("shell.nothing_to_do")
        if command == "back.primary" and home.lists.rows.chosen is None:
            return texts.text("finding.choose_row")
        if command == "back.undo" and not self.batch.scene.can_undo:
            return texts.text("batch.why_no_undo")
        return None

    def _page_changed(self) -> None:
        page = self.window.page
        if page is None:
            self.back.lists.reload()
        elif page not in self._linked:
            self._linked.add(page)
            page.scanned.connect(self.open_code)

    def _open_chosen(self) -> None:
        home = self.window.home
        row = None if home is None else home.lists.rows.chosen
        if row is not None:
            self.open_file(row.application_id)

    def _ask(self, code: str, *, places: bool) -> None:
        ask_target(self.window, self.tasks, self.context, staff_id=self.clerk.staff_id,
                   title=self.window.texts.text(code), places=places, people=not places,
                   put_on=self.batch.put_on, send_to=self.batch.send_to, owner=self)  # fmt: skip

    def _ask_place(self) -> None:
        self._ask("batch.ask_place", places=True)

    def _ask_route(self) -> None:
        self._ask("batch.ask_route", places=False)

    def _new(self) -> None:
        from desktop.ui.files.intake.build import open_intake_page

        open_intake_page(self.window, self.tasks, self.context, staff_id=self.clerk.staff_id)

    def _forms(self) -> None:
        from desktop.ui.files.forms.build import open_forms_sheet

        open_forms_sheet(self.window, self.tasks, self.context, staff_id=self.clerk.staff_id)

    def _agenda(self) -> None:
        from desktop.ui.files.forms.build import open_registers_sheet

        open_registers_sheet(self.window, self.tasks, self.context, staff_id=self.clerk.staff_id)

    def _privacy(self) -> None:
        from desktop.ui.files.privacy.build import open_privacy_page

        open_privacy_page(self.window, self.tasks, self.context, staff_id=self.clerk.staff_id)

    def _holidays(self) -> None:
        from desktop.ui.admin.holidays_build import open_holidays

        may_edit = bool({"supervisor", "administrator"} & set(self.clerk.roles))
        open_holidays(self.window, self.tasks, self.context, self.clerk.staff_id, may_edit=may_edit)

    def _sign_out(self) -> None:
        self.back.stop()
        for signal, slot in self._links:
            signal.disconnect(slot)
        self.window.take_scan = lambda _code: None
        self.window.presenters = [self.door]
        self.door.start(None)

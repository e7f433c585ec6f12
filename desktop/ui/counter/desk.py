"""What is behind the counter's window while a counter is open. Imported by ``build`` when somebody signs in."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from desktop.ui.counter.files import CounterFiles
from desktop.ui.counter.presenter import CounterPresenter
from desktop.ui.counter.presenter_door import DoorPresenter
from desktop.ui.counter.presenter_panels import CounterPanels
from desktop.ui.counter.presenter_search import CounterSearch
from desktop.ui.counter.screen import Clerk
from desktop.ui.counter.window import CounterWindow
from desktop.ui.counter.words import said
from desktop.ui.tasks import StationContext, Tasks


class Desk:
    """The presenters of one clerk at one counter, connected to the window until the counter is closed."""

    def __init__(
        self,
        tasks: Tasks,
        context: StationContext,
        window: CounterWindow,
        door: DoorPresenter,
        clerk: Clerk,
        counter_id: uuid.UUID,
    ) -> None:
        self._window, self._door, self._signing_out = window, door, False
        self._tasks, self._context, self._clerk = tasks, context, clerk
        self.desk = CounterPresenter(tasks, context, window, clerk, counter_id, self._left)
        self.panels, self.search = CounterPanels(self.desk), CounterSearch(self.desk)
        window.presenters = [door, self]
        self.files = CounterFiles(tasks, context, window, self.desk, self.search.scan, self.panels.emergency)
        window.take_scan = self.files.scan
        self._links: list[tuple[Any, Any]] = []
        self._connect()
        self._bind()
        self.desk.start()

    def _connect(self) -> None:
        window, desk, panels, search = self._window, self.desk, self.panels, self.search
        for signal, slot in (
            (window.picked, search.choose),
            (window.call_confirmed, lambda key, is_next: search.call_chosen(key, is_next=is_next)),
            (window.return_confirmed, search.return_ticket),
            (window.hold_chosen, panels.hold_with),
            (
                window.transfer_chosen,
                lambda service, counter: panels.transfer_to(service_id=service, counter_id=counter),
            ),
            (window.service_chosen, lambda key, adding: panels.serve(key, adding=adding)),
            (window.note_saved, panels.save_note),
            (window.break_chosen, panels.begin_break),
            (window.closing, panels.close),
            (window.undo_asked, desk.undo),
            (window.bar_pressed, self._bar),
            (window.page_changed, self.files.page_changed),
        ):
            signal.connect(slot)
            self._links.append((signal, slot))

    def _bind(self) -> None:
        desk, panels, files, window = self.desk, self.panels, self.files, self._window
        for command, handler in (
            ("counter.next_step", desk.next_step),
            ("counter.recall", desk.recall),
            ("counter.finish", desk.finish),
            ("counter.check_file", files.check),
            ("files.new", files.new),
            ("files.find", files.find),
            ("files.lists", files.lists),
            ("files.forms", files.forms),
            ("files.hand_over", files.hand_over),
            ("counter.hold", panels.hold),
            ("counter.transfer", panels.transfer),
            ("counter.no_show", desk.no_show),
            ("counter.list", window.show_list),
            ("counter.break", panels.break_or_open),
            ("counter.undo", desk.undo),
            ("counter.no_ticket", panels.no_ticket),
            ("counter.note", panels.note),
            ("counter.add_service", panels.add_service),
            ("counter.appointments", self._appointments),
            ("shell.emergency", panels.emergency),
            ("shell.sign_out", self._sign_out),
        ):
            window.commands.bind(command, handler, partial(self._why_not, command))

    def _why_not(self, command: str) -> str | None:
        if self._window.view is None:
            return self._window.texts.text("shell.nothing_to_do")
        blocked = self._window.scene.blocked.get(command)
        return None if blocked is None else said(self._window.texts, blocked)

    def _appointments(self) -> None:
        from desktop.ui.counter.appointments_build import open_appointments  # late: few clerks open it

        window = self._window
        open_appointments(
            window, self._tasks, self._context, window.theme, window.texts, self._clerk.staff_id
        )

    def _bar(self, alarm_id: object) -> None:
        if isinstance(alarm_id, uuid.UUID):
            self.panels.answer(alarm_id)
        else:
            self.desk.retry()

    def _sign_out(self) -> None:
        self._signing_out = True
        self.panels.close()

    def _left(self) -> None:
        for signal, slot in self._links:
            signal.disconnect(slot)
        self._window.take_scan = lambda _code: None
        if self._signing_out:
            self._door.sign_out()
        else:
            self._door.ask_again()

"""Connects the counter's window with its presenters. Called by the composition root and tests."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtGui import QKeySequence
from shiboken6 import isValid

from desktop.ui.counter.presenter import CounterPresenter
from desktop.ui.counter.presenter_door import DoorPresenter
from desktop.ui.counter.presenter_panels import CounterPanels
from desktop.ui.counter.presenter_search import CounterSearch
from desktop.ui.counter.screen import Clerk
from desktop.ui.counter.window import CounterWindow
from desktop.ui.counter.words import said
from desktop.ui.i18n import Texts
from desktop.ui.scanner import Scanner
from desktop.ui.tasks import StationContext, Tasks
from desktop.ui.theme import Theme


def build_counter(
    tasks: Tasks,
    context: StationContext,
    theme: Theme,
    texts: Texts,
    *,
    office: str = "",
    clerk: Clerk | None = None,
    sign_in: Callable[..., Any] | None = None,
    scanner: Scanner | None = None,
) -> CounterWindow:
    """The counter's window, connected and reading.

    Args:
        office: the office's name above the sign-in.
        clerk: somebody who has signed in already (the tour, the demo); None asks.
        sign_in: stands in for ``desktop.office.staff.sign_in`` in tests.
        scanner: where scans come from; those of another window are left alone.
    """
    from desktop.office import staff
    from desktop.office.live.counter_lookup import office_name

    window = CounterWindow(theme, texts, office)

    def command(login: str, password: str) -> Any:
        return staff.SignIn(
            office_id=context.office_id, station_id=context.station_id, login=login, password=password
        )

    door = DoorPresenter(tasks, context, window, sign_in or staff.sign_in, command)
    window.presenters = [door]
    window.signing_in.connect(door.submit)
    window.counter_chosen.connect(door.take)
    window.signing_out.connect(door.sign_out)
    window.entered.connect(lambda who, counter: _Desk(tasks, context, window, door, who, counter))
    window.painted.connect(lambda: tasks.trace("window.painted", station="counter"))
    if not office:
        tasks.read(office_name, context.office_id, done=window.set_office, owner=window)
    window.language_chosen.connect(lambda language: window.set_texts(Texts(language)))
    if scanner is not None:
        _listen(scanner, window)
    door.start(clerk)
    return window


def _listen(scanner: Scanner, window: CounterWindow) -> None:
    """Take the scans, and the keys that the scanner held back, while this window is in front."""
    others = scanner.on_shortcut

    def in_front() -> bool:
        return isValid(window) and window.isActiveWindow()

    def press(sequence: QKeySequence) -> bool:
        if in_front():
            return window.commands.press(sequence)
        return others is not None and others(sequence)

    scanner.scanned.connect(lambda code: window.take_scan(code) if in_front() else None)
    scanner.on_shortcut = press


class _Desk:
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
        window.take_scan = self.search.scan
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
        ):
            signal.connect(slot)
            self._links.append((signal, slot))

    def _bind(self) -> None:
        desk, panels, window = self.desk, self.panels, self._window
        for command, handler in (
            ("counter.next_step", desk.next_step),
            ("counter.recall", desk.recall),
            ("counter.finish", desk.finish),
            ("counter.check_file", lambda: None),
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

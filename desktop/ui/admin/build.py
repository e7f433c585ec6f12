"""Connects the administrator's window with its presenters. Called by the composition root and tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QKeySequence
from shiboken6 import isValid

from desktop.ui.admin.door import AdminDoor, Person
from desktop.ui.admin.window import AdminWindow
from desktop.ui.i18n import Texts
from desktop.ui.scanner import Scanner
from desktop.ui.tasks import StationContext, Tasks
from desktop.ui.theme import Theme


def build_admin(
    tasks: Tasks,
    context: StationContext,
    theme: Theme,
    texts: Texts,
    *,
    office: str = "",
    person: Person | None = None,
    sign_in: Callable[..., Any] | None = None,
    scanner: Scanner | None = None,
) -> AdminWindow:
    """The administrator's window, connected and reading.

    Args:
        office: the office's name above the sign-in.
        person: somebody who has signed in already (the tour, the demo); None asks.
        sign_in: stands in for ``desktop.office.staff.sign_in`` in tests.
        scanner: holds keys back; those of this window are given to its commands.
    """
    window = AdminWindow(theme, texts, office)

    def command(login: str, password: str) -> Any:
        from desktop.office import staff  # late: the window is painted first

        return staff.SignIn(
            office_id=context.office_id, station_id=context.station_id, login=login, password=password
        )

    def enter(work: Any, asked: Any) -> Any:
        from desktop.office import staff

        return staff.sign_in(work, asked)

    def open_page() -> None:
        from desktop.ui.admin.holidays_build import open_holidays

        if door.person is not None:
            open_holidays(window, tasks, context, door.person.staff_id)

    door = AdminDoor(tasks, context, window, sign_in or enter, command)
    window.presenters = [door]
    window.commands.bind("back.holidays", open_page, lambda: _nobody(window, door))
    window.signing_in.connect(door.submit)
    window.signing_out.connect(door.sign_out)
    window.painted.connect(lambda: tasks.trace("window.painted", station="admin"))
    window.language_chosen.connect(lambda language: window.set_texts(Texts(language)))
    if scanner is not None:
        _listen(scanner, window)
    door.start(person)
    return window


def _nobody(window: AdminWindow, door: AdminDoor) -> str | None:
    return None if door.person is not None else window.texts.text("admin.sign_in_first")


def _listen(scanner: Scanner, window: AdminWindow) -> None:
    """Take the keys that the scanner held back while this window is in front."""
    others = scanner.on_shortcut

    def press(sequence: QKeySequence) -> bool:
        if isValid(window) and window.isActiveWindow():
            return window.active_commands.press(sequence)
        return others is not None and others(sequence)

    scanner.on_shortcut = press

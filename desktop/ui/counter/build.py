"""Connects the counter's window with its presenters. Called by the composition root and tests."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from desktop.ui.counter.presenter_door import DoorPresenter
from desktop.ui.counter.screen import Clerk
from desktop.ui.counter.window import CounterWindow
from desktop.ui.i18n import Texts
from desktop.ui.scanner import Scanner
from desktop.ui.shell.scanning import listen
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
    window = CounterWindow(theme, texts, office)

    def command(login: str, password: str) -> Any:
        from desktop.office import staff  # late, as all that a sign-in needs: it is painted first

        return staff.SignIn(
            office_id=context.office_id, station_id=context.station_id, login=login, password=password
        )

    def enter(work: Any, asked: Any) -> Any:
        from desktop.office import staff

        return staff.sign_in(work, asked)

    def sit_down(who: Clerk, counter: uuid.UUID) -> None:
        from desktop.ui.counter.desk import Desk

        Desk(tasks, context, window, door, who, counter)

    door = DoorPresenter(tasks, context, window, sign_in or enter, command)
    window.presenters = [door]
    window.signing_in.connect(door.submit)
    window.counter_chosen.connect(door.take)
    window.signing_out.connect(door.sign_out)
    window.entered.connect(sit_down)
    window.painted.connect(lambda: tasks.trace("window.painted", station="counter"))
    if not office:
        from desktop.office.live.counter_lookup import office_name

        tasks.read(office_name, context.office_id, done=window.set_office, owner=window)
    window.language_chosen.connect(lambda language: window.set_texts(Texts(language)))
    if scanner is not None:
        listen(scanner, window)
    door.start(clerk)
    return window

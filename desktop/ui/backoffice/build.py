"""Connects the back office's window with its presenters. Called by the composition root and tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop.ui.backoffice.presenter_door import DoorPresenter
from desktop.ui.backoffice.window import BackofficeWindow
from desktop.ui.counter.screen import Clerk
from desktop.ui.files.batch.state import Job
from desktop.ui.i18n import Texts
from desktop.ui.scanner import Scanner
from desktop.ui.shell.scanning import listen
from desktop.ui.tasks import StationContext, Tasks
from desktop.ui.theme import Theme


def build_backoffice(
    tasks: Tasks,
    context: StationContext,
    theme: Theme,
    texts: Texts,
    *,
    office: str = "",
    clerk: Clerk | None = None,
    sign_in: Callable[..., Any] | None = None,
    scanner: Scanner | None = None,
    job: Job = "open",
) -> BackofficeWindow:
    """The back office's window, connected and reading.

    Args:
        office: the office's name above the sign-in.
        clerk: somebody who has signed in already (the tour, the demo); None asks.
        sign_in: stands in for ``desktop.office.staff.sign_in`` in tests.
        scanner: where scans come from; those of another window are left alone.
        job: what a scan does to begin with: ``open`` the file, or ``move`` it to its next step.
    """
    window = BackofficeWindow(theme, texts, office)

    def command(login: str, password: str) -> Any:
        from desktop.office import staff

        return staff.SignIn(
            office_id=context.office_id, station_id=context.station_id, login=login, password=password
        )

    def enter(work: Any, asked: Any) -> Any:
        from desktop.office import staff

        return staff.sign_in(work, asked)

    def sit_down(who: Clerk) -> None:
        from desktop.ui.backoffice.desk import BackDesk

        BackDesk(tasks, context, window, door, who, job)

    door = DoorPresenter(tasks, context, window, sign_in or enter, command)
    window.presenters = [door]
    window.signing_in.connect(door.submit)
    window.entered.connect(sit_down)
    window.painted.connect(lambda: tasks.trace("window.painted", station="backoffice"))
    if not office:
        from desktop.office.live.counter_lookup import office_name

        tasks.read(office_name, context.office_id, done=window.set_office, owner=window)
    window.language_chosen.connect(lambda language: window.set_texts(Texts(language)))
    if scanner is not None:
        listen(scanner, window)
    door.start(clerk)
    return window

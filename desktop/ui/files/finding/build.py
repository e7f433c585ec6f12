"""Opens the search page and the lists page over a staff window, connected with their presenters."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from desktop.ui.files.finding.lists_presenter import ListsPresenter
from desktop.ui.files.finding.lists_view import ListsPage
from desktop.ui.files.finding.search_presenter import SearchPresenter
from desktop.ui.files.finding.search_view import SearchPage
from desktop.ui.shell import StaffWindow
from desktop.ui.tasks import StationContext, Tasks


def open_search_page(
    window: StaffWindow,
    tasks: Tasks,
    context: StationContext,
    *,
    staff_id: uuid.UUID,
    counter_id: uuid.UUID | None = None,
    ticket_id: uuid.UUID | None = None,
    text: str = "",
    opened: Callable[[uuid.UUID, str], None] | None = None,
) -> SearchPage:
    """Open the search page, with ``text`` searched for at once.

    Args:
        opened: takes (application id, how) of the chosen file; None opens its window.
    """
    open_here = _opener(window, tasks, context, staff_id, counter_id, ticket_id)
    page = SearchPage(window.theme, window.texts)
    presenter = SearchPresenter(tasks, context, page, opened or open_here)
    page.presenter = presenter  # as long as the page, so long its presenter

    def new_file() -> None:
        from desktop.ui.files.intake.build import open_intake_page

        open_intake_page(
            window, tasks, context, staff_id=staff_id, counter_id=counter_id, ticket_id=ticket_id
        )

    for signal, slot in (
        (page.typed, presenter.type), (page.submitted, presenter.submit), (page.picked, presenter.pick),
        (page.number, presenter.pick_number), (page.new_file, new_file),
    ):  # fmt: skip
        signal.connect(slot)
    window.open_page(page)
    presenter.start()
    if text:
        page.set_text(text)
        presenter.submit(text)
    return page


def open_lists_page(
    window: StaffWindow,
    tasks: Tasks,
    context: StationContext,
    *,
    staff_id: uuid.UUID,
    counter_id: uuid.UUID | None = None,
    ticket_id: uuid.UUID | None = None,
    chosen: str = "today",
) -> ListsPage:
    """Open the lists of what is due."""
    open_here = _opener(window, tasks, context, staff_id, counter_id, ticket_id)
    page = ListsPage(window.theme, window.texts)
    presenter = ListsPresenter(tasks, context, page, staff_id, chosen)
    page.presenter = presenter
    page.chosen.connect(presenter.choose)
    page.picked.connect(lambda key: open_here(key, "list"))
    page.closed.connect(presenter.stop)
    page.destroyed.connect(presenter.stop)  # the window closed its pages: somebody signed out
    window.open_page(page)
    presenter.start()
    page.take_focus()
    return page


def _opener(
    window: StaffWindow, tasks: Tasks, context: StationContext, staff_id: uuid.UUID,
    counter_id: uuid.UUID | None, ticket_id: uuid.UUID | None,
) -> Callable[[uuid.UUID, str], None]:  # fmt: skip
    def open_here(application_id: uuid.UUID, how: str) -> None:
        from desktop.ui.files.timeline.build import open_timeline_page

        open_timeline_page(window, tasks, context, application_id=application_id, staff_id=staff_id,
                           counter_id=counter_id, ticket_id=ticket_id, how=how)  # fmt: skip

    return open_here

"""Opens the page "Hari libur" over a staff window, and connects it with its presenter.

A window makes it reachable with ``window.commands.bind("back.holidays", partial(open_holidays, ...))``.
"""

from __future__ import annotations

import uuid

from desktop.ui.admin.holidays_presenter import HolidaysPresenter
from desktop.ui.admin.holidays_view import HolidaysPage
from desktop.ui.shell import StaffWindow
from desktop.ui.tasks import StationContext, Tasks


def open_holidays(
    window: StaffWindow,
    tasks: Tasks,
    context: StationContext,
    staff_id: uuid.UUID | None,
    *,
    may_edit: bool = True,
) -> HolidaysPage:
    """Open the page; it lives until it is closed.

    Args:
        staff_id: who is signed in here.
        may_edit: whether they may change the table (supervisor, administrator); others look.
    """
    page = HolidaysPage(window.theme, window.texts, may_edit=may_edit)
    presenter = HolidaysPresenter(tasks, context, page, staff_id, may_edit=may_edit)
    for signal, slot in (
        (page.turned, presenter.turn),
        (page.chosen, presenter.choose),
        (page.beginning, presenter.begin),
        (page.saving, presenter.save),
        (page.removing, presenter.remove),
        (page.importing, presenter.import_national),
    ):
        signal.connect(slot)
    page.presenter = presenter  # as long as the page, so long its presenter
    page.closed.connect(presenter.stop)
    window.open_page(page)
    presenter.start()
    page.take_focus()
    return page

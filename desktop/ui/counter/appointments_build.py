"""Opens the panel of appointments over a staff window, and connects it with its presenter.

A window makes it reachable with ``window.commands.bind("counter.appointments", partial(open_appointments, ...))``.
"""

from __future__ import annotations

import uuid

from desktop.ui.counter.appointments_presenter import AppointmentsPresenter
from desktop.ui.counter.appointments_view import AppointmentsSheet
from desktop.ui.i18n import Texts
from desktop.ui.shell import StaffWindow
from desktop.ui.tasks import StationContext, Tasks
from desktop.ui.theme import Theme


def open_appointments(
    window: StaffWindow,
    tasks: Tasks,
    context: StationContext,
    theme: Theme,
    texts: Texts,
    staff_id: uuid.UUID | None,
) -> AppointmentsSheet:
    """Open the panel; it lives until it is closed.

    Args:
        staff_id: who is signed in here.
    """
    sheet = AppointmentsSheet(window, theme, texts)
    presenter = AppointmentsPresenter(tasks, context, sheet, staff_id)
    for signal, slot in (
        (sheet.turned, presenter.turn),
        (sheet.code_given, presenter.check_in_code),
        (sheet.checked_in, presenter.check_in),
        (sheet.cancelled, presenter.cancel),
        (sheet.booking, presenter.begin_booking),
        (sheet.service_chosen, presenter.choose_service),
        (sheet.booked, presenter.book),
    ):
        signal.connect(slot)
    sheet.presenter = presenter  # as long as the panel, so long its presenter
    sheet.closed.connect(presenter.stop)
    window.show_sheet(sheet, sheet.code.edit)
    presenter.start()
    return sheet

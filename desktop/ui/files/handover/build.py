"""Opens the handover page over a staff window, and connects it with its presenter.

open_handover_page(window, tasks, context, staff_id=clerk, application_id=file)
open_handover_page(window, tasks, context, staff_id=clerk, counter_id=here, ticket_id=served)
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from desktop.office.files.handover_values import HandedOver
from desktop.ui.files.handover.presenter import HandoverPresenter
from desktop.ui.files.handover.view import HandoverPage
from desktop.ui.shell import StaffWindow
from desktop.ui.tasks import StationContext, Tasks


def open_handover_page(
    window: StaffWindow,
    tasks: Tasks,
    context: StationContext,
    *,
    application_id: uuid.UUID | str | None = None,
    staff_id: uuid.UUID | None,
    counter_id: uuid.UUID | None = None,
    ticket_id: uuid.UUID | None = None,
    on_done: Callable[[HandedOver], None] | None = None,
) -> HandoverPage:
    """Lay the page over the window's body; it lives until it is closed.

    Args:
        application_id: the file's key, or its number as scanned; None asks for a scan.
        staff_id: who is signed in here.
        counter_id, ticket_id: where the visitor is served.
        on_done: told once documents have been given out.
    """
    page = HandoverPage(window.theme, window.texts)
    presenter = HandoverPresenter(
        tasks, context, page, staff_id, counter_id=counter_id, ticket_id=ticket_id, on_done=on_done
    )
    page.take, page.ask_why_not = presenter.take_scan, presenter.why_not
    page.acts = {
        "primary": presenter.primary,
        "tick_all": presenter.tick_all,
        "turn_paper": presenter.turn_paper,
    }
    for signal, slot in (
        (page.typed, presenter.typed),
        (page.other_wanted, presenter.open_other),
        (page.strokes, presenter.set_strokes),
        (page.scan_wanted, window.focus_scan),
        (page.left.ticked, presenter.tick),
        (page.left.turned, presenter.turn),
        (page.left.collector, presenter.choose_collector),
        (page.left.proxy.changed, presenter.set_proxy),
        (page.left.proxy.letter, presenter.choose_letter),
        (page.left.proxy.other, presenter.other_proxy),
        (page.right.identity.digits, presenter.set_digits),
        (page.right.identity.reason, presenter.set_reason),
        (page.right.face.clicked, presenter.set_face),
    ):
        signal.connect(slot)
    page.presenter = presenter  # as long as the page, so long its presenter
    page.closed.connect(presenter.stop)
    page.destroyed.connect(presenter.stop)  # a window that was closed with its pages open
    window.open_page(page)
    presenter.start(application_id)
    return page

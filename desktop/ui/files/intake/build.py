"""Opens the intake page over a staff window and connects it. Called by the counter and the back office."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from desktop.office.files.commands import TakenIn
from desktop.ui.files.intake.office import IntakeOffice, real_office
from desktop.ui.files.intake.presenter import IntakePresenter
from desktop.ui.files.intake.view import IntakePage
from desktop.ui.shell import StaffWindow
from desktop.ui.tasks import StationContext, Tasks


def open_intake_page(
    window: StaffWindow,
    tasks: Tasks,
    context: StationContext,
    *,
    staff_id: uuid.UUID,
    counter_id: uuid.UUID | None = None,
    ticket_id: uuid.UUID | None = None,
    service_id: uuid.UUID | None = None,
    application_id: uuid.UUID | None = None,
    on_done: Callable[[TakenIn | None], None] | None = None,
    office: IntakeOffice | None = None,
) -> IntakePage:
    """Open the page; it lives until it is closed, and keeps what was typed as a draft.

    Args:
        staff_id: who is signed in.
        counter_id: where; None in the back office.
        ticket_id: the ticket that is being served; None is a file without a ticket.
        service_id: what is asked for; the page asks where neither this nor a ticket says it.
        application_id: a returned file that is being completed.
        on_done: called when the page is closed, with what was taken in, or None.
        office: stands in for the office's own in tests.
    """
    page = IntakePage(window.theme, window.texts)
    presenter = IntakePresenter(
        tasks,
        context,
        page,
        office or real_office(),
        staff_id=staff_id,
        counter_id=counter_id,
        ticket_id=ticket_id,
        service_id=service_id,
        application_id=application_id,
    )
    page.presenter = presenter  # as long as the page, so long its presenter
    page.offer_scan, page.may_leave = presenter.scan, presenter.may_leave
    page.submitted.connect(presenter.submit)
    page.rest_answered.connect(presenter.answer_rest)
    page.started_over.connect(presenter.start_over)
    page.print_asked.connect(presenter.print_again)
    page.note_given.connect(presenter.note_on)
    page.chooser.chosen.connect(presenter.choose_service)
    page.checklist.answered.connect(lambda key, value, move: presenter.answer(key, value, move=move))
    person = page.person
    for part in (page.checklist, person):
        part.edited.connect(presenter.type)
        part.left.connect(presenter.leave)
        part.taken.connect(presenter.take_suggestion)
    person.sex_chosen.connect(presenter.set_sex)
    person.letter_chosen.connect(presenter.set_letter)
    person.way_chosen.connect(presenter.set_notice_way)
    person.proxy_wanted.connect(presenter.set_proxy)
    person.continued.connect(presenter.continue_file)

    def over() -> None:
        presenter.stop()
        if on_done is not None:
            on_done(presenter.taken)

    page.closed.connect(over)
    page.destroyed.connect(lambda _page=None: presenter.stop())  # the window may take it away by itself
    window.open_page(page)
    presenter.start()
    return page

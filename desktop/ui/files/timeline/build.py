"""Opens the window of a file as a page over a staff window, connected with its presenter."""

from __future__ import annotations

import uuid
from typing import Any

from desktop.ui.files.finding.words import unbroken
from desktop.ui.files.opening import keeps_typing
from desktop.ui.files.timeline import words
from desktop.ui.files.timeline.presenter import TimelinePresenter
from desktop.ui.files.timeline.presenter_desk import Doors
from desktop.ui.files.timeline.sheets import MovesSheet, PapersSheet, ReasonSheet
from desktop.ui.files.timeline.state import Move, Said, Scene
from desktop.ui.files.timeline.view import TimelinePage
from desktop.ui.shell import StaffWindow
from desktop.ui.tasks import StationContext, Tasks

UNDO_SHOWN_S = 10


class _Screen:
    """The page with the window around it, as its presenter sees them."""

    def __init__(self, window: StaffWindow, page: TimelinePage) -> None:
        self.window, self.page = window, page

    def show_scene(self, scene: Scene) -> None:
        self.page.show_scene(scene)

    def show_busy(self, said: Said | None) -> None:
        self.page.show_busy(None if said is None else words.said(self.window.texts, said))

    def say(self, said: Said, *, undo: bool = False) -> None:
        texts = self.window.texts
        self.window.toast.show_line(
            words.said(texts, said, self.page.scene.zone),
            action=texts.text("shell.undo") if undo else None,
            key="Ctrl+Z" if undo else None,
            seconds=UNDO_SHOWN_S if undo else 5,
        )


def open_timeline_page(
    window: StaffWindow,
    tasks: Tasks,
    context: StationContext,
    *,
    application_id: uuid.UUID,
    staff_id: uuid.UUID,
    counter_id: uuid.UUID | None = None,
    ticket_id: uuid.UUID | None = None,
    how: str = "scan",
) -> TimelinePage:
    """Open a file's window; it lives until it is closed.

    Args:
        staff_id: who looks; it is written down.
        counter_id, ticket_id: where this happens, if at a counter with somebody there.
        how: ``scan``, ``search``, ``list`` or ``intake``.
    """
    page = TimelinePage(window.theme, window.texts, window.top.staff.text())

    def hand_over(key: uuid.UUID) -> None:
        from desktop.ui.files.handover.build import open_handover_page

        open_handover_page(window, tasks, context, application_id=key, staff_id=staff_id,
                           counter_id=counter_id, ticket_id=ticket_id, on_done=again)  # fmt: skip

    def resume(key: uuid.UUID) -> None:
        from desktop.ui.files.intake.build import open_intake_page

        open_intake_page(window, tasks, context, staff_id=staff_id, counter_id=counter_id,
                         ticket_id=ticket_id, application_id=key, on_done=again)  # fmt: skip

    def attachments(key: uuid.UUID) -> None:
        from desktop.ui.files.attachments.build import open_attachments_page

        open_attachments_page(window, tasks, context, application_id=key, staff_id=staff_id, changed=again)

    def again(*_done: Any) -> None:
        presenter.reload()

    presenter = TimelinePresenter(
        tasks, context, _Screen(window, page), application_id, staff_id,
        Doors(hand_over, resume, attachments), counter_id=counter_id, how=how,
    )  # fmt: skip
    page.presenter = presenter  # as long as the page, so long its presenter
    _connect(window, tasks, context, page, presenter, staff_id)
    window.open_page(page)
    presenter.start()
    return page


def _connect(
    window: StaffWindow, tasks: Tasks, context: StationContext, page: TimelinePage,
    presenter: TimelinePresenter, staff_id: uuid.UUID,
) -> None:  # fmt: skip
    def ask_reason(move: Move) -> None:
        sheet = ReasonSheet(window, page.theme, page.texts, page.scene, move)
        sheet.decided.connect(presenter.decide)
        window.show_sheet(sheet, next(iter(sheet.reasons.values()), None))

    def ask_moves() -> None:
        moves = page.scene.moves
        if len(moves) == 1:
            ask_reason(moves[0])
            return
        sheet = MovesSheet(window, page.theme, page.texts, page.scene)
        sheet.chosen.connect(ask_reason)
        window.show_sheet(sheet, next(iter(sheet.moves.values()), None))

    def ask_where() -> None:
        from desktop.ui.files.batch.asking import ask_target

        title = page.texts.text("timeline.move_title", number=unbroken(page.scene.number))
        ask_target(window, tasks, context, staff_id=staff_id, title=title, places=True, people=True,
                   put_on=presenter.put_on, send_to=presenter.send_to, owner=page)  # fmt: skip

    def all_papers() -> None:
        sheet = PapersSheet(window, page.theme, page.texts, page.scene)
        sheet.print_again.connect(presenter.print_again)
        window.show_sheet(sheet, sheet.again[0] if sheet.again else None)

    def forms() -> None:
        from desktop.ui.files.forms.build import open_forms_sheet

        key = page.scene.application_id
        open_forms_sheet(
            window, tasks, context, application_id=key, staff_id=staff_id, changed=presenter.reload
        )

    def confirm() -> None:
        button = getattr(window.sheet, "confirm", None)
        if button is not None:
            button.click()

    def why_no_confirm() -> str | None:
        waiting = getattr(window.sheet, "confirm", None) is not None
        return None if waiting else page.texts.text("shell.nothing_to_do")

    def take(code: str) -> bool:
        from desktop.ui.files.batch.pick import PickSheet

        if isinstance(window.sheet, PickSheet):
            window.sheet.close_sheet()
        return keeps_typing(window) or presenter.take_code(code)

    for signal, slot in (
        (page.primary, presenter.primary), (page.next_step, presenter.next_step),
        (page.apology, presenter.apology),
        (page.accept, presenter.accept), (page.print_last, presenter.print_last),
        (page.print_again, presenter.print_again), (page.moving, ask_where), (page.decide, ask_moves),
        (page.attachments, presenter.attachments), (page.undo, presenter.undo),
        (page.all_papers, all_papers), (page.forms, forms), (page.closed, presenter.stop),
    ):  # fmt: skip
        signal.connect(slot)
    window.toast.action.connect(page.take_undo)
    page.destroyed.connect(presenter.stop)  # the window closed its pages: somebody signed out
    page.confirming = (confirm, why_no_confirm)
    page.taking = take

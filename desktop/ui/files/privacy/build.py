"""Opens the page "Data pribadi" over a staff window, connected with its presenter."""

from __future__ import annotations

import uuid

from desktop.ui.files.privacy.disposal_presenter import DisposalPresenter
from desktop.ui.files.privacy.presenter import PrivacyPresenter
from desktop.ui.files.privacy.sheets import DisposalSheet, RefuseSheet, RequestSheet
from desktop.ui.files.privacy.state import DisposalScene
from desktop.ui.files.privacy.view import PrivacyPage
from desktop.ui.shell import StaffWindow
from desktop.ui.tasks import StationContext, Tasks


def open_privacy_page(
    window: StaffWindow, tasks: Tasks, context: StationContext, *, staff_id: uuid.UUID | None
) -> PrivacyPage:
    """Open the page; it lives until it is closed.

    Args:
        staff_id: who looks; every person and request that is opened is written down.
    """
    page = PrivacyPage(window.theme, window.texts)
    presenter = PrivacyPresenter(tasks, context, page, staff_id)
    disposal = DisposalPresenter(tasks, context, page, staff_id)
    page.presenter, page.disposal_presenter = (
        presenter,
        disposal,
    )  # as long as the page, so long its presenters

    def ask(kind: str) -> None:
        person = page.scene.person
        lift = kind == "restriction" and person is not None and person.line.restricted
        sheet = RequestSheet(window, page.theme, page.texts, kind, lift=lift)
        sheet.asked.connect(presenter.receive)
        window.show_sheet(sheet, sheet.to if kind == "correction" else sheet.note)

    def refuse() -> None:
        sheet = RefuseSheet(window, page.theme, page.texts)
        sheet.refused.connect(lambda reason: presenter.decide(False, reason))
        window.show_sheet(sheet, sheet.reason)

    def dispose() -> None:
        sheet = DisposalSheet(window, page.theme, page.texts)
        sheet.disposing.connect(disposal.dispose)
        window.show_sheet(sheet, sheet.number)
        disposal.look()

    def show_disposal(scene: DisposalScene) -> None:
        sheet = window.sheet
        if not isinstance(sheet, DisposalSheet):
            return
        if scene.done:
            sheet.close_sheet()
            window.toast.show_line(page.texts.text("privacy.disposed", number=scene.done), seconds=8)
        else:
            sheet.show_scene(scene)

    def confirm() -> None:
        button = getattr(window.sheet, "confirm", None)
        if button is not None:
            button.click()

    for signal, slot in (
        (page.searched, presenter.search), (page.person_chosen, presenter.open_person),
        (page.request_chosen, presenter.open_request), (page.asking, ask),
        (page.granting, lambda: presenter.decide(True)), (page.refusing, refuse),
        (page.printing, presenter.print_data), (page.disposal, dispose),
        (page.disposal_shown, show_disposal), (page.closed, presenter.stop),
    ):  # fmt: skip
        signal.connect(slot)
    window.open_page(page)
    page.commands.bind("page.confirm", confirm, lambda: _why_no_confirm(window, page))
    presenter.start()
    page.take_focus()
    return page


def _why_no_confirm(window: StaffWindow, page: PrivacyPage) -> str | None:
    waiting = getattr(window.sheet, "confirm", None) is not None
    return None if waiting else page.texts.text("shell.nothing_to_do")

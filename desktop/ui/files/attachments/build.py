"""Opens the page of a file's scans over a staff window, connected with its presenter."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from PySide6.QtWidgets import QFileDialog

from desktop.ui.files.attachments.presenter import AttachmentsPresenter
from desktop.ui.files.attachments.sheets import RemoveSheet
from desktop.ui.files.attachments.view import AttachmentsPage
from desktop.ui.shell import StaffWindow
from desktop.ui.tasks import StationContext, Tasks


def open_attachments_page(
    window: StaffWindow,
    tasks: Tasks,
    context: StationContext,
    *,
    application_id: uuid.UUID,
    staff_id: uuid.UUID | None,
    changed: Callable[[], None] = lambda: None,
) -> AttachmentsPage:
    """Open the page; it lives until it is closed.

    Args:
        staff_id: who looks; each scan that is opened is written down.
        changed: called after a scan was added or taken out.
    """
    page = AttachmentsPage(window.theme, window.texts)
    presenter = AttachmentsPresenter(tasks, context, page, application_id, staff_id, changed=changed)
    page.presenter = presenter  # as long as the page, so long its presenter

    def ask() -> None:
        dialog = QFileDialog(window, page.texts.text("attachments.add"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        text = page.texts.text
        scans, everything = text("attachments.filter"), text("attachments.filter_all")
        dialog.setNameFilters([f"{scans} (*.pdf *.jpg *.jpeg *.png)", f"{everything} (*)"])
        dialog.filesSelected.connect(presenter.add)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()  # window-modal, without a loop of its own

    def ask_reason() -> None:
        sheet = RemoveSheet(window, page.theme, page.texts)
        sheet.decided.connect(presenter.remove)
        window.show_sheet(sheet, next(iter(sheet.reasons.values())))

    for signal, slot in (
        (page.asking, ask), (page.dropped, presenter.add), (page.chosen, presenter.choose),
        (page.turned, presenter.turn), (page.removing, ask_reason), (page.closed, presenter.stop),
    ):  # fmt: skip
        signal.connect(slot)
    window.open_page(page)
    presenter.start()
    page.take_focus()
    return page

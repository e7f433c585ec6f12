"""Opens the sheets of forms and of registers over a staff window, connected with their presenters."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from desktop.ui.files.finding.state import Said
from desktop.ui.files.forms import words
from desktop.ui.files.forms.presenter import FormsPresenter
from desktop.ui.files.forms.registers_presenter import RegistersPresenter
from desktop.ui.files.forms.sheets import FormSheet, FormsSheet, RegisterSheet
from desktop.ui.files.forms.state import FormScene, FormsScene, RegisterScene
from desktop.ui.i18n import Texts
from desktop.ui.shell import StaffWindow
from desktop.ui.tasks import StationContext, Tasks


class _Screen:
    """The window with the sheet that is open now; it keeps its presenter as long as the window lives."""

    def __init__(self, window: StaffWindow) -> None:
        self.window = window
        self.saving: Callable[[str], None] = lambda _path: None

    def ask_path(self, name: str) -> None:
        """Where the PDF goes; the dialog has no loop of its own."""
        texts = self.window.texts
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self.window, texts.text("formsheet.save_title"), str(Path(folder) / name))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(name)
        dialog.fileSelected.connect(self.saving)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def say(self, said: Said) -> None:
        """What was done, or why there is nothing to open."""
        if isValid(self.window):
            icon = "check-circle" if said.code.startswith("formsheet.") else "warning"
            self.window.toast.show_line(words.said(self.window.texts, said), icon=icon, seconds=8)


class _FormsScreen(_Screen):
    presenter: FormsPresenter
    sheet: FormSheet | None = None

    def show_forms(self, scene: FormsScene) -> None:
        """The list of forms; also the way back to it."""
        window = self.window
        sheet = FormsSheet(window, window.theme, window.texts, scene)
        sheet.chosen.connect(self.presenter.choose)
        window.show_sheet(sheet, sheet.field.edit)

    def show_form(self, scene: FormScene) -> None:
        """One form; drawn anew while it is open."""
        window, sheet = self.window, self.sheet
        if sheet is not None and isValid(sheet) and window.sheet is sheet:
            sheet.show_form(scene)
            return
        if scene.notice is not None:
            self.say(scene.notice)
        if scene.known is not None or scene.busy or scene.notice is not None:
            return  # it was closed meanwhile
        self.sheet = sheet = FormSheet(window, window.theme, window.texts, scene)
        sheet.mode.connect(lambda name: self.presenter.set_filled(name == "filled"))
        sheet.sent.connect(self.presenter.send)
        sheet.back.connect(self.presenter.start)
        window.show_sheet(sheet, sheet.confirm)

    def close_form(self) -> None:
        """It is done."""
        sheet, self.sheet = self.sheet, None
        if sheet is not None and isValid(sheet):
            sheet.close_sheet()


class _RegisterScreen(_Screen):
    presenter: RegistersPresenter
    sheet: RegisterSheet | None = None

    def show_register(self, scene: RegisterScene) -> None:
        """The registers; drawn anew while they are open."""
        window, sheet = self.window, self.sheet
        if sheet is not None:
            if isValid(sheet) and window.sheet is sheet:
                sheet.show_register(scene)
            elif scene.notice is not None:
                self.say(scene.notice)
            return
        self.sheet = sheet = RegisterSheet(window, window.theme, window.texts, scene)
        sheet.kind.connect(self.presenter.choose)
        sheet.sent.connect(self.presenter.send)
        window.show_sheet(sheet, sheet.confirm)

    def close_register(self) -> None:
        """It is done."""
        sheet = self.sheet
        if sheet is not None and isValid(sheet):
            sheet.close_sheet()


def open_forms_sheet(
    window: StaffWindow,
    tasks: Tasks,
    context: StationContext,
    *,
    application_id: uuid.UUID | None = None,
    staff_id: uuid.UUID | None,
    changed: Callable[[], None] | None = None,
) -> FormsPresenter:
    """Open the list of forms, for a file or to print them empty.

    Args:
        application_id: the file whose data fill the forms; None prints them empty only.
        staff_id: who prints; stands on a filled form as the officer, and in its event.
        changed: called after a filled form was kept, so that the file's window shows it.
    """
    screen = _FormsScreen(window)
    presenter = FormsPresenter(tasks, context, screen, staff_id, application_id, changed)
    screen.presenter, screen.saving = presenter, presenter.save
    window.forms_screen = screen  # type: ignore[attr-defined]  # the lanes hold presenters weakly
    presenter.start()
    return presenter


def open_registers_sheet(
    window: StaffWindow, tasks: Tasks, context: StationContext, *, staff_id: uuid.UUID | None
) -> RegistersPresenter:
    """Open the registers of today: the agenda of files and the handover list.

    Args:
        staff_id: who keeps the register; it is written down.
    """
    screen = _RegisterScreen(window)
    texts: Texts = window.texts
    presenter = RegistersPresenter(tasks, context, screen, staff_id, texts.language)
    screen.presenter, screen.saving = presenter, presenter.save
    window.forms_screen = screen  # type: ignore[attr-defined]
    presenter.start()
    return presenter

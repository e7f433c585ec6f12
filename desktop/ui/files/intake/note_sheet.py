"""A note on one requirement (Ctrl+K); Ctrl+Enter keeps it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.i18n import Texts
from desktop.ui.shell.sheet import Sheet
from desktop.ui.theme import Theme
from desktop.ui.widgets import PrimaryButton, TextField


class RowNoteSheet(Sheet):
    """`saved(text)`; Enter in the field keeps it too."""

    saved = Signal(str)

    def __init__(self, window: QWidget, theme: Theme, texts: Texts, title: str, note: str) -> None:
        super().__init__(window, theme, texts, title)
        self.field = TextField(theme, texts.text("intake.row_note"), hint=texts.text("intake.row_note_hint"))
        self.field.edit.setMaxLength(200)
        self.field.edit.setText(note)
        self.field.submitted.connect(self._save)
        self.body.addWidget(self.field)
        self.body.addStretch(1)
        self.confirm = self.add_button(
            PrimaryButton(theme, texts.text("shell.save"), icon="tick", key="Ctrl+Enter", small=True)
        )
        self.confirm.clicked.connect(lambda _checked=False: self._save())

    def _save(self) -> None:
        text = self.field.text().strip()
        self.close_sheet()
        self.saved.emit(text)

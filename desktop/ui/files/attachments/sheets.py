"""The panel that asks why a scan is taken out of its file."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.files.attachments import words
from desktop.ui.i18n import Texts
from desktop.ui.shell.sheet import Sheet
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, Label


class RemoveSheet(Sheet):
    """`decided(reason)`: a code of ``words.REASONS``."""

    decided = Signal(str)

    def __init__(self, window: QWidget, theme: Theme, texts: Texts) -> None:
        super().__init__(window, theme, texts, texts.text("attachments.take_out"), width=520)
        self.body.addWidget(Label(theme, texts.text("attachments.take_out_why"), "body", "muted", wrap=True))
        self.reasons: dict[str, ActionButton] = {}
        for reason, code in words.REASONS.items():
            button = ActionButton(theme, texts.text(code))
            button.clicked.connect(lambda _checked=False, r=reason: self._decide(r))
            self.body.addWidget(button)
            self.reasons[reason] = button
        self.body.addStretch(1)

    def _decide(self, reason: str) -> None:
        self.close_sheet()
        self.decided.emit(reason)

"""What stands on the screen until the office's database has answered: a quiet line, or the fault and a retry.

A kiosk and a display tell visitors what to do instead; they never show a dialog or a driver's words.
Built by ``desktop.app.stations``.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.errors import LoketError
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import EmptyState, FocusRing

_PUBLIC = {
    "kiosk": ("start.kiosk_heading", "start.kiosk_line"),
    "display": ("start.hall_heading", "start.hall_line"),
}


class StartWindow(QWidget):
    """One line in the middle of the window.

    Signals:
        retry: the person asked for another attempt.
    """

    retry = Signal()

    def __init__(self, theme: Theme, texts: Texts, kind: str) -> None:
        super().__init__()
        self._texts, self._kind = texts, kind
        self.setWindowTitle("Loket")
        self.setObjectName("start")
        self._state = EmptyState(
            theme,
            "database",
            texts.text("start.opening_heading"),
            texts.text("start.opening_line"),
            button=texts.text("start.retry"),
            button_icon="repeat",
        )
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(self._state, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(1)
        if self._state.button is not None:
            self._state.button.clicked.connect(self.retry)
            self._state.button.hide()
        self._ring = FocusRing(self, theme)

    def show_fault(self, fault: LoketError) -> None:
        """Say what went wrong and what to do; the retry also comes by itself."""
        texts = self._texts
        if self._kind in _PUBLIC:
            heading, line = (texts.text(code) for code in _PUBLIC[self._kind])
        else:
            heading, line = texts.text("start.fault_heading"), texts.text(fault.code, **fault.details)
        self._state.set(heading, line, "plug-off", texts.text("start.retry"))
        if self._state.button is not None:
            self._state.button.setVisible(self._kind not in _PUBLIC)
            self._state.button.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        super().keyPressEvent(event)

"""A bar across the window for a fault of the environment: icon, cause, what still works, one action."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, IconText, resolve_color


class MessageBar(QFrame):
    """Hidden until `show_fault` or `show_note`; stays until it is cleared."""

    action = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._state = theme, "late"
        self.words = IconText(theme, "warning", "", "label", "state:late", wrap=True)
        self.button = ActionButton(theme, "", icon="repeat", height=40)
        self.button.clicked.connect(lambda _checked=False: self.action.emit())
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.words, 1, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self.button)
        self.hide()
        self._dress()
        theme.changed.connect(self._dress)

    def show_fault(self, text: str, action: str | None = None) -> None:
        """Say what is wrong and what still works, with one action ("Coba lagi") where there is one."""
        self._show("late", text, action)

    def show_note(self, text: str, state: str = "done", action: str | None = None) -> None:
        """Say something that is not a fault ("Terhubung lagi. 3 nomor disatukan.")."""
        self._show(state, text, action)

    def clear(self) -> None:
        """Take it away."""
        self.hide()

    def text(self) -> str:
        """What it says."""
        return "" if self.isHidden() else self.words.text()

    def _show(self, state: str, text: str, action: str | None) -> None:
        self._state = state
        look = self._theme.state(state)
        self.words.set(text, look.icon, "text" if state == "called" else f"state:{state}")
        self.setAccessibleName(text)
        self.button.setVisible(action is not None)
        if action is not None:
            self.button.set_title(action)
        self.show()
        self.update()

    def _dress(self) -> None:
        theme = self._theme
        self._row.setContentsMargins(theme.px(20), theme.px(8), theme.px(20), theme.px(8))
        self._row.setSpacing(theme.px(16))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self._theme.state(self._state)
        painter.fillRect(self.rect(), look.fill)
        width = int(self._theme.line(2 if self._theme.high_contrast else 1))
        color = look.plain if self._theme.high_contrast else resolve_color(self._theme, "border")
        painter.fillRect(0, self.height() - width, self.width(), width, color)

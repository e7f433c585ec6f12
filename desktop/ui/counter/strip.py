"""The line above the buttons that tells what was just done, with the key that takes it back."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop.ui.theme import Theme
from desktop.ui.widgets import Card, IconText, LinkButton


class DoneStrip(Card):
    """Stays for some seconds; it lies in the card and covers nothing. Signal `undo`."""

    undo = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, padding=None, radius=8, fill="canvas", frame="border")
        self.look = theme
        self.words = IconText(theme, "check-circle", "", "label", icon_color="state:done", elide=True)
        self.button = LinkButton(theme)
        self.button.clicked.connect(lambda _checked=False: self.undo.emit())
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.words, 1)
        self._row.addWidget(self.button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()
        self._dress_strip()
        theme.changed.connect(self._dress_strip)

    def show_line(self, text: str, *, action: str | None = None, key: str | None = None,
                  icon: str = "check-circle", seconds: float = 10.0) -> None:  # fmt: skip
        """Show a line, replacing the one before."""
        self.words.set(text, icon)
        self.setAccessibleName(text)
        self.button.setVisible(action is not None)
        if action is not None:
            self.button.set_title(action)
            self.button.set_key(key)
        self.show()
        self._timer.start(round(seconds * 1000))

    def text(self) -> str:
        """What it says."""
        return "" if self.isHidden() else self.words.text()

    def _dress_strip(self) -> None:
        theme = self.look
        self._row.setContentsMargins(theme.px(14), theme.px(4), theme.px(8), theme.px(4))
        self._row.setSpacing(theme.px(12))

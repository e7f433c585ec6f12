"""One passing line at the foot of the window, with at most one action ("Batalkan Ctrl+Z")."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets import Card, IconText, LinkButton


class Toast(Card):
    """Overlays the window above its status bar for some seconds; the pointer may rest on it.

    Args:
        window: the window that it lies over.
        above: px at scale 1.0 that it keeps from the window's foot.
    """

    action = Signal()
    gone = Signal()

    def __init__(self, window: QWidget, theme: Theme, *, above: int = 52) -> None:
        super().__init__(theme, padding=None, frame="edge", parent=window)
        self._above = above
        self.at_top = False
        """Over the top bar: for a window whose foot holds the keys of the next step."""
        self.words = IconText(theme, "info", "", "label", "text", elide=True)
        self.button = LinkButton(theme, "")
        self.button.clicked.connect(lambda _checked=False: self._act())
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.words, 1)
        self._row.addWidget(self.button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self.hide()
        window.installEventFilter(self)
        theme.changed.connect(self._place)

    def show_line(self, text: str, *, action: str | None = None, key: str | None = None,
                  icon: str = "check-circle", seconds: float = 10.0) -> None:  # fmt: skip
        """Show a line for some seconds, replacing the one before."""
        self.words.set(text, icon)
        self.setAccessibleName(text)
        self.button.setVisible(action is not None)
        if action is not None:
            self.button.set_title(action)
            self.button.set_key(key)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(round(seconds * 1000))

    def dismiss(self) -> None:
        """Take it away."""
        self._timer.stop()
        if not self.isHidden():
            self.hide()
            self.gone.emit()

    def text(self) -> str:
        """What it says."""
        return "" if self.isHidden() else self.words.text()

    def _act(self) -> None:
        self.dismiss()
        self.action.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget() and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        window, theme = self.parentWidget(), self._theme
        if window is None:
            return
        self._row.setContentsMargins(theme.px(16), theme.px(8), theme.px(12), theme.px(8))
        self._row.setSpacing(theme.px(16))
        size = self._row.sizeHint()
        width = min(size.width() + theme.px(8), window.width() - theme.px(32))
        height = max(size.height(), theme.px(52))
        top = theme.px(4) if self.at_top else window.height() - height - theme.px(self._above)
        self.setGeometry((window.width() - width) // 2, top, width, height)

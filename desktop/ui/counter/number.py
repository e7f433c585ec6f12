"""The ticket's number, large: painted without the room that a line of text keeps above and below itself."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.theme import Theme


class NumberLabel(QWidget):
    """One ticket number. It never wraps; `factor` is of the role's size."""

    def __init__(self, theme: Theme, role: str = "ticket", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._role, self._factor, self._text = theme, role, 1.0, ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._dress)

    def text(self) -> str:
        """What it shows."""
        return self._text

    def set_number(self, text: str) -> None:
        """Show a number; it is also the accessible name."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self._dress()

    def set_size(self, role: str, factor: float) -> None:
        """Choose the type role and a factor of its size."""
        if (role, factor) != (self._role, self._factor):
            self._role, self._factor = role, factor
            self._dress()

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self._theme.font(self._role, factor=self._factor))

    def _dress(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self._metrics()
        height = metrics.capHeight() * 1.08 + self._theme.px(4)
        return QSize(round(metrics.horizontalAdvance(self._text) + self._theme.px(2)), round(height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.setFont(self._theme.font(self._role, factor=self._factor))
        painter.setPen(self._theme.color("text"))
        metrics = self._metrics()
        base = self.height() / 2 + metrics.capHeight() / 2
        if self.layoutDirection() == Qt.LayoutDirection.LeftToRight:
            painter.drawText(QPointF(0, base), self._text)

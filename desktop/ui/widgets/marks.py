"""Small framed things: key caps, state pills, the product mark."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.labels import resolve_color
from desktop.ui.widgets.paint import (
    key_cap_height,
    key_cap_width,
    paint_key_cap,
    paint_mark,
    paint_pill,
    pill_height,
    pill_width,
)


class KeyCap(QLabel):
    """A framed key name, as on a keyboard."""

    def __init__(self, theme: Theme, key: str, *, large: bool = False, color: str = "text",
                 frame: str = "edge", parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(key, parent)
        self._theme, self._large, self._color, self._frame = theme, large, color, frame
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = key_cap_width(self._theme, self.text(), self._large)
        return QSize(round(width), round(key_cap_height(self._theme, self._large)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        paint_key_cap(painter, theme, QRectF(self.rect()), self.text(), theme.color(self._color),
                      theme.color(self._frame), large=self._large)  # fmt: skip


class Pill(QLabel):
    """A state as icon and word on its fill, fully round.

    Args:
        state: name of look.md's states, or "ready", "break", "idle", "booked", ...
        word: what it says, in the reader's language.
        size: small (26), normal (30) or large (40).
        icon: instead of the state's own.
    """

    def __init__(self, theme: Theme, state: str, word: str, size: str = "normal", *,
                 icon: str | None = None, parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(word, parent)
        self._theme, self._state, self._size, self._icon = theme, state, size, icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._dress)

    @property
    def state(self) -> str:
        """The state's name."""
        return self._state

    def set_state(self, state: str, word: str, icon: str | None = None) -> None:
        """Show another state."""
        self._state, self._icon = state, icon
        self.setText(word)
        self._dress()

    def _dress(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = pill_width(self._theme, self.text(), self._size)
        return QSize(round(width + 0.5), pill_height(self._theme, self._size))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_pill(painter, self._theme, 0, 0, self._state, self.text(), self._size, self._icon)


class Mark(QWidget):
    """The product's mark; decoration."""

    def __init__(self, theme: Theme, size: int = 36, *, ground: str = "accent", ink: str = "on-accent",
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme, self._size, self._ground, self._ink = theme, size, ground, ink
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        side = self._theme.px(self._size)
        self.setFixedSize(side, side)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        paint_mark(painter, QRectF(self.rect()), resolve_color(theme, self._ground),
                   resolve_color(theme, self._ink))  # fmt: skip

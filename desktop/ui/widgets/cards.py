"""Quiet surfaces: cards, hairlines and the state of an empty region."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.buttons import ActionButton, SecondaryButton
from desktop.ui.widgets.labels import IconLabel, Label, resolve_color
from desktop.ui.widgets.paint import paint_box


class Card(QFrame):
    """A surface with a hairline frame, radius 12; no shadow.

    Args:
        padding: px at scale 1.0, on all sides; None leaves margins to the caller's layout.
        fill, frame: colour roles (or "state:NAME" for the frame).
        frame_width: px at scale 1.0.
    """

    def __init__(self, theme: Theme, *, padding: int | None = 20, radius: int = 12, fill: str = "surface",
                 frame: str = "border", frame_width: float = 1, parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme, self._padding, self._radius = theme, padding, radius
        self._fill, self._frame, self._frame_width = fill, frame, frame_width
        self._dress()
        theme.changed.connect(self._dress)

    def set_colors(self, fill: str | None = None, frame: str | None = None,
                   frame_width: float | None = None) -> None:  # fmt: skip
        """Change fill, frame or the frame's width."""
        self._fill = fill or self._fill
        self._frame = frame or self._frame
        self._frame_width = self._frame_width if frame_width is None else frame_width
        self.update()

    def _dress(self) -> None:
        if self._padding is not None:
            pad = self._theme.px(self._padding)
            self.setContentsMargins(pad, pad, pad, pad)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        paint_box(painter, QRectF(self.rect()), theme.px(self._radius), resolve_color(theme, self._fill),
                  resolve_color(theme, self._frame), theme.line(self._frame_width))  # fmt: skip


class Line(QWidget):
    """A hairline, across or (vertical) upright."""

    def __init__(self, theme: Theme, *, vertical: bool = False, color: str = "border",
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme, self._vertical, self._color = theme, vertical, color
        fixed, free = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        self.setSizePolicy(fixed if vertical else free, free if vertical else fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        width = int(self._theme.line(1))
        return QSize(width, 8) if self._vertical else QSize(8, width)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), resolve_color(self._theme, self._color))


class EmptyState(QWidget):
    """What a region shows when it has nothing: icon 48, heading, one sentence, at most one button."""

    def __init__(self, theme: Theme, icon: str = "check-circle", heading: str = "", sentence: str = "", *,
                 button: str | None = None, button_icon: str | None = None, key: str | None = None,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme = theme
        centre = Qt.AlignmentFlag.AlignHCenter
        self.icon = IconLabel(theme, icon, 48, "muted")
        self.heading = Label(theme, heading, "heading", wrap=True, align=centre)
        self.sentence = Label(theme, sentence, "body", "muted", wrap=True, align=centre)
        self.button: ActionButton = SecondaryButton(theme, button or "", icon=button_icon, key=key)
        if button is not None:
            self.setFocusProxy(self.button)
        # At 300 % and with a fault bar the region may be lower than this: then it scrolls, nothing is cut.
        holder = QWidget()
        holder.setObjectName("scrolled")
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self._column = QVBoxLayout(holder)
        self._column.addStretch(1)
        self._column.addWidget(self.icon, 0, centre)
        self._column.addWidget(self.heading)
        self._column.addWidget(self.sentence)
        self._column.addWidget(self.button, 0, centre)
        self._column.addStretch(1)
        self.sentence.setVisible(bool(sentence))
        self.button.setVisible(button is not None)  # not sooner: without a parent it is a window of its own
        area.setWidget(holder)
        self._dress()
        theme.changed.connect(self._dress)

    def set(self, heading: str, sentence: str = "", icon: str | None = None,
            button: str | None = None) -> None:  # fmt: skip
        """Show another state of the region."""
        self.heading.setText(heading)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        if icon is not None:
            self.icon.set_icon(icon)
        self.button.setVisible(button is not None)
        if button is not None:
            self.button.set_title(button)

    def _dress(self) -> None:
        self._column.setSpacing(self._theme.px(12))
        pad = self._theme.px(20)
        self._column.setContentsMargins(pad, pad, pad, pad)

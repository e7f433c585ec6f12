"""A pad to sign on with mouse, finger or pen; 2 px ink on a line. For views only.

Whoever works by keyboard signs on paper: the pad takes no focus, and says so by its description.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QTabletEvent, QTouchEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.paint import paint_box

Strokes = tuple[tuple[tuple[float, float], ...], ...]

MAX_POINTS = 8_000
"""More than any signature needs; further points are not taken."""

_NEAR = 1.2
"""Points nearer than this, px, tell nothing new."""


class SignaturePad(QWidget):
    """Where the receiver signs.

    Signals:
        signed: a stroke has ended, or the pad was emptied.
    """

    signed = Signal()

    def __init__(self, theme: Theme, accessible_name: str = "", description: str = "",
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme = theme
        self._strokes: list[list[tuple[float, float]]] = []
        self._drawing = False
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_words(accessible_name, description)
        theme.changed.connect(self._dress)

    def set_words(self, accessible_name: str, description: str) -> None:
        """Name the pad, and say what to do without one."""
        self.setAccessibleName(accessible_name)
        self.setAccessibleDescription(description)

    def strokes(self) -> Strokes:
        """What was drawn: strokes of (x, y), px of the pad, y downwards."""
        return tuple(tuple(stroke) for stroke in self._strokes)

    def clear(self) -> None:
        """Empty it."""
        self._drawing = False
        if self._strokes:
            self._strokes.clear()
            self.update()
            self.signed.emit()

    # hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._draw((event.position(),))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._end()

    def tabletEvent(self, event: QTabletEvent) -> None:
        if event.type() == QEvent.Type.TabletPress:
            self._begin(event.position())
        elif event.type() == QEvent.Type.TabletRelease:
            self._end()
        elif event.pressure() > 0:  # a pen that only hovers does not write
            self._draw((event.position(),))
        event.accept()  # so that Qt makes no mouse of it

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QTouchEvent) and event.points():
            place = event.points()[0].position()  # a second finger, or the ball of the hand, writes nothing
            if kind == QEvent.Type.TouchBegin:
                self._begin(place)
            elif kind == QEvent.Type.TouchUpdate:
                self._draw((place,))
            else:
                self._end()
            event.accept()
            return True
        return super().event(event)

    def _begin(self, place: QPointF) -> None:
        self._drawing = True
        self._strokes.append([(place.x(), place.y())])
        self.update()

    def _draw(self, places: Iterable[QPointF]) -> None:
        if not self._drawing or sum(len(stroke) for stroke in self._strokes) >= MAX_POINTS:
            return
        stroke = self._strokes[-1]
        for place in places:
            # What leaves the pad is cut at its edge: the hand may be larger than the field.
            x = min(max(place.x(), 0.0), float(self.width()))
            y = min(max(place.y(), 0.0), float(self.height()))
            if abs(x - stroke[-1][0]) + abs(y - stroke[-1][1]) >= _NEAR:
                stroke.append((x, y))
        self.update()

    def _end(self) -> None:
        if self._drawing:
            self._drawing = False
            self.signed.emit()

    # look

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(420), self._theme.px(76))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(180), self._theme.px(76))

    def _dress(self) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        rect = QRectF(self.rect())
        paint_box(painter, rect, theme.px(8), theme.color("surface"), theme.color("edge"), theme.line(1))
        side, low = theme.px(16), rect.bottom() - theme.px(18)
        painter.setPen(QPen(theme.color("edge"), theme.line(1)))
        painter.drawLine(QPointF(rect.left() + side, low), QPointF(rect.right() - side, low))
        pen = QPen(theme.color("text"), theme.line(2))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setClipRect(rect.adjusted(2, 2, -2, -2))
        for stroke in self._strokes:
            if len(stroke) == 1:
                painter.drawPoint(QPointF(*stroke[0]))
                continue
            path = QPainterPath(QPointF(*stroke[0]))
            for point in stroke[1:]:
                path.lineTo(QPointF(*point))
            painter.drawPath(path)

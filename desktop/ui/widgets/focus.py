"""The focus ring: one overlay per window, for keyboard focus, never clipped by the control's parents."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from desktop.ui.theme import Theme

_MOVES = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.LayoutRequest,
)
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)


class FocusRing(QWidget):
    """Draws a ring round the control in focus: `width` px of focus outside `gap` px of focus-gap.

    Create one per window, last. A control may carry `focus_radius` (px at scale 1.0) and `focus_frame`
    (another widget to go round). Staff windows: 3 and 2; kiosk: 8 and 8.
    """

    def __init__(self, window: QWidget, theme: Theme, *, width: int = 3, gap: int = 2,
                 always: bool = False) -> None:  # fmt: skip
        super().__init__(window)
        self._theme, self._width, self._gap, self._always = theme, width, gap, always
        self._target: QWidget | None = None
        self._chain: list[QWidget] = []
        self._keyboard = True
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("")
        self.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)
        window.installEventFilter(self)
        theme.changed.connect(self.follow)
        self._focus_changed(None, app.focusWidget())

    @property
    def target(self) -> QWidget | None:
        """The widget that the ring goes round now, or None."""
        return self._target if not self.isHidden() else None

    def _focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        window = self.parentWidget()
        for widget in self._chain:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._chain = []
        self._target = None
        if now is not None and window is not None and window.isAncestorOf(now):
            frame = getattr(now, "focus_frame", None)
            self._target = frame if isinstance(frame, QWidget) else now
            step: QWidget | None = self._target
            while step is not None and step is not window:
                step.installEventFilter(self)
                self._chain.append(step)
                step = step.parentWidget()
            if now is not self._target:
                now.installEventFilter(self)
                self._chain.append(now)
        self.follow()

    def set_keyboard(self, keyboard: bool) -> None:
        """Say whether the last touch was the keyboard's; a press of the mouse or a finger hides the ring."""
        if keyboard != self._keyboard:
            self._keyboard = keyboard
            self.follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _MOVES:
            self.follow()
        elif kind in _KEYS:
            self.set_keyboard(True)
        elif kind in (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin):
            self.set_keyboard(False)
        return False

    def follow(self) -> None:
        """Go where the control is now; hidden where there is none, or the pointer had the last word."""
        target, window = self._target, self.parentWidget()
        if target is None or window is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        if not (self._keyboard or self._always):
            self.hide()
            return
        rect = QRect(target.mapTo(window, QPoint(0, 0)), target.size())
        # Within a scroll area the ring must not stand over what is outside it.
        step = target.parentWidget()
        while step is not None and step is not window:
            if isinstance(step.parentWidget(), QAbstractScrollArea):
                port = QRect(step.mapTo(window, QPoint(0, 0)), step.size())
                if not port.intersects(rect):
                    self.hide()
                    return
                rect &= port  # of what is larger than its room, the ring goes round the part that shows
            step = step.parentWidget()
        reach = self._reach()
        self.setGeometry(rect.adjusted(-reach, -reach, reach, reach))
        self.raise_()
        self.show()
        self.update()

    def _line(self) -> float:
        return self._theme.line(self._width)

    def _space(self) -> float:
        return self._theme.line(self._gap)

    def _reach(self) -> int:
        return int(self._line() + self._space())

    def paintEvent(self, event: QPaintEvent) -> None:
        target = self._target
        if target is None or not isValid(target):
            return
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = theme.px(getattr(target, "focus_radius", 8))
        line, space = self._line(), self._space()
        rect = QRectF(self.rect())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        outer = rect.adjusted(line / 2, line / 2, -line / 2, -line / 2)
        painter.setPen(QPen(theme.color("focus"), line))
        painter.drawRoundedRect(outer, radius + space + line / 2, radius + space + line / 2)
        inset = line + space / 2
        inner = rect.adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(theme.color("focus-gap"), space))
        painter.drawRoundedRect(inner, radius + space / 2, radius + space / 2)

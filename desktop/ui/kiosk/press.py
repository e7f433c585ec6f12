"""What visitors touch: tools and keys with an icon and a word, and the base of tiles. Painted whole.

Called by the pages of the kiosk's window.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.ui.kiosk.look import Look
from desktop.ui.theme import paint_icon
from desktop.ui.widgets.paint import paint_box

_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select)


class Press(QAbstractButton):
    """Something to touch, or to reach by arrows and press by Enter; `action` and `value` say what it means."""

    def __init__(self, look: Look, action: str, value: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look, self.action, self.value = look, action, value
        self.radius = 14
        self.number = 0
        """The key 1 to 9 that presses it; 0 for none."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents, False)  # Qt makes a press of a touch

    @property
    def focus_radius(self) -> int:
        """Radius for the focus ring, px at scale 1.0."""
        return self.radius

    @property
    def lit(self) -> bool:
        """Whether it shows the keyboard's focus, inverted."""
        return self.hasFocus() and self.look.keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTERS:
            if not event.isAutoRepeat():
                self.click()
            event.accept()
            return
        event.ignore()  # arrows and digits are the window's

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()


class Tool(Press):
    """An icon and a word in the middle; 96 high, with large type 124.

    Args:
        kind: plain, primary (filled; one a screen), accent (a frame in accent) or key (one sign, larger).
    """

    def __init__(self, look: Look, action: str, value: str, text: str, icon: str = "", *,
                 kind: str = "plain", name: str = "", parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(look, action, value, parent)
        self._icon, self._kind = icon, kind
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_text(text, name)

    def set_text(self, text: str, name: str = "") -> None:
        """Set the word; `name` is told in its place where the word is only a sign."""
        self.setText(text)
        self.setAccessibleName(name or text)
        self.updateGeometry()
        self.update()

    def _font_factor(self) -> tuple[str, float]:
        return ("text", 1.15) if self._kind == "key" else ("button", 1.0)

    def sizeHint(self) -> QSize:
        look = self.look
        role, factor = self._font_factor()
        width = QFontMetricsF(look.font(role, factor=factor)).horizontalAdvance(self.text())
        if self._icon:
            width += self._icon_side() + (look.px(12) if self.text() else 0)
        pad = 18 if self._kind == "key" else 30
        return QSize(round(width + 2 * look.px(pad)), look.tool_height())

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()  # words shrink to two thirds before anything is cut
        return QSize(round(hint.width() * (0.5 if self._kind == "key" else 0.62)), hint.height())

    def _icon_side(self) -> int:
        return self.look.px(44 if self.look.large else 36)

    def _colors(self) -> tuple[QColor, QColor, QColor | None]:
        theme = self.look.theme
        if not self.isEnabled():
            return theme.color("sunken"), theme.color("muted"), theme.color("border")
        if self._kind == "primary" or self.lit:
            fill = theme.color("accent-hover" if self.isDown() else "accent")
            return fill, theme.color("on-accent"), None
        fill = theme.color("accent-soft" if self.isDown() else "surface")
        if self._kind == "accent":
            return fill, theme.color("accent-text"), theme.color("accent")
        return fill, theme.color("text"), theme.color("edge")

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self.look
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        fill, ink, frame = self._colors()
        rect = QRectF(self.rect())
        paint_box(painter, rect, look.px(self.radius), fill, frame, look.frame())
        role, factor = self._font_factor()
        font = look.font(role, factor=factor, weight=600)
        side = self._icon_side() if self._icon else 0
        gap = look.px(12) if side and self.text() else 0
        room = rect.width() - side - gap - look.px(12)
        words = QFontMetricsF(font).horizontalAdvance(self.text())
        if words > room > 0:  # a longer language: smaller words rather than cut ones
            font.setPixelSize(max(8, int(font.pixelSize() * room / words)))
            words = QFontMetricsF(font).horizontalAdvance(self.text())
        left = rect.center().x() - (side + gap + words) / 2
        if side:
            paint_icon(painter, self._icon, QRectF(left, rect.center().y() - side / 2, side, side), ink)
        painter.setFont(font)
        painter.setPen(ink)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(left + side + gap, 0, words + 4, rect.height()), flags, self.text())

"""The running text at the foot of the display: 60 px a second, or pages where motion is reduced."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.display.hall import Hall, cap_height, elided, width_of
from desktop.ui.theme import paint_icon

SPEED_PX_S = 60
PAGE_MS = 8_000
_FRAME_MS = 16
_LEFT, _BETWEEN = 116, 64


class RunningText(QWidget):
    """Shows messages one after the other, for ever; a single short one stands still."""

    def __init__(self, hall: Hall, parent: QWidget) -> None:
        super().__init__(parent)
        self._hall = hall
        self._messages: tuple[str, ...] = ()
        self._reduced = False
        self._strip: QPixmap | None = None
        self._shown_ms = 0.0
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._frame)

    def show_messages(self, messages: tuple[str, ...], reduced_motion: bool) -> None:
        """Show other sentences from their beginning."""
        if (messages, reduced_motion) == (self._messages, self._reduced):
            return
        self._messages, self._reduced = messages, reduced_motion
        self.setAccessibleName(" ".join(messages))
        self._shown_ms = 0.0
        self._restart()

    @property
    def moves(self) -> bool:
        """Whether the text runs."""
        if self._reduced or not self._messages:
            return False
        return len(self._messages) > 1 or self._text_width() > self._room()

    def offset_px(self) -> float:
        """How far the text has run, px of the screen."""
        return self._shown_ms / 1000 * self._hall.px(SPEED_PX_S) if self.moves else 0.0

    def page(self) -> str:
        """The sentence of this page, where motion is reduced."""
        return self._messages[int(self._shown_ms // PAGE_MS) % len(self._messages)] if self._messages else ""

    def advance(self, ms: float) -> None:
        """Let ``ms`` of showing go by."""
        page = self.page()
        self._shown_ms += ms
        if self.moves or self.page() != page:
            self.update()

    # --- inside ----------------------------------------------------------------------------------------

    def _room(self) -> float:
        return self.width() - self._hall.px(_LEFT + 48)

    def _text_width(self) -> float:
        font = self._hall.font("display.text")
        gaps = self._hall.px(_BETWEEN) * (len(self._messages) - 1)
        return sum(width_of(font, text) for text in self._messages) + gaps

    def _restart(self) -> None:
        self._strip = None
        busy = self.isVisible() and (self.moves or (self._reduced and len(self._messages) > 1))
        if busy:
            self._clock.start()
            self._timer.start(_FRAME_MS if self.moves else 500)
        else:
            self._timer.stop()
        self.update()

    def _frame(self) -> None:
        self.advance(self._clock.restart())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._restart()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._restart()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        hall = self._hall
        painter.fillRect(self.rect(), hall.color("bar"))
        icon = hall.px(38)
        paint_icon(
            painter,
            "info",
            QRectF(hall.px(51), (self.height() - icon) / 2, icon, icon),
            hall.color("bar-icon"),
        )
        if not self._messages:
            return
        if not self.moves:
            font = hall.font("display.text")
            painter.setFont(font)
            painter.setPen(hall.color("text"))
            text = elided(font, self.page() if self._reduced else self._messages[0], self._room())
            painter.drawText(QPointF(hall.px(_LEFT), self.height() / 2 + cap_height(font) / 2), text)
            return
        strip = self._strip or self._paint_strip()
        self._strip = strip
        width = strip.deviceIndependentSize().width()
        painter.setClipRect(QRectF(hall.px(_LEFT), 0, self.width() - hall.px(_LEFT), self.height()))
        left = hall.px(_LEFT) - self.offset_px() % width
        while left < self.width():
            painter.drawPixmap(QPointF(left, 0), strip)
            left += width

    def _paint_strip(self) -> QPixmap:
        """All sentences in one picture, painted once: each frame only moves it."""
        hall, ratio = self._hall, self.devicePixelRatioF()
        font = hall.font("display.text")
        dot = hall.px(14)
        width = self._text_width() + hall.px(_BETWEEN)
        strip = QPixmap(max(1, round(width * ratio)), max(1, round(self.height() * ratio)))
        strip.setDevicePixelRatio(ratio)
        strip.fill(hall.color("bar"))
        painter = QPainter(strip)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.setFont(font)
        left, baseline = 0.0, self.height() / 2 + cap_height(font) / 2
        for text in self._messages:
            painter.setPen(hall.color("text"))
            painter.drawText(QPointF(left, baseline), text)
            left += width_of(font, text)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(hall.color("arrow"))
            painter.drawEllipse(
                QPointF(left + hall.px(_BETWEEN) / 2, self.height() / 2 + dot * 0.15), dot / 2, dot / 2
            )
            left += hall.px(_BETWEEN)
        painter.end()
        return strip

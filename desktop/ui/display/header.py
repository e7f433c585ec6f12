"""The display's header: mark, office, date, clock, and the mark for a missing voice. A widget of the display."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.display.hall import Hall, cap_height, draw, draw_right, elided, width_of
from desktop.ui.theme import paint_icon
from desktop.ui.widgets.paint import paint_box, paint_mark


class Header(QWidget):
    """One line on a wide screen, two on an upright one."""

    def __init__(self, hall: Hall, parent: QWidget) -> None:
        super().__init__(parent)
        self._hall = hall
        self._office = self._zone = self._clock_zone = ""
        self._moment: datetime | None = None
        self.sound = True
        self.text_rects: dict[str, QRectF] = {}

    def show_office(self, office: str, zone: str) -> None:
        """Name the office and the part of the hall."""
        if (office, zone) != (self._office, self._zone):
            self._office, self._zone = office, zone
            self.update()

    def show_clock(self, moment: datetime, zone: str) -> None:
        """Show a local moment with its zone's name."""
        self._moment, self._clock_zone = moment, zone
        self.update()

    def show_sound(self, available: bool) -> None:
        """Show or take away "Suara tidak tersedia"."""
        if available != self.sound:
            self.sound = available
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        hall = self._hall
        painter.fillRect(self.rect(), hall.color("bar"))
        self.text_rects = {}
        side, upright = hall.px(60), self.window().height() > self.window().width()
        middle = self.height() / 2
        paint_mark(
            painter, QRectF(hall.px(48), middle - side / 2, side, side), hall.color("text"), hall.color("bar")
        )
        right = self.width() - hall.px(48)
        first, second = (middle - hall.px(27), middle + hall.px(29)) if upright else (middle, middle)
        ends = self._paint_clock(painter, right, first, second, upright)
        self._paint_office(painter, hall.px(132), ends, first, second if upright else None)

    def _paint_clock(
        self, painter: QPainter, right: float, first: float, second: float, upright: bool
    ) -> float:
        """Paint clock, date and the sound's mark; returns how far to the right the office's name may go."""
        hall = self._hall
        big, small = hall.font("display.clock"), hall.font("display.text", 0.82)
        if self._moment is None:
            return right
        texts = hall.texts()
        clock = texts.time(self._moment, self._clock_zone)
        date = texts.date_weekday(self._moment.date())
        rects = self.text_rects
        rects["clock"] = draw_right(
            painter, big, hall.color("text"), right, first + cap_height(big) / 2, clock
        )
        ends = rects["clock"].left() - hall.px(42)
        if upright:
            baseline = second + cap_height(small) / 2
            rects["date"] = draw(painter, small, hall.color("muted"), hall.px(132), baseline, date)
        else:
            baseline = second + cap_height(small) / 2
            rects["date"] = draw_right(painter, small, hall.color("muted"), ends, baseline, date)
            ends = rects["date"].left() - hall.px(36)
        if self.sound:
            return ends
        self._paint_sound(painter, right if upright else ends, second)
        return ends if upright else rects["sound"].left() - hall.px(84)

    def _paint_sound(self, painter: QPainter, right: float, middle: float) -> None:
        """Icon and word in a quiet frame, right-aligned."""
        hall = self._hall
        font, icon = hall.font("display.heading", 0.66), hall.px(32)
        word = hall.text("display.no_sound")
        pad, height = hall.px(16), hall.px(48)
        width = width_of(font, word) + icon + hall.px(12) + 2 * pad
        box = QRectF(right - width, middle - height / 2, width, height)
        paint_box(
            painter, box, height / 2, hall.color("surface"), hall.color("bar-icon"), max(1.0, hall.px(2))
        )
        left = box.left() + pad
        paint_icon(painter, "volume-off", QRectF(left, middle - icon / 2, icon, icon), hall.color("bar-icon"))
        left += icon + hall.px(12)
        self.text_rects["sound"] = draw(
            painter, font, hall.color("text"), left, middle + cap_height(font) / 2, word
        )

    def _paint_office(
        self, painter: QPainter, left: float, right: float, first: float, second: float | None
    ) -> None:
        hall = self._hall
        font, light = hall.font("display.heading"), hall.font("display.text")
        name = elided(font, self._office, right - left)
        baseline = first + cap_height(font) / 2
        rect = self.text_rects["office"] = draw(painter, font, hall.color("text"), left, baseline, name)
        room = right - rect.right() - hall.px(44)
        if self._zone and room > hall.px(90):
            dot = hall.px(8)
            x = rect.right() + hall.px(22)
            painter.setBrush(hall.color("arrow"))
            painter.setPen(hall.color("arrow"))
            painter.drawEllipse(QRectF(x - dot / 2, first - dot / 2, dot, dot))
            zone = elided(light, self._zone, room)
            self.text_rects["zone"] = draw(
                painter, light, hall.color("muted"), x + hall.px(22), baseline, zone
            )

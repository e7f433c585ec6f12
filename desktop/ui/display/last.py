"""The last calls below or beside the card: number, arrow, counter. A widget of the display."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.ui.display.card import paint_arrow
from desktop.ui.display.hall import STEP, Hall, cap_height, draw, draw_right, width_of
from desktop.ui.display.state import Row
from desktop.ui.theme import paint_icon
from desktop.ui.widgets.paint import paint_box

_SIDE, _HEAD, _ARROW, _GAP = 45, 96, 50, 14
#: Figures never get smaller than this part of their size; a counter of more characters than two has a name,
#: which is set smaller than its number.
_LEAST, _FIGURES, _NAMED = 0.6, 2, 0.5
#: Three rows instead of five: as much larger as fits.
_LARGE = 1.36


class LastCalls(QWidget):
    """Paints up to five rows; who has not come yet stands there in amber, with icon and word."""

    def __init__(self, hall: Hall, parent: QWidget) -> None:
        super().__init__(parent)
        self._hall = hall
        self._rows: tuple[Row, ...] = ()
        self._count = 5
        self.text_rects: list[dict[str, QRectF]] = []

    def show_rows(self, rows: tuple[Row, ...], count: int) -> bool:
        """Show other rows; True where something changes."""
        if (rows, count) == (self._rows, self._count):
            return False
        self._rows, self._count = rows, count
        words = [
            self._hall.text("display.speech", number=row.label, counter=row.counter)
            + (f" ({self._hall.text('display.called')})" if row.called else "")
            for row in rows
        ]
        self.setAccessibleName("; ".join([self._hall.text("display.last_calls"), *words]))
        return True

    def factor(self) -> float:
        """How large the figures are: one size for all rows, by steps of 8 % until each fits."""
        factor = _LARGE if self._count < 5 else 1.0
        usual = [row for row in self._rows if len(row.counter) <= _FIGURES]
        while factor > _LEAST and not all(self._room(row, factor) >= 0 for row in usual):
            factor *= STEP
        return factor

    def _row_factor(self, row: Row, factor: float) -> float:
        """A counter with a name instead of a number makes only its own row smaller."""
        if len(row.counter) > _FIGURES:
            name = self._hall.font("display.last", _NAMED * factor)
            while factor > _LEAST and self._room(row, factor) < width_of(name, row.counter):
                factor *= STEP
                name = self._hall.font("display.last", _NAMED * factor)
        return factor

    def _room(self, row: Row, factor: float) -> float:
        """How many px a row has left over at a size; a counter with a name does not count."""
        hall = self._hall
        font = hall.font("display.last", factor)
        counter = "" if len(row.counter) > _FIGURES else row.counter
        between = max(hall.px(_ARROW), width_of(self._mark_font(), self._mark()) if row.called else 0.0)
        needed = width_of(font, row.label) + width_of(font, counter) + between + hall.px(2 * _GAP)
        return self.width() - 2 * hall.px(_SIDE) - needed

    def _counter_font(self, row: Row, factor: float) -> QFont:
        if len(row.counter) <= _FIGURES:
            return self._hall.font("display.last", factor)
        room, own = self._room(row, factor), _NAMED * factor
        while own > 0.15 and width_of(self._hall.font("display.last", own), row.counter) > room:
            own *= STEP
        return self._hall.font("display.last", own)

    def _mark(self) -> str:
        return self._hall.text("display.called")

    def _mark_font(self) -> QFont:
        return self._hall.font("display.heading", 0.7)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        hall = self._hall
        line_color = hall.color("arrow")
        line_color.setAlphaF(0.35)
        width = max(1.0, hall.px(2))
        paint_box(painter, QRectF(self.rect()), hall.px(24), hall.color("surface"), line_color, width)
        self._paint_head(painter)
        self.text_rects = []
        factor = self.factor()
        height = (self.height() - hall.px(_HEAD)) / self._count
        for number in range(self._count):
            top = hall.px(_HEAD) + number * height
            painter.setPen(QPen(line_color, width))
            painter.drawLine(QLineF(width, top, self.width() - width, top))
            if number < len(self._rows):
                self.text_rects.append(self._paint_row(painter, self._rows[number], top + height / 2, factor))

    def _paint_head(self, painter: QPainter) -> None:
        hall = self._hall
        font, small = hall.font("display.heading"), hall.font("display.text", 0.68)
        middle, icon, right = hall.px(_HEAD) / 2, hall.px(44), self.width() - hall.px(_SIDE)
        paint_icon(
            painter, "clock", QRectF(hall.px(_SIDE - 3), middle - icon / 2, icon, icon), hall.color("text")
        )
        both = len(hall.languages) > 1
        baseline = middle + cap_height(font) / 2 - (hall.px(16) if both else 0)
        text, muted = hall.color("text"), hall.color("muted")
        draw(painter, font, text, hall.px(_SIDE + 57), baseline, hall.text("display.last_calls"))
        draw_right(painter, font, text, right, baseline, hall.text("display.counter"))
        if both:
            below = baseline + hall.px(14) + cap_height(small)
            draw(painter, small, muted, hall.px(_SIDE + 57), below, hall.second("display.last_calls"))
            draw_right(painter, small, muted, right, below, hall.second("display.counter"))

    def _paint_row(self, painter: QPainter, row: Row, middle: float, factor: float) -> dict[str, QRectF]:
        hall = self._hall
        factor = self._row_factor(row, factor)
        font = hall.font("display.last", factor)
        color = hall.color("call" if row.called else "text")
        baseline = middle + cap_height(font) / 2
        counter_font, edge = self._counter_font(row, factor), self.width() - hall.px(_SIDE)
        counter_y = middle + cap_height(counter_font) / 2
        rects = {
            "number": draw(painter, font, color, hall.px(_SIDE), baseline, row.label),
            "counter": draw_right(painter, counter_font, color, edge, counter_y, row.counter),
        }
        # The arrows stand in one column unless a wide number or counter needs the room.
        least, most = rects["number"].right() + hall.px(_GAP), rects["counter"].left() - hall.px(_GAP)
        wide = width_of(self._mark_font(), self._mark()) if row.called else hall.px(_ARROW)
        usual = self.width() * 0.652
        center = min(max(usual, least + wide / 2), most - wide / 2)
        if not row.called:
            rects["arrow"] = paint_arrow(
                painter, hall.color("arrow"), QPointF(center, middle), hall.px(_ARROW)
            )
            return rects
        icon, mark_font = hall.px(50), self._mark_font()
        paint_icon(painter, "megaphone", QRectF(center - icon / 2, middle - hall.px(46), icon, icon), color)
        rects["mark"] = draw(
            painter,
            mark_font,
            color,
            center - wide / 2,
            middle + hall.px(18) + cap_height(mark_font),
            self._mark(),
        )
        return rects

"""The call card: the number that is called, the counter, and in quiet times a sentence. A widget of the display."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.ui.display.hall import STEP, Hall, cap_height, draw, draw_right, elided, width_of, wrapped
from desktop.ui.display.state import CardState, Notice
from desktop.ui.theme import paint_icon
from desktop.ui.theme.type import TYPE
from desktop.ui.widgets.paint import paint_box

_LEFT, _RIGHT, _ARROW, _GAP, _COLUMN = 60, 52, 74, 28, 264


def paint_arrow(painter: QPainter, color: QColor, center: QPointF, width: float) -> QRectF:
    """Paint the arrow from a number to its counter; returns its rectangle."""
    head = width * 0.32
    pen = QPen(color, width * 0.12)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = width * 0.06
    left, right = center.x() - width / 2 + inset, center.x() + width / 2 - inset
    painter.drawLine(QPointF(left, center.y()), QPointF(right, center.y()))
    painter.drawPolyline(
        [
            QPointF(right - head, center.y() - head),
            QPointF(right, center.y()),
            QPointF(right - head, center.y() + head),
        ]
    )
    return QRectF(left, center.y() - head, right - left, 2 * head)


class CallCard(QWidget):
    """Paints one `CardState` or one `Notice`; remembers where each text stood."""

    def __init__(self, hall: Hall, parent: QWidget) -> None:
        super().__init__(parent)
        self._hall = hall
        self._card: CardState | None = None
        self._notice: Notice | None = None
        self._white = False
        self.text_rects: dict[str, QRectF] = {}
        self.after_paint: Callable[[], None] = lambda: None

    @property
    def amber(self) -> bool:
        """Whether it is amber at this moment."""
        return self._card is not None and self._card.lit and not self._white

    def show_state(self, card: CardState | None, notice: Notice | None) -> bool:
        """Show another call or sentence; True where something changes."""
        if (card, notice) == (self._card, self._notice):
            return False
        self._card, self._notice = card, notice
        self._describe()
        return True

    def show_flash(self, white: bool) -> None:
        """White for half a second, or amber again."""
        if white != self._white:
            self._white = white
            if self._card is not None and self._card.lit:
                self.repaint()

    def notice_words(self) -> tuple[str, str]:
        """Heading and sentence of the notice, in the main language."""
        return self._notice_in(self._hall.language)

    def _notice_in(self, language: str) -> tuple[str, str]:
        notice = self._notice
        if notice is None:
            return "", ""
        texts = self._hall.texts(language)
        args: dict[str, object] = {"name": notice.name.in_language(language), "time": "", "day": ""}
        if notice.at is not None:
            args["time"] = texts.time(notice.at)
            args["day"] = texts.date_weekday(notice.at.date())
        heading = self._hall.text(notice.heading, language, **args)
        return heading, self._hall.text(notice.sentence, language, **args) if notice.sentence else ""

    def _describe(self) -> None:
        card = self._card
        if card is None:
            self.setAccessibleName(" ".join(self.notice_words()).strip())
            return
        title = self._hall.text("display.now_called" if card.lit else "display.last_called")
        spoken = self._hall.text("display.speech", number=card.label, counter=card.counter)
        self.setAccessibleName(f"{title}: {spoken}")

    # --- painting --------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        hall = self._hall
        self.text_rects = {}
        paint_box(painter, QRectF(self.rect()), hall.px(24), hall.color("call" if self.amber else "rest"))
        if self._card is not None:
            self._paint_call(painter, self._card)
        elif self._notice is not None:
            self._paint_notice(painter)
        painter.end()
        self.after_paint()

    def _paint_call(self, painter: QPainter, card: CardState) -> None:
        hall = self._hall
        base = "call" if self.amber else "rest"
        text, second = hall.color(f"{base}-text"), hall.color(f"{base}-second")
        self._paint_head(painter, card, text, second)
        left, right = hall.px(_LEFT), self.width() - hall.px(_RIGHT)
        factor = self._factor(card, right - left)
        number_font = hall.font("display.call", factor)
        counter_font = self._counter_font(card, factor, right - left)
        label_font = hall.font("display.heading", 1.5 * factor)
        label = hall.text("display.counter")
        own = max(width_of(counter_font, card.counter), width_of(label_font, label))
        number_width = width_of(number_font, card.label)
        room = right - left - number_width - hall.px(_ARROW * factor + 2 * _GAP)
        column = max(own, min(hall.px(_COLUMN) * factor, room))
        middle = self.height() * 0.567
        rects = self.text_rects
        rects["number"] = draw(
            painter, number_font, text, left, middle + cap_height(number_font) / 2, card.label
        )
        arrow_middle = (left + number_width + right - column) / 2
        rects["arrow"] = paint_arrow(painter, text, QPointF(arrow_middle, middle), hall.px(_ARROW) * factor)
        center = right - column / 2
        label_y = middle - hall.px(96) * factor + cap_height(label_font) / 2
        rects["label"] = draw(
            painter, label_font, text, center - width_of(label_font, label) / 2, label_y, label
        )
        counter_y = middle + hall.px(32) * factor + cap_height(counter_font) / 2
        rects["counter"] = draw(
            painter,
            counter_font,
            text,
            center - width_of(counter_font, card.counter) / 2,
            counter_y,
            card.counter,
        )
        if other := hall.second("display.counter"):
            font = hall.font("display.heading", 0.95 * factor)
            baseline = counter_y + hall.px(30) + cap_height(font)
            rects["label_2"] = draw(
                painter, font, second, center - width_of(font, other) / 2, baseline, other
            )

    def _factor(self, card: CardState, width: float) -> float:
        """How large the call is: steps of 8 % until it fits, never smaller than the list's figures."""
        hall = self._hall
        least = TYPE["display.last"].size_pt / TYPE["display.call"].size_pt
        factor = 1.0
        while factor * STEP >= least:
            needed = width_of(hall.font("display.call", factor), card.label)
            needed += max(
                width_of(hall.font("display.call_counter", factor), card.counter),
                width_of(hall.font("display.heading", 1.5 * factor), hall.text("display.counter")),
            )
            if needed + hall.px(_ARROW * factor + 2 * _GAP) <= width:
                break
            factor *= STEP
        return factor

    def _counter_font(self, card: CardState, factor: float, width: float) -> QFont:
        """The counter's figures; a counter with a name instead of a number shrinks alone."""
        hall = self._hall
        room = (
            width
            - width_of(hall.font("display.call", factor), card.label)
            - hall.px(_ARROW * factor + 2 * _GAP)
        )
        own = factor
        while own > 0.15 and width_of(hall.font("display.call_counter", own), card.counter) > room:
            own *= STEP
        return hall.font("display.call_counter", own)

    def _paint_head(self, painter: QPainter, card: CardState, text: QColor, second: QColor) -> None:
        hall = self._hall
        icon = hall.px(56)
        middle, right = hall.px(70), self.width() - hall.px(_RIGHT)
        paint_icon(
            painter,
            "megaphone" if card.lit else "clock",
            QRectF(hall.px(54), middle - icon / 2, icon, icon),
            text,
        )
        code = self._side(card)
        side_font = hall.font("display.heading", 0.95)
        title_font = hall.font("display.heading", 1.22)
        title_code = "display.now_called" if card.lit else "display.last_called"
        title = hall.text(title_code)
        room = right - hall.px(132) - width_of(title_font, title) - hall.px(32)
        words = hall.text(code, times=card.times) if code else card.group.in_language(hall.language)
        title_y = middle + cap_height(title_font) / 2
        self.text_rects["title"] = draw(painter, title_font, text, hall.px(132), title_y, title)
        self.text_rects["side"] = draw_right(
            painter,
            side_font,
            second,
            right,
            middle + cap_height(side_font) / 2,
            elided(side_font, words, room),
        )
        if other := hall.second(title_code):
            small = hall.font("display.text", 0.79)
            baseline = title_y + hall.px(20) + cap_height(small)
            self.text_rects["title_2"] = draw(painter, small, second, hall.px(132), baseline, other)
            words = hall.second(code, times=card.times) if code else card.group.in_language(hall.languages[1])
            self.text_rects["side_2"] = draw_right(
                painter, small, second, right, baseline, elided(small, words, self.width() / 2)
            )

    @staticmethod
    def _side(card: CardState) -> str:
        """The code of "Panggilan kedua" on a repeated call, else ""."""
        if not card.lit or card.times < 2:
            return ""
        return {2: "display.second_call", 3: "display.third_call"}.get(card.times, "display.later_call")

    def _paint_notice(self, painter: QPainter) -> None:
        hall = self._hall
        assert self._notice is not None
        width = self.width() - hall.px(120)
        heading_font, small_font = hall.font("display.heading", 1.75, 700), hall.font("display.text")
        lines: list[tuple[str, QFont, float, QColor]] = []
        for number, language in enumerate(hall.languages):
            heading, sentence = self._notice_in(language)
            font = heading_font if number == 0 else hall.font("display.heading", 1.1)
            step = hall.px(78 if number == 0 else 56)
            color = hall.color("rest-text" if number == 0 else "rest-second")
            lines += [(line, font, step, color) for line in wrapped(font, heading, width, 2)]
            if sentence and number == 0:
                rest = hall.color("rest-second")
                lines += [
                    (line, small_font, hall.px(52), rest) for line in wrapped(small_font, sentence, width, 2)
                ]
        icon = hall.px(84)
        y = (self.height() - icon - hall.px(20) - sum(line[2] for line in lines)) / 2
        paint_icon(
            painter,
            self._notice.icon,
            QRectF((self.width() - icon) / 2, y, icon, icon),
            hall.color("rest-second"),
        )
        y += icon + hall.px(20)
        for number, (line, font, step, color) in enumerate(lines):
            baseline = y + step / 2 + cap_height(font) / 2
            left = (self.width() - width_of(font, line)) / 2
            self.text_rects[f"notice_{number}"] = draw(painter, font, color, left, baseline, line)
            y += step

"""The poster card: the standard of one service. A widget of the display."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.ui.display.hall import STEP, Hall, cap_height, draw, elided, width_of
from desktop.ui.display.state import PosterState
from desktop.ui.theme import paint_icon
from desktop.ui.widgets.paint import paint_box

_PROMISES = {
    "working_day": ("display.working_day", "display.working_day_more"),
    "hour": ("display.hour", "display.hour_more"),
    "minute": ("display.minute", "display.minute_more"),
}


class PosterCard(QWidget):
    """Paints one `PosterState`; without one it stays the canvas."""

    def __init__(self, hall: Hall, parent: QWidget) -> None:
        super().__init__(parent)
        self._hall = hall
        self.poster: PosterState | None = None
        self.text_rects: dict[str, QRectF] = {}

    def show_poster(self, poster: PosterState | None) -> None:
        """Show another poster, at once."""
        self.poster = poster
        self.setAccessibleName("" if poster is None else poster.name)
        self.update()

    def facts(self) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
        """Promise and fee as (label, value, small print)."""
        poster, hall = self.poster, self._hall
        assert poster is not None
        language = poster.language
        promise = ("", "", "")
        codes = _PROMISES.get(poster.promise_unit)
        if poster.promise_value and codes is not None:
            promise = (
                hall.text("display.done_in", language),
                hall.text(codes[0], language, count=poster.promise_value),
                hall.text(codes[1], language, count=poster.promise_value),
            )
        fee_label = hall.text("display.fee", language)
        if poster.fee_amount == 0:
            fee = (fee_label, hall.text("display.free", language), hall.text("display.free_more", language))
        elif poster.fee_amount is not None:
            money = hall.texts(language).money(poster.fee_amount)
            fee = (fee_label, money, hall.text("display.fee_official", language))
        else:
            fee = (
                fee_label,
                hall.text("display.fee_depends", language),
                hall.text("display.fee_ask", language),
            )
        return promise, fee

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.poster is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        hall = self._hall
        paint_box(painter, QRectF(self.rect()), hall.px(24), hall.color("poster"))
        self.text_rects = {}
        middle = self.height() / 2
        promise, fee = self.facts()
        right = float(self.width())
        for name, fact in (("fee", fee), ("promise", promise)):
            if fact[1]:
                right = self._paint_fact(painter, name, fact, right, middle)
        self._paint_service(painter, self.poster, right - hall.px(32), middle)

    def _paint_fact(
        self, painter: QPainter, name: str, fact: tuple[str, str, str], right: float, middle: float
    ) -> float:
        """Paint one fact at the right; returns where its line stands."""
        hall = self._hall
        text, second = hall.color("poster-text"), hall.color("poster-second")
        small = hall.font("display.text", 0.74)
        factor = 1.37
        value_font = hall.font("display.heading", factor, 700)
        while width_of(value_font, fact[1]) > hall.px(230) and factor > 0.8:
            factor *= STEP
            value_font = hall.font("display.heading", factor, 700)
        width = max(width_of(value_font, fact[1]), width_of(small, fact[0]), width_of(small, fact[2]))
        left = right - hall.px(48 if name == "fee" else 40) - width
        for part, font, color, at in (
            (fact[0], small, second, -52),
            (fact[1], value_font, text, 0),
            (fact[2], small, second, 54),
        ):
            rect = draw(painter, font, color, left, middle + hall.px(at) + cap_height(font) / 2, part)
            self.text_rects[f"{name}_{at}"] = rect
        line = left - hall.px(36)
        pen_color = hall.color("poster-second")
        pen_color.setAlphaF(0.3)
        painter.setPen(QPen(pen_color, max(1.0, hall.px(2))))
        painter.drawLine(QLineF(line, middle - hall.px(72), line, middle + hall.px(72)))
        return line

    def _paint_service(self, painter: QPainter, poster: PosterState, right: float, middle: float) -> None:
        hall = self._hall
        text, second = hall.color("poster-text"), hall.color("poster-second")
        left = hall.px(48)
        label_font, small = hall.font("display.heading", 0.79), hall.font("display.text", 0.79)
        factor, name_font = 1.32, hall.font("display.heading", 1.32, 700)
        while width_of(name_font, poster.name) > right - left and factor > 0.9:
            factor *= STEP
            name_font = hall.font("display.heading", factor, 700)
        papers = [self._paper(name, short, small, right - left) for name, short in poster.papers[:2]]
        # Fewer papers: the rest moves down a little, so that the card stays balanced.
        shift = hall.px({0: 38, 1: 19}.get(len(papers), 0))
        icon, y = hall.px(34), middle - hall.px(75) + shift
        paint_icon(painter, "file", QRectF(left, y - icon / 2, icon, icon), second)
        label = hall.text("display.standard", poster.language)
        baseline = y + cap_height(label_font) / 2
        self.text_rects["standard"] = draw(painter, label_font, second, left + hall.px(48), baseline, label)
        baseline = middle - hall.px(17) + shift + cap_height(name_font) / 2
        name = elided(name_font, poster.name, right - left)
        self.text_rects["name"] = draw(painter, name_font, text, left, baseline, name)
        for number, paper in enumerate(papers):
            baseline = middle + hall.px(39 + 40 * number) + shift + cap_height(small) / 2
            self.text_rects[f"paper_{number}"] = draw(painter, small, text, left, baseline, paper)

    @staticmethod
    def _paper(name: str, short: str, font: QFont, width: float) -> str:
        """The full name of a paper, its short one where only that fits, else the full one cut."""
        if width_of(font, name) > width and short and width_of(font, short) <= width:
            return short
        return elided(font, name, width)

"""The large tiles of the kiosk: a group, a service, a page, a reason; painted whole from a `TileState`."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.kiosk.look import Look
from desktop.ui.kiosk.press import Press
from desktop.ui.kiosk.states import TileState
from desktop.ui.theme import paint_icon
from desktop.ui.widgets.paint import paint_box

_WORD_WRAP = QTextOption.WrapMode.WordWrap
_TIGHT = 0.87
"""Lines of a tile's name stand closer than those of running text."""


def wrapped(text: str, font: QFont, width: float) -> list[str]:
    """The lines of a text at a width; a word that is longer than a line stays whole."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(_WORD_WRAP)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(width, 1))
        lines.append(text[line.textStart() : line.textStart() + line.textLength()].strip())
    layout.endLayout()
    return lines or [""]


class Tile(Press):
    """A tile. Landscape: badge left, words beside it. Portrait: badge above. Pictures: icon above the word.

    Args:
        look: the look; a tile is built anew when its kind changes.
        state: what it says; `set_state` changes it in place.
        upright: badge above the words, as on the portrait start.
        picture: a large icon above centred words, for the reasons.
        row: a service: no badge, an arrow at the right.
    """

    def __init__(self, look: Look, state: TileState, *, upright: bool = False, picture: bool = False,
                 row: bool = False, parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(look, state.action, state.value, parent)
        self.radius = 18
        self._upright, self._pictured, self._row = upright, picture, row
        self._state = state
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.set_state(state)

    @property
    def state(self) -> TileState:
        """What it says."""
        return self._state

    def set_state(self, state: TileState) -> None:
        """Say something else; the tile stays where it is, and keeps the focus."""
        self._state = state
        self.action, self.value = state.action, state.value
        look = self.look
        second = " ".join(part for part in (look.say(state.strong), look.say(state.line)) if part)
        self.setText(look.say(state.title))
        letter = state.badge if state.badge.isalpha() else ""
        self.setAccessibleName(" ".join(part for part in (letter, self.text()) if part))
        self.setAccessibleDescription(second)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(400), self.look.px(200))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.px(200), self.look.px(96))

    # look

    def _colors(self) -> tuple[QColor, QColor, QColor, QColor]:
        """Fill, frame, ink and second ink."""
        theme, kind = self.look.theme, self._state.kind
        if self.lit:
            ink = theme.color("on-accent")
            return theme.color("accent-hover" if self.isDown() else "accent"), theme.color("accent"), ink, ink
        if kind == "closed":
            muted = theme.color("muted")
            return theme.color("sunken"), theme.color("border"), muted, muted
        fill = theme.color("accent-soft" if self.isDown() else "surface")
        if kind == "priority":
            look = theme.state("priority")
            if self._state.chosen:
                return look.text, look.text, look.fill, look.fill
            return look.fill, look.text, look.text, theme.color("text") if theme.high_contrast else look.text
        return fill, theme.color("edge"), theme.color("text"), theme.color("muted")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        look, rect = self.look, QRectF(self.rect())
        fill, frame, ink, second = self._colors()
        paint_box(painter, rect, look.px(self.radius), fill, frame, look.frame())
        if self._pictured:
            self._paint_pictured(painter, rect, ink)
        elif self._upright and not look.large:
            self._paint_upright(painter, rect, ink, second)
        else:
            self._paint_across(painter, rect, ink, second)

    def _paint_across(self, painter: QPainter, rect: QRectF, ink: QColor, second: QColor) -> None:
        look, state = self.look, self._state
        left = look.px(38 if look.large else 30)
        sign = str(self.number) if look.large and self.number else state.badge
        if sign and not (self._row and not look.large):
            side = look.px(104 if look.large else 88)
            self._paint_badge(painter, QRectF(left, rect.center().y() - side / 2, side, side), sign, ink)
            left += side + look.px(32 if look.large else 26)
        right = rect.right() - look.px(24)
        picture = state.picture if look.large or self._row else ""
        if state.kind == "page":
            picture = "chevron-right"
        if picture:
            side = look.px(76 if look.large else 40)
            right -= side + look.px(24 if look.large else 8)
            paint_icon(painter, picture, QRectF(right, rect.center().y() - side / 2, side, side), ink)
            right -= look.px(16)
        room = QRectF(left, rect.y(), right - left, rect.height())
        height = self._height_of_words(room.width())
        self._paint_words(painter, room, rect.center().y() - height / 2, ink, second)

    def _paint_upright(self, painter: QPainter, rect: QRectF, ink: QColor, second: QColor) -> None:
        look, state = self.look, self._state
        side, left, top = look.px(56), look.px(26), look.px(20)
        sign = state.badge
        if sign:
            self._paint_badge(painter, QRectF(left, top, side, side), sign, ink)
            top += side + look.px(10)
        room = QRectF(left, rect.y(), rect.width() - 2 * left, rect.height())
        line_height = QFontMetricsF(look.font("second")).height()
        bottom = rect.bottom() - look.px(16) - line_height
        self._paint_words(painter, room, top, ink, second, second_top=bottom)

    def _paint_pictured(self, painter: QPainter, rect: QRectF, ink: QColor) -> None:
        look, font = self.look, self.look.font("tile")
        side = look.px(190 if look.portrait else 164)
        metrics = QFontMetricsF(font)
        lines = wrapped(self.text(), font, rect.width() - look.px(48))
        height = side + look.px(24) + len(lines) * metrics.lineSpacing()
        top = rect.center().y() - height / 2
        accent = ink if self.lit else look.theme.state("priority").plain
        paint_icon(
            painter, self._state.picture, QRectF(rect.center().x() - side / 2, top, side, side), accent
        )
        painter.setFont(font)
        painter.setPen(ink)
        top += side + look.px(24)
        for line in lines:
            painter.drawText(
                QRectF(0, top, rect.width(), metrics.lineSpacing()), Qt.AlignmentFlag.AlignHCenter, line
            )
            top += metrics.lineSpacing()
        if look.large and self.number:
            box = look.px(72)
            self._paint_badge(painter, QRectF(look.px(28), look.px(28), box, box), str(self.number), ink)

    def _paint_badge(self, painter: QPainter, box: QRectF, sign: str, ink: QColor) -> None:
        look, theme = self.look, self.look.theme
        closed = self._state.kind == "closed"
        if look.large or theme.high_contrast:
            paint_box(painter, box, look.px(14), None, ink, look.theme.line(3))
            letter = ink
        elif self.lit:
            paint_box(painter, box, look.px(14), theme.color("accent-hover"))
            letter = ink
        else:
            paint_box(painter, box, look.px(14), theme.color("canvas" if closed else "accent-soft"))
            letter = theme.color("muted" if closed else "accent-text")
        if not sign[0].isalnum():
            side = box.width() * 0.5
            inner = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
            paint_icon(painter, "menu", inner, letter)
            return
        font = look.theme.font("kiosk.heading", weight=700)
        font.setPixelSize(max(8, int(box.height() * 0.64)))
        painter.setFont(font)
        painter.setPen(letter)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, sign)

    def _title_font(self, width: float) -> QFont:
        """In large type a name that nearly fits its line becomes a little smaller; else it takes two lines."""
        look = self.look
        if look.large:
            for factor in (1.0, 0.93, 0.86):
                font = look.font("tile", factor=factor)
                if QFontMetricsF(font).horizontalAdvance(self.text()) <= width:
                    return font
            return look.font("tile", factor=0.9)
        return look.font("tile")

    def _height_of_words(self, width: float) -> float:
        look, font = self.look, self._title_font(width)
        height = len(wrapped(self.text(), font, width)) * QFontMetricsF(font).lineSpacing() * _TIGHT
        if self._state.line is not None or self._state.strong is not None:
            height += (
                look.px(8) + len(self._second_lines(width)) * QFontMetricsF(look.font("second")).height()
            )
        return height

    def _second_lines(self, width: float) -> list[str]:
        """The second line; on a service's row it may take two, because a fee needs its words."""
        look, font = self.look, self.look.font("second")
        if self._state.icon:
            width -= look.px(40 if look.large else 27) + look.px(13)
        if self._state.strong is not None:
            width -= QFontMetricsF(font).horizontalAdvance(look.say(self._state.strong)) + look.px(16)
        text, metrics = look.say(self._state.line), QFontMetricsF(font)
        lines = wrapped(text, font, width) if self._row and not look.large else [text]
        if len(lines) > 1:
            lines = [lines[0], text[len(lines[0]) :].strip()]
        return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, width + 2) for line in lines]

    def _paint_words(self, painter: QPainter, room: QRectF, top: float, ink: QColor, second: QColor,
                     second_top: float | None = None) -> None:  # fmt: skip
        look, state = self.look, self._state
        font = self._title_font(room.width())
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(ink)
        for line in wrapped(self.text(), font, room.width()):
            painter.drawText(QPointF(room.x(), top + metrics.ascent() * 0.94), line)
            top += metrics.lineSpacing() * _TIGHT
        if state.line is None and state.strong is None:
            return
        font = look.font("second")
        metrics = QFontMetricsF(font)
        top = second_top if second_top is not None else top + look.px(8)
        left = room.x()
        painter.setPen(second)
        if state.icon:
            side = look.px(40 if look.large else 27)
            box = QRectF(left, top + metrics.height() / 2 - side / 2, side, side)
            paint_icon(painter, state.icon, box, second)
            left += side + look.px(13)
        if state.strong is not None:
            bold = look.font("second", weight=600)
            strong = look.say(state.strong)
            painter.setFont(bold)
            painter.drawText(QPointF(left, top + metrics.ascent()), strong)
            left += QFontMetricsF(bold).horizontalAdvance(strong) + look.px(12)
        painter.setFont(font)
        for line in self._second_lines(room.width()):
            painter.drawText(QPointF(left, top + metrics.ascent()), line)
            top += metrics.height()

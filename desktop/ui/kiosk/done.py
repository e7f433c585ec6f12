"""The last screen: the number, who is before it, what to do now; and the screens without a number."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.kiosk.brand import Brand
from desktop.ui.kiosk.look import Look
from desktop.ui.kiosk.parts import CENTER, Page, Tools, margins
from desktop.ui.kiosk.states import DoneState, RestState, Say, Screen, WaitState
from desktop.ui.theme import paint_icon
from desktop.ui.widgets import Card, IconLabel, IconText, Label, Line
from desktop.ui.widgets.paint import paint_box

#: Slip -> (icon, colour, text)
_HEADS = {
    "printing": ("printer", "accent-text", "kiosk.printing"),
    "printed": ("check-circle", "state:done", "kiosk.printed"),
    "no_paper": ("warning", "state:late", "kiosk.no_paper"),
    "not_printed": ("warning", "state:late", "kiosk.not_printed"),
}
_RIGHT = ("time", "finish")


def in_sentence(item: str) -> str:
    """A paper's name within a sentence: a small first letter, but for abbreviations."""
    return item[:1].lower() + item[1:] if item[1:2].islower() else item


class Number(QWidget):
    """The ticket's number, as large as there is room; never wrapped."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._text = look, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_text(self, text: str) -> None:
        """Show this number; read out sign by sign."""
        self._text = text
        self.setAccessibleName(" ".join(text))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(640), self._look.px(280))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(300), self._look.px(200))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        font = self._look.font("ticket")
        metrics = QFontMetricsF(font)
        most = min(
            self.width() / max(metrics.horizontalAdvance(self._text), 1), self.height() / metrics.capHeight()
        )
        if most < 1:
            font.setPixelSize(max(8, int(font.pixelSize() * most)))
        painter.setFont(font)
        painter.setPen(self._look.theme.color("text"))
        painter.drawText(self.rect(), CENTER | Qt.TextFlag.TextDontClip, self._text)


class Step(QWidget):
    """An instruction: icon on accent-soft, and a sentence."""

    def __init__(self, look: Look, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = _Badge(look, icon)
        self._label = Label(
            look.theme, "", look.role("text"), "text", wrap=True, factor=1.1 if not look.large else 1
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(28))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._label, 1)

    def set_text(self, text: str) -> None:
        """Say what to do."""
        self._label.setText(text)


class _Badge(QWidget):
    def __init__(self, look: Look, icon: str) -> None:
        super().__init__()
        self._look, self._icon = look, icon
        self.setFixedSize(look.px(80), look.px(80))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme = self._look, self._look.theme
        painter = QPainter(self)
        rect, side = QRectF(self.rect()), look.px(38)
        frame = theme.color("border") if theme.high_contrast else None
        paint_box(painter, rect, look.px(14), theme.color("accent-soft"), frame, theme.line(2))
        box = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
        paint_icon(painter, self._icon, box, theme.color("accent-text"))


class Figure(QWidget):
    """A figure over its word."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure = Label(look.theme, "", look.role("heading"), "text", align=CENTER, weight=700)
        factor = 0.8 if look.large else 1.08
        self._word = Label(look.theme, "", look.role("second"), "muted", align=CENTER, factor=factor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(4))
        column.addWidget(self._figure)
        column.addWidget(self._word)

    def set(self, figure: str, word: str) -> None:
        """Show both."""
        self._figure.setText(figure)
        self._word.setText(word)


class DonePage(Page):
    """Number card left, three instructions right, tools and countdown below."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        theme = look.theme
        column = QVBoxLayout(self)
        side = look.px(40 if look.portrait else 72)
        column.setContentsMargins(side, look.px(56), side, look.px(48))
        column.setSpacing(look.px(46))
        body = QBoxLayout(
            QBoxLayout.Direction.TopToBottom if look.portrait else QBoxLayout.Direction.LeftToRight
        )
        body.setSpacing(look.px(72))
        body.addWidget(self._card(), 8)
        body.addLayout(self._steps(), 9)
        column.addLayout(body, 1)
        foot = QHBoxLayout()
        foot.setSpacing(look.px(12 if look.portrait else 20))
        self._left, self.tools = Tools(look, self, natural=True), Tools(look, self, natural=True)
        self._returns = Label(theme, "", look.role("second"), "muted", factor=0.8 if look.large else 1.0,
                              align=Qt.AlignmentFlag.AlignRight)  # fmt: skip
        self._seconds = Label(theme, "", look.role("second"), "text", weight=700, factor=0.8 if look.large else 1.0,
                              align=Qt.AlignmentFlag.AlignRight)  # fmt: skip
        clock = QVBoxLayout()
        clock.setSpacing(0)
        clock.addStretch(1)
        clock.addWidget(self._returns)
        clock.addWidget(self._seconds)
        clock.addStretch(1)
        foot.addWidget(self._left)
        foot.addStretch(1)
        foot.addLayout(clock)
        foot.addWidget(self.tools)
        column.addLayout(foot)

    def _card(self) -> Card:
        look, theme = self.look, self.look.theme
        card = Card(theme, padding=None, radius=24, frame_width=2)
        self._title = Label(theme, "", look.role("text"), "muted", align=CENTER)
        self.number = Number(look)
        self._service = Label(theme, "", look.role("tile"), "text", align=CENTER, wrap=True)
        self._ahead, self._minutes = Figure(look), Figure(look)
        self._between = Line(theme, vertical=True)
        column = QVBoxLayout(card)
        column.setContentsMargins(look.px(56), look.px(44), look.px(56), look.px(40))
        column.setSpacing(look.px(16))
        column.addWidget(self._title)
        column.addWidget(self.number, 1)
        column.addWidget(self._service)
        column.addSpacing(look.px(24))
        column.addWidget(Line(theme))
        column.addSpacing(look.px(8))
        figures = QHBoxLayout()
        figures.setSpacing(look.px(16))
        figures.addWidget(self._ahead, 1)
        figures.addWidget(self._between)
        figures.addWidget(self._minutes, 1)
        column.addLayout(figures)
        return card

    def _steps(self) -> QVBoxLayout:
        look, theme = self.look, self.look.theme
        self._mark = IconLabel(theme, "check-circle", 64)
        self._head = Label(theme, "", look.role("heading"), "text", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(look.px(28))
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._head, 1)
        self._paper, self._watch, self._bring = (
            Step(look, "arrow-down"),
            Step(look, "screen"),
            Step(look, "file"),
        )
        self._fetch = IconText(
            theme, "bell", "", look.role("second"), "muted", icon_size=38, gap=18, wrap=True
        )
        column = QVBoxLayout()
        column.setSpacing(look.px(28))
        column.addStretch(1)
        column.addLayout(head)
        column.addSpacing(look.px(8))
        for step in (self._paper, self._watch, self._bring):
            column.addWidget(step)
        column.addSpacing(look.px(16))
        column.addWidget(self._fetch)
        column.addStretch(1)
        return column

    def render_screen(self, screen: Screen) -> None:
        body = screen.body
        assert isinstance(body, DoneState)
        look, texts = self.look, self.look.texts
        self._title.setText(texts.text("kiosk.your_number"))
        self.number.set_text(body.number)
        self._service.setText(body.service)
        if body.slot is not None:
            self._ahead.set(look.when(body.slot), texts.text("kiosk.slot"))
        elif body.people_ahead is not None:
            self._ahead.set(str(body.people_ahead), texts.text("kiosk.people_ahead", count=body.people_ahead))
        told = body.low_min is not None and body.high_min is not None and body.high_min > 0
        self._minutes.setVisible(told)
        self._between.setVisible(told)
        if body.low_min is not None and body.high_min is not None:
            span = texts.span(body.low_min, body.high_min)
            if body.low_min == 0:
                span = texts.text("kiosk.under_minutes", minutes=max(body.high_min, 1))
            self._minutes.set(span, texts.text("kiosk.minutes_waiting"))
        icon, color, head = _HEADS[body.slip]
        self._head.setText(texts.text(head))
        self._mark.set_icon(icon, color)
        paper = body.slip in ("printing", "printed")
        self._paper.setVisible(paper)
        self._paper.set_text(texts.text("kiosk.take_paper"))
        self._watch.set_text(texts.text("kiosk.watch"))
        items = [in_sentence(item) for item in body.bring[:3]]
        self._bring.set_text(look.say(Say("kiosk.bring", {"items": texts.items(items)})) if items
                             else texts.text("kiosk.bring_nothing"))  # fmt: skip
        self._fetch.set(look.say(body.note) or texts.text("kiosk.fetch"), "info" if body.note else "bell")
        self._returns.setText(texts.text("kiosk.returns_in"))
        self._seconds.setText(texts.text("kiosk.seconds", count=body.seconds))
        self._left.set_tools([name for name in screen.tools if name not in _RIGHT])
        self.tools.set_tools([name for name in screen.tools if name in _RIGHT])

    def first(self) -> QWidget | None:
        return self.tools.shown.get("finish")


class RestPage(Page):
    """Closed, on a break, numbers gone, or out of order: an icon, a heading, a sentence."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        theme = look.theme
        self._brand = Brand(look, self, with_choices=False)
        self._icon = IconLabel(theme, "lock", 96, "muted")
        self._heading = Label(theme, "", look.role("heading"), "text", align=CENTER, wrap=True)
        self._sentence = Label(theme, "", look.role("text"), "muted", align=CENTER, wrap=True, factor=1.15)
        self.tools = Tools(look, self)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        outer = QBoxLayout(down if look.portrait else across, self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._brand)
        column = QVBoxLayout()
        column.setContentsMargins(*margins(look))
        column.setSpacing(look.px(24))
        column.addStretch(1)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._heading)
        column.addWidget(self._sentence)
        column.addStretch(1)
        column.addWidget(self.tools)
        outer.addLayout(column, 1)

    def render_screen(self, screen: Screen) -> None:
        look, body = self.look, screen.body
        self._brand.setVisible(bool(screen.office))
        self._brand.render_screen(screen)
        if isinstance(body, WaitState):
            self._icon.set_icon("hourglass", "muted")
            self._heading.setText(look.say(body.text))
            self._sentence.setText("")
        else:
            assert isinstance(body, RestState)
            self._icon.set_icon(body.icon, "state:late" if body.fault else "muted")
            self._heading.setText(look.say(body.heading))
            self._sentence.setText(look.say(body.sentence))
        self.tools.set_tools(screen.tools)

    def first(self) -> QWidget | None:
        return next(iter(self.tools.shown.values()), None)

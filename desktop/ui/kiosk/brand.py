"""The brand panel of the start: whose office, welcome, priority in one tap, appointments, free of charge, time."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.kiosk.look import Look
from desktop.ui.kiosk.parts import Page
from desktop.ui.kiosk.press import Press
from desktop.ui.kiosk.states import HomeState, Screen
from desktop.ui.kiosk.tiles import wrapped
from desktop.ui.theme import paint_icon
from desktop.ui.widgets import IconText, Label, Line, Mark
from desktop.ui.widgets.paint import paint_box


class PriorityButton(Press):
    """Priority in one tap, without proof; again to take it back."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "priority", "", parent)
        self._chosen = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_chosen(self, chosen: bool) -> None:
        """Show whether priority is on."""
        self._chosen = chosen
        self.setText(self.look.texts.text("kiosk.priority_on" if chosen else "kiosk.priority"))
        line = "kiosk.priority_undo" if chosen else "kiosk.priority_line"
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(self.look.texts.text(line))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(472), self.look.px(146 if self.look.portrait else 184))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme = self.look, self.look.theme
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        state = theme.state("priority")
        ink, fill = state.text, state.fill
        if self.lit or self._chosen:
            ink, fill = state.fill, state.text
        rect = QRectF(self.rect())
        frame = state.fill if self._chosen else state.text
        paint_box(painter, rect, look.px(18), fill, frame, look.theme.line(3))
        factor = 1.06 if look.portrait else 0.9
        title, line = look.font("tile", factor=factor, weight=700), look.font("second")
        high, low = QFontMetricsF(title), QFontMetricsF(line)
        side = look.px(56 if look.portrait else 46)
        left = look.px(34 if look.portrait else 30)
        beside = left + side + look.px(28 if look.portrait else 16)
        words = beside if look.portrait else left
        lines = wrapped(self.accessibleDescription(), line, rect.width() - words - look.px(16))[:2]
        height = high.height() + len(lines) * low.lineSpacing()
        top = rect.center().y() - height / 2
        middle = rect.center().y() if look.portrait else top + high.height() / 2
        icon = "check-circle" if self._chosen else "heart"
        paint_icon(painter, icon, QRectF(left, middle - side / 2, side, side), ink)
        painter.setPen(ink)
        painter.setFont(title)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(beside, top, rect.width() - beside, high.height()), flags, self.text())
        painter.setFont(line)
        top += high.height()
        for text in lines:
            painter.drawText(QRectF(words, top, rect.width() - words, low.lineSpacing()), flags, text)
            top += low.lineSpacing()


class CheckInButton(Press):
    """Leads to the code of an appointment."""

    def __init__(self, look: Look, *, on_deep: bool, parent: QWidget | None = None) -> None:
        super().__init__(look, "open_code", "", parent)
        self._ink, self._second = ("on-deep", "deep-muted") if on_deep else ("text", "muted")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def say(self) -> None:
        """Take the words of today's language."""
        self.setText(self.look.texts.text("kiosk.check_in"))
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(self.look.texts.text("kiosk.check_in_line"))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(472), self.look.px(110))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self.look
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        ink, second = look.theme.color(self._ink), look.theme.color(self._second)
        side = look.px(60)
        middle = self.height() / 2
        paint_icon(painter, "scan", QRectF(0, middle - side / 2, side, side), ink)
        left = side + look.px(28)
        title, line = (
            look.theme.font("kiosk.button", weight=600),
            look.theme.font("kiosk.second", factor=0.95),
        )
        high, low = QFontMetricsF(title), QFontMetricsF(line)
        room = self.width() - left
        lines = wrapped(self.accessibleDescription(), line, room)[:2]
        top = middle - (high.height() + len(lines) * low.height()) / 2
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.setFont(title)
        painter.setPen(ink)
        painter.drawText(QRectF(left, top, room, high.height()), flags, self.text())
        painter.setFont(line)
        painter.setPen(second)
        top += high.height()
        for text in lines:
            painter.drawText(QRectF(left, top, room, low.height()), flags, text)
            top += low.height()


class Brand(QWidget):
    """The panel: at the left 560 wide, in portrait at the top."""

    def __init__(self, look: Look, page: Page, *, with_choices: bool = True) -> None:
        super().__init__(page)
        self._look, self._page = look, page
        theme = look.theme
        self._office = Label(theme, "", "kiosk.button", "on-deep", wrap=True, weight=700)
        self._address = Label(theme, "", "kiosk.second", "deep-muted", wrap=True, factor=0.92)
        self._welcome = Label(theme, "", "kiosk.heading", "on-deep", weight=700)
        self._touch = Label(theme, "", "kiosk.text", "deep-muted", wrap=True)
        self._time = Label(theme, "", "kiosk.text" if look.portrait else "kiosk.second", "on-deep" if look.portrait
                           else "deep-muted", weight=700 if look.portrait else None,
                           factor=1.0 if look.portrait else 0.95)  # fmt: skip
        self._date = Label(theme, "", "kiosk.second", "deep-muted", factor=0.92)
        self._free = IconText(theme, "check-circle", "", "kiosk.button", "on-deep", icon_size=36, gap=16)
        self.priority = PriorityButton(look, self) if with_choices else None
        self.check_in = CheckInButton(look, on_deep=True, parent=self) if with_choices else None
        for press in (self.priority, self.check_in):
            if press is not None:
                page.wire(press)
        if look.portrait:
            self._stand()
        else:
            self._lie()

    def _head(self) -> QHBoxLayout:
        look = self._look
        names = QVBoxLayout()
        names.setSpacing(look.px(2))
        names.addStretch(1)
        names.addWidget(self._office)
        names.addWidget(self._address)
        names.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(look.px(22))
        head.addWidget(Mark(look.theme, 72, ground="on-deep", ink="deep"), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(names, 1)
        return head

    def _lie(self) -> None:
        look = self._look
        self.setFixedWidth(look.px(560))
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(44), look.px(46), look.px(44), look.px(44))
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addStretch(3)
        column.addWidget(self._welcome)
        column.addSpacing(look.px(12))
        column.addWidget(self._touch)
        column.addSpacing(look.px(40))
        if self.priority is not None:
            column.addWidget(self.priority)
        column.addStretch(4)
        if self.check_in is not None:
            column.addWidget(self.check_in)
            column.addSpacing(look.px(20))
        column.addWidget(Line(look.theme, color="deep-muted"))
        column.addSpacing(look.px(26))
        column.addWidget(self._free)
        column.addSpacing(look.px(18))
        column.addWidget(self._time)
        self._date.hide()

    def _stand(self) -> None:
        look = self._look
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(48), look.px(42), look.px(48), look.px(40))
        column.setSpacing(0)
        head = self._head()
        clock = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        clock.setSpacing(0)
        for label in (self._time, self._date):
            clock.addWidget(label, 0, Qt.AlignmentFlag.AlignRight)
        head.addLayout(clock)
        column.addLayout(head)
        column.addSpacing(look.px(36))
        column.addWidget(self._welcome)
        column.addSpacing(look.px(6))
        column.addWidget(self._touch)
        if self.priority is not None:
            column.addSpacing(look.px(28))
            column.addWidget(self.priority)
        self._free.hide()
        if self.check_in is not None:
            self.check_in.hide()  # it stands below the tiles

    def render_screen(self, screen: Screen) -> None:
        """Take office, time and words."""
        look, texts = self._look, self._look.texts
        self._office.setText(screen.office)
        self._address.setText(screen.address)
        self._address.setVisible(bool(screen.address))
        self._welcome.setText(texts.text("kiosk.welcome"))
        self._welcome.setVisible(isinstance(screen.body, HomeState))
        home = screen.body if isinstance(screen.body, HomeState) else None
        if home is None:
            touch = texts.text("kiosk.hotline", number=screen.hotline) if screen.hotline else ""
        elif home.banner is not None:
            touch = f"{look.say(home.banner)} {texts.text('kiosk.touch_short')}"
        elif home.priority:
            touch = texts.text("kiosk.touch_priority")
        else:
            touch = texts.text("kiosk.touch_short" if look.portrait else "kiosk.touch")
        self._touch.setText(touch)
        time = texts.time(screen.now, screen.zone)
        if look.portrait:
            self._time.setText(time)
            self._date.setText(texts.date_weekday(screen.now.date()))
        else:
            moment = texts.text("kiosk.moment", date=texts.date_weekday(screen.now.date()), time=time)
            if self._time.fontMetrics().horizontalAdvance(moment) > look.px(472):
                moment = texts.text("kiosk.moment", date=texts.date_short(screen.now.date()), time=time)
            self._time.setText(moment)
            self._free.set(texts.text("kiosk.all_free"))
            self._free.setVisible(home is not None and home.all_free)
        if self.priority is not None and home is not None:
            self.priority.set_chosen(home.priority)
        if self.check_in is not None and home is not None and not look.portrait:
            self.check_in.say()
            self.check_in.setVisible(home.can_check_in)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.theme.color("deep"))
        if self._look.theme.high_contrast:
            painter.setPen(self._look.theme.color("border"))
            edge = self.rect()
            if self._look.portrait:
                painter.drawLine(edge.bottomLeft(), edge.bottomRight())
            else:
                painter.drawLine(edge.topRight(), edge.bottomRight())

"""The steps between start and number: services in large rows, reasons in large pictures, entries with keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.kiosk.look import Look
from desktop.ui.kiosk.parts import Page, TileGrid, Tools, margins
from desktop.ui.kiosk.press import Press, Tool
from desktop.ui.kiosk.states import ListState, PadState, Screen
from desktop.ui.kiosk.tiles import Tile
from desktop.ui.theme import paint_icon
from desktop.ui.widgets import IconText, Label
from desktop.ui.widgets.paint import paint_box


class PriorityMark(QWidget):
    """Says on every step that priority is on."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._text = look, ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        """Take the words of today's language."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = self._look
        words = QFontMetricsF(look.font("second", weight=600)).horizontalAdvance(self._text)
        return QSize(round(words) + look.px(100), look.px(76 if look.large else 60))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, state = self._look, self._look.theme.state("priority")
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        rect, side = QRectF(self.rect()), look.px(32)
        paint_box(painter, rect, rect.height() / 2, state.fill, state.frame, look.frame())
        paint_icon(
            painter, "heart", QRectF(look.px(24), rect.center().y() - side / 2, side, side), state.text
        )
        painter.setFont(look.font("second", weight=600))
        painter.setPen(state.text)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect.adjusted(look.px(70), 0, 0, 0), flags, self._text)


class StepPage(Page):
    """A heading with one question, the answers, and the tools."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        theme = look.theme
        self.title = Label(theme, "", look.role("heading"), "text", wrap=True)
        self.subtitle = Label(theme, "", look.role("text"), "muted", wrap=True)
        self._pill = PriorityMark(look)
        self.tools = Tools(look, self, stacked=look.portrait and look.large)
        column = QVBoxLayout(self)
        column.setContentsMargins(*margins(look))
        column.setSpacing(look.px(28))
        head = QHBoxLayout()
        names = QVBoxLayout()
        names.setSpacing(look.px(4))
        names.addWidget(self.title)
        names.addWidget(self.subtitle)
        head.addLayout(names, 1)
        head.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self.answers = QVBoxLayout()
        self.answers.setSpacing(look.px(28))
        column.addLayout(self.answers, 1)
        column.addWidget(self.tools)

    def head(self, screen: Screen, title: str, subtitle: str, *, priority: bool) -> None:
        """Say the question."""
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        self._pill.set_text(self.look.texts.text("kiosk.priority"))
        self._pill.setVisible(priority)
        self.tools.set_tools(screen.tools)


class ListPage(StepPage):
    """Services (rows) or reasons (pictures), with a way past the question where there is one."""

    def __init__(self, look: Look, *, pictures: bool, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        if pictures:
            columns, rows = (2, 2) if look.portrait else (4, 1)
        else:
            columns, rows = (1, 6) if look.portrait else (2, 3)
        self.grid = TileGrid(look, self, columns=columns, rows=rows, picture=pictures, row=not pictures)
        self.answers.addWidget(self.grid, 1)
        self._skip: Tool | None = None
        if pictures:
            self._skip = Tool(look, "skip", "", "", "arrow-right", kind="accent")
            self.wire(self._skip)
            self.answers.addWidget(self._skip)

    def render_screen(self, screen: Screen) -> None:
        body = screen.body
        assert isinstance(body, ListState)
        look = self.look
        subtitle = look.say(body.subtitle)
        if body.badge:
            subtitle = f"{body.badge}  {subtitle}"
        self.head(screen, look.say(body.title), subtitle, priority=body.priority)
        self.grid.set_tiles(body.rows)
        if self._skip is not None and body.skip is not None:
            self._skip.set_text(look.say(body.skip))

    def tiles(self) -> Sequence[Tile]:
        return self.grid.shown


class Field(QWidget):
    """What was typed, in boxes or in one line; read out as a whole, never digit by digit."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._text, self._length, self._groups = look, "", 16, True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str, length: int, *, groups: bool, wrong: bool) -> None:
        """Show `text` of at most `length` signs; `groups` sets them in fours."""
        self._text, self._length, self._groups, self._wrong = text, length, groups, wrong
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(400), self._look.px(110))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme = self._look, self._look.theme
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        rect = QRectF(self.rect())
        frame = theme.state("late").plain if self._wrong else theme.color("edge")
        paint_box(painter, rect, look.px(14), theme.color("surface"), frame, look.frame())
        font = theme.font("kiosk.heading", tabular=True)
        shown = self._text.replace("*", "\N{BULLET}")
        if self._groups:
            shown = "  ".join(shown[at : at + 4] for at in range(0, max(len(shown), 1), 4))
        room = rect.width() - look.px(40)
        width = QFontMetricsF(font).horizontalAdvance(shown)
        if width > room:
            font.setPixelSize(int(font.pixelSize() * room / width))
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect.adjusted(look.px(24), 0, 0, 0), flags, shown)


_DIGITS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "clear", "0", "back")
_LETTERS = ("ABCDEFGHI", "JKLMNOPQR", "STUVWXYZ-")


class PadPage(StepPage):
    """An entry: the field at the left, the keys at the right; in portrait below."""

    def __init__(self, look: Look, *, letters: bool, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        theme = look.theme
        self._letters = letters
        self.field = Field(look)
        self._count = Label(theme, "", look.role("second"), "muted")
        self._fault = IconText(
            theme, "warning", "", look.role("second"), "state:late", icon_size=36, wrap=True
        )
        self._show = Tool(look, "hide", "", "", "eye")
        self._skip = Tool(look, "skip", "", "", "arrow-right")
        self.ok = Tool(look, "code" if letters else "nik", "", "", "tick", kind="primary")
        left = QVBoxLayout()
        left.setSpacing(look.px(24))
        left.addWidget(self.field)
        left.addWidget(self._count)
        left.addWidget(self._fault)
        left.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(look.px(16))
        row.addWidget(self._show, 1)
        row.addWidget(self._skip, 2)
        left.addLayout(row)
        left.addWidget(self.ok)
        for press in (self._show, self._skip, self.ok):
            self.wire(press)
        self.keys: dict[str, Press] = {}
        pad = self._pad()
        body: QHBoxLayout | QVBoxLayout = QVBoxLayout() if look.portrait else QHBoxLayout()
        body.setSpacing(look.px(56))
        body.addLayout(left, 6)
        body.addLayout(pad, 8 if letters else 5)
        self.answers.addLayout(body, 1)

    def _pad(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(self.look.px(16))
        columns = 3
        if self._letters:
            columns = 9
            for row, signs in enumerate(_LETTERS):
                for column, sign in enumerate(signs.replace("-", "")):
                    grid.addWidget(self._key(sign, sign), row, column)
            for column, sign in enumerate("123456789"):
                grid.addWidget(self._key(sign, sign), 3, column)
            grid.addWidget(self._key("0", "0"), 4, 0)
            grid.addWidget(self._key("clear", "", "x"), 4, 1, 1, 4)
            grid.addWidget(self._key("back", "", "arrow-left"), 4, 5, 1, 4)
        else:
            for place, sign in enumerate(_DIGITS):
                icon = {"clear": "x", "back": "arrow-left"}.get(sign, "")
                grid.addWidget(self._key(sign, "" if icon else sign, icon), place // 3, place % 3)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        return grid

    def _key(self, value: str, text: str, icon: str = "") -> Tool:
        key = Tool(self.look, "key", value, text, icon, kind="key", name=text or value)
        key.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        key.setMinimumWidth(self.look.px(72))
        self.keys[value] = key
        self.wire(key)
        return key

    def render_screen(self, screen: Screen) -> None:
        body = screen.body
        assert isinstance(body, PadState)
        look, texts = self.look, self.look.texts
        self.head(screen, look.say(body.title), look.say(body.hint), priority=False)
        self.field.set_text(body.shown, body.length, groups=not body.letters, wrong=body.fault is not None)
        counted = texts.text("kiosk.typed", count=len(body.shown), length=body.length)
        self._count.setText("" if body.letters else counted)
        self.field.setAccessibleName(look.say(body.title) if body.letters else counted)
        self._fault.set(look.say(body.fault))
        self._fault.setVisible(body.fault is not None)
        self._show.setVisible(body.hidden is not None)
        self._show.set_text(texts.text("kiosk.show" if body.hidden else "kiosk.hide"))
        self._skip.setVisible(body.skip is not None)
        self._skip.set_text(look.say(body.skip))
        self.ok.set_text(texts.text("kiosk.go_on"))
        self.ok.setEnabled(body.ready)
        for value, code in (("clear", "kiosk.clear"), ("back", "kiosk.delete")):
            self.keys[value].setAccessibleName(texts.text(code))

    def first(self) -> QWidget | None:
        return self.keys["1"]

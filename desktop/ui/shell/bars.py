"""Top bar and status bar of a staff window; passive: they show what they are told."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.i18n import Texts
from desktop.ui.shell.layout import ONE_COLUMN, TWO_COLUMNS
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, ElidedLabel, IconText, Label, Line, LinkButton, Mark, ScanField

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _Bar(QFrame):
    """A surface across the window with a hairline at one side."""

    def __init__(self, theme: Theme, height: int, *, line_below: bool) -> None:
        super().__init__()
        self._theme, self._height, self._line_below = theme, height, line_below
        self.row = QHBoxLayout(self)
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        theme = self._theme
        self.setFixedHeight(theme.px(self._height))
        self.row.setContentsMargins(theme.px(20), 0, theme.px(20), 0)
        self.row.setSpacing(theme.px(16))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        width = int(self._theme.line(1))
        y = self.height() - width if self._line_below else 0
        painter.fillRect(0, y, self.width(), width, self._theme.color("border"))


class TopBar(_Bar):
    """Mark, title and second line, stretch, break slot, scan field F9, staff, clock and date, menu F10."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, 60, line_below=True)
        self.mark = Mark(theme, 36)
        self.title = Label(theme, "", "window_title")
        self.subtitle = ElidedLabel(theme, "", "caption", "muted")
        self.break_button = LinkButton(theme, "", icon="cup")
        self.break_button.hide()
        self.scan = ScanField(theme)
        self.staff = IconText(theme, "person", "", "label", icon_size=20)
        self.clock = Label(theme, "", "clock", align=_RIGHT)
        self.date = Label(theme, "", "caption", "muted", align=_RIGHT)
        self.menu = ActionButton(theme, "", icon="menu", key="F10", height=40)
        self._rule = Line(theme, vertical=True)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(self.title)
        names.addWidget(self.subtitle)
        names.addStretch(1)
        times = QVBoxLayout()
        times.setSpacing(0)
        times.addStretch(1)
        times.addWidget(self.clock)
        times.addWidget(self.date)
        times.addStretch(1)
        row = self.row
        row.addWidget(self.mark)
        row.addLayout(names, 1)
        row.addWidget(self.break_button)
        row.addWidget(self.scan)
        row.addWidget(self.staff)
        row.addWidget(self._rule)
        row.addLayout(times)
        row.addWidget(self.menu)
        self._layout_class = TWO_COLUMNS
        self._dress()
        self.set_texts(texts)

    def set_texts(self, texts: Texts) -> None:
        """Take the words of a language."""
        self._texts = texts
        self.scan.set_words(texts.text("shell.scan.placeholder"), texts.text("shell.command.scan"))
        self._dress_menu()

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Show which counter or window this is, and below it what it serves."""
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle) and self._layout_class != ONE_COLUMN)

    def set_staff(self, name: str) -> None:
        """Show who is signed in ("" for nobody)."""
        self.staff.set(name)
        self.staff.setVisible(bool(name) and self._layout_class == TWO_COLUMNS)

    def set_clock(self, clock: str, date: str) -> None:
        """Show time ("14.05 WITA") and date."""
        if clock != self.clock.text():
            self.clock.setText(clock)
        if date != self.date.text():
            self.date.setText(date)

    def set_layout_class(self, name: str) -> None:
        """Keep only what fits: one column keeps counter, clock and menu; F9 still opens the scan field."""
        self._layout_class = name
        self.scan.setVisible(name != ONE_COLUMN)
        self.staff.setVisible(bool(self.staff.text()) and name == TWO_COLUMNS)
        self.subtitle.setVisible(bool(self.subtitle.text()) and name != ONE_COLUMN)
        self.date.setVisible(name != ONE_COLUMN)
        self._rule.setVisible(name != ONE_COLUMN)
        self._dress_menu()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress_menu()

    def _dress_menu(self) -> None:
        word = self._texts.text("shell.command.more")
        roomy = self.width() >= self._theme.px(560)
        self.menu.set_title(word if self._layout_class == ONE_COLUMN and roomy else "")
        self.menu.setAccessibleName(word)
        self.menu.setToolTip(word)

    def _dress(self) -> None:
        super()._dress()
        if hasattr(self, "_rule"):
            self._rule.setFixedHeight(self._theme.px(32))
            self.row.setAlignment(self._rule, Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class StatusItem:
    """One part of the office and how it is.

    Attributes:
        text: "Printer struk siap", or the cause and what still works.
        state: done (fine), late (a fault: takes the first place), offline or hold.
    """

    text: str
    state: str = "done"


class StatusBar(_Bar):
    """Parts as check and word, faults first; at the right the day's figures and F1."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, 36, line_below=False)
        self._items: tuple[StatusItem, ...] = ()
        self._summary = ""
        self._one_column = False
        self._parts = QHBoxLayout()
        self._parts_box = QWidget()
        self._parts_box.setLayout(self._parts)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self.figures = Label(theme, "", "caption", "muted")
        self.help = ActionButton(theme, "", key="F1", kind="link", height=32)
        self.row.addWidget(self._parts_box, 1)
        self.row.addWidget(self.figures)
        self._help_word = Label(theme, "", "caption", "muted")
        helps = QHBoxLayout()
        helps.setSpacing(theme.px(4))
        helps.addWidget(self.help)
        helps.addWidget(self._help_word)
        self.row.addLayout(helps)
        self.set_texts(texts)

    def set_texts(self, texts: Texts) -> None:
        """Take the words of a language."""
        word = texts.text("shell.help")
        self._help_word.setText(word)
        self.help.setAccessibleName(word)
        self.help.setToolTip(word)

    def set_items(self, items: tuple[StatusItem, ...], summary: str = "") -> None:
        """Show the parts; summary is the one sentence for narrow windows ("Printer dan basis data siap")."""
        if items == self._items and summary == self._summary:
            return
        self._items, self._summary = items, summary
        self._fill()

    def set_figures(self, text: str) -> None:
        """Show the day's figures ("Hari ini: 31 dilayani, rata-rata 7 menit")."""
        self.figures.setText(text)

    def set_layout_class(self, name: str) -> None:
        """One column: one sentence."""
        self._one_column = name == ONE_COLUMN
        self.figures.setVisible(name == TWO_COLUMNS)
        self._fill()

    def _fill(self) -> None:
        while self._parts.count():
            widget = self._parts.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        faults = [item for item in self._items if item.state == "late"]
        rest = [item for item in self._items if item.state != "late"]
        shown = [*faults, *rest]
        if self._one_column and shown:
            shown = faults[:1] or [StatusItem(self._summary or shown[0].text)]
        theme = self._theme
        for item in shown:
            look = theme.state(item.state)
            late = item.state == "late"
            self._parts.addWidget(
                IconText(theme, look.icon, item.text, "caption_strong" if late else "caption",
                         "state:late" if late else "muted", icon_size=17,
                         icon_color=f"state:{item.state}", elide=late, gap=6)
            )  # fmt: skip
        self._parts.addStretch(1)
        self._parts.setSpacing(theme.px(22))

"""The head of a file's window: number, service, person, state, and its two actions; passive."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout

from desktop.ui.files.finding import words as files
from desktop.ui.files.timeline import words
from desktop.ui.files.timeline.state import Scene
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, ElidedLabel, Label, Line, Pill, PrimaryButton

TINY = 560
"""Width in px at scale 1.0 below which the state stands below the name."""


class TimelineHead(QFrame):
    """Number, service over person, state, F6 and F2; in one column F2 is given away to the foot."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._name = theme, "two"
        self.caption = Label(theme, "", "caption", "muted")
        self.number = Label(theme, "", "next_number")
        self.rule = Line(theme, vertical=True)
        self.service = ElidedLabel(theme, "", "title")
        self.person = ElidedLabel(theme, "", "body", "muted")
        self.pill = Pill(theme, "waiting", "", "large")
        self.again = ActionButton(theme, "")
        self.primary = PrimaryButton(theme, "", icon="arrow-right", key="F2", small=True)
        numbers, names = QVBoxLayout(), QVBoxLayout()
        for box in (numbers, names):
            box.setSpacing(0)
        numbers.addWidget(self.caption)
        numbers.addWidget(self.number)
        names.addWidget(self.service)
        names.addWidget(self.person)
        self.row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._top = QHBoxLayout()
        self._top.addLayout(numbers)
        self._top.addWidget(self.rule)
        self._top.addLayout(names, 1)
        self._names, self._numbers = names, numbers
        self.tools = QHBoxLayout()
        for part in (self.pill, self.again, self.primary):
            self.tools.addWidget(part)
        self.row.addLayout(self._top, 1)
        self.row.addLayout(self.tools)
        self.set_layout_class("two")
        theme.changed.connect(self._dress)

    def set_layout_class(self, name: str) -> None:
        """One column: number and state over service and person."""
        self._name = name
        one = name == "one"
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._top.setDirection(down if one else across)
        self.row.setDirection(down if one and self.window().width() / self._theme.scale < TINY else across)
        self.rule.setVisible(not one)
        self.caption.setVisible(not one)
        self.again.setVisible(name == "two")
        self._dress()

    def show_scene(self, texts: Texts, scene: Scene) -> None:
        """Draw the head."""
        self.caption.setText(texts.text("timeline.number"))
        self.number.setText(scene.number)
        self.service.setText(files.named(texts, scene.service))
        self.person.setText(words.below_service(texts, scene))
        look, icon = files.state_look(scene.state)
        word = files.state_word(texts, scene.state)
        if (self.pill.state, self.pill.text()) != (look, word):
            self.pill.set_state(look, word, icon)
        title, icon = words.PRIMARY[scene.primary]
        self.primary.set_title(texts.text(title))
        self.primary.set_icon(icon)
        self.again.set_title(texts.text("shell.command.page_print"))
        self.again.setAccessibleName(texts.text("shell.command.page_print"))

    def _dress(self) -> None:
        theme = self._theme
        low = theme.px(8 if self._name == "one" else 14)
        side = 0 if self._name == "one" else theme.px(20)
        self.row.setContentsMargins(side, low, side, low)
        self.row.setSpacing(theme.px(20))
        self._top.setSpacing(theme.px(4 if self._name == "one" else 20))
        self.tools.setSpacing(theme.px(16))
        self.number.set_role("next_number", 0.8 if self._name == "one" else 1.0)
        self.service.set_role("heading" if self._name != "two" else "title")
        self.rule.setFixedHeight(theme.px(48))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._name == "one":
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        wide = int(self._theme.line(1))
        painter.fillRect(0, self.height() - wide, self.width(), wide, self._theme.color("border"))

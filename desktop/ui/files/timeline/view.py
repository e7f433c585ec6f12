"""The window of one file, as a page over counter or back office: head, steps, cards; it shows what it is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.commands import CommandSet
from desktop.ui.files.finding import words as files
from desktop.ui.files.timeline import words
from desktop.ui.files.timeline.head import TimelineHead
from desktop.ui.files.timeline.side import NewsCard, PapersCard, PlaceCard, PromiseCard
from desktop.ui.files.timeline.state import Scene
from desktop.ui.files.timeline.steps import StepsView
from desktop.ui.i18n import Texts
from desktop.ui.shell.page import Page
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, Card, EmptyState, IconText, Label

LOW = 720
"""Of the window, px at scale 1.0: below it steps are lower and two papers are shown (look.md, section 8)."""

COMMANDS = {
    "page.primary": "primary", "page.again": "apology", "page.second": "accept",
    "page.next_step": "next_step", "page.print": "print_last",
    "page.move": "moving", "page.refuse": "decide", "page.list": "attachments", "page.undo": "undo",
    "page.new": "forms",
}  # fmt: skip
TITLES = {
    "page.again": "timeline.apology", "page.second": "timeline.accept",
    "page.move": "timeline.move_key", "page.refuse": "timeline.decide_key",
    "page.list": "timeline.attachments", "page.new": "timeline.forms",
}  # fmt: skip


class TimelinePage(Page):
    """Signals are what people do; `build` connects them with the presenter."""

    primary = Signal()
    next_step = Signal()
    apology = Signal()
    accept = Signal()
    print_last = Signal()
    print_again = Signal(object)
    moving = Signal()
    decide = Signal()
    attachments = Signal()
    forms = Signal()
    undo = Signal()
    all_papers = Signal()

    def __init__(self, theme: Theme, texts: Texts, staff: str = "") -> None:
        super().__init__(theme, texts)
        self._staff, self._name = staff, ""
        self.scene = Scene()
        self.presenter: object = None
        self.taking: Callable[[str], bool] = lambda _code: False
        self.confirming: tuple[Callable[[], None], Callable[[], str | None]] | None = None
        self.head = TimelineHead(theme)
        self.notice = IconText(theme, "info", "", "label", "state:hold", wrap=True)
        self.notice.hide()
        self.title = Label(theme, "", "heading")
        self.done = Label(theme, "", "caption", "muted")
        self.steps = StepsView(theme, texts)
        self.promise = PromiseCard(theme, texts)
        self.place, self.papers, self.news = PlaceCard(theme), PapersCard(theme), NewsCard(theme)
        self.place.accept.connect(self.accept)
        self.logged = IconText(theme, "eye", "", "caption", "muted", icon_size=17, wrap=True)
        self.next_button, self.move_button, self.decide_button = (ActionButton(theme, "") for _ in range(3))
        self.empty = EmptyState(theme, "hourglass", texts.text("shell.loading"))
        self._build()
        self.promise.apology.connect(self.apology)
        self.papers.print_again.connect(self.print_again)
        self.papers.all_papers.connect(self.all_papers)
        self.setFocusProxy(self.head.primary)
        self._dress()
        theme.changed.connect(self._dress)

    def _build(self) -> None:
        theme = self.theme
        self.left = Card(theme, padding=None)
        self._left = QVBoxLayout(self.left)
        heads = QHBoxLayout()
        heads.addWidget(self.title)
        heads.addStretch(1)
        heads.addWidget(self.done)
        self._left.addLayout(heads)
        self._left.addWidget(self.steps, 1)
        self._keys = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for button in (self.next_button, self.move_button, self.decide_button):
            self._keys.addWidget(button, 1)
        self._left.addLayout(self._keys)
        self.cards = QWidget()
        self.cards.setObjectName("scrolled")
        self._cards = QVBoxLayout(self.cards)
        self._cards.setContentsMargins(0, 0, 0, 0)
        for card in (self.promise, self.papers, self.place, self.news, self.logged):
            self._cards.addWidget(card)
        self._cards.addStretch(1)
        self.right = self._area()
        self.right.setWidget(self.cards)
        self._board = QWidget()
        self._board.setObjectName("scrolled")
        self.board = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._board)
        self.board.addWidget(self.left, 1)
        self.board.addWidget(self.right)
        self.whole = self._area()
        self.whole.setWidget(self._board)
        self._foot = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)
        self._column.addWidget(self.notice)
        self._column.addWidget(self.whole, 1)
        self._column.addWidget(self.empty, 1)
        self._column.addLayout(self._foot)
        for part in (self.head, self.whole):
            part.hide()

    @staticmethod
    def _area() -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        return area

    def bind(self, commands: CommandSet) -> None:
        """Every key says why where it has nothing to do."""
        for command, name in COMMANDS.items():
            commands.bind(command, getattr(self, name).emit, partial(self._why_not, command))
        for command, button in (
            ("page.primary", self.head.primary), ("page.print", self.head.again),
            ("page.next_step", self.next_button), ("page.move", self.move_button),
            ("page.refuse", self.decide_button),
        ):  # fmt: skip
            commands.add_button(command, button)
        if self.confirming is not None:
            commands.bind("page.confirm", *self.confirming)
        self._titles()

    def take_scan(self, code: str) -> bool:
        return self.taking(code)

    def take_undo(self) -> None:
        """The line that offers to take a step back was pressed."""
        if self.isVisible():
            self.undo.emit()

    def _titles(self) -> None:
        for command, code in TITLES.items():
            self.commands.set_title(command, self.texts.text(code))
        self.commands.set_title("page.primary", self.texts.text(words.PRIMARY[self.scene.primary][0]))

    def _why_not(self, command: str) -> str | None:
        if not self.scene.loaded:
            return self.texts.text("shell.loading")
        blocked = self.scene.blocked.get(command)
        return None if blocked is None else words.said(self.texts, blocked, self.scene.zone)

    def set_texts(self, texts: Texts) -> None:
        super().set_texts(texts)
        self.steps.set_texts(texts)
        self.show_scene(self.scene)

    def take_focus(self) -> None:
        self.head.primary.setFocus(Qt.FocusReason.TabFocusReason)

    # ---- what is shown ----

    def show_scene(self, scene: Scene) -> None:
        """Draw the file."""
        texts = self.texts
        self.scene = scene
        self.head.setVisible(scene.loaded)
        self.whole.setVisible(scene.loaded)
        self.empty.setVisible(not scene.loaded)
        if not scene.loaded:
            if scene.fault is not None:
                self.empty.set(words.said(texts, scene.fault), texts.text("timeline.go_back"), "warning")
            return
        self.setAccessibleName(f"{scene.number}, {files.named(texts, scene.service)}")
        self.head.show_scene(texts, scene)
        line = scene.fault or scene.notice
        self.notice.setVisible(line is not None)
        if line is not None:
            self.notice.set(words.said(texts, line, scene.zone), "warning" if scene.fault else "info",
                            "state:late" if scene.fault else "state:hold")  # fmt: skip
        self.title.setText(texts.text("timeline.title"))
        self.done.setText(texts.text("timeline.steps_done", total=scene.steps_total, done=scene.steps_done))
        self.steps.show_steps(scene.steps)
        self.promise.show_scene(texts, scene)
        self.papers.show_scene(texts, scene, 2 if self.steps.painter.low else 4)
        self.place.show_scene(texts, scene)
        self.news.show_scene(texts, scene)
        self.logged.set(texts.text("timeline.logged", name=self._staff))
        self.logged.setVisible(bool(self._staff))
        self.next_button.setVisible(
            scene.primary != "next_step" and "page.next_step" not in scene.blocked and self._name != "narrow"
        )
        if hasattr(self, "commands"):
            self._titles()
            self.commands.refresh()

    def show_busy(self, busy: str | None) -> None:
        """A write takes longer than a moment."""
        self.head.primary.set_busy(busy)

    # ---- layout ----

    def set_layout_class(self, name: str) -> None:
        """One column: everything in one scroll, F2 below it."""
        if name == self._name:
            return
        before, self._name = self._name, name
        one = name == "one"
        self.head.set_layout_class(name)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self.board.setDirection(down if one else across)
        self._keys.setDirection(down if one else across)
        self.steps.set_whole(one)
        for button in (self.move_button, self.decide_button):
            button.setVisible(name != "narrow")
        if one and before != "one":
            self.board.insertWidget(0, self.head)
            self.board.addWidget(self.right.takeWidget())
            self.cards.show()
            self._foot.addWidget(self.head.primary)
        elif not one and before == "one":
            self._column.insertWidget(0, self.head)
            self.board.removeWidget(self.cards)
            self.right.setWidget(self.cards)
            self.head.tools.addWidget(self.head.primary)
        self.right.setVisible(not one)
        self._dress()
        self.show_scene(self.scene)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.window().height() / self.theme.scale < LOW
        if low != self.steps.painter.low:
            self.steps.set_low(low)
            self.show_scene(self.scene)

    def _dress(self) -> None:
        theme = self.theme
        one = self._name == "one"
        pad, side = theme.px(10 if one else 16), theme.px(12 if one else 20)
        # The cards' scroll bar has its place in the window's margin.
        gutter = theme.px(14)
        self.board.setContentsMargins(side, 0 if one else pad, side if one else side - gutter, pad)
        self._cards.setContentsMargins(0, 0, 0 if one else gutter, 0)
        self.board.setSpacing(theme.px(10 if one else 16))
        self._cards.setSpacing(theme.px(10))
        inner = theme.px(12 if one else 22)
        self._left.setContentsMargins(inner, theme.px(14), inner, theme.px(14))
        self._left.setSpacing(theme.px(10))
        self._keys.setSpacing(theme.px(8))
        self.right.setFixedWidth(theme.px(330 if self._name == "narrow" else 420) + gutter)
        self.notice.setContentsMargins(side, theme.px(10), side, 0)
        margin = theme.px(8) if one else 0
        self._foot.setContentsMargins(margin, margin, margin, margin)

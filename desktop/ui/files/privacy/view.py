"""The page "Data pribadi": search and register at the left, the open person or request at the right; passive."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.commands import CommandSet
from desktop.ui.files.privacy import words
from desktop.ui.files.privacy.card import OpenCard
from desktop.ui.files.privacy.state import DisposalScene, Scene
from desktop.ui.i18n import Texts
from desktop.ui.shell.page import Page
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, Card, EmptyState, IconText, Label, TextField


class PrivacyPage(Page):
    """Signals are what people do; `build` connects them with the presenter."""

    searched = Signal(str)
    person_chosen = Signal(object)
    request_chosen = Signal(object)
    asking = Signal(str)
    granting = Signal()
    refusing = Signal()
    printing = Signal()
    disposal = Signal()
    disposal_shown = Signal(object)

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, texts)
        self.presenter: object = None
        self.disposal_presenter: object = None
        self.scene = Scene()
        self.rows: dict[uuid.UUID, ActionButton] = {}
        self._shown: tuple[object, ...] = ()
        self.heading = Label(theme, "", "title")
        self.summary = Label(theme, "", "body", "muted")
        self.dispose = ActionButton(theme, " ", icon="x")
        self.close_button = ActionButton(theme, icon="x", key="Esc", accessible_name=" ")
        self.notice = IconText(theme, "info", "", "label", "accent-text", wrap=True)
        self.fault = IconText(theme, "warning", "", "label", "state:late", wrap=True)
        self.search = TextField(theme, texts.text("privacy.search"))
        self.search.edit.textChanged.connect(self.searched)
        self.list_title = Label(theme, "", "heading")
        self.empty = EmptyState(theme, "lock")
        self.card = OpenCard(theme, texts)
        self.card.asking.connect(self.asking)
        self._build()
        self._dress()
        theme.changed.connect(self._dress)
        self.show_scene(self.scene)

    def _build(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(self.heading)
        self._head.addWidget(self.summary, 1)
        self._head.addWidget(self.dispose)
        self._head.addWidget(self.close_button)
        holder = QWidget()
        holder.setObjectName("scrolled")
        self._rows = QVBoxLayout(holder)
        self._rows.addStretch(1)
        self.area = _scroll(holder)
        self.list_card = Card(self.theme, padding=None)
        self._list = QVBoxLayout(self.list_card)
        self._list.addWidget(self.search)
        self._list.addWidget(self.list_title)
        self._list.addWidget(self.area, 1)
        self._list.addWidget(self.empty, 1)
        board = QWidget()
        board.setObjectName("scrolled")
        self.whole = _scroll(board)
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight, board)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.addWidget(self.list_card, 1)
        self._cards.addWidget(self.card, 1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self.notice)
        self._column.addWidget(self.fault)
        self._column.addWidget(self.whole, 1)

    def bind(self, commands: CommandSet) -> None:
        """F2 grants, F8 refuses, F6 prints data saya, F4 opens the disposal."""
        commands.bind("page.primary", self.granting.emit, self._why_not_decide)
        commands.bind("page.refuse", self.refusing.emit, self._why_not_decide)
        commands.bind("page.print", self.printing.emit, self._why_not_print)
        commands.bind("page.second", self.disposal.emit)
        for command, button in (
            ("page.primary", self.card.grant), ("page.refuse", self.card.refuse),
            ("page.print", self.card.print_data), ("page.second", self.dispose),
        ):  # fmt: skip
            commands.add_button(command, button)
        commands.add_button("page.back", self.close_button, dress=False)
        self.dispose.set_icon("database")
        self._titles()

    def _titles(self) -> None:
        text = self.texts.text
        for command, code in (
            ("page.primary", "privacy.grant"), ("page.refuse", "privacy.refuse"),
            ("page.print", "privacy.print"), ("page.second", "privacy.disposal"),
        ):  # fmt: skip
            self.commands.set_title(command, text(code))
        self.commands.refresh()

    def _why_not_decide(self) -> str | None:
        request = self.scene.request
        if request is None:
            return self.texts.text("privacy.choose_request")
        return None if request.line.state == "open" else self.texts.text("privacy.decided")

    def _why_not_print(self) -> str | None:
        opened = self.scene.person is not None or self.scene.request is not None
        return None if opened else self.texts.text("privacy.choose_somebody")

    def set_texts(self, texts: Texts) -> None:
        super().set_texts(texts)
        self._shown = ()
        self.card.set_texts(texts)
        self.show_scene(self.scene)

    def take_focus(self) -> None:
        self.search.setFocus(Qt.FocusReason.TabFocusReason)

    # ---- what is shown ----

    def show_scene(self, scene: Scene) -> None:
        """Draw everything."""
        texts = self.texts
        self.scene = scene
        self.heading.setText(texts.text("privacy.title"))
        waiting = sum(row.state == "open" for row in scene.requests)
        self.summary.setText(texts.text("privacy.open_count", count=waiting) if scene.loaded else "")
        self.search.label.setText(texts.text("privacy.search"))
        self.notice.setVisible(scene.said is not None)
        if scene.said is not None:
            self.notice.set(words.line(texts, scene.said), "check-circle")
        self.fault.setVisible(scene.fault is not None)
        if scene.fault is not None:
            self.fault.set(words.line(texts, scene.fault))
        self._show_rows(scene)
        self.card.show_scene(scene)
        if hasattr(self, "commands"):
            self._titles()

    def show_disposal(self, scene: DisposalScene) -> None:
        """The panel of the disposal, if it is open, shows this."""
        self.disposal_shown.emit(scene)

    def _show_rows(self, scene: Scene) -> None:
        texts = self.texts
        people = bool(scene.searched)
        self.list_title.setText(texts.text("privacy.found" if people else "privacy.register"))
        shown: tuple[object, ...] = scene.found if people else scene.requests
        if (people, shown) != self._shown:
            self._shown = (people, shown)
            self._fill(scene, people)
        opened = {
            scene.person.line.person_id if scene.person else None,
            scene.request.line.request_id if scene.request else None,
        }
        for key, button in self.rows.items():
            button.set_chosen(key in opened)
        self.area.setVisible(bool(self.rows))
        self.empty.setVisible(not self.rows)
        if people:
            self.empty.set(texts.text("privacy.found_none"), texts.text("privacy.found_none_how"))
        else:
            self.empty.set(texts.text("privacy.no_requests"), texts.text("privacy.no_requests_how"))
        self._fit_list()

    def _fill(self, scene: Scene, people: bool) -> None:
        for old in self.rows.values():
            self._rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.rows = {}
        texts = self.texts
        entries = (
            [(one.person_id, one.name, "person", words.person(texts, one)) for one in scene.found]
            if people
            else [
                (one.request_id, words.title(texts, one), words.ICONS[one.kind], words.below(texts, one))
                for one in scene.requests
            ]
        )
        chosen = self.person_chosen if people else self.request_chosen
        late = {one.request_id for one in scene.requests if one.state == "open" and one.minutes_left < 0}
        for place, (key, title, icon, below) in enumerate(entries):
            button = ActionButton(
                self.theme, title, icon="warning" if key in late else icon, line=below, height=64
            )
            button.clicked.connect(lambda _checked=False, k=key, to=chosen: to.emit(k))
            self._rows.insertWidget(place, button)
            self.rows[key] = button

    # ---- layout ----

    def set_layout_class(self, name: str) -> None:
        """One column: the open one below the list, and all of it scrolls."""
        one = name == "one"
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._cards.setDirection(down if one else across)
        self.summary.setVisible(not one)
        self._layout_class = name
        self._fit_list()

    def _fit_list(self) -> None:
        one = getattr(self, "_layout_class", "two") == "one"
        self.area.setMinimumHeight(self.theme.px(72 * min(len(self.rows), 3) + 14) if one else 0)

    def _dress(self) -> None:
        theme = self.theme
        side = theme.px(16)
        self._column.setContentsMargins(side, theme.px(14), side, theme.px(14))
        self._column.setSpacing(theme.px(12))
        self._head.setSpacing(theme.px(12))
        self._cards.setSpacing(theme.px(14))
        self._list.setContentsMargins(theme.px(16), theme.px(14), theme.px(16), theme.px(14))
        self._list.setSpacing(theme.px(10))
        self._rows.setContentsMargins(theme.px(6), theme.px(6), theme.px(8), theme.px(6))
        self._rows.setSpacing(theme.px(8))
        self._fit_list()


def _scroll(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    area.setWidget(inside)
    return area

"""The page of a file's scans: list and preview; files are dropped on it or chosen; it shows what it is told."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.commands import CommandSet
from desktop.ui.files.attachments import words
from desktop.ui.files.attachments.preview import PageView
from desktop.ui.files.attachments.state import Scene
from desktop.ui.i18n import Texts
from desktop.ui.shell.page import Page
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, Card, EmptyState, IconText, Label, PrimaryButton


class AttachmentsPage(Page):
    """Signals are what people do; `build` connects them with the presenter."""

    asking = Signal()
    dropped = Signal(object)
    chosen = Signal(object)
    turned = Signal(int)
    removing = Signal()

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, texts)
        self.presenter: object = None
        self.scene = Scene()
        self.rows: dict[uuid.UUID, ActionButton] = {}
        self.heading = Label(theme, "", "title")
        self.summary = Label(theme, "", "body", "muted")
        self.add = PrimaryButton(theme, " ", icon="plus", small=True)
        self.close_button = ActionButton(theme, icon="x", key="Esc", accessible_name=" ")
        self.notice = IconText(theme, "info", "", "label", "accent-text", wrap=True)
        self.fault = IconText(theme, "warning", "", "label", "state:late", wrap=True)
        self.list_card, self.page_card = Card(theme, padding=None), Card(theme, padding=None)
        self.empty = EmptyState(theme, "scan")
        self.hint = IconText(theme, "info", "", "caption", "muted", icon_size=17, wrap=True)
        self.title = Label(theme, "", "heading", wrap=True)
        self.facts = Label(theme, "", "caption", "muted", wrap=True)
        self.view = PageView(theme)
        self.nothing = EmptyState(theme, "eye")
        self.earlier = ActionButton(theme, icon="arrow-left", accessible_name=" ", height=40)
        self.later = ActionButton(theme, icon="arrow-right", accessible_name=" ", height=40)
        self.page_no = Label(theme, "", "label")
        self.remove = ActionButton(theme, " ", icon="x")
        self.earlier.clicked.connect(lambda _checked=False: self.turned.emit(-1))
        self.later.clicked.connect(lambda _checked=False: self.turned.emit(1))
        self.setAcceptDrops(True)
        self._build()
        self._dress()
        theme.changed.connect(self._dress)
        self.show_scene(self.scene)

    def _build(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(self.heading)
        self._head.addWidget(self.summary, 1)
        self._head.addWidget(self.add)
        self._head.addWidget(self.close_button)
        holder = QWidget()
        holder.setObjectName("scrolled")
        self._rows = QVBoxLayout(holder)
        self._rows.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.viewport().setAutoFillBackground(False)
        self.area.setWidget(holder)
        self._list = QVBoxLayout(self.list_card)
        self._list.addWidget(self.area, 1)
        self._list.addWidget(self.empty, 1)
        self._list.addWidget(self.hint)
        self._page = QVBoxLayout(self.page_card)
        heads = QHBoxLayout()
        box = QVBoxLayout()
        box.setSpacing(0)
        box.addWidget(self.title)
        box.addWidget(self.facts)
        heads.addLayout(box, 1)
        for part in (self.earlier, self.page_no, self.later):
            heads.addWidget(part)
        self._page.addLayout(heads)
        self._page.addWidget(self.view, 1)
        self._page.addWidget(self.nothing, 1)
        self._page.addWidget(self.remove)
        board = QWidget()
        board.setObjectName("scrolled")
        self.whole = QScrollArea()  # in one column, and where the window is low, all of it scrolls
        self.whole.setWidgetResizable(True)
        self.whole.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.whole.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.whole.viewport().setAutoFillBackground(False)
        self.whole.setWidget(board)
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight, board)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.addWidget(self.list_card)
        self._cards.addWidget(self.page_card, 1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self.notice)
        self._column.addWidget(self.fault)
        self._column.addWidget(self.whole, 1)

    def bind(self, commands: CommandSet) -> None:
        """F2 adds, F8 takes the open one out, Alt+Left and Alt+Right are the buttons' own."""
        commands.bind("page.primary", self.asking.emit, self._why_not_add)
        commands.bind("page.refuse", self.removing.emit, self._why_not_remove)
        commands.add_button("page.primary", self.add)
        commands.add_button("page.refuse", self.remove)
        commands.add_button("page.back", self.close_button, dress=False)
        self.add.set_icon("plus")
        self._titles()

    def _titles(self) -> None:
        self.commands.set_title("page.primary", self.texts.text("attachments.add"))
        self.commands.set_title("page.refuse", self.texts.text("attachments.take_out"))
        self.commands.refresh()

    def _why_not_add(self) -> str | None:
        if not self.scene.loaded:
            return self.texts.text("shell.loading")
        return self.texts.text("attachments.file_closed") if self.scene.closed else None

    def _why_not_remove(self) -> str | None:
        return self.texts.text("attachments.choose_first") if self.scene.chosen is None else None

    def set_texts(self, texts: Texts) -> None:
        super().set_texts(texts)
        self._forget_rows()
        self.show_scene(self.scene)

    def take_focus(self) -> None:
        self.add.setFocus(Qt.FocusReason.TabFocusReason)

    # ---- dropping ----

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()) and self._why_not_add() is None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = tuple(url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile())
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    # ---- what is shown ----

    def show_scene(self, scene: Scene) -> None:
        """Draw everything."""
        texts, before = self.texts, self.scene
        self.scene = scene
        self.heading.setText(texts.text("attachments.heading", number=scene.number))
        self.summary.setText(texts.text("attachments.count", count=len(scene.rows)) if scene.loaded else "")
        self.hint.set(texts.text("attachments.hint", most=words.megabytes(texts, scene.max_mb)))
        said = scene.working or scene.said
        self.notice.setVisible(said is not None)
        if said is not None:
            self.notice.set(words.line(texts, said), "hourglass" if scene.working else "check-circle")
        self.fault.setVisible(bool(scene.faults))
        if scene.faults:
            self.fault.set("\n".join(words.line(texts, one) for one in scene.faults))
        self._show_rows(scene)
        self._show_page(scene)
        if hasattr(self, "commands") and (before != scene or before is scene):
            self._titles()

    def _show_rows(self, scene: Scene) -> None:
        if tuple(self.rows) != tuple(row.attachment_id for row in scene.rows):
            self._forget_rows()
            for place, row in enumerate(scene.rows):
                button = ActionButton(self.theme, row.title, icon=words.icon(row), height=64)
                button.clicked.connect(lambda _checked=False, key=row.attachment_id: self.chosen.emit(key))
                self._rows.insertWidget(place, button)
                self.rows[row.attachment_id] = button
        for row in scene.rows:
            button = self.rows[row.attachment_id]
            button.set_title(row.title or self.texts.text("attachments.disposed_row"))
            button.set_line(words.facts(self.texts, row))
            button.set_chosen(row.attachment_id == scene.chosen)
        self._fit_list()
        self.area.setVisible(bool(scene.rows))
        self.empty.setVisible(not scene.rows)
        self.empty.set(self.texts.text("attachments.none"), self.texts.text("attachments.none_how"))

    def _forget_rows(self) -> None:
        for button in self.rows.values():
            self._rows.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.rows = {}

    def _show_page(self, scene: Scene) -> None:
        texts, preview = self.texts, scene.preview
        row = next((one for one in scene.rows if one.attachment_id == scene.chosen), None)
        for part in (self.title, self.facts, self.remove):
            part.setVisible(row is not None)
        if row is not None:
            self.title.setText(row.title)
            self.facts.setText(words.added(texts, row))
        pages = preview.pages if preview is not None else 1
        for part in (self.earlier, self.later, self.page_no):
            part.setVisible(pages > 1)
        where = texts.text("attachments.page", page=(preview.page + 1) if preview else 1, pages=pages)
        self.page_no.setText(where)
        self.earlier.setAccessibleName(texts.text("attachments.earlier"))
        self.later.setAccessibleName(texts.text("attachments.later"))
        self.view.setVisible(preview is not None)
        self.view.show_page(preview, f"{row.title}, {where}" if row is not None else "")
        self.nothing.setVisible(preview is None)
        self.nothing.set(texts.text("attachments.preview"), texts.text("attachments.preview_how"))

    # ---- layout ----

    def set_layout_class(self, name: str) -> None:
        """One column: the list above the preview."""
        one = name == "one"
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._cards.setDirection(down if one else across)
        self.summary.setVisible(not one)
        width = self.theme.px({"two": 460, "narrow": 340}.get(name, 0))
        self.list_card.setMinimumWidth(width)
        self.list_card.setMaximumWidth(width or 16_777_215)
        self._layout_class = name
        self.view.setMinimumHeight(self.theme.px(380) if one else 0)
        self._fit_list()

    def _fit_list(self) -> None:
        """In one column the list is as high as its rows, up to three, and the page scrolls."""
        one = getattr(self, "_layout_class", "two") == "one"
        shown = min(len(self.rows), 3)
        self.area.setMinimumHeight(self.theme.px(72 * shown + 14) if one else 0)

    def _dress(self) -> None:
        theme = self.theme
        side = theme.px(16)
        self._column.setContentsMargins(side, theme.px(14), side, theme.px(14))
        self._column.setSpacing(theme.px(12))
        self._head.setSpacing(theme.px(12))
        self._cards.setSpacing(theme.px(14))
        for box in (self._list, self._page):
            box.setContentsMargins(theme.px(16), theme.px(14), theme.px(16), theme.px(14))
            box.setSpacing(theme.px(10))
        self._rows.setContentsMargins(theme.px(6), theme.px(6), theme.px(8), theme.px(6))
        self._rows.setSpacing(theme.px(8))
        self.set_layout_class(getattr(self, "_layout_class", "two"))

"""The search page (Ctrl+F): one field for name, NIK, number or telephone, and what was found; passive."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.commands import CommandSet
from desktop.ui.files.finding import words
from desktop.ui.files.finding.rows import FileRowsView
from desktop.ui.files.finding.state import SearchScene
from desktop.ui.i18n import Texts
from desktop.ui.shell.page import Page
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, Card, EmptyState, IconText, Label, ScanField

_MOST_LIKELY = 4
_NONE_HOW = {
    "name": "finding.none_how.name",
    "nik": "finding.none_how.nik",
    "phone": "finding.none_how.phone",
    "number": "finding.none_how.number",
}


class _SearchField(ScanField):
    """The field; Down goes to the list."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, key="Ctrl+F", icon="search", height=52)


class SearchPage(Page):
    """`typed(text)` with every change, `submitted(text)` on Enter, `picked(application id)`, `number(text)`.

    The list is below the field; Down and Up go between them, so that nobody needs a mouse.
    """

    typed = Signal(str)
    submitted = Signal(str)
    picked = Signal(object)
    number = Signal(str)
    new_file = Signal()

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, texts)
        self.scene = SearchScene()
        self.presenter: object = None
        self.title = Label(theme, "", "title")
        self.field = _SearchField(theme)
        self.hint = Label(theme, "", "caption", "muted", wrap=True)
        self.count = Label(theme, "", "caption", "muted")
        self.rows = FileRowsView(theme, texts)
        self.empty = EmptyState(theme, "search")
        self.fault = IconText(theme, "warning", "", "label", "state:late", wrap=True)
        self.fault.hide()
        self._likely = QWidget()
        self._likely_row = QHBoxLayout(self._likely)
        self._likely_row.setContentsMargins(0, 0, 0, 0)
        self._likely_word = Label(theme, "", "label")
        self.likely: list[ActionButton] = []
        card = Card(theme, padding=None)
        self._card = QVBoxLayout(card)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.count)
        self._card.addLayout(head)
        for part in (self.field, self.hint, self.fault, self._likely):
            self._card.addWidget(part)
        self._card.addWidget(self.rows, 1)
        self._card.addWidget(self.empty, 1)
        self._column = QVBoxLayout(self)
        self._column.addWidget(card)
        self.field.edit.textChanged.connect(self.typed)
        self.field.submitted.connect(self.submitted)
        self.field.edit.installEventFilter(self)
        self.rows.picked.connect(self.picked)
        self.rows.left_top.connect(self.take_focus)
        self.setFocusProxy(self.field)
        self._say()
        self._dress()
        theme.changed.connect(self._dress)

    def bind(self, commands: CommandSet) -> None:
        """F2 opens the file under the hand; F9 and Ctrl+F are the field."""
        commands.bind("page.primary", self._open, self._why_not)
        commands.bind("page.new", self.new_file.emit)
        self._titles()

    def set_texts(self, texts: Texts) -> None:
        super().set_texts(texts)
        self.rows.set_texts(texts)
        self._titles()
        self._say()
        self.show_scene(self.scene)

    def _titles(self) -> None:
        self.commands.set_title("page.primary", self.texts.text("shell.command.open_file"))
        self.commands.set_title("page.new", self.texts.text("shell.command.new_file"))

    def _say(self) -> None:
        texts = self.texts
        self.setAccessibleName(texts.text("finding.title"))
        self.title.setText(texts.text("finding.title"))
        self.field.set_words(texts.text("finding.placeholder"), texts.text("finding.field_name"))
        self.hint.setText(texts.text("finding.hint"))

    def set_layout_class(self, name: str) -> None:
        one = name == "one"
        self.title.setVisible(not one)
        self.hint.setVisible(not one)

    def take_focus(self) -> None:
        self.field.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def set_text(self, text: str) -> None:
        """Begin with what was typed elsewhere."""
        self.field.edit.setText(text)

    def show_scene(self, scene: SearchScene) -> None:
        """Draw what was found."""
        texts = self.texts
        self.scene = scene
        self.field.set_wrong(scene.by == "wrong")
        self.fault.setVisible(scene.fault is not None)
        if scene.fault is not None:
            self.fault.set(words.said(texts, scene.fault))
        self._show_likely(scene)
        if scene.searching:
            self.count.setText(texts.text("finding.searching"))
        elif scene.rows:
            code = "finding.count_more" if scene.more else "finding.count"
            self.count.setText(texts.text(code, count=len(scene.rows)))
        else:
            self.count.setText("")
        self.rows.setVisible(bool(scene.rows))
        self.empty.setVisible(not scene.rows)
        if not scene.rows:
            self._show_empty(scene)
        self.rows.show_rows(scene.rows, scene.today, muted=scene.searching)

    def _show_empty(self, scene: SearchScene) -> None:
        texts = self.texts
        if not scene.text:
            self.empty.set(texts.text("finding.start"), texts.text("finding.start_how"), "search")
        elif scene.by == "nothing":
            self.empty.set(texts.text("finding.too_little"), texts.text("finding.too_little_how"), "info")
        elif scene.searching:
            self.empty.set(texts.text("finding.searching"), "", "hourglass")
        else:
            heading = texts.text("finding.none", text=scene.text)
            self.empty.set(heading, texts.text(_NONE_HOW.get(scene.by, "finding.none_how.name")), "info")

    def _show_likely(self, scene: SearchScene) -> None:
        theme, texts = self.theme, self.texts
        self._likely.setVisible(bool(scene.likely))
        if tuple(button.text() for button in self.likely) == scene.likely[:_MOST_LIKELY]:
            return
        while self._likely_row.count():
            widget = self._likely_row.takeAt(0).widget()
            if widget is not None and widget is not self._likely_word:
                widget.hide()
                widget.deleteLater()
        self.likely = []
        self._likely_word.setText(texts.text("finding.likely"))
        self._likely_row.addWidget(self._likely_word)
        for number in scene.likely[:_MOST_LIKELY]:
            button = ActionButton(theme, number, icon="file", height=40)
            button.clicked.connect(lambda _checked=False, n=number: self.number.emit(n))
            self._likely_row.addWidget(button)
            self.likely.append(button)
        self._likely_row.addStretch(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.field.edit.hasFocus() and self.scene.rows:
            self.rows.enter()
            return
        super().keyPressEvent(event)

    def _open(self) -> None:
        rows = self.scene.rows
        row = self.rows.chosen or (rows[0] if len(rows) == 1 else None)
        if row is not None:
            self.picked.emit(row.application_id)

    def _why_not(self) -> str | None:
        ready = self.rows.chosen is not None or len(self.scene.rows) == 1
        return None if ready else self.texts.text("finding.choose_row")

    def _dress(self) -> None:
        theme = self.theme
        pad = theme.px(16)
        self._column.setContentsMargins(theme.px(20), pad, theme.px(20), pad)
        inner = theme.px(18)
        self._card.setContentsMargins(inner, theme.px(14), inner, theme.px(8))
        self._card.setSpacing(theme.px(10))
        self._likely_row.setSpacing(theme.px(10))

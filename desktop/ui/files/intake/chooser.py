"""Which service? A list that typing narrows; Enter takes the first. For a file without a ticket."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.files.intake.field import IntakeField
from desktop.ui.files.intake.state import Scene
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, Card, Label


def _searched(name: str) -> str:
    """What typing is compared with: the words, and their initials (KIA for Kartu Identitas Anak)."""
    words = name.casefold().split()
    return " ".join([*words, "".join(word[0] for word in words)])


class ServiceChooser(QWidget):
    """`chosen(service id)`; down goes from the search into the list, up and down move in it."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._theme, self._texts = theme, texts
        self._shown: object = None
        self.options: list[tuple[str, ActionButton]] = []
        self.title = Label(theme, "", "title", wrap=True)
        self.search = IntakeField(theme, most=60)
        self.nothing = Label(theme, "", "body", "muted", wrap=True)
        self.nothing.hide()
        holder = QWidget()
        holder.setObjectName("scrolled")
        self._list = QVBoxLayout(holder)
        self._list.addWidget(self.nothing)
        self._list.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.viewport().setAutoFillBackground(False)
        self.area.setWidget(holder)
        card = Card(theme, padding=None)
        column = QVBoxLayout(card)
        column.addWidget(self.title)
        column.addWidget(self.search)
        column.addWidget(self.area, 1)
        self._column = column
        across = QHBoxLayout(self)
        across.addStretch(1)
        across.addWidget(card, 8)
        across.addStretch(1)
        self._across = across
        self.setFocusProxy(self.search.edit)
        self.search.edit.textChanged.connect(self._narrow)
        self.search.entered.connect(self._first)
        self._dress()
        theme.changed.connect(self._dress)

    def set_texts(self, texts: Texts) -> None:
        """Take the words of a language."""
        self._texts, self._shown = texts, None

    def show_scene(self, scene: Scene) -> None:
        """Draw the list."""
        texts = self._texts
        self.title.setText(texts.text("intake.choose_service"))
        self.search.set_words(texts.text("intake.search_service"))
        self.nothing.setText(texts.text("intake.search_none"))
        if self._shown == scene.services:
            return
        self._shown = scene.services
        for _name, button in self.options:
            button.hide()
            button.deleteLater()
        self.options = []
        for one in scene.services:
            name = one.name.words(texts.language)
            button = ActionButton(self._theme, name, icon="file")
            button.clicked.connect(lambda _checked=False, k=one.service_id: self.chosen.emit(k))
            self._list.insertWidget(self._list.count() - 2, button)
            button.show()
            self.options.append((_searched(f"{one.name.id} {one.name.en}"), button))
        self._narrow(self.search.edit.text())

    def _narrow(self, text: str) -> None:
        wanted = text.casefold().split()
        for name, button in self.options:
            button.setVisible(all(word in name for word in wanted))
        self.nothing.setVisible(not any(button.isVisibleTo(self) for _name, button in self.options))

    def _visible(self) -> list[ActionButton]:
        return [button for _name, button in self.options if button.isVisibleTo(self)]

    def _first(self) -> None:
        for button in self._visible()[:1]:
            button.click()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        stops = [self.search.edit, *self._visible()]
        here = next((n for n, stop in enumerate(stops) if stop.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
            return
        stops[max(0, min(len(stops) - 1, here + step))].setFocus(Qt.FocusReason.TabFocusReason)

    def fit(self, *, layout: str, low: bool) -> None:
        """Fit the room."""
        self._across.setStretch(0, 0 if layout == "one" else 1)
        self._across.setStretch(2, 0 if layout == "one" else 1)

    def _dress(self) -> None:
        theme = self._theme
        pad = theme.px(16)
        self._across.setContentsMargins(pad, pad, pad, pad)
        self._column.setContentsMargins(theme.px(20), pad, theme.px(20), pad)
        self._column.setSpacing(theme.px(10))
        self._list.setContentsMargins(theme.px(6), theme.px(6), theme.px(6), theme.px(6))
        self._list.setSpacing(theme.px(8))

"""The body of the back office's home: at the left what is due, at the right the scan card."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop.ui.files.batch.card import ScanCard
from desktop.ui.files.batch.state import BatchScene
from desktop.ui.files.finding.panel import ListsPanel
from desktop.ui.files.finding.state import ListsScene
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton

TINY = 560
"""Width in px at scale 1.0 below which only the scan card is left; F11 is in F10."""


class HomeView(QWidget):
    """Two cards; in one column only the scan card, the lists are a page of their own (F11)."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._theme, self._texts, self._name = theme, texts, "two"
        self.lists = ListsPanel(theme, texts)
        self.lists.signs = True
        self.scan = ScanCard(theme, texts)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.addWidget(self.lists, 1)
        self._row.addWidget(self.scan)
        self.all = ActionButton(theme, "")
        self.all.hide()
        self._row.addWidget(self.all)
        self.setFocusProxy(self.scan.field)
        self._dress()
        theme.changed.connect(self._dress)

    def set_texts(self, texts: Texts) -> None:
        """Take the words of a language."""
        self._texts = texts
        self.lists.set_texts(texts)
        self.scan.set_texts(texts)

    def set_layout_class(self, name: str) -> None:
        """Fit the window's width."""
        self._name = name
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if name == "one" else across)
        self.lists.setVisible(name != "one")
        self._show_all()
        self.lists.set_layout_class(name)
        self.scan.set_layout_class(name)
        self._dress()

    def show_lists(self, scene: ListsScene) -> None:
        """Draw what is due."""
        self.lists.show_scene(scene)
        due, late = scene.figure("today").count, scene.figure("late").count
        self.all.set_title(self._texts.text("backoffice.lists", due=due, late=late))

    def show_batch(self, scene: BatchScene) -> None:
        """Draw the scan card."""
        self.scan.show_scene(scene)
        self._show_all()

    def _show_all(self) -> None:
        # While scans run their list needs the height; F11 opens the lists all the same.
        tiny = self.window().width() / self._theme.scale < TINY
        self.all.setVisible(self._name == "one" and not tiny and not self.scan.scene.rows)

    def _dress(self) -> None:
        theme = self._theme
        one = self._name == "one"
        pad, side = theme.px(8 if one else 16), theme.px(12 if one else 20)
        self._row.setContentsMargins(side, pad, side, pad)
        self._row.setSpacing(theme.px(8 if one else 16))
        if one:
            self.scan.setMinimumWidth(0)
            self.scan.setMaximumWidth(16_777_215)
        else:
            self.scan.setFixedWidth(theme.px(320 if self._name == "narrow" else 410))

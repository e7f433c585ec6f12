"""The page of due lists that the counter opens from F10; the back office has the same lists on its home."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from desktop.ui.commands import CommandSet
from desktop.ui.files.finding.panel import ListsPanel
from desktop.ui.files.finding.state import ListsScene
from desktop.ui.i18n import Texts
from desktop.ui.shell.page import Page
from desktop.ui.theme import Theme


class ListsPage(Page):
    """`chosen(name)` of a list, `picked(application id)` of a file."""

    chosen = Signal(str)
    picked = Signal(object)

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, texts)
        self.presenter: object = None
        self.panel = ListsPanel(theme, texts)
        self.panel.chosen.connect(self.chosen)
        self.panel.picked.connect(self.picked)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.panel)
        self.setAccessibleName(texts.text("shell.command.file_lists"))
        self._dress()
        theme.changed.connect(self._dress)

    def bind(self, commands: CommandSet) -> None:
        """F2 opens the file under the hand."""
        commands.bind("page.primary", self._open, self._why_not)
        commands.set_title("page.primary", self.texts.text("shell.command.open_file"))

    def set_texts(self, texts: Texts) -> None:
        super().set_texts(texts)
        self.panel.set_texts(texts)
        self.commands.set_title("page.primary", texts.text("shell.command.open_file"))

    def set_layout_class(self, name: str) -> None:
        self.panel.set_layout_class(name)

    def take_focus(self) -> None:
        if self.panel.rows.isVisible():
            self.panel.rows.enter()
        else:
            self.panel.setFocus()

    def show_scene(self, scene: ListsScene) -> None:
        """Draw the lists."""
        self.panel.show_scene(scene)

    def _open(self) -> None:
        row = self.panel.rows.chosen
        if row is not None:
            self.picked.emit(row.application_id)

    def _why_not(self) -> str | None:
        return None if self.panel.rows.chosen is not None else self.texts.text("finding.choose_row")

    def _dress(self) -> None:
        pad = self.theme.px(16)
        self._column.setContentsMargins(self.theme.px(20), pad, self.theme.px(20), pad)

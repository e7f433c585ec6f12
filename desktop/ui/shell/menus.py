"""F1 and F10, made from the commands that the window has bound."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.ui.commands import CommandSet
from desktop.ui.i18n import Texts
from desktop.ui.shell.sheet import Sheet
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, KeyCap, Label


class KeySheet(Sheet):
    """F1: every key of this window and what it does now."""

    def __init__(self, window: QWidget, theme: Theme, texts: Texts, commands: CommandSet) -> None:
        super().__init__(window, theme, texts, texts.text("shell.keys.title"), width=640)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(8))
        for row, entry in enumerate(commands.entries(menu_only=False)):
            top_left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
            grid.addWidget(KeyCap(theme, entry.key), row, 0, top_left)
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(Label(theme, entry.title, "label" if entry.reason is None else "body", wrap=True))
            if entry.reason is not None:
                words.addWidget(Label(theme, entry.reason, "caption", "muted", wrap=True))
            grid.addLayout(words, row, 1)
        self.body.addLayout(grid)
        self.body.addStretch(1)


class MoreMenu(Sheet):
    """F10: everything that the window can do, with its keys; what cannot run now says why."""

    def __init__(self, window: QWidget, theme: Theme, texts: Texts, commands: CommandSet) -> None:
        super().__init__(window, theme, texts, texts.text("shell.command.more"), width=480)
        for entry in commands.entries():
            button = ActionButton(theme, entry.title, icon=entry.icon, key=entry.key or None)
            if entry.reason is not None:
                button.set_unavailable(f"{entry.title}: {entry.reason}")
                button.set_height(52)
            button.clicked.connect(lambda _checked=False, i=entry.id: self._run(commands, i))
            self.body.addWidget(button)
        self.body.addStretch(1)

    def _run(self, commands: CommandSet, command_id: str) -> None:
        self.close_sheet()
        commands.set_blocked(None)
        commands.trigger(command_id)

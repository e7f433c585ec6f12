"""A page: a whole task (intake, a file's timeline, a handover) that lies over a station's body.

The station's bars stay, its body waits beneath, and the page has the keys until it is closed. The same page
serves counter and back office. Views derive from this; `StaffWindow.open_page` shows it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.commands import CommandSet
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme


class Page(QWidget):
    """The base of every page.

    Signals:
        closed: the page is done; the window takes it away.
        scanned(str): a scan or a typed number that is not the page's own; the station decides.

    Attributes:
        commands: its keys, from the window, once it is open (ids ``page.*`` and ``shell.*``).
    """

    closed = Signal()
    scanned = Signal(str)
    commands: CommandSet

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self.theme, self.texts = theme, texts

    def bind(self, commands: CommandSet) -> None:
        """Give the page's commands their handlers and buttons; called once, when it is opened."""

    def set_texts(self, texts: Texts) -> None:
        """Change the language; what was typed stays."""
        self.texts = texts

    def set_layout_class(self, name: str) -> None:
        """Fit "two", "narrow" or "one" column (look.md, section 8)."""

    def take_focus(self) -> None:
        """Put the focus where work begins."""

    def take_scan(self, code: str) -> bool:
        """Take a scan that comes while this page is open; False leaves it to the station."""
        return False

    def leave(self) -> None:
        """Esc: close the page; what was typed is kept by its presenter as a draft."""
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.leave()
            return
        super().keyPressEvent(event)

"""A field of the intake: its label, the line, and what is said about it with a suggestion to take over."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets import IconText, Label, LinkButton


class IntakeField(QWidget):
    """One field; an error has a warning icon and a `late` frame, a warning an info icon and no frame.

    Signals:
        edited(str): typed by hand. left: the focus went on. entered: Enter. taken: the suggestion was chosen.
    """

    edited = Signal(str)
    left = Signal()
    entered = Signal()
    taken = Signal()

    def __init__(self, theme: Theme, *, role: str = "body", most: int = 400) -> None:
        super().__init__()
        self._theme, self._role = theme, role
        self.label = Label(theme, "", "caption", "muted")
        self.edit = QLineEdit()
        # More than is kept: a name that is too long is told to be so, never cut without a word.
        self.edit.setMaxLength(most)
        self.label.setBuddy(self.edit)
        self.message = IconText(theme, "info", "", "caption_strong", "accent-text", icon_size=17, wrap=True)
        self.suggestion = LinkButton(theme, "", icon="tick")
        self.message.hide()
        self.suggestion.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.label)
        self._column.addWidget(self.edit)
        self.below = QWidget()
        """Message and suggestion; two fields side by side put theirs below both, where there is room for words."""
        below = QVBoxLayout(self.below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.message)
        below.addWidget(self.suggestion, 0, Qt.AlignmentFlag.AlignLeft)
        self.below.hide()
        self._column.addWidget(self.below)
        self._column.addStretch(1)
        self.setFocusProxy(self.edit)
        self.edit.textEdited.connect(self.edited)
        self.edit.returnPressed.connect(self.entered)
        self.suggestion.clicked.connect(lambda _checked=False: self.taken.emit())
        self.edit.installEventFilter(self)
        self._dress()
        theme.changed.connect(self._dress)

    def set_words(self, label: str, placeholder: str = "") -> None:
        """The label is the accessible name; the placeholder only helps."""
        self.label.setText(label)
        self.edit.setAccessibleName(label)
        self.edit.setPlaceholderText(placeholder)

    def take_below(self) -> QWidget:
        """Hand out message and suggestion, for the caller's layout."""
        self._column.removeWidget(self.below)
        return self.below

    def set_text(self, text: str) -> None:
        """Put a text in, as the program does."""
        if text != self.edit.text():
            self.edit.setText(text)
            self.edit.setCursorPosition(0)

    def set_told(self, words: str, *, error: bool = False, take: str = "") -> None:
        """Say what was found, "" for nothing; ``take`` is the button that takes a suggestion over."""
        self.below.setVisible(bool(words))
        self.message.setVisible(bool(words))
        color = "state:late" if error else "accent-text"
        self.message.set(words, "warning" if error else "info", color)
        self.suggestion.setVisible(bool(take))
        if take:
            self.suggestion.set_title(take)
        self.edit.setAccessibleDescription(words)
        if bool(self.edit.property("wrong")) != error:
            self.edit.setProperty("wrong", error)
            self.edit.style().unpolish(self.edit)
            self.edit.style().polish(self.edit)
            self.edit.updateGeometry()  # a thicker frame is a taller field

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Ctrl+Z undoes typing first; with nothing typed it is the window's command.
            if event.matches(QKeySequence.StandardKey.Undo) and not self.edit.isUndoAvailable():
                event.ignore()
                return True
        return False

    def _dress(self) -> None:
        self._column.setSpacing(self._theme.px(3))
        self.edit.setFixedHeight(self._theme.px(44))
        self.edit.setFont(self._theme.font(self._role))

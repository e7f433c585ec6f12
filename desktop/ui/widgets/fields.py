"""Fields: the scan field with its icon and key, and a plain field with a label, a hint and a fault."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.theme import Theme, paint_icon
from desktop.ui.widgets.labels import IconText, Label
from desktop.ui.widgets.marks import KeyCap
from desktop.ui.widgets.paint import paint_box


class ScanField(QWidget):
    """Where a code is scanned or typed (F9): icon, field, key. `submitted(text)` on Enter.

    Args:
        placeholder: a hint only; `accessible_name` is the label.
        height: px at scale 1.0.
    """

    submitted = Signal(str)

    def __init__(self, theme: Theme, placeholder: str = "", *, accessible_name: str = "", key: str = "F9",
                 icon: str = "scan", height: int = 40, parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme, self._icon, self._height = theme, icon, height
        self._wrong = False
        self.edit = QLineEdit()
        self.edit.setProperty("bare", True)
        self.edit.setProperty("scan_field", True)
        self.edit.setMaxLength(80)
        # The ring goes round the frame that people see, not round the bare field inside it.
        self.edit.focus_frame = self  # type: ignore[attr-defined]
        self.key_cap = KeyCap(theme, key)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.edit, 1)
        self._row.addWidget(self.key_cap)
        self.setFocusProxy(self.edit)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_words(placeholder, accessible_name)
        self.edit.returnPressed.connect(self._submit)
        self.edit.textEdited.connect(lambda _text: self.set_wrong(False))
        self.edit.installEventFilter(self)
        self._dress()
        theme.changed.connect(self._dress)

    @property
    def focus_radius(self) -> int:
        """Radius of the control, px at scale 1.0."""
        return 8

    def set_words(self, placeholder: str, accessible_name: str = "") -> None:
        """Set placeholder and accessible name (the placeholder, where none is given)."""
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(accessible_name or placeholder)

    def set_wrong(self, wrong: bool) -> None:
        """Frame it in `late` with the warning icon."""
        if wrong != self._wrong:
            self._wrong = wrong
            self.update()

    def text(self) -> str:
        """What stands in it, without spaces around."""
        return self.edit.text().strip()

    def clear(self) -> None:
        """Empty it."""
        self.edit.clear()
        self.set_wrong(False)

    def _submit(self) -> None:
        if self.text():
            self.submitted.emit(self.text())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.edit.setFocus(Qt.FocusReason.MouseFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Ctrl+Z undoes typing first; with nothing typed it is the window's command.
            if event.matches(QKeySequence.StandardKey.Undo) and not self.edit.isUndoAvailable():
                event.ignore()
                return True
        return False

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(300), self._theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(150), self._theme.px(self._height))

    def _dress(self) -> None:
        theme = self._theme
        self._row.setContentsMargins(theme.px(43), theme.px(2), theme.px(9), theme.px(2))
        self._row.setSpacing(theme.px(8))
        self.edit.setFont(theme.font("body"))
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        rect = QRectF(self.rect())
        frame = theme.state("late").plain if self._wrong else theme.color("edge")
        paint_box(
            painter, rect, theme.px(8), theme.color("surface"), frame, theme.line(2 if self._wrong else 1)
        )
        side = theme.px(20)
        box = QRectF(theme.px(13), rect.center().y() - side / 2, side, side)
        paint_icon(painter, "warning" if self._wrong else self._icon, box,
                   frame if self._wrong else theme.color("muted"))  # fmt: skip


class TextField(QWidget):
    """A label, a field of 44, and below it a hint or what is wrong.

    The label is the field's buddy and accessible name; a fault shows icon, words and a `late` frame.
    """

    submitted = Signal()

    def __init__(self, theme: Theme, label: str, *, hint: str = "", password: bool = False,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme = theme
        self.label = Label(theme, label, "label")
        self.edit = QLineEdit()
        self.edit.setAccessibleName(label)
        if password:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.label.setBuddy(self.edit)
        self.hint = Label(theme, hint, "caption", "muted", wrap=True)
        self.fault = IconText(theme, "warning", "", "caption_strong", "state:late", icon_size=17, wrap=True)
        self.fault.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (self.label, self.edit, self.hint, self.fault):
            self._column.addWidget(part)
        self.setFocusProxy(self.edit)
        self.edit.returnPressed.connect(self.submitted)
        self.hint.setVisible(bool(hint))  # only now: without a parent it would open as a window of its own
        self.edit.textEdited.connect(lambda _text: self.set_fault(None))
        self._dress()
        theme.changed.connect(self._dress)

    def text(self) -> str:
        """What stands in the field."""
        return self.edit.text()

    def set_fault(self, fault: str | None) -> None:
        """Say what is wrong with it, or (None) nothing."""
        if fault is None and self.fault.isHidden():
            return
        self.fault.setVisible(fault is not None)
        self.fault.set(fault or "")
        self.edit.setAccessibleDescription(fault or self.hint.text())
        self.edit.setProperty("wrong", fault is not None)
        self.edit.style().unpolish(self.edit)
        self.edit.style().polish(self.edit)

    def _dress(self) -> None:
        self._column.setSpacing(self._theme.px(6))
        self.edit.setFixedHeight(self._theme.px(44))
        self.edit.setFont(self._theme.font("body"))

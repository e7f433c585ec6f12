"""A panel within the window instead of a dialog: a card over a flat scrim; Esc closes, focus returns."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, Card, Label

# Share of the visible height that a key scrolls by: long sheets must be read without a mouse.
_SCROLL_STEPS: dict[int, float] = {
    Qt.Key.Key_Up: -0.2,
    Qt.Key.Key_Down: 0.2,
    Qt.Key.Key_PageUp: -0.9,
    Qt.Key.Key_PageDown: 0.9,
}


class Sheet(QWidget):
    """A modal card over one window; no nested event loop: listen to `closed` and your buttons.

    Args:
        window: the window that it covers.
        title: heading of the card.
        width: of the card in px at scale 1.0; never wider than the window.
        scroll: whether the content may scroll where the window is low.
    """

    closed = Signal()

    def __init__(self, window: QWidget, theme: Theme, texts: Texts, title: str, *, width: int = 560,
                 scroll: bool = True) -> None:  # fmt: skip
        super().__init__(window)
        self._theme, self._width = theme, width
        self._before: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(title)
        self.card = Card(theme, padding=None, frame="edge")
        self.title = Label(theme, title, "title", wrap=True)
        self.close_button = ActionButton(theme, icon="x", key="Esc", height=40,
                                         accessible_name=texts.text("shell.close"))  # fmt: skip
        self.close_button.clicked.connect(self.close_sheet)
        self._column = QVBoxLayout(self.card)
        self._head = QHBoxLayout()
        self._head.addWidget(self.title, 1)
        self._head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(self._head)
        self.content = QWidget()
        self.body = QVBoxLayout(self.content)
        self._area: QScrollArea | None = None
        if scroll:
            self._area = QScrollArea()
            self._area.setWidgetResizable(True)
            self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.content.setObjectName("scrolled")
            self._area.viewport().setAutoFillBackground(False)
            self._area.setWidget(self.content)
            self._column.addWidget(self._area, 1)
        else:
            self._column.addWidget(self.content, 1)
        self.buttons = QHBoxLayout()
        self.buttons.addStretch(1)
        self._column.addLayout(self.buttons)
        self.card.setParent(self)
        self.hide()
        window.installEventFilter(self)
        theme.changed.connect(self._dress)

    def add_button(self, button: ActionButton) -> ActionButton:
        """Put a button at the foot, and return it."""
        self.buttons.addWidget(button)
        return button

    def open(self, focus: QWidget | None = None) -> None:
        """Show it and move the focus in: to `focus`, else to its first control."""
        if self.isVisible():
            return
        self._before = QApplication.focusWidget()
        self._dress()
        self.raise_()
        self.show()
        target = focus or self._next(self, forward=True) or self.close_button
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def close_sheet(self) -> None:
        """Hide it, give the focus back and emit `closed`."""
        if self.isHidden():
            return
        self.hide()
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        elif self._area is not None and event.key() in _SCROLL_STEPS:
            bar = self._area.verticalScrollBar()
            bar.setValue(bar.value() + round(_SCROLL_STEPS[event.key()] * self._area.height()))
        # Everything stays here: the window below does not act while a sheet is open.
        event.accept()

    def focusNextPrevChild(self, next: bool) -> bool:
        current = QApplication.focusWidget() or self
        target = self._next(current, forward=next)
        if target is None:
            return False
        target.setFocus(Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason)
        if self._area is not None and self.content.isAncestorOf(target):
            self._area.ensureWidgetVisible(target, 8, 8)
        return True

    def _next(self, start: QWidget, *, forward: bool) -> QWidget | None:
        step = start.nextInFocusChain() if forward else start.previousInFocusChain()
        while step is not None and step is not start:
            tab = step.focusPolicy() & Qt.FocusPolicy.TabFocus and step.focusProxy() is None
            if tab and step.isEnabled() and self.isAncestorOf(step) and step.isVisibleTo(self):
                if step is not self.close_button or start is not self:
                    return step
            step = step.nextInFocusChain() if forward else step.previousInFocusChain()
        return None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._dress()
        return False

    def _dress(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        theme = self._theme
        pad = theme.px(24)
        self._column.setContentsMargins(pad, theme.px(20), pad, theme.px(20))
        self._column.setSpacing(theme.px(16))
        self.body.setSpacing(theme.px(12))
        self.body.setContentsMargins(theme.px(6), theme.px(6), theme.px(6), theme.px(6))
        self.buttons.setSpacing(theme.px(12))
        self.setGeometry(window.rect())
        edge = min(theme.px(24), window.width() // 24)
        width = min(theme.px(self._width), window.width() - 2 * edge)
        self.card.setFixedWidth(width)
        self.content.ensurePolished()
        inner = width - 2 * pad
        wanted = self.body.heightForWidth(inner) if self.body.hasHeightForWidth() else 0
        wanted = max(wanted, self.body.sizeHint().height())
        head = max(self._head.sizeHint().height(), self._head.heightForWidth(inner))
        foot = self.buttons.sizeHint().height()
        gaps = 1 if self.buttons.count() < 2 else 2
        high = wanted + head + foot + 2 * theme.px(20) + gaps * theme.px(16) + 4
        height = min(high, window.height() - 2 * edge)
        self.card.setGeometry((window.width() - width) // 2, (window.height() - height) // 2, width, height)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        scrim = QColor(0, 0, 0, 200 if self._theme.high_contrast else 120)
        QPainter(self).fillRect(self.rect(), scrim)

"""Who works here, and at which counter: two plain views; passive."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, Card, IconText, Label, LinkButton, Mark, PrimaryButton, TextField


class SignInView(QWidget):
    """Login and password; `submitted(login, password)`. The password is cleared after every try."""

    submitted = Signal(str, str)

    def __init__(self, theme: Theme, texts: Texts, office: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.card = Card(theme, padding=None)
        self.office = Label(theme, office, "body", "muted", wrap=True)
        self.title = Label(theme, texts.text("shell.signin.title"), "title")
        self.login = TextField(theme, texts.text("shell.signin.login"))
        self.password = TextField(theme, texts.text("shell.signin.password"), password=True)
        self.button = PrimaryButton(theme, texts.text("shell.signin.button"), icon="arrow-right", key="Enter",
                                    small=True)  # fmt: skip
        self.fault = IconText(theme, "warning", "", "label", "state:late", wrap=True)
        self.fault.hide()
        self._texts = texts
        head = QHBoxLayout()
        head.addWidget(Mark(theme, 36))
        head.addWidget(self.office, 1)
        self._column = QVBoxLayout(self.card)
        self._column.addLayout(head)
        for part in (self.title, self.login, self.password, self.fault, self.button):
            self._column.addWidget(part)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        # Not an aligned item: Qt would ask it for its height at the window's width, and cut a wrapped line.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.card)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(1)
        self.setFocusProxy(self.login)
        self.login.submitted.connect(lambda: self.password.edit.setFocus(Qt.FocusReason.TabFocusReason))
        self.password.submitted.connect(self._submit)
        self.button.clicked.connect(lambda _checked=False: self._submit())
        self._dress()
        theme.changed.connect(self._dress)

    def set_fault(self, text: str | None) -> None:
        """Say why signing in failed; the password is asked for again."""
        self.set_busy(False)
        self.fault.setVisible(text is not None)
        if text is not None:
            self.fault.set(text)
            self.password.edit.clear()
            self.password.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        """Show that the answer is awaited."""
        self.button.set_busy(self._texts.text("shell.signin.busy") if busy else None)

    def _submit(self) -> None:
        login = self.login.text().strip()
        if not login:
            self.login.set_fault(self._texts.text("shell.signin.login_missing"))
            self.login.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.password.text():
            self.password.set_fault(self._texts.text("shell.signin.password_missing"))
            self.password.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.fault.hide()
        self.submitted.emit(login, self.password.text())

    def _dress(self) -> None:
        pad = self._theme.px(32)
        self._column.setContentsMargins(pad, pad, pad, pad)
        self._column.setSpacing(self._theme.px(16))
        self.card.setFixedWidth(self._theme.px(420))


@dataclass(frozen=True, slots=True)
class CounterChoice:
    """One counter: its id, name ("Loket 3"), what it serves, and who has it (None: free)."""

    id: str
    name: str
    services: str
    taken_by: str | None = None


class CounterChooserView(QWidget):
    """All counters as rows; a taken one is refused, naming who has it. `chosen(counter id)`."""

    chosen = Signal(str)
    refused = Signal(str)
    sign_out = Signal()

    def __init__(self, theme: Theme, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._texts = theme, texts
        self.card = Card(theme, padding=None)
        self.title = Label(theme, texts.text("shell.counters.title"), "title")
        self.fault = IconText(theme, "warning", "", "label", "state:late", wrap=True)
        self.fault.hide()
        self.rows: list[ActionButton] = []
        self._list = QVBoxLayout()
        holder = QWidget()
        holder.setObjectName("scrolled")
        holder.setLayout(self._list)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        area.setWidget(holder)
        self.out = LinkButton(theme, texts.text("shell.command.sign_out"), icon="sign-out")
        self.out.clicked.connect(lambda _checked=False: self.sign_out.emit())
        self._column = QVBoxLayout(self.card)
        self._column.addWidget(self.title)
        self._column.addWidget(self.fault)
        self._column.addWidget(area, 1)
        self._column.addWidget(self.out, 0, Qt.AlignmentFlag.AlignLeft)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(self.card)
        outer.addStretch(1)
        self._outer = outer
        self._area = area
        self._shown: list[CounterChoice] = []
        self._dress()
        theme.changed.connect(self._dress)

    def set_counters(self, counters: list[CounterChoice]) -> None:
        """Show the counters, free and taken; where nothing changed, focus and place stay as they are."""
        if counters == self._shown and self.rows:
            return
        self._shown = list(counters)
        while self._list.count():
            widget = self._list.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = []
        for counter in counters:
            row = ActionButton(self._theme, counter.name, icon="desk", line=counter.services, kind="large")
            if counter.taken_by is not None:
                reason = self._texts.text("shell.counters.taken", name=counter.name, staff=counter.taken_by)
                row.set_unavailable(reason)
                row.refused.connect(self._refuse)
            row.clicked.connect(lambda _checked=False, i=counter.id: self.chosen.emit(i))
            self._list.addWidget(row)
            self.rows.append(row)
        self._list.addStretch(1)
        free = next((row for row in self.rows if row.unavailable_reason is None), None)
        if free is not None:
            self.setFocusProxy(free)
            free.setFocus(Qt.FocusReason.TabFocusReason)
        # New rows have no place yet: only then can the list be moved to where it should be.
        QTimer.singleShot(0, self, self._show_free)

    def _show_free(self) -> None:
        free = next((row for row in self.rows if row.unavailable_reason is None), None)
        if free is not None:
            self._area.ensureWidgetVisible(free, 8, self._theme.px(90))
        else:
            self._area.verticalScrollBar().setValue(0)

    def set_fault(self, text: str | None) -> None:
        """Say why a counter could not be taken."""
        self.fault.setVisible(text is not None)
        if text is not None:
            self.fault.set(text)

    def _refuse(self, reason: str) -> None:
        self.set_fault(reason)
        self.refused.emit(reason)

    def _dress(self) -> None:
        theme = self._theme
        pad = theme.px(32)
        self._column.setContentsMargins(pad, pad, pad, pad)
        self._column.setSpacing(theme.px(16))
        self._list.setSpacing(theme.px(12))
        self._list.setContentsMargins(theme.px(6), theme.px(6), theme.px(6), theme.px(6))
        self._outer.setContentsMargins(theme.px(20), theme.px(40), theme.px(20), theme.px(40))
        self.card.setFixedWidth(theme.px(560))

"""The administrator's window: sign-in, then a first page whose buttons open the pages; passive."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.admin.holidays_state import Line
from desktop.ui.admin.holidays_words import sentence
from desktop.ui.i18n import Texts
from desktop.ui.shell import SignInView, StaffWindow
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, Card, Label


class HomeView(QWidget):
    """Large buttons, one for each page."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._theme = theme
        self.card = Card(theme, padding=None)
        self.title = Label(theme, texts.text("admin.choose"), "title", wrap=True)
        self.holidays = ActionButton(theme, " ", kind="large")
        self._column = QVBoxLayout(self.card)
        self._column.addWidget(self.title)
        self._column.addWidget(self.holidays)
        outer = QVBoxLayout(self)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.card)
        middle.addStretch(1)
        outer.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(2)
        self.setFocusProxy(self.holidays)
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        pad = self._theme.px(24)
        self._column.setContentsMargins(pad, pad, pad, pad)
        self._column.setSpacing(self._theme.px(16))
        self.card.setFixedWidth(self._theme.px(560))


class AdminWindow(StaffWindow):
    """What the presenters of this station talk to. Signals are what people do; `build` connects them.

    Signals:
        painted, signing_in(login, password), signing_out.
    """

    painted = Signal()
    signing_in = Signal(str, str)
    signing_out = Signal()

    def __init__(self, theme: Theme, texts: Texts, office: str = "") -> None:
        super().__init__(theme, texts, "admin")
        self._office, self._was_painted = office, False
        self.sign_in: SignInView | None = None
        self.home: HomeView | None = None
        self.presenters: list[Any] = []
        """Kept alive by their window: the lanes hold them weakly."""
        self._state: Any = None
        self.layout_changed.connect(lambda _name: self.top.scan.hide())  # no files here: nothing to scan
        self.commands.bind("shell.scan", self.focus_scan, lambda: self.texts.text("shell.nothing_to_do"))
        self.commands.refused.connect(
            lambda _id, reason: self.toast.show_line(reason, icon="info", seconds=4)
        )
        self.commands.bind("shell.sign_out", self.signing_out.emit, self._why_nobody)
        self.setWindowTitle(texts.text("admin.window"))
        self._titles()

    def _why_nobody(self) -> str | None:
        return None if self.home is not None else self.texts.text("shell.nothing_to_do")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def show_sign_in(self, fault: Line | None) -> None:
        """Ask who is there."""
        if self.sign_in is None:
            self.home = None
            self.sign_in = SignInView(self.theme, self.texts, self._office)
            self.sign_in.submitted.connect(self.signing_in)
            self.top.set_staff("")
            self.set_body(self.sign_in)
        self.sign_in.set_fault(None if fault is None else sentence(self.texts, fault))

    def show_checking(self) -> None:
        """The answer to signing in is awaited."""
        if self.sign_in is not None:
            self.sign_in.set_busy(True)

    def enter(self, person: Any) -> None:
        """Somebody signed in: the first page."""
        self.top.set_staff(person.name)
        self._make_home()

    def _make_home(self) -> None:
        self.sign_in = None
        self.home = HomeView(self.theme, self.texts)
        self.commands.add_button("back.holidays", self.home.holidays)
        self.home.holidays.set_title(self.commands.title("back.holidays"))
        self.set_body(self.home)
        self.home.holidays.setFocus(Qt.FocusReason.TabFocusReason)

    def show_home(self, state: Any) -> None:
        """What each page holds."""
        self._state = state
        if self.home is not None:
            self.home.holidays.set_line(sentence(self.texts, state.holidays))

    def show_clock(self, office: str, local: datetime, zone: str) -> None:
        """The office and its time."""
        self.top.set_clock(self.texts.time(local, zone), self.texts.date_short(local.date()))
        if office != self._office:
            self._office = office
            self._titles()
            if self.sign_in is not None:
                self.sign_in.office.setText(office)

    def show_fault(self, line: Line | None) -> None:
        """The database does not answer, or (None) does again."""
        if line is None:
            self.message.clear()
        else:
            self.message.show_fault(sentence(self.texts, line))

    def set_texts(self, texts: Texts) -> None:
        """Change the language."""
        super().set_texts(texts)
        self.setWindowTitle(texts.text("admin.window"))
        self._titles()
        if self.home is not None and self.page is None:
            self._make_home()
            if self._state is not None:
                self.show_home(self._state)

    def _titles(self) -> None:
        self.top.set_title(self.texts.text("admin.window"), self._office)

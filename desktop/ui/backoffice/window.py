"""The back office's window: sign-in, then lists and scan card; it shows what presenters say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent

from desktop.ui.backoffice.state import BackScene
from desktop.ui.backoffice.view import HomeView
from desktop.ui.counter.screen import Clerk
from desktop.ui.counter.state import Said
from desktop.ui.files.batch.state import BatchScene
from desktop.ui.files.finding import words
from desktop.ui.files.finding.state import ListsScene
from desktop.ui.i18n import Texts
from desktop.ui.shell.bars import StatusItem
from desktop.ui.shell.signin import SignInView
from desktop.ui.shell.window import StaffWindow
from desktop.ui.theme import Theme

TINY = 560
"""Width in px at scale 1.0 (300 % on the smallest screen) below which titles are short."""


class BackofficeWindow(StaffWindow):
    """Signals are what people do; `build` connects them."""

    painted = Signal()
    signing_in = Signal(str, str)
    entered = Signal(object)
    retrying = Signal()
    undo_asked = Signal()

    def __init__(self, theme: Theme, texts: Texts, office: str = "") -> None:
        super().__init__(theme, texts, "backoffice")
        self._office, self._was_painted = office, False
        self.home: HomeView | None = None
        self.sign_in: SignInView | None = None
        self.bars = BackScene()
        self.presenters: list[Any] = []
        """Kept alive by their window: the lanes hold them weakly."""
        self.take_scan: Callable[[str], None] = lambda _code: None
        self.top.scan.submitted.connect(lambda text: self.take_scan(text))
        self.message.action.connect(self.retrying)
        self.toast.action.connect(self._undo)
        self.toast.at_top = True  # the foot of a page holds the keys of its next step
        self.commands.refused.connect(lambda _id, reason: self.tell(reason))
        self.commands.bind("shell.scan", self.focus_scan, self._why_outside)
        self.layout_changed.connect(self._fit)
        theme.changed.connect(self._slim_bars)
        self.page_changed.connect(self._show_title)
        self.page_changed.connect(self._show_scan)
        self.setWindowTitle(texts.text("backoffice.title"))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def set_office(self, name: str) -> None:
        """The office's name, above the sign-in."""
        self._office = name
        if self.sign_in is not None:
            self.sign_in.office.setText(name)
        self._show_title()

    # ---- before somebody is inside ----

    def show_sign_in(self, fault: Said | None) -> None:
        """Ask who works here."""
        if self.sign_in is None or self.body is not self.sign_in:
            self.home = None
            self.sign_in = SignInView(self.theme, self.texts, self._office)
            self.sign_in.submitted.connect(self.signing_in)
            self.bars = BackScene()
            self.top.set_staff("")
            self.top.set_clock("", "")
            self.top.scan.hide()
            self.message.clear()
            self.status.set_items(())
            self.set_body(self.sign_in)
            self._show_title()
        self.sign_in.set_busy(False)
        self.sign_in.set_fault(None if fault is None else words.said(self.texts, fault))

    def show_checking(self) -> None:
        """The answer to signing in is awaited."""
        if self.sign_in is not None:
            self.sign_in.set_busy(True)

    def enter(self, clerk: Clerk) -> None:
        """Somebody is inside: show what is due."""
        self.sign_in = None
        self.home = HomeView(self.theme, self.texts)
        self.commands.add_button("back.lists", self.home.all)
        self.home.set_layout_class(self.layout_name or "two")
        self.set_body(self.home)
        self.top.set_staff(clerk.name)
        self._fit(self.layout_name)
        self._show_title()
        self.entered.emit(clerk)

    def _why_outside(self) -> str | None:
        return None if self.home is not None else self.texts.text("shell.nothing_to_do")

    # ---- what is shown ----

    def show_lists(self, scene: ListsScene) -> None:
        """Draw what is due."""
        if self.home is not None:
            self.home.show_lists(scene)

    def show_batch(self, scene: BatchScene) -> None:
        """Draw the scan card."""
        if self.home is not None:
            self.home.show_batch(scene)
            self.commands.refresh()

    def show_bars(self, scene: BackScene) -> None:
        """Draw clock, status and fault."""
        if self.home is None:
            return
        texts = self.texts
        self.bars = scene
        if scene.at is not None:
            self.top.set_clock(texts.time(scene.at, scene.zone or None), texts.date_short(scene.at.date()))
        lost = scene.fault is not None
        item = StatusItem(texts.text("shell.status.database_fault"), "late") if lost else StatusItem(
            texts.text("shell.status.database_ready"))  # fmt: skip
        self.status.set_items((item,), item.text)
        self.status.set_figures(texts.text("backoffice.figures", due=scene.due, late=scene.late))
        if scene.fault is not None:
            self.message.show_fault(words.said(texts, scene.fault), texts.text("shell.retry"))
        else:
            self.message.clear()

    def say(self, said: Said) -> None:
        """Tell what was done."""
        self.toast.show_line(words.said(self.texts, said), seconds=5)

    def tell(self, text: str) -> None:
        """Say why a key did nothing."""
        self.toast.show_line(text, icon="info", seconds=4)

    def set_texts(self, texts: Texts) -> None:
        """Change the language of everything that is shown."""
        super().set_texts(texts)
        self.setWindowTitle(texts.text("backoffice.title"))
        self._show_title()
        if self.home is not None:
            self.home.set_texts(texts)
            self.show_bars(self.bars)

    def _undo(self) -> None:
        if self.page is None:
            self.undo_asked.emit()

    def _show_title(self) -> None:
        texts = self.texts
        if self.home is None:
            self.top.set_title(self._office or texts.text("backoffice.title"))
            return
        code = "backoffice.subtitle_file" if self.page is not None else "backoffice.subtitle"
        tiny = self.width() / self.theme.scale < TINY
        self.top.set_title(
            texts.text("backoffice.title_short" if tiny else "backoffice.title"), texts.text(code)
        )
        self.commands.set_title("back.next_step", texts.text("backoffice.switch"))

    def _fit(self, name: str) -> None:
        if self.home is not None:
            self.home.set_layout_class(name or "two")
        self._show_scan()
        self._show_title()
        self._slim_bars()

    def _show_scan(self) -> None:
        # The home has a field of its own; a page has the bar's.
        self.top.scan.setVisible(
            self.home is not None and self.page is not None and self.layout_name != "one"
        )

    def focus_scan(self) -> None:
        """F9: the card's field, or over a page the bar's."""
        if self.home is None or self.page is not None:
            super().focus_scan()
            return
        edit = self.home.scan.field.edit
        edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        edit.selectAll()

    def _slim_bars(self) -> None:
        # In one column height is what is missing; the bars keep what they hold and give the air away.
        one = self.layout_name == "one"
        self.top.setFixedHeight(self.theme.px(46 if one else 60))
        self.status.setFixedHeight(self.theme.px(30 if one else 36))

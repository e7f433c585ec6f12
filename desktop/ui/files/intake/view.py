"""The intake page: ticket strip, checklist, applicant, outcome; or the choice of a service; or what came of it.

It draws the scene it is given and tells by signals what people do; ``build`` connects it with its presenter.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.commands import CommandSet
from desktop.ui.files.intake import words
from desktop.ui.files.intake.checklist import Checklist
from desktop.ui.files.intake.chooser import ServiceChooser
from desktop.ui.files.intake.columns import FormColumns
from desktop.ui.files.intake.done_panel import DonePanel
from desktop.ui.files.intake.field import IntakeField
from desktop.ui.files.intake.note_sheet import RowNoteSheet
from desktop.ui.files.intake.outcome_card import OutcomeCard
from desktop.ui.files.intake.person_card import PersonCard
from desktop.ui.files.intake.sight import keep_in_sight
from desktop.ui.files.intake.state import Key, Scene
from desktop.ui.files.intake.strip import TicketStrip
from desktop.ui.i18n import Texts
from desktop.ui.shell import StaffWindow
from desktop.ui.shell.page import Page
from desktop.ui.theme import Theme
from desktop.ui.widgets import EmptyState

#: Height of the window, px at scale 1.0, below which rows and cards are lower and e-mail is behind its link.
LOW = 720
_PAGES = {"loading": 0, "failed": 0, "choose": 1, "form": 2, "saving": 2, "unsure": 2, "done": 3}


class IntakePage(Page):
    """See the module. `offer_scan(code, field)` asks the presenter whether a scan is meant for it."""

    submitted = Signal()
    rest_answered = Signal()
    started_over = Signal()
    print_asked = Signal()
    note_given = Signal(object, str)

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, texts)
        self.scene = Scene()
        self.presenter: object = None
        self.offer_scan: Callable[[str, str], bool] = lambda _code, _field: False
        self.may_leave: Callable[[], bool] = lambda: True
        self._layout = "two"
        self._field = "nik"
        self.strip = TicketStrip(theme, texts)
        self.wait = EmptyState(theme, "hourglass", key="F2")
        self.chooser = ServiceChooser(theme, texts)
        self.checklist = Checklist(theme, texts)
        self.person = PersonCard(theme, texts)
        self.outcome = OutcomeCard(theme, texts)
        self.done = DonePanel(theme, texts)
        self.fields: dict[str, IntakeField] = {**self.person.fields, **self.checklist.fields}
        self._build()
        self.checklist.rest_pressed.connect(self.rest_answered)
        self.checklist.beyond.connect(self._beyond)
        for field in self.fields.values():
            field.edit.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)
        self.set_texts(texts)
        theme.changed.connect(self._fit)

    def _build(self) -> None:
        self.columns = FormColumns(self.theme, self.checklist, self.person, self.outcome)
        self.pages = QStackedWidget()
        for page in (self.wait, self.chooser, self.columns, self.done):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self.pages, 1)

    # ---- commands ----

    def bind(self, commands: CommandSet) -> None:
        bind = commands.bind
        bind("page.primary", self.submitted.emit, self._why_not_primary)
        bind("page.again", self.started_over.emit, lambda: self._unless(self.scene.mode == "form"))
        bind("page.second", self._continue, lambda: self._unless(self._returned() is not None))
        bind("page.print", self.print_asked.emit, self._why_not_print)
        bind("page.confirm", self._confirm, self._why_not_confirm)
        bind("counter.note", self._note, self._why_no_row)
        for number, value in enumerate(words.VALUES, start=1):
            bind(f"page.value_{number}", partial(self._answer, value), self._why_no_row)
        for button in (self.outcome.primary, self.done.primary):
            commands.add_button("page.primary", button)
        commands.add_button("page.print", self.done.again)
        self.wait.button.clicked.connect(lambda _checked=False: commands.trigger("page.primary"))
        self.strip.again.clicked.connect(lambda _checked=False: commands.trigger("page.again"))

    def _unless(self, can: bool) -> str | None:
        return None if can else self.texts.text("shell.nothing_to_do")

    def _why_not_primary(self) -> str | None:
        if self.scene.blocked is not None:
            return words.said(self.texts, self.scene.blocked)
        return self._unless(self.scene.mode in ("form", "failed", "unsure", "done"))

    def _why_not_print(self) -> str | None:
        return self._unless(self.scene.done is not None and self.scene.done.can_print)

    def _why_no_row(self) -> str | None:
        if self.scene.mode != "form":
            return self.texts.text("shell.nothing_to_do")
        return None if self.checklist.current() is not None else self.texts.text("intake.no_row")

    def _why_not_confirm(self) -> str | None:
        sheet = getattr(self._window(), "sheet", None)
        return self._unless(isinstance(sheet, RowNoteSheet) or self.scene.unanswered > 0)

    def _window(self) -> StaffWindow | None:
        window = self.window()
        return window if isinstance(window, StaffWindow) else None

    def _confirm(self) -> None:
        window = self._window()
        sheet = window.sheet if window is not None else None
        if isinstance(sheet, RowNoteSheet):
            sheet.confirm.click()
        else:
            self.rest_answered.emit()

    def _answer(self, value: str) -> None:
        key = self.checklist.current()
        if key is not None:
            self.checklist.answered.emit(key, value, True)

    def _note(self) -> None:
        key, window = self.checklist.current(), self._window()
        row = next((one for one in self.scene.rows if one.key == key), None)
        if row is None or window is None:
            return
        sheet = RowNoteSheet(window, self.theme, self.texts, row.label.words(self.texts.language), row.note)
        sheet.saved.connect(lambda text: self.note_given.emit(key, text))
        window.show_sheet(sheet, sheet.field.edit)

    def _returned(self) -> object:
        return next((one.application_id for one in self.scene.earlier if one.can_continue), None)

    def _continue(self) -> None:
        self.person.continued.emit(self._returned())

    # ---- what the presenter says ----

    def show_scene(self, scene: Scene) -> None:
        """Draw everything but the texts in the fields."""
        before, self.scene = self.scene, scene
        self.strip.show_scene(scene)
        self.pages.setCurrentIndex(_PAGES[scene.mode])
        texts = self.texts
        if scene.mode in ("loading", "failed"):
            failed = scene.mode == "failed"
            heading = texts.text("intake.cannot_open" if failed else "shell.loading")
            line = words.said(texts, scene.notice) if scene.notice is not None else ""
            button = texts.text("shell.retry") if failed else None
            self.wait.set(heading, line, "warning" if failed else "hourglass", button)
        elif scene.mode == "choose":
            self.chooser.show_scene(scene)
        elif scene.mode == "done":
            self.done.show_scene(scene)
        else:
            self.checklist.show_scene(scene)
            self.person.show_scene(scene)
            self.outcome.show_scene(scene)
            for part in (self.checklist, self.person):
                part.setEnabled(scene.mode == "form")
        if hasattr(self, "commands"):
            self.commands.set_title("page.primary", words.primary(texts, scene))
            self.commands.refresh()
        if scene.mode != before.mode:
            self._mode_changed(scene)
        elif (scene.told, scene.earlier, scene.proxy) != (before.told, before.earlier, before.proxy):
            QTimer.singleShot(0, self, self._keep_in_sight)

    def _mode_changed(self, scene: Scene) -> None:
        self._order()
        if scene.mode == "choose":
            self.chooser.search.edit.setFocus(Qt.FocusReason.TabFocusReason)
        elif scene.mode == "failed":
            self.wait.button.setFocus(Qt.FocusReason.TabFocusReason)
        elif scene.mode in ("saving", "unsure"):
            self.focus_primary()

    def set_field(self, name: str, text: str) -> None:
        """Put a text into a field."""
        self.fields[name].set_text(text)

    def set_date(self, name: str, day: date) -> None:
        """Put a date into a field in the reader's language."""
        self.fields[name].set_text(self.texts.date(day))

    def focus_field(self, name: str) -> None:
        """Go to a field, opening what hides it."""
        if name == "email":
            self.person.open_email()
        self.fields[name].edit.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_row(self, key: Key) -> None:
        """Go to a row of the checklist."""
        self.checklist.focus_row(key)

    def focus_primary(self) -> None:
        """Go to the button of F2."""
        button = self.done.primary if self.scene.mode == "done" else self.outcome.primary
        button.setFocus(Qt.FocusReason.TabFocusReason)

    def finish(self) -> None:
        """Close the page."""
        self.closed.emit()

    # ---- the page in its window ----

    def take_focus(self) -> None:
        # The presenter says where work begins once the form has been read.
        if self.scene.mode == "loading":
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_scan(self, code: str) -> bool:
        return self.offer_scan(code, self._field)

    def leave(self) -> None:
        if self.may_leave():
            super().leave()
        elif (window := self._window()) is not None:
            window.toast.show_line(self.texts.text("intake.saving"), icon="info", seconds=4)

    def set_texts(self, texts: Texts) -> None:
        super().set_texts(texts)
        for part in (self.strip, self.chooser, self.checklist, self.person, self.outcome, self.done):
            part.set_texts(texts)
        if self.scene.mode != "loading":
            scene, self.scene = self.scene, Scene(mode=self.scene.mode)
            self.show_scene(scene)

    def _beyond(self) -> None:
        stop = self.checklist.note if self.scene.missing else self.person.fields["nik"]
        stop.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _order(self) -> None:
        """Tab goes through the page as the work goes: checklist, slip, applicant, proxy, F2."""
        stops = [*self.checklist.stops(), *self.person.stops(), self.outcome.primary]
        for first, second in pairwise(stops):
            QWidget.setTabOrder(first, second)

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self.isAncestorOf(now):
            return
        key = self.checklist.current()
        if key is not None:
            self.checklist.rove(key)
        self._keep_in_sight()
        # Once more when messages have come or gone and the rows have their places.
        QTimer.singleShot(0, self, self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        now, key = QApplication.focusWidget(), self.checklist.current()
        if now is None or not self.isAncestorOf(now):
            return
        shown: QWidget = self.checklist.rows[key] if key is not None else now
        parent = now.parentWidget()
        if isinstance(parent, IntakeField) and parent.height() < self.pages.height() // 2:
            shown = parent
        keep_in_sight(self, shown, self.theme.px(12))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._field = next((name for name, one in self.fields.items() if one.edit is watched), "nik")
        return False

    # ---- room ----

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def set_layout_class(self, name: str) -> None:
        self._layout = name
        self._fit()

    def _fit(self) -> None:
        window = self._window()
        height = (window.height() if window is not None else self.height()) / self.theme.scale
        for part in (self.strip, self.chooser, self.columns, self.done):
            part.fit(layout=self._layout, low=height < LOW)

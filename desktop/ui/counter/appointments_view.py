"""The desk's panel of appointments: a day by its slots, a field for a code, and the way to book; passive."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.counter.appointments_form import BookingForm, scrolling
from desktop.ui.counter.appointments_state import STATES, Choice, DayState, Line, SlotLine, Visitor
from desktop.ui.counter.appointments_words import sentence
from desktop.ui.i18n import Texts
from desktop.ui.shell.sheet import Sheet
from desktop.ui.theme import Theme
from desktop.ui.widgets import (
    ActionButton,
    ElidedLabel,
    EmptyState,
    IconText,
    Label,
    Pill,
    PrimaryButton,
    TextField,
)
from desktop.ui.widgets import Line as Rule


class AppointmentsSheet(Sheet):
    """Draws what it is given; says what was pressed."""

    turned = Signal(int)
    code_given = Signal(str)
    checked_in = Signal(object)
    cancelled = Signal(object)
    booking = Signal()
    service_chosen = Signal(object)
    booked = Signal(object, str, str)

    def __init__(self, window: QWidget, theme: Theme, texts: Texts) -> None:
        super().__init__(window, theme, texts, texts.text("appointment.title"), width=860, scroll=False)
        self._texts = texts
        self.presenter: object = None
        self.message = IconText(theme, "info", "", "label", "accent-text", wrap=True)
        self.message.hide()
        self.body.addWidget(self.message)
        self.pages = QStackedWidget()
        # A panel that keeps its size while days and slots change; what is long scrolls inside.
        self.pages.setMinimumHeight(min(theme.px(520), max(window.height() - theme.px(230), theme.px(200))))
        self.body.addWidget(self.pages, 1)
        self.pages.addWidget(scrolling(self._list_page(theme)))
        self.form = BookingForm(theme, texts)
        self.form.service_chosen.connect(self.service_chosen)
        self.form.booked.connect(self.booked)
        self.pages.addWidget(self.form)
        self.back = self.add_button(ActionButton(theme, texts.text("shell.cancel"), icon="arrow-left"))
        self.back.clicked.connect(lambda _checked=False: self.show_list())
        self.back.hide()
        self.book = self.add_button(
            PrimaryButton(theme, texts.text("appointment.book"), icon="plus", small=True)
        )
        self.book.clicked.connect(lambda _checked=False: self.booking.emit())

    def _list_page(self, theme: Theme) -> QWidget:
        text = self._texts.text
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(*(theme.px(6),) * 4)
        column.setSpacing(theme.px(14))
        days = QHBoxLayout()
        self.earlier = ActionButton(
            theme, icon="arrow-left", accessible_name=text("appointment.previous_day")
        )
        self.later = ActionButton(theme, icon="arrow-right", accessible_name=text("appointment.next_day"))
        self.day = Label(theme, "", "heading", align=Qt.AlignmentFlag.AlignCenter)
        self.earlier.clicked.connect(lambda _checked=False: self.turned.emit(-1))
        self.later.clicked.connect(lambda _checked=False: self.turned.emit(1))
        days.addWidget(self.earlier)
        days.addWidget(self.day, 1)
        days.addWidget(self.later)
        column.addLayout(days)
        entry = QHBoxLayout()
        entry.setSpacing(theme.px(12))
        self.code = TextField(theme, text("appointment.code_field"))
        self.code.submitted.connect(self._give_code)
        go = ActionButton(theme, text("appointment.check_in"), icon="tick")
        go.clicked.connect(lambda _checked=False: self._give_code())
        entry.addWidget(self.code, 1)
        entry.addWidget(go, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(entry)
        self.rows = QWidget()
        self._rows = QVBoxLayout(self.rows)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.px(10))
        self._rows.addStretch(1)
        column.addWidget(self.rows, 1)
        return page

    def focusNextPrevChild(self, next: bool) -> bool:
        moved = super().focusNextPrevChild(next)
        target = QApplication.focusWidget()
        for area in self.findChildren(QScrollArea):
            if target is not None and area.isAncestorOf(target):
                area.ensureWidgetVisible(target, 8, 8)
        return moved

    def show_day(self, state: DayState) -> None:
        """Draw a day anew, keeping the focus on the row it was on."""
        focused = QApplication.focusWidget()
        held = (
            focused.property("appointment")
            if focused is not None and self.rows.isAncestorOf(focused)
            else None
        )
        self.day.setText(self._texts.date_weekday(state.day))
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for slot in state.slots:
            self._put(self._slot(slot, state.zone_label))
            for visitor in slot.visitors:
                self._put(self._visitor(visitor))
            self._put(Rule(self._theme))
        if not state.slots:
            heading, sentence = "appointment.none_today", "appointment.none_today_line"
            text = self._texts.text
            self._put(EmptyState(self._theme, "calendar", text(heading), text(sentence)))
        self._rows.addStretch(1)
        for button in self.rows.findChildren(ActionButton):
            if held is not None and button.property("appointment") == held:
                button.setFocus()

    def _put(self, row: QWidget) -> None:
        self._rows.addWidget(row)
        row.show()  # at once, so that it can take the focus

    def _slot(self, slot: SlotLine, zone: str) -> QWidget:
        text = self._texts
        group = slot.group_en if text.language == "en" else slot.group_id
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Label(self._theme, text.time(slot.at, zone), "list_number"))
        line.addWidget(ElidedLabel(self._theme, f"{slot.letter} · {group}", "body", "muted"), 1)
        places = text.text("appointment.places", free=slot.free, quota=slot.quota)
        if slot.free == 0:
            places = text.text("appointment.full")
        line.addWidget(Label(self._theme, places, "body", "muted"))
        return row

    def _visitor(self, one: Visitor) -> QWidget:
        text, theme = self._texts.text, self._theme
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(theme.px(16), 0, 0, 0)
        line.setSpacing(theme.px(12))
        number = Label(theme, one.number or one.code, "tabular")
        number.setMinimumWidth(theme.px(80))
        line.addWidget(number)
        names = QVBoxLayout()
        service = one.service_en if self._texts.language == "en" else one.service_id
        names.addWidget(ElidedLabel(theme, one.name or service, "label"))
        detail = " · ".join(part for part in ((service if one.name else ""), one.phone) if part)
        if detail:
            names.addWidget(ElidedLabel(theme, detail, "caption", "muted"))
        line.addLayout(names, 1)
        look, word = STATES[one.state]
        line.addWidget(Pill(theme, look, text(word), "small"))
        who = f"{one.name or service}, {one.code}"
        if one.can_check_in:
            here = ActionButton(theme, text("appointment.check_in"), icon="tick")
            here.setAccessibleName(f"{text('appointment.check_in')}: {who}")
            here.setProperty("appointment", f"in {one.key}")
            here.clicked.connect(lambda _checked=False, key=one.key: self.checked_in.emit(key))
            line.addWidget(here)
        if one.can_cancel:
            name = f"{text('appointment.cancel')}: {who}"
            off = ActionButton(theme, icon="x", accessible_name=name)
            off.setToolTip(text("appointment.cancel"))
            off.setProperty("appointment", f"off {one.key}")
            off.clicked.connect(lambda _checked=False, button=off, key=one.key: self._cancel(button, key))
            line.addWidget(off)
        return row

    def _cancel(self, button: ActionButton, key: object) -> None:
        # The first press only asks: an appointment is not lost to a slip of the hand.
        if button.property("asked"):
            self.cancelled.emit(key)
            return
        button.setProperty("asked", True)
        button.set_title(self._texts.text("appointment.cancel_sure"))

    def show_services(self, services: tuple[Choice, ...]) -> None:
        """The first step of a booking."""
        self.message.hide()
        self.form.show_services(services)
        self.pages.setCurrentWidget(self.form)
        self.back.show()
        self.book.hide()
        self.form.search.edit.setFocus()

    def show_slots(self, slots: tuple[Choice, ...]) -> None:
        """The second step of a booking."""
        self.form.show_slots(slots)

    def show_list(self) -> None:
        """Back to the day."""
        self.pages.setCurrentIndex(0)
        self.back.hide()
        self.book.show()
        self.code.edit.setFocus()

    def say(self, line: Line) -> None:
        """What has been done."""
        self._tell(line, "check-circle", "accent-text")
        self.code.edit.clear()

    def show_fault(self, line: Line) -> None:
        """Why it was not done."""
        self._tell(line, "warning", "state:late")

    def _tell(self, line: Line, icon: str, color: str) -> None:
        self.message.set(sentence(self._texts, line), icon, color)
        self.message.show()

    def _give_code(self) -> None:
        self.code_given.emit(self.code.text().strip())


__all__ = ["AppointmentsSheet"]

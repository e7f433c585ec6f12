"""Booking at the desk in two steps: which service, then which slot and for whom; passive."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.counter.appointments_state import Choice
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, Label, TextField

_COLUMNS = 2


class BookingForm(QWidget):
    """`service_chosen(key)`, then `booked(slot, name, phone)`."""

    service_chosen = Signal(object)
    booked = Signal(object, str, str)

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._theme, self._texts = theme, texts
        self._services: list[tuple[str, ActionButton]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.steps = QStackedWidget()
        column.addWidget(self.steps)
        first = QWidget()
        self._first = QVBoxLayout(first)
        self._first.setContentsMargins(0, 0, 0, 0)
        self._first.setSpacing(theme.px(12))
        self.search = TextField(theme, texts.text("appointment.service"))
        self.search.edit.textChanged.connect(self._narrow)
        self._first.addWidget(self.search)
        services = QWidget()
        self._list = QVBoxLayout(services)
        self._list.setSpacing(theme.px(8))
        self._list.setContentsMargins(*(theme.px(6),) * 4)
        self._first.addWidget(scrolling(services), 1)
        self.steps.addWidget(first)
        second = QWidget()
        self._second = QVBoxLayout(second)
        self._second.setContentsMargins(0, 0, 0, 0)
        self._second.setSpacing(theme.px(12))
        self.name = TextField(theme, texts.text("appointment.visitor_name"))
        self.name.edit.setMaxLength(100)
        self.phone = TextField(theme, texts.text("appointment.visitor_phone"))
        self.phone.edit.setMaxLength(24)
        self._second.addWidget(self.name)
        self._second.addWidget(self.phone)
        self._second.addWidget(Label(theme, texts.text("appointment.slot"), "label"))
        slots = QWidget()
        self._grid = QGridLayout(slots)
        self._grid.setSpacing(theme.px(8))
        self._grid.setContentsMargins(*(theme.px(6),) * 4)
        self._second.addWidget(scrolling(slots), 1)
        self.steps.addWidget(second)

    def show_services(self, services: tuple[Choice, ...]) -> None:
        """What can be booked."""
        _empty(self._list)
        self._services.clear()
        self.search.edit.clear()
        self.name.edit.clear()
        self.phone.edit.clear()
        for one in services:
            name = one.words(self._texts.language)
            group = one.group_en if self._texts.language == "en" else one.group_id
            button = ActionButton(self._theme, name, icon="file", line=group, height=56)
            button.clicked.connect(lambda _checked=False, key=one.key: self.service_chosen.emit(key))
            self._list.addWidget(button)
            button.show()
            self._services.append((f"{name} {group}".casefold(), button))
        self._list.addStretch(1)
        self.steps.setCurrentIndex(0)

    def show_slots(self, slots: tuple[Choice, ...]) -> None:
        """When it can be booked; pressing one books it."""
        _empty(self._grid)
        text = self._texts
        for number, one in enumerate(slots):
            assert one.at is not None
            title = f"{text.date_short(one.at.date())}, {text.time(one.at)}"
            places = text.text("appointment.places", free=one.free, quota=one.quota)
            button = ActionButton(self._theme, title, icon="calendar", line=places, height=56)
            button.clicked.connect(
                lambda _checked=False, key=one.key: self.booked.emit(
                    key, self.name.text().strip(), self.phone.text().strip()
                )
            )
            self._grid.addWidget(button, number // _COLUMNS, number % _COLUMNS)
            button.show()
        self._grid.setRowStretch(len(slots) // _COLUMNS + 1, 1)
        self.steps.setCurrentIndex(1)
        self.name.edit.setFocus()

    def _narrow(self, text: str) -> None:
        wanted = text.casefold().split()
        for name, button in self._services:
            button.setVisible(all(word in name for word in wanted))


def scrolling(content: QWidget) -> QScrollArea:
    """``content`` in an area that scrolls up and down; Tab brings what has the focus into sight."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    content.setObjectName("scrolled")
    area.viewport().setAutoFillBackground(False)
    area.setWidget(content)
    return area


def _empty(layout: QVBoxLayout | QGridLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()

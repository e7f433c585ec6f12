"""The desk's panel of appointments, on a real office: check in, book, cancel, turn the day, hear what is wrong."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from desktop.models.engine import create_office_engine
from desktop.models.queue import Appointment, Ticket
from desktop.office.appointments import BookAppointment, MakeSlots, book_appointment, list_slots, make_slots
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from desktop.ui.counter.appointments_build import open_appointments
from desktop.ui.counter.appointments_view import AppointmentsSheet
from desktop.ui.i18n import Texts
from desktop.ui.shell import StaffWindow
from desktop.ui.tasks import StationContext
from desktop.ui.theme import Theme, apply
from desktop.ui.widgets import ActionButton, Label
from tests.support.inline import InlineTasks
from tests.support.small_office import SmallOffice, make_small_office

pytestmark = pytest.mark.ui
MONDAY = date(2026, 11, 23)


class Panel:
    def __init__(self, qtbot: Any, url: str, language: str) -> None:
        self.engine = create_office_engine(url)
        self.clock = SetClock(datetime(2026, 11, 23, 0, 45, tzinfo=UTC))  # 08.45 WITA
        self.runner = Runner(self.engine, self.clock)
        self.office: SmallOffice = make_small_office(self.engine)
        key = self.office.office_id
        self.runner.run(
            make_slots,
            MakeSlots(
                office_id=key,
                group_id=self.office.groups[0],
                from_day=MONDAY,
                to_day=date(2026, 11, 24),
                times=(time(9), time(9, 30), time(10)),
                minutes=30,
                quota=2,
            ),
        )
        slots = self.runner.read(list_slots, key, MONDAY, MONDAY)
        self.codes = [
            self.runner.run(
                book_appointment,
                BookAppointment(
                    office_id=key, slot_id=slots[slot].id, service_id=self.office.services[0], name=name, phone=phone
                ),
            ).value.code
            for slot, name, phone in ((0, "Siti Rahmawati", "081234567890"), (0, "Budi Santoso", ""), (1, "", ""))
        ]  # fmt: skip
        self.theme = Theme("light")
        self.texts = Texts(language, strict=True)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        apply(application, self.theme)
        self.window = StaffWindow(self.theme, self.texts, "counter")
        qtbot.addWidget(self.window)
        self.window.resize(1366, 900)
        self.window.show()
        self.tasks = InlineTasks(self.runner, self.clock)
        context = StationContext(key, None, language=language, printer_id=self.office.printer_id)
        self.sheet: AppointmentsSheet = open_appointments(
            self.window, self.tasks, context, self.theme, self.texts, self.office.staff[0]
        )

    def button(self, words: str) -> ActionButton:
        """The first button whose name begins with the words."""
        for one in self.sheet.findChildren(ActionButton):
            if one.accessibleName().startswith(words) and one.isVisibleTo(self.sheet):
                return one
        raise AssertionError(words)

    def read(self) -> str:
        """All the words of the panel."""
        return "\n".join(
            label.text() for label in self.sheet.findChildren(Label) if label.isVisibleTo(self.sheet)
        )

    def rows(self, statement: Any) -> list[Any]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(statement)]

    def keep(self, name: str) -> None:
        """Save a picture where somebody asked for it."""
        if folder := os.environ.get("LOKET_TEST_PICTURES"):
            self.window.grab().save(str(Path(folder) / f"appointments-{name}.png"))


@pytest.fixture(params=["id", "en"])
def panel(request: pytest.FixtureRequest, qtbot: Any, sqlite_url: str) -> Iterator[Panel]:
    panel = Panel(qtbot, sqlite_url, request.param)
    yield panel
    panel.runner.close()
    panel.engine.dispose()


def test_the_day_and_a_check_in_by_the_list(panel: Panel, qtbot: Any) -> None:
    text = panel.texts.text
    panel.keep(f"day-{panel.texts.language}")
    assert "Siti Rahmawati" in panel.read()
    assert "081234567890" not in panel.read()
    qtbot.mouseClick(panel.button(f"{text('appointment.check_in')}: Siti"), Qt.MouseButton.LeftButton)
    assert "A001" in panel.sheet.message.label.text()
    assert "09" in panel.sheet.message.label.text()
    assert "A001" in panel.read()
    assert panel.rows(select(Ticket.label, Ticket.source)) == [("A001", "counter")]
    panel.keep(f"checked-in-{panel.texts.language}")


def test_a_code_by_hand_and_a_wrong_one(panel: Panel, qtbot: Any) -> None:
    edit = panel.sheet.code.edit
    qtbot.keyClicks(edit, "salah")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert panel.sheet.message.label.text() == panel.texts.text("appointment.code_form", text="salah")
    edit.clear()
    qtbot.keyClicks(edit, panel.codes[1].lower())
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    said = panel.sheet.message.label.text()
    assert panel.texts.time(time(9)) in said
    assert panel.rows(select(Ticket.label)) == [("A001",)]
    assert edit.text() == ""


def test_cancelling_frees_the_place(panel: Panel, qtbot: Any) -> None:
    full = panel.texts.text("appointment.full")
    assert full in panel.read()
    cancel = panel.button(f"{panel.texts.text('appointment.cancel')}: Budi")
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert full in panel.read(), "the first press asks"
    qtbot.waitUntil(lambda: cancel.width() > panel.theme.px(80))
    panel.keep(f"asked-{panel.texts.language}")
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert full not in panel.read()
    assert panel.rows(select(Appointment.state).where(Appointment.state == "cancelled")) == [("cancelled",)]


def test_booking_in_two_steps(panel: Panel, qtbot: Any) -> None:
    text = panel.texts.text
    qtbot.mouseClick(panel.sheet.book, Qt.MouseButton.LeftButton)
    panel.keep(f"services-{panel.texts.language}")
    qtbot.keyClicks(panel.sheet.form.search.edit, "1")
    service = "Layanan 1" if panel.texts.language == "id" else "Service 1"
    qtbot.mouseClick(panel.button(service), Qt.MouseButton.LeftButton)
    qtbot.keyClicks(panel.sheet.form.name.edit, "Dewi Sari")
    panel.keep(f"slots-{panel.texts.language}")
    slot = panel.texts.date_short(date(2026, 11, 24))
    qtbot.mouseClick(panel.button(slot), Qt.MouseButton.LeftButton)
    assert panel.sheet.day.text() == panel.texts.date_weekday(date(2026, 11, 24))
    assert "Dewi Sari" in panel.read()
    assert panel.texts.date_weekday(date(2026, 11, 24)) in panel.sheet.message.label.text()
    # That day is not today: nobody of it can be checked in yet.
    with pytest.raises(AssertionError):
        panel.button(f"{text('appointment.check_in')}: ")


def test_an_empty_day_says_what_to_do_and_the_panel_stays_live(panel: Panel, qtbot: Any) -> None:
    qtbot.mouseClick(panel.sheet.earlier, Qt.MouseButton.LeftButton)
    assert panel.texts.text("appointment.none_today") in panel.read()
    qtbot.mouseClick(panel.sheet.later, Qt.MouseButton.LeftButton)
    slots = panel.runner.read(list_slots, panel.office.office_id, MONDAY, MONDAY)
    panel.runner.run(
        book_appointment,
        BookAppointment(
            office_id=panel.office.office_id, slot_id=slots[2].id, service_id=panel.office.services[0], name="Joko"
        ),
    )  # fmt: skip
    panel.tasks.tell()
    assert "Joko" in panel.read()
    qtbot.keyClick(panel.sheet, Qt.Key.Key_Escape)
    assert panel.window.sheet is None


def test_large_type_in_a_low_window(panel: Panel, qtbot: Any) -> None:
    panel.theme.set("black", 2.0)
    panel.window.resize(1280, 720)
    qtbot.waitUntil(lambda: panel.sheet.width() == panel.window.width())
    panel.keep(f"large-{panel.texts.language}")
    assert panel.sheet.card.height() <= panel.window.height()
    # By Tab alone down to the last row, which scrolls into sight.
    last = panel.sheet.rows.findChildren(ActionButton)[-1]
    for _ in range(40):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if QApplication.focusWidget() is last:
            break
    assert QApplication.focusWidget() is last
    area = panel.sheet.pages.currentWidget()
    assert area.rect().contains(last.mapTo(area, last.rect().center()))

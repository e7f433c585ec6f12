"""The page "Hari libur" over a staff window, on a real office: by keys alone, with what is refused, and read only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.errors import EnvironmentFault
from desktop.office.holidays import HolidayRow, RemoveHoliday, list_holidays, remove_holiday
from desktop.ui.admin.holidays_build import open_holidays
from desktop.ui.admin.holidays_reading import read_time
from desktop.ui.admin.holidays_state import Form
from desktop.ui.i18n import Texts
from desktop.ui.shell import StaffWindow
from desktop.ui.tasks import StationContext
from desktop.ui.theme import Theme, apply
from tests.support.inline import InlineTasks
from tests.support.whole_office import whole_office

pytestmark = pytest.mark.ui
EVE = date(2026, 12, 24)


class Desk:
    """A staff window with the page open."""

    def __init__(
        self, qtbot: Any, made: Any, *, language: str = "id", scale: float = 1.0, may_edit: bool = True
    ) -> None:
        self.made = made
        self.theme = Theme("light", scale)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply(app, self.theme)
        self.window = StaffWindow(self.theme, Texts(language, strict=True), "backoffice")
        qtbot.addWidget(self.window)
        self.window.resize(1366, 697)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.tasks = InlineTasks(made.runner, made.clock)
        context = StationContext(made.office_id, None)
        self.page = open_holidays(self.window, self.tasks, context, made.clerk_id, may_edit=may_edit)

    @property
    def presenter(self) -> Any:
        return self.page.presenter

    def press(self, command: str) -> bool:
        return self.window.active_commands.trigger(command)

    def type(self, **values: str) -> None:
        for name, value in values.items():
            self.page.form.fields[name].edit.setText(value)

    def rows(self, year: int = 2026) -> dict[date, HolidayRow]:
        return {row.day: row for row in self.made.runner.read(list_holidays, self.made.office_id, year).rows}

    def choose(self, day: date) -> None:
        self.page.list.rows[self.rows(day.year)[day].holiday_id].click()


@pytest.fixture
def made(sqlite_url: str) -> Iterator[Any]:
    with whole_office(sqlite_url) as office:
        yield office


@pytest.fixture
def desk(qtbot: Any, made: Any) -> Desk:
    return Desk(qtbot, made)


def test_a_half_day_by_keys_alone(qtbot: Any, desk: Desk) -> None:
    assert len(desk.page.list.rows) == 25
    assert desk.page.heading.text() == "Hari libur 2026"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_End)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert desk.page.form.fields["day"].text() == "24-12-2026"
    treatment = desk.page.form.treatment
    treatment.buttons["closed"].setFocus()
    QTest.keyClick(treatment.buttons["closed"], Qt.Key.Key_Right)
    assert treatment.value == "limited"
    assert desk.page.form.hours.isVisible()
    desk.page.form.fields["opens"].edit.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), "8.00")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClicks(QApplication.focusWidget(), "1100")
    QTest.keyClick(desk.window, Qt.Key.Key_F2)
    row = desk.rows()[EVE]
    assert (row.treatment, row.opens, row.closes, row.kind) == ("limited", time(8), time(11), "cuti_bersama")
    assert desk.page.message.isVisible()
    assert "24 Desember 2026" in desk.page.message.text()
    assert "Terbatas 08.00–11.00" in desk.page.list.rows[row.holiday_id].line
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: desk.window.page is None)


def test_a_new_day_of_the_office_and_its_removal(desk: Desk) -> None:
    assert desk.press("page.new")
    desk.type(day="10/2/27", name_id="Hari Jadi Kota", name_en="City's day")
    assert desk.press("page.primary")
    row = desk.rows(2027)[date(2027, 2, 10)]
    assert (row.kind, row.treatment, row.name_en) == ("local", "closed", "City's day")
    assert desk.page.heading.text() == "Hari libur 2027"  # the list follows the day
    assert desk.press("page.refuse")
    assert desk.page.remove.text() == "Tekan lagi untuk menghapus"
    assert date(2027, 2, 10) in desk.rows(2027)
    assert desk.press("page.refuse")
    assert date(2027, 2, 10) not in desk.rows(2027)
    assert desk.page.form.fields["day"].text() == ""
    assert not desk.press("page.refuse")  # nothing is chosen: the key says why
    assert desk.page.remove.unavailable_reason == "Pilih dahulu hari dalam daftar."


@pytest.mark.parametrize(
    ("field", "values", "words"),
    [
        ("day", {"day": "31-02-2027"}, "tidak ada dalam kalender"),
        ("day", {"day": "besok"}, "tidak terbaca"),
        ("day", {"day": "1-1-1990"}, "2000 sampai 2100"),
        ("name_id", {"name_id": ""}, "belum diisi"),
        ("opens", {"opens": "08.00", "closes": ""}, "jam buka dan jam tutup"),
        ("closes", {"opens": "08.00", "closes": "25.00"}, "08.00"),
    ],
)
def test_what_is_refused_is_said_at_its_field(
    desk: Desk, field: str, values: dict[str, str], words: str
) -> None:
    desk.press("page.new")
    desk.type(day="10-02-2027", name_id="Hari Jadi Kota")
    desk.page.form.treatment.choose("limited" if "opens" in values else "closed")
    desk.type(**values)
    desk.press("page.primary")
    fault = desk.page.form.fields[field].fault
    assert fault.isVisible()
    assert words in fault.text()
    assert desk.page.form.fields[field].edit.hasFocus()
    assert date(2027, 2, 10) not in desk.rows(2027)
    assert desk.page.form.filled().name_id == values.get("name_id", "Hari Jadi Kota")  # nothing typed is lost


def test_the_same_day_twice_names_the_date(desk: Desk) -> None:
    desk.press("page.new")
    desk.page.form.kind.choose("cuti_bersama")
    desk.type(day="24122026", name_id="Sekali lagi")
    desk.press("page.primary")
    assert "Kamis, 24 Desember 2026" in desk.page.form.fields["day"].fault.text()


def test_news_leave_what_is_typed_and_a_day_that_somebody_removed_is_told(desk: Desk) -> None:
    desk.choose(EVE)
    desk.type(name_id="Belum disimpan")
    key = desk.rows()[EVE].holiday_id
    desk.made.runner.run(remove_holiday, RemoveHoliday(office_id=desk.made.office_id, holiday_id=key))
    desk.tasks.tell()
    assert len(desk.page.list.rows) == 24
    assert desk.page.form.fields["name_id"].text() == "Belum disimpan"
    desk.press("page.primary")
    assert desk.page.message.text() == "Hari ini sudah dihapus orang lain."
    assert "1 hari dari daftar nasional belum ada" in desk.page.summary.text()
    assert desk.press("page.second")
    assert "1 hari ditambahkan" in desk.page.message.text()
    assert EVE in desk.rows()


def test_years_are_turned_and_one_without_a_table_says_so(desk: Desk) -> None:
    for _ in range(3):
        desk.page.later.click()
    assert desk.page.heading.text() == "Hari libur 2029"
    assert not desk.press("page.second")
    assert "2029" in (desk.page.national.unavailable_reason or "")
    desk.page.earlier.click()
    assert len(desk.page.list.rows) == 17


def test_who_may_not_change_it_looks_and_hears_why(qtbot: Any, made: Any) -> None:
    desk = Desk(qtbot, made, may_edit=False)
    desk.choose(EVE)
    assert desk.page.form.fields["name_id"].edit.isReadOnly()
    for command in ("page.primary", "page.new", "page.second", "page.refuse"):
        assert not desk.press(command)
    desk.presenter.save(Form(day="1-1-2027", name_id="X"))
    assert desk.page.message.text().startswith("Hanya supervisor")
    assert len(desk.rows()) == 25


def test_a_fault_of_the_database_is_shown_and_nothing_typed_is_lost(desk: Desk, monkeypatch: Any) -> None:
    desk.press("page.new")
    desk.type(day="10-02-2027", name_id="Hari Jadi Kota")

    def broken(*_args: Any) -> Any:
        raise EnvironmentFault("database.lost")

    with monkeypatch.context() as patched:
        patched.setattr(desk.made.runner, "run", broken)
        desk.press("page.primary")
    assert desk.page.message.isVisible()
    assert desk.page.form.fields["name_id"].text() == "Hari Jadi Kota"
    desk.press("page.primary")  # not busy any more
    assert date(2027, 2, 10) in desk.rows(2027)


def test_one_column_shows_list_or_form_and_esc_goes_back(qtbot: Any, made: Any) -> None:
    desk = Desk(qtbot, made, language="en", scale=2.0)
    page = desk.page
    assert page.list_card.isVisible()
    assert not page.form_card.isVisible()
    desk.choose(EVE)
    assert page.form_card.isVisible()
    assert not page.list_card.isVisible()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert page.list_card.isVisible()
    assert desk.window.page is page
    desk.window.resize(3000, 1400)
    assert page.form_card.isVisible()
    assert page.list_card.isVisible()


def test_the_other_language_at_once(desk: Desk) -> None:
    desk.choose(EVE)
    desk.type(name_id="Belum disimpan")
    desk.window.set_texts(Texts("en", strict=True))
    assert desk.page.heading.text() == "Holidays of 2026"
    assert desk.page.save.text() == "Save"
    assert desk.page.form.fields["day"].label.text() == "Date, like 24-12-2026"
    assert desk.page.form.fields["name_id"].text() == "Belum disimpan"
    assert "Christmas" in desk.page.list.rows[desk.rows()[EVE].holiday_id].text()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("08.00", time(8)), ("8:30", time(8, 30)), ("0800", time(8)), ("23.59", time(23, 59)), ("24.00", None),
     ("8", None), ("08.60", None), ("", None), ("pagi", None)],
)  # fmt: skip
def test_a_time_as_typed(typed: str, expected: time | None) -> None:
    assert read_time(typed) == expected

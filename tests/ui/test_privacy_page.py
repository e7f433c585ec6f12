"""The page "Data pribadi", on a real office: the register and its clock, corrections, data saya, the disposal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from sqlalchemy import func, select

from desktop.models.engine import create_office_engine
from desktop.models.files import Disposal
from desktop.models.paper import Document, PrintJob
from desktop.models.people import Person
from desktop.models.record import Event
from desktop.office.printers import AddPrinter, add_printer
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from desktop.ui.files.privacy.build import open_privacy_page
from desktop.ui.i18n import Texts
from desktop.ui.shell import StaffWindow
from desktop.ui.tasks import StationContext
from desktop.ui.theme import Theme, apply
from tests.support.inline import InlineTasks
from tests.support.invented_files import add_file
from tests.support.small_office import START, make_small_office

pytestmark = pytest.mark.ui


class Desk:
    def __init__(
        self, qtbot: Any, url: str, *, language: str = "id", theme: str = "light", scale: float = 1.0,
        size: tuple[int, int] = (1366, 697),
    ) -> None:  # fmt: skip
        self.engine = create_office_engine(url)
        self.clock = SetClock(START)
        self.runner = Runner(self.engine, self.clock)
        self.office = make_small_office(self.engine, counters=1)
        self.siti = add_file(self.engine, self.office, 1)
        self.budi = add_file(
            self.engine, self.office, 2, name="Budi Santoso", nik="6471011708900003", state="archived",
            closed_days_ago=3000,
        )  # fmt: skip
        self.theme = Theme(theme, scale)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply(app, self.theme)
        self.window = StaffWindow(self.theme, Texts(language, strict=True), "backoffice")
        qtbot.addWidget(self.window)
        self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.tasks = InlineTasks(self.runner, self.clock)
        self.page = open_privacy_page(
            self.window,
            self.tasks,
            StationContext(self.office.office_id, None),
            staff_id=self.office.staff[0],
        )

    def press(self, command: str) -> bool:
        return self.window.active_commands.trigger(command)

    def find(self, text: str) -> None:
        self.page.search.edit.setText(text)
        self.tasks.advance(0.3)

    def open_siti(self) -> None:
        self.find("siti")
        next(iter(self.page.rows.values())).click()

    def ask(self, kind: str, **values: str) -> None:
        self.open_siti()
        self.page.card.asks[kind].click()
        sheet = self.window.sheet
        if kind == "correction":
            sheet.fields[values.get("field", "name")].setChecked(True)
            sheet.to.edit.setText(values.get("to", ""))
        sheet.confirm.click()

    def one(self, statement: Any) -> Any:
        with self.engine.connect() as connection:
            return connection.execute(statement).scalar_one()

    def close(self) -> None:
        self.runner.close()
        self.engine.dispose()


@pytest.fixture
def desk(qtbot: Any, sqlite_url: str) -> Iterator[Desk]:
    made = Desk(qtbot, sqlite_url)
    yield made
    made.close()


def test_somebody_is_found_opened_and_the_look_is_written_down(desk: Desk) -> None:
    assert desk.page.empty.isVisible()
    desk.find("rahma")
    assert len(desk.page.rows) == 1
    desk.open_siti()
    assert desk.page.card.title.text() == "Siti Rahmawati"
    assert "997101********01" in desk.page.card.below.text()
    assert desk.siti.nik not in desk.page.card.facts.text()
    assert desk.one(select(func.count()).select_from(Event).where(Event.kind == "person.viewed")) == 1
    assert "Petugas 1" in desk.page.card.looks.text()
    desk.find("")
    assert desk.page.rows == {}


def test_a_correction_from_the_request_to_its_grant(desk: Desk) -> None:
    desk.ask("correction", to="")
    sheet = desk.window.sheet
    assert sheet.to.fault.isVisible()
    sheet.to.edit.setText("Siti Rachmawati")
    assert desk.press("page.confirm")
    card = desk.page.scene.request
    assert card is not None
    assert (card.before, card.to, card.line.minutes_left) == ("Siti Rahmawati", "Siti Rachmawati", 72 * 60)
    assert desk.press("page.primary")
    assert desk.one(select(Person.name).where(Person.id == desk.siti.person_id)) == "Siti Rachmawati"
    assert desk.page.scene.request.line.state == "granted"
    assert not desk.page.card.grant.isVisible()
    assert not desk.press("page.primary")


def test_what_cannot_be_corrected_so_is_said(desk: Desk) -> None:
    desk.ask("correction", field="nik", to="123")
    assert desk.page.scene.fault is not None
    assert desk.page.scene.fault.code == "nik.length"
    assert desk.page.fault.isVisible()


def test_a_refusal_needs_its_reason(desk: Desk) -> None:
    desk.ask("restriction")
    assert desk.press("page.refuse")
    desk.window.sheet.confirm.click()
    assert desk.window.sheet.reason.fault.isVisible()
    desk.window.sheet.reason.edit.setText("Identitas tidak cocok")
    desk.window.sheet.confirm.click()
    assert desk.page.scene.request.line.state == "refused"
    assert "Identitas tidak cocok" in desk.page.card.facts.text()


def test_the_clock_runs_and_tells_what_is_late(desk: Desk) -> None:
    desk.ask("access")
    desk.find("")
    desk.clock.current = START + timedelta(hours=73)
    desk.tasks.advance(61)
    (row,) = desk.page.scene.requests
    assert row.minutes_left < 0
    next(iter(desk.page.rows.values())).click()
    assert desk.page.scene.request is not None
    assert desk.page.scene.request.line.minutes_left < 0


def test_data_saya_is_printed_where_there_is_a_printer_for_sheets(desk: Desk) -> None:
    assert not desk.press("page.print")
    desk.open_siti()
    assert desk.press("page.print")
    assert desk.page.scene.said.code == "privacy.kept_paper"
    desk.runner.run(
        add_printer,
        AddPrinter(office_id=desk.office.office_id, name="A4", kind="pdf_a4", address={"folder": "kertas"}),
    )
    assert desk.press("page.print")
    assert desk.page.scene.said.code == "privacy.printed"
    assert desk.one(select(func.count()).select_from(Document).where(Document.kind == "my_data")) == 2
    assert desk.one(select(func.count()).select_from(PrintJob)) == 1


def test_the_disposal_shows_counts_asks_twice_and_makes_minutes(desk: Desk) -> None:
    assert desk.press("page.second")
    sheet = desk.window.sheet
    assert sheet.counts["persons"].text().endswith(": 1")
    sheet.confirm.click()
    sheet.confirm.click()
    assert sheet.fault.isVisible()  # no number, no place, no witness
    sheet.number.edit.setText("000.5/1/2026")
    sheet.place.edit.setText("Gudang arsip")
    sheet.first.edit.setText("Rina Wulandari, Arsiparis")
    sheet.confirm.click()
    assert desk.one(select(func.count()).select_from(Disposal)) == 0
    sheet.confirm.click()
    assert desk.one(select(Disposal.witnesses)) == [["Rina Wulandari", "Arsiparis"]]
    assert desk.one(select(Person.name).where(Person.id == desk.budi.person_id)) == ""
    assert desk.window.sheet is None
    assert desk.press("page.second")
    assert not any(count for _name, count in desk.page.disposal_presenter.scene.counts)  # type: ignore[attr-defined]


def test_esc_closes_it_and_its_clock(desk: Desk) -> None:
    desk.page.leave()
    assert desk.window.page is None
    assert not [one for one in desk.tasks.timers if one.active and one.period is not None]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("theme", "scale", "size"), [
    ("light", 1.0, (1366, 697)), ("black", 1.0, (1024, 697)), ("light", 2.0, (1366, 760)),
])  # fmt: skip
def test_every_look_is_drawn(
    qtbot: Any, sqlite_url: str, language: str, theme: str, scale: float, size: tuple[int, int]
) -> None:
    desk = Desk(qtbot, sqlite_url, language=language, theme=theme, scale=scale, size=size)
    for kind in ("access", "correction", "restriction"):
        desk.ask(kind, to="Siti Rachmawati")
    assert desk.window.grab().width() >= size[0]
    desk.page.set_texts(Texts("en" if language == "id" else "id", strict=True))
    desk.close()

"""A visitor at the kiosk, with the real window on a real database: by touch, by keys, twice too fast, too late."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select, update

from desktop.domain.errors import EnvironmentFault
from desktop.models.engine import create_office_engine
from desktop.models.paper import Document, PrintJob
from desktop.models.people import NikUse
from desktop.models.queue import Alarm, Appointment, AppointmentSlot, Ticket
from desktop.models.record import Command, Event
from desktop.office.appointments import BookAppointment, MakeSlots, book_appointment, make_slots
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from desktop.ui.kiosk.brand import CheckInButton
from desktop.ui.kiosk.build import build_kiosk
from desktop.ui.kiosk.press import Press
from desktop.ui.kiosk.states import DoneState, HomeState, ListState, PadState, RestState, Screen, WaitState
from desktop.ui.kiosk.view import KioskWindow
from desktop.ui.scanner import Scanner
from desktop.ui.tasks import StationContext
from desktop.ui.theme import Theme, apply
from tests.support.inline import InlineTasks
from tests.ui.kiosk_hall import Hall, make_hall

MONDAY_10 = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
NIK = "6471014505900001"


class FlakyTasks(InlineTasks):
    """A database that may go away just after it wrote, or before."""

    gone = ""

    def run(
        self, use_case: Any, command: Any, done: Any = None, failed: Any = None, *, owner: Any = None
    ) -> None:
        if not self.gone:
            super().run(use_case, command, done, failed, owner=owner)
            return
        if self.gone == "after":
            self.runner.run(use_case, command)
        failed(EnvironmentFault("database.lost"))


@dataclass
class Kiosk:
    window: KioskWindow
    tasks: FlakyTasks
    hall: Hall
    engine: Any

    @property
    def screen(self) -> Screen:
        screen = self.window._screen
        assert screen is not None
        return screen

    def words(self) -> str:
        """All that the page says."""
        from PySide6.QtWidgets import QLabel

        page = self.window.page
        assert page is not None
        said = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
        for press in page.findChildren(Press):
            said += [press.text(), press.accessibleDescription()]
        return "\n".join(said)

    def press(self, action: str, value: str | None = None) -> Press:
        QApplication.processEvents()  # lets the layout take its place
        page = self.window.page
        assert page is not None
        for press in page.findChildren(Press):
            if press.action == action and value in (None, press.value) and press.isVisible():
                return press
        raise AssertionError(f"nothing to touch for {action} {value}")

    def touch(self, action: str, value: str | None = None, *, wait: bool = True) -> None:
        QTest.mouseClick(self.press(action, value), Qt.MouseButton.LeftButton)
        if wait:
            self.tasks.advance(0.5)

    def group(self, letter: str) -> None:
        self.touch("group", str(self.hall.groups[letter]))

    def service(self, code: str) -> None:
        self.touch("service", str(self.hall.services[code]))

    def key(self, key: Qt.Key) -> None:
        QApplication.processEvents()
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)
        self.tasks.advance(0.5)

    def rows(self, statement: Any) -> list[Any]:
        with self.engine.connect() as connection:
            return list(connection.execute(statement).all())

    def tickets(self) -> list[Any]:
        return self.rows(select(Ticket.label, Ticket.klass, Ticket.priority_reason, Ticket.language))

    def set_clock(self, local: str) -> None:
        self.tasks.clock.current = datetime.fromisoformat(local + "+08:00")
        for timer in self.tasks.timers:  # a clock that is set is no time that passes
            timer.due = self.tasks.clock.current
        self.tasks.tell()


def open_kiosk(qtbot: QtBot, url: str, *, size: tuple[int, int] = (1920, 1080), printer: bool = True,
               scanner: Any = None, **hall: Any) -> Kiosk:  # fmt: skip
    engine = create_office_engine(url)
    tasks = FlakyTasks(Runner(engine, clock := SetClock(MONDAY_10)), clock)
    made = make_hall(engine, **hall)
    theme = Theme("light")
    apply(QApplication.instance(), theme)
    context = StationContext(made.office_id, made.station_id, printer_id=made.printer_id if printer else None)
    window = build_kiosk(tasks, context, theme, scanner=scanner, strict_texts=True)
    qtbot.addWidget(window)
    window.resize(*size)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return Kiosk(window, tasks, made, engine)


@pytest.fixture
def opener(qtbot: QtBot, sqlite_url: str) -> Iterator[Any]:
    opened: list[Kiosk] = []

    def make(**values: Any) -> Kiosk:
        opened.append(open_kiosk(qtbot, sqlite_url, **values))
        return opened[-1]

    yield make
    for kiosk in opened:
        kiosk.window.close()
        kiosk.tasks.runner.close()
        kiosk.engine.dispose()


def test_the_whole_way_by_touch_on_both_databases(qtbot: QtBot, database_url: str) -> None:
    kiosk = open_kiosk(qtbot, database_url)
    assert isinstance(kiosk.screen.body, HomeState)
    assert "Selamat datang" in kiosk.words()
    assert "Tidak ada antrean" in kiosk.words()
    kiosk.group("B")
    assert isinstance(kiosk.screen.body, ListState)
    kiosk.service("KTP-HILANG")
    body = kiosk.screen.body
    assert isinstance(body, DoneState)
    assert (body.number, body.people_ahead, body.service) == ("B001", 0, "KTP-el hilang")
    assert "surat hilang dari polisi dan fotokopi KK" in kiosk.words()
    assert kiosk.tickets() == [("B001", "regular", None, "id")]
    content = kiosk.rows(select(Document.content))[0][0]
    assert (content["number"], content["office"]) == ("B001", "Dukcapil Kota Teluk Sari")
    assert content["free"]
    assert "Fotokopi KK" in content["bring"]
    assert kiosk.rows(select(PrintJob.state)) == [("queued",)]
    kiosk.touch("finish")
    assert kiosk.screen.step == "home"
    assert "1 menunggu" in kiosk.words()
    kiosk.window.close()
    kiosk.tasks.runner.close()
    kiosk.engine.dispose()


def test_the_whole_way_by_keys_alone(opener: Any) -> None:
    """Priority, group, service, reason: digits where they are quick, arrows and Enter elsewhere."""
    kiosk = opener()
    kiosk.touch("look", "contrast")
    assert kiosk.window.look.theme.name == "black"
    kiosk.key(Qt.Key.Key_1)
    assert kiosk.screen.body.priority
    kiosk.key(Qt.Key.Key_3)
    assert kiosk.screen.step == "services"
    kiosk.key(Qt.Key.Key_Down)
    kiosk.key(Qt.Key.Key_Return)
    assert kiosk.screen.step == "reason"
    kiosk.key(Qt.Key.Key_Right)
    kiosk.key(Qt.Key.Key_Enter)
    assert kiosk.screen.body.number == "P001"
    assert kiosk.tickets() == [("P001", "priority", "disabled", "id")]
    kiosk.key(Qt.Key.Key_Return)  # "Selesai" has the focus
    assert kiosk.screen.step == "home"
    assert kiosk.window.look.theme.name == "light"


def test_arrows_reach_every_tile_and_tool_of_the_start(opener: Any) -> None:
    kiosk = opener()
    page = kiosk.window.page
    wanted = {press for press in page.findChildren(Press) if press.isVisible()}
    seen, edge = set(), [page.tiles()[0]]
    while edge:
        here = edge.pop()
        if here in seen:
            continue
        seen.add(here)
        for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            here.setFocus()
            QTest.keyClick(here, key)
            edge.append(QApplication.focusWidget())
    assert seen == wanted


def test_a_group_with_one_service_gives_its_number_at_once(opener: Any) -> None:
    kiosk = opener()
    kiosk.group("F")
    assert kiosk.screen.body.number == "F001"


def test_more_than_six_services_are_pages_and_the_general_ticket_is_among_them(opener: Any) -> None:
    kiosk = opener()
    kiosk.group("A")
    first = [row.value for row in kiosk.screen.body.rows]
    assert len(first) == 6
    kiosk.touch("page")
    rows = kiosk.screen.body.rows
    assert not set(first[:5]) & {row.value for row in rows}
    assert "Belum yakin" in kiosk.words()
    kiosk.touch("service", rows[-2].value)
    assert kiosk.screen.body.number == "A001"


def tap_at_once(kiosk: Kiosk, press: Press, taps: int) -> None:
    """Tap one spot of the screen, whatever comes up under the finger."""
    spot = press.mapTo(kiosk.window, press.rect().center())
    for _ in range(taps):
        under = kiosk.window.childAt(spot) or kiosk.window
        QTest.mouseClick(under, Qt.MouseButton.LeftButton, pos=under.mapFrom(kiosk.window, spot))
        QApplication.processEvents()


@pytest.mark.parametrize("taps", [2, 500])
def test_taps_too_many_make_one_ticket(opener: Any, taps: int) -> None:
    kiosk = opener()
    kiosk.group("B")
    tap_at_once(kiosk, kiosk.press("service"), taps)
    assert len(kiosk.tickets()) == 1
    assert kiosk.rows(select(func.count()).select_from(Command).where(Command.name == "issue_ticket")) == [
        (1,)
    ]
    assert kiosk.screen.step == "done"


def test_a_double_tap_on_a_group_does_not_choose_the_service_that_comes_up_below_it(opener: Any) -> None:
    kiosk = opener()
    for letter in "ABCD":
        tap_at_once(kiosk, kiosk.press("group", str(kiosk.hall.groups[letter])), 3)
        assert kiosk.screen.step == "services"
        kiosk.tasks.advance(0.5)
        kiosk.touch("home")
    assert kiosk.tickets() == []


@pytest.mark.parametrize(("action", "value"), [("priority", ""), ("language", ""), ("page", None)])
def test_a_double_tap_on_a_switch_switches_once(opener: Any, action: str, value: str | None) -> None:
    kiosk = opener()
    if action == "page":
        kiosk.group("A")
    before = kiosk.screen
    tap_at_once(kiosk, kiosk.press(action, value), 2)
    assert kiosk.screen != before


def test_taps_while_the_number_is_asked_for_do_nothing(opener: Any) -> None:
    kiosk = opener()
    kiosk.group("B")
    row = kiosk.press("service")
    kiosk.tasks.gone = "before"
    for _ in range(50):
        kiosk.window.acted.emit("service", row.value)
        kiosk.window.acted.emit("finish", "")
        kiosk.window.acted.emit("home", "")
        kiosk.window.acted.emit("group", str(kiosk.hall.groups["F"]))
    assert isinstance(kiosk.screen.body, WaitState)
    kiosk.tasks.gone = ""
    kiosk.tasks.advance(3)
    assert [row[0] for row in kiosk.tickets()] == ["B001"]


@pytest.mark.parametrize("gone", ["before", "after"])
def test_database_gone_in_the_middle_of_issuing(opener: Any, gone: str) -> None:
    """Whether it was written or not before the line broke, the same command brings one and the same number."""
    kiosk = opener()
    kiosk.group("B")
    kiosk.tasks.gone = gone
    kiosk.service("KTP-BARU")
    assert "Basis data belum menjawab" in kiosk.words()
    kiosk.tasks.advance(10)
    assert isinstance(kiosk.screen.body, WaitState)
    kiosk.tasks.gone = ""
    kiosk.tasks.tell_connection(None)
    assert kiosk.screen.body.number == "B001"
    assert [row[0] for row in kiosk.tickets()] == ["B001"]
    assert kiosk.rows(select(func.count()).select_from(Event).where(Event.kind == "ticket.issued")) == [(1,)]


def test_a_database_that_stays_away_sends_visitors_to_the_desk(opener: Any) -> None:
    kiosk = opener()
    kiosk.group("B")
    kiosk.tasks.gone = "before"
    kiosk.service("KTP-BARU")
    kiosk.tasks.advance(60)
    assert kiosk.screen.step == "fault"
    assert "Silakan ke meja informasi." in kiosk.words()
    kiosk.tasks.gone = ""
    kiosk.tasks.tell()
    assert kiosk.screen.step == "home"
    assert kiosk.tickets() == []


def test_fault_state_and_back(opener: Any) -> None:
    kiosk = opener()
    kiosk.tasks.tell_connection(EnvironmentFault("database.lost"))
    assert "Mesin tidak dapat dipakai." in kiosk.words()
    kiosk.tasks.tell_connection(None)
    assert kiosk.screen.step == "home"


def test_priority_in_one_tap_taken_back_and_skipped_reason(opener: Any) -> None:
    kiosk = opener()
    kiosk.touch("priority")
    assert "Prioritas dipilih" in kiosk.words()
    kiosk.touch("priority")
    assert not kiosk.screen.body.priority
    kiosk.touch("priority")
    kiosk.group("F")
    assert "Siapa yang didahulukan?" in kiosk.words()
    kiosk.touch("skip")
    assert kiosk.tickets() == [("P001", "priority", None, "id")]


def type_nik(kiosk: Kiosk, nik: str = NIK) -> None:
    for digit in nik:
        kiosk.touch("key", digit, wait=False)


def test_nik_is_masked_counted_by_hash_and_limited_to_two_a_day(opener: Any) -> None:
    kiosk = opener(nik=True)
    for label in ("F001", "F002"):
        kiosk.group("F")
        type_nik(kiosk)
        body = kiosk.screen.body
        assert isinstance(body, PadState)
        assert body.shown == "647101********01"
        kiosk.touch("hide")
        assert kiosk.screen.body.shown == NIK
        kiosk.touch("nik")
        assert kiosk.screen.body.number == label
        kiosk.touch("finish")
    kiosk.group("F")
    type_nik(kiosk)
    kiosk.touch("nik")
    assert kiosk.screen.step == "home"
    assert kiosk.screen.notice.code == "kiosk.nik_limit"
    assert dict(kiosk.screen.notice.args) == {"limit": 2}
    assert len(kiosk.tickets()) == 2
    used = kiosk.rows(select(NikUse.nik_hash, NikUse.used))
    assert [row[1] for row in used] == [2]
    assert len(used[0][0]) == 64
    stored = repr(kiosk.rows(select(Command.result))) + repr(kiosk.rows(select(Event.after)))
    assert NIK not in stored
    assert NIK not in repr(kiosk.rows(select(Document.content)))


def test_an_impossible_nik_is_told_and_can_be_left_out(opener: Any) -> None:
    kiosk = opener(nik=True)
    kiosk.group("F")
    assert not kiosk.press("nik").isEnabled()
    type_nik(kiosk, "9971014505900001")
    kiosk.touch("nik")
    assert "NIK ini tidak mungkin." in kiosk.words()
    kiosk.touch("key", "back", wait=False)
    assert kiosk.screen.body.fault is None
    kiosk.touch("skip")
    assert kiosk.screen.body.number == "F001"
    assert kiosk.rows(select(NikUse.used)) == []


def test_nik_by_keyboard(opener: Any) -> None:
    kiosk = opener(nik=True)
    kiosk.group("F")
    for digit in NIK:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key(ord(digit)))
    assert kiosk.screen.body.ready
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backspace)
    assert not kiosk.screen.body.ready


def test_quota_gone_shows_on_the_tile_and_between_two_kiosks(opener: Any) -> None:
    kiosk = opener(quotas={"F": 1})
    presenter_state = kiosk.window.presenter._state
    kiosk.group("F")
    kiosk.touch("finish")
    assert "Nomor hari ini habis" in kiosk.words()
    kiosk.window.presenter._state = presenter_state  # as if another kiosk had taken the last one just now
    kiosk.window.presenter._show()
    kiosk.group("F")
    assert kiosk.screen.notice.code == "kiosk.quota"
    assert len(kiosk.tickets()) == 1


@pytest.mark.parametrize(
    ("local", "said"),
    [
        ("2026-11-27T12:00", ("Istirahat sampai 13.00.", "Nomor dapat diambil lagi")),
        ("2026-11-29T10:00", ("Kantor tutup.", "Buka besok pukul 08.00.")),
        ("2026-12-25T10:00", ("Hari Raya Natal: kantor tutup.", "Buka Senin pukul 08.00.")),
        ("2026-11-23T07:40", ("Loket buka pukul 08.00.", "Nomor dapat diambil mulai pukul 07.45.")),
        ("2026-11-23T14:40", ("Pengambilan nomor hari ini sudah selesai.", "Buka besok pukul 08.00.")),
    ],
)
def test_closed_states_say_when_it_opens(opener: Any, local: str, said: tuple[str, str]) -> None:
    kiosk = opener()
    kiosk.set_clock(local)
    assert isinstance(kiosk.screen.body, RestState)
    for sentence in said:
        assert sentence in kiosk.words()
    kiosk.touch("language")
    assert "08.00" not in kiosk.words()
    assert "13.00" not in kiosk.words()


def test_before_the_counters_open_numbers_are_given_and_it_is_said(opener: Any) -> None:
    kiosk = opener()
    kiosk.set_clock("2026-11-23T07:50")
    assert "Loket buka pukul 08.00." in kiosk.words()
    kiosk.group("F")
    assert kiosk.screen.body.number == "F001"


def test_a_closed_group_answers_why(opener: Any) -> None:
    kiosk = opener()
    kiosk.set_clock("2026-11-23T14:05")
    assert "Tutup buka besok 08.00" in kiosk.words()
    kiosk.group("E")
    assert kiosk.screen.step == "home"
    notice = kiosk.window._notice
    assert notice.isVisible()
    assert "Buka besok pukul 08.00" in notice.accessibleName()
    kiosk.tasks.advance(9)
    assert not notice.isVisible()


def test_the_break_comes_while_somebody_chooses(opener: Any) -> None:
    kiosk = opener()
    kiosk.group("B")
    kiosk.tasks.clock.current = datetime.fromisoformat("2026-11-23T12:00:10+08:00")
    kiosk.tasks.tell()
    kiosk.service("KTP-BARU")
    assert kiosk.tickets() == []
    assert "Istirahat sampai 13.00." in kiosk.words()


def test_language_changes_in_the_middle_and_goes_onto_the_ticket(opener: Any) -> None:
    kiosk = opener()
    kiosk.group("B")
    kiosk.touch("language")
    assert "Which service do you need?" in kiosk.words()
    assert "ID card lost" in kiosk.words()
    kiosk.service("KTP-HILANG")
    assert "Your queue number" in kiosk.words()
    assert kiosk.tickets()[0][3] == "en"
    assert kiosk.rows(select(Document.content))[0][0]["service"] == "ID card lost"
    kiosk.touch("finish")
    assert "Selamat datang" in kiosk.words()  # the next visitor starts in the office's language


def test_nobody_there_any_more(opener: Any) -> None:
    kiosk = opener()
    kiosk.touch("language")
    kiosk.touch("look", "large")
    kiosk.group("B")
    kiosk.tasks.advance(41)
    notice = kiosk.window._notice
    assert notice.isVisible()
    assert "Still here?" in notice.accessibleName()
    QTest.mouseClick(notice.time, Qt.MouseButton.LeftButton)
    assert not notice.isVisible()
    assert kiosk.screen.step == "services"
    kiosk.tasks.advance(61)
    assert (kiosk.screen.step, kiosk.screen.language, kiosk.screen.look) == ("home", "id", "normal")
    kiosk.tasks.advance(300)
    assert not kiosk.window._notice.isVisible()  # nobody to ask at the start


def test_the_last_screen_counts_down_and_any_touch_starts_again(opener: Any) -> None:
    kiosk = opener()
    kiosk.group("F")
    kiosk.tasks.runner.engine.connect()
    mark_printed(kiosk)
    kiosk.tasks.advance(20)
    assert 9 <= kiosk.screen.body.seconds <= 11
    QTest.mouseClick(kiosk.window, Qt.MouseButton.LeftButton)
    assert kiosk.screen.body.seconds == 30
    kiosk.tasks.advance(31)
    assert kiosk.screen.step == "home"


def mark_printed(kiosk: Kiosk, state: str = "confirmed", reason: str | None = None) -> None:
    with kiosk.engine.connect().execution_options(loket_write=True) as connection:
        connection.execute(update(PrintJob).values(state=state, reason=reason))
        connection.commit()


def test_printed_then_printed_again(opener: Any) -> None:
    kiosk = opener()
    kiosk.group("F")
    assert "Nomor sedang dicetak" in kiosk.words()
    mark_printed(kiosk)
    kiosk.tasks.advance(1)
    assert "Nomor sudah dicetak" in kiosk.words()
    kiosk.touch("reprint")
    assert len(kiosk.rows(select(PrintJob.id))) == 2
    assert "Nomor sedang dicetak" in kiosk.words()


@pytest.mark.parametrize(
    ("state", "reason", "said"),
    [
        ("queued", "print.no_paper", "Kertas habis. Catat atau foto nomor Anda."),
        ("failed", "print.refused", "Belum tercetak. Catat atau foto nomor Anda."),
        ("queued", None, "Belum tercetak. Catat atau foto nomor Anda."),
    ],
)
def test_a_slip_that_does_not_come_keeps_the_number_for_a_minute(
    opener: Any, state: str, reason: str | None, said: str
) -> None:
    kiosk = opener()
    kiosk.group("F")
    mark_printed(kiosk, state, reason)
    kiosk.tasks.advance(9)
    assert said in kiosk.words()
    assert kiosk.screen.body.seconds > 45
    kiosk.tasks.advance(40)
    assert kiosk.screen.body.number == "F001"
    kiosk.tasks.advance(20)
    assert kiosk.screen.step == "home"


def test_without_a_printer_the_number_is_kept_large(opener: Any) -> None:
    kiosk = opener(printer=False)
    kiosk.group("F")
    assert "Belum tercetak. Catat atau foto nomor Anda." in kiosk.words()
    assert kiosk.screen.body.seconds == 60
    assert kiosk.rows(select(PrintJob.id)) == []
    assert [row[0] for row in kiosk.tickets()] == ["F001"]


def test_calling_the_staff(opener: Any) -> None:
    kiosk = opener()
    kiosk.touch("call")
    assert kiosk.screen.notice.code == "kiosk.called"
    assert kiosk.rows(select(Alarm.kind, Alarm.station_id)) == [("help", kiosk.hall.station_id)]


def book(kiosk: Kiosk, at: str) -> str:
    """An appointment for a marriage today at a local time; its code."""
    hall, run = kiosk.hall, kiosk.tasks.runner.run
    day = date(2026, 11, 23)
    run(make_slots, MakeSlots(office_id=hall.office_id, group_id=hall.groups["E"], from_day=day, to_day=day,
                              times=(time.fromisoformat(at),), minutes=30, quota=2))  # fmt: skip
    slot = kiosk.rows(select(AppointmentSlot.id))[0][0]
    command = BookAppointment(office_id=hall.office_id, slot_id=slot, service_id=hall.services["AKTA-KAWIN"])
    run(book_appointment, command)
    kiosk.tasks.tell()
    return str(kiosk.rows(select(Appointment.code))[0][0])


def test_an_appointment_is_checked_in_by_typing_its_code(opener: Any) -> None:
    kiosk = opener()
    assert not any(press.isVisible() for press in kiosk.window.page.findChildren(CheckInButton))
    code = book(kiosk, "10:20")
    kiosk.touch("open_code")
    for sign in code:
        kiosk.touch("key", sign, wait=False)
    kiosk.touch("code")
    body = kiosk.screen.body
    assert isinstance(body, DoneState)
    assert (body.number, body.service) == ("E001", "Akta perkawinan")
    assert "10.20" in kiosk.words()
    assert "waktu janji temu" in kiosk.words()
    assert kiosk.rows(select(Ticket.klass, Ticket.state)) == [("appointment", "booked")]


def test_an_appointment_that_is_early_late_or_unknown(opener: Any) -> None:
    kiosk = opener()
    code = book(kiosk, "11:00")
    scan = kiosk.window.presenter.scanned
    scan(code)
    assert "Janji temu Anda pukul 11.00 WITA. Datang lagi mulai 10.30 WITA." in page_text(kiosk)
    kiosk.touch("home")
    scan("J999999")
    assert "Nomor tidak dikenal. Periksa angka terakhir, lalu ketik lagi." in page_text(kiosk)
    assert kiosk.tickets() == []
    kiosk.touch("home")
    kiosk.set_clock("2026-11-23T11:25")
    scan(code)
    assert kiosk.screen.body.number == "E001"
    assert "Waktu janji temu sudah lewat. Anda masuk antrean biasa." in page_text(kiosk)
    assert [row[1] for row in kiosk.tickets()] == ["regular"]


def page_text(kiosk: Kiosk) -> str:
    QApplication.processEvents()
    return kiosk.words()


@pytest.fixture
def scanner(qapp: QApplication) -> Iterator[Scanner]:
    made = Scanner(qapp)
    yield made
    qapp.removeEventFilter(made)
    made.deleteLater()


def test_a_scan_while_a_tile_has_the_focus_never_presses_it(
    opener: Any, scanner: Scanner, qtbot: QtBot
) -> None:
    kiosk = opener(scanner=scanner)
    tile = kiosk.window.page.tiles()[5]
    tile.setFocus()
    with qtbot.waitSignal(scanner.scanned) as scan:
        QTest.keyClicks(tile, "K260048667")
        QTest.keyClick(tile, Qt.Key.Key_Return)
    assert scan.args == ["K260048667"]
    assert kiosk.screen.step == "home"
    assert kiosk.tickets() == []
    assert kiosk.screen.notice.code == "kiosk.code_unknown"


SIZES = [(1920, 1080), (1080, 1920), (1366, 768), (1280, 1024)]


CASES = [
    *((size, look, "id") for size in SIZES for look in ("normal", "large", "contrast")),
    *((size, look, "en") for size in SIZES[1:3] for look in ("normal", "contrast")),
]


@pytest.mark.parametrize(("size", "look", "language"), CASES)
def test_nothing_is_cut_and_targets_are_large(
    opener: Any, size: tuple[int, int], look: str, language: str
) -> None:
    """On every step, in both languages: within the window, apart from each other, at least 20 mm (96 px at 1.0)."""
    kiosk = opener(size=size, nik=True)
    if look != "normal":
        kiosk.touch("look", look)
    if language == "en":
        kiosk.touch("language")
    scale = kiosk.window.look.theme.scale
    kiosk.touch("priority")
    for act in ("group", "service", "reason", "skip", "finish"):
        page = kiosk.window.page
        QApplication.processEvents()
        presses = [press for press in page.findChildren(Press) if press.isVisible()]
        boxes = []
        assert (page.width(), page.height()) == size == (kiosk.window.width(), kiosk.window.height())
        needed = page.minimumSizeHint()
        assert needed.width() <= size[0], (kiosk.screen.step, needed)
        assert needed.height() <= size[1], (kiosk.screen.step, needed)
        for press in presses:
            box = press.rect().translated(press.mapTo(kiosk.window, press.rect().topLeft()))
            assert kiosk.window.rect().contains(box), (kiosk.screen.step, press.text(), box)
            least = 72 if press.action == "key" else 94
            assert box.height() >= least * scale, (kiosk.screen.step, press.text(), box)
            assert press.accessibleName()
            boxes.append(box)
        for one, other in itertools.combinations(boxes, 2):
            assert not one.intersects(other)
        if act == "service":
            kiosk.service("KTP-HILANG")
        elif act == "group":
            kiosk.group("B")
        elif act == "reason":
            kiosk.touch("reason", "elderly")
        elif kiosk.screen.step != "done":
            kiosk.touch(act)
    assert isinstance(kiosk.screen.body, DoneState)

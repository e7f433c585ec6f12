"""The counter's real window, driven by keys and clicks; the office behind it is real too."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import update

from desktop.domain.errors import EnvironmentFault
from desktop.models.staff import Staff
from desktop.office.staff import hash_password
from desktop.ui.counter.build import build_counter
from desktop.ui.counter.sheets import BreakSheet, CallSheet, HoldSheet, ListSheet, NoteSheet, OptionSheet
from desktop.ui.counter.window import CounterWindow
from desktop.ui.i18n import Texts
from desktop.ui.scanner import Scanner
from desktop.ui.theme import Theme, apply
from tests.ui.counter_desk import Hall, hall

pytestmark = pytest.mark.ui
KEY = Qt.Key


class Desk:
    """The window with hands."""

    def __init__(self, qtbot: Any, around: Hall, theme: Theme, *, signed_in: bool = True,
                 scanner: Scanner | None = None) -> None:  # fmt: skip
        self.qtbot, self.hall, self.theme = qtbot, around, theme
        self.window: CounterWindow = build_counter(
            around.tasks,
            around.context,
            theme,
            Texts("id", strict=True),
            office="Dukcapil Kota Teluk Sari",
            clerk=around.clerk if signed_in else None,
            scanner=scanner,
        )
        qtbot.addWidget(self.window)
        self.window.resize(1366, 697)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    @property
    def card(self) -> Any:
        assert self.window.view is not None
        return self.window.view.card

    @property
    def scene(self) -> Any:
        return self.window.scene

    @property
    def list(self) -> Any:
        assert self.window.view is not None
        return self.window.view.next.list

    def key(self, key: Any, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is, as a person would: at another moment than the last one."""
        self.hall.tasks.advance(1)
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def ctrl(self, key: Any) -> None:
        self.key(key, Qt.KeyboardModifier.ControlModifier)

    def click(self, widget: QWidget) -> None:
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

    def sheet(self, kind: type) -> Any:
        assert isinstance(self.window.sheet, kind), self.window.sheet
        return self.window.sheet


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme()
    apply(qapp, theme)
    yield theme
    qapp.setStyleSheet("")


@pytest.fixture
def around(sqlite_url: str) -> Iterator[Hall]:
    with hall(sqlite_url) as found:
        yield found


@pytest.fixture
def desk(qtbot: Any, around: Hall, theme: Theme) -> Desk:
    return Desk(qtbot, around, theme)


# ---- the day by keyboard ----


def test_a_visitor_from_call_to_finish_with_three_keys(desk: Desk) -> None:
    assert desk.card.empty.isVisible()
    assert desk.card.primary.unavailable_reason == "Tidak ada antrean"
    desk.hall.issue()
    desk.hall.issue(priority=True)
    assert desk.card.block.number.text() == "A001"
    assert desk.card.primary.line == "Memanggil A001 ke Loket 3"
    assert desk.card.why_text.text() == "Datang paling awal di antara yang menunggu."
    desk.key(KEY.Key_F2)
    assert (desk.card.pill.text(), desk.card.primary.text()) == ("Dipanggil", "Mulai layani")
    assert desk.card.at_right.text().endswith(", satu kali")
    desk.key(KEY.Key_F3)
    assert desk.card.at_right.text().endswith(", dua kali")
    desk.key(KEY.Key_F2)
    assert desk.card.pill.text() == "Sedang dilayani"
    assert desk.card.primary.line == "A001 ditutup sebagai selesai, lalu P001 dipanggil"
    desk.hall.tasks.advance(312 - 0)
    assert desk.card.timer.text() == "5.12"
    assert desk.card.left.text() == "lewat 12 detik"
    assert desk.card.gauge.late
    desk.key(KEY.Key_F2)
    assert desk.card.block.number.text() == "P001"
    assert desk.card.strip.text() == "A001 selesai, P001 dipanggil."
    assert desk.card.strip.button.key == "Ctrl+Z"
    desk.ctrl(KEY.Key_Z)
    assert (desk.card.block.number.text(), desk.scene.mode) == ("A001", "serving")
    desk.key(KEY.Key_F4)
    assert (desk.scene.mode, desk.scene.figures.served) == ("idle", 1)


def test_no_show_and_return_by_keys(desk: Desk) -> None:
    desk.hall.issue(priority=True)
    desk.hall.issue()
    desk.key(KEY.Key_F2)
    desk.key(KEY.Key_F8)
    assert desk.window.view.next.held.text() == "1 tidak hadir"
    desk.key(KEY.Key_F11)
    sheet = desk.sheet(ListSheet)
    assert [tab.text() for tab in sheet.tabs] == ["Menunggu 1", "Ditunda 0", "Tidak hadir 1"]
    desk.click(sheet.tabs[2])
    missed = sheet.lists[2]
    missed.setFocus()
    desk.key(KEY.Key_Down)
    missed.setCurrentIndex(missed.model().index(0, 0))
    desk.key(KEY.Key_Return)
    ask = desk.sheet(CallSheet)
    assert ask.title.text() == "Panggil P001 sekarang?"
    back = next(b for b in ask.findChildren(QWidget) if getattr(b, "text", str)() == "Kembalikan ke antrean")
    desk.click(back)
    assert [row.number for row in desk.scene.rows] == ["P001", "A001"]
    assert desk.scene.rows[0].klass == "priority"


def test_hold_asks_why_and_the_note_is_kept(desk: Desk) -> None:
    desk.hall.issue()
    desk.key(KEY.Key_F2)
    desk.key(KEY.Key_F6)
    sheet = desk.sheet(HoldSheet)
    desk.qtbot.keyClicks(sheet.note.edit, "fotokopi KK")
    sheet.reasons["documents"].setFocus()
    desk.key(KEY.Key_Return)
    assert desk.window.sheet is None
    assert [(row.number, row.note) for row in desk.scene.held] == [("A001", "fotokopi KK")]


def test_transfer_by_typing(desk: Desk) -> None:
    ticket = desk.hall.issue()
    desk.key(KEY.Key_F2)
    desk.key(KEY.Key_F7)
    sheet = desk.sheet(OptionSheet)
    desk.qtbot.keyClicks(sheet.search.edit, "layanan 3")
    assert [b.text() for _n, b in sheet.options if b.isVisible()] == ["Layanan 3"]
    desk.key(KEY.Key_Return)
    desk.key(KEY.Key_Return)
    assert desk.window.sheet is None
    assert desk.hall.ticket(ticket.ticket_id).service_id == desk.hall.office.services[3]
    assert desk.scene.mode == "idle"


def test_serve_without_a_ticket_then_note_then_another_service(desk: Desk) -> None:
    desk.ctrl(KEY.Key_N)
    desk.click(desk.sheet(OptionSheet).options[0][1])
    assert (desk.scene.mode, desk.card.block.number.text()) == ("serving", "A001")
    desk.ctrl(KEY.Key_K)
    note = desk.sheet(NoteSheet)
    desk.qtbot.keyClicks(note.edit, "memakai tongkat")
    desk.ctrl(KEY.Key_Return)
    assert desk.card.block.note.text() == "memakai tongkat"
    desk.window.commands.trigger("counter.add_service")
    desk.click(desk.sheet(OptionSheet).options[2][1])
    assert desk.card.block.number.text() == "B001"


def test_break_and_back_with_f12(desk: Desk) -> None:
    desk.hall.issue()
    desk.key(KEY.Key_F12)
    desk.click(desk.sheet(BreakSheet).lengths[60])
    assert desk.card.empty.heading.text() == "Loket 3 istirahat sampai 13.00."
    assert desk.card.empty.button.hasFocus()
    desk.key(KEY.Key_F2)
    assert desk.hall.calls() == []
    assert "istirahat" in desk.card.strip.text()
    desk.key(KEY.Key_F12)
    assert desk.scene.mode == "idle"
    assert desk.card.primary.hasFocus()


def test_a_key_with_nothing_to_do_says_why(desk: Desk) -> None:
    desk.key(KEY.Key_F8)
    assert desk.card.strip.text() == "Belum ada yang dipanggil"
    desk.key(KEY.Key_F5)
    assert desk.card.strip.text() == "Belum ada yang dipanggil"
    desk.ctrl(KEY.Key_Z)
    assert desk.card.strip.text() == "Tidak ada langkah yang dapat dibatalkan"


def test_the_emergency_key_and_its_answer_at_another_counter(desk: Desk, around: Hall) -> None:
    desk.key(KEY.Key_D, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert desk.window.message.text() == "Panggilan darurat dari loket ini. Menunggu rekan datang."
    from desktop.office.alarms import RaiseAlarm, raise_alarm

    around.runner.run(raise_alarm, RaiseAlarm(**around.who(0)))
    around.tasks.tell()
    assert desk.window.message.text() == "Darurat di Loket 1. Rekan memerlukan bantuan."
    desk.click(desk.window.message.button)
    assert [one.place for one in desk.scene.alarms] == ["3"]


def test_another_counter_was_faster_is_said_in_place(desk: Desk) -> None:
    desk.hall.issue()
    desk.hall.issue()
    desk.hall.elsewhere(3)
    desk.key(KEY.Key_F2)
    assert desk.card.notice.text() == "A001 sudah dipanggil Loket 4. Berikutnya A002."
    assert desk.card.notice.isVisible()


# ---- the list ----


def test_the_list_keeps_the_chosen_ticket_when_others_come_and_go(desk: Desk) -> None:
    tickets = [desk.hall.issue() for _ in range(6)]
    rows = desk.list
    rows.setCurrentIndex(rows.model().index(3, 0))
    chosen = tickets[3].ticket_id

    def current() -> Any:
        return rows.currentIndex().data(Qt.ItemDataRole.UserRole).ticket_id

    desk.hall.elsewhere(0, tell=True)
    desk.hall.elsewhere(1, tell=True)
    desk.hall.issue(priority=True)
    assert current() == chosen
    assert rows.currentIndex().row() == 1
    assert rows.selectionModel().selectedIndexes() == [rows.currentIndex()]


def test_a_new_row_is_marked_for_a_moment(desk: Desk) -> None:
    desk.hall.issue()
    desk.hall.issue()
    assert [row.number for row in desk.scene.rows if row.ticket_id in desk.list.painter.fresh] == ["A002"]
    desk.qtbot.waitUntil(lambda: not desk.list.painter.fresh, timeout=4000)


def test_a_click_on_a_waiting_person_asks_first(desk: Desk) -> None:
    for _ in range(3):
        desk.hall.issue()
    spot = desk.list.visualRect(desk.list.model().index(2, 0)).center()
    desk.qtbot.mouseClick(desk.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert desk.sheet(CallSheet).title.text() == "Panggil A003 sekarang?"
    assert desk.hall.calls() == []
    desk.key(KEY.Key_Escape)
    assert (desk.hall.calls(), desk.window.sheet) == ([], None)
    desk.qtbot.mouseClick(desk.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    desk.ctrl(KEY.Key_Return)
    assert [call.kind for call in desk.hall.calls()] == ["chosen"]
    assert desk.card.block.number.text() == "A003"


# ---- scanning ----


@pytest.fixture
def scanning(qapp: QApplication, qtbot: Any, around: Hall, theme: Theme) -> Iterator[Desk]:
    scanner = Scanner(qapp)
    yield Desk(qtbot, around, theme, scanner=scanner)
    qapp.removeEventFilter(scanner)
    scanner.deleteLater()


def test_a_scan_while_the_button_has_the_focus_never_presses_it(scanning: Desk) -> None:
    desk = scanning
    desk.hall.issue()
    desk.hall.issue()
    desk.card.primary.setFocus()
    desk.qtbot.keyClicks(desk.card.primary, "T261123A002")
    desk.qtbot.keyClick(desk.card.primary, KEY.Key_Return)
    assert desk.hall.calls() == []
    assert desk.sheet(CallSheet).title.text() == "Panggil A002 sekarang?"


def test_a_scan_at_the_sign_in_is_left_alone(scanning: Desk) -> None:
    scanning.hall.issue()
    scanning.window.commands.trigger("shell.sign_out")
    view = scanning.window.sign_in
    assert view is not None
    view.password.edit.setFocus()
    scanning.qtbot.keyClicks(view.password.edit, "T261123A001")
    scanning.qtbot.keyClick(view.password.edit, KEY.Key_Return)
    assert (view.password.text(), scanning.window.sheet, scanning.hall.calls()) == ("", None, [])


def test_f9_searches_and_an_unknown_number_is_marked(desk: Desk) -> None:
    desk.hall.issue()
    desk.key(KEY.Key_F9)
    field = desk.window.top.scan
    assert field.edit.hasFocus()
    desk.qtbot.keyClicks(field.edit, "A077")
    desk.key(KEY.Key_Return)
    assert desk.card.strip.text().startswith("Nomor tidak dikenal.")
    field.edit.selectAll()
    desk.qtbot.keyClicks(field.edit, "a1")
    desk.key(KEY.Key_Return)
    assert desk.sheet(CallSheet).title.text() == "Panggil A001 sekarang?"


# ---- signing in, choosing a counter ----


def _password(around: Hall, number: int) -> None:
    hashed = hash_password("jeruk-manis-8")

    def write(work: Any, _command: Any) -> Any:
        from desktop.office.work import Result

        work.connection.execute(
            update(Staff).where(Staff.id == around.office.staff[number]).values(password_hash=hashed)
        )
        return Result(None)

    around.runner.run(write, None)


def test_sign_in_with_a_wrong_and_a_right_password(qtbot: Any, around: Hall, theme: Theme) -> None:
    _password(around, 2)
    desk = Desk(qtbot, around, theme, signed_in=False)
    view = desk.window.sign_in
    assert view is not None
    for password, shown in (("salah", True), ("jeruk-manis-8", False)):
        view.login.edit.setText("petugas3")
        view.password.edit.setText(password)
        desk.qtbot.keyClick(view.password.edit, KEY.Key_Return)
        assert view.fault.isVisible() is shown
    assert desk.scene.mode == "idle"
    assert desk.window.top.staff.text() == "Petugas 3"


def test_a_taken_counter_is_refused_with_the_name_of_who_has_it(desk: Desk) -> None:
    desk.key(KEY.Key_F12)
    desk.click(desk.sheet(BreakSheet).close_counter)
    chooser = desk.window.chooser
    assert chooser is not None
    assert chooser.rows[0].unavailable_reason == "Loket 1 dipakai Petugas 1"
    # Somebody is faster at another PC, while this list still shows the counter as free.
    from desktop.office.shifts import CloseCounter, OpenCounter, close_counter, open_counter

    around = desk.hall
    around.runner.run(close_counter, CloseCounter(**around.who(1)))
    around.runner.run(open_counter, OpenCounter(**{**around.who(2), "staff_id": around.office.staff[1]}))
    desk.click(chooser.rows[2])
    assert chooser.fault.label.text() == "Loket 3 sedang dipakai Petugas 2."
    desk.click(chooser.rows[1])
    assert (desk.scene.mode, desk.scene.counter) == ("idle", "2")


def test_signing_out_closes_the_counter(desk: Desk) -> None:
    desk.window.commands.trigger("shell.sign_out")
    assert desk.window.sign_in is not None
    assert desk.window.view is None
    for key in (KEY.Key_F2, KEY.Key_F6, KEY.Key_F12, KEY.Key_F11, KEY.Key_F9):
        desk.key(key)
    assert (desk.hall.calls(), desk.window.sheet) == ([], None)
    assert not desk.window.top.scan.isVisible()


# ---- faults ----


def test_the_database_goes_in_the_middle_of_a_call_and_nobody_is_called_twice(desk: Desk) -> None:
    desk.hall.issue()
    desk.hall.issue()
    desk.hall.tasks.lose = 1
    desk.key(KEY.Key_F2)
    assert desk.window.message.text().startswith("Basis data tidak terhubung.")
    desk.click(desk.window.message.button)
    assert desk.window.message.text() == ""
    assert (desk.scene.current.number, len(desk.hall.calls())) == ("A001", 1)


def test_a_lost_database_keeps_the_last_state_and_says_so(desk: Desk) -> None:
    desk.hall.issue()
    desk.hall.tasks.tell_connection(EnvironmentFault("database.lost"))
    assert desk.list.painter.muted
    assert len(desk.list.rows.rows) == 1
    desk.hall.tasks.tell_connection(None)
    assert not desk.list.painter.muted
    assert desk.card.strip.text() == "Terhubung lagi."


def test_the_trace_says_when_it_was_painted_and_loaded(desk: Desk) -> None:
    desk.qtbot.waitUntil(
        lambda: {"window.painted", "window.loaded"} <= {name for name, _details in desk.hall.tasks.traces}
    )


# ---- looks ----


@pytest.mark.parametrize("name", ["light", "dark", "black", "white"])
@pytest.mark.parametrize(
    ("size", "scale"), [((1366, 697), 1.0), ((1920, 1040), 1.0), ((1366, 697), 1.5), ((1366, 697), 2.0)]
)
def test_nothing_clips(desk: Desk, name: str, size: tuple[int, int], scale: float) -> None:
    for _ in range(12):
        desk.hall.issue()
    desk.theme.set(name=name, scale=scale)
    desk.window.resize(*size)
    for step in range(3):
        QApplication.sendPostedEvents()
        window = desk.window.rect()
        shown = [desk.card.primary, desk.card.block.number, *desk.card.keys.values(), desk.card.finish]
        for widget in (one for one in shown if one.isVisible()):
            corner = widget.mapTo(desk.window, QPoint(0, 0))
            rect = widget.rect().translated(corner)
            assert window.contains(rect), (step, widget.accessibleName(), rect)
            assert widget.visibleRegion().boundingRect().height() == widget.height(), widget.accessibleName()
        desk.key(KEY.Key_F2)


def test_in_one_column_the_next_number_is_in_the_title(desk: Desk) -> None:
    desk.hall.issue()
    desk.theme.set(scale=2.0)
    assert desk.card.primary.text() == "Panggil berikutnya: A001"
    assert not desk.window.view.next.isVisible()
    assert desk.card.keys["list"].text() == "Antrean 1"


def test_the_language_changes_at_once(desk: Desk) -> None:
    desk.hall.issue()
    desk.key(KEY.Key_F2)
    desk.window.language_chosen.emit("en")
    assert desk.card.primary.text() == "Start serving"
    assert desk.card.keys["recall"].text() == "Call again"
    assert desk.card.finish.text() == "Finish"
    assert desk.window.top.title.text() == "Counter 3"


CODES = re.compile(r'"((?:counter|queue|alarm|why)\.[a-z_0-9]+(?:\.[a-z_0-9]+)*)"')


def test_every_code_of_counter_and_queue_has_its_text_in_both_languages() -> None:
    root = Path(__file__).resolve().parents[2]
    words: dict[str, Any] = {}
    for path in (root / "resources" / "translations").glob("*.toml"):
        words |= tomllib.loads(path.read_text(encoding="utf-8"))
    events = {"alarm.raised", "alarm.answered", "counter.added"}
    commands = {"next_step", "recall", "finish", "check_file", "hold", "transfer", "no_show", "list", "break",
                "undo", "no_ticket", "note", "add_service", "confirm", "answer", "appointments"}  # fmt: skip
    missing = set()
    for folder in ("desktop/office", "desktop/domain", "desktop/ui/counter"):
        for path in (root / folder).rglob("*.py"):
            for code in CODES.findall(path.read_text(encoding="utf-8")):
                if code.startswith("counter.") and code.removeprefix("counter.") in commands:
                    continue
                if code not in words:
                    missing.add(code)
    for path in (root / "desktop" / "models" / "migrations" / "sql").glob("*.sql"):
        for code in re.findall(r"'((?:counter|queue|why)\.[a-z_]+)'", path.read_text(encoding="utf-8")):
            if code not in words:
                missing.add(code)
    assert missing - events == set()
    assert all(set(entry) >= {"id", "en"} for entry in words.values())


def test_the_appointments_of_the_day_open_over_the_window(desk: Desk) -> None:
    desk.window.commands.trigger("counter.appointments")
    assert desk.window.sheet is not None
    desk.key(KEY.Key_Escape)
    assert desk.window.sheet is None

"""A file's window by keys: what F2 is in each state, moves and their undo, reasons, late slips, who was faster."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid
from sqlalchemy import func, select

from desktop.models.files import ApplicationItem
from desktop.models.paper import Document, PrintJob
from desktop.models.record import Event
from desktop.office.files.due import PrintApology, print_apology
from desktop.office.files.moving import FileRef, MoveFiles, move_files
from desktop.ui.files.batch.pick import PickSheet
from desktop.ui.files.timeline import words
from desktop.ui.files.timeline.sheets import MovesSheet, PapersSheet, ReasonSheet
from desktop.ui.files.timeline.state import Promise, Step
from desktop.ui.i18n import Texts
from tests.support.filed_office import at_local
from tests.ui.backoffice_desk import Back, back_office

pytestmark = pytest.mark.ui
KEY = Qt.Key


@pytest.fixture
def back(sqlite_url: str, qapp: QApplication) -> Iterator[Back]:
    with back_office(sqlite_url) as found:
        yield found
    qapp.setStyleSheet("")


def count(back: Back, what: Any, *where: Any) -> int:
    found: int = back.runner.read(
        lambda work: work.connection.execute(
            select(func.count()).select_from(what).where(*where)
        ).scalar_one()
    )
    return found


def elsewhere(back: Back, file: Any, role: str = "verifier", action: str = "next_step", **more: Any) -> None:
    """Somebody else moves the file, and this window is not told yet."""
    back.runner.run(
        move_files,
        MoveFiles(
            **back.who(role), files=(FileRef(application_id=file.application_id),), action=action, **more
        ),
    )


def lines(page: Any) -> list[str]:
    model = page.steps.model_
    return [str(model.data(model.index(row))) for row in range(model.rowCount())]


def test_the_window_shows_number_person_steps_and_promise(back: Back, qtbot: Any) -> None:
    file = back.file(state="ready", place_id=back.office.shelf, custody=("Buku nikah",))
    back.sit(qtbot)
    page = back.open(file)
    assert page.head.number.text() == file.number
    assert page.head.person.text() == "Suparno Adi, 647101********01"
    assert page.head.pill.text() == "Siap diambil"
    assert page.done.text() == "9 langkah, 6 selesai"
    shown = lines(page)
    assert shown[0].startswith("Diterima di loket, selesai, Rina Wulandari, Loket 1, Jum 20 Nov, 09.00")
    assert any("Menunggu paraf pemohon" in line and "janji layanan berhenti" in line for line in shown)
    assert any(line.startswith("Siap diambil, sekarang, di Rak C laci 4") for line in shown)
    assert shown[-1] == "Diarsipkan, berikutnya, menunggu arsip"
    assert page.promise.date.text().endswith("November 2026")
    assert page.place.where.text() == "Rak C laci 4 (RC4)"
    assert page.news.line.text() == "Belum ada kabar"
    assert page.logged.text() == "Membuka data pemohon dicatat atas nama Andi Rahmat."


def test_each_opening_is_written_down_once(back: Back, qtbot: Any) -> None:
    file = back.file()
    back.sit(qtbot)
    back.open(file)
    back.tasks.tell()
    back.tasks.tell()
    assert count(back, Event, Event.kind == "person.viewed") == 1


@pytest.mark.parametrize(
    ("state", "title", "why"),
    [
        ("returned", "Lanjutkan pemeriksaan", None),
        ("verified", "Langkah berikutnya", None),
        ("ready", "Serahkan", None),
        ("uncollected", "Serahkan", None),
        ("collected", "Arsipkan", None),
        ("archived", "Langkah berikutnya", "Berkas ini sudah selesai"),
        ("cancelled", "Langkah berikutnya", "Berkas ini sudah selesai"),
    ],
)
def test_f2_is_the_states_own_step(back: Back, qtbot: Any, state: str, title: str, why: str | None) -> None:
    file = back.file(state=state, reason="incomplete" if state == "returned" else None)
    back.sit(qtbot, "supervisor")
    page = back.open(file)
    assert page.head.primary.text() == title
    assert page.head.primary.unavailable_reason == why


def test_f2_moves_the_file_and_ctrl_z_takes_it_back(back: Back, qtbot: Any) -> None:
    file = back.file(state="verified")
    back.sit(qtbot)
    page = back.open(file)
    back.key(KEY.Key_F2)
    assert back.row(file).state == "in_process"
    assert back.said() == f"{file.number} sekarang: Entri SIAK"
    assert any(line.startswith("Entri SIAK, sekarang") for line in lines(page))
    back.ctrl(KEY.Key_Z)
    assert back.row(file).state == "verified"
    assert back.said() == f"{file.number} kembali seperti sebelumnya"
    back.ctrl(KEY.Key_Z)
    assert back.said() == "Belum ada langkah yang dapat dibatalkan"
    back.key(KEY.Key_F5)
    assert back.row(file).state == "in_process"


def test_two_clerks_and_one_file_the_slower_is_told_in_place(back: Back, qtbot: Any) -> None:
    file = back.file(state="verified")
    back.sit(qtbot)
    page = back.open(file)
    elsewhere(back, file)
    back.clock.current += timedelta(minutes=10)  # long after: it is the version seen here that counts
    back.key(KEY.Key_F2)
    assert back.row(file).step == 4  # once
    assert (
        page.notice.text()
        == f"Kasi Nurhayati lebih cepat pada 14.05: {file.number} sekarang di langkah Entri SIAK."
    )
    assert page.head.pill.text() == "Diproses"  # the window shows how it is now
    assert page.scene.primary == "next_step"


def test_a_returned_file_takes_its_reason_and_what_is_missing(back: Back, qtbot: Any) -> None:
    file = back.file(state="in_process")
    back.sit(qtbot)
    page = back.open(file)
    back.key(KEY.Key_F8)
    sheet = back.window.sheet
    if isinstance(sheet, MovesSheet):
        back.click(sheet.moves["return"])
        sheet = back.window.sheet
    assert isinstance(sheet, ReasonSheet)
    back.ctrl(KEY.Key_Return)
    assert sheet.fault.text() == "Pilih alasannya dulu."
    back.click(sheet.reasons["incomplete"])
    back.click(next(button for item, button in sheet.items.items() if item.requirement == "ktp"))
    back.ctrl(KEY.Key_Return)
    assert back.row(file).state == "returned"
    assert page.head.primary.text() == "Lanjutkan pemeriksaan"
    assert (
        count(back, ApplicationItem, ApplicationItem.value == "missing", ApplicationItem.requirement == "ktp")
        == 1
    )
    assert page.promise.date.text() == "Menunggu pemohon"


def test_roles_and_states_say_why_a_key_does_nothing(back: Back, qtbot: Any) -> None:
    file = back.file(state="archived")
    back.sit(qtbot, "operator")
    back.open(file)
    for key, why in (
        (KEY.Key_F2, "Berkas ini sudah selesai"),
        (KEY.Key_F3, "Berkas belum lewat janji"),
        (KEY.Key_F6, "Belum ada kertas"),
        (KEY.Key_F7, "Kertasnya tidak ada di kantor"),
        (KEY.Key_F8, "Tidak ada yang dapat dikembalikan atau dibatalkan"),
    ):
        back.key(key)
        assert back.said() == why
    assert back.row(file).state == "archived"


def test_a_late_file_prints_the_slip_and_its_papers_print_again(back: Back, qtbot: Any) -> None:
    file = back.file(state="in_process", due_at=at_local(20, 16))
    back.sit(qtbot)
    page = back.open(file)
    assert page.promise.pill.text() == "Lewat janji"
    assert page.promise.slip.isVisible()
    back.key(KEY.Key_F3)
    assert back.said() == "Slip permohonan maaf dicetak"
    assert count(back, Document, Document.kind == "apology") == 1
    assert [words.paper(back.window.texts, one) for one in page.scene.papers] == ["Slip permohonan maaf"]
    jobs = count(back, PrintJob)
    back.key(KEY.Key_F6)
    assert count(back, PrintJob, PrintJob.state == "queued") >= 1
    assert count(back, PrintJob) == jobs + 1
    back.click(page.papers.buttons[0])
    assert count(back, PrintJob) == jobs + 2


def test_many_papers_are_two_and_a_panel_of_all(back: Back, qtbot: Any) -> None:
    file = back.file(state="in_process", due_at=at_local(20, 16))
    for _ in range(3):
        back.runner.run(
            print_apology,
            PrintApology(**back.who(), application_id=file.application_id, printer_id=back.office.printer_id),
        )
    back.sit(qtbot)
    page = back.open(file)
    assert len(page.papers.buttons) == 2
    back.click(page.papers.all)
    assert isinstance(back.window.sheet, PapersSheet)
    assert len(back.window.sheet.again) == 3


def test_a_shelf_scanned_over_the_file_is_where_it_lies_now(back: Back, qtbot: Any) -> None:
    file, other = back.file(state="verified"), back.file(name="Made Wirawan")
    back.sit(qtbot)
    page = back.open(file)
    back.key(KEY.Key_F7)
    assert isinstance(back.window.sheet, PickSheet)
    back.scan("RC4")
    assert back.window.sheet is None
    assert back.row(file).place_id == back.office.shelf
    assert page.place.where.text() == "Rak C laci 4 (RC4)"
    back.scan(file.code)  # the same file: nothing new
    assert back.page is page
    back.scan(other.code)
    assert back.page.head.number.text() == other.number


def test_sent_to_a_colleague_from_its_window(back: Back, qtbot: Any) -> None:
    file = back.file(state="verified", holder_id=back.office.operator)
    back.sit(qtbot)
    page = back.open(file)
    back.key(KEY.Key_F7)
    qtbot.keyClicks(QApplication.focusWidget(), "budi")
    back.key(KEY.Key_Return)
    assert page.place.where.text() == "Dalam perjalanan ke Budi Santosa"


def test_a_fault_keeps_the_command_and_the_same_key_sends_it_again_once(back: Back, qtbot: Any) -> None:
    file = back.file(state="verified")
    back.sit(qtbot)
    page = back.open(file)
    back.tasks.lose = 1
    back.key(KEY.Key_F2)
    assert page.notice.isVisible()
    back.key(KEY.Key_F2)
    assert back.row(file).step == 4  # one step, not two


def test_signing_out_ends_the_open_file_too(back: Back, qtbot: Any) -> None:
    file = back.file(state="verified")
    window = back.sit(qtbot)
    page = back.open(file)
    window.commands.trigger("shell.sign_out")
    qtbot.waitUntil(lambda: not isValid(page))
    assert window.page is None
    back.tasks.tell()  # nothing is drawn on what is gone
    back.tasks.advance(10)
    assert window.sign_in is not None


def test_ctrl_n_offers_the_forms_filled_from_this_file(back: Back, qtbot: Any) -> None:
    file = back.file(state="verified")
    back.sit(qtbot)
    page = back.open(file)
    back.ctrl(KEY.Key_N)
    assert back.window.sheet is not None
    back.key(KEY.Key_Escape)
    assert back.page is page


def test_an_unknown_file_says_so_instead_of_an_empty_window(back: Back, qtbot: Any) -> None:
    from desktop.domain.ids import new_id

    window = back.sit(qtbot)
    window.presenters[1].open_file(new_id())
    assert back.page.empty.isVisible()
    assert back.page.empty.sentence.text() == "Tekan Esc untuk kembali."


@pytest.mark.parametrize(
    ("seconds", "by_calendar", "shown"),
    [(2880, False, "48 menit"), (14_400, False, "4 jam kerja"), (7200, True, "2 jam"), (86_400, True, "1 hari"),
     (None, False, "")],
)  # fmt: skip
def test_spans_are_said_in_their_largest_unit(seconds: int | None, by_calendar: bool, shown: str) -> None:
    step = Step("done", "done", "tick", None, took_s=seconds, by_calendar=by_calendar)
    assert words.took(Texts("id", strict=True), step) == shown


def test_the_promise_in_words() -> None:
    texts = Texts("id", strict=True)
    promise = Promise("met", value=1, unit="working_day", stopped_days=1)
    assert words.promise_line(texts, promise) == "1 hari kerja. Berhenti 1 hari selama menunggu pemohon."


def test_a_holiday_that_came_later_is_told_and_the_promise_stands() -> None:
    texts = Texts("id", strict=True)
    due, now = at_local(24, 15), at_local(25, 15)
    told = words.promise_standing(texts, Promise(due=due, standing="promise.stands_earlier", now=now))
    assert told.startswith("Janji 24 November 2026 tetap berlaku.")
    assert "25 November 2026" in told
    assert words.promise_standing(texts, Promise(due=due)) == ""

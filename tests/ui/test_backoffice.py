"""The back office: sign-in, what is due, scans that open and move files, shelves, papers sent and signed for."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.domain.errors import EnvironmentFault, UserError
from desktop.office.files.moving import FileRef
from desktop.office.files.routing import RouteFiles, route_files
from desktop.office.work import Result
from desktop.ui.files.batch.pick import PickSheet
from desktop.ui.files.finding.lists_view import ListsPage
from desktop.ui.files.finding.search_view import SearchPage
from desktop.ui.files.timeline.view import TimelinePage
from desktop.ui.i18n import Texts
from tests.support.filed_office import at_local
from tests.ui.backoffice_desk import Back, back_office, cut_off

pytestmark = pytest.mark.ui
KEY = Qt.Key


@pytest.fixture
def back(sqlite_url: str, qapp: QApplication) -> Iterator[Back]:
    with back_office(sqlite_url) as found:
        yield found
    qapp.setStyleSheet("")


# ---- signing in ----


def test_signing_in_by_keys_and_who_may_come_in(back: Back, qtbot: Any) -> None:
    people = {"info": ("Dian", ("information",)), "andi": ("Andi Rahmat", ("operator",))}

    def sign_in(_work: Any, asked: Any) -> Any:
        if asked.login not in people:
            raise UserError("shell.signin.wrong")
        name, roles = people[asked.login]
        return Result(SimpleNamespace(staff_id=back.office.operator, name=name, roles=roles))

    window = back.sit(qtbot, None, sign_in=sign_in)
    assert window.sign_in is not None

    def enter(login: str) -> None:
        assert window.sign_in is not None
        window.sign_in.login.edit.clear()
        window.sign_in.login.edit.setFocus()
        qtbot.keyClicks(window.sign_in.login.edit, login)
        back.key(KEY.Key_Return)
        qtbot.keyClicks(QApplication.focusWidget(), "rahasia-sekali")
        back.key(KEY.Key_Return)

    enter("nobody")
    assert window.sign_in.fault.text() == "Nama pengguna atau kata sandi salah. Coba lagi."
    enter("info")
    assert "tidak bertugas di ruang belakang" in window.sign_in.fault.text()
    assert window.home is None
    enter("andi")
    assert window.home is not None
    assert window.top.staff.text() == "Andi Rahmat"
    assert ("window.loaded", {"station": "backoffice"}) in back.tasks.traces
    window.commands.trigger("shell.sign_out")
    assert window.home is None
    assert window.sign_in is not None
    window.take_scan("K260000017")  # nobody is inside: a scan does nothing


# ---- what is due ----


def test_lists_count_and_a_row_opens_its_file_by_keys(back: Back, qtbot: Any) -> None:
    late = back.file(state="waiting_signature", due_at=at_local(20, 16), name="Siti Aminah")
    back.file(state="verified", due_at=at_local(23, 16), holder_id=back.office.operator)
    back.file(state="returned", reason="incomplete")
    back.file(state="ready", created_at=at_local(1, 9), ready_at=at_local(10, 9))
    back.sit(qtbot)
    panel = back.home.lists
    assert {name: tile.count for name, tile in panel.tiles.items() if tile.count} == {
        "today": 1, "late": 1, "waiting": 1, "returned": 1, "days_7": 1, "mine": 1,
    }  # fmt: skip
    panel.tiles["late"].setFocus()
    back.key(KEY.Key_Return)
    assert panel.title.text() == "Lewat janji"
    assert [row.number for row in panel.rows.rows.rows] == [late.number]
    panel.rows.enter()
    assert "Siti Aminah" in panel.rows.rows.data(panel.rows.currentIndex())
    back.key(KEY.Key_F2)
    assert isinstance(back.page, TimelinePage)
    assert back.page.head.number.text() == late.number
    back.key(KEY.Key_Escape)
    assert back.page is None
    panel.tiles["coming"].click()
    assert panel.empty.isVisible()
    assert panel.empty.heading.text() == "Tidak ada berkas di daftar ini."


def test_lists_follow_the_work_of_others_without_a_storm(back: Back, qtbot: Any) -> None:
    back.sit(qtbot)
    tiles = back.home.lists.tiles
    assert tiles["today"].count == 0
    reads: list[Any] = []
    read = back.tasks.read
    back.tasks.read = lambda *a, **k: (reads.append(a[0]), read(*a, **k))  # type: ignore[method-assign]
    back.file(state="verified", due_at=at_local(23, 16))
    for _ in range(10):
        back.tasks.tell()
    assert reads == []  # read a moment ago
    back.tasks.advance(7)
    assert tiles["today"].count == 1
    assert len(reads) == 1


def test_a_lost_database_is_a_bar_and_comes_back(back: Back, qtbot: Any) -> None:
    window = back.sit(qtbot)
    back.tasks.tell_connection(EnvironmentFault("database.lost"))
    assert window.message.isVisible()
    back.tasks.tell_connection(None)
    assert not window.message.isVisible()


# ---- scans ----


def test_a_scan_opens_the_file_and_the_next_one_replaces_it(back: Back, qtbot: Any) -> None:
    first, second = back.file(), back.file(name="Made Wirawan")
    window = back.sit(qtbot)
    assert back.open(first).head.number.text() == first.number
    assert back.open(second).head.number.text() == second.number
    back.key(KEY.Key_Escape)
    assert window.page is None  # not one upon the other
    qtbot.keyClicks(back.home.scan.field.edit, first.number.lower().replace("-", " "))
    back.home.scan.field.edit.setFocus()
    back.key(KEY.Key_Return)
    assert back.page.head.number.text() == first.number
    assert back.home.scan.field.text() == ""


def test_words_typed_into_the_field_search(back: Back, qtbot: Any) -> None:
    file = back.file(name="Soeparno Adi")
    back.sit(qtbot)
    qtbot.keyClicks(back.home.scan.field.edit, "suparno")
    back.home.scan.field.edit.setFocus()
    back.key(KEY.Key_Return)
    # The only one found is opened at once; Esc goes back to the search.
    assert back.page.head.number.text() == file.number
    back.key(KEY.Key_Escape)
    assert isinstance(back.page, SearchPage)


def test_next_step_mode_moves_each_scan_counts_and_takes_back_the_last(back: Back, qtbot: Any) -> None:
    one = back.file(state="verified")
    two = back.file(state="verified", name="Made Wirawan")
    ready = back.file(state="ready", name="Siti Aminah")
    window = back.sit(qtbot)
    back.key(KEY.Key_F5)
    assert back.batch.job == "move"
    for file in (one, two, ready):
        back.scan(file.code)
    assert window.page is None
    assert [row.state for row in back.batch.rows] == ["refused", "done", "done"]
    assert (back.row(one).state, back.row(two).state, back.row(ready).state) == (
        "in_process", "in_process", "ready",
    )  # fmt: skip
    card = back.home.scan
    assert (card.done.text(), card.refused.text()) == ("2 berkas", "1 ditolak")
    back.ctrl(KEY.Key_Z)
    assert (back.row(one).state, back.row(two).state) == ("in_process", "verified")
    assert [row.state for row in back.batch.rows] == ["refused", "undone", "done"]
    assert back.said() == f"{two.number} kembali seperti sebelumnya"
    back.ctrl(KEY.Key_Z)
    assert back.row(one).state == "verified"
    assert not card.back.isVisible()
    back.key(KEY.Key_F5)
    back.scan(one.code)
    assert back.page.head.number.text() == one.number


def test_the_station_can_begin_in_next_step_mode(back: Back, qtbot: Any) -> None:
    file = back.file(state="verified")
    back.sit(qtbot, job="move")
    back.scan(file.code)
    assert back.row(file).state == "in_process"


def test_a_shelf_code_puts_the_following_files_there(back: Back, qtbot: Any) -> None:
    one, two = back.file(state="verified"), back.file(state="ready")
    back.sit(qtbot)
    back.scan("RC4")
    assert back.home.scan.target.text() == "Rak C laci 4"
    back.scan(one.code)
    back.scan(two.code)
    assert back.row(one).place_id == back.row(two).place_id == back.office.shelf
    back.scan("rb1")
    back.scan(one.code)
    assert back.row(one).place_id == back.office.box
    back.click(back.home.scan.end)
    assert back.batch.job == "open"
    back.scan("RZZ9")
    assert "RZZ9" in back.home.scan.notice.text()
    back.key(KEY.Key_F4)
    assert isinstance(back.window.sheet, PickSheet)
    qtbot.keyClicks(QApplication.focusWidget(), "kotak")
    back.key(KEY.Key_Return)
    assert back.home.scan.target.text() == "Kotak 1"


def test_papers_are_sent_by_scan_and_signed_for_by_whoever_gets_them(back: Back, qtbot: Any) -> None:
    file = back.file(state="in_process", holder_id=back.office.operator)
    back.sit(qtbot)
    back.key(KEY.Key_F7)
    qtbot.keyClicks(QApplication.focusWidget(), "nurhayati")
    back.key(KEY.Key_Return)
    assert back.home.scan.target.text() == "Kirim ke Kasi Nurhayati"
    back.scan(file.code)
    assert [row.state for row in back.batch.rows] == ["done"]
    back.ctrl(KEY.Key_Z)  # called back, and sent again
    assert [row.state for row in back.batch.rows] == ["undone"]
    back.scan(file.code)
    back.sit(qtbot, "verifier")
    panel = back.home.lists
    assert panel.tiles["coming"].count == 1
    panel.tiles["coming"].click()
    assert panel.rows.rows.data(panel.rows.rows.index(0)).startswith(f"{file.number}, ")
    back.click(panel.sign)
    back.scan(file.code)
    assert back.row(file).holder_id == back.office.verifier
    assert panel.tiles["coming"].count == 0


def test_a_sent_paper_is_signed_for_in_its_window(back: Back, qtbot: Any) -> None:
    file = back.file(state="in_process", holder_id=back.office.operator)
    back.runner.run(
        route_files,
        RouteFiles(
            **back.who(), files=(FileRef(application_id=file.application_id),), to_id=back.office.verifier
        ),
    )
    back.sit(qtbot, "verifier")
    page = back.open(file)
    assert page.place.where.text() == "Dalam perjalanan ke Kasi Nurhayati"
    back.key(KEY.Key_F4)
    assert back.row(file).holder_id == back.office.verifier
    assert page.place.where.text() == "Dipegang Kasi Nurhayati"


def test_keys_of_the_home_reach_search_and_lists(back: Back, qtbot: Any) -> None:
    window = back.sit(qtbot)
    back.ctrl(KEY.Key_F)
    assert isinstance(back.page, SearchPage)
    back.key(KEY.Key_Escape)
    back.key(KEY.Key_F11)
    assert isinstance(back.page, ListsPage)
    back.key(KEY.Key_Escape)
    back.key(KEY.Key_F2)
    assert back.said() == "Pilih satu berkas dulu"
    back.key(KEY.Key_F9)
    assert QApplication.focusWidget() is back.home.scan.field.edit
    menu = {entry.id for entry in window.commands.entries()}
    assert {"back.privacy", "back.holidays", "back.new", "files.find", "back.route"} <= menu


# ---- look ----


def whole(qtbot: Any, region: Any) -> None:
    """Wait until the layout has settled, then say what is cut off."""
    with contextlib.suppress(TimeoutError):
        qtbot.waitUntil(lambda: not cut_off(region), timeout=1500)
    assert cut_off(region) == []


@pytest.mark.parametrize(
    ("theme", "scale", "language"), [("light", 1.0, "id"), ("dark", 1.5, "en"), ("black", 2.0, "id")]
)
def test_nothing_clips_on_the_smallest_screen(
    back: Back, qtbot: Any, theme: str, scale: float, language: str
) -> None:
    file = back.file(
        state="verified", due_at=at_local(20, 16), custody=("Buku nikah",), place_id=back.office.shelf
    )
    window = back.sit(qtbot, theme=theme, scale=scale, language=language)
    qtbot.waitUntil(lambda: window.width() == 1366)
    whole(qtbot, window.body)
    back.open(file)
    whole(qtbot, back.page)
    back.key(KEY.Key_Escape)
    back.key(KEY.Key_F5)
    back.scan(file.code)
    whole(qtbot, window.body)
    assert (window.width(), window.height()) == (1366, 697)


def test_the_language_changes_everything_in_place(back: Back, qtbot: Any) -> None:
    file = back.file(state="verified")
    window = back.sit(qtbot)
    back.key(KEY.Key_F5)
    back.scan(file.code)
    window.set_texts(Texts("en", strict=True))
    assert window.top.title.text() == "Back office"
    assert back.home.scan.done.text() == "1 file"
    back.key(KEY.Key_F5)
    back.open(file)
    assert back.page.head.primary.text() == "Next step"
    window.set_texts(Texts("id", strict=True))
    assert back.page.head.primary.text() == "Langkah berikutnya"


# ---- the pages beyond ----


def test_f2_and_f11_lead_to_handover_checklist_and_scans_and_esc_leads_back(back: Back, qtbot: Any) -> None:
    ready, returned = (
        back.file(state="ready"),
        back.file(state="returned", reason="incomplete", missing=("ktp",)),
    )
    back.sit(qtbot, "supervisor")
    for file, key, wanted in (
        (ready, KEY.Key_F2, "HandoverPage"),
        (ready, KEY.Key_F11, "AttachmentsPage"),
        (returned, KEY.Key_F2, "IntakePage"),
    ):
        page = back.open(file)
        back.key(key)
        assert type(back.page).__name__ == wanted
        back.page.leave()
        assert back.page is page


def test_f10_leads_to_a_new_file_personal_data_and_holidays(back: Back, qtbot: Any) -> None:
    window = back.sit(qtbot, "supervisor")
    for command, wanted in (
        ("back.new", "IntakePage"),
        ("back.privacy", "PrivacyPage"),
        ("back.holidays", "HolidaysPage"),
    ):
        window.commands.trigger(command)
        assert type(back.page).__name__ == wanted
        back.page.leave()
        assert back.page is None

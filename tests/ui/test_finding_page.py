"""Search and lists: typing never waits, the newest question wins, a mistyped number offers the likely ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.errors import EnvironmentFault
from desktop.ui.files.finding import words
from desktop.ui.files.finding.build import open_lists_page
from desktop.ui.files.finding.search_presenter import SearchPresenter
from desktop.ui.files.finding.state import Said, SearchScene
from desktop.ui.files.intake.build import open_intake_page
from desktop.ui.i18n import Texts
from desktop.ui.scanner import Scanner
from tests.support.filed_office import NIKS, at_local
from tests.ui.backoffice_desk import Back, back_office

pytestmark = pytest.mark.ui
KEY = Qt.Key


@pytest.fixture
def back(sqlite_url: str, qapp: QApplication) -> Iterator[Back]:
    with back_office(sqlite_url) as found:
        yield found
    qapp.setStyleSheet("")


def search(back: Back, text: str) -> Any:
    """Type, and let the rest in the typing pass."""
    edit = back.page.field.edit
    edit.clear()
    edit.setFocus()
    QTest.keyClicks(edit, text)
    back.tasks.advance(1)
    return back.page.scene


@pytest.fixture
def page(back: Back, qtbot: Any) -> Any:
    back.file(name="Soeparno Adi", phone="+628115550001")
    back.file(name="Made Wirawan", nik=NIKS[1], state="ready")
    back.sit(qtbot)
    back.ctrl(KEY.Key_F)
    return back.page


@pytest.mark.parametrize(
    ("text", "name"),
    [("suparno", "Soeparno Adi"), ("ADI", "Soeparno Adi"), ("wira", "Made Wirawan"), (NIKS[1], "Made Wirawan"),
     ("6471010507", "Made Wirawan"), ("0811 555 0001", "Soeparno Adi"), ("000002", "Made Wirawan")],
)  # fmt: skip
def test_found_by_name_nik_number_and_telephone(back: Back, page: Any, text: str, name: str) -> None:
    scene = search(back, text)
    assert [row.person for row in scene.rows] == [name]
    assert page.count.text() == "1 berkas"


def test_the_list_masks_the_nik_and_says_state_and_date(back: Back, page: Any) -> None:
    search(back, "made")
    shown = page.rows.rows.data(page.rows.rows.index(0))
    assert "647101********02" in shown
    assert NIKS[1] not in shown
    assert "Siap diambil" in shown


def test_typing_asks_once_after_a_rest(back: Back, page: Any) -> None:
    asked: list[str] = []
    read = back.tasks.read

    def counted(query: Any, *args: Any, **how: Any) -> None:
        asked.append(query.__name__)
        assert how["background"]  # a scan never waits for a search
        read(query, *args, **how)

    back.tasks.read = counted  # type: ignore[method-assign]
    page.field.edit.setFocus()
    QTest.keyClicks(page.field.edit, "suparno")
    assert asked == []
    back.tasks.advance(0.5)
    assert asked == ["search_files"]


def test_an_answer_to_an_older_question_is_dropped(back: Back, page: Any) -> None:
    edit = page.field.edit
    back.tasks.hold = True
    edit.setText("made")
    back.tasks.advance(0.2)
    edit.setText("suparno")
    back.tasks.advance(0.5)
    assert page.scene.searching
    assert edit.text() == "suparno"
    back.tasks.waiting.reverse()  # the older answer comes last
    back.tasks.release()
    assert [row.person for row in page.scene.rows] == ["Soeparno Adi"]


def test_a_mistyped_number_offers_the_likely_ones_and_opens_them(back: Back, page: Any) -> None:
    scene = search(back, "K26-000001-A")
    assert scene.fault is not None
    assert page.fault.text() == "Nomor K26-000001-A salah ketik."
    wanted = next(button for button in page.likely if button.text().startswith("K26-000001-"))
    back.click(wanted)
    assert back.page.head.number.text() == wanted.text()


def test_nothing_found_says_what_to_do(back: Back, page: Any) -> None:
    search(back, "Nugroho Hartanto")
    assert page.empty.heading.text() == "Tidak ada berkas dengan “Nugroho Hartanto”"
    assert page.empty.sentence.text() == "Coba satu kata saja dari namanya, atau cari dengan NIK."
    search(back, "x")
    assert page.empty.heading.text() == "Terlalu sedikit untuk dicari"
    page.field.edit.clear()
    assert page.empty.heading.text() == "Ketik apa yang diketahui tentang berkas"


@pytest.mark.parametrize(
    "text", ["💥" * 20, "\u202eipar", "a" * 80, "'; DROP TABLE x; --", "%%%", "K26-999999-X"]
)
def test_odd_texts_are_only_texts(back: Back, page: Any, text: str) -> None:
    edit = page.field.edit
    edit.setText(text)
    back.tasks.advance(1)
    assert page.scene.rows == ()
    assert back.tasks.unhandled == []


def test_keys_alone_go_from_field_to_file_and_back(back: Back, page: Any) -> None:
    search(back, "a")
    search(back, "ad")
    back.key(KEY.Key_Down)
    assert QApplication.focusWidget() is page.rows
    back.key(KEY.Key_Up)
    assert QApplication.focusWidget() is page.field.edit
    back.key(KEY.Key_Down)
    number = page.rows.chosen.number
    back.key(KEY.Key_Return)
    assert back.page.head.number.text() == number
    back.key(KEY.Key_Escape)
    assert back.page is page
    assert page.field.text() == "ad"  # as it was left


def test_a_fault_of_the_database_is_said_and_the_rows_stay(back: Back, page: Any) -> None:
    search(back, "made")
    read = back.tasks.read
    back.tasks.read = lambda *a, **k: k["failed"](EnvironmentFault("database.lost"))  # type: ignore[method-assign]
    page.field.edit.setText("made w")
    back.tasks.advance(1)
    assert page.fault.isVisible()
    assert len(page.scene.rows) == 1
    back.tasks.read = read  # type: ignore[method-assign]
    page.field.edit.setText("made")
    back.tasks.advance(1)
    assert not page.fault.isVisible()


# ---- the scanner, while somebody types ----


class Clock:
    def __init__(self) -> None:
        self.now_ms = 1000.0

    def __call__(self) -> float:
        return self.now_ms


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def scanner(qapp: QApplication, clock: Clock) -> Iterator[Scanner]:
    scanner = Scanner(qapp, clock_ms=clock)
    yield scanner
    qapp.removeEventFilter(scanner)
    scanner.deleteLater()


def burst(clock: Clock, code: str, gap_ms: float = 8) -> None:
    """A reader's keys, wherever the focus is."""
    widget = QApplication.focusWidget()
    for character in code:
        clock.now_ms += gap_ms
        QTest.keyClicks(widget, character)
    clock.now_ms += gap_ms
    QTest.keyClick(widget, KEY.Key_Return)


def slowly(qtbot: Any, scanner: Scanner, clock: Clock, text: str) -> None:
    """Somebody's own typing."""
    for character in text:
        clock.now_ms += 150
        QTest.keyClicks(QApplication.focusWidget(), character)
        qtbot.waitUntil(lambda: not scanner.pending)


def test_a_scan_while_typing_in_the_search_opens_the_file_and_loses_no_letter(
    back: Back, qtbot: Any, scanner: Scanner, clock: Clock
) -> None:
    file = back.file(name="Made Wirawan")
    window = back.sit(qtbot, scanner=scanner)
    back.home.scan.field.edit.setFocus()
    slowly(qtbot, scanner, clock, "sup")
    edit = back.home.scan.field.edit
    clock.now_ms += 200
    window.commands.trigger("files.find")
    search_edit = back.page.field.edit
    assert QApplication.focusWidget() is search_edit
    slowly(qtbot, scanner, clock, "Dewi")
    page = back.page
    clock.now_ms += 200
    burst(clock, file.code)
    assert back.page.head.number.text() == file.number
    assert edit.text() == "sup"
    back.key(KEY.Key_Escape)
    assert back.page is page  # the search is as it was left
    assert search_edit.text() == "Dewi"


def test_a_scan_while_a_name_is_typed_into_a_new_file_leaves_the_name_as_it_was(
    back: Back, qtbot: Any, scanner: Scanner, clock: Clock
) -> None:
    file = back.file(name="Made Wirawan")
    window = back.sit(qtbot, scanner=scanner)
    intake = open_intake_page(
        window, back.tasks, back.context, staff_id=back.office.operator, service_id=back.office.services[0]
    )
    edit = intake.person.fields["name"].edit
    edit.setFocus()
    slowly(qtbot, scanner, clock, "Siti Am")
    clock.now_ms += 200
    burst(clock, file.code)
    assert back.page.head.number.text() == file.number
    back.key(KEY.Key_Escape)
    assert back.page is intake
    assert edit.text() == "Siti Am"


@pytest.mark.parametrize("gap_ms", [3, 8, 25])
def test_a_scan_with_the_focus_on_a_button_presses_nothing(
    back: Back, qtbot: Any, scanner: Scanner, clock: Clock, gap_ms: float
) -> None:
    here, there = back.file(state="verified"), back.file(state="ready", name="Made Wirawan")
    back.sit(qtbot, scanner=scanner)
    page = back.open(here)
    assert QApplication.focusWidget() is page.head.primary
    burst(clock, there.code, gap_ms)
    assert back.page.head.number.text() == there.number
    assert back.row(here).state == "verified"  # Enter at the burst's end was no press of F2's button


def test_a_scan_while_typing_in_a_sheet_keeps_what_was_typed_until_it_is_done(
    back: Back, qtbot: Any, scanner: Scanner, clock: Clock
) -> None:
    file, other = back.file(state="in_process"), back.file(name="Made Wirawan")
    back.sit(qtbot, scanner=scanner)
    back.open(file)
    back.key(KEY.Key_F8)
    sheet: Any = back.window.sheet
    if hasattr(sheet, "moves"):
        back.click(sheet.moves["return"])
        sheet = back.window.sheet
    sheet.note.edit.setFocus()
    slowly(qtbot, scanner, clock, "KK buram")
    clock.now_ms += 200
    burst(clock, other.code)
    assert back.window.sheet is sheet
    assert sheet.note.text() == "KK buram"
    assert back.said() == "Selesaikan atau tutup panel ini dulu, lalu pindai lagi."
    assert back.page.head.number.text() == file.number


def test_a_prefixed_slow_reader_and_one_with_cr_lf_are_scans_too(
    back: Back, qtbot: Any, scanner: Scanner, clock: Clock
) -> None:
    file = back.file()
    back.sit(qtbot, scanner=scanner)
    burst(clock, "~" + file.code, 70)
    assert back.page.head.number.text() == file.number
    clock.now_ms += 5
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Return)  # the second half of CR LF
    assert back.row(file).state == "received"


# ---- lists ----


def test_the_counters_lists_page_shows_and_opens(back: Back, qtbot: Any) -> None:
    late = back.file(state="in_process", due_at=at_local(20, 16))
    window = back.sit(qtbot)
    page = open_lists_page(window, back.tasks, back.context, staff_id=back.office.clerk, chosen="late")
    assert page.panel.title.text() == "Lewat janji"
    assert QApplication.focusWidget() is page.panel.rows
    back.key(KEY.Key_Return)
    assert back.page.head.number.text() == late.number


def test_one_column_turns_from_list_to_list(back: Back, qtbot: Any) -> None:
    back.sit(qtbot, scale=2.0)
    back.key(KEY.Key_F11)
    panel = back.page.panel
    assert not panel.tiles["late"].isVisible()
    assert panel.line.text() == "Janji hari ini: 0"
    back.click(panel.after)
    assert panel.line.text() == "Lewat janji: 0"
    back.click(panel.before)
    back.click(panel.before)
    assert panel.line.text() == "Belum diambil 90 hari: 0"


# ---- words ----


@pytest.mark.parametrize(
    ("code", "args", "shown"),
    [
        ("file.wrong_state", {"number": "K26-000001-M", "state": "ready", "action": "return"},
         "K26-000001-M sekarang Siap diambil, jadi langkah ini tidak dapat diambil."),
        ("file.on_the_way", {"number": "K26-000001-M", "to": "", "unit": "validator", "sent_at_utc": ""},
         "K26-000001-M sedang dikirim ke verifikator dan belum diterima."),
        ("number.file_check", {"text": "K1", "likely": ["A", "B", "C"]},
         "Nomor K1 salah ketik. Mungkin A, B atau C."),
        ("number.file_check", {"text": "K1", "likely": []},
         "Nomor K1 salah ketik. Periksa dengan tanda terima."),
        ("something.new", {}, "Tidak dapat dilakukan (something.new)."),
    ],
)  # fmt: skip
def test_refusals_in_words(code: str, args: dict[str, Any], shown: str) -> None:
    assert words.said(Texts("id", strict=True), Said(code, args), "Asia/Makassar") == shown


def test_every_state_unit_and_refusal_is_worded_in_both_languages() -> None:
    for language in ("id", "en"):
        texts = Texts(language, strict=True)
        for state in words.STATES:
            assert words.state_word(texts, state)
        for unit in words.UNITS:
            assert words.unit(texts, unit)
        for code in words._ERRORS.values():
            assert texts.has(code)


def test_the_presenter_alone_shows_nothing_before_anything_is_typed(back: Back) -> None:
    shown: list[SearchScene] = []

    class Screen:
        def show_scene(self, scene: SearchScene) -> None:
            shown.append(scene)

    presenter = SearchPresenter(back.tasks, back.context, Screen(), lambda *_: None)
    presenter.start()
    presenter.type("   ")
    back.tasks.advance(1)
    assert {scene.text for scene in shown} == {""}

"""The intake page in the counter's real window, by keys alone; the office behind it is real too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QWidget

from desktop.models.files import Custody
from desktop.models.paper import PrintJob
from desktop.ui.counter.build import build_counter
from desktop.ui.counter.screen import Clerk
from desktop.ui.counter.window import CounterWindow
from desktop.ui.files.intake.view import IntakePage
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme, apply
from tests.ui.intake_desk import HESTI, HESTI_NAME, IntakeOfficeDesk, intake_desk

pytestmark = pytest.mark.ui
KEY = Qt.Key
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
SITI = "6471014105900099"


class Hands:
    """The window with hands on a keyboard, which count their presses."""

    def __init__(self, qtbot: Any, desk: IntakeOfficeDesk, theme: Theme, language: str = "id") -> None:
        self.qtbot, self.desk = qtbot, desk
        self.presses = 0
        self.window: CounterWindow = build_counter(
            desk.tasks,
            desk.context,
            theme,
            Texts(language, strict=True),
            office="Dukcapil Kota Teluk Sari",
            clerk=Clerk(desk.office.clerk_id, "Rina Wulandari", ("clerk",)),
        )
        qtbot.addWidget(self.window)
        self.window.resize(1366, 697)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    @property
    def page(self) -> IntakePage:
        assert isinstance(self.window.page, IntakePage)
        return self.window.page

    @property
    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def key(self, key: Any, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
        self.desk.tasks.advance(1)
        self.presses += 1
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        QApplication.processEvents()

    def alt(self, *numbers: int) -> None:
        for number in numbers:
            self.key(KEY(KEY.Key_0 + number), ALT)

    def text(self, text: str) -> None:
        """Typed, letter by letter; what no keyboard has comes from the clipboard."""
        edit = self.focus
        assert isinstance(edit, QLineEdit), edit
        if text.isascii():
            self.qtbot.keyClicks(edit, text)
        else:
            QApplication.clipboard().setText(text)
            edit.paste()
        QApplication.processEvents()

    def field(self, name: str) -> str:
        return self.page.fields[name].edit.text()

    def told(self, name: str) -> str:
        message = self.page.fields[name].message
        return "" if message.isHidden() else message.text()

    def go_to(self, name: str) -> None:
        self.page.focus_field(name)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme()
    apply(qapp, theme)
    yield theme
    qapp.setStyleSheet("")


@pytest.fixture
def desk(sqlite_url: str) -> Iterator[IntakeOfficeDesk]:
    with intake_desk(sqlite_url) as found:
        yield found


@pytest.fixture
def hands(qtbot: Any, desk: IntakeOfficeDesk, theme: Theme) -> Hands:
    return Hands(qtbot, desk, theme)


def serving(hands: Hands, code: str = "KIA-BARU") -> Any:
    ticket = hands.desk.serve(code)
    hands.desk.tasks.tell()
    hands.key(KEY.Key_F5)
    return ticket


# ---- a file from F5 to the receipt ----


def test_a_complete_file_by_keys_from_f5_to_the_receipt_and_the_next_visitor(hands: Hands) -> None:
    ticket = serving(hands)
    assert hands.page.strip.number.text() == "B001"
    assert hands.page.strip.timer.text() == "6.13"
    hands.alt(1, 1, 2, 2, 1)
    assert hands.page.outcome.title.text() == "Lengkap"
    assert hands.focus is hands.page.fields["nik"].edit
    hands.text(SITI)
    assert hands.field("birth_date") == "01-05-1990"
    assert hands.page.person.sex.value == "2"
    hands.key(KEY.Key_Return)
    hands.text("Siti")
    hands.key(KEY.Key_Return)
    hands.key(KEY.Key_Return)
    hands.key(KEY.Key_Return)
    assert hands.focus is hands.page.fields["phone"].edit
    hands.text("0812 5550 0142")
    hands.key(KEY.Key_F2)
    row = hands.desk.application()
    assert (row.state, row.ticket_id, row.counter_id) == ("received", ticket, hands.desk.counter_id)
    done = hands.page.done
    assert done.number.text() == "K26-000001-M"
    assert done.promise.text() == "Selasa, 24 November 2026"
    assert done.paper.text() == "Sedang dicetak"
    assert len(hands.desk.rows(PrintJob)) == 1
    hands.key(KEY.Key_F6)
    assert len(hands.desk.rows(PrintJob)) == 2
    hands.key(KEY.Key_F2)
    assert hands.window.page is None
    assert hands.window.view is not None
    assert hands.focus is hands.window.view.card.primary
    hands.key(KEY.Key_F2)  # the counter's own: this visitor is finished
    assert hands.desk.ticket(ticket).state == "done"
    assert hands.desk.drafts() == []


def test_at_most_twelve_stops_from_the_first_row_to_the_receipt(hands: Hands) -> None:
    serving(hands)
    stops = []
    first = hands.focus
    while True:
        stops.append(hands.focus)
        hands.key(KEY.Key_Tab)
        if hands.focus is first or not hands.page.isAncestorOf(hands.focus) or len(stops) > 30:
            break
    assert 6 <= len(stops) <= 12
    order = [hands.page.fields[name].edit for name in ("nik", "name", "birth_date")]
    places = [stops.index(one) for one in order]
    assert places == sorted(places)
    assert stops.index(hands.page.fields["phone"].edit) > places[-1]


def test_an_incomplete_file_goes_back_with_a_slip(hands: Hands) -> None:
    ticket = serving(hands)
    hands.alt(1, 1, 2, 2)
    assert hands.page.checklist.foot.isHidden()
    hands.alt(3)
    assert hands.page.outcome.title.text() == "Kurang 1 dari 5"
    assert hands.page.outcome.primary.text() == "Cetak slip kekurangan"
    hands.text(SITI)
    hands.key(KEY.Key_Return)
    hands.text("Siti Nur")
    hands.go_to("note")
    hands.text("Latar foto merah.")
    hands.key(KEY.Key_Return)
    assert hands.focus is hands.page.fields["return_by"].edit
    assert hands.field("return_by") == "7 Desember 2026"
    hands.focus.selectAll()  # type: ignore[attr-defined]
    hands.text("1-12-2026")
    hands.key(KEY.Key_Return)
    assert hands.field("return_by") == "1 Desember 2026"
    hands.key(KEY.Key_F2)
    row = hands.desk.application()
    assert (row.state, row.note, str(row.return_by)) == ("returned", "Latar foto merah.", "2026-12-01")
    assert row.ticket_id == ticket
    assert hands.page.done.title.text() == "Dikembalikan: kurang 1 dari 5"
    assert hands.page.done.promise.text() == "Selasa, 1 Desember 2026"


def test_a_returned_file_is_found_by_its_nik_and_asks_only_for_what_was_missing(hands: Hands) -> None:
    before = hands.desk.returned()
    serving(hands)
    hands.go_to("nik")
    hands.text(HESTI)
    assert (hands.field("name"), hands.field("phone")) == (HESTI_NAME, "0812-5550-0142")
    hands.key(KEY.Key_F4)
    assert list(hands.page.checklist.rows) == [("pas-foto-2x3", "photo")]
    row = hands.page.checklist.rows[("pas-foto-2x3", "photo")]
    assert row.late.text() == "Juga kurang pada 23 November 2026"
    assert hands.page.checklist.brought.text().startswith("Sudah diterima (4): Formulir F-1.02")
    hands.alt(1)
    hands.key(KEY.Key_F2)
    application = hands.desk.application()
    assert (application.state, application.id) == ("received", before.application_id)
    assert hands.page.done.number.text() == before.number


def test_ctrl_enter_answers_the_rest_but_what_depends_on_something(hands: Hands) -> None:
    serving(hands)
    hands.alt(3)
    hands.key(KEY.Key_Return, CTRL)
    values = [row.answers.value for row in hands.page.checklist.rows.values()]
    assert values == ["missing", "received", "original_shown", "original_shown", None]
    assert hands.page.checklist.current() == ("pas-foto-2x3", "photo")
    assert hands.page.outcome.primary.unavailable_reason == "Jawab 1 baris lagi"


def test_arrows_move_between_rows_and_alt_says_why_where_no_row_is_in_focus(hands: Hands) -> None:
    serving(hands)
    keys = list(hands.page.checklist.rows)
    hands.key(KEY.Key_Down)
    hands.key(KEY.Key_Down)
    assert hands.page.checklist.current() == keys[2]
    hands.key(KEY.Key_Up)
    hands.key(KEY.Key_Right)
    assert hands.page.checklist.rows[keys[1]].answers.value == "received"
    hands.key(KEY.Key_Right)
    assert hands.page.checklist.rows[keys[1]].answers.value == "original_shown"
    hands.go_to("name")
    hands.alt(1)
    assert hands.window.toast.isVisible()
    assert hands.page.checklist.rows[keys[0]].answers.value is None


def test_an_original_that_is_kept_is_in_custody(hands: Hands) -> None:
    serving(hands, "KIA-HILANG")
    row = hands.page.checklist.rows[("surat-hilang-polisi", "original_kept")]
    assert row.kept.text() == "asli ditahan, dicatat sebagai titipan"
    assert row.hint.text() == "Bila hilang"
    hands.alt(1, 1, 4, 4)
    hands.text(SITI)
    hands.key(KEY.Key_Return)
    hands.text("Siti")
    hands.key(KEY.Key_F2)
    assert [one.requirement for one in hands.desk.rows(Custody)] == ["surat-hilang-polisi"]


def test_a_note_on_a_row(hands: Hands) -> None:
    serving(hands)
    hands.key(KEY.Key_K, CTRL)
    hands.text("Tanda tangan ayah kurang")
    hands.key(KEY.Key_Return)
    first = next(iter(hands.page.checklist.rows.values()))
    assert first.note.text() == "Tanda tangan ayah kurang"


def test_a_proxy_brings_the_file(hands: Hands) -> None:
    serving(hands)
    hands.alt(1, 1, 2, 2, 1)
    hands.text(SITI)
    hands.key(KEY.Key_Return)
    hands.text("Siti")
    hands.page.person.proxy_link.click()
    assert hands.focus is hands.page.fields["proxy_nik"].edit
    hands.text(SITI)
    hands.key(KEY.Key_Return)
    assert hands.told("proxy_nik") == "NIK ini sama dengan NIK pemohon."
    hands.go_to("proxy_nik")
    hands.focus.selectAll()  # type: ignore[attr-defined]
    hands.text("6471010107800005")
    hands.key(KEY.Key_Return)
    hands.text("Budi")
    hands.key(KEY.Key_F2)
    row = hands.desk.application()
    assert row.proxy_id is not None
    assert row.proxy_letter == "f107"


# ---- without a ticket ----


def test_a_file_without_a_ticket_asks_for_the_service_first(hands: Hands) -> None:
    hands.key(KEY.Key_N, CTRL | SHIFT)
    assert hands.focus is hands.page.chooser.search.edit
    hands.text("kia baru")
    assert sum(button.isVisible() for _name, button in hands.page.chooser.options) == 1
    hands.key(KEY.Key_Return)
    assert hands.page.strip.pill.text() == "Tanpa nomor antrean"
    assert hands.page.strip.service.text() == "Kartu Identitas Anak baru"
    assert hands.page.checklist.current() is not None


# ---- nothing is lost ----


def test_what_was_typed_is_there_again_after_leaving_and_can_be_given_up(hands: Hands) -> None:
    serving(hands)
    hands.alt(1, 3)
    hands.go_to("name")
    hands.text("Siti")
    hands.key(KEY.Key_Escape)
    assert hands.window.page is None
    hands.key(KEY.Key_F5)
    assert hands.field("name") == "Siti"
    assert [row.answers.value for row in hands.page.checklist.rows.values()][:3] == [
        "received",
        "missing",
        None,
    ]
    assert hands.page.strip.restored_text.text() == "Dipulihkan dari 08.36"
    hands.key(KEY.Key_F3)
    assert hands.field("name") == ""
    assert hands.page.strip.restored.isHidden()
    assert hands.desk.drafts() == []


def test_earlier_files_are_in_view_again_after_a_draft_was_restored(hands: Hands) -> None:
    before = hands.desk.returned()
    serving(hands)
    hands.go_to("nik")
    hands.text(HESTI)
    hands.key(KEY.Key_Escape)
    hands.key(KEY.Key_F5)
    assert [one.number for one in hands.page.scene.earlier] == [before.number]


def test_finding_a_known_person_by_their_nik_is_written_down(hands: Hands) -> None:
    from sqlalchemy import select

    from desktop.models.record import Event

    def looks() -> int:
        return hands.desk.office.runner.read(
            lambda work: len(
                work.connection.execute(select(Event.id).where(Event.kind == "person.viewed")).all()
            )
        )

    hands.desk.returned()
    serving(hands)
    before = looks()
    hands.go_to("nik")
    hands.text(HESTI)
    assert looks() == before + 1


# ---- bad input: a message each ----


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("nik", "647101410590001", "NIK terdiri dari 16 angka. Periksa lagi angka yang kurang atau lebih."),
        ("nik", "6471O14105900001", "NIK hanya terdiri dari angka."),
        ("nik", "6471013102900001", "Tanggal lahir di NIK tidak mungkin. Periksa angka ke-7 sampai ke-12."),
        ("birth_date", "31-02-1990", "Tanggal ini tidak ada dalam kalender, misalnya 31 Februari. Periksa harinya."),
        ("birth_date", "24-11-2026", "Tanggal lahir sesudah hari ini. Periksa tahunnya."),
        ("name", "A" * 300, "Nama terlalu panjang: 300 huruf. Paling banyak 200."),
        ("name", "Siti \N{GRINNING FACE}", "Nama tidak boleh berisi emoji atau gambar. Hapus dahulu."),
        ("name", "Siti \u202e", "Nama berisi tanda yang membalik arah tulisan. Hapus, lalu ketik lagi."),
        ("phone", "0812", "Panjang nomor telepon tidak cocok. Nomor HP berisi 10 sampai 13 angka."),
    ],
)  # fmt: skip
def test_bad_input_is_told_at_its_field_and_stops_f2(hands: Hands, name: str, typed: str, said: str) -> None:
    serving(hands)
    hands.alt(1, 1, 2, 2, 1)
    for good, text in (("nik", SITI), ("name", "Siti"), (name, typed)):
        hands.go_to(good)
        hands.focus.selectAll()  # type: ignore[attr-defined]
        hands.text(text)
    hands.key(KEY.Key_Return)
    assert hands.told(name) == said
    assert hands.page.fields[name].edit.property("wrong") is True
    hands.key(KEY.Key_F2)
    assert hands.page.outcome.notice.text() == "Perbaiki 1 isian"
    assert hands.focus is hands.page.fields[name].edit
    assert hands.desk.rows(Custody) == []
    assert hands.page.scene.mode == "form"


def test_a_name_from_right_to_left_is_a_warning_only(hands: Hands) -> None:
    serving(hands)
    hands.go_to("name")
    hands.text("\u0633\u062a\u064a")
    hands.key(KEY.Key_Return)
    assert hands.told("name").startswith("Nama ditulis dari kanan ke kiri.")
    assert not hands.page.fields["name"].edit.property("wrong")


def test_the_letter_o_is_offered_as_zero(hands: Hands) -> None:
    serving(hands)
    hands.go_to("nik")
    hands.text("6471O14105900099")
    hands.key(KEY.Key_Return)
    field = hands.page.fields["nik"]
    assert field.suggestion.text() == f"Pakai {SITI}"
    field.suggestion.setFocus()
    hands.key(KEY.Key_Return)
    assert hands.field("nik") == SITI
    assert hands.told("nik") == ""


def test_another_birth_date_or_sex_than_the_niks_is_shown_and_blocks_nothing(hands: Hands) -> None:
    serving(hands)
    hands.alt(1, 1, 2, 2, 1)
    hands.text(SITI)
    hands.key(KEY.Key_Return)
    hands.text("Siti")
    hands.key(KEY.Key_Return)
    hands.focus.selectAll()  # type: ignore[attr-defined]
    hands.text("02-05-1990")
    hands.key(KEY.Key_Return)
    hands.key(KEY.Key_Left)
    assert hands.page.person.sex.value == "1"
    assert hands.told("nik") == (
        "Tanggal lahir di NIK berbeda dengan yang diisi. Cocokkan dengan dokumen asli. "
        "Jenis kelamin di NIK berbeda dengan yang diisi. Cocokkan dengan dokumen asli."
    )
    hands.key(KEY.Key_F2)
    assert hands.desk.application().state == "received"


# ---- scans ----


def test_a_scanned_nik_fills_its_field_from_wherever_the_focus_is(hands: Hands) -> None:
    serving(hands)
    hands.window.take_scan(HESTI)
    assert hands.field("nik") == HESTI
    assert hands.page.checklist.current() is not None


def test_a_file_number_at_the_counter_opens_its_file(hands: Hands) -> None:
    from desktop.ui.files.timeline.view import TimelinePage

    taken = hands.desk.returned()
    hands.window.take_scan(taken.code)
    assert isinstance(hands.window.page, TimelinePage)


# ---- the picture ----


def clipped(page: IntakePage) -> list[str]:
    """Words and buttons that reach beyond their window; what scrolls may lie below."""
    found = []
    whole = QRect(QPoint(0, 0), page.size())
    for widget in page.findChildren(QWidget):
        if not widget.isVisible() or any(isinstance(one, QScrollArea) for one in parents(widget, page)):
            continue
        place = QRect(widget.mapTo(page, QPoint(0, 0)), widget.size())
        if not whole.contains(place):
            found.append(f"{type(widget).__name__} {place}")
    return found


def parents(widget: QWidget, page: QWidget) -> Iterator[QWidget]:
    step = widget.parentWidget()
    while step is not None and step is not page:
        yield step
        step = step.parentWidget()


@pytest.mark.parametrize(("scale", "name"), [(1.0, "two"), (1.5, "narrow"), (2.0, "one"), (3.0, "one")])
def test_nothing_is_clipped_and_the_focus_is_in_sight(
    qtbot: Any, desk: IntakeOfficeDesk, qapp: QApplication, scale: float, name: str
) -> None:
    theme = Theme("black", scale)
    apply(qapp, theme)
    try:
        hands = Hands(qtbot, desk, theme, "en")
        serving(hands)
        assert hands.window.layout_name == name
        hands.alt(1, 3, 2, 2, 4)
        QApplication.processEvents()
        assert clipped(hands.page) == []
        for field in ("note", "nik", "name", "phone", "email"):
            hands.go_to(field)
            QApplication.processEvents()
            edit = hands.page.fields[field].edit
            place = QRect(edit.mapTo(hands.window, QPoint(0, 0)), edit.size())
            body = QRect(hands.page.pages.mapTo(hands.window, QPoint(0, 0)), hands.page.pages.size())
            assert body.contains(place), field
            assert hands.window.ring.target is edit
    finally:
        qapp.setStyleSheet("")


def test_the_language_changes_and_what_was_typed_stays(hands: Hands) -> None:
    serving(hands)
    hands.go_to("name")
    hands.text("Siti")
    hands.window.set_texts(Texts("en", strict=True))
    assert hands.page.checklist.title.text() == "Checklist"
    assert hands.field("name") == "Siti"
    first = next(iter(hands.page.checklist.rows.values()))
    assert first.answers.parts[0].text() == "Received"

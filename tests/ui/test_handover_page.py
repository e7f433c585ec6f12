"""The handover page, driven by keys, clicks, strokes and scans; the office behind it is real."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from sqlalchemy import func, insert, select, update

from desktop.domain.errors import EnvironmentFault
from desktop.models.files import Application, Custody, Handover
from desktop.models.office import Setting
from desktop.models.paper import PrintJob
from desktop.models.people import Person
from desktop.models.record import Event
from desktop.office.files.handover import HandOver, hand_over
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme, apply
from tests.support.filed_office import NIKS, at_local
from tests.ui.handover_desk import Desk, Office, office_at

pytestmark = pytest.mark.ui
KEY = Qt.Key
ALL_DONE = (((0.0, 0.0), (90.0, 30.0)),)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme()
    apply(qapp, theme)
    yield theme
    qapp.setStyleSheet("")


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    with office_at(sqlite_url) as found:
        yield found


@pytest.fixture
def open_desk(qtbot: Any, office: Office, theme: Theme) -> Any:
    return lambda **more: Desk(qtbot, office, theme, **more)


def rows(office: Office, table: Any, *conditions: Any) -> int:
    with office.engine.connect() as connection:
        found = connection.execute(select(func.count()).select_from(table).where(*conditions))
        return int(found.scalar_one())


def one(office: Office, table: Any) -> Any:
    with office.engine.connect() as connection:
        return connection.execute(select(*table.__table__.columns)).one()


def complete(desk: Desk, *, digits: str = "0001") -> None:
    """Everything but F2."""
    desk.key(KEY.Key_F4)
    desk.page.right.identity.edit.setFocus()
    desk.type(digits)
    desk.click(desk.page.right.face)
    desk.sign()


# ---- the usual day ----


def test_from_scan_to_closing_page_by_keyboard_alone(open_desk: Any, office: Office) -> None:
    file = office.file(custody=("KTP-el lama",))
    office.old_card(file)
    desk = open_desk(ticket_id=office.ticket())
    page = desk.page
    assert desk.focus() is page.field.edit
    assert page.strip.number.text() == "G041"
    desk.type(file.code.lower())
    desk.key(KEY.Key_Return)
    assert page.left.verdict.text() == "Siap diserahkan"
    assert desk.primary.unavailable_reason == "3 barang belum dicentang"
    for row in page.left.rows():
        desk.tab_to(row.tick)
        desk.key(KEY.Key_Space)
    assert desk.primary.unavailable_reason == "NIK belum dicocokkan"
    desk.tab_to(page.right.identity.edit)
    desk.type("0001")
    assert page.right.identity.outcome.text() == "Cocok"
    assert desk.primary.unavailable_reason == "Wajah belum dicocokkan"
    desk.tab_to(page.right.face)
    desk.key(KEY.Key_Space)
    assert desk.primary.unavailable_reason == "Tanda tangan belum ada"
    desk.key(KEY.Key_F6)
    assert desk.primary.unavailable_reason is None
    desk.key(KEY.Key_F2)
    assert page.pages.currentIndex() == 2
    assert "berita acara BA-1" in page.done_lines.text()
    assert rows(office, Handover, Handover.signed == "paper") == 1
    assert rows(office, PrintJob) == 1
    assert one(office, Custody).minutes_number == "BA-1"
    assert [outcome.number for outcome in desk.done] == [file.number]
    assert desk.focus() is page.done_button
    desk.key(KEY.Key_F2)
    assert desk.window.page is None


def test_with_the_pad_nothing_is_printed_and_ctrl_enter_confirms(open_desk: Any, office: Office) -> None:
    desk = open_desk(application_id=office.file().application_id)
    complete(desk)
    desk.key(KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert rows(office, Handover, Handover.signed == "pad") == 1
    assert rows(office, PrintJob) == 0
    assert one(office, Application).state == "collected"


def test_the_head_of_the_page(open_desk: Any, office: Office) -> None:
    file = office.file()
    desk = open_desk(application_id=file.code)
    facts = desk.page.left.facts
    assert facts["number"].value.text() == file.number
    assert (facts["person"].value.text(), facts["person"].second.text()) == (
        "Marlina Tandi", "647101********01",
    )  # fmt: skip
    assert (facts["promise"].value.text(), facts["promise"].second.text()) == (
        "20 November 2026", "selesai tepat waktu",
    )  # fmt: skip
    assert [row.right.text() for row in desk.page.left.rows()] == ["1 lembar, Rak C laci 4"] * 2
    assert "Rina Wulandari" in desk.page.left.seen.text()
    shown = " ".join(label.text() for label in desk.page.findChildren(QLabel))
    assert NIKS[0] not in shown
    assert rows(office, Event, Event.kind == "person.viewed") == 1


def test_a_file_that_was_late_says_so(open_desk: Any, office: Office) -> None:
    desk = open_desk(application_id=office.file(due_at=at_local(18, 10)).code)
    assert desk.page.left.facts["promise"].second.text() == "selesai lewat janji"


def test_signing_again_empties_the_pad(open_desk: Any, office: Office) -> None:
    desk = open_desk(application_id=office.file().code)
    complete(desk)
    assert desk.primary.unavailable_reason is None
    desk.key(KEY.Key_F3)
    assert desk.page.right.pad.strokes() == ()
    assert desk.primary.unavailable_reason == "Tanda tangan belum ada"
    desk.key(KEY.Key_F2)
    assert rows(office, Handover) == 0


# ---- who it is ----


def test_somebody_elses_card_stops_it_and_leaves_one_event(open_desk: Any, office: Office) -> None:
    desk = open_desk(application_id=office.file().code)
    complete(desk, digits="4321")
    part = desk.page.right.identity
    assert part.outcome.text() == "Tidak cocok"
    assert "mungkin tanda terima orang lain" in part.fault.text()
    assert part.edit.accessibleDescription() == part.fault.text()
    assert desk.primary.unavailable_reason == "NIK tidak cocok"
    desk.key(KEY.Key_F2)
    assert rows(office, Handover) == 0
    assert rows(office, Event, Event.kind == "handover.mismatch") == 1
    part.edit.setFocus()
    part.edit.selectAll()
    desk.type("0001")
    assert part.outcome.text() == "Cocok"
    assert desk.primary.unavailable_reason is None


def test_without_digits_a_reason_is_given(open_desk: Any, office: Office) -> None:
    desk = open_desk(application_id=office.file(nik=None).code, ticket_id=office.ticket())
    complete(desk, digits="")
    part = desk.page.right.identity
    assert desk.primary.unavailable_reason == "NIK belum dicocokkan"
    desk.tab_to(part.without)
    desk.key(KEY.Key_Return)
    assert desk.focus() is part.reasons.buttons["no_nik"]
    QApplication.processEvents()
    assert desk.page.area.verticalScrollBar().maximum() == 0  # F2 stays in sight
    desk.key(KEY.Key_Space)
    desk.key(KEY.Key_F2)
    assert one(office, Handover).checked == {"nik": "no_nik", "face": True}


def test_digits_of_somebody_without_a_nik_say_so(open_desk: Any, office: Office) -> None:
    desk = open_desk(application_id=office.file(nik=None).code)
    desk.page.right.identity.edit.setFocus()
    desk.type("0001")
    assert desk.page.right.identity.no_nik.text() == "Pemohon tanpa NIK"
    assert desk.page.right.identity.no_nik.isVisible()
    assert desk.page.right.identity.reasons.isVisible()
    assert rows(office, Event, Event.kind == "handover.mismatch") == 0


def test_a_proxy_by_keyboard_with_name_nik_and_letter(open_desk: Any, office: Office) -> None:
    desk = open_desk(application_id=office.file().code)
    left = desk.page.left
    desk.key(KEY.Key_F4)
    desk.tab_to(left.people.buttons["proxy"])
    desk.key(KEY.Key_Return)
    assert desk.focus() is left.proxy.name.edit
    assert desk.primary.unavailable_reason == "Nama wakil belum diisi"
    desk.type("Yusuf Tandi")
    desk.key(KEY.Key_Tab)
    desk.type(NIKS[1][:15])
    assert desk.primary.unavailable_reason == "NIK wakil belum lengkap"
    desk.type(NIKS[1][15])
    assert desk.primary.unavailable_reason == "Surat kuasa belum dilihat"
    desk.tab_to(left.proxy.letters.buttons["f107"])
    desk.key(KEY.Key_Space)
    assert desk.page.right.identity.label.text() == "Empat angka akhir NIK pemohon pada surat kuasa"
    desk.tab_to(desk.page.right.identity.edit)
    desk.type("0001")
    desk.click(desk.page.right.face)
    desk.sign()
    desk.key(KEY.Key_F2)
    handed = one(office, Handover)
    assert (handed.collector, handed.letter) == ("proxy", "f107")
    assert rows(office, Person, Person.nik == NIKS[1], Person.id == handed.person_id) == 1
    assert "wakil pemohon" in desk.page.done_lines.text()


def test_a_wrong_nik_of_a_proxy_is_said_in_words(open_desk: Any, office: Office) -> None:
    desk = open_desk(application_id=office.file().code)
    left = desk.page.left
    desk.click(left.people.buttons["proxy"])
    desk.type("Yusuf Tandi")
    left.proxy.nik.edit.setFocus()
    desk.type("6471013102000001")  # 31 February
    desk.click(left.proxy.letters.buttons["letter"])
    complete(desk)
    desk.key(KEY.Key_F2)
    assert rows(office, Handover) == 0
    assert desk.page.note.isVisible()
    assert desk.page.note.text()
    assert left.proxy.name.text() == "Yusuf Tandi"  # nothing typed is lost


def test_the_proxy_of_the_intake_needs_no_typing(open_desk: Any, office: Office) -> None:
    proxy = office.file(name="Sitti Aminah", nik=NIKS[2]).person_id
    desk = open_desk(application_id=office.file(proxy_id=proxy, proxy_letter="f107").code)
    left = desk.page.left
    desk.click(left.people.buttons["proxy"])
    assert "Sitti Aminah" in left.proxy.known.text()
    assert not left.proxy.name.isVisible()
    desk.click(left.proxy.letters.buttons["f107"])
    complete(desk)
    desk.key(KEY.Key_F2)
    assert one(office, Handover).person_id == proxy


# ---- originals ----


def test_an_original_is_given_back_unless_the_clerk_takes_it_in(open_desk: Any, office: Office) -> None:
    desk = open_desk(application_id=office.file(custody=("Ijazah asli",)).code)
    row = desk.page.left.rows()[-1]
    assert row.right.text() == "asli dikembalikan"
    desk.click(row.turn)
    assert row.right.text() == "ditarik, berita acara BA-1"
    desk.click(row.turn)
    assert row.right.text() == "asli dikembalikan"
    complete(desk)
    desk.key(KEY.Key_F2)
    assert (one(office, Custody).state, one(office, Custody).minutes_number) == ("returned", None)


# ---- files that cannot be given out ----


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        ("waiting_signature", "Belum siap: menunggu TTE, janji 24 November 2026."),
        ("received", "Belum siap: berkas baru diterima, janji 24 November 2026."),
        ("returned", "Belum lengkap: berkas dikembalikan kepada pemohon."),
        ("cancelled", "Permohonan dibatalkan."),
    ],
)
def test_a_file_that_is_not_ready_says_why(open_desk: Any, office: Office, state: str, verdict: str) -> None:
    desk = open_desk(application_id=office.file(state=state, deliverables=(), due_at=at_local(24, 9)).code)
    assert desk.page.left.verdict.text() == verdict
    assert not desk.page.right.pad.isVisible()
    assert not desk.page.left.people.isVisible()
    assert desk.primary.text() == "Pindai berkas lain"
    desk.key(KEY.Key_F2)
    assert desk.focus() is desk.window.top.scan.edit


def test_a_collected_file_says_when_and_to_whom(open_desk: Any, office: Office) -> None:
    file = office.file()
    desk = open_desk(application_id=file.code)
    complete(desk)
    desk.key(KEY.Key_F2)
    assert desk.page.take_scan(file.code)
    left = desk.page.left
    assert left.verdict.text() == "Sudah diserahkan 23 November 2026 kepada pemohon."
    assert left.detail.text() == "Diserahkan oleh Rina Wulandari pukul 14.05."


def test_a_colleague_was_faster_and_the_page_says_who(open_desk: Any, office: Office) -> None:
    file = office.file()
    desk = open_desk(application_id=file.code)
    complete(desk)
    office.runner.run(
        hand_over,
        HandOver(
            office_id=office.filed.office_id, staff_id=office.filed.supervisor, version=1,
            application_id=file.application_id, last4="0001", face=True, given=file.deliverables,
            strokes=ALL_DONE,
        ),
    )  # fmt: skip
    desk.key(KEY.Key_F2)
    assert rows(office, Handover) == 1
    assert desk.page.note.text().startswith("Petugas lain lebih dahulu: Budi Santosa")
    assert desk.page.left.verdict.text() == "Sudah diserahkan 23 November 2026 kepada pemohon."
    assert desk.done == []


def test_the_page_follows_what_happens_elsewhere(open_desk: Any, office: Office) -> None:
    file = office.file(state="waiting_signature")
    desk = open_desk(application_id=file.code)
    assert not desk.page.right.pad.isVisible()
    office.write(
        update(Application)
        .where(Application.id == file.application_id)
        .values(state="ready", version=2, ready_at_utc=office.clock.current)
    )
    office.tasks.tell()
    assert desk.page.left.verdict.text() == "Siap diserahkan"
    complete(desk)
    office.tasks.tell()  # nothing new: what was entered stays
    assert desk.primary.unavailable_reason is None
    desk.key(KEY.Key_F2)
    assert rows(office, Handover) == 1


def test_a_page_that_was_left_in_the_middle_still_gives_out(open_desk: Any, office: Office) -> None:
    desk = open_desk(application_id=office.file().code)
    complete(desk)
    run = office.tasks.run
    late: list[Any] = []

    def slow(use_case: Any, *args: Any, **more: Any) -> None:
        late.append(lambda: run(use_case, *args, **more))

    office.tasks.run = slow  # type: ignore[method-assign]
    desk.key(KEY.Key_F2)
    assert desk.page.take_scan(office.file().code)  # a scan while it is under way opens nothing
    desk.key(KEY.Key_F2)
    assert len(late) == 1  # nor does a second press do it twice
    desk.key(KEY.Key_Escape)
    assert desk.window.page is None
    late[0]()
    assert rows(office, Handover) == 1
    assert len(desk.done) == 1


def test_a_lost_answer_is_sent_again_as_the_same_command(open_desk: Any, office: Office) -> None:
    desk = open_desk(application_id=office.file().code)
    complete(desk)
    run = office.tasks.run
    lost: list[Any] = []

    def lossy(use_case: Any, command: Any, done: Any = None, failed: Any = None, **more: Any) -> None:
        if use_case is hand_over and not lost:
            lost.append(command)
            office.runner.run(use_case, command)
            failed(EnvironmentFault("database.lost"))
            return
        run(use_case, command, done, failed, **more)

    office.tasks.run = lossy  # type: ignore[method-assign]
    desk.key(KEY.Key_F2)
    assert desk.page.note.isVisible()
    assert desk.done == []
    desk.key(KEY.Key_F2)
    assert [outcome.repeated for outcome in desk.done] == [True]
    assert rows(office, Handover) == 1


# ---- scans while the page is open ----


def test_scans_of_this_file_and_of_another(open_desk: Any, office: Office) -> None:
    mine, other = office.file(), office.file(name="Hasan Basri", nik=NIKS[1])
    desk = open_desk(application_id=mine.code)
    page = desk.page
    assert page.take_scan(mine.number)
    assert page.note.text() == "Berkas ini sudah terbuka."
    assert page.take_scan(other.code)  # nothing was entered: it opens at once
    assert page.left.facts["person"].value.text() == "Hasan Basri"
    desk.key(KEY.Key_F4)
    assert page.take_scan(mine.code)
    assert page.left.facts["person"].value.text() == "Hasan Basri"
    assert mine.number in page.note.text()
    desk.click(page.other)
    assert page.left.facts["person"].value.text() == "Marlina Tandi"
    assert not any(row.tick.isChecked() for row in page.left.rows())
    desk.key(KEY.Key_F4)
    assert page.take_scan(other.code)
    assert page.take_scan(other.code)  # twice: it is meant
    assert page.left.facts["person"].value.text() == "Hasan Basri"


def test_what_is_no_file_is_left_to_the_station_or_said(open_desk: Any, office: Office) -> None:
    file = office.file()
    desk = open_desk()
    page = desk.page
    assert not page.take_scan("T261123G041")
    assert not page.take_scan("B087")
    wrong = file.code[:-2] + str((int(file.code[-2]) + 1) % 10) + file.code[-1]
    assert page.take_scan(wrong)
    assert file.number in page.note.text()
    desk.type("B087")
    desk.key(KEY.Key_Return)
    assert "nomor antrean" in page.note.text()
    assert page.pages.currentIndex() == 0


def test_another_files_entries_never_stay(open_desk: Any, office: Office) -> None:
    mine, other = office.file(), office.file(name="Hasan Basri", nik=NIKS[1])
    desk = open_desk(application_id=mine.code)
    complete(desk)
    assert desk.page.take_scan(other.code)
    assert desk.page.take_scan(other.code)
    assert desk.page.right.identity.edit.text() == ""
    assert desk.page.right.pad.strokes() == ()
    assert not desk.page.right.face.isChecked()
    assert desk.primary.unavailable_reason == "2 barang belum dicentang"


# ---- around it ----


def test_the_survey_is_only_named_where_the_office_has_one(open_desk: Any, office: Office) -> None:
    first = open_desk(application_id=office.file().code)
    assert not first.page.right.survey.isVisible()
    complete(first)
    first.key(KEY.Key_F2)
    assert not first.page.survey.isVisible()
    first.key(KEY.Key_F2)
    office.write(
        insert(Setting).values(
            office_id=office.filed.office_id, name="files", value={"survey_url": "skm.contoh.id"}
        )
    )
    second = open_desk(application_id=office.file().code)
    assert second.page.right.survey.isVisible()
    complete(second)
    second.key(KEY.Key_F2)
    assert "skm.contoh.id" in second.page.survey.text()


def test_the_language_changes_and_nothing_typed_is_lost(open_desk: Any, office: Office) -> None:
    desk = open_desk(application_id=office.file().code)
    complete(desk)
    desk.window.set_texts(Texts("en", strict=True))
    assert desk.page.left.verdict.text() == "Ready to hand over"
    assert desk.primary.text() == "Hand over the documents"
    assert desk.page.right.identity.edit.text() == "0001"
    assert len(desk.page.right.pad.strokes()) == 2
    desk.key(KEY.Key_F2)
    assert rows(office, Handover) == 1


def test_the_ticket_is_late_after_its_norm(open_desk: Any, office: Office) -> None:
    desk = open_desk(ticket_id=office.ticket())
    office.tasks.advance(1)
    assert desk.page.strip.timer.text() == "2.01"
    office.tasks.advance(200)
    assert desk.page.strip.timer._color == "state:late"


@pytest.mark.parametrize("size", [(1366, 697), (1920, 1040)])
def test_nothing_is_cut_in_the_smallest_window(open_desk: Any, office: Office, size: Any) -> None:
    desk = open_desk(application_id=office.file().code, ticket_id=office.ticket(), size=size)
    page = desk.page
    QApplication.processEvents()
    assert page.area.verticalScrollBar().maximum() == 0
    bottom = desk.primary.mapTo(page, desk.primary.rect().bottomRight())
    assert page.rect().contains(bottom)
    assert page.right.pad.height() >= 100


@pytest.mark.parametrize(("scale", "theme_name"), [(1.5, "dark"), (2.0, "black"), (3.0, "white")])
def test_every_control_can_be_reached_when_large(
    open_desk: Any, office: Office, theme: Theme, scale: float, theme_name: str
) -> None:
    theme.set(theme_name, scale)
    desk = open_desk(application_id=office.file().code, ticket_id=office.ticket())
    page = desk.page
    for part in (*(row.tick for row in page.left.rows()), page.right.identity.edit, page.right.face):
        desk.tab_to(part)
        QApplication.processEvents()
        assert not part.visibleRegion().isEmpty(), part
    assert page.area.horizontalScrollBar().maximum() == 0
    complete(desk)
    desk.key(KEY.Key_F2)
    assert rows(office, Handover) == 1


def test_escape_leaves_and_the_keys_go_back_to_the_window(open_desk: Any, office: Office) -> None:
    desk = open_desk(application_id=office.file().code)
    desk.key(KEY.Key_Escape)
    assert desk.window.page is None
    office.tasks.advance(3)  # the ticket's clock has stopped with the page
    assert rows(office, Handover) == 0

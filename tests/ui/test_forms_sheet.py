"""Forms and registers from the windows, by keys: empty and filled, to a printer or into a file, what is missing."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from sqlalchemy import select, update

from desktop.models.catalogue import ServiceVersion
from desktop.models.paper import Document, DocumentPerson, Printer, PrintJob
from desktop.models.record import Event
from desktop.office.printers import AddPrinter, add_printer
from desktop.ui.files.forms.build import open_forms_sheet
from desktop.ui.files.forms.sheets import FormSheet, FormsSheet, RegisterSheet
from desktop.ui.theme import Theme, apply
from desktop.ui.widgets import ActionButton
from tests.support.filed_office import CONTENT, at_local
from tests.ui.backoffice_desk import Back, back_office, cut_off
from tests.ui.counter_desk import hall
from tests.ui.test_counter_window import Desk

pytestmark = pytest.mark.ui
KEY = Qt.Key


@pytest.fixture
def back(sqlite_url: str, qapp: QApplication) -> Iterator[Back]:
    with back_office(sqlite_url) as found:
        yield found
    qapp.setStyleSheet("")


def themed(app: QApplication) -> Theme:
    theme = Theme("light")
    apply(app, theme)
    return theme


def write(back: Back, statement: Any) -> None:
    with back.engine.connect().execution_options(loket_write=True) as connection:
        connection.execute(statement)
        connection.commit()


def rows(back: Back, *columns: Any) -> list[Any]:
    found: list[Any] = back.runner.read(lambda work: work.connection.execute(select(*columns)).all())
    return found


def printer(back: Back, name: str = "Printer F4 belakang", kind: str = "pdf_f4") -> uuid.UUID:
    command = AddPrinter(office_id=back.office.office_id, name=name, kind=kind, address={"folder": "kertas"})
    key: uuid.UUID = back.runner.run(add_printer, command).value.printer_id
    return key


def asks_for(back: Back, *forms: str) -> None:
    write(
        back,
        update(ServiceVersion)
        .where(ServiceVersion.id == back.office.versions[0])
        .values(content={**CONTENT, "forms": list(forms)}),
    )


def opened(window: Any) -> Any:
    """The panel that is open now, or None."""
    return window.sheet


def type_words(text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget() or QWidget(), text)


def shown(sheet: FormsSheet) -> list[str]:
    return [button.text().partition("  ")[0] for _words, button in sheet.lines if not button.isHidden()]


def enter_list(back: Back) -> FormsSheet:
    back.window.commands.trigger("files.forms")
    sheet = back.window.sheet
    assert isinstance(sheet, FormsSheet)
    return sheet


def enter_form(back: Back, code: str) -> FormSheet:
    """The list is open: its search narrows to one, Enter takes it."""
    type_words(code)
    back.key(KEY.Key_Return)
    sheet = back.window.sheet
    assert isinstance(sheet, FormSheet)
    return sheet


def for_file(back: Back, file: Any, code: str) -> FormSheet:
    open_forms_sheet(back.window, back.tasks, back.context, application_id=file.application_id,
                     staff_id=back.staff("operator"))  # fmt: skip
    assert isinstance(back.window.sheet, FormsSheet)
    return enter_form(back, code)


def save_as(back: Back, path: Path) -> None:
    """The name is typed into the dialog that is open."""
    dialog = back.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(path))
    dialog.close()


def test_an_empty_form_is_printed_by_keys(back: Back, qtbot: Any) -> None:
    where = printer(back)
    back.sit(qtbot)
    sheet = enter_list(back)
    assert len(shown(sheet)) >= 10
    form = enter_form(back, "F-1.03")
    assert form.modes == {}
    assert form.confirm is not None
    assert form.confirm.text() == "Cetak di Printer F4 belakang"
    back.key(KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert opened(back.window) is None
    assert back.said() == "F-1.03 kosong dicetak di Printer F4 belakang"
    assert [job.printer_id for job in rows(back, PrintJob.printer_id)] == [where]
    (document,) = rows(back, Document.kind, Document.content)
    assert document.kind == "form"
    assert document.content["form"] == "F-1.03"
    assert rows(back, DocumentPerson.document_id) == []


def test_the_forms_of_the_service_stand_first(back: Back, qtbot: Any) -> None:
    asks_for(back, "F-2.01", "F-1.02")
    file = back.file()
    back.sit(qtbot)
    open_forms_sheet(back.window, back.tasks, back.context, application_id=file.application_id,
                     staff_id=back.staff("operator"))  # fmt: skip
    sheet = back.window.sheet
    assert isinstance(sheet, FormsSheet)
    assert sheet.title.text() == f"Formulir {file.number}"
    assert shown(sheet)[:3] == ["F-2.01", "F-1.02", "F-1.01"]


def test_typing_narrows_and_forgives_dashes(back: Back, qtbot: Any) -> None:
    back.sit(qtbot)
    sheet = enter_list(back)
    type_words("f2.0")
    assert shown(sheet) == ["F-2.01", "F-2.03", "F-2.04"]
    back.key(KEY.Key_Return)  # several are left: the first has the focus
    assert QApplication.focusWidget() is sheet.lines[7][1]
    assert not sheet.nothing.isVisible()
    sheet.field.edit.setFocus()
    type_words("zzz")
    assert sheet.nothing.isVisible()


def test_a_filled_form_says_what_is_missing_and_still_prints(back: Back, qtbot: Any) -> None:
    printer(back)
    file = back.file()
    back.sit(qtbot)
    form = for_file(back, file, "F-1.02")
    assert "terisi dari berkas " + file.number in form.line.text()
    form = for_file(back, file, "F-2.01")
    assert form.missing.isVisible()
    assert form.missing.text() == "Wajib diisi, masih kosong: Jenis pelaporan pencatatan sipil."
    back.ctrl(KEY.Key_Return)
    assert back.said() == f"F-2.01 untuk {file.number} dicetak di Printer F4 belakang"
    assert len(rows(back, PrintJob.id)) == 1
    assert len(rows(back, DocumentPerson.document_id)) == 1  # kept in two parts


def test_empty_is_one_key_away_and_names_nobody(back: Back, qtbot: Any) -> None:
    printer(back)
    file = back.file()
    back.sit(qtbot)
    form = for_file(back, file, "F-2.01")
    form.modes["empty"].setFocus()
    back.key(KEY.Key_Space)
    qtbot.waitUntil(lambda: not form.missing.isVisible())
    assert form.line.text() == "Dicetak kosong, untuk diisi dengan tangan."
    back.ctrl(KEY.Key_Return)
    assert back.said() == "F-2.01 kosong dicetak di Printer F4 belakang"
    assert rows(back, DocumentPerson.document_id) == []


def test_only_printers_whose_paper_fits_are_offered(back: Back, qtbot: Any) -> None:
    printer(back)
    printer(back, "Printer A4", "pdf_a4")
    printer(back, "Printer A3", "pdf_a3")
    printer(back, "Printer struk", "pdf80")
    away = printer(back, "Printer rusak", "pdf_f4")
    write(back, update(Printer).where(Printer.id == away).values(active=False))
    back.sit(qtbot)
    enter_list(back)
    form = enter_form(back, "F-1.02")
    assert [one.text() for one in form.places] == [
        "Cetak di Printer F4 belakang", "Cetak di Printer A4", "Simpan PDF F4", "Simpan PDF A4",
    ]  # fmt: skip
    back.click(form.list_button)
    big = enter_form(back, "F-1.01")
    assert big.places[0].text() == "Cetak di Printer A3"


def test_without_a_printer_a_pdf_is_saved(back: Back, qtbot: Any, tmp_path: Path) -> None:
    file = back.file()
    back.sit(qtbot)
    form = for_file(back, file, "F-1.02")
    assert form.no_printer.isVisible()
    back.ctrl(KEY.Key_Return)
    dialog = back.window.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.selectedFiles()[0].endswith(f"F-1.02-{file.number}.pdf")
    save_as(back, tmp_path / "satu.pdf")
    assert (tmp_path / "satu.pdf").read_bytes().startswith(b"%PDF-")
    assert opened(back.window) is None
    assert back.said() == f"Disimpan: {tmp_path / 'satu.pdf'}"
    kinds = [event.kind for event in rows(back, Event.kind)]
    assert kinds.count("form.printed") == 1


def test_a_file_that_cannot_be_written_says_why_and_can_be_tried_again(
    back: Back, qtbot: Any, tmp_path: Path
) -> None:
    back.sit(qtbot)
    enter_list(back)
    form = enter_form(back, "F-1.07")
    back.ctrl(KEY.Key_Return)
    save_as(back, tmp_path / "tidak-ada" / "satu.pdf")
    assert opened(back.window) is form
    assert form.notice.isVisible()
    assert "tidak dapat ditulis" in form.notice.text()
    back.ctrl(KEY.Key_Return)
    save_as(back, tmp_path / "satu.pdf")
    assert (tmp_path / "satu.pdf").exists()
    assert opened(back.window) is None
    assert [one.name for one in tmp_path.iterdir() if "pdf" in one.name] == ["satu.pdf"]


def test_a_filled_form_whose_file_could_not_be_written_is_kept_once(
    back: Back, qtbot: Any, tmp_path: Path
) -> None:
    file = back.file()
    back.sit(qtbot)
    form = for_file(back, file, "F-1.02")
    back.ctrl(KEY.Key_Return)
    save_as(back, tmp_path / "tidak-ada" / "satu.pdf")
    assert form.notice.isVisible()
    back.ctrl(KEY.Key_Return)
    save_as(back, tmp_path / "satu.pdf")
    assert (tmp_path / "satu.pdf").exists()
    assert len(rows(back, Document.id)) == 1


def test_a_lost_answer_prints_one_paper(back: Back, qtbot: Any) -> None:
    printer(back)
    file = back.file()
    back.sit(qtbot)
    form = for_file(back, file, "F-1.02")
    back.tasks.lose = 1
    back.ctrl(KEY.Key_Return)
    assert form.notice.isVisible()
    back.ctrl(KEY.Key_Return)
    assert opened(back.window) is None
    assert len(rows(back, PrintJob.id)) == 1


def test_the_agenda_of_today_is_printed_or_saved(back: Back, qtbot: Any, tmp_path: Path) -> None:
    where = printer(back)
    back.file(created_at=at_local(23, 9))
    back.file(created_at=at_local(22, 9))
    back.sit(qtbot)
    back.window.commands.trigger("back.agenda")
    sheet = back.window.sheet
    assert isinstance(sheet, RegisterSheet)
    assert sheet.title.text() == "Register Senin, 23 November 2026"
    back.ctrl(KEY.Key_Return)
    assert back.said() == "Buku agenda (1 baris) dicetak di Printer F4 belakang"
    (document,) = rows(back, Document.kind, Document.content)
    assert document.kind == "agenda"
    assert "rows" not in document.content
    assert [job.printer_id for job in rows(back, PrintJob.printer_id)] == [where]
    back.window.commands.trigger("back.agenda")
    sheet = back.window.sheet
    assert isinstance(sheet, RegisterSheet)
    sheet.kinds["handover_list"].setFocus()
    back.key(KEY.Key_Space)
    qtbot.waitUntil(lambda: sheet.line.text().startswith("Semua dokumen"))
    sheet.places[1].setFocus()
    back.key(KEY.Key_Return)
    save_as(back, tmp_path / "daftar.pdf")
    assert (tmp_path / "daftar.pdf").read_bytes().startswith(b"%PDF-")
    registers = [
        event.after for event in rows(back, Event.after, Event.kind) if event.kind == "register.printed"
    ]
    assert [one["register"] for one in registers] == ["agenda", "handover_list"]


def test_a_counter_offers_empty_forms_in_its_menu(sqlite_url: str, qtbot: Any, qapp: QApplication) -> None:
    with hall(sqlite_url) as around:
        desk = Desk(qtbot, around, themed(qapp))
        desk.key(KEY.Key_F10)
        menu = desk.window.sheet
        assert menu is not None
        line = next(one for one in menu.findChildren(ActionButton) if one.text() == "Formulir kosong")
        line.setFocus()
        desk.key(KEY.Key_Return)
        qtbot.waitUntil(lambda: isinstance(opened(desk.window), FormsSheet))
        type_words("F-1.07")
        desk.key(KEY.Key_Return)
        assert opened(desk.window).modes == {}
        desk.key(KEY.Key_Escape)
        assert opened(desk.window) is None
    qapp.setStyleSheet("")


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_cut_off(back: Back, qtbot: Any, scale: float) -> None:
    printer(back)
    asks_for(back, "F-2.01")
    file = back.file()
    back.sit(qtbot, theme="black", scale=scale)
    open_forms_sheet(back.window, back.tasks, back.context, application_id=file.application_id,
                     staff_id=back.staff("operator"))  # fmt: skip
    sheet = back.window.sheet
    assert sheet is not None
    assert cut_off(sheet) == []
    form = enter_form(back, "F-2.01")
    assert cut_off(form) == []

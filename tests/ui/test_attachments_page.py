"""The page of a file's scans, on a real office: adding, what is refused, looking at pages, taking out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from sqlalchemy import select

from desktop.models.engine import create_office_engine
from desktop.models.record import Event
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from desktop.ui.files.attachments.build import open_attachments_page
from desktop.ui.i18n import Texts
from desktop.ui.shell import StaffWindow
from desktop.ui.tasks import StationContext
from desktop.ui.theme import Theme, apply
from tests.support import invented_media as made
from tests.support.inline import InlineTasks
from tests.support.invented_files import add_file
from tests.support.small_office import START, make_small_office

pytestmark = pytest.mark.ui


class Desk:
    def __init__(
        self, qtbot: Any, url: str, folder: Path, *, language: str = "id", theme: str = "light",
        scale: float = 1.0, size: tuple[int, int] = (1366, 697),
    ) -> None:  # fmt: skip
        self.folder = folder
        self.engine = create_office_engine(url)
        clock = SetClock(START)
        self.runner = Runner(self.engine, clock)
        office = make_small_office(self.engine, counters=1)
        file = add_file(self.engine, office, 4866)
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
        self.tasks = InlineTasks(self.runner, clock)
        self.page = open_attachments_page(
            self.window, self.tasks, StationContext(office.office_id, None),
            application_id=file.application_id, staff_id=office.staff[0],
        )  # fmt: skip

    def file(self, name: str, content: bytes) -> str:
        path = self.folder / name
        path.write_bytes(content)
        return str(path)

    def add(self, *paths: str) -> None:
        self.page.dropped.emit(paths)

    def choose(self, place: int = 0) -> None:
        list(self.page.rows.values())[place].click()

    def press(self, command: str) -> bool:
        return self.window.active_commands.trigger(command)

    def close(self) -> None:
        self.runner.close()
        self.engine.dispose()


@pytest.fixture
def desk(qtbot: Any, sqlite_url: str, tmp_path: Path) -> Iterator[Desk]:
    made_desk = Desk(qtbot, sqlite_url, tmp_path)
    yield made_desk
    made_desk.close()


def test_scans_are_added_and_looked_at(desk: Desk) -> None:
    assert desk.page.empty.isVisible()
    assert desk.page.heading.text() == "Lampiran K26-004866-" + desk.page.scene.number[-1]
    desk.add(desk.file("Kartu Keluarga.pdf", made.pdf(pages=3)), desk.file("foto.jpg", made.jpeg()))
    assert len(desk.page.rows) == 2
    assert not desk.page.empty.isVisible()
    desk.choose(0)
    assert desk.page.view.image is not None
    assert desk.page.page_no.text() == "1 dari 3"
    desk.page.later.click()
    desk.page.later.click()
    desk.page.later.click()
    assert desk.page.page_no.text() == "3 dari 3"
    desk.choose(1)
    assert not desk.page.page_no.isVisible()
    with desk.engine.connect() as connection:
        looks = connection.execute(select(Event.after).where(Event.kind == "person.viewed")).scalars().all()
    assert [look["what"] for look in looks] == ["attachment", "attachment"]  # pages are no further looks


def test_what_is_refused_is_named_and_the_others_are_added(desk: Desk) -> None:
    desk.add(
        desk.file("virus.pdf", made.program()),
        desk.file("baik.pdf", made.pdf()),
        desk.file("rusak.jpg", made.jpeg()[:-60]),
        str(desk.folder / "hilang.pdf"),
    )
    assert [row.title for row in desk.page.scene.rows] == ["baik"]
    told = desk.page.fault.text() if hasattr(desk.page.fault, "text") else ""
    faults = [(one.about, one.code) for one in desk.page.scene.faults]
    assert faults == [
        ("virus.pdf", "attachments.program"), ("rusak.jpg", "attachments.broken"),
        ("hilang.pdf", "attachments.missing_file"),
    ]  # fmt: skip
    assert desk.page.fault.isVisible()
    assert told == "" or "virus.pdf" in str(told)


def test_a_50_megabyte_file_is_refused_with_its_size(desk: Desk) -> None:
    path = desk.folder / "besar.pdf"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    desk.add(str(path))
    (fault,) = desk.page.scene.faults
    assert (fault.code, fault.args["size_mb"]) == ("attachments.too_large", 50.0)


def test_files_can_be_dropped(desk: Desk) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(desk.file("kk.pdf", made.pdf())), QUrl("https://contoh.id/x.pdf")])
    event = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    desk.page.dropEvent(event)
    assert [row.title for row in desk.page.scene.rows] == ["kk"]


def test_f2_asks_for_files_without_a_loop_of_its_own(qtbot: Any, desk: Desk) -> None:
    path = desk.file("kk.pdf", made.pdf())
    assert desk.press("page.primary")
    dialog = desk.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.filesSelected.emit([path])
    dialog.reject()
    assert len(desk.page.rows) == 1


def test_taken_out_with_a_reason(desk: Desk) -> None:
    assert not desk.press("page.refuse")
    desk.add(desk.file("kk.pdf", made.pdf()))
    desk.choose()
    assert desk.press("page.refuse")
    desk.window.sheet.reasons["wrong_file"].click()
    assert desk.page.rows == {}
    assert desk.page.view.image is None
    assert desk.page.scene.chosen is None


def test_a_closed_page_keeps_no_bytes(desk: Desk) -> None:
    desk.add(desk.file("kk.pdf", made.pdf()))
    desk.choose()
    presenter: Any = desk.page.presenter
    assert presenter._content is not None
    desk.page.leave()
    assert presenter._content is None
    assert desk.window.page is None


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("theme", "scale", "size"), [
    ("light", 1.0, (1366, 697)), ("black", 1.0, (1024, 697)), ("light", 2.0, (1366, 760)),
])  # fmt: skip
def test_every_look_is_drawn(
    qtbot: Any,
    sqlite_url: str,
    tmp_path: Path,
    language: str,
    theme: str,
    scale: float,
    size: tuple[int, int],
) -> None:
    desk = Desk(qtbot, sqlite_url, tmp_path, language=language, theme=theme, scale=scale, size=size)
    desk.add(desk.file("Kartu Keluarga.pdf", made.pdf(pages=2)), desk.file("x.pdf", made.program()))
    desk.choose()
    picture = desk.window.grab()
    assert picture.width() >= size[0]
    desk.page.set_texts(Texts("en" if language == "id" else "id", strict=True))
    desk.close()

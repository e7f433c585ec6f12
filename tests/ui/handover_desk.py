"""A counter with the handover page open, on an office with files in chosen states; everything behind it is real."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import insert, update

from desktop.domain.ids import new_id
from desktop.models.engine import create_office_engine
from desktop.models.files import Custody
from desktop.models.queue import Ticket, Visit
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from desktop.ui.files.handover.build import open_handover_page
from desktop.ui.files.handover.view import HandoverPage
from desktop.ui.i18n import Texts
from desktop.ui.shell import StaffWindow
from desktop.ui.tasks import StationContext
from desktop.ui.theme import Theme
from tests.support.filed_office import FiledFile, at_local, make_file, make_filed_office
from tests.support.inline import InlineTasks


class Office:
    """The office behind the page."""

    def __init__(self, url: str) -> None:
        self.engine = create_office_engine(url)
        self.clock = SetClock(at_local(23, 14, 5))
        self.runner = Runner(self.engine, self.clock)
        self.tasks = InlineTasks(self.runner, self.clock)
        self.filed = make_filed_office(self.engine)
        self.context = StationContext(self.filed.office_id, None, printer_id=self.filed.printer_id)

    def file(self, **more: Any) -> FiledFile:
        """A ready file of Marlina Tandi's, unless something else is said."""
        values: dict[str, Any] = {
            "state": "ready", "name": "Marlina Tandi", "place_id": self.filed.shelf,
            "deliverables": ("Kartu Keluarga", "KTP-el"), "created_at": at_local(18, 9),
            "due_at": at_local(20, 15),
        }  # fmt: skip
        return make_file(self.engine, self.filed, **{**values, **more})

    def old_card(self, file: FiledFile) -> None:
        """The first original in custody is the old identity card."""
        self.write(update(Custody).where(Custody.id == file.custody[0]).values(requirement="ktp-el-lama"))

    def write(self, statement: Any) -> None:
        """Run one statement and commit it."""
        with self.engine.connect().execution_options(loket_write=True) as connection:
            connection.execute(statement)
            connection.commit()

    def ticket(self, label: str = "G041") -> Any:
        """A ticket that is being served at the first counter since 100 s."""
        visit, ticket, now = new_id(), new_id(), self.clock.current
        small = self.filed.small
        begun = at_local(23, 14, 3)
        self.write(
            insert(Visit).values(
                id=visit, office_id=self.filed.office_id, business_day=now.date(), started_at_utc=begun
            )
        )
        self.write(
            insert(Ticket).values(
                id=ticket, office_id=self.filed.office_id, business_day=now.date(), letter=label[0],
                number=int(label[1:]), label=label, code=f"T261123{label}", visit_id=visit,
                service_id=small.services[0], group_id=small.groups[0], klass="regular", source="kiosk",
                state="serving", arrival_no=1, counter_id=small.counters[0], issued_at_utc=begun,
                started_at_utc=begun,
            )
        )  # fmt: skip
        return ticket

    def close(self) -> None:
        """Give the connections back."""
        self.runner.close()
        self.engine.dispose()


@contextmanager
def office_at(url: str) -> Iterator[Office]:
    """An office in the migrated, empty database at ``url``."""
    office = Office(url)
    try:
        yield office
    finally:
        office.close()


class Desk:
    """The window with hands."""

    def __init__(self, qtbot: Any, office: Office, theme: Theme, *, language: str = "id",
                 size: tuple[int, int] = (1366, 697), **more: Any) -> None:  # fmt: skip
        self.qtbot, self.office, self.theme = qtbot, office, theme
        self.done: list[Any] = []
        self.window = StaffWindow(theme, Texts(language, strict=True), "counter")
        qtbot.addWidget(self.window)
        self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        values: dict[str, Any] = {
            "staff_id": office.filed.clerk, "counter_id": office.filed.counter, "on_done": self.done.append,
        }  # fmt: skip
        self.page: HandoverPage = open_handover_page(
            self.window, office.tasks, office.context, **{**values, **more}
        )
        QApplication.processEvents()

    @property
    def primary(self) -> Any:
        return self.page.right.primary

    def focus(self) -> QWidget | None:
        return QApplication.focusWidget()

    def key(self, key: Any, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def click(self, widget: QWidget) -> None:
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

    def tab_to(self, target: QWidget, limit: int = 40) -> None:
        """Reach a widget by Tab alone."""
        for _ in range(limit):
            if QApplication.focusWidget() is target:
                return
            self.key(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not reach {target}")

    def sign(self) -> None:
        """Draw on the pad with the mouse."""
        pad = self.page.right.pad
        draw(self.qtbot, pad, [(30, 60), (60, 20), (80, 70), (110, 25), (140, 66), (190, 40)])
        draw(self.qtbot, pad, [(40, 80), (180, 76)])


def draw(qtbot: Any, pad: QWidget, points: list[tuple[int, int]]) -> None:
    """One stroke of the mouse."""
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(pad, left, pos=QPoint(*points[0]))
    for point in points[1:]:
        qtbot.mouseMove(pad, pos=QPoint(*point))
    qtbot.mouseRelease(pad, left, pos=QPoint(*points[-1]))

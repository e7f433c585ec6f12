"""The back office's real window over a filed office, with hands: for tests of its home, its pages and scans."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import select

from desktop.models.engine import create_office_engine
from desktop.models.files import Application
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from desktop.ui.backoffice.build import build_backoffice
from desktop.ui.backoffice.window import BackofficeWindow
from desktop.ui.counter.screen import Clerk
from desktop.ui.i18n import Texts
from desktop.ui.scanner import Scanner
from desktop.ui.tasks import StationContext
from desktop.ui.theme import Theme, apply
from tests.support.filed_office import FiledFile, FiledOffice, at_local, make_file, make_filed_office
from tests.ui.counter_desk import LossyTasks

NAMES = {"operator": "Andi Rahmat", "verifier": "Kasi Nurhayati", "supervisor": "Budi Santosa"}


class Back:
    """An office of files; ``sit`` opens the window for somebody."""

    def __init__(self, engine: Any, office: FiledOffice, runner: Runner, clock: SetClock) -> None:
        self.engine, self.office, self.runner, self.clock = engine, office, runner, clock
        self.tasks = LossyTasks(runner, clock)
        self.context = StationContext(office.office_id, None, printer_id=office.printer_id)
        self.window: BackofficeWindow
        self.theme: Theme

    def file(self, **how: Any) -> FiledFile:
        how.setdefault("created_at", at_local(20, 9))
        return make_file(self.engine, self.office, **how)

    def staff(self, role: str) -> uuid.UUID:
        key: uuid.UUID = getattr(self.office, role)
        return key

    def who(self, role: str = "operator") -> dict[str, Any]:
        return {"office_id": self.office.office_id, "staff_id": self.staff(role)}

    def sit(self, qtbot: Any, role: str | None = "operator", *, theme: str = "light", scale: float = 1.0,
            language: str = "id", size: tuple[int, int] = (1366, 697), scanner: Scanner | None = None,
            sign_in: Any = None, job: Any = "open") -> BackofficeWindow:  # fmt: skip
        self.theme = Theme(theme, scale)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply(app, self.theme)
        clerk = None if role is None else Clerk(self.staff(role), NAMES[role], (role,))
        self.window = build_backoffice(
            self.tasks, self.context, self.theme, Texts(language, strict=True),
            office="Dukcapil Kota Teluk Sari", clerk=clerk, scanner=scanner, sign_in=sign_in, job=job,
        )  # fmt: skip
        qtbot.addWidget(self.window)
        self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        return self.window

    @property
    def home(self) -> Any:
        assert self.window.home is not None
        return self.window.home

    @property
    def page(self) -> Any:
        return self.window.page

    @property
    def batch(self) -> Any:
        return self.home.scan.scene

    def key(self, key: Any, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def ctrl(self, key: Any) -> None:
        self.key(key, Qt.KeyboardModifier.ControlModifier)

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def scan(self, code: str) -> None:
        """What a scanner's burst gives the window."""
        self.tasks.advance(1)
        self.window.take_scan(code)

    def open(self, file: FiledFile) -> Any:
        """Open the file's window as a scan does."""
        self.scan(file.code)
        return self.page

    def said(self) -> str:
        return str(self.window.toast.text())

    def row(self, file: FiledFile) -> Any:
        return self.runner.read(
            lambda work: work.connection.execute(
                select(Application).where(Application.id == file.application_id)
            ).one()
        )


@contextmanager
def back_office(url: str) -> Iterator[Back]:
    """The filed office on one database, on Monday 23 November 2026 at 14.05; given back afterwards."""
    engine = create_office_engine(url)
    office = make_filed_office(engine)
    clock = SetClock(at_local(23, 14, 5) + timedelta(seconds=1))
    runner = Runner(engine, clock)
    yield Back(engine, office, runner, clock)
    runner.close()
    engine.dispose()


def cut_off(window: QWidget) -> list[str]:
    """What of a window is not whole: buttons and one-line labels lower or narrower than they need."""
    from desktop.ui.widgets import ActionButton, ElidedLabel, Label

    found = []
    for widget in (*window.findChildren(ActionButton), *window.findChildren(Label)):
        if not widget.isVisible() or isinstance(widget, ElidedLabel):
            continue
        needed = widget.minimumSizeHint()
        if widget.height() < needed.height() - 1:
            found.append(
                f"{type(widget).__name__} {widget.text()!r} is {widget.height()}, not {needed.height()}"
            )
        if isinstance(widget, Label) and not widget.wordWrap() and widget.width() < needed.width() - 1:
            found.append(f"{widget.text()!r} is {widget.width()} wide, not {needed.width()}")
    return found

"""The administrator's station: who may work there, what the first page says, and the way to the holidays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.errors import EnvironmentFault
from desktop.ui.admin.build import build_admin
from desktop.ui.admin.holidays_view import HolidaysPage
from desktop.ui.i18n import Texts
from desktop.ui.tasks import StationContext
from desktop.ui.theme import Theme, apply
from tests.support.inline import InlineTasks
from tests.support.whole_office import PASSWORD, whole_office

pytestmark = pytest.mark.ui


@pytest.fixture
def made(sqlite_url: str) -> Iterator[Any]:
    with whole_office(sqlite_url) as office:
        yield office


@pytest.fixture
def desk(qtbot: Any, made: Any) -> Any:
    theme = Theme("light", 1.0)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply(app, theme)
    tasks = InlineTasks(made.runner, made.clock)
    window = build_admin(tasks, StationContext(made.office_id, None), theme, Texts("id", strict=True))
    qtbot.addWidget(window)
    window.resize(1366, 697)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.tasks = tasks
    return window


def test_signing_in_and_to_the_holidays_by_keys(qtbot: Any, desk: Any) -> None:
    assert desk.sign_in is not None
    assert not desk.commands.trigger("back.holidays")
    desk.sign_in.login.edit.setFocus()
    for words, key in (("admin", Qt.Key.Key_Return), (PASSWORD, Qt.Key.Key_Return)):
        QTest.keyClicks(QApplication.focusWidget(), words)
        QTest.keyClick(QApplication.focusWidget(), key)
    assert desk.sign_in is None
    assert desk.home.holidays.line == "26 hari libur 2027 sudah ada"
    assert desk.home.holidays.hasFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert isinstance(desk.page, HolidaysPage)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: desk.page is None)
    assert desk.commands.trigger("shell.sign_out")
    assert desk.sign_in is not None


@pytest.mark.parametrize(
    ("login", "password", "words"),
    [
        ("admin", "salah-sekali", Texts("id").text("staff.wrong")),
        ("rina", PASSWORD, "Rina Wulandari bukan supervisor atau administrator."),
    ],
)
def test_who_may_not_work_here_hears_why(desk: Any, login: str, password: str, words: str) -> None:
    desk.signing_in.emit(login, password)
    assert desk.sign_in is not None
    assert desk.sign_in.fault.isVisible()
    assert desk.sign_in.fault.text() == words
    assert desk.home is None


def test_a_lost_database_is_told_and_forgotten(desk: Any) -> None:
    desk.tasks.tell_connection(EnvironmentFault("database.lost"))
    assert desk.message.isVisible()
    desk.tasks.tell_connection(None)
    assert not desk.message.isVisible()


def test_the_other_language(desk: Any) -> None:
    desk.signing_in.emit("admin", PASSWORD)
    desk.set_texts(Texts("en", strict=True))
    assert desk.windowTitle() == "Administration"
    assert "holidays of 2027" in desk.home.holidays.line

"""Scanner bursts against typing, with real key events; the clock is the test's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.scanner import Scanner
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton


class Stage(QWidget):
    """A window with a button, a field, and a digit as a shortcut (as on the kiosk)."""

    def __init__(self) -> None:
        super().__init__()
        self.presses = 0
        self.digits: list[str] = []
        self.button = ActionButton(Theme(), "Panggil")
        self.plain = QPushButton("Selesai")
        self.plain.setDefault(True)
        self.edit = QLineEdit()
        column = QVBoxLayout(self)
        for widget in (self.button, self.plain, self.edit):
            column.addWidget(widget)
        self.button.clicked.connect(self._pressed)
        self.plain.clicked.connect(self._pressed)
        shortcut = QShortcut(QKeySequence("1"), self)
        shortcut.activated.connect(lambda: self.digits.append("shortcut"))

    def _pressed(self) -> None:
        self.presses += 1


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


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    window = Stage()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def burst(clock: Clock, widget: QWidget, code: str, gap_ms: float = 8, *, enter: bool = True) -> None:
    for char in code:
        clock.now_ms += gap_ms
        QTest.keyClicks(widget, char)
    if enter:
        clock.now_ms += gap_ms
        QTest.keyClick(widget, Qt.Key.Key_Return)


def test_a_burst_on_a_button_is_a_scan_and_no_press(
    qtbot: QtBot, stage: Stage, scanner: Scanner, clock: Clock
) -> None:
    for widget in (stage.button, stage.plain):
        widget.setFocus()
        with qtbot.waitSignal(scanner.scanned) as seen:
            burst(clock, widget, "T261123B087")
        assert seen.args == ["T261123B087"]
    assert stage.presses == 0
    assert stage.digits == []


def test_a_burst_with_spaces_does_not_press(
    qtbot: QtBot, stage: Stage, scanner: Scanner, clock: Clock
) -> None:
    stage.button.setFocus()
    with qtbot.waitSignal(scanner.scanned) as seen:
        burst(clock, stage.button, "A 1 B 2")
    assert seen.args == ["A 1 B 2"]
    assert stage.presses == 0


def test_a_burst_never_reaches_the_field_but_slow_typing_before_it_stays(
    qtbot: QtBot, stage: Stage, scanner: Scanner, clock: Clock
) -> None:
    stage.edit.setFocus()
    burst(clock, stage.edit, "Rina", gap_ms=120, enter=False)
    qtbot.waitUntil(lambda: not scanner.pending)
    with qtbot.waitSignal(scanner.scanned):
        clock.now_ms += 200
        burst(clock, stage.edit, "T261123P012")
    assert stage.edit.text() == "Rina"


def test_fast_typing_without_enter_is_not_lost(
    qtbot: QtBot, stage: Stage, scanner: Scanner, clock: Clock
) -> None:
    scans: list[str] = []
    scanner.scanned.connect(scans.append)
    stage.edit.setFocus()
    burst(clock, stage.edit, "Wulandari", enter=False)
    qtbot.waitUntil(lambda: stage.edit.text() == "Wulandari")
    assert scans == []


def test_slow_typing_with_enter_is_typing(qtbot: QtBot, stage: Stage, scanner: Scanner, clock: Clock) -> None:
    scans: list[str] = []
    entered: list[str] = []
    scanner.scanned.connect(scans.append)
    stage.edit.returnPressed.connect(lambda: entered.append(stage.edit.text()))
    stage.edit.setFocus()
    burst(clock, stage.edit, "B087", gap_ms=90)
    qtbot.waitUntil(lambda: entered == ["B087"])
    assert scans == []


def test_enter_and_space_alone_still_press(
    qtbot: QtBot, stage: Stage, scanner: Scanner, clock: Clock
) -> None:
    stage.button.setFocus()
    QTest.keyClick(stage.button, Qt.Key.Key_Return)
    assert stage.presses == 1
    clock.now_ms += 500
    QTest.keyClick(stage.button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: stage.presses == 2)


def test_the_second_enter_of_a_scanner_is_swallowed(
    qtbot: QtBot, stage: Stage, scanner: Scanner, clock: Clock
) -> None:
    stage.button.setFocus()
    with qtbot.waitSignal(scanner.scanned):
        burst(clock, stage.button, "T261123B087")
    clock.now_ms += 5
    QTest.keyClick(stage.button, Qt.Key.Key_Enter)
    assert stage.presses == 0
    clock.now_ms += 500
    QTest.keyClick(stage.button, Qt.Key.Key_Enter)
    assert stage.presses == 1


def test_an_action_key_within_a_burst_waits_for_its_end(
    qtbot: QtBot, stage: Stage, scanner: Scanner, clock: Clock
) -> None:
    order: list[str] = []
    scanner.scanned.connect(lambda code: order.append(code))
    scanner.on_shortcut = lambda keys: order.append(keys.toString()) is None
    stage.button.setFocus()
    burst(clock, stage.button, "T2611", enter=False)
    QTest.keyClick(stage.button, Qt.Key.Key_F2)
    assert order == []
    burst(clock, stage.button, "23B087")
    assert order == ["T261123B087", "F2"]


def test_a_held_digit_reaches_its_command(qtbot: QtBot, stage: Stage, scanner: Scanner, clock: Clock) -> None:
    keys: list[str] = []
    scanner.on_shortcut = lambda sequence: keys.append(sequence.toString()) is None
    stage.button.setFocus()
    QTest.keyClick(stage.button, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: keys == ["1"])
    stage.edit.setFocus()
    clock.now_ms += 500
    QTest.keyClick(stage.edit, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: stage.edit.text() == "1")
    assert keys == ["1"]


def test_prefix_marks_a_slow_scanner_and_is_cut_off(
    qtbot: QtBot, stage: Stage, scanner: Scanner, clock: Clock
) -> None:
    stage.button.setFocus()
    with qtbot.waitSignal(scanner.scanned) as seen:
        burst(clock, stage.button, "~K260048667", gap_ms=80)
    assert seen.args == ["K260048667"]


def test_a_window_that_died_during_a_burst_loses_nothing_else(
    qtbot: QtBot, stage: Stage, scanner: Scanner, clock: Clock
) -> None:
    other = QLineEdit()
    burst(clock, other, "abc", enter=False)
    other.deleteLater()
    qtbot.waitUntil(lambda: not scanner.pending)
    stage.edit.setFocus()
    clock.now_ms += 500
    burst(clock, stage.edit, "x", enter=False)
    qtbot.waitUntil(lambda: stage.edit.text().endswith("x"))

"""The focus ring: by keyboard only, round the control's frame, never clipped."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.theme import THEME_NAMES, Theme
from desktop.ui.widgets import ActionButton, FocusRing, ScanField


class Stage(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.first = ActionButton(theme, "Tunda")
        self.second = ScanField(theme, "Pindai")
        column = QVBoxLayout(self)
        column.addWidget(self.first)
        column.addWidget(self.second)
        self.ring = FocusRing(self, theme)


def stage(qtbot: QtBot, theme: Theme) -> Stage:
    window = Stage(theme)
    qtbot.addWidget(window)
    window.resize(300, 200)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.first.setFocus()
    return window


def test_ring_goes_round_the_frame_and_follows_tab(qtbot: QtBot) -> None:
    window = stage(qtbot, Theme())
    assert window.ring.target is window.first
    qtbot.keyClick(window.first, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is window.second.edit
    assert window.ring.target is window.second
    around = window.ring.geometry()
    assert around == window.second.geometry().adjusted(-5, -5, 5, 5)


def test_pointer_hides_it_and_a_key_brings_it_back(qtbot: QtBot) -> None:
    window = stage(qtbot, Theme())
    qtbot.mouseClick(window.first, Qt.MouseButton.LeftButton)
    assert window.ring.target is None
    qtbot.keyClick(window.first, Qt.Key.Key_Tab)
    assert window.ring.target is window.second


def test_it_follows_a_moved_and_a_hidden_control(qtbot: QtBot) -> None:
    window = stage(qtbot, Theme())
    window.first.move(40, 60)
    assert window.ring.geometry().topLeft() == QPoint(35, 55)
    window.first.hide()
    assert window.ring.target is not window.first


@pytest.mark.parametrize("name", THEME_NAMES)
def test_ring_pixels_have_the_focus_colour(qtbot: QtBot, name: str) -> None:
    theme = Theme(name)
    window = stage(qtbot, theme)
    image = window.grab().toImage()
    rect = window.ring.geometry()
    middle = rect.center().y()
    assert image.pixelColor(rect.left() + 1, middle) == theme.color("focus")
    assert image.pixelColor(rect.left() + 3, middle) == theme.color("focus-gap")

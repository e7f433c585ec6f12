"""The signature pad under mouse, finger and pen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.theme import Theme, apply
from desktop.ui.widgets.signature import SignaturePad
from tests.ui.handover_desk import draw

pytestmark = pytest.mark.ui
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme()
    apply(qapp, theme)
    yield theme
    qapp.setStyleSheet("")


@pytest.fixture
def pad(qtbot: Any, theme: Theme) -> SignaturePad:
    pad = SignaturePad(theme, "Tanda tangan penerima", "Tanpa papan, tekan F6.")
    qtbot.addWidget(pad)
    pad.resize(420, 180)
    pad.show()
    return pad


def test_a_mouse_writes_strokes_and_again_empties_them(qtbot: Any, pad: SignaturePad) -> None:
    news: list[int] = []
    pad.signed.connect(lambda: news.append(len(pad.strokes())))
    draw(qtbot, pad, [(20, 90), (60, 40), (100, 120)])
    draw(qtbot, pad, [(30, 150), (200, 148)])
    assert pad.strokes() == (((20, 90), (60, 40), (100, 120)), ((30, 150), (200, 148)))
    pad.clear()
    assert pad.strokes() == ()
    assert news == [1, 2, 0]
    pad.clear()
    assert news == [1, 2, 0]  # nothing was there: nothing to tell


def test_only_the_left_button_writes_and_only_while_it_is_down(qtbot: Any, pad: SignaturePad) -> None:
    qtbot.mouseMove(pad, pos=QPoint(50, 50))
    qtbot.mousePress(pad, Qt.MouseButton.RightButton, pos=QPoint(20, 20))
    qtbot.mouseMove(pad, pos=QPoint(90, 90))
    qtbot.mouseRelease(pad, Qt.MouseButton.RightButton, pos=QPoint(90, 90))
    assert pad.strokes() == ()


def test_a_stroke_that_leaves_the_pad_ends_at_its_edge(qtbot: Any, pad: SignaturePad) -> None:
    draw(qtbot, pad, [(400, 90), (900, -50)])
    assert pad.strokes()[0][-1] == (420, 0)


def test_a_finger_writes_and_a_second_one_does_not(qtbot: Any, pad: SignaturePad) -> None:
    screen = QTest.createTouchDevice()
    QTest.touchEvent(pad, screen).press(0, QPoint(30, 30), pad).commit()
    QTest.touchEvent(pad, screen).move(0, QPoint(80, 60), pad).press(1, QPoint(300, 150), pad).commit()
    QTest.touchEvent(pad, screen).move(0, QPoint(120, 40), pad).move(1, QPoint(310, 20), pad).commit()
    QTest.touchEvent(pad, screen).release(0, QPoint(120, 40), pad).release(1, QPoint(310, 20), pad).commit()
    assert pad.strokes() == (((30, 30), (80, 60), (120, 40)),)


def test_a_pen_writes_where_it_presses_and_not_where_it_hovers(pad: SignaturePad) -> None:
    def pen(kind: QEvent.Type, x: float, y: float, pressure: float) -> None:
        place = QPointF(x, y)
        button = LEFT if pressure else Qt.MouseButton.NoButton
        event = QTabletEvent(
            kind, QPointingDevice.primaryPointingDevice(), place, place, pressure, 0, 0, 0, 0, 0,
            Qt.KeyboardModifier.NoModifier, button, button,
        )  # fmt: skip
        QApplication.sendEvent(pad, event)
        assert event.isAccepted()

    pen(QEvent.Type.TabletMove, 5, 5, 0.0)
    pen(QEvent.Type.TabletPress, 40, 40, 0.4)
    pen(QEvent.Type.TabletMove, 60, 70, 0.5)
    pen(QEvent.Type.TabletMove, 90, 90, 0.0)
    pen(QEvent.Type.TabletRelease, 90, 90, 0.0)
    assert pad.strokes() == (((40, 40), (60, 70)),)


def test_ink_is_seen_in_every_theme(qtbot: Any, pad: SignaturePad, theme: Theme) -> None:
    for name in ("light", "dark", "black", "white"):
        theme.set(name)
        pad.clear()
        before = pad.grab().toImage()
        draw(qtbot, pad, [(40, 60), (300, 60)])
        after = pad.grab().toImage()
        middle = QPoint(170, 60)
        assert after.pixelColor(middle) == theme.color("text"), name
        assert before.pixelColor(middle) == theme.color("surface"), name


def test_the_keyboard_goes_past_it_and_is_told_what_to_do(pad: SignaturePad) -> None:
    assert pad.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert (pad.accessibleName(), pad.accessibleDescription()) == (
        "Tanda tangan penerima", "Tanpa papan, tekan F6.",
    )  # fmt: skip

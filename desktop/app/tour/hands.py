"""The hands of the tour: fingers on the kiosk, keys at the counter, eyes on the display. Real events, real windows.

They know the windows only from outside: what can be touched, what a screen shows. Used by the tour only.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app.tour.script import Steps, Wait
from desktop.ui.counter.state import Scene
from desktop.ui.counter.window import CounterWindow
from desktop.ui.display.state import CardState, Notice, Row
from desktop.ui.display.view import DisplayView
from desktop.ui.kiosk.press import Press
from desktop.ui.kiosk.states import DoneState, Screen
from desktop.ui.kiosk.view import KioskWindow
from desktop.ui.scanner import Scanner
from desktop.ui.widgets import ActionButton

#: A visitor touches again after this long when nothing happened; the first touch may have come too early.
AGAIN_S = 0.8
#: The clerk's hand rests this long after a call, as the window asks of it.
SETTLE_S = 0.75


def in_front(window: QWidget) -> Steps[None]:
    """Bring a window to the front, so that keys go there."""
    if not window.isActiveWindow():
        if (
            QApplication.platformName() != "offscreen"
        ):  # where there is nothing to raise, and Qt says so each time
            window.raise_()
        window.activateWindow()
        yield Wait(window.isActiveWindow, "active window", 5)


def press(widget: QWidget) -> None:
    """Click, or touch, the middle of something."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(widget.width() // 2, widget.height() // 2))


def or_later(until: Callable[[], object], seconds: float) -> Callable[[], bool]:
    """Whether something shows, or so much time has passed."""
    since_s = time.monotonic()
    return lambda: bool(until()) or time.monotonic() - since_s > seconds


class KioskHand:
    """A visitor's finger.

    Attributes:
        window: the kiosk.
    """

    def __init__(self, window: KioskWindow) -> None:
        self.window = window

    @property
    def screen(self) -> Screen | None:
        """What is shown."""
        return self.window._screen

    @property
    def step(self) -> str:
        """Which step is shown; "" before the first."""
        return self.screen.step if self.screen is not None else ""

    @property
    def done(self) -> DoneState | None:
        """The number that was given, while it shows."""
        body = self.screen.body if self.screen is not None else None
        return body if isinstance(body, DoneState) else None

    def find(self, action: str, value: str | None = None, *, badge: str = "") -> Press | None:
        """Something to touch, by what it means."""
        for one in self.window.findChildren(Press):
            if one.isVisible() and one.action == action and value in (None, one.value):
                state = getattr(one, "state", None)
                if not badge or (state is not None and state.badge == badge):
                    return one
        return None

    def tap(
        self,
        action: str,
        value: str | None = None,
        *,
        badge: str = "",
        until: Callable[[], object],
        what: str,
    ) -> Steps[None]:
        """Touch something until what it brings about shows."""
        yield from in_front(self.window)
        yield Wait(lambda: self.find(action, value, badge=badge), f"{what}: {action}")
        for _again in range(8):
            if until():
                return
            target = self.find(action, value, badge=badge)
            if target is not None:
                press(target)
            yield Wait(or_later(until, AGAIN_S), what)
        yield Wait(until, what, 4)

    def reaches(self, step: str) -> Callable[[], bool]:
        """Whether a step shows."""
        return lambda: self.step == step

    def see(self, step: str, seconds: float = 10.0) -> Steps[None]:
        """Wait until a step shows."""
        yield Wait(self.reaches(step), f"kiosk: {step}", seconds)

    def go(self, action: str, value: str | None = None, *, to: str, badge: str = "") -> Steps[None]:
        """Touch something that leads to a step."""
        yield from self.tap(action, value, badge=badge, until=self.reaches(to), what=f"kiosk: {to}")


class CounterHand:
    """A clerk's hands on the keyboard."""

    def __init__(self, window: CounterWindow, scanner: Scanner) -> None:
        self.window, self._scanner = window, scanner
        self._called_s = 0.0

    @property
    def scene(self) -> Scene:
        """What the window shows."""
        return self.window.scene

    @property
    def number(self) -> str:
        """The number that is large on the card; "" where nobody is here."""
        return self.scene.current.number if self.scene.current is not None else ""

    def key(self, key: Any, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> Steps[None]:
        """Press a key where the focus is."""
        yield from in_front(self.window)
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def do(
        self,
        key: Any,
        until: Callable[[], object],
        what: str,
        modifiers: Any = Qt.KeyboardModifier.NoModifier,
    ) -> Steps[None]:
        """Press a key and wait for what it brings about."""
        yield from self.key(key, modifiers)
        yield Wait(until, what)

    def next_step(self, until: Callable[[], object], what: str) -> Steps[None]:
        """F2, not sooner than a calm hand after the last call."""
        since = self._called_s
        yield Wait(lambda: time.monotonic() - since > SETTLE_S, what)
        yield from self.do(Qt.Key.Key_F2, until, what)
        self._called_s = time.monotonic()

    def rest(self) -> None:
        """A call was made by another key than F2: the hand rests before the next one."""
        self._called_s = time.monotonic()

    def type(self, text: str) -> Steps[None]:
        """Type as fast as people do: slower than a scanner."""
        yield from in_front(self.window)
        for sign in text:
            QTest.keyClicks(QApplication.focusWidget() or self.window, sign)
            yield Wait(lambda: not self._scanner.pending, f"key {sign}")

    def scan(self, code: str) -> Steps[None]:
        """A scanner's burst, with its Enter."""
        yield from in_front(self.window)
        target = QApplication.focusWidget() or self.window
        QTest.keyClicks(target, code)
        QTest.keyClick(target, Qt.Key.Key_Return)

    def sheet(self) -> QWidget | None:
        """The panel that is open."""
        sheet = self.window.sheet
        return sheet if sheet is not None and sheet.isVisible() else None

    def open_sheet(self, key: Any, what: str, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> Steps[Any]:
        """Press a key that opens a panel; returns the panel."""
        yield from self.do(key, lambda: self.sheet() is not None, what, modifiers)
        return self.sheet()

    def choose(self, button: ActionButton, what: str) -> Steps[None]:
        """Press Enter on a button of a panel; the panel closes."""
        yield from in_front(self.window)
        button.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(button, Qt.Key.Key_Return)
        yield Wait(lambda: self.sheet() is None, what)


class DisplayEye:
    """What the hall sees."""

    def __init__(self, window: DisplayView) -> None:
        self.window = window

    @property
    def card(self) -> CardState | None:
        """The call on the card."""
        return self.window.card._card

    @property
    def notice(self) -> Notice | None:
        """The sentence in its place."""
        return self.window.card._notice

    @property
    def rows(self) -> tuple[Row, ...]:
        """The last calls."""
        return self.window._screen.rows

    @property
    def time(self) -> tuple[int, int]:
        """Hour and minute on the display's clock."""
        presenter: Any = self.window.presenter
        shown = presenter._clock_shown
        return (shown[3], shown[4]) if len(shown) == 5 else (0, 0)

    def reads(self, time_of_day: tuple[int, int]) -> bool:
        """Whether the display's clock has come to a time."""
        return self.time >= time_of_day

    def shows(self, number: str, counter: str) -> bool:
        """Whether this call is on the card, at this counter."""
        card = self.card
        return card is not None and (card.label, card.counter) == (number, counter)

"""Tells a scanner's burst from a person's typing, for the whole application; built by the app layer.

A printable key is held for `hold_ms`. If the next ones follow faster than `gap_ms` and an Enter ends them,
they are a scan and reach no widget. Otherwise they are handed on in their order, so that nothing that
somebody typed is lost.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

_KINDS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_COMMAND_MODIFIERS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


@dataclass(slots=True)
class _Held:
    receiver: QWidget
    kind: QEvent.Type
    key: int
    modifiers: Qt.KeyboardModifier
    text: str
    repeat: bool
    printable: bool


class Scanner(QObject):
    """Application-wide filter; emits `scanned(code)`.

    Args:
        app: the application; the filter installs itself.
        gap_ms: longest pause between two keys of a burst, 5 to 200 ms.
        hold_ms: how long a key waits for the next one, at least gap_ms.
        min_length: shorter bursts are typing.
        prefix: a character that some scanners send first; after it, slower bursts (4 x gap_ms) count too,
            and it is not part of the code.
        clock_ms: a monotonic clock, for tests.
    """

    scanned = Signal(str)

    def __init__(self, app: QApplication, *, gap_ms: int = 30, hold_ms: int = 50, min_length: int = 4,
                 prefix: str = "~", clock_ms: Callable[[], float] | None = None) -> None:  # fmt: skip
        super().__init__(app)
        self._gap_ms, self._hold_ms = gap_ms, max(hold_ms, gap_ms)
        self._min_length, self._prefix = min_length, prefix
        self._clock_ms = clock_ms or (lambda: time.monotonic() * 1000)
        self._held: list[_Held] = []
        self._text = ""
        self._last_ms = 0.0
        self._enter_after_scan_until_ms = 0.0
        self._swallow_releases: set[int] = set()
        self._replaying = False
        self.on_shortcut: Callable[[QKeySequence], bool] | None = None
        """Runs the command of a held key (CommandSet.press), because a held key never meets its shortcut."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._time_is_up)
        app.installEventFilter(self)

    @property
    def pending(self) -> bool:
        """True while keys are held."""
        return bool(self._held)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _KINDS or self._replaying or not watched.isWidgetType():
            return False
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            # Claimed, so that the key comes here as a press instead of running a shortcut at once.
            if self._wanted(event):
                event.accept()
                return True
            return False
        if event.type() == QEvent.Type.KeyRelease:
            return self._release(watched, event)
        return self._press(watched, event)

    def _printable(self, event: QKeyEvent) -> bool:
        text = event.text()
        return len(text) == 1 and text.isprintable() and not event.modifiers() & _COMMAND_MODIFIERS

    def _wanted(self, event: QKeyEvent) -> bool:
        if event.isAutoRepeat():
            return False
        if self._held:
            return not self._is_modifier(event)
        return self._printable(event)

    @staticmethod
    def _is_modifier(event: QKeyEvent) -> bool:
        return event.key() in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta,
                               Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock)  # fmt: skip

    def _press(self, watched: QWidget, event: QKeyEvent) -> bool:
        now = self._clock_ms()
        if self._is_modifier(event):
            return False  # Shift belongs to the burst of a capital letter, and does nothing alone
        enter = event.key() in _ENTERS and not event.modifiers() & _COMMAND_MODIFIERS
        if enter and not self._held and now < self._enter_after_scan_until_ms:
            event.accept()
            return True  # the second half of a scanner's CR LF
        if self._held and now - self._last_ms > self._allowed_gap_ms():
            self._flush()
        if event.isAutoRepeat():
            self._flush()
            return False
        if enter and self._held:
            if self._is_scan():
                self._finish_scan(now, event)
                return True
            self._flush()
            return False
        if self._printable(event):
            self._hold(watched, event)
            self._text += event.text()
            self._last_ms = now
            # Once it is surely a burst, wait for its Enter a little longer than for one key.
            self._timer.start(max(self._hold_ms, int(self._allowed_gap_ms()) + 20))
            return True
        if self._held:
            self._hold(watched, event)  # an action key within a burst waits for its end
            event.accept()
            return True
        return False

    def _release(self, watched: QWidget, event: QKeyEvent) -> bool:
        if event.key() in self._swallow_releases:
            self._swallow_releases.discard(event.key())
            event.accept()
            return True
        if any(h.key == event.key() and h.kind == QEvent.Type.KeyPress for h in self._held):
            self._hold(watched, event)
            return True
        return False

    def _allowed_gap_ms(self) -> float:
        slow = bool(self._prefix) and self._text.startswith(self._prefix)
        return self._gap_ms * (4 if slow else 1)

    def _is_scan(self) -> bool:
        if self._prefix and self._text.startswith(self._prefix):
            return len(self._text) > len(self._prefix)
        return len(self._text) >= self._min_length

    def _finish_scan(self, now: float, enter: QKeyEvent) -> None:
        code = self._text
        if self._prefix and code.startswith(self._prefix):
            code = code[len(self._prefix) :]
        released = {h.key for h in self._held if h.kind == QEvent.Type.KeyRelease}
        pressed = {h.key for h in self._held if h.kind == QEvent.Type.KeyPress}
        later = [h for h in self._held if h.kind == QEvent.Type.KeyPress and not h.printable]
        self._swallow_releases = (pressed - released) | {enter.key()}
        self._enter_after_scan_until_ms = now + self._hold_ms
        self._clear()
        enter.accept()
        self.scanned.emit(code.strip())
        self._replay(later)

    def _hold(self, watched: QWidget, event: QKeyEvent) -> None:
        event.accept()
        self._held.append(
            _Held(watched, event.type(), event.key(), event.modifiers(), event.text(),
                  event.isAutoRepeat(), self._printable(event))
        )  # fmt: skip

    def _clear(self) -> None:
        self._timer.stop()
        self._held, self._text = [], ""

    def _time_is_up(self) -> None:
        # After a stall of the main thread the burst's keys may still wait behind this timer: one more turn.
        count = len(self._held)
        QTimer.singleShot(0, self, lambda: self._flush() if len(self._held) == count else None)

    def _flush(self) -> None:
        held = self._held
        self._clear()
        self._replay(held)

    def _replay(self, held: list[_Held]) -> None:
        if not held:
            return
        self._replaying = True
        try:
            for item in held:
                self._hand_on(item)
        finally:
            self._replaying = False

    def _hand_on(self, item: _Held) -> None:
        target = item.receiver if isValid(item.receiver) else QApplication.focusWidget()
        if target is None:
            return
        if item.kind == QEvent.Type.KeyPress and self.on_shortcut is not None:
            override = QKeyEvent(QEvent.Type.ShortcutOverride, item.key, item.modifiers, item.text)
            override.ignore()
            QApplication.sendEvent(target, override)
            if not override.isAccepted():
                combined = item.modifiers.value | item.key
                if self.on_shortcut(QKeySequence(combined)):
                    return
        QApplication.sendEvent(target, QKeyEvent(item.kind, item.key, item.modifiers, item.text, item.repeat))

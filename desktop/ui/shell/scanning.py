"""Which window gets a scan: the one in front. Called by the builders of stations that take scans."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtGui import QKeySequence
from shiboken6 import isValid

from desktop.ui.commands import CommandSet
from desktop.ui.scanner import Scanner


class ScanningWindow(Protocol):
    """A staff window that takes scans."""

    take_scan: Callable[[str], None]

    @property
    def active_commands(self) -> CommandSet:
        """The commands whose keys work now."""

    def isActiveWindow(self) -> bool:  # Qt's own name
        """Whether it is in front."""


def listen(scanner: Scanner, window: ScanningWindow) -> None:
    """Take the scans, and the keys that the scanner held back, while this window is in front."""
    others = scanner.on_shortcut

    def in_front() -> bool:
        return isValid(window) and window.isActiveWindow()

    def press(sequence: QKeySequence) -> bool:
        if in_front():
            return window.active_commands.press(sequence)
        return others is not None and others(sequence)

    scanner.scanned.connect(lambda code: window.take_scan(code) if in_front() else None)
    scanner.on_shortcut = press

"""The floor of a start: a bare PySide6 window that ends once it is painted. Run as a process of its own.

Prints the moment it was painted (seconds since the epoch) and the memory it holds then (bytes).
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from desktop.app.trace import resident_bytes


class Bare(QWidget):
    """One label."""

    def __init__(self) -> None:
        super().__init__()
        self._painted = False
        QVBoxLayout(self).addWidget(QLabel("Loket 3"))
        self.resize(1366, 697)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self._end)

    def _end(self) -> None:
        print(time.time(), resident_bytes())
        QApplication.quit()


if __name__ == "__main__":
    app = QApplication(sys.argv)
    window = Bare()
    window.show()
    sys.exit(app.exec())

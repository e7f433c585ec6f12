"""A year's days as rows that the arrow keys walk through; passive."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.admin.holidays_state import YearState
from desktop.ui.admin.holidays_words import ICONS, row_words
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, EmptyState

_STEPS: dict[int, int] = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -8,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_Home: -1000,
    Qt.Key.Key_End: 1000,
}


class HolidayList(QScrollArea):
    """`chosen(key)` when a row is pressed."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._theme, self._texts = theme, texts
        self.rows: dict[uuid.UUID, ActionButton] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        holder = QWidget()
        holder.setObjectName("scrolled")
        self._column = QVBoxLayout(holder)
        self.setWidget(holder)
        self._dress()
        theme.changed.connect(self._dress)

    def set_texts(self, texts: Texts) -> None:
        """Change the language; the page shows the year again."""
        self._texts = texts

    def show_year(self, state: YearState) -> None:
        """Draw the rows anew, keeping the focus on the day it was on."""
        focused = QApplication.focusWidget()
        held = next((key for key, row in self.rows.items() if row is focused), None)
        place = self.verticalScrollBar().value()
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.rows = {}
        for one in state.rows:
            title, line = row_words(self._texts, one)
            row = ActionButton(self._theme, title, icon=ICONS[one.treatment], line=line, height=56)
            row.set_chosen(one.key == state.chosen)
            if one.key == state.chosen:
                row.setAccessibleName(f"{title}, {self._texts.text('holidays.chosen')}")
            row.clicked.connect(lambda _checked=False, key=one.key: self.chosen.emit(key))
            row.installEventFilter(self)
            self._column.addWidget(row)
            row.show()
            self.rows[one.key] = row
        if not state.rows:
            text = self._texts.text
            self._column.addWidget(
                EmptyState(
                    self._theme,
                    "calendar",
                    text("holidays.empty", year=state.year),
                    text("holidays.empty_line")
                    if state.missing is not None
                    else text("holidays.import_none", year=state.year),
                )
            )
        self._column.addStretch(1)
        self.verticalScrollBar().setValue(place)
        if held in self.rows:
            self.rows[held].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_row(self, key: uuid.UUID | None) -> None:
        """Bring a row into sight."""
        if key in self.rows:
            self.ensureWidgetVisible(self.rows[key], 8, self._theme.px(70))

    def take_focus(self, key: uuid.UUID | None = None) -> bool:
        """Put the focus on a row, else on the first; False where there is none."""
        row = self.rows.get(key) if key is not None else None
        row = row or next(iter(self.rows.values()), None)
        if row is None:
            return False
        row.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(row, 8, self._theme.px(70))
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Qt's buttons keep the arrow keys to themselves, and would walk out of the list with them.
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        rows, step = list(self.rows.values()), _STEPS.get(event.key())
        if step is None or watched not in rows:
            return False
        target = rows[min(max(rows.index(watched) + step, 0), len(rows) - 1)]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(target, 8, self._theme.px(70))
        return True

    def _dress(self) -> None:
        edge = self._theme.px(6)
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(self._theme.px(8))

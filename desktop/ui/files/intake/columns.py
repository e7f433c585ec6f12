"""Where checklist, applicant and outcome stand: two columns that scroll each for itself, or one for all."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.files.intake.checklist import Checklist
from desktop.ui.files.intake.outcome_card import OutcomeCard
from desktop.ui.files.intake.person_card import PersonCard
from desktop.ui.theme import Theme


def scrolling() -> QScrollArea:
    """An area that scrolls up and down only, on its parent's ground."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    return area


class FormColumns(QWidget):
    """The form's three cards in the room there is."""

    def __init__(self, theme: Theme, checklist: Checklist, person: PersonCard, outcome: OutcomeCard) -> None:
        super().__init__()
        self._theme, self._layout, self._low = theme, "", False
        self.checklist, self.person, self.outcome = checklist, person, outcome
        self.person_area, self.one_area = scrolling(), scrolling()
        self._right = QWidget()
        self._right_column = QVBoxLayout(self._right)
        self._right_column.setContentsMargins(0, 0, 0, 0)
        self._right_column.addWidget(self.person_area, 1)
        holder = QWidget()
        holder.setObjectName("scrolled")
        self._one_column = QVBoxLayout(holder)
        self.one_area.setWidget(holder)
        self._across = QHBoxLayout(self)
        self._across.addWidget(self._right)
        self._across.addWidget(self.one_area, 1)
        self.fit(layout="two", low=False)

    def fit(self, *, layout: str, low: bool) -> None:
        """Fit "two", "narrow" or "one" column; `low` where the window is low."""
        if (layout == "one") != (self._layout == "one") or not self._layout:
            self._place(one=layout == "one")
        self._layout, self._low = layout, low
        for part in (self.checklist, self.person, self.outcome):
            part.fit(layout=layout, low=low)
        self._dress()

    def _place(self, *, one: bool) -> None:
        for part in (self.checklist, self.person, self.outcome):
            for layout in (self._across, self._one_column, self._right_column):
                layout.removeWidget(part)
        if self.person_area.widget() is self.person:
            self.person_area.takeWidget()
        self.checklist.set_scrolling(not one)
        if one:
            for part in (self.checklist, self.person, self.outcome):
                self._one_column.addWidget(part)
        else:
            self._across.insertWidget(0, self.checklist, 1)
            self.person_area.setWidget(self.person)
            self._right_column.addWidget(self.outcome)
        for part in (self.checklist, self.person, self.outcome):
            part.show()
        self._right.setVisible(not one)
        self.one_area.setVisible(one)

    def _dress(self) -> None:
        theme, one = self._theme, self._layout == "one"
        side, edge = theme.px(20), theme.px(12 if self._low else 16)
        self._across.setContentsMargins(*((0, 0, 0, 0) if one else (side, edge, side, edge)))
        self._across.setSpacing(theme.px(16))
        small = theme.px(8)
        self._one_column.setContentsMargins(small, small, small, small)
        self._one_column.setSpacing(theme.px(12))
        self._right_column.setSpacing(theme.px(12 if self._low else 16))
        self._right.setFixedWidth(theme.px(400 if self._layout == "two" else 340))

"""The closing page: what was given out to whom, and the invitation to the survey. Passive."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.files.handover.state import DoneScene
from desktop.ui.files.handover.words import say
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import Card, IconLabel, IconText, Label, PrimaryButton


class DoneCard(QWidget):
    """A card in the middle, with the one button that ends it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*(theme.px(24),) * 4)
        card = Card(theme, padding=None)
        column = QVBoxLayout(card)
        column.setContentsMargins(*(theme.px(32),) * 4)
        column.setSpacing(theme.px(12))
        centre = Qt.AlignmentFlag.AlignHCenter
        self.icon = IconLabel(theme, "check-circle", 48, "state:done")
        self.title = Label(theme, "", "title", "state:done", wrap=True, align=centre)
        self.lines = Label(theme, "", "body", wrap=True, align=centre)
        self.survey = IconText(theme, "star", "", "label", "accent-text", wrap=True)
        self.button = PrimaryButton(theme, icon="tick")
        column.addWidget(self.icon, 0, centre)
        column.addWidget(self.title)
        column.addWidget(self.lines)
        survey = QHBoxLayout()
        survey.addStretch(1)
        survey.addWidget(self.survey, 4)
        survey.addStretch(1)
        column.addLayout(survey)
        column.addSpacing(theme.px(8))
        column.addWidget(self.button)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 3)
        middle.addStretch(1)
        outer.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(2)

    def show_done(self, done: DoneScene, texts: Texts) -> None:
        """Draw it."""
        self.title.setText(say(texts, done.title))
        self.lines.setText("\n".join(say(texts, line) for line in done.lines))
        self.survey.setVisible(done.survey is not None)
        self.survey.set(say(texts, done.survey))

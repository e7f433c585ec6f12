"""The card at the lower right whose frame, words and F2 follow the checklist."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from desktop.ui.files.intake import words
from desktop.ui.files.intake.state import Scene
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import Card, IconText, Label, PrimaryButton


class OutcomeCard(Card):
    """What F2 will do now, and why it was refused."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, padding=None)
        self.look, self._texts = theme, texts
        self._low = self._tight = False
        self.title = IconText(theme, "file", "", "title", icon_size=24, gap=10)
        self.line = Label(theme, "", "body", wrap=True)
        self.notice = IconText(theme, "warning", "", "label", "state:late", wrap=True)
        self.primary = PrimaryButton(theme)
        self.column = QVBoxLayout(self)
        for part in (self.title, self.line, self.notice):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.column.addWidget(self.primary)
        self.notice.hide()
        self._dress_card()
        theme.changed.connect(self._dress_card)

    def set_texts(self, texts: Texts) -> None:
        """Take the words of a language."""
        self._texts = texts

    def show_scene(self, scene: Scene) -> None:
        """Draw the outcome."""
        heading, line, icon, color, _title = words.outcome(self._texts, scene)
        self.title.set(heading, icon, color)
        self.setAccessibleName(heading)
        self.line.setText(line)
        plain = color == "text"
        self.set_colors(frame="border" if plain else color, frame_width=1 if plain else 2)
        self.notice.setVisible(scene.notice is not None)
        self.line.setVisible(not self._tight and (scene.notice is None or not self._low))
        if scene.notice is not None:
            self.notice.set(words.said(self._texts, scene.notice))
        self.primary.set_icon("repeat" if scene.mode == "unsure" else "printer" if scene.prints else "tick")
        self.primary.set_busy(self._texts.text("intake.saving") if scene.mode == "saving" else None)

    def fit(self, *, layout: str, low: bool) -> None:
        """Fit the room."""
        self._low, self._tight = low, low and layout == "narrow"
        self.primary.set_height(60 if low or layout == "one" else None)
        self._dress_card()

    def _dress_card(self) -> None:
        theme = self.look
        side, edge = theme.px(20), theme.px(12 if self._low else 18)
        self.column.setContentsMargins(side, edge, side, edge)
        self.column.setSpacing(theme.px(6 if self._low else 10))

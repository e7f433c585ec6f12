"""Ctrl+F1: theme, text size and language, changed at once and seen at once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.ui.i18n import Texts
from desktop.ui.shell.sheet import Sheet
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, Label

SCALES_PERCENT = (100, 125, 150, 200, 300)


_THEMES = {
    "light": "shell.access.theme_light",
    "dark": "shell.access.theme_dark",
    "black": "shell.access.theme_black",
    "white": "shell.access.theme_white",
}
_LANGUAGES = {"id": "shell.access.language_id", "en": "shell.access.language_en"}


class AccessibilityPanel(Sheet):
    """Asks for a look; it sets the theme itself and says so, for the settings to be kept."""

    theme_chosen = Signal(str)
    scale_chosen = Signal(float)
    language_chosen = Signal(str)

    def __init__(self, window: QWidget, theme: Theme, texts: Texts) -> None:
        super().__init__(window, theme, texts, texts.text("shell.access.title"), width=640)
        self._look = theme
        self._groups: dict[str, dict[str, ActionButton]] = {}
        self._group("theme", texts.text("shell.access.theme"), texts,
                    {name: texts.text(code) for name, code in _THEMES.items()}, columns=2)  # fmt: skip
        self._group("scale", texts.text("shell.access.text_size"), texts,
                    {str(n): f"{n} %" for n in SCALES_PERCENT}, columns=3)  # fmt: skip
        self._group("language", texts.text("shell.access.language"), texts,
                    {name: texts.text(code) for name, code in _LANGUAGES.items()}, columns=2)  # fmt: skip
        self.body.addStretch(1)
        self._language = texts.language
        self._show_chosen()

    def _group(self, name: str, title: str, texts: Texts, choices: dict[str, str], *, columns: int) -> None:
        self.body.addWidget(Label(self._look, title, "heading"))
        grid = QGridLayout()
        grid.setSpacing(self._look.px(8))
        self._groups[name] = {}
        for index, (value, word) in enumerate(choices.items()):
            button = ActionButton(self._look, word)
            button.clicked.connect(lambda _checked=False, v=value: self._choose(name, v))
            grid.addWidget(button, index // columns, index % columns)
            self._groups[name][value] = button
        self.body.addLayout(grid)

    def _choose(self, group: str, value: str) -> None:
        if group == "theme":
            self._look.set(name=value)
            self.theme_chosen.emit(value)
        elif group == "scale":
            self._look.set(scale=int(value) / 100)
            self.scale_chosen.emit(int(value) / 100)
        else:
            self._language = value
            self.language_chosen.emit(value)
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = {
            "theme": self._look.name,
            "scale": str(round(self._look.scale * 100)),
            "language": self._language,
        }
        for group, buttons in self._groups.items():
            for value, button in buttons.items():
                button.set_chosen(value == chosen[group])
                button.set_icon("tick" if value == chosen[group] else None)

"""A panel to choose from: shelves, colleagues, desks; typing narrows the list, a scanned or typed code is taken."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.i18n import Texts
from desktop.ui.shell.sheet import Sheet
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, IconText, Label, TextField


@dataclass(frozen=True, slots=True)
class Choice:
    """One line to choose: ``key`` comes back, ``detail`` stands below its name."""

    key: Hashable
    name: str
    detail: str = ""
    icon: str = "chevron-right"


class PickSheet(Sheet):
    """`picked(key)` of a line; `typed(text)` on Enter in the field where nothing is the only match."""

    picked = Signal(object)
    typed = Signal(str)

    def __init__(self, window: QWidget, theme: Theme, texts: Texts, title: str, field: str,
                 sections: Sequence[tuple[str, Sequence[Choice]]], hint: str = "") -> None:  # fmt: skip
        super().__init__(window, theme, texts, title, width=600)
        self.field = TextField(theme, field, hint=hint)
        self.body.addWidget(self.field)
        self.fault = IconText(theme, "warning", "", "label", "state:late", wrap=True)
        self.fault.hide()
        self.body.addWidget(self.fault)
        self.lines: list[tuple[Choice, ActionButton]] = []
        self._heads: list[tuple[Label, list[ActionButton]]] = []
        for heading, choices in sections:
            if not choices:
                continue
            head = Label(theme, heading, "heading")
            self.body.addWidget(head)
            mine = []
            for one in choices:
                button = ActionButton(theme, one.name, icon=one.icon, line=one.detail,
                                      height=56 if one.detail else 44)  # fmt: skip
                button.clicked.connect(lambda _checked=False, key=one.key: self._pick(key))
                self.body.addWidget(button)
                self.lines.append((one, button))
                mine.append(button)
            self._heads.append((head, mine))
        self.body.addStretch(1)
        self.field.edit.textChanged.connect(self._narrow)
        self.field.submitted.connect(self._enter)

    def _narrow(self, text: str) -> None:
        wanted = text.casefold().split()
        for one, button in self.lines:
            words = f"{one.name} {one.detail}".casefold()
            button.setVisible(all(word in words for word in wanted))
        for head, buttons in self._heads:
            head.setVisible(any(not button.isHidden() for button in buttons))

    def _enter(self) -> None:
        text = self.field.text().strip()
        left = [one for one, button in self.lines if not button.isHidden()]
        if text and len(left) == 1:
            self._pick(left[0].key)
        elif text:
            self.close_sheet()
            self.typed.emit(text)

    def _pick(self, key: Hashable) -> None:
        self.close_sheet()
        self.picked.emit(key)

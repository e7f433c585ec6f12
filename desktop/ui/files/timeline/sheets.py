"""The panels of a file's window: what to do with it instead (F8), and all its papers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from desktop.ui.files.finding import words as files
from desktop.ui.files.timeline import words
from desktop.ui.files.timeline.side import fill_papers
from desktop.ui.files.timeline.state import Decision, Item, Move, Scene
from desktop.ui.i18n import Texts
from desktop.ui.shell.sheet import Sheet
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, IconText, Label, PrimaryButton, TextField

MAX_NOTE = 500


class OptionButton(ActionButton):
    """One of several answers, chosen or not; a group of them is made exclusive by a QButtonGroup."""

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__(theme, title[:1].upper() + title[1:], icon="chevron-right", height=40)
        self.setCheckable(True)
        self.toggled.connect(self._show)

    def _show(self, chosen: bool) -> None:
        self.set_chosen(chosen)
        self.set_icon("tick" if chosen else "chevron-right")


class MovesSheet(Sheet):
    """F8: return, refuse, cancel or send back, as far as the state and the roles allow; `chosen(Move)`."""

    chosen = Signal(object)

    def __init__(self, window: QWidget, theme: Theme, texts: Texts, scene: Scene) -> None:
        title = texts.text("timeline.decide_title", number=files.unbroken(scene.number))
        super().__init__(window, theme, texts, title, width=520)
        self.moves: dict[str, ActionButton] = {}
        for move in scene.moves:
            code, icon = words.MOVES[move.action]
            button = ActionButton(
                theme, texts.text(code), icon=icon, line=texts.text(words.MOVE_LINES[move.action]), height=60
            )
            button.clicked.connect(lambda _checked=False, m=move: self._choose(m))
            self.body.addWidget(button)
            self.moves[move.action] = button
        self.body.addStretch(1)

    def _choose(self, move: Move) -> None:
        self.close_sheet()
        self.chosen.emit(move)


class ReasonSheet(Sheet):
    """Why, with a note; of a return also what is missing. `decided(Decision)`; Ctrl+Enter confirms."""

    decided = Signal(object)

    def __init__(self, window: QWidget, theme: Theme, texts: Texts, scene: Scene, move: Move) -> None:
        code, icon = words.MOVES[move.action]
        super().__init__(
            window,
            theme,
            texts,
            texts.text(words.MOVE_TITLES[move.action], number=files.unbroken(scene.number)),
            width=600,
        )
        self._move, self._texts = move, texts
        self.reasons: dict[str, OptionButton] = {}
        self.steps: dict[int, OptionButton] = {}
        self.items: dict[Item, OptionButton] = {}
        self._group, self._where = QButtonGroup(self), QButtonGroup(self)
        self.body.addWidget(Label(theme, texts.text("timeline.reason"), "label"))
        for reason in move.reasons:
            radio = OptionButton(theme, words.reason(texts, reason) or reason)
            self._group.addButton(radio)
            self.body.addWidget(radio)
            self.reasons[reason] = radio
        if move.action == "send_back" and len(scene.send_back) > 1:
            self.body.addWidget(Label(theme, texts.text("timeline.send_back_to"), "label"))
            for number, label in reversed(scene.send_back):
                radio = OptionButton(theme, files.named(texts, label))
                radio.setChecked(not self.steps)
                self._where.addButton(radio)
                self.body.addWidget(radio)
                self.steps[number] = radio
        if move.action == "return" and scene.items:
            self.body.addWidget(Label(theme, texts.text("timeline.missing"), "label"))
            for item in scene.items:
                box = OptionButton(theme, files.named(texts, item.label))
                self.body.addWidget(box)
                self.items[item] = box
        self.note = TextField(theme, texts.text("timeline.note"))
        self.note.edit.setMaxLength(MAX_NOTE)
        self.body.addWidget(self.note)
        self.fault = IconText(theme, "warning", "", "label", "state:late", wrap=True)
        self.fault.hide()
        self.body.addWidget(self.fault)
        self.body.addStretch(1)
        back = self.add_button(ActionButton(theme, texts.text("shell.cancel")))
        back.clicked.connect(lambda _checked=False: self.close_sheet())
        self.confirm = self.add_button(
            PrimaryButton(theme, texts.text(code), icon=icon, key="Ctrl+Enter", small=True)
        )
        self.confirm.clicked.connect(lambda _checked=False: self._confirm())

    def _confirm(self) -> None:
        reason = next((name for name, radio in self.reasons.items() if radio.isChecked()), None)
        if reason is None and self.reasons:
            self.fault.set(self._texts.text("timeline.choose_reason"))
            self.fault.show()
            next(iter(self.reasons.values())).setFocus()
            return
        target = next((number for number, radio in self.steps.items() if radio.isChecked()), None)
        missing = tuple(item for item, box in self.items.items() if box.isChecked())
        note = self.note.text().strip()
        self.close_sheet()
        self.decided.emit(Decision(self._move.action, reason, note, missing, target))


class PapersSheet(Sheet):
    """All papers of the file, each printed again by its button."""

    print_again = Signal(object)

    def __init__(self, window: QWidget, theme: Theme, texts: Texts, scene: Scene) -> None:
        super().__init__(window, theme, texts, texts.text("timeline.papers"), width=600)
        self.again = fill_papers(theme, texts, self.body, scene.papers, self.print_again)
        self.body.addStretch(1)

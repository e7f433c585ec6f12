"""The form of one day: date, names, kind, what the office does, hours of a limited day; passive."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.admin.holidays_state import KINDS, TREATMENTS, Form
from desktop.ui.admin.holidays_words import FIELD_CODES, KIND_CODES, TREATMENT_CODES
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, Label, TextField

_MAX_LENGTH = {"day": 20, "opens": 5, "closes": 5, "name_id": 120, "name_en": 120, "legal_basis": 120}
_STEPS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Choices(QWidget):
    """A few values side by side, one of them chosen; arrow keys move and choose. `changed(value)`."""

    changed = Signal(str)

    def __init__(self, theme: Theme, values: tuple[str, ...]) -> None:
        super().__init__()
        self._theme, self.value, self._chosen_word = theme, values[0], ""
        self.label = Label(theme, "", "label")
        self.buttons = {value: ActionButton(theme) for value in values}
        self._row = QHBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.label)
        self._column.addLayout(self._row)
        for value, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, value=value: self.choose(value))
            button.installEventFilter(self)
            self._row.addWidget(button, 1)
        self._dress()
        theme.changed.connect(self._dress)

    def set_words(self, label: str, words: dict[str, str], chosen: str) -> None:
        """The words of label and values, and the word for the chosen one that a screen reader says."""
        self.label.setText(label)
        self._chosen_word = chosen
        for value, button in self.buttons.items():
            button.set_title(words[value])
        self._show()

    def choose(self, value: str) -> None:
        """Choose a value; `changed` is emitted where it is another."""
        other = value != self.value
        self.value = value
        self._show()
        if other:
            self.changed.emit(value)

    def _show(self) -> None:
        for value, button in self.buttons.items():
            button.set_chosen(value == self.value)
            said = [self.label.text(), button.text(), self._chosen_word if value == self.value else ""]
            button.setAccessibleName(", ".join(word for word in said if word))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Qt's buttons keep the arrow keys to themselves: they only move the focus with them.
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        step = _STEPS.get(event.key())
        if step is None:
            return False
        values = list(self.buttons)
        value = values[(values.index(self.value) + step) % len(values)]
        self.choose(value)
        self.buttons[value].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _dress(self) -> None:
        self._column.setSpacing(self._theme.px(6))
        self._row.setSpacing(self._theme.px(8))


class HolidayForm(QScrollArea):
    """The fields; `submitted` when Enter is pressed in one."""

    submitted = Signal()

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._theme, self._texts = theme, texts
        self._key: uuid.UUID | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.fields = {name: TextField(theme, " ") for name in _MAX_LENGTH}
        for name, field in self.fields.items():
            field.edit.setMaxLength(_MAX_LENGTH[name])
            field.submitted.connect(self.submitted)
        self.kind, self.treatment = Choices(theme, KINDS), Choices(theme, TREATMENTS)
        self.hours = QWidget()
        self._pair = QHBoxLayout(self.hours)
        self._pair.setContentsMargins(0, 0, 0, 0)
        self._pair.addWidget(self.fields["opens"], 1, Qt.AlignmentFlag.AlignTop)
        self._pair.addWidget(self.fields["closes"], 1, Qt.AlignmentFlag.AlignTop)
        self.treatment.changed.connect(lambda value: self.hours.setVisible(value == "limited"))
        holder = QWidget()
        holder.setObjectName("scrolled")
        self._column = QVBoxLayout(holder)
        for part in (
            self.fields["day"],
            self.fields["name_id"],
            self.treatment,
            self.hours,
            self.kind,
            self.fields["name_en"],
            self.fields["legal_basis"],
        ):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.setWidget(holder)
        self.set_texts(texts)
        self._dress()
        theme.changed.connect(self._dress)

    def set_texts(self, texts: Texts) -> None:
        """Change the language; what was typed stays."""
        self._texts = texts
        text = texts.text
        for name, field in self.fields.items():
            words = text(FIELD_CODES[name])
            field.label.setText(words)
            field.edit.setAccessibleName(words)
        self.fields["opens"].hint.setText(text("holidays.hours_hint"))
        chosen = text("holidays.chosen")
        for choices, label, codes in (
            (self.kind, "holidays.kind_label", KIND_CODES),
            (self.treatment, "holidays.treatment_label", TREATMENT_CODES),
        ):
            choices.set_words(text(label), {value: text(code) for value, code in codes.items()}, chosen)

    def fill(self, form: Form) -> None:
        """Put a day into the fields."""
        self._key = form.key
        for name, field in self.fields.items():
            field.edit.setText(getattr(form, name))
            field.set_fault(None)
        self.fields["opens"].hint.show()
        self.kind.choose(form.kind)
        self.treatment.choose(form.treatment)
        self.hours.setVisible(form.treatment == "limited")
        self.verticalScrollBar().setValue(0)

    def filled(self) -> Form:
        """What the fields hold now."""
        return Form(
            self._key,
            kind=self.kind.value,
            treatment=self.treatment.value,
            **{name: field.text().strip() for name, field in self.fields.items()},
        )

    def show_fault(self, name: str, words: str) -> None:
        """Say at a field what is wrong with it, and put the cursor there."""
        field = self.fields[name]
        field.set_fault(words)
        field.hint.hide()  # what is wrong takes its place

        def into_sight() -> None:
            self.ensureWidgetVisible(field.fault, 8, 8)
            self.ensureWidgetVisible(field.edit, 8, 8)

        QTimer.singleShot(0, self, into_sight)  # the words have no place until the layout has seen them
        field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        field.edit.selectAll()

    def set_read_only(self, read_only: bool) -> None:
        """For whoever may look and not change."""
        for field in self.fields.values():
            field.edit.setReadOnly(read_only)
        self.kind.setEnabled(not read_only)
        self.treatment.setEnabled(not read_only)

    def focusNextPrevChild(self, next: bool) -> bool:
        moved = super().focusNextPrevChild(next)
        target = QApplication.focusWidget()
        if target is not None and self.isAncestorOf(target):
            self.ensureWidgetVisible(target, 8, self._theme.px(40))
        return moved

    def _dress(self) -> None:
        edge = self._theme.px(6)
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(self._theme.px(12))
        self._pair.setSpacing(self._theme.px(12))

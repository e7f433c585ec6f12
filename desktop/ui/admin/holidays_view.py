"""The page "Hari libur": a year's days at the left, the form of one day at the right; passive."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.admin.holidays_form import HolidayForm
from desktop.ui.admin.holidays_list import HolidayList
from desktop.ui.admin.holidays_state import Form, Line, YearState
from desktop.ui.admin.holidays_words import sentence
from desktop.ui.commands import CommandSet
from desktop.ui.i18n import Texts
from desktop.ui.shell.page import Page
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, Card, IconText, Label, PrimaryButton, SecondaryButton

_FORM_WIDTH = {"two": 470, "narrow": 380}


class HolidaysPage(Page):
    """Draws what it is given; says what was pressed.

    Signals:
        turned(years), chosen(key), beginning, saving(form), removing, importing.
    """

    turned = Signal(int)
    chosen = Signal(object)
    beginning = Signal()
    saving = Signal(object)
    removing = Signal()
    importing = Signal()

    def __init__(self, theme: Theme, texts: Texts, *, may_edit: bool = True) -> None:
        super().__init__(theme, texts)
        self.presenter: object = None
        self._may_edit, self._year, self._layout_class = may_edit, YearState(0), "two"
        self._form_in_front = False
        self._asked = False
        self.heading = Label(theme, "", "title")
        self.summary = Label(theme, "", "body", "muted")
        self.earlier = ActionButton(theme, icon="arrow-left", accessible_name=" ", height=40)
        self.later = ActionButton(theme, icon="arrow-right", accessible_name=" ", height=40)
        self.earlier.clicked.connect(lambda _checked=False: self._turn(-1))
        self.later.clicked.connect(lambda _checked=False: self._turn(1))
        self.new = SecondaryButton(theme, " ")
        self.national = ActionButton(theme, " ")
        self.close_button = ActionButton(theme, icon="x", key="Esc", accessible_name=" ")
        self.message = IconText(theme, "info", "", "label", "accent-text", wrap=True)
        self.message.hide()
        self.list = HolidayList(theme, texts)
        self.list.chosen.connect(self.chosen)
        self.list_card = Card(theme, padding=None)
        self._list_column = QVBoxLayout(self.list_card)
        self._list_column.addWidget(self.list)
        self.form_card = Card(theme, padding=None)
        self.form_title = Label(theme, "", "heading")
        self.back = ActionButton(theme, " ", icon="arrow-left", height=40)
        self.back.clicked.connect(lambda _checked=False: self._show_list())
        self.form = HolidayForm(theme, texts)
        self.form.set_read_only(not may_edit)
        self.form.submitted.connect(self._save)
        self.save = PrimaryButton(theme, " ", small=True)
        self.remove = ActionButton(theme, " ")
        self._build()
        self._words()
        self._dress()
        theme.changed.connect(self._dress)

    def _build(self) -> None:
        self.head = QWidget()
        self._head = QHBoxLayout(self.head)
        self._head.setContentsMargins(0, 0, 0, 0)
        for part in (self.earlier, self.heading, self.later):
            self._head.addWidget(part)
        self._head.addWidget(self.summary, 1)
        self._tools = QHBoxLayout()
        self._tools.addWidget(self.national)
        self._tools.addWidget(self.new)
        self._tools.addWidget(self.close_button)
        self._head.addLayout(self._tools)
        form_head = QHBoxLayout()
        form_head.addWidget(self.form_title, 1)
        form_head.addWidget(self.back)
        self._form_column = QVBoxLayout(self.form_card)
        self._form_column.addLayout(form_head)
        self._form_column.addWidget(self.form, 1)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.save, 1)
        self._foot.addWidget(self.remove, 1)
        self._form_column.addLayout(self._foot)
        self._cards = QHBoxLayout()
        self._cards.addWidget(self.list_card, 1)
        self._cards.addWidget(self.form_card)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.head)
        self._column.addWidget(self.message)
        self._column.addLayout(self._cards, 1)

    # the page's keys

    def bind(self, commands: CommandSet) -> None:
        """F2 saves, Ctrl+N begins a new day, F4 takes the national table, F8 removes."""
        commands.bind("page.primary", self._save, self._why_not_edit)
        commands.bind("page.new", self._begin, self._why_not_edit)
        commands.bind("page.second", self.importing.emit, self._why_not_import)
        commands.bind("page.refuse", self._remove, self._why_not_remove)
        for command, button in (
            ("page.primary", self.save),
            ("page.new", self.new),
            ("page.second", self.national),
            ("page.refuse", self.remove),
        ):
            commands.add_button(command, button)
        commands.add_button("page.back", self.close_button, dress=False)
        self.national.set_icon("arrow-down")
        self._titles()

    def _titles(self) -> None:
        if not hasattr(self, "commands"):
            return
        text = self.texts.text
        self.commands.set_title("page.primary", text("holidays.save"))
        self.commands.set_title("page.new", text("holidays.new"))
        self.commands.set_title("page.second", text("holidays.import"))
        sure = "holidays.remove_sure" if self._asked else "holidays.remove"
        self.commands.set_title("page.refuse", text(sure))
        self.commands.refresh()

    def _why_not_edit(self) -> str | None:
        return None if self._may_edit else self.texts.text("holidays.not_yours")

    def _why_not_import(self) -> str | None:
        if self._year.missing is None and self._year.year:
            return self.texts.text("holidays.import_none", year=self._year.year)
        return self._why_not_edit()

    def _why_not_remove(self) -> str | None:
        if self._year.chosen is None:
            return self.texts.text("holidays.choose_first")
        return self._why_not_edit()

    def _turn(self, years: int) -> None:
        self.message.hide()
        self.turned.emit(years)

    def _save(self) -> None:
        if self._why_not_edit() is None:
            self.saving.emit(self.form.filled())

    def _begin(self) -> None:
        self.beginning.emit()
        self._show_form()

    def _remove(self) -> None:
        # The first press only asks: a holiday is not lost to a slip of the hand.
        if not self._asked:
            self._asked = True
            self._titles()
            return
        self._asked = False
        self.removing.emit()

    # what the presenter shows

    def show_year(self, state: YearState) -> None:
        """Draw a year."""
        new_year, new_day = state.year != self._year.year, state.chosen != self._year.chosen
        self._year = state
        self._asked = False if new_day else self._asked
        self.list.show_year(state)
        if new_day:
            self.list.show_row(state.chosen)
        if new_year:
            self.list.verticalScrollBar().setValue(0)
        self._words()

    def show_form(self, form: Form) -> None:
        """Put a day into the form, and in one column in front of the list."""
        self._asked = False
        self.form.fill(form)
        if form.key is not None:
            self._show_form()

    def show_field_fault(self, field: str, line: Line) -> None:
        """Say at a field what is wrong with it."""
        self.message.hide()
        self._show_form()
        self.form.show_fault(field, sentence(self.texts, line))

    def say(self, line: Line) -> None:
        """What has been done."""
        self._tell(line, "check-circle", "accent-text")

    def show_fault(self, line: Line) -> None:
        """Why it was not done."""
        self._tell(line, "warning", "state:late")

    def _tell(self, line: Line, icon: str, color: str) -> None:
        self.message.set(sentence(self.texts, line), icon, color)
        self.message.show()

    def show_busy(self, busy: bool) -> None:
        """The answer is awaited."""
        self.save.set_busy(self.texts.text("holidays.saving") if busy else None)

    # one column: list or form

    def _show_form(self) -> None:
        self._form_in_front = True
        self._arrange()
        if self.list_card.isHidden() or not self.isVisible() or self._year.chosen is None:
            self.form.fields["day"].edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_list(self) -> None:
        self._form_in_front = False
        self._arrange()
        self.list.take_focus(self._year.chosen)

    def _arrange(self) -> None:
        one = self._layout_class == "one"
        self.list_card.setVisible(not one or not self._form_in_front)
        self.form_card.setVisible(not one or self._form_in_front)
        self.back.setVisible(one)
        # What leaves a narrow window has a key and stands in F10.
        self.head.setVisible(not one or not self._form_in_front)
        self.summary.setVisible(self._layout_class == "two")
        self.national.setVisible(not one)
        width = self.theme.px(_FORM_WIDTH.get(self._layout_class, 0))
        self.form_card.setMinimumWidth(width)
        self.form_card.setMaximumWidth(16_777_215 if one else width)
        pad = self.theme.px(10 if one else 20)
        self._form_column.setContentsMargins(pad, pad, pad, pad)
        self._form_column.setSpacing(self.theme.px(6 if one else 12))
        self._cards.setStretchFactor(self.form_card, 1 if one else 0)

    def set_layout_class(self, name: str) -> None:
        """Two cards side by side, or (one) list or form."""
        self._layout_class = name
        self._arrange()

    def set_texts(self, texts: Texts) -> None:
        """Change the language; what was typed stays."""
        super().set_texts(texts)
        self.form.set_texts(texts)
        self.list.set_texts(texts)
        self.list.show_year(self._year)
        self.message.hide()
        self._words()

    def take_focus(self) -> None:
        """The first day of the list."""
        if not self.list.take_focus(self._year.chosen):
            self.form.fields["day"].edit.setFocus(Qt.FocusReason.TabFocusReason)

    def leave(self) -> None:
        """Esc: from the form back to the list where only one of them is shown, else close."""
        if self._layout_class == "one" and self._form_in_front:
            self._show_list()
        else:
            super().leave()

    def _words(self) -> None:
        text, state = self.texts.text, self._year
        self.heading.setText(text("holidays.of_year", year=state.year) if state.year else "")
        words = [text("holidays.count", count=len(state.rows))]
        if state.missing:
            words.append(text("holidays.missing", count=state.missing))
        self.summary.setText(" · ".join(words))
        for button, code in (
            (self.earlier, "holidays.earlier"),
            (self.later, "holidays.later"),
            (self.close_button, "shell.close"),
        ):
            button.setAccessibleName(text(code))
            button.setToolTip(text(code))
        self.back.set_title(text("holidays.back_to_list"))
        new = self._year.chosen is None
        self.form_title.setText(text("holidays.form_new" if new else "holidays.form_change"))
        self._titles()

    def _dress(self) -> None:
        theme = self.theme
        pad = theme.px(20)
        self._column.setContentsMargins(pad, theme.px(16), pad, theme.px(16))
        self._column.setSpacing(theme.px(12))
        self._head.setSpacing(theme.px(12))
        self._tools.setSpacing(theme.px(12))
        self._cards.setSpacing(theme.px(16))
        self._list_column.setContentsMargins(*(theme.px(10),) * 4)
        self._foot.setSpacing(theme.px(12))
        self._arrange()

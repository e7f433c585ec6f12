"""The panels of the counter: a call out of turn, hold, transfer, services, note, break, the whole list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedWidget, QWidget

from desktop.ui.counter import words
from desktop.ui.counter.rows import RowsView
from desktop.ui.counter.state import Option, Question, Row, Scene, until_of
from desktop.ui.i18n import Texts
from desktop.ui.shell.sheet import Sheet
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, IconText, Label, PrimaryButton, TextField


class CallSheet(Sheet):
    """Is this person to be called now? `called`, `returned`; Ctrl+Enter calls."""

    called = Signal()
    returned = Signal()

    def __init__(self, window: QWidget, theme: Theme, texts: Texts, question: Question) -> None:
        row = question.row
        code = "counter.ask_title" if question.can_call else "counter.where_title"
        super().__init__(window, theme, texts, texts.text(code, number=row.number), width=600)
        self.confirm: ActionButton | None = None
        self.body.addWidget(Label(theme, row.service.words(texts.language), "heading", wrap=True))
        state = words.state_word(texts, row.state)
        if row.state == "waiting":
            state = words.waited(texts, row.waited_min)
        if question.place and row.state in ("called", "serving", "done"):
            state = texts.text("counter.state_at", state=state, counter=question.place)
        icon = theme.state(row.state).icon
        self.body.addWidget(IconText(theme, icon, state, "body", "muted", wrap=True))
        if row.klass == "priority":
            line = words.priority(texts, row.priority_reason)
            self.body.addWidget(IconText(theme, "heart", line, "label", "state:priority"))
        if row.state in ("hold", "no_show") and (line := words.held_line(texts, row)):
            self.body.addWidget(IconText(theme, "info", line, "body", "muted", wrap=True))
        for line in self._consequences(texts, question):
            self.body.addWidget(IconText(theme, "info", line, "label", "accent-text", wrap=True))
        self.body.addStretch(1)
        back = self.add_button(ActionButton(theme, texts.text("shell.cancel")))
        back.clicked.connect(lambda _checked=False: self.close_sheet())
        if row.state in ("hold", "no_show"):
            again = self.add_button(ActionButton(theme, texts.text("counter.return"), icon="repeat"))
            again.clicked.connect(lambda _checked=False: self._go(self.returned))
        if question.can_call:
            self.confirm = self.add_button(
                PrimaryButton(
                    theme, texts.text("counter.call"), icon="megaphone", key="Ctrl+Enter", small=True
                )
            )
            self.confirm.clicked.connect(lambda _checked=False: self._go(self.called))

    @staticmethod
    def _consequences(texts: Texts, question: Question) -> list[str]:
        lines = []
        if (
            question.can_call
            and question.overtakes
            and not question.is_next
            and question.row.state == "waiting"
        ):
            lines.append(texts.text("counter.ask_overtakes", count=question.overtakes))
        if question.can_call and question.finishes:
            lines.append(texts.text("counter.call_closes", number=question.finishes) + ".")
        if not question.can_call and question.row.state in ("waiting", "hold", "no_show"):
            lines.append(texts.text("counter.why_not.called_waits"))
        return lines

    def _go(self, signal: object) -> None:
        self.close_sheet()
        signal.emit()  # type: ignore[attr-defined]  # a bound signal


class HoldSheet(Sheet):
    """Why the ticket is put aside; `chosen(reason, note)`."""

    chosen = Signal(str, str)

    def __init__(self, window: QWidget, theme: Theme, texts: Texts, number: str) -> None:
        super().__init__(window, theme, texts, texts.text("counter.hold_title", number=number), width=520)
        self.reasons: dict[str, ActionButton] = {}
        self.body.addWidget(Label(theme, texts.text("counter.hold_hint"), "body", "muted", wrap=True))
        for reason, code in words.HOLD.items():
            button = ActionButton(theme, texts.text(code), icon="pause")
            button.clicked.connect(lambda _checked=False, r=reason: self._choose(r))
            self.body.addWidget(button)
            self.reasons[reason] = button
        self.note = TextField(theme, texts.text("counter.note_optional"))
        self.note.edit.setMaxLength(500)
        self.body.addWidget(self.note)
        self.body.addStretch(1)

    def _choose(self, reason: str) -> None:
        note = self.note.text().strip()
        self.close_sheet()
        self.chosen.emit(reason, note)


class OptionSheet(Sheet):
    """One of many services, and (for a transfer) counters; typing narrows the list."""

    service = Signal(object)
    counter = Signal(object)

    def __init__(self, window: QWidget, theme: Theme, texts: Texts, title: str, services: Sequence[Option],
                 counters: Sequence[Option] = (), hint: str = "") -> None:  # fmt: skip
        super().__init__(window, theme, texts, title, width=640)
        self.options: list[tuple[str, ActionButton]] = []
        if hint:
            self.body.addWidget(IconText(theme, "info", hint, "label", "accent-text", wrap=True))
        self.search = TextField(theme, texts.text("counter.search"))
        self.body.addWidget(self.search)
        if counters:
            self.body.addWidget(Label(theme, texts.text("counter.to_counter"), "heading"))
        for one in counters:
            name = texts.text("counter.title", counter=one.name.words(texts.language))
            detail = one.detail.words(texts.language)
            self._add(theme, name, detail, detail, "desk", one, self.counter)
        if counters:
            self.body.addWidget(Label(theme, texts.text("counter.to_service"), "heading"))
        for one in services:
            group = line = one.detail.words(texts.language)
            if one.counters:
                line = texts.text("counter.service_at", group=group, counters=", ".join(one.counters))
            elif group:
                line = texts.text("counter.service_nowhere", group=group)
            self._add(theme, one.name.words(texts.language), line, group, "file", one, self.service)
        self.nothing = Label(theme, texts.text("counter.search_none"), "body", "muted", wrap=True)
        self.nothing.hide()
        self.body.addWidget(self.nothing)
        self.body.addStretch(1)
        self.search.edit.textChanged.connect(self._narrow)
        self.search.submitted.connect(self._first)

    def _add(
        self, theme: Theme, name: str, line: str, group: str, icon: str, one: Option, signal: object
    ) -> None:
        button = ActionButton(theme, name, icon=icon, line=line, height=56)
        button.clicked.connect(lambda _checked=False: self._choose(signal, one))
        self.body.addWidget(button)
        self.options.append((f"{name} {group}".casefold(), button))

    def _narrow(self, text: str) -> None:
        wanted = text.casefold().split()
        for name, button in self.options:
            button.setVisible(all(word in name for word in wanted))
        self.nothing.setVisible(not any(button.isVisibleTo(self) for _name, button in self.options))

    def _first(self) -> None:
        for _name, button in self.options:
            if button.isVisibleTo(self):
                button.setFocus()
                return

    def _choose(self, signal: object, one: Option) -> None:
        self.close_sheet()
        signal.emit(one.key)  # type: ignore[attr-defined]  # a bound signal


class NoteSheet(Sheet):
    """A note on the ticket; `saved(text)`; Ctrl+Enter saves."""

    saved = Signal(str)

    def __init__(self, window: QWidget, theme: Theme, texts: Texts, number: str, note: str) -> None:
        super().__init__(window, theme, texts, texts.text("counter.note_title", number=number), width=560)
        self.edit = QPlainTextEdit(note)
        self.edit.setAccessibleName(texts.text("counter.note_title", number=number))
        self.edit.setTabChangesFocus(True)
        self.edit.setFont(theme.font("body"))
        self.edit.setMinimumHeight(theme.px(140))
        self.body.addWidget(Label(theme, texts.text("counter.note_hint"), "body", "muted", wrap=True))
        self.body.addWidget(self.edit)
        self.confirm = self.add_button(
            PrimaryButton(theme, texts.text("shell.save"), icon="tick", key="Ctrl+Enter", small=True)
        )
        self.confirm.clicked.connect(lambda _checked=False: self._save())

    def _save(self) -> None:
        text = self.edit.toPlainText().strip()[:500]
        self.close_sheet()
        self.saved.emit(text)


class BreakSheet(Sheet):
    """Pause for how long and why, or close; `chosen(reason, minutes)`, `closing`."""

    chosen = Signal(str, int)
    closing = Signal()
    REASONS = ("rest", "prayer", "meeting", "system", "other")
    _CODES = ("counter.break.rest", "counter.break.prayer", "counter.break.meeting", "counter.break.system",
              "counter.break.other")  # fmt: skip

    def __init__(self, window: QWidget, theme: Theme, texts: Texts, scene: Scene) -> None:
        title = texts.text("counter.break_title", counter=scene.counter)
        super().__init__(window, theme, texts, title, width=560)
        self._reason = "rest"
        self.reasons: dict[str, ActionButton] = {}
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for place, (reason, code) in enumerate(zip(self.REASONS, self._CODES, strict=True)):
            button = ActionButton(theme, texts.text(code))
            button.clicked.connect(lambda _checked=False, r=reason: self._set(r))
            self.reasons[reason] = button
            row.addWidget(button)
            if place == 2:
                self.body.addLayout(row)
                row = QHBoxLayout()
                row.setSpacing(theme.px(8))
        self.body.addLayout(row)
        self.body.addWidget(Label(theme, texts.text("counter.break_how_long"), "heading"))
        self.lengths: dict[int, ActionButton] = {}
        for minutes in (15, 30, 60):
            words_for = texts.minutes(minutes * 60)
            if scene.at is not None:
                until = texts.time(until_of(scene.at, minutes))
                words_for = texts.text("counter.break_length", minutes=words_for, time=until)
            button = ActionButton(theme, words_for, icon="cup")
            button.clicked.connect(lambda _checked=False, m=minutes: self._choose(m))
            self.body.addWidget(button)
            self.lengths[minutes] = button
        self.body.addStretch(1)
        self.close_counter = self.add_button(ActionButton(theme, texts.text("counter.close"), icon="door"))
        self.close_counter.clicked.connect(lambda _checked=False: self._close())
        self._set("rest")

    def _set(self, reason: str) -> None:
        self._reason = reason
        for name, button in self.reasons.items():
            button.set_chosen(name == reason)

    def _choose(self, minutes: int) -> None:
        self.close_sheet()
        self.chosen.emit(self._reason, minutes)

    def _close(self) -> None:
        self.close_sheet()
        self.closing.emit()


class ListSheet(Sheet):
    """F11: everybody who waits, is on hold or was missed; it stays live. `picked(ticket id)`."""

    picked = Signal(object)

    def __init__(self, window: QWidget, theme: Theme, texts: Texts) -> None:
        super().__init__(window, theme, texts, texts.text("counter.all_title"), width=720, scroll=False)
        self._texts = texts
        self.tabs: list[ActionButton] = []
        self.lists: list[RowsView] = []
        self.pages = QStackedWidget()
        tabs = QHBoxLayout()
        tabs.setSpacing(theme.px(8))
        for place in range(3):
            tab = ActionButton(theme, icon=("people", "pause", "person-x")[place])
            tab.clicked.connect(lambda _checked=False, p=place: self.show_tab(p))
            tabs.addWidget(tab, 1)
            self.tabs.append(tab)
            rows = RowsView(theme, texts, framed=place == 0)
            rows.picked.connect(self._pick)
            rows.setMinimumHeight(theme.px(380))
            self.pages.addWidget(rows)
            self.lists.append(rows)
        self.body.addLayout(tabs)
        self.body.addWidget(self.pages, 1)
        self.show_tab(0)

    def show_tab(self, place: int) -> None:
        """0 waiting, 1 on hold, 2 missed."""
        self.pages.setCurrentIndex(place)
        for number, tab in enumerate(self.tabs):
            tab.set_chosen(number == place)

    def show_scene(self, scene: Scene) -> None:
        """Draw the lists anew, keeping what is chosen."""
        sets: tuple[tuple[Row, ...], ...] = (scene.rows, scene.held, scene.missed)
        codes = ("counter.tab_waiting", "counter.tab_held", "counter.tab_missed")
        for tab, rows, shown, code in zip(self.tabs, self.lists, sets, codes, strict=True):
            tab.set_title(self._texts.text(code, count=len(shown)))
            rows.show_rows(shown, scene, words.why(self._texts, scene) if rows is self.lists[0] else "")

    def _pick(self, ticket_id: object) -> None:
        self.close_sheet()
        self.picked.emit(ticket_id)

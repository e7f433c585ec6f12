"""A ticket's large number beside what is known of it; part of the card."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.counter import words
from desktop.ui.counter.number import NumberLabel
from desktop.ui.counter.state import Current, Row
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import IconText, Label, Pill


class TicketBlock(QWidget):
    """A large number beside its service and what is known of it; for who is here and for who is next."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._tight = self._bare = False
        self._klass_word = ""
        self.lead = Label(theme, "", "lead", "muted")
        self.number = NumberLabel(theme)
        self.pill = Pill(theme, "serving", "")
        self.service = Label(theme, "", "title", wrap=True)
        self.waited = IconText(theme, "clock", "", "body", "muted", wrap=True)
        self.klass = Pill(theme, "priority", "")
        self.unprinted = IconText(theme, "printer", "", "caption_strong", "state:late", icon_size=17)
        self.needs = IconText(theme, "hand-over", "", "label", "text", wrap=True)
        self.note = IconText(theme, "note", "", "body", "muted", wrap=True)
        self._side = QVBoxLayout()
        self._side.addStretch(1)
        self._pills = QHBoxLayout()
        self._pills.addWidget(self.pill)
        self._pills.addWidget(self.klass)
        self._pills.addStretch(1)
        for part in (self.service, self.waited, self.needs, self.note, self.unprinted):
            self._side.addWidget(part)
        self._side.addStretch(1)
        self._row = QHBoxLayout()
        self._row.addWidget(self.number)
        self._row.addLayout(self._side, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.lead)
        column.addLayout(self._row)
        self._column = column
        self._dress()
        theme.changed.connect(self._dress)

    def set_layout(self, *, beside: bool, tight: bool, role: str, factor: float, bare: bool) -> None:
        """Set the number's size, and how much stands beside it.

        beside: the pills come before the service, else after the wait; tight: a line less; bare: pills only.
        """
        self.number.set_size(role, factor)
        self._tight, self._bare = tight, bare
        self._side.removeItem(self._pills)
        self._side.insertLayout(1 if beside else 3, self._pills)
        self.pill.setVisible(beside)

    def all_words(self) -> str:
        """What stands beside the number where there is room for it."""
        parts = [
            self.service.text(),
            self._klass_word,
            self.waited.text(),
            self.needs.text(),
            self.note.text(),
        ]
        return "\n".join(part for part in parts if part)

    def show_current(self, texts: Texts, current: Current) -> None:
        """Who is called or served."""
        self.lead.hide()
        self.number.set_number(current.number)
        self.service.setText(current.service.words(texts.language))
        self.waited.set(words.took(texts, current))
        self.waited.setVisible(not (self._tight and current.state == "serving"))
        self._extras(texts, current, current.note)

    def show_next(self, texts: Texts, row: Row) -> None:
        """Who is next."""
        self.lead.setText(texts.text("counter.next_up"))
        self.lead.setVisible(not self._tight)
        self.number.set_number(row.number)
        self.service.setText(row.service.words(texts.language))
        self.waited.set(words.waited(texts, row.waited_min))
        self.waited.show()
        self._extras(texts, row, row.note)

    def _extras(self, texts: Texts, ticket: Current | Row, note: str | None) -> None:
        self.klass.setVisible(ticket.klass != "regular")
        if ticket.klass == "priority":
            self.klass.set_state("priority", words.priority(texts, ticket.priority_reason))
        elif ticket.klass == "appointment":
            self.klass.set_state("booked", texts.text("shell.state.booked"))
        self._klass_word = "" if ticket.klass == "regular" else self.klass.text()
        asked = words.needs(texts, ticket.needs)
        self.service.show()
        self.needs.setVisible(bool(asked))
        self.needs.set(asked)
        self.note.setVisible(bool(note))
        self.note.set(note or "")
        self.unprinted.setVisible(ticket.unprinted and not self._bare)
        if self._bare:
            for part in (self.lead, self.klass, self.service, self.waited, self.needs, self.note):
                part.hide()
        self.unprinted.set(texts.text("counter.unprinted"))

    def _dress(self) -> None:
        self._row.setSpacing(self._theme.px(28))
        self._pills.setSpacing(self._theme.px(8))
        self._side.setSpacing(self._theme.px(6))
        self._column.setSpacing(self._theme.px(10))

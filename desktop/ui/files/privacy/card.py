"""The open person or request of the page "Data pribadi", with what can be done; passive."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.ui.files.privacy import words
from desktop.ui.files.privacy.state import PersonCard, RequestCard, Scene
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, Card, EmptyState, IconText, Label, Pill, PrimaryButton

_ASKS = tuple(words.KINDS)


class OpenCard(Card):
    """`asking(kind)`: a new request of the open person; the other buttons are the page's commands."""

    asking = Signal(str)

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, padding=None)
        self.look, self._texts = theme, texts
        self.title = Label(theme, "", "title", wrap=True)
        self.below = Label(theme, "", "body", "muted", wrap=True)
        self.pill = Pill(theme, "waiting", "")
        self.clock = IconText(theme, "clock", "", "heading", wrap=True)
        self.facts = Label(theme, "", "body", wrap=True)
        self.looks = Label(theme, "", "caption", "muted", wrap=True)
        self.grant = PrimaryButton(theme, " ", icon="tick", small=True)
        self.refuse = ActionButton(theme, " ", icon="x")
        self.print_data = ActionButton(theme, " ", icon="printer")
        self.asks: dict[str, ActionButton] = {}
        self.logged = IconText(theme, "eye", "", "caption", "muted", icon_size=17, wrap=True)
        self.empty = EmptyState(theme, "person")
        self._column = QVBoxLayout(self)
        upper: list[QWidget] = [self.title, self.below, self.pill, self.clock, self.facts, self.looks]
        for part in upper:
            self._column.addWidget(part)
        self.ask = Label(theme, "", "label")
        self._column.addWidget(self.ask)
        self._grid = QGridLayout()
        for place, kind in enumerate(_ASKS):
            button = ActionButton(theme, " ", icon=words.ICONS[kind])
            button.clicked.connect(lambda _checked=False, k=kind: self.asking.emit(k))
            self._grid.addWidget(button, place // 2, place % 2)
            self.asks[kind] = button
        self._column.addLayout(self._grid)
        lower: list[QWidget] = [self.grant, self.refuse, self.print_data, self.logged]
        for part in lower:
            self._column.addWidget(part)
        self._column.addWidget(self.empty, 1)
        self._column.addStretch(1)
        self._dress_card()
        theme.changed.connect(self._dress_card)

    def set_texts(self, texts: Texts) -> None:
        """Change the language; the page shows its scene again."""
        self._texts = texts

    def show_scene(self, scene: Scene) -> None:
        """Draw whoever is open."""
        texts = self._texts
        person, request = scene.person, scene.request
        opened = person is not None or request is not None
        still_open = request is not None and request.line.state == "open"
        always: list[QWidget] = [self.title, self.below, self.facts, self.print_data, self.logged]
        deciding: list[QWidget] = [self.clock, self.grant, self.refuse]
        for part in always:
            part.setVisible(opened)
        for part in deciding:
            part.setVisible(still_open)
        self.pill.setVisible(request is not None)
        self.looks.setVisible(person is not None)
        for part in (self.ask, *self.asks.values()):
            part.setVisible(person is not None)
        self.empty.setVisible(not opened)
        self.empty.set(texts.text("privacy.choose"), texts.text("privacy.choose_how"))
        self.logged.set(texts.text("privacy.logged"))
        if request is not None:
            self._show_request(request)
        elif person is not None:
            self._show_person(person)

    def _show_request(self, card: RequestCard) -> None:
        texts, row = self._texts, card.line
        self.title.setText(words.title(texts, row))
        self.below.setText(row.nik)
        look, code = words.STATES[row.state]
        self.pill.set_state(look, texts.text(code))
        due = texts.text(
            "privacy.due", day=texts.date_weekday(row.due_local.date()), time=texts.time(row.due_local)
        )
        late = row.minutes_left < 0
        self.clock.set(f"{words.clock(texts, row)} · {due}", "warning" if late else "clock",
                       "state:late" if late else "text")  # fmt: skip
        lines = [words.asked(texts, card)] if row.kind == "correction" else []
        lines.append(texts.text(words.EXPLAINED[row.kind]))
        if card.note:
            lines.append(texts.text("privacy.noted", note=card.note))
        if row.decision:
            lines.append(texts.text("privacy.reason_told", reason=row.decision))
        self.facts.setText("\n".join(lines))

    def _show_person(self, card: PersonCard) -> None:
        texts = self._texts
        self.title.setText(card.line.name)
        self.below.setText(words.person(texts, card.line))
        held = [f"{texts.text(code)} ({texts.number(count)})" for code, count in card.held]
        self.facts.setText(f"{texts.text('privacy.held')} {texts.items(held)}.")
        by_tool = texts.text("privacy.look_by_tool")
        looks = [
            f"{texts.date(at.date())}, {texts.time(at)} · {who or by_tool} · {texts.text(why)}"
            for at, who, why in card.looks
        ]
        self.looks.setText("\n".join([texts.text("privacy.looks", count=card.look_count), *looks]))
        self.ask.setText(texts.text("privacy.ask"))
        for kind in _ASKS:
            lifted = kind == "restriction" and card.line.restricted
            self.asks[kind].set_title(texts.text("privacy.lift" if lifted else words.KINDS[kind]))

    def _dress_card(self) -> None:
        theme = self.look
        self._column.setContentsMargins(theme.px(18), theme.px(16), theme.px(18), theme.px(16))
        self._column.setSpacing(theme.px(10))
        self._grid.setSpacing(theme.px(8))

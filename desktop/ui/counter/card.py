"""The left card: who is here or next, the running time against its norm, and the keys of the next steps."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSpacerItem, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.counter import words
from desktop.ui.counter.number import NumberLabel
from desktop.ui.counter.state import Current, Row, Scene
from desktop.ui.counter.strip import DoneStrip
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import (
    ActionButton,
    Card,
    ElidedLabel,
    EmptyState,
    Gauge,
    IconText,
    Label,
    Pill,
    PrimaryButton,
    SecondaryButton,
)

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft


class TicketBlock(QWidget):
    """A large number beside its service and what is known of it; for who is here and for who is next."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
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
        for part in (self.pill, self.service, self.waited, self.klass, self.needs, self.note, self.unprinted):
            self._side.addWidget(part, 0, _LEFT if part in (self.pill, self.klass) else Qt.AlignmentFlag(0))
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

    def set_layout(self, *, one: bool, role: str, factor: float, stacked: bool) -> None:
        """Set the number's size, and (stacked) its words below instead of beside it."""
        self.number.set_size(role, factor)
        self._row.setDirection(
            QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        )
        self.pill.setVisible(one)

    def show_current(self, texts: Texts, current: Current) -> None:
        """Who is called or served."""
        self.lead.hide()
        self.number.set_number(current.number)
        self.service.setText(current.service.words(texts.language))
        self.waited.set(words.took(texts, current))
        self._extras(texts, current, current.note)

    def show_next(self, texts: Texts, row: Row) -> None:
        """Who is next."""
        self.lead.setText(texts.text("counter.next_up"))
        self.lead.show()
        self.number.set_number(row.number)
        self.service.setText(row.service.words(texts.language))
        self.waited.set(words.waited(texts, row.waited_min))
        self._extras(texts, row, row.note)

    def _extras(self, texts: Texts, ticket: Current | Row, note: str | None) -> None:
        self.klass.setVisible(ticket.klass != "regular")
        if ticket.klass == "priority":
            self.klass.set_state("priority", words.priority(texts, ticket.priority_reason))
        elif ticket.klass == "appointment":
            self.klass.set_state("booked", texts.text("shell.state.booked"))
        asked = words.needs(texts, ticket.needs)
        self.needs.setVisible(bool(asked))
        self.needs.set(asked)
        self.note.setVisible(bool(note))
        self.note.set(note or "")
        self.unprinted.setVisible(ticket.unprinted)
        self.unprinted.set(texts.text("counter.unprinted"))

    def _dress(self) -> None:
        self._row.setSpacing(self._theme.px(28))
        self._side.setSpacing(self._theme.px(6))
        self._column.setSpacing(self._theme.px(10))


class CurrentCard(Card):
    """The one largest thing of the window with its one filled button; shows the scene it is given."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, padding=None)
        self.look, self._texts = theme, texts
        self._one = self._low = self._tiny = False
        self.pill = Pill(theme, "serving", "", "large")
        self.at_right = Label(theme, "", "body", "muted", align=_RIGHT)
        self.notice = IconText(theme, "info", "", "label", "accent-text", wrap=True)
        self.block = TicketBlock(theme)
        self.why = Card(theme, padding=None, radius=8, fill="accent-soft", frame="accent-soft")
        self.why_title = IconText(theme, "info", "", "label", "accent-text")
        self.why_text = Label(theme, "", "body", "accent-text", wrap=True)
        why_row = QHBoxLayout(self.why)
        why_row.addWidget(self.why_title)
        why_row.addWidget(self.why_text, 1)
        self._why_row = why_row
        self.timer = Label(theme, "", "timer")
        self.of_norm = ElidedLabel(theme, "", "lead", "muted")
        self.left = IconText(theme, "warning", "", "label", "state:serving")
        self.gauge = Gauge(theme)
        self.empty = EmptyState(theme, button="", key="F12")
        self.strip = DoneStrip(theme)
        self.primary = PrimaryButton(theme)
        self.finish = SecondaryButton(theme, small=False)
        self.no_ticket = ActionButton(theme, kind="large")
        self.keys = {name: ActionButton(theme) for name in (
            "finish", "recall", "list", "hold", "transfer", "no_show", "no_ticket", "break")}  # fmt: skip
        self._build()
        self._dress_card()
        theme.changed.connect(self._dress_card)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.pill)
        head.addStretch(1)
        head.addWidget(self.at_right)
        self._head = QWidget()
        self._head.setLayout(head)
        head.setContentsMargins(0, 0, 0, 0)
        times = QHBoxLayout()
        times.addWidget(self.timer, 0, Qt.AlignmentFlag.AlignBottom)
        times.addWidget(self.of_norm, 1, Qt.AlignmentFlag.AlignBottom)
        times.addWidget(self.left, 0, Qt.AlignmentFlag.AlignBottom)
        self._times = QWidget()
        self._times.setLayout(times)
        times.setContentsMargins(0, 0, 0, 0)
        ticket = QWidget()
        middle = QVBoxLayout(ticket)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(3)
        middle.addWidget(self.block)
        self._why_gap = QSpacerItem(0, 0)
        middle.addItem(self._why_gap)
        middle.addWidget(self.why)
        middle.addStretch(3)
        middle.addWidget(self._times)
        middle.addWidget(self.gauge)
        middle.addStretch(2)
        self._middle, self._times_row, self._head_row = middle, times, head
        self.pages = QStackedWidget()
        self.pages.addWidget(ticket)
        self.pages.addWidget(self.empty)
        self.big = QHBoxLayout()
        self.big.addWidget(self.primary, 7)
        self.big.addWidget(self.finish, 3)
        self.big.addWidget(self.no_ticket, 5)
        self.row = QHBoxLayout()
        for button in self.keys.values():
            self.row.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.addWidget(self._head)
        column.addWidget(self.notice)
        column.addWidget(self.pages, 1)
        column.addWidget(self.strip)
        column.addLayout(self.big)
        column.addLayout(self.row)
        self._column = column

    @property
    def roomy(self) -> bool:
        """Whether there is room for a line above the buttons."""
        return not self._low

    def set_texts(self, texts: Texts) -> None:
        """Take the words of a language."""
        self._texts = texts

    def set_layout(self, *, one: bool, low: bool, tiny: bool, wide: bool, very_low: bool = False) -> None:
        """One column without a frame; low: little height; tiny: 300 %; wide: from 1900 px."""
        self._one, self._low, self._tiny = one, low or one, tiny
        role = "ticket_wide" if wide else "ticket"
        factor = 0.5 if tiny else 0.62 if very_low else 0.72 if self._low else 1.0
        self.block.set_layout(one=self._low, role=role, factor=factor, stacked=tiny)
        self.set_colors(fill="canvas" if one else "surface", frame="canvas" if one else "border")
        self.row.setDirection(QBoxLayout.Direction.TopToBottom if tiny else QBoxLayout.Direction.LeftToRight)
        self.primary.set_height(88 if wide else 60 if very_low else None)
        self.finish.set_height(88 if wide else 60 if very_low else None)
        self.no_ticket.set_height(88 if wide else 60 if very_low else None)
        self._dress_card()

    def show_scene(self, scene: Scene) -> None:
        """Draw the scene."""
        texts = self._texts
        here, idle = scene.current is not None, scene.mode == "idle"
        self._show_head(scene)
        self.notice.setVisible(scene.notice is not None)
        if scene.notice is not None:
            self.notice.set(words.said(texts, scene.notice))
        somebody = here or (idle and bool(scene.rows))
        self.pages.setCurrentIndex(0 if somebody else 1)
        serving = scene.mode == "serving"
        self._times.setVisible(serving)
        self.gauge.setVisible(serving and not self._tiny)
        self.why.setVisible(idle and bool(scene.rows) and not self._tiny)
        if scene.current is not None:
            self.block.show_current(texts, scene.current)
            if serving:
                self._show_times(scene.current)
        elif somebody:
            self.block.show_next(texts, scene.rows[0])
            self.why_title.set(texts.text("counter.why_title", number=scene.rows[0].number))
            self.why_text.setText(words.why(texts, scene, long=True) + ".")
        else:
            self._show_empty(scene)
        self._show_buttons(scene, here, idle)

    def _show_head(self, scene: Scene) -> None:
        texts = self._texts
        state, code = {
            "called": ("called", "shell.state.called"),
            "serving": ("serving", "shell.state.serving"),
            "idle": ("idle", "counter.ready_pill"),
            "break": ("break", "shell.state.break"),
        }.get(scene.mode, ("idle", "shell.loading"))
        word = texts.text(code)
        icon = "check-circle" if scene.mode == "idle" else None
        for pill in (self.pill, self.block.pill):
            if (pill.state, pill.text()) != (state, word):
                pill.set_state(state, word, icon)
        self.block.pill.setVisible(self._low and scene.mode != "idle")
        right = ""
        if scene.current is not None:
            right = words.called(texts, scene.current)
        elif scene.mode == "idle" and scene.free_s is not None:
            right = texts.text("counter.gap", duration=texts.duration(scene.free_s))
        self.at_right.setText(right)
        self._head.setVisible(not self._low or scene.mode == "break")

    def _show_times(self, current: Current) -> None:
        texts = self._texts
        norm = texts.minutes(current.norm_s)
        line, late = words.left(texts, current, short=self._one)
        elapsed = current.elapsed_s or 0
        self.timer.setText(texts.timer(elapsed))
        self.timer.set_color("state:late" if late else "text")
        self.of_norm.setText(texts.text("counter.of_norm", norm=norm))
        self.left.set(line, "warning", "state:late" if late else "state:serving")
        self.left.icon.setVisible(late)
        self.gauge.set_times(elapsed, current.norm_s, norm, line)

    def _show_empty(self, scene: Scene) -> None:
        texts = self._texts
        if scene.mode == "break":
            args = {"counter": scene.counter}
            if scene.break_until is not None:
                args["time"] = texts.time(scene.break_until)
            code = "counter.break_until" if scene.break_until is not None else "counter.on_break"
            self.empty.set(texts.text(code, **args), texts.text("counter.break_hint"), "cup",
                           texts.text("counter.open"))  # fmt: skip
        elif scene.mode == "loading":
            self.empty.set(texts.text("counter.list_loading"), "", "hourglass")
        else:
            self.empty.set(texts.text("counter.nobody_waits"), texts.text("counter.nobody_hint"), "people")

    def _show_buttons(self, scene: Scene, here: bool, idle: bool) -> None:
        on_break = scene.mode in ("break", "loading", "closed")
        title, line, icon = words.primary(self._texts, scene, compact=self._one)
        self.primary.set_title(title)
        self.primary.set_line(line)
        self.primary.set_icon(icon)
        self.primary.setVisible(not on_break)
        self.finish.setVisible(here and not self._one)
        self.no_ticket.setVisible(idle and not self._one)
        shown: set[str] = set()
        if here and not self._one:
            shown = {"recall", "hold", "transfer", "no_show"}
        elif here:
            shown = {"finish", "list", "hold", "no_show" if scene.mode == "called" else "transfer"}
            shown |= {"recall"} if self._tiny else set()
        elif self._one:
            shown = {"list", "no_ticket", "break"} if idle else {"list"}
        for name, button in self.keys.items():
            button.setVisible(name in shown)
        self.keys["list"].set_title(self._texts.text("counter.list_key", count=scene.waiting))

    def _dress_card(self) -> None:
        theme = self.look
        pad = theme.px(0 if self._one else 16 if self._low else 26)
        side = theme.px(0 if self._one else 20 if self._low else 26)
        self._column.setContentsMargins(side, theme.px(6) if self._one else pad, side, pad)
        self._column.setSpacing(theme.px(8 if self._low else 12))
        self._middle.setSpacing(theme.px(6 if self._low else 8))
        self._times_row.setSpacing(theme.px(12))
        # Texts of two sizes on one line: the smaller is lifted by what the larger keeps below its baseline.
        deep = QFontMetrics(theme.font("timer")).descent()
        for label, role in ((self.of_norm, "lead"), (self.left, "label")):
            label.setContentsMargins(0, 0, 0, max(0, deep - QFontMetrics(theme.font(role)).descent()))
        self._why_gap.changeSize(0, theme.px(6 if self._low else 14))
        self._middle.invalidate()
        self.big.setSpacing(theme.px(12))
        self.row.setSpacing(theme.px(8))
        self._why_row.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        self._why_row.setSpacing(theme.px(10))

"""The left card: who is here or next, the running time against its norm, and the keys of the next steps."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QSizePolicy,
    QSpacerItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.counter import words
from desktop.ui.counter.state import Current, Scene
from desktop.ui.counter.strip import DoneStrip
from desktop.ui.counter.ticket_block import TicketBlock
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import (
    ActionButton,
    Card,
    EmptyState,
    Gauge,
    IconText,
    Label,
    Pill,
    PrimaryButton,
    SecondaryButton,
)

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
#: Heights of the body, px at scale 1.0, below which the card gives room away step by step.
LOW, VERY_LOW, TIGHT = 535, 400, 330
ICONS = {"finish": "tick", "recall": "repeat", "list": "people", "hold": "pause", "transfer": "transfer",
         "no_show": "person-x", "no_ticket": "plus", "break": "cup"}  # fmt: skip


class CurrentCard(Card):
    """The one largest thing of the window with its one filled button; shows the scene it is given."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, padding=None)
        self.look, self._texts = theme, texts
        self._one = self._low = self._tiny = self._narrow = self._very_low = False
        self._timer_factor = 1.0
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
        self.of_norm = Label(theme, "", "lead", "muted")
        self.left = IconText(theme, "warning", "", "label", "state:serving")
        self.gauge, self.thin_gauge = Gauge(theme), Gauge(theme, labels=False)
        self.empty = EmptyState(theme, button="", key="F12")
        self.strip = DoneStrip(theme)
        self.below = Label(theme, "", "body", wrap=True)
        self.primary = PrimaryButton(theme)
        self.finish = SecondaryButton(theme, small=False)
        self.check = SecondaryButton(theme, small=False)
        self.no_ticket = ActionButton(theme, kind="large")
        self.keys = {name: ActionButton(theme, icon=icon) for name, icon in ICONS.items()}
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
        middle.addWidget(self.thin_gauge)
        middle.addStretch(2)
        self._middle, self._times_row, self._head_row = middle, times, head
        self.pages = QStackedWidget()
        self.pages.addWidget(ticket)
        self.pages.addWidget(self.empty)
        self.big = QHBoxLayout()
        self.big.addWidget(self.primary, 7)
        self.big.addWidget(self.finish, 3)
        self.big.addWidget(self.check, 3)
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
        column.addWidget(self.below)
        column.addLayout(self.row)
        self._column = column

    @property
    def roomy(self) -> bool:
        """Whether there is room for a line above the buttons."""
        return not self._low

    def set_texts(self, texts: Texts) -> None:
        """Take the words of a language."""
        self._texts = texts

    def set_layout(self, *, one: bool, narrow: bool, wide: bool, tiny: bool, height: float) -> None:
        """Fit the room.

        Args:
            one: one column, without a frame; tiny: 300 %, one button a row.
            narrow: the list beside it shows number and wait only; wide: from 1800 px.
            height: of the body in px at scale 1.0.
        """
        very_low = height < VERY_LOW
        self._one, self._low, self._tiny = one, height < LOW or one, tiny
        self._narrow, self._very_low = narrow, very_low
        wide = wide and not self._low
        factor = 0.44 if tiny else 0.62 if very_low else 0.72 if self._low else 1.0
        self.block.set_layout(
            beside=self._low,
            tight=height < TIGHT,
            role="ticket_wide" if wide else "ticket",
            factor=factor,
            bare=tiny,
        )
        self.set_colors(fill="canvas" if one else "surface", frame="canvas" if one else "border")
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self.row.setDirection(down if tiny else across)
        for button in (self.primary, self.finish, self.check, self.no_ticket):
            button.set_height(88 if wide else 52 if height < TIGHT else 60 if very_low else None)
        self.big.setStretch(3, 3 if narrow else 5)
        self._timer_factor = 0.75 if very_low else 1.0
        self.timer.set_role("timer", self._timer_factor)
        for name, button in self.keys.items():
            button.set_icon(None if one and not tiny else ICONS[name])
            button.set_height(40 if height < TIGHT and not tiny else None)
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
        self._show_page(0 if somebody else 1)
        serving = scene.mode == "serving"
        self._times.setVisible(serving)
        self.gauge.setVisible(serving and not self._very_low and not self._tiny)
        self.thin_gauge.setVisible(serving and self._very_low and not self._tiny)
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
        self.below.setVisible(self._tiny and somebody)
        self.below.setText(self.block.all_words())
        self._show_buttons(scene, here, idle)

    def _show_page(self, place: int) -> None:
        # A stack is as large as its largest page, shown or not: the hidden one must not take room.
        for number in range(self.pages.count()):
            policy = QSizePolicy.Policy.Preferred if number == place else QSizePolicy.Policy.Ignored
            self.pages.widget(number).setSizePolicy(policy, policy)
        self.pages.setCurrentIndex(place)

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
        for gauge in (self.gauge, self.thin_gauge):
            gauge.set_times(elapsed, current.norm_s, norm, line)

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
        title, line, icon = words.primary(self._texts, scene, compact=self._one, narrow=self._narrow)
        self.primary.set_title(title)
        self.primary.set_line(line)
        self.primary.set_icon(icon)
        self.primary.setVisible(not on_break)
        serving = scene.mode == "serving"
        self.finish.setVisible(here and not serving and not self._one)
        self.check.setVisible(serving and not self._one)
        self.no_ticket.setVisible(idle and not self._one)
        shown: set[str] = set()
        if here and not self._one:
            shown = {"recall", "hold", "transfer", "no_show"}
            if serving:
                # Beside F2 stands the file now; finishing alone goes to the row, and whoever is here did come.
                shown = (shown - {"no_show"} if self._narrow else shown) | {"finish"}
        elif here:
            shown = {"finish", "list", "hold", "no_show" if scene.mode == "called" else "transfer"}
            shown |= {"recall"} if self._tiny else set()
        elif self._one:
            shown = {"list", "no_ticket", "break"} if idle else {"list"}
        for name, button in self.keys.items():
            button.setVisible(name in shown)
        texts = self._texts
        self.keys["list"].set_title(texts.text("counter.list_key", count=scene.waiting))
        self.keys["break"].set_title(texts.text("shell.state.break"))
        self.keys["no_ticket"].set_title(texts.text("counter.no_ticket_short"))
        code = "counter.no_ticket_short" if self._narrow else "shell.command.no_ticket"
        self.no_ticket.set_title(texts.text(code))

    def _dress_card(self) -> None:
        theme = self.look
        pad = theme.px(0 if self._one else 12 if self._very_low else 16 if self._low else 26)
        side = theme.px(0 if self._one else 20 if self._low else 26)
        self._column.setContentsMargins(side, theme.px(2) if self._one else pad, side, pad)
        self._column.setSpacing(theme.px(6 if self._very_low else 8 if self._low else 12))
        self._middle.setSpacing(theme.px(2 if self._very_low else 6 if self._low else 8))
        self._times_row.setSpacing(theme.px(12))
        # Texts of two sizes on one line: the smaller is lifted by what the larger keeps below its baseline.
        deep = QFontMetrics(theme.font("timer", factor=self._timer_factor)).descent()
        for label, role in ((self.of_norm, "lead"), (self.left, "label")):
            label.setContentsMargins(0, 0, 0, max(0, deep - QFontMetrics(theme.font(role)).descent()))
        self._why_gap.changeSize(0, theme.px(2 if self._very_low else 6 if self._low else 14))
        self._middle.invalidate()
        self.big.setSpacing(theme.px(12))
        self.row.setSpacing(theme.px(8))
        self._why_row.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        self._why_row.setSpacing(theme.px(10))

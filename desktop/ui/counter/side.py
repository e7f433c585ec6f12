"""The columns at the right: who is next, who is on hold, who was served; and the figures of the day."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.counter import words
from desktop.ui.counter.rows import RowsView
from desktop.ui.counter.state import Row, Scene, Served
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import (
    ActionButton,
    Card,
    ElidedLabel,
    EmptyState,
    IconText,
    Label,
    Line,
    LinkButton,
    Pill,
)

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class NextList(Card):
    """Berikutnya: count, the line, and at the foot who is on hold; `picked(ticket id)`."""

    picked = Signal(object)

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, padding=None)
        self.look, self._texts, self._narrow = theme, texts, False
        self.title = Label(theme, "", "heading")
        self.count = IconText(theme, "clock", "", "body", "muted", elide=True)
        self.list = RowsView(theme, texts)
        self.list.picked.connect(self.picked)
        self.empty = EmptyState(theme, "people")
        self.held = IconText(theme, "pause", "", "body", "text", icon_color="state:hold", gap=12)
        self.all = LinkButton(theme, key="F11")
        self._head, self._foot = QHBoxLayout(), QHBoxLayout()
        self._head.addWidget(self.title)
        self._head.addStretch(1)
        self._head.addWidget(self.count)
        self._foot.addWidget(self.held)
        self._foot.addStretch(1)
        self._foot.addWidget(self.all)
        column = QVBoxLayout(self)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(Line(theme))
        column.addLayout(self._foot)
        self._column = column
        self._dress_list()
        theme.changed.connect(self._dress_list)

    def set_texts(self, texts: Texts) -> None:
        """Take the words of a language."""
        self._texts = texts
        self.list.set_texts(texts)

    def set_narrow(self, narrow: bool) -> None:
        """Narrow: number and wait only."""
        self._narrow = narrow
        self.list.painter.narrow = narrow
        self.list.doItemsLayout()
        self._dress_list()

    def show_scene(self, scene: Scene) -> None:
        """Draw the scene."""
        texts = self._texts
        self.title.setText(texts.text("counter.list_title"))
        if scene.muted and scene.fault is None:
            count = texts.text("counter.list_loading")
        elif not scene.rows:
            count = texts.text("counter.list_none")
        elif self._narrow:
            count = texts.number(scene.waiting)
        else:
            longest = words.short_minutes(texts, scene.longest_min)
            count = texts.text("counter.list_count", count=scene.waiting, minutes=longest)
        self.count.set(count)
        self.list.setVisible(bool(scene.rows))
        # While nobody is here either, the card says it already.
        self.empty.setVisible(not scene.rows)
        if not scene.rows and scene.mode == "idle":
            self.empty.set("", "")
            self.empty.icon.hide()
        elif not scene.rows:
            self.empty.icon.show()
            self.empty.set(texts.text("counter.nobody_waits"), texts.text("counter.nobody_hint"))
        self.list.show_rows(scene.rows, scene, words.why(texts, scene))
        held, missed = len(scene.held), len(scene.missed)
        if held and missed and not self._narrow:
            line = texts.text("counter.held_missed", held=held, missed=missed)
        elif missed and not held:
            line = texts.text("counter.missed_count", count=missed)
        else:
            line = texts.text("counter.held_count", count=held)
        self.held.set(line, "pause" if held or not missed else "person-x")
        self.all.set_title("" if self._narrow else texts.text("counter.see_all"))

    def _dress_list(self) -> None:
        theme = self.look
        self._head.setContentsMargins(theme.px(18), theme.px(14), theme.px(18), theme.px(12))
        self._foot.setContentsMargins(theme.px(18), theme.px(8), theme.px(18), theme.px(8))
        self._column.setContentsMargins(1, 0, 1, 0)


class HeldRow(QWidget):
    """One on hold or missed, with the button that calls it."""

    def __init__(self, theme: Theme, texts: Texts, row: Row) -> None:
        super().__init__()
        self.row = row
        number = Label(theme, row.number, "list_number")
        number.setMinimumWidth(theme.px(74))
        service = ElidedLabel(theme, row.service.words(texts.language), "body")
        line = ElidedLabel(theme, words.held_line(texts, row), "caption", "muted")
        self.button = ActionButton(theme, texts.text("counter.call"), icon="megaphone", height=40)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(service)
        names.addWidget(line)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(18), theme.px(6), theme.px(18), theme.px(6))
        layout.setSpacing(theme.px(10))
        layout.addWidget(number)
        layout.addLayout(names, 1)
        layout.addWidget(self.button)
        self.setMinimumHeight(theme.px(64))


class ServedRow(QWidget):
    """One that ended here: number, service, how it ended, when."""

    def __init__(self, theme: Theme, texts: Texts, one: Served) -> None:
        super().__init__()
        number = Label(theme, one.number, "list_number")
        number.setMinimumWidth(theme.px(74))
        state, code = words.OUTCOMES.get(one.outcome, ("done", "shell.state.done"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(18), theme.px(4), theme.px(18), theme.px(4))
        layout.setSpacing(theme.px(10))
        layout.addWidget(number)
        layout.addWidget(ElidedLabel(theme, one.service.words(texts.language), "body"), 1)
        layout.addWidget(Pill(theme, state, texts.text(code), "small"))
        at = Label(theme, texts.time(one.at), "tabular", "muted", align=_RIGHT)
        at.setMinimumWidth(theme.px(62))
        layout.addWidget(at)
        self.setMinimumHeight(theme.px(52))


class _Titled(Card):
    """A card with a heading, a small word at its right, and rows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, padding=None)
        self.title = Label(theme, "", "heading")
        self.count = Label(theme, "", "body", "muted", align=_RIGHT)
        self.head = QHBoxLayout()
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        self.head.addWidget(self.count)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(0)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addLayout(self.head)
        self.column.addLayout(self.rows)
        self.head.setContentsMargins(theme.px(18), theme.px(14), theme.px(18), theme.px(12))

    def fill(self, theme: Theme, widgets: list[QWidget]) -> None:
        """Show these rows, each under a hairline."""
        while self.rows.count():
            widget = self.rows.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for widget in widgets:
            self.rows.addWidget(Line(theme))
            self.rows.addWidget(widget)


class SideColumn(QWidget):
    """The third column from 1900 px: on hold and missed, last served; `picked(ticket id)`."""

    picked = Signal(object)

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._theme, self._texts = theme, texts
        self.held, self.served = _Titled(theme), _Titled(theme)
        self.until = IconText(theme, "repeat", "", "body", "muted", wrap=True)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.until, 1)
        self._foot.setContentsMargins(theme.px(18), theme.px(12), theme.px(18), theme.px(12))
        self._rule = Line(theme)
        self.served.column.addStretch(1)
        self.served.column.addWidget(self._rule)
        self.served.column.addLayout(self._foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(20))
        column.addWidget(self.held)
        column.addWidget(self.served, 1)
        self._seen: object = None

    def set_texts(self, texts: Texts) -> None:
        """Take the words of a language."""
        self._texts, self._seen = texts, None

    def show_scene(self, scene: Scene) -> None:
        """Draw the scene; rows are made anew only when they changed."""
        theme, texts = self._theme, self._texts
        aside = (*scene.held, *scene.missed)[:4]
        can_call = scene.mode in ("idle", "serving")
        seen = ([(one.ticket_id, words.held_line(texts, one)) for one in aside], can_call, scene.served,
                theme.name, theme.scale)  # fmt: skip
        if seen == self._seen:
            return
        self._seen = seen
        self.held.title.setText(texts.text("counter.held_title"))
        total = len(scene.held) + len(scene.missed)
        self.held.count.setText(texts.text("counter.people", count=total))
        rows: list[QWidget] = []
        for one in aside:
            row = HeldRow(theme, texts, one)
            row.button.clicked.connect(lambda _checked=False, key=one.ticket_id: self._pick(key))
            row.button.setVisible(can_call)
            rows.append(row)
        self.held.fill(theme, rows)
        self.served.title.setText(texts.text("counter.served_title"))
        self.served.count.setText(texts.text("counter.today"))
        self.served.fill(theme, [ServedRow(theme, texts, one) for one in scene.served])
        times = [one.until for one in scene.missed if one.until is not None]
        self.until.setVisible(bool(times))
        self._rule.setVisible(bool(times))
        if times:
            self.until.set(texts.text("counter.missed_hint", time=texts.time(max(times))))

    def _pick(self, ticket_id: uuid.UUID) -> None:
        self.picked.emit(ticket_id)


class FigureCards(QWidget):
    """The day at this counter in four small cards, while nobody is here."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._theme, self._texts = theme, texts
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.parts: list[tuple[Label, Label, Label]] = []
        self._inner: list[tuple[QVBoxLayout, QHBoxLayout]] = []
        for _ in range(4):
            card = Card(theme, padding=None)
            what, figure, unit = Label(theme, "", "body", "muted"), Label(theme, "", "figure"), Label(theme)
            low = QHBoxLayout()
            low.addWidget(figure)
            low.addWidget(unit, 1, Qt.AlignmentFlag.AlignBottom)
            inner = QVBoxLayout(card)
            inner.addWidget(what)
            inner.addLayout(low)
            self._row.addWidget(card, 1)
            self.parts.append((what, figure, unit))
            self._inner.append((inner, low))
        self._dress()
        theme.changed.connect(self._dress)

    def set_texts(self, texts: Texts) -> None:
        """Take the words of a language."""
        self._texts = texts

    def show_scene(self, scene: Scene) -> None:
        """Draw the figures."""
        texts, figures = self._texts, scene.figures
        mean = "–" if figures.mean_s is None else texts.number(max(1, round(figures.mean_s / 60)))
        shown = (
            ("counter.figure_served", texts.number(figures.served), texts.text("counter.figure_people")),
            ("counter.figure_mean", mean, texts.text("counter.figure_minutes")),
            ("counter.figure_norm", texts.number(figures.within_norm),
             texts.text("counter.figure_of", count=figures.served)),
            ("counter.figure_missed", texts.number(figures.missed), texts.text("counter.figure_people")),
        )  # fmt: skip
        for (what, figure, unit), (code, number, word) in zip(self.parts, shown, strict=True):
            what.setText(texts.text(code))
            figure.setText(number)
            unit.setText(word)

    def _dress(self) -> None:
        theme = self._theme
        self._row.setSpacing(theme.px(16))
        for inner, low in self._inner:
            inner.setContentsMargins(theme.px(20), theme.px(14), theme.px(20), theme.px(14))
            inner.setSpacing(theme.px(2))
            low.setSpacing(theme.px(8))
        deep = QFontMetrics(theme.font("figure")).descent() - QFontMetrics(theme.font("body")).descent()
        for _what, _figure, unit in self.parts:
            unit.setContentsMargins(0, 0, 0, max(0, deep))

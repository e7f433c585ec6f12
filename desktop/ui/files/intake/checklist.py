"""The left card: one row for each requirement, below them the note and the date of a slip."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.files.intake import words
from desktop.ui.files.intake.field import IntakeField
from desktop.ui.files.intake.segments import Option, Segments
from desktop.ui.files.intake.state import Key, Row, Scene
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import Card, IconText, KeyCap, Label, Line, LinkButton

#: Rows are 78 high, 66 where the window is low (px at scale 1.0).
ROW, LOW_ROW = 78, 66
_ICONS = {"received": "copy", "original_shown": "eye", "missing": "warning", "not_needed": "x"}
_LOOKS = {"received": "done", "original_shown": "done", "missing": "late", "not_needed": "plain"}


class ChecklistRow(QWidget):
    """One requirement with its four answers."""

    def __init__(self, theme: Theme, texts: Texts, place: int, row: Row) -> None:
        super().__init__()
        self._theme, self.key = theme, row.key
        self.place = Label(theme, str(place), "label", "muted")
        self.name = Label(theme, row.label.words(texts.language), "label", wrap=True)
        self.hint = Label(theme, "", "caption", "muted", wrap=True)
        kept = row.kind == "original_kept"
        self.kept = IconText(theme, "lock", words.kind(texts, row), "caption_strong", "accent-text",
                             icon_size=17, wrap=True)  # fmt: skip
        parts = [] if kept else [words.kind(texts, row)]
        condition = row.condition.words(texts.language)
        self.hint.setText("; ".join([*parts, condition] if condition else parts))
        self.late = Label(theme, "", "caption_strong", "state:late", wrap=True)
        if row.missing_on is not None:
            self.late.setText(texts.text("intake.also_missing", date=texts.date(row.missing_on)))
        self.note = IconText(theme, "note", "", "caption", "text", icon_size=17, wrap=True)
        options = tuple(
            Option(value, texts.text(words.VALUE_CODES[value]), _ICONS[value], _LOOKS[value])
            for value in words.VALUES
        )
        self.answers = Segments(theme, options, self.name.text())
        text = QVBoxLayout()
        text.addStretch(1)
        for part in (self.name, self.hint, self.kept, self.late, self.note):
            text.addWidget(part)
        text.addStretch(1)
        self._text = text
        self._lead = QHBoxLayout()
        self._lead.addWidget(self.place, 0, Qt.AlignmentFlag.AlignVCenter)
        self._lead.addLayout(text, 1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.addLayout(self._lead, 1)
        self._row.addWidget(self.answers, 0, Qt.AlignmentFlag.AlignVCenter)
        # Only now: shown before they have a parent they would be windows of their own for a moment.
        self.kept.setVisible(kept)
        self.hint.setVisible(bool(self.hint.text()))
        self.late.setVisible(row.missing_on is not None)
        self.show_row(row)

    def show_row(self, row: Row) -> None:
        """Show the answer and the note."""
        self.answers.set_value(row.value)
        self.note.set(row.note)
        self.note.setVisible(bool(row.note))

    def fit(self, *, stacked: bool, low: bool, columns: int) -> None:
        """Beside or below the name; `low` where the window is low."""
        theme = self._theme
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if stacked else across)
        self.answers.set_columns(columns)
        side = theme.px(20)
        edge = theme.px(10 if stacked else 4 if low else 6)
        self._row.setContentsMargins(side, edge, side, edge)
        self._row.setSpacing(theme.px(8 if stacked else 16))
        self._lead.setSpacing(theme.px(12))
        self._text.setSpacing(theme.px(1))
        self.place.setFixedWidth(theme.px(20))
        self.setMinimumHeight(0 if stacked else theme.px(LOW_ROW if low else ROW))


class Checklist(Card):
    """All rows; `answered(key, value, move)`, `edited(name, text)`, `left(name)`, `taken(name)`, `went_on(name)`."""

    answered = Signal(object, str, bool)
    edited = Signal(str, str)
    left = Signal(str)
    taken = Signal(str)
    beyond = Signal()
    rest_pressed = Signal()

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, padding=None)
        self.look, self._texts = theme, texts
        self._fit = {"stacked": False, "low": False, "columns": 4}
        self._shown: object = None
        self.rows: dict[Key, ChecklistRow] = {}
        self.title = Label(theme, "", "heading")
        self.hints = QWidget()
        hints = QHBoxLayout(self.hints)
        hints.setContentsMargins(0, 0, 0, 0)
        self.hint_to, self.hint_end = (
            Label(theme, "", "caption", "muted"),
            Label(theme, "", "caption", "muted"),
        )
        for part in (KeyCap(theme, "Alt+1"), self.hint_to, KeyCap(theme, "Alt+4"), self.hint_end):
            hints.addWidget(part)
        self._hints = hints
        self.rest = LinkButton(theme, "", icon="tick", key="Ctrl+Enter")
        self.rest.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its key is on it; Tab has enough to do
        self.rest.clicked.connect(lambda _checked=False: self.rest_pressed.emit())
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.hints)
        head.addWidget(self.rest)
        self._head = head
        self.brought = IconText(theme, "check-circle", "", "caption", "muted", icon_color="state:done",
                                icon_size=17, wrap=True)  # fmt: skip
        self.holder = QWidget()
        self.holder.setObjectName("scrolled")
        self._list = QVBoxLayout(self.holder)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._list.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.viewport().setAutoFillBackground(False)
        self.area.setWidget(self.holder)
        self.note = IntakeField(theme, most=300)
        self.by = IntakeField(theme, most=60)
        self.fields = {"note": self.note, "return_by": self.by}
        for name, field in self.fields.items():
            field.edited.connect(lambda text, n=name: self.edited.emit(n, text))
            field.left.connect(lambda n=name: self.left.emit(n))
            field.taken.connect(lambda n=name: self.taken.emit(n))
            field.entered.connect(lambda f=field: f.focusNextChild())
        self.foot = QWidget()
        foot = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.foot)
        foot.addWidget(self.note, 1)
        foot.addWidget(self.by)
        self._foot = foot
        self.foot.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Line(theme))
        column.addWidget(self.brought)
        self._brought_line = Line(theme)
        column.addWidget(self._brought_line)
        column.addWidget(self.area, 1)
        column.addWidget(self.foot)
        self.column = column
        self.set_texts(texts)
        self._dress_list()
        theme.changed.connect(self._dress_list)

    def set_texts(self, texts: Texts) -> None:
        """Take the words of a language."""
        self._texts, self._shown = texts, None
        self.title.setText(texts.text("intake.checklist"))
        self.rest.set_title(texts.text("intake.rest"))
        self.hint_to.setText(texts.text("intake.hint_to"))
        self.hint_end.setText(texts.text("intake.hint_answers"))
        self.note.set_words(texts.text("intake.note"))
        self.by.set_words(texts.text("intake.return_by"))

    def show_scene(self, scene: Scene) -> None:
        """Draw the rows, keeping them where only an answer changed."""
        asked = tuple(row for row in scene.rows if row.asked)
        made_of = tuple((row.key, row.missing_on) for row in asked)
        if made_of != self._shown:
            self._shown = made_of
            self._make(asked)
        for row in asked:
            self.rows[row.key].show_row(row)
        before = [row.label.words(self._texts.language) for row in scene.rows if not row.asked]
        self.brought.setVisible(bool(before))
        self._brought_line.setVisible(bool(before))
        if before:
            self.brought.set(self._texts.text("intake.brought", count=len(before), names=", ".join(before)))
        self.foot.setVisible(scene.missing > 0)
        self.rest.setVisible(scene.unanswered > 0)
        for name, field in self.fields.items():
            line, error, take = words.told(self._texts, scene.told.get(name, ()))
            field.set_told(
                line, error=error, take=self._texts.text("intake.take", value=take) if take else ""
            )

    def _make(self, rows: tuple[Row, ...]) -> None:
        while self._list.count() > 1:
            item = self._list.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = {}
        for place, row in enumerate(rows, start=1):
            made = ChecklistRow(self.look, self._texts, place, row)
            made.answers.chosen.connect(lambda value, k=row.key: self.answered.emit(k, value, False))
            made.answers.moved.connect(lambda step, k=row.key: self._move(k, step))
            made.answers.entered.connect(lambda k=row.key: self._move(k, 1))
            made.fit(**self._fit)  # type: ignore[arg-type]
            self.rows[row.key] = made
            self._list.insertWidget(self._list.count() - 1, made)
            made.show()  # at once: the focus goes to a row before the event loop turns
            self._list.insertWidget(self._list.count() - 1, Line(self.look))
        self.rove(None)

    # ---- the focus ----

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        found: list[QWidget] = [part for row in self.rows.values() for part in row.answers.parts]
        for field in (self.note, self.by):
            found += [field.edit, field.suggestion]
        return found

    def current(self) -> Key | None:
        """The row in focus."""
        return next((key for key, row in self.rows.items() if row.answers.has_focus()), None)

    def focus_row(self, key: Key) -> None:
        """Go to a row."""
        row = self.rows.get(key)
        if row is not None:
            row.answers.focus()

    def _move(self, key: Key, step: int) -> None:
        keys = list(self.rows)
        place = keys.index(key) + step
        if 0 <= place < len(keys):
            self.focus_row(keys[place])
        elif step > 0:
            self.beyond.emit()

    def rove(self, key: Key | None) -> None:
        """Let Tab stop at one row only: the one last in focus, else the first; the arrows reach the others."""
        keep = key if key in self.rows else next(iter(self.rows), None)
        for name, row in self.rows.items():
            row.answers.set_tab_stop(name == keep)

    # ---- room ----

    def set_scrolling(self, own: bool) -> None:
        """Let the rows scroll by themselves, or (one column) with the whole page."""
        if own == (self.area.widget() is self.holder):
            return
        if own:
            self.column.removeWidget(self.holder)
            self.area.setWidget(self.holder)
        else:
            self.area.takeWidget()
            self.column.insertWidget(self.column.indexOf(self.area), self.holder)
            self.holder.show()
        self.area.setVisible(own)

    def fit(self, *, layout: str, low: bool) -> None:
        """Fit "two", "narrow" or "one" column."""
        self._fit = {"stacked": layout != "two", "low": low, "columns": 2 if layout == "one" else 4}
        self.hints.setVisible(layout == "two")
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._foot.setDirection(down if layout == "one" else across)
        for row in self.rows.values():
            row.fit(**self._fit)  # type: ignore[arg-type]
        self._dress_list()

    def _dress_list(self) -> None:
        theme = self.look
        side = theme.px(20)
        low = bool(self._fit["low"])
        self._head.setContentsMargins(side, theme.px(6 if low else 9), side, theme.px(6 if low else 9))
        self._head.setSpacing(theme.px(12))
        self._hints.setSpacing(theme.px(7))
        self.brought.setContentsMargins(side, theme.px(8), side, theme.px(8))
        self._foot.setContentsMargins(side, theme.px(6), side, theme.px(10))
        self._foot.setSpacing(theme.px(16))
        self.by.setMinimumWidth(theme.px(220))
        self.note.setMinimumWidth(theme.px(200))
        for row in self.rows.values():
            row.fit(**self._fit)  # type: ignore[arg-type]

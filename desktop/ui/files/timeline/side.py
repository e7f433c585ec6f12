"""The cards at the right of a file's window: promise with its day bar, papers, where the file is, notices."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.files.timeline import words
from desktop.ui.files.timeline.state import BarDay, Paper, Promise, Scene
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import (
    ActionButton,
    Card,
    ElidedLabel,
    IconLabel,
    IconText,
    Label,
    Line,
    LinkButton,
    Pill,
)
from desktop.ui.widgets.labels import resolve_color
from desktop.ui.widgets.paint import paint_box

_DAY_WORDS = {"stopped": "timeline.bar.stopped", "late": "timeline.bar.late", "today": "timeline.bar.today"}


class DayBar(QWidget):
    """The working days of a promise as one bar; what each day was stands below it, as room allows."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._theme, self._texts = theme, texts
        self._days: tuple[BarDay, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_days(self, texts: Texts, days: tuple[BarDay, ...]) -> None:
        """Draw these days."""
        self._texts, self._days = texts, days
        self.setVisible(bool(days))
        self.setAccessibleName(texts.text("timeline.bar.name"))
        self.setAccessibleDescription(", ".join(self._word(day, short=False) for day in days))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(42))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(80), self._theme.px(42))

    def _word(self, day: BarDay, *, short: bool) -> str:
        name = self._texts.weekday(day.day)[:3]
        if short or day.state not in _DAY_WORDS:
            return name
        return f"{name}, {self._texts.text(_DAY_WORDS[day.state])}"

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._days:
            return
        theme, painter = self._theme, QPainter(self)
        gap = theme.px(4)
        wide = (self.width() - gap * (len(self._days) - 1)) / len(self._days)
        font = theme.font("caption")
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        for place, day in enumerate(self._days):
            x = place * (wide + gap)
            box = QRectF(x, 0, wide, theme.px(14))
            self._paint_day(painter, box, day.state)
            word = self._word(day, short=False)
            if metrics.horizontalAdvance(word) > wide:
                word = self._word(day, short=True)
            if metrics.horizontalAdvance(word) > wide + gap:
                word = str(day.day.day) if metrics.horizontalAdvance("30") <= wide + gap else ""
            painter.setPen(resolve_color(theme, "state:late" if day.state == "late" else "muted"))
            painter.drawText(
                QRectF(x, theme.px(18), wide + gap, theme.px(22)), Qt.AlignmentFlag.AlignVCenter, word
            )

    def _paint_day(self, painter: QPainter, box: QRectF, state: str) -> None:
        theme = self._theme
        radius = theme.px(4)
        if state == "stopped":
            look = theme.state("hold")
            paint_box(painter, box, radius, look.fill, look.plain, theme.line(1))
        elif state == "late":
            look = theme.state("late")
            paint_box(painter, box, radius, look.plain, None)
        elif state == "to_come":
            paint_box(painter, box, radius, theme.color("sunken"), theme.color("edge"), theme.line(1))
        elif state == "today":
            paint_box(painter, box, radius, theme.color("accent-soft"), theme.color("accent"), theme.line(2))
        else:
            paint_box(painter, box, radius, theme.color("accent"), None)


class _TitledCard(Card):
    """A card with a heading."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, padding=None)
        self.look = theme
        self.title = Label(theme, "", "heading")
        self.head = QHBoxLayout()
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        self.column = QVBoxLayout(self)
        self.column.addLayout(self.head)
        self._dress_card()
        theme.changed.connect(self._dress_card)

    def _dress_card(self) -> None:
        pad, high = self.look.px(18), self.look.px(10)
        self.column.setContentsMargins(pad, high, pad, high)
        self.column.setSpacing(self.look.px(6))


class PromiseCard(_TitledCard):
    """Janji layanan: verdict, date, day bar, and the slip for a late file."""

    apology = Signal()

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme)
        self.pill = Pill(theme, "done", "", "small")
        self.date = Label(theme, "", "title", wrap=True)
        self.bar = DayBar(theme, texts)
        self.line = Label(theme, "", "caption", "muted", wrap=True)
        self.standing = Label(theme, "", "caption_strong", "state:hold", wrap=True)
        self.slip = ActionButton(theme, "", icon="printer", key="F3", height=40)
        self.slip.clicked.connect(lambda _checked=False: self.apology.emit())
        self.head.addWidget(self.pill)
        for part in (self.date, self.bar, self.line, self.standing, self.slip):
            self.column.addWidget(part)

    def show_scene(self, texts: Texts, scene: Scene) -> None:
        """Draw the promise."""
        promise: Promise = scene.promise
        self.title.setText(texts.text("timeline.promise"))
        verdict = words.VERDICTS.get(promise.verdict)
        self.pill.setVisible(verdict is not None)
        if verdict is not None:
            self.pill.set_state(
                verdict[0], texts.text(verdict[1]), "clock" if verdict[0] == "called" else None
            )
        self.date.setText(words.promise_date(texts, promise, scene.state))
        self.bar.show_days(texts, promise.bar)
        line = words.promise_line(texts, promise)
        self.line.setText(line)
        self.line.setVisible(bool(line))
        standing = words.promise_standing(texts, promise)
        self.standing.setText(standing)
        self.standing.setVisible(bool(standing))
        self.slip.set_title(texts.text("timeline.apology"))
        self.slip.setVisible(scene.late)


class _PaperRow(QWidget):
    """One paper with its date; a printed one has a button that prints it again."""

    def __init__(self, theme: Theme, texts: Texts, one: Paper, again: SignalInstance) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        row.addWidget(IconLabel(theme, "file" if one.printed else "file-check", 20))
        row.addWidget(ElidedLabel(theme, words.paper(texts, one), "label"), 1)
        row.addWidget(Label(theme, words.paper_detail(texts, one), "caption", "muted"))
        self.button: ActionButton | None = None
        if one.printed:
            name = texts.text("timeline.print_this", paper=words.paper(texts, one))
            self.button = ActionButton(theme, icon="printer", height=36, accessible_name=name)
            self.button.setToolTip(name)
            self.button.clicked.connect(lambda _checked=False: again.emit(one.paper_id))
            row.addWidget(self.button)


def fill_papers(theme: Theme, texts: Texts, column: QVBoxLayout, papers: tuple[Paper, ...],
                again: SignalInstance) -> list[ActionButton]:  # fmt: skip
    """Put rows of papers into a column; returns the buttons that print again."""
    buttons = []
    for one in papers:
        column.addWidget(Line(theme))
        row = _PaperRow(theme, texts, one, again)
        column.addWidget(row)
        if row.button is not None:
            buttons.append(row.button)
    return buttons


class PapersCard(_TitledCard):
    """Kertas: the newest papers, each printed again by its button; `all_papers` asks for the rest."""

    print_again = Signal(object)
    all_papers = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.all = LinkButton(theme, "")
        self.all.clicked.connect(lambda _checked=False: self.all_papers.emit())
        self.head.addWidget(self.all)
        self.none = Label(theme, "", "body", "muted", wrap=True)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(theme.px(6))
        self.column.addWidget(self.none)
        self.column.addLayout(self.rows)
        self.buttons: list[ActionButton] = []
        self._shown: object = None

    def show_scene(self, texts: Texts, scene: Scene, most: int) -> None:
        """Draw at most ``most`` papers."""
        self.title.setText(texts.text("timeline.papers"))
        self.none.setText(texts.text("timeline.no_papers"))
        self.none.setVisible(not scene.papers)
        self.all.set_title(texts.text("timeline.all_papers", count=len(scene.papers)))
        self.all.setVisible(len(scene.papers) > most)
        shown = (texts.language, scene.papers[:most], self.look.scale)
        if shown == self._shown:
            return
        self._shown = shown
        while self.rows.count():
            widget = self.rows.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = fill_papers(self.look, texts, self.rows, scene.papers[:most], self.print_again)


class PlaceCard(_TitledCard):
    """Berkas dan dokumen asli: who has the paper, what is kept, what waits to be given."""

    accept = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.where = IconText(theme, "shelf", "", "label", wrap=True)
        self.sign = ActionButton(theme, "", icon="person", key="F4", height=40)
        self.sign.clicked.connect(lambda _checked=False: self.accept.emit())
        self.rows = QVBoxLayout()
        self.rows.setSpacing(theme.px(6))
        self.column.addWidget(self.where)
        self.column.addWidget(self.sign)
        self.column.addLayout(self.rows)
        self._shown: object = None

    def show_scene(self, texts: Texts, scene: Scene) -> None:
        """Draw where things are."""
        self.title.setText(texts.text("timeline.place"))
        where = texts.text("timeline.where_unknown")
        icon = "info"
        if scene.where is not None:
            where = words.said(texts, scene.where, scene.zone)
            icon = "shelf" if scene.where.code == "timeline.where_place" else "person"
        self.where.set(where, icon)
        self.sign.set_title(texts.text("timeline.accept"))
        self.sign.setVisible(scene.coming)
        shown = (texts.language, scene.kept, self.look.scale)
        if shown == self._shown:
            return
        self._shown = shown
        while self.rows.count():
            widget = self.rows.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in scene.kept:
            name, where = words.kept(texts, one)
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(self.look.px(10))
            row.addWidget(IconLabel(self.look, "certificate" if one.given else "lock", 20))
            row.addWidget(ElidedLabel(self.look, name, "body"), 1)
            row.addWidget(Label(self.look, where, "caption", "muted"))
            self.rows.addWidget(Line(self.look))
            self.rows.addWidget(holder)


class NewsCard(_TitledCard):
    """Kabar: what was sent to whom; "Belum ada kabar" where nothing was."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.line = IconText(theme, "mail", "", "body", "muted", wrap=True)
        self.column.addWidget(self.line)

    def show_scene(self, texts: Texts, scene: Scene) -> None:
        """Draw the notices."""
        self.title.setText(texts.text("timeline.news"))
        if not scene.news:
            self.line.set(texts.text("timeline.no_news"))
            return
        self.line.set("\n".join(f"{one.to}, {one.way}: {one.state}" for one in scene.news))

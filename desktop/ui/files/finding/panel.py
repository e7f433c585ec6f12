"""The lists of what is due: a tile for each with its figure, and the files of the chosen one; passive."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.files.finding import words
from desktop.ui.files.finding.rows import FileRowsView
from desktop.ui.files.finding.state import LISTS, ListFigure, ListsScene
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme, paint_icon
from desktop.ui.widgets import ActionButton, Card, EmptyState, Label, LinkButton
from desktop.ui.widgets.labels import resolve_color
from desktop.ui.widgets.paint import paint_box

ICONS = {
    "today": "calendar", "late": "warning", "waiting": "hourglass", "returned": "repeat",
    "ready": "hand-over", "mine": "desk", "coming": "transfer", "days_7": "shelf", "days_30": "shelf",
    "days_90": "shelf",
}  # fmt: skip


class FigureTile(QAbstractButton):
    """One list as a figure over its name; the chosen one is framed in accent."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme, self.name, self.count, self._chosen = theme, name, 0, False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    @property
    def focus_radius(self) -> int:
        """Radius of the control, px at scale 1.0."""
        return 8

    def show_figure(self, shown: str, word: str, count: int, *, chosen: bool) -> None:
        """Show how many files the list has."""
        self.setText(shown)
        self.count, self._chosen = count, chosen
        self.setAccessibleName(f"{word}: {count}")
        self.setToolTip(word)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(66))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(72), self._theme.px(66))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        rect = QRectF(self.rect())
        late = self.name == "late" and self.count > 0
        fill = theme.color("accent-soft" if self._chosen else "surface")
        frame = theme.color("accent" if self._chosen else "edge")
        if late and not self._chosen:
            frame = theme.state("late").plain
        paint_box(painter, rect, theme.px(8), fill, frame, theme.line(2 if self._chosen or late else 1))
        ink = resolve_color(theme, "state:late" if late else "text")
        pad = theme.px(12)
        painter.setFont(theme.font("list_number", tabular=True))
        painter.setPen(ink)
        top = QRectF(pad, theme.px(6), rect.width() - 2 * pad, theme.px(30))
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, str(self.count))
        side = theme.px(20)
        spot = QRectF(rect.right() - pad - side, top.center().y() - side / 2, side, side)
        paint_icon(painter, ICONS[self.name], spot, ink if late else resolve_color(theme, "muted"))
        font = theme.font("caption")
        painter.setFont(font)
        painter.setPen(resolve_color(theme, "text" if self._chosen else "muted"))
        low = QRectF(pad, theme.px(38), rect.width() - 1.4 * pad, theme.px(20))
        shown = QFontMetricsF(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, low.width())
        painter.drawText(low, Qt.AlignmentFlag.AlignVCenter, shown)


class ListsPanel(Card):
    """Tiles over rows; `chosen(name)` of a tile, `picked(application id)` of a row, `accepting` of papers sent.

    In one column the tiles give way to one line with a key to the list before and after.
    """

    chosen = Signal(str)
    picked = Signal(object)
    accepting = Signal()

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, padding=None)
        self.look, self._texts, self._one, self._short = theme, texts, False, False
        self.scene = ListsScene()
        self.signs = False
        """Whether papers can be signed for here: a scan card stands beside the lists."""
        self.tiles: dict[str, FigureTile] = {}
        self._grid = QGridLayout()
        for place, name in enumerate(LISTS):
            tile = FigureTile(theme, name)
            tile.clicked.connect(lambda _checked=False, n=name: self.chosen.emit(n))
            self._grid.addWidget(tile, place // 5, place % 5)
            self.tiles[name] = tile
        self._tiles = QWidget()
        self._tiles.setLayout(self._grid)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.before = ActionButton(theme, icon="chevron-left", height=40)
        self.after = ActionButton(theme, icon="chevron-right", height=40)
        self.line = Label(theme, "", "heading", align=Qt.AlignmentFlag.AlignCenter)
        self.before.clicked.connect(lambda _checked=False: self._turn(-1))
        self.after.clicked.connect(lambda _checked=False: self._turn(1))
        self._turning = QWidget()
        turn = QHBoxLayout(self._turning)
        turn.setContentsMargins(0, 0, 0, 0)
        for part, stretch in ((self.before, 0), (self.line, 1), (self.after, 0)):
            turn.addWidget(part, stretch)
        self.title = Label(theme, "", "heading")
        self.hint = Label(theme, "", "caption", "muted")
        self._head = QHBoxLayout()
        self._head.addWidget(self.title)
        self._head.addStretch(1)
        self._head.addWidget(self.hint)
        self.sign = LinkButton(theme, "", icon="person")
        self.sign.clicked.connect(lambda _checked=False: self.accepting.emit())
        self._head.addWidget(self.sign)
        self.rows = FileRowsView(theme, texts)
        self.rows.picked.connect(self.picked)
        self.rows.left_top.connect(lambda: self.tiles[self.scene.chosen].setFocus())
        self.empty = EmptyState(theme, "check-circle")
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._tiles)
        self._column.addWidget(self._turning)
        self._column.addLayout(self._head)
        self._column.addWidget(self.rows, 1)
        self._column.addWidget(self.empty, 1)
        self.empty.hide()
        self.setFocusProxy(self.tiles["today"])
        self.set_layout_class("two")
        theme.changed.connect(self._dress_panel)

    def set_texts(self, texts: Texts) -> None:
        """Take the words of a language."""
        self._texts = texts
        self.rows.set_texts(texts)
        self.show_scene(self.scene)

    def set_layout_class(self, name: str) -> None:
        """One column shows one list at a time."""
        self._one = name == "one"
        self._tiles.setVisible(not self._one)
        self._turning.setVisible(self._one)
        self._short = name == "narrow"
        self.title.setVisible(not self._one)
        self.setFocusProxy(self.after if self._one else self.tiles["today"])
        self.show_scene(self.scene)
        self._dress_panel()

    def show_scene(self, scene: ListsScene) -> None:
        """Draw the lists."""
        texts = self._texts
        self.scene = scene
        for name, tile in self.tiles.items():
            word = texts.text(words.LISTS[name])
            shown = texts.text(words.SHORT[name]) if self._short else word
            tile.show_figure(shown, word, scene.figure(name).count, chosen=name == scene.chosen)  # fmt: skip
        figure = scene.figure(scene.chosen)
        word = texts.text(words.LISTS[scene.chosen])
        self.title.setText(word)
        self.line.setText(f"{word}: {figure.count}")
        self.before.setAccessibleName(texts.text("finding.list_before"))
        self.after.setAccessibleName(texts.text("finding.list_after"))
        self.hint.setText(self._hint(scene, figure))
        self.hint.setVisible(bool(self.hint.text()) and not self._one)
        self.sign.set_title(texts.text("finding.accept"))
        self.sign.setVisible(self.signs and scene.chosen == "coming" and bool(figure.rows))
        empty = not figure.rows
        self.rows.setVisible(not empty)
        self.empty.setVisible(empty)
        if empty:
            self._show_empty(scene)
        self.rows.show_rows(figure.rows, scene.today)

    def _hint(self, scene: ListsScene, figure: ListFigure) -> str:
        if scene.fault is not None:
            return words.said(self._texts, scene.fault)
        if figure.count > len(figure.rows):
            return self._texts.text("finding.list_first", shown=len(figure.rows), count=figure.count)
        return ""

    def _show_empty(self, scene: ListsScene) -> None:
        texts = self._texts
        if not scene.loaded:
            self.empty.set(texts.text("finding.lists_loading"), "", "hourglass")
            return
        self.empty.set(texts.text("finding.list_empty"), texts.text(words.EMPTY[scene.chosen]),
                       "check-circle")  # fmt: skip

    def _turn(self, by: int) -> None:
        self.chosen.emit(LISTS[(LISTS.index(self.scene.chosen) + by) % len(LISTS)])

    def _dress_panel(self) -> None:
        theme = self.look
        pad = theme.px(10 if self._one else 18)
        self._column.setContentsMargins(pad, pad, pad, theme.px(8))
        self._column.setSpacing(theme.px(6 if self._one else 12))
        self._grid.setSpacing(theme.px(10))

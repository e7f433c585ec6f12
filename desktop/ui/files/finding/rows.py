"""Files as a list: a model that keeps the chosen file, a delegate that paints rows, the view of both."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui.files.finding import words
from desktop.ui.files.finding.state import FileRow
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme, paint_icon
from desktop.ui.widgets.labels import resolve_color
from desktop.ui.widgets.paint import paint_box, paint_pill, pill_height, pill_width

ROW = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
ROOMY, COMPACT = 620, 470
"""Widths in px at scale 1.0 from which a row has room for its state in words, and for the person's NIK."""


class FileRowsModel(QAbstractListModel):
    """Files in order. A change keeps each file's index, so that choice and focus stay on the file."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.texts = texts
        self._rows: tuple[FileRow, ...] = ()
        self.today: date | None = None

    @property
    def rows(self) -> tuple[FileRow, ...]:
        """What is shown."""
        return self._rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            texts = self.texts
            parts = [row.number, words.named(texts, row.service), words.person(texts, row),
                     words.state_word(texts, row.state), words.due(texts, row, self.today)[0]]  # fmt: skip
            return ", ".join(part for part in parts if part)
        return None

    def set_rows(self, rows: tuple[FileRow, ...], today: date | None) -> None:
        """Show these files in place: the chosen file stays the chosen one."""
        self.today = today
        if rows == self._rows:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self._rows[index.row()].application_id for index in before]
        self._rows = rows
        places = {row.application_id: place for place, row in enumerate(rows)}
        after = [self.index(places[key]) if key in places else QModelIndex() for key in ids]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()


class FileRowDelegate(QStyledItemDelegate):
    """Number and service over the person; at the right state and date. Narrow rows say it in three lines."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self.theme, self.texts = theme, texts
        self.today: date | None = None
        self.muted = False
        self.width = 0
        self._widest: tuple[tuple[str, float], float] = (("", 0.0), 0.0)

    @property
    def compact(self) -> bool:
        """Too narrow for two columns."""
        return self.width < self.theme.px(COMPACT)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self.theme.px(120), self.theme.px(84 if self.compact else 58))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: FileRow = index.data(ROW)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        theme, rect = self.theme, QRectF(option.rect)
        if index.row():
            painter.fillRect(QRectF(rect.x(), rect.y(), rect.width(), theme.line(1)), theme.color("border"))
        if option.state & QStyle.StateFlag.State_Selected:
            box = rect.adjusted(theme.px(3), theme.px(3), -theme.px(3), -theme.px(2))
            paint_box(painter, box, theme.px(8), theme.color("accent-soft"), theme.color("accent"),
                      theme.line(2))  # fmt: skip
        room = rect.adjusted(theme.px(16), 0, -theme.px(16), 0)
        if self.compact:
            self._paint_compact(painter, room, row)
        else:
            self._paint_row(painter, room, row)
        painter.restore()

    def _paint_row(self, painter: QPainter, room: QRectF, row: FileRow) -> None:
        theme, texts = self.theme, self.texts
        half = room.height() / 2
        top = QRectF(room.x(), room.y() + theme.px(5), room.width(), half - theme.px(4))
        low = QRectF(room.x(), room.y() + half, room.width(), half - theme.px(5))
        line, ink = words.due(texts, row, self.today)
        right = room.right()
        roomy = room.width() >= theme.px(ROOMY)
        look, icon = words.state_look(row.state)
        if roomy:
            word = words.state_word(texts, row.state)
            wide = self._pill_column()
            y = room.center().y() - pill_height(theme, "small") / 2
            paint_pill(painter, theme, right - wide, y, look, word, "small", icon)
            right -= wide + theme.px(14)
            date_wide = theme.px(150)
            self._text(painter, QRectF(right - date_wide, room.y(), date_wide, room.height()), line,
                       "body", ink, right=True)  # fmt: skip
            right -= date_wide + theme.px(14)
        else:
            wide = QFontMetricsF(theme.font("caption")).horizontalAdvance(line) + 2
            self._text(painter, QRectF(right - wide, low.y(), wide, low.height()), line, "caption", ink,
                       right=True)  # fmt: skip
            side = theme.px(20)
            spot = QRectF(right - side, top.center().y() - side / 2, side, side)
            paint_icon(painter, icon or theme.state(look).icon, spot, resolve_color(theme, f"state:{look}"))
            low.setRight(right - wide - theme.px(10))
            right -= side + theme.px(10)
        number = theme.font("label")
        left_wide = max(
            theme.px(136), int(QFontMetricsF(number).horizontalAdvance(row.number)) + theme.px(16)
        )
        self._text(painter, QRectF(top.x(), top.y(), left_wide, top.height()), row.number, "label", "text")
        top.setLeft(top.x() + left_wide)
        top.setRight(right)
        self._text(painter, top, words.named(texts, row.service), "body", "text")
        low.setLeft(low.x() + left_wide if roomy else low.x())
        low.setRight(min(low.right(), right))
        self._text(painter, low, self._below(row), "caption", "muted")

    def _pill_column(self) -> float:
        texts = self.texts
        key = (texts.language, self.theme.scale)
        if self._widest[0] != key:
            wide = max(pill_width(self.theme, words.state_word(texts, one), "small") for one in words.STATES)
            self._widest = (key, wide)
        return self._widest[1]

    def _below(self, row: FileRow) -> str:
        step = words.named(self.texts, row.step)
        return ", ".join(part for part in (words.person(self.texts, row), step) if part)

    def _paint_compact(self, painter: QPainter, room: QRectF, row: FileRow) -> None:
        theme, texts = self.theme, self.texts
        high = room.height() / 3 - theme.px(3)
        first = QRectF(room.x(), room.y() + theme.px(5), room.width(), high)
        look, icon = words.state_look(row.state)
        side = theme.px(17)
        spot = QRectF(first.right() - side, first.center().y() - side / 2, side, side)
        paint_icon(painter, icon or theme.state(look).icon, spot, resolve_color(theme, f"state:{look}"))
        self._text(painter, first.adjusted(0, 0, -side - theme.px(6), 0), row.number, "label", "text")
        second = first.translated(0, high)
        self._text(painter, second, words.named(texts, row.service), "body", "text")
        line, ink = words.due(texts, row, self.today)
        third = second.translated(0, high)
        wide = QFontMetricsF(theme.font("caption")).horizontalAdvance(line) + 2
        self._text(painter, QRectF(third.right() - wide, third.y(), wide, high), line, "caption", ink)
        self._text(painter, third.adjusted(0, 0, -wide - theme.px(8), 0), row.person, "caption", "muted")

    def _text(self, painter: QPainter, room: QRectF, text: str, role: str, ink: str, *,
              right: bool = False) -> None:  # fmt: skip
        font = self.theme.font(role)
        painter.setFont(font)
        painter.setPen(resolve_color(self.theme, "muted" if self.muted and ink == "text" else ink))
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room.width()))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, _MIDDLE | side | Qt.TextFlag.TextSingleLine, shown)


class FileRowsView(QListView):
    """The list. `picked(application id)` on a click or Enter; `left_top` where Up leaves the first row."""

    picked = Signal(object)
    left_top = Signal()

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._theme = theme
        self.rows = FileRowsModel(texts)
        self.painter = FileRowDelegate(theme, texts)
        self.setModel(self.rows)
        self.setItemDelegate(self.painter)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(lambda index: self.picked.emit(index.data(ROW).application_id))
        theme.changed.connect(self.doItemsLayout)

    @property
    def focus_radius(self) -> int:
        """Radius that the focus ring follows, px at scale 1.0."""
        return 8

    @property
    def chosen(self) -> FileRow | None:
        """The row under the hand, or None."""
        index = self.currentIndex()
        return index.data(ROW) if index.isValid() else None

    def set_texts(self, texts: Texts) -> None:
        """Take the words of a language."""
        self.rows.texts = self.painter.texts = texts
        self.doItemsLayout()

    def show_rows(self, rows: tuple[FileRow, ...], today: date | None, *, muted: bool = False) -> None:
        """Show these files; the chosen one stays under the hand."""
        self.painter.today, self.painter.muted = today, muted
        self.rows.set_rows(rows, today)
        self.viewport().update()

    def enter(self) -> None:
        """Put the focus on the list, and the hand on its first row."""
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0))
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        before = self.painter.compact
        self.painter.width = event.size().width()
        super().resizeEvent(event)
        if before != self.painter.compact:
            self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current.isValid():
            if not event.isAutoRepeat():
                self.picked.emit(current.data(ROW).application_id)
            event.accept()
            return
        if event.key() == Qt.Key.Key_Up and current.row() <= 0:
            self.left_top.emit()
            event.accept()
            return
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()  # the page's
            return
        super().keyPressEvent(event)

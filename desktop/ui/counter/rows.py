"""The line as a list: a model that keeps the chosen ticket, a delegate that paints rows, the view of both."""

from __future__ import annotations

import uuid
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui.counter import words
from desktop.ui.counter.state import Row, Scene
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme, paint_icon
from desktop.ui.widgets.labels import resolve_color
from desktop.ui.widgets.paint import paint_box

ROW = Qt.ItemDataRole.UserRole
FRESH_MS = 2000
Index = QModelIndex | QPersistentModelIndex


class RowsModel(QAbstractListModel):
    """Tickets in order. A change keeps each ticket's index, so that choice and focus stay on the ticket."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.texts = texts
        self._rows: tuple[Row, ...] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            service = row.service.words(self.texts.language)
            return f"{row.number}, {service}, {words.waited(self.texts, row.waited_min)}"
        return None

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._rows

    def set_rows(self, rows: tuple[Row, ...]) -> None:
        """Show these tickets in place: nothing slides, the chosen ticket stays the chosen one."""
        if rows == self._rows:
            return
        if [row.ticket_id for row in rows] == [row.ticket_id for row in self._rows]:
            self._rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self._rows[index.row()].ticket_id for index in before]
        self._rows = rows
        places = {row.ticket_id: place for place, row in enumerate(rows)}
        after = [self.index(places[key]) if key in places else QModelIndex() for key in ids]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()


class RowDelegate(QStyledItemDelegate):
    """Number, service and what is special about it, minutes; the first framed, with why it is first."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self.theme, self.texts = theme, texts
        self.why, self.narrow, self.muted, self.framed = "", False, False, True
        self.fresh: set[uuid.UUID] = set()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = 52
        if self.framed and index.row() == 0:
            height = 88 if self.narrow else 104 if self.why else 70
        return QSize(self.theme.px(120), self.theme.px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        rect = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if self.framed and index.row() == 0:
            self._paint_first(painter, rect, row)
        else:
            self._paint_row(painter, rect, row, chosen, index.row())
        painter.restore()

    def _ink(self, role: str = "text") -> Any:
        return resolve_color(self.theme, "muted" if self.muted else role)

    def _paint_row(self, painter: QPainter, rect: QRectF, row: Row, chosen: bool, place: int) -> None:
        theme, pad = self.theme, self.theme.px(18)
        if place:
            painter.fillRect(QRectF(rect.x(), rect.y(), rect.width(), theme.line(1)), theme.color("border"))
        box = rect.adjusted(theme.px(4), theme.px(3), -theme.px(4), -theme.px(2))
        if chosen:
            paint_box(
                painter, box, theme.px(8), theme.color("accent-soft"), theme.color("accent"), theme.line(2)
            )
        elif row.ticket_id in self.fresh:
            painter.fillRect(rect.adjusted(0, theme.line(1), 0, 0), theme.color("accent-soft"))
        number = theme.font("list_number")
        painter.setFont(number)
        painter.setPen(self._ink())
        left = rect.x() + pad
        high = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(left, rect.y(), theme.px(120), rect.height()), high, row.number)
        minutes = words.short_minutes(self.texts, row.waited_min)
        font = theme.font("minutes")
        wide = QFontMetricsF(font).horizontalAdvance(minutes) + 2
        painter.setFont(font)
        right = rect.right() - pad - wide
        painter.drawText(QRectF(right, rect.y(), wide, rect.height()), high, minutes)
        left += max(theme.px(84), QFontMetricsF(number).horizontalAdvance(row.number) + theme.px(14))
        room = QRectF(left, rect.y(), right - theme.px(12) - left, rect.height())
        note = words.row_note(self.texts, row)
        if self.narrow:
            if note is not None:
                side = theme.px(17)
                spot = QRectF(left, rect.center().y() - side / 2, side, side)
                paint_icon(painter, note[1], spot, self._ink(note[2]))
            return
        service = row.service.words(self.texts.language)
        if note is None:
            self._words(painter, room, service, "body", "text")
            return
        upper = room.adjusted(0, theme.px(5), 0, -theme.px(22))
        self._words(painter, upper, service, "body", "text")
        lower = QRectF(room.x(), rect.bottom() - theme.px(23), room.width(), theme.px(18))
        self._icon_words(painter, lower, note[1], note[0], "caption", note[2], 15)

    def _paint_first(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        theme = self.theme
        gap = theme.px(10)
        box = rect.adjusted(gap, 0, -gap, -theme.px(9))
        paint_box(
            painter, box, theme.px(10), theme.color("accent-soft"), theme.color("accent"), theme.line(2)
        )
        pad = theme.px(16)
        number = theme.font("next_number")
        painter.setFont(number)
        painter.setPen(self._ink())
        top = QRectF(box.x() + pad, box.y() + theme.px(4 if self.narrow else 8), box.width() - 2 * pad,
                     theme.px(50))  # fmt: skip
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, row.number)
        waited = words.waited(self.texts, row.waited_min)
        if self.narrow:
            low = QRectF(top.x(), box.bottom() - theme.px(30), top.width(), theme.px(22))
            self._words(painter, low, waited, "caption", "text")
        else:
            left = top.x() + QFontMetricsF(number).horizontalAdvance(row.number) + theme.px(16)
            half = QRectF(left, top.y() + theme.px(3), top.right() - left, theme.px(24))
            self._words(painter, half, row.service.words(self.texts.language), "label", "text")
            self._words(painter, half.translated(0, theme.px(21)), waited, "caption", "text")
        if self.why and not self.narrow:
            low = QRectF(top.x(), box.bottom() - theme.px(34), top.width(), theme.px(24))
            icon = "heart" if row.klass == "priority" else "info"
            self._icon_words(painter, low, icon, self.why, "caption_strong", words.accent_state(row), 17)

    def _words(self, painter: QPainter, room: QRectF, text: str, role: str, ink: str) -> None:
        font = self.theme.font(role)
        painter.setFont(font)
        painter.setPen(self._ink(ink))
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)

    def _icon_words(self, painter: QPainter, room: QRectF, icon: str, text: str, role: str, ink: str,
                    size: int) -> None:  # fmt: skip
        side = self.theme.px(size)
        spot = QRectF(room.x(), room.center().y() - side / 2, side, side)
        paint_icon(painter, icon, spot, self._ink(ink))
        self._words(painter, room.adjusted(side + self.theme.px(7), 0, 0, 0), text, role, ink)


class RowsView(QListView):
    """The list. `picked(ticket id)` on a click or Enter; nothing is called by that alone."""

    picked = Signal(object)

    def __init__(self, theme: Theme, texts: Texts, *, framed: bool = True) -> None:
        super().__init__()
        self._theme = theme
        self.rows = RowsModel(texts)
        self.painter = RowDelegate(theme, texts)
        self.painter.framed = framed
        self.setModel(self.rows)
        self.setItemDelegate(self.painter)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(False)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(lambda index: self.picked.emit(index.data(ROW).ticket_id))
        self._known: set[uuid.UUID] | None = None
        self._fresh_timer = QTimer(self)
        self._fresh_timer.setSingleShot(True)
        self._fresh_timer.setInterval(FRESH_MS)
        self._fresh_timer.timeout.connect(self._nothing_fresh)
        theme.changed.connect(self.doItemsLayout)

    @property
    def focus_radius(self) -> int:
        """Radius that the focus ring follows, px at scale 1.0."""
        return 8

    def set_texts(self, texts: Texts) -> None:
        """Take the words of a language."""
        self.rows.texts = self.painter.texts = texts
        self.doItemsLayout()

    def show_rows(self, rows: tuple[Row, ...], scene: Scene, why: str = "") -> None:
        """Show the tickets; the chosen one stays under the hand, new ones are marked for two seconds."""
        ids = {row.ticket_id for row in rows}
        if self._known is not None and (new := ids - self._known):
            self.painter.fresh = new
            self._fresh_timer.start()
        self._known = ids
        relayout = bool(why) != bool(self.painter.why)
        repaint = (why, scene.muted) != (self.painter.why, self.painter.muted)
        self.painter.why, self.painter.muted = why, scene.muted
        if rows != self.rows.rows:
            kept = self.currentIndex()
            y = self.visualRect(kept).y() if kept.isValid() else None
            self.rows.set_rows(rows)
            if y is not None and self.currentIndex().isValid():
                self.doItemsLayout()
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + self.visualRect(self.currentIndex()).y() - y)
        if relayout:
            self.doItemsLayout()
        elif repaint:
            self.viewport().update()

    def _nothing_fresh(self) -> None:
        self.painter.fresh = set()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            if not event.isAutoRepeat():
                self.picked.emit(self.currentIndex().data(ROW).ticket_id)
            event.accept()
            return
        super().keyPressEvent(event)

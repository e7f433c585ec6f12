"""The steps of a file as a list: icon disc, who, when, how long; a stopped clock is a step of its own."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui.files.finding.words import moment_short
from desktop.ui.files.timeline import words
from desktop.ui.files.timeline.state import Step
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme, paint_icon
from desktop.ui.widgets.labels import resolve_color
from desktop.ui.widgets.paint import paint_box

STEP = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
HEIGHT, LOW_HEIGHT = 62, 54
"""Of a step, px at scale 1.0; the lower one below 720 px of height (look.md, section 8)."""
ROOMY = 520


class StepsModel(QAbstractListModel):
    """The steps in order, as text for screen readers too."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.texts = texts
        self.steps: tuple[Step, ...] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.steps)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.steps):
            return None
        step = self.steps[index.row()]
        if role == STEP:
            return step
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            texts = self.texts
            parts = [words.step_title(texts, step), texts.text(words.STATUS[step.status]),
                     words.step_below(texts, step), "" if step.at is None else moment_short(texts, step.at),
                     words.took(texts, step)]  # fmt: skip
            return ", ".join(part for part in parts if part)
        return None

    def set_steps(self, steps: tuple[Step, ...]) -> None:
        """Show these steps."""
        if steps == self.steps:
            return
        if len(steps) == len(self.steps):
            self.steps = steps
            self.dataChanged.emit(self.index(0), self.index(len(steps) - 1))
            return
        self.beginResetModel()
        self.steps = steps
        self.endResetModel()


class StepDelegate(QStyledItemDelegate):
    """Paints one step: the disc on its thread, the words, the moment, the span."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self.theme, self.texts, self.low, self.width = theme, texts, False, 0

    @property
    def narrow(self) -> bool:
        """No room for the moment beside the words: it stands below them."""
        return self.width < self.theme.px(ROOMY)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        high = 76 if self.narrow else LOW_HEIGHT if self.low else HEIGHT
        return QSize(self.theme.px(200), self.theme.px(high))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        step: Step = index.data(STEP)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        rect = QRectF(option.rect)
        self._disc(painter, rect, step, index)
        self._say(painter, rect.adjusted(self.theme.px(50), 0, 0, 0), step)
        painter.restore()

    def _disc(self, painter: QPainter, rect: QRectF, step: Step, index: Index) -> None:
        theme = self.theme
        side = theme.px(34 if not self.low else 32)
        disc = QRectF(rect.x() + theme.px(2), rect.y() + theme.px(4), side, side)
        rows = index.model().rowCount()
        wide = theme.line(2)
        x = disc.center().x() - wide / 2
        done, ahead = theme.state("done").plain, theme.color("edge")
        if index.row() > 0:
            painter.fillRect(QRectF(x, rect.y(), wide, disc.y() - rect.y()),
                             ahead if step.status == "to_come" else done)  # fmt: skip
        if index.row() < rows - 1:
            following: Step = index.model().index(index.row() + 1, 0).data(STEP)
            ink = ahead if following.status == "to_come" else done
            painter.fillRect(QRectF(x, disc.bottom(), wide, rect.bottom() - disc.bottom() + 1), ink)
        look = theme.state(step.look)
        current = step.status == "current"
        frame = theme.color("accent") if current else look.frame
        paint_box(painter, disc, side / 2, look.fill, frame, theme.line(2))
        icon = theme.px(20)
        spot = QRectF(disc.center().x() - icon / 2, disc.center().y() - icon / 2, icon, icon)
        paint_icon(painter, step.icon, spot, look.text)

    def _say(self, painter: QPainter, room: QRectF, step: Step) -> None:
        theme, texts = self.theme, self.texts
        ahead, current = step.status == "to_come", step.status == "current"
        line = theme.px(23)
        top = QRectF(room.x(), room.y(), room.width(), line)
        low = top.translated(0, theme.px(21))
        title_ink = "muted" if ahead else "accent-text" if current else "text"
        moment = "" if step.at is None else moment_short(texts, step.at)
        took = words.took(texts, step)
        took_ink = "state:late" if step.over_norm else "text"
        if self.narrow:
            third = low.translated(0, theme.px(20))
            wide = self._wide("label", took)
            self._text(painter, top, words.step_title(texts, step), "label", title_ink)
            self._text(painter, low, words.step_below(texts, step), "caption", "muted")
            self._text(painter, third.adjusted(0, 0, -wide, 0), moment, "caption", "muted")
            self._text(painter, third, took, "caption_strong", took_ink, right=True)
            return
        took_wide, moment_wide = theme.px(112), theme.px(150)
        words_end = room.right() - took_wide - moment_wide - theme.px(16)
        top.setRight(words_end)
        low.setRight(words_end)
        self._text(painter, top, words.step_title(texts, step), "label", title_ink)
        self._text(painter, low, words.step_below(texts, step), "caption", "muted")
        right = QRectF(words_end + theme.px(16), room.y() + theme.px(2), moment_wide, line)
        self._text(painter, right, moment, "tabular", "muted")
        last = QRectF(room.right() - took_wide, right.y(), took_wide - theme.px(4), line)
        self._text(painter, last, took, "label", took_ink, right=True)

    def _wide(self, role: str, text: str) -> float:
        return QFontMetricsF(self.theme.font(role)).horizontalAdvance(text) + self.theme.px(8) if text else 0

    def _text(self, painter: QPainter, room: QRectF, text: str, role: str, ink: str, *,
              right: bool = False) -> None:  # fmt: skip
        font = self.theme.font(role)
        painter.setFont(font)
        painter.setPen(resolve_color(self.theme, ink))
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room.width()))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | side | Qt.TextFlag.TextSingleLine, shown)


class StepsView(QListView):
    """The list of steps; it scrolls by itself, or (`set_whole`) is as high as all its steps."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._theme, self._whole = theme, False
        self.model_ = StepsModel(texts)
        self.painter = StepDelegate(theme, texts)
        self.setModel(self.model_)
        self.setItemDelegate(self.painter)
        # A row is shown whole or not at all at the upper edge.
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)
        theme.changed.connect(self._relayout)

    @property
    def focus_radius(self) -> int:
        """Radius that the focus ring follows, px at scale 1.0."""
        return 8

    def set_texts(self, texts: Texts) -> None:
        """Take the words of a language."""
        self.model_.texts = self.painter.texts = texts
        self.doItemsLayout()

    def set_low(self, low: bool) -> None:
        """Lower rows, where the window is low."""
        if low != self.painter.low:
            self.painter.low = low
            self._relayout()

    def set_whole(self, whole: bool) -> None:
        """As high as its content: something around it scrolls."""
        self._whole = whole
        self._relayout()

    def show_steps(self, steps: tuple[Step, ...]) -> None:
        """Show these steps, with the current one in view."""
        before = len(self.model_.steps)
        self.model_.set_steps(steps)
        if len(steps) != before:
            self._relayout()
            last = len(steps) - 1 if steps and steps[-1].status == "done" else 0
            current = next((n for n, one in enumerate(steps) if one.status == "current"), last)
            if steps:
                self.scrollTo(self.model_.index(current), QAbstractItemView.ScrollHint.PositionAtCenter)
        self.viewport().update()

    def _relayout(self) -> None:
        self.scheduleDelayedItemsLayout()
        if self._whole:
            high = self.painter.sizeHint(QStyleOptionViewItem(), QModelIndex()).height()
            self.setFixedHeight(high * max(1, len(self.model_.steps)) + 4)
        else:
            self.setMinimumHeight(0)
            self.setMaximumHeight(16_777_215)

    def resizeEvent(self, event: QResizeEvent) -> None:
        before = self.painter.narrow
        self.painter.width = event.size().width()
        super().resizeEvent(event)
        if before != self.painter.narrow:
            self._relayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()  # the page's
            return
        super().keyPressEvent(event)

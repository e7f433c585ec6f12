"""Small parts of the handover page: a tick, a segment of choices, the ticket's strip, a region that scrolls."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.files.handover.state import Row, Strip
from desktop.ui.files.handover.words import chosen, say
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme, paint_icon
from desktop.ui.widgets import ActionButton, ElidedLabel, IconText, Label, LinkButton, resolve_color
from desktop.ui.widgets.paint import paint_box


class Tick(QCheckBox):
    """A box of 26 with its words; Space or a click turns it."""

    focus_radius = 6

    def __init__(self, theme: Theme, text: str = "", *, role: str = "label", side: int = 26) -> None:
        super().__init__(text)
        self._theme, self._role, self._side = theme, role, side
        self._plain: tuple[str, str] | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        theme = self._theme
        words = QFontMetricsF(theme.font(self._role)).horizontalAdvance(self.text())
        return QSize(round(theme.px(self._side + 16) + words), theme.px(max(32, self._side + 6)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(self._side + 90), self.sizeHint().height())

    def set_plain(self, icon: str | None, color: str = "muted") -> None:
        """Nothing to tick here: an icon stands in for the box; None gives the box back."""
        self._plain = (icon, color) if icon is not None else None
        policy = Qt.FocusPolicy.StrongFocus if icon is None else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor if icon is None else Qt.CursorShape.ArrowCursor)
        self.update()

    def hitButton(self, pos: QPoint) -> bool:
        return self._plain is None and self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        side, middle = theme.px(self._side), self.height() / 2
        box = QRectF(2, middle - side / 2, side, side)
        on = self.isChecked()
        if self._plain is not None:
            paint_icon(painter, self._plain[0], box, resolve_color(theme, self._plain[1]))
        else:
            fill, frame = theme.color("accent" if on else "surface"), theme.color("accent" if on else "edge")
            paint_box(painter, box, theme.px(6), fill, frame, theme.line(2 if theme.high_contrast else 1))
        if on and self._plain is None:
            inner = box.adjusted(side * 0.14, side * 0.14, -side * 0.14, -side * 0.14)
            paint_icon(painter, "tick", inner, theme.color("on-accent"))
        font = theme.font(self._role)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        room = QRectF(self.rect()).adjusted(side + theme.px(12), 0, 0, 0)
        words = QFontMetricsF(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        self.setToolTip("" if words == self.text() else self.text())


class Segments(QWidget):
    """A row of choices, one of which may be chosen. Signal `picked(key)`."""

    picked = Signal(str)

    def __init__(self, theme: Theme, keys: Sequence[str], *, icons: Sequence[str] = ()) -> None:
        super().__init__()
        self._theme = theme
        self._icons = dict(zip(keys, icons, strict=False))
        self._gap = 12
        self.buttons = {key: ActionButton(theme) for key in keys}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for key, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, one=key: self.picked.emit(one))
            self._row.addWidget(button, 1)
        self._dress()
        theme.changed.connect(self._dress)

    def set_words(self, words: dict[str, str]) -> None:
        """Say what each choice is."""
        for key, button in self.buttons.items():
            button.set_title(words[key])

    def choose(self, key: str | None, state_word: str = "") -> None:
        """Show which is chosen; `state_word` tells screen readers."""
        for one, button in self.buttons.items():
            button.set_chosen(one == key)
            button.set_icon("tick" if one == key else self._icons.get(one))
            button.setAccessibleDescription(state_word if one == key else "")

    def set_stacked(self, stacked: bool) -> None:
        """One below the other where there is no room beside."""
        self._row.setDirection(
            QHBoxLayout.Direction.TopToBottom if stacked else QHBoxLayout.Direction.LeftToRight
        )

    def set_tight(self) -> None:
        """Lower buttons, closer together."""
        self._gap = 6
        for button in self.buttons.values():
            button.set_height(36)
        self._dress()

    def _dress(self) -> None:
        self._row.setSpacing(self._theme.px(self._gap))


class ThingRow(QWidget):
    """A line of the bag: tick, what it is, where it lies or what becomes of it. Signals `ticked`, `turned`."""

    ticked = Signal(str, bool)
    turned = Signal(str)

    def __init__(self, theme: Theme, key: str) -> None:
        super().__init__()
        self._theme, self.key = theme, key
        self.tick = Tick(theme, side=24)
        self.tick.clicked.connect(lambda on: self.ticked.emit(self.key, on))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self.right = ElidedLabel(theme, "", "body", "muted", align=right)
        self.turn = LinkButton(theme)
        self.turn.clicked.connect(lambda _checked=False: self.turned.emit(self.key))
        self._stacked = False
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.addWidget(self.tick, 1)
        self._beside = QHBoxLayout()
        self._beside.addWidget(self.right, 1)
        self._beside.addWidget(self.turn)
        self._row.addLayout(self._beside)
        self._dress()
        theme.changed.connect(self._dress)

    def set_stacked(self, stacked: bool) -> None:
        """Where it lies below what it is."""
        self._stacked = stacked
        self._row.setDirection(
            QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        )
        side = Qt.AlignmentFlag.AlignLeft if stacked else Qt.AlignmentFlag.AlignRight
        self.right.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self._dress()

    def show_row(self, row: Row, texts: Texts, open_: bool) -> None:
        """Draw it."""
        self.tick.setText(row.label)
        self.tick.setChecked(row.ticked)
        shut = ("check-circle", "state:done") if row.ticked else ("file", "muted")
        self.tick.set_plain(*((None, "") if open_ else shut))
        self.right.setText(say(texts, row.right))
        # Where it lies is short and never cut; what it is called gives way.
        wish = min(self.right.sizeHint().width(), self._theme.px(300))
        self.right.setMinimumWidth(0 if self._stacked else wish)
        self.tick.setAccessibleName(f"{row.label}, {self.right.text()}")
        self.turn.setVisible(row.turn is not None and open_)
        if row.turn is not None:
            self.turn.set_title(say(texts, row.turn))
            self.turn.setAccessibleName(f"{row.label}: {say(texts, row.turn)}")

    def _dress(self) -> None:
        theme = self._theme
        self._row.setContentsMargins(theme.px(4), theme.px(5), 0, theme.px(5))
        self._row.setSpacing(theme.px(0 if self._stacked else 10))
        self._beside.setSpacing(theme.px(10))
        self._beside.setContentsMargins(theme.px(38) if self._stacked else 0, 0, 0, 0)


class TicketStrip(QFrame):
    """The served ticket over the whole width: number, service, state, the running time."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._norm = 0
        self.number = Label(theme, "", "next_number", "state:serving")
        self.service = ElidedLabel(theme, "", "heading", "state:serving")
        self.state = IconText(theme, "desk", "", "label", "state:serving")
        self.timer = Label(theme, "", "next_number", "state:serving", factor=0.75)
        self.norm = Label(theme, "", "body", "state:serving")
        self._row = QHBoxLayout(self)
        for part in (self.number, self.service, self.state):
            self._row.addWidget(part)
        self._row.addStretch(1)
        self._row.addWidget(self.timer)
        self._row.addWidget(self.norm)
        self._dress()
        theme.changed.connect(self._dress)

    def show_strip(self, strip: Strip, texts: Texts) -> None:
        """Draw the ticket."""
        self._norm = strip.norm_min
        self.number.setText(strip.number)
        self.service.setText(chosen(texts, strip.service))
        self.state.set(texts.text("shell.state.serving"))
        self.norm.setText(texts.text("handover.of_norm", minutes=strip.norm_min))

    def show_time(self, seconds: float | None, texts: Texts) -> None:
        """The running time; after the norm it is late."""
        self.timer.setText("" if seconds is None else texts.timer(seconds))
        late = seconds is not None and self._norm > 0 and seconds > self._norm * 60
        for part in (self.timer, self.norm):
            part.set_color("state:late" if late else "state:serving")

    def set_narrow(self, narrow: bool) -> None:
        """Number and time only."""
        self.state.setVisible(not narrow)
        self.norm.setVisible(not narrow)

    def _dress(self) -> None:
        theme = self._theme
        self.setFixedHeight(theme.px(64))
        self._row.setContentsMargins(theme.px(20), 0, theme.px(20), 0)
        self._row.setSpacing(theme.px(16))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._theme.state("serving")
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.fill)
        painter.setPen(self._theme.color("border"))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())


class Scrolling(QScrollArea):
    """A region that scrolls where its content does not fit, or (`grow`) is as high as its content."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        inner.setObjectName("scrolled")
        self._grow = False
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(inner)

    def set_grow(self, grow: bool) -> None:
        """Be as high as what is inside: somebody around this one scrolls."""
        self._grow = grow
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        # Small where it scrolls by itself: a region around it would take its wish for a need.
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        inner = self.widget()
        if self._grow and inner is not None:
            width = max(self.width(), 1)
            low = inner.heightForWidth(width) if inner.hasHeightForWidth() else inner.sizeHint().height()
            return QSize(60, max(low, inner.minimumSizeHint().height()) + 2)
        return QSize(60, 60)


def column_of(theme: Theme, spacing: int, margin: int = 0) -> tuple[QWidget, QVBoxLayout]:
    """A plain widget with a vertical layout, px at scale 1.0."""
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(*(theme.px(margin),) * 4)
    column.setSpacing(theme.px(spacing))
    return widget, column

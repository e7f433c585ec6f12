"""A row of radio buttons painted as one control: the four answers of a requirement, the sex, a letter's kind.

One stop of the Tab key: left and right choose, up, down and Enter say where to go on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QSizePolicy, QWidget

from desktop.ui.theme import Theme, paint_icon
from desktop.ui.widgets.paint import paint_box

_HEIGHT, _PAD, _ICON, _GAP, _RADIUS = 44, 11, 18, 7, 8
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Option:
    """One segment: ``look`` is done, late or plain; ``icon`` "" for none."""

    value: str
    title: str
    icon: str = ""
    look: str = "plain"


class _Part(QRadioButton):
    """A radio button that its Segments paints."""

    def __init__(self, owner: Segments, option: Option) -> None:
        super().__init__(option.title, owner)
        self.option = option
        self._owner = owner
        self.focus_frame = owner
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def hitButton(self, pos: object) -> bool:
        return True

    def sizeHint(self) -> QSize:
        return self._owner.part_size(self.option)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing: the whole control is painted at once."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._owner.take_key(event):
            super().keyPressEvent(event)


class Segments(QWidget):
    """One choice of a few.

    Signals:
        chosen(str): a value was chosen by hand.
        moved(int): go on to the next (1) or the former (-1) control of its kind.
        entered: Enter was pressed.
    """

    chosen = Signal(str)
    moved = Signal(int)
    entered = Signal()

    def __init__(self, theme: Theme, options: tuple[Option, ...], name: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._columns = len(options)
        self._stops = True
        self._group = QButtonGroup(self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self.parts: list[_Part] = []
        for option in options:
            part = _Part(self, option)
            part.clicked.connect(lambda _checked=False, p=part: self._pick(p))
            self._group.addButton(part)
            self.parts.append(part)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_name(name)
        self.set_columns(self._columns)
        self._rove()
        theme.changed.connect(self._dress)

    @property
    def focus_radius(self) -> int:
        """Radius of the control, px at scale 1.0."""
        return _RADIUS

    @property
    def value(self) -> str | None:
        """What is chosen, or None."""
        part = self._group.checkedButton()
        return part.option.value if isinstance(part, _Part) else None

    def set_titles(self, titles: tuple[str, ...]) -> None:
        """Other words for the same values."""
        for part, title in zip(self.parts, titles, strict=True):
            part.option = replace(part.option, title=title)
            part.setText(title)
        self._dress()

    def set_name(self, name: str) -> None:
        """What the choice is about, for screen readers."""
        self.setAccessibleName(name)
        for part in self.parts:
            part.setAccessibleName(f"{part.option.title}, {name}" if name else part.option.title)

    def set_value(self, value: str | None) -> None:
        """Show a value, or (None) that nothing was chosen."""
        if value == self.value:
            return
        self._group.setExclusive(False)
        for part in self.parts:
            part.setChecked(part.option.value == value)
        self._group.setExclusive(True)
        self._rove()
        self.update()

    def set_columns(self, columns: int) -> None:
        """Lay the segments out in so many columns."""
        self._columns = columns
        for place, part in enumerate(self.parts):
            self._grid.removeWidget(part)
            self._grid.addWidget(part, place // columns, place % columns)
        self._dress()

    def focus(self) -> None:
        """Take the focus, as the Tab key gives it."""
        self._stop().setFocus(Qt.FocusReason.TabFocusReason)

    def has_focus(self) -> bool:
        """Whether one of its segments has the focus."""
        return any(part.hasFocus() for part in self.parts)

    def take_key(self, event: QKeyEvent) -> bool:
        """A key on a segment; False for one that is not ours."""
        key = event.key()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in _ENTERS:
            self.entered.emit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            place = next((n for n, part in enumerate(self.parts) if part.hasFocus()), 0)
            if self.value is not None:
                place += 1 if key == Qt.Key.Key_Right else -1
            self._choose(self.parts[place % len(self.parts)])
        elif key == Qt.Key.Key_Space:
            self._choose(next((part for part in self.parts if part.hasFocus()), self.parts[0]))
        else:
            return False
        return True

    def _choose(self, part: _Part) -> None:
        part.setChecked(True)
        self._pick(part)

    def _pick(self, part: _Part) -> None:
        had = self.has_focus()
        self._rove()
        if had:
            part.setFocus(Qt.FocusReason.OtherFocusReason)
        self.update()
        self.chosen.emit(part.option.value)

    def _stop(self) -> _Part:
        return next((part for part in self.parts if part.isChecked()), self.parts[0])

    def set_tab_stop(self, stops: bool) -> None:
        """Whether Tab stops here; the focus can be given to it all the same."""
        self._stops = stops
        self._rove()

    def _rove(self) -> None:
        stop = self._stop()
        for part in self.parts:
            here = self._stops and part is stop
            part.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)

    # ---- look ----

    def part_size(self, option: Option) -> QSize:
        """The room that a segment needs."""
        theme = self._theme
        width = QFontMetricsF(theme.font("label")).horizontalAdvance(option.title) + 2 * theme.px(_PAD)
        if option.icon:
            width += theme.px(_ICON) + theme.px(_GAP)
        return QSize(round(width + 2), theme.px(_HEIGHT))

    def _dress(self) -> None:
        for part in self.parts:
            part.setMinimumSize(part.sizeHint())
            part.updateGeometry()
        self.updateGeometry()
        self.update()

    def _colors(self, part: _Part) -> tuple[QColor | None, QColor]:
        theme = self._theme
        if not part.isChecked():
            return None, theme.color("muted")
        if part.option.look in ("done", "late"):
            look = theme.state(part.option.look)
            return look.fill, look.text
        return theme.color("accent-soft"), theme.color("accent-text")

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        whole, radius, line = QRectF(self.rect()), theme.px(_RADIUS), theme.line(1)
        paint_box(painter, whole, radius, theme.color("surface"))
        clip = QPainterPath()
        clip.addRoundedRect(whole.adjusted(line / 2, line / 2, -line / 2, -line / 2), radius, radius)
        painter.save()
        painter.setClipPath(clip)
        for part in self.parts:
            fill, _ink = self._colors(part)
            if fill is not None:
                painter.fillRect(part.geometry(), fill)
        painter.restore()
        painter.setPen(QPen(theme.color("edge"), line))
        for part in self.parts:
            box = QRectF(part.geometry())
            if box.left() > 1:
                painter.drawLine(box.topLeft(), box.bottomLeft())
            if box.top() > 1:
                painter.drawLine(box.topLeft(), QPointF(box.right() + 1, box.top()))
        paint_box(painter, whole, radius, None, theme.color("edge"), line)
        for part in self.parts:
            self._paint_part(painter, part)

    def _paint_part(self, painter: QPainter, part: _Part) -> None:
        theme = self._theme
        _fill, ink = self._colors(part)
        box = QRectF(part.geometry())
        if part.isChecked() and theme.high_contrast:
            inset = theme.line(1) + theme.line(2) / 2
            paint_box(painter, box.adjusted(inset, inset, -inset, -inset), theme.px(_RADIUS - 3), None, ink,
                      theme.line(2))  # fmt: skip
        font = theme.font("label")
        painter.setFont(font)
        text = QFontMetricsF(font).horizontalAdvance(part.option.title)
        icon = part.option.icon
        if icon and part.isChecked() and part.option.look != "late":
            icon = "tick"
        side = theme.px(_ICON) if icon else 0
        gap = theme.px(_GAP) if icon else 0
        left = box.center().x() - (side + gap + text) / 2
        if icon:
            paint_icon(painter, icon, QRectF(left, box.center().y() - side / 2, side, side), ink)
        painter.setPen(ink)
        room = QRectF(left + side + gap, box.y(), text + 4, box.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, part.option.title)

"""Buttons painted whole: icon, title, the line that says what will happen, and the key at the right.

Primary is the one filled button of a window; second has a 2 px accent frame; others are surface and edge.
An unavailable button stays reachable, sunken, with a lock and the reason as its text.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.ui.theme import Theme, paint_icon
from desktop.ui.widgets.paint import key_cap_height, key_cap_width, paint_box, paint_key_cap


@dataclass(frozen=True, slots=True)
class _Shape:
    """Sizes in px at scale 1.0 and the roles of one kind of button."""

    height: int
    pad: int
    icon: int
    gap: int
    radius: int
    title: str
    line: str = "caption"
    large_key: bool = False
    fill: str | None = "surface"
    ink: str = "text"
    icon_ink: str = "text"
    frame: str | None = "edge"
    frame_width: int = 1


SHAPES: dict[str, _Shape] = {
    "plain": _Shape(44, 11, 20, 8, 8, "label"),
    "large": _Shape(72, 22, 24, 12, 10, "heading"),
    "primary": _Shape(72, 22, 28, 13, 10, "primary", line="caption_strong", large_key=True, fill="accent",
                      ink="on-accent", icon_ink="on-accent", frame=None),
    "primary_small": _Shape(44, 14, 20, 10, 8, "label", fill="accent", ink="on-accent",
                            icon_ink="on-accent", frame=None),
    "second": _Shape(72, 22, 24, 12, 10, "heading", ink="accent-text", icon_ink="accent-text",
                     frame="accent", frame_width=2),
    "second_small": _Shape(44, 14, 20, 8, 8, "label", ink="accent-text", icon_ink="accent-text",
                           frame="accent", frame_width=2),
    "link": _Shape(32, 4, 20, 8, 6, "label", fill=None, ink="accent-text", icon_ink="accent-text",
                   frame=None),
}  # fmt: skip


class ActionButton(QAbstractButton):
    """A button of any kind; `clicked` as usual, `refused(reason)` when pressed while unavailable.

    Args:
        theme: the look.
        title: what it does, in the reader's language; "" for an icon alone (then give accessible_name).
        icon: name of an icon.
        key: name of its key for the cap at the right.
        line: one line below the title that says what will happen.
        kind: one of SHAPES.
    """

    refused = Signal(str)

    def __init__(self, theme: Theme, title: str = "", *, icon: str | None = None, key: str | None = None,
                 line: str = "", kind: str = "plain", height: int | None = None,
                 accessible_name: str = "", parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme, self._kind = theme, kind
        self._shape = SHAPES[kind]
        self._icon, self._key, self._line = icon, key, line
        self._reason: str | None = None
        self._busy: str | None = None
        self._height = height
        self._given_name = accessible_name
        self._chosen = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(title)
        self._name()
        theme.changed.connect(self._dress)

    # what it says

    def set_title(self, title: str) -> None:
        """Set the title."""
        if title != self.text():
            self.setText(title)
            self._renew()

    def set_line(self, line: str) -> None:
        """Set the line that says what will happen; it is the accessible description."""
        if line != self._line:
            self._line = line
            self._renew()

    def set_icon(self, icon: str | None) -> None:
        """Set the icon."""
        self._icon = icon
        self._renew()

    def set_key(self, key: str | None) -> None:
        """Set the key on the cap."""
        self._key = key
        self._renew()

    def set_unavailable(self, reason: str | None) -> None:
        """Make it unavailable for a reason, or (None) available again."""
        if reason != self._reason:
            self._reason = reason
            self.setCursor(
                Qt.CursorShape.ArrowCursor if reason is not None else Qt.CursorShape.PointingHandCursor
            )
            self._renew()

    def set_busy(self, text: str | None) -> None:
        """Show that work is under way ("Memanggil..."), keeping the width; None ends it."""
        if text is not None and self._busy is None and self.width() > 0:
            self.setMinimumWidth(self.width())
        elif text is None:
            self.setMinimumWidth(0)
        self._busy = text
        self._renew()

    def set_chosen(self, chosen: bool) -> None:
        """Show it as the chosen one of several: accent-soft with a 2 px accent frame."""
        self._chosen = chosen
        self.update()

    def set_height(self, height: int | None) -> None:
        """Set the height in px at scale 1.0 (None: the kind's own), for example 88 at 1920 wide."""
        self._height = height
        self._dress()

    @property
    def line(self) -> str:
        """The line below the title."""
        return self._line

    @property
    def key(self) -> str | None:
        """The key on the cap."""
        return self._key

    @property
    def unavailable_reason(self) -> str | None:
        """Why it cannot be pressed now, or None."""
        return self._reason

    @property
    def focus_radius(self) -> int:
        """Radius of the control, px at scale 1.0; the focus ring follows it."""
        return self._shape.radius

    # behaviour

    def hitButton(self, pos: QPoint) -> bool:
        return self._live() and super().hitButton(pos)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._reason is not None:
            self.refused.emit(self._reason)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select):
            if not self._live():
                if self._reason is not None and not event.isAutoRepeat():
                    self.refused.emit(self._reason)
                event.accept()
                return
            # Qt presses by Enter only in dialogs; clerks expect it everywhere.
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if not event.isAutoRepeat():
                    self.click()
                event.accept()
                return
        super().keyPressEvent(event)

    def _live(self) -> bool:
        return self._reason is None and self._busy is None and self.isEnabled()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    # size

    def _shown_title(self) -> str:
        return self._reason or self._busy or self.text()

    def _shown_line(self) -> str:
        return "" if self._reason is not None else self._line

    def _around(self) -> float:
        """Width in px of all that is not text."""
        theme, shape = self._theme, self._shape
        width = 2.0 * theme.px(shape.pad)
        if self._icon is not None or self._reason is not None:
            width += theme.px(shape.icon) + (theme.px(shape.gap) if self._shown_title() else 0)
        if self._key and self._reason is None:
            width += key_cap_width(theme, self._key, shape.large_key)
            width += theme.px(shape.gap if self._shown_title() or self._icon else 0)
        return width

    def sizeHint(self) -> QSize:
        theme, shape = self._theme, self._shape
        text = QFontMetricsF(theme.font(shape.title)).horizontalAdvance(self._shown_title())
        if self._shown_line():
            line = QFontMetricsF(theme.font(shape.line)).horizontalAdvance(self._shown_line())
            text = max(text, line)
        return QSize(round(self._around() + text + 1), theme.px(self._height or shape.height))

    def minimumSizeHint(self) -> QSize:
        theme, shape = self._theme, self._shape
        if self._kind == "link":  # too low for two lines
            return self.sizeHint()
        metrics = QFontMetricsF(theme.font(shape.title))
        words = self._shown_title().split() or [""]
        longest = max(metrics.horizontalAdvance(word) for word in words)
        return QSize(round(self._around() + longest + 1), theme.px(self._height or shape.height))

    # look

    def _renew(self) -> None:
        self._name()
        self._dress()

    def _dress(self) -> None:
        self.updateGeometry()
        self.update()

    def _name(self) -> None:
        self.setAccessibleName(self._shown_title() or self._given_name)
        self.setAccessibleDescription(self.text() if self._reason is not None else self._line)
        self.setToolTip(self._given_name if not self.text() else "")

    def _colors(self) -> tuple[QColor | None, QColor, QColor, QColor | None, float]:
        theme, shape = self._theme, self._shape
        if self._reason is not None or not self.isEnabled():
            muted = theme.color("muted")
            return theme.color("sunken"), muted, muted, theme.color("border"), theme.line(1)
        fill = theme.color(shape.fill) if shape.fill else None
        frame = theme.color(shape.frame) if shape.frame else None
        width = theme.line(shape.frame_width)
        ink, icon_ink = theme.color(shape.ink), theme.color(shape.icon_ink)
        active = self.isDown() or self.underMouse()
        if self._kind.startswith("primary"):
            fill = theme.color("accent-hover") if active or self._busy is not None else fill
        elif self._chosen:
            fill, frame, width = theme.color("accent-soft"), theme.color("accent"), theme.line(2)
        elif self.isDown():
            fill = theme.color("accent-soft")
        elif active and shape.fill is not None:
            fill = theme.color("canvas") if not theme.high_contrast else theme.color("accent-soft")
        return fill, ink, icon_ink, frame, width

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, shape = self._theme, self._shape
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        fill, ink, icon_ink, frame, width = self._colors()
        rect = QRectF(self.rect())
        if fill is not None or frame is not None:
            paint_box(painter, rect, theme.px(shape.radius), fill, frame, width)
        left, right = rect.x() + theme.px(shape.pad), rect.right() - theme.px(shape.pad)
        icon = "lock" if self._reason is not None else self._icon
        if icon is not None:
            side = theme.px(shape.icon)
            if not self._shown_title() and not self._key:
                left = rect.center().x() - side / 2
            paint_icon(painter, icon, QRectF(left, rect.center().y() - side / 2, side, side), icon_ink)
            left += side + theme.px(shape.gap)
        if self._key and self._reason is None:
            cap, tall = (
                key_cap_width(theme, self._key, shape.large_key),
                key_cap_height(theme, shape.large_key),
            )
            box = QRectF(right - cap, rect.center().y() - tall / 2, cap, tall)
            filled = shape.fill == "accent"
            paint_key_cap(painter, theme, box, self._key, ink if filled else theme.color("text"),
                          ink if filled else theme.color("edge"), large=shape.large_key)  # fmt: skip
            right = box.x() - theme.px(shape.gap)
        self._paint_words(painter, QRectF(left, rect.y(), max(0.0, right - left), rect.height()), ink)

    def _paint_words(self, painter: QPainter, room: QRectF, ink: QColor) -> None:
        theme, shape = self._theme, self._shape
        title, line = self._shown_title(), self._shown_line()
        if not title:
            return
        font = theme.font(shape.title)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(ink)
        if not line:
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            if metrics.horizontalAdvance(title) <= room.width() + 1:
                painter.drawText(room.adjusted(0, 0, 4, 0), flags, title)
            elif metrics.height() * 1.9 <= room.height():
                painter.drawText(room, flags | Qt.TextFlag.TextWordWrap, title)
            else:
                shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, room.width())
                painter.drawText(room, flags, shown)
            return
        small = theme.font(shape.line)
        small_metrics = QFontMetricsF(small)
        high = metrics.height() * 0.95 + small_metrics.height()
        top = room.center().y() - high / 2
        flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        width = room.width()
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(QRectF(room.x(), top, width + 4, metrics.height()), flags,
                         metrics.elidedText(title, elide, width + 1))  # fmt: skip
        painter.setFont(small)
        painter.setPen(ink if shape.fill == "accent" else theme.color("muted"))
        painter.drawText(QRectF(room.x(), top + metrics.height() * 0.95, width + 4, small_metrics.height()),
                         flags, small_metrics.elidedText(line, elide, width + 1))  # fmt: skip


class PrimaryButton(ActionButton):
    """The window's one filled button, 72 high (small: 44)."""

    def __init__(self, theme: Theme, title: str = "", *, icon: str | None = None, key: str | None = None,
                 line: str = "", small: bool = False, height: int | None = None,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(theme, title, icon=icon, key=key, line=line, height=height, parent=parent,
                         kind="primary_small" if small else "primary")  # fmt: skip


class SecondaryButton(ActionButton):
    """The second action: 2 px accent frame; 72 high (small: 44)."""

    def __init__(self, theme: Theme, title: str = "", *, icon: str | None = None, key: str | None = None,
                 line: str = "", small: bool = True, height: int | None = None,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(theme, title, icon=icon, key=key, line=line, height=height, parent=parent,
                         kind="second_small" if small else "second")  # fmt: skip


class LinkButton(ActionButton):
    """A word in accent-text with its key, at least 24 high ("Lihat semua F11")."""

    def __init__(self, theme: Theme, title: str = "", *, icon: str | None = None, key: str | None = None,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(theme, title, icon=icon, key=key, kind="link", parent=parent)

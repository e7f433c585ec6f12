"""Painting shared by widgets and list delegates: pills, key caps, the product mark, framed boxes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from desktop.ui.theme import Theme, paint_icon

# size name: (height, side padding, icon, gap, type role), px at scale 1.0
_PILLS: dict[str, tuple[int, int, int, int, str]] = {
    "small": (26, 9, 15, 5, "caption_strong"),
    "normal": (30, 9, 17, 6, "caption_strong"),
    "large": (40, 14, 20, 10, "heading"),
}


def paint_box(painter: QPainter, rect: QRectF, radius: float, fill: QColor | None,
              frame: QColor | None = None, width: float = 1.0) -> None:  # fmt: skip
    """Paint a rounded box whose frame lies inside rect."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = width / 2 if frame is not None else 0.0
    inner = rect.adjusted(inset, inset, -inset, -inset)
    painter.setPen(QPen(frame, width) if frame is not None else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(QBrush(fill) if fill is not None else QBrush(Qt.BrushStyle.NoBrush))
    inner_radius = max(0.0, min(radius, rect.height() / 2) - inset)
    painter.drawRoundedRect(inner, inner_radius, inner_radius)


def _key_font(theme: Theme, large: bool) -> QFont:
    return theme.font("key_primary" if large else "key")


def key_cap_width(theme: Theme, key: str, large: bool = False) -> float:
    """Return the width in px of a key cap."""
    text = QFontMetricsF(_key_font(theme, large)).horizontalAdvance(key)
    return max(theme.px(42 if large else 30), text + theme.px(22 if large else 14))


def key_cap_height(theme: Theme, large: bool = False) -> float:
    """Return the height in px of a key cap."""
    return theme.px(33 if large else 24)


def paint_key_cap(painter: QPainter, theme: Theme, rect: QRectF, key: str, text: QColor,
                  frame: QColor, *, large: bool = False) -> None:  # fmt: skip
    """Paint a key cap: a frame of radius 5 with the key's name."""
    paint_box(painter, rect, theme.px(5), None, frame, max(1.0, theme.line(1)))
    painter.setFont(_key_font(theme, large))
    painter.setPen(text)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, key)


def pill_height(theme: Theme, size: str = "normal") -> int:
    """Return the height in px of a pill: small 26, normal 30, large 40 at scale 1.0."""
    return theme.px(_PILLS[size][0])


def pill_width(theme: Theme, word: str, size: str = "normal") -> float:
    """Return the width in px that a pill with this word needs."""
    _height, pad, icon, gap, role = _PILLS[size]
    text = QFontMetricsF(theme.font(role)).horizontalAdvance(word)
    return theme.px(pad) + theme.px(icon) + theme.px(gap) + text + theme.px(pad + 4)


def paint_pill(painter: QPainter, theme: Theme, left: float, top: float, state: str, word: str,
               size: str = "normal", icon: str | None = None) -> float:  # fmt: skip
    """Paint a state as icon and word on its fill; returns the width in px.

    In both high-contrast themes it has a 2 px frame, and "called" is the only filled one.
    """
    height, pad, icon_side, gap, role = _PILLS[size]
    look = theme.state(state)
    rect = QRectF(left, top, pill_width(theme, word, size), theme.px(height))
    paint_box(painter, rect, rect.height() / 2, look.fill, look.frame, theme.line(2))
    side = theme.px(icon_side)
    x = rect.x() + theme.px(pad)
    paint_icon(painter, icon or look.icon, QRectF(x, rect.center().y() - side / 2, side, side), look.text)
    painter.setFont(theme.font(role))
    painter.setPen(look.text)
    x += side + theme.px(gap)
    painter.drawText(
        QRectF(x, rect.y(), rect.right() - x, rect.height()),
        Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
        word,
    )
    return rect.width()


def paint_mark(painter: QPainter, rect: QRectF, ground: QColor, ink: QColor) -> None:
    """Paint the product mark: an L with a dot, on a rounded square."""
    side = rect.width()
    paint_box(painter, rect, side * 0.22, ground)
    pen = QPen(ink, side * 0.125)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    corner = QPointF(rect.x() + side * 0.32, rect.y() + side * 0.73)
    painter.drawPolyline(
        [QPointF(corner.x(), rect.y() + side * 0.25), corner, QPointF(rect.x() + side * 0.70, corner.y())]
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(QPointF(rect.x() + side * 0.63, rect.y() + side * 0.40), side * 0.125, side * 0.125)

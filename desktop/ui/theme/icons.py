"""Draws our icons (24 px grid, stroke 2, round ends) from resources/icons in any colour; for widgets."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from desktop.ui.resources import resource_path


@lru_cache(maxsize=1)
def icon_names() -> tuple[str, ...]:
    """Return the names of all icons."""
    return tuple(sorted(p.stem for p in resource_path("icons").glob("*.svg")))


@lru_cache(maxsize=256)
def _source(name: str) -> bytes:
    return resource_path("icons", f"{name}.svg").read_bytes()


@lru_cache(maxsize=512)
def icon_pixmap(name: str, size_px: int, color: str, ratio: float = 1.0) -> QPixmap:
    """Return an icon as a picture.

    Args:
        name: file stem, for example "clock".
        size_px: side in device-independent px.
        color: #RRGGBB.
        ratio: device pixel ratio of the screen.

    Raises:
        FileNotFoundError: no icon has that name.
    """
    from PySide6.QtSvg import QSvgRenderer  # late: only windows that paint icons pay for it

    side = max(1, round(size_px * ratio))
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_source(name).replace(b"currentColor", color.encode("ascii"))))
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def paint_icon(painter: QPainter, name: str, rect: QRectF, color: QColor) -> None:
    """Paint an icon, square and centred, into rect."""
    side = int(min(rect.width(), rect.height()))
    if side <= 0:
        return
    pixmap = icon_pixmap(name, side, color.name(), painter.device().devicePixelRatioF())
    at = QPointF(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2)
    painter.drawPixmap(at, pixmap)

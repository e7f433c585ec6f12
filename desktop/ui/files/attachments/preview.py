"""Draws one page of a scan within whatever room there is, never larger than it is; passive."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.files.attachments.state import Preview
from desktop.ui.theme import Theme


class PageView(QWidget):
    """The page with a thin frame, on the surface of its card."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    @property
    def image(self) -> QImage | None:
        """What is shown, or None."""
        return self._image

    def show_page(self, preview: Preview | None, words: str = "") -> None:
        """Show a page, or nothing; `words` are for who cannot see it."""
        self._image = None
        if preview is not None:
            image = QImage(
                preview.pixels, preview.width_px, preview.height_px, preview.width_px * 3,
                QImage.Format.Format_RGB888,
            )  # fmt: skip
            self._image = image.copy()  # its own pixels: the bytes may go
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(420), self._theme.px(220))  # it takes what room there is

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(180))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        ratio = self.devicePixelRatioF()
        size = self._image.size().toSizeF() / ratio
        if size.width() > room.width() or size.height() > room.height() or self._image.width() > 300:
            size.scale(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF(0, 0, size.width(), size.height())
        box.moveCenter(room.center())
        painter.drawImage(box, self._image)
        painter.setPen(self._theme.color("border"))
        painter.drawRect(box)

"""The running time against its norm: a painted QProgressBar, so that screen readers get a value."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.paint import paint_box


class Gauge(QProgressBar):
    """Elapsed time on a scale that ends at 4/3 of the norm; the norm is a tick at three quarters.

    Args:
        labels: whether "0" and the norm's text stand below.
    """

    def __init__(self, theme: Theme, *, labels: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._labels = theme, labels
        self._norm_text = ""
        self._late = False
        self.setTextVisible(False)
        self.setRange(0, 1)
        self.setValue(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._dress)

    @property
    def late(self) -> bool:
        """True after the norm."""
        return self._late

    def set_times(self, elapsed_s: float, norm_s: float, norm_text: str = "", description: str = "") -> None:
        """Show elapsed_s of norm_s seconds; norm_text ("10 menit") stands below the tick."""
        top = max(1, round(norm_s * 4 / 3))
        self.setRange(0, top)
        self.setValue(min(top, max(0, round(elapsed_s))))
        self._norm_text, self._late = norm_text, elapsed_s > norm_s
        self.setAccessibleDescription(description)
        self.update()

    def _dress(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        height = self._theme.px(26)
        if self._labels:
            height += self._theme.px(4) + round(QFontMetricsF(self._theme.font("caption")).height())
        return QSize(self._theme.px(240), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(80), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0, theme.px(6), self.width(), theme.px(14))
        radius = bar.height() / 2
        paint_box(painter, bar, radius, theme.color("sunken" if not theme.high_contrast else "surface"),
                  theme.color("edge"), theme.line(1))  # fmt: skip
        share = self.value() / self.maximum()
        color = theme.color("accent")
        if self._late:
            color = theme.state("late").plain
        elif theme.high_contrast:
            color = theme.state("serving").plain
        if share > 0:
            whole, part = QPainterPath(), QPainterPath()
            whole.addRoundedRect(bar, radius, radius)
            part.addRoundedRect(QRectF(bar.x(), bar.y(), max(bar.height(), bar.width() * share), bar.height()),
                                radius, radius)  # fmt: skip
            painter.fillPath(whole.intersected(part), color)
        at, tick = bar.width() * 0.75, theme.line(3)
        gap = theme.line(2) if not theme.high_contrast else theme.line(1)
        ticks = QRectF(at - tick / 2, 0, tick, theme.px(26))
        painter.fillRect(ticks.adjusted(-gap, theme.px(6), gap, -theme.px(6)), theme.color("surface"))
        painter.fillRect(ticks, theme.color("text"))
        if self._labels:
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("muted"))
            below = QRectF(0, theme.px(30), self.width(), self.height() - theme.px(30))
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, "0")
            wide = theme.px(200)
            painter.drawText(QRectF(at - wide / 2, below.y(), wide, below.height()),
                             Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self._norm_text)  # fmt: skip

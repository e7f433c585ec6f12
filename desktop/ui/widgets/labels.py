"""Labels that take type and colour from the theme by role, and follow it when it changes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop.ui.theme import Theme, paint_icon


def resolve_color(theme: Theme, color: str) -> QColor:
    """Return a colour by role ("muted"), by state as plain text ("state:late"), or the hall's ("hall:text")."""
    kind, colon, name = color.partition(":")
    if not colon:
        return theme.color(color)
    return theme.hall(name) if kind == "hall" else theme.state(name).plain


class Label(QLabel):
    """A QLabel of a type role and a colour role.

    Args:
        theme: the look.
        text: what it says; plain text, never HTML.
        role: type role ("body", "heading", "kiosk.text", ...).
        color: colour role, "state:NAME" or "hall:NAME".
        wrap: lines may break at words.
        factor: of the role's size.
    """

    def __init__(self, theme: Theme, text: str = "", role: str = "body", color: str = "text", *,
                 wrap: bool = False, align: Qt.AlignmentFlag | None = None, factor: float = 1.0,
                 weight: int | None = None, parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme, self._role, self._color = theme, role, color
        self._factor, self._weight = factor, weight
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if align is not None:
            self.setAlignment(align)
        self.setText(text)
        self._dress()
        theme.changed.connect(self._dress)

    def set_role(self, role: str, factor: float = 1.0) -> None:
        """Set the type role."""
        self._role, self._factor = role, factor
        self._dress()

    def set_color(self, color: str) -> None:
        """Set the colour role."""
        if color != self._color:
            self._color = color
            self._dress()

    def _dress(self) -> None:
        self.setFont(self._theme.font(self._role, factor=self._factor, weight=self._weight))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, resolve_color(self._theme, self._color))
        self.setPalette(palette)


class ElidedLabel(Label):
    """One line that ends in an ellipsis where there is no room; the whole text is its name and tooltip."""

    def __init__(self, theme: Theme, text: str = "", role: str = "body", color: str = "text", *,
                 align: Qt.AlignmentFlag | None = None, weight: int | None = None,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(theme, text, role, color, align=align, weight=weight, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance("W\N{HORIZONTAL ELLIPSIS}"), metrics.height())

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 2, metrics.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fits = self.fontMetrics().horizontalAdvance(self.text()) <= self.width()
        self.setToolTip("" if fits else self.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(resolve_color(self._theme, self._color))
        painter.setFont(self.font())
        shown = QFontMetrics(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self.alignment()) | Qt.TextFlag.TextSingleLine, shown)


class IconLabel(QWidget):
    """An icon in a colour role; decoration (no name) unless one is given.

    Args:
        name: of the icon.
        size: side in px at scale 1.0.
    """

    def __init__(self, theme: Theme, name: str, size: int = 20, color: str = "text", *,
                 accessible_name: str = "", parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme, self._name, self._size, self._color = theme, name, size, color
        self.setAccessibleName(accessible_name)
        self.setToolTip(accessible_name)
        self._dress()
        theme.changed.connect(self._dress)

    def set_icon(self, name: str, color: str | None = None) -> None:
        """Show another icon, in another colour role if given."""
        self._name = name
        self._color = color or self._color
        self.update()

    def _dress(self) -> None:
        side = self._theme.px(self._size)
        self.setFixedSize(side, side)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, self._name, QRectF(self.rect()), resolve_color(self._theme, self._color))


class IconText(QWidget):
    """An icon beside a line of text, both in one colour or the icon in its own."""

    def __init__(self, theme: Theme, icon: str, text: str = "", role: str = "body", color: str = "text", *,
                 icon_size: int = 20, icon_color: str | None = None, gap: int = 8, elide: bool = False,
                 wrap: bool = False, weight: int | None = None, parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme, self._gap = theme, gap
        self._own_icon_color = icon_color is not None
        self.icon = IconLabel(theme, icon, icon_size, icon_color or color)
        if elide:
            self.label: Label = ElidedLabel(theme, text, role, color, weight=weight)
        else:
            self.label = Label(theme, text, role, color, wrap=wrap, weight=weight)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        if wrap:
            self.label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        top = Qt.AlignmentFlag.AlignTop if wrap else Qt.AlignmentFlag.AlignVCenter
        self._row.addWidget(self.icon, 0, top)
        self._row.addWidget(self.label, 1)
        self._dress()
        theme.changed.connect(self._dress)

    def set(self, text: str, icon: str | None = None, color: str | None = None) -> None:
        """Set the text, and the icon and colour where given."""
        self.label.setText(text)
        if color is not None:
            self.label.set_color(color)
        icon_color = None if self._own_icon_color else color
        if icon is not None or icon_color is not None:
            self.icon.set_icon(icon or self.icon._name, icon_color)

    def text(self) -> str:
        """What it says."""
        return self.label.text()

    def _dress(self) -> None:
        self._row.setSpacing(self._theme.px(self._gap))

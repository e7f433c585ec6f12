"""The body of the counter's window: the card, the columns, and how they share the room; passive."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.counter.card import LOW, CurrentCard
from desktop.ui.counter.side import FigureCards, NextList, SideColumn
from desktop.ui.counter.state import Scene
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme

#: From this width (px at scale 1.0) there is a third column.
WIDE = 1800
#: Below this the list beside the card would cut the card's keys: it is on F11 then.
ONE = 860


class CounterView(QWidget):
    """Shows the scene that it is given; `picked(ticket id)` when somebody in a list is meant."""

    picked = Signal(object)

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._theme = theme
        self._scene: Scene | None = None
        self.card = CurrentCard(theme, texts)
        self.figures = FigureCards(theme, texts)
        self.next = NextList(theme, texts)
        self.side = SideColumn(theme, texts)
        self.next.picked.connect(self.picked)
        self.side.picked.connect(self.picked)
        left = QWidget()
        left.setObjectName("scrolled")
        self._left = QVBoxLayout(left)
        self._left.addWidget(self.card, 1)
        self._left.addWidget(self.figures)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.viewport().setAutoFillBackground(False)
        self._area.setWidget(left)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow_focus)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._area, 1)
        self._row.addWidget(self.next)
        self._row.addWidget(self.side)
        self.setFocusProxy(self.card.primary)
        self._lay_out()
        theme.changed.connect(self._lay_out)

    def set_texts(self, texts: Texts) -> None:
        """Take the words of a language."""
        for part in (self.card, self.figures, self.next, self.side):
            part.set_texts(texts)
        if self._scene is not None:
            self.show_scene(self._scene)

    def show_scene(self, scene: Scene) -> None:
        """Draw the scene in all parts that are shown."""
        self._scene = scene
        self.card.show_scene(scene)
        self.next.show_scene(scene)
        if not self.side.isHidden():
            self.side.show_scene(scene)
        self.figures.setVisible(self._room_for_figures and scene.mode == "idle")
        if self._room_for_figures:
            self.figures.show_scene(scene)

    def _follow_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._area.isAncestorOf(now):
            self._area.ensureWidgetVisible(now, 8, 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        theme = self._theme
        width, height = self.width() / theme.scale, self.height() / theme.scale
        one, wide = width < ONE, width >= WIDE
        narrow = not one and width < 1200
        self._room_for_figures = not one and not narrow and height >= LOW
        self.card.set_layout(one=one, narrow=narrow, wide=wide, tiny=width < 560, height=height)
        self.next.setVisible(not one)
        self.next.set_narrow(narrow)
        self.next.setFixedWidth(theme.px(220 if narrow else 480 if wide else 410))
        self.side.setVisible(wide)
        self.side.setFixedWidth(theme.px(500))
        gap = theme.px(20 if wide else 16)
        edge = theme.px(14 if one else 20)
        self._row.setSpacing(gap)
        self._left.setSpacing(gap)
        # Room for the focus ring within the scroll area.
        self._left.setContentsMargins(*(theme.px(6) if one else 0,) * 4)
        self._row.setContentsMargins(edge, theme.px(6) if one else theme.px(16), edge,
                                     theme.px(6) if one else theme.px(16))  # fmt: skip
        if self._scene is not None:
            self.show_scene(self._scene)

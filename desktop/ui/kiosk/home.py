"""The start of the kiosk: landscape, portrait, and six large tiles with key numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.kiosk.brand import Brand, CheckInButton
from desktop.ui.kiosk.look import Look
from desktop.ui.kiosk.parts import Page, TileGrid, Tools, margins
from desktop.ui.kiosk.states import HomeState, Screen
from desktop.ui.kiosk.tiles import Tile
from desktop.ui.widgets import IconText, Label


class HomePage(Page):
    """Brand panel, 2 x 4 group tiles, tools."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.brand = Brand(look, self)
        self._check_in: CheckInButton | None = None
        self._free: IconText | None = None
        self.grid = TileGrid(look, self, columns=2, rows=4, upright=look.portrait)
        self.tools = Tools(look, self, stacked=look.portrait)
        if look.portrait:
            self._stand()
        else:
            self._lie()

    def _lie(self) -> None:
        look = self.look
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.brand)
        column = QVBoxLayout()
        column.setContentsMargins(look.px(40), look.px(40), look.px(40), look.px(40))
        column.setSpacing(look.px(33))
        column.addWidget(self.grid, 1)
        column.addWidget(self.tools)
        row.addLayout(column, 1)

    def _stand(self) -> None:
        look = self.look
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.brand)
        tiles = QVBoxLayout()
        tiles.setContentsMargins(look.px(40), look.px(28), look.px(40), look.px(8))
        tiles.addWidget(self.grid, 1)
        column.addLayout(tiles, 1)
        band = QHBoxLayout()
        band.setContentsMargins(look.px(54), look.px(10), look.px(48), look.px(18))
        self._check_in = CheckInButton(look, on_deep=False)
        self.wire(self._check_in)
        self._free = IconText(
            look.theme, "check-circle", "", "kiosk.button", "state:done", icon_size=36, gap=16
        )
        band.addWidget(self._check_in, 1)
        band.addStretch(0)
        band.addWidget(self._free)
        column.addLayout(band)
        foot = Foot(look)
        inner = QVBoxLayout(foot)
        inner.setContentsMargins(look.px(40), look.px(26), look.px(40), look.px(32))
        inner.addWidget(self.tools)
        column.addWidget(foot)

    def render_screen(self, screen: Screen) -> None:
        body = screen.body
        assert isinstance(body, HomeState)
        self.brand.render_screen(screen)
        self.grid.set_tiles(body.tiles)
        self.tools.set_tools(screen.tools)
        if self._check_in is not None and self._free is not None:
            self._check_in.say()
            self._check_in.setVisible(body.can_check_in)
            self._free.set(self.look.texts.text("kiosk.all_free"))
            self._free.setVisible(body.all_free)

    def tiles(self) -> Sequence[Tile]:
        return self.grid.shown


class SixPage(Page):
    """Six large tiles with key numbers, for "Teks besar" and "Kontras"."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        theme = look.theme
        self._title = Label(theme, "", look.role("heading"), "text")
        self._time = Label(theme, "", look.role("second"), "muted")
        columns, rows = (1, 6) if look.portrait else (2, 3)
        self.grid = TileGrid(look, self, columns=columns, rows=rows)
        self.tools = Tools(look, self, stacked=look.portrait)
        column = QVBoxLayout(self)
        column.setContentsMargins(*margins(look))
        column.setSpacing(look.px(36))
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._time)
        column.addLayout(head)
        column.addWidget(self.grid, 1)
        column.addWidget(self.tools)

    def render_screen(self, screen: Screen) -> None:
        body = screen.body
        assert isinstance(body, HomeState)
        texts = self.look.texts
        self._title.setText(texts.text("kiosk.choose"))
        self._time.setText(texts.time(screen.now, screen.zone))
        self.grid.set_tiles(body.tiles)
        self.tools.set_tools(screen.tools)

    def tiles(self) -> Sequence[Tile]:
        return self.grid.shown


class Foot(QWidget):
    """The surface that the tools stand on in portrait."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._look.theme
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(0, 0, self.width(), int(theme.line(2)), theme.color("border"))

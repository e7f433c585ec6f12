"""Parts that several pages of the kiosk share: the base of pages, the grid of tiles, the row of tools."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.kiosk.look import Look
from desktop.ui.kiosk.press import Press, Tool
from desktop.ui.kiosk.states import Screen, TileState
from desktop.ui.kiosk.tiles import Tile

#: Tool -> (icon, action, value, kind, text)
TOOLS: dict[str, tuple[str, str, str, str, str]] = {
    "language": ("globe", "language", "", "plain", "kiosk.tool.language"),
    "large": ("text-size", "look", "large", "plain", "kiosk.tool.large"),
    "contrast": ("contrast", "look", "contrast", "plain", "kiosk.tool.contrast"),
    "normal": ("screen", "look", "normal", "plain", "kiosk.tool.normal"),
    "call": ("bell", "call", "", "plain", "kiosk.tool.call"),
    "back": ("arrow-left", "back", "", "plain", "kiosk.tool.back"),
    "home": ("home", "home", "", "plain", "kiosk.tool.home"),
    "reprint": ("printer", "reprint", "", "plain", "kiosk.tool.reprint"),
    "time": ("clock", "time", "", "plain", "kiosk.tool.time"),
    "finish": ("tick", "finish", "", "primary", "kiosk.tool.finish"),
}


class Page(QWidget):
    """One kind of screen; `acted(action, value)` says what was touched."""

    acted = Signal(str, str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look

    def render_screen(self, screen: Screen) -> None:
        """Show a screen of this kind."""
        raise NotImplementedError

    def wire(self, press: Press) -> None:
        """Hand on what is touched."""
        press.clicked.connect(lambda: self.acted.emit(press.action, press.value))

    def tiles(self) -> Sequence[Tile]:
        """The tiles that the keys 1 to 9 press, in their order."""
        return ()

    def first(self) -> QWidget | None:
        """What gets the focus when the page comes up."""
        tiles = self.tiles()
        return tiles[0] if tiles else None


class TileGrid(QWidget):
    """Tiles in rows and columns of one size; they stay in place while only their words change."""

    def __init__(self, look: Look, page: Page, *, columns: int, rows: int, upright: bool = False,
                 picture: bool = False, row: bool = False) -> None:  # fmt: skip
        super().__init__(page)
        self._look, self._page, self._columns, self._rows = look, page, columns, rows
        self._upright, self._picture, self._row = upright, picture, row
        self.shown: list[Tile] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(look.gap())
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)

    def set_tiles(self, states: Sequence[TileState]) -> None:
        """Show these tiles."""
        if len(states) != len(self.shown):
            for tile in self.shown:
                self._grid.removeWidget(tile)
                tile.hide()
                tile.deleteLater()
            self.shown = []
            # Few tiles become larger, but never more than twice as high as usual.
            rows = max(-(-len(states) // self._columns), -(-self._rows // 2))
            for number in range(self._rows):
                self._grid.setRowStretch(number, 1 if number < rows else 0)
            for number, state in enumerate(states):
                tile = Tile(self._look, state, upright=self._upright, picture=self._picture, row=self._row)
                tile.number = number + 1 if number < 9 else 0
                self._page.wire(tile)
                self._grid.addWidget(tile, number // self._columns, number % self._columns)
                self.shown.append(tile)
        for tile, state in zip(self.shown, states, strict=True):
            tile.set_state(state)


class Tools(QWidget):
    """The tools at the foot, sized by their words; `stacked`: the call for staff has a row of its own."""

    def __init__(self, look: Look, page: Page, *, stacked: bool = False, natural: bool = False) -> None:
        super().__init__(page)
        self._look, self._page, self._stacked, self._natural = look, page, stacked, natural
        self.shown: dict[str, Tool] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(16))
        self._top, self._row = QHBoxLayout(), QHBoxLayout()
        for layout in (self._top, self._row):
            layout.setSpacing(look.px(16))
            column.addLayout(layout)

    def set_tools(self, names: Sequence[str]) -> None:
        """Show these tools, in this order."""
        look = self._look
        if tuple(names) != tuple(self.shown):
            for tool in self.shown.values():
                tool.hide()
                tool.deleteLater()
            for layout in (self._top, self._row):
                while layout.takeAt(0) is not None:
                    pass
            self.shown = {name: self._tool(name) for name in names}
            for name, tool in self.shown.items():
                layout = self._top if self._stacked and name == "call" else self._row
                layout.addWidget(tool)
        for name, tool in self.shown.items():
            tool.set_text(look.texts.text(TOOLS[name][4]))
            layout = self._top if self._stacked and name == "call" else self._row
            layout.setStretchFactor(tool, 1 if self._stacked else tool.sizeHint().width())

    def _tool(self, name: str) -> Tool:
        icon, action, value, kind, _text = TOOLS[name]
        if name == "call" and self._look.name == "contrast":
            kind = "accent"
        tool = Tool(self._look, action, value, "", icon, kind=kind)
        across = QSizePolicy.Policy.Preferred if self._natural else QSizePolicy.Policy.Expanding
        tool.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self._page.wire(tool)
        return tool


def margins(look: Look) -> tuple[int, int, int, int]:
    """Margins of a whole page: 40 beside, in the six-tile look 56."""
    side = look.px(56 if look.large and not look.portrait else 40)
    return side, look.px(40), side, look.px(40)


LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter

"""The live look of one program: colours by role, fonts by role, sizes by scale; given to every widget.

One `Theme` is built by the composition root and handed down. Changing name or scale emits `changed` once;
widgets that paint or set fonts listen to it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont

from desktop.ui.theme import black, dark, light, white
from desktop.ui.theme.hall import HALL
from desktop.ui.theme.tokens import STATE_ALIASES, STATE_ICONS, Tokens
from desktop.ui.theme.type import FALLBACK, FAMILY, TYPE

_TOKENS: dict[str, Tokens] = {t.TOKENS.name: t.TOKENS for t in (light, dark, black, white)}
THEME_NAMES: tuple[str, ...] = tuple(_TOKENS)
SCALES: tuple[float, ...] = (1.0, 1.25, 1.5, 2.0, 3.0)


@dataclass(frozen=True, slots=True)
class StateLook:
    """How a state shows.

    Attributes:
        text: colour of icon and word on `fill`.
        fill: colour of the pill.
        frame: 2 px frame in both high-contrast themes, else None.
        plain: colour as plain text on a row (surface, canvas or accent-soft).
        icon: name of its icon.
    """

    text: QColor
    fill: QColor
    frame: QColor | None
    plain: QColor
    icon: str


class Theme(QObject):
    """Colours, fonts and sizes of the running program.

    Args:
        name: light, dark, black or white.
        scale: 1.0 to 3.0; multiplies type, heights, spacing and icons.
    """

    changed = Signal()

    def __init__(self, name: str = "light", scale: float = 1.0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tokens = self._tokens_of(name)
        self._scale = float(scale)
        self._fonts: dict[tuple[object, ...], QFont] = {}
        self._colors: dict[str, QColor] = {}

    @staticmethod
    def _tokens_of(name: str) -> Tokens:
        if name not in _TOKENS:
            raise ValueError(f"theme {name!r} is not one of {', '.join(_TOKENS)}")
        return _TOKENS[name]

    @property
    def name(self) -> str:
        """light, dark, black or white."""
        return self._tokens.name

    @property
    def scale(self) -> float:
        """1.0 for 100 % text, up to 3.0."""
        return self._scale

    @property
    def high_contrast(self) -> bool:
        """True in black and white: 2 px lines, framed pills."""
        return self._tokens.high_contrast

    @property
    def is_dark(self) -> bool:
        """True where text is lighter than its ground."""
        return self._tokens.is_dark

    def set(self, name: str | None = None, scale: float | None = None) -> None:
        """Change theme, scale or both; emits `changed` once, and only when something changed."""
        tokens = self._tokens if name is None else self._tokens_of(name)
        new_scale = self._scale if scale is None else float(scale)
        if not 0.5 <= new_scale <= 4.0:
            raise ValueError(f"scale {new_scale} is not within 0.5 and 4.0")
        if tokens is self._tokens and new_scale == self._scale:
            return
        self._tokens, self._scale = tokens, new_scale
        self._fonts.clear()
        self._colors.clear()
        self.changed.emit()

    # colours

    def color(self, role: str) -> QColor:
        """Return the colour of a role of look.md section 2, for example "accent-soft"."""
        color = self._colors.get(role)
        if color is None:
            color = self._colors[role] = QColor(self._tokens.roles[role])
        return color

    def hall(self, role: str) -> QColor:
        """Return a colour of the hall display's own fixed set."""
        return QColor(HALL[role])

    def state(self, name: str) -> StateLook:
        """Return text, fill, frame and icon of a state ("called", "no_show", or "ready", "break", ...)."""
        key = name.replace("-", "_")
        base, icon = STATE_ALIASES.get(key, (key, STATE_ICONS.get(key, "info")))
        text, fill = self._tokens.states[base]
        frame = None
        plain = text
        if self.high_contrast:
            frame = QColor(fill if base == "called" else text)
            plain = fill if base == "called" else text
        return StateLook(QColor(text), QColor(fill), frame, QColor(plain), icon)

    # sizes

    def px(self, n: float) -> int:
        """Return a length of n px at scale 1.0 in today's px, rounded."""
        return round(n * self._scale)

    def line(self, n: float = 1.0) -> float:
        """Return the width of a line or ring: by the square root of the scale, whole px, 2 px in contrast."""
        if self.high_contrast and n < 2:
            n = 2
        return float(max(1, round(n * math.sqrt(self._scale))))

    # type

    def font(self, role: str, *, weight: int | None = None, factor: float = 1.0,
             tabular: bool | None = None) -> QFont:  # fmt: skip
        """Return the font of a role (see type.py).

        Args:
            role: "body", "label", "ticket", "kiosk.tile", "display.call", ...
            weight: 400, 500, 600 or 700 instead of the role's own.
            factor: of the role's size, for numbers that must shrink to fit.
            tabular: figures of one width, instead of the role's own choice.
        """
        key = (role, weight, factor, tabular)
        font = self._fonts.get(key)
        if font is None:
            spec = TYPE[role]
            font = QFont()
            font.setFamilies([FAMILY, FALLBACK])
            # Whole px, because layouts are px too: an odd dpi must not pull type and boxes apart.
            font.setPixelSize(max(8, round(spec.size_pt * 4 / 3 * factor * self._scale)))
            font.setWeight(QFont.Weight(weight or spec.weight))
            if spec.tabular if tabular is None else tabular:
                font.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[key] = font
        return QFont(font)

    def icon_size(self, n: int = 20) -> int:
        """Return an icon's side in px; n is one of 17, 20, 24, 28 (kiosk 36 to 84) at scale 1.0."""
        return self.px(n)

"""Dresses the application: fonts, Fusion, palette first, one style sheet; for the composition root."""

from __future__ import annotations

import sys

from PySide6.QtGui import QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from desktop.ui.resources import resource_path
from desktop.ui.theme.sheet import style_sheet
from desktop.ui.theme.theme import Theme

_FONTS = (
    "AtkinsonHyperlegibleNext-Regular.ttf",
    "AtkinsonHyperlegibleNext-Medium.ttf",
    "AtkinsonHyperlegibleNext-SemiBold.ttf",
    "AtkinsonHyperlegibleNext-Bold.ttf",
    "NotoSans-Regular.ttf",
    "NotoSans-SemiBold.ttf",
    "NotoSans-Bold.ttf",
)

_GROUPS: dict[QPalette.ColorRole, str] = {
    QPalette.ColorRole.Window: "canvas",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ToolTipBase: "surface",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.Midlight: "sunken",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "edge",
    QPalette.ColorRole.Shadow: "edge",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.BrightText: "text",
    QPalette.ColorRole.PlaceholderText: "faint",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on-accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent-text",
    QPalette.ColorRole.LinkVisited: "accent-text",
}


def register_fonts() -> list[str]:
    """Register the committed fonts and return the file names that Qt refused (none, normally)."""
    return [
        name for name in _FONTS if QFontDatabase.addApplicationFont(str(resource_path("fonts", name))) < 0
    ]


def palette(theme: Theme) -> QPalette:
    """Return the palette of a theme (look.md, section 2)."""
    result = QPalette()
    for role, token in _GROUPS.items():
        result.setColor(role, theme.color(token))
    disabled = QPalette.ColorGroup.Disabled
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        result.setColor(disabled, role, theme.color("muted"))
    result.setColor(disabled, QPalette.ColorRole.Button, theme.color("sunken"))
    result.setColor(disabled, QPalette.ColorRole.Base, theme.color("sunken"))
    return result


def windows_high_contrast() -> str | None:
    """Return "black" or "white" where Windows' own High Contrast is on, else None (also elsewhere)."""
    if sys.platform != "win32":
        return None
    import ctypes

    class HighContrast(ctypes.Structure):
        _fields_ = [("size", ctypes.c_uint), ("flags", ctypes.c_uint), ("scheme", ctypes.c_wchar_p)]

    spi_get_high_contrast, flag_on, color_window = 0x0042, 0x1, 5
    user32 = ctypes.windll.user32
    answer = HighContrast(ctypes.sizeof(HighContrast), 0, None)
    if not user32.SystemParametersInfoW(spi_get_high_contrast, answer.size, ctypes.byref(answer), 0):
        return None
    if not answer.flags & flag_on:
        return None
    ground = user32.GetSysColor(color_window)
    brightness = (ground & 0xFF) + (ground >> 8 & 0xFF) + (ground >> 16 & 0xFF)
    return "white" if brightness > 3 * 127 else "black"


def apply(app: QApplication, theme: Theme) -> None:
    """Dress the application in a theme, and again whenever it changes.

    Call once, before the first window. Windows High Contrast wins over the theme that was asked for.
    """
    register_fonts()
    app.setStyle(QStyleFactory.create("Fusion"))
    forced = windows_high_contrast()
    if forced is not None:
        theme.set(name=forced)

    def dress() -> None:
        app.setPalette(palette(theme))
        app.setFont(theme.font("body"))
        app.setStyleSheet(style_sheet(theme))

    dress()
    # First in line: widgets that repaint on `changed` must find the new palette already there.
    theme.changed.connect(dress)

"""Looks: role colours, type, sizes and icons by one scale value; for views and widgets only.

`Theme` is handed to every widget that paints; `apply(app, theme)` dresses the application.
"""

from desktop.ui.theme.apply import apply, register_fonts, windows_high_contrast
from desktop.ui.theme.hall import HALL
from desktop.ui.theme.icons import icon_names, icon_pixmap, paint_icon
from desktop.ui.theme.theme import THEME_NAMES, StateLook, Theme
from desktop.ui.theme.tokens import ROLES, STATE_ICONS, STATES

__all__ = [
    "HALL",
    "ROLES",
    "STATES",
    "STATE_ICONS",
    "THEME_NAMES",
    "StateLook",
    "Theme",
    "apply",
    "icon_names",
    "icon_pixmap",
    "paint_icon",
    "register_fonts",
    "windows_high_contrast",
]

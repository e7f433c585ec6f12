"""The frame of every staff window and its in-window panels; for views and the composition root."""

from desktop.ui.shell.accessibility import AccessibilityPanel
from desktop.ui.shell.bars import StatusBar, StatusItem, TopBar
from desktop.ui.shell.layout import NARROW, ONE_COLUMN, TWO_COLUMNS, layout_class
from desktop.ui.shell.menus import KeySheet, MoreMenu
from desktop.ui.shell.sheet import Sheet
from desktop.ui.shell.signin import CounterChoice, CounterChooserView, SignInView
from desktop.ui.shell.window import StaffWindow

__all__ = [
    "NARROW",
    "ONE_COLUMN",
    "TWO_COLUMNS",
    "AccessibilityPanel",
    "CounterChoice",
    "CounterChooserView",
    "KeySheet",
    "MoreMenu",
    "Sheet",
    "SignInView",
    "StaffWindow",
    "StatusBar",
    "StatusItem",
    "TopBar",
    "layout_class",
]

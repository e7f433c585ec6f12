"""Painted parts that every window is made of; each takes the `Theme` first. For views and the shell only."""

from desktop.ui.widgets.buttons import ActionButton, LinkButton, PrimaryButton, SecondaryButton
from desktop.ui.widgets.cards import Card, EmptyState, Line
from desktop.ui.widgets.fields import ScanField, TextField
from desktop.ui.widgets.focus import FocusRing
from desktop.ui.widgets.gauge import Gauge
from desktop.ui.widgets.labels import ElidedLabel, IconLabel, IconText, Label, resolve_color
from desktop.ui.widgets.marks import KeyCap, Mark, Pill
from desktop.ui.widgets.paint import (
    key_cap_width,
    paint_key_cap,
    paint_mark,
    paint_pill,
    pill_height,
    pill_width,
)

__all__ = [
    "ActionButton",
    "Card",
    "ElidedLabel",
    "EmptyState",
    "FocusRing",
    "Gauge",
    "IconLabel",
    "IconText",
    "KeyCap",
    "Label",
    "Line",
    "LinkButton",
    "Mark",
    "Pill",
    "PrimaryButton",
    "ScanField",
    "SecondaryButton",
    "TextField",
    "key_cap_width",
    "paint_key_cap",
    "paint_mark",
    "paint_pill",
    "pill_height",
    "pill_width",
    "resolve_color",
]

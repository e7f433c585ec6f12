"""Which layout a window has for its width and scale (look.md, section 8); pure."""

from __future__ import annotations

TWO_COLUMNS = "two"
NARROW = "narrow"
ONE_COLUMN = "one"


def layout_class(width_px: int, scale: float) -> str:
    """Return the layout for a width in px at a scale.

    "two": from 1200 (third column from 1900 is the view's choice); "narrow": 800 to 1199, the list shows
    number and wait; "one": below 800, the list moves to F11 and second actions to F10.
    """
    effective = width_px / scale
    if effective >= 1200:
        return TWO_COLUMNS
    return NARROW if effective >= 800 else ONE_COLUMN

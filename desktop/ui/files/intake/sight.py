"""Keeps what has the focus in sight, in every area that scrolls around it."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QWidget


def keep_in_sight(page: QWidget, shown: QWidget, margin_px: int) -> None:
    """Scroll the areas between `page` and `shown` until all of it can be seen, with some room for its ring.

    Not ``ensureWidgetVisible``: of a field it shows no more than the line of the cursor.
    """
    step = shown.parentWidget()
    while step is not None and step is not page:
        if isinstance(step, QScrollArea):
            content = step.widget()
            assert content is not None
            middle = shown.mapTo(content, shown.rect().center())
            step.ensureVisible(middle.x(), middle.y(), 8, shown.height() // 2 + margin_px)
        step = step.parentWidget()

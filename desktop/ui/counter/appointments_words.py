"""The sentences of the panel of appointments, from its state and the texts of one language."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from desktop.ui.counter.appointments_state import Line
from desktop.ui.i18n import Texts


def sentence(texts: Texts, line: Line) -> str:
    """The words of a line, with dates and times as the language writes them."""
    return texts.text(line.code, **{name: _said(texts, name, value) for name, value in line.args.items()})


def _said(texts: Texts, name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return texts.time(value)
    if isinstance(value, date):
        return texts.date_weekday(value)
    if name == "day" and isinstance(value, str):
        try:
            return texts.date_weekday(date.fromisoformat(value))
        except ValueError:
            return value
    return value

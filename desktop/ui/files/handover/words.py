"""The page's lines in the reader's language. For its views only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from desktop.ui.files.handover.state import Line
from desktop.ui.i18n import Texts


def say(texts: Texts, line: Line | None) -> str:
    """A line in words; "" for none. Days are written out, moments as the office's time, lines within lines too."""
    if line is None:
        return ""
    return texts.text(line.code, **{name: _put(texts, value) for name, value in line.args.items()})


def _put(texts: Texts, value: Any) -> Any:
    if isinstance(value, Line):
        return say(texts, value)
    if isinstance(value, datetime):
        return texts.time(value)
    if isinstance(value, date):
        return texts.date(value)
    if isinstance(value, (list, tuple)):
        return texts.items([str(one) for one in value])
    return value


def chosen(texts: Texts, both: tuple[str, str]) -> str:
    """The one of (Indonesian, English) that is read here."""
    return both[1] if texts.language == "en" else both[0]

"""What the scan card shows, as frozen values: made by its presenter, drawn by the card. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from desktop.ui.files.finding.state import NOTHING, Named, Said

__all__ = ["BatchScene", "Job", "Named", "Said", "ScanRow", "scanned_before"]

Job = Literal["open", "move", "place", "route", "accept"]
"""What a scan does: opens the file, moves it on, puts it on a shelf, onto a routing list, or signs for it."""


@dataclass(frozen=True, slots=True)
class ScanRow:
    """One scan. ``state``: waiting, done, refused, undone."""

    key: int
    text: str
    state: str
    at: datetime
    number: str = ""
    service: Named = NOTHING
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class BatchScene:
    """The card at one moment.

    Attributes:
        target: the shelf, or whom papers are sent to; "" where the job needs none or it is not known yet.
        rows: the newest scan first.
        done, refused: how many of them.
        can_undo: Ctrl+Z has something to take back.
    """

    job: Job = "open"
    target: str = ""
    rows: tuple[ScanRow, ...] = ()
    done: int = 0
    refused: int = 0
    can_undo: bool = False
    zone: str = "UTC"
    notice: Said | None = None


def scanned_before(rows: tuple[ScanRow, ...], text: str) -> str | None:
    """The number of the file that ``text`` means, where this go has it already and it was not taken back."""
    code = _plain(text)
    for row in rows:
        if row.state in ("waiting", "done") and code in (_plain(row.text), _plain(row.number)):
            return row.number or row.text
    return None


def _plain(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())

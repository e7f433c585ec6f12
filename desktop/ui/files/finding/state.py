"""What lists and searches of files show, as frozen values; made by presenters, drawn by widgets. Plain Python.

Moments are in the office's own zone. Names of persons are as they may be shown, a NIK is masked.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from desktop.ui.counter.state import Named, Said

__all__ = ["LISTS", "NOTHING", "FileRow", "ListFigure", "ListsScene", "Named", "Said", "SearchScene"]

NOTHING = Named("", "")
"""No words."""

LISTS = ("today", "late", "waiting", "returned", "ready", "mine", "coming", "days_7", "days_30", "days_90")
"""The lists in the order of their tiles."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file in a list.

    Attributes:
        state: a code of ``desktop.domain.files.APPLICATION_STATES``.
        step: where it stands in its procedure; empty outside of it.
        due: the promise as it stands; ``late`` past it, ``paused`` while its clock is stopped.
        days_waiting: ready or returned since so many calendar days.
        sent_by: of a paper on its way: who sent it; "" otherwise.
    """

    application_id: uuid.UUID
    number: str
    service: Named
    person: str = ""
    nik: str = ""
    state: str = "received"
    step: Named = NOTHING
    due: datetime | None = None
    late: bool = False
    paused: bool = False
    days_waiting: int = 0
    return_by: date | None = None
    holder: str = ""
    place: str = ""
    sent_by: str = ""


@dataclass(frozen=True, slots=True)
class SearchScene:
    """The search page at one moment.

    Attributes:
        text: what was searched for; "" before anything was.
        by: number, nik, phone, name, or nothing where the text says too little.
        likely: existing numbers that a mistyped one may have meant.
        searching: the answer is awaited; the former rows stay.
        today: the office's day, for the words of the dates.
    """

    text: str = ""
    by: str = ""
    rows: tuple[FileRow, ...] = ()
    more: bool = False
    likely: tuple[str, ...] = ()
    searching: bool = False
    today: date | None = None
    fault: Said | None = None


@dataclass(frozen=True, slots=True)
class ListFigure:
    """One list: its name (of ``LISTS``), how many files it has, and the first of them."""

    name: str
    count: int = 0
    rows: tuple[FileRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ListsScene:
    """All lists at one moment; ``chosen`` is the one whose rows are shown."""

    lists: tuple[ListFigure, ...] = ()
    chosen: str = "today"
    today: date | None = None
    loaded: bool = False
    fault: Said | None = None
    names: dict[str, int] = field(default_factory=dict)

    def figure(self, name: str) -> ListFigure:
        """The list of this name, empty where it was not read yet."""
        return next((one for one in self.lists if one.name == name), ListFigure(name))

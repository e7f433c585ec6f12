"""What a file's window shows, as frozen values: made by the presenter, drawn by the widgets. Plain Python.

Moments are in the office's own zone. Names of persons are as they may be shown; a NIK is masked.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from desktop.ui.files.finding.state import NOTHING, Named, Said

__all__ = [
    "BarDay",
    "Decision",
    "Item",
    "Kept",
    "Move",
    "Named",
    "News",
    "Paper",
    "Promise",
    "Said",
    "Scene",
    "Step",
]

Primary = Literal["next_step", "hand_over", "resume", "resubmit", "archive", "accept", "none"]
"""What F2 does in the file's state."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the file's way.

    Attributes:
        status: done, current or to_come.
        look: state of the theme whose colours the disc has; ``icon`` its icon.
        title: the step's words, or None where ``said`` words an event.
        below: who did it and where, or what it waits for.
        at: when; None for what is to come.
        took_s: seconds of working time, or (``by_calendar``) of the calendar while the clock stood.
    """

    status: str
    look: str
    icon: str
    title: Named | None
    said: Said | None = None
    below: Said | None = None
    at: datetime | None = None
    took_s: int | None = None
    by_calendar: bool = False
    over_norm: bool = False


@dataclass(frozen=True, slots=True)
class BarDay:
    """One working day of the promise: done, today, to_come, stopped or late."""

    day: date
    state: str


@dataclass(frozen=True, slots=True)
class Promise:
    """The promise as it stands: none, running, today, paused, late, met, missed."""

    verdict: str = "none"
    due: datetime | None = None
    first: datetime | None = None
    value: int = 0
    unit: str = ""
    late_s: int = 0
    stopped_days: int = 0
    bar: tuple[BarDay, ...] = ()
    standing: str = ""
    """Code of what to say where the calendar has changed since the promise was given; the promise stands."""
    now: datetime | None = None
    """What the calendar would give now."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A printed document (can be printed again) or a scan."""

    paper_id: uuid.UUID
    printed: bool
    kind: str
    title: str
    at: datetime
    version: int = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """An original in custody, or a thing that the file gave (``given``); ``state`` held, returned, destroyed."""

    label: str
    state: str
    where: str = ""
    given: bool = False
    quantity: int = 1
    unit: str = "sheet"


@dataclass(frozen=True, slots=True)
class News:
    """A notice that was sent."""

    to: str
    way: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the checklist that can turn out to be missing."""

    requirement: str
    kind: str
    label: Named


@dataclass(frozen=True, slots=True)
class Move:
    """What F8 may do from here, and with which reasons."""

    action: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided with F8."""

    action: str
    reason: str | None = None
    note: str = ""
    missing: tuple[Item, ...] = ()
    target_step: int | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """The window at one moment.

    Attributes:
        primary: what F2 does; ``primary_why`` why it cannot (a Said), where it is "none".
        next: words of the next step.
        moves: what F8 offers; ``send_back`` the earlier steps.
        where: who has the paper now: a Said.
        notice: one line in place ("Kasi Nurhayati sudah memindahkan ...").
        coming: the paper is on its way to somebody who can sign for it.
        late: the apology slip can be printed.
        blocked: command id -> why it cannot run now.
    """

    loaded: bool = False
    application_id: uuid.UUID | None = None
    number: str = ""
    service: Named = NOTHING
    person: str = ""
    nik: str = ""
    proxy: str = ""
    restricted: bool = False
    state: str = "received"
    version: int = 1
    steps: tuple[Step, ...] = ()
    steps_done: int = 0
    steps_total: int = 0
    promise: Promise = Promise()
    papers: tuple[Paper, ...] = ()
    kept: tuple[Kept, ...] = ()
    news: tuple[News, ...] = ()
    where: Said | None = None
    note: str = ""
    primary: Primary = "none"
    primary_why: Said | None = None
    next: Named | None = None
    moves: tuple[Move, ...] = ()
    send_back: tuple[tuple[int, Named], ...] = ()
    items: tuple[Item, ...] = ()
    coming: bool = False
    late: bool = False
    zone: str = "UTC"
    notice: Said | None = None
    fault: Said | None = None
    can_undo: bool = False
    blocked: Mapping[str, Said] = field(default_factory=dict)

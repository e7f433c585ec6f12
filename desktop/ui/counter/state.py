"""What the counter's window shows, as frozen values: made by the presenter, drawn by the widgets. Plain Python.

Moments are in the office's own zone; durations are whole seconds or minutes and never below zero.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

Mode = Literal["loading", "idle", "called", "serving", "break", "closed"]
NextStep = Literal["call", "start", "call_finishing", "finish", "none"]


@dataclass(frozen=True, slots=True)
class Named:
    """A name in both languages."""

    id: str
    en: str

    def words(self, language: str) -> str:
        """The name in ``id`` or ``en``."""
        return self.en if language == "en" else self.id


@dataclass(frozen=True, slots=True)
class Said:
    """A text by its code, with its named arguments."""

    code: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A ticket in the line, on hold or missed."""

    ticket_id: uuid.UUID
    number: str
    service: Named
    state: str
    klass: str
    priority_reason: str | None
    needs: tuple[str, ...]
    waited_min: int
    since: datetime
    until: datetime | None
    hold_reason: str | None
    note: str | None
    returned: bool
    unprinted: bool
    sent_here: bool


@dataclass(frozen=True, slots=True)
class Current:
    """The ticket at this counter; ``elapsed_s`` runs from the start of service, None before it."""

    ticket_id: uuid.UUID
    number: str
    service: Named
    state: str
    klass: str
    priority_reason: str | None
    needs: tuple[str, ...]
    issued: datetime
    called: datetime
    waited_s: int
    times: int
    elapsed_s: int | None
    norm_s: int
    note: str | None
    unprinted: bool


@dataclass(frozen=True, slots=True)
class Served:
    """A ticket that ended here today."""

    number: str
    service: Named
    outcome: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Figures:
    """The day at this counter."""

    served: int = 0
    mean_s: int | None = None
    within_norm: int = 0
    missed: int = 0


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """An alarm that nobody has answered; ``mine`` was raised at this counter."""

    alarm_id: uuid.UUID
    kind: str
    place: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """The whole window at one moment.

    Attributes:
        rows: the line in the order of the calls; the first is next, for ``why``.
        free_s: how long nobody has been here, None before the first call of the day.
        blocked: command id -> why it cannot run now.
        notice: one line in place ("B088 sudah dipanggil Loket 4. Berikutnya B089.").
        fault: the database's fault, shown as a bar.
        muted: the rows are the former ones, a reading takes long.
        can_undo: the last step may be taken back now.
    """

    mode: Mode = "loading"
    counter: str = ""
    groups: tuple[Named, ...] = ()
    staff: str = ""
    at: datetime | None = None
    zone: str = ""
    current: Current | None = None
    rows: tuple[Row, ...] = ()
    why: Said | None = None
    waiting: int = 0
    longest_min: int = 0
    held: tuple[Row, ...] = ()
    missed: tuple[Row, ...] = ()
    served: tuple[Served, ...] = ()
    figures: Figures = Figures()
    free_s: int | None = None
    break_reason: str | None = None
    break_until: datetime | None = None
    display: bool | None = None
    prints_stuck: int = 0
    alarms: tuple[AlarmLine, ...] = ()
    next_step: NextStep = "none"
    blocked: Mapping[str, Said] = field(default_factory=dict)
    notice: Said | None = None
    fault: Said | None = None
    muted: bool = False
    can_undo: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One line to choose from in a panel.

    Attributes:
        detail: its group, or who sits at the counter.
        counters: names of the open counters that give the service.
        here: this counter gives it.
    """

    key: uuid.UUID
    name: Named
    detail: Named
    counters: tuple[str, ...] = ()
    here: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What a call out of turn asks before it is made.

    Attributes:
        finishes: the number that is finished by it, or "".
        overtakes: how many of the line wait longer.
        can_call: False shows where the ticket is, and offers nothing.
        place: the counter where it is, or "".
    """

    row: Row
    finishes: str = ""
    overtakes: int = 0
    can_call: bool = True
    is_next: bool = False
    place: str = ""


def until_of(now: datetime, minutes: int) -> datetime:
    """The end of a break as the hall is told it: on full five minutes."""
    end = now + timedelta(minutes=minutes)
    return end - timedelta(minutes=end.minute % 5, seconds=end.second, microseconds=end.microsecond)

"""A file's movements as the lines of its way: what is done, where it stands, what is to come.

A done step tells when it was finished, by whom and how long it took of the office's working time. A step of the
applicant's, and a return, are lines of a stopped clock. Steps that a file was sent back over are to come again.
Pure; called by ``desktop.office.live.file_timeline``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from desktop.domain.calendar import OfficeCalendar
from desktop.domain.files import ProcedureStep
from desktop.domain.promise import working_time
from desktop.office.live.file_values import TimelineRow

_TOLD: Final = ("return", "send_back", "refuse", "resubmit", "cancel", "uncollected", "complete")
"""Movements that are a line of their own; what else happens shows in the steps, or beside them."""

_BACK: Final = ("send_back", "resubmit", "complete")
"""What comes after them has to be done again."""

_ENDED: Final = ("collected", "archived")
_ASIDE: Final = ("returned", "refused", "cancelled", "uncollected")


@dataclass(frozen=True, slots=True)
class Way:
    """What is known: the file, its procedure, its movements (none taken back) and pauses, and now."""

    row: Any
    steps: Sequence[ProcedureStep]
    movements: Sequence[Any]
    pauses: Sequence[Any]
    calendar: OfficeCalendar
    now: datetime
    zone: ZoneInfo

    def local(self, moment: datetime) -> datetime:
        """A moment in the office's zone."""
        return moment.astimezone(self.zone)

    def worked_s(self, begins: datetime, ends: datetime) -> int:
        """Seconds of the office's time of service between two moments."""
        return int(working_time(self.calendar, begins, ends, group=self.row.group_letter).total_seconds())


@dataclass(slots=True)
class _Stay:
    """A step that the file is at, or was: the movements that brought it there and took it on."""

    came: Any = None
    left: Any = None


def way_of(way: Way) -> tuple[TimelineRow, ...]:
    """The lines, oldest first, then where it stands, then what is to come."""
    stays = _stays(way.movements)
    past: list[tuple[datetime, int, TimelineRow]] = []
    current: list[TimelineRow] = []
    to_come: list[TimelineRow] = []
    state, at_step = way.row.state, way.row.step
    for step in way.steps:
        stay = stays.get(step.number, _Stay())
        passed = step.number < at_step or (
            step.number == at_step and (state in _ENDED or (state == "ready" and step.state != "ready"))
        )
        if passed:
            line, at = _done(way, step, stay)
            past.append((at, step.number, line))
        elif step.number == at_step and state not in _ASIDE:
            current.append(_current(way, step, stay))
        else:
            to_come.append(_to_come(step))
    told = [
        _told(way, movement)
        for movement in way.movements
        if movement.action in _TOLD or (movement.action == "take_in" and movement.state == "returned")
    ]
    if state in _ASIDE and told:
        current.append(_as_current(told.pop()[2]))
    elif state == "ready" and not current:
        current.append(_ready(way))
    past.extend(told)
    past.sort(key=lambda one: (one[0], one[1]))
    return (*(line for _at, _number, line in past), *current, *to_come)


def _stays(movements: Sequence[Any]) -> dict[int, _Stay]:
    stays: dict[int, _Stay] = {}
    for movement in movements:
        if movement.action in _BACK:
            stays = {number: stay for number, stay in stays.items() if number < movement.step}
        if movement.step == movement.from_step and movement.action not in ("take_in", *_BACK):
            if movement.state == "ready" and movement.from_state != "ready" and movement.step in stays:
                stays[movement.step].left = movement
            continue
        if movement.from_step in stays and movement.from_step < movement.step:
            stays[movement.from_step].left = movement
        if movement.step > 0:
            stays[movement.step] = _Stay(came=movement)
    return stays


def _done(way: Way, step: ProcedureStep, stay: _Stay) -> tuple[TimelineRow, datetime]:
    came, left = stay.came, stay.left
    words = _words(step)
    if came is None:  # passed before the file was taken in, or without a movement of its own
        taken_in = way.row.created_at_utc
        return TimelineRow(status="done", at_local=way.local(taken_in), **words), taken_in
    if step.stops_clock and left is not None:
        stopped = max(0, int((left.at_utc - came.at_utc).total_seconds()))
        line = TimelineRow(
            status="done", who=left.who or "", at_local=way.local(came.at_utc), stopped_s=stopped,
            **{**words, "kind": "stopped"},
        )  # fmt: skip
        return line, came.at_utc
    # What the counter did is done when the file was taken in; an end needs nobody to take it further.
    if left is None or came.action in ("take_in", "complete", "hand_over", "archive"):
        line = TimelineRow(
            status="done", who=came.who or "", counter=came.counter or "", at_local=way.local(came.at_utc),
            place=came.place or "", **words,
        )  # fmt: skip
        return line, came.at_utc
    line = TimelineRow(
        status="done", who=left.who or "", counter=left.counter or "", at_local=way.local(left.at_utc),
        took_working_s=way.worked_s(came.at_utc, left.at_utc), **words,
    )  # fmt: skip
    return line, left.at_utc


def _current(way: Way, step: ProcedureStep, stay: _Stay) -> TimelineRow:
    came = stay.came
    since = came.at_utc if came is not None else way.row.state_since_utc
    where = way.row.place_name or ""
    who = (came.who or "") if came is not None else ""
    words = _words(step)
    if step.stops_clock:
        return TimelineRow(
            status="current", who=who, at_local=way.local(since), open=True, place=where,
            stopped_s=max(0, int((way.now - since).total_seconds())), **{**words, "kind": "stopped"},
        )  # fmt: skip
    counter = (came.counter or "") if came is not None else ""
    return TimelineRow(
        status="current", who=who, counter=counter, at_local=way.local(since), place=where,
        took_working_s=way.worked_s(since, way.now), **words,
    )  # fmt: skip


def _to_come(step: ProcedureStep) -> TimelineRow:
    return TimelineRow(status="to_come", **_words(step))


def _ready(way: Way) -> TimelineRow:
    """Ready without a step of its own in the procedure."""
    since = way.row.ready_at_utc or way.row.state_since_utc
    return TimelineRow(
        kind="event", status="current", state="ready", action="next_step", actor="applicant",
        at_local=way.local(since), took_working_s=way.worked_s(since, way.now), place=way.row.place_name or "",
    )  # fmt: skip


def _told(way: Way, movement: Any) -> tuple[datetime, int, TimelineRow]:
    pause = None
    if movement.action == "return":
        pause = next((one for one in way.pauses if one.at1 == movement.at_utc), None)
    stopped = None if pause is None else max(0, int(((pause.at2 or way.now) - pause.at1).total_seconds()))
    line = TimelineRow(
        kind="event" if pause is None else "stopped",
        status="done",
        state=movement.state,
        action="return" if movement.action == "take_in" else movement.action,
        reason=movement.reason,
        who=movement.who or "",
        counter=movement.counter or "",
        at_local=way.local(movement.at_utc),
        stopped_s=stopped,
        open=pause is not None and pause.at2 is None,
    )
    return movement.at_utc, 1_000, line


def _as_current(line: TimelineRow) -> TimelineRow:
    import msgspec

    return msgspec.structs.replace(line, status="current")


def _words(step: ProcedureStep) -> dict[str, Any]:
    return {
        "kind": "step",
        "number": step.number,
        "state": step.state,
        "label_id": step.label_id,
        "label_en": step.label_en,
        "actor": step.actor,
        "norm_minutes": step.minutes,
    }

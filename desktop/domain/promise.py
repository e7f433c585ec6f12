"""The promised date: when a file that is complete now is to be ready, by the office's calendar.

Pure; any layer may call it; there is no clock here. The rules, as the field counts them:

* Minutes and hours run only while the office serves: not in breaks, not after closing, not on days it is closed.
* Working days: the day on which the file is complete is day 0, and the promise ends when the office closes on day
  n. A day of limited hours is a working day. A file that is complete at the cut-off hour or later, or on a day
  without service, counts from the next working day. The cut-off hour has no say over minutes and hours.
* The clock stands while the file is with the applicant. Minutes and hours go on where they stood. Working days are
  counted as for the file itself: the day on which it came back is day 0 again, so a pause moves the date by the
  working days after the one it began on, up to and with the one it ended on, and a file that is back on the same
  day moves nothing. A pause that began after the promise had ended changes nothing.
* While the file is with the applicant there is no date.

A date that was given to somebody stands, whatever becomes of the calendar: :func:`promise_stands` compares.
Moments without a zone are the office's local time; answers carry the office's zone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final, Literal

from desktop.domain.calendar import OfficeCalendar
from desktop.domain.catalogue import Promise
from desktop.domain.working_clock import (
    NOTHING,
    Desk,
    Pause,
    SkippedDay,
    Stretch,
    days_of,
    merged_pauses,
    working_days_between,
    working_time,
)

__all__ = [
    "BarDay",
    "Due",
    "Pause",
    "Promise",
    "Remaining",
    "SkippedDay",
    "Standing",
    "day_bar",
    "is_late",
    "promise_of",
    "promise_stands",
    "promised_until",
    "remaining",
    "working_days_between",
    "working_time",
]

BarKind = Literal["counted", "paused", "off"]

_UNITS: Final = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1)}


@dataclass(frozen=True, slots=True)
class Due:
    """When a promise ends.

    Attributes:
        at: the moment, in the office's zone; None while the file is with the applicant.
        day: its date, or None.
        counted_from: day 0: the first day with service at or after the moment the file was complete.
        skipped: the days without service from the day the file was complete until `day`.
        paused: the time of service that passed while the file was with the applicant.
        paused_days: the working days by which that moved the date; 0 for minutes and hours.
        stopped_since: since when the clock stands; None while it runs.
    """

    at: datetime | None
    day: date | None
    counted_from: date
    skipped: tuple[SkippedDay, ...] = ()
    paused: timedelta = NOTHING
    paused_days: int = 0
    stopped_since: datetime | None = None

    @property
    def stopped(self) -> bool:
        """Whether the file is with the applicant, so that there is no date."""
        return self.stopped_since is not None


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left of a promise.

    Attributes:
        working_days: working days after today up to the due day, 0 on the day itself, negative once it is over.
        minutes: minutes of service until the due moment, negative once it is over.
        late: whether the due moment has passed.
        stopped: whether the clock stands; both numbers are then 0.
    """

    working_days: int
    minutes: int
    late: bool
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class BarDay:
    """One day of a promise's bar.

    Attributes:
        kind: ``counted``; ``paused`` while the file was with the applicant; ``off`` without service.
        skipped: why it is ``off``.
        today: whether this is the day of the question.
        due: whether the promise ends on it.
        ahead: whether it is still to come.
        late: whether it lies after the due day.
    """

    day: date
    kind: BarKind
    skipped: SkippedDay | None = None
    today: bool = False
    due: bool = False
    ahead: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A date that was given, beside the one that the calendar would give now.

    Attributes:
        promised_at: the moment that was promised, in the office's zone; it stands.
        now: what would be promised today for the same file.
        code: ``promise.stands_earlier`` where the promise is earlier than the calendar now allows (a holiday was
            added), ``promise.stands_later`` where there would be less to wait for; None where they agree or the
            clock stands. The texts take ``promised`` and ``now``, both dates.
    """

    promised_at: datetime
    now: Due
    code: str | None = None


def promise_of(content: Mapping[str, Any] | None) -> Promise | None:
    """Return the promise of a stored service version (its catalogue content), or None where it has none."""
    found = (content or {}).get("promise")
    if not isinstance(found, Mapping) or found.get("unit") not in ("minute", "hour", "working_day"):
        return None
    value = found.get("value")
    return Promise(value, found["unit"]) if isinstance(value, int) and value >= 1 else None


def promised_until(
    calendar: OfficeCalendar,
    promise: Promise,
    complete_at: datetime,
    pauses: Sequence[Stretch] = (),
    *,
    cut_off: time | None = None,
    group: str | None = None,
) -> Due:
    """Return when a promise ends.

    Args:
        calendar: the office's; its holidays must reach from `complete_at` to the end of the promise.
        promise: 1 or more minutes, hours or working days.
        complete_at: when the file was complete.
        pauses: while it was with the applicant, in any order; what lies before `complete_at` has no effect.
        cut_off: a file complete at this local time or later counts from the next working day.
        group: the letter of the service's group, whose own hours count where it has some.

    Raises:
        ValueError: the promise is below 1, or a pause ends before it begins.
        UserError: ``promise.no_working_day``: the office has no service in sight.
    """
    if promise.value < 1:
        raise ValueError(f"a promise of {promise.value}")
    desk = Desk(calendar, group, cut_off)
    start = calendar.local(complete_at)
    stretches = merged_pauses(calendar, pauses, start)
    if promise.unit == "working_day":
        return _in_days(desk, promise.value, start, stretches)
    return _in_time(desk, promise.value * _UNITS[promise.unit], start, stretches)


def is_late(due: Due, moment: datetime) -> bool:
    """Say whether `moment` (now, or when the file was ready; with a zone) lies after the due moment."""
    return due.at is not None and moment > due.at


def remaining(calendar: OfficeCalendar, due: Due, moment: datetime, *, group: str | None = None) -> Remaining:
    """Return what is left at a moment, in working days and in minutes of service."""
    if due.at is None or due.day is None:
        return Remaining(0, 0, late=False, stopped=True)
    now = calendar.local(moment)
    if now > due.at:
        days = working_days_between(calendar, due.day, now.date(), group=group)
        spent = working_time(calendar, due.at, now, group=group)
        return Remaining(-days, -int(spent.total_seconds() // 60), late=True)
    days = working_days_between(calendar, now.date(), due.day, group=group)
    left = working_time(calendar, now, due.at, group=group)
    return Remaining(days, int(left.total_seconds() // 60), late=False)


def day_bar(
    calendar: OfficeCalendar,
    promise: Promise,
    complete_at: datetime,
    moment: datetime,
    pauses: Sequence[Stretch] = (),
    *,
    promised_at: datetime | None = None,
    cut_off: time | None = None,
    group: str | None = None,
) -> tuple[BarDay, ...]:
    """Return the days of a promise for its bar: from the day the file was complete until it is due.

    While the clock stands, and once the promise is over, the bar runs until today. Arguments as
    :func:`promised_until`; `moment` is now, and `promised_at` the moment that was given: it stands, and the bar
    ends there though the calendar has changed since.
    """
    desk = Desk(calendar, group, cut_off)
    due = promised_until(calendar, promise, complete_at, pauses, cut_off=cut_off, group=group)
    if due.at is not None and promised_at is not None:
        given = calendar.local(promised_at)
        due = replace(due, at=given, day=given.date())
    first, today = calendar.local(complete_at).date(), calendar.local(moment).date()
    last = max(due.day or first, today) if due.at is None or is_late(due, calendar.local(moment)) else due.day
    paused: set[date] = set()
    for begins, ends in merged_pauses(calendar, pauses, calendar.local(complete_at)):
        if due.at is None or begins < due.at:
            until = desk.counting_day(ends) if ends is not None else today
            paused.update(days_of(desk.counting_day(begins) + timedelta(days=1), until))
    return tuple(
        BarDay(
            day,
            "off" if not desk.serves(day) else "paused" if day in paused else "counted",
            desk.why_not(day),
            today=day == today,
            due=day == due.day,
            ahead=day > today,
            late=due.day is not None and day > due.day,
        )
        for day in days_of(first, last or first)
    )


def promise_stands(
    calendar: OfficeCalendar,
    promise: Promise,
    complete_at: datetime,
    promised_at: datetime,
    pauses: Sequence[Stretch] = (),
    *,
    cut_off: time | None = None,
    group: str | None = None,
) -> Standing:
    """Compare a date that was given with the one that the calendar gives now; the given one stands.

    Working days are compared by their date, minutes and hours by the minute. `promised_at` is the moment that
    was given last, after any pause. Other arguments as :func:`promised_until`.
    """
    given = calendar.local(promised_at)
    now = promised_until(calendar, promise, complete_at, pauses, cut_off=cut_off, group=group)
    if now.at is None:
        return Standing(given, now)
    if promise.unit == "working_day":
        difference = (now.at.date() - given.date()).days
    else:
        difference = round((now.at - given).total_seconds() / 60)
    code = "promise.stands_earlier" if difference > 0 else "promise.stands_later" if difference < 0 else None
    return Standing(given, now, code)


def _in_days(desk: Desk, days: int, start: datetime, pauses: Sequence[Stretch]) -> Due:
    counted_from = desk.counting_day(start)
    due_day = desk.ahead(counted_from, days)
    paused, paused_days = NOTHING, 0
    for begins, ends in pauses:
        if begins >= desk.closing(due_day):
            break
        if ends is None:
            skipped = desk.skipped(start.date(), begins.date())
            return Due(None, None, counted_from, skipped, paused, paused_days, begins)
        paused += working_time(desk.calendar, begins, ends, group=desk.group)
        moved = working_days_between(
            desk.calendar, desk.counting_day(begins), desk.counting_day(ends), group=desk.group
        )
        paused_days += moved
        due_day = desk.ahead(due_day, moved)
    return Due(
        desk.closing(due_day),
        due_day,
        counted_from,
        desk.skipped(start.date(), due_day),
        paused,
        paused_days,
    )


def _in_time(desk: Desk, left: timedelta, start: datetime, pauses: Sequence[Stretch]) -> Due:
    day, paused = start.date(), NOTHING
    counted_from: date | None = None
    while True:
        for opens, closes in desk.sessions(day):
            cursor = max(opens, start)
            if cursor >= closes:
                continue
            counted_from = counted_from or day
            for begins, ends in pauses:
                if ends is not None and ends <= cursor:
                    continue
                if begins >= closes:
                    break
                run = max(begins - cursor, NOTHING)
                if left <= run:
                    break
                left -= run
                if ends is None:
                    skipped = desk.skipped(start.date(), begins.date())
                    return Due(None, None, counted_from, skipped, paused, 0, begins)
                stood_from, cursor = max(begins, cursor), min(ends, closes)
                paused += cursor - stood_from
            if left <= closes - cursor:
                due_at = cursor + left
                return Due(due_at, day, counted_from, desk.skipped(start.date(), day), paused)
            left -= closes - cursor
        day = desk.ahead(day, 1)

"""What counts as time of service: sessions, working days, pauses, seen as one group's files see the calendar.

Pure. Called by ``desktop.domain.promise``, which hands on what others need of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal, NamedTuple, TypeAlias

from desktop.domain.calendar import HORIZON_DAYS, OfficeCalendar
from desktop.domain.errors import UserError

SkipReason = Literal["weekend", "holiday", "closed"]

NOTHING: Final = timedelta(0)

Stretch: TypeAlias = "tuple[datetime, datetime | None]"


class Pause(NamedTuple):
    """While a file was with the applicant; a plain pair does as well. `ends` is None while it still is."""

    begins: datetime
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class SkippedDay:
    """A day that did not count, and why.

    Attributes:
        reason: ``weekend`` for a weekday on which the office never serves, ``holiday`` with its names, ``closed``
            for a group's own day without service.
    """

    day: date
    reason: SkipReason
    name_id: str = ""
    name_en: str = ""


def working_days_between(
    calendar: OfficeCalendar, after: date, until: date, *, group: str | None = None
) -> int:
    """Return how many working days lie after `after`, up to and with `until`; 0 where `until` is not later."""
    desk = Desk(calendar, group)
    days = (after + timedelta(days=number) for number in range(1, (until - after).days + 1))
    return sum(desk.serves(day) for day in days)


def working_time(
    calendar: OfficeCalendar, begins: datetime, ends: datetime, *, group: str | None = None
) -> timedelta:
    """Return how long the office served between two moments; nothing where `ends` is not later."""
    desk = Desk(calendar, group)
    first, last = calendar.local(begins), calendar.local(ends)
    spent = NOTHING
    for number in range((last.date() - first.date()).days + 1):
        for opens, closes in desk.sessions(first.date() + timedelta(days=number)):
            spent += max(min(closes, last) - max(opens, first), NOTHING)
    return spent


@dataclass(frozen=True, slots=True)
class Desk:
    """The calendar as one group's files see it."""

    calendar: OfficeCalendar
    group: str | None = None
    cut_off: time | None = None

    def sessions(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        hours = self.calendar.hours_on(day, self.group)
        if hours is None:
            return ()
        local = self.calendar.local
        return tuple(
            (local(datetime.combine(day, opens)), local(datetime.combine(day, closes)))
            for opens, closes in hours.sessions()
        )

    def serves(self, day: date) -> bool:
        hours = self.calendar.hours_on(day, self.group)
        return hours is not None and bool(hours.sessions())

    def counting_day(self, moment: datetime) -> date:
        """Day 0 of something that happened at `moment`."""
        day = moment.date()
        if self.cut_off is not None and moment.time() >= self.cut_off and self.serves(day):
            day += timedelta(days=1)
        return day if self.serves(day) else self.ahead(day, 1)

    def ahead(self, day: date, days: int) -> date:
        """The working day that comes `days` working days after `day`."""
        idle_days = 0
        while days:
            day += timedelta(days=1)
            idle_days += 1
            if self.serves(day):
                days, idle_days = days - 1, 0
            elif idle_days > HORIZON_DAYS:
                raise UserError("promise.no_working_day")
        return day

    def closing(self, day: date) -> datetime:
        return self.sessions(day)[-1][1]

    def why_not(self, day: date) -> SkippedDay | None:
        """Why a day does not count, or None where it does."""
        if self.serves(day):
            return None
        if day.weekday() not in self.calendar.week:
            return SkippedDay(day, "weekend")
        holiday = self.calendar.holiday_on(day)
        if holiday is not None and holiday.treatment != "open":
            return SkippedDay(day, "holiday", holiday.name_id, holiday.name_en)
        return SkippedDay(day, "closed")

    def skipped(self, first: date, last: date) -> tuple[SkippedDay, ...]:
        return tuple(off for day in days_of(first, last) if (off := self.why_not(day)) is not None)


def days_of(first: date, last: date) -> Iterator[date]:
    """Every day from `first` up to and with `last`; none where `last` is earlier."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def merged_pauses(
    calendar: OfficeCalendar, pauses: Sequence[Stretch], start: datetime
) -> tuple[tuple[datetime, datetime | None], ...]:
    """The pauses in their order, in local time, without overlaps, from `start` on."""
    local = calendar.local
    ordered = sorted(
        ((local(begins), None if ends is None else local(ends)) for begins, ends in pauses),
        key=lambda one: one[0],
    )
    merged: list[tuple[datetime, datetime | None]] = []
    for begins, ends in ordered:
        if ends is not None and ends < begins:
            raise ValueError("a pause that ends before it begins")
        if ends is not None and ends <= start:
            continue
        begins = max(begins, start)
        if merged and (before := merged[-1][1]) is None:
            break
        if merged and before is not None and begins <= before:
            merged[-1] = (merged[-1][0], None if ends is None else max(before, ends))
        else:
            merged.append((begins, ends))
    return tuple(merged)

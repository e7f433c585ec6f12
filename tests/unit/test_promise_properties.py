"""What holds for every promise: it never goes back, never ends on a closed day, and agrees with plain counting."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.calendar import DEFAULT_WEEK, Holiday, OfficeCalendar
from desktop.domain.promise import (
    Promise,
    is_late,
    promised_until,
    remaining,
    working_days_between,
    working_time,
)

FIRST = date(2026, 11, 2)
MINUTE = timedelta(minutes=1)

days = st.integers(0, 40).map(lambda n: FIRST + timedelta(days=n))
clocks = st.integers(0, 24 * 60 - 1).map(lambda n: (datetime.combine(FIRST, time()) + n * MINUTE).time())
moments = st.builds(datetime.combine, days, clocks)
treatments = st.sampled_from(["closed", "limited", "open"])
tables = st.lists(st.tuples(days, treatments), max_size=12, unique_by=lambda one: one[0]).map(
    lambda rows: OfficeCalendar(
        "Asia/Makassar", DEFAULT_WEEK, tuple(Holiday(day, "local", how, "H", "H") for day, how in rows)
    )
)
promises = st.one_of(
    st.builds(Promise, st.integers(1, 12), st.just("working_day")),
    st.builds(Promise, st.integers(1, 900), st.just("minute")),
    st.builds(Promise, st.integers(1, 20), st.just("hour")),
)
cut_offs = st.one_of(st.none(), st.just(time(14)))
pauses = st.lists(moments, max_size=4).map(
    lambda ends: [(one, other) for one, other in zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False)]
)
quick = settings(max_examples=120, deadline=None)


def serves(office: OfficeCalendar, moment: datetime) -> bool:
    """Whether the counters serve in the minute that begins at a local moment; hours told plainly."""
    hours = office.hours_on(moment.date())
    return (
        hours is not None
        and hours.opens <= moment.time() < hours.closes
        and not any(one.begins <= moment.time() < one.ends for one in hours.breaks)
    )


@quick
@given(tables, promises, moments, st.integers(0, 6000), pauses, cut_offs)
def test_a_file_that_is_complete_later_is_not_promised_earlier(
    office: OfficeCalendar,
    promise: Promise,
    complete: datetime,
    minutes: int,
    away: Any,
    cut_off: time | None,
) -> None:
    early = promised_until(office, promise, complete, away, cut_off=cut_off)
    late = promised_until(office, promise, complete + minutes * MINUTE, away, cut_off=cut_off)
    assert early.at is not None
    assert late.at is not None
    assert early.at <= late.at


@quick
@given(tables, promises, moments, pauses, cut_offs)
def test_it_ends_on_a_working_day_while_the_office_serves(
    office: OfficeCalendar, promise: Promise, complete: datetime, away: Any, cut_off: time | None
) -> None:
    due = promised_until(office, promise, complete, away, cut_off=cut_off)
    assert due.at is not None
    assert due.day is not None
    assert office.is_working_day(due.day)
    assert due.at > office.local(complete)
    assert serves(office, due.at.replace(tzinfo=None) - MINUTE)
    assert not any(begins < due.at.replace(tzinfo=None) <= ends - MINUTE for begins, ends in away) or (
        promise.unit == "working_day"
    )
    skipped = {one.day for one in due.skipped}
    span = [complete.date() + timedelta(days=n) for n in range((due.day - complete.date()).days + 1)]
    assert skipped == {day for day in span if not office.is_working_day(day)}
    assert not is_late(due, due.at)
    left = remaining(office, due, office.local(complete))
    assert left.minutes >= 1
    assert left.working_days == working_days_between(office, complete.date(), due.day)


@quick
@given(tables, st.integers(1, 900), moments, pauses)
def test_minutes_agree_with_counting_every_minute(
    office: OfficeCalendar, minutes: int, complete: datetime, away: list[tuple[datetime, datetime]]
) -> None:
    left, moment = minutes, complete
    while left:
        if serves(office, moment) and not any(begins <= moment < ends for begins, ends in away):
            left -= 1
        moment += MINUTE
    due = promised_until(office, Promise(minutes, "minute"), complete, away)
    assert due.at == office.local(moment)
    worked = working_time(office, complete, moment) - due.paused
    assert worked == minutes * MINUTE


@quick
@given(tables, st.integers(1, 12), moments)
def test_working_days_agree_with_counting_every_day_and_with_the_calendar(
    office: OfficeCalendar, value: int, complete: datetime
) -> None:
    day = complete.date()
    while not office.is_working_day(day):
        day += timedelta(days=1)
    for _ in range(value):
        day += timedelta(days=1)
        while not office.is_working_day(day):
            day += timedelta(days=1)
    due = promised_until(office, Promise(value, "working_day"), complete)
    assert due.day == day == office.due_day(complete, value)


@quick
@given(tables, st.integers(1, 8), days, st.integers(1, 10))
def test_a_pause_of_n_working_days_moves_it_by_n(
    office: OfficeCalendar, value: int, start: date, away_days: int
) -> None:
    while not office.is_working_day(start):
        start += timedelta(days=1)
    complete, promise = datetime.combine(start, time(9)), Promise(value, "working_day")
    back = start
    for _ in range(away_days):
        back += timedelta(days=1)
        while not office.is_working_day(back):
            back += timedelta(days=1)
    pause = (datetime.combine(start, time(10)), datetime.combine(back, time(10)))
    plain, paused = (
        promised_until(office, promise, complete),
        promised_until(office, promise, complete, [pause]),
    )
    assert plain.day is not None
    assert paused.day is not None
    assert paused.paused_days == away_days
    assert working_days_between(office, plain.day, paused.day) == away_days


@quick
@given(tables, promises, moments, pauses, days)
def test_one_more_closed_day_never_brings_it_nearer(
    office: OfficeCalendar, promise: Promise, complete: datetime, away: Any, closed: date
) -> None:
    more = OfficeCalendar(
        office.zone, office.week, (*office.holidays, Holiday(closed, "local", "closed", "H", "H"))
    )
    plain, moved = (
        promised_until(office, promise, complete, away),
        promised_until(more, promise, complete, away),
    )
    assert plain.day is not None
    assert moved.day is not None
    assert moved.day >= plain.day

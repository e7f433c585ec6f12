"""Promised dates: minutes over closing, working days over holidays, pauses, the bar, and promises that stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from desktop.domain.calendar import (
    DEFAULT_WEEK,
    LIMITED_HOURS,
    MARRIAGE_WEEK,
    Holiday,
    OfficeCalendar,
    parse_holidays,
)
from desktop.domain.errors import UserError
from desktop.domain.promise import (
    Pause,
    Promise,
    day_bar,
    is_late,
    promise_of,
    promise_stands,
    promised_until,
    remaining,
    working_days_between,
    working_time,
)
from desktop.office.setup import resource_file

TABLE = parse_holidays(resource_file("reference", "holidays-id.toml").read_text(encoding="utf-8"))
OFFICE = OfficeCalendar("Asia/Makassar", DEFAULT_WEEK, TABLE, {"E": MARRIAGE_WEEK})
ONE_DAY, THREE_DAYS = Promise(1, "working_day"), Promise(3, "working_day")


def at(text: str) -> datetime:
    """The office's local moment of ``2026-11-23 14.05``."""
    return OFFICE.local(datetime.strptime(text, "%Y-%m-%d %H.%M"))


def said(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment:%Y-%m-%d %H.%M}"


def pause(begins: str, ends: str | None) -> Pause:
    return at(begins), None if ends is None else at(ends)


@pytest.mark.parametrize(
    ("value", "unit", "complete", "due"),
    [
        (15, "minute", "2026-11-23 09.00", "2026-11-23 09.15"),
        (15, "minute", "2026-11-23 07.30", "2026-11-23 08.15"),  # before opening
        (15, "minute", "2026-11-23 14.45", "2026-11-23 15.00"),  # at closing, not a minute later
        (15, "minute", "2026-11-23 14.50", "2026-11-24 08.05"),  # over closing
        (15, "minute", "2026-11-23 11.50", "2026-11-23 13.05"),  # over the break
        (15, "minute", "2026-11-23 12.30", "2026-11-23 13.15"),  # in the break
        (15, "minute", "2026-11-27 14.50", "2026-11-30 08.05"),  # over a weekend
        (15, "minute", "2026-11-27 11.20", "2026-11-27 13.05"),  # Friday's own break
        (30, "minute", "2026-12-23 14.45", "2026-12-28 08.15"),  # over Christmas and its cuti bersama
        (3, "hour", "2026-11-23 10.00", "2026-11-23 14.00"),
        (3, "hour", "2026-11-23 14.00", "2026-11-24 10.00"),
        (12, "hour", "2026-11-23 08.00", "2026-11-24 15.00"),  # two whole days of six hours
        (1, "working_day", "2026-11-23 09.14", "2026-11-24 15.00"),
        (1, "working_day", "2026-11-27 14.59", "2026-11-30 15.00"),
        (1, "working_day", "2026-11-28 10.00", "2026-12-01 15.00"),  # by post on a Saturday: Monday is day 0
        (3, "working_day", "2026-12-22 09.00", "2026-12-29 15.00"),
        (
            5,
            "working_day",
            "2026-03-17 09.00",
            "2026-03-31 15.00",
        ),  # Nyepi, Idul Fitri and five days of leave
    ],
)
def test_a_promise_ends(value: int, unit: Any, complete: str, due: str) -> None:
    found = promised_until(OFFICE, Promise(value, unit), at(complete))
    assert said(found.at) == due
    assert found.day == at(due).date()
    assert not found.stopped


def test_the_cut_off_hour_moves_working_days_only() -> None:
    def due(clock: str, promise: Promise) -> str | None:
        return said(promised_until(OFFICE, promise, at(f"2026-11-23 {clock}"), cut_off=time(14)).at)

    assert due("13.59", ONE_DAY) == "2026-11-24 15.00"
    assert due("14.00", ONE_DAY) == "2026-11-25 15.00"
    assert due("14.10", Promise(30, "minute")) == "2026-11-23 14.40"
    by_post = promised_until(OFFICE, ONE_DAY, at("2026-11-28 14.30"), cut_off=time(14))
    assert said(by_post.at) == "2026-12-01 15.00"
    assert by_post.counted_from == date(2026, 11, 30)


def test_a_day_of_limited_hours_is_a_working_day_and_ends_early() -> None:
    eve = Holiday(date(2026, 12, 24), "cuti_bersama", "limited", "Cuti Bersama", "Leave")
    office = replace(OFFICE, holidays=(*(h for h in TABLE if h.day != eve.day), eve))
    assert said(promised_until(office, ONE_DAY, at("2026-12-23 09.00")).at) == "2026-12-24 12.00"
    assert said(promised_until(office, Promise(1, "hour"), at("2026-12-24 11.30")).at) == "2026-12-28 08.30"
    own = replace(eve, hours=replace(LIMITED_HOURS, closes=time(10), last_ticket=time(9, 30)))
    office = replace(office, holidays=(own,))
    assert said(promised_until(office, ONE_DAY, at("2026-12-23 09.00")).at) == "2026-12-24 10.00"


def test_a_group_with_its_own_hours() -> None:
    assert said(promised_until(OFFICE, ONE_DAY, at("2026-11-26 09.00"), group="E").at) == "2026-11-27 11.30"
    hour = promised_until(OFFICE, Promise(1, "hour"), at("2026-11-23 11.30"), group="E")
    assert said(hour.at) == "2026-11-24 08.30"


def test_the_days_that_did_not_count_are_named() -> None:
    due = promised_until(OFFICE, ONE_DAY, at("2026-12-23 09.00"))
    assert [(one.day.day, one.reason, one.name_id) for one in due.skipped] == [
        (24, "holiday", "Cuti Bersama Hari Raya Natal"),
        (25, "holiday", "Hari Raya Natal"),
        (26, "weekend", ""),
        (27, "weekend", ""),
    ]


def test_the_clock_stands_while_the_file_is_with_the_applicant() -> None:
    complete = at("2026-11-19 09.14")
    away = pause("2026-11-19 10.20", "2026-11-20 10.31")
    due = promised_until(OFFICE, ONE_DAY, complete, [away])
    assert (said(due.at), due.paused_days) == ("2026-11-23 15.00", 1)
    assert due.paused == timedelta(hours=3, minutes=40) + timedelta(hours=2, minutes=31)
    bar = day_bar(OFFICE, ONE_DAY, complete, at("2026-11-23 14.05"), [away])
    assert [(one.day.day, one.kind) for one in bar] == [
        (19, "counted"),
        (20, "paused"),
        (21, "off"),
        (22, "off"),
        (23, "counted"),
    ]
    assert [one.day.day for one in bar if one.today] == [23] == [one.day.day for one in bar if one.due]
    assert not any(one.ahead or one.late for one in bar)


@pytest.mark.parametrize(
    ("away", "due", "days"),
    [
        (("2026-11-23 10.00", "2026-11-23 14.00"), "2026-11-24 15.00", 0),  # back on the same day
        (("2026-11-24 14.59", "2026-11-25 08.00"), "2026-11-25 15.00", 1),  # in the last minute
        (("2026-11-24 15.00", "2026-11-26 08.00"), "2026-11-24 15.00", 0),  # when it was over
        (("2026-11-27 10.00", "2026-11-30 10.00"), "2026-11-24 15.00", 0),
        (("2026-11-20 10.00", "2026-11-23 08.00"), "2026-11-24 15.00", 0),  # before it was complete
        (("2026-11-20 10.00", "2026-11-25 08.00"), "2026-11-26 15.00", 2),  # from before until after
        (("2026-11-24 10.00", "2026-11-28 10.00"), "2026-11-30 15.00", 4),  # back on a Saturday
    ],
)
def test_a_pause_of_working_days(away: tuple[str, str], due: str, days: int) -> None:
    found = promised_until(OFFICE, ONE_DAY, at("2026-11-23 09.00"), [pause(*away)])
    assert (said(found.at), found.paused_days) == (due, days)


def test_pauses_of_minutes_go_on_where_they_stood() -> None:
    half_hour, complete = Promise(30, "minute"), at("2026-11-23 14.40")
    away = pause("2026-11-23 14.45", "2026-11-24 09.00")
    due = promised_until(OFFICE, half_hour, complete, [away])
    assert (said(due.at), due.paused_days) == ("2026-11-24 09.25", 0)
    assert due.paused == timedelta(hours=1, minutes=15)
    overlapping = [away, pause("2026-11-24 08.30", "2026-11-24 09.10")]
    assert said(promised_until(OFFICE, half_hour, complete, overlapping).at) == "2026-11-24 09.35"
    at_the_end = [pause("2026-11-24 08.10", "2026-11-24 12.00")]
    assert said(promised_until(OFFICE, half_hour, complete, at_the_end).at) == "2026-11-24 08.10"


@pytest.mark.parametrize("promise", [ONE_DAY, Promise(10, "hour")])
def test_while_the_file_is_away_there_is_no_date(promise: Promise) -> None:
    complete = at("2026-11-23 09.00")
    due = promised_until(OFFICE, promise, complete, [pause("2026-11-23 10.00", None)])
    assert (due.at, due.day, due.stopped) == (None, None, True)
    assert said(due.stopped_since) == "2026-11-23 10.00"
    now = at("2026-11-25 09.00")
    assert not is_late(due, now)
    assert remaining(OFFICE, due, now).stopped
    bar = day_bar(OFFICE, promise, complete, now, [pause("2026-11-23 10.00", None)])
    assert [one.kind for one in bar] == ["counted", "paused", "paused"]
    over = promised_until(OFFICE, promise, complete, [pause("2026-11-25 15.00", None)])
    assert over.at is not None  # it was over before the file went away


def test_what_is_left() -> None:
    due = promised_until(OFFICE, THREE_DAYS, at("2026-11-23 09.00"))
    assert said(due.at) == "2026-11-26 15.00"
    left = remaining(OFFICE, due, at("2026-11-24 14.00"))
    assert (left.working_days, left.minutes, left.late) == (2, 60 + 2 * 360, False)
    assert remaining(OFFICE, due, at("2026-11-26 15.00")).late is False
    late = remaining(OFFICE, due, at("2026-11-30 08.30"))
    assert (late.working_days, late.minutes, late.late) == (-2, -(330 + 30), True)
    assert is_late(due, at("2026-11-26 15.01"))
    bar = day_bar(OFFICE, THREE_DAYS, at("2026-11-23 09.00"), at("2026-11-30 08.30"))
    assert [one.day.day for one in bar if one.late] == [27, 28, 29, 30]
    early = day_bar(OFFICE, THREE_DAYS, at("2026-11-23 09.00"), at("2026-11-23 14.00"))
    assert [one.ahead for one in early] == [False, True, True, True]


def test_a_holiday_added_after_the_promise_leaves_it_standing() -> None:
    complete = at("2026-11-23 09.00")
    promised = promised_until(OFFICE, ONE_DAY, complete).at
    assert promised is not None
    assert promise_stands(OFFICE, ONE_DAY, complete, promised).code is None
    founding = Holiday(date(2026, 11, 24), "local", "closed", "Hari Jadi Kota", "City's day")
    later = promise_stands(replace(OFFICE, holidays=(*TABLE, founding)), ONE_DAY, complete, promised)
    assert later.code == "promise.stands_earlier"
    assert said(later.promised_at) == "2026-11-24 15.00"
    assert said(later.now.at) == "2026-11-25 15.00"
    bar = day_bar(
        replace(OFFICE, holidays=(*TABLE, founding)),
        ONE_DAY,
        complete,
        at("2026-11-24 16.00"),
        promised_at=promised,
    )
    assert [(one.day.day, one.kind, one.due) for one in bar] == [(23, "counted", False), (24, "off", True)]
    without = replace(OFFICE, holidays=())
    christmas = at("2026-12-23 09.00")
    given = promised_until(OFFICE, ONE_DAY, christmas).at
    assert given is not None
    assert promise_stands(without, ONE_DAY, christmas, given).code == "promise.stands_later"
    half_day = replace(founding, treatment="limited")
    same_day = promise_stands(replace(OFFICE, holidays=(half_day,)), ONE_DAY, complete, promised)
    assert same_day.code is None  # the day is the same, only the hour is another
    away = [pause("2026-11-23 10.00", None)]
    assert promise_stands(OFFICE, ONE_DAY, complete, promised, away).code is None


def test_what_cannot_be_promised() -> None:
    closed = OfficeCalendar("Asia/Makassar", {})
    with pytest.raises(UserError) as refused:
        promised_until(closed, ONE_DAY, at("2026-11-23 09.00"))
    assert refused.value.code == "promise.no_working_day"
    with pytest.raises(UserError):
        promised_until(closed, Promise(5, "minute"), at("2026-11-23 09.00"))
    with pytest.raises(ValueError, match="promise"):
        promised_until(OFFICE, Promise(0, "working_day"), at("2026-11-23 09.00"))
    with pytest.raises(ValueError, match="pause"):
        promised_until(
            OFFICE, ONE_DAY, at("2026-11-23 09.00"), [pause("2026-11-24 09.00", "2026-11-23 09.00")]
        )


def test_service_between_two_moments() -> None:
    assert working_time(OFFICE, at("2026-11-20 14.40"), at("2026-11-23 08.55")) == timedelta(
        hours=1, minutes=15
    )
    assert working_time(OFFICE, at("2026-11-23 12.10"), at("2026-11-23 12.50")) == timedelta(0)
    assert working_time(OFFICE, at("2026-11-23 09.00"), at("2026-11-20 09.00")) == timedelta(0)
    assert working_days_between(OFFICE, date(2026, 12, 23), date(2026, 12, 28)) == 1
    assert working_days_between(OFFICE, date(2026, 12, 28), date(2026, 12, 23)) == 0


def test_the_promise_of_a_stored_version() -> None:
    assert promise_of({"promise": {"value": 3, "unit": "hour"}}) == Promise(3, "hour")
    for content in (None, {}, {"promise": {}}, {"promise": {"value": 0, "unit": "hour"}},
                    {"promise": {"value": 1, "unit": "week"}}, {"promise": 3}):  # fmt: skip
        assert promise_of(content) is None

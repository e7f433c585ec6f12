"""Promises on every published holiday and cuti bersama of 2024 to 2027, and the table against the library."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import holidays
import pytest

from desktop.domain.calendar import DEFAULT_WEEK, Holiday, OfficeCalendar, parse_holidays
from desktop.domain.promise import Promise, promised_until
from desktop.office.setup import resource_file

YEARS = (2024, 2025, 2026, 2027)
TABLE = parse_holidays(resource_file("reference", "holidays-id.toml").read_text(encoding="utf-8"))
OFFICE = OfficeCalendar("Asia/Makassar", DEFAULT_WEEK, TABLE)
PUBLISHED = sorted({one.day for one in TABLE if one.day.year in YEARS})
ONE_DAY = Promise(1, "working_day")


def library_days(year: int, category: str) -> set[date]:
    return set(holidays.country_holidays("ID", years=year, categories=(category,)))


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(("kind", "category"), [("public", "public"), ("cuti_bersama", "government")])
def test_the_table_is_the_librarys(year: int, kind: str, category: str) -> None:
    ours = {one.day for one in TABLE if one.day.year == year and one.kind == kind}
    assert ours == library_days(year, category)


def free(day: date) -> bool:
    """Weekend or in the library's tables: what the promise must leave out, counted without our calendar."""
    known = library_days(day.year, "public") | library_days(day.year, "government")
    return day.weekday() >= 5 or day in known


def next_working(day: date) -> date:
    day += timedelta(days=1)
    while free(day):
        day += timedelta(days=1)
    return day


@pytest.mark.parametrize("day", PUBLISHED, ids=str)
def test_no_promise_ends_on_it_or_counts_it(day: date) -> None:
    assert not OFFICE.is_working_day(day)
    before = day - timedelta(days=1)
    while free(before):
        before -= timedelta(days=1)
    # From the last working day before it: one working day, one hour too late for that day, the day after.
    complete = datetime.combine(before, time(9))
    assert promised_until(OFFICE, ONE_DAY, complete).day == next_working(day)
    late = promised_until(OFFICE, Promise(60, "minute"), datetime.combine(before, time(14, 30)))
    assert late.day == next_working(day)
    assert late.at == OFFICE.local(datetime.combine(next_working(day), time(8, 30)))
    # A file of the post that is complete on the holiday itself counts from the next working day.
    by_post = promised_until(OFFICE, ONE_DAY, datetime.combine(day, time(10)))
    assert by_post.counted_from == next_working(day)
    assert by_post.day == next_working(next_working(day))
    names = {one.day: one.name_id for one in by_post.skipped if one.reason == "holiday"}
    if day.weekday() < 5:
        assert names[day]


@pytest.mark.parametrize(
    "one",
    [one for one in TABLE if one.kind == "cuti_bersama" and one.day.year in YEARS],
    ids=lambda one: str(one.day),
)
def test_an_office_that_is_open_on_a_cuti_bersama(one: Holiday) -> None:
    if one.day.weekday() >= 5 or any(h.kind == "public" and h.day == one.day for h in TABLE):
        pytest.skip("closed for another reason")
    for treatment, closing in (("limited", time(12)), ("open", time(15))):
        table = parse_holidays(
            resource_file("reference", "holidays-id.toml").read_text(encoding="utf-8"),
            cuti_bersama=treatment,  # type: ignore[arg-type]
        )
        office = OfficeCalendar("Asia/Makassar", DEFAULT_WEEK, table)
        before = one.day - timedelta(days=1)
        while not office.is_working_day(before):
            before -= timedelta(days=1)
        due = promised_until(office, ONE_DAY, datetime.combine(before, time(9)))
        if treatment == "limited" and one.day.weekday() == 4:
            closing = time(11, 30)  # Friday's break lasts until after the limited day has ended
        assert due.at == office.local(datetime.combine(one.day, closing))

"""The office's day: hours, breaks with Friday's, holidays, groups of their own, zones, working days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.calendar import (
    DEFAULT_WEEK,
    MARRIAGE_WEEK,
    Break,
    DayHours,
    Holiday,
    OfficeCalendar,
    business_day,
    weekday_from,
    zone_from,
    zone_label,
)

ZONE = "Asia/Makassar"
CHRISTMAS = Holiday(date(2026, 12, 25), "public", "closed", "Hari Raya Natal", "Christmas Day")
EVE = Holiday(date(2026, 12, 24), "cuti_bersama", "limited", "Cuti Bersama Natal", "Christmas Joint Holiday")
OFFICE = OfficeCalendar(ZONE, DEFAULT_WEEK, (EVE, CHRISTMAS), {"E": MARRIAGE_WEEK})
MONDAY, FRIDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 27), date(2026, 11, 28)


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock))


def said(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment:%d-%m %H.%M}"


@pytest.mark.parametrize(
    ("day", "clock", "kind", "tickets", "next_opening"),
    [
        (MONDAY, "00:00", "before_opening", False, "23-11 08.00"),
        (MONDAY, "07:44:59", "before_opening", False, "23-11 08.00"),
        (MONDAY, "07:45", "before_opening", True, "23-11 08.00"),
        (MONDAY, "08:00", "open", True, None),
        (MONDAY, "11:59:59", "open", True, None),
        (MONDAY, "12:00", "break", False, "23-11 13.00"),
        (MONDAY, "13:00", "open", True, None),
        (MONDAY, "14:30", "open", True, None),
        (MONDAY, "14:30:01", "last_ticket_passed", False, "24-11 08.00"),
        (MONDAY, "14:59:59", "last_ticket_passed", False, "24-11 08.00"),
        (MONDAY, "15:00", "closed", False, "24-11 08.00"),
        (FRIDAY, "11:29", "open", True, None),
        (FRIDAY, "11:30", "break", False, "27-11 13.00"),
        (FRIDAY, "12:59", "break", False, "27-11 13.00"),
        (FRIDAY, "15:00", "closed", False, "30-11 08.00"),
        (SATURDAY, "10:00", "closed", False, "30-11 08.00"),
        (date(2026, 12, 24), "09:00", "open", True, None),
        (date(2026, 12, 24), "11:31", "last_ticket_passed", False, "28-12 08.00"),
        (date(2026, 12, 24), "12:00", "closed", False, "28-12 08.00"),
        (date(2026, 12, 25), "09:00", "holiday", False, "28-12 08.00"),
    ],
)
def test_the_day_of_an_office(
    day: date, clock: str, kind: str, tickets: bool, next_opening: str | None
) -> None:
    status = OFFICE.status_at(at(day, clock))
    assert (status.kind, status.takes_tickets, said(status.next_opening)) == (kind, tickets, next_opening)


@pytest.mark.parametrize(
    ("day", "clock", "kind", "next_opening"),
    [
        (MONDAY, "11:30", "open", None),
        (MONDAY, "11:31", "last_ticket_passed", "24-11 08.00"),
        (MONDAY, "12:00", "closed", "24-11 08.00"),
        (FRIDAY, "11:00", "open", None),
        (FRIDAY, "11:30", "closed", "30-11 08.00"),
        (date(2026, 12, 25), "09:00", "holiday", "28-12 08.00"),
    ],
)
def test_marriage_counters_have_hours_of_their_own(
    day: date, clock: str, kind: str, next_opening: str | None
) -> None:
    status = OFFICE.status_at(at(day, clock), group="E")
    assert (status.kind, said(status.next_opening)) == (kind, next_opening)
    assert OFFICE.status_at(at(MONDAY, "13:30"), group="A").kind == "open"


def test_a_holiday_carries_its_names_and_a_day_kept_open_is_none() -> None:
    status = OFFICE.status_at(at(date(2026, 12, 25), "09:00"))
    assert status.name == "Hari Raya Natal"
    assert status.holiday == CHRISTMAS
    assert OFFICE.status_at(at(MONDAY, "09:00")).name == ""
    kept_open = Holiday(EVE.day, "cuti_bersama", "open", EVE.name_id, EVE.name_en)
    status = OfficeCalendar(ZONE, DEFAULT_WEEK, (kept_open,)).status_at(at(EVE.day, "14:00"))
    assert (status.kind, status.holiday) == ("open", None)


def test_the_strictest_of_two_holidays_on_a_day_counts() -> None:
    local = Holiday(EVE.day, "local", "closed", "Hari jadi kota", "City day")
    for pair in ((EVE, local), (local, EVE)):
        assert OfficeCalendar(ZONE, DEFAULT_WEEK, pair).holiday_on(EVE.day) == local


def test_a_limited_day_may_open_a_saturday() -> None:
    hours = DayHours(time(8, 45), time(9), time(11), time(10, 30))
    drive = Holiday(SATURDAY, "local", "limited", "Perekaman Sabtu", "Saturday recording", hours=hours)
    office = OfficeCalendar(ZONE, DEFAULT_WEEK, (drive,))
    assert office.status_at(at(SATURDAY, "09:00")).kind == "open"
    assert said(office.next_opening(at(FRIDAY, "15:00"))) == "28-11 09.00"
    assert office.is_working_day(SATURDAY)


def test_numbers_during_breaks_where_the_office_wants_them() -> None:
    office = OfficeCalendar(ZONE, DEFAULT_WEEK, tickets_in_breaks=True)
    status = office.status_at(at(MONDAY, "12:30"))
    assert (status.kind, status.takes_tickets) == ("break", True)


def test_a_moment_with_a_zone_is_put_into_the_offices() -> None:
    assert OFFICE.status_at(datetime(2026, 11, 23, 0, 0, tzinfo=UTC)).kind == "open"
    jayapura = OfficeCalendar("Asia/Jayapura", DEFAULT_WEEK)
    assert jayapura.status_at(datetime(2026, 11, 22, 23, 0, tzinfo=UTC)).kind == "open"
    opening = OFFICE.next_opening(at(FRIDAY, "16:00"))
    assert opening is not None
    assert opening.astimezone(UTC) == datetime(2026, 11, 30, 0, 0, tzinfo=UTC)


def test_an_afternoon_without_numbers_is_no_opening() -> None:
    hours = DayHours(time(7, 45), time(8), time(15), time(11, 30), (Break(time(12), time(13)),))
    office = OfficeCalendar(ZONE, dict.fromkeys(range(5), hours))
    assert said(office.next_opening(at(MONDAY, "09:00"))) == "24-11 08.00"
    # In the break the counters' own return is told: those who wait are still served.
    status = office.status_at(at(MONDAY, "12:30"))
    assert (status.kind, said(status.next_opening)) == ("break", "23-11 13.00")
    assert office.status_at(at(MONDAY, "13:30")).kind == "last_ticket_passed"


def test_an_office_that_never_opens_has_no_next_opening() -> None:
    nowhere = OfficeCalendar(ZONE, {})
    status = nowhere.status_at(at(MONDAY, "09:00"))
    assert (status.kind, status.next_opening) == ("closed", None)
    with pytest.raises(ValueError, match="no working days"):
        nowhere.add_working_days(MONDAY, 1)


def test_a_long_closing_ends_with_the_first_day_after_it() -> None:
    days = (date(2026, 3, 18) + timedelta(days=one) for one in range(7))
    closed = tuple(Holiday(day, "public", "closed", "Libur", "Holiday") for day in days)
    office = OfficeCalendar(ZONE, DEFAULT_WEEK, closed)
    assert said(office.next_opening(at(date(2026, 3, 17), "15:00"))) == "25-03 08.00"


@given(st.datetimes(datetime(2026, 11, 1), datetime(2027, 1, 10)), st.sampled_from([None, "A", "E"]))
@settings(max_examples=150)
def test_the_next_opening_is_later_and_really_open(moment: datetime, group: str | None) -> None:
    status = OFFICE.status_at(moment, group)
    assert (status.kind == "open") == (status.next_opening is None)
    opening = OFFICE.next_opening(moment, group)
    assert opening is not None
    assert opening > OFFICE.local(moment)
    assert OFFICE.status_at(opening, group).kind == "open"
    assert OFFICE.status_at(opening - timedelta(seconds=1), group).kind != "open"


def test_hours_must_be_in_order() -> None:
    with pytest.raises(ValueError, match="kiosk_opens"):
        DayHours(time(8), time(7, 45), time(15), time(14))
    with pytest.raises(ValueError, match="kiosk_opens"):
        DayHours(time(7), time(8), time(15), time(15, 30))
    with pytest.raises(ValueError, match="breaks"):
        DayHours(time(7), time(8), time(15), time(14), (Break(time(12), time(13)), Break(time(12), time(13))))
    with pytest.raises(ValueError, match="before it begins"):
        Break(time(13), time(12))


def test_sessions_are_the_hours_without_breaks() -> None:
    assert DEFAULT_WEEK[4].sessions() == ((time(8), time(11, 30)), (time(13), time(15)))
    assert MARRIAGE_WEEK[4].sessions() == ((time(8), time(11, 30)),)
    odd = DayHours(time(7), time(8), time(12), time(12), (Break(time(7), time(9)), Break(time(11), time(14))))
    assert odd.sessions() == ((time(9), time(11)),)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (MONDAY, 0, MONDAY),
        (MONDAY, 1, date(2026, 11, 24)),
        (MONDAY, 5, date(2026, 11, 30)),
        (FRIDAY, 1, date(2026, 11, 30)),
        (SATURDAY, 0, date(2026, 11, 30)),
        (SATURDAY, 1, date(2026, 12, 1)),
        (date(2026, 12, 23), 2, date(2026, 12, 28)),  # the limited 24th counts, the 25th does not
    ],
)
def test_working_days_are_counted_from_the_day_after(start: date, days: int, end: date) -> None:
    assert OFFICE.add_working_days(start, days) == end


def test_a_file_after_the_cut_off_counts_from_the_next_working_day() -> None:
    assert OFFICE.due_day(at(MONDAY, "13:59"), 1, cut_off=time(14)) == date(2026, 11, 24)
    assert OFFICE.due_day(at(MONDAY, "14:00"), 1, cut_off=time(14)) == date(2026, 11, 25)
    assert OFFICE.due_day(at(FRIDAY, "14:00"), 1, cut_off=time(14)) == date(2026, 12, 1)
    assert OFFICE.due_day(at(SATURDAY, "14:00"), 1, cut_off=time(14)) == date(2026, 12, 1)
    with pytest.raises(ValueError, match="negative"):
        OFFICE.add_working_days(MONDAY, -1)


def test_the_business_day_is_the_offices() -> None:
    moment = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    assert business_day(moment, "Asia/Jakarta") == date(2026, 11, 22)
    assert business_day(moment, "Asia/Makassar") == MONDAY
    with pytest.raises(ValueError, match="without a zone"):
        business_day(datetime(2026, 11, 22), ZONE)


def test_zones_have_the_letters_that_people_write() -> None:
    labels = [zone_label(zone) for zone in ("Asia/Jakarta", "Asia/Pontianak", ZONE, "Asia/Jayapura")]
    assert labels == ["WIB", "WIB", "WITA", "WIT"]
    assert zone_label("Australia/Port_Moresby") == "Port Moresby"
    assert zone_from(" wita ") == ZONE
    assert zone_from("asia/pontianak") == "Asia/Pontianak"
    assert zone_from("CET") is None


def test_a_deadline_on_a_weekend_goes_to_monday() -> None:
    friday = date(2026, 12, 4)
    assert [weekday_from(friday + timedelta(days=n)).day for n in range(4)] == [4, 7, 7, 7]

"""When an office is open: weekly hours, breaks, holidays and cuti bersama, zones, working days.

Pure; any layer may call it. There is no clock here: every question is asked about a moment that the caller
gives. A moment without a zone is the office's local time; one with a zone is converted. Answers carry the zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

OpeningKind = Literal["open", "before_opening", "break", "closed", "holiday", "last_ticket_passed"]
HolidayKind = Literal["public", "cuti_bersama", "local"]
Treatment = Literal["closed", "limited", "open"]

ZONE_LABELS: Final[Mapping[str, str]] = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Ujung_Pandang": "WITA",
    "Asia/Jayapura": "WIT",
}
"""The letters that people write after a time, by IANA zone."""

HORIZON_DAYS: Final = 400
"""How far ahead an opening is looked for; an office closed for longer has no next opening."""

_STRICTNESS: Final[Mapping[str, int]] = {"open": 0, "limited": 1, "closed": 2}


@dataclass(frozen=True, slots=True)
class Break:
    """A pause of the counters, from `begins` until just before `ends`, local time.

    Raises:
        ValueError: it ends before it begins.
    """

    begins: time
    ends: time

    def __post_init__(self) -> None:
        if self.begins >= self.ends:
            raise ValueError(f"a break that ends before it begins: {self.begins} to {self.ends}")


@dataclass(frozen=True, slots=True)
class DayHours:
    """The hours of one day, local time.

    Attributes:
        kiosk_opens: from when numbers are given.
        opens: from when counters serve.
        closes: until when counters serve; at this time the office is closed.
        last_ticket: until when numbers are given, this moment included.
        breaks: in the order of the day; what lies outside `opens` to `closes` has no effect.

    Raises:
        ValueError: the times are not in this order, or breaks overlap.
    """

    kiosk_opens: time
    opens: time
    closes: time
    last_ticket: time
    breaks: tuple[Break, ...] = ()

    def __post_init__(self) -> None:
        if not self.kiosk_opens <= self.opens <= self.last_ticket <= self.closes or self.opens == self.closes:
            raise ValueError("hours must run: kiosk_opens <= opens <= last_ticket <= closes")
        for earlier, later in zip(self.breaks, self.breaks[1:], strict=False):
            if earlier.ends > later.begins:
                raise ValueError("breaks overlap, or are not in the order of the day")

    def sessions(self) -> tuple[tuple[time, time], ...]:
        """Return the stretches of service between the breaks, each from its first moment to its end."""
        stretches: list[tuple[time, time]] = []
        begins = self.opens
        for pause in self.breaks:
            if pause.begins >= self.closes:
                break
            if pause.begins > begins:
                stretches.append((begins, pause.begins))
            begins = max(begins, pause.ends)
        if begins < self.closes:
            stretches.append((begins, self.closes))
        return tuple(stretches)

    def within(self, limit: DayHours) -> DayHours | None:
        """Return these hours cut to `limit`, or None where nothing is left."""
        opens, closes = max(self.opens, limit.opens), min(self.closes, limit.closes)
        if opens >= closes:
            return None
        last_ticket = min(self.last_ticket, limit.last_ticket, closes)
        if last_ticket < opens:
            return None
        return replace(
            self,
            kiosk_opens=min(max(self.kiosk_opens, limit.kiosk_opens), opens),
            opens=opens,
            closes=closes,
            last_ticket=last_ticket,
        )


WeekHours = Mapping[int, DayHours]
"""Hours by weekday, 0 Monday to 6 Sunday; a weekday that is not there is closed."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day that is not like its weekday.

    Attributes:
        day: the date.
        kind: a public holiday, a cuti bersama, or a day of this office or region (`local`).
        treatment: whether this office is closed, open for limited hours, or open as usual.
        name_id: its name in Indonesian.
        name_en: its name in English.
        estimated: True until the government has fixed the date.
        source: where the date comes from.
        hours: the hours of a limited day; None takes the calendar's limited hours.
    """

    day: date
    kind: HolidayKind
    treatment: Treatment
    name_id: str
    name_en: str
    estimated: bool = False
    source: str = ""
    hours: DayHours | None = None


@dataclass(frozen=True, slots=True)
class OfficeStatus:
    """What an office is doing at a moment.

    Attributes:
        kind: `before_opening` until the counters open, though numbers are given from `kiosk_opens` on;
            `last_ticket_passed` while counters still serve; `closed` before and after any other day's hours.
        takes_tickets: whether a number may be given at this moment.
        next_opening: when the counters open again (the end of a break, or another day), with its zone; None
            while open, and where none is in sight.
        holiday: the holiday that closes or limits this day, with its names in both languages.
    """

    kind: OpeningKind
    takes_tickets: bool
    next_opening: datetime | None = None
    holiday: Holiday | None = None

    @property
    def name(self) -> str:
        """The holiday's Indonesian name, or nothing."""
        return self.holiday.name_id if self.holiday else ""


def _hours(kiosk: str, opens: str, closes: str, last: str, *breaks: tuple[str, str]) -> DayHours:
    pauses = tuple(Break(time.fromisoformat(begins), time.fromisoformat(ends)) for begins, ends in breaks)
    at = time.fromisoformat
    return DayHours(at(kiosk), at(opens), at(closes), at(last), pauses)


_MONDAY_TO_THURSDAY: Final = _hours("07:45", "08:00", "15:00", "14:30", ("12:00", "13:00"))
_FRIDAY: Final = _hours("07:45", "08:00", "15:00", "14:30", ("11:30", "13:00"))

DEFAULT_WEEK: Final[WeekHours] = {**dict.fromkeys(range(4), _MONDAY_TO_THURSDAY), 4: _FRIDAY}
"""Monday to Friday 08.00 to 15.00, machine from 07.45, last number 14.30, Friday's own break."""

MARRIAGE_WEEK: Final[WeekHours] = {
    **dict.fromkeys(range(4), _hours("07:45", "08:00", "12:00", "11:30")),
    4: _hours("07:45", "08:00", "11:30", "11:00"),
}
"""Counters for marriages serve until 12.00, on Friday until 11.30."""

LIMITED_HOURS: Final = _hours("07:45", "08:00", "12:00", "11:30")
"""The hours of a limited day where none are given."""


@dataclass(frozen=True)
class OfficeCalendar:
    """All that says when an office is open.

    Attributes:
        zone: IANA name of the office's time zone.
        week: the office's hours.
        holidays: in any order; of several on one day the strictest treatment counts.
        group_weeks: hours of single service groups by letter, where they differ; office hours bound them.
        limited_hours: the hours of a limited day that has none of its own.
        tickets_in_breaks: whether numbers are given during breaks.
    """

    zone: str
    week: WeekHours
    holidays: tuple[Holiday, ...] = ()
    group_weeks: Mapping[str, WeekHours] = field(default_factory=dict)
    limited_hours: DayHours = LIMITED_HOURS
    tickets_in_breaks: bool = False

    def local(self, moment: datetime) -> datetime:
        """Return a moment in the office's zone; one without a zone is taken as local."""
        zone = ZoneInfo(self.zone)
        return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)

    def holiday_on(self, day: date) -> Holiday | None:
        """Return the holiday of a day, the strictest where there are several."""
        return self._holiday_by_day.get(day)

    def hours_on(self, day: date, group: str | None = None) -> DayHours | None:
        """Return the hours of a day, for the office or for one group (letter); None is closed."""
        hours = self.week.get(day.weekday())
        holiday = self.holiday_on(day)
        if holiday is not None and holiday.treatment == "closed":
            return None
        if holiday is not None and holiday.treatment == "limited":
            if holiday.hours is not None:
                hours = holiday.hours  # a limited day may well open on a weekday that is otherwise closed
            elif hours is not None:
                hours = hours.within(self.limited_hours)
        if hours is None or group is None or group not in self.group_weeks:
            return hours
        own = self.group_weeks[group].get(day.weekday())
        return own.within(hours) if own is not None else None

    def status_at(self, moment: datetime, group: str | None = None) -> OfficeStatus:
        """Say what the office, or one group's counters, do at a moment."""
        local = self.local(moment)
        holiday = self.holiday_on(local.date())
        hours = self.hours_on(local.date(), group)
        now = local.time()
        if hours is None:
            closed_by = holiday is not None and holiday.treatment != "open" and self._is_workday(local.date())
            return OfficeStatus(
                "holiday" if closed_by else "closed",
                False,
                self.next_opening(local, group),
                holiday if closed_by else None,
            )
        if holiday is not None and holiday.treatment == "open":
            holiday = None
        if now >= hours.closes:
            return OfficeStatus("closed", False, self.next_opening(local, group), holiday)
        takes_tickets = hours.kiosk_opens <= now <= hours.last_ticket
        if now < hours.opens:
            return OfficeStatus("before_opening", takes_tickets, self.next_opening(local, group), holiday)
        pause = next((one for one in hours.breaks if one.begins <= now < one.ends), None)
        if pause is not None and pause.ends < hours.closes:
            # After a break that outlasts the last number, the counters still serve those who wait.
            ends = datetime.combine(local.date(), pause.ends, local.tzinfo)
            return OfficeStatus("break", takes_tickets and self.tickets_in_breaks, ends, holiday)
        if pause is not None:
            return OfficeStatus("closed", False, self.next_opening(local, group), holiday)
        if not takes_tickets:
            return OfficeStatus("last_ticket_passed", False, self.next_opening(local, group), holiday)
        return OfficeStatus("open", True, None, holiday)

    def next_opening(self, moment: datetime, group: str | None = None) -> datetime | None:
        """Return the first moment after `moment` at which counters open and numbers are given.

        Returns:
            A moment with the office's zone, or None where none comes within `HORIZON_DAYS`.
        """
        local = self.local(moment)
        for ahead in range(HORIZON_DAYS):
            day = local.date() + timedelta(days=ahead)
            hours = self.hours_on(day, group)
            for begins, _ends in hours.sessions() if hours is not None else ():
                opening = datetime.combine(day, begins, local.tzinfo)
                if opening > local and hours is not None and begins <= hours.last_ticket:
                    return opening
        return None

    def is_working_day(self, day: date) -> bool:
        """Say whether promised times count this day: the office is open on it, be it for limited hours."""
        return self.hours_on(day) is not None

    def add_working_days(self, start: date, days: int) -> date:
        """Return the last day of a promise of `days` working days (0 or more), `start` being day 0.

        A start that is no working day counts as the next working day.

        Raises:
            ValueError: `days` is negative, or the office has no working days in sight.
        """
        if days < 0:
            raise ValueError(f"a negative number of working days: {days}")
        day, idle_days = start, 0
        left = days if self.is_working_day(start) else days + 1
        while left:
            day += timedelta(days=1)
            if self.is_working_day(day):
                left, idle_days = left - 1, 0
            else:
                idle_days += 1
                if idle_days > HORIZON_DAYS:
                    raise ValueError("this office has no working days in sight")
        return day

    def due_day(self, complete_at: datetime, days: int, *, cut_off: time | None = None) -> date:
        """Return the day at whose end a promise of working days ends.

        Args:
            complete_at: when the file was complete.
            days: the promised working days, 0 or more.
            cut_off: a file complete at this local time or later counts from the next working day.
        """
        local = self.local(complete_at)
        start = local.date()
        if cut_off is not None and local.time() >= cut_off and self.is_working_day(start):
            start += timedelta(days=1)
        return self.add_working_days(start, days)

    def _is_workday(self, day: date) -> bool:
        return day.weekday() in self.week

    @cached_property
    def _holiday_by_day(self) -> dict[date, Holiday]:
        # Mild ones first, so that the strictest of a day is the one that stays.
        ordered = sorted(self.holidays, key=lambda one: _STRICTNESS[one.treatment])
        return {holiday.day: holiday for holiday in ordered}


def weekday_from(day: date) -> date:
    """Return the day, or the Monday after it where it falls on a weekend: nobody can bring a paper then."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


def business_day(moment: datetime, zone: str) -> date:
    """Return the office's date at a moment.

    Raises:
        ValueError: the moment has no zone of its own, so that nobody can say what it means.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment.astimezone(ZoneInfo(zone)).date()


def zone_label(zone: str) -> str:
    """Return WIB, WITA or WIT for an IANA name; for a zone outside Indonesia, its last part."""
    return ZONE_LABELS.get(zone, zone.rsplit("/", 1)[-1].replace("_", " "))


def zone_from(text: str) -> str | None:
    """Return the IANA name for ``WITA`` or an Indonesian IANA name in any case; None for anything else."""
    wanted = text.strip().casefold()
    for zone, label in ZONE_LABELS.items():
        if wanted in (zone.casefold(), label.casefold()):
            return zone
    return None


def parse_holidays(toml_text: str, *, cuti_bersama: Treatment = "closed") -> tuple[Holiday, ...]:
    """Read the bundled table of holidays (``resources/reference/holidays-id.toml``).

    Args:
        toml_text: the table.
        cuti_bersama: how the office treats days of cuti bersama until it decides otherwise.

    Raises:
        ValueError: the text is not such a table.
    """
    import tomllib  # only an office's set-up reads the table; a kiosk's start should not pay for it

    table: dict[str, Any] = tomllib.loads(toml_text)
    try:
        return tuple(_holiday(row, cuti_bersama) for row in table["holiday"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a table of holidays: {error}") from error


def holidays_of(
    holidays: Iterable[Holiday], year: int, kind: HolidayKind | None = None
) -> tuple[Holiday, ...]:
    """Return the holidays of a year, of one kind or of all, in the order of the year."""
    found = (one for one in holidays if one.day.year == year and kind in (None, one.kind))
    return tuple(sorted(found, key=lambda one: (one.day, one.kind)))


def _holiday(row: Mapping[str, Any], cuti_bersama: Treatment) -> Holiday:
    if not isinstance(row["date"], date) or row["kind"] not in ("public", "cuti_bersama"):
        raise KeyError("date or kind")
    treatment: Treatment = "closed" if row["kind"] == "public" else cuti_bersama
    return Holiday(
        row["date"], row["kind"], treatment, row["id"], row["en"], bool(row["estimated"]), str(row["source"])
    )

"""The office's hours, breaks and holidays as the calendar of ``desktop.domain.calendar``.

Called by the live queries of every station, and by whoever promises a date.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from desktop.domain.calendar import (
    DEFAULT_WEEK,
    HORIZON_DAYS,
    Break,
    DayHours,
    Holiday,
    OfficeCalendar,
    WeekHours,
)

if TYPE_CHECKING:
    from desktop.office.work import Work

TICKETS_IN_BREAKS: Final = "tickets_in_breaks"
"""Key within the setting ``kiosk``: whether numbers are given while the counters are on their break."""


def load_calendar(
    work: Work, office_id: uuid.UUID, day: date | None = None, *, tickets_in_breaks: bool = False
) -> OfficeCalendar:
    """Read when an office is open.

    Args:
        work: the open transaction.
        office_id: the office.
        day: the business day that is asked about; hours count as they are valid then, and holidays are read
            from a week before it on. None takes today's date on the office's clock.
        tickets_in_breaks: the office's setting (see `TICKETS_IN_BREAKS`).

    Returns:
        The calendar. An office that has not set any hours has those of `DEFAULT_WEEK`.
    """
    from sqlalchemy import or_, select

    from desktop.models.catalogue import ServiceGroup
    from desktop.models.office import Holiday as HolidayRow
    from desktop.models.office import Office, OfficeBreak, OfficeHours

    run = work.connection.execute
    zone = str(run(select(Office.time_zone).where(Office.id == office_id)).scalar_one())
    if day is None:
        from desktop.office.work import business_day

        day = business_day(work.now(), zone)
    breaks: dict[int, list[tuple[time, time]]] = defaultdict(list)
    for weekday, begins, ends in run(
        select(OfficeBreak.weekday, OfficeBreak.begins, OfficeBreak.ends)
        .where(OfficeBreak.office_id == office_id)
        .order_by(OfficeBreak.weekday, OfficeBreak.begins)
    ):
        breaks[weekday].append((begins, ends))
    weeks: dict[str | None, dict[int, DayHours]] = defaultdict(dict)
    for letter, weekday, *times in run(
        select(
            ServiceGroup.letter,
            OfficeHours.weekday,
            OfficeHours.kiosk_opens,
            OfficeHours.opens,
            OfficeHours.closes,
            OfficeHours.last_ticket,
        )
        .join_from(OfficeHours, ServiceGroup, ServiceGroup.id == OfficeHours.group_id, isouter=True)
        .where(
            OfficeHours.office_id == office_id,
            OfficeHours.valid_from <= day,
            or_(OfficeHours.valid_to.is_(None), OfficeHours.valid_to > day),
        )
        .order_by(OfficeHours.valid_from)  # the latest one that is valid has the last word
    ):
        hours = _day_hours(times, breaks[weekday])
        if hours is not None:
            weeks[letter][weekday] = hours
    week: WeekHours = weeks.get(None) or DEFAULT_WEEK
    holidays = tuple(
        Holiday(row[0], row[1], row[2], *row[3:])  # type: ignore[arg-type]  # the database checks the words
        for row in run(
            select(
                HolidayRow.day,
                HolidayRow.kind,
                HolidayRow.treatment,
                HolidayRow.name_id,
                HolidayRow.name_en,
                HolidayRow.estimated,
                HolidayRow.legal_basis,
            ).where(
                HolidayRow.office_id == office_id,
                HolidayRow.day >= day - timedelta(days=7),
                HolidayRow.day <= day + timedelta(days=HORIZON_DAYS),
            )
        )
    )
    groups = {letter: own for letter, own in weeks.items() if letter is not None}
    return OfficeCalendar(zone, week, holidays, groups, tickets_in_breaks=tickets_in_breaks)


def _day_hours(times: list[Any], breaks: Iterable[tuple[time, time]]) -> DayHours | None:
    # The database's checks are a little looser than DayHours: a row must never keep every station from opening.
    kiosk_opens, opens, closes, last_ticket = times
    pauses: list[Break] = []
    for begins, ends in breaks:
        if not pauses or pauses[-1].ends <= begins:
            pauses.append(Break(begins, ends))
    try:
        return DayHours(kiosk_opens, opens, closes, max(last_ticket, opens), tuple(pauses))
    except ValueError:
        return None

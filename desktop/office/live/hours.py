"""The office's hours, breaks and holidays as the calendar of ``desktop.domain.calendar``.

Called by the live queries of every station, and by whoever promises a date.
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, time, timedelta
from functools import cache
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
from desktop.office.holidays_rows import HOURS, parse_hours, put_hours

if TYPE_CHECKING:
    from desktop.office.work import Work

TICKETS_IN_BREAKS: Final = "tickets_in_breaks"
"""Key within the setting ``kiosk``: whether numbers are given while the counters are on their break."""


def load_calendar(
    work: Work,
    office_id: uuid.UUID,
    day: date | None = None,
    *,
    tickets_in_breaks: bool = False,
    zone: str | None = None,
) -> OfficeCalendar:
    """Read when an office is open.

    Args:
        work: the open transaction.
        office_id: the office.
        day: the business day that is asked about; hours count as they are valid then, and holidays are read
            from a week before it on. None takes today's date on the office's clock.
        tickets_in_breaks: the office's setting (see `TICKETS_IN_BREAKS`).
        zone: the office's time zone where the caller knows it; the whole calendar is then one statement.

    Returns:
        The calendar. An office that has not set any hours has those of `DEFAULT_WEEK`.
    """
    from sqlalchemy import select

    from desktop.models.office import Office

    run = work.connection.execute
    if zone is None:
        zone = str(run(select(Office.time_zone).where(Office.id == office_id)).scalar_one())
    if day is None:
        from desktop.office.work import business_day

        day = business_day(work.now(), zone)
    breaks: dict[int, list[tuple[time, time]]] = defaultdict(list)
    hours_rows: list[Any] = []
    holidays: list[Holiday] = []
    own_hours: dict[tuple[date, str], tuple[time, time]] = {}
    for row in run(_calendar_statement(), _asked(office_id, day)):
        if row.what == "break":
            breaks[row.weekday].append((row.first, row.second))
        elif row.what == "hours":
            hours_rows.append(row)
        elif row.what == "own_hours":
            own_hours = parse_hours(json.loads(row.basis))
        else:
            holidays.append(
                Holiday(row.day, row.kind, row.treatment, row.name_id, row.name_en, row.estimated, row.basis)
            )
    for pauses in breaks.values():
        pauses.sort()
    weeks: dict[str | None, dict[int, DayHours]] = defaultdict(dict)
    for row in sorted(hours_rows, key=lambda one: one.day):  # the latest one that is valid has the last word
        hours = _day_hours([row.first, row.second, row.third, row.fourth], breaks[row.weekday])
        if hours is not None:
            weeks[row.kind][row.weekday] = hours
    week: WeekHours = weeks.get(None) or DEFAULT_WEEK
    groups = {letter: own for letter, own in weeks.items() if letter is not None}
    return OfficeCalendar(
        zone, week, put_hours(holidays, own_hours), groups, tickets_in_breaks=tickets_in_breaks
    )


def _asked(office_id: uuid.UUID, day: date) -> dict[str, Any]:
    return {
        "office_id": office_id,
        "day": day,
        "from_day": day - timedelta(days=7),
        "to_day": day + timedelta(days=HORIZON_DAYS),
    }


@cache
def _calendar_statement() -> Any:
    """Hours, breaks and holidays in one statement: rows of one shape, told apart by ``what``.

    Built once: every open window and every promise asks for it, and building costs more than asking.
    """
    from sqlalchemy import (
        BigInteger,
        Boolean,
        Date,
        String,
        Time,
        Uuid,
        bindparam,
        cast,
        literal,
        null,
        or_,
        select,
        union_all,
    )

    from desktop.models.catalogue import ServiceGroup
    from desktop.models.office import Holiday as HolidayRow
    from desktop.models.office import OfficeBreak, OfficeHours, Setting

    def shape(what: str, **columns: Any) -> list[Any]:
        types: dict[str, Any] = {
            "weekday": BigInteger, "first": Time, "second": Time, "third": Time, "fourth": Time, "day": Date,
            "kind": String, "treatment": String, "name_id": String, "name_en": String, "estimated": Boolean,
            "basis": String,
        }  # fmt: skip
        empty = {name: cast(null(), kind) for name, kind in types.items()}
        return [literal(what).label("what"), *(columns.get(n, empty[n]).label(n) for n in types)]

    office_id, day = bindparam("office_id", type_=Uuid()), bindparam("day", type_=Date())
    hours = (
        select(
            *shape(
                "hours", weekday=OfficeHours.weekday, first=OfficeHours.kiosk_opens, second=OfficeHours.opens,
                third=OfficeHours.closes, fourth=OfficeHours.last_ticket, day=OfficeHours.valid_from,
                kind=ServiceGroup.letter,
            )
        )
        .join_from(OfficeHours, ServiceGroup, ServiceGroup.id == OfficeHours.group_id, isouter=True)
        .where(
            OfficeHours.office_id == office_id,
            OfficeHours.valid_from <= day,
            or_(OfficeHours.valid_to.is_(None), OfficeHours.valid_to > day),
        )
    )  # fmt: skip
    breaks = select(
        *shape("break", weekday=OfficeBreak.weekday, first=OfficeBreak.begins, second=OfficeBreak.ends)
    ).where(OfficeBreak.office_id == office_id)
    holidays = select(
        *shape(
            "holiday", day=HolidayRow.day, kind=HolidayRow.kind, treatment=HolidayRow.treatment,
            name_id=HolidayRow.name_id, name_en=HolidayRow.name_en, estimated=HolidayRow.estimated,
            basis=HolidayRow.legal_basis,
        )
    ).where(
        HolidayRow.office_id == office_id,
        HolidayRow.day >= bindparam("from_day", type_=Date()),
        HolidayRow.day <= bindparam("to_day", type_=Date()),
    )  # fmt: skip
    own_hours = select(*shape("own_hours", basis=cast(Setting.value, String))).where(
        Setting.office_id == office_id, Setting.name == HOURS
    )
    return union_all(hours, breaks, holidays, own_hours)


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

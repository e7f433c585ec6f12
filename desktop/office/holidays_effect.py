"""How many running files would be promised another date after a change of the calendar. Their promise stands.

Called by ``desktop.office.holidays``.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from desktop.domain.calendar import OfficeCalendar
from desktop.domain.errors import UserError
from desktop.domain.files import RUNNING_STATES
from desktop.domain.promise import Pause, Promise, promise_of, promised_until
from desktop.office.holidays_rows import HolidayRow, as_holiday

if TYPE_CHECKING:
    from desktop.office.work import Work


def files_that_differ(
    work: Work,
    office_id: uuid.UUID,
    days: set[date],
    before: Iterable[HolidayRow],
    after: Iterable[HolidayRow],
) -> int:
    """Count the running files that the two tables of holidays would promise different dates.

    Args:
        work: the open transaction.
        office_id: the office.
        days: the days that differ between the tables.
        before, after: the office's whole table before and after the change.

    Returns:
        The number of files on which the office works, that were complete by the end of the last of `days` and are
        promised for the first of them or later. Files whose clock stands have no date and are left out.
    """
    if not days:
        return 0
    from desktop.office.live.hours import load_calendar

    calendar = load_calendar(work, office_id)
    old = replace(calendar, holidays=tuple(as_holiday(row) for row in before))
    new = replace(calendar, holidays=tuple(as_holiday(row) for row in after))
    files = _files(work, office_id, calendar.zone, days)
    if not files:
        return 0
    promises = _promises(work, {row.service_version_id for row in files})
    pauses = _pauses(work, office_id, {row.id for row in files})
    cut_off = _cut_off(work, office_id)
    differ = 0
    known: dict[tuple[Any, ...], bool] = {}
    for row in files:
        promise = promises.get(row.service_version_id)
        if promise is None:
            continue
        own = pauses.get(row.id, ())
        # Thousands of files were complete on the same few days: the same question is asked once.
        local = calendar.local(row.complete_at_utc)
        moment: Any = row.complete_at_utc
        if promise.unit == "working_day" and not own:
            moment = (local.date(), cut_off is not None and local.time() >= cut_off)
        key = (promise.value, promise.unit, row.letter, moment, own)
        if key not in known:
            known[key] = _differs(old, new, promise, row.complete_at_utc, own, cut_off, row.letter)
        differ += known[key]
    return differ


def _differs(
    old: OfficeCalendar,
    new: OfficeCalendar,
    promise: Promise,
    complete_at: datetime,
    pauses: tuple[Pause, ...],
    cut_off: time | None,
    group: str,
) -> bool:
    try:
        was = promised_until(old, promise, complete_at, pauses, cut_off=cut_off, group=group)
        would_be = promised_until(new, promise, complete_at, pauses, cut_off=cut_off, group=group)
    except UserError:
        return False  # an office without a working day promises nothing
    return was.day != would_be.day if promise.unit == "working_day" else was.at != would_be.at


def _cut_off(work: Work, office_id: uuid.UUID) -> time | None:
    from sqlalchemy import select

    from desktop.models.office import Setting
    from desktop.office.files.settings import FILES_SETTING, file_settings_of

    value = work.connection.execute(
        select(Setting.value).where(Setting.office_id == office_id, Setting.name == FILES_SETTING)
    ).scalar_one_or_none()
    return file_settings_of(value).cut_off_time


def _files(work: Work, office_id: uuid.UUID, zone: str, days: set[date]) -> list[Any]:
    from sqlalchemy import select

    from desktop.models.catalogue import Service, ServiceGroup
    from desktop.models.files import Application

    begins = datetime.combine(min(days), time(), ZoneInfo(zone)).astimezone(UTC)
    ends = datetime.combine(max(days) + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)
    return list(
        work.connection.execute(
            select(
                Application.id,
                Application.service_version_id,
                Application.complete_at_utc,
                ServiceGroup.letter,
            )
            .join(Service, Service.id == Application.service_id)
            .join(ServiceGroup, ServiceGroup.id == Service.group_id)
            .where(
                Application.office_id == office_id,
                Application.state.in_(RUNNING_STATES),
                Application.paused_since_utc.is_(None),
                Application.due_at_utc >= begins,
                Application.complete_at_utc < ends,
            )
        )
    )


def _promises(work: Work, versions: set[uuid.UUID]) -> dict[uuid.UUID, Promise]:
    from sqlalchemy import select

    from desktop.models.catalogue import ServiceVersion

    rows = work.connection.execute(
        select(ServiceVersion.id, ServiceVersion.content).where(ServiceVersion.id.in_(versions))
    )
    found = {row.id: promise_of(row.content) for row in rows}
    return {key: promise for key, promise in found.items() if promise is not None}


def _pauses(work: Work, office_id: uuid.UUID, files: set[uuid.UUID]) -> dict[uuid.UUID, tuple[Pause, ...]]:
    from sqlalchemy import select

    from desktop.models.files import Application, ApplicationPause

    rows = work.connection.execute(
        select(
            ApplicationPause.application_id, ApplicationPause.started_at_utc, ApplicationPause.ended_at_utc
        )
        .join(Application, Application.id == ApplicationPause.application_id)
        .where(
            Application.office_id == office_id,
            Application.state.in_(RUNNING_STATES),
            Application.paused_since_utc.is_(None),
        )
        .order_by(ApplicationPause.started_at_utc)
    )
    found: dict[uuid.UUID, tuple[Pause, ...]] = {}
    for key, begins, ends in rows:
        if key in files:
            found[key] = (*found.get(key, ()), Pause(begins, ends))
    return found

"""One file read and locked for a use-case, its movement, its promise. Called by use-cases of files."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.office.files.settings import FILES_SETTING, FileSettings, file_settings_of

if TYPE_CHECKING:
    from sqlalchemy.engine import Row

    from desktop.domain.calendar import OfficeCalendar
    from desktop.office.work import Command, Work


def read_file_settings(work: Work, office_id: uuid.UUID) -> FileSettings:
    """What the office has set for its files."""
    from sqlalchemy import select

    from desktop.models.office import Setting

    return file_settings_of(
        work.connection.execute(
            select(Setting.value).where(Setting.office_id == office_id, Setting.name == FILES_SETTING)
        ).scalar_one_or_none()
    )


def lock_application(
    work: Work, office_id: uuid.UUID, application_id: uuid.UUID, version: int | None = None
) -> Row[Any]:
    """The file's row, locked until the transaction ends.

    Args:
        version: the version that the person saw; None does not ask.

    Raises:
        UserError: ``file.not_found``; ``file.changed`` (number, state, by, at) where somebody was faster.
    Locks: the application.
    """
    from sqlalchemy import select

    from desktop.models.files import Application

    row = work.connection.execute(
        select(*Application.__table__.columns)
        .where(Application.id == application_id, Application.office_id == office_id)
        .with_for_update()
    ).first()
    if row is None:
        raise UserError("file.not_found")
    if version is not None and row.version != version:
        raise UserError("file.changed", **who_was_faster(work, row))
    return row


def who_was_faster(work: Work, row: Row[Any]) -> dict[str, Any]:
    """The words of ``file.changed``: number, state, by whom and when (local ``14.05``) it was changed last."""
    from zoneinfo import ZoneInfo

    from sqlalchemy import select

    from desktop.domain.numbers import FileNumber
    from desktop.models.files import Movement
    from desktop.models.office import Office
    from desktop.models.staff import Staff

    found = work.connection.execute(
        select(Movement.at_utc, Staff.name, Office.time_zone)
        .join_from(Movement, Office, Office.id == Movement.office_id)
        .outerjoin(Staff, Staff.id == Movement.staff_id)
        .where(Movement.application_id == row.id)
        .order_by(Movement.position.desc())
        .limit(1)
    ).first()
    at = "" if found is None else f"{found.at_utc.astimezone(ZoneInfo(found.time_zone)):%H.%M}"
    return {
        "number": FileNumber(row.letter, row.year, row.number).text,
        "state": row.state,
        "by": "" if found is None or found.name is None else found.name,
        "at": at,
    }


@dataclass(frozen=True, slots=True)
class Moved:
    """What a movement records; everything else comes from the command."""

    action: str
    from_state: str | None
    state: str
    from_step: int
    step: int
    counter_id: uuid.UUID | None = None
    holder_id: uuid.UUID | None = None
    place_id: uuid.UUID | None = None
    reason: str | None = None
    batch: uuid.UUID | None = None


def add_movement(work: Work, command: Command, application_id: uuid.UUID, moved: Moved) -> uuid.UUID:
    """Write one line of a file's timeline; the file is locked, so its next position is free. Returns its key."""
    from sqlalchemy import func, insert, select

    from desktop.models.files import Movement

    key = new_id()
    position = (
        select(func.coalesce(func.max(Movement.position), 0) + 1)
        .where(Movement.application_id == application_id)
        .scalar_subquery()
    )
    work.connection.execute(
        insert(Movement).values(
            id=key,
            office_id=command.office_id,
            application_id=application_id,
            position=position,
            action=moved.action,
            from_state=moved.from_state,
            state=moved.state,
            from_step=moved.from_step,
            step=moved.step,
            at_utc=work.now(),
            staff_id=command.staff_id,
            station_id=command.station_id,
            counter_id=moved.counter_id,
            holder_id=moved.holder_id,
            place_id=moved.place_id,
            reason=moved.reason,
            batch=moved.batch,
            undone=False,
        )
    )
    return key


def due_from(
    calendar: OfficeCalendar,
    content: dict[str, Any],
    complete_at_utc: datetime,
    pauses: Sequence[tuple[datetime, datetime | None]],
    settings: FileSettings,
    group: str | None = None,
) -> datetime | None:
    """Until when a service version's promise runs; None where it has none or the clock stands.

    Args:
        content: the version's stored content.
        pauses: from when until when the file was with the applicant.
        group: the letter of the service's group.
    """
    from desktop.domain.promise import promise_of, promised_until

    promise = promise_of(content)
    if promise is None:
        return None
    return promised_until(
        calendar, promise, complete_at_utc, pauses, cut_off=settings.cut_off_time, group=group
    ).at

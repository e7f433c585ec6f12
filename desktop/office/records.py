"""Appending events and remembering commands: what every write leaves behind. Called by use-cases only."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.domain.ids import new_id

if TYPE_CHECKING:
    from desktop.office.work import Command, Work


def remembered(work: Work, command: Command) -> dict[str, Any] | None:
    """The stored result of ``command`` if it was acknowledged before, else None.

    Locks: on PostgreSQL nothing; two copies at the same moment meet at the primary key, and the runner
    sends the loser again.
    """
    from sqlalchemy import select

    from desktop.models.record import Command as Stored

    return work.connection.execute(
        select(Stored.result).where(Stored.id == command.command_id)
    ).scalar_one_or_none()


def remember(work: Work, command: Command, name: str, result: dict[str, Any]) -> None:
    """Store the result of ``command`` in its own transaction."""
    from sqlalchemy import insert

    from desktop.models.record import Command as Stored

    work.connection.execute(
        insert(Stored).values(
            id=command.command_id,
            office_id=command.office_id,
            name=name,
            station_id=command.station_id,
            created_at_utc=work.now(),
            result=msgspec.to_builtins(result),
        )
    )


def remember_and_wake(work: Work, command: Command, name: str, result: dict[str, Any]) -> None:
    """As `remember`, and `work.wake`, in one statement: for writes that count their statements."""
    from sqlalchemy import func, insert

    from desktop.models.record import Command as Stored

    statement = insert(Stored).values(
        id=command.command_id,
        office_id=command.office_id,
        name=name,
        station_id=command.station_id,
        created_at_utc=work.now(),
        result=msgspec.to_builtins(result),
    )
    if work.on_postgresql:
        work.connection.execute(statement.returning(func.loket_wake(command.office_id)))
    else:
        work.connection.execute(statement)


def append_event(
    work: Work,
    command: Command,
    kind: str,
    subject_id: uuid.UUID | None,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """Append what happened. ``before`` and ``after`` hold ids and codes, never personal data."""
    from sqlalchemy import insert

    from desktop.models.record import Event

    work.connection.execute(
        insert(Event).values(
            id=new_id(),
            office_id=command.office_id,
            at_utc=work.now(),
            kind=kind,
            subject_id=subject_id,
            staff_id=command.staff_id,
            station_id=command.station_id,
            command_id=command.command_id,
            before=msgspec.to_builtins(before),
            after=msgspec.to_builtins(after),
            reason=reason,
        )
    )

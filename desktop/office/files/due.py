"""What the promise asks for: the due moment with its stopped times, uncollected files, slips for late ones.

Called by the use-cases of files, presenters, tools and tests.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.office.files.moving_rows import MOST_FILES
from desktop.office.files.moving_values import FileRef, Moved, MoveFiles
from desktop.office.work import Command, Result, Work, business_day

if TYPE_CHECKING:
    from desktop.office.files.moving_rules import Plan


class PrintApology(Command, frozen=True, kw_only=True):
    """Print the slip for a late file; ``text`` and ``compensation`` empty take the office's settings."""

    application_id: uuid.UUID
    printer_id: uuid.UUID
    text: str = ""
    compensation: str = ""
    document_id: uuid.UUID = msgspec.field(default_factory=new_id)
    job_id: uuid.UUID = msgspec.field(default_factory=new_id)


class PrintedApology(msgspec.Struct, frozen=True, kw_only=True):
    """The slip that was queued."""

    application_id: uuid.UUID
    document_id: uuid.UUID
    job_id: uuid.UUID
    number: str
    repeated: bool = False


class MarkUncollected(Command, frozen=True, kw_only=True):
    """The day-end tool: files that have been ready for ``after_days`` calendar days become uncollected."""

    after_days: int = 30


def print_apology(work: Work, command: PrintApology) -> Result[PrintedApology]:
    """Store and queue an apology slip.

    Raises:
        UserError: ``file.not_found``; ``file.not_late`` (number); ``paper.no_printer``.
    Writes: document, document_person, print_job, event, command. Changes: paper.
    """
    from desktop.office.files.moving_papers import queue_apology

    return queue_apology(work, command)


def mark_uncollected(work: Work, command: MarkUncollected) -> Result[Moved]:
    """Mark what nobody collected, at most 200 files at a time, oldest first; ``count`` 0 says that none is left.

    Run as a tool (no ``staff_id``) it needs no role. Raises, writes and locks as ``move_files``. Changes: files.
    """
    from sqlalchemy import select, text

    from desktop.models.files import Application
    from desktop.office.files.moving import move_files
    from desktop.office.live.file_heads import WAITS_SQL

    if command.after_days < 1:
        raise UserError("file.after_days")
    keys = list(
        work.connection.execute(
            select(Application.id)
            .where(
                Application.office_id == command.office_id,
                text(WAITS_SQL),
                Application.state == "ready",
                Application.ready_at_utc <= work.now() - timedelta(days=command.after_days),
            )
            .order_by(Application.state_since_utc)
            .limit(MOST_FILES)
        ).scalars()
    )
    if not keys:
        return Result(Moved(batch=command.command_id, action="uncollected", at_utc=work.now()))
    return move_files(
        work,
        MoveFiles(
            office_id=command.office_id,
            station_id=command.station_id,
            staff_id=command.staff_id,
            command_id=command.command_id,
            action="uncollected",
            batch=command.command_id,
            files=tuple(FileRef(application_id=key) for key in keys),
        ),
    )


def set_due(work: Work, office_id: uuid.UUID, plans: Sequence[Plan]) -> None:
    """Work out anew until when the promises of files run whose clock goes on, or begins, now."""
    from desktop.domain.promise import promised_until
    from desktop.office.files.rows import read_file_settings
    from desktop.office.live.hours import load_calendar

    counted = [
        plan.file
        for plan in plans
        if plan.file.promise is not None and plan.file.now("complete_at_utc") is not None
    ]
    if not counted:
        return
    first = min(business_day(file.now("complete_at_utc"), file.zone) for file in counted)
    calendar = load_calendar(work, office_id, first)
    cut_off = read_file_settings(work, office_id).cut_off_time
    for file in counted:
        assert file.promise is not None  # chosen above
        pauses = [(pause.started_at_utc, pause.ended_at_utc or work.now()) for pause in file.pauses]
        due = promised_until(
            calendar, file.promise, file.now("complete_at_utc"), pauses, cut_off=cut_off, group=file.group
        )
        if due.at is not None:
            file.changes["due_at_utc"] = due.at.astimezone(UTC)

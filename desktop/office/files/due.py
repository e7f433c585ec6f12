"""What the promise asks for: the due moment with its stopped times, uncollected files, slips for late ones.

Called by the use-cases of files, presenters, tools and tests.
"""

from __future__ import annotations

import uuid

import msgspec

from desktop.domain.ids import new_id
from desktop.office.files.moving_values import Moved
from desktop.office.work import Command, Result, Work


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
    raise NotImplementedError


def mark_uncollected(work: Work, command: MarkUncollected) -> Result[Moved]:
    """Mark what nobody collected. Writes and locks as ``move_files``. Changes: files."""
    raise NotImplementedError

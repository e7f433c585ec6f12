"""Register pages on paper or in a file: ``open_register`` reads them, here they are queued for a printer or written.

Called by the back office's sheet and by tools.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, Final

import msgspec

from desktop.domain.ids import new_id
from desktop.office.files.form_output import write_file
from desktop.office.files.paper_store import store_document
from desktop.office.files.register_pages import OpenRegister, open_register
from desktop.office.paper_queue import CHANGES
from desktop.office.records import remember, remembered
from desktop.office.work import Result, Work
from desktop.printing.registers import AgendaSnapshot, HandoverListSnapshot, render_register

KEEP_DAYS: Final = 7
"""The rows of a printed register are kept so long for a second print; later it is opened anew."""

_ROWS: Final = "rows"


class PrintRegister(OpenRegister, frozen=True, kw_only=True):
    """Read a register and queue it for a page printer."""

    printer_id: uuid.UUID
    document_id: uuid.UUID = msgspec.field(default_factory=new_id)
    job_id: uuid.UUID = msgspec.field(default_factory=new_id)


class RegisterQueued(msgspec.Struct, frozen=True, kw_only=True):
    """A register that is being printed."""

    document_id: uuid.UUID
    rows: int


def print_register(work: Work, command: PrintRegister) -> Result[RegisterQueued]:
    """Keep the register in two parts and queue it; who looked is an event.

    Raises:
        UserError: as ``open_register``; ``paper.no_printer``, ``print.wrong_paper``.
    Writes: document, document_person, print_job, event, command. Changes: paper.
    """
    stored = remembered(work, command)
    if stored is not None:
        return Result(msgspec.convert(stored, RegisterQueued))
    # The reading is a command of its own: its event names the rows, and this one the paper.
    asked = OpenRegister(
        office_id=command.office_id,
        station_id=command.station_id,
        staff_id=command.staff_id,
        kind=command.kind,
        first_day=command.first_day,
        last_day=command.last_day,
        language=command.language,
    )
    register = open_register(work, asked).value
    matter: dict[str, Any] = register.to_data()
    rows = matter.pop(_ROWS)
    store_document(
        work,
        command.office_id,
        command.kind,
        command.office_id,
        {**matter, "template_version": 1, "has_person": True},
        {_ROWS: rows},
        retention_until=register.printed_local.date() + timedelta(days=KEEP_DAYS),
        printer_id=command.printer_id,
        document_id=command.document_id,
        job_id=command.job_id,
    )
    queued = RegisterQueued(document_id=command.document_id, rows=len(register.rows))
    remember(work, command, "print_register", msgspec.to_builtins(queued))
    work.wake(command.office_id)
    return Result(queued, CHANGES)


def save_register(_work: Work, register: AgendaSnapshot | HandoverListSnapshot, paper: str, path: str) -> str:
    """Write a register to a PDF; its path.

    Raises:
        UserError: ``forms.paper``.
        EnvironmentFault: ``formsheet.cannot_write`` (file, cause).
    """
    return write_file(path, render_register(register, paper=paper))


__all__ = [
    "KEEP_DAYS",
    "PrintRegister",
    "RegisterQueued",
    "print_register",
    "save_register",
]

"""Printers of an office: adding them and listing them. Called by tools, the administrator's windows and tests."""

from __future__ import annotations

import uuid
from typing import Any

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work


class AddPrinter(Command, frozen=True, kw_only=True):
    """Add a printer.

    Attributes:
        kind: a key of ``desktop.printing.papers``: ``escpos58``, ``pdf80``, ``pdf_half_a4``, ``pdf_f4`` ...
        address: ``{"host": ..., "port": 9100}`` or ``{"folder": ...}``.
    """

    name: str
    kind: str
    address: dict[str, Any]
    printer_id: uuid.UUID = msgspec.field(default_factory=new_id)


class PrinterInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A printer and how it is reached."""

    printer_id: uuid.UUID
    name: str
    kind: str
    address: dict[str, Any]
    active: bool


def add_printer(work: Work, command: AddPrinter) -> Result[PrinterInfo]:
    """Add a printer; nothing is sent to it.

    Raises:
        UserError: ``office.printer_name``, ``office.printer_taken`` (printer), ``print.paper_kind``,
            ``print.printer_settings`` (field).
    Writes: printer, event, command. Changes: paper.
    """
    from sqlalchemy import insert

    from desktop.models.paper import Printer
    from desktop.printing.adapters.settings import printer_settings

    name = " ".join(command.name.split())
    if remembered(work, command) is None:
        if not 1 <= len(name) <= 40:
            raise UserError("office.printer_name", length=40)
        if any(one.name.casefold() == name.casefold() for one in list_printers(work, command.office_id)):
            raise UserError("office.printer_taken", printer=name)
        printer_settings(command.kind, command.address)
        work.connection.execute(
            insert(Printer).values(
                id=command.printer_id,
                office_id=command.office_id,
                name=name,
                kind=command.kind,
                address=command.address,
                active=True,
            )
        )
        append_event(work, command, "printer.added", command.printer_id, after={"kind": command.kind})
        remember(work, command, "add_printer", {"printer_id": command.printer_id})
        work.wake(command.office_id)
    for printer in list_printers(work, command.office_id):
        if printer.name == name:
            return Result(printer, frozenset({"paper"}))
    raise UserError("office.no_printer", printer=name)


def list_printers(work: Work, office_id: uuid.UUID) -> tuple[PrinterInfo, ...]:
    """All printers by name."""
    from sqlalchemy import select

    from desktop.models.paper import Printer

    rows = work.connection.execute(
        select(Printer.id, Printer.name, Printer.kind, Printer.address, Printer.active)
        .where(Printer.office_id == office_id)
        .order_by(Printer.name)
    )
    return tuple(
        PrinterInfo(printer_id=row[0], name=row[1], kind=row[2], address=row[3], active=bool(row[4]))
        for row in rows
    )

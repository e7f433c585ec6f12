"""What an intake knows of office and service, in one statement. For ``registering`` and ``completing``."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from desktop.domain.errors import UserError
from desktop.office.files.commands import TakeInFile
from desktop.office.files.settings import FileSettings, file_settings_of
from desktop.office.work import Work

if TYPE_CHECKING:
    from sqlalchemy.engine import Row

#: Key of the lock (PostgreSQL, advisory, with the office's hash) that an import has alone and intakes share. An
#: intake locks people and then the series; an import of many has the series already when it comes to people.
INTAKE_LOCK: Final = 0x1F11E


@dataclass(frozen=True, slots=True)
class Desk:
    """What a use-case of intake knows of the office and the service, from one statement."""

    row: Row[Any]
    settings: FileSettings
    today: date
    language: str

    @property
    def content(self) -> dict[str, Any]:
        """The service version as the catalogue tells it."""
        return self.row.content or {}

    @property
    def service(self) -> str:
        """Its short name in the paper's language."""
        return str(self.row.short_en if self.language == "en" else self.row.short_id)

    @property
    def counter(self) -> str:
        """``Loket 3``, or nothing without a counter."""
        if not self.row.counter:
            return ""
        return f"{'Counter' if self.language == 'en' else 'Loket'} {self.row.counter}"


def read_desk(
    work: Work, command: TakeInFile, version_id: uuid.UUID | None = None
) -> tuple[Desk | None, dict[str, Any] | None]:
    """The office, the service and the clock in one statement, with the stored result of a repeated command.

    Locks: on PostgreSQL `INTAKE_LOCK`, shared, until the transaction ends: waits for an import that is under way.

    Args:
        version_id: a running file's own service version; None takes the one in force.
    """
    from sqlalchemy import func, literal, null, select

    from desktop.models.catalogue import Service, ServiceGroup, ServiceVersion
    from desktop.models.office import Office, Setting
    from desktop.models.paper import Printer
    from desktop.models.record import Command as Stored
    from desktop.models.staff import Counter, Staff

    def setting(name: str) -> Any:
        return (
            select(Setting.value)
            .where(Setting.office_id == command.office_id, Setting.name == name)
            .scalar_subquery()
        )

    def named(table: Any, key: uuid.UUID | None) -> Any:
        return select(table.name).where(table.id == key).scalar_subquery() if key else null()

    stored = select(Stored.result).where(Stored.id == command.command_id).scalar_subquery()
    waits: Any = null()
    if work.on_postgresql:
        key = func.pg_advisory_xact_lock_shared(INTAKE_LOCK, func.hashtext(str(command.office_id)))
        waits = select(key).scalar_subquery()
    printer = (
        select(Printer.kind)
        .where(Printer.id == command.printer_id, Printer.office_id == command.office_id, Printer.active)
        .scalar_subquery()
    )
    service = (
        ServiceVersion.id == version_id
        if version_id is not None
        else (Service.id == command.service_id) & ServiceVersion.valid_to_utc.is_(None)
    )
    row = work.connection.execute(
        select(
            Office.name.label("office"),
            Office.address,
            Office.hotline,
            Office.time_zone,
            setting("receipt").label("receipt"),
            setting("files").label("files"),
            stored.label("stored"),
            waits.label("waits"),
            (func.clock_timestamp() if work.on_postgresql else literal(None)).label("clock"),
            named(Staff, command.staff_id).label("staff"),
            named(Counter, command.counter_id).label("counter"),
            (printer if command.printer_id else null()).label("printer"),
            Service.id.label("service_id"),
            ServiceGroup.letter.label("group"),
            ServiceVersion.id.label("version_id"),
            ServiceVersion.short_id,
            ServiceVersion.short_en,
            ServiceVersion.fee_amount,
            ServiceVersion.content,
        )
        .select_from(Office)
        .outerjoin(Service, (Service.office_id == Office.id) & Service.id.is_not(None) & _wanted(command, version_id))
        .outerjoin(ServiceVersion, (ServiceVersion.service_id == Service.id) & service)
        .outerjoin(ServiceGroup, ServiceGroup.id == Service.group_id)
        .where(Office.id == command.office_id)
        .order_by(ServiceVersion.id.is_(None))
        .limit(1)
    ).first()  # fmt: skip
    if row is None:
        raise UserError("queue.no_office")
    if row.clock is not None:
        work.heard(row.clock)
    if row.stored is not None:
        return None, row.stored
    if row.version_id is None:
        return None, None
    today = work.now().astimezone(ZoneInfo(row.time_zone)).date()
    return Desk(row, file_settings_of(row.files), today, command.language), None


def _wanted(command: TakeInFile, version_id: uuid.UUID | None) -> Any:
    from sqlalchemy import select, true

    from desktop.models.catalogue import Service, ServiceVersion

    if version_id is not None:
        return Service.id.in_(select(ServiceVersion.service_id).where(ServiceVersion.id == version_id))
    return Service.id == command.service_id if command.service_id is not None else ~true()

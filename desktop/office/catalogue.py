"""The catalogue of an office in its database: taking a file in whole, giving it out again, and reading it.

A service that changed gets a new version and the old one is closed: a running file keeps what it was taken in
with. Called by presenters, tools and tests; files are read and written by ``desktop.office.catalogue_file``.
"""

from __future__ import annotations

import uuid

import msgspec

from desktop.domain.catalogue import Catalogue
from desktop.domain.errors import UserError
from desktop.office.catalogue_import import CatalogueImport, ImportCatalogue, ImportOutcome
from desktop.office.catalogue_rows import STEPS, group_rows, read_frame, service_rows
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Result, Work

_CHANGES = frozenset({"catalogue", "queue"})
_NOTHING: frozenset[str] = frozenset()


class ServiceInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One service of the office as a list shows it.

    Attributes:
        verified: whether the office has looked at it; None for whoever is not an administrator.
        general: the group's ticket for visitors who are not sure.
    """

    service_id: uuid.UUID
    code: str
    letter: str
    group_id: uuid.UUID
    name_id: str
    name_en: str
    short_id: str
    short_en: str
    counter_minutes: int
    fee_amount: int | None
    general: bool
    active: bool
    verified: bool | None = None


def import_catalogue(work: Work, command: ImportCatalogue) -> Result[ImportOutcome]:
    """Take a catalogue in, whole.

    Raises:
        UserError: ``catalogue.other_agency`` (agency, office), for the catalogue of another kind of office.
    Locks: the office's row, so that two imports follow each other. Writes: service_group, service,
        service_version, counter_service, setting, event, command. Changes: catalogue, queue.
    """
    from sqlalchemy import select

    from desktop.models.office import Office

    stored = remembered(work, command)
    if stored is not None:
        return Result(msgspec.convert({**stored, "repeated": True}, ImportOutcome), _NOTHING)
    agency = work.connection.execute(
        select(Office.agency).where(Office.id == command.office_id).with_for_update(key_share=True)
    ).scalar_one()
    if agency != command.catalogue.agency.code:
        raise UserError("catalogue.other_agency", agency=command.catalogue.agency.code, office=agency)
    outcome = CatalogueImport(work, command).run()
    if outcome.changed:
        append_event(
            work,
            command,
            "catalogue.imported",
            None,
            after={
                "added": list(outcome.added),
                "updated": list(outcome.updated),
                "deactivated": list(outcome.deactivated),
            },
        )
        work.wake(command.office_id)
    remember(work, command, "import_catalogue", msgspec.to_builtins(outcome))
    return Result(outcome, _CHANGES if outcome.changed else _NOTHING)


def export_catalogue(work: Work, office_id: uuid.UUID) -> Catalogue:
    """The office's active services as a catalogue; importing it again changes nothing.

    Raises:
        UserError: ``catalogue.nothing`` when the office has no catalogue yet.
    """
    frame = read_frame(work, office_id)
    groups = [
        {
            "letter": row.letter,
            "name": {"id": row.name_id, "en": row.name_en},
            "short": {"id": row.short_id, "en": row.short_en},
        }
        for row in group_rows(work, office_id)
        if row.active
    ]
    services = []
    for row in service_rows(work, office_id):
        if row.active and not row.general:
            services.append({key: value for key, value in row.content.items() if key != STEPS})
    if frame is None or not groups or not services:
        raise UserError("catalogue.nothing")
    return msgspec.convert(
        {"format": "loket-catalogue-1", **frame, "groups": groups, "services": services}, Catalogue
    )


def list_services(work: Work, office_id: uuid.UUID, for_role: str = "clerk") -> tuple[ServiceInfo, ...]:
    """All services in their order; only an administrator is told which ones still want a look."""
    shown = for_role == "administrator"
    return tuple(
        ServiceInfo(
            service_id=row.id,
            code=row.code,
            letter=row.letter,
            group_id=row.group_id,
            name_id=row.name_id,
            name_en=row.name_en,
            short_id=row.short_id,
            short_en=row.short_en,
            counter_minutes=row.counter_minutes,
            fee_amount=row.fee_amount,
            general=bool(row.general),
            active=bool(row.active),
            verified=bool(row.verified) if shown else None,
        )
        for row in service_rows(work, office_id)
    )


def find_service(work: Work, office_id: uuid.UUID, code: str) -> ServiceInfo:
    """An active service by its code, in any case. Raises UserError ``catalogue.no_service`` (service)."""
    wanted = code.strip().casefold()
    for service in list_services(work, office_id):
        if service.active and service.code.casefold() == wanted:
            return service
    raise UserError("catalogue.no_service", service=code.strip()[:40])


__all__ = [
    "ImportCatalogue",
    "ImportOutcome",
    "ServiceInfo",
    "export_catalogue",
    "find_service",
    "import_catalogue",
    "list_services",
]

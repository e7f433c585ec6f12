"""Groups and services by what people type: a group's letter, a service's code. Called by the command line."""

from __future__ import annotations

import uuid

from desktop.domain.errors import UserError
from desktop.office.work import Work


def group_of_letter(work: Work, office_id: uuid.UUID, letter: str) -> uuid.UUID:
    """A group by its letter. Raises UserError ``appointment.no_letter`` (letter, allowed)."""
    from sqlalchemy import select

    from desktop.models.catalogue import ServiceGroup

    rows = work.connection.execute(
        select(ServiceGroup.letter, ServiceGroup.id)
        .where(ServiceGroup.office_id == office_id, ServiceGroup.active)
        .order_by(ServiceGroup.letter)
    ).all()
    found: dict[str, uuid.UUID] = {row.letter: row.id for row in rows}
    key = found.get(letter.strip().upper())
    if key is None:
        raise UserError("appointment.no_letter", letter=letter, allowed=", ".join(found) or "-")
    return key


def service_of_code(work: Work, office_id: uuid.UUID, code: str) -> tuple[uuid.UUID, uuid.UUID]:
    """A service and its group by the service's code. Raises UserError ``appointment.no_service`` (service)."""
    from sqlalchemy import select

    from desktop.models.catalogue import Service

    row = work.connection.execute(
        select(Service.id, Service.group_id).where(
            Service.office_id == office_id, Service.code == code.strip(), Service.active
        )
    ).first()
    if row is None:
        raise UserError("appointment.no_service", service=code)
    return row.id, row.group_id

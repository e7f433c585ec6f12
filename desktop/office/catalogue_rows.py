"""Rows of the catalogue that import, export and lists share. Called by ``desktop.office.catalogue*`` only."""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.office.work import Work

SETTING: Final = "catalogue"
"""Name of the setting that keeps what belongs to the catalogue and to no service: agency and procedures."""

STEPS: Final = "procedure_steps"
"""Key within a version's content: the steps of its procedure, as they were then."""


def read_frame(work: Work, office_id: uuid.UUID) -> dict[str, Any] | None:
    """What belongs to the catalogue and to no service: ``agency`` and ``procedures``; None before any import."""
    from sqlalchemy import select

    from desktop.models.office import Setting

    value = work.connection.execute(
        select(Setting.value).where(Setting.office_id == office_id, Setting.name == SETTING)
    ).scalar_one_or_none()
    if value is None:
        return None
    # A list in the database: PostgreSQL's JSON forgets the order of keys.
    return {
        "agency": value["agency"],
        "procedures": {one["name"]: one["steps"] for one in value["procedures"]},
    }


def write_frame(work: Work, office_id: uuid.UUID, agency: dict[str, Any], procedures: dict[str, Any]) -> None:
    """Replace what :func:`read_frame` reads."""
    from sqlalchemy import delete, insert

    from desktop.models.office import Setting

    listed = [{"name": name, "steps": steps} for name, steps in procedures.items()]
    work.connection.execute(delete(Setting).where(Setting.office_id == office_id, Setting.name == SETTING))
    work.connection.execute(
        insert(Setting).values(
            office_id=office_id, name=SETTING, value={"agency": agency, "procedures": listed}
        )
    )


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of a version's content, the same for the same content whatever the order of its keys."""
    return hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()


def group_rows(work: Work, office_id: uuid.UUID) -> Sequence[Any]:
    """All groups, active or not, in their order."""
    from sqlalchemy import select

    from desktop.models.catalogue import ServiceGroup

    columns = list(ServiceGroup.__table__.c)
    return work.connection.execute(
        select(*columns)
        .where(ServiceGroup.office_id == office_id)
        .order_by(ServiceGroup.position, ServiceGroup.letter)
    ).all()


def service_rows(work: Work, office_id: uuid.UUID) -> Sequence[Any]:
    """All services, active or not, each with its current version, in their order."""
    from sqlalchemy import select

    from desktop.models.catalogue import Service as ServiceRow
    from desktop.models.catalogue import ServiceGroup, ServiceVersion

    version = ServiceVersion
    return work.connection.execute(
        select(
            ServiceRow.id,
            ServiceRow.code,
            ServiceRow.group_id,
            ServiceRow.position,
            ServiceRow.general,
            ServiceRow.active,
            ServiceGroup.letter,
            version.id.label("version_id"),
            version.number,
            version.name_id,
            version.name_en,
            version.short_id,
            version.short_en,
            version.counter_minutes,
            version.fee_amount,
            version.verified,
            version.content,
            version.digest,
            version.valid_from_utc,
        )
        .join(ServiceGroup, ServiceGroup.id == ServiceRow.group_id)
        .join(version, (version.service_id == ServiceRow.id) & version.valid_to_utc.is_(None))
        .where(ServiceRow.office_id == office_id)
        .order_by(ServiceRow.position, ServiceRow.code)
    ).all()

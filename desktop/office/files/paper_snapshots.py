"""From the two parts of a stored document to what the renderers take. For the spool, previews and the tour."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import msgspec

from desktop.domain.calendar import zone_label
from desktop.domain.errors import LoketError, UserError

if TYPE_CHECKING:
    from desktop.office.work import Work
    from desktop.printing.snapshots import Snapshot

_MOMENT: Final = "_at_utc"
_LISTED_MOMENTS: Final = "looks_utc"


def document_snapshot(
    kind: str,
    matter: Mapping[str, Any],
    person: Mapping[str, Any] | None,
    zone: str,
    *,
    copy_number: int = 0,
    copied_by: str = "",
    copied_local: datetime | None = None,
) -> Snapshot:
    """The paper that a stored document stands for, in the office's local time.

    Args:
        kind: ``document.kind``.
        matter: ``document.content``.
        person: ``document_person.content``; None where it was disposed of, the paper then says so.
        zone: the office's time zone; one that stands in the document itself goes before it.
        copy_number: 0 for the first paper, n for the nth copy.
        copied_by: who asked for the copy.
        copied_local: when, office-local, without a zone.

    Raises:
        UserError: ``print.snapshot`` naming the field that cannot be printed; ``print.document_kind``.
    """
    from desktop.office.slips import slip_snapshot
    from desktop.printing.kinds import snapshot_from_data

    if kind == "slip":
        snapshot: Snapshot = slip_snapshot(matter, zone)
    else:
        zone = str(matter.get("zone") or zone)
        values = _localised(matter, zone)
        values.pop("zone", None)
        values["zone_label"] = values.get("zone_label") or zone_label(zone)
        values["person"] = None if person is None else _localised(person, zone)
        snapshot = snapshot_from_data(kind, values)
    if copy_number and copied_local is not None:
        return snapshot.as_copy(copy_number, copied_by, copied_local)
    return snapshot


def printed_snapshot(work: Work, office_id: uuid.UUID, job: Any) -> bytes:
    """JSON of what a claimed job prints; one that cannot be read goes on as it is, and fails in the spool by name.

    Args:
        job: a row with id, document_id, kind, content, copy_number and created_at_utc.
    """
    from desktop.office.queue.rows import zone_of

    zone = zone_of(work, office_id)
    local = job.created_at_utc.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    try:
        return document_snapshot(
            job.kind,
            job.content,
            _person(work, job),
            zone,
            copy_number=job.copy_number,
            copied_by=_asked_by(work, job.id) if job.copy_number else "",
            copied_local=local if job.copy_number else None,
        ).to_json()
    except LoketError:
        return msgspec.json.encode({**job.content, "type": job.kind})


def _person(work: Work, job: Any) -> dict[str, Any] | None:
    """What was printed about the person; None for a slip, and where it was disposed of."""
    from sqlalchemy import select

    from desktop.models.paper import DocumentPerson

    if job.kind == "slip":
        return None
    content: dict[str, Any] | None = work.connection.execute(
        select(DocumentPerson.content).where(DocumentPerson.document_id == job.document_id)
    ).scalar_one_or_none()
    return content


def _asked_by(work: Work, job_id: uuid.UUID) -> str:
    from sqlalchemy import select

    from desktop.models.record import Event
    from desktop.models.staff import Staff

    name = work.connection.execute(
        select(Staff.name)
        .join(Event, Event.staff_id == Staff.id)
        .where(Event.subject_id == job_id, Event.kind == "paper.reprinted")
        .limit(1)
    ).scalar_one_or_none()
    return name or ""


def _localised(content: Mapping[str, Any], zone: str) -> dict[str, Any]:
    """Every ``*_at_utc`` as ``*_local``."""
    values: dict[str, Any] = {}
    for name, value in content.items():
        if name.endswith(_MOMENT):
            values[f"{name[: -len(_MOMENT)]}_local"] = None if value is None else _local(value, zone, name)
        elif name == _LISTED_MOMENTS:
            values["looks"] = [[_local(row[0], zone, name), *row[1:]] for row in value]
        else:
            values[name] = value
    return values


def _local(text: Any, zone: str, field: str) -> datetime:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError as error:
        raise UserError("print.snapshot", field=field) from error
    if moment.tzinfo is None:
        raise UserError("print.snapshot", field=field)
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


__all__ = ["document_snapshot", "printed_snapshot"]

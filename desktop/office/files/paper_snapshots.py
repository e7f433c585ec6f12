"""From the two parts of a stored document to what the renderers take. For the spool, previews and the tour."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from desktop.domain.calendar import zone_label
from desktop.domain.errors import UserError

if TYPE_CHECKING:
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


__all__ = ["document_snapshot"]

"""What stands on a queue slip: the parts that are known before the number is, and the whole slip for a printer.

``slip_content(...)`` builds the ``slip`` of ``IssueTicket`` from plain values; ``read_slip_content(work, ...)``
reads those values first. ``slip_snapshot(content, zone)`` turns a stored document into what the renderers take.
Called by the stations that issue tickets, by check-in, and by the spool.
"""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from desktop.domain.calendar import zone_label
from desktop.domain.errors import UserError
from desktop.printing.snapshots import MAX_BRING_ITEMS, MAX_BRING_LENGTH, SLIP_FORMAT, SlipSnapshot

if TYPE_CHECKING:
    from desktop.office.work import Work

TEMPLATE_VERSION: Final = 1
"""The printed form that new slips are made with: ``resources/templates/slip-1.toml``."""

_TURNED_TO_LOCAL: Final = ("issued_at_utc", "slot_at_utc", "zone")


def slip_content(
    *,
    office: str,
    service: str,
    zone: str,
    language: str = "id",
    address: str = "",
    hotline: str = "",
    wait_low_min: int | None = None,
    wait_high_min: int | None = None,
    slot_at_utc: datetime | None = None,
    bring: Iterable[str] = (),
    free: bool = True,
    fee_text: str = "",
    priority: bool = False,
) -> dict[str, Any]:
    """The frozen parts of a slip, for ``IssueTicket.slip``; number, code, people ahead and time come later.

    Args:
        office: its name.
        service: the service's short name in the slip's language.
        zone: IANA name of the office's time zone.
        language: ``id`` or ``en``.
        address: one line; may be empty.
        hotline: complaint line; may be empty.
        wait_low_min: expected wait in minutes, low end; both ends or none.
        wait_high_min: its high end.
        slot_at_utc: an appointment's time, aware; None for a walk-in.
        bring: what to get ready; the first 8 are kept, made plain and cut to 32 characters.
        free: the service costs nothing.
        fee_text: ready amount where it is not free.
        priority: a ticket of the priority class.
    """
    # "0 minutes" is no forecast: the line is left out, the people ahead say it already.
    known = wait_low_min is not None and bool(wait_high_min)
    content: dict[str, Any] = {
        "office": office,
        "address": address,
        "service": service,
        "zone": zone,
        "zone_label": zone_label(zone),
        "language": language,
        "wait_low_min": wait_low_min if known else None,
        "wait_high_min": wait_high_min if known else None,
        "bring": [_plain(item) for item in bring][:MAX_BRING_ITEMS],
        "free": free,
        "fee_text": fee_text,
        "hotline": hotline,
        "priority": priority,
        "template_version": TEMPLATE_VERSION,
        "format_version": SLIP_FORMAT,
    }
    if slot_at_utc is not None:
        content["slot_at_utc"] = slot_at_utc.isoformat()
    return content


def read_slip_content(
    work: Work,
    office_id: uuid.UUID,
    service_id: uuid.UUID,
    *,
    language: str = "id",
    priority: bool = False,
    wait_low_min: int | None = None,
    wait_high_min: int | None = None,
    slot_at_utc: datetime | None = None,
) -> dict[str, Any]:
    """``slip_content`` with the office's and the service's words read from the database.

    Raises:
        UserError: ``queue.no_service`` where the office has no such service in force.
    """
    from sqlalchemy import select

    from desktop.models.catalogue import Service, ServiceVersion
    from desktop.models.office import Office

    row = work.connection.execute(
        select(
            Office.name,
            Office.address,
            Office.hotline,
            Office.time_zone,
            ServiceVersion.short_id,
            ServiceVersion.short_en,
            ServiceVersion.fee_amount,
            ServiceVersion.content,
        )
        .join_from(Service, ServiceVersion, ServiceVersion.service_id == Service.id)
        .join(Office, Office.id == Service.office_id)
        .where(
            Service.id == service_id, Service.office_id == office_id, ServiceVersion.valid_to_utc.is_(None)
        )
    ).first()
    if row is None:
        raise UserError("queue.no_service")
    return slip_content(
        office=row.name,
        service=row.short_en if language == "en" else row.short_id,
        zone=row.time_zone,
        language=language,
        address=row.address,
        hotline=row.hotline,
        wait_low_min=wait_low_min,
        wait_high_min=wait_high_min,
        slot_at_utc=slot_at_utc,
        bring=_papers(row.content or {}),
        free=row.fee_amount == 0,
        fee_text=f"Rp{row.fee_amount:,}".replace(",", ".") if row.fee_amount else "",
        priority=priority,
    )


def slip_snapshot(content: Mapping[str, Any], zone: str) -> SlipSnapshot:
    """The slip that a stored document stands for, in the office's local time.

    Args:
        content: ``document.content`` as issuing wrote it: the slip's parts with number, code, people ahead
            and ``issued_at_utc`` (ISO, UTC).
        zone: the office's time zone; one that stands in the document itself goes before it.

    Raises:
        UserError: ``print.snapshot`` naming the field that cannot be printed.
    """
    zone = str(content.get("zone") or zone)
    values = {name: value for name, value in content.items() if name not in _TURNED_TO_LOCAL}
    values["zone_label"] = values.get("zone_label") or zone_label(zone)
    values["issued_local"] = _local(content, "issued_at_utc", zone)
    if content.get("slot_at_utc"):
        slot = _local(content, "slot_at_utc", zone)
        values["slot_local"] = slot
        if slot > values["issued_local"]:
            values["people_ahead"] = None  # nobody stands before an appointment whose time has not come
    return SlipSnapshot.from_data(values)


def _local(content: Mapping[str, Any], field: str, zone: str) -> datetime:
    try:
        moment = datetime.fromisoformat(str(content[field]))
    except (KeyError, ValueError) as error:
        raise UserError("print.snapshot", field=field) from error
    if moment.tzinfo is None:
        raise UserError("print.snapshot", field=field)
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _papers(content: Mapping[str, Any]) -> list[str]:
    """What everybody has to bring, papers before forms, as the kiosk lists it."""
    papers = [paper for paper in content.get("requirements") or () if not paper.get("needed_if")]
    return [str(paper["short"]) for paper in sorted(papers, key=lambda one: one.get("kind") == "form")]


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).translate({0x2013: "-", 0x2014: "-", 0x2019: "'"})
    return "".join(char for char in letters if " " <= char <= "~")[:MAX_BRING_LENGTH].strip()


__all__ = ["TEMPLATE_VERSION", "read_slip_content", "slip_content", "slip_snapshot"]

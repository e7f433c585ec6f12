"""All that a kiosk shows, read in one go: the office, its groups and services, hours, line and waits.

Called by the kiosk's presenter. What a version of a service says never changes, so it is read once and kept;
everything else is read anew each time (a dozen small statements).
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

import msgspec

from desktop.domain.calendar import OfficeCalendar, zone_label
from desktop.office.live.hours import TICKETS_IN_BREAKS, load_calendar
from desktop.office.live.waits import Wait, load_queue_state, recent_waits

if TYPE_CHECKING:
    from desktop.office.work import Work

KIOSK_SETTING: Final = "kiosk"
"""Name of the office's setting: ``{"nik": bool, "tickets_in_breaks": bool}``."""

_KEPT_VERSIONS = 2_000
_BRING_ITEMS = 8


class Version(msgspec.Struct, frozen=True):
    """What one version of a service says; fixed for ever."""

    name_id: str
    name_en: str
    short_id: str
    short_en: str
    free: bool
    fee_amount: int | None
    fee_text_id: str
    fee_text_en: str
    bring_id: tuple[str, ...]
    bring_en: tuple[str, ...]
    slip_bring: tuple[str, ...]
    appointment: bool


class KioskService(msgspec.Struct, frozen=True, kw_only=True):
    """A service as a row of the kiosk.

    Attributes:
        general: the group's ticket for visitors who are not sure.
        version: its words, fee and papers.
        wait, priority_wait: what a newcomer would be told; None where no open counter gives it.
    """

    id: uuid.UUID
    code: str
    general: bool
    version: Version
    wait: Wait | None = None
    priority_wait: Wait | None = None


class KioskGroup(msgspec.Struct, frozen=True, kw_only=True):
    """A group as a tile of the kiosk.

    Attributes:
        takes_tickets: whether a number may be given now.
        why_not: ``closed``, ``break``, ``quota`` or ``empty`` (no services); "" while it takes tickets.
        opens_at: when its counters open again, with the office's zone.
        quota_left: numbers left today; None without a quota.
        waiting: people who wait now.
        wait: of a newcomer without priority.
    """

    id: uuid.UUID
    letter: str
    name_id: str
    name_en: str
    short_id: str
    short_en: str
    services: tuple[KioskService, ...]
    takes_tickets: bool
    why_not: str = ""
    opens_at: datetime | None = None
    quota_left: int | None = None
    waiting: int = 0
    wait: Wait | None = None


class KioskState(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a kiosk shows at one moment.

    Attributes:
        status: ``open``, ``before_opening``, ``break``, ``closed``, ``holiday`` or ``last_ticket_passed``.
        takes_tickets: whether any number may be given now.
        next_opening: when counters open again, with the office's zone.
        kiosk_opens: from when numbers are given today, local; None on a day without hours.
        asks_nik: the office asks for a NIK (which may be skipped).
        nik_key: secret of the daily hash, bytes in hexadecimal; empty unless ``asks_nik``.
        all_free: every service costs nothing.
        has_appointments: there are slots today or later, so that a code may be checked in.
    """

    office_name: str
    address: str
    hotline: str
    agency: str
    language: str
    zone: str
    zone_label: str
    local_now: datetime
    status: str
    takes_tickets: bool
    next_opening: datetime | None
    kiosk_opens: time | None
    holiday_id: str
    holiday_en: str
    groups: tuple[KioskGroup, ...]
    all_free: bool
    has_appointments: bool = False
    asks_nik: bool = False
    nik_key: str = ""
    nik_limit: int = 2

    def __repr__(self) -> str:
        """Without the key, so that it never reaches a log."""
        return f"KioskState({self.office_name!r}, {self.local_now:%H:%M}, {self.status})"


class SlipState(msgspec.Struct, frozen=True):
    """What became of a slip: the state of its newest print job, and the reason a printer gave."""

    state: str
    reason: str


_versions: dict[uuid.UUID, Version] = {}
_versions_lock = threading.Lock()


def read_kiosk(work: Work, office_id: uuid.UUID, now: datetime | None = None) -> KioskState:
    """Read what a kiosk shows.

    Args:
        work: the open transaction.
        office_id: the office.
        now: the moment, with a zone; None takes the office's clock.
    """
    from sqlalchemy import select

    from desktop.models.office import Office, Setting

    now = now or work.now()
    run = work.connection.execute
    office = run(
        select(
            Office.name,
            Office.address,
            Office.hotline,
            Office.agency,
            Office.language,
            Office.time_zone,
            Office.ticket_limit_per_nik,
            Office.nik_key,
        ).where(Office.id == office_id)
    ).one()
    settings: dict[str, Any] = (
        run(
            select(Setting.value).where(Setting.office_id == office_id, Setting.name == KIOSK_SETTING)
        ).scalar_one_or_none()
        or {}
    )
    calendar = load_calendar(work, office_id, tickets_in_breaks=bool(settings.get(TICKETS_IN_BREAKS)))
    local = calendar.local(now)
    status = calendar.status_at(local)
    today = calendar.hours_on(local.date())
    groups = _groups(work, office_id, local, calendar)
    asks_nik = bool(settings.get("nik"))
    return KioskState(
        office_name=office.name,
        address=office.address,
        hotline=office.hotline,
        agency=office.agency,
        language=office.language,
        zone=office.time_zone,
        zone_label=zone_label(office.time_zone),
        local_now=local,
        status=status.kind,
        takes_tickets=status.takes_tickets,
        next_opening=status.next_opening,
        kiosk_opens=None if today is None else today.kiosk_opens,
        holiday_id=status.holiday.name_id if status.holiday else "",
        holiday_en=status.holiday.name_en if status.holiday else "",
        groups=groups,
        all_free=all(service.version.free for group in groups for service in group.services),
        has_appointments=_has_appointments(work, office_id, now),
        asks_nik=asks_nik,
        nik_key=office.nik_key if asks_nik else "",
        nik_limit=office.ticket_limit_per_nik,
    )


def _has_appointments(work: Work, office_id: uuid.UUID, now: datetime) -> bool:
    from sqlalchemy import select

    from desktop.models.queue import AppointmentSlot

    row = work.connection.execute(
        select(AppointmentSlot.id)
        .where(
            AppointmentSlot.office_id == office_id,
            AppointmentSlot.starts_at_utc >= now - timedelta(hours=12),
            AppointmentSlot.booked > 0,
        )
        .limit(1)
    ).first()
    return row is not None


def read_slip(work: Work, ticket_id: uuid.UUID) -> SlipState | None:
    """What became of a ticket's slip; None where none was asked for. "belum tercetak" until sent."""
    from sqlalchemy import select

    from desktop.models.paper import Document, PrintJob

    row = work.connection.execute(
        select(PrintJob.state, PrintJob.reason)
        .join_from(PrintJob, Document, Document.id == PrintJob.document_id)
        .where(Document.subject_id == ticket_id, Document.kind == "slip")
        .order_by(PrintJob.created_at_utc.desc(), PrintJob.copy_number.desc())
        .limit(1)
    ).first()
    return None if row is None else SlipState(row.state, row.reason or "")


def _groups(
    work: Work, office_id: uuid.UUID, local: datetime, calendar: OfficeCalendar
) -> tuple[KioskGroup, ...]:
    from sqlalchemy import and_, select

    from desktop.models.catalogue import ServiceGroup
    from desktop.models.queue import QueueLane

    state = load_queue_state(work, office_id, local, calendar)
    services = _services(work, office_id)
    waits = recent_waits(office_id, state, [key for _group, key, *_rest in services], local)
    waiting: dict[uuid.UUID, int] = {}
    for ticket in state.tickets:
        waiting[ticket.group] = waiting.get(ticket.group, 0) + 1
    rows_of: dict[uuid.UUID, list[KioskService]] = {}
    for group_id, key, code, general, version in services:
        rows_of.setdefault(group_id, []).append(
            KioskService(
                id=key,
                code=code,
                general=general,
                version=version,
                wait=waits.get((key, "regular")),
                priority_wait=waits.get((key, "priority")),
            )
        )
    found = []
    for row in work.connection.execute(
        select(
            ServiceGroup.id,
            ServiceGroup.letter,
            ServiceGroup.name_id,
            ServiceGroup.name_en,
            ServiceGroup.short_id,
            ServiceGroup.short_en,
            ServiceGroup.daily_quota,
            QueueLane.issued,
        )
        .join_from(
            ServiceGroup,
            QueueLane,
            and_(
                QueueLane.group_id == ServiceGroup.id,
                QueueLane.office_id == office_id,
                QueueLane.business_day == local.date(),
            ),
            isouter=True,
        )
        .where(ServiceGroup.office_id == office_id, ServiceGroup.active)
        .order_by(ServiceGroup.position, ServiceGroup.letter)
    ):
        own = tuple(rows_of.get(row.id, ()))
        if not own:
            continue  # nobody can take a number there
        status = calendar.status_at(local, row.letter)
        left = None if row.daily_quota is None else max(row.daily_quota - (row.issued or 0), 0)
        why_not = ""
        if not status.takes_tickets:
            why_not = "break" if status.kind == "break" else "closed"
        elif left == 0:
            why_not = "quota"
        real = [service for service in own if not service.general] or own
        known = [service.wait for service in real if service.wait is not None]
        found.append(
            KioskGroup(
                id=row.id,
                letter=row.letter,
                name_id=row.name_id,
                name_en=row.name_en,
                short_id=row.short_id,
                short_en=row.short_en,
                services=own,
                takes_tickets=not why_not,
                why_not=why_not,
                opens_at=status.next_opening,
                quota_left=left,
                waiting=waiting.get(row.id, 0),
                # The group's usual wait: the middle one of its services, which mostly are all alike.
                wait=sorted(known, key=lambda wait: wait.median_min)[len(known) // 2] if known else None,
            )
        )
    return tuple(found)


def _services(work: Work, office_id: uuid.UUID) -> list[tuple[uuid.UUID, uuid.UUID, str, bool, Version]]:
    from sqlalchemy import select

    from desktop.models.catalogue import Service, ServiceVersion

    rows = work.connection.execute(
        select(Service.group_id, Service.id, Service.code, Service.general, ServiceVersion.id)
        .join_from(Service, ServiceVersion, ServiceVersion.service_id == Service.id)
        .where(Service.office_id == office_id, Service.active, ServiceVersion.valid_to_utc.is_(None))
        .order_by(Service.position, Service.code)
    ).all()
    versions = _known_versions(work, [row[4] for row in rows])
    return [(row[0], row[1], row[2], bool(row[3]), versions[row[4]]) for row in rows]


def _known_versions(work: Work, keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Version]:
    from sqlalchemy import select

    from desktop.models.catalogue import ServiceVersion

    wanted = list(keys)
    with _versions_lock:
        found = {key: _versions[key] for key in wanted if key in _versions}
    missing = [key for key in wanted if key not in found]
    if missing:
        for row in work.connection.execute(
            select(
                ServiceVersion.id,
                ServiceVersion.name_id,
                ServiceVersion.name_en,
                ServiceVersion.short_id,
                ServiceVersion.short_en,
                ServiceVersion.fee_amount,
                ServiceVersion.content,
            ).where(ServiceVersion.id.in_(missing))
        ):
            found[row.id] = _version(row)
        with _versions_lock:
            if len(_versions) > _KEPT_VERSIONS:
                _versions.clear()
            _versions.update(found)
    return found


def _version(row: Any) -> Version:
    content: dict[str, Any] = row.content or {}
    fee_text = (content.get("fee") or {}).get("text") or {}
    papers = sorted(
        content.get("requirements") or (),
        # What nobody else can bring comes first: papers before forms, those for everybody before the rest.
        key=lambda paper: (bool(paper.get("needed_if")), paper.get("kind") == "form"),
    )
    for_all = [paper for paper in papers if not paper.get("needed_if")][:_BRING_ITEMS]
    shorts = tuple(str(paper["short"]) for paper in for_all)
    # Forms lie ready at the counter: on the screen only what people have to look for.
    own = [paper for paper in for_all if paper.get("kind") != "form"] or for_all
    labels = tuple(str((paper.get("label") or {}).get("en") or paper["short"]) for paper in own)
    return Version(
        name_id=row.name_id,
        name_en=row.name_en,
        short_id=row.short_id,
        short_en=row.short_en,
        free=row.fee_amount == 0,
        fee_amount=row.fee_amount,
        fee_text_id=str(fee_text.get("id", "")),
        fee_text_en=str(fee_text.get("en", "")),
        bring_id=tuple(str(paper["short"]) for paper in own),
        bring_en=labels,
        slip_bring=shorts,
        appointment=bool(content.get("appointment")),
    )

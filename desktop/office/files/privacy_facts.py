"""What is held about one person, part by part, as (label's code, value). Reads only; called by ``privacy_data``.

A value that begins with ``@`` is a code. Labels are codes too, but for a file's number and an official form's key.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from desktop.domain.contacts import show_phone
from desktop.office.work import Work

_LOOKS: Final = 200


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody looked: when, who, at what and why (codes)."""

    at_utc: datetime
    who: str
    why: str


def person_facts(person: Any) -> tuple[tuple[str, str], ...]:
    """The person's own row."""
    details: Mapping[str, Any] = person.details or {}
    facts = [
        ("privacy.field_name", person.name),
        ("privacy.field_nik", person.nik or ""),
        ("privacy.field_birth_date", _day(person.birth_date)),
        ("privacy.field_birth_place", person.birth_place or ""),
        ("privacy.field_sex", f"@privacy.sex_{person.sex}" if person.sex else ""),
        ("privacy.field_family_card_no", person.family_card_no or ""),
        ("privacy.field_restricted", "@privacy.yes" if person.restricted else "@privacy.no"),
        ("privacy.field_retention", _day(person.retention_until)),
        *((str(key), str(value)) for key, value in sorted(details.items())),
    ]
    return tuple((label, value) for label, value in facts if value)


def contact_facts(work: Work, person_id: uuid.UUID) -> tuple[tuple[str, str], ...]:
    """Telephones and e-mails, old and new."""
    from sqlalchemy import select

    from desktop.models.people import Contact

    rows: Any = work.connection.execute(
        select(Contact.kind, Contact.value, Contact.valid_from, Contact.valid_to)
        .where(Contact.person_id == person_id)
        .order_by(Contact.kind, Contact.valid_from)
    )
    facts = []
    for row in rows:
        value = show_phone(row.value) if row.kind == "phone" else row.value
        facts.append((f"privacy.field_{row.kind}", f"{value} ({_day(row.valid_from)}–{_day(row.valid_to)})"))
    return tuple(facts)


def file_facts(work: Work, person_id: uuid.UUID, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    """Files as applicant or proxy."""
    from sqlalchemy import or_, select

    from desktop.models.catalogue import ServiceVersion
    from desktop.models.files import Application

    rows: Any = work.connection.execute(
        select(
            Application.code,
            Application.state,
            Application.created_at_utc,
            Application.closed_at_utc,
            Application.applicant_id,
            ServiceVersion.short_id,
        )
        .join(ServiceVersion, ServiceVersion.id == Application.service_version_id)
        .where(or_(Application.applicant_id == person_id, Application.proxy_id == person_id))
        .order_by(Application.created_at_utc)
    )
    return tuple(
        (
            f"{row.code[:3]}-{row.code[3:9]}-{row.code[9:]}",
            f"{row.short_id}, {_local_day(row.created_at_utc, zone)}"
            + (f"–{_local_day(row.closed_at_utc, zone)}" if row.closed_at_utc else ""),
        )
        for row in rows
    )


def scan_facts(work: Work, person_id: uuid.UUID) -> tuple[tuple[str, str], ...]:
    """Scans that are still kept."""
    from sqlalchemy import select

    from desktop.models.files import Application, Attachment

    rows: Any = work.connection.execute(
        select(Attachment.title, Application.code, Attachment.retention_until)
        .join(Application, Application.id == Attachment.application_id)
        .where(Application.applicant_id == person_id, Attachment.sha256.is_not(None))
        .order_by(Attachment.added_at_utc)
    )
    return tuple(
        (f"{row.code[:3]}-{row.code[3:9]}-{row.code[9:]}", f"{row.title} (≤ {_day(row.retention_until)})")
        for row in rows
    )


def paper_facts(work: Work, person_id: uuid.UUID, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    """Printed papers whose personal part is still kept."""
    from sqlalchemy import select

    from desktop.models.paper import Document, DocumentPerson

    rows: Any = work.connection.execute(
        select(Document.kind, Document.created_at_utc, DocumentPerson.retention_until)
        .join(DocumentPerson, DocumentPerson.document_id == Document.id)
        .where(DocumentPerson.person_id == person_id)
        .order_by(Document.created_at_utc)
    )
    return tuple(
        (
            f"privacy.paper_{row.kind}" if row.kind in _PAPERS else "privacy.paper_other",
            f"{_local_day(row.created_at_utc, zone)} (≤ {_day(row.retention_until)})",
        )
        for row in rows
    )


_PAPERS: Final = ("receipt", "shortage", "apology", "handover_proof", "my_data", "form")


def visit_facts(work: Work, person_id: uuid.UUID, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    """Visits and appointments."""
    from sqlalchemy import select

    from desktop.models.queue import Appointment, AppointmentSlot, Visit

    run = work.connection.execute
    visits = run(select(Visit.business_day).where(Visit.person_id == person_id).order_by(Visit.business_day))
    booked = run(
        select(AppointmentSlot.starts_at_utc)
        .join(Appointment, Appointment.slot_id == AppointmentSlot.id)
        .where(Appointment.person_id == person_id)
        .order_by(AppointmentSlot.starts_at_utc)
    )
    facts = [("privacy.visit", _day(day)) for day in visits.scalars()]
    facts += [("privacy.appointment", _local_day(at, zone)) for at in booked.scalars()]
    return tuple(facts)


def request_facts(work: Work, person_id: uuid.UUID, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    """Requests about the data."""
    from sqlalchemy import select

    from desktop.models.files import DataRequest

    rows: Any = work.connection.execute(
        select(DataRequest.kind, DataRequest.received_at_utc)
        .where(DataRequest.person_id == person_id)
        .order_by(DataRequest.received_at_utc)
    )
    return tuple((f"privacy.kind_{row.kind}", _local_day(row.received_at_utc, zone)) for row in rows)


def looks_at(work: Work, office_id: uuid.UUID, person_id: uuid.UUID) -> tuple[Look, ...]:
    """Who looked, the latest first, at most 200."""
    from sqlalchemy import select

    from desktop.models.record import Event
    from desktop.models.staff import Staff

    rows: Any = work.connection.execute(
        select(Event.at_utc, Event.reason, Event.after, Staff.name)
        .outerjoin(Staff, Staff.id == Event.staff_id)
        .where(Event.office_id == office_id, Event.subject_id == person_id, Event.kind == "person.viewed")
        .order_by(Event.at_utc.desc())
        .limit(_LOOKS)
    )
    looks = []
    for row in rows:
        how = str((row.after or {}).get("what") or (row.after or {}).get("how") or row.reason or "other")
        looks.append(
            Look(
                at_utc=row.at_utc,
                who=row.name or "",
                why=f"privacy.look_{how}" if how in _HOWS else "privacy.look_other",
            )
        )
    return tuple(looks)


_HOWS: Final = ("scan", "search", "list", "intake", "attachment", "request", "print", "check", "handover")


def _day(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day is not None else ""


def _local_day(moment: datetime, zone: ZoneInfo) -> str:
    return _day(moment.astimezone(zone).date())

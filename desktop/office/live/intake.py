"""What the intake page reads. Called by its presenter; see ``intake_values`` for what comes out.

Opening from a called ticket is at most four statements (tests/db/test_file_intake.py counts them).
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from desktop.domain.errors import UserError
from desktop.domain.numbers import FileNumber
from desktop.office.files.settings import file_settings_of
from desktop.office.live.intake_values import (
    EarlierFile,
    IntakeForm,
    IntakeRequirement,
    IntakeService,
    KnownPerson,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import Row

    from desktop.office.work import Work

MAX_EARLIER = 20


def open_intake(
    work: Work,
    office_id: uuid.UUID,
    staff_id: uuid.UUID,
    *,
    ticket_id: uuid.UUID | None = None,
    service_id: uuid.UUID | None = None,
    application_id: uuid.UUID | None = None,
) -> IntakeForm:
    """The page as it opens: from a served ticket, for a chosen service, or for a returned file.

    Raises:
        UserError: ``file.not_found``, ``file.wrong_state`` (a file that is neither returned nor refused),
            ``queue.no_service``, ``queue.unknown_ticket``.
    """
    base = _base(work, office_id, staff_id, ticket_id, service_id, application_id)
    zone = ZoneInfo(base.time_zone)
    items: dict[tuple[str, str], Any] = {}
    applicant: KnownPerson | None = None
    if application_id is not None:
        items = _items(work, application_id)
        applicant = _person(work, office_id, base.applicant_id, None, zone)
    content = base.content or {}
    chosen = base.version_id is not None and not base.general
    settings = file_settings_of(base.files)
    receipt = base.receipt or {}
    return IntakeForm(
        service=_service(base, content) if chosen else None,
        requirements=tuple(_requirement(one, items) for one in content.get("requirements") or ())
        if chosen
        else (),
        services=() if chosen else _services(work, office_id, base.group_id),
        ticket_id=ticket_id,
        ticket=base.label or "",
        started_at_utc=base.started_at_utc,
        counter_minutes=base.counter_minutes or 0,
        application_id=application_id,
        number=FileNumber(base.letter, base.year, base.number).text if base.letter else "",
        version=base.version,
        applicant=applicant,
        draft_id=base.draft_id,
        draft=base.draft,
        draft_saved_local=base.saved_at_utc.astimezone(zone) if base.saved_at_utc else None,
        notice_ways=("none", *receipt.get("told_by", ("phone_call", "come_back"))),
        return_days=settings.return_days,
        now_local=work.now().astimezone(zone),
        time_zone=base.time_zone,
    )


def find_person(work: Work, office_id: uuid.UUID, nik: str) -> KnownPerson | None:
    """Who has this NIK (16 digits) at this office, with their earlier files, newest first."""
    from sqlalchemy import select

    from desktop.models.office import Office

    digits = "".join(char for char in nik if char.isdigit())
    if len(digits) != 16:
        return None
    zone = work.connection.execute(select(Office.time_zone).where(Office.id == office_id)).scalar_one()
    return _person(work, office_id, None, digits, ZoneInfo(zone))


def _base(
    work: Work,
    office_id: uuid.UUID,
    staff_id: uuid.UUID,
    ticket_id: uuid.UUID | None,
    service_id: uuid.UUID | None,
    application_id: uuid.UUID | None,
) -> Row[Any]:
    """Office, ticket, file, service version, draft: one statement."""
    from sqlalchemy import and_, func, or_, select

    from desktop.models.catalogue import Service, ServiceGroup, ServiceVersion
    from desktop.models.files import Application, IntakeDraft
    from desktop.models.office import Office, Setting
    from desktop.models.queue import Ticket

    def setting(name: str) -> Any:
        return (
            select(Setting.value)
            .where(Setting.office_id == office_id, Setting.name == name)
            .scalar_subquery()
        )

    wanted = func.coalesce(Application.service_id, service_id, Ticket.service_id)
    version = or_(
        ServiceVersion.id == Application.service_version_id,
        and_(Application.id.is_(None), ServiceVersion.valid_to_utc.is_(None)),
    )
    if application_id is not None:
        of_draft = IntakeDraft.application_id == application_id
    elif ticket_id is not None:
        of_draft = IntakeDraft.ticket_id == ticket_id
    else:
        of_draft = and_(
            IntakeDraft.staff_id == staff_id,
            IntakeDraft.ticket_id.is_(None),
            IntakeDraft.application_id.is_(None),
        )
    row = work.connection.execute(
        select(
            Office.time_zone,
            setting("files").label("files"),
            setting("receipt").label("receipt"),
            Ticket.id.label("ticket_id"),
            Ticket.label,
            Ticket.started_at_utc,
            Application.id.label("application_id"),
            Application.letter,
            Application.year,
            Application.number,
            Application.version,
            Application.state,
            Application.applicant_id,
            Service.id.label("service_id"),
            Service.code,
            Service.general,
            Service.group_id,
            ServiceGroup.letter.label("group"),
            ServiceVersion.id.label("version_id"),
            ServiceVersion.name_id,
            ServiceVersion.name_en,
            ServiceVersion.counter_minutes,
            ServiceVersion.fee_amount,
            ServiceVersion.content,
            IntakeDraft.id.label("draft_id"),
            IntakeDraft.content.label("draft"),
            IntakeDraft.saved_at_utc,
        )
        .select_from(Office)
        .outerjoin(Ticket, and_(Ticket.id == ticket_id, Ticket.office_id == Office.id))
        .outerjoin(Application, and_(Application.id == application_id, Application.office_id == Office.id))
        .outerjoin(Service, and_(Service.id == wanted, Service.office_id == Office.id))
        .outerjoin(ServiceVersion, and_(ServiceVersion.service_id == Service.id, version))
        .outerjoin(ServiceGroup, ServiceGroup.id == Service.group_id)
        .outerjoin(IntakeDraft, and_(IntakeDraft.office_id == Office.id, of_draft))
        .where(Office.id == office_id)
        .order_by(IntakeDraft.saved_at_utc.desc())
        .limit(1)
    ).first()
    if row is None:
        raise UserError("queue.no_office")
    if ticket_id is not None and row.ticket_id is None:
        raise UserError("queue.unknown_ticket")
    if application_id is not None:
        if row.application_id is None:
            raise UserError("file.not_found")
        if row.state not in ("returned", "refused"):
            number = FileNumber(row.letter, row.year, row.number).text
            raise UserError("file.wrong_state", number=number, state=row.state)
    elif service_id is not None and row.version_id is None:
        raise UserError("queue.no_service")
    return row


def _service(base: Row[Any], content: dict[str, Any]) -> IntakeService:
    promise, fee = content.get("promise") or {}, (content.get("fee") or {}).get("text") or {}
    conditions = content.get("conditions") or ()
    return IntakeService(
        service_id=base.service_id,
        code=base.code,
        name_id=base.name_id,
        name_en=base.name_en,
        promise_value=int(promise.get("value", 0)),
        promise_unit=str(promise.get("unit", "working_day")),
        fee_amount=base.fee_amount,
        fee_text_id=str(fee.get("id", "")),
        fee_text_en=str(fee.get("en", "")),
        forms=tuple(content.get("forms") or ()),
        conditions_id=tuple(str(one["id"]) for one in conditions),
        conditions_en=tuple(str(one["en"]) for one in conditions),
    )


def _requirement(one: dict[str, Any], items: dict[tuple[str, str], Any]) -> IntakeRequirement:
    before = items.get((str(one["id"]), str(one["kind"])))
    needed = one.get("needed_if") or {}
    brought = before is not None and before.value != "missing"
    return IntakeRequirement(
        requirement=str(one["id"]),
        kind=str(one["kind"]),
        label_id=str(one["label"]["id"]),
        label_en=str(one["label"]["en"]),
        needed_if_id=str(needed.get("id", "")),
        needed_if_en=str(needed.get("en", "")),
        copies=int(one.get("copies", 1)),
        value=before.value if before is not None and brought else None,
        note=(before.note or "") if before is not None else "",
        missing_on=before.missing_on if before is not None else None,
        brought=brought,
    )


def _items(work: Work, application_id: uuid.UUID) -> dict[tuple[str, str], Any]:
    from sqlalchemy import select

    from desktop.models.files import ApplicationItem

    rows = work.connection.execute(
        select(
            ApplicationItem.requirement,
            ApplicationItem.kind,
            ApplicationItem.value,
            ApplicationItem.note,
            ApplicationItem.missing_on,
        ).where(ApplicationItem.application_id == application_id)
    )
    return {(row.requirement, row.kind): row for row in rows}


def _services(
    work: Work, office_id: uuid.UUID, group_id: uuid.UUID | None
) -> tuple[tuple[uuid.UUID, str, str], ...]:
    """What can be chosen, the ticket's own group first; general tickets are no service of a file."""
    from sqlalchemy import select

    from desktop.models.catalogue import Service, ServiceGroup, ServiceVersion

    rows = work.connection.execute(
        select(Service.id, Service.group_id, ServiceVersion.name_id, ServiceVersion.name_en)
        .join(ServiceVersion, ServiceVersion.service_id == Service.id)
        .join(ServiceGroup, ServiceGroup.id == Service.group_id)
        .where(
            Service.office_id == office_id,
            Service.active,
            ~Service.general,
            ServiceVersion.valid_to_utc.is_(None),
        )
        .order_by(ServiceGroup.position, Service.position)
    ).all()
    ordered = sorted(rows, key=lambda row: row.group_id != group_id)
    return tuple((row.id, row.name_id, row.name_en) for row in ordered)


def _person(
    work: Work, office_id: uuid.UUID, person_id: uuid.UUID | None, nik: str | None, zone: ZoneInfo
) -> KnownPerson | None:
    """A person with contacts, and their files: two statements."""
    from sqlalchemy import func, select

    from desktop.models.catalogue import ServiceVersion
    from desktop.models.files import Application, ApplicationItem
    from desktop.models.people import Contact, Person

    rows = work.connection.execute(
        select(
            Person.id, Person.nik, Person.name, Person.birth_date, Person.sex, Person.restricted,
            Contact.kind, Contact.value,
        )
        .outerjoin(Contact, Contact.person_id == Person.id)
        .where(Person.office_id == office_id, Person.id == person_id if person_id else Person.nik == nik)
        .order_by(Person.id, Contact.id)
    ).all()  # fmt: skip
    if not rows:
        return None
    first = rows[0]
    contacts = {row.kind: row.value for row in rows if row.kind and row.id == first.id}
    lacking = (
        select(func.count())
        .where(ApplicationItem.application_id == Application.id, ApplicationItem.value == "missing")
        .scalar_subquery()
    )
    files = work.connection.execute(
        select(
            Application.id, Application.letter, Application.year, Application.number, Application.service_id,
            Application.state, Application.created_at_utc, Application.version,
            ServiceVersion.name_id, ServiceVersion.name_en, lacking.label("missing"),
        )
        .join(ServiceVersion, ServiceVersion.id == Application.service_version_id)
        .where(Application.applicant_id == first.id)
        .order_by(Application.created_at_utc.desc(), Application.id.desc())
        .limit(MAX_EARLIER)
    )  # fmt: skip
    return KnownPerson(
        person_id=first.id,
        nik=first.nik,
        name=first.name,
        birth_date=first.birth_date,
        sex=first.sex,
        phone=contacts.get("phone", ""),
        email=contacts.get("email", ""),
        restricted=first.restricted,
        files=tuple(
            EarlierFile(
                application_id=row.id,
                number=FileNumber(row.letter, row.year, row.number).text,
                service_id=row.service_id,
                service_name_id=row.name_id,
                service_name_en=row.name_en,
                state=row.state,
                created_local=row.created_at_utc.astimezone(zone),
                missing=row.missing if row.state == "returned" else 0,
                version=row.version,
            )
            for row in files
        ),
    )

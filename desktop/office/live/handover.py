"""What the handover page reads: one file, everything in its bag, and whether it may be given out now.

At most four statements. The NIK leaves only masked; its last four digits are compared by
``desktop.office.files.handover.check_identity``. Called by the page's presenter and tests.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.domain.calendar import zone_label
from desktop.domain.errors import UserError
from desktop.domain.nik import mask_nik
from desktop.domain.numbers import FileNumber, read_code
from desktop.office.files.custody import MINUTES_SEQUENCE, fate_of, minutes_text
from desktop.office.files.handover_rows import local_day, things_of
from desktop.office.files.settings import FILES_SETTING, file_settings_of

if TYPE_CHECKING:
    from desktop.office.work import Work


class BagThing(msgspec.Struct, frozen=True, kw_only=True):
    """One line of what is in the bag or held.

    Attributes:
        kind: ``document`` (given out), ``original`` (in custody) or ``card`` (the old one, still in the hand of
            whoever collects).
        id: key of the deliverable or the custody; None for a card, and for a document that nobody listed.
        fate: ``give``, ``return`` or ``withdraw``: what usually becomes of it.
        place: name of the shelf or drawer, or "".
    """

    kind: str
    label: str
    fate: str
    id: uuid.UUID | None = None
    requirement: str = ""
    quantity: int = 1
    unit: str = "sheet"
    place: str = ""


class HandoverTicket(msgspec.Struct, frozen=True, kw_only=True):
    """The served ticket that the page was opened from."""

    ticket_id: uuid.UUID
    label: str
    name_id: str
    name_en: str
    started_at_utc: datetime | None
    counter_minutes: int


class HandoverState(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the page shows of one file.

    Attributes:
        verdict: ``ready``, ``not_ready``, ``returned``, ``refused``, ``cancelled`` or ``collected``.
        kept: whether it was ready within the promise; None where there was none, or it is not ready yet.
        promised: the promised day on the office's clock, or None.
        proxy: who brought it with a power of attorney, with ``proxy_letter``; "" for nobody.
        minutes: the number that the next minutes of withdrawal will have.
        handed_*: of a file that was given out already.
        survey_url: where the office has set one.
    """

    application_id: uuid.UUID
    version: int
    number: str
    code: str
    state: str
    verdict: str
    service_id_text: str
    service_en_text: str
    applicant: str
    nik_masked: str
    promised: date | None
    kept: bool | None
    place: str
    reason: str
    proxy: str
    proxy_nik_masked: str
    proxy_letter: str
    things: tuple[BagThing, ...]
    minutes: str
    handed_local: datetime | None
    handed_collector: str
    handed_to: str
    handed_by: str
    now_local: datetime
    zone_label: str
    staff: str
    survey_url: str
    ticket: HandoverTicket | None = None


def open_handover(
    work: Work,
    office_id: uuid.UUID,
    what: uuid.UUID | str,
    staff_id: uuid.UUID | None = None,
    ticket_id: uuid.UUID | None = None,
) -> HandoverState:
    """A file by its key, or by its number as scanned or typed.

    Raises:
        UserError: ``file.not_found`` (number); ``number.file_check`` (text, likely), ``number.unknown`` (text);
            ``handover.not_a_file`` (text) for a queue slip or a ticket's number.
    """
    row = _file_row(work, office_id, what, staff_id)
    number = FileNumber(row.letter, row.year, row.number).text
    zone = row.time_zone
    things = _things(work, office_id, row)
    ready = row.ready_at_utc
    promise = row.due_at_utc or row.promised_at_utc
    return HandoverState(
        application_id=row.id,
        version=row.version,
        number=number,
        code=row.code,
        state=row.state,
        verdict=_verdict(row.state),
        service_id_text=row.short_id,
        service_en_text=row.short_en,
        applicant=row.name,
        nik_masked=mask_nik(row.nik) if row.nik else "",
        promised=local_day(promise, zone).date() if promise else None,
        kept=ready <= promise if ready and promise else None,
        place=row.place or "",
        reason=row.reason or "",
        proxy=row.proxy_name or "",
        proxy_nik_masked=mask_nik(row.proxy_nik) if row.proxy_nik else "",
        proxy_letter=row.proxy_letter or "",
        things=things,
        minutes=minutes_text((row.minutes_value or 0) + 1),
        handed_local=local_day(row.handed_at_utc, zone) if row.handed_at_utc else None,
        handed_collector=row.collector or "",
        handed_to=row.handed_to or "",
        handed_by=row.handed_by or "",
        now_local=local_day(work.now(), zone),
        zone_label=zone_label(zone),
        staff=row.staff or "",
        survey_url=file_settings_of(row.file_settings).survey_url,
        ticket=_ticket(work, office_id, ticket_id) if ticket_id is not None else None,
    )


def read_handover_ticket(work: Work, office_id: uuid.UUID, ticket_id: uuid.UUID) -> HandoverTicket | None:
    """The served ticket alone, for a page that still waits for its scan."""
    return _ticket(work, office_id, ticket_id)


def _verdict(state: str) -> str:
    if state in ("ready", "uncollected"):
        return "ready"
    if state in ("collected", "archived"):
        return "collected"
    return state if state in ("returned", "refused", "cancelled") else "not_ready"


def _file_row(work: Work, office_id: uuid.UUID, what: uuid.UUID | str, staff_id: uuid.UUID | None) -> Any:
    from sqlalchemy import and_, select
    from sqlalchemy.orm import aliased

    from desktop.models.catalogue import ServiceVersion
    from desktop.models.files import Application, Handover, Place
    from desktop.models.office import Office, Setting
    from desktop.models.people import Person
    from desktop.models.record import Sequence
    from desktop.models.staff import Staff

    if isinstance(what, uuid.UUID):
        condition, shown = Application.id == what, ""
    else:
        found = read_code(what)
        if not isinstance(found, FileNumber):
            raise UserError("handover.not_a_file", text=what.strip())
        condition, shown = Application.code == found.code, found.text
    proxy, collector, viewer, giver = aliased(Person), aliased(Person), aliased(Staff), aliased(Staff)
    row = work.connection.execute(
        select(
            Application.id, Application.letter, Application.year, Application.number, Application.code,
            Application.state, Application.version, Application.reason, Application.ready_at_utc,
            Application.due_at_utc, Application.promised_at_utc, Application.proxy_letter, Application.language,
            Person.name, Person.nik, ServiceVersion.short_id, ServiceVersion.short_en,
            ServiceVersion.content.label("content"), Office.time_zone, Place.name.label("place"),
            proxy.name.label("proxy_name"), proxy.nik.label("proxy_nik"),
            Handover.at_utc.label("handed_at_utc"), Handover.collector, collector.name.label("handed_to"),
            giver.name.label("handed_by"), viewer.name.label("staff"), Setting.value.label("file_settings"),
            Sequence.value.label("minutes_value"),
        )
        .join_from(Application, Person, Person.id == Application.applicant_id)
        .join(ServiceVersion, ServiceVersion.id == Application.service_version_id)
        .join(Office, Office.id == Application.office_id)
        .outerjoin(Place, Place.id == Application.place_id)
        .outerjoin(proxy, proxy.id == Application.proxy_id)
        .outerjoin(Handover, Handover.application_id == Application.id)
        .outerjoin(collector, collector.id == Handover.person_id)
        .outerjoin(giver, giver.id == Handover.staff_id)
        .outerjoin(viewer, viewer.id == staff_id)
        .outerjoin(Setting, and_(Setting.office_id == office_id, Setting.name == FILES_SETTING))
        .outerjoin(Sequence, and_(Sequence.office_id == office_id, Sequence.name == MINUTES_SEQUENCE))
        .where(condition, Application.office_id == office_id)
    ).first()  # fmt: skip
    if row is None:
        raise UserError("file.not_found", number=shown)
    return row


def _things(work: Work, office_id: uuid.UUID, row: Any) -> tuple[BagThing, ...]:
    from sqlalchemy import select

    from desktop.models.files import ApplicationItem, Place

    source = things_of(office_id, row.id).subquery()
    found = work.connection.execute(
        select(source, Place.name.label("place"))
        .outerjoin(Place, Place.id == source.c.place_id)
        .order_by(source.c.position, source.c.id)
    ).all()
    things = [
        BagThing(
            kind="document" if one.kind == "document" else "original",
            id=one.id,
            label=one.label,
            fate="give" if one.kind == "document" else fate_of(one.requirement),
            requirement=one.requirement or "",
            quantity=one.quantity,
            unit=one.unit,
            place=one.place or "",
        )
        for one in found
    ]
    content = row.content or {}
    if not any(thing.kind == "document" for thing in things):
        product = content.get("product") or {}
        label = product.get(row.language) or product.get("id") or row.short_id
        place = row.place if row.state in ("ready", "uncollected") else None
        things.insert(0, BagThing(kind="document", label=str(label), fate="give", place=place or ""))
    shown = work.connection.execute(
        select(ApplicationItem.requirement).where(
            ApplicationItem.application_id == row.id,
            ApplicationItem.kind == "original_kept",
            ApplicationItem.value == "original_shown",
        )
    ).scalars()
    held = {thing.requirement for thing in things}
    for requirement in shown:
        # Shown at intake and left with the applicant until the new one is there: it is taken in now.
        if fate_of(requirement) == "withdraw" and requirement not in held and row.state != "collected":
            label = _requirement_label(content, requirement)
            things.append(BagThing(kind="card", label=label, fate="withdraw", requirement=requirement))
    return tuple(things)


def _requirement_label(content: dict[str, Any], requirement: str) -> str:
    for one in content.get("requirements") or ():
        if one.get("id") == requirement:
            return str(one.get("short") or one["label"]["id"])
    return requirement


def _ticket(work: Work, office_id: uuid.UUID, ticket_id: uuid.UUID) -> HandoverTicket | None:
    from sqlalchemy import select

    from desktop.models.catalogue import ServiceVersion
    from desktop.models.queue import Ticket

    row = work.connection.execute(
        select(
            Ticket.id, Ticket.label, Ticket.started_at_utc, ServiceVersion.short_id, ServiceVersion.short_en,
            ServiceVersion.counter_minutes,
        )
        .join(ServiceVersion, ServiceVersion.service_id == Ticket.service_id)
        .where(Ticket.id == ticket_id, Ticket.office_id == office_id, ServiceVersion.valid_to_utc.is_(None))
    ).first()  # fmt: skip
    if row is None:
        return None
    return HandoverTicket(
        ticket_id=row.id, label=row.label, name_id=row.short_id, name_en=row.short_en,
        started_at_utc=row.started_at_utc, counter_minutes=row.counter_minutes,
    )  # fmt: skip

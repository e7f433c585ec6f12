"""The register pages of a period: the agenda of files with its voided numbers, and the handover list.

``open_register`` reads one and writes down who looked; ``desktop.printing.registers.render_register`` makes the PDF.
Called by the back office's windows, by the tour and by tools.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal
from zoneinfo import ZoneInfo

from desktop.domain.calendar import zone_label
from desktop.domain.errors import UserError
from desktop.domain.nik import mask_nik
from desktop.domain.numbers import FileNumber, parse_file_number
from desktop.office.files.form_sources import FORMS_SETTING, form_settings_of
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work
from desktop.printing.registers import AgendaRow, AgendaSnapshot, HandoverListSnapshot, HandoverRow

if TYPE_CHECKING:
    from sqlalchemy.engine import Row

LONGEST_DAYS: Final = 366
VOIDED: Final = "voided"
"""State of a number that was spent on no file."""


class OpenRegister(Command, frozen=True, kw_only=True):
    """Read a register of the days ``first_day`` to ``last_day`` of the office, both included; at most a year."""

    kind: Literal["agenda", "handover_list"]
    first_day: date
    last_day: date
    language: Literal["id", "en"] = "id"


def open_register(work: Work, command: OpenRegister) -> Result[AgendaSnapshot | HandoverListSnapshot]:
    """The register as it stands now; who looked is an event. NIKs are masked, restricted people are not named.

    Raises:
        UserError: ``forms.register_days`` where the days are not in order or more than a year; ``forms.no_office``.
    Writes: event, command. Changes: nothing.
    """
    if not timedelta(0) <= command.last_day - command.first_day < timedelta(days=LONGEST_DAYS):
        raise UserError("forms.register_days", most=LONGEST_DAYS)
    head = _head(work, command)
    zone = ZoneInfo(head.pop("zone"))
    begin = datetime.combine(command.first_day, time(), zone)
    end = datetime.combine(command.last_day + timedelta(days=1), time(), zone)
    found: AgendaSnapshot | HandoverListSnapshot
    if command.kind == "agenda":
        found = AgendaSnapshot(rows=_agenda(work, command.office_id, begin, end, command.language), **head)
    else:
        found = HandoverListSnapshot(rows=_handovers(work, command.office_id, begin, end), **head)
    if remembered(work, command) is None:
        append_event(
            work,
            command,
            "register.printed",
            None,
            after={
                "register": command.kind,
                "first_day": command.first_day.isoformat(),
                "last_day": command.last_day.isoformat(),
                "rows": len(found.rows),
            },
        )
        remember(work, command, "open_register", {"rows": len(found.rows)})
    return Result(found)


def _head(work: Work, command: OpenRegister) -> dict[str, Any]:
    from sqlalchemy import and_, select

    from desktop.models.office import Office, Setting
    from desktop.models.staff import Staff

    row = work.connection.execute(
        select(Office.name, Office.time_zone, Setting.value, Staff.name.label("keeper"))
        .outerjoin(Setting, and_(Setting.office_id == Office.id, Setting.name == FORMS_SETTING))
        .outerjoin(Staff, and_(Staff.id == command.staff_id, Staff.office_id == Office.id))
        .where(Office.id == command.office_id)
    ).first()
    if row is None:
        raise UserError("forms.no_office")
    settings = form_settings_of(row.value)
    local = work.now().astimezone(ZoneInfo(row.time_zone)).replace(tzinfo=None, microsecond=0)
    return {
        "zone": row.time_zone,
        "office": row.name,
        "first_day": command.first_day,
        "last_day": command.last_day,
        "printed_local": local,
        "zone_label": zone_label(row.time_zone),
        "place": settings.place,
        "head": settings.head,
        "head_nip": settings.head_nip,
        "keeper": row.keeper or "",
        "language": command.language,
    }


def _agenda(
    work: Work, office_id: uuid.UUID, begin: datetime, end: datetime, language: str
) -> tuple[AgendaRow, ...]:
    from sqlalchemy import select
    from sqlalchemy.orm import aliased

    from desktop.models.catalogue import ServiceVersion
    from desktop.models.files import Application, Place, VoidedNumber
    from desktop.models.people import Person
    from desktop.models.staff import Staff

    zone = begin.tzinfo
    receiver = aliased(Staff)
    service = ServiceVersion.name_en if language == "en" else ServiceVersion.name_id
    files = work.connection.execute(
        select(
            Application.letter, Application.year, Application.number, Application.created_at_utc,
            Application.promised_at_utc, Application.state, service.label("service"), Person.name, Person.nik,
            Person.restricted, Place.name.label("place"), Staff.name.label("holder"),
            receiver.name.label("receiver"),
        )
        .join_from(Application, Person, Person.id == Application.applicant_id)
        .join(ServiceVersion, ServiceVersion.id == Application.service_version_id)
        .outerjoin(Place, Place.id == Application.place_id)
        .outerjoin(Staff, Staff.id == Application.holder_id)
        .outerjoin(receiver, receiver.id == Application.received_by_id)
        .where(
            Application.office_id == office_id,
            Application.created_at_utc >= begin,
            Application.created_at_utc < end,
        )
    ).all()  # fmt: skip
    voided = work.connection.execute(
        select(VoidedNumber.code, VoidedNumber.reason, VoidedNumber.voided_at_utc).where(
            VoidedNumber.office_id == office_id,
            VoidedNumber.voided_at_utc >= begin,
            VoidedNumber.voided_at_utc < end,
        )
    ).all()
    rows = [
        AgendaRow(
            number=FileNumber(row.letter, row.year, row.number).text,
            service=row.service,
            applicant="" if row.restricted else row.name,
            nik_masked=mask_nik(row.nik) if row.nik else "",
            restricted=row.restricted,
            received_local=_local(row.created_at_utc, zone),
            promised_local=_local(row.promised_at_utc, zone) if row.promised_at_utc else None,
            state=row.state,
            place=row.place or row.holder or "",
            received_by=row.receiver or "",
        )
        for row in files
    ]
    rows += [
        AgendaRow(
            number=parse_file_number(row.code).text,
            service="",
            applicant="",
            nik_masked="",
            received_local=_local(row.voided_at_utc, zone),
            state=VOIDED,
            note=row.reason,
        )
        for row in voided
    ]
    return tuple(sorted(rows, key=lambda row: (row.received_local, row.number)))


def _handovers(work: Work, office_id: uuid.UUID, begin: datetime, end: datetime) -> tuple[HandoverRow, ...]:
    from sqlalchemy import select
    from sqlalchemy.orm import aliased

    from desktop.models.files import Application, Handover
    from desktop.models.people import Person
    from desktop.models.staff import Staff

    collector = aliased(Person)
    given = work.connection.execute(
        select(
            Handover.application_id, Handover.at_utc, Handover.collector, Application.letter, Application.year,
            Application.number, Person.name, Person.nik, Person.restricted,
            collector.name.label("collector_name"), collector.restricted.label("collector_restricted"),
            Staff.name.label("clerk"),
        )
        .join_from(Handover, Application, Application.id == Handover.application_id)
        .join(Person, Person.id == Application.applicant_id)
        .join(collector, collector.id == Handover.person_id)
        .join(Staff, Staff.id == Handover.staff_id)
        .where(Handover.office_id == office_id, Handover.at_utc >= begin, Handover.at_utc < end)
        .order_by(Handover.at_utc, Application.code)
    ).all()  # fmt: skip
    bags = _bags(work, office_id, begin, end)
    return tuple(
        HandoverRow(
            number=FileNumber(row.letter, row.year, row.number).text,
            documents=", ".join(
                f"{thing.label} ({thing.quantity})" if thing.quantity > 1 else thing.label
                for thing in bags.get(row.application_id, ())
            ),
            pieces=sum(thing.quantity for thing in bags.get(row.application_id, ())),
            applicant="" if row.restricted else row.name,
            nik_masked=mask_nik(row.nik) if row.nik else "",
            restricted=row.restricted,
            collector="" if row.collector_restricted else row.collector_name,
            by_proxy=row.collector == "proxy",
            handed_local=_local(row.at_utc, begin.tzinfo),
            clerk=row.clerk,
        )
        for row in given
    )


def _bags(
    work: Work, office_id: uuid.UUID, begin: datetime, end: datetime
) -> dict[uuid.UUID, list[Row[Any]]]:
    """What was given out of each file, in one statement for the whole list."""
    from sqlalchemy import select

    from desktop.models.files import Deliverable, Handover

    bags: dict[uuid.UUID, list[Row[Any]]] = {}
    for thing in work.connection.execute(
        select(Deliverable.application_id, Deliverable.label, Deliverable.quantity)
        .join(Handover, Handover.application_id == Deliverable.application_id)
        .where(
            Handover.office_id == office_id,
            Handover.at_utc >= begin,
            Handover.at_utc < end,
            Deliverable.handed_at_utc.is_not(None),
        )
        .order_by(Deliverable.application_id, Deliverable.position)
    ):
        row: Any = thing
        bags.setdefault(row.application_id, []).append(row)
    return bags


def _local(moment: datetime, zone: Any) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


__all__ = ["LONGEST_DAYS", "VOIDED", "OpenRegister", "open_register"]

"""What a handover reads of a file, and how its rows are written. Called by ``handover`` only.

The file is locked by the same statement that reads everything a handover needs of it: person, service, office,
clerk, counter, things in the bag and originals.
"""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from desktop.domain.errors import UserError
from desktop.domain.files import FILE_TRANSITIONS
from desktop.domain.numbers import FileNumber
from desktop.office.files.paper_head import RECEIPT_SETTING, PaperHead, settings_of
from desktop.office.files.settings import FILES_SETTING, FileSettings, file_settings_of

if TYPE_CHECKING:
    from sqlalchemy import Select

    from desktop.office.files.handover_values import HandOver
    from desktop.office.work import Work


@dataclass(frozen=True, slots=True)
class Thing:
    """A deliverable (kind ``document``) or an original in custody (kind ``custody``)."""

    kind: str
    id: uuid.UUID
    label: str
    quantity: int
    unit: str
    requirement: str | None


@dataclass(frozen=True, slots=True)
class LockedFile:
    """The file and all that a handover needs of it."""

    row: Any
    number: str
    head: PaperHead
    settings: FileSettings
    things: tuple[Thing, ...]

    @property
    def documents(self) -> tuple[Thing, ...]:
        """What is given out."""
        return tuple(thing for thing in self.things if thing.kind == "document")

    @property
    def held(self) -> tuple[Thing, ...]:
        """Originals that the office holds."""
        return tuple(thing for thing in self.things if thing.kind == "custody")

    @property
    def product(self) -> str:
        """What the service gives, in the file's language, for a file whose documents nobody listed."""
        product = (self.row.content or {}).get("product") or {}
        return str(product.get(self.row.language) or product.get("id") or self.service)

    @property
    def service(self) -> str:
        """The service's short name in the file's language."""
        return str(self.row.short_en if self.row.language == "en" else self.row.short_id)

    def requirement_label(self, requirement: str) -> str:
        """A requirement's short words in the service's version that the file was taken in with."""
        for one in (self.row.content or {}).get("requirements") or ():
            if one.get("id") == requirement:
                return str(one.get("short") or one["label"]["id"])
        return requirement


def things_of(office_id: uuid.UUID, application_id: uuid.UUID) -> Select[Any]:
    """Things in the bag and originals still held, in the order of the paper. One select."""
    from sqlalchemy import literal, null, select, union_all

    from desktop.models.files import Custody, Deliverable

    documents = select(
        literal("document").label("kind"), Deliverable.id, Deliverable.label, Deliverable.quantity,
        Deliverable.unit, null().label("requirement"), Deliverable.place_id, Deliverable.position,
        Deliverable.application_id,
    ).where(Deliverable.application_id == application_id, Deliverable.office_id == office_id)  # fmt: skip
    held = select(
        literal("custody"), Custody.id, Custody.label, literal(1), literal("sheet"), Custody.requirement,
        Custody.place_id, literal(1000), Custody.application_id,
    ).where(
        Custody.application_id == application_id, Custody.office_id == office_id, Custody.state == "held"
    )  # fmt: skip
    both = union_all(documents, held).subquery()
    return select(both)


def lock_file(work: Work, command: HandOver) -> LockedFile:
    """The file of a handover, locked, with all that it needs; one statement.

    Raises:
        UserError: ``file.not_found``.
    Locks: the application.
    """
    from sqlalchemy import and_, exists, select
    from sqlalchemy.orm import aliased

    from desktop.models.catalogue import ServiceVersion
    from desktop.models.files import Application
    from desktop.models.office import Office, Setting
    from desktop.models.people import Person
    from desktop.models.staff import Counter, Staff, StaffRole

    things = things_of(command.office_id, command.application_id).subquery("things")
    receipt, files = aliased(Setting), aliased(Setting)
    rows = work.connection.execute(
        select(
            *Application.__table__.columns,
            Person.name.label("name"),
            Person.nik.label("nik"),
            ServiceVersion.short_id,
            ServiceVersion.short_en,
            ServiceVersion.content.label("content"),
            Office.name.label("office"),
            Office.time_zone,
            Office.address,
            Office.hotline,
            receipt.value.label("receipt_settings"),
            files.value.label("file_settings"),
            Staff.name.label("staff"),
            Counter.name.label("counter"),
            exists()
            .where(
                StaffRole.staff_id == command.staff_id,
                StaffRole.role.in_(FILE_TRANSITIONS["hand_over"].roles),
            )
            .label("allowed"),
            things.c.kind.label("thing_kind"),
            things.c.id.label("thing_id"),
            things.c.label.label("thing_label"),
            things.c.quantity.label("thing_quantity"),
            things.c.unit.label("thing_unit"),
            things.c.requirement.label("thing_requirement"),
        )
        .join_from(Application, Person, Person.id == Application.applicant_id)
        .join(ServiceVersion, ServiceVersion.id == Application.service_version_id)
        .join(Office, Office.id == Application.office_id)
        .outerjoin(receipt, and_(receipt.office_id == Office.id, receipt.name == RECEIPT_SETTING))
        .outerjoin(files, and_(files.office_id == Office.id, files.name == FILES_SETTING))
        .outerjoin(Staff, Staff.id == command.staff_id)
        .outerjoin(Counter, Counter.id == command.counter_id)
        .outerjoin(things, things.c.application_id == Application.id)
        .where(Application.id == command.application_id, Application.office_id == command.office_id)
        .order_by(things.c.position, things.c.id)
        .with_for_update(of=Application)
    ).all()
    if not rows:
        raise UserError("file.not_found")
    row = rows[0]
    head = PaperHead(
        office=row.office, zone=row.time_zone, address=row.address, hotline=row.hotline,
        language=row.language, settings=settings_of(row.receipt_settings),
    )  # fmt: skip
    return LockedFile(
        row=row,
        number=FileNumber(row.letter, row.year, row.number).text,
        head=head,
        settings=file_settings_of(row.file_settings),
        things=tuple(
            Thing(
                one.thing_kind, one.thing_id, one.thing_label, one.thing_quantity, one.thing_unit,
                one.thing_requirement,
            )
            for one in rows
            if one.thing_kind is not None
        ),
    )  # fmt: skip


def who_has_it(work: Work, file: LockedFile) -> UserError:
    """The refusal for a file that was given out already: when, to whom, by whom."""
    from sqlalchemy import select

    from desktop.models.files import Handover
    from desktop.models.staff import Staff

    found = work.connection.execute(
        select(Handover.at_utc, Handover.collector, Staff.name)
        .join(Staff, Staff.id == Handover.staff_id)
        .where(Handover.application_id == file.row.id)
    ).first()
    if found is None:
        return UserError("file.wrong_state", number=file.number, state=file.row.state, action="hand_over")
    local = found.at_utc.astimezone(ZoneInfo(file.head.zone))
    return UserError(
        "file.already_collected", number=file.number, day=f"{local:%d-%m-%Y}", time=f"{local:%H.%M}",
        collector=found.collector, by=found.name,
    )  # fmt: skip


def write_rows(work: Work, rows: Sequence[tuple[Any, Mapping[str, Any]]]) -> None:
    """Insert rows of several tables: one statement on PostgreSQL, one each on SQLite.

    Content that is there already (table ``blob``) is left as it is.
    """
    from sqlalchemy.dialects import postgresql, sqlite

    from desktop.models.files import Blob

    insert = postgresql.insert if work.on_postgresql else sqlite.insert
    statements = []
    for model, values in rows:
        statement = insert(model.__table__).values(**values)
        if model is Blob:
            statement = statement.on_conflict_do_nothing(index_elements=["office_id", "sha256"])
        statements.append(statement)
    if not work.on_postgresql:
        for statement in statements:
            work.connection.execute(statement)
        return
    # Foreign keys are looked at when the whole statement has ended, so the order within it does not matter.
    last = statements.pop()
    work.connection.execute(
        last.add_cte(*(one.cte(f"row_{number}") for number, one in enumerate(statements)))
    )


def local_day(moment: datetime, zone: str) -> datetime:
    """``moment`` on the office's clock."""
    return moment.astimezone(ZoneInfo(zone))


def years_later(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def digits_fit(nik: str, last4: str) -> bool:
    """Whether four digits are the last of a NIK, in a time that tells nothing."""
    return len(last4) == 4 and hmac.compare_digest(nik[-4:].encode(), last4.encode("ascii", "replace"))

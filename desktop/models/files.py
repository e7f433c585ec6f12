"""Files (applications): what was asked for and handed in, where the paper is, what was promised and given out.

States and who may change them are data in ``desktop.domain.files``; the checks here hold the same.
Called by ``desktop.office`` and the migrations.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.files import APPLICATION_STATES, CHANNELS, ITEM_VALUES, NOTICE_WAYS
from desktop.models.base import Base, one_of
from desktop.models.handing import Attachment, Blob, Custody, Deliverable, Handover
from desktop.models.privacy import DataRequest, Disposal, NameWord, PersonWord

__all__ = [
    "Application", "ApplicationItem", "ApplicationPause", "Attachment", "Blob", "Custody", "DataRequest",
    "Deliverable", "Disposal", "Handover", "IntakeBatch", "IntakeDraft", "Movement", "NameWord", "PersonWord",
    "Place", "Routing", "VoidedNumber",
]  # fmt: skip

_RUNNING = text("state IN ('received', 'verified', 'in_process', 'waiting_signature')")
_WAITS = text("state IN ('returned', 'ready', 'uncollected')")
_REFERENCE = text("external_ref IS NOT NULL")


class IntakeBatch(Base):
    """Files that came together: a village's bundle, a file of the office's online form."""

    __tablename__ = "intake_batch"
    __table_args__ = (
        CheckConstraint(one_of("channel", *CHANNELS), name="channel"),
        UniqueConstraint("office_id", "digest"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    channel: Mapped[str]
    source: Mapped[str]
    """Who sent it: a village's or a system's name; no person."""
    digest: Mapped[str]
    """SHA-256 of what came: the same bundle is taken once."""
    files: Mapped[int]
    created_at_utc: Mapped[datetime]


class Place(Base):
    """A shelf, a box or a desk with a code that can be scanned (``R`` and up to nine characters)."""

    __tablename__ = "place"
    __table_args__ = (
        CheckConstraint(one_of("kind", "shelf", "box", "desk"), name="kind"),
        UniqueConstraint("office_id", "code"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    code: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)


class Application(Base):
    """A file: one person's request for one service, from intake to archive. Its number is never given twice."""

    __tablename__ = "application"
    __table_args__ = (
        CheckConstraint(one_of("state", *APPLICATION_STATES), name="state"),
        CheckConstraint(one_of("channel", *CHANNELS), name="channel"),
        CheckConstraint(one_of("notice_way", *NOTICE_WAYS), name="notice_way"),
        CheckConstraint("number BETWEEN 1 AND 999999", name="number"),
        CheckConstraint("revision >= 1", name="revision"),
        CheckConstraint(
            "state IN ('returned', 'cancelled', 'refused') OR complete_at_utc IS NOT NULL", name="complete"
        ),
        CheckConstraint("(state IN ('archived', 'cancelled')) <= (closed_at_utc IS NOT NULL)", name="closed"),
        UniqueConstraint("office_id", "code"),
        UniqueConstraint("office_id", "year", "letter", "number"),
        # With what a search sorts by and gives: it then never reads the rows that it leaves out.
        Index("ix_application_person", "applicant_id", "created_at_utc", "id"),
        Index("ix_application_proxy", "proxy_id"),
        Index("ix_application_ticket", "ticket_id"),
        Index("ix_application_place", "place_id"),
        Index("ix_application_due", "office_id", "due_at_utc", postgresql_where=_RUNNING, sqlite_where=_RUNNING),
        Index("ix_application_waits", "office_id", "state", "state_since_utc", postgresql_where=_WAITS,
              sqlite_where=_WAITS),
        Index("ix_application_created", "office_id", "created_at_utc"),
        Index("uq_application_reference", "office_id", "external_ref", unique=True, postgresql_where=_REFERENCE,
              sqlite_where=_REFERENCE),
    )  # fmt: skip

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    letter: Mapped[str]
    year: Mapped[int]
    number: Mapped[int]
    code: Mapped[str]
    """What a scanner reads: ``K260048667``; the text with dashes is ``FileNumber.text``."""
    service_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("service.id"))
    service_version_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("service_version.id"))
    applicant_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"))
    proxy_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("person.id"))
    """Who brought it with a power of attorney."""
    proxy_letter: Mapped[str | None]
    """Code of the power of attorney: ``f107`` (form F-1.07) or ``letter``."""
    ticket_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("ticket.id"))
    batch_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("intake_batch.id"))
    channel: Mapped[str]
    external_ref: Mapped[str | None]
    state: Mapped[str]
    step: Mapped[int]
    """Number of the step in the procedure of its own service version; 0 while returned at intake."""
    state_since_utc: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(default="id")
    notice_way: Mapped[str] = mapped_column(default="none")
    complete_at_utc: Mapped[datetime | None]
    """When the papers were complete: the promise runs from here."""
    due_at_utc: Mapped[datetime | None]
    """The promised moment as it stands now; the printed one stands in the receipt."""
    promised_at_utc: Mapped[datetime | None]
    """The first promise, as printed on the first receipt."""
    paused_since_utc: Mapped[datetime | None]
    """The clock is stopped: the file is with the applicant."""
    return_by: Mapped[date | None]
    """Until when a returned file should be completed."""
    ready_at_utc: Mapped[datetime | None]
    received_by_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("staff.id"))
    counter_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("counter.id"))
    holder_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("staff.id"))
    """Who has the paper now; None when it lies at ``place_id`` or is with the applicant."""
    place_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("place.id"))
    reason: Mapped[str | None]
    """Code of why it was returned, refused or cancelled."""
    note: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    """Raised by every change: two clerks who change the same file are told."""
    retention_until: Mapped[date | None]
    created_at_utc: Mapped[datetime]
    closed_at_utc: Mapped[datetime | None]


class ApplicationPause(Base):
    """A time in which the promise did not run, because the file was with the applicant."""

    __tablename__ = "application_pause"
    __table_args__ = (
        Index("uq_application_pause_open", "application_id", unique=True,
              postgresql_where=text("ended_at_utc IS NULL"), sqlite_where=text("ended_at_utc IS NULL")),
        Index("ix_application_pause_application", "application_id"),
    )  # fmt: skip

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("application.id"))
    reason: Mapped[str]
    started_at_utc: Mapped[datetime]
    ended_at_utc: Mapped[datetime | None]


class ApplicationItem(Base):
    """One line of a file's checklist; (requirement, kind) is unique within a service."""

    __tablename__ = "application_item"
    __table_args__ = (CheckConstraint(one_of("value", *ITEM_VALUES), name="value"),)

    application_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("application.id"), primary_key=True)
    requirement: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    position: Mapped[int]
    value: Mapped[str]
    note: Mapped[str | None]
    missing_on: Mapped[date | None]
    """The last day on which it was missing; stays when it has been brought."""


class Movement(Base):
    """One change in a file's life, for its timeline: state, step, who, where the paper went. No personal data."""

    __tablename__ = "movement"
    __table_args__ = (
        UniqueConstraint("application_id", "position"),
        Index("ix_movement_office_at", "office_id", "at_utc"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("application.id"))
    position: Mapped[int]
    action: Mapped[str]
    """A key of FILE_TRANSITIONS, or ``take_in``, ``place``, ``route``, ``accept``, ``undo``."""
    from_state: Mapped[str | None]
    state: Mapped[str]
    from_step: Mapped[int]
    step: Mapped[int]
    at_utc: Mapped[datetime]
    staff_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("staff.id"))
    station_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("station.id"))
    counter_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("counter.id"))
    holder_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("staff.id"))
    place_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("place.id"))
    reason: Mapped[str | None]
    batch: Mapped[uuid.UUID | None]
    """Files that were moved in one go carry one id, so that the go can be taken back."""
    undone: Mapped[bool] = mapped_column(default=False)


class Routing(Base):
    """A file's paper on its way from one member of staff to another, until that one signs for it."""

    __tablename__ = "routing"
    __table_args__ = (
        CheckConstraint("(signed_at_utc IS NULL) = (signed_by_id IS NULL)", name="signed"),
        Index("uq_routing_open", "application_id", unique=True,
              postgresql_where=text("signed_at_utc IS NULL AND NOT recalled"),
              sqlite_where=text("signed_at_utc IS NULL AND NOT recalled")),
        Index("ix_routing_list", "office_id", "list_id"),
    )  # fmt: skip

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("application.id"))
    list_id: Mapped[uuid.UUID]
    """The routing list (lembar ekspedisi) that it went with."""
    from_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("staff.id"))
    to_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("staff.id"))
    """Whom it was sent to; None is anybody of ``to_unit``."""
    to_unit: Mapped[str]
    sent_at_utc: Mapped[datetime]
    signed_at_utc: Mapped[datetime | None]
    signed_by_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("staff.id"))
    recalled: Mapped[bool] = mapped_column(default=False)


class IntakeDraft(Base):
    """A half-filled intake, kept until it is registered or given up; personal data, removed with it."""

    __tablename__ = "intake_draft"
    __table_args__ = (Index("ix_intake_draft_staff", "office_id", "staff_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    staff_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("staff.id"))
    ticket_id: Mapped[uuid.UUID | None]
    application_id: Mapped[uuid.UUID | None]
    """The returned file that is being completed."""
    content: Mapped[dict[str, Any]]
    saved_at_utc: Mapped[datetime]


class VoidedNumber(Base):
    """A file number that was taken and serves no file, with its reason: a series has no unexplained gap."""

    __tablename__ = "voided_number"
    __table_args__ = (
        CheckConstraint("number BETWEEN 1 AND 999999", name="number"),
        UniqueConstraint("series_id", "number"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    series_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("number_series.id"))
    number: Mapped[int]
    code: Mapped[str]
    reason: Mapped[str]
    staff_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("staff.id"))
    voided_at_utc: Mapped[datetime]

"""Files (applications): what was asked for and handed in, where the paper is, what was promised and given out.

States and who may change them are data in ``desktop.domain.files``; the checks here hold the same.
Called by ``desktop.office`` and the migrations.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.files import APPLICATION_STATES, CHANNELS, CUSTODY_STATES, ITEM_VALUES, NOTICE_WAYS
from desktop.models.base import Base, one_of

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
        Index("ix_application_person", "applicant_id"),
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


class Custody(Base):
    """An original that the office keeps for a while, or an old card that was withdrawn: who holds it."""

    __tablename__ = "custody"
    __table_args__ = (
        CheckConstraint(one_of("state", *CUSTODY_STATES), name="state"),
        CheckConstraint("(state = 'held') = (ended_at_utc IS NULL)", name="ended"),
        Index("ix_custody_application", "application_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("application.id"))
    requirement: Mapped[str | None]
    label: Mapped[str]
    """What it is, in the file's language; no number of a person."""
    state: Mapped[str] = mapped_column(default="held")
    holder_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("staff.id"))
    place_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("place.id"))
    taken_at_utc: Mapped[datetime]
    ended_at_utc: Mapped[datetime | None]
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("staff.id"))
    minutes_number: Mapped[str | None]
    """Number of the minutes (berita acara) where it was withdrawn or destroyed."""


class Deliverable(Base):
    """One thing in the bag: a document that the file gave, until it is handed over."""

    __tablename__ = "deliverable"
    __table_args__ = (
        CheckConstraint("quantity >= 1", name="quantity"),
        Index("ix_deliverable_application", "application_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("application.id"))
    position: Mapped[int]
    label: Mapped[str]
    quantity: Mapped[int] = mapped_column(default=1)
    unit: Mapped[str] = mapped_column(default="sheet")
    """``sheet`` (lembar), ``card`` (keping), ``copy`` (rangkap) or ``file`` (a PDF that was sent)."""
    place_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("place.id"))
    handed_at_utc: Mapped[datetime | None]


class Handover(Base):
    """A file's documents were given to somebody: to whom, how they were known, what they signed."""

    __tablename__ = "handover"
    __table_args__ = (
        CheckConstraint(one_of("collector", "applicant", "proxy"), name="collector"),
        CheckConstraint("collector = 'applicant' OR letter IS NOT NULL", name="letter"),
        CheckConstraint(one_of("signed", "pad", "paper"), name="signed"),
        UniqueConstraint("application_id"),
        Index("ix_handover_office_at", "office_id", "at_utc"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("application.id"))
    ticket_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("ticket.id"))
    counter_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("counter.id"))
    staff_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("staff.id"))
    collector: Mapped[str]
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"))
    letter: Mapped[str | None]
    """Code of the proxy's letter: ``f107`` or ``letter``."""
    checked: Mapped[dict[str, Any]]
    """How the person was known: codes, no digits of a NIK."""
    signed: Mapped[str]
    signature_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("attachment.id"))
    document_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("document.id"))
    at_utc: Mapped[datetime]


class Blob(Base):
    """The bytes of an attachment, once for each content."""

    __tablename__ = "blob"
    __table_args__ = (CheckConstraint("size_bytes >= 1", name="size"),)

    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    size_bytes: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Attachment(Base):
    """A scan, a photograph, a signature or a letter that belongs to a file; its bytes are a ``Blob``."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint(one_of("kind", "scan", "photo", "letter", "signature", "form"), name="kind"),
        CheckConstraint("(removed_at_utc IS NULL) = (removed_reason IS NULL)", name="removed"),
        Index("ix_attachment_application", "application_id"),
        Index("ix_attachment_blob", "office_id", "sha256"),
        Index("ix_attachment_retention", "office_id", "retention_until"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("application.id"))
    requirement: Mapped[str | None]
    kind: Mapped[str]
    title: Mapped[str]
    media_type: Mapped[str]
    sha256: Mapped[str | None]
    """None once its bytes were disposed of."""
    size_bytes: Mapped[int]
    pages: Mapped[int] = mapped_column(default=1)
    added_by_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("staff.id"))
    added_at_utc: Mapped[datetime]
    retention_until: Mapped[date]
    removed_at_utc: Mapped[datetime | None]
    removed_reason: Mapped[str | None]


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


class NameWord(Base):
    """A word that occurs in somebody's name, folded as ``desktop.domain.search_key`` folds it.

    A search by part of a name looks through the different words, which are few, and then joins.
    """

    __tablename__ = "name_word"

    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"), primary_key=True)
    word: Mapped[str] = mapped_column(primary_key=True)


class PersonWord(Base):
    """Who has a word in their name."""

    __tablename__ = "person_word"

    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"), primary_key=True)
    word: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), primary_key=True)
    """Also found by itself when a person is disposed of."""

    __table_args__ = (Index("ix_person_word_person", "person_id"),)


class DataRequest(Base):
    """What a person asked about their own data (UU 27/2022): 3 x 24 hours to answer."""

    __tablename__ = "data_request"
    __table_args__ = (
        CheckConstraint(one_of("kind", "access", "correction", "restriction", "erasure"), name="kind"),
        CheckConstraint(one_of("state", "open", "granted", "refused"), name="state"),
        CheckConstraint("(state = 'open') = (decided_at_utc IS NULL)", name="decided"),
        Index("ix_data_request_open", "office_id", "state", "due_at_utc"),
        Index("ix_data_request_person", "person_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"))
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="open")
    details: Mapped[dict[str, Any]]
    """What is asked (field, from, to); personal data."""
    received_at_utc: Mapped[datetime]
    due_at_utc: Mapped[datetime]
    received_by_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("staff.id"))
    decided_at_utc: Mapped[datetime | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("staff.id"))
    decision: Mapped[str | None]


class Disposal(Base):
    """Personal data that was disposed of when its retention ended, with its minutes (berita acara)."""

    __tablename__ = "disposal"
    __table_args__ = (UniqueConstraint("office_id", "minutes_number"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    minutes_number: Mapped[str]
    until_day: Mapped[date]
    """What was to be kept until this day or earlier."""
    counts: Mapped[dict[str, Any]]
    """How many persons, contacts, document parts, attachments; no personal data."""
    legal_basis: Mapped[str]
    witnesses: Mapped[list[Any]]
    document_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("document.id"))
    staff_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("staff.id"))
    at_utc: Mapped[datetime]

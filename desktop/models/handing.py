"""What lies with a file and leaves with it: originals, documents, scans, signatures, the handover itself.

Called by ``desktop.office`` and the migrations; ``desktop.models.files`` names these tables too.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.files import CUSTODY_STATES
from desktop.models.base import Base, one_of


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

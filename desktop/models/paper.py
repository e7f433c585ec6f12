"""Documents as they were printed, printers, and the durable queue of print jobs.

A document is two rows: what was printed about the matter (kept), and about the person (disposed of in time).
Called by ``desktop.office`` and the migrations.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base, one_of

PRINTER_KINDS = (
    "escpos58", "escpos80", "pdf58", "pdf80", "pdf_half_a4", "pdf_half_f4", "pdf_a4", "pdf_f4", "pdf_a3",
)  # fmt: skip
JOB_STATES = ("queued", "claimed", "sending", "sent", "confirmed", "failed", "unknown", "cancelled")


class Document(Base):
    """What was printed about the matter: frozen, never edited, never deleted."""

    __tablename__ = "document"
    __table_args__ = (
        CheckConstraint("template_version >= 1", name="template_version"),
        Index("ix_document_subject", "subject_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    kind: Mapped[str]
    subject_id: Mapped[uuid.UUID]
    replaces_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("document.id"))
    template_version: Mapped[int]
    language: Mapped[str]
    content: Mapped[dict[str, Any]]
    created_at_utc: Mapped[datetime]


class DocumentPerson(Base):
    """What was printed about the person: frozen, and disposed of when its retention ends."""

    __tablename__ = "document_person"

    document_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("document.id"), primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("person.id"))
    content: Mapped[dict[str, Any]]
    retention_until: Mapped[date]


class Printer(Base):
    """A printer of the office and how it is reached."""

    __tablename__ = "printer"
    __table_args__ = (
        UniqueConstraint("office_id", "name"),
        CheckConstraint(one_of("kind", *PRINTER_KINDS), name="kind"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    name: Mapped[str]
    kind: Mapped[str]
    address: Mapped[dict[str, Any]]
    """How it is reached: ``{"host": ..., "port": 9100}`` or ``{"folder": ...}``."""
    active: Mapped[bool] = mapped_column(default=True)


_OPEN_JOB = text("state IN ('queued', 'claimed', 'sending', 'unknown', 'failed')")


class PrintJob(Base):
    """One printing of one document; committed in the transaction of what it prints."""

    __tablename__ = "print_job"
    __table_args__ = (
        CheckConstraint(one_of("state", *JOB_STATES), name="state"),
        CheckConstraint("copy_number >= 0 AND attempts >= 0", name="positive"),
        Index(
            "ix_print_job_open",
            "office_id",
            "printer_id",
            "created_at_utc",
            postgresql_where=_OPEN_JOB,
            sqlite_where=_OPEN_JOB,
        ),
        Index("ix_print_job_document", "document_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    document_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("document.id"))
    printer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("printer.id"))
    state: Mapped[str]
    reason: Mapped[str | None]
    copy_number: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_by: Mapped[str | None]
    leased_until_utc: Mapped[datetime | None]
    created_at_utc: Mapped[datetime]
    done_at_utc: Mapped[datetime | None]

"""What is kept of what happened: events and their seals, commands, sequences, file number series.

Called by ``desktop.office`` and the migrations.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base, one_of


class Event(Base):
    """One thing that happened; append-only (a trigger refuses changes). Ids and codes, no personal data."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_office_at", "office_id", "at_utc"),
        Index("ix_event_subject", "subject_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    at_utc: Mapped[datetime]
    kind: Mapped[str]
    subject_id: Mapped[uuid.UUID | None]
    staff_id: Mapped[uuid.UUID | None]
    station_id: Mapped[uuid.UUID | None]
    command_id: Mapped[uuid.UUID | None]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    reason: Mapped[str | None]


class EventSeal(Base):
    """A batch of events sealed by a hash chain: each seal contains the digest of the one before."""

    __tablename__ = "event_seal"
    __table_args__ = (UniqueConstraint("office_id", "number"), CheckConstraint("events > 0", name="events"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    number: Mapped[int]
    events: Mapped[int]
    previous_digest: Mapped[str]
    digest: Mapped[str]
    sealed_at_utc: Mapped[datetime]


class SealedEvent(Base):
    """Which seal covers an event, and at which place; the event itself is never touched."""

    __tablename__ = "sealed_event"
    __table_args__ = (UniqueConstraint("seal_id", "position"),)

    event_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("event.id"), primary_key=True)
    seal_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("event_seal.id"))
    position: Mapped[int]


class Command(Base):
    """A write that was acknowledged, with its result: a repeat returns the first result.

    Kept for the office's retention (default 14 days), then purged: see ``desktop.office.commands``.
    """

    __tablename__ = "command"
    __table_args__ = (Index("ix_command_office_at", "office_id", "created_at_utc"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    name: Mapped[str]
    station_id: Mapped[uuid.UUID | None]
    created_at_utc: Mapped[datetime]
    result: Mapped[dict[str, Any]]


class Sequence(Base):
    """A gap-free counter; its row is updated in the transaction that uses the number."""

    __tablename__ = "sequence"
    __table_args__ = (CheckConstraint("value >= 0", name="value"),)

    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


class NumberSeries(Base):
    """A series of file numbers of an office and a year."""

    __tablename__ = "number_series"
    __table_args__ = (
        CheckConstraint("length(letter) = 1", name="letter"),
        CheckConstraint("last_number BETWEEN 0 AND 999999", name="last"),
        UniqueConstraint("office_id", "year", "letter"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    year: Mapped[int]
    letter: Mapped[str]
    last_number: Mapped[int] = mapped_column(default=0)


class NumberBlock(Base):
    """Numbers of a series that were set aside for a station or an outreach pack."""

    __tablename__ = "number_block"
    __table_args__ = (
        CheckConstraint("first_number >= 1 AND first_number <= last_number", name="range"),
        CheckConstraint(one_of("state", "reserved", "in_use", "closed"), name="state"),
        UniqueConstraint("series_id", "first_number"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    series_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("number_series.id"))
    station_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("station.id"))
    purpose: Mapped[str]
    first_number: Mapped[int]
    last_number: Mapped[int]
    state: Mapped[str] = mapped_column(default="reserved")
    created_at_utc: Mapped[datetime]

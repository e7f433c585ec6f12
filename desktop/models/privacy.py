"""Words of names, what people ask about their own data, and what was disposed of.

Called by ``desktop.office`` and the migrations; ``desktop.models.files`` names these tables too.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base, one_of


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

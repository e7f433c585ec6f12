"""Residents, apart from everything else: tickets, visits, events and commands hold ids only.

Called by ``desktop.office`` and the migrations; a kiosk's database role cannot read these tables.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base, one_of


class Person(Base):
    """A resident as an office knows them."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("nik IS NULL OR length(nik) = 16", name="nik"),
        CheckConstraint("sex IS NULL OR " + one_of("sex", "1", "2"), name="sex"),
        # Whoever has a NIK is one row an office, also when two counters take them in at the same moment.
        Index("uq_person_office_nik", "office_id", "nik", unique=True),
        Index("ix_person_office_search", "office_id", "name_search"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    nik: Mapped[str | None]
    name: Mapped[str]
    name_search: Mapped[str]
    birth_date: Mapped[date | None]
    sex: Mapped[str | None]
    family_card_no: Mapped[str | None]
    """Nomor KK, 16 digits."""
    birth_place: Mapped[str | None]
    details: Mapped[dict[str, Any] | None]
    """What forms ask beyond this, by the keys of ``resources/forms``: address, religion, occupation ..."""
    restricted: Mapped[bool] = mapped_column(default=False)
    retention_until: Mapped[date | None]
    created_at_utc: Mapped[datetime]


class Contact(Base):
    """A way to reach a person."""

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint(one_of("kind", "phone", "email", "address"), name="kind"),
        Index("ix_contact_office_value", "office_id", "kind", "value"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    value: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class NikUse(Base):
    """How many tickets a NIK took today, by a keyed hash that changes every day."""

    __tablename__ = "nik_use"
    __table_args__ = (CheckConstraint("used >= 1", name="used"),)

    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"), primary_key=True)
    business_day: Mapped[date] = mapped_column(primary_key=True)
    nik_hash: Mapped[str] = mapped_column(primary_key=True)
    used: Mapped[int]

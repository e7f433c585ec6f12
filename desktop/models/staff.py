"""Who works where: staff and roles, counters and their services, stations, shifts, sign-in.

Called by ``desktop.office`` and the migrations.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base, one_of

ROLES = ("clerk", "information", "operator", "verifier", "supervisor", "administrator")
STATION_KINDS = ("kiosk", "counter", "display", "backoffice", "supervisor", "admin", "tool")


class Staff(Base):
    """A member of staff who can sign in; the password is an argon2id hash."""

    __tablename__ = "staff"
    __table_args__ = (
        UniqueConstraint("office_id", "login"),
        CheckConstraint("password_hash LIKE '$argon2id$%'", name="argon2id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    login: Mapped[str]
    name: Mapped[str]
    password_hash: Mapped[str]
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until_utc: Mapped[datetime | None]
    preferences: Mapped[dict[str, Any] | None]
    active: Mapped[bool] = mapped_column(default=True)
    created_at_utc: Mapped[datetime]


class StaffRole(Base):
    """A role that a member of staff holds."""

    __tablename__ = "staff_role"
    __table_args__ = (CheckConstraint(one_of("role", *ROLES), name="role"),)

    staff_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("staff.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class Station(Base):
    """One PC in one use; the name is what the database and the supervisor see."""

    __tablename__ = "station"
    __table_args__ = (
        CheckConstraint(one_of("kind", *STATION_KINDS), name="kind"),
        UniqueConstraint("office_id", "name"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    name: Mapped[str]
    kind: Mapped[str]
    zone_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("zone.id"))
    last_seen_at_utc: Mapped[datetime | None]


class Counter(Base):
    """A counter (loket) by the name that is called aloud: ``3``."""

    __tablename__ = "counter"
    __table_args__ = (UniqueConstraint("office_id", "name"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    name: Mapped[str]
    position: Mapped[int]
    zone_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("zone.id"))
    low: Mapped[bool] = mapped_column(default=False)
    """A low counter that a wheelchair reaches."""
    active: Mapped[bool] = mapped_column(default=True)


class CounterService(Base):
    """A service that a counter gives, and its weight there (1 usual .. 5 this counter's main one)."""

    __tablename__ = "counter_service"
    __table_args__ = (CheckConstraint("weight BETWEEN 1 AND 5", name="weight"),)

    counter_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("counter.id"), primary_key=True)
    service_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("service.id"), primary_key=True)
    weight: Mapped[int] = mapped_column(default=1)


_OPEN = text("closed_at_utc IS NULL")


class Shift(Base):
    """A member of staff at a counter from opening to closing; one open shift a counter and a person."""

    __tablename__ = "shift"
    __table_args__ = (
        CheckConstraint(one_of("state", "open", "break", "closed"), name="state"),
        CheckConstraint("(state = 'closed') = (closed_at_utc IS NOT NULL)", name="closed"),
        CheckConstraint("regular_run >= 0", name="regular_run"),
        Index("uq_shift_counter_open", "counter_id", unique=True, postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index("uq_shift_staff_open", "staff_id", unique=True, postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index("ix_shift_office_opened", "office_id", "opened_at_utc"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    counter_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("counter.id"))
    staff_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("staff.id"))
    station_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("station.id"))
    state: Mapped[str] = mapped_column(default="open")
    break_reason: Mapped[str | None]
    break_until_utc: Mapped[datetime | None]
    regular_run: Mapped[int] = mapped_column(default=0)
    """Automatic regular calls since the last automatic priority call."""
    opened_at_utc: Mapped[datetime]
    closed_at_utc: Mapped[datetime | None]

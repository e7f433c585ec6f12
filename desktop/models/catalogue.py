"""The services that an office offers: groups, services and their dated versions.

A running file keeps the version it was taken in with, so a version is never changed, only followed.
Called by ``desktop.office`` and the migrations.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base


class ServiceGroup(Base):
    """What a kiosk tile shows, and the letter on the ticket. P is the class of priority, never a group."""

    __tablename__ = "service_group"
    __table_args__ = (
        CheckConstraint("length(letter) = 1 AND letter BETWEEN 'A' AND 'Z' AND letter <> 'P'", name="letter"),
        CheckConstraint("daily_quota IS NULL OR daily_quota > 0", name="quota"),
        UniqueConstraint("office_id", "letter"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    letter: Mapped[str]
    name_id: Mapped[str]
    name_en: Mapped[str]
    short_id: Mapped[str]
    short_en: Mapped[str]
    position: Mapped[int]
    daily_quota: Mapped[int | None]
    active: Mapped[bool] = mapped_column(default=True)


class Service(Base):
    """One service (layanan) by its code; what it asks and promises stands in its versions."""

    __tablename__ = "service"
    __table_args__ = (UniqueConstraint("office_id", "code"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    code: Mapped[str]
    group_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("service_group.id"), index=True)
    position: Mapped[int]
    general: Mapped[bool] = mapped_column(default=False)
    """The group's own ticket for visitors who are not sure which service they need."""
    active: Mapped[bool] = mapped_column(default=True)


class ServiceVersion(Base):
    """What a service asks and promises from one moment until the next version."""

    __tablename__ = "service_version"
    __table_args__ = (
        CheckConstraint("counter_minutes > 0", name="counter_minutes"),
        CheckConstraint("valid_to_utc IS NULL OR valid_from_utc <= valid_to_utc", name="valid"),
        UniqueConstraint("service_id", "number"),
        Index(
            "uq_service_version_current",
            "service_id",
            unique=True,
            postgresql_where=text("valid_to_utc IS NULL"),
            sqlite_where=text("valid_to_utc IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    service_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("service.id"))
    number: Mapped[int]
    name_id: Mapped[str]
    name_en: Mapped[str]
    short_id: Mapped[str]
    short_en: Mapped[str]
    counter_minutes: Mapped[int]
    fee_amount: Mapped[int | None]
    """Rupiah; 0 is free, None is told in words in ``content``."""
    verified: Mapped[bool]
    content: Mapped[dict[str, Any]]
    """The service as the catalogue file tells it: requirements, procedure, promise, legal basis."""
    digest: Mapped[str]
    """SHA-256 of ``content``: importing the same file twice changes nothing."""
    valid_from_utc: Mapped[datetime]
    valid_to_utc: Mapped[datetime | None]

"""The office itself: where it is, when it is open, its zones, settings and dated reference values.

Called by ``desktop.office`` and the migrations.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base, one_of


class Office(Base):
    """One public service office; every other row names its office from the first day."""

    __tablename__ = "office"
    __table_args__ = (
        CheckConstraint("ticket_limit_per_nik >= 1", name="ticket_limit"),
        CheckConstraint(one_of("language", "id", "en"), name="language"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    agency: Mapped[str]
    name: Mapped[str]
    short_name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    hotline: Mapped[str] = mapped_column(default="")
    time_zone: Mapped[str]
    language: Mapped[str] = mapped_column(default="id")
    ticket_limit_per_nik: Mapped[int] = mapped_column(default=2)
    nik_key: Mapped[str]
    """Secret of the keyed daily hash of a NIK, hexadecimal."""
    created_at_utc: Mapped[datetime]


class OfficeHours(Base):
    """Opening hours of one weekday (0 Monday .. 6 Sunday), dated; a group may have its own."""

    __tablename__ = "office_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("kiosk_opens <= opens AND opens < closes", name="order"),
        CheckConstraint("last_ticket <= closes", name="last_ticket"),
        CheckConstraint("valid_to IS NULL OR valid_from < valid_to", name="valid"),
        UniqueConstraint("office_id", "group_id", "weekday", "valid_from"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"), index=True)
    group_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("service_group.id"))
    weekday: Mapped[int]
    kiosk_opens: Mapped[time]
    opens: Mapped[time]
    closes: Mapped[time]
    last_ticket: Mapped[time]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class OfficeBreak(Base):
    """A break of one weekday; Friday has its own."""

    __tablename__ = "office_break"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("begins < ends", name="order"),
        UniqueConstraint("office_id", "weekday", "begins"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"), index=True)
    weekday: Mapped[int]
    begins: Mapped[time]
    ends: Mapped[time]


class Holiday(Base):
    """A public holiday, a cuti bersama or a closing day of the office's own, and what it means here."""

    __tablename__ = "holiday"
    __table_args__ = (
        CheckConstraint(one_of("kind", "public", "cuti_bersama", "local"), name="kind"),
        CheckConstraint(one_of("treatment", "closed", "limited", "open"), name="treatment"),
        UniqueConstraint("office_id", "day", "kind"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"), index=True)
    day: Mapped[date]
    kind: Mapped[str]
    treatment: Mapped[str] = mapped_column(default="closed")
    name_id: Mapped[str]
    name_en: Mapped[str]
    estimated: Mapped[bool] = mapped_column(default=False)
    legal_basis: Mapped[str] = mapped_column(default="")


class ReferenceValue(Base):
    """A value of a dated reference table (code lists, bands, limits) with its legal basis."""

    __tablename__ = "reference_value"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_from < valid_to", name="valid"),
        UniqueConstraint("office_id", "list_name", "code", "valid_from"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    list_name: Mapped[str]
    code: Mapped[str]
    label_id: Mapped[str]
    label_en: Mapped[str]
    details: Mapped[dict[str, Any] | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    legal_basis: Mapped[str] = mapped_column(default="")


class Setting(Base):
    """One setting of the office that is neither an hour nor a policy."""

    __tablename__ = "setting"

    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]


class Zone(Base):
    """A part of the hall with a display and a loudspeaker of its own."""

    __tablename__ = "zone"
    __table_args__ = (UniqueConstraint("office_id", "code"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    code: Mapped[str]
    name: Mapped[str]


class DisplayMessage(Base):
    """A sentence of the display's running text, in both languages."""

    __tablename__ = "display_message"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"), index=True)
    position: Mapped[int]
    text_id: Mapped[str]
    text_en: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)

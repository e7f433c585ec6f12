"""The queue: policy, visits, tickets, calls, appointments.

Ticket states and who may change them are data in ``desktop.domain.states``; the checks here hold the same.
Called by ``desktop.office`` and the migrations.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.states import CALL_KINDS, CLASSES, PRIORITY_REASONS, TICKET_STATES
from desktop.models.base import Base, one_of


class QueuePolicy(Base):
    """The declared order of the queue, dated; see docs/decisions for what each figure promises."""

    __tablename__ = "queue_policy"
    __table_args__ = (
        CheckConstraint("ratio_regular BETWEEN 0 AND 20", name="ratio"),
        CheckConstraint("weight_step BETWEEN 0 AND 50", name="weight_step"),
        CheckConstraint("bound BETWEEN 1 AND 500", name="bound"),
        UniqueConstraint("office_id", "valid_from"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    valid_from: Mapped[date]
    ratio_regular: Mapped[int] = mapped_column(default=2)
    weight_step: Mapped[int] = mapped_column(default=5)
    bound: Mapped[int] = mapped_column(default=20)
    call_times: Mapped[int] = mapped_column(default=3)
    appointment_early_min: Mapped[int] = mapped_column(default=30)
    """Check-in opens this many minutes before the slot."""
    appointment_late_min: Mapped[int] = mapped_column(default=15)
    """Later than this, an appointment joins the line as a regular ticket."""
    return_until_min: Mapped[int] = mapped_column(default=60)
    """A missed turn may come back within this many minutes."""


class QueueLane(Base):
    """One group on one business day: how often somebody in it was overtaken, how many tickets it gave."""

    __tablename__ = "queue_lane"
    __table_args__ = (CheckConstraint("jumps >= 0 AND issued >= 0", name="positive"),)

    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"), primary_key=True)
    business_day: Mapped[date] = mapped_column(primary_key=True)
    group_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("service_group.id"), primary_key=True)
    jumps: Mapped[int] = mapped_column(default=0)
    issued: Mapped[int] = mapped_column(default=0)


class Visit(Base):
    """One person's time in the office; it may hold several tickets, one after the other."""

    __tablename__ = "visit"
    __table_args__ = (Index("ix_visit_office_day", "office_id", "business_day"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    business_day: Mapped[date]
    person_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("person.id"))
    language: Mapped[str] = mapped_column(default="id")
    started_at_utc: Mapped[datetime]


class AppointmentSlot(Base):
    """A slot of a group's appointments with its quota."""

    __tablename__ = "appointment_slot"
    __table_args__ = (
        CheckConstraint("quota >= 0 AND booked >= 0 AND booked <= quota", name="quota"),
        UniqueConstraint("office_id", "group_id", "starts_at_utc"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    group_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("service_group.id"))
    starts_at_utc: Mapped[datetime]
    minutes: Mapped[int]
    quota: Mapped[int]
    booked: Mapped[int] = mapped_column(default=0)


class Appointment(Base):
    """A booked visit: made at the desk or imported from the office's online booking."""

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint(one_of("state", "booked", "checked_in", "done", "missed", "cancelled"), name="state"),
        CheckConstraint(one_of("source", "desk", "import"), name="source"),
        UniqueConstraint("office_id", "code"),
        Index("ix_appointment_slot", "slot_id"),
        Index(
            "uq_appointment_reference",
            "office_id",
            "external_ref",
            unique=True,
            postgresql_where=text("external_ref IS NOT NULL"),
            sqlite_where=text("external_ref IS NOT NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    code: Mapped[str]
    slot_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("appointment_slot.id"))
    service_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("service.id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("person.id"))
    source: Mapped[str]
    external_ref: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="booked")
    created_at_utc: Mapped[datetime]


_WAITING = text("state = 'waiting'")
_ACTIVE = text("state IN ('called', 'serving')")
_BOOKED = text("state = 'booked'")
_OPEN = text("state NOT IN ('done', 'cancelled', 'unserved')")


class Ticket(Base):
    """A number in the queue. Ordered by ``arrival_no``, never by time: clocks differ between PCs."""

    __tablename__ = "ticket"
    __table_args__ = (
        CheckConstraint(one_of("state", *TICKET_STATES), name="state"),
        CheckConstraint(one_of("klass", *CLASSES), name="klass"),
        CheckConstraint(
            "priority_reason IS NULL OR " + one_of("priority_reason", *PRIORITY_REASONS), name="reason"
        ),
        CheckConstraint("(state IN ('called', 'serving')) = (counter_id IS NOT NULL)", name="counter"),
        CheckConstraint("state <> 'waiting' OR arrival_no IS NOT NULL", name="arrival"),
        CheckConstraint(
            "state <> 'booked' OR (slot_at_utc IS NOT NULL AND arrival_no IS NULL)", name="booked"
        ),
        CheckConstraint("(state = 'done') <= (finished_at_utc IS NOT NULL)", name="finished"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("state <> 'hold' OR hold_reason IS NOT NULL", name="hold"),
        UniqueConstraint("office_id", "business_day", "letter", "number"),
        UniqueConstraint("office_id", "code"),
        Index(
            "uq_ticket_counter_active",
            "counter_id",
            unique=True,
            postgresql_where=_ACTIVE,
            sqlite_where=_ACTIVE,
        ),
        Index(
            "uq_ticket_waiting",
            "office_id",
            "business_day",
            "klass",
            "arrival_no",
            unique=True,
            postgresql_where=_WAITING,
            sqlite_where=_WAITING,
        ),
        Index("ix_ticket_booked", "office_id", "slot_at_utc", postgresql_where=_BOOKED, sqlite_where=_BOOKED),
        Index("ix_ticket_open", "office_id", "business_day", postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index("ix_ticket_visit", "visit_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    business_day: Mapped[date]
    letter: Mapped[str]
    number: Mapped[int]
    label: Mapped[str]
    code: Mapped[str]
    visit_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("visit.id"))
    service_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("service.id"))
    group_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("service_group.id"))
    klass: Mapped[str]
    priority_reason: Mapped[str | None]
    needs: Mapped[list[Any] | None]
    """Codes of help needed at the call (deaf, blind, wheelchair ...); never shown on a display."""
    source: Mapped[str]
    state: Mapped[str]
    arrival_no: Mapped[int | None]
    jump_base: Mapped[int] = mapped_column(default=0)
    returned: Mapped[bool] = mapped_column(default=False)
    """It was called, did not come, and came back."""
    counter_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("counter.id"))
    target_counter_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("counter.id"))
    """A transfer to one counter: only that counter may call it."""
    appointment_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("appointment.id"))
    slot_at_utc: Mapped[datetime | None]
    issued_at_utc: Mapped[datetime]
    arrived_at_utc: Mapped[datetime | None]
    called_at_utc: Mapped[datetime | None]
    started_at_utc: Mapped[datetime | None]
    finished_at_utc: Mapped[datetime | None]
    hold_reason: Mapped[str | None]
    hold_until_utc: Mapped[datetime | None]
    note: Mapped[str | None]
    wait_low_min: Mapped[int | None]
    wait_median_min: Mapped[int | None]
    wait_high_min: Mapped[int | None]
    language: Mapped[str] = mapped_column(default="id")


_UNENDED = text("ended_at_utc IS NULL")


class Call(Base):
    """One calling of one ticket to one counter, from the first announcement until it ends there."""

    __tablename__ = "call"
    __table_args__ = (
        CheckConstraint(one_of("kind", *CALL_KINDS), name="kind"),
        CheckConstraint("times >= 0", name="times"),
        CheckConstraint("(ended_at_utc IS NULL) = (outcome IS NULL)", name="outcome"),
        Index(
            "uq_call_ticket_open", "ticket_id", unique=True, postgresql_where=_UNENDED, sqlite_where=_UNENDED
        ),
        Index(
            "uq_call_counter_open",
            "counter_id",
            unique=True,
            postgresql_where=_UNENDED,
            sqlite_where=_UNENDED,
        ),
        Index("ix_call_office_announce", "office_id", "business_day", "announce_no"),
        Index("ix_call_ticket", "ticket_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    business_day: Mapped[date]
    ticket_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("ticket.id"))
    counter_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("counter.id"))
    staff_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("staff.id"))
    kind: Mapped[str]
    times: Mapped[int]
    """How often it was announced; 0 for somebody who is served without being called aloud."""
    announce_no: Mapped[int]
    """Strictly increasing over all announcements: the newest call is the one with the highest."""
    reason: Mapped[str]
    reason_args: Mapped[dict[str, Any]]
    called_at_utc: Mapped[datetime]
    announced_at_utc: Mapped[datetime]
    started_at_utc: Mapped[datetime | None]
    ended_at_utc: Mapped[datetime | None]
    outcome: Mapped[str | None]


class Alarm(Base):
    """A call for a colleague: an emergency at a counter, or a visitor who asks for help at a kiosk."""

    __tablename__ = "alarm"
    __table_args__ = (
        CheckConstraint(one_of("kind", "emergency", "help"), name="kind"),
        CheckConstraint("(answered_at_utc IS NULL) = (answered_by_id IS NULL)", name="answered"),
        Index(
            "ix_alarm_open",
            "office_id",
            postgresql_where=text("answered_at_utc IS NULL"),
            sqlite_where=text("answered_at_utc IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    office_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("office.id"))
    kind: Mapped[str]
    counter_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("counter.id"))
    station_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("station.id"))
    staff_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("staff.id"))
    raised_at_utc: Mapped[datetime]
    answered_at_utc: Mapped[datetime | None]
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("staff.id"))

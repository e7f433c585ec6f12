"""What the intake page shows, as frozen values. Read by ``desktop.office.live.intake``, drawn by the page."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

import msgspec


class IntakeRequirement(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the checklist with the answer so far; None where it was not answered yet."""

    requirement: str
    kind: str
    """``copy``, ``original_shown``, ``original_kept``, ``form`` or ``photo``."""
    label_id: str
    label_en: str
    needed_if_id: str = ""
    needed_if_en: str = ""
    copies: int = 1
    value: str | None = None
    note: str = ""
    missing_on: date | None = None
    """The last day on which it was missing: "juga kurang pada ..."."""
    brought: bool = False
    """Was handed in at an earlier visit: shown small, not asked again."""


class EarlierFile(msgspec.Struct, frozen=True, kw_only=True):
    """An earlier application of the same person."""

    application_id: uuid.UUID
    number: str
    service_id: uuid.UUID
    service_name_id: str
    service_name_en: str
    state: str
    created_local: datetime
    missing: int = 0
    version: int = 1


class KnownPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom the office knows, with their earlier files, newest first."""

    person_id: uuid.UUID
    nik: str | None
    name: str
    birth_date: date | None
    sex: str | None
    phone: str
    email: str
    restricted: bool
    files: tuple[EarlierFile, ...] = ()


class IntakeService(msgspec.Struct, frozen=True, kw_only=True):
    """The service that is asked for."""

    service_id: uuid.UUID
    code: str
    name_id: str
    name_en: str
    promise_value: int
    promise_unit: str
    fee_amount: int | None
    fee_text_id: str
    fee_text_en: str
    forms: tuple[str, ...]
    conditions_id: tuple[str, ...] = ()
    conditions_en: tuple[str, ...] = ()


class IntakeForm(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the page needs when it opens: at most four queries.

    Attributes:
        service: None where the clerk has to choose first (no ticket, or a group's general ticket).
        applicant: of a returned file, or None.
        draft: what was kept of a half-filled intake of the same ticket, file or clerk, with its id.
        notice_ways: what this office can do.
        return_days: until when what is missing should come, counted from today.
        now_local: the office's time.
    """

    service: IntakeService | None
    requirements: tuple[IntakeRequirement, ...]
    services: tuple[tuple[uuid.UUID, str, str], ...] = ()
    ticket_id: uuid.UUID | None = None
    ticket: str = ""
    started_at_utc: datetime | None = None
    counter_minutes: int = 0
    application_id: uuid.UUID | None = None
    number: str = ""
    version: int | None = None
    applicant: KnownPerson | None = None
    draft_id: uuid.UUID | None = None
    draft: dict[str, Any] | None = None
    draft_saved_local: datetime | None = None
    notice_ways: tuple[str, ...] = ("none",)
    return_days: int = 14
    now_local: datetime
    time_zone: str

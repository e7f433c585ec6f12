"""What the desk's panel of appointments shows, and what its presenter asks of it. Plain Python."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

STATES = {
    "booked": ("booked", "appointment.state_booked"),
    "checked_in": ("waiting", "appointment.state_checked_in"),
    "done": ("done", "appointment.state_done"),
    "missed": ("no_show", "appointment.state_missed"),
    "cancelled": ("cancelled", "appointment.state_cancelled"),
}
"""An appointment's state to the look of a ticket's state and its word."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence by its code; a moment among the arguments is the office's local time."""

    code: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Visitor:
    """One appointment as a row."""

    key: uuid.UUID
    code: str
    service_id: str
    service_en: str
    name: str
    phone: str
    state: str
    number: str
    can_check_in: bool
    can_cancel: bool


@dataclass(frozen=True, slots=True)
class SlotLine:
    """A slot with its visitors; `at` is local."""

    key: uuid.UUID
    at: datetime
    letter: str
    group_id: str
    group_en: str
    free: int
    quota: int
    visitors: tuple[Visitor, ...] = ()


@dataclass(frozen=True, slots=True)
class DayState:
    """A day in the panel."""

    day: date
    zone_label: str
    slots: tuple[SlotLine, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A service or a slot to choose from; `at` is set for a slot."""

    key: uuid.UUID
    name_id: str = ""
    name_en: str = ""
    group_id: str = ""
    group_en: str = ""
    at: datetime | None = None
    free: int = 0
    quota: int = 0

    def words(self, language: str) -> str:
        """The service's name."""
        return self.name_en if language == "en" else self.name_id


class AppointmentsScreen(Protocol):
    """What the presenter asks of the panel."""

    def show_day(self, state: DayState) -> None: ...
    def show_services(self, services: tuple[Choice, ...]) -> None: ...
    def show_slots(self, slots: tuple[Choice, ...]) -> None: ...
    def show_list(self) -> None: ...
    def say(self, line: Line) -> None: ...
    def show_fault(self, line: Line) -> None: ...

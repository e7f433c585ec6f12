"""What the intake page shows, as frozen values: made by ``scene``, drawn by the page. Plain Python."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Mode = Literal["loading", "failed", "choose", "form", "saving", "unsure", "done"]
Outcome = Literal["open", "complete", "missing"]
Key = tuple[str, str]
"""A requirement and its kind: what names a row of the checklist."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name in both languages."""

    id: str = ""
    en: str = ""

    def words(self, language: str) -> str:
        """The name in ``id`` or ``en``."""
        return self.en or self.id if language == "en" else self.id


@dataclass(frozen=True, slots=True)
class Said:
    """A text by its code, with its named arguments; a date among them is worded by the page."""

    code: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """What is said at a field: an error refuses it, a warning only tells; a suggestion may be taken over."""

    said: Said
    error: bool
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement. ``asked`` False was handed in at an earlier visit."""

    key: Key
    label: Named
    condition: Named
    kind: str
    copies: int
    value: str | None
    note: str
    missing_on: date | None
    asked: bool


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier file of the same person; ``can_continue`` was returned and may be completed now."""

    application_id: uuid.UUID
    number: str
    service: Named
    state: str
    on: date
    missing: int
    can_continue: bool


@dataclass(frozen=True, slots=True)
class Done:
    """What taking in gave.

    Attributes:
        due: the promised moment in the office's zone; None for a slip or a service without a promise.
        due_has_time: the promise is of minutes or hours, so its time of day counts.
        paper: what became of the paper, as a code and arguments; ``printed`` says that it came out.
    """

    number: str
    complete: bool
    missing: int
    items: int
    due: datetime | None
    due_has_time: bool
    zone: str
    return_by: date | None
    paper: Said
    printed: bool
    can_print: bool
    service: Named


@dataclass(frozen=True, slots=True)
class Choice:
    """A service to choose from."""

    service_id: uuid.UUID
    name: Named


@dataclass(frozen=True, slots=True)
class Scene:
    """The whole page at one moment; texts in fields are the page's own and set by ``set_field``."""

    mode: Mode = "loading"
    ticket: str = ""
    number: str = ""
    service: Named = Named()
    elapsed_s: int | None = None
    norm_s: int = 0
    rows: tuple[Row, ...] = ()
    outcome: Outcome = "open"
    unanswered: int = 0
    missing: int = 0
    total: int = 0
    told: Mapping[str, tuple[Told, ...]] = field(default_factory=dict)
    sex: str | None = None
    proxy: bool = False
    letter: str = "f107"
    notice_way: str = "none"
    notice_ways: tuple[str, ...] = ("none",)
    earlier: tuple[Earlier, ...] = ()
    restricted: bool = False
    restored: datetime | None = None
    notice: Said | None = None
    blocked: Said | None = None
    services: tuple[Choice, ...] = ()
    done: Done | None = None
    at_ticket: bool = False
    prints: bool = True

"""What the page "Data pribadi" shows, as frozen values; made by its presenter, drawn by its view. Plain Python.

Numbers of persons are masked in every value here; the paper "data saya" alone shows them in full.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

FIELDS = ("name", "nik", "birth_date", "sex", "family_card_no", "birth_place", "phone", "email")
"""What a correction can be about, in the order of the form."""


@dataclass(frozen=True, slots=True)
class Line:
    """A code with its arguments."""

    code: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request of the register; moments in the office's zone, `minutes_left` negative once it is late."""

    request_id: uuid.UUID
    person_id: uuid.UUID
    kind: str
    state: str
    name: str
    nik: str
    received_local: datetime
    due_local: datetime
    minutes_left: int
    field: str = ""
    lift: bool = False
    decision: str = ""


@dataclass(frozen=True, slots=True)
class RequestCard:
    """The chosen request with its values."""

    line: RequestLine
    before: str = ""
    to: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody that was found."""

    person_id: uuid.UUID
    name: str
    nik: str
    restricted: bool
    files: int


@dataclass(frozen=True, slots=True)
class PersonCard:
    """The chosen person: what is held, in figures: (code of a section, how many facts), and who looked last."""

    line: PersonLine
    held: tuple[tuple[str, int], ...] = ()
    looks: tuple[tuple[datetime, str, str], ...] = ()
    look_count: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the form gives it."""

    kind: str
    field: str = ""
    to: str = ""
    lift: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class DisposalForm:
    """The disposal as its panel gives it; witnesses as (name, office held)."""

    number: str
    place: str
    witnesses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DisposalScene:
    """What the panel of the disposal shows; `counts` as (kind, how many)."""

    until: date | None = None
    years: int = 0
    counts: tuple[tuple[str, int], ...] = ()
    busy: bool = False
    fault: Line | None = None
    done: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """The whole page."""

    loaded: bool = False
    requests: tuple[RequestLine, ...] = ()
    searched: str = ""
    found: tuple[PersonLine, ...] = ()
    request: RequestCard | None = None
    person: PersonCard | None = None
    busy: bool = False
    said: Line | None = None
    fault: Line | None = None


class Screen(Protocol):
    """What is asked of the page."""

    def show_scene(self, scene: Scene) -> None: ...

"""The parts of a catalogue (format ``loket-catalogue-1``) as typed, frozen records.

Each field says all that can be said about it alone: its type, its range, its length. What concerns several
fields together is in ``rules``. Any layer may use these; ``dict`` keys and struct fields are the file's keys.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

State = Literal[
    "ticket", "received", "verified", "in_process", "waiting_signature", "ready", "collected", "archived"
]
STATES: Final[tuple[State, ...]] = (
    "ticket",
    "received",
    "verified",
    "in_process",
    "waiting_signature",
    "ready",
    "collected",
    "archived",
)
"""The states of a file in their order; a procedure never goes back in it."""

RequirementKind = Literal["copy", "original_shown", "original_kept", "form", "photo"]
Unit = Literal["minute", "hour", "working_day"]

Text = Annotated[str, Meta(min_length=1, max_length=1000)]
GroupShortText = Annotated[str, Meta(min_length=1, max_length=24)]
ServiceShortText = Annotated[str, Meta(min_length=1, max_length=28)]
SlipText = Annotated[
    str, Meta(min_length=1, max_length=32, pattern=r"^[ -~]+$", description="ASCII (1 .. 32)")
]
"""A 58 mm slip has 32 columns, and its printer knows ASCII only."""
Letter = Annotated[str, Meta(pattern=r"^[A-Z]$", description="A .. Z")]
Name = Annotated[str, Meta(max_length=40, pattern=r"^[a-z][a-z0-9_]*$", description="a-z 0-9 _ (1 .. 40)")]
RequirementId = Annotated[
    str, Meta(max_length=40, pattern=r"^[a-z0-9][a-z0-9_.-]*$", description="a-z 0-9 - _ . (1 .. 40)")
]
ServiceCode = Annotated[
    str, Meta(max_length=40, pattern=r"^[A-Z0-9][A-Z0-9_.-]*$", description="A-Z 0-9 - _ . (1 .. 40)")
]
FormCode = Annotated[
    str, Meta(min_length=1, max_length=40, pattern=r"^[!-~]+( [!-~]+)*$", description="ASCII (1 .. 40)")
]


class Bilingual(Struct, frozen=True):
    """One text in both languages."""

    id: Text
    en: Text


class GroupShort(Struct, frozen=True):
    """The short name of a group: 24 characters at most, for a tile and a slip."""

    id: GroupShortText
    en: GroupShortText


class ServiceShort(Struct, frozen=True):
    """The short name of a service: 28 characters at most."""

    id: ServiceShortText
    en: ServiceShortText


class Agency(Struct, frozen=True):
    """Whose catalogue this is."""

    code: Name
    name: Bilingual


class Group(Struct, frozen=True):
    """A group of services: one tile of the kiosk, one letter on tickets (A to Z, never P)."""

    letter: Letter
    name: Bilingual
    short: GroupShort


class Step(Struct, frozen=True):
    """One step of a procedure; `minutes` is its norm of working time."""

    step: Annotated[int, Meta(ge=1, le=99)]
    state: State
    actor: Name
    minutes: Annotated[int, Meta(ge=0, le=14_400)]
    label: Bilingual


class Promise(Struct, frozen=True):
    """The promised time, counted from when the file is complete."""

    value: Annotated[int, Meta(ge=1, le=1000)]
    unit: Unit


class Fee(Struct, frozen=True, omit_defaults=True):
    """What a service costs: rupiah (0 is free), or no amount and a text that says what it depends on."""

    amount: Annotated[int, Meta(ge=0, le=1_000_000_000)] | None
    text: Bilingual | None = None


class Requirement(Struct, frozen=True, omit_defaults=True):
    """One paper that a service asks for; the pair of `id` and `kind` is unique within the service."""

    id: RequirementId
    kind: RequirementKind
    label: Bilingual
    short: SlipText
    needed_if: Bilingual | None = None
    copies: Annotated[int, Meta(ge=1, le=20)] = 1


class Service(Struct, frozen=True, omit_defaults=True):
    """One service that people can ask for; `counter_minutes` is the norm of the time at the counter."""

    code: ServiceCode
    group: Letter
    name: Bilingual
    short: ServiceShort
    counter_minutes: Annotated[int, Meta(ge=1, le=480)]
    promise: Promise
    fee: Fee
    product: Bilingual
    procedure: Name
    forms: list[FormCode]
    requirements: list[Requirement]
    conditions: list[Bilingual]
    legal_basis: list[Text]
    appointment: bool
    rt_notice: bool
    verified: bool
    sources: list[Text]
    note: Bilingual | None = None


class Catalogue(Struct, frozen=True):
    """All services of one agency; `groups` and `services` in the order that people see."""

    format: Literal["loket-catalogue-1"]
    agency: Agency
    groups: Annotated[list[Group], Meta(min_length=1)]
    procedures: dict[Name, Annotated[list[Step], Meta(min_length=1)]]
    services: Annotated[list[Service], Meta(min_length=1)]

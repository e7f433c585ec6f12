"""Counters: adding them and saying which services they give. Called by presenters, tools and tests."""

from __future__ import annotations

import uuid
from typing import Any, Final

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.office.catalogue_rows import service_rows
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work

ALL: Final = "all"
MAX_NAME_LENGTH: Final = 12
_CHANGES = frozenset({"counters", "queue"})
_NOTHING: frozenset[str] = frozenset()


class AddCounter(Command, frozen=True, kw_only=True):
    """Add a counter.

    Attributes:
        name: what is called aloud, such as ``3``; 1 to 12 characters.
        services: ``all``, letters of groups, or codes of services, mixed as you like.
        weights: group letter or service code to weight, 1 (usual) to 5 (this counter's main services).
        zone: code of the hall zone.
        low: a low counter that a wheelchair reaches.
    """

    name: str
    services: tuple[str, ...] = (ALL,)
    weights: dict[str, int] = msgspec.field(default_factory=dict)
    zone: str = "utama"
    low: bool = False
    counter_id: uuid.UUID = msgspec.field(default_factory=new_id)


class CounterInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A counter and what it gives.

    Attributes:
        services: code of each service to its weight, in the order of the catalogue.
        groups: letters of the groups of which it gives anything.
    """

    counter_id: uuid.UUID
    name: str
    position: int
    zone: str
    low: bool
    active: bool
    groups: tuple[str, ...]
    services: dict[str, int]
    repeated: bool = False


def add_counter(work: Work, command: AddCounter) -> Result[CounterInfo]:
    """Add a counter and the services it gives.

    Raises:
        UserError: ``office.counter_name`` (length), ``office.counter_taken`` (counter),
            ``office.counter_services`` (value, allowed), ``office.counter_weight`` (value, allowed),
            ``office.no_zone`` (zone, allowed).
    Writes: counter, counter_service, event, command. Changes: counters, queue.
    """
    from sqlalchemy import func, insert, select

    from desktop.models.office import Zone
    from desktop.models.staff import Counter, CounterService

    run = work.connection.execute
    if remembered(work, command) is not None:
        return Result(find_counter(work, command.office_id, command.name), _NOTHING)
    name = " ".join(command.name.split())
    if not 1 <= len(name) <= MAX_NAME_LENGTH:
        raise UserError("office.counter_name", length=MAX_NAME_LENGTH)
    of_office = Counter.office_id == command.office_id
    names = run(select(Counter.name).where(of_office)).scalars()
    if name.casefold() in {one.casefold() for one in names}:
        raise UserError("office.counter_taken", counter=name)
    of_zones = select(Zone.code, Zone.id).where(Zone.office_id == command.office_id).order_by(Zone.code)
    zones = {row.code: row.id for row in run(of_zones)}
    if command.zone not in zones:
        raise UserError("office.no_zone", zone=command.zone, allowed=", ".join(zones))
    weights = _weights(work, command)
    position = run(select(func.coalesce(func.max(Counter.position) + 1, 0)).where(of_office)).scalar_one()
    run(
        insert(Counter).values(
            id=command.counter_id,
            office_id=command.office_id,
            name=name,
            position=position,
            zone_id=zones[command.zone],
            low=command.low,
            active=True,
        )
    )
    run(
        insert(CounterService),
        [
            {"counter_id": command.counter_id, "service_id": key, "weight": weight}
            for key, weight in weights.items()
        ],
    )
    append_event(work, command, "counter.added", command.counter_id, after={"services": len(weights)})
    remember(work, command, "add_counter", {"counter_id": command.counter_id})
    work.wake(command.office_id)
    return Result(find_counter(work, command.office_id, name), _CHANGES)


def _weights(work: Work, command: AddCounter) -> dict[uuid.UUID, int]:
    """The key of every service that the counter gives, with its weight."""
    services = [row for row in service_rows(work, command.office_id) if row.active]
    if not services:
        raise UserError("catalogue.nothing")
    by_word: dict[str, list[Any]] = {ALL: services}
    for row in services:
        by_word.setdefault(row.letter.casefold(), []).append(row)
        by_word.setdefault(row.code.casefold(), []).append(row)
    allowed = ", ".join([ALL, *sorted({row.letter for row in services})])
    chosen: dict[uuid.UUID, int] = {}
    for word in command.services:
        if word.casefold() not in by_word:
            raise UserError("office.counter_services", value=word, allowed=allowed)
        chosen.update((row.id, 1) for row in by_word[word.casefold()])
    if not chosen:
        raise UserError("office.counter_services", value="", allowed=allowed)
    # A single service's weight counts over its group's, whatever the order they were told in.
    for word, weight in sorted(command.weights.items(), key=lambda one: len(by_word.get(one[0].casefold(), ())),
                               reverse=True):  # fmt: skip
        rows = [row for row in by_word.get(word.casefold(), ()) if row.id in chosen]
        if not 1 <= weight <= 5 or not rows:
            raise UserError("office.counter_weight", value=f"{word}={weight}", allowed="1 .. 5")
        chosen.update((row.id, weight) for row in rows)
    return chosen


def list_counter_services(work: Work, office_id: uuid.UUID) -> tuple[CounterInfo, ...]:
    """All counters in their order, with the services they give."""
    from sqlalchemy import select

    from desktop.models.office import Zone
    from desktop.models.staff import Counter, CounterService

    of_service = {row.id: row for row in service_rows(work, office_id)}
    order = {key: number for number, key in enumerate(of_service)}
    given: dict[uuid.UUID, list[tuple[uuid.UUID, int]]] = {}
    for counter_id, service_id, weight in work.connection.execute(
        select(CounterService.counter_id, CounterService.service_id, CounterService.weight)
        .join(Counter, Counter.id == CounterService.counter_id)
        .where(Counter.office_id == office_id)
    ):
        if service_id in of_service:
            given.setdefault(counter_id, []).append((service_id, weight))
    rows = work.connection.execute(
        select(Counter.id, Counter.name, Counter.position, Counter.low, Counter.active, Zone.code)
        .outerjoin(Zone, Zone.id == Counter.zone_id)
        .where(Counter.office_id == office_id)
        .order_by(Counter.position, Counter.name)
    ).all()
    found = []
    for row in rows:
        own = sorted(given.get(row.id, ()), key=lambda one: order[one[0]])
        found.append(
            CounterInfo(
                counter_id=row.id,
                name=row.name,
                position=row.position,
                zone=row.code or "",
                low=bool(row.low),
                active=bool(row.active),
                groups=tuple(sorted({of_service[key].letter for key, _weight in own})),
                services={of_service[key].code: weight for key, weight in own},
            )
        )
    return tuple(found)


def find_counter(work: Work, office_id: uuid.UUID, name: str) -> CounterInfo:
    """A counter by its name, in any case. Raises UserError ``office.no_counter`` (counter, allowed)."""
    wanted = " ".join(name.split()).casefold()
    counters = list_counter_services(work, office_id)
    for counter in counters:
        if counter.name.casefold() == wanted:
            return counter
    allowed = ", ".join(one.name for one in counters)
    raise UserError("office.no_counter", counter=name.strip()[:40], allowed=allowed)

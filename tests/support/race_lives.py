"""What a race's history says about single tickets: the order of their events, when they certainly waited.

Nobody knows the moment at which an operation took effect, only that it lies between its begin and its end.
So everything here is certain or silent: a ticket *certainly waits* from the end of the operation that put it into
the line to the begin of the one that took it out. Called by tests.support.race_rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.support.race_history import FAR, Event, History, Op, Ticket

ACTIVE = ("called", "serving")
#: The slot's moment is on the office's clock, turned into the shared one: a little apart at worst.
CLOCKS_APART_NS = 20_000_000


@dataclass
class Step:
    """One event of a ticket's life with the operation that made it."""

    op: Op
    event: Event

    @property
    def before(self) -> str | None:
        return self.event.before.get("state")

    @property
    def after(self) -> str:
        if self.event.kind == "ticket.issued":
            return str((self.op.value or {}).get("state"))
        return str(self.event.after.get("state", ""))


@dataclass(frozen=True)
class At:
    """Where a ticket stands between two steps."""

    state: str | None = None
    service: str = ""
    target: str | None = None
    counter: str | None = None

    def then(self, step: Step) -> At | None:
        """Where it stands after `step`, None where that cannot follow."""
        event, op = step.event, step.op
        if event.kind == "ticket.issued":
            return None if self.state else At(step.after, str(op.command.get("service_id")))
        if event.kind == "ticket.recalled":
            return self if self.state in ACTIVE and self.counter == op.command.get("counter_id") else None
        # A booked ticket joins the line at its slot, in whosever transaction comes next.
        if step.before != self.state and (self.state, step.before) != ("booked", "waiting"):
            return None
        if event.kind == "ticket.transferred":
            if event.before.get("service") != self.service:
                return None
            return At("waiting", str(event.after.get("service")), event.after.get("counter"))
        if event.kind == "ticket.called":
            if event.after.get("kind") == "auto" and self.target not in (None, event.after.get("counter")):
                return None
            return At("called", self.service, None, event.after.get("counter"))
        if event.kind == "ticket.started":
            return At("serving", self.service, None, self.counter)
        return At(step.after, self.service, self.target)


def in_order(steps: list[Step]) -> list[tuple[Step, At]] | None:
    """The steps in an order that agrees with the clock and with the states, None where there is none."""
    found: list[tuple[Step, At]] = []

    def search(remaining: list[Step], at: At) -> bool:
        if not remaining:
            return True
        first_end = min(step.op.end for step in remaining)
        for step in remaining:
            if step.op.begin > first_end:
                break  # sorted by begin: this one and all behind it come after somebody else
            after = at.then(step)
            if after is None:
                continue
            found.append((step, after))
            if search([other for other in remaining if other is not step], after):
                return True
            found.pop()
        return False

    return found if search(sorted(steps, key=lambda step: step.op.begin), At()) else None


@dataclass
class Spell:
    """A time in which a ticket certainly waited, in one line."""

    ticket: str
    at: At
    begin: int
    end: int


@dataclass
class Stay:
    """A ticket's time at a counter: certainly there from `begin` to `end` (which may be empty)."""

    ticket: str
    counter: str
    call: Step
    begin: int
    end: int
    recalls: int = 0
    over: Step | None = None


@dataclass
class Lives:
    """All tickets' lives."""

    history: History
    steps: dict[str, list[tuple[Step, At]]] = field(default_factory=dict)
    disordered: dict[str, list[Step]] = field(default_factory=dict)
    spells: list[Spell] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    _flying: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        steps: dict[str, list[Step]] = defaultdict(list)
        for event in self.history.events:
            op = self.history.ops.get(event.command)
            if op is not None and event.kind.startswith("ticket."):
                steps[event.ticket].append(Step(op, event))
        for ticket, unordered in steps.items():
            ordered = in_order(unordered)
            if ordered is None:
                self.disordered[ticket] = unordered
            else:
                self.steps[ticket] = ordered
                self._read(ticket, ordered)
        running: list[Op] = []
        for op in sorted(self.history.ops.values(), key=lambda one: one.begin):
            mine, flying = tickets_of(op), self._flying.setdefault(op.id, set())
            running = [other for other in running if other.end >= op.begin]
            for other in running:
                flying |= tickets_of(other)
                self._flying[other.id] |= mine
            running.append(op)

    def _read(self, ticket: str, ordered: list[tuple[Step, At]]) -> None:
        row = self.history.tickets.get(ticket)
        slot = (row.slot if row else None) or 0
        stay: Stay | None = None
        for number, (step, at) in enumerate(ordered):
            following = ordered[number + 1][0].op.begin if number + 1 < len(ordered) else FAR
            if at.state in ("waiting", "booked"):
                begin = step.op.end if at.state == "waiting" else max(step.op.end, slot + CLOCKS_APART_NS)
                self.spells.append(Spell(ticket, at, begin, following))
            if stay is not None and step.event.kind == "ticket.recalled":
                stay.recalls += 1
            elif stay is not None and at.state not in ACTIVE:
                stay.end, stay.over, stay = step.op.begin, step, None
            elif at.state == "called":
                stay = Stay(ticket, str(at.counter), step, step.op.end, FAR)
                self.stays.append(stay)

    def in_flight(self, ticket: str, op: Op) -> bool:
        """Whether another operation was working on the ticket while `op` ran."""
        return ticket in self._flying[op.id]

    def in_flight_during(self, op: Op) -> Iterator[tuple[Ticket, set[str]]]:
        """The tickets that other operations were working on while `op` ran, with all services they ever had."""
        for key in self._flying[op.id]:
            row = self.history.tickets.get(key)
            if row is not None:
                yield row, {row.service, *(at.service for _step, at in self.steps.get(key, ()))}

    def waiting_during(self, ops: list[Op]) -> Iterator[tuple[Op, list[Spell]]]:
        """For each operation at a counter those who certainly waited for it from its begin to its end."""
        spells = sorted(self.spells, key=lambda spell: spell.begin)
        active: list[Spell] = []
        joined = 0
        for op in sorted(ops, key=lambda one: one.begin):
            while joined < len(spells) and spells[joined].begin < op.begin:
                active.append(spells[joined])
                joined += 1
            active = [spell for spell in active if spell.end > op.begin]
            counter = str(op.command.get("counter_id"))
            given = self.history.weights.get(counter, {})
            yield (
                op,
                [
                    spell
                    for spell in active
                    if spell.end > op.end and spell.at.service in given and spell.at.target in (None, counter)
                ],
            )


def tickets_of(op: Op) -> set[str]:
    """The tickets that an operation may have locked, as far as its sender knows."""
    value: dict[str, Any] = op.value or {}
    keys = {
        op.command.get("ticket_id"),
        value.get("ticket_id"),
        (value.get("finished") or {}).get("ticket_id"),
    }
    return {str(key) for key in keys if key}

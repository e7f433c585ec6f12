"""What happened in a race, as plain data: every operation from the journals, every row from the database.

``load`` reads both. ``History`` can also be written by hand, which is how the rules are tested. Times of
operations are nanoseconds of the monotonic clock that all processes of one machine share: an operation took
effect at some moment between ``begin`` and ``end``, and that is all the rules assume.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.support.race_journal import read_journal

FAR = 1 << 62


@dataclass
class Op:
    """One command as its sender saw it.

    Attributes:
        begin: before it was sent for the first time.
        end: after its answer was there; of a command that was sent by two lives, the second's answer.
        value: the acknowledged result, None if refused.
        refused: the code of the refusal.
        found: for each successor that looked before sending again: (command rows, events) at that moment.
        repeats: results and changes of later copies of the acknowledged command.
    """

    id: str
    kind: str
    command: dict[str, Any] = field(default_factory=dict)
    begin: int = 0
    end: int = FAR
    value: dict[str, Any] | None = None
    refused: str | None = None
    worker: int = 0
    sent: int = 1
    faults: int = 0
    found: list[tuple[int, int]] = field(default_factory=list)
    repeats: list[tuple[dict[str, Any], list[str]]] = field(default_factory=list)

    @property
    def acknowledged(self) -> bool:
        return self.value is not None


@dataclass
class Ticket:
    """A row of ``ticket``; moments in nanoseconds of the shared clock."""

    id: str
    letter: str
    number: int
    klass: str
    service: str
    state: str
    day: str = "2026-11-23"
    arrival_no: int | None = None
    counter: str | None = None
    slot: int | None = None
    arrived: int | None = None
    called: int | None = None


@dataclass
class Call:
    """A row of ``call``."""

    id: str
    ticket: str
    counter: str
    kind: str = "auto"
    reason: str = ""
    times: int = 1
    announce_no: int = 0
    outcome: str | None = None
    ended: bool = False


@dataclass
class Event:
    """A row of ``event``; ``at`` in nanoseconds of the shared clock. An admission has no command of its own."""

    command: str
    kind: str
    ticket: str
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    at: int = 0


@dataclass
class Stored:
    """A row of ``command``."""

    id: str
    name: str
    result: dict[str, Any]


@dataclass
class History:
    """A whole race.

    Attributes:
        weights: counter -> service -> weight.
        runs: counter -> the shift's ``regular_run`` at the end.
        sequences: name -> value, of tickets only.
        visits, documents, jobs: tickets that these rows belong to, one entry a row.
        nik_uses: hash -> how often used; ``nik_limit`` the most allowed.
    """

    ops: dict[str, Op]
    tickets: dict[str, Ticket]
    calls: list[Call]
    events: list[Event]
    stored: list[Stored]
    weights: dict[str, dict[str, int]]
    ratio: int = 2
    step: int = 5
    bound: int = 20
    runs: dict[str, int] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
    visits: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    jobs: list[str] = field(default_factory=list)
    nik_uses: dict[str, int] = field(default_factory=dict)
    nik_limit: int = 2

    @property
    def events_of(self) -> dict[str, list[Event]]:
        """command -> its events."""
        by_command: dict[str, list[Event]] = defaultdict(list)
        for event in self.events:
            by_command[event.command].append(event)
        return by_command


def read_operations(journals: Iterable[Path]) -> dict[str, Op]:
    """All operations of all journals, by command."""
    ops: dict[str, Op] = {}
    for path in journals:
        for line in read_journal(path):
            key = line["id"]
            if line["e"] == "send":
                ops[key] = Op(key, line["kind"], line["cmd"], line["ns"], worker=line["worker"])
                continue
            op = ops[key]
            if line["e"] == "ack":
                op.end, op.value = line["ns"], line["value"]
            elif line["e"] == "refused":
                op.end, op.refused = line["ns"], line["code"]
            elif line["e"] == "fault":
                op.faults += 1
                op.sent += 1
            elif line["e"] == "found":
                op.sent += 1
                op.found.append((line["commands"], line["events"]))
            elif line["e"] == "again":
                op.repeats.append((line["value"], line["changes"]))
    return ops


def load(url: str, folder: Path) -> History:
    """Read the journals in ``folder`` and the database at ``url``."""
    from sqlalchemy import select

    from desktop.models import paper, people, queue, record, staff
    from desktop.models.engine import create_office_engine

    plan = json.loads((folder / "plan.json").read_text())
    zero_utc, zero_ns = datetime.fromisoformat(plan["utc"]), plan["ns"]

    def moment(value: datetime | None) -> int | None:
        if value is None:
            return None
        return zero_ns + int((value.astimezone(UTC) - zero_utc).total_seconds() * 1e9)

    history = History(
        ops=read_operations(sorted(folder.glob("journal-*.jsonl"))),
        tickets={},
        calls=[],
        events=[],
        stored=[],
        weights={counter["id"]: counter["weights"] for counter in plan["counters"]},
        bound=plan["bound"],
    )
    engine = create_office_engine(url)
    try:
        with engine.connect() as connection:

            def rows(*columns: Any) -> list[Any]:
                return list(connection.execute(select(*columns)).all())

            t = queue.Ticket
            for row in rows(
                t.id, t.letter, t.number, t.klass, t.service_id, t.state, t.business_day, t.arrival_no,
                t.counter_id, t.slot_at_utc, t.arrived_at_utc, t.called_at_utc,
            ):  # fmt: skip
                ticket = Ticket(
                    str(row[0]), row[1], row[2], row[3], str(row[4]), row[5], row[6].isoformat(), row[7],
                    None if row[8] is None else str(row[8]), moment(row[9]), moment(row[10]), moment(row[11]),
                )  # fmt: skip
                history.tickets[ticket.id] = ticket
            c = queue.Call
            history.calls = [
                Call(str(row[0]), str(row[1]), str(row[2]), *row[3:8], row[8] is not None)
                for row in rows(
                    c.id, c.ticket_id, c.counter_id, c.kind, c.reason, c.times, c.announce_no, c.outcome,
                    c.ended_at_utc,
                )
            ]  # fmt: skip
            e = record.Event
            history.events = [
                Event(str(row[0] or ""), row[1], str(row[2]), row[3] or {}, row[4] or {}, moment(row[5]) or 0)
                for row in rows(e.command_id, e.kind, e.subject_id, e.before, e.after, e.at_utc)
            ]
            k = record.Command
            history.stored = [Stored(str(row[0]), row[1], row[2]) for row in rows(k.id, k.name, k.result)]
            s = staff.Shift
            history.runs = {str(row[0]): row[1] for row in rows(s.counter_id, s.regular_run)}
            q = record.Sequence
            history.sequences = {
                row[0].removeprefix("ticket:"): row[1]
                for row in rows(q.name, q.value)
                if row[0].startswith("ticket:")
            }
            history.visits = [str(row[0]) for row in rows(queue.Visit.id)]
            history.documents = [str(row[0]) for row in rows(paper.Document.subject_id)]
            history.jobs = [
                str(row[0])
                for row in connection.execute(
                    select(paper.Document.subject_id).join(
                        paper.PrintJob, paper.PrintJob.document_id == paper.Document.id
                    )
                ).all()
            ]
            n = people.NikUse
            history.nik_uses = {row[0]: row[1] for row in rows(n.nik_hash, n.used)}
    finally:
        engine.dispose()
    return history

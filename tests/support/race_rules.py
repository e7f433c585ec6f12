"""The rules that a race must not break, each with its name; ``check`` tells every breach.

Every rule reads a ``History`` and yields sentences. What is judged is certain: operations are known by the
interval in which they took effect, and where two intervals overlap nothing is said. The tolerances that are left
are written at the rule that has them, and in docs/decisions/0009-races.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop.domain import policy
from tests.support.race_history import History, Op
from tests.support.race_lives import CLOCKS_APART_NS, Lives

Rule = Callable[[History, Lives], Iterator[str]]
RULES: dict[str, Rule] = {}
_EVENT_OF = {
    "issue_ticket": "ticket.issued",
    "call_next": "ticket.called",
    "finish": "ticket.finished",
    "start_service": "ticket.started",
    "recall": "ticket.recalled",
    "mark_no_show": "ticket.missed",
    "hold_ticket": "ticket.held",
    "return_ticket": "ticket.returned",
    "transfer_ticket": "ticket.transferred",
    "call_chosen": "ticket.called",
}
_OUTCOME_OF = {
    "ticket.finished": "done",
    "ticket.missed": "no_show",
    "ticket.held": "hold",
    "ticket.transferred": "transferred",
}


@dataclass(frozen=True)
class Breach:
    """A rule that was broken, and how."""

    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.text}"


def check(history: History, only: str | None = None) -> list[Breach]:
    """Every breach of every rule, or of `only` one."""
    lives = Lives(history)
    return [
        Breach(name, text)
        for name, rule in RULES.items()
        if only in (None, name)
        for text in rule(history, lives)
    ]


def rule(function: Rule) -> Rule:
    """List a rule under its name."""
    RULES[function.__name__] = function
    return function


# ---- every command exactly once ----


@rule
def every_operation_has_an_answer(history: History, lives: Lives) -> Iterator[str]:
    """At the end nothing is in doubt: each command was acknowledged or refused."""
    for op in history.ops.values():
        if op.value is None and op.refused is None:
            yield f"{op.kind} {op.id} was sent {op.sent} times and never answered"


@rule
def acknowledged_is_stored_once(history: History, lives: Lives) -> Iterator[str]:
    """An acknowledged command has exactly one row with the acknowledged result; a refused one has none."""
    rows = Counter(row.id for row in history.stored)
    for row in history.stored:
        op = history.ops.get(row.id)
        if op is None:
            yield f"{row.name} {row.id} is stored and nobody sent it"
        elif op.acknowledged and (op.kind != row.name or not _same(row.result, op.value or {})):
            yield f"{op.kind} {op.id} was acknowledged as {op.value} and is stored as {row.name} {row.result}"
    for op in history.ops.values():
        wanted = 1 if op.acknowledged else 0
        if rows[op.id] != wanted:
            yield f"{op.kind} {op.id} ({op.refused or 'acknowledged'}) has {rows[op.id]} rows, not {wanted}"


@rule
def events_are_complete(history: History, lives: Lives) -> Iterator[str]:
    """A command left exactly the events of its result, within its own time; a refused one left none."""
    by_command = history.events_of
    for op in history.ops.values():
        wanted = sorted(_wanted_events(op))
        found = by_command.get(op.id, [])
        if sorted((event.kind, event.ticket) for event in found) != wanted:
            yield f"{op.kind} {op.id} left {[event.kind for event in found]}, not {[kind for kind, _ in wanted]}"
        for event in found:
            if event.at and not op.begin - CLOCKS_APART_NS <= event.at <= op.end + CLOCKS_APART_NS:
                yield f"{event.kind} of {op.id} is dated outside of its operation"
    for command in by_command.keys() - history.ops.keys() - {""}:
        yield f"events of a command that nobody sent: {command}"


@rule
def admissions_are_complete(history: History, lives: Lives) -> Iterator[str]:
    """Each booked ticket that joined the line left one event of it, without a command: its time had come."""
    found = Counter(
        event.ticket for event in history.events_of.get("", []) if event.kind == "ticket.admitted"
    )
    wanted: Counter[str] = Counter()
    for ticket, ordered in lives.steps.items():
        for number, (_step, at) in enumerate(ordered):
            if at.state == "booked":
                last = number + 1 == len(ordered)
                after = history.tickets[ticket].state if last else ordered[number + 1][0].before
                wanted[ticket] += after == "waiting"
    for ticket in found.keys() | wanted.keys():
        if found[ticket] != wanted[ticket]:
            yield f"ticket {ticket} joined the line {wanted[ticket]} times and left {found[ticket]} events of it"
    for event in history.events_of.get("", []):
        if event.kind != "ticket.admitted":
            yield f"{event.kind} of {event.ticket} has no command"


@rule
def in_doubt_is_whole_or_absent(history: History, lives: Lives) -> Iterator[str]:
    """What a killed process left was, before it was sent again, wholly there or not at all."""
    for op in history.ops.values():
        wanted = len(_wanted_events(op))
        for commands, events in op.found:
            if (commands, events) not in ((0, 0), (1, wanted)):
                yield f"{op.kind} {op.id} was found with {commands} rows and {events} events"
            if commands and op.refused:
                yield f"{op.kind} {op.id} was there, and sending it again was refused: {op.refused}"


@rule
def repeats_are_harmless(history: History, lives: Lives) -> Iterator[str]:
    """A copy of an acknowledged command gives the first result and says that nothing changed."""
    for op in history.ops.values():
        for value, changes in op.repeats:
            first = {**(op.value or {}), "repeated": True}
            if {**value, "repeated": True} != first or not value.get("repeated"):
                yield f"{op.kind} {op.id} gave {op.value} first and {value} again"
            if changes:
                yield f"{op.kind} {op.id} changed {changes} again"


# ---- numbers ----


@rule
def numbers_have_no_gap_and_no_double(history: History, lives: Lives) -> Iterator[str]:
    """Of every letter and day the numbers are 1 to n, and n is what the sequence says."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for ticket in history.tickets.values():
        numbers[f"{ticket.day}:{ticket.letter}"].append(ticket.number)
    for name in numbers.keys() | history.sequences.keys():
        given = sorted(numbers[name])
        if given != list(range(1, len(given) + 1)):
            doubles = [number for number, times in Counter(given).items() if times > 1]
            gaps = sorted(set(range(1, max(given) + 1)) - set(given))
            yield f"{name}: doubles {doubles}, gaps {gaps}"
        if history.sequences.get(name) != len(given):
            yield f"{name}: the sequence stands at {history.sequences.get(name)}, {len(given)} tickets"


@rule
def a_ticket_has_all_its_rows(history: History, lives: Lives) -> Iterator[str]:
    """Every acknowledged issue is one ticket, one visit, one slip, one print job; and there are no others."""
    issued = [
        str(op.value["ticket_id"]) for op in history.ops.values() if op.kind == "issue_ticket" and op.value
    ]
    printed = [
        str(op.value["ticket_id"])
        for op in history.ops.values()
        if op.kind == "issue_ticket" and op.value and op.command.get("printer_id")
    ]
    for what, rows, wanted in (
        ("ticket", list(history.tickets), issued),
        ("visit", history.visits, issued),
        ("slip", history.documents, printed),
        ("print job", history.jobs, printed),
    ):
        if (more := Counter(rows) - Counter(wanted)) or (Counter(wanted) - Counter(rows)):
            yield f"{what}: too many {dict(more)}, missing {dict(Counter(wanted) - Counter(rows))}"
    arrivals = Counter(t.arrival_no for t in history.tickets.values() if t.arrival_no is not None)
    for number, times in arrivals.items():
        if times > 1:
            yield f"arrival number {number} was given {times} times"


@rule
def nik_limit_holds(history: History, lives: Lives) -> Iterator[str]:
    """A NIK took no more tickets than allowed, and as many as were acknowledged."""
    given = Counter(
        op.command["nik_hash"]
        for op in history.ops.values()
        if op.kind == "issue_ticket" and op.acknowledged and op.command.get("nik_hash")
    )
    for key in given.keys() | history.nik_uses.keys():
        if given[key] != history.nik_uses.get(key, 0) or given[key] > history.nik_limit:
            yield f"NIK {key[-6:]}: {given[key]} tickets, counted {history.nik_uses.get(key, 0)}"


# ---- one ticket, one counter ----


@rule
def a_ticket_lives_one_life(history: History, lives: Lives) -> Iterator[str]:
    """A ticket's events fit behind each other: called only out of the line, never twice without a return,
    and the last of them is how the ticket stands now.
    """
    for ticket, steps in lives.disordered.items():
        yield f"ticket {ticket}: no order fits {[(step.event.kind, step.before) for step in steps]}"
    for ticket, ordered in lives.steps.items():
        row, at = history.tickets.get(ticket), ordered[-1][1]
        if row is None:
            yield f"ticket {ticket} has events and no row"
        elif row.state != at.state and (at.state, row.state) != ("booked", "waiting"):
            yield f"ticket {ticket} is {row.state}, its events end with {at.state}"
        elif (row.counter, row.service) != (at.counter, at.service):
            yield f"ticket {ticket} stands at {row.counter}, its events at {at.counter}"
    for ticket in history.tickets.keys() - lives.steps.keys() - lives.disordered.keys():
        yield f"ticket {ticket} has no events"


@rule
def a_call_is_one_row(history: History, lives: Lives) -> Iterator[str]:
    """Every call is one row, with its end, its recalls and an announcement of its own; and there are no others."""
    rows: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for call in history.calls:
        rows[call.id, call.ticket].append(call)
    for stay in lives.stays:
        op = stay.call.op
        found = rows.pop((str(op.command.get("call_id")), stay.ticket), [])
        if len(found) != 1:
            yield f"{op.kind} {op.id} of ticket {stay.ticket} has {len(found)} call rows"
            continue
        over = None if stay.over is None else _OUTCOME_OF.get(stay.over.event.kind)
        seen = (found[0].counter, found[0].times, found[0].outcome, found[0].ended)
        if seen != (stay.counter, 1 + stay.recalls, over, over is not None):
            yield f"call {found[0].id}: {seen}, its events say {(stay.counter, 1 + stay.recalls, over)}"
        if found[0].kind == "auto" and found[0].reason != (op.value or {}).get("reason"):
            yield f"call {found[0].id} says {found[0].reason}, the clerk was told {(op.value or {}).get('reason')}"
    for key in rows:
        yield f"call {key[0]} of ticket {key[1]} belongs to no event"
    for number, times in Counter(call.announce_no for call in history.calls if call.announce_no).items():
        if times > 1:
            yield f"announcement {number} was given {times} times"


@rule
def a_counter_has_one_ticket(history: History, lives: Lives) -> Iterator[str]:
    """Never are two tickets certainly at one counter at the same time."""
    at_counter: dict[str, list[Any]] = defaultdict(list)
    for stay in lives.stays:
        if stay.begin < stay.end:
            at_counter[stay.counter].append(stay)
    for counter, stays in at_counter.items():
        last = None
        for stay in sorted(stays, key=lambda one: one.begin):
            if last is not None and stay.begin < last.end:
                yield f"counter {counter} has {last.ticket} and {stay.ticket} at once"
            if last is None or stay.end > last.end:
                last = stay


@rule
def nobody_is_taken_from_a_counter(history: History, lives: Lives) -> Iterator[str]:
    """What happens to a called ticket is done by the clerk who called it."""
    for stay in lives.stays:
        if stay.over is not None and stay.over.op.worker != stay.call.op.worker:
            yield f"{stay.over.op.kind} {stay.over.op.id} took {stay.ticket} away from counter {stay.counter}"


# ---- the order ----


def _calls(history: History) -> list[Op]:
    return [op for op in history.ops.values() if op.kind == "call_next" and op.acknowledged]


def _called(op: Op) -> str:
    return str((op.value or {}).get("ticket_id") or "")


@rule
def nobody_is_said_only_when_nobody_waits(history: History, lives: Lives) -> Iterator[str]:
    """The answer that nobody waits is false where a ticket that this counter may call waited during the whole call.

    No tolerance: also a ticket that another counter was just about to take still waits.
    """
    for op, waiting in lives.waiting_during([op for op in _calls(history) if not _called(op)]):
        if waiting:
            yield f"call {op.id} was told that nobody waits; {[spell.ticket for spell in waiting][:5]} did"


@rule
def first_come_first_served(history: History, lives: Lives) -> Iterator[str]:
    """Within a class: whoever has the smaller key at this counter (arrival, less the weight's step) goes first.

    Tolerance: a ticket that another operation was working on during the call may be passed (it is being
    called, as far as this counter can see); and where that was an earlier one of the called ticket's own class
    and weight, so may tickets of the class's other weights. A call by the bound is judged by its own rule.
    """
    figures = policy.QueuePolicy(history.ratio, history.step, history.bound)
    for op, spells in lives.waiting_during(_calls(history)):
        called = history.tickets.get(_called(op))
        if called is None or called.arrival_no is None or (op.value or {})["reason"] == policy.WHY_BOUND:
            continue
        weights = history.weights[str(op.command["counter_id"])]
        view = policy.CounterView(weights)
        mine = str((op.value or {})["service_id"])
        key = policy.effective_key(
            figures, view, _line_ticket(called.id, called.arrival_no, called.klass, mine)
        )
        excused = _head_in_flight(history, lives, op, called, weights[mine], weights)
        for spell in spells:
            other = history.tickets[spell.ticket]
            if other.klass != called.klass or other.arrival_no is None or lives.in_flight(other.id, op):
                continue
            theirs = _line_ticket(other.id, other.arrival_no, other.klass, spell.at.service)
            if policy.effective_key(figures, view, theirs) < key:
                if weights[spell.at.service] == weights[mine] or not excused:
                    yield f"call {op.id} took arrival {called.arrival_no} before {other.arrival_no} ({called.klass})"


@rule
def classes_take_turns(history: History, lives: Lives) -> Iterator[str]:
    """An appointment goes before all; after the ratio's regular calls a priority ticket goes before a regular;
    at a counter with equal weights the reference policy, given only those who certainly waited and the called
    ticket, calls the same one.

    Tolerance: as above, and nothing is said where somebody of the called class was in flight.
    """
    figures = policy.QueuePolicy(history.ratio, history.step, history.bound)
    runs: dict[str, int] = defaultdict(int)
    for op, spells in lives.waiting_during(_calls(history)):
        called = history.tickets.get(_called(op))
        if called is None or called.arrival_no is None:
            continue
        counter = str(op.command["counter_id"])
        weights, run = history.weights[counter], runs[counter]
        mine = str((op.value or {})["service_id"])
        runs[counter] = 0 if called.klass == "priority" else run + (called.klass == "regular")
        if (op.value or {})["reason"] == policy.WHY_BOUND:
            continue
        if _head_in_flight(history, lives, op, called, weights[mine], weights):
            continue
        line = [
            _line_ticket(spell.ticket, number, history.tickets[spell.ticket].klass, spell.at.service)
            for spell in spells
            if (number := history.tickets[spell.ticket].arrival_no) is not None
            and not lives.in_flight(spell.ticket, op)
        ]
        classes = {ticket.klass for ticket in line}
        if "appointment" in classes and called.klass != "appointment":
            yield f"call {op.id} took a {called.klass} ticket before an appointment"
        elif "priority" in classes and called.klass == "regular" and run >= history.ratio:
            yield f"call {op.id} was the {run + 1}th regular call in a row while a priority ticket waited"
        elif len(set(weights.values())) == 1:
            me = _line_ticket(called.id, called.arrival_no, called.klass, mine)
            wanted = policy.choose(figures, policy.CounterView(weights, run, counter), [*line, me], {})
            if wanted is not None and wanted.ticket.id != called.id:
                yield f"call {op.id} took {called.id} ({called.klass}), the policy {wanted.ticket.id}"


@rule
def the_bound_holds(history: History, lives: Lives) -> Iterator[str]:
    """At most K later arrivals are called automatically before a ticket, by counters that may call it.

    Counted are calls during which the ticket certainly waited and no other operation was working on it: every
    one of them had to see it. A call by the bound takes the oldest of all that were not in flight.
    """
    passed: Counter[str] = Counter()
    for op, spells in lives.waiting_during(_calls(history)):
        called = history.tickets.get(_called(op))
        if called is None or called.arrival_no is None:
            continue
        for spell in spells:
            number = history.tickets[spell.ticket].arrival_no
            if number is None or number > called.arrival_no or lives.in_flight(spell.ticket, op):
                continue
            passed[spell.ticket] += 1
            if (op.value or {})["reason"] == policy.WHY_BOUND:
                yield f"call {op.id} by the bound took {called.arrival_no} before {number}"
    for ticket, times in passed.items():
        if times > history.bound:
            yield f"ticket {ticket} was passed {times} times, the bound is {history.bound}"


# ---- figures ----


@rule
def no_wait_is_negative(history: History, lives: Lives) -> Iterator[str]:
    """Nobody was called before joining the line."""
    for ticket in history.tickets.values():
        if ticket.called is not None and ticket.arrived is not None and ticket.called < ticket.arrived:
            yield f"ticket {ticket.id} was called {(ticket.arrived - ticket.called) / 1e6:.3f} ms before it arrived"


@rule
def statistics_agree(history: History, lives: Lives) -> Iterator[str]:
    """What the tables add up to is what the clerks did: finished at each counter, regular runs."""
    done: Counter[str] = Counter()
    runs: dict[str, int] = defaultdict(int)
    for op in sorted((op for op in history.ops.values() if op.acknowledged), key=lambda one: one.begin):
        counter, value = str(op.command.get("counter_id")), op.value or {}
        done[counter] += op.kind == "finish" or bool(value.get("finished"))
        if op.kind == "call_next" and value.get("ticket_id"):
            runs[counter] = {"regular": runs[counter] + 1, "priority": 0}.get(value["klass"], runs[counter])
    ended = Counter(call.counter for call in history.calls if call.outcome == "done")
    for counter in history.weights:
        if ended[counter] != done[counter]:
            yield f"counter {counter}: {ended[counter]} calls ended as done, its clerk finished {done[counter]}"
        if history.runs.get(counter, 0) != runs[counter]:
            yield f"counter {counter}: regular run {history.runs.get(counter)}, its calls say {runs[counter]}"
    finished = sum(ticket.state == "done" for ticket in history.tickets.values())
    if finished != sum(done.values()):
        yield f"{finished} tickets are done, the clerks finished {sum(done.values())}"


# ---- helpers ----


def _wanted_events(op: Op) -> list[tuple[str, str]]:
    if op.value is None:
        return []
    wanted = []
    if op.value.get("ticket_id"):
        wanted.append((_EVENT_OF[op.kind], str(op.value["ticket_id"])))
    finished = op.value.get("finished") or (op.value.get("args") or {}).get("finished")
    if finished:
        wanted.append(("ticket.finished", str(finished["ticket_id"])))
    return wanted


def _same(stored: dict[str, Any], told: dict[str, Any]) -> bool:
    for key, value in stored.items():
        other = told.get(key)
        if key.endswith("_utc") and value and other:
            if datetime.fromisoformat(str(value)) != datetime.fromisoformat(str(other)):
                return False
        elif key != "repeated" and value != other:
            return False
    return True


def _line_ticket(key: str, arrival: int, klass: Any, service: str) -> policy.WaitingTicket:
    return policy.WaitingTicket(key, arrival, klass, service, "", 0, False, None)


def _head_in_flight(
    history: History, lives: Lives, op: Op, called: Any, weight: int, weights: dict[str, int]
) -> bool:
    """Whether an earlier ticket of the called one's class, in services of the same weight, was in flight."""
    return any(
        other.klass == called.klass
        and other.id != called.id
        and other.arrival_no is not None
        and other.arrival_no < called.arrival_no
        and any(weights.get(service) == weight for service in services)
        for other, services in lives.in_flight_during(op)
    )

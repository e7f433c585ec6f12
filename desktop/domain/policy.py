"""The fair order: which waiting ticket a counter calls next, and why.

This is the declared policy as a pure function, the reference that the database
statements are tested against. The office's queue, the simulator and tests may call
it; it reads no clock, no database and no randomness, so equal input gives equal
output.

The rules, for one counter:

1. an appointment whose time has come goes first;
2. a priority ticket older than the first regular one goes before it;
3. after ``ratio_regular`` regular calls in a row a waiting priority ticket goes;
4. otherwise the first regular ticket goes.

"First" within a class is by arrival number, moved forward by the weight that the
counter gives the ticket's service. Over all of this stands the bound: a call that
would be the ``bound + 1``-th later arrival to go before a waiting ticket is replaced
by the oldest ticket that the counter may call.

The bound is kept with one number a lane (service group), not one a ticket: every
automatic call that passes an older callable ticket of a lane adds one *jump* to that
lane, and a ticket remembers the lane's jumps from the moment it joined. The
difference is never less than the number of later arrivals that passed the ticket.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Klass = Literal["regular", "priority", "appointment"]

WHY_APPOINTMENT = "why.appointment"
WHY_PRIORITY_TURN = "why.priority_turn"
WHY_PRIORITY_OLDER = "why.priority_older"
WHY_FIRST_IN_LINE = "why.first_in_line"
WHY_MAIN_SERVICE = "why.main_service"
WHY_BOUND = "why.bound"
WHY_ONLY_ONE = "why.only_one"
WHY_CHOSEN = "why.chosen"
WHY_RETURNED = "why.returned"


@dataclass(frozen=True, slots=True)
class QueuePolicy:
    """The figures that an office declares.

    Attributes:
        ratio_regular: regular calls at a counter after which a waiting priority ticket
            goes first; 0 or more (0: priority always first).
        weight_step: places that one step of service weight moves a ticket forward at a
            counter; 0 or more (0: weights do nothing).
        bound: most later arrivals that may be called automatically before a ticket; 0
            or more (0: strictly first come, first served at every counter).
    """

    ratio_regular: int = 2
    weight_step: int = 5
    bound: int = 20

    def __post_init__(self) -> None:
        if self.ratio_regular < 0 or self.weight_step < 0 or self.bound < 0:
            raise ValueError("policy figures are 0 or more")


@dataclass(frozen=True, slots=True)
class WaitingTicket:
    """One ticket that waits to be called.

    Attributes:
        id: what the caller knows the ticket by.
        arrival_no: office-wide place in the line, strictly increasing, given when the
            ticket joined the line (for an appointment: check-in or slot, the later).
        klass: regular, priority or appointment.
        service: what it waits for; decides which counters may call it.
        group: its lane.
        jump_base: the lane's jumps at the moment the ticket joined.
        returned: it was called before, did not come, and came back.
        only_counter: the one counter that may call it (a transfer to a counter), or
            None for every counter that has its service.
    """

    id: Any
    arrival_no: int
    klass: Klass
    service: Any
    group: Any
    jump_base: int = 0
    returned: bool = False
    only_counter: Any = None


@dataclass(frozen=True, slots=True)
class CounterView:
    """What the policy needs to know of a counter.

    Attributes:
        weights: service -> weight, 1 (least) to 5 (main service); only these services
            are called here.
        regular_run: automatic regular calls here since the last automatic priority call.
        id: compared with a ticket's ``only_counter``.
    """

    weights: Mapping[Any, int]
    regular_run: int = 0
    id: Any = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The ticket to call, with the answer to "why this one?".

    Attributes:
        ticket: the ticket to call.
        reason: a ``why.*`` code.
        reason_args: the named arguments of that code: ``count`` (regular calls that
            went before), ``weight`` (of the service here), ``bound``.
        overtaken_groups: lanes that get one jump by this call.
    """

    ticket: WaitingTicket
    reason: str
    reason_args: Mapping[str, int] = field(default_factory=dict)
    overtaken_groups: frozenset[Any] = frozenset()


@dataclass(frozen=True, slots=True)
class AfterCall:
    """What a call leaves behind: the counter's new run and the lanes' new jumps."""

    regular_run: int
    jumps: dict[Any, int]


def may_call(counter: CounterView, ticket: WaitingTicket) -> bool:
    """Whether the counter may call the ticket at all."""
    if ticket.only_counter is not None:
        return bool(ticket.only_counter == counter.id)
    return ticket.service in counter.weights


def effective_key(policy: QueuePolicy, counter: CounterView, ticket: WaitingTicket) -> tuple[int, int]:
    """The ticket's sorting key within its class at this counter; smaller goes first."""
    weight = counter.weights.get(ticket.service, 1)
    return (ticket.arrival_no - policy.weight_step * (weight - 1), ticket.arrival_no)


def choose(
    policy: QueuePolicy,
    counter: CounterView,
    tickets: Iterable[WaitingTicket],
    jumps: Mapping[Any, int],
) -> Choice | None:
    """Choose the ticket that the counter calls next.

    Args:
        policy: the office's declared figures.
        counter: the counter that calls.
        tickets: everybody who waits, in any order; arrival numbers are distinct.
        jumps: lane -> jumps so far today; a lane that is absent has 0.

    Returns:
        The choice, or None when nobody waits whom this counter may call.
    """
    callable_tickets = [ticket for ticket in tickets if may_call(counter, ticket)]
    if not callable_tickets:
        return None
    ticket, reason, args = _by_class(policy, counter, callable_tickets)
    overtaken = [other for other in callable_tickets if other.arrival_no < ticket.arrival_no]
    # Every overtaken ticket is asked, not just the lane's oldest: a transfer can put an
    # older ticket with a later base before one that has already been passed often.
    if any(jumps.get(other.group, 0) - other.jump_base >= policy.bound for other in overtaken):
        oldest = min(callable_tickets, key=lambda other: other.arrival_no)
        return Choice(oldest, WHY_BOUND, {"bound": policy.bound})
    groups = frozenset(other.group for other in overtaken)
    if len(callable_tickets) == 1:
        return Choice(ticket, WHY_ONLY_ONE)
    if ticket.returned:
        return Choice(ticket, WHY_RETURNED, {}, groups)
    return Choice(ticket, reason, args, groups)


def after_call(counter: CounterView, choice: Choice, jumps: Mapping[Any, int]) -> AfterCall:
    """The counter's run and the lanes' jumps once an automatic call has been made.

    Calls of a chosen ticket, recalls and direct service change neither; do not pass
    them here.
    """
    run = counter.regular_run
    if choice.ticket.klass == "regular":
        run += 1
    elif choice.ticket.klass == "priority":
        run = 0
    after = dict(jumps)
    for group in choice.overtaken_groups:
        after[group] = after.get(group, 0) + 1
    return AfterCall(run, after)


def carried_base(jump_base: int, old_lane_jumps: int, new_lane_jumps: int) -> int:
    """The jump base of a ticket moved to another lane that keeps its arrival number.

    What it has already been passed goes with it, so that a transfer does not start its
    count again.
    """
    return new_lane_jumps - (old_lane_jumps - jump_base)


def tight_base(jump_base: int, lane_jumps: int, passed: int) -> int:
    """A truer jump base for a waiting ticket, when its real count is known.

    A lane's jumps also count calls that passed only tickets further ahead. Setting the
    base so that the difference is the ticket's own count keeps the guarantee and lets
    the bound act later. It never makes the count larger than it was.

    Args:
        jump_base: the present base.
        lane_jumps: the lane's jumps now.
        passed: later arrivals called automatically, so far, by counters that may call
            this ticket; 0 or more.
    """
    return max(jump_base, lane_jumps - passed)


def _by_class(
    policy: QueuePolicy, counter: CounterView, tickets: list[WaitingTicket]
) -> tuple[WaitingTicket, str, dict[str, int]]:
    """The choice of rules 1 to 4, before the bound is asked; `tickets` is not empty."""
    heads: dict[str, WaitingTicket] = {}
    oldest: dict[str, int] = {}
    for ticket in tickets:
        head = heads.get(ticket.klass)
        if head is None or effective_key(policy, counter, ticket) < effective_key(policy, counter, head):
            heads[ticket.klass] = ticket
        oldest[ticket.klass] = min(ticket.arrival_no, oldest.get(ticket.klass, ticket.arrival_no))

    appointment = heads.get("appointment")
    if appointment is not None:
        return appointment, WHY_APPOINTMENT, {}
    priority, regular = heads.get("priority"), heads.get("regular")
    if priority is not None and regular is not None:
        if priority.arrival_no < regular.arrival_no:
            return priority, WHY_PRIORITY_OLDER, {}
        if counter.regular_run >= policy.ratio_regular:
            return priority, WHY_PRIORITY_TURN, {"count": counter.regular_run}
    first = regular if regular is not None else heads["priority"]
    if first.arrival_no == oldest[first.klass]:
        return first, WHY_FIRST_IN_LINE, {}
    return first, WHY_MAIN_SERVICE, {"weight": counter.weights.get(first.service, 1)}

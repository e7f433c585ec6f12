"""What the order promises for any day: nobody starves, once each, and the bound.

A day is a list of steps drawn by hypothesis: arrivals of any class and service,
appointments that join at their time, calls by counters with different services and
weights, calls of a chosen ticket, people who do not come and come back, transfers.
An independent tally counts, for each waiting ticket, the later arrivals that were
called automatically by a counter that might have called it.
"""

from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.policy import (
    Choice,
    CounterView,
    QueuePolicy,
    WaitingTicket,
    after_call,
    carried_base,
    choose,
    may_call,
    tight_base,
)

SERVICES = ("a1", "a2", "b1", "c1")
GROUP = {service: service[0] for service in SERVICES}

policies = st.builds(
    QueuePolicy,
    ratio_regular=st.integers(0, 3),
    weight_step=st.sampled_from([0, 1, 5]),
    bound=st.integers(0, 6),
)
counters = st.lists(
    st.dictionaries(st.sampled_from(SERVICES), st.integers(1, 5), min_size=1), min_size=1, max_size=3
)
step = st.one_of(
    st.tuples(
        st.just("arrive"),
        st.sampled_from(["regular", "regular", "priority", "appointment"]),
        st.sampled_from(SERVICES),
        st.integers(1, 4),
    ),
    st.tuples(st.just("call"), st.integers(0, 2), st.just(0), st.just(0)),
    st.tuples(st.just("call"), st.integers(0, 2), st.just(0), st.just(0)),
    st.tuples(st.just("chosen"), st.integers(0, 30), st.just(0), st.just(0)),
    st.tuples(st.just("absent"), st.integers(0, 30), st.just(0), st.just(0)),
    st.tuples(st.just("return"), st.integers(0, 30), st.just(0), st.just(0)),
    st.tuples(st.just("transfer"), st.integers(0, 30), st.sampled_from(SERVICES), st.just(0)),
    st.tuples(st.just("tighten"), st.just(0), st.just(0), st.just(0)),
)


@dataclass
class Day:
    """A queue driven by the policy, and the tally that checks it."""

    policy: QueuePolicy
    counters: list[CounterView]
    waiting: dict[int, WaitingTicket] = field(default_factory=dict)
    jumps: dict[str, int] = field(default_factory=dict)
    passed: dict[int, int] = field(default_factory=dict)
    called: list[int] = field(default_factory=list)
    left: dict[int, WaitingTicket] = field(default_factory=dict)
    absent: list[WaitingTicket] = field(default_factory=list)
    returns: dict[int, int] = field(default_factory=dict)
    runs_with_priority_waiting: dict[int, int] = field(default_factory=dict)
    arrival_no: int = 0

    def arrive(self, klass: Any, service: str) -> None:
        self.arrival_no += 1
        group = GROUP[service]
        base = self.jumps.get(group, 0)
        self.waiting[self.arrival_no] = WaitingTicket(
            self.arrival_no, self.arrival_no, klass, service, group, base
        )
        self.passed[self.arrival_no] = 0

    def call(self, index: int) -> Choice | None:
        view = self.counters[index]
        tickets = list(self.waiting.values())
        choice = choose(self.policy, view, tickets, self.jumps)
        assert choice == choose(self.policy, view, list(reversed(tickets)), self.jumps)
        mine = [ticket for ticket in tickets if may_call(view, ticket)]
        if choice is None:
            assert not mine
            return None
        self._check_order(index, view, mine, choice)
        after = after_call(view, choice, self.jumps)
        self.counters[index] = replace(view, regular_run=after.regular_run)
        self.jumps = after.jumps
        self._leave(choice.ticket.arrival_no)
        for other in mine:
            if other.arrival_no < choice.ticket.arrival_no:
                self.passed[other.arrival_no] += 1
                assert self.passed[other.arrival_no] <= self.policy.bound
                counted = self.jumps[other.group] - other.jump_base
                assert self.passed[other.arrival_no] <= counted
        return choice

    def _check_order(self, index: int, view: CounterView, mine: list[WaitingTicket], choice: Choice) -> None:
        """First come first served in a class and weight; the ratio; the appointments."""
        ticket = choice.ticket
        assert ticket in mine
        for other in mine:
            if other.klass == ticket.klass and view.weights[other.service] == view.weights[ticket.service]:
                assert other.arrival_no >= ticket.arrival_no
        if ticket.klass == "priority":
            self.runs_with_priority_waiting[index] = 0
        if choice.reason == "why.bound":
            assert ticket.arrival_no == min(other.arrival_no for other in mine)
            return
        classes = {other.klass for other in mine}
        assert ("appointment" in classes) == (ticket.klass == "appointment")
        if ticket.klass == "regular" and "priority" in classes:
            run = self.runs_with_priority_waiting.get(index, 0) + 1
            assert run <= self.policy.ratio_regular
            self.runs_with_priority_waiting[index] = run

    def _leave(self, number: int) -> None:
        self.left[number] = self.waiting.pop(number)
        self.called.append(number)

    def take(self, position: int) -> None:
        """A call of a chosen ticket: no order, and it counts for nobody."""
        if self.waiting:
            self._leave(sorted(self.waiting)[position % len(self.waiting)])

    def do_not_come(self) -> None:
        """Whoever was called last does not come (once; a second time is final)."""
        if self.called and self.called[-1] in self.left and self.called[-1] not in self.returns:
            self.absent.append(self.left.pop(self.called[-1]))

    def come_back(self, position: int) -> None:
        if self.absent:
            ticket = self.absent.pop(position % len(self.absent))
            self.returns[ticket.arrival_no] = 1
            self.waiting[ticket.arrival_no] = replace(ticket, returned=True)

    def transfer(self, position: int, service: str) -> None:
        if not self.waiting:
            return
        number = sorted(self.waiting)[position % len(self.waiting)]
        old = self.waiting[number]
        group = GROUP[service]
        base = old.jump_base
        if group != old.group:
            base = carried_base(base, self.jumps.get(old.group, 0), self.jumps.get(group, 0))
        self.waiting[number] = replace(old, service=service, group=group, jump_base=base)

    def tighten(self) -> None:
        for number, ticket in self.waiting.items():
            lane = self.jumps.get(ticket.group, 0)
            base = tight_base(ticket.jump_base, lane, self.passed[number])
            self.waiting[number] = replace(ticket, jump_base=base)


def play(day: Day, steps: list[Any]) -> None:
    """Play the steps; an appointment joins some steps after it was booked."""
    booked: list[tuple[int, str]] = []
    for now, (what, first, second, third) in enumerate(steps):
        for _due, service in [entry for entry in booked if entry[0] <= now]:
            day.arrive("appointment", service)
        booked = [entry for entry in booked if entry[0] > now]
        if what == "arrive" and first == "appointment":
            booked.append((now + third, second))
        elif what == "arrive":
            day.arrive(first, second)
        elif what == "call":
            day.call(first % len(day.counters))
        elif what == "chosen":
            day.take(first)
        elif what == "absent":
            day.do_not_come()
        elif what == "return":
            day.come_back(first)
        elif what == "transfer":
            day.transfer(first, second)
        elif what == "tighten":
            day.tighten()
    for _due, service in booked:
        day.arrive("appointment", service)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(policies, counters, st.lists(step, max_size=80))
def test_any_day_keeps_the_order_and_the_bound_and_calls_each_once(
    policy: QueuePolicy, services: list[dict[str, int]], steps: list[Any]
) -> None:
    day = Day(policy, [CounterView(weights) for weights in services])
    play(day, steps)
    day.counters.append(CounterView({service: 1 + place for place, service in enumerate(SERVICES)}))
    for _ in range(len(day.waiting)):
        assert day.call(len(day.counters) - 1) is not None
    assert not day.waiting
    expected = list(range(1, day.arrival_no + 1)) + list(day.returns)
    assert sorted(day.called) == sorted(expected)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), policies, counters)
def test_a_long_crowded_day_keeps_them_too(
    seed: int, policy: QueuePolicy, services: list[dict[str, int]]
) -> None:
    """More arrivals than calls, so that the bound is reached often; drawn by a seed for length."""
    draw = Random(seed)
    kinds = ["arrive"] * 10 + ["call"] * 8 + ["transfer", "transfer", "chosen", "absent", "return"]
    kinds += ["tighten"] * draw.randrange(2)
    steps: list[Any] = []
    for kind in draw.choices(kinds, k=250):
        service = draw.choice(SERVICES)
        if kind == "arrive":
            klass = draw.choice(["regular", "regular", "regular", "priority", "appointment"])
            steps.append((kind, klass, service, draw.randint(1, 9)))
        else:
            steps.append((kind, draw.randrange(30), service, 0))
    day = Day(policy, [CounterView(weights) for weights in services])
    play(day, steps)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 25), st.sampled_from(["priority", "appointment"]), st.integers(0, 3))
def test_an_endless_stream_of_others_starves_nobody(bound: int, klass: str, ratio: int) -> None:
    day = Day(QueuePolicy(ratio_regular=ratio, bound=bound), [CounterView(dict.fromkeys(SERVICES, 1))])
    day.arrive("regular", "a1")
    calls = 0
    while 1 in day.waiting:
        day.arrive(klass, "b1")
        day.call(0)
        calls += 1
        assert calls <= bound + 1


def test_the_bound_is_reached_exactly() -> None:
    day = Day(QueuePolicy(bound=20), [CounterView({"a1": 1, "b1": 1})])
    day.arrive("regular", "a1")
    reasons = []
    while 1 in day.waiting:
        day.arrive("appointment", "b1")
        choice = day.call(0)
        assert choice is not None
        reasons.append(choice.reason)
    assert reasons == ["why.appointment"] * 20 + ["why.bound"]

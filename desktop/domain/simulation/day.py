"""One simulated day: people come, counters call in the declared order, waits are measured.

Pure: the only chance is the `random.Random` that is passed in. At each arrival an
observer is asked for its predictions; it is shown the queue as the office would see
it, never the true figures.
"""

import math
from dataclasses import dataclass, field
from heapq import heappop, heappush
from random import Random

from desktop.domain.estimates import OpenCounter
from desktop.domain.policy import CounterView, Klass, WaitingTicket, after_call, choose
from desktop.domain.simulation.scenario import Interval, Scenario, ServiceSpec

_ARRIVAL, _FREE = 0, 1


@dataclass(slots=True)
class Moment:
    """What an office can see when somebody takes a ticket.

    Attributes:
        now_min: minutes after midnight.
        day: number of the day, from 0.
        service: what the newcomer wants.
        klass: the newcomer's class.
        waiting: everybody ahead, in order of arrival.
        counters: the staffed counters; breaks in minutes from now.
        open_counters: how many of them are not on a break.
        open_for_service: how many of those have the newcomer's service.
    """

    now_min: float
    day: int
    service: str
    klass: Klass
    waiting: list[WaitingTicket]
    counters: list[OpenCounter]
    open_counters: int
    open_for_service: int


@dataclass(slots=True)
class Outcome:
    """What became of one ticket: its wait until its call, and what was foretold."""

    moment_min: float
    service: str
    klass: Klass
    foretold: tuple[float, ...]
    wait_min: float = math.nan


class Observer:
    """Watches a run and foretells waits; a base that foretells nothing."""

    def foretell(self, moment: Moment) -> tuple[float, ...]:
        """Figures to keep with the newcomer's ticket."""
        return ()

    def served(self, service: str, duration_min: float) -> None:
        """A service has ended."""

    def called(self, came: bool) -> None:
        """A call was answered, or not."""


@dataclass(slots=True)
class _Counter:
    weights: dict[str, int]
    breaks: tuple[Interval, ...]
    regular_run: int = 0
    serving: str | None = None
    since_min: float = 0.0
    came: bool = True
    idle: bool = True


@dataclass(slots=True)
class _Day:
    scenario: Scenario
    day: int
    random: Random
    observer: Observer
    counters: list[_Counter] = field(default_factory=list)
    waiting: dict[int, WaitingTicket] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    jumps: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    events: list[tuple[float, int, int]] = field(default_factory=list)

    def arrive(self, number: int, now_min: float) -> None:
        services = self.scenario.services
        spec = self.random.choices(services, [service.share for service in services])[0]
        klass: Klass = "priority" if self.random.random() < self.scenario.priority_share else "regular"
        foretold = self.observer.foretell(self.moment(now_min, spec.code, klass))
        self.outcomes.append(Outcome(now_min, spec.code, klass, foretold))
        base = self.jumps.get(spec.code, 0)
        self.waiting[number] = WaitingTicket(number, number, klass, spec.code, spec.code, base)
        for index, counter in enumerate(self.counters):
            if counter.idle and number in self.waiting and spec.code in counter.weights:
                self.call(index, now_min)

    def moment(self, now_min: float, service: str, klass: Klass) -> Moment:
        views, open_counters, open_for_service = [], 0, 0
        for index, counter in enumerate(self.counters):
            breaks = tuple((start - now_min, end - now_min) for start, end in counter.breaks)
            elapsed = now_min - counter.since_min if counter.serving is not None else 0.0
            weights, run = counter.weights, counter.regular_run
            views.append(OpenCounter(weights, run, counter.serving, elapsed, breaks, index))
            if not any(start <= 0 < end for start, end in breaks):
                open_counters += 1
                open_for_service += service in weights
        waiting = list(self.waiting.values())
        return Moment(now_min, self.day, service, klass, waiting, views, open_counters, open_for_service)

    def call(self, index: int, now_min: float) -> None:
        """The counter calls next, or goes on its break, or stays idle."""
        counter = self.counters[index]
        counter.idle = False
        for start, end in counter.breaks:
            if start <= now_min < end:
                heappush(self.events, (end, _FREE, index))
                return
        view = CounterView(counter.weights, counter.regular_run, index)
        choice = choose(self.scenario.policy, view, self.waiting.values(), self.jumps)
        if choice is None:
            counter.idle = True
            return
        after = after_call(view, choice, self.jumps)
        counter.regular_run, self.jumps = after.regular_run, after.jumps
        self.reasons[choice.reason] = self.reasons.get(choice.reason, 0) + 1
        ticket = self.waiting.pop(choice.ticket.arrival_no)
        outcome = self.outcomes[ticket.arrival_no]
        outcome.wait_min = now_min - outcome.moment_min
        counter.serving, counter.since_min = ticket.service, now_min
        counter.came = self.random.random() >= self.scenario.no_show_rate
        duration_min = self.scenario.no_show_min
        if counter.came:
            spec = next(spec for spec in self.scenario.services if spec.code == ticket.service)
            duration_min = service_time_min(spec, self.scenario.variation, self.random)
        heappush(self.events, (now_min + duration_min, _FREE, index))

    def finish(self, index: int, now_min: float) -> None:
        counter = self.counters[index]
        if counter.serving is not None:
            self.observer.called(counter.came)
            if counter.came:
                self.observer.served(counter.serving, now_min - counter.since_min)
            counter.serving = None
        self.call(index, now_min)


@dataclass(frozen=True, slots=True)
class DayResult:
    """A day's outcomes in order of arrival, and how often each reason decided a call."""

    outcomes: list[Outcome]
    reasons: dict[str, int]


def service_time_min(spec: ServiceSpec, variation: float, random: Random) -> float:
    """Draw a log-normal service time with the spec's mean and the coefficient of variation."""
    variance = math.log(1 + variation**2)
    return random.lognormvariate(math.log(spec.mean_min) - variance / 2, math.sqrt(variance))


def arrival_times_min(scenario: Scenario, random: Random) -> list[float]:
    """The day's arrival times: the declared count in each hour, evenly at random within it."""
    times = []
    for hour, percent in enumerate(scenario.hourly_percent):
        start = scenario.opens_min + 60 * hour
        count = round(scenario.tickets * percent / 100)
        times += [random.uniform(start, start + 60) for _ in range(count)]
    return sorted(times)


def play_day(scenario: Scenario, day: int, random: Random, observer: Observer) -> DayResult:
    """Play one day until everybody who came has been called and served."""
    state = _Day(scenario, day, random, observer)
    for spec in scenario.counters:
        state.counters.append(_Counter(spec.weights, scenario.breaks(spec, day)))
    for number, time_min in enumerate(arrival_times_min(scenario, random)):
        heappush(state.events, (time_min, _ARRIVAL, number))
    while state.events:
        now_min, kind, number = heappop(state.events)
        if kind == _ARRIVAL:
            state.arrive(number, now_min)
        else:
            state.finish(number, now_min)
    return DayResult(state.outcomes, state.reasons)

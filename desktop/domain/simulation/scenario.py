"""The simulated office and its declared, fixed defaults.

Read by the simulator's engine and by the command line tool; a supervisor's what-if may
pass a changed copy. Times are minutes after midnight, durations minutes.
"""

from dataclasses import dataclass, field

from desktop.domain.policy import QueuePolicy

Interval = tuple[float, float]

FRIDAY = 4
WEEKDAYS = 5


@dataclass(frozen=True, slots=True)
class ServiceSpec:
    """One service, which is also one group here.

    Attributes:
        code: its letter.
        mean_min: true mean of its service time; known to the engine only.
        norm_min: what the office declares that it takes; all that the estimator is told.
        share: part of the day's tickets, 0 to 1.
    """

    code: str
    mean_min: float
    norm_min: float
    share: float


@dataclass(frozen=True, slots=True)
class CounterSpec:
    """One counter: its services with weights 1 to 5, and its lunch on Monday to Thursday."""

    weights: dict[str, int]
    lunch: Interval


def _services() -> tuple[ServiceSpec, ...]:
    return tuple(
        ServiceSpec(code, mean, 10.0, 0.25)
        for code, mean in (("A", 5.0), ("B", 5.0 + 7 / 3), ("C", 12.0 - 7 / 3), ("D", 12.0))
    )


def _counters() -> tuple[CounterSpec, ...]:
    noon, later = (720.0, 780.0), (780.0, 840.0)
    every = {"A": 1, "B": 1, "C": 1, "D": 1}
    return (
        CounterSpec({"A": 2, "B": 1}, noon),
        CounterSpec({"A": 1, "B": 2}, noon),
        CounterSpec({"C": 2, "D": 1}, noon),
        CounterSpec({"C": 1, "D": 2}, noon),
        CounterSpec(every, later),
        CounterSpec(every, later),
    )


@dataclass(frozen=True, slots=True)
class Scenario:
    """A day's office, and how many days make a run.

    Defaults: doors 08.00 to 15.00 and everybody inside is served; 300 tickets, by hour
    14, 22, 20, 14, 6, 14 and 10 %; four groups of equal share with mean service times
    evenly from 5 to 12 minutes, log-normal with coefficient of variation 0.8; six
    counters, two for A and B, two for C and D, two for all; lunch in two shifts
    (counters 1 to 4 at 12.00, 5 and 6 at 13.00), on Fridays all closed 11.30 to 13.00;
    8 % are called and do not come, which takes one minute; 12 % are priority tickets.
    A clerk finishes whom he serves before a break begins; the break ends on time.
    """

    opens_min: float = 480.0
    closes_min: float = 900.0
    tickets: int = 300
    hourly_percent: tuple[float, ...] = (14, 22, 20, 14, 6, 14, 10)
    services: tuple[ServiceSpec, ...] = field(default_factory=_services)
    variation: float = 0.8
    counters: tuple[CounterSpec, ...] = field(default_factory=_counters)
    friday_break: Interval = (690.0, 780.0)
    no_show_rate: float = 0.08
    no_show_min: float = 1.0
    priority_share: float = 0.12
    days: int = 20
    policy: QueuePolicy = field(default_factory=QueuePolicy)

    def breaks(self, counter: CounterSpec, day: int) -> tuple[Interval, ...]:
        """The announced breaks of a counter on a day; day 0 is a Monday."""
        return (self.friday_break,) if day % WEEKDAYS == FRIDAY else (counter.lunch,)

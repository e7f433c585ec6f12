"""What an expected wait is made from: one moment of one office, as plain values.

Filled by the office's queue and by the simulator, read by the estimates. Times are
minutes from now, durations minutes.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop.domain.policy import Klass, QueuePolicy, WaitingTicket


@dataclass(frozen=True, slots=True)
class ServiceTime:
    """How long a service takes: a log-normal distribution, times in minutes.

    Attributes:
        mu: mean of the logarithm.
        sigma: standard deviation of the logarithm, above 0.
        known_from: durations that it was learned from; few make the range wider.
    """

    mu: float
    sigma: float
    known_from: float = math.inf

    @property
    def mean_min(self) -> float:
        """The expected duration."""
        return math.exp(self.mu + self.sigma**2 / 2)


@dataclass(frozen=True, slots=True)
class OpenCounter:
    """A counter with a clerk at it, or one that is on an announced break.

    Attributes:
        weights: service -> weight 1 to 5; what it calls.
        regular_run: as in the order's policy.
        serving: the service being served now, None when free.
        elapsed_min: minutes since that person was called, 0 or more.
        breaks: announced breaks as (start, end), minutes from now; a running one has a
            start of 0 or less. A counter whose clerk left without a known return is
            left out of the state instead.
        id: compared with a ticket's ``only_counter``.
    """

    weights: Mapping[Any, int]
    regular_run: int = 0
    serving: Any = None
    elapsed_min: float = 0.0
    breaks: tuple[tuple[float, float], ...] = ()
    id: Any = None


@dataclass(frozen=True, slots=True)
class Joining:
    """A checked-in appointment that joins the line in so many minutes."""

    in_min: float
    service: Any


@dataclass(frozen=True, slots=True)
class ArrivalRate:
    """How many people of one kind are expected in a part of the day to come.

    Attributes:
        start_min: from then, minutes from now; below 0 for a part that has begun.
        end_min: until then.
        service: what they want.
        klass: their class.
        per_hour: expected arrivals an hour, 0 or more.
    """

    start_min: float
    end_min: float
    service: Any
    klass: Klass
    per_hour: float


@dataclass(frozen=True, slots=True)
class QueueState:
    """Everything that an estimate looks at; one moment of one office.

    Attributes:
        tickets: everybody who waits.
        counters: the staffed counters.
        times: service -> how long it takes (see `fit_service_time`).
        policy: the declared order.
        no_show_rate: share of called people who do not come, 0 to 0.9.
        no_show_min: minutes that such a call costs the counter.
        joining: checked-in appointments whose time is still to come.
        arrivals: who is expected later and may go before others (priority tickets, a
            counter's main service), from what past days saw; may be empty.
    """

    tickets: Sequence[WaitingTicket]
    counters: Sequence[OpenCounter]
    times: Mapping[Any, ServiceTime]
    policy: QueuePolicy = field(default_factory=QueuePolicy)
    no_show_rate: float = 0.05
    no_show_min: float = 1.0
    joining: Sequence[Joining] = ()
    arrivals: Sequence[ArrivalRate] = ()

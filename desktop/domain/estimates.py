"""The expected wait: a median and a range that holds four times in five.

The waiting line is played forward a few times, with the clerks' real rules: who goes
next (the declared order), which counter has which services, who is being served and
for how long already, the announced breaks, people who do not come. Service times are
drawn from what each service lately took, and later arrivals that may go before from
what past days saw. All newcomers are answered by the same
plays, because somebody who has just joined delays nobody who is there already.

Pure Python and no clock: equal input gives equal output. The office's queue, the
simulator and tests may call it. Times are minutes from now, durations minutes.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.domain.line_plays import Line
from desktop.domain.policy import Klass
from desktop.domain.queue_state import ArrivalRate, Joining, OpenCounter, QueueState, ServiceTime

__all__ = [
    "ArrivalRate",
    "Joining",
    "OpenCounter",
    "QueueState",
    "ServiceTime",
    "SpokenWait",
    "WaitEstimate",
    "estimate",
    "estimate_all",
    "estimate_waiting",
    "fit_service_time",
    "spoken",
]

RANGE_SHARE = 0.80
"""Share of waits that the range is meant to cover."""

PRIOR_TIMES = 6.0
PRIOR_VARIATION = 0.7
FADE_TIMES = 120.0


@dataclass(frozen=True, slots=True)
class WaitEstimate:
    """An expected wait in minutes: 0 <= low <= median <= high."""

    median_min: float
    low_min: float
    high_min: float


def fit_service_time(norm_min: float, recent_min: Iterable[float]) -> ServiceTime:
    """Learn a service's time from its latest durations, newest first.

    Newer ones count more (one 120 services ago counts a third), and the declared norm
    counts as six, so that the first of the day does not decide alone.

    Args:
        norm_min: declared minutes for one service, above 0.
        recent_min: measured durations, newest first; those of 0 or less are left out.

    Raises:
        ValueError: the norm is not above 0.
    """
    if not norm_min > 0:
        raise ValueError("a norm is above 0 minutes")
    prior_variance = math.log(1 + PRIOR_VARIATION**2)
    prior_mu = math.log(norm_min) - prior_variance / 2
    fade = math.exp(-1 / FADE_TIMES)
    weight, total, first, second = 1.0, 0.0, 0.0, 0.0
    for duration in recent_min:
        if duration > 0:
            value = math.log(max(duration, 0.1))
            total += weight
            first += weight * value
            second += weight * value * value
            weight *= fade
    mu = (PRIOR_TIMES * prior_mu + first) / (PRIOR_TIMES + total)
    spread = second - 2 * mu * first + total * mu * mu
    spread += PRIOR_TIMES * prior_variance
    known_from = PRIOR_TIMES + total
    return ServiceTime(mu, math.sqrt(max(spread / known_from, 1e-4)), known_from)


def estimate(state: QueueState, service: Any, klass: Klass = "regular") -> WaitEstimate | None:
    """The wait of somebody who would join now.

    Returns:
        The estimate, or None when no staffed counter has the service.
    """
    return estimate_all(state, [service], [klass]).get((service, klass))


def estimate_all(
    state: QueueState,
    services: Iterable[Any] | None = None,
    klasses: Sequence[Klass] = ("regular", "priority"),
) -> dict[tuple[Any, Klass], WaitEstimate]:
    """The waits of newcomers, for several services and classes at once.

    Args:
        state: the moment.
        services: the services asked for; None for every service that a counter has.
        klasses: the classes asked for.

    Returns:
        (service, class) -> estimate; a service that no staffed counter has is left out.
    """
    line = Line(state)
    asked = line.services if services is None else [s for s in services if s in line.services]
    newcomers = [(service, klass) for service in asked for klass in klasses]
    starts, _calls = line.play_all(newcomers, to_the_end=False)
    return {who: _summary(times) for who, times in starts.items() if times}


def estimate_waiting(state: QueueState) -> dict[Any, WaitEstimate]:
    """The remaining waits of everybody who waits: ticket id -> estimate.

    A ticket that no staffed counter may call is left out.
    """
    line = Line(state)
    _starts, calls = line.play_all([], to_the_end=True)
    return {ticket.id: _summary(times) for ticket, times in zip(line.tickets, calls, strict=True) if times}


def _summary(times: list[float]) -> WaitEstimate:
    """Median and range of a few plays' times."""
    ordered = sorted(times)
    low, high = (1 - RANGE_SHARE) / 2, (1 + RANGE_SHARE) / 2
    return WaitEstimate(_quantile(ordered, 0.5), _quantile(ordered, low), _quantile(ordered, high))


def _quantile(ordered: list[float], share: float) -> float:
    """The value at a share of sorted draws, linear between them."""
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


@dataclass(frozen=True, slots=True)
class SpokenWait:
    """A wait as people are told it.

    Attributes:
        code: ``wait.soon`` (no figures), ``wait.under`` (high only), ``wait.range`` (both)
            or ``wait.unknown`` (no figures).
        low_min: lower end, rounded down; 0 where the code has none.
        high_min: upper end, rounded up; 0 where the code has none.
    """

    code: str
    low_min: int = 0
    high_min: int = 0


def spoken(estimate: WaitEstimate | None, *, people_ahead: int, counter_free: bool) -> SpokenWait:
    """Round an estimate for a slip or a screen: "20-30 minutes", never "23.4 minutes".

    The ends are rounded outwards to 5 minutes up to half an hour, to 10 up to an hour and
    a half, to 15 up to three hours and to 30 beyond, so the range never claims more than
    is known.

    Args:
        estimate: None when no staffed counter has the service.
        people_ahead: people who are called before, 0 or more.
        counter_free: a counter with the service is free now.
    """
    if estimate is None:
        return SpokenWait("wait.unknown")
    if (people_ahead == 0 and counter_free) or estimate.high_min < 1:
        return SpokenWait("wait.soon")
    high_step = _step(estimate.high_min)
    high = max(math.ceil(estimate.high_min / high_step) * high_step, 5)
    low_step = _step(estimate.low_min)
    low = math.floor(estimate.low_min / low_step) * low_step
    if low <= 0:
        return SpokenWait("wait.under", high_min=high)
    return SpokenWait("wait.range", low, max(high, low + high_step))


def _step(minutes: float) -> int:
    """To how many minutes a figure of this size is rounded."""
    if minutes <= 30:
        return 5
    if minutes <= 90:
        return 10
    return 15 if minutes <= 180 else 30

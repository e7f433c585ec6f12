"""The two forecasters that the simulator compares, both learning from the run's past only.

They are told the declared norms, hours and breaks and what an office can see. The true
mean times, shares and rates of the scenario stay hidden from them.
"""

from collections import deque

from desktop.domain.estimates import (
    ArrivalRate,
    QueueState,
    ServiceTime,
    estimate,
    fit_service_time,
)
from desktop.domain.policy import Klass
from desktop.domain.simulation.day import Moment, Observer
from desktop.domain.simulation.scenario import Scenario

KEEP_TIMES = 400
"""Latest durations remembered for a service."""

_NORM_CALLS, _NORM_ABSENT = 20.0, 1.0


class Forecaster(Observer):
    """Foretells each newcomer's wait; six figures a ticket.

    In order: the median, low and high of `desktop.domain.estimates`; average service
    time x people ahead / open counters for the whole office; the same for the
    newcomer's own service; and the people ahead.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._policy = scenario.policy
        self._norms = {spec.code: spec.norm_min for spec in scenario.services}
        self._recent: dict[str, deque[float]] = {code: deque(maxlen=KEEP_TIMES) for code in self._norms}
        self._fits: dict[str, ServiceTime] = {}
        self._sums = dict.fromkeys(self._norms, 0.0)
        self._counts = dict.fromkeys(self._norms, 0)
        self._calls, self._absent = _NORM_CALLS, _NORM_ABSENT
        self._no_show_min = scenario.no_show_min
        self._day = 0
        self._today: dict[tuple[int, str, Klass], int] = {}
        self._before: dict[tuple[int, str, Klass], int] = {}

    def served(self, service: str, duration_min: float) -> None:
        """Learn one service time."""
        self._recent[service].appendleft(duration_min)
        self._fits.pop(service, None)
        self._sums[service] += duration_min
        self._counts[service] += 1

    def called(self, came: bool) -> None:
        """Learn whether called people come."""
        self._calls += 1
        self._absent += not came

    def foretell(self, moment: Moment) -> tuple[float, ...]:
        """The six figures for this newcomer."""
        hour = int(moment.now_min // 60)
        self._count_arrival(moment, hour)
        for code, norm in self._norms.items():
            if code not in self._fits:
                self._fits[code] = fit_service_time(norm, self._recent[code])
        state = QueueState(
            moment.waiting,
            moment.counters,
            self._fits,
            self._policy,
            self._absent / self._calls,
            self._no_show_min,
            arrivals=self._expected(moment, hour),
        )
        found = estimate(state, moment.service, moment.klass)
        if found is None:
            raise ValueError("every service of a scenario needs a counter")
        ahead = len(moment.waiting)
        same = sum(1 for ticket in moment.waiting if ticket.service == moment.service)
        office = self._average(*self._norms) * ahead / max(moment.open_counters, 1)
        own = self._average(moment.service) * same / max(moment.open_for_service, 1)
        return found.median_min, found.low_min, found.high_min, office, own, float(ahead)

    def _average(self, *codes: str) -> float:
        """The plain average of all past durations; the norm before there are any."""
        count = sum(self._counts[code] for code in codes)
        if count == 0:
            return sum(self._norms[code] for code in codes) / len(codes)
        return sum(self._sums[code] for code in codes) / count

    def _count_arrival(self, moment: Moment, hour: int) -> None:
        if moment.day != self._day:
            for key, count in self._today.items():
                self._before[key] = self._before.get(key, 0) + count
            self._today, self._day = {}, moment.day
        key = (hour, moment.service, moment.klass)
        self._today[key] = self._today.get(key, 0) + 1

    def _expected(self, moment: Moment, now_hour: int) -> list[ArrivalRate]:
        """Later arrivals of the day, as the past days had them; none on the first day."""
        return [
            ArrivalRate(
                60 * hour - moment.now_min, 60 * hour + 60 - moment.now_min, code, klass, count / moment.day
            )
            for (hour, code, klass), count in self._before.items()
            if hour >= now_hour
        ]

"""The waiting line played forward: when will each person be called?

The engine below the expected waits; only `desktop.domain.estimates` calls it. Written
with plain lists and local names, because a kiosk asks for all its services at once and
an answer should take a few milliseconds on an old PC.

The bound of the order is left out of the plays: it is rarely reached, and when it is,
it moves people by a place or two.
"""

import math
from functools import lru_cache
from heapq import heapify, heappop, heappush
from itertools import cycle, islice
from random import Random
from statistics import NormalDist
from typing import Any

from desktop.domain.policy import Klass
from desktop.domain.queue_state import QueueState, ServiceTime

PLAYS = 16
"""Times that the line is played forward for one answer."""

_STRATA = 8
_FINE = _STRATA * PLAYS
_FAR = 1 << 60
_NORMAL = NormalDist()
_KLASSES: tuple[Klass, ...] = ("regular", "priority", "appointment")
_UNKNOWN = ServiceTime(math.log(8.0), 0.7, 1.0)


class Line:
    """One state, turned into lists of numbers that can be played quickly."""

    def __init__(self, state: QueueState) -> None:
        self.state = state
        self.tickets = sorted(state.tickets, key=lambda ticket: ticket.arrival_no)
        self.services: dict[Any, None] = {}
        for counter in state.counters:
            self.services.update(dict.fromkeys(counter.weights))
        known: dict[tuple[Any, Any], int] = {(service, None): i for i, service in enumerate(self.services)}
        for ticket in self.tickets:
            known.setdefault((ticket.service, ticket.only_counter), len(known))
        later = [joining.service for joining in state.joining]
        later += [rate.service for rate in state.arrivals]
        for service in later:
            known.setdefault((service, None), len(known))
        self.lanes = known
        self.durations = [self._durations(service) for service, _only in known]
        step = state.policy.weight_step
        self.menus: list[list[tuple[int, int]]] = []
        for counter in state.counters:
            self.menus.append(
                [
                    (lane, step * (counter.weights.get(service, 1) - 1))
                    for (service, only), lane in known.items()
                    if (service in counter.weights if only is None else only == counter.id)
                ]
            )
        self.queues: dict[Klass, list[list[int]]] = {k: [[] for _ in known] for k in _KLASSES}
        self.places: dict[Klass, list[list[int]]] = {k: [[] for _ in known] for k in _KLASSES}
        for place, ticket in enumerate(self.tickets):
            lane = known[ticket.service, ticket.only_counter]
            self.queues[ticket.klass][lane].append(ticket.arrival_no)
            self.places[ticket.klass][lane].append(place)
        self.reach = max((offset for menu in self.menus for _lane, offset in menu), default=0)
        self._plan_arrivals()
        self.newest = self.tickets[-1].arrival_no + 1 if self.tickets else 1

    def _time(self, service: Any) -> ServiceTime:
        return self.state.times.get(service, _UNKNOWN)

    def _durations(self, service: Any) -> list[float]:
        """Equally likely durations of a call of this service, from short to long.

        The first are calls that nobody answers. The rest are scaled to the exact mean,
        because midpoints of a long-tailed distribution lose some of its tail.
        """
        time = self._time(service)
        mu, sigma = time.mu, time.sigma
        values = [math.exp(mu + sigma * normal) for normal in _normals(round(self.state.no_show_rate, 2))]
        scale = time.mean_min * len(values) / sum(values)
        return [self.state.no_show_min] * (_FINE - len(values)) + [value * scale for value in values]

    def play_all(
        self, newcomers: list[tuple[Any, Klass]], *, to_the_end: bool
    ) -> tuple[dict[tuple[Any, Klass], list[float]], list[list[float]]]:
        """Play the line `PLAYS` times.

        Returns:
            The newcomers' times of being called, and those of the waiting tickets.
        """
        starts: dict[tuple[Any, Klass], list[float]] = {who: [] for who in newcomers}
        calls: list[list[float]] = [[] for _ in self.tickets]
        for play in range(PLAYS):
            self._play(play, starts, calls, to_the_end)
        return starts, calls

    def _play(
        self,
        play: int,
        starts: dict[tuple[Any, Klass], list[float]],
        calls: list[list[float]],
        to_the_end: bool,
    ) -> None:
        state, menus, newest = self.state, self.menus, self.newest
        pattern = _pattern()
        ratio = state.policy.ratio_regular
        regulars = [[*queue, _FAR] for queue in self.queues["regular"]]
        priorities = [[*queue, _FAR] for queue in self.queues["priority"]]
        appointments = [[*queue, _FAR] for queue in self.queues["appointment"]]
        at_regular, at_priority, at_appointment = ([0] * len(regulars) for _ in range(3))
        any_priority = any(len(queue) > 1 for queue in priorities)
        any_appointment = any(len(queue) > 1 for queue in appointments)
        runs = [counter.regular_run for counter in state.counters]
        asking = {(self.lanes[service, None], klass): times for (service, klass), times in starts.items()}
        joins = self._joins(play)
        number_of_last = newest
        factors = self._factors(play)
        left = len(self.tickets)
        free = [(self._free_at(index, play), index) for index in range(len(menus))]
        heapify(free)
        while free and (asking or (to_the_end and left)):
            now, index = heappop(free)
            back = _after_break(state.counters[index].breaks, now)
            if back > now:
                heappush(free, (back, index))
                continue
            while joins and joins[-1][0] <= now:
                _time, lane, klass = joins.pop()
                number_of_last += 1
                if klass == "regular":
                    regulars[lane].insert(-1, number_of_last)
                elif klass == "priority":
                    priorities[lane].insert(-1, number_of_last)
                    any_priority = True
                else:
                    appointments[lane].insert(-1, number_of_last)
                    any_appointment = True
            menu = menus[index]
            first_r = first_p = first_a = key_r = key_p = key_a = _FAR
            lane_r = lane_p = lane_a = -1
            for lane, offset in menu:
                number = regulars[lane][at_regular[lane]]
                if number - offset < key_r or (number - offset == key_r and number < first_r):
                    key_r, first_r, lane_r = number - offset, number, lane
            if any_priority:
                for lane, offset in menu:
                    number = priorities[lane][at_priority[lane]]
                    if number - offset < key_p or (number - offset == key_p and number < first_p):
                        key_p, first_p, lane_p = number - offset, number, lane
            if any_appointment:
                for lane, offset in menu:
                    number = appointments[lane][at_appointment[lane]]
                    if number - offset < key_a or (number - offset == key_a and number < first_a):
                        key_a, first_a, lane_a = number - offset, number, lane
            has_r, has_p, has_a = first_r < _FAR, first_p < _FAR, first_a < _FAR
            if asking:
                ready = runs[index] >= ratio
                for lane, offset in menu:
                    key = newest - offset
                    if key < key_a and (lane, "appointment") in asking:
                        asking.pop((lane, "appointment")).append(now)
                    if has_a:
                        continue
                    if (ready or newest < first_r) and key < key_p and (lane, "priority") in asking:
                        asking.pop((lane, "priority")).append(now)
                    if (
                        newest < first_p
                        and not (has_p and ready)
                        and key < key_r
                        and (lane, "regular") in asking
                    ):
                        asking.pop((lane, "regular")).append(now)
            if has_a:
                lane, place = lane_a, at_appointment[lane_a]
                known = self.places["appointment"][lane]
                at_appointment[lane] = place + 1
            elif has_p and (not has_r or first_p < first_r or runs[index] >= ratio):
                lane, place = lane_p, at_priority[lane_p]
                known = self.places["priority"][lane]
                at_priority[lane] = place + 1
                runs[index] = 0
            elif has_r:
                lane, place = lane_r, at_regular[lane_r]
                known = self.places["regular"][lane]
                at_regular[lane] = place + 1
                runs[index] += 1
            else:
                if joins:
                    heappush(free, (joins[-1][0], index))
                continue
            ticket = known[place] if place < len(known) else -1
            if ticket >= 0:
                calls[ticket].append(now)
                left -= 1
            duration = self.durations[lane][pattern[ticket % len(pattern)][play]] * factors[lane]
            heappush(free, (now + duration, index))

    def _plan_arrivals(self) -> None:
        """Put the expected arrivals in order: parts of the day with their kinds of people.

        A later regular ticket goes before somebody only by its service's weight, so only
        the first few, within the reach of the weights, can matter.
        """
        parts: dict[tuple[float, float], list[tuple[float, int, Klass]]] = {}
        self.soon: list[tuple[float, int, Klass]] = []
        for rate in self.state.arrivals:
            if rate.per_hour <= 0 or rate.end_min <= 0:
                continue
            lane = self.lanes[rate.service, None]
            if rate.klass != "regular":
                part = parts.setdefault((max(rate.start_min, 0.0), rate.end_min), [])
                part.append((rate.per_hour / 60, lane, rate.klass))
            elif rate.start_min <= 0:
                self.soon.append((rate.per_hour / 60, lane, "regular"))
        self.parts = [(start, end, kinds) for (start, end), kinds in sorted(parts.items())]

    def _joins(self, play: int) -> list[tuple[float, int, Klass]]:
        """Who joins during one play, the earliest last."""
        gaps = cycle(_gaps(play))
        joins: list[tuple[float, int, Klass]] = [
            (max(joining.in_min, 0.0), self.lanes[joining.service, None], "appointment")
            for joining in self.state.joining
        ]
        for start, end, kinds in self.parts:
            per_min = sum(kind[0] for kind in kinds)
            gap, pick = next(gaps)
            time_min = start + gap / per_min
            while time_min < end:
                _share, lane, klass = _picked(kinds, pick * per_min)
                joins.append((time_min, lane, klass))
                gap, pick = next(gaps)
                time_min += gap / per_min
        if self.soon and self.reach:
            per_min, time_min = sum(kind[0] for kind in self.soon), 0.0
            for gap, pick in islice(gaps, self.reach):
                time_min += gap / per_min
                joins.append((time_min, _picked(self.soon, pick * per_min)[1], "regular"))
        joins.sort(key=_late_first)
        return joins

    def _factors(self, play: int) -> list[float]:
        """For each lane, how far off in one play the learned service time is.

        What was learned from few services may be wrong for all of today's alike.
        """
        factors = []
        for lane, (service, _only) in enumerate(self.lanes):
            time = self._time(service)
            quantile = (_pattern()[-100 - lane % 100][play] + 0.5) / _FINE
            doubt = time.sigma / math.sqrt(time.known_from)
            factors.append(math.exp(doubt * _NORMAL.inv_cdf(quantile) - doubt * doubt / 2))
        return factors

    def _free_at(self, index: int, play: int) -> float:
        """When a counter is done with whom it serves, in one play; its time so far counts."""
        counter = self.state.counters[index]
        if counter.serving is None:
            return 0.0
        time = self._time(counter.serving)
        elapsed = max(counter.elapsed_min, 0.01)
        done = _NORMAL.cdf((math.log(elapsed) - time.mu) / time.sigma)
        u = (_pattern()[-2 - index % 50][play] + 0.5) / _FINE
        quantile = min(done + u * (1 - done), 1 - 1e-9)
        return max(math.exp(time.mu + time.sigma * _NORMAL.inv_cdf(quantile)) - elapsed, 0.0)


def _after_break(breaks: tuple[tuple[float, float], ...], now: float) -> float:
    """The end of the break that `now` falls into, or `now`."""
    for start, end in breaks:
        if start <= now < end:
            return end
    return now


def _picked(kinds: list[tuple[float, int, Klass]], point: float) -> tuple[float, int, Klass]:
    """The kind into whose share of the whole the point falls."""
    for kind in kinds:
        point -= kind[0]
        if point < 0:
            return kind
    return kinds[-1]


def _late_first(join: tuple[float, int, Klass]) -> float:
    return -join[0]


@lru_cache(maxsize=PLAYS)
def _gaps(play: int) -> tuple[tuple[float, float], ...]:
    """Chance for the arrivals of one play: a gap of mean 1, and a pick from 0 to 1."""
    random = Random(play)
    return tuple((random.expovariate(1.0), random.random()) for _ in range(509))


@lru_cache(maxsize=128)
def _normals(no_show_rate: float) -> tuple[float, ...]:
    """Equally likely standard normal values, from low to high, for the share that comes."""
    absent = no_show_rate * _FINE
    quantiles = ((i + 0.5 - absent) / (_FINE - absent) for i in range(_FINE))
    return tuple(_NORMAL.inv_cdf(quantile) for quantile in quantiles if quantile > 0)


@lru_cache(maxsize=1)
def _pattern() -> list[tuple[int, ...]]:
    """For each place in the line, which duration each play takes.

    Every place meets every stratum of the durations once over the plays, in an order of
    its own, so that few plays give a steady mean. Fixed seed: the same everywhere.
    """
    random = Random(20261123)
    rows = []
    for _ in range(509):
        strata = random.sample(range(PLAYS), PLAYS)
        rows.append(tuple(stratum * _STRATA + random.randrange(_STRATA) for stratum in strata))
    return rows

"""The simulator keeps its declared defaults, and the expected waits keep their promise."""

import json
import math
import runpy
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import fmean, stdev

import pytest

from desktop.domain.simulation import DEFAULT_SEEDS, Scenario, play_run, run
from desktop.domain.simulation.day import Moment, Observer, arrival_times_min, play_day, service_time_min
from desktop.domain.simulation.forecast import Forecaster
from desktop.domain.simulation.score import score

TOOL = Path(__file__).resolve().parents[2] / "tools" / "simulate.py"


def test_the_declared_defaults() -> None:
    scenario = Scenario()
    assert (scenario.opens_min, scenario.closes_min) == (8 * 60, 15 * 60)
    assert scenario.hourly_percent == (14, 22, 20, 14, 6, 14, 10)
    assert sum(scenario.hourly_percent) == 100
    assert (scenario.tickets, len(scenario.services), len(scenario.counters)) == (300, 4, 6)
    means = [service.mean_min for service in scenario.services]
    assert (min(means), max(means)) == (5, 12)
    assert (scenario.variation, scenario.no_show_rate, scenario.days) == (0.8, 0.08, 20)
    assert tuple(DEFAULT_SEEDS) == tuple(range(1, 21))
    assert all(scenario.breaks(counter, 4) == ((690, 780),) for counter in scenario.counters)
    assert all(scenario.breaks(counter, 0) == (counter.lunch,) for counter in scenario.counters)


def test_people_arrive_by_the_declared_hours() -> None:
    times = arrival_times_min(Scenario(), Random(1))
    assert times == sorted(times)
    by_hour = [sum(1 for time in times if int(time // 60) == hour) for hour in range(8, 15)]
    assert by_hour == [42, 66, 60, 42, 18, 42, 30]


def test_service_times_are_log_normal_with_the_declared_spread() -> None:
    spec, random = Scenario().services[3], Random(5)
    times = [service_time_min(spec, 0.8, random) for _ in range(20_000)]
    assert fmean(times) == pytest.approx(12, rel=0.03)
    assert stdev(times) / fmean(times) == pytest.approx(0.8, abs=0.05)
    logs = [math.log(time) for time in times]
    middle, spread = fmean(logs), stdev(logs)
    assert abs(fmean(((value - middle) / spread) ** 3 for value in logs)) < 0.1


class Watcher(Observer):
    """Keeps what it was shown."""

    def __init__(self) -> None:
        self.moments: list[Moment] = []
        self.came = 0
        self.calls = 0
        self.durations = 0

    def foretell(self, moment: Moment) -> tuple[float, ...]:
        self.moments.append(moment)
        return ()

    def served(self, service: str, duration_min: float) -> None:
        self.durations += 1

    def called(self, came: bool) -> None:
        self.calls += 1
        self.came += came


def test_everybody_is_called_once_and_nobody_during_a_break() -> None:
    watcher = Watcher()
    friday = play_day(Scenario(), 4, Random(2), watcher)
    assert (
        watcher.calls == len(friday.outcomes) == len(watcher.moments) == sum(friday.reasons.values()) == 300
    )
    assert watcher.came == watcher.durations < 300
    for outcome in friday.outcomes:
        called_min = outcome.moment_min + outcome.wait_min
        assert outcome.wait_min >= 0
        assert not 690 <= called_min < 780


def test_first_come_first_served_within_class_and_service() -> None:
    day = play_day(Scenario(), 0, Random(3), Watcher())
    last: dict[tuple[str, str], float] = {}
    for outcome in day.outcomes:
        called_min = outcome.moment_min + outcome.wait_min
        key = (outcome.service, outcome.klass)
        assert called_min >= last.get(key, 0)
        last[key] = called_min


def test_a_run_is_the_same_again_and_seeds_differ() -> None:
    short = replace(Scenario(), days=1)
    first, again, other = (run([seed], short).total for seed in (4, 4, 5))
    assert first == again
    assert first != other


def test_the_forecaster_is_not_told_the_truth() -> None:
    """Other true times, same norms: before anything was learned it says the same."""
    scenario = Scenario()
    services = tuple(replace(spec, mean_min=3 * spec.mean_min) for spec in scenario.services)
    slower = replace(scenario, services=services)
    watcher = Watcher()
    play_day(scenario, 0, Random(6), watcher)
    busy = next(moment for moment in watcher.moments if len(moment.waiting) > 10)
    assert Forecaster(scenario).foretell(busy) == Forecaster(slower).foretell(busy)


def test_the_expected_waits_keep_their_promise() -> None:
    total = run([2], replace(Scenario(), days=6)).total
    assert total.improvement >= 0.5
    assert total.own_improvement >= 0.5
    assert 0.72 <= total.coverage <= 0.88
    assert total.below < 0.16
    assert total.above < 0.16


def test_nothing_to_score() -> None:
    with pytest.raises(ValueError, match="nothing"):
        score([])
    assert play_run(replace(Scenario(), days=0), 1) == []


def test_the_tool_prints_figures(capsys: pytest.CaptureFixture[str]) -> None:
    main = runpy.run_path(str(TOOL))["main"]
    code = main(["--seeds", "3", "--days", "2", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert code == (0 if found["met"] else 1)
    assert list(found["seeds"]) == ["3"]
    assert found["total"]["tickets"] == 600
    assert main(["--seeds", "3", "--days", "1"]) in (0, 1)
    assert "inside 80 % range" in capsys.readouterr().out
    with pytest.raises(SystemExit) as usage:
        main(["--days", "0"])
    assert usage.value.code == 2

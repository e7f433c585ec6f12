"""The queue simulator: an invented office, its days, and how well waits were foretold.

Pure. Called by the project's command line tool and its tests, and meant for a
supervisor's what-if. `run` with its defaults is the declared measure.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from desktop.domain.simulation.day import DayResult, Outcome, play_day
from desktop.domain.simulation.forecast import Forecaster
from desktop.domain.simulation.scenario import CounterSpec, Scenario, ServiceSpec
from desktop.domain.simulation.score import Score, score

DEFAULT_SEEDS = tuple(range(1, 21))

__all__ = [
    "DEFAULT_SEEDS",
    "CounterSpec",
    "DayResult",
    "Outcome",
    "RunResult",
    "Scenario",
    "Score",
    "ServiceSpec",
    "play_run",
    "run",
    "score",
]


@dataclass(frozen=True, slots=True)
class RunResult:
    """The scores of each seed, of all together, and the reasons of all calls."""

    by_seed: dict[int, Score]
    total: Score
    reasons: dict[str, int]


def play_run(scenario: Scenario, seed: int) -> list[DayResult]:
    """Play all days of one seed; the forecaster begins knowing nothing and keeps learning."""
    random, forecaster = Random(seed), Forecaster(scenario)
    return [play_day(scenario, day, random, forecaster) for day in range(scenario.days)]


def run(
    seeds: Iterable[int] = DEFAULT_SEEDS,
    scenario: Scenario | None = None,
    progress: Callable[[int, Score], None] | None = None,
) -> RunResult:
    """Play every seed and score the foretold waits.

    Args:
        seeds: one independent run each; at least one.
        scenario: the office; None for the declared defaults.
        progress: told each seed's score as it is ready.

    Raises:
        ValueError: no seeds, or no days.
    """
    scenario = scenario or Scenario()
    by_seed: dict[int, Score] = {}
    everything: list[Outcome] = []
    reasons: dict[str, int] = {}
    for seed in seeds:
        outcomes: list[Outcome] = []
        for day in play_run(scenario, seed):
            outcomes += day.outcomes
            for reason, count in day.reasons.items():
                reasons[reason] = reasons.get(reason, 0) + count
        by_seed[seed] = score(outcomes)
        everything += outcomes
        if progress is not None:
            progress(seed, by_seed[seed])
    return RunResult(by_seed, score(everything), reasons)

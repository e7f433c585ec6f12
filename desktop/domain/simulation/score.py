"""How good the foretold waits of a run were: errors against two plain rules, and coverage."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.domain.simulation.day import Outcome

_TINY_MIN = 1e-6


@dataclass(frozen=True, slots=True)
class Score:
    """Figures over some tickets; times in minutes.

    Attributes:
        tickets: how many were called.
        mean_wait_min: their mean wait.
        mae_min: mean absolute error of the foretold median.
        baseline_mae_min: the same of average time x people ahead / open counters.
        own_baseline_mae_min: the same rule within the newcomer's own service.
        coverage: share of waits inside the foretold range, 0 to 1.
        below: share of waits below the range.
        above: share of waits above it.
        range_min: mean width of the range.
    """

    tickets: int
    mean_wait_min: float
    mae_min: float
    baseline_mae_min: float
    own_baseline_mae_min: float
    coverage: float
    below: float
    above: float
    range_min: float

    @property
    def improvement(self) -> float:
        """How much smaller the error is than the baseline's, 0 to 1; negative if larger."""
        return 1 - self.mae_min / self.baseline_mae_min if self.baseline_mae_min else 0.0

    @property
    def own_improvement(self) -> float:
        """The same against the rule within the newcomer's own service."""
        return 1 - self.mae_min / self.own_baseline_mae_min if self.own_baseline_mae_min else 0.0


def score(outcomes: Iterable[Outcome]) -> Score:
    """Score outcomes that a `Forecaster` watched.

    Raises:
        ValueError: there are none.
    """
    count = below = above = 0
    wait = error = office = own = width = 0.0
    for outcome in outcomes:
        median, low, high, by_office, by_service, _ahead = outcome.foretold
        actual = outcome.wait_min
        count += 1
        wait += actual
        error += abs(median - actual)
        office += abs(by_office - actual)
        own += abs(by_service - actual)
        width += high - low
        below += actual < low - _TINY_MIN
        above += actual > high + _TINY_MIN
    if not count:
        raise ValueError("nothing to score")
    return Score(
        count,
        wait / count,
        error / count,
        office / count,
        own / count,
        1 - (below + above) / count,
        below / count,
        above / count,
        width / count,
    )

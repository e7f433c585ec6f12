"""Measure the expected waits against the simulator's fixed defaults.

    python tools/simulate.py [--seeds 1-20] [--days 20] [--json]

Prints one line a seed and a total: mean absolute error of the foretold median, that of
average time x people ahead / open counters ("rule"), that of the same rule within the
own service ("rule, own"), the gain over both, and the share of waits within the 80 %
range. Exit code 0 when the total meets the declared targets, 1 when not, 2 for usage.
"""

import argparse
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from desktop.domain.simulation import DEFAULT_SEEDS, Scenario, Score, run

TARGET_IMPROVEMENT = 0.15
TARGET_COVERAGE = (0.75, 0.85)

NAMES = ("tickets", "wait", "error", "rule", "own", "gain", "own", "cover")


def main(arguments: list[str] | None = None) -> int:
    """Run the simulator; returns the exit code."""
    parser = argparse.ArgumentParser(description="Measure the expected waits in a simulated office.")
    parser.add_argument("--seeds", type=_seeds, default=DEFAULT_SEEDS, help="such as 1-20 or 1,5,9")
    parser.add_argument("--days", type=_days, default=20, help="days of each seed, 1 or more")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    out = sys.stderr if options.json else sys.stdout
    print(f"{'seed':>5} {NAMES[0]:>8} " + " ".join(f"{name:>6}" for name in NAMES[1:]), file=out)
    result = run(
        options.seeds,
        replace(Scenario(), days=options.days),
        lambda seed, score: print(_row(str(seed), score), file=out, flush=True),
    )
    print(_row("all", result.total), file=out)
    met = _met(result.total)
    if options.json:
        seeds = {str(seed): _figures(score) for seed, score in result.by_seed.items()}
        found = {"seeds": seeds, "total": _figures(result.total), "reasons": result.reasons, "met": met}
        print(json.dumps(found, indent=2))
    else:
        print(
            f"inside 80 % range: {result.total.coverage:.1%} (below {result.total.below:.1%}, "
            f"above {result.total.above:.1%}); range {result.total.range_min:.1f} minutes wide"
        )
        print("reasons: " + ", ".join(f"{code} {n}" for code, n in sorted(result.reasons.items())))
        print("targets met" if met else "targets NOT met")
    return 0 if met else 1


def _met(total: Score) -> bool:
    low, high = TARGET_COVERAGE
    return total.improvement >= TARGET_IMPROVEMENT and low <= total.coverage <= high


def _row(name: str, score: Score) -> str:
    return (
        f"{name:>5} {score.tickets:>8} {score.mean_wait_min:>6.1f} {score.mae_min:>6.2f} "
        f"{score.baseline_mae_min:>6.2f} {score.own_baseline_mae_min:>6.2f} {score.improvement:>6.1%} "
        f"{score.own_improvement:>6.1%} {score.coverage:>6.1%}"
    )


def _figures(score: Score) -> dict[str, Any]:
    gains = {"improvement": score.improvement, "own_improvement": score.own_improvement}
    return asdict(score) | gains


def _seeds(text: str) -> tuple[int, ...]:
    seeds: list[int] = []
    for part in text.split(","):
        first, _dash, last = part.partition("-")
        seeds += range(int(first), int(last or first) + 1)
    if not seeds:
        raise argparse.ArgumentTypeError("at least one seed")
    return tuple(seeds)


def _days(text: str) -> int:
    days = int(text)
    if days < 1:
        raise argparse.ArgumentTypeError("1 or more")
    return days


if __name__ == "__main__":
    sys.exit(main())

"""One measured figure and the file they are written to. Called by the benchmarks only."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Row:
    """A figure beside its floor, both from the same run.

    Attributes:
        name: as the table in docs/benchmarks.md lists it.
        value, floor: in ``unit``; the floor is the raw limit (bare driver, bare window).
        ratio: value / floor, as the median of the ratios of neighbouring rounds where there are rounds.
        better: whether a higher or a lower value is better.
        p50, p99: milliseconds of one operation, where they apply.
        target: what was promised, in words.
        met: whether it was.
    """

    name: str
    value: float
    unit: str
    better: Literal["higher", "lower"]
    floor: float
    ratio: float
    p50: float | None = None
    p99: float | None = None
    target: str = ""
    met: bool | None = None


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` (0 to 1) of ``values`` lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def median_ratio(values: Sequence[float], floors: Sequence[float]) -> float:
    """The median of the ratios of rounds that were run next to each other."""
    return statistics.median(value / floor for value, floor in zip(values, floors, strict=True))


def write(rows: Sequence[Row], path: Path) -> None:
    """Write the rows as JSON; figures rounded to what they can mean."""
    path.parent.mkdir(parents=True, exist_ok=True)
    plain = [
        {key: round(item, 4) if isinstance(item, float) else item for key, item in asdict(row).items()}
        for row in rows
    ]
    path.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")


def read(path: Path) -> list[Row]:
    """The rows of an earlier run; none where there is no file."""
    if not path.exists():
        return []
    return [Row(**one) for one in json.loads(path.read_text(encoding="utf-8"))]


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [
        "| name | value | floor | ratio | p50 ms | p99 ms | target | met |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        p50 = "" if row.p50 is None else f"{row.p50:.2f}"
        p99 = "" if row.p99 is None else f"{row.p99:.2f}"
        met = "" if row.met is None else ("yes" if row.met else "**no**")
        lines.append(
            f"| `{row.name}` | {row.value:,.1f} {row.unit} | {row.floor:,.1f} | {row.ratio:.2f} "
            f"| {p50} | {p99} | {row.target} | {met} |"
        )
    return "\n".join(lines) + "\n"

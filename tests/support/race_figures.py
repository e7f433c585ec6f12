"""What a race consisted of, in a few figures for its report. Called by tests/e2e/test_races.py and tests/soak."""

from __future__ import annotations

from collections import Counter
from typing import Any

from desktop.domain import policy
from tests.support.race_history import History


def figures(history: History) -> dict[str, Any]:
    """What the race consisted of, for the report."""
    ops = list(history.ops.values())
    calls = [op for op in ops if op.kind == "call_next" and op.acknowledged]
    seconds = (max(op.end for op in ops) - min(op.begin for op in ops)) / 1e9 if ops else 0.0
    took = sorted((op.end - op.begin) / 1e6 for op in ops if op.sent == 1)
    return {
        "operations": len(ops),
        "kinds": dict(sorted(Counter(op.kind for op in ops).items())),
        "refused": dict(Counter(op.refused for op in ops if op.refused)),
        "tickets": len(history.tickets),
        "nobody": sum(not (op.value or {}).get("ticket_id") for op in calls),
        "by_bound": sum((op.value or {}).get("reason") == policy.WHY_BOUND for op in calls),
        "in_doubt": sum(len(op.found) for op in ops),
        "in_doubt_written": sum(found[0] for op in ops for found in op.found),
        "faults": sum(op.faults for op in ops),
        "repeats": sum(len(op.repeats) for op in ops),
        "seconds": round(seconds, 1),
        "p50_ms": round(took[len(took) // 2], 1) if took else 0,
        "p99_ms": round(took[len(took) * 99 // 100], 1) if took else 0,
        "max_ms": round(took[-1], 1) if took else 0,
    }

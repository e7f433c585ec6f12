"""Eight clerks and four kiosks race: 1,500 operations on each database, some processes killed in the middle.

docs/decisions/0009-races.md says what is proved and how. The same race for longer is in tests/soak.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.race_figures import figures
from tests.support.race_history import load
from tests.support.race_rules import check
from tests.support.race_run import Plan, race

#: Fixed, so that every run makes the same choices; how the processes interleave differs all the same.
SEED = int(os.environ.get("LOKET_RACE_SEED", "20261123"))
OPERATIONS = 1_500


@pytest.mark.e2e
@pytest.mark.xdist_group("races")
def test_no_race_breaks_a_rule(database_url: str, tmp_path: Path) -> None:
    raced = race(database_url, tmp_path / "race", Plan(OPERATIONS, SEED, kill_every=250, own_deaths=0.25))
    history = load(database_url, raced.folder)
    told = figures(history)
    print(f"seed {SEED}, killed {raced.killed}, died {raced.died}, {told}")
    assert not raced.crashes, raced.crashes[0]
    assert check(history) == []
    # The race was one: everything happened that the rules are about.
    assert told["operations"] >= OPERATIONS
    assert raced.killed >= 3
    assert raced.died >= raced.killed
    assert set(told["kinds"]) >= {
        "issue_ticket", "call_next", "start_service", "finish", "recall", "mark_no_show", "hold_ticket",
        "return_ticket", "transfer_ticket", "call_chosen",
    }  # fmt: skip
    assert min(told["nobody"], told["by_bound"], told["repeats"], told["in_doubt"]) > 0, told

"""The race of tests/e2e/test_races.py for 50,000 operations, with about two hundred killed processes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.race_figures import figures
from tests.support.race_history import load
from tests.support.race_rules import check
from tests.support.race_run import Plan, race

SEED = int(os.environ.get("LOKET_RACE_SEED", "20261124"))
OPERATIONS = int(os.environ.get("LOKET_RACE_OPERATIONS", "50000"))


@pytest.mark.soak
@pytest.mark.e2e
@pytest.mark.xdist_group("races")
def test_no_long_race_breaks_a_rule(database_url: str, tmp_path: Path) -> None:
    plan = Plan(OPERATIONS, SEED, kill_every=400, visitors=20_000, timeout_s=3 * 3600)
    raced = race(database_url, tmp_path / "race", plan)
    history = load(database_url, raced.folder)
    print(f"seed {SEED}, killed {raced.killed}, died {raced.died}, {figures(history)}")
    assert not raced.crashes, raced.crashes[0]
    assert check(history) == []

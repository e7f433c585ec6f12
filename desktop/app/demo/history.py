"""Makes the sample office's file: two past days, so that waits can be foretold, and a day until 14.05.

Called by the demo.
"""

from __future__ import annotations

import os
import sqlite3
from datetime import date, datetime, timedelta
from pathlib import Path

from desktop.app.demo.clock import DAY, at
from desktop.app.demo.files import make_files
from desktop.app.demo.player import Player
from desktop.app.demo.sample import RINAS_COUNTER, SampleOffice, make_office
from desktop.office.runner import Runner
from desktop.office.work import SetClock

START = at(14, 5)
#: Days before the demo's Monday that were working days.
PAST = (4, 3)
VISITORS, SPEED = 165, 0.5
RINA_STOPS = at(14, 2)


def make_file(path: Path, slips: Path) -> None:
    """Write the sample office at 14.05 into a new file; about ten seconds of work.

    Args:
        path: of the file; it appears whole or not at all.
        slips: an existing folder for the PDF printer.
    """
    from desktop.models.engine import create_office_engine
    from desktop.models.upgrade import upgrade

    draft = path.with_suffix(".part")
    for old in (draft, Path(f"{draft}-wal"), Path(f"{draft}-shm")):
        old.unlink(missing_ok=True)
    address = f"sqlite:///{draft.as_posix()}"
    upgrade(address)
    clock = SetClock(at(6, day=DAY - timedelta(days=7)))
    engine = create_office_engine(address, application_name="loket demo")
    runner = Runner(engine, clock)
    try:
        office = make_office(runner, slips)
        make_files(engine, office)
        names = tuple(office.counters)
        for back in PAST:
            day = DAY - timedelta(days=back)
            _play(runner, clock, office, names, day, 80, at(17, day=day), seed=back)
        _play(runner, clock, office, names, DAY, VISITORS, START, seed=23)
    finally:
        runner.close()
        engine.dispose()
    with sqlite3.connect(draft) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    os.replace(draft, path)


def _play(
    runner: Runner, clock: SetClock, office: SampleOffice, names: tuple[str, ...], day: date, visitors: int,
    until: datetime, *, seed: int,
) -> None:  # fmt: skip
    player = Player(runner, office, seed=seed, counters=names, speed=SPEED)
    player.day(visitors, day=day)
    while (due := player.next_due()) is not None and due <= until:
        # Rina finishes whom she serves and calls nobody: her counter is the newcomer's.
        if day == DAY and due >= RINA_STOPS and player.rests(RINAS_COUNTER):
            continue
        clock.current = max(due, clock.current)
        player.step(clock.current)
    clock.current = max(until, clock.current)

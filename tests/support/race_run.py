"""The supervisor of a race: starts clerks and kiosks as processes, kills some of them, starts their successors.

``race(url, folder, ...)`` makes the office, lets the processes work until enough operations were answered, and
returns what happened, ready for tests.support.race_rules. Called by tests/e2e/test_races.py and tests/soak.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import update

from desktop.models.engine import create_office_engine
from desktop.models.office import Office
from tests.support.race_journal import GO, STOP, Board
from tests.support.small_office import SmallOffice, make_small_office

ROOT = Path(__file__).parents[2]
CLERKS, KIOSKS = 8, 4
#: Half of the counters weigh all their services alike (there the whole order can be checked), half do not.
WEIGHTS: list[dict[int, int]] = [
    {0: 1, 1: 1, 2: 1, 3: 1},
    {0: 1, 1: 1, 2: 1, 3: 1},
    {0: 1, 1: 1},
    {2: 1, 3: 1},
    {0: 5, 1: 1, 2: 1, 3: 1},
    {0: 1, 2: 3, 3: 3},
    {1: 2, 2: 1, 3: 4},
    {0: 1, 1: 1, 2: 5, 3: 2},
]


@dataclass
class Plan:
    """How a race is run.

    Attributes:
        operations: answered operations after which everybody stops.
        kill_every: a process is killed each time about that many operations were answered.
        own_deaths: share of lives that also die by themselves between an answer and the note of it.
        bound: K of the declared policy; small, so that it matters.
        visitors: how many people give a NIK.
        timeout_s: seconds until the race counts as stuck.
    """

    operations: int
    seed: int
    kill_every: int = 250
    own_deaths: float = 0.4
    bound: int = 4
    visitors: int = 400
    timeout_s: float = 300.0


@dataclass
class Raced:
    """What came of it: the office, the folder with plan and journals, and the supervisor's own figures."""

    office: SmallOffice
    folder: Path
    killed: int = 0
    died: int = 0
    seconds: float = 0.0
    answered: int = 0
    crashes: list[str] = field(default_factory=list)

    @property
    def journals(self) -> list[Path]:
        return sorted(self.folder.glob("journal-*.jsonl"))


def make_office(url: str, plan: Plan) -> SmallOffice:
    """The office of the race, in a time zone whose midnight is not near."""
    engine = create_office_engine(url)
    try:
        office = make_small_office(engine, counters=CLERKS, weights=WEIGHTS, bound=plan.bound)
        if datetime.now(ZoneInfo("Asia/Makassar")).hour == 23:
            with engine.connect().execution_options(loket_write=True) as connection:
                connection.execute(update(Office).values(time_zone="Asia/Jakarta"))
                connection.commit()
        return office
    finally:
        engine.dispose()


def race(url: str, folder: Path, plan: Plan) -> Raced:
    """Run one race to its end.

    Raises:
        TimeoutError: it did not end within ``plan.timeout_s``; the processes are gone then.
    """
    office = make_office(url, plan)
    folder.mkdir(parents=True, exist_ok=True)
    started_ns, started_utc = time.monotonic_ns(), datetime.now(UTC)
    (folder / "plan.json").write_text(
        json.dumps(
            {
                "url": url,
                "seed": plan.seed,
                "clerks": CLERKS,
                "kiosks": KIOSKS,
                "own_deaths": plan.own_deaths,
                "visitors": plan.visitors,
                "bound": plan.bound,
                "office_id": str(office.office_id),
                "printer_id": str(office.printer_id),
                "services": [str(key) for key in office.services],
                "counters": [
                    {
                        "id": str(key),
                        "staff_id": str(person),
                        "weights": {str(office.services[number]): weight for number, weight in given.items()},
                    }
                    for key, person, given in zip(office.counters, office.staff, WEIGHTS, strict=True)
                ],
                # Turns a moment of the office's clock into one of the clock that all processes share.
                "utc": started_utc.isoformat(),
                "ns": started_ns,
            }
        )
    )
    raced = Raced(office, folder)
    began = time.monotonic()
    with _workers(folder, raced) as crew:
        crew.work(plan)
    raced.seconds = time.monotonic() - began
    return raced


class Crew:
    """The processes of one race."""

    def __init__(self, folder: Path, raced: Raced) -> None:
        self.folder, self.raced = folder, raced
        self.board = Board(folder / "board.bin", CLERKS + KIOSKS)
        self.lives = [0] * (CLERKS + KIOSKS)
        self.processes: list[subprocess.Popen[bytes]] = []
        self.pause = threading.Event()
        for number in range(CLERKS + KIOSKS):
            self.processes.append(self.begin(number))

    def begin(self, number: int) -> subprocess.Popen[bytes]:
        self.lives[number] += 1
        with open(self.folder / f"errors-{number:02}.txt", "ab") as errors:
            return subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "tests.support.race_worker",
                    str(self.folder),
                    str(number),
                    str(self.lives[number]),
                ],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            )

    def work(self, plan: Plan) -> None:
        """Everybody starts at the same moment, some are killed, the dead are replaced."""
        chance = random.Random(plan.seed)
        deadline = time.monotonic() + plan.timeout_s
        while any(life < 1 for life in self.board.lives_ready()):
            self.replace_dead()
            self.wait(deadline)
        self.board.phase = GO
        next_kill = chance.uniform(0.5, 1.5) * plan.kill_every
        while (answered := self.board.answered()) < plan.operations:
            self.replace_dead()
            if answered >= next_kill:
                next_kill += chance.uniform(0.5, 1.5) * plan.kill_every
                # One that is at work, not one that is still starting.
                ready = self.board.lives_ready()
                working = [n for n, life in enumerate(self.lives) if ready[n] == life]
                victim = self.processes[chance.choice(working)]
                if victim.poll() is None:
                    victim.kill()
                    self.raced.killed += 1
            self.wait(deadline, 0.003)
        self.board.phase = STOP
        # Whoever died has a successor who sends the last command again; only then it is over.
        while True:
            self.replace_dead()
            if all(process.poll() == 0 for process in self.processes):
                break
            self.wait(deadline)
        self.raced.answered = self.board.answered()

    def wait(self, deadline: float, seconds: float = 0.02) -> None:
        if time.monotonic() > deadline:
            raise TimeoutError(f"the race is stuck after {self.board.answered()} operations")
        self.pause.wait(seconds)

    def replace_dead(self) -> None:
        for number, process in enumerate(self.processes):
            code = process.poll()
            if code is None or code == 0:
                continue
            if code > 0 and sys.platform != "win32":  # not killed: it failed by itself
                text = (self.folder / f"errors-{number:02}.txt").read_text("utf-8", "replace")
                self.raced.crashes.append(f"worker {number}: {text[-1500:]}")
                if len(self.raced.crashes) > 3:
                    raise RuntimeError("workers fail by themselves:\n" + "\n".join(self.raced.crashes))
            else:
                self.raced.died += 1
            self.processes[number] = self.begin(number)


@contextmanager
def _workers(folder: Path, raced: Raced) -> Iterator[Crew]:
    crew = Crew(folder, raced)
    try:
        yield crew
    finally:
        for process in crew.processes:
            if process.poll() is None:
                process.kill()
            process.wait()
        crew.board.close()

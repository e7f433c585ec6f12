"""Two processes (or more) that do the same thing at the same instant, round after round.

Started as ``python -m tests.support.race_pair FOLDER NUMBER`` with a plan.json; ``play`` starts both and returns
what each was told. Before every step all wait for each other, turning and turning, so that they set off within
microseconds. Called by tests/e2e/test_race_moments.py and tests/e2e/test_file_races.py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import msgspec

from desktop.domain.errors import UserError
from desktop.models.engine import create_office_engine
from desktop.office.runner import Runner
from tests.support.race_files import FILE_KINDS
from tests.support.race_journal import Board
from tests.support.race_run import ROOT
from tests.support.race_worker import KINDS
from tests.support.small_office import SmallOffice

ALL_KINDS: dict[str, tuple[Any, Any]] = {**KINDS, **FILE_KINDS}


class Half:
    """One of the two processes, or of as many as the plan says."""

    def __init__(self, folder: Path, number: int) -> None:
        self.plan = json.loads((folder / "plan.json").read_text())
        self.number, self.step = number, 0
        self.board = Board(folder / "board.bin", self.plan["count"])
        self.runner = Runner(create_office_engine(self.plan["url"]))
        self.told: list[Any] = []

    def together(self) -> None:
        """Wait until the others are here too."""
        self.step += 1
        self.board.ready(self.number, self.step)
        while min(self.board.lives_ready()) < self.step:
            os.sched_yield()  # on a busy machine whoever only turns keeps the others from coming here

    def send(self, kind: str, command: dict[str, Any]) -> Any:
        use_case, shape = ALL_KINDS[kind]
        try:
            return msgspec.to_builtins(self.runner.run(use_case, msgspec.convert(command, shape)).value)
        except UserError as refusal:
            return {"refused": refusal.code, "details": msgspec.to_builtins(refusal.details)}
        except Exception as error:  # a finding of the test, told to it
            return {"failed": f"{type(error).__name__}: {error}"[:500]}

    def main(self) -> None:
        for kind, commands in self.plan["steps"]:
            command = commands[self.number]
            self.together()
            if kind == "finish_own":
                # Only who was given somebody has something to finish.
                if self.told[-1].get("ticket_id"):
                    self.send("finish", command)
                continue
            if command is not None:
                self.told.append(self.send(kind, command))
        print(json.dumps(self.told))


def play(
    url: str, folder: Path, steps: list[tuple[str, list[dict[str, Any] | None]]], count: int = 2
) -> list[list[Any]]:
    """Let `count` processes do `steps`: kind and one command for each, None where one of them does nothing.

    Raises:
        RuntimeError: one of them failed; its error output is in the text.
    """
    folder.mkdir()
    Board(folder / "board.bin", count).close()
    (folder / "plan.json").write_bytes(msgspec.json.encode({"url": url, "count": count, "steps": steps}))
    halves = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.support.race_pair", str(folder), str(number)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for number in range(count)
    ]
    told = []
    try:
        for half in halves:
            out, errors = half.communicate(timeout=60)
            if half.returncode != 0:
                raise RuntimeError(errors.decode("utf-8", "replace")[-2000:])
            told.append(json.loads(out))
    finally:
        for half in halves:
            half.kill()
            half.communicate()
    return told


def at_counter(office: SmallOffice, number: int, **more: Any) -> dict[str, Any]:
    """A command of counter `number`, with an id of its own."""
    return {
        "office_id": office.office_id,
        "counter_id": office.counters[number],
        "staff_id": office.staff[number],
        "command_id": uuid.uuid4(),
        **more,
    }


if __name__ == "__main__":
    Half(Path(sys.argv[1]), int(sys.argv[2])).main()

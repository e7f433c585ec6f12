"""What the processes of a race leave behind and share: a journal each, and one board with a few figures.

Called by tests.support.race_worker, race_run, race_pair and race_history.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WAIT, GO, STOP = 0, 1, 2


class Board:
    """The few figures that all processes share: a mapped file, one eight-byte cell for each writer."""

    def __init__(self, path: Path, workers: int) -> None:
        self.workers = workers
        if not path.exists():
            path.write_bytes(bytes(8 * (1 + 2 * workers)))
        with open(path, "r+b") as file:
            self._map = mmap.mmap(file.fileno(), 0)

    def _get(self, cell: int) -> int:
        return int(struct.unpack_from("<q", self._map, 8 * cell)[0])

    def _set(self, cell: int, value: int) -> None:
        struct.pack_into("<q", self._map, 8 * cell, value)

    @property
    def phase(self) -> int:
        return self._get(0)

    @phase.setter
    def phase(self, value: int) -> None:
        self._set(0, value)

    def answered(self) -> int:
        """Operations that were answered so far, by all."""
        return sum(self._get(1 + number) for number in range(self.workers))

    def count(self, number: int) -> None:
        self._set(1 + number, self._get(1 + number) + 1)

    def lives_ready(self) -> list[int]:
        """For each worker the life that got ready last, from 1."""
        return [self._get(1 + self.workers + number) for number in range(self.workers)]

    def ready(self, number: int, life: int) -> None:
        self._set(1 + self.workers + number, life)

    def close(self) -> None:
        self._map.close()


@dataclass
class Journal:
    """What one worker was about to do and what it was told; one JSON object a line, over all of its lives."""

    path: Path

    def __post_init__(self) -> None:
        self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
        # The predecessor may have died inside a line: whoever reads skips what is not whole.
        os.write(self._file, b"\n")

    def write(self, entry: str, command_id: uuid.UUID, **rest: Any) -> None:
        line = {"e": entry, "id": str(command_id), **rest}
        os.write(self._file, json.dumps(line).encode() + b"\n")

    def in_doubt(self) -> dict[str, Any] | None:
        """The entry of the command that was sent and has no answer."""
        open_entry: dict[str, Any] | None = None
        for entry in read_journal(self.path):
            if entry["e"] == "send":
                open_entry = entry
            elif entry["e"] in ("ack", "refused"):
                open_entry = None
        return open_entry


def read_journal(path: Path) -> list[dict[str, Any]]:
    """All whole entries, in the order of writing."""
    entries = []
    for line in path.read_bytes().split(b"\n"):
        try:
            entries.append(json.loads(line))
        except ValueError:
            continue  # empty, or cut off by a kill
    return entries

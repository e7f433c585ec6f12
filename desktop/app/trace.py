"""The station's trace: JSON lines of what happened when, for measurements. Off unless LOKET_TRACE names a file.

Called by ``desktop.app``; presenters reach it through ``Tasks.trace``.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any


def resident_bytes() -> int:
    """The memory this process holds, in bytes; 0 where the system does not tell cheaply."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


class Trace:
    """Writes one line for each event: ``time`` (seconds since the epoch), ``event``, ``memory`` (bytes)."""

    def __init__(self, path: str | None = None) -> None:
        self._path = path if path is not None else os.environ.get("LOKET_TRACE")

    def __call__(self, event: str, **details: Any) -> None:
        if not self._path:
            return
        line = {
            "time": time.time(),
            "event": event,
            "pid": os.getpid(),
            "memory": resident_bytes(),
            **details,
        }
        # One short write in append mode is whole even when several stations share the file.
        with open(self._path, "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

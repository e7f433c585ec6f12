"""What processes of the file races may be told to do, and a process that stops in the middle of a write.

``FILE_KINDS`` is read by ``tests.support.race_pair``. Started as ``python -m tests.support.race_files PLAN AFTER``
this does the plan's one command and stops after so many statements, before it commits, until it is killed.
"""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import event

from desktop.models.engine import create_office_engine
from desktop.office.files.commands import TakeInFile, VoidNumber
from desktop.office.files.handover import HandOver, hand_over
from desktop.office.files.importing import import_files
from desktop.office.files.importing_values import ImportFiles
from desktop.office.files.moving import MoveFiles, move_files
from desktop.office.files.numbers import void_number
from desktop.office.files.registering import take_in_file
from desktop.office.runner import Runner

FILE_KINDS: Final[dict[str, tuple[Any, Any]]] = {
    "take_in_file": (take_in_file, TakeInFile),
    "void_number": (void_number, VoidNumber),
    "move_files": (move_files, MoveFiles),
    "hand_over": (hand_over, HandOver),
    "import_files": (import_files, ImportFiles),
}


def main() -> None:
    plan, after = json.loads(Path(sys.argv[1]).read_text()), int(sys.argv[2])
    engine = create_office_engine(plan["url"])
    seen = 0

    def stop() -> None:
        print("stopped", flush=True)
        signal.pause()

    def count(*_rest: Any) -> None:
        nonlocal seen
        seen += 1
        if seen == after:
            stop()

    event.listen(engine, "after_cursor_execute", count)
    event.listen(engine, "commit", lambda _connection: stop())
    use_case, shape = FILE_KINDS[plan["kind"]]
    Runner(engine).run(use_case, msgspec.convert(plan["command"], shape))


if __name__ == "__main__":
    main()

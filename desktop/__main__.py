"""The command ``loket``: opens a station, runs a tool, or tests itself. Heavy parts load where they are needed."""

from __future__ import annotations

import sys


def main(argv: list[str] | None = None) -> int:
    """Run one command line (the process's own where None); returns the exit code.

    0 is success, 1 refused, 2 a command line that cannot be understood, 3 the environment (database, disk,
    printer).
    """
    from desktop.app.cli.run import run

    return run(sys.argv[1:] if argv is None else argv)


if __name__ == "__main__":
    sys.exit(main())

"""``python -m benchmarks [--quick] [--only PART]``: measures and writes benchmarks/results/latest.json."""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from pathlib import Path

from benchmarks import files, papers, queue, stations
from benchmarks.rows import read, table, write

RESULTS = Path(__file__).parent / "results" / "latest.json"
DOCS = Path(__file__).parent.parent / "docs" / "benchmarks.md"
PARTS = {
    "queue": queue.measure,
    "stations": stations.measure,
    "papers": papers.measure,
    "files": files.measure,
}

HEAD = """# Benchmarks

Made by `make bench`; do not edit. Every value stands beside its floor, the raw limit measured in the same run:
bare psycopg or sqlite3 writing the same rows in one transaction, a bare PySide6 window, a bare listener. The ratio
is what counts; absolute figures depend on the machine. What each row measures stands at the top of
`benchmarks/queue.py`, `benchmarks/stations.py`, `benchmarks/papers.py` and `benchmarks/files.py`.

"""


def main() -> int:
    """Measure; 0 when every target was met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="short, for a look while working; writes nothing"
    )
    parser.add_argument(
        "--only", choices=sorted(PARTS), help="one part; its rows take the place of the same part's before"
    )
    options = parser.parse_args()
    rows = []
    for name, measure in PARTS.items():
        if options.only in (None, name):
            with tempfile.TemporaryDirectory(prefix="loket-bench-") as folder:
                rows += measure(quick=options.quick, folder=Path(folder))
    print(table(rows))
    if not options.quick:
        if options.only is not None:
            measured = {row.name for row in rows}
            kept = [row for row in read(RESULTS) if row.name not in measured]
            rows = [*kept, *rows]
        write(rows, RESULTS)
        machine = (
            f"Machine: {platform.system()} {platform.machine()}, Python {platform.python_version()}.\n\n"
        )
        DOCS.write_text(HEAD + machine + table(rows), encoding="utf-8")
    missed = [row.name for row in rows if row.met is False]
    if missed:
        print("Targets missed: " + ", ".join(missed), file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

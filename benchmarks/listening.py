"""The floor of a live screen: a bare process that hears the database's wake-ups and writes down when.

``python -m benchmarks.listening URL CHANNEL FILE``: psycopg's LISTEN, or SQLite's data_version looked at as often
as the program does. One line a wake-up: seconds since the epoch.
"""

from __future__ import annotations

import sqlite3
import sys
import time

from desktop.app.listener import SQLITE_POLL_S


def main(url: str, channel: str, path: str) -> None:
    """Listen until the process is ended."""
    with open(path, "a", encoding="ascii", buffering=1) as file:
        file.write("ready\n")
        if url.startswith("postgresql"):
            import psycopg

            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(f'LISTEN "{channel}"')  # type: ignore[arg-type]  # our own name
                for _notice in connection.notifies():
                    file.write(f"{time.time()}\n")
        else:
            connection_lite = sqlite3.connect(url.removeprefix("sqlite:///"))
            known = connection_lite.execute("PRAGMA data_version").fetchone()
            while True:
                time.sleep(SQLITE_POLL_S)
                version = connection_lite.execute("PRAGMA data_version").fetchone()
                if version != known:
                    known = version
                    file.write(f"{time.time()}\n")


if __name__ == "__main__":
    main(*sys.argv[1:4])

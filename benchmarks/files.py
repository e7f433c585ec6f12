"""Finding a file among a million: by a scan, and by part of a name, NIK, number or telephone.

`file.scan.*` is what happens after a scan anywhere: the code is looked up and the file's window read whole (head,
way, promise, papers, checklist). Its floor is the bare driver fetching the same rows by key, in one transaction.
`file.search.*` is a search as somebody types it; its floor is the bare driver fetching the rows that it found by key.
A scan and its floor are run in turn, so that a machine that becomes slower for a while does so for both.

The office has 600,000 people and 1,000,000 files, a movement each. Names are made of syllables: 40,000 different
words, some in every tenth name, most in a handful, as in a city's register. The rows are written past the triggers
and foreign keys, or loading would take most of an hour; the words of names are written as the triggers would.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.register import COMMON, SYLLABLES, Record, Register
from benchmarks.rows import Row, median_ratio, percentile

SCAN_P99_MS = 50.0
SEARCH_P99_MS = 300.0


def measure(*, quick: bool = False, folder: Path) -> list[Row]:
    """All rows of files. ``quick`` makes a small register, for a look while working."""
    from tests.support.postgres import PostgresServer

    people, files = (6_000, 10_000) if quick else (600_000, 1_000_000)
    scans, searches = (60, 20) if quick else (1_500, 200)
    rows: list[Row] = []
    path = folder / "files.db"
    rows += _measured("sqlite", f"sqlite:///{path}", people, files, scans, searches)
    with PostgresServer(durable=True) as server:
        rows += _measured("postgresql", server.url(server.create_database()), people, files, scans, searches)
    return rows


def _measured(kind: str, url: str, people: int, files: int, scans: int, searches: int) -> list[Row]:
    from desktop.models.engine import create_office_engine
    from desktop.models.upgrade import upgrade
    from desktop.office.runner import Runner
    from tests.support.filed_office import make_filed_office

    upgrade(url)
    engine = create_office_engine(url)
    office = make_filed_office(engine)
    engine.dispose()
    register = Register(office, people, files)
    begin = time.monotonic()
    codes = (_load_sqlite if kind == "sqlite" else _load_postgresql)(url, register)
    print(f"files, {kind}: {files:,} files loaded in {time.monotonic() - begin:.0f} s ...", file=sys.stderr)
    runner = Runner(engine)
    floor = _SqliteFloor(url) if kind == "sqlite" else _PostgresFloor(url)
    try:
        return [
            _scans(kind, runner, floor, office, codes, scans),
            _searches(kind, runner, floor, office, register, searches),
        ]
    finally:
        floor.close()
        runner.close()
        engine.dispose()


def _scans(kind: str, runner: Any, floor: Any, office: Any, codes: list[str], rounds: int) -> Row:
    from desktop.office.live.file_search import open_by_code
    from desktop.office.live.file_timeline import file_timeline

    def ours(code: str) -> None:
        head = runner.read(open_by_code, office.office_id, code)
        runner.read(file_timeline, office.office_id, head.application_id, office.clerk)

    chance = random.Random(1)
    mine: list[float] = []
    bare: list[float] = []
    for turn in range(rounds + 20):
        code = chance.choice(codes)
        bare_ms = _ms(partial(floor.scan, office.office_id, code))
        mine_ms = _ms(partial(ours, code))
        if turn >= 20:  # the first ones warm up
            bare.append(bare_ms)
            mine.append(mine_ms)
    return _row(f"file.scan.{kind}", mine, bare, SCAN_P99_MS)


def _searches(kind: str, runner: Any, floor: Any, office: Any, register: Register, rounds: int) -> Row:
    from desktop.office.live.file_search import search_files

    texts = list(_texts(register, rounds))
    mine: list[float] = []
    bare: list[float] = []
    slowest: tuple[float, str] = (0.0, "")
    for text in ("siti", "081254321098"):  # the first of its kind loads tables of telephone prefixes
        runner.read(search_files, office.office_id, text)
    for text in texts:
        begin = time.perf_counter()
        found = runner.read(search_files, office.office_id, text)
        took = (time.perf_counter() - begin) * 1_000
        mine.append(took)
        slowest = max(slowest, (took, text))
        bare.append(_ms(partial(floor.fetch, [row.application_id for row in found.rows])))
    print(f"files, {kind}: slowest search {slowest[0]:.0f} ms for {slowest[1]!r}", file=sys.stderr)
    return _row(f"file.search.{kind}", mine, bare, SEARCH_P99_MS)


def _texts(register: Register, rounds: int) -> Iterator[str]:
    """What people type: common names, rare ones, beginnings and middles, two words, numbers, NIKs."""
    chance = random.Random(2)
    words = register.words
    for n in range(rounds):
        rare, frequent = words[chance.randrange(20_000, 40_000)], words[chance.randrange(40)]
        yield (
            chance.choice(COMMON)[0],
            rare,
            frequent,
            rare[1:5].lower(),
            f"{chance.choice(COMMON)[0]} {frequent}",
            f"{rare} muhamad",
            "muhammad siti",
            chance.choice(SYLLABLES) + "a",
            f"6471{chance.randrange(len(register.people)):012d}"[:13],
            f"{chance.randrange(1, 400_000):06d}",
        )[n % 10]


def _row(name: str, mine: list[float], bare: list[float], limit_ms: float) -> Row:
    p99 = percentile(mine, 0.99)
    return Row(
        name, percentile(mine, 0.5), "ms", "lower", percentile(bare, 0.5),
        median_ratio(mine, [max(one, 0.001) for one in bare]), percentile(mine, 0.5), p99,
        f"p99 at most {limit_ms:.0f} ms among 1,000,000 files", p99 <= limit_ms,
    )  # fmt: skip


def _ms(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1_000


# ---- the floors: the same rows by key ----

_FILE = "SELECT * FROM application WHERE office_id = {0} AND code = {0}"
_REST = (
    "SELECT * FROM person WHERE id = {0}",
    "SELECT * FROM service_version WHERE id = {0}",
    "SELECT * FROM movement WHERE application_id = {0}",
    "SELECT * FROM application_item WHERE application_id = {0}",
    "SELECT * FROM deliverable WHERE application_id = {0}",
    "SELECT * FROM document WHERE subject_id = {0}",
)


class _PostgresFloor:
    """Bare psycopg, statements prepared."""

    def __init__(self, url: str) -> None:
        import psycopg
        from psycopg.rows import dict_row

        self._connection: Any = psycopg.connect(url, row_factory=dict_row)

    def scan(self, office_id: uuid.UUID, code: str) -> None:
        """One file and what hangs on it."""
        run = self._connection.execute
        [row] = run(_FILE.format("%s"), (office_id, code), prepare=True).fetchall()
        keys = (row["applicant_id"], row["service_version_id"], *([row["id"]] * 4))
        for statement, key in zip(_REST, keys, strict=True):
            run(statement.format("%s"), (key,), prepare=True).fetchall()
        self._connection.rollback()

    def fetch(self, keys: list[uuid.UUID]) -> None:
        """Files with their applicants."""
        self._connection.execute(
            "SELECT * FROM application a JOIN person p ON p.id = a.applicant_id WHERE a.id = ANY(%s)", (keys,),
            prepare=True,
        ).fetchall()  # fmt: skip
        self._connection.rollback()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


class _SqliteFloor:
    """The bare sqlite3 module."""

    def __init__(self, url: str) -> None:
        self._connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        self._connection.row_factory = sqlite3.Row

    def scan(self, office_id: uuid.UUID, code: str) -> None:
        """One file and what hangs on it."""
        run = self._connection.execute
        run("BEGIN")
        [row] = run(_FILE.format("?"), (office_id.hex, code)).fetchall()
        keys = (row["applicant_id"], row["service_version_id"], *([row["id"]] * 4))
        for statement, key in zip(_REST, keys, strict=True):
            run(statement.format("?"), (key,)).fetchall()
        run("ROLLBACK")

    def fetch(self, keys: list[uuid.UUID]) -> None:
        """Files with their applicants."""
        marks = ", ".join("?" * len(keys)) or "NULL"
        self._connection.execute(
            f"SELECT * FROM application a JOIN person p ON p.id = a.applicant_id WHERE a.id IN ({marks})",
            [key.hex for key in keys],
        ).fetchall()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


# ---- loading ----


def _load_postgresql(url: str, register: Register) -> list[str]:
    import psycopg

    codes: list[str] = []
    words: set[str] = set()
    with psycopg.connect(url, autocommit=False) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        with connection.cursor() as cursor:
            _copy(cursor, "person", register.persons(), words)
            office = register.office.office_id
            with cursor.copy("COPY name_word (office_id, word) FROM STDIN") as copy:
                for word in words:
                    copy.write_row((office, word))
            cursor.execute(
                "INSERT INTO person_word (office_id, word, person_id) SELECT DISTINCT office_id, word, id"
                " FROM person, unnest(string_to_array(name_search, ' ')) AS word"
            )
            moved: list[Record] = []

            def files() -> Iterator[Record]:
                for one in register.applications():
                    codes.append(one["code"])
                    moved.append(register.movement(one))
                    yield one

            _copy(cursor, "application", files())
            _copy(cursor, "movement", iter(moved))
            cursor.execute("UPDATE number_series SET year = 2025, last_number = 500000")
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")
    return codes


def _copy(cursor: Any, table: str, rows: Iterator[Record], words: set[str] | None = None) -> None:
    first = next(rows)
    names = ", ".join(first)
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        row: Record | None = first
        while row is not None:
            copy.write_row(tuple(row.values()))
            if words is not None:
                words.update(row["name_search"].split())
            row = next(rows, None)


def _load_sqlite(url: str, register: Register) -> list[str]:
    codes: list[str] = []
    words: set[str] = set()
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    for setting in ("synchronous=OFF", "journal_mode=OFF", "cache_size=-1500000", "foreign_keys=OFF"):
        connection.execute(f"PRAGMA {setting}")
    triggers = [
        row[0]
        for row in connection.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'person'"
        )
    ]
    connection.execute("BEGIN IMMEDIATE")
    for name in [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'person'"
        )
    ]:
        connection.execute(f"DROP TRIGGER {name}")
    pairs: list[tuple[str, str]] = []

    def persons() -> Iterator[Record]:
        for one in register.persons():
            own = set(one["name_search"].split())
            words.update(own)
            pairs.extend((word, one["id"].hex) for word in own)
            yield one

    moved: list[Record] = []

    def files() -> Iterator[Record]:
        for one in register.applications():
            codes.append(one["code"])
            moved.append(register.movement(one))
            yield one

    _insert(connection, "person", persons())
    office = register.office.office_id.hex
    connection.executemany("INSERT INTO name_word VALUES (?, ?)", [(office, word) for word in sorted(words)])
    connection.executemany(
        "INSERT INTO person_word (office_id, word, person_id) VALUES (?, ?, ?)",
        ((office, word, person) for word, person in sorted(pairs)),
    )
    _insert(connection, "application", files())
    _insert(connection, "movement", iter(moved))
    connection.execute("UPDATE number_series SET year = 2025, last_number = 500000")
    for trigger in triggers:
        connection.execute(trigger)
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    return codes


def _insert(connection: sqlite3.Connection, table: str, rows: Iterator[Record]) -> None:
    first = next(rows)
    marks = ", ".join("?" * len(first))

    def plain() -> Iterator[tuple[Any, ...]]:
        row: Record | None = first
        while row is not None:
            yield tuple(_stored(value) for value in row.values())
            row = next(rows, None)

    connection.executemany(f"INSERT INTO {table} ({', '.join(first)}) VALUES ({marks})", plain())


def _stored(value: Any) -> Any:
    """A value as the program's own types store it on SQLite."""
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    return value


__all__ = ["measure"]

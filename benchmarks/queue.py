"""The queue's three hot writes against their floors: 8 client processes on PostgreSQL, one on SQLite.

Every round is run twice, the floor and the program in turn, so that a machine that becomes slower for a while
does so for both. A client's rate is its operations by the time it spent in them; the clients' rates add up.
"""

from __future__ import annotations

import json
import multiprocessing
import random
import statistics
import sys
import time
import uuid
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from benchmarks.floor import AFTER, PostgresFloor, SqliteFloor
from benchmarks.rows import Row, median_ratio, percentile

SLIP = {
    "office": "Dukcapil Kota Teluk Sari",
    "address": "Mal Pelayanan, lantai 1",
    "service": "KTP-el hilang",
    "zone_label": "WITA",
    "language": "id",
    "bring": ["Surat kehilangan polisi", "Fotokopi KK"],
    "free": True,
    "hotline": "0542 555 010",
}
OPERATIONS = ("issue", "call", "finish")
Times = dict[str, list[float]]
#: A full hall: this many wait all the time, and each client issues and calls in batches of CYCLE.
STANDING = 40
CYCLE = 10


def _client(url: str, office: Any, number: int, rounds: int, size: int, barrier: Barrier, out: Any) -> None:
    """One client process: in turn the floor and the program, a batch of issues, then calls with their finish."""
    from desktop.models.engine import create_office_engine
    from desktop.office.queue import CallNext, Finish, IssueTicket, call_next, finish, issue_ticket
    from desktop.office.runner import Runner

    engine = create_office_engine(url, application_name=f"bench {number}")
    runner = Runner(engine)
    day = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600))
    keys = {
        "office": office.office_id,
        "day": "2001-01-01",
        # Two letters for all clients, as the program's own clients share two: the same rows are fought over.
        "letter": f"F{number % 2}-",
        "prefix": f"F{number % 2}-",
        "series": f"floor:{number % 2}",
        "service": office.services[0],
        "group": office.groups[0],
        "printer": office.printer_id,
        "counter": office.counters[number],
        "staff": office.staff[number],
        "slip": json.dumps(SLIP),
        "after": AFTER,
        "channel": "loket_" + office.office_id.hex,
    }
    floor: Any = PostgresFloor(url, keys) if url.startswith("postgres") else SqliteFloor(url[10:], keys)
    ours = {"office_id": office.office_id, "staff_id": office.staff[number]}
    counter = office.counters[number]
    chance = random.Random(number)

    def issue() -> Any:
        return runner.run(
            issue_ticket,
            IssueTicket(
                service_id=office.services[chance.randrange(4)],
                priority=chance.random() < 0.12,
                printer_id=office.printer_id,
                slip=SLIP,
                wait_low_min=5,
                wait_median_min=10,
                wait_high_min=15,
                **ours,
            ),
        )

    def timed(into: list[float], work: Any, *args: Any) -> Any:
        begin = time.perf_counter()
        value = work(*args)
        into.append(time.perf_counter() - begin)
        return value

    results: list[tuple[Times, Times]] = []
    try:
        for _ in range(STANDING // len(office.counters)):
            issue()
        for turn in range(rounds + 1):
            bare: Times = {name: [] for name in OPERATIONS}
            mine: Times = {name: [] for name in OPERATIONS}
            for _cycle in range(size // CYCLE):
                barrier.wait()
                tickets = [timed(bare["issue"], floor.issue) for _ in range(CYCLE)]
                barrier.wait()
                for ticket in tickets:
                    timed(bare["call"], floor.call, ticket)
                    timed(bare["finish"], floor.finish, ticket)
                barrier.wait()
                for _ in range(CYCLE):
                    timed(mine["issue"], issue)
                barrier.wait()
                for _ in range(CYCLE):
                    timed(mine["call"], runner.run, call_next, CallNext(counter_id=counter, **ours))
                    timed(mine["finish"], runner.run, finish, Finish(counter_id=counter, **ours))
            if turn:  # the first round warms up
                results.append((bare, mine))
    finally:
        out.put((number, day, results))
        floor.close()
        runner.close()
        engine.dispose()


def run_clients(
    url: str, office: Any, clients: int, rounds: int, size: int
) -> list[list[tuple[Times, Times]]]:
    """Run ``clients`` processes at once; returns each one's rounds of (floor, program) times in seconds."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(clients)
    out: Any = context.Queue()
    processes = [
        context.Process(target=_client, args=(url, office, number, rounds, size, barrier, out))
        for number in range(clients)
    ]
    for process in processes:
        process.start()
    collected = [out.get(timeout=600) for _ in processes]
    for process in processes:
        process.join(30)
    if any(process.exitcode for process in processes):
        raise RuntimeError("a client process of the benchmark failed; its message is above")
    return [results for _number, _day, results in collected]


def _rate(rounds: list[tuple[Times, Times]], turn: int, side: int, name: str) -> float:
    times = rounds[turn][side][name]
    return len(times) / sum(times)


def rows_of(
    label: str, clients: list[list[tuple[Times, Times]]], *, p99_limit_ms: float | None = None
) -> list[Row]:
    """The three rows of one configuration, such as ``postgresql.8``."""
    rows = []
    turns = range(len(clients[0]))
    for name in OPERATIONS:
        floors = [sum(_rate(client, turn, 0, name) for client in clients) for turn in turns]
        values = [sum(_rate(client, turn, 1, name) for client in clients) for turn in turns]
        every = [1000 * t for client in clients for _bare, mine in client for t in mine[name]]
        p99 = percentile(every, 0.99)
        ratio = median_ratio(values, floors)
        limited = name == "call" and p99_limit_ms is not None
        target = "ratio >= 0.5" + (f", p99 <= {p99_limit_ms:.0f} ms" if limited else "")
        met = ratio >= 0.5 and (not limited or p99 <= (p99_limit_ms or 0))
        rows.append(
            Row(
                f"queue.{name}.{label}",
                statistics.median(values),
                "operations/s",
                "higher",
                statistics.median(floors),
                ratio,
                percentile(every, 0.5),
                p99,
                target,
                met,
            )
        )
    return rows


def age(url: str, office: Any, tickets: int) -> None:
    """Put ``tickets`` served tickets of earlier days, with their calls, into a PostgreSQL office."""
    import psycopg

    visit = uuid.uuid4()
    with psycopg.connect(url) as connection:
        keys = {
            "office": office.office_id,
            "visit": visit,
            "service": office.services[0],
            "group": office.groups[0],
            "counter": office.counters[0],
            "staff": office.staff[0],
            "n": tickets,
        }
        connection.execute(
            "INSERT INTO visit (id, office_id, business_day, language, started_at_utc)"
            " VALUES (%(visit)s, %(office)s, '2010-01-01', 'id', now())",
            keys,
        )
        connection.execute(
            "INSERT INTO ticket (id, office_id, business_day, letter, number, label, code, visit_id, service_id,"
            " group_id, klass, source, state, arrival_no, jump_base, issued_at_utc, arrived_at_utc,"
            " called_at_utc, started_at_utc, finished_at_utc, language, returned)"
            " SELECT gen_random_uuid(), %(office)s, date '2010-01-01' + (i / 300)::int, 'A', i %% 300 + 1,"
            " 'A' || i %% 300, 'OLD' || i, %(visit)s, %(service)s, %(group)s, 'regular', 'kiosk', 'done',"
            " -i - 1, 0, now(), now(), now(), now(), now(), 'id', false FROM generate_series(0, %(n)s - 1) i",
            keys,
        )
        connection.execute(
            "INSERT INTO call (id, office_id, business_day, ticket_id, counter_id, staff_id, kind, times,"
            " announce_no, reason, reason_args, called_at_utc, announced_at_utc, ended_at_utc, outcome)"
            " SELECT gen_random_uuid(), %(office)s, business_day, id, %(counter)s, %(staff)s, 'auto', 1,"
            " arrival_no, 'why.first_in_line', '{}', now(), now(), now(), 'done' FROM ticket"
            " WHERE code LIKE 'OLD%%'",
            keys,
        )
        connection.commit()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def measure(*, quick: bool = False, folder: Path) -> list[Row]:
    """All rows of the queue. ``quick`` makes it short, for a look while working."""
    from desktop.models.engine import create_office_engine
    from desktop.models.upgrade import upgrade
    from tests.support.postgres import PostgresServer
    from tests.support.small_office import make_small_office

    rounds, size, old = (3, 60, 50_000) if quick else (7, 150, 1_000_000)
    rows: list[Row] = []

    def office_at(url: str, counters: int) -> Any:
        upgrade(url)
        engine = create_office_engine(url)
        office = make_small_office(engine, counters=counters)
        engine.dispose()
        return office

    sqlite = f"sqlite:///{folder / 'bench.db'}"
    print("queue, SQLite, 1 client ...", file=sys.stderr)
    rows += rows_of("sqlite.1", run_clients(sqlite, office_at(sqlite, 1), 1, rounds, size))
    with PostgresServer(durable=True) as server:
        young = server.url(server.create_database())
        print("queue, PostgreSQL, 8 clients ...", file=sys.stderr)
        office = office_at(young, 8)
        rows += rows_of("postgresql.8", run_clients(young, office, 8, rounds, size), p99_limit_ms=20.0)
        print(f"queue, PostgreSQL, {old:,} old tickets ...", file=sys.stderr)
        aged = server.url(server.create_database())
        office = office_at(aged, 8)
        age(aged, office, old)
        with_old = rows_of("postgresql.8.1m", run_clients(aged, office, 8, rounds, size), p99_limit_ms=20.0)
    rows += [_against_young(row, rows) for row in with_old]
    return rows


def _against_young(row: Row, rows: list[Row]) -> Row:
    """With a million old tickets the floor is the same operation in a young office."""
    young = next(one for one in rows if one.name == row.name.removesuffix(".1m"))
    # Each run is first divided by its own bare driver, so that the machine's mood cancels out.
    ratio = row.ratio / young.ratio
    return Row(
        row.name, row.value, row.unit, row.better, young.value, ratio, row.p50, row.p99,
        "within 1.2 times of a young office", ratio >= 1 / 1.2,
    )  # fmt: skip

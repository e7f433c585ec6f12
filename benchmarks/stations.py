"""Stations against their floors: start and memory of the counter, commit to painted display, stalls of a window."""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.rows import Row, percentile
from tests.support.waiting import wait_for


def _environment(url: str, folder: Path, trace: Path | None) -> dict[str, str]:
    values = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "LOKET_DATABASE_URL": url,
        "LOKET_HOME": str(folder),
    }
    values.pop("LOKET_TRACE", None)
    # As an installed program starts: from byte code, which the run that is not counted leaves behind.
    values.pop("PYTHONDONTWRITEBYTECODE", None)
    if trace is not None:
        values["LOKET_TRACE"] = str(trace)
    return values


def _lines(trace: Path, event: str) -> list[dict[str, Any]]:
    if not trace.exists():
        return []
    found = [json.loads(line) for line in trace.read_text("utf-8").splitlines() if line.endswith("}")]
    return [line for line in found if line["event"] == event]


def start_and_memory(url: str, folder: Path, runs: int) -> list[Row]:
    """``loket counter --exit-when-loaded`` beside a bare window, in turn."""
    print("start of the counter ...", file=sys.stderr)
    trace = folder / "start.jsonl"
    own = _environment(url, folder, trace)
    walls: dict[str, list[float]] = {"bare": [], "loket": []}
    memory: dict[str, list[float]] = {"bare": [], "loket": []}
    for turn in range(runs + 1):
        begin = time.time()
        bare = subprocess.run(
            [sys.executable, "-m", "benchmarks.bare_window"],
            env=own,
            check=True,
            capture_output=True,
            text=True,
        )
        painted_at, held_bare = (float(one) for one in bare.stdout.split())
        middle = time.time()
        trace.unlink(missing_ok=True)
        subprocess.run(
            [sys.executable, "-m", "desktop", "counter", "--exit-when-loaded"], env=own, check=True,
            capture_output=True, timeout=60,
        )  # fmt: skip
        loaded = max(
            _lines(trace, "window.loaded") + _lines(trace, "window.painted"), key=lambda one: one["time"]
        )
        if turn:  # the first run fills the file cache
            walls["bare"].append(painted_at - begin)
            walls["loket"].append(loaded["time"] - middle)
            memory["bare"].append(held_bare / 2**20)
            memory["loket"].append(loaded["memory"] / 2**20)
    start = statistics.median(o / b for o, b in zip(walls["loket"], walls["bare"], strict=True))
    held = statistics.median(o / b for o, b in zip(memory["loket"], memory["bare"], strict=True))
    m = statistics.median
    return [
        Row(
            "startup.counter", m(walls["loket"]), "s", "lower", m(walls["bare"]), start,
            target="at most 2.0 times", met=start <= 2.0,
        ),
        Row(
            "memory.counter", m(memory["loket"]), "MiB", "lower", m(memory["bare"]), held,
            target="at most 2.8 times", met=held <= 2.8,
        ),
    ]  # fmt: skip


@contextlib.contextmanager
def _process(arguments: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def painted(label: str, url: str, office: Any, folder: Path, calls: int, limit_ms: float) -> Row:
    """From the commit of a call to its number painted on a display in another process.

    The floor is a bare listener in a third process hearing of the same commits.
    """
    from desktop.app.headless import open_office
    from desktop.office.queue import CallNext, Finish, IssueTicket, call_next, finish, issue_ticket

    print(f"commit to painted display, {label} ...", file=sys.stderr)
    trace, heard = folder / f"display-{label}.jsonl", folder / f"heard-{label}.txt"
    channel = "loket_" + office.office_id.hex
    with (
        _process(["-m", "benchmarks.listening", url, channel, str(heard)], dict(os.environ)),
        _process(["-m", "desktop", "display", "--windowed"], _environment(url, folder, trace)),
        open_office(url, "bench") as opened,
    ):
        wait_for(lambda: _lines(trace, "window.loaded"), timeout_s=60, what="the display's first picture")
        wait_for(lambda: heard.exists() and heard.read_text(), timeout_s=30, what="the bare listener")
        committed: list[tuple[int, float]] = []
        for turn in range(calls):
            keys = {"office_id": office.office_id, "staff_id": office.staff[turn % 3]}
            counter = office.counters[turn % 3]
            opened.run(issue_ticket, IssueTicket(service_id=office.services[turn % 4], **keys))
            # An even beat would always meet a poll at the same place.
            time.sleep(0.11 + 0.013 * (turn % 17))
            outcome = opened.run(call_next, CallNext(counter_id=counter, **keys)).value
            committed.append((outcome.announce_no, time.time()))
            time.sleep(0.11 + 0.007 * (turn % 13))
            opened.run(finish, Finish(counter_id=counter, **keys))
        last = committed[-1][0]
        wait_for(
            lambda: any(line.get("announce_no") == last for line in _lines(trace, "call.painted")),
            timeout_s=10,
            what="the last call on the display",
        )
        seen = {line["announce_no"]: line["time"] for line in reversed(_lines(trace, "call.painted"))}
        wakes = [float(line) for line in heard.read_text().splitlines() if line != "ready"]
    lags = [1000 * (seen[number] - moment) for number, moment in committed]
    # The commit is measured when it has returned to its client; a listener may hear of it before that.
    floors = [
        1000 * (min(wake for wake in wakes if wake > moment - 0.005) - moment) for _n, moment in committed
    ]
    p50, p99, floor = percentile(lags, 0.5), percentile(lags, 0.99), max(percentile(floors, 0.99), 0.1)
    return Row(
        f"display.painted.{label}", p99, "ms (p99)", "lower", floor, p99 / floor, p50, p99,
        f"p99 <= {limit_ms:.0f} ms", p99 <= limit_ms,
    )  # fmt: skip


def stall(server_port: int, database: str, office: Any, folder: Path) -> Row:
    """The longest time in which the counter's main thread did nothing else, while the database answers 2 s late."""
    print("stall of the counter with a slow database ...", file=sys.stderr)
    out = folder / "stall.json"
    subprocess.run(
        [sys.executable, "-m", "benchmarks.stalling", str(server_port), database, str(out)],
        env=_environment("", folder, None), check=True, timeout=400,
    )  # fmt: skip
    gaps = json.loads(out.read_text("utf-8"))
    value, floor = gaps["loket"], max(gaps["bare"], 0.1)
    return Row(
        "stall.counter", value, "ms (longest)", "lower", floor, value / floor, gaps["p50"], gaps["p99"],
        "at most 50 ms", value <= 50,
    )  # fmt: skip


def measure(*, quick: bool = False, folder: Path) -> list[Row]:
    """All rows of the stations."""
    from desktop.models.engine import create_office_engine
    from desktop.models.upgrade import upgrade
    from tests.support.postgres import PostgresServer
    from tests.support.small_office import make_small_office

    def office_at(url: str) -> Any:
        upgrade(url)
        engine = create_office_engine(url)
        office = make_small_office(engine, counters=3)
        engine.dispose()
        return office

    sqlite = f"sqlite:///{folder / 'stations.db'}"
    small = office_at(sqlite)
    rows = start_and_memory(sqlite, folder, 3 if quick else 9)
    calls = 30 if quick else 200
    rows.append(painted("sqlite", sqlite, small, folder, calls, 400))
    with PostgresServer(durable=True) as server:
        database = server.create_database()
        url = server.url(database)
        office = office_at(url)
        rows.append(painted("postgresql", url, office, folder, calls, 150))
        rows.append(stall(server.port, database, office, folder))
    return rows

"""Single moments in which things go wrong: two presses at once, the server gone in the middle, a clock set back."""

from __future__ import annotations

import sqlite3
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import func, select

from desktop.domain.errors import EnvironmentFault, UserError
from desktop.models import engine as engine_module
from desktop.models.engine import create_office_engine
from desktop.models.queue import Call, Ticket
from desktop.models.record import Command as Stored
from desktop.models.record import Event
from desktop.models.upgrade import upgrade
from desktop.office.queue import (
    CallNext,
    Finish,
    IssueTicket,
    StartService,
    call_next,
    finish,
    issue_ticket,
    start_service,
)
from desktop.office.queue.moving import TransferTicket, transfer_ticket
from desktop.office.runner import Runner
from desktop.office.work import SetClock, Work
from tests.support.postgres import PostgresServer
from tests.support.race_pair import at_counter, play
from tests.support.race_server import crash, start_again
from tests.support.small_office import START, SmallOffice, make_small_office
from tests.support.waiting import wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("races")]
ROUNDS = 25


def office_at(url: str, **more: Any) -> SmallOffice:
    engine = create_office_engine(url)
    try:
        return make_small_office(engine, **more)
    finally:
        engine.dispose()


def rows_of(url: str, table: Any) -> int:
    engine = create_office_engine(url)
    try:
        with engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(table)).scalar_one())
    finally:
        engine.dispose()


@pytest.fixture
def runner_of() -> Iterator[Any]:
    runners: list[Runner] = []

    def make(url: str, **more: Any) -> Runner:
        runners.append(Runner(create_office_engine(url), **more))
        return runners[-1]

    yield make
    for runner in runners:
        runner.close()
        runner.engine.dispose()


# ---- two at the same instant ----


def test_the_last_ticket_goes_to_one_of_two_counters(database_url: str, tmp_path: Path) -> None:
    office = office_at(database_url, counters=2)
    steps: list[Any] = []
    for _round in range(ROUNDS):
        issue = {"office_id": office.office_id, "service_id": office.services[0], "command_id": uuid.uuid4()}
        steps.append(("issue_ticket", [issue, None]))
        steps.append(("call_next", [at_counter(office, 0), at_counter(office, 1)]))
        steps.append(("finish_own", [at_counter(office, 0), at_counter(office, 1)]))

    first, second = play(database_url, tmp_path / "pair", steps)
    issued, calls = first[::2], list(zip(first[1::2], second, strict=True))
    assert len(calls) == ROUNDS
    for ticket, pair in zip(issued, calls, strict=True):
        # One has the person, the other is told that nobody waits: an answer, not an error.
        assert sorted(str(one["ticket_id"]) for one in pair) == sorted([ticket["ticket_id"], "None"])
    assert rows_of(database_url, Call) == ROUNDS


def test_the_same_command_twice_at_the_same_instant_is_one(database_url: str, tmp_path: Path) -> None:
    """A connection is lost while the server still works, and the same command comes on another."""
    office = office_at(database_url, counters=1)
    keys: list[tuple[str, Any]] = []
    for _round in range(ROUNDS):
        issue = {
            "office_id": office.office_id,
            "service_id": office.services[0],
            "command_id": uuid.uuid4(),
            "ticket_id": uuid.uuid4(),
            "event_id": uuid.uuid4(),
        }
        keys.append(("issue_ticket", issue))
        for kind in ("call_next", "start_service", "recall", "finish"):
            ids = {"call_id": uuid.uuid4()} if kind == "call_next" else {}
            keys.append((kind, at_counter(office, 0, **ids)))

    both = play(database_url, tmp_path / "pair", [(kind, [command, command]) for kind, command in keys])
    for (kind, _command), one, other in zip(keys, *both, strict=True):
        assert {**one, "repeated": True} == {**other, "repeated": True}, kind
        assert one["repeated"] != other["repeated"], kind
    assert rows_of(database_url, Stored) == rows_of(database_url, Event) == 5 * ROUNDS
    assert rows_of(database_url, Call) == rows_of(database_url, Ticket) == ROUNDS


def test_an_appointment_being_let_in_by_another_counter_still_waits(
    postgres_url: str, runner_of: Any
) -> None:
    office = office_at(postgres_url)
    runner = runner_of(postgres_url)
    slot = datetime.now(UTC) + timedelta(milliseconds=50)
    command = IssueTicket(office_id=office.office_id, service_id=office.services[0], slot_at=slot)
    ticket = runner.run(issue_ticket, command).value
    assert ticket.state == "booked"
    keys = {"office_id": office.office_id, "counter_id": office.counters[0], "staff_id": office.staff[0]}
    with psycopg.connect(postgres_url) as other, psycopg.connect(postgres_url, autocommit=True) as boss:
        # Another counter's call lets it into the line, and is not committed yet.
        admit = "SELECT loket_admit_due(%s, clock_timestamp())"
        wait_for(lambda: other.execute(admit, (office.office_id,)).fetchone() == (1,), what="the slot's time")
        with ThreadPoolExecutor(1) as lane:
            call = lane.submit(runner.run, call_next, CallNext(**keys))
            wait_for(lambda: call.done() or _blocked(boss), what="the call at the lock")
            other.commit()
            assert call.result(30).value.ticket_id == ticket.ticket_id


def test_a_person_called_meanwhile_is_not_taken_from_the_counter(database_url: str, runner_of: Any) -> None:
    """A clerk sends on somebody seen in the line, whom another counter has called since."""
    office = office_at(database_url)
    runner = runner_of(database_url)
    command = IssueTicket(office_id=office.office_id, service_id=office.services[0])
    ticket = runner.run(issue_ticket, command).value.ticket_id
    first, second = (
        {"office_id": office.office_id, "counter_id": office.counters[n], "staff_id": office.staff[n]}
        for n in (0, 1)
    )
    runner.run(call_next, CallNext(**first))
    keys = {"office_id": office.office_id, "ticket_id": ticket, "service_id": office.services[2]}
    with pytest.raises(UserError) as refusal:
        runner.run(transfer_ticket, TransferTicket(**keys, staff_id=second["staff_id"]))
    assert refusal.value.code == "queue.not_now"
    runner.run(transfer_ticket, TransferTicket(**keys, staff_id=first["staff_id"]))
    assert runner.run(call_next, CallNext(**second)).value.ticket_id == ticket


def test_a_busy_file_leaves_whole_transactions_behind(
    sqlite_url: str, runner_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found by the race: after a BEGIN that met a busy file, each statement was its own transaction."""
    monkeypatch.setattr(engine_module, "BUSY_TIMEOUT_MS", 20)
    office = office_at(sqlite_url)
    runner = runner_of(sqlite_url)
    keys = {"office_id": office.office_id, "counter_id": office.counters[0], "staff_id": office.staff[0]}
    runner.run(issue_ticket, IssueTicket(office_id=office.office_id, service_id=office.services[0]))
    runner.run(call_next, CallNext(**keys))
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(EnvironmentFault) as fault:
            runner.run(start_service, StartService(**keys))
        assert fault.value.code == "database.busy"
        other.execute("ROLLBACK")

    def start_and_stumble(work: Work, command: StartService) -> Any:
        start_service(work, command)
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        runner.run(start_and_stumble, StartService(**keys))
    with runner.engine.connect() as connection:
        assert connection.execute(select(Ticket.state)).scalar_one() == "called"
    runner.run(start_service, StartService(**keys))


# ---- the server gone in the middle of a call ----


def _blocked(connection: psycopg.Connection) -> int | None:
    row = connection.execute(
        "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    ).fetchone()
    return None if row is None else int(row[0])


def test_a_backend_killed_in_the_middle_of_a_call_makes_one_call(postgres_url: str, runner_of: Any) -> None:
    office = office_at(postgres_url)
    runner = runner_of(postgres_url)
    runner.run(issue_ticket, IssueTicket(office_id=office.office_id, service_id=office.services[0]))
    command = CallNext(office_id=office.office_id, counter_id=office.counters[0], staff_id=office.staff[0])
    with psycopg.connect(postgres_url) as holder, psycopg.connect(postgres_url, autocommit=True) as boss:
        # The call gets as far as the counter's shift, and stands there.
        holder.execute("SELECT 1 FROM shift FOR UPDATE")
        with ThreadPoolExecutor(1) as lane:
            call = lane.submit(runner.run, call_next, command)
            backend = wait_for(lambda: _blocked(boss), what="the call at the lock")
            boss.execute("SELECT pg_terminate_backend(%s)", (backend,))
            wait_for(
                lambda: _blocked(boss) not in (None, backend), what="the call again, on a new connection"
            )
            holder.rollback()
            outcome = call.result(30).value
    assert outcome.ticket_id is not None
    again = runner.run(call_next, command)
    assert (again.value.call_id, again.value.repeated, again.changes) == (outcome.call_id, True, frozenset())
    assert rows_of(postgres_url, Call) == 1


def test_the_server_gone_and_back_makes_one_call(runner_of: Any) -> None:
    with PostgresServer(durable=True) as server:
        url = server.url(server.create_database())
        upgrade(url)
        office = office_at(url)
        runner = runner_of(url)
        for _ticket in range(2):
            runner.run(issue_ticket, IssueTicket(office_id=office.office_id, service_id=office.services[0]))
        keys = {"office_id": office.office_id, "counter_id": office.counters[0], "staff_id": office.staff[0]}
        first, second = CallNext(**keys), CallNext(**keys)

        holder = psycopg.connect(url)
        holder.execute("SELECT 1 FROM shift FOR UPDATE")
        with psycopg.connect(url, autocommit=True) as boss, ThreadPoolExecutor(1) as lane:
            call = lane.submit(runner.run, call_next, first)
            wait_for(lambda: _blocked(boss), what="the call at the lock")
            crash(server)
            with pytest.raises(EnvironmentFault) as fault:
                call.result(30)
        holder.close()
        assert fault.value.code == "database.lost"
        with pytest.raises(EnvironmentFault):
            runner.run(call_next, first)  # still gone, and told at once

        start_again(server)
        outcome = runner.run(call_next, first).value
        assert outcome.ticket_id is not None
        assert not outcome.repeated
        runner.run(finish, Finish(**keys))
        runner.run(call_next, second)
        # Acknowledged, and the server crashes: it is there afterwards, and sending it again changes nothing.
        crash(server)
        start_again(server)
        assert runner.run(call_next, second).value.repeated
        assert rows_of(url, Call) == 2
        runner.close()
        runner.engine.dispose()


# ---- a clock set back ----


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=1)], ids=["hour", "day"])
def test_a_clock_set_back_keeps_numbers_order_and_waits(
    database_url: str, runner_of: Any, back: timedelta
) -> None:
    clock = SetClock(START + timedelta(hours=3))
    office = office_at(database_url)
    runner = runner_of(database_url, clock=clock)
    keys = {"office_id": office.office_id, "counter_id": office.counters[0], "staff_id": office.staff[0]}

    def issue(times: int) -> list[uuid.UUID]:
        command = {"office_id": office.office_id, "service_id": office.services[0]}
        given = []
        for _ticket in range(times):
            given.append(runner.run(issue_ticket, IssueTicket(**command)).value.ticket_id)
            clock.current += timedelta(seconds=30)
        return given

    def call() -> uuid.UUID | None:
        called = runner.run(call_next, CallNext(**keys)).value.ticket_id
        clock.current += timedelta(seconds=30)
        if called is not None:
            runner.run(finish, Finish(**keys))
        return called

    order = issue(3)
    clock.current -= back
    order += issue(3)
    called = [ticket for ticket in (call() for _ in range(3)) if ticket is not None]
    clock.current += back
    called += [ticket for ticket in (call() for _ in range(6)) if ticket is not None]

    if back < timedelta(hours=9):
        assert called == order  # the same day: in the order of arrival, whatever the clock says
    else:
        # Another business day has a line and numbers of its own; nobody is lost when the clock is right again.
        assert called == order[3:] + order[:3]
    with runner.engine.connect() as connection:
        rows = connection.execute(
            select(
                Ticket.code,
                Ticket.arrived_at_utc,
                Ticket.called_at_utc,
                Ticket.finished_at_utc,
                Ticket.arrival_no,
            )
        ).all()
    assert max(Counter(row.code for row in rows).values()) == 1
    assert len({row.arrival_no for row in rows}) == len(order)
    for row in rows:
        assert row.arrived_at_utc <= row.called_at_utc <= row.finished_at_utc

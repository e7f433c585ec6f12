"""What a counter's window reads, on both databases: order, marks, figures, searches; few statements."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, update
from sqlalchemy.engine import Engine

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.models.engine import create_office_engine
from desktop.models.paper import PrintJob
from desktop.models.staff import Station
from desktop.office.live.counter import CounterState, read_counter
from desktop.office.live.counter_lookup import find_ticket, list_counters_for, list_services
from desktop.office.queue import CallNext, IssueTicket, StartService, call_next, issue_ticket, start_service
from desktop.office.queue.serving import TransferTicket, transfer_ticket
from desktop.office.runner import Runner
from desktop.office.shifts import CloseCounter, OpenCounter, ShiftOutcome, close_counter, open_counter
from desktop.office.work import SetClock
from tests.support.small_office import START, SmallOffice, make_small_office


class Office:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.made: SmallOffice = make_small_office(
            engine, counters=3, weights=[{0: 1, 1: 1, 2: 1, 3: 1}, {0: 5, 1: 1}, {2: 1}]
        )
        self.clock = SetClock(START + timedelta(hours=1))
        self.runner = Runner(engine, self.clock)

    def issue(self, service: int = 0, **more: Any) -> Any:
        self.clock.current += timedelta(seconds=1)
        command = IssueTicket(office_id=self.made.office_id, service_id=self.made.services[service], **more)
        return self.runner.run(issue_ticket, command).value

    def who(self, number: int = 0) -> dict[str, Any]:
        return {
            "office_id": self.made.office_id,
            "counter_id": self.made.counters[number],
            "staff_id": self.made.staff[number],
        }

    def see(self, number: int = 0) -> CounterState:
        return self.runner.read(read_counter, self.made.office_id, self.made.counters[number])

    def write(self, statement: Any) -> None:
        with self.engine.connect().execution_options(loket_write=True) as connection:
            connection.execute(statement)
            connection.commit()


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    engine = create_office_engine(database_url)
    office = Office(engine)
    yield office
    office.runner.close()
    engine.dispose()


def test_few_statements_however_long_the_line(office: Office) -> None:
    for number in range(40):
        office.issue(number % 4, priority=number % 5 == 0)
    office.runner.run(call_next, CallNext(**office.who()))
    seen: list[str] = []
    event.listen(office.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    state = office.see()
    assert state.waiting == 39
    assert len(seen) <= 10


def test_only_what_this_counter_may_call(office: Office) -> None:
    tickets = [office.issue(number) for number in range(4)]
    assert [one.label for one in office.see(1).line] == ["A001", "A002"]
    assert [one.label for one in office.see(2).line] == ["B001"]
    office.runner.run(
        transfer_ticket,
        TransferTicket(
            office_id=office.made.office_id,
            staff_id=office.made.staff[0],
            ticket_id=tickets[1].ticket_id,
            to_counter_id=office.made.counters[0],
        ),
    )
    assert [one.label for one in office.see(1).line] == ["A001"]
    assert [one.label for one in office.see(0).line if one.sent_here] == ["A002"]


def test_the_weight_of_a_service_is_the_reason(office: Office) -> None:
    office.issue(1)
    office.issue(0)
    state = office.see(1)
    assert [one.label for one in state.line] == ["A002", "A001"]
    assert (state.line_reason, state.line_reason_args) == ("why.main_service", {"weight": 5})


def test_an_appointment_stands_in_the_line_when_its_time_has_come(office: Office) -> None:
    office.issue(0)
    office.issue(0, slot_at=office.clock.current + timedelta(minutes=10))
    assert [one.label for one in office.see().line] == ["A001"]
    office.clock.current += timedelta(minutes=11)
    state = office.see()
    assert [(one.label, one.klass) for one in state.line] == [("A002", "appointment"), ("A001", "regular")]
    assert (state.line_reason, state.line[0].state) == ("why.appointment", "waiting")
    called = office.runner.run(call_next, CallNext(**office.who())).value
    assert called.label == "A002"


def test_a_slip_that_did_not_print_is_marked_and_counted(office: Office) -> None:
    slip = {"printer_id": office.made.printer_id, "slip": {}}
    fresh, failed, sent = (office.issue(0, **slip) for _ in range(3))
    office.write(update(PrintJob).where(PrintJob.id == failed.job_id).values(state="failed"))
    office.write(update(PrintJob).where(PrintJob.id == sent.job_id).values(state="sent"))
    state = office.see()
    assert [one.label for one in state.line if one.unprinted] == [failed.label]
    assert state.prints_stuck == 1
    office.clock.current += timedelta(seconds=30)
    assert [one.label for one in office.see().line if one.unprinted] == [fresh.label, failed.label]


def test_a_display_is_connected_while_it_was_heard_of_lately(office: Office) -> None:
    assert office.see().display is None
    station = new_id()
    office.write(
        insert(Station).values(
            id=station,
            office_id=office.made.office_id,
            name="layar",
            kind="display",
            last_seen_at_utc=office.clock.current,
        )
    )
    assert office.see().display is True
    office.clock.current += timedelta(seconds=61)
    assert office.see().display is False


def test_a_clock_set_back_gives_nothing_below_zero(office: Office) -> None:
    office.issue(0)
    office.issue(0)
    office.runner.run(call_next, CallNext(**office.who()))
    office.runner.run(start_service, StartService(**office.who()))
    office.clock.current -= timedelta(minutes=30)
    state = office.see()
    assert state.current is not None
    assert state.current.started_at_utc == state.at_utc
    assert state.current.waited_s >= 0
    assert all(one.since_utc <= state.at_utc for one in state.line)


def test_an_unknown_counter_is_refused(office: Office) -> None:
    with pytest.raises(UserError, match=r"counter\.unknown"):
        office.runner.read(read_counter, office.made.office_id, uuid.uuid4())


def test_a_ticket_is_found_by_number_slip_code_and_id(office: Office) -> None:
    ticket = office.issue(0)
    office.runner.run(call_next, CallNext(**office.who(1)))
    for what in ("A001", "a 1", ticket.code, ticket.ticket_id):
        found = office.runner.read(find_ticket, office.made.office_id, what)
        assert (found.ticket.label, found.ticket.state, found.counter) == ("A001", "called", "2")
    for what in ("A002", "T261122A001", uuid.uuid4(), "???"):
        with pytest.raises(UserError) as refused:
            office.runner.read(find_ticket, office.made.office_id, what)
        assert refused.value.code in ("queue.unknown_ticket", "number.unknown")


def test_where_a_ticket_can_be_sent(office: Office) -> None:
    places = office.runner.read(list_services, office.made.office_id)
    assert [(one.service.short_id, one.counters) for one in places] == [
        ("Layanan 0", ("1", "2")),
        ("Layanan 1", ("1", "2")),
        ("Layanan 2", ("1", "3")),
        ("Layanan 3", ("1",)),
    ]
    assert (places[0].group_id, places[0].group_en) == ("Kelompok A", "Group A")
    office.runner.run(close_counter, CloseCounter(**office.who(1)))
    args = (office.made.office_id, office.made.services[0], office.made.counters[0])
    assert office.runner.read(list_counters_for, *args) == ()


def test_two_people_who_take_one_counter_at_the_same_moment(office: Office) -> None:
    for number in (0, 1, 2):
        office.runner.run(close_counter, CloseCounter(**office.who(number)))
    start, answers = threading.Barrier(3), []

    def take(number: int) -> None:
        runner = Runner(office.engine, office.clock)
        command = OpenCounter(**{**office.who(0), "staff_id": office.made.staff[number]})
        start.wait()
        try:
            answers.append(runner.run(open_counter, command).value)
        except UserError as error:
            answers.append(error)
        runner.close()

    threads = [threading.Thread(target=take, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won = [one for one in answers if isinstance(one, ShiftOutcome)]
    lost = [one for one in answers if isinstance(one, UserError)]
    assert (len(won), {one.code for one in lost}) == (1, {"counter.taken_by"})
    assert {one.details["name"] for one in lost} == {office.see().shift_staff}

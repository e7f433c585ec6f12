"""A clerk's day on both databases: opening, calling, breaks, mistakes taken back, and going home."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from desktop.domain.errors import UserError
from desktop.models.engine import create_office_engine
from desktop.models.queue import Call, Ticket
from desktop.models.record import Event
from desktop.models.staff import Shift
from desktop.office.alarms import AnswerAlarm, RaiseAlarm, answer_alarm, open_alarms, raise_alarm
from desktop.office.live.counter import CounterState, read_counter
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
from desktop.office.queue.direct import AddService, ServeWithoutTicket, add_service, serve_without_ticket
from desktop.office.queue.serving import (
    CallChosen,
    HoldTicket,
    MarkNoShow,
    ReturnTicket,
    TransferTicket,
    call_chosen,
    hold_ticket,
    mark_no_show,
    return_ticket,
    transfer_ticket,
)
from desktop.office.queue.undo import TakeBack, take_back
from desktop.office.runner import Runner
from desktop.office.shifts import (
    BeginBreak,
    CloseCounter,
    OpenCounter,
    Resume,
    begin_break,
    close_counter,
    list_counters,
    open_counter,
    resume,
)
from desktop.office.work import SetClock
from tests.support.small_office import START, SmallOffice, make_small_office


class Desk:
    """One counter of the small office, driven as its clerk would."""

    def __init__(self, runner: Runner, clock: SetClock, office: SmallOffice, number: int = 0) -> None:
        self.runner, self.clock, self.office, self.number = runner, clock, office, number

    def at(self, number: int) -> Desk:
        return Desk(self.runner, self.clock, self.office, number)

    @property
    def who(self) -> dict[str, Any]:
        return {
            "office_id": self.office.office_id,
            "counter_id": self.office.counters[self.number],
            "staff_id": self.office.staff[self.number],
        }

    def pass_time(self, seconds: float) -> None:
        self.clock.current += timedelta(seconds=seconds)

    def issue(self, service: int = 0, *, priority: bool = False, **more: Any) -> Any:
        self.pass_time(1)
        command = IssueTicket(
            office_id=self.office.office_id,
            service_id=self.office.services[service],
            priority=priority,
            reason="elderly" if priority else None,
            **more,
        )
        return self.runner.run(issue_ticket, command).value

    def call(self, **more: Any) -> tuple[Any, uuid.UUID]:
        command = CallNext(**self.who, finish_current=True, **more)
        return self.runner.run(call_next, command).value, command.command_id

    def start(self) -> None:
        self.runner.run(start_service, StartService(**self.who))

    def back(self, step: uuid.UUID) -> Any:
        return self.runner.run(take_back, TakeBack(**self.who, step_command_id=step)).value

    def see(self) -> CounterState:
        return self.runner.read(
            read_counter, self.office.office_id, self.who["counter_id"], self.who["staff_id"]
        )

    def refused(self, use_case: Any, command: Any) -> UserError:
        with pytest.raises(UserError) as caught:
            self.runner.run(use_case, command)
        return caught.value

    def row(self, table: Any, key: uuid.UUID) -> Any:
        def read(work: Any) -> Any:
            return work.connection.execute(select(table).where(table.id == key)).one()

        return self.runner.read(read)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_office_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def desk(engine: Engine) -> Iterator[Desk]:
    office = make_small_office(engine, counters=3)
    clock = SetClock(START + timedelta(hours=1))
    runner = Runner(engine, clock)
    yield Desk(runner, clock, office)
    runner.close()


def test_the_day_of_a_clerk(desk: Desk) -> None:
    for service in (0, 1, 2, 3):
        desk.issue(service)
    desk.issue(0, priority=True)
    state = desk.see()
    assert [one.label for one in state.line] == ["A001", "A002", "P001", "B001", "B002"]
    assert (state.shift_state, state.shift_staff, state.waiting) == ("open", "Petugas 1", 5)

    first, _ = desk.call()
    assert first.label == "A001"
    assert desk.see().current.state == "called"
    desk.start()
    desk.pass_time(312)
    state = desk.see()
    assert state.current.started_at_utc is not None
    assert (state.at_utc - state.current.started_at_utc).total_seconds() == 312
    assert [one.label for one in state.line][:2] == ["A002", "P001"]

    second, _ = desk.call()
    assert (second.label, second.finished.label) == ("A002", "A001")
    state = desk.see()
    assert state.line[0].label == "P001"
    assert state.line_reason == "why.priority_turn"
    assert state.went_before == ("A002", "A001")
    assert (state.figures.served, state.figures.mean_s, state.figures.within_norm) == (1, 312, 0)

    missed_step = MarkNoShow(**desk.who)
    desk.runner.run(mark_no_show, missed_step)
    assert [one.label for one in desk.see().missed] == ["A002"]
    third, _ = desk.call()
    assert third.label == "P001"
    desk.start()
    desk.runner.run(hold_ticket, HoldTicket(**desk.who, reason="documents", note="fotokopi KK"))
    held = desk.see().held
    assert [(one.label, one.hold_reason, one.note) for one in held] == [("P001", "documents", "fotokopi KK")]

    error = desk.refused(begin_break, BeginBreak(**desk.who, reason="sleep"))
    assert error.code == "counter.break_reason"
    until = desk.clock.current + timedelta(hours=1)
    desk.runner.run(begin_break, BeginBreak(**desk.who, until=until))
    state = desk.see()
    assert (state.shift_state, state.break_until_utc) == ("break", until)
    assert desk.refused(call_next, CallNext(**desk.who)).code == "counter.on_break"
    desk.runner.run(resume, Resume(**desk.who))
    desk.runner.run(close_counter, CloseCounter(**desk.who))
    assert desk.see().shift_state == "closed"
    assert desk.refused(call_next, CallNext(**desk.who)).code == "counter.closed"


# ---- taking a counter ----


def test_a_taken_counter_is_refused_and_says_who_has_it(desk: Desk) -> None:
    desk.runner.run(close_counter, CloseCounter(**desk.at(1).who))
    theirs = {**desk.who, "staff_id": desk.office.staff[1]}
    error = desk.refused(open_counter, OpenCounter(**theirs))
    assert (error.code, error.details) == ("counter.taken_by", {"counter": "1", "name": "Petugas 1"})


def test_whoever_has_the_counter_goes_on_with_the_same_shift(desk: Desk) -> None:
    desk.issue(0)
    desk.call()
    before = desk.see()
    outcome = desk.runner.run(open_counter, OpenCounter(**desk.who)).value
    assert (outcome.resumed, outcome.state) == (True, "open")
    assert desk.see().current == before.current


def test_a_person_at_another_counter_is_told_which(desk: Desk) -> None:
    desk.runner.run(close_counter, CloseCounter(**desk.at(1).who))
    mine = {**desk.at(1).who, "staff_id": desk.office.staff[0]}
    error = desk.refused(open_counter, OpenCounter(**mine))
    assert (error.code, error.details) == ("counter.already_at", {"counter": "1"})


def test_the_same_command_twice_opens_one_shift(desk: Desk) -> None:
    desk.runner.run(close_counter, CloseCounter(**desk.who))
    command = OpenCounter(**desk.who)
    first = desk.runner.run(open_counter, command)
    again = desk.runner.run(open_counter, command)
    assert again.value.repeated
    assert not again.changes
    assert again.value.shift_id == first.value.shift_id


def test_a_shift_forgotten_yesterday_does_not_block_today(desk: Desk) -> None:
    ticket = desk.issue(0)
    desk.call()
    desk.pass_time(24 * 3600)
    theirs = {**desk.who, "staff_id": desk.office.staff[1]}
    assert desk.runner.run(open_counter, OpenCounter(**theirs)).value.state == "open"
    assert desk.row(Ticket, ticket.ticket_id).state == "unserved"
    states = desk.runner.read(
        lambda work: work.connection.execute(
            select(Shift.state, func.count()).group_by(Shift.state).order_by(Shift.state)
        ).all()
    )
    assert dict(map(tuple, states)) == {"closed": 2, "open": 2}


def test_nobody_leaves_a_counter_where_somebody_is(desk: Desk) -> None:
    desk.issue(0)
    desk.call()
    for use_case, command in ((close_counter, CloseCounter), (begin_break, BeginBreak)):
        error = desk.refused(use_case, command(**desk.who))
        assert (error.code, error.details) == ("counter.somebody_here", {"number": "A001"})


def test_the_chooser_lists_who_has_which_counter(desk: Desk) -> None:
    desk.runner.run(close_counter, CloseCounter(**desk.at(1).who))
    rows = desk.runner.read(list_counters, desk.office.office_id)
    assert [(row.name, row.state, row.staff) for row in rows] == [
        ("1", "open", "Petugas 1"),
        ("2", "closed", ""),
        ("3", "open", "Petugas 3"),
    ]
    assert rows[0].services == (("Kelompok A", "Group A"), ("Kelompok B", "Group B"))


# ---- taking back ----


def test_a_call_is_taken_back_in_time_with_place_and_class(desk: Desk) -> None:
    desk.issue(0)
    waiting = desk.issue(1, priority=True)
    desk.issue(2)
    desk.call()
    desk.start()
    started = desk.see().current.started_at_utc
    before = desk.row(Ticket, waiting.ticket_id)
    desk.pass_time(60)
    called, step = desk.call()
    assert (called.label, called.finished.label) == ("P001", "A001")
    desk.pass_time(11)
    outcome = desk.back(step)
    assert (outcome.released, outcome.restored) == ("P001", "A001")
    after = desk.row(Ticket, waiting.ticket_id)
    assert (after.state, after.arrival_no, after.klass) == ("waiting", before.arrival_no, "priority")
    state = desk.see()
    assert (state.current.label, state.current.state) == ("A001", "serving")
    assert state.current.started_at_utc == started
    assert (state.line[0].label, state.figures.served) == ("P001", 0)
    assert desk.row(Call, called.call_id).outcome == "taken_back"
    kinds = desk.runner.read(
        lambda work: (
            work.connection.execute(select(Event.kind).where(Event.kind.like("%taken_back"))).scalars().all()
        )
    )
    assert sorted(kinds) == ["ticket.call_taken_back", "ticket.end_taken_back"]
    again, _ = desk.call()
    assert again.label == "P001"


def test_a_call_is_not_taken_back_too_late_or_after_service_began(desk: Desk) -> None:
    desk.issue(0)
    desk.issue(0)
    _called, step = desk.call()
    desk.pass_time(12.5)
    late = desk.refused(take_back, TakeBack(**desk.who, step_command_id=step))
    assert late.code == "queue.undo_late"
    desk.runner.run(finish, Finish(**desk.who))
    _called, step = desk.call()
    desk.start()
    begun = desk.refused(take_back, TakeBack(**desk.who, step_command_id=step))
    assert (begun.code, begun.details) == ("queue.undo_started", {"number": "A002"})


@pytest.mark.parametrize("start_first", [True, False])
def test_finishing_is_taken_back(desk: Desk, start_first: bool) -> None:
    desk.issue(0)
    called, _ = desk.call()
    if start_first:
        desk.start()
    desk.pass_time(100)
    step = Finish(**desk.who)
    desk.runner.run(finish, step)
    assert desk.see().current is None
    desk.pass_time(3)
    assert desk.back(step.command_id).restored == "A001"
    state = desk.see()
    assert state.current.state == ("serving" if start_first else "called")
    assert desk.row(Call, called.call_id).ended_at_utc is None


def test_no_show_and_hold_are_taken_back(desk: Desk) -> None:
    desk.issue(0)
    desk.call()
    missed = MarkNoShow(**desk.who)
    desk.runner.run(mark_no_show, missed)
    desk.back(missed.command_id)
    assert desk.see().current.state == "called"
    desk.start()
    held = HoldTicket(**desk.who, reason="form")
    desk.runner.run(hold_ticket, held)
    desk.back(held.command_id)
    assert (desk.see().current.state, desk.see().held) == ("serving", ())
    # Taken back once is enough: the second time there is nothing left.
    error = desk.refused(take_back, TakeBack(**desk.who, step_command_id=held.command_id))
    assert error.code == "queue.undo_changed"


def test_what_changed_since_is_not_taken_back(desk: Desk) -> None:
    desk.issue(0)
    desk.issue(0)
    desk.call()
    step = Finish(**desk.who)
    desk.runner.run(finish, step)
    desk.call()
    error = desk.refused(take_back, TakeBack(**desk.who, step_command_id=step.command_id))
    assert error.code == "queue.undo_changed"
    unknown = desk.refused(take_back, TakeBack(**desk.who, step_command_id=uuid.uuid4()))
    assert unknown.code == "queue.undo_none"


def test_a_held_ticket_called_by_mistake_is_held_again(desk: Desk) -> None:
    ticket = desk.issue(0)
    desk.call()
    desk.runner.run(hold_ticket, HoldTicket(**desk.who, reason="payment"))
    step = CallChosen(**desk.who, ticket_id=ticket.ticket_id)
    desk.pass_time(30)
    desk.runner.run(call_chosen, step)
    desk.back(step.command_id)
    assert [(one.label, one.hold_reason) for one in desk.see().held] == [("A001", "payment")]


def test_a_ticket_sent_to_this_counter_stays_sent_to_it(desk: Desk) -> None:
    ticket = desk.issue(0)
    desk.at(1).call()
    sent = TransferTicket(
        office_id=desk.office.office_id,
        staff_id=desk.office.staff[1],
        ticket_id=ticket.ticket_id,
        to_counter_id=desk.office.counters[0],
    )
    desk.runner.run(transfer_ticket, sent)
    _called, step = desk.call()
    desk.back(step)
    assert desk.row(Ticket, ticket.ticket_id).target_counter_id == desk.office.counters[0]
    assert desk.at(1).see().line == ()
    assert desk.see().line[0].sent_here


# ---- without a number, another service, return, choice ----


def test_serving_without_a_ticket_gives_a_number_and_serves_it_here(desk: Desk) -> None:
    desk.issue(0)
    desk.call()
    desk.start()
    command = ServeWithoutTicket(**desk.who, service_id=desk.office.services[2])
    error = desk.refused(serve_without_ticket, command)
    assert (error.code, error.details) == ("queue.still_serving", {"number": "A001"})
    command = ServeWithoutTicket(**desk.who, service_id=desk.office.services[2], finish_current=True)
    first = desk.runner.run(serve_without_ticket, command).value
    again = desk.runner.run(serve_without_ticket, command).value
    assert (first.label, first.finished, first.here) == ("B001", "A001", True)
    assert again.repeated
    state = desk.see()
    assert (state.current.label, state.current.state, state.current.times) == ("B001", "serving", 0)
    assert desk.row(Ticket, first.ticket_id).source == "direct"


def test_another_service_of_the_same_visit(desk: Desk) -> None:
    ticket = desk.issue(0, priority=True)
    desk.call()
    desk.start()
    command = AddService(**desk.who, ticket_id=ticket.ticket_id, service_id=desk.office.services[3])
    added = desk.runner.run(add_service, command).value
    assert (added.here, added.finished, added.label) == (True, "P001", "P002")
    row = desk.row(Ticket, added.ticket_id)
    assert (row.visit_id, row.klass, row.priority_reason) == (
        desk.row(Ticket, ticket.ticket_id).visit_id,
        "priority",
        "elderly",
    )


def test_another_service_that_is_given_elsewhere_joins_the_line(engine: Engine) -> None:
    office = make_small_office(engine, counters=2, weights=[{0: 1}, {1: 1}])
    desk = Desk(Runner(engine, SetClock(START + timedelta(hours=1))), SetClock(START), office)
    desk.clock = desk.runner.clock  # type: ignore[assignment]
    ticket = desk.issue(0)
    desk.call()
    desk.start()
    command = AddService(**desk.who, ticket_id=ticket.ticket_id, service_id=office.services[1])
    added = desk.runner.run(add_service, command).value
    assert (added.here, added.finished) == (False, "")
    assert desk.see().current.label == "A001"
    assert [one.label for one in desk.at(1).see().line] == ["A002"]
    desk.runner.close()


def test_a_missed_one_returns_at_the_same_priority_and_place(desk: Desk) -> None:
    missed = desk.issue(0, priority=True)
    desk.issue(0)
    desk.issue(0)
    desk.call()
    desk.runner.run(mark_no_show, MarkNoShow(**desk.who))
    desk.pass_time(600)
    who = {"office_id": desk.office.office_id, "staff_id": desk.office.staff[0]}
    desk.runner.run(return_ticket, ReturnTicket(**who, ticket_id=missed.ticket_id))
    state = desk.see()
    assert (state.line[0].label, state.line[0].klass, state.line[0].returned) == ("P001", "priority", True)
    assert state.line_reason == "why.returned"


def test_the_line_is_the_order_of_the_calls(desk: Desk) -> None:
    for number in range(14):
        desk.issue(number % 4, priority=number in (5, 6, 9))
    shown = [one.label for one in desk.see().line]
    called = []
    for _ in range(12):
        outcome, _ = desk.call()
        called.append(outcome.label)
        desk.start()
    assert shown[:12] == called


# ---- alarms ----


def test_one_emergency_however_often_the_key_is_pressed(desk: Desk) -> None:
    first = desk.runner.run(raise_alarm, RaiseAlarm(**desk.who)).value
    second = desk.runner.run(raise_alarm, RaiseAlarm(**desk.who)).value
    assert second.alarm_id == first.alarm_id
    assert [(one.kind, one.counter) for one in desk.at(1).see().alarms] == [("emergency", "1")]
    who = {"office_id": desk.office.office_id, "staff_id": desk.office.staff[1]}
    desk.runner.run(answer_alarm, AnswerAlarm(**who, alarm_id=first.alarm_id))
    desk.runner.run(answer_alarm, AnswerAlarm(**who, alarm_id=first.alarm_id))
    assert desk.runner.read(open_alarms, desk.office.office_id) == ()
    error = desk.refused(answer_alarm, AnswerAlarm(**who, alarm_id=uuid.uuid4()))
    assert error.code == "alarm.unknown"

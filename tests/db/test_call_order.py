"""The database calls in the order that the declared policy names: every call is held against the reference.

A day of random issuing, calling, missing, returning and transferring is played on each database; before every
call the state is read and handed to ``desktop.domain.policy.choose``, and both must name the same ticket for
the same reason and leave the same counts behind.
"""

from __future__ import annotations

import itertools
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from desktop.domain import policy as rules
from desktop.models.engine import create_office_engine
from desktop.models.queue import QueueLane, Ticket
from desktop.models.staff import CounterService, Shift
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
from desktop.office.queue.serving import (
    MarkNoShow,
    ReturnTicket,
    TransferTicket,
    mark_no_show,
    return_ticket,
    transfer_ticket,
)
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from tests.support.small_office import START, SmallOffice, make_small_office

BOUND = 1
WEIGHTS = [{0: 1, 1: 1, 2: 1, 3: 1}, {0: 3, 2: 1}, {1: 2, 2: 5, 3: 1}]

steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("issue"), st.integers(0, 3), st.sampled_from(["regular"] * 3 + ["priority", "slot"])
        ),
        st.tuples(st.just("call"), st.integers(0, 2), st.sampled_from(["finish", "miss"])),
        st.tuples(st.just("transfer"), st.integers(0, 9), st.integers(0, 5)),
        st.tuples(st.just("return"), st.integers(0, 9), st.just(0)),
    ),
    min_size=15,
    max_size=50,
)


class Day:
    """One business day on a database, played step by step."""

    def __init__(self, runner: Runner, office: SmallOffice, number: int) -> None:
        self.runner, self.office = runner, office
        self.clock = runner.clock
        assert isinstance(self.clock, SetClock)
        self.clock.current = START + timedelta(days=number)
        self.missed: list = []
        with runner.engine.connect().execution_options(loket_write=True) as connection:
            connection.execute(update(Shift).values(regular_run=0))
            connection.commit()

    @property
    def day(self):
        return self.clock.current.date()

    def issue(self, service: int, kind: str) -> None:
        slot = self.clock.current + timedelta(seconds=3) if kind == "slot" else None
        self.runner.run(
            issue_ticket,
            IssueTicket(
                office_id=self.office.office_id,
                service_id=self.office.services[service],
                priority=kind == "priority",
                slot_at=slot,
            ),
        )

    def state(self, counter: int):
        office = self.office
        with self.runner.engine.connect() as connection:
            waiting = connection.execute(
                select(
                    Ticket.id,
                    Ticket.arrival_no,
                    Ticket.klass,
                    Ticket.service_id,
                    Ticket.group_id,
                    Ticket.jump_base,
                    Ticket.returned,
                    Ticket.target_counter_id,
                ).where(Ticket.business_day == self.day, Ticket.state == "waiting")
            ).all()
            weights = dict(
                connection.execute(
                    select(CounterService.service_id, CounterService.weight).where(
                        CounterService.counter_id == office.counters[counter]
                    )
                ).all()
            )
            run = connection.execute(
                select(Shift.regular_run).where(Shift.counter_id == office.counters[counter])
            ).scalar_one()
            jumps = dict(
                connection.execute(
                    select(QueueLane.group_id, QueueLane.jumps).where(QueueLane.business_day == self.day)
                ).all()
            )
        view = rules.CounterView(weights, run, office.counters[counter])
        return [rules.WaitingTicket(*row) for row in waiting], view, jumps

    def call(self, counter: int, then: str) -> None:
        office = self.office
        keys = {
            "office_id": office.office_id,
            "counter_id": office.counters[counter],
            "staff_id": office.staff[counter],
        }
        self.clock.current += timedelta(seconds=1)
        self.admit()
        tickets, view, jumps = self.state(counter)
        expected = rules.choose(rules.QueuePolicy(2, 5, BOUND), view, tickets, jumps)
        outcome = self.runner.run(call_next, CallNext(**keys)).value
        if expected is None:
            assert outcome.ticket_id is None
            return
        assert (outcome.ticket_id, outcome.reason) == (expected.ticket.id, expected.reason)
        assert outcome.reason_args == dict(expected.reason_args)
        after = rules.after_call(view, expected, jumps)
        _tickets, now_view, now_jumps = self.state(counter)
        assert now_view.regular_run == after.regular_run
        assert {key: value for key, value in now_jumps.items() if value} == {
            key: value for key, value in after.jumps.items() if value
        }
        if then == "miss":
            self.runner.run(mark_no_show, MarkNoShow(**keys))
            self.missed.append(outcome.ticket_id)
        else:
            self.runner.run(start_service, StartService(**keys))
            self.runner.run(finish, Finish(**keys))

    def admit(self) -> None:
        # What call_next does by itself; done here first so that the reference sees the same line.
        from desktop.office.queue.rows import admit_due
        from desktop.office.work import Result

        self.runner.run(
            lambda work, command: Result(admit_due(work, command.office_id)),
            StartService(office_id=self.office.office_id, counter_id=self.office.counters[0]),
        )

    def transfer(self, which: int, target: int) -> None:
        tickets, _view, _jumps = self.state(0)
        if not tickets:
            return
        ticket = sorted(tickets, key=lambda one: one.arrival_no)[which % len(tickets)]
        command = {"office_id": self.office.office_id, "ticket_id": ticket.id}
        if target < 4:
            command["service_id"] = self.office.services[target]
        else:
            command["to_counter_id"] = self.office.counters[0]
        self.runner.run(transfer_ticket, TransferTicket(**command))

    def give_back(self, which: int) -> None:
        if self.missed:
            key = self.missed.pop(which % len(self.missed))
            self.runner.run(return_ticket, ReturnTicket(office_id=self.office.office_id, ticket_id=key))


def test_every_call_is_the_one_the_policy_names(database_url: str) -> None:
    engine = create_office_engine(database_url)
    office = make_small_office(engine, weights=WEIGHTS, bound=BOUND)
    runner = Runner(engine, SetClock(START))
    numbers = itertools.count()

    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(steps)
    def play(plan) -> None:
        day = Day(runner, office, next(numbers))
        for action, first, second in plan:
            if action == "issue":
                day.issue(first, second)
            elif action == "call":
                day.call(first, second)
            elif action == "transfer":
                day.transfer(first, second)
            else:
                day.give_back(first)

    try:
        play()
    finally:
        runner.close()
        engine.dispose()

"""The print queue on both databases: one holder a job, doubts are never printed, stale slips are left out."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from desktop.domain.errors import UserError
from desktop.models.engine import create_office_engine
from desktop.models.office import Setting
from desktop.models.paper import PrintJob as Row
from desktop.models.queue import Ticket
from desktop.models.record import Event
from desktop.office import paper_jobs
from desktop.office.paper_jobs import CLAIM_LEASE_S, SENDING_LEASE_S, DatabaseJobs
from desktop.office.paper_queue import (
    PAPER_SETTING,
    CancelJob,
    ReprintSlip,
    SettleDoubt,
    cancel_job,
    paper_counts,
    reprint_slip,
    settle_doubt,
    unprinted,
)
from desktop.office.queue import IssuedTicket, IssueTicket, issue_ticket
from desktop.office.runner import Runner
from desktop.office.slips import read_slip_content, slip_content, slip_snapshot
from desktop.office.work import SetClock
from desktop.printing.snapshots import SlipSnapshot
from tests.support.small_office import START, SmallOffice, make_small_office


@dataclass
class House:
    runner: Runner
    clock: SetClock
    office: SmallOffice

    def worker(self) -> DatabaseJobs:
        return DatabaseJobs(self.runner, self.office.office_id, self.office.printer_id)

    def issue(self, *, paper: bool = True) -> IssuedTicket:
        self.pass_(1)
        service = self.office.services[0]
        command = IssueTicket(
            office_id=self.office.office_id,
            service_id=service,
            slip=self.runner.read(read_slip_content, self.office.office_id, service) if paper else None,
            printer_id=self.office.printer_id if paper else None,
        )
        return self.runner.run(issue_ticket, command).value

    def pass_(self, seconds: float) -> None:
        self.clock.current += timedelta(seconds=seconds)

    def run(self, use_case: Any, command: type, **fields: Any) -> Any:
        return self.runner.run(use_case, command(office_id=self.office.office_id, **fields)).value

    def write(self, statement: Any) -> None:
        with self.runner.engine.connect().execution_options(loket_write=True) as connection:
            connection.execute(statement)
            connection.commit()

    def rows(self, statement: Any) -> list[Any]:
        with self.runner.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(statement)]

    def jobs(self) -> list[tuple[str, str | None]]:
        return self.rows(select(Row.state, Row.reason).order_by(Row.created_at_utc, Row.copy_number))

    def unprinted(self) -> list[tuple[str, str]]:
        return [(one.label, one.state) for one in self.runner.read(unprinted, self.office.office_id)]


@pytest.fixture
def house(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    # Leases count by the database's own clock, which a test cannot set.
    monkeypatch.setattr(paper_jobs, "lease_now", lambda work: work.now())
    engine = create_office_engine(database_url)
    clock = SetClock(START)
    runner = Runner(engine, clock)
    yield House(runner, clock, make_small_office(engine))
    runner.close()
    engine.dispose()


def label(job: Any) -> str:
    return SlipSnapshot.from_json(job.snapshot).number


def test_oldest_first_and_one_holder(house: House) -> None:
    for _ in range(3):
        house.issue()
    first, second = house.worker(), house.worker()
    one, two = first.claim(), second.claim()
    assert (label(one), label(two)) == ("A001", "A002")
    assert first.claim() == one, "asked again, a worker gets the job it holds"
    assert first.mark(one, "sending", "")
    assert first.mark(one, "confirmed", "")
    assert label(first.claim()) == "A003"
    assert house.worker().claim() is None


def test_an_ended_lease_gives_the_job_to_another_and_the_first_may_not_send(house: House) -> None:
    house.issue()
    slow, quick = house.worker(), house.worker()
    job = slow.claim()
    house.pass_(CLAIM_LEASE_S - 1)
    assert quick.claim() is None
    house.pass_(1)
    assert quick.claim() == job
    assert not slow.mark(job, "sending", "")
    assert quick.mark(job, "sending", "")
    assert house.jobs() == [("sending", None)]


def test_sending_that_never_ended_is_in_doubt_and_never_given_out(house: House) -> None:
    ticket = house.issue()
    dead, next_one = house.worker(), house.worker()
    job = dead.claim()
    assert dead.mark(job, "sending", "")
    house.pass_(SENDING_LEASE_S)
    assert next_one.claim() is None
    assert house.jobs() == [("unknown", "print.doubt")]
    assert house.unprinted() == [(ticket.label, "unknown")]
    assert house.rows(select(Event.kind, Event.reason).where(Event.kind == "paper.in_doubt")) == [
        ("paper.in_doubt", "print.doubt")
    ]


@pytest.mark.parametrize(("outcome", "state"), [("confirmed", "confirmed"), ("queued", "failed")])
def test_a_late_truth_about_a_doubt_is_believed_but_never_printed_again(
    house: House, outcome: Any, state: str
) -> None:
    house.issue()
    late = house.worker()
    job = late.claim()
    late.mark(job, "sending", "")
    house.pass_(SENDING_LEASE_S)
    assert house.worker().claim() is None
    assert late.mark(job, outcome, "print.no_answer")
    assert [one for one, _reason in house.jobs()] == [state]
    assert house.worker().claim() is None


def test_a_failure_goes_back_and_is_the_next_again(house: House) -> None:
    first, second = house.issue(), house.issue()
    worker = house.worker()
    job = worker.claim()
    worker.mark(job, "sending", "")
    assert worker.mark(job, "queued", "print.no_paper")
    assert house.unprinted()[0] == (first.label, "queued")
    counts = house.runner.read(paper_counts, house.office.office_id)
    assert (counts.waiting, counts.reason, counts.printer) == (2, "print.no_paper", "Struk")
    assert label(house.worker().claim()) == first.label
    assert label(house.worker().claim()) == second.label


def test_a_mark_that_is_sent_twice_is_harmless(house: House) -> None:
    house.issue()
    worker = house.worker()
    job = worker.claim()
    assert worker.mark(job, "sending", "")
    assert worker.mark(job, "sending", "")
    assert worker.mark(job, "confirmed", "")
    assert worker.mark(job, "confirmed", "")
    assert not worker.mark(job, "queued", "")
    assert house.jobs() == [("confirmed", None)]


@pytest.mark.parametrize("minutes", [None, 5])
def test_stale_slips_are_left_out(house: House, minutes: int | None) -> None:
    if minutes is not None:
        house.write(
            insert(Setting).values(
                office_id=house.office.office_id, name=PAPER_SETTING, value={"stale_after_min": minutes}
            )
        )
    old = house.issue()
    house.pass_((minutes or 20) * 60)
    fresh = house.issue()
    worker = house.worker()
    assert label(worker.claim()) == fresh.label
    assert house.jobs()[0] == ("failed", "paper.stale")
    assert (old.label, "failed") in house.unprinted()


def test_a_slip_of_somebody_who_is_done_is_not_printed(house: House) -> None:
    ticket = house.issue()
    house.write(update(Ticket).where(Ticket.id == ticket.ticket_id).values(state="cancelled"))
    assert house.worker().claim() is None
    assert house.jobs() == [("cancelled", "paper.not_needed")]
    assert house.unprinted() == []


def test_a_reprint_of_what_never_came_out_is_no_copy(house: House) -> None:
    ticket = house.issue()
    again = house.run(reprint_slip, ReprintSlip, ticket_id=ticket.ticket_id)
    assert again.copy_number == 0
    assert house.jobs()[0] == ("cancelled", "paper.replaced")
    worker = house.worker()
    job = worker.claim()
    assert uuid.UUID(job.job_id) == again.job_id
    worker.mark(job, "sending", "")
    worker.mark(job, "confirmed", "")
    assert worker.claim() is None
    copy = house.run(reprint_slip, ReprintSlip, ticket_id=ticket.ticket_id, staff_id=house.office.staff[0])
    assert copy.copy_number == 1
    snapshot = SlipSnapshot.from_json(worker.claim().snapshot)
    assert (snapshot.copy_number, snapshot.copied_by, snapshot.number) == (1, "Petugas 1", ticket.label)


def test_a_reprint_of_a_doubt_is_a_copy_for_ever(house: House) -> None:
    ticket = house.issue()
    dead = house.worker()
    dead.mark(dead.claim(), "sending", "")
    house.pass_(SENDING_LEASE_S)
    house.worker().claim()
    first = house.run(reprint_slip, ReprintSlip, ticket_id=ticket.ticket_id)
    second = house.run(reprint_slip, ReprintSlip, ticket_id=ticket.ticket_id)
    assert (first.copy_number, second.copy_number) == (1, 1)
    assert sorted(house.jobs()) == [
        ("cancelled", "paper.replaced"),
        ("cancelled", "paper.replaced_in_doubt"),
        ("queued", None),
    ]


def test_the_same_reprint_twice_is_one(house: House) -> None:
    ticket = house.issue()
    command = ReprintSlip(office_id=house.office.office_id, ticket_id=ticket.ticket_id)
    first, again = house.runner.run(reprint_slip, command), house.runner.run(reprint_slip, command)
    assert again.value.repeated
    assert not again.changes
    assert first.value.job_id == again.value.job_id
    assert len(house.jobs()) == 2


def test_a_ticket_without_paper_gets_its_first_slip(house: House) -> None:
    ticket = house.issue(paper=False)
    with pytest.raises(UserError) as refused:
        house.run(reprint_slip, ReprintSlip, ticket_id=ticket.ticket_id)
    assert refused.value.code == "paper.no_printer"
    assert house.jobs() == []
    house.run(reprint_slip, ReprintSlip, ticket_id=ticket.ticket_id, printer_id=house.office.printer_id)
    slip = SlipSnapshot.from_json(house.worker().claim().snapshot)
    assert (slip.number, slip.code, slip.copy_number) == (ticket.label, ticket.code, 0)
    with pytest.raises(UserError) as refused:
        house.run(reprint_slip, ReprintSlip, ticket_id=uuid.uuid4())
    assert refused.value.code == "queue.unknown_ticket"


def test_cancelling(house: House) -> None:
    house.issue()
    worker = house.worker()
    job = worker.claim()
    key = uuid.UUID(job.job_id)
    assert house.run(cancel_job, CancelJob, job_id=key).state == "cancelled"
    assert not worker.mark(job, "sending", ""), "a job that was withdrawn is not sent"
    house.issue()
    job = worker.claim()
    worker.mark(job, "sending", "")
    for code, state in (("paper.printing_now", "confirmed"), ("paper.already_printed", "confirmed")):
        with pytest.raises(UserError) as refused:
            house.run(cancel_job, CancelJob, job_id=uuid.UUID(job.job_id))
        assert refused.value.code == code
        worker.mark(job, state, "")
    with pytest.raises(UserError) as refused:
        house.run(cancel_job, CancelJob, job_id=uuid.uuid4())
    assert refused.value.code == "paper.unknown_job"


@pytest.mark.parametrize(("came_out", "state"), [(True, "sent"), (False, "failed")])
def test_settling_a_doubt(house: House, came_out: bool, state: str) -> None:
    house.issue()
    worker = house.worker()
    job = worker.claim()
    with pytest.raises(UserError) as refused:
        house.run(settle_doubt, SettleDoubt, job_id=uuid.UUID(job.job_id), came_out=True)
    assert refused.value.code == "paper.not_in_doubt"
    worker.mark(job, "sending", "")
    worker.mark(job, "unknown", "print.connection_lost")
    assert (
        house.run(settle_doubt, SettleDoubt, job_id=uuid.UUID(job.job_id), came_out=came_out).state == state
    )
    assert bool(house.unprinted()) is not came_out


def test_a_young_job_is_not_missing(house: House) -> None:
    house.issue()
    assert house.unprinted() == []
    house.pass_(5)
    assert house.unprinted() == [("A001", "queued")]


def test_a_set_clock_that_runs_through_the_day_ends_no_lease(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    house.issue()
    first, second = house.worker(), house.worker()
    job = first.claim()
    assert first.mark(job, "sending", "")
    house.pass_(3600)
    assert second.claim() is None
    assert house.jobs() == [("sending", None)]
    assert first.mark(job, "confirmed", "")


steps = st.lists(
    st.one_of(
        st.just(("issue",)),
        st.tuples(st.just("claim"), st.integers(0, 1)),
        st.tuples(st.just("send"), st.integers(0, 1)),
        st.tuples(
            st.just("end"), st.integers(0, 1), st.sampled_from(["confirmed", "sent", "unknown", "queued"])
        ),
        st.tuples(st.just("die"), st.integers(0, 1)),
        st.tuples(st.just("wait"), st.sampled_from([1.0, CLAIM_LEASE_S, SENDING_LEASE_S])),
    ),
    max_size=40,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_no_play_of_two_workers_prints_a_slip_twice(house: House, steps: list[Any]) -> None:
    """Workers stall, die and come back; a slip goes to paper at most once, whatever they write afterwards."""
    house.clock.current += timedelta(days=1)
    workers = [house.worker(), house.worker()]
    held: list[Any] = [None, None]
    sending = [False, False]
    on_paper: dict[str, int] = {}
    for step in steps:
        if step[0] == "issue":
            house.issue()
        elif step[0] == "wait":
            house.pass_(step[1])
        elif step[0] == "claim" and held[step[1]] is None:
            held[step[1]] = workers[step[1]].claim()
        elif step[0] == "die":
            workers[step[1]], held[step[1]], sending[step[1]] = house.worker(), None, False
        elif step[0] == "send" and held[step[1]] is not None and not sending[step[1]]:
            if workers[step[1]].mark(held[step[1]], "sending", ""):
                sending[step[1]] = True
                key = held[step[1]].job_id
                # From here on bytes may have gone out.
                on_paper[key] = on_paper.get(key, 0) + 1
            else:
                held[step[1]] = None
        elif step[0] == "end" and sending[step[1]]:
            job = held[step[1]]
            if step[2] == "queued":
                on_paper[job.job_id] -= 1  # the printer took not one byte
            workers[step[1]].mark(job, step[2], "")
            held[step[1]], sending[step[1]] = None, False
        assert all(count <= 1 for count in on_paper.values())


def test_a_slip_of_the_past_is_read_as_it_was_written() -> None:
    written = {
        **slip_content(
            office="Dukcapil Kota Teluk Sari",
            service="KTP-el",
            zone="Asia/Makassar",
            bring=["Fotokopi KK", "Formulir F‑1.02 – asli, ditandatangani pemohon dan saksi"],
            slot_at_utc=START + timedelta(hours=2),
        ),
        "number": "A001",
        "code": "T261123A001",
        "people_ahead": 3,
        "issued_at_utc": "2026-11-23T01:00:00.5Z",
    }
    slip = slip_snapshot(written, "Asia/Jakarta")
    assert (slip.issued_local.hour, slip.zone_label) == (9, "WITA")
    assert slip.slot_local is not None
    assert slip.slot_local.hour == 11
    assert slip.people_ahead is None, "nobody stands before an appointment whose time has not come"
    assert all(len(item) <= 32 and item.isascii() for item in slip.bring)
    with pytest.raises(UserError):
        slip_snapshot({**written, "issued_at_utc": "2026-11-23T01:00:00"}, "Asia/Makassar")

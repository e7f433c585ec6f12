"""The worker: one outcome for each job, retries only where nothing went out, and a thread that outlives trouble."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from desktop.printing.adapters.port import Delivery, Document
from desktop.printing.adapters.tcp_escpos import TcpEscposPrinter
from desktop.printing.snapshots import SlipSnapshot
from desktop.printing.spool import JobState, PrintJob, SpoolTimes, SpoolWorker
from tests.printing_emulator import EmulatedPrinter, Faults
from tests.support.waiting import wait_for

QUICK = SpoolTimes(poll_s=0.02, retry_first_s=0.02, retry_longest_s=0.05)


class ListSource:
    """Jobs in memory, with the same promises as the database."""

    def __init__(self, *jobs: PrintJob) -> None:
        self.lock = threading.Lock()
        self.open = list(jobs)
        self.log: list[tuple[str, JobState, str]] = []
        self.lease_holds = True
        self.claim_faults = 0
        self.mark_faults = 0

    def claim(self) -> PrintJob | None:
        with self.lock:
            if self.claim_faults:
                self.claim_faults -= 1
                raise ConnectionError("database away")
            return self.open.pop(0) if self.open else None

    def mark(self, job: PrintJob, state: JobState, reason: str) -> bool:
        with self.lock:
            if state != "sending" and self.mark_faults:
                self.mark_faults -= 1
                raise ConnectionError("database away")
            self.log.append((job.job_id, state, reason))
            if state == "queued":
                self.open.insert(0, job)
            return self.lease_holds


class ScriptedPrinter:
    paper_kind = "escpos58"

    def __init__(self, *outcomes: Delivery | Exception) -> None:
        self.outcomes = list(outcomes)
        self.names: list[str] = []

    def send(self, document: Document) -> Delivery:
        self.names.append(document.name)
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


@pytest.fixture
def job(slip: SlipSnapshot) -> PrintJob:
    return PrintJob("job-1", slip.to_json())


@contextmanager
def running(worker: SpoolWorker) -> Iterator[SpoolWorker]:
    worker.start()
    try:
        yield worker
    finally:
        assert worker.stop(5.0)


@pytest.mark.parametrize(
    "delivery",
    [
        Delivery("confirmed"),
        Delivery("sent", "print.no_answer"),
        Delivery("unknown", "print.doubt"),
    ],
)
def test_an_outcome_is_written_once_and_stays(job: PrintJob, delivery: Delivery) -> None:
    source, printer = ListSource(job), ScriptedPrinter(delivery)
    worker = SpoolWorker(source, printer, times=QUICK)
    assert worker.run_once() == delivery
    assert source.log == [("job-1", "sending", ""), ("job-1", delivery.state, delivery.reason)]
    assert worker.run_once() is None
    assert printer.names == ["T261123B087"]


def test_a_harmless_failure_goes_back_to_the_queue(job: PrintJob) -> None:
    source = ListSource(job)
    printer = ScriptedPrinter(Delivery("failed", "print.no_paper"), Delivery("confirmed"))
    told: list[str] = []
    worker = SpoolWorker(source, printer, times=QUICK, on_outcome=lambda _, d: told.append(d.state))
    with running(worker):
        wait_for(lambda: len(told) == 2)
    assert [state for _, state, _ in source.log] == ["sending", "queued", "sending", "confirmed"]
    assert source.log[1] == ("job-1", "queued", "print.no_paper")


def test_a_lost_lease_prints_nothing(job: PrintJob) -> None:
    source, printer = ListSource(job), ScriptedPrinter()
    source.lease_holds = False
    SpoolWorker(source, printer, times=QUICK).run_once()
    assert printer.names == []
    assert [state for _, state, _ in source.log] == ["sending"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda data: b"rubbish", "print.snapshot"),
        (lambda data: data.replace(b'"template_version":1', b'"template_version":77'), "print.template"),
    ],
)
def test_a_job_that_cannot_be_drawn_does_not_stop_the_next(
    job: PrintJob, change: Callable[[bytes], bytes], reason: str
) -> None:
    bad = PrintJob("bad", change(job.snapshot))
    source, printer = ListSource(bad, job), ScriptedPrinter(Delivery("confirmed"))
    worker = SpoolWorker(source, printer, times=QUICK)
    with running(worker):
        wait_for(lambda: ("job-1", "confirmed", "") in source.log)
    assert source.log[0] == ("bad", "failed", reason)


def test_a_bug_in_a_printer_leaves_a_doubt_not_a_second_slip(job: PrintJob) -> None:
    source, printer = ListSource(job), ScriptedPrinter(RuntimeError("bug"))
    assert SpoolWorker(source, printer, times=QUICK).run_once() == Delivery("unknown", "print.doubt")
    assert source.log[-1] == ("job-1", "unknown", "print.doubt")


def test_the_database_may_go_away(job: PrintJob) -> None:
    source, printer = ListSource(job), ScriptedPrinter(Delivery("confirmed"))
    source.claim_faults, source.mark_faults = 3, 3
    with running(SpoolWorker(source, printer, times=QUICK)):
        wait_for(lambda: ("job-1", "confirmed", "") in source.log)
    assert printer.names == ["T261123B087"], "printed more than once"


def test_a_new_job_need_not_wait_for_the_poll(job: PrintJob) -> None:
    source, printer = ListSource(), ScriptedPrinter(Delivery("confirmed"))
    with running(SpoolWorker(source, printer, times=SpoolTimes(poll_s=60.0))) as worker:
        with source.lock:
            source.open.append(job)
        worker.wake()
        wait_for(lambda: source.log[-1:] == [("job-1", "confirmed", "")])


def test_a_refill_prints_what_waited(slip: SlipSnapshot) -> None:
    jobs = [PrintJob(f"job-{n}", slip.to_json()) for n in range(3)]
    source = ListSource(*jobs)
    with EmulatedPrinter(faults=Faults(paper_rows=0)) as printer:
        adapter = TcpEscposPrinter(*printer.address, reply_timeout_s=5.0)
        with running(SpoolWorker(source, adapter, times=QUICK)):
            wait_for(lambda: ("job-0", "queued", "print.no_paper") in source.log)
            printer.faults.paper_rows = None
            wait_for(lambda: ("job-2", "confirmed", "") in source.log)
        assert len(printer.drawer.papers) == 3
        assert printer.errors == []
    assert [name for name, state, _ in source.log if state == "confirmed"] == ["job-0", "job-1", "job-2"]

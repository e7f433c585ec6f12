"""One worker thread for each printer: takes jobs, prints them, and writes down what became of each.

Plain Python, no Qt. The office layer gives the ``JobSource`` (database rows with a lease); ``app`` starts and
stops the workers. Nobody ever waits for a worker: a ticket is complete before its slip is tried.

How a job goes: ``claim`` -> ``sending`` -> ``confirmed``, ``sent``, ``unknown`` or ``failed``; back to ``queued``
when nothing was printed and a later try may work. A job whose lease ended while it was ``sending`` must be made
``unknown`` by the source, never handed out again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from desktop.domain.errors import LoketError
from desktop.printing.adapters.port import Delivery, Document, PrinterPort
from desktop.printing.escpos import DEFAULT_PROFILE, EscposProfile
from desktop.printing.kinds import snapshot_from_json
from desktop.printing.render import render_document

_log = logging.getLogger(__name__)

JobState: TypeAlias = Literal["queued", "sending", "confirmed", "sent", "unknown", "failed"]


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A claimed job.

    Attributes:
        job_id: key of its row.
        snapshot: JSON of what to print.
    """

    job_id: str
    snapshot: bytes


class JobSource(Protocol):
    """Where jobs come from; called from the worker's thread only."""

    def claim(self) -> PrintJob | None:
        """The next job of this printer with a lease on it, oldest first; None when there is none to do now."""

    def mark(self, job: PrintJob, state: JobState, reason: str) -> bool:
        """Writes the state; False when the lease is no longer ours, and the job must be left alone."""


@dataclass(frozen=True, slots=True)
class SpoolTimes:
    """Waits in seconds: between looks at an empty queue, and the first and longest wait after a failure."""

    poll_s: float = 1.0
    retry_first_s: float = 1.0
    retry_longest_s: float = 30.0


class SpoolWorker:
    """Prints the jobs of one source on one printer, one after the other.

    Args:
        source: jobs of this printer.
        printer: used by this worker alone.
        profile: what the ESC/POS printer can do.
        on_outcome: told each outcome, from the worker's thread; must not block.
        name: of the thread, such as the printer's name.
    """

    def __init__(
        self,
        source: JobSource,
        printer: PrinterPort,
        *,
        profile: EscposProfile = DEFAULT_PROFILE,
        times: SpoolTimes | None = None,
        on_outcome: Callable[[PrintJob, Delivery], None] | None = None,
        name: str = "printer",
    ) -> None:
        self._source = source
        self._printer = printer
        self._profile = profile
        self._times = times if times is not None else SpoolTimes()
        self._on_outcome = on_outcome
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._failures = 0
        self._thread = threading.Thread(target=self._run, name=f"spool-{name}", daemon=True)

    def start(self) -> None:
        """Starts the thread; once only."""
        self._thread.start()

    def wake(self) -> None:
        """There may be a new job, or paper again: look now. May be called from any thread."""
        self._wake.set()

    def stop(self, timeout_s: float = 10.0) -> bool:
        """Ends after the document in hand.

        Returns:
            True when the thread has ended within the time.
        """
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def run_once(self) -> Delivery | None:
        """Prints one job in the caller's thread, as the worker does; None when there was none.

        Raises:
            Exception: whatever the source raises.
        """
        job = self._source.claim()
        if job is None:
            return None
        try:
            document = self._render(job)
        except LoketError as error:
            return self._settle(job, Delivery("failed", error.code), for_good=True)
        except Exception:
            # A snapshot that our own code cannot draw must not stop the slips behind it.
            _log.exception("print job %s cannot be drawn", job.job_id)
            return self._settle(job, Delivery("failed", "print.render_failed"), for_good=True)
        if not self._source.mark(job, "sending", ""):
            return Delivery("failed", "print.lease_lost")
        try:
            delivery = self._printer.send(document)
        except Exception:
            # An adapter does not raise for a printer's faults, so this is a bug after an unknown number of bytes.
            _log.exception("printer failed on job %s", job.job_id)
            delivery = Delivery("unknown", "print.doubt")
        return self._settle(job, delivery, for_good=False)

    def _render(self, job: PrintJob) -> Document:
        snapshot = snapshot_from_json(job.snapshot)
        data = render_document(snapshot, self._printer.paper_kind, self._profile)
        copy = f"-salinan-{snapshot.copy_number}" if snapshot.copy_number else ""
        return Document(name=f"{snapshot.paper_name}{copy}", data=data)

    def _settle(self, job: PrintJob, delivery: Delivery, *, for_good: bool) -> Delivery:
        """Writes the outcome, trying until it is written: a slip that came out must never be forgotten."""
        retry = delivery.may_retry and not for_good
        self._failures = self._failures + 1 if retry else 0
        state: JobState = "queued" if retry else delivery.state
        tries = 0
        while True:
            try:
                self._source.mark(job, state, delivery.reason)
                break
            except Exception:
                # Whatever it was, the paper is out: the outcome must be written, so it is tried until it is.
                _log.exception("outcome %s of print job %s cannot be written yet", state, job.job_id)
                tries += 1
                if self._stopping.wait(self._wait_s(tries)):
                    break
        if self._on_outcome is not None:
            self._on_outcome(job, delivery)
        return delivery

    def _wait_s(self, failures: int) -> float:
        return min(self._times.retry_longest_s, self._times.retry_first_s * 2.0 ** min(failures - 1, 10))

    def _run(self) -> None:
        source_failures = 0
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                delivery = self.run_once()
                source_failures = 0
            except Exception:
                # The database may be away for a while; the thread must outlive that.
                source_failures += 1
                _log.exception("print jobs cannot be read")
                self._wake.wait(self._wait_s(source_failures))
                continue
            if delivery is None:
                self._wake.wait(self._times.poll_s)
            elif self._failures:
                self._wake.wait(self._wait_s(self._failures))

"""The worker's side of the print queue: claim a job with a lease, and write down what became of it.

``DatabaseJobs`` is the ``JobSource`` of ``desktop.printing.spool`` over the table ``print_job``. Built by
``desktop.app.printing``, one for each worker, with a runner of its own. A lease names the worker: on PostgreSQL
several may ask at once (SKIP LOCKED), on SQLite one after the other (BEGIN IMMEDIATE).
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from desktop.office.files.paper_snapshots import printed_snapshot
from desktop.office.paper_queue import CHANGES, PAPER_SETTING, STALE_AFTER_MIN, set_job
from desktop.office.records import append_event
from desktop.office.runner import Runner
from desktop.office.work import Command, Result, Work
from desktop.printing.spool import JobState, PrintJob

CLAIM_LEASE_S: Final = 30.0
"""A worker that died before it began to send is replaced after this long."""

SENDING_LEASE_S: Final = 90.0
"""Longer than a printer may take to answer; after it a job that is still being sent is in doubt."""

_LOOK_BACK: Final = timedelta(days=2)
_ENDED_TICKETS: Final = ("done", "cancelled", "unserved")
_NOTHING: Final[frozenset[str]] = frozenset()


class ClaimJob(Command, frozen=True, kw_only=True):
    """The next job of a printer, for one worker; ``slips_only`` leaves papers with persons to other stations."""

    printer_id: uuid.UUID
    worker: str
    lease_s: float = CLAIM_LEASE_S
    slips_only: bool = False


class MarkJob(Command, frozen=True, kw_only=True):
    """What became of a claimed job."""

    job_id: uuid.UUID
    worker: str
    state: str
    reason: str = ""
    lease_s: float = SENDING_LEASE_S


class DatabaseJobs:
    """The jobs of one printer, for one worker; used from the worker's thread only.

    Args:
        runner: of this worker alone; its connections go back to the engine's pool after each step, because a
            printer is mostly idle or busy with paper, and a server has few connections for many stations.
        office_id: the office.
        printer_id: whose jobs.
        station_id: named in events.
        claim_lease_s: seconds until a claimed job that was not begun goes to another worker.
        sending_lease_s: seconds after which a job that is being sent is in doubt.
        slips_only: take queue slips only, for a station that may not read about persons.
    """

    def __init__(
        self,
        runner: Runner,
        office_id: uuid.UUID,
        printer_id: uuid.UUID,
        *,
        station_id: uuid.UUID | None = None,
        claim_lease_s: float = CLAIM_LEASE_S,
        sending_lease_s: float = SENDING_LEASE_S,
        slips_only: bool = False,
    ) -> None:
        self._runner = runner
        self._slips_only = slips_only
        self._office_id = office_id
        self._printer_id = printer_id
        self._station_id = station_id
        self._leases = (claim_lease_s, sending_lease_s)
        self.worker = uuid.uuid4().hex

    def claim(self) -> PrintJob | None:
        """See ``JobSource.claim``.

        Raises:
            EnvironmentFault: the database cannot be asked.
        """
        try:
            return self._claim()
        finally:
            self._runner.close()

    def _claim(self) -> PrintJob | None:
        # An idle printer asks every second: looking does not take SQLite's one place for writers.
        if not self._runner.read(has_work, self._office_id, self._printer_id, self._slips_only):
            return None
        command = ClaimJob(
            office_id=self._office_id,
            station_id=self._station_id,
            printer_id=self._printer_id,
            worker=self.worker,
            lease_s=self._leases[0],
            slips_only=self._slips_only,
        )
        return self._runner.run(claim_job, command).value

    def mark(self, job: PrintJob, state: JobState, reason: str) -> bool:
        """See ``JobSource.mark``.

        Raises:
            EnvironmentFault: the database cannot be asked.
        """
        command = MarkJob(
            office_id=self._office_id,
            station_id=self._station_id,
            job_id=uuid.UUID(job.job_id),
            worker=self.worker,
            state=state,
            reason=reason,
            lease_s=self._leases[1],
        )
        try:
            return self._runner.run(mark_job, command).value
        finally:
            self._runner.close()


def lease_now(work: Work) -> datetime:
    """The moment that leases count by: always the database's own clock.

    A lease is about processes that live or died; a set clock (tour, demo) may run through a day in minutes.
    """
    if work.clock.moment() is None:
        return work.now()
    if work.on_postgresql:
        moment: datetime = work.connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
        return moment.astimezone(UTC)
    return datetime.now(UTC)  # house: own-clock: on SQLite this PC is the database server


def may_read_people(work: Work) -> bool:
    """Whether this station's role may read what papers say about persons; a kiosk's may not."""
    if not work.on_postgresql:
        return True
    return bool(
        work.connection.exec_driver_sql(
            "SELECT has_table_privilege('document_person', 'SELECT')"
        ).scalar_one()
    )


def has_work(work: Work, office_id: uuid.UUID, printer_id: uuid.UUID, slips_only: bool = False) -> bool:
    """Whether a printer has a job to print, or one whose lease has ended."""
    from sqlalchemy import or_, select

    from desktop.models.paper import Document
    from desktop.models.paper import PrintJob as Row

    now = lease_now(work)
    wanted = select(Row.id)
    if slips_only:
        wanted = wanted.join(Document, Document.id == Row.document_id).where(Document.kind == "slip")
    found = work.connection.execute(
        wanted.where(
            Row.office_id == office_id,
            Row.printer_id == printer_id,
            Row.created_at_utc >= work.now() - _LOOK_BACK,
            or_(
                Row.state == "queued",
                Row.state.in_(("claimed", "sending")) & (Row.leased_until_utc <= now),
            ),
        ).limit(1)
    ).first()
    return found is not None


def claim_job(work: Work, command: ClaimJob) -> Result[PrintJob | None]:
    """Take the oldest job of a printer, after what is stale, unneeded or in doubt was put aside.

    Not remembered as a command: asked again by the same worker, it gives the job that this worker holds.

    Locks: the job; jobs that others look at are skipped.
    Writes: print_job; event for a job that was put aside.
    Changes: paper, where a job was put aside.
    """
    from sqlalchemy import or_, select, update

    from desktop.models.paper import Document
    from desktop.models.paper import PrintJob as Row

    now = lease_now(work)
    put_aside = _put_aside(work, command, now)
    row = work.connection.execute(
        select(
            Row.id,
            Row.document_id,
            Row.copy_number,
            Row.created_at_utc,
            Document.kind,
            Document.content,
        )
        .join(Document, Document.id == Row.document_id)
        .where(
            *((Document.kind == "slip",) if command.slips_only else ()),
            Row.office_id == command.office_id,
            Row.printer_id == command.printer_id,
            or_(
                Row.state == "queued",
                (Row.state == "claimed")
                & ((Row.leased_until_utc <= now) | (Row.leased_by == command.worker)),
            ),
        )
        .order_by(Row.created_at_utc, Row.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=Row)
    ).first()
    changes = CHANGES if put_aside else _NOTHING
    if put_aside:
        work.wake(command.office_id)
    if row is None:
        return Result(None, changes)
    work.connection.execute(
        update(Row)
        .where(Row.id == row.id)
        .values(
            state="claimed",
            leased_by=command.worker,
            leased_until_utc=now + timedelta(seconds=command.lease_s),
            attempts=Row.attempts + 1,
        )
    )
    return Result(PrintJob(str(row.id), printed_snapshot(work, command.office_id, row)), changes)


def mark_job(work: Work, command: MarkJob) -> Result[bool]:
    """Write what became of a job that this worker holds; the value is False when it holds it no longer.

    A worker that comes back late with the truth about a job in doubt is believed; only "nothing was printed"
    is then given up instead of tried again, because somebody may have printed the slip meanwhile.

    Locks: the job.
    Writes: print_job; event where it failed or is in doubt.
    Changes: paper, but for ``sending``.
    """
    from sqlalchemy import select, update

    from desktop.models.paper import PrintJob as Row

    row = work.connection.execute(
        select(Row.state, Row.leased_by).where(Row.id == command.job_id).with_for_update()
    ).first()
    if row is None or row.leased_by != command.worker:
        return Result(False)
    before, state = str(row.state), command.state
    if state == "sending":
        if before not in ("claimed", "sending"):
            return Result(False)
        work.connection.execute(
            update(Row)
            .where(Row.id == command.job_id)
            .values(state=state, leased_until_utc=lease_now(work) + timedelta(seconds=command.lease_s))
        )
        return Result(True)
    if before not in ("claimed", "sending", "unknown"):
        return Result(before == state)
    if before == "unknown" and state == "queued":
        state = "failed"
    held = state in ("queued", "failed")
    work.connection.execute(
        update(Row)
        .where(Row.id == command.job_id)
        .values(
            state=state,
            reason=command.reason or None,
            # The holder's name stays, so that a mark that is sent twice finds what it wrote.
            leased_by=None if held else command.worker,
            leased_until_utc=None,
            done_at_utc=None if state == "queued" else work.now(),
        )
    )
    if state in ("failed", "unknown"):
        append_event(
            work,
            command,
            f"paper.{'in_doubt' if state == 'unknown' else 'failed'}",
            command.job_id,
            before={"state": before},
            after={"state": state},
            reason=command.reason or None,
        )
    work.wake(command.office_id)
    return Result(True, CHANGES)


def _put_aside(work: Work, command: ClaimJob, now: datetime) -> bool:
    """Jobs that must not be printed: in doubt, stale, or of a ticket that is over."""
    from sqlalchemy import or_, select, update

    from desktop.models.paper import Document
    from desktop.models.paper import PrintJob as Row
    from desktop.models.queue import Ticket

    run = work.connection.execute
    mine = (Row.office_id == command.office_id, Row.printer_id == command.printer_id)
    in_doubt = (
        run(
            select(Row.id)
            .where(*mine, Row.state == "sending", Row.leased_until_utc <= now)
            .with_for_update(skip_locked=True)
        )
        .scalars()
        .all()
    )
    for key in in_doubt:
        # The worker's name stays on it: should that worker still live, it may yet say what became of it.
        run(
            update(Row)
            .where(Row.id == key)
            .values(state="unknown", reason="print.doubt", leased_until_utc=None, done_at_utc=work.now())
        )
        _put(work, command, key, "sending", "unknown", "print.doubt")
    free = or_(Row.state == "queued", (Row.state == "claimed") & (Row.leased_until_utc <= now))
    over = run(
        select(Row.id, Row.state, Row.created_at_utc, Ticket.state.label("ticket"))
        .join_from(Row, Document, Document.id == Row.document_id)
        .outerjoin(Ticket, Ticket.id == Document.subject_id)
        .where(
            *mine,
            free,
            # Only a queue slip loses its use in minutes: a receipt is wanted however late the paper is.
            Document.kind == "slip",
            or_(
                Row.created_at_utc
                < work.now() - timedelta(minutes=_stale_after_min(work, command.office_id)),
                (Row.copy_number == 0) & Ticket.state.in_(_ENDED_TICKETS),
            ),
        )
        .with_for_update(skip_locked=True, of=Row)
    ).all()
    for key, before, _created, ticket in over:
        ended = ticket in _ENDED_TICKETS
        state, reason = ("cancelled", "paper.not_needed") if ended else ("failed", "paper.stale")
        set_job(work, key, state=state, reason=reason)
        _put(work, command, key, before, state, reason)
    return bool(in_doubt or over)


def _put(work: Work, command: Command, key: uuid.UUID, before: str, state: str, reason: str) -> None:
    kind = {"unknown": "in_doubt"}.get(state, state)
    append_event(
        work, command, f"paper.{kind}", key, before={"state": before}, after={"state": state}, reason=reason
    )


def _stale_after_min(work: Work, office_id: uuid.UUID) -> int:
    from sqlalchemy import select

    from desktop.models.office import Setting

    value: Any = work.connection.execute(
        select(Setting.value).where(Setting.office_id == office_id, Setting.name == PAPER_SETTING)
    ).scalar_one_or_none()
    minutes = (value or {}).get("stale_after_min", STALE_AFTER_MIN)
    return minutes if isinstance(minutes, int) and minutes > 0 else STALE_AFTER_MIN


__all__ = ["ClaimJob", "DatabaseJobs", "MarkJob", "claim_job", "has_work", "mark_job", "may_read_people"]

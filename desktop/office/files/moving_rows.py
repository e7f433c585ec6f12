"""Files locked for a change, with what the change has to know; and the rows that a change leaves behind.

Everything is read and written for the whole batch at once. Called by the use-cases of moving, places and routing.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from desktop.domain.catalogue import Promise
from desktop.domain.errors import UserError
from desktop.domain.files import ProcedureStep, procedure_of
from desktop.domain.ids import new_id
from desktop.office.files.moving_codes import code_of, mistyped, nowhere_of, number_text, shown
from desktop.office.files.moving_values import FileRef, MovedFile, RefusedFile
from desktop.office.work import Command, Work, business_day

MOST_FILES: Final = 200

CHANGED: Final = (
    "state", "step", "state_since_utc", "holder_id", "place_id", "due_at_utc", "paused_since_utc", "ready_at_utc",
    "closed_at_utc", "reason", "return_by", "complete_at_utc", "revision",
)  # fmt: skip
"""Columns of a file that a move may change, and that taking it back restores."""


@dataclass(slots=True)
class LockedFile:
    """One file, locked: its row, its procedure, its last movement, and what is going to be changed."""

    row: Any
    steps: tuple[ProcedureStep, ...]
    promise: Promise | None
    group: str
    content: Mapping[str, Any]
    zone: str
    today: date
    last: Any = None
    looked: bool = False
    """Whoever asks has seen the file as it stands."""
    pauses: list[Any] = field(default_factory=list)
    routing: Any = None
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """The number as people read it."""
        return number_text(self.row.letter, self.row.year, self.row.number)

    def step_at(self, number: int) -> ProcedureStep | None:
        """The step of its procedure with this number."""
        return next((one for one in self.steps if one.number == number), None)

    def now(self, column: str) -> Any:
        """A column as it will be."""
        return self.changes.get(column, getattr(self.row, column))

    def standing(self) -> dict[str, Any]:
        """Arguments that say where the file stands, who did the last thing with it, and when (``at`` is local)."""
        step = self.step_at(self.row.step)
        at_utc = self.last.at_utc if self.last else self.row.state_since_utc
        local = at_utc.astimezone(ZoneInfo(self.zone))
        return {
            "number": self.number,
            "state": self.row.state,
            "label_id": step.label_id if step else "",
            "label_en": step.label_en if step else "",
            "by": (self.last.name or "") if self.last else "",
            "at": f"{local:%H.%M}" if local.date() == self.today else f"{local:%d-%m-%Y %H.%M}",
            "at_utc": at_utc.isoformat(),
        }


@dataclass(slots=True)
class Batch:
    """What was asked for, in its order: files that were found and locked, and refusals."""

    asked: list[tuple[FileRef, LockedFile | UserError]]

    @property
    def files(self) -> list[LockedFile]:
        """The files that were found."""
        return [one for _ref, one in self.asked if isinstance(one, LockedFile)]


def lock_files(work: Work, office_id: uuid.UUID, refs: Sequence[FileRef]) -> Batch:
    """Find and lock files in the order of their keys, so that two batches never wait for each other in a ring.

    A file that is named twice is refused the second time (``file.twice``), one whose version is not the expected
    one with ``file.changed``.

    Raises:
        UserError: ``file.none_named``; ``file.too_many`` (most).
    """
    from sqlalchemy import or_, select

    from desktop.models.files import Application

    if not refs:
        raise UserError("file.none_named")
    if len(refs) > MOST_FILES:
        raise UserError("file.too_many", most=MOST_FILES)
    numbers: dict[str, Any] = {}
    answers: dict[int, UserError] = {}
    codes: dict[int, str] = {}
    for place, ref in enumerate(refs):
        if ref.application_id is not None:
            continue
        try:
            number = code_of(ref.code)
        except UserError as error:
            answers[place] = error
            continue
        if number is None:
            answers[place] = mistyped(work, office_id, ref.code)
        else:
            codes[place] = number.code
            numbers[number.code] = number
    keys = [ref.application_id for ref in refs if ref.application_id is not None]
    rows = work.connection.execute(
        select(Application.__table__)
        .where(Application.office_id == office_id)
        .where(or_(Application.id.in_(keys), Application.code.in_(list(numbers))))
        .order_by(Application.id)
        .with_for_update()
    ).all()
    files = _with_context(work, rows)
    by_id = {one.row.id: one for one in files}
    by_code = {one.row.code: one for one in files}
    lost = [number for code, number in numbers.items() if code not in by_code]
    reasons = nowhere_of(work, office_id, lost) if lost else {}
    asked: list[tuple[FileRef, LockedFile | UserError]] = []
    seen: set[uuid.UUID] = set()
    for place, ref in enumerate(refs):
        found: LockedFile | None
        if place in answers:
            asked.append((ref, answers[place]))
            continue
        if ref.application_id is not None:
            found = by_id.get(ref.application_id)
        else:
            found = by_code.get(codes[place])
        if found is None:
            missing = UserError("file.not_found", number=shown(ref.code))
            asked.append((ref, reasons.get(codes.get(place, ""), missing)))
        elif found.row.id in seen:
            asked.append((ref, UserError("file.twice", number=found.number)))
        elif ref.expected_version is not None and ref.expected_version != found.row.version:
            asked.append((ref, changed(found)))
        else:
            seen.add(found.row.id)
            found.looked = ref.expected_version is not None
            asked.append((ref, found))
    return Batch(asked)


def changed(file: LockedFile) -> UserError:
    """Somebody was faster: what they did, who and when."""
    return UserError("file.changed", action=file.last.action if file.last else "", **file.standing())


def _with_context(work: Work, rows: Sequence[Any]) -> list[LockedFile]:
    from sqlalchemy import func, select

    from desktop.domain.promise import promise_of
    from desktop.models.catalogue import Service, ServiceGroup, ServiceVersion
    from desktop.models.files import ApplicationPause, Movement, Routing
    from desktop.models.office import Office
    from desktop.models.staff import Staff

    if not rows:
        return []
    keys = [row.id for row in rows]
    run = work.connection.execute
    versions = {
        row.id: (procedure_of(row.content), promise_of(row.content), row.letter, row.content)
        for row in run(
            select(ServiceVersion.id, ServiceVersion.content, ServiceGroup.letter)
            .join(Service, Service.id == ServiceVersion.service_id)
            .join(ServiceGroup, ServiceGroup.id == Service.group_id)
            .where(ServiceVersion.id.in_({row.service_version_id for row in rows}))
        )
    }
    ends = (
        select(Movement.application_id, func.max(Movement.position).label("position"))
        .where(Movement.application_id.in_(keys))
        .group_by(Movement.application_id)
        .subquery()
    )
    last = {
        row.application_id: row
        for row in run(
            select(
                Movement.application_id, Movement.position, Movement.action, Movement.at_utc, Movement.staff_id,
                Movement.batch, Movement.undone, Movement.from_step, Movement.step, Staff.name,
            )
            .join(ends, (ends.c.application_id == Movement.application_id)
                  & (ends.c.position == Movement.position))
            .outerjoin(Staff, Staff.id == Movement.staff_id)
        )
    }  # fmt: skip
    zone = str(run(select(Office.time_zone).where(Office.id == rows[0].office_id)).scalar_one())
    today = business_day(work.now(), zone)
    files = {}
    for row in rows:
        steps, promise, group, content = versions[row.service_version_id]
        files[row.id] = LockedFile(row, steps, promise, group, content, zone, today, last.get(row.id))
    for pause in run(select(ApplicationPause.__table__).where(ApplicationPause.application_id.in_(keys))):
        files[pause.application_id].pauses.append(pause)
    for sent in run(
        select(
            Routing.id, Routing.application_id, Routing.list_id, Routing.from_id, Routing.to_id,
            Routing.to_unit, Routing.sent_at_utc, Staff.name,
        )
        .outerjoin(Staff, Staff.id == Routing.to_id)
        .where(Routing.application_id.in_(keys), Routing.signed_at_utc.is_(None), ~Routing.recalled)
    ):  # fmt: skip
        files[sent.application_id].routing = sent
    return [files[key] for key in keys]


def roles_of(work: Work, staff_id: uuid.UUID | None) -> frozenset[str]:
    """The roles of who asks; nobody is a tool."""
    from sqlalchemy import select

    from desktop.models.staff import StaffRole

    if staff_id is None:
        return frozenset({"tool"})
    rows = work.connection.execute(select(StaffRole.role).where(StaffRole.staff_id == staff_id))
    return frozenset(rows.scalars())


def write_changes(work: Work, files: Iterable[LockedFile], columns: Sequence[str] = CHANGED) -> None:
    """Write what was changed, and raise each file's version; one statement for all."""
    from sqlalchemy import bindparam, update

    from desktop.models.files import Application

    values = [
        {"key": one.row.id, "new_version": one.row.version + 1}
        | {f"new_{column}": one.now(column) for column in columns}
        for one in files
    ]
    if values:
        table = Application.__table__
        work.connection.execute(
            update(Application)
            .where(table.c.id == bindparam("key"))
            .values({column: bindparam(f"new_{column}") for column in (*columns, "version")}),
            values,
        )


def movement_of(
    command: Command,
    work: Work,
    file: LockedFile,
    action: str,
    *,
    batch: uuid.UUID | None = None,
    reason: str | None = None,
    counter_id: uuid.UUID | None = None,
) -> dict[str, Any]:
    """The row that tells of one change; positions count from 1 within a file."""
    return {
        "id": new_id(),
        "office_id": command.office_id,
        "application_id": file.row.id,
        "position": (file.last.position if file.last else 0) + 1,
        "action": action,
        "from_state": file.row.state,
        "state": file.now("state"),
        "from_step": file.row.step,
        "step": file.now("step"),
        "at_utc": work.now(),
        "staff_id": command.staff_id,
        "station_id": command.station_id,
        "counter_id": counter_id,
        "holder_id": file.now("holder_id"),
        "place_id": file.now("place_id"),
        "reason": reason,
        "batch": batch,
        "undone": False,
    }


def event_of(
    command: Command,
    work: Work,
    kind: str,
    file: LockedFile,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str | None = None,
) -> dict[str, Any]:
    """The row that ``records.append_event`` would write, for a batch."""
    return {
        "id": new_id(),
        "office_id": command.office_id,
        "at_utc": work.now(),
        "kind": kind,
        "subject_id": file.row.id,
        "staff_id": command.staff_id,
        "station_id": command.station_id,
        "command_id": command.command_id,
        "before": msgspec.to_builtins(before),
        "after": msgspec.to_builtins(after),
        "reason": reason,
    }


def add_rows(work: Work, table: Any, rows: list[dict[str, Any]]) -> None:
    """Insert rows of one shape; nothing for none."""
    from sqlalchemy import insert

    if rows:
        work.connection.execute(insert(table), rows)


def refusal_of(ref: FileRef, error: UserError, file: LockedFile | None = None) -> RefusedFile:
    """A refusal as it stands in a batch's outcome."""
    return RefusedFile(
        code=file.number if file else shown(ref.code) or str(ref.application_id or ""),
        error=error.code,
        args=dict(error.details),
        application_id=file.row.id if file else ref.application_id,
    )


def moved_file(file: LockedFile) -> MovedFile:
    """A file as it stands after its changes were written."""
    step = file.step_at(file.now("step"))
    shows = step is not None and step.state == file.now("state")
    return MovedFile(
        application_id=file.row.id,
        number=file.number,
        code=file.row.code,
        from_state=file.row.state,
        state=file.now("state"),
        from_step=file.row.step,
        step=file.now("step"),
        label_id=step.label_id if step is not None and shows else "",
        label_en=step.label_en if step is not None and shows else "",
        due_at_utc=file.now("due_at_utc"),
        paused=file.now("paused_since_utc") is not None,
        version=file.row.version + 1,
    )

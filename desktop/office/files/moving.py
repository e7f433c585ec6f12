"""Files moved through their procedure, and out of it: next step, back, returned, refused, cancelled, archived.

One go may hold many files (a batch of scans): each is moved or refused by itself and leaves its own movement,
all of them under one batch id, so that the go can be taken back. Called by presenters, tools and tests.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.files import FILE_TRANSITIONS
from desktop.domain.ids import new_id
from desktop.office.files.moving_rows import (
    CHANGED,
    Batch,
    LockedFile,
    add_rows,
    event_of,
    lock_files,
    moved_file,
    movement_of,
    refusal_of,
    roles_of,
    write_changes,
)
from desktop.office.files.moving_rules import Asking, Plan, check_reason, plan_move, snapshot_of
from desktop.office.files.moving_undo import undo_move
from desktop.office.files.moving_values import (
    MOVES,
    RETURN_REASONS,
    SEND_BACK_REASONS,
    UNDO_S,
    FileRef,
    MissingItem,
    Moved,
    MovedFile,
    MoveFiles,
    RefusedFile,
    UndoMove,
)
from desktop.office.records import remember, remembered
from desktop.office.work import Result, Work

__all__ = [
    "MOVES",
    "RETURN_REASONS",
    "SEND_BACK_REASONS",
    "UNDO_S",
    "FileRef",
    "MissingItem",
    "MoveFiles",
    "Moved",
    "MovedFile",
    "RefusedFile",
    "UndoMove",
    "move_files",
    "undo_move",
]

CHANGES = frozenset({"files"})
_REPEATED: frozenset[str] = frozenset()
MAX_NOTE = 500


def move_files(work: Work, command: MoveFiles) -> Result[Moved]:
    """Move files, each by the procedure that it was taken in with.

    Of several files those that cannot be moved stand in ``Moved.refused``; the refusal of a single file is raised.
    ``next_step`` of a file whose next step is the handover makes it ready where it is not yet, and is refused
    where it is. A step that is the applicant's, and a return, stop the promise; leaving it sets a new due moment.

    Raises (or lists):
        UserError: ``file.not_found`` (number); ``number.file_check`` (text, likely) and ``number.unknown`` (text)
            for what cannot be read; ``file.voided`` (number, reason, at_utc);
            ``file.wrong_state`` (number, state, action);
            ``file.backwards`` (number, state, label_id, label_en, by, at_utc): the file is further on than
            ``target_step``, or there already; ``file.too_early`` (the same): it has not come so far yet;
            ``file.changed`` (number, action, state, label_id, label_en, by, at_utc): somebody was faster;
            ``file.twice`` (number): it is in this batch already; ``file.role`` (number, action, roles);
            ``file.reason_needed`` (action, reasons), always raised; ``file.needs_handover`` (number);
            ``file.last_step`` (number); ``file.no_earlier_step`` (number);
            ``file.on_the_way`` (number, to, unit, sent_at_utc): sent to somebody else, who has not signed yet;
            ``file.originals_held`` (number, count): archive and cancel wait until originals are given back;
            ``place.unknown``, always raised.
    Locks: the files, in the order of their keys.
    Writes: application, movement, application_pause, application_item, deliverable, routing, event, command.
    Changes: files.
    """
    if (stored := remembered(work, command)) is not None:
        return Result(msgspec.convert({**stored, "repeated": True}, Moved, strict=False), _REPEATED)
    if command.action not in MOVES:
        raise UserError("file.unknown_move", action=command.action)
    check_reason(command)
    _check_place(work, command)
    batch = lock_files(work, command.office_id, command.files)
    asking = _asking(work, command, batch)
    plans: list[Plan] = []
    answers: list[tuple[FileRef, LockedFile | None, UserError | None]] = []
    for ref, found in batch.asked:
        if isinstance(found, UserError):
            answers.append((ref, None, found))
            continue
        try:
            plans.append(plan_move(found, asking))
        except UserError as error:
            answers.append((ref, found, error))
        else:
            answers.append((ref, found, None))
    if len(answers) == 1 and answers[0][2] is not None:
        raise answers[0][2]
    if plans:
        _write(work, command, plans)
    moved = tuple(moved_file(file) for _ref, file, error in answers if file is not None and error is None)
    outcome = Moved(
        batch=command.batch,
        action=command.action,
        count=len(moved),
        moved=moved,
        refused=tuple(refusal_of(ref, error, file) for ref, file, error in answers if error is not None),
        at_utc=work.now(),
    )
    remember(work, command, "move_files", msgspec.to_builtins(outcome))
    work.wake(command.office_id)
    return Result(outcome, CHANGES)


def _check_place(work: Work, command: MoveFiles) -> None:
    from sqlalchemy import select

    from desktop.models.files import Place

    if command.place_id is None:
        return
    found = work.connection.execute(
        select(Place.id).where(
            Place.id == command.place_id, Place.office_id == command.office_id, Place.active
        )
    ).first()
    if found is None:
        raise UserError("place.unknown", code="")


def _asking(work: Work, command: MoveFiles, batch: Batch) -> Asking:
    from sqlalchemy import func, select

    from desktop.models.files import Custody, Movement
    from desktop.office.files.rows import read_file_settings
    from desktop.office.work import business_day

    keys = [one.row.id for one in batch.files]
    in_batch: frozenset[uuid.UUID] = frozenset()
    originals: dict[uuid.UUID, int] = {}
    if keys:
        in_batch = frozenset(
            work.connection.execute(
                select(Movement.application_id).where(
                    Movement.application_id.in_(keys), Movement.batch == command.batch, ~Movement.undone
                )
            ).scalars()
        )
    if keys and command.action == "archive":
        originals = {
            row.application_id: row.held
            for row in work.connection.execute(
                select(Custody.application_id, func.count().label("held"))
                .where(Custody.application_id.in_(keys), Custody.state == "held")
                .group_by(Custody.application_id)
            )
        }
    return_days = read_file_settings(work, command.office_id).return_days if command.action == "return" else 0
    return Asking(
        command=command,
        now=work.now(),
        today=batch.files[0].today if batch.files else business_day(work.now(), "UTC"),
        roles=roles_of(work, command.staff_id),
        return_days=return_days,
        in_batch=in_batch,
        originals=originals,
    )


def _write(work: Work, command: MoveFiles, plans: Sequence[Plan]) -> None:
    from desktop.models.files import ApplicationPause, Movement
    from desktop.models.record import Event
    from desktop.office.files.due import set_due

    files = [plan.file for plan in plans]
    now = work.now()
    resumed = _end_pauses(work, [plan.file for plan in plans if plan.resumes])
    begun = {plan.file.row.id: new_id() for plan in plans if plan.stops is not None}
    set_due(work, command.office_id, [plan for plan in plans if plan.resumes or plan.restarts])
    columns: tuple[str, ...] = CHANGED
    if command.note is not None:
        columns = (*CHANGED, "note")
        for file in files:
            file.changes["note"] = command.note.strip()[:MAX_NOTE] or None
    write_changes(work, files, columns)
    add_rows(
        work,
        Movement,
        [
            movement_of(
                command, work, file, command.action, batch=command.batch, reason=file.changes.get("reason"),
                counter_id=command.counter_id,
            )
            for file in files
        ],
    )  # fmt: skip
    add_rows(
        work,
        ApplicationPause,
        [
            {
                "id": begun[plan.file.row.id], "office_id": command.office_id,
                "application_id": plan.file.row.id, "reason": plan.stops, "started_at_utc": now,
                "ended_at_utc": None,
            }
            for plan in plans
            if plan.stops is not None
        ],
    )  # fmt: skip
    _fill_bags(work, command, [file for file in files if file.changes["state"] == "ready"])
    items = _mark_missing(work, command, files) if command.action == "return" else {}
    _sign_for(work, command, [file for file in files if file.routing is not None])
    kind = FILE_TRANSITIONS[command.action].event
    add_rows(
        work,
        Event,
        [
            event_of(
                command, work, kind, file,
                before=snapshot_of(file.row, CHANGED),
                after={
                    "state": file.now("state"), "step": file.now("step"), "batch": command.batch,
                    "pause_ended": resumed.get(file.row.id), "pause_begun": begun.get(file.row.id),
                    "items": items.get(file.row.id, []),
                },
                reason=file.changes.get("reason"),
            )
            for file in files
        ],
    )  # fmt: skip


def _end_pauses(work: Work, files: Sequence[LockedFile]) -> dict[uuid.UUID, uuid.UUID]:
    """End the open pauses of files; returns each file's pause."""
    from sqlalchemy import update

    from desktop.models.files import ApplicationPause

    ended = {file.row.id: pause.id for file in files for pause in file.pauses if pause.ended_at_utc is None}
    if ended:
        work.connection.execute(
            update(ApplicationPause)
            .where(ApplicationPause.id.in_(list(ended.values())))
            .values(ended_at_utc=work.now())
        )
    return ended


def _fill_bags(work: Work, command: MoveFiles, ready: Sequence[LockedFile]) -> None:
    """A file that became ready has something to hand over: what its service gives, unless it is listed already."""
    from sqlalchemy import select, update

    from desktop.models.files import Deliverable

    if not ready:
        return
    keys = [file.row.id for file in ready]
    listed = set(
        work.connection.execute(
            select(Deliverable.application_id).where(Deliverable.application_id.in_(keys)).distinct()
        ).scalars()
    )
    add_rows(
        work,
        Deliverable,
        [
            {
                "id": new_id(), "office_id": command.office_id, "application_id": file.row.id, "position": 0,
                "label": product_of(file), "quantity": 1, "unit": "sheet", "place_id": file.now("place_id"),
                "handed_at_utc": None,
            }
            for file in ready
            if file.row.id not in listed and product_of(file)
        ],
    )  # fmt: skip
    if command.place_id is not None and listed:
        work.connection.execute(
            update(Deliverable)
            .where(Deliverable.application_id.in_(list(listed)), Deliverable.handed_at_utc.is_(None))
            .values(place_id=command.place_id)
        )


def product_of(file: LockedFile) -> str:
    """What the file's service gives, in the file's language; "" where its version does not say."""
    product = file.content.get("product") or {}
    return str(product.get(file.row.language) or product.get("id") or "")[:300]


def _mark_missing(
    work: Work, command: MoveFiles, files: Sequence[LockedFile]
) -> dict[uuid.UUID, list[list[Any]]]:
    """Mark what is missing; returns (requirement, kind, value before, missing on before) for taking it back."""
    from sqlalchemy import select, tuple_, update

    from desktop.models.files import ApplicationItem

    wanted = [(one.requirement, one.kind) for one in command.missing]
    if not wanted:
        return {}
    keys = [file.row.id for file in files]
    chosen = ApplicationItem.application_id.in_(keys) & tuple_(
        ApplicationItem.requirement, ApplicationItem.kind
    ).in_(wanted)
    before: dict[uuid.UUID, list[list[Any]]] = {}
    for row in work.connection.execute(
        select(
            ApplicationItem.application_id, ApplicationItem.requirement, ApplicationItem.kind,
            ApplicationItem.value, ApplicationItem.missing_on,
        ).where(chosen)
    ):  # fmt: skip
        before.setdefault(row.application_id, []).append(list(row[1:]))
    if before:
        work.connection.execute(
            update(ApplicationItem).where(chosen).values(value="missing", missing_on=files[0].today)
        )
    return before


def _sign_for(work: Work, command: MoveFiles, sent: Sequence[LockedFile]) -> None:
    """Whoever moves a paper that was sent to them has it: that signs for it. A tool signs nothing."""
    from sqlalchemy import update

    from desktop.models.files import Routing

    if sent and command.staff_id is not None:
        work.connection.execute(
            update(Routing)
            .where(Routing.id.in_([file.routing.id for file in sent]))
            .values(signed_at_utc=work.now(), signed_by_id=command.staff_id)
        )

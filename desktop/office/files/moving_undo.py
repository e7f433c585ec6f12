"""Taking a batch of moves back, whole: the wrong station, the wrong pile. Called through ``moving``.

What a file was before stands in the event of its move (ids, codes and moments), so nothing is guessed.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.files import FILE_TRANSITIONS
from desktop.office.files.moving_rows import (
    CHANGED,
    LockedFile,
    add_rows,
    event_of,
    lock_files,
    moved_file,
    movement_of,
    roles_of,
    write_changes,
)
from desktop.office.files.moving_values import UNDO_S, FileRef, Moved, UndoMove
from desktop.office.records import remember, remembered
from desktop.office.work import Result, Work

CHANGES = frozenset({"files"})
_REPEATED: frozenset[str] = frozenset()
_LOOK_BACK: Final = timedelta(days=1)
_HEADS: Final = frozenset({"supervisor", "administrator"})
_MOVES: Final = tuple({transition.event for transition in FILE_TRANSITIONS.values()})


def undo_move(work: Work, command: UndoMove) -> Result[Moved]:
    """Take back a batch whole, within ``UNDO_S`` seconds and while nobody has done anything with its files since.

    Movements stay and are marked as undone; each file gets a movement ``undo``.

    Raises:
        UserError: ``file.undo_none``; ``file.undo_late`` (minutes); ``file.undo_changed`` (number, by, at_utc);
            ``file.undo_other`` (by): only who moved them, a supervisor or an administrator takes back.
    Locks: the files. Writes: application, movement, application_pause, application_item, event, command.
    Changes: files.
    """
    from sqlalchemy import update

    from desktop.models.files import Movement
    from desktop.models.record import Event

    if (stored := remembered(work, command)) is not None:
        return Result(msgspec.convert({**stored, "repeated": True}, Moved, strict=False), _REPEATED)
    batch = _batch(work, command)
    if not batch:
        raise UserError("file.undo_none")
    if work.now() - max(row.at_utc for row in batch) > timedelta(seconds=UNDO_S):
        raise UserError("file.undo_late", minutes=UNDO_S // 60)
    others = [row for row in batch if row.staff_id != command.staff_id]
    if others and not roles_of(work, command.staff_id) & _HEADS:
        raise UserError("file.undo_other", by=others[0].name or "")
    keys = list(dict.fromkeys(row.application_id for row in batch))
    files = lock_files(work, command.office_id, [FileRef(application_id=key) for key in keys]).files
    for file in files:
        if file.last.batch != command.batch or file.last.undone:
            raise UserError("file.undo_changed", **file.standing())
    events = _events(work, command, keys)
    for file in files:
        for column, value in _before(events[file.row.id][0]).items():
            file.changes[column] = value
    _take_back_pauses(work, files, events)
    _take_back_items(work, command, files, events)
    write_changes(work, files)
    work.connection.execute(
        update(Movement).where(Movement.id.in_([row.id for row in batch])).values(undone=True)
    )
    add_rows(work, Movement, [movement_of(command, work, file, "undo") for file in files])
    add_rows(
        work,
        Event,
        [
            event_of(
                command, work, "movement.undone", file,
                before={"state": file.row.state, "step": file.row.step},
                after={"state": file.now("state"), "step": file.now("step"), "batch": command.batch},
            )
            for file in files
        ],
    )  # fmt: skip
    outcome = Moved(
        batch=command.batch,
        action="undo",
        count=len(files),
        moved=tuple(moved_file(file) for file in files),
        at_utc=work.now(),
    )
    remember(work, command, "undo_move", msgspec.to_builtins(outcome))
    work.wake(command.office_id)
    return Result(outcome, CHANGES)


def _batch(work: Work, command: UndoMove) -> list[Any]:
    """The movements of the batch that still stand. Looked for by their time, which has an index."""
    from sqlalchemy import select

    from desktop.models.files import Movement
    from desktop.models.staff import Staff

    return list(
        work.connection.execute(
            select(Movement.id, Movement.application_id, Movement.at_utc, Movement.staff_id, Staff.name)
            .outerjoin(Staff, Staff.id == Movement.staff_id)
            .where(
                Movement.office_id == command.office_id,
                Movement.at_utc >= work.now() - _LOOK_BACK,
                Movement.batch == command.batch,
                Movement.action.in_(tuple(FILE_TRANSITIONS)),
                ~Movement.undone,
            )
            .order_by(Movement.at_utc, Movement.position)
        )
    )


def _events(work: Work, command: UndoMove, keys: list[uuid.UUID]) -> dict[uuid.UUID, list[Any]]:
    """The events of the batch by file, the oldest first."""
    from sqlalchemy import select

    from desktop.models.record import Event

    found: dict[uuid.UUID, list[Any]] = {key: [] for key in keys}
    for row in work.connection.execute(
        select(Event.subject_id, Event.before, Event.after)
        .where(Event.subject_id.in_(keys), Event.kind.in_(_MOVES), Event.at_utc >= work.now() - _LOOK_BACK)
        .order_by(Event.at_utc)
    ):
        if (row.after or {}).get("batch") == str(command.batch):
            found[row.subject_id].append(row)
    return found


def _before(event: Any) -> dict[str, Any]:
    kinds: dict[str, Any] = {
        "holder_id": uuid.UUID,
        "place_id": uuid.UUID,
        "return_by": date.fromisoformat,
        **{column: datetime.fromisoformat for column in CHANGED if column.endswith("_utc")},
    }
    return {
        column: None if value is None else kinds.get(column, lambda same: same)(value)
        for column, value in event.before.items()
        if column in CHANGED
    }


def _take_back_pauses(work: Work, files: list[LockedFile], events: dict[uuid.UUID, list[Any]]) -> None:
    """A pause that the move began has lasted no time; one that it ended goes on."""
    from sqlalchemy import update

    from desktop.models.files import ApplicationPause

    for file in files:
        begun = [
            uuid.UUID(one.after["pause_begun"]) for one in events[file.row.id] if one.after["pause_begun"]
        ]
        ended = [
            uuid.UUID(one.after["pause_ended"]) for one in events[file.row.id] if one.after["pause_ended"]
        ]
        if begun:
            work.connection.execute(
                update(ApplicationPause)
                .where(ApplicationPause.id.in_(begun))
                .values(ended_at_utc=ApplicationPause.started_at_utc)
            )
        again = [key for key in ended if key not in begun]
        if again:
            work.connection.execute(
                update(ApplicationPause).where(ApplicationPause.id.in_(again)).values(ended_at_utc=None)
            )


def _take_back_items(
    work: Work, command: UndoMove, files: list[LockedFile], events: dict[uuid.UUID, list[Any]]
) -> None:
    from sqlalchemy import update

    from desktop.models.files import ApplicationItem

    for file in files:
        for event in events[file.row.id]:
            for requirement, kind, value, missing_on in event.after.get("items") or ():
                work.connection.execute(
                    update(ApplicationItem)
                    .where(
                        ApplicationItem.application_id == file.row.id,
                        ApplicationItem.requirement == requirement,
                        ApplicationItem.kind == kind,
                    )
                    .values(value=value, missing_on=date.fromisoformat(missing_on) if missing_on else None)
                )

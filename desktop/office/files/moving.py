"""Files moved through their procedure, and out of it: next step, back, returned, refused, cancelled, archived.

One go may hold many files (a batch of scans): each is moved or refused by itself and leaves its own movement,
all of them under one batch id, so that the go can be taken back. Called by presenters, tools and tests.
"""

from __future__ import annotations

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
    raise NotImplementedError


def undo_move(work: Work, command: UndoMove) -> Result[Moved]:
    """Take back a batch whole, within ``UNDO_S`` seconds and while nobody has done anything with its files since.

    Movements stay and are marked as undone; each file gets a movement ``undo``.

    Raises:
        UserError: ``file.undo_none``; ``file.undo_late`` (minutes); ``file.undo_changed`` (number, by, at_utc);
            ``file.undo_other`` (by): only who moved them, a supervisor or an administrator takes back.
    Locks: the files. Writes: application, movement, application_pause, application_item, event, command.
    Changes: files.
    """
    raise NotImplementedError

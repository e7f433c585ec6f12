"""What moving a file takes and gives back: commands, outcomes, refusals. For presenters, tools and tests."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, Final

import msgspec

from desktop.domain.ids import new_id
from desktop.office.work import Command

MOVES: Final = (
    "next_step", "send_back", "return", "refuse", "resubmit", "cancel", "uncollected", "archive",
)  # fmt: skip
"""What :class:`MoveFiles` can ask for; taking in, completing and handing over have use-cases of their own."""

RETURN_REASONS: Final = ("incomplete", "unreadable", "data_mismatch", "applicant_needed", "other")
"""Why a file goes back to its applicant; ``domain.files`` has those of refusing and cancelling."""

SEND_BACK_REASONS: Final = ("entry_error", "data_mismatch", "print_fault", "signature_refused", "other")

UNDO_S: Final = 300
"""A batch can be taken back for so many seconds after its last file."""


class FileRef(msgspec.Struct, frozen=True, kw_only=True):
    """One file by what is known of it: its key, or its code as scanned or typed in any form.

    Attributes:
        expected_version: the version that the clerk was looking at; None where nobody looked (a scan).
    """

    application_id: uuid.UUID | None = None
    code: str = ""
    expected_version: int | None = None


class MissingItem(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the checklist that turned out to be missing when the file is returned."""

    requirement: str
    kind: str


class MoveFiles(Command, frozen=True, kw_only=True):
    """Move one or more files.

    Attributes:
        files: 1 to 200; each is moved or refused by itself.
        action: one of ``MOVES``.
        reason: code; needed for send_back (``SEND_BACK_REASONS``), return (``RETURN_REASONS``), refuse and cancel
            (``REFUSAL_REASONS`` and ``CANCEL_REASONS`` of ``domain.files``).
        note: the clerk's own words, up to 500 characters, kept with the file only.
        place_id: where the paper is put in the same go; else who moves it holds it.
        target_step: next_step: the step that this station moves files to, refused where it is not the next one;
            send_back: which earlier step, default the nearest on which the office works.
        missing: for return, what is missing: the next visit opens with only that.
        return_by: for return, until when; None takes the office's setting.
        counter_id: the counter where it happens, if at one.
        batch: files moved in one go; give the same id to several commands to scan one by one into one batch.
    """

    files: tuple[FileRef, ...]
    action: str = "next_step"
    reason: str | None = None
    note: str | None = None
    place_id: uuid.UUID | None = None
    target_step: int | None = None
    missing: tuple[MissingItem, ...] = ()
    return_by: date | None = None
    counter_id: uuid.UUID | None = None
    batch: uuid.UUID = msgspec.field(default_factory=new_id)


class UndoMove(Command, frozen=True, kw_only=True):
    """Take back a whole batch (``Moved.batch``)."""

    batch: uuid.UUID


class MovedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file after it was moved.

    Attributes:
        number: as people read it, ``K26-004866-7``; ``code`` is what a scanner reads.
        label_id, label_en: the step it stands at now; empty outside its procedure.
        due_at_utc: the promise as it stands; None where it has none.
        paused: the clock of the promise is stopped.
    """

    application_id: uuid.UUID
    number: str
    code: str
    from_state: str
    state: str
    from_step: int
    step: int
    label_id: str = ""
    label_en: str = ""
    due_at_utc: datetime | None = None
    paused: bool = False
    version: int = 1


class RefusedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was not moved, and why.

    Attributes:
        code: what was scanned or typed, or the file's number where it is known.
        error: code of the reason, ``file.wrong_state`` and the like; ``args`` are its named arguments.
    """

    code: str
    error: str
    args: dict[str, Any] = {}
    application_id: uuid.UUID | None = None


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """What a batch did.

    Attributes:
        count: how many files moved; ``moved`` and ``refused`` are in the order that was asked for.
        batch: give it to ``undo_move``.
    """

    batch: uuid.UUID
    action: str
    count: int = 0
    moved: tuple[MovedFile, ...] = ()
    refused: tuple[RefusedFile, ...] = ()
    at_utc: datetime | None = None
    repeated: bool = False

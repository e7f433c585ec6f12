"""Half-filled intakes, kept so that a crash or a power cut costs nothing. Called by the intake page's presenter."""

from __future__ import annotations

import uuid
from typing import Any

from desktop.office.files.commands import DropDraft, SaveDraft
from desktop.office.work import Result, Work


def save_draft(work: Work, command: SaveDraft) -> Result[uuid.UUID]:
    """Keep what was typed so far, over what was kept before. Not remembered: a repeat writes the same.

    Writes: intake_draft (personal data: no event tells of it).
    Changes: nothing that a window shows.
    """
    from sqlalchemy.dialects import postgresql, sqlite

    from desktop.models.files import IntakeDraft

    insert = postgresql.insert if work.on_postgresql else sqlite.insert
    values: dict[str, Any] = {
        "content": command.content,
        "saved_at_utc": work.now(),
        "ticket_id": command.ticket_id,
        "application_id": command.application_id,
    }
    first = insert(IntakeDraft).values(
        id=command.draft_id, office_id=command.office_id, staff_id=command.staff_id, **values
    )
    work.connection.execute(first.on_conflict_do_update(index_elements=["id"], set_=values))
    return Result(command.draft_id)


def drop_draft(work: Work, command: DropDraft) -> Result[bool]:
    """Give a draft up; the value is False where there was none.

    Writes: intake_draft.
    """
    from sqlalchemy import delete

    from desktop.models.files import IntakeDraft

    done = work.connection.execute(
        delete(IntakeDraft).where(
            IntakeDraft.id == command.draft_id, IntakeDraft.office_id == command.office_id
        )
    )
    return Result(done.rowcount == 1)

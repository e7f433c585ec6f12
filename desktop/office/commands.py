"""Retention of acknowledged commands: what is older than any repeat could be is removed.

Called by a station's background lane and tests. ``runner.run(purge_commands, office_id)``.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Final

from desktop.office.work import Result, Work

KEEP_DAYS: Final = 14
BATCH: Final = 5000


def purge_commands(work: Work, office_id: uuid.UUID, keep_days: int = KEEP_DAYS) -> Result[int]:
    """Remove up to BATCH commands that are older than ``keep_days`` (1 or more); returns how many went.

    Raises:
        ValueError: ``keep_days`` below 1, which would let a repeat be done twice.
    Writes: command. Changes: nothing that is shown.
    """
    from sqlalchemy import delete, select

    from desktop.models.record import Command

    if keep_days < 1:
        raise ValueError(f"commands are kept for at least a day, not {keep_days}")
    old = (
        select(Command.id)
        .where(
            Command.office_id == office_id,
            Command.created_at_utc < work.now() - timedelta(days=keep_days),
        )
        .order_by(Command.created_at_utc)
        .limit(BATCH)
    )
    removed = work.connection.execute(delete(Command).where(Command.id.in_(old)))
    return Result(int(removed.rowcount))

"""Notices a clock that was set back: today's business day lies before a day that has tickets already.

On SQLite the PC's own clock is the office's clock. Nothing is lost when it is wrong (numbers and the order of the
line never hang on it), but the day begins anew, so somebody must be told. Called by ``desktop.app``.
"""

from __future__ import annotations

import uuid
from datetime import date

from desktop.office.queue.rows import office_day
from desktop.office.work import Work


def day_of_newest_ticket_ahead(work: Work, office_id: uuid.UUID) -> date | None:
    """The newest business day with tickets if it is later than today, else None."""
    from sqlalchemy import func, select

    from desktop.models.queue import Ticket

    newest = work.connection.execute(
        select(func.max(Ticket.business_day)).where(Ticket.office_id == office_id)
    ).scalar()
    return newest if newest is not None and newest > office_day(work, office_id) else None

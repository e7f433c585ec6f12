"""Originals that an office holds, and old cards that it takes in: what becomes of each at the handover.

Called by ``handover`` and by what the handover page reads. The catalogue says which originals are kept; that an
old or damaged document is taken in, and not given back, follows from which requirement it is.
"""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from desktop.office.work import Work

MINUTES_SEQUENCE: Final = "withdrawal_minutes"
"""Name of the office's gap-free sequence behind the numbers ``BA-1``, ``BA-2`` and so on."""

FATES: Final = ("return", "withdraw")
"""``return``: given back to whoever collects. ``withdraw``: taken in for good, with minutes (berita acara)."""

_TAKEN_IN: Final = re.compile(r"-(lama|rusak|salah-tulis)$")


def fate_of(requirement: str | None) -> str:
    """What usually becomes of an original: the clerk may decide otherwise.

    Args:
        requirement: its key in the catalogue, such as ``ktp-el-lama``; None for something outside the checklist.

    Returns:
        ``withdraw`` for the document that the new one replaces, else ``return``.
    """
    return "withdraw" if requirement and _TAKEN_IN.search(requirement) else "return"


def minutes_text(number: int) -> str:
    """The minutes' number as it is written: ``BA-112``."""
    return f"BA-{number}"


def withdraw_card(work: Work, office_id: uuid.UUID) -> str:
    """Take the next number of the minutes of withdrawal; gap-free, because it counts with the transaction.

    Locks: the office's row of the sequence until the transaction ends. One statement.
    """
    from sqlalchemy.dialects import postgresql, sqlite

    from desktop.models.record import Sequence

    insert = postgresql.insert if work.on_postgresql else sqlite.insert
    first = insert(Sequence).values(office_id=office_id, name=MINUTES_SEQUENCE, value=1)
    number: int = work.connection.execute(
        first.on_conflict_do_update(
            index_elements=["office_id", "name"], set_={"value": Sequence.value + 1}
        ).returning(Sequence.value)
    ).scalar_one()
    return minutes_text(number)

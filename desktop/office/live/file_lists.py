"""What is due today, late, waiting for others, with the applicant, ready and not collected, in my hands.

Called by presenters and tests.
"""

from __future__ import annotations

import uuid

from desktop.office.live.file_values import DueLists
from desktop.office.work import Work

ROWS = 200
"""So many rows of each list are read; its count is of all."""


def due_lists(
    work: Work, office_id: uuid.UUID, staff: uuid.UUID | None = None, *, rows: int = ROWS
) -> DueLists:
    """All lists at once; ``staff`` is whose papers ``mine`` lists."""
    raise NotImplementedError

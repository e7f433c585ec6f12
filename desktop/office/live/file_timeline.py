"""A file's window: where it has been, where it stands, what was promised, where its papers are.

Looking is an access to personal data: presenters run ``record_look`` once for each opening.
Called by presenters and tests.
"""

from __future__ import annotations

import uuid

from desktop.office.live.file_values import FileTimeline
from desktop.office.work import Command, Result, Work


class LookAtFile(Command, frozen=True, kw_only=True):
    """Somebody opened a file's window; ``how``: scan, search, list or intake."""

    application_id: uuid.UUID
    how: str = "scan"


def file_timeline(
    work: Work, office_id: uuid.UUID, application_id: uuid.UUID, viewer: uuid.UUID | None = None
) -> FileTimeline:
    """The whole window in at most 8 statements.

    Args:
        viewer: who looks; their roles decide ``actions``.

    Raises:
        UserError: ``file.not_found``.
    """
    raise NotImplementedError


def record_look(work: Work, command: LookAtFile) -> Result[None]:
    """Write down that somebody looked at a person's data: event ``person.viewed`` (ids only).

    Raises:
        UserError: ``file.not_found``.
    Writes: event, command.
    """
    raise NotImplementedError

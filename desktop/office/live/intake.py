"""What the intake page reads. Called by its presenter; see ``intake_values`` for what comes out."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from desktop.office.live.intake_values import IntakeForm, KnownPerson

if TYPE_CHECKING:
    from desktop.office.work import Work


def open_intake(
    work: Work,
    office_id: uuid.UUID,
    staff_id: uuid.UUID,
    *,
    ticket_id: uuid.UUID | None = None,
    service_id: uuid.UUID | None = None,
    application_id: uuid.UUID | None = None,
) -> IntakeForm:
    """The page as it opens: from a served ticket, for a chosen service, or for a returned file.

    Raises:
        UserError: ``file.not_found``, ``file.wrong_state`` (a file that is not returned), ``queue.no_service``.
    """
    raise NotImplementedError


def find_person(work: Work, office_id: uuid.UUID, nik: str) -> KnownPerson | None:
    """Who has this NIK (16 digits) at this office, with their earlier files, newest first."""
    raise NotImplementedError

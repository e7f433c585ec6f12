"""What the intake page asks of the office, in one value, so that tests can put something else in its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class IntakeOffice:
    """Queries and use-cases of the intake.

    Attributes:
        open_intake, find_person, paper_counts: queries.
        take_in_file, save_draft, drop_draft, reprint_document, record_look: use-cases.
    """

    open_intake: Callable[..., Any]
    find_person: Callable[..., Any]
    paper_counts: Callable[..., Any]
    take_in_file: Callable[..., Any]
    save_draft: Callable[..., Any]
    drop_draft: Callable[..., Any]
    reprint_document: Callable[..., Any]
    record_look: Callable[..., Any] | None = None


def real_office() -> IntakeOffice:
    """The office's own; its modules are loaded with the first page that is opened."""
    from desktop.office.files.drafts import drop_draft, save_draft
    from desktop.office.files.paper_store import reprint_document
    from desktop.office.files.privacy import record_look
    from desktop.office.files.registering import take_in_file
    from desktop.office.live.intake import find_person, open_intake
    from desktop.office.paper_status import paper_counts

    return IntakeOffice(
        open_intake, find_person, paper_counts, take_in_file, save_draft, drop_draft, reprint_document,
        record_look,
    )  # fmt: skip

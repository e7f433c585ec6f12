"""The scans of a file as lists and the page show them: frozen values and the queries that make them. Reads only.

Called by ``attachments`` (which offers them too), the page's presenter and tests.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

import msgspec

from desktop.domain.errors import UserError
from desktop.office.files.keeping import SETTING, settings_of
from desktop.office.work import Work


class AttachmentRow(msgspec.Struct, frozen=True, kw_only=True):
    """One scan in a list; no bytes.

    Attributes:
        added_by: the name of whoever added it, "" for an import.
        disposed: its bytes are gone, by disposal.
    """

    attachment_id: uuid.UUID
    application_id: uuid.UUID
    kind: str
    title: str
    requirement: str | None
    media_type: str
    size_bytes: int
    pages: int
    added_by: str
    added_at_utc: datetime
    retention_until: date
    removed_at_utc: datetime | None = None
    removed_reason: str | None = None
    disposed: bool = False


class FileAttachments(msgspec.Struct, frozen=True, kw_only=True):
    """A file's scans with what their page shows around them; ``zone`` is the office's."""

    number: str
    closed: bool
    zone: str
    max_mb: float
    rows: tuple[AttachmentRow, ...]


class AttachmentContent(msgspec.Struct, frozen=True, kw_only=True):
    """A scan with its bytes."""

    attachment_id: uuid.UUID
    title: str
    media_type: str
    pages: int
    content: bytes

    def __repr__(self) -> str:
        """Without title and bytes."""
        return f"AttachmentContent({self.attachment_id}, bytes={len(self.content)})"


def list_attachments(
    work: Work, office_id: uuid.UUID, application_id: uuid.UUID, removed: bool = False
) -> tuple[AttachmentRow, ...]:
    """The scans of a file in the order in which they came; `removed` shows those that were taken out, too."""
    from sqlalchemy import select

    from desktop.models.files import Attachment
    from desktop.models.staff import Staff

    query = (
        select(*Attachment.__table__.c, Staff.name.label("added_by"))
        .outerjoin(Staff, Staff.id == Attachment.added_by_id)
        .where(Attachment.office_id == office_id, Attachment.application_id == application_id)
        .order_by(Attachment.added_at_utc, Attachment.id)
    )
    if not removed:
        query = query.where(Attachment.removed_at_utc.is_(None))
    return tuple(_row(row) for row in work.connection.execute(query))


def attachments_of(work: Work, office_id: uuid.UUID, application_id: uuid.UUID) -> FileAttachments:
    """What the page of a file's scans shows, in two statements. Raises ``attachments.unknown_file``."""
    from sqlalchemy import and_, select

    from desktop.models.files import Application
    from desktop.models.office import Office, Setting

    row: Any = work.connection.execute(
        select(Application.code, Application.closed_at_utc, Office.time_zone, Setting.value)
        .join(Office, Office.id == Application.office_id)
        .outerjoin(Setting, and_(Setting.office_id == Office.id, Setting.name == SETTING))
        .where(Application.id == application_id, Application.office_id == office_id)
    ).first()
    if row is None:
        raise UserError("attachments.unknown_file")
    return FileAttachments(
        number=f"{row.code[:3]}-{row.code[3:9]}-{row.code[9:]}",
        closed=row.closed_at_utc is not None,
        zone=row.time_zone,
        max_mb=round(settings_of(row.value).max_attachment_bytes / 1_000_000, 1),
        rows=list_attachments(work, office_id, application_id),
    )


def _row(row: Any) -> AttachmentRow:
    return AttachmentRow(
        attachment_id=row.id,
        application_id=row.application_id,
        kind=row.kind,
        title=row.title,
        requirement=row.requirement,
        media_type=row.media_type,
        size_bytes=row.size_bytes,
        pages=row.pages,
        added_by=row.added_by or "",
        added_at_utc=row.added_at_utc,
        retention_until=row.retention_until,
        removed_at_utc=row.removed_at_utc,
        removed_reason=row.removed_reason,
        disposed=row.sha256 is None,
    )

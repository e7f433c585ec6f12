"""Attachments of a file: scans and photographs, stored once for each content, looked at on the record.

Their bytes are looked at before (``desktop.domain.media.look_at``), outside of any transaction: decoding takes
longer than anybody at a counter may wait. Called by the attachments page, intake, handover, importing and tests.
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import date, timedelta
from typing import Any, Final

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.domain.media import MediaFacts, check_size, look_at
from desktop.domain.media_pictures import PagePicture, draw_page
from desktop.office.files.attachment_files import LookedAt, look_at_file, read_limited
from desktop.office.files.attachment_rows import (
    AttachmentContent,
    AttachmentRow,
    FileAttachments,
    attachments_of,
    list_attachments,
)
from desktop.office.files.keeping import (
    SETTING,
    PrivacySettings,
    lock_blobs,
    plain_title,
    settings_of,
)
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work, business_day

CHANGES: Final = frozenset({"files"})
KINDS: Final = ("scan", "photo", "letter", "signature", "form")
REMOVE_REASONS: Final = ("wrong_file", "unreadable", "not_needed", "asked", "other")
LOOK_REASONS: Final = ("check", "handover", "request", "other")
_NOTHING: Final[frozenset[str]] = frozenset()


class AddAttachment(Command, frozen=True, kw_only=True):
    """Put a scan to a file.

    Attributes:
        content: the whole file.
        facts: what ``look_at`` said of it; None looks at it now.
        title: what it is, as lists show it; numbers of 16 digits in it are masked.
        requirement: the requirement of the checklist that it belongs to.
    """

    application_id: uuid.UUID
    content: bytes
    title: str
    kind: str = "scan"
    requirement: str | None = None
    facts: MediaFacts | None = None
    attachment_id: uuid.UUID = msgspec.field(default_factory=new_id)

    def __repr__(self) -> str:
        """Without content and title, wherever a command may be logged."""
        return f"AddAttachment(command_id={self.command_id}, bytes={len(self.content)})"


class ReadAttachment(Command, frozen=True, kw_only=True):
    """Look at a scan; ``purpose`` is one of LOOK_REASONS."""

    attachment_id: uuid.UUID
    purpose: str = "check"


class RemoveAttachment(Command, frozen=True, kw_only=True):
    """Take a scan out of its file; ``reason`` is one of REMOVE_REASONS."""

    attachment_id: uuid.UUID
    reason: str


def draw_attachment(work: Work, content: AttachmentContent, page: int, width_px: int) -> PagePicture:
    """Draw a page of a scan that was read before; a query for the background lane that asks the database nothing."""
    return draw_page(content.content, content.media_type, page, width_px=width_px)


def add_attachment(work: Work, command: AddAttachment) -> Result[AttachmentRow]:
    """Store a scan: its bytes once for each content, its retention from today on.

    Raises:
        UserError: as ``look_at``; ``attachments.facts`` where the given facts are another file's;
            ``attachments.kind`` (kind, allowed); ``attachments.title_missing``; ``attachments.unknown_file``;
            ``attachments.file_closed``; ``attachments.too_many`` (most); ``attachments.already_there``.
    Locks: blobs, shared. Writes: blob, attachment, event, command. Changes: files.
    Statements: at most 9.
    """
    stored = remembered(work, command)
    if stored is not None:
        return Result(msgspec.convert(stored, AttachmentRow), _NOTHING)
    title = plain_title(command.title)
    if not title:
        raise UserError("attachments.title_missing")
    if command.kind not in KINDS:
        raise UserError("attachments.kind", kind=command.kind[:20], allowed=", ".join(KINDS))
    digest = hashlib.sha256(command.content).hexdigest()
    settings, day = _check_file(work, command, digest)
    check_size(len(command.content), settings.max_attachment_bytes)
    facts = command.facts or look_at(command.content, command.title, max_bytes=settings.max_attachment_bytes)
    if (facts.sha256, facts.size_bytes) != (digest, len(command.content)):
        raise UserError("attachments.facts")
    row = keep_attachment(
        work,
        command,
        command.application_id,
        command.content,
        facts,
        title=title,
        kind=command.kind,
        requirement=command.requirement,
        keep_until=day + timedelta(days=settings.attachment_keep_days),
        attachment_id=command.attachment_id,
    )
    remember(work, command, "add_attachment", msgspec.to_builtins(msgspec.structs.replace(row, title="")))
    work.wake(command.office_id)
    return Result(row, CHANGES)


def keep_attachment(
    work: Work,
    command: Command,
    application_id: uuid.UUID,
    content: bytes | None,
    facts: MediaFacts,
    *,
    title: str,
    kind: str,
    keep_until: date,
    requirement: str | None = None,
    attachment_id: uuid.UUID | None = None,
) -> AttachmentRow:
    """Store a scan inside another use-case (an import, a signature at handover): rows and event, no checks.

    Args:
        content: looked at before; `facts` are what was said of it. None where its bytes are stored already.
        title: a plain line without a person's number.
        keep_until: the last day on which it is kept.
    """
    from sqlalchemy import insert

    from desktop.models.files import Attachment

    lock_blobs(work, command.office_id, alone=False)
    if content is not None:
        insert_blob(work, command.office_id, content, facts)
    row = AttachmentRow(
        attachment_id=attachment_id or new_id(),
        application_id=application_id,
        kind=kind,
        title=title,
        requirement=requirement,
        media_type=facts.media_type,
        size_bytes=facts.size_bytes,
        pages=facts.pages,
        added_by="",
        added_at_utc=work.now(),
        retention_until=keep_until,
    )
    work.connection.execute(
        insert(Attachment).values(
            id=row.attachment_id,
            office_id=command.office_id,
            application_id=application_id,
            requirement=requirement,
            kind=kind,
            title=title,
            media_type=facts.media_type,
            sha256=facts.sha256,
            size_bytes=facts.size_bytes,
            pages=facts.pages,
            added_by_id=command.staff_id,
            added_at_utc=row.added_at_utc,
            retention_until=keep_until,
        )
    )
    append_event(
        work,
        command,
        "attachment.added",
        application_id,
        after={
            "attachment": row.attachment_id,
            "kind": kind,
            "bytes": facts.size_bytes,
            "pages": facts.pages,
        },
    )
    return row


def read_attachment(work: Work, command: ReadAttachment) -> Result[AttachmentContent]:
    """Give the bytes of a scan and write down who looked, at whose data and why.

    Raises:
        UserError: ``attachments.not_there``, ``attachments.removed``, ``attachments.disposed``,
            ``attachments.damaged`` where the bytes are not those that were stored.
    Writes: event, command; the look of a repeated command is written once. Changes: nothing that is shown.
    """
    from sqlalchemy import and_, select

    from desktop.models.files import Application, Attachment, Blob

    row: Any = work.connection.execute(
        select(
            Attachment.title,
            Attachment.media_type,
            Attachment.pages,
            Attachment.sha256,
            Attachment.removed_at_utc,
            Attachment.application_id,
            Application.applicant_id,
            Blob.content,
        )
        .join(Application, Application.id == Attachment.application_id)
        .outerjoin(Blob, and_(Blob.office_id == Attachment.office_id, Blob.sha256 == Attachment.sha256))
        .where(Attachment.id == command.attachment_id, Attachment.office_id == command.office_id)
    ).first()
    if row is None:
        raise UserError("attachments.not_there")
    if row.removed_at_utc is not None:
        raise UserError("attachments.removed")
    if row.sha256 is None or row.content is None:
        raise UserError("attachments.disposed")
    content = bytes(row.content)
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise UserError("attachments.damaged")
    if remembered(work, command) is None:
        append_event(
            work,
            command,
            "person.viewed",
            row.applicant_id,
            after={
                "what": "attachment",
                "application": row.application_id,
                "attachment": command.attachment_id,
            },
            reason=command.purpose if command.purpose in LOOK_REASONS else "other",
        )
        remember(work, command, "read_attachment", {"attachment": command.attachment_id})
    return Result(
        AttachmentContent(
            attachment_id=command.attachment_id,
            title=row.title,
            media_type=row.media_type,
            pages=row.pages,
            content=content,
        ),
        _NOTHING,
    )


def remove_attachment(work: Work, command: RemoveAttachment) -> Result[uuid.UUID]:
    """Take a scan out of its file. Its bytes go at the next disposal, when no other scan has the same.

    Raises:
        UserError: ``attachments.reason`` (allowed), ``attachments.not_there``, ``attachments.removed``.
    Locks: the attachment. Writes: attachment, event, command. Changes: files.
    """
    from sqlalchemy import select, update

    from desktop.models.files import Attachment

    if remembered(work, command) is not None:
        return Result(command.attachment_id, _NOTHING)
    if command.reason not in REMOVE_REASONS:
        raise UserError("attachments.reason", allowed=", ".join(REMOVE_REASONS))
    row: Any = work.connection.execute(
        select(Attachment.application_id, Attachment.removed_at_utc)
        .where(Attachment.id == command.attachment_id, Attachment.office_id == command.office_id)
        .with_for_update()
    ).first()
    if row is None:
        raise UserError("attachments.not_there")
    if row.removed_at_utc is not None:
        raise UserError("attachments.removed")
    work.connection.execute(
        update(Attachment)
        .where(Attachment.id == command.attachment_id)
        .values(removed_at_utc=work.now(), removed_reason=command.reason)
    )
    append_event(
        work,
        command,
        "attachment.removed",
        row.application_id,
        after={"attachment": command.attachment_id},
        reason=command.reason,
    )
    remember(work, command, "remove_attachment", {"attachment": command.attachment_id})
    work.wake(command.office_id)
    return Result(command.attachment_id, CHANGES)


def _check_file(work: Work, command: AddAttachment, digest: str) -> tuple[PrivacySettings, date]:
    """Whether the file may get one more, in one statement; the office's settings and its day."""
    from sqlalchemy import and_, func, select

    from desktop.models.files import Application, Attachment
    from desktop.models.office import Office, Setting

    mine = and_(Attachment.application_id == command.application_id, Attachment.removed_at_utc.is_(None))
    row: Any = work.connection.execute(
        select(
            Application.closed_at_utc,
            Office.time_zone,
            Setting.value,
            select(func.count()).select_from(Attachment).where(mine).scalar_subquery().label("count"),
            select(func.count())
            .select_from(Attachment)
            .where(mine, Attachment.sha256 == digest)
            .scalar_subquery()
            .label("same"),
        )
        .join(Office, Office.id == Application.office_id)
        .outerjoin(Setting, and_(Setting.office_id == Office.id, Setting.name == SETTING))
        .where(Application.id == command.application_id, Application.office_id == command.office_id)
    ).first()
    if row is None:
        raise UserError("attachments.unknown_file")
    settings = settings_of(row.value)
    if row.closed_at_utc is not None:
        raise UserError("attachments.file_closed")
    if row.same:
        raise UserError("attachments.already_there")
    if row.count >= settings.attachments_per_file:
        raise UserError("attachments.too_many", most=settings.attachments_per_file)
    return settings, business_day(work.now(), row.time_zone)


def insert_blob(work: Work, office_id: uuid.UUID, content: bytes, facts: MediaFacts) -> None:
    """Store bytes that were looked at, unless they are there."""
    from sqlalchemy.dialects import postgresql, sqlite

    from desktop.models.files import Blob

    insert: Any = postgresql.insert if work.on_postgresql else sqlite.insert
    work.connection.execute(
        insert(Blob)
        .values(
            office_id=office_id,
            sha256=facts.sha256,
            media_type=facts.media_type,
            size_bytes=facts.size_bytes,
            content=content,
        )
        .on_conflict_do_nothing(index_elements=["office_id", "sha256"])
    )


__all__ = [
    "KINDS", "LOOK_REASONS", "REMOVE_REASONS", "AddAttachment", "AttachmentContent", "AttachmentRow",
    "FileAttachments", "LookedAt", "ReadAttachment", "RemoveAttachment", "add_attachment", "attachments_of",
    "draw_attachment", "insert_blob", "keep_attachment", "list_attachments", "look_at_file", "read_attachment",
    "read_limited", "remove_attachment",
]  # fmt: skip

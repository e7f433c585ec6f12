"""Files that never stood in a queue: a village's bundle, the post's, the online form's, taken whole or refused whole.

The sender's own references say what is here already, and the digest of the bundle that it came before. Every file
goes through the same registering as at a counter: same checks, same numbers, same life. Called by
``loket files import``, the back office and tests. The order: ``read_bundle``, ``look_at_bundle`` (nothing is
written), ``store_scan`` for each scan, ``import_files``.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import msgspec

from desktop.domain.errors import EnvironmentFault, UserError
from desktop.domain.ids import new_id
from desktop.domain.media import MediaFacts
from desktop.office.files.attachments import insert_blob, keep_attachment
from desktop.office.files.desk import INTAKE_LOCK, Desk, read_desk
from desktop.office.files.importing_csv import parse_csv
from desktop.office.files.importing_json import parse_json
from desktop.office.files.importing_plan import Plan, Planned, chunks, make_plan
from desktop.office.files.importing_values import (
    IMPORT_CHANNELS,
    MAX_BYTES,
    Bundle,
    BundleOutcome,
    BundleScan,
    ImportedFile,
    ImportFiles,
    Problem,
    refuse,
)
from desktop.office.files.keeping import lock_blobs, need_text, plain_title, privacy_settings
from desktop.office.files.registering import register
from desktop.office.queue.rows import office_day
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work

CHANGES: Final = frozenset({"files", "paper"})
_NOTHING: Final[frozenset[str]] = frozenset()

Progress = Callable[[int, int], None]


class StoreScan(Command, frozen=True, kw_only=True):
    """Store the bytes of a scan that a bundle will name; a scan that nobody names goes at the next disposal."""

    content: bytes
    facts: MediaFacts

    def __repr__(self) -> str:
        """Without the bytes."""
        return f"StoreScan(bytes={len(self.content)})"


def read_bundle(path: str | Path, *, max_attachment_bytes: int) -> Bundle:
    """Read a bundle and look at its scans. No database; not inside a transaction, decoding takes its time.

    Raises:
        UserError: ``import.missing_file`` (file), ``import.too_large`` (file, allowed), ``import.refused`` (file,
            count, faults: each with index, line, field, problem, allowed, args).
        EnvironmentFault: ``import.cannot_read`` (file, cause).
    """
    path = Path(path)
    try:
        if path.is_dir():
            raise FileNotFoundError
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise UserError("import.missing_file", file=str(path)) from error
    except OSError as error:
        cause = error.strerror or type(error).__name__
        raise EnvironmentFault("import.cannot_read", file=str(path), cause=cause) from error
    if len(data) > MAX_BYTES:
        raise UserError("import.too_large", file=path.name, allowed=f"{MAX_BYTES // 1_000_000} MB")
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return parse_json(data, file=path.name, folder=path.parent, max_attachment_bytes=max_attachment_bytes)
    return parse_csv(data, file=path.name)


def look_at_bundle(work: Work, command: ImportFiles) -> BundleOutcome:
    """Say what :func:`import_files` would do; a query.

    Raises:
        UserError: as `import_files`.
    """
    command = _checked(command)
    if (came := _came_before(work, command)) is not None:
        return msgspec.structs.replace(came, dry_run=True)
    plan = _plan(work, command)
    files = [
        ImportedFile(
            index=one.source.index,
            reference=one.source.reference,
            state="returned" if one.missing else "received",
            missing=one.missing,
            scans=len(one.source.scans),
            warnings=one.warnings,
        )
        for one in plan.new
    ]
    return _outcome(None, command, plan, files, dry_run=True)


def store_scan(work: Work, command: StoreScan) -> Result[str]:
    """Store a scan's bytes ahead of the bundle, so that the bundle's own transaction stays short.

    Raises:
        UserError: ``attachments.facts``. Locks: blobs, shared. Writes: blob.
    """
    if hashlib.sha256(command.content).hexdigest() != command.facts.sha256:
        raise UserError("attachments.facts")
    lock_blobs(work, command.office_id, alone=False)
    insert_blob(work, command.office_id, command.content, command.facts)
    return Result(command.facts.sha256, _NOTHING)


def content_of(scan: BundleScan) -> bytes:
    """The bytes of a bundle's scan.

    Raises:
        EnvironmentFault: ``import.cannot_read`` (file, cause).
        UserError: ``attachments.facts`` where the file changed since it was looked at.
    """
    if scan.path is None:
        content = scan.content
    else:
        try:
            content = scan.path.read_bytes()
        except OSError as error:
            cause = error.strerror or type(error).__name__
            raise EnvironmentFault("import.cannot_read", file=scan.path.name, cause=cause) from error
    if hashlib.sha256(content).hexdigest() != scan.facts.sha256:
        raise UserError("attachments.facts")
    return content


def import_files(work: Work, command: ImportFiles, progress: Progress | None = None) -> Result[BundleOutcome]:
    """Take a bundle in, all of it or nothing.

    A file whose reference is here already stays as it is. An incomplete one is taken in as returned, with the list
    of what is missing.

    Raises:
        UserError: ``import.channel`` (allowed), ``import.source_needed``, ``import.refused`` with every problem;
            ``paper.no_printer``; ``file.series_full``.
    Locks: one import at a time, and no intake beside it (PostgreSQL: an advisory lock); then as
        ``registering.register`` for each file.
    Writes: intake_batch, what registering writes, attachment, event, command. Changes: files, paper.
    """
    stored = remembered(work, command)
    if stored is not None:
        return Result(msgspec.convert({**stored, "repeated": True}, BundleOutcome), _NOTHING)
    command = _checked(command)
    if work.on_postgresql:
        lock = "SELECT pg_advisory_xact_lock(%s, hashtext(%s))"
        work.connection.exec_driver_sql(lock, (INTAKE_LOCK, str(command.office_id)))
    if (came := _came_before(work, command)) is not None:
        remember(work, command, "import_files", msgspec.to_builtins(came))
        return Result(came, _NOTHING)
    plan = _plan(work, command)
    if not plan.new:
        outcome = _outcome(None, command, plan, [])
        remember(work, command, "import_files", msgspec.to_builtins(outcome))
        return Result(outcome, _NOTHING)
    batch_id = _insert_batch(work, command)
    files = _register_all(work, command, plan, batch_id, progress)
    outcome = _outcome(batch_id, command, plan, files)
    append_event(
        work,
        command,
        "files.imported",
        batch_id,
        after={
            "channel": command.channel,
            "received": outcome.received,
            "returned": outcome.returned,
            "known": outcome.known,
            "scans": outcome.scans,
        },
    )
    remember(work, command, "import_files", msgspec.to_builtins(outcome))
    work.wake(command.office_id)
    return Result(outcome, CHANGES)


def _checked(command: ImportFiles) -> ImportFiles:
    if command.channel not in IMPORT_CHANNELS:
        raise UserError("import.channel", allowed=", ".join(IMPORT_CHANNELS))
    source = plain_title(need_text(command.source, "import.source_needed", longest=120))
    return msgspec.structs.replace(command, source=source)


def _plan(work: Work, command: ImportFiles) -> Plan:
    plan = make_plan(work, command, office_day(work, command.office_id))
    if plan.problems:
        raise refuse(command.bundle.file, plan.problems)
    return plan


def _register_all(
    work: Work, command: ImportFiles, plan: Plan, batch_id: uuid.UUID, progress: Progress | None
) -> list[ImportedFile]:
    desks: dict[uuid.UUID, Desk] = {}
    stored = _stored_scans(work, command)
    keep_days = privacy_settings(work, command.office_id).attachment_keep_days
    files: list[ImportedFile] = []
    for number, one in enumerate(plan.new, 1):
        asked = msgspec.structs.replace(one.command, batch_id=batch_id)
        desk = _desk(work, asked, one, desks, command)
        try:
            taken = register(work, asked, replace(desk, language=asked.language), importing=True)
        except UserError as error:
            # What only the office's rows know, such as a full series; it names the file that met it.
            if error.code.startswith(("person.", "nik.")):
                place = str(error.details.get("field", ""))
                problem = Problem(one.source.index, one.source.line, place, error.code, "", error.details)
                raise refuse(command.bundle.file, [problem]) from error
            raise
        for scan in one.source.scans:
            known = scan.facts.sha256 in stored
            keep_attachment(
                work,
                asked,
                taken.application_id,
                None if known else content_of(scan),
                scan.facts,
                title=scan.title,
                kind=scan.kind,
                requirement=scan.requirement,
                keep_until=desk.today + timedelta(days=keep_days),
            )
            stored.add(scan.facts.sha256)
        files.append(
            ImportedFile(
                index=one.source.index,
                reference=one.source.reference,
                number=taken.number,
                code=taken.code,
                state=taken.state,
                missing=taken.missing,
                scans=len(one.source.scans),
                warnings=one.warnings,
            )
        )
        if progress is not None:
            progress(number, len(plan.new))
    return files


def _desk(work: Work, asked: Any, one: Planned, desks: dict[uuid.UUID, Desk], command: ImportFiles) -> Desk:
    """The office and the service as registering wants them, read once for each service."""
    desk = desks.get(asked.service_id)
    if desk is None:
        desk, _stored = read_desk(work, asked)
        if desk is None:
            raise refuse(
                command.bundle.file,
                [Problem(one.source.index, one.source.line, "service", "import.unknown_service")],
            )
        if command.printer_id is not None and desk.row.printer is None:
            raise UserError("paper.no_printer")
        desks[asked.service_id] = desk
    return desk


def _stored_scans(work: Work, command: ImportFiles) -> set[str]:
    """Which scans of the bundle are stored already."""
    from sqlalchemy import select

    from desktop.models.files import Blob

    lock_blobs(work, command.office_id, alone=False)
    digests = sorted({scan.facts.sha256 for one in command.bundle.files for scan in one.scans})
    found: set[str] = set()
    for some in chunks(digests):
        rows = work.connection.execute(
            select(Blob.sha256).where(Blob.office_id == command.office_id, Blob.sha256.in_(some))
        )
        found |= set(rows.scalars())
    return found


def _insert_batch(work: Work, command: ImportFiles) -> uuid.UUID:
    from sqlalchemy import insert

    from desktop.models.files import IntakeBatch

    key = new_id()
    work.connection.execute(
        insert(IntakeBatch).values(
            id=key,
            office_id=command.office_id,
            channel=command.channel,
            source=command.source,
            digest=command.bundle.digest,
            files=len(command.bundle.files),
            created_at_utc=work.now(),
        )
    )
    return key


def _came_before(work: Work, command: ImportFiles) -> BundleOutcome | None:
    """What this very bundle gave when it was taken, or None."""
    from sqlalchemy import select

    from desktop.models.files import Application, IntakeBatch

    batch_id = work.connection.execute(
        select(IntakeBatch.id).where(
            IntakeBatch.office_id == command.office_id, IntakeBatch.digest == command.bundle.digest
        )
    ).scalar_one_or_none()
    if batch_id is None:
        return None
    codes: dict[str, str] = {}
    for some in chunks([one.reference for one in command.bundle.files]):
        rows: Any = work.connection.execute(
            select(Application.external_ref, Application.code).where(
                Application.office_id == command.office_id, Application.external_ref.in_(some)
            )
        )
        codes |= {str(reference).upper(): code for reference, code in rows}
    return _outcome(batch_id, command, Plan(known=codes), [], repeated=True)


def _outcome(
    batch_id: uuid.UUID | None,
    command: ImportFiles,
    plan: Plan,
    files: list[ImportedFile],
    *,
    repeated: bool = False,
    dry_run: bool = False,
) -> BundleOutcome:
    known = [
        ImportedFile(
            index=one.index,
            reference=one.reference,
            code=plan.known[one.reference.upper()],
            number=_shown(plan.known[one.reference.upper()]),
            state="known",
        )
        for one in command.bundle.files
        if one.reference.upper() in plan.known
    ]
    return BundleOutcome(
        batch_id=batch_id,
        files=tuple(sorted([*files, *known], key=lambda one: one.index)),
        received=sum(one.state == "received" for one in files),
        returned=sum(one.state == "returned" for one in files),
        known=len(known),
        scans=sum(one.scans for one in files),
        repeated=repeated,
        dry_run=dry_run,
    )


def _shown(code: str) -> str:
    """A file's number as people read it, from its code."""
    return f"{code[:3]}-{code[3:9]}-{code[9:]}"


__all__ = [
    "BundleOutcome", "ImportFiles", "StoreScan", "content_of", "import_files", "look_at_bundle", "read_bundle",
    "store_scan",
]  # fmt: skip
